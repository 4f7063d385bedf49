"""Claims asked for by states alone are counted without being looked at: the same ones, in the same order."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from servanda.ledger.reader_views import ClaimsWanted, find_claims
from servanda.ledger.session import open_ledger
from servanda.terms.claims import KINDS
from servanda.terms.reports import Report
from servanda.workflows.add import add
from servanda.workflows.decide import Signature, reject

FIRST = date(2024, 1, 1)


def report(number: int, other: str = "Uganda", *, source: str | None = None) -> Report:
    day = FIRST + timedelta(days=number // 2)
    text = (
        f"Kenya and {other} held talks in Nairobi on {day.day} {day:%B} {day.year}. The ministers signed the Agreement on "
        f"border trade number {number}. The sides agreed to open {number + 2} border posts by {2025 + number % 4}."
    )
    return Report(source or f"r{number}", day, text, "Wire")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    with open_ledger(tmp_path_factory.mktemp("claims") / "l.db") as opened:
        told = [report(n, "Uganda" if n % 3 else "Tanzania") for n in range(12)]
        assert add(opened, told).failures == []
        # a newer version of one, published later
        assert add(opened, [report(20, source="r3")]).failures == []
        claims, _ = find_claims(opened, ClaimsWanted(("instrument",)), date(2025, 1, 1), limit=1)
        reject(opened, claims[0].id, Signature("A. Reviewer", "it was misread"))
        yield opened


@pytest.mark.parametrize("states", [("KEN",), ("UGA",), ("KEN", "TZA"), ("FRA",)])
@pytest.mark.parametrize("as_of", [FIRST, FIRST + timedelta(days=3), FIRST + timedelta(days=400)])
@pytest.mark.parametrize(("since", "until"), [(None, None), (FIRST + timedelta(days=1), FIRST + timedelta(days=4))])
def test_claims_of_states_alone_are_those_of_every_kind(ledger, states, as_of, since, until):
    alone = ClaimsWanted(states=states, since=since, until=until)
    of_every_kind = ClaimsWanted(KINDS, states, since=since, until=until)
    assert alone.of_states_alone
    assert not of_every_kind.of_states_alone
    for limit, offset in ((100, 0), (1, 0), (3, 2), (4, 5), (2, 1000), (0, 0)):
        expected = find_claims(ledger, of_every_kind, as_of, limit=limit, offset=offset)
        assert find_claims(ledger, alone, as_of, limit=limit, offset=offset) == expected


def test_there_is_something_to_find(ledger):
    assert find_claims(ledger, ClaimsWanted(states=("KEN",)), date(2025, 6, 1), limit=5)[1] > 20
