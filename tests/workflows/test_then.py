"""An assessment as of a day is what it would have been on that day, whatever was added since."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servanda.errors import NotFoundError
from servanda.ledger.session import open_ledger
from servanda.ledger.store import add_judgement
from servanda.terms.entries import Judgement, Reach
from servanda.workflows import then
from servanda.workflows.add import RESOLVER, add
from servanda.workflows.office import find_standing, relations, standings


def seen(ledger, day):
    """All that is told of a day: every entry, those of one side, the relations."""
    every = standings(ledger, day)
    for one in every:
        assert find_standing(ledger, one.entry.id, day) == one
    return every, standings(ledger, day, states=("UGA",)), standings(ledger, day, states=("TZA", "UGA")), relations(ledger, day)  # fmt: skip


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6), cut=st.integers(0, 29), reach=st.sampled_from([2, 60]))
def test_what_is_published_later_never_changes_an_earlier_day(tmp_path_factory, made, monkeypatch, seed, cut, reach):
    resolver = replace(RESOLVER, reach=Reach(reach))
    monkeypatch.setattr(then, "RESOLVER", resolver)
    chance = random.Random(seed)
    day = made.START + timedelta(days=cut)
    every = list(made.reports(chance, 16))
    first = [one for one in every if chance.random() < 0.7 or one.date <= day]
    with open_ledger(tmp_path_factory.mktemp("then") / "l.db") as ledger:
        add(ledger, [one for one in first if one.date <= day], read=made.told, resolver=resolver)
        before = seen(ledger, day)
        add(ledger, [one for one in first if one.date > day], read=made.told, resolver=resolver)
        assert seen(ledger, day) == before
        add(ledger, [one for one in every if one.date > day], read=made.told, resolver=resolver)
        assert seen(ledger, day) == before


def test_the_older_version_of_a_report_counts_until_the_newer_one_was_published(ledger, made):
    made.fill(ledger, made.titled("a", "2024-01-01", "Agreement on visas", "planned"))
    made.fill(ledger, made.titled("a", "2024-03-01", "Agreement on visas"))
    stood = [[s.assessment.status for s in standings(ledger, date(2024, m, 2), states=("KEN",))] for m in (1, 2, 3)]
    assert stood == [["planned"], ["planned"], ["signed"]]
    (old,), (new,) = standings(ledger, date(2024, 2, 1)), standings(ledger, date(2024, 4, 1))
    assert find_standing(ledger, old.entry.id, date(2024, 2, 1)) == old
    with pytest.raises(NotFoundError, match="was not yet told of on 2024-02-01"):
        find_standing(ledger, new.entry.id, date(2024, 2, 1))


def test_two_entries_that_a_person_joined_are_one_on_every_day(ledger, made):
    made.fill(
        ledger,
        made.titled("a", "2024-01-01", "Agreement on visas"),
        made.titled("b", "2024-02-01", "Protocol on rail transit"),
        made.titled("c", "2024-03-01", "Agreement on fisheries"),
    )
    entries = [s.entry for s in standings(ledger, date(2024, 2, 2))]
    left, right = sorted(e.members[0].claim for e in entries)
    decided = Judgement(left, right, "same", "A. Reviewer", "read both", datetime(2025, 1, 1, tzinfo=UTC), person=True)
    add_judgement(ledger, decided, resolver=RESOLVER)
    assert [len(s.chain.steps) for s in standings(ledger, date(2024, 2, 2))] == [2]
