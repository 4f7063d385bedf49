"""An assessment as of a day is what it would have been on that day, whatever was added since."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servanda.errors import NotFoundError
from servanda.ledger.session import open_ledger
from servanda.ledger.store import add_judgement
from servanda.terms import dates
from servanda.terms.claims import Activity, Claim, Commitment, Figure, Instrument, Meeting, Target, What
from servanda.terms.entries import Judgement, Reach
from servanda.terms.evidence import Quote
from servanda.terms.reading import Reading
from servanda.terms.reports import Report
from servanda.workflows import then
from servanda.workflows.add import RESOLVER, add
from servanda.workflows.office import find_standing, relations, standings

START = date(2024, 1, 1)
TITLES = ("Agreement on visas", "Agreement on visas and labour", "Agreement on labour", "Protocol on rail transit")
ACTIONS = (
    "sign and ratify the agreement on visas",
    "open a trade house in Nairobi",
    "hold a session of the commission",
)
SIDES = (("KEN", "UGA"), ("KEN", "UGA"), ("KEN", "TZA"), ("KEN", "TZA", "UGA"))


def what(chance: random.Random, states: tuple[str, ...]) -> What:
    day = dates.of_day(START + timedelta(days=chance.randrange(40)))
    due = chance.choice([None, day, dates.of_month(2024, 1), dates.of_year(2023)])
    match chance.randrange(6):
        case 0:
            target = Target("trade_turnover", Decimal(chance.choice([2, 3])), "USD") if chance.random() < 0.4 else None
            status = chance.choice(["open", "open", "open", "in_progress", "done"])
            return Commitment(chance.choice(ACTIONS), "firm", status, states, due, target)
        case 1 | 2:
            status = chance.choice(["planned", "signed", "ratified", "referred"])
            term = chance.choice([None, dates.between(dates.of_year(2023), day)])
            title = chance.choice(TITLES)
            return Instrument("agreement", status, title, chance.choice([None, day]), None, states, (), term)
        case 3:
            year = dates.of_year(2022 + chance.randrange(2))
            return Figure("trade_turnover", None, Decimal(chance.randrange(1, 5)), None, "USD", "exact", year, states)
        case 4:
            status = chance.choice(["planned", "held"])
            return Meeting(chance.choice(["session", "meeting"]), status, None, day, "Nairobi", None, states)
        case _:
            return Activity("project", chance.choice(["the trade house in Nairobi", "a bridge"]), "completed", day)


def told(report: Report) -> Reading:
    """Claims that follow from the report's text, which is a number."""
    chance = random.Random(report.text)
    states = chance.choice(SIDES)
    words = (Quote(0, len(report.text), report.text),)
    claims = [
        Claim(report.id, report.digest, what(chance, states), words, "made", None, states)
        for _ in range(chance.randrange(1, 4))
    ]
    return Reading(tuple(claims), states=states)


def reports(chance: random.Random, count: int) -> Iterator[Report]:
    """Reports of some weeks; now and then a source gives another text on a later or earlier day."""
    for number in range(count):
        name = f"r{chance.randrange(count)}" if chance.random() < 0.2 else f"r{number}"
        day = START + timedelta(days=chance.randrange(30))
        yield Report(name, day, str(chance.randrange(10**6)), chance.choice(["Coast Wire", "Lake News", None]))


def seen(ledger, day):
    """All that is told of a day: every entry, those of one side, the relations."""
    every = standings(ledger, day)
    for one in every:
        assert find_standing(ledger, one.entry.id, day) == one
    return every, standings(ledger, day, states=("UGA",)), standings(ledger, day, states=("TZA", "UGA")), relations(ledger, day)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6), cut=st.integers(0, 29), reach=st.sampled_from([2, 60]))
def test_what_is_published_later_never_changes_an_earlier_day(tmp_path_factory, monkeypatch, seed, cut, reach):
    resolver = replace(RESOLVER, reach=Reach(reach))
    monkeypatch.setattr(then, "RESOLVER", resolver)
    chance = random.Random(seed)
    day = START + timedelta(days=cut)
    every = list(reports(chance, 16))
    first = [one for one in every if chance.random() < 0.7 or one.date <= day]
    with open_ledger(tmp_path_factory.mktemp("then") / "l.db") as ledger:
        add(ledger, [one for one in first if one.date <= day], read=told, resolver=resolver)
        before = seen(ledger, day)
        add(ledger, [one for one in first if one.date > day], read=told, resolver=resolver)
        assert seen(ledger, day) == before
        add(ledger, [one for one in every if one.date > day], read=told, resolver=resolver)
        assert seen(ledger, day) == before


def titled(name: str, day: str, title: str, status: str = "signed") -> tuple[Report, Reading]:
    report = Report(name, date.fromisoformat(day), f"{title}, {status}", "Coast Wire")
    signed = Instrument("agreement", status, title, None, None, ("KEN", "UGA"))
    claim = Claim(name, report.digest, signed, (Quote(0, 4, report.text[:4]),), "made", None, ("KEN", "UGA"))
    return report, Reading((claim,), states=("KEN", "UGA"))


def fill(ledger, *pairs: tuple[Report, Reading]) -> None:
    readings = dict(pairs)
    add(ledger, readings, read=readings.__getitem__)


@pytest.fixture
def ledger(tmp_path):
    with open_ledger(tmp_path / "l.db") as opened:
        yield opened


def test_the_older_version_of_a_report_counts_until_the_newer_one_was_published(ledger):
    fill(ledger, titled("a", "2024-01-01", "Agreement on visas", "planned"))
    fill(ledger, titled("a", "2024-03-01", "Agreement on visas"))
    stood = [[s.assessment.status for s in standings(ledger, date(2024, m, 2), states=("KEN",))] for m in (1, 2, 3)]
    assert stood == [["planned"], ["planned"], ["signed"]]
    (old,), (new,) = standings(ledger, date(2024, 2, 1)), standings(ledger, date(2024, 4, 1))
    assert find_standing(ledger, old.entry.id, date(2024, 2, 1)) == old
    with pytest.raises(NotFoundError, match="was not yet told of on 2024-02-01"):
        find_standing(ledger, new.entry.id, date(2024, 2, 1))


def test_two_entries_that_a_person_joined_are_one_on_every_day(ledger):
    fill(
        ledger,
        titled("a", "2024-01-01", "Agreement on visas"),
        titled("b", "2024-02-01", "Protocol on rail transit"),
        titled("c", "2024-03-01", "Agreement on fisheries"),
    )
    entries = [s.entry for s in standings(ledger, date(2024, 2, 2))]
    left, right = sorted(e.members[0].claim for e in entries)
    decided = Judgement(left, right, "same", "A. Reviewer", "read both", datetime(2025, 1, 1, tzinfo=UTC), person=True)
    add_judgement(ledger, decided, resolver=RESOLVER)
    assert [len(s.chain.steps) for s in standings(ledger, date(2024, 2, 2))] == [2]
