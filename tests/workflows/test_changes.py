"""What changed, through the real ledger: by the clock of publication and by that of the ledger."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servanda.errors import InputError
from servanda.ledger import views
from servanda.ledger.session import open_ledger
from servanda.workflows.add import add
from servanda.workflows.changes import changes, changes_since, keep_look, last_look, look_now
from servanda.workflows.history import replay

SLOW = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture]}
SEEDS = st.integers(0, 10**6)


def listed(found):
    return [(relation.sides, change) for relation in found.relations for change in relation.changes]


def short(found):
    return [(c.day.isoformat(), c.sort, c.status) for _, c in listed(found)]


def seen(found):
    """All of it but the moments at which reports were added."""
    return [(r.sides, r.changes, r.restated) for r in found.relations]


@settings(max_examples=12, **SLOW)
@given(seed=SEEDS, since=st.integers(0, 30), length=st.integers(0, 20))
def test_the_order_in_which_reports_are_added_does_not_matter(tmp_path_factory, made, seed, since, length):
    chance = random.Random(seed)
    # of one source and day the version added last counts, so that there the order does matter
    every = list({(one.id, one.date): one for one in made.reports(chance, 14)}.values())
    other = chance.sample(every, len(every))
    first, last = made.START + timedelta(days=since), made.START + timedelta(days=since + length)
    found = []
    for reports in (every, other):
        with open_ledger(tmp_path_factory.mktemp("order") / "l.db") as ledger:
            add(ledger, reports, read=made.told)
            found.append(seen(changes(ledger, first, last)))
    assert found[0] == found[1]


@settings(max_examples=12, **SLOW)
@given(seed=SEEDS, since=st.integers(0, 30), length=st.integers(0, 30))
def test_the_statuses_that_changed_are_those_of_the_replays(tmp_path_factory, made, seed, since, length):
    chance = random.Random(seed)
    every = {one.id: one for one in made.reports(chance, 14)}
    first, last = made.START + timedelta(days=since), made.START + timedelta(days=since + length)
    with open_ledger(tmp_path_factory.mktemp("turns") / "l.db") as ledger:
        add(ledger, every.values(), read=made.told)
        turned = defaultdict(list)
        for _, change in listed(changes(ledger, first, last)):
            if change.turned:
                turned[change.entry.id].append((change.day, change.status_before, change.status))
        for claim in views.all_claims(ledger, as_of=last):
            history = replay(ledger, f"e-{claim.id}", last)
            if history.entry.id == f"e-{claim.id}":
                steps = zip((None, *history.turns), history.turns, strict=False)
                expected = [
                    (now.day, was and was.status, now.status)
                    for was, now in steps
                    if now.day > first and (was and was.status) != now.status
                ]
                assert sorted(turned.pop(history.entry.id, []), key=lambda one: one[0]) == expected
        assert turned == {}


@settings(max_examples=10, **SLOW)
@given(seed=SEEDS)
def test_whoever_looks_after_every_adding_is_shown_every_entry_and_nothing_twice(tmp_path_factory, made, seed):
    chance = random.Random(seed)
    every = list({one.id: one for one in made.reports(chance, 12)}.values())
    until = made.START + timedelta(days=60)
    shown: list[str] = []
    with open_ledger(tmp_path_factory.mktemp("looks") / "l.db") as ledger:
        while every:
            count = chance.randrange(1, 5)
            batch, every = every[:count], every[count:]
            add(ledger, batch, read=made.told)
            look = look_now(ledger, "anna", until)
            found = changes_since(ledger, last_look(ledger, "anna"), until)
            added = {one.id for one in batch}
            for _, change in listed(found):
                assert {one.claim.report for one in change.cause.claims} <= added
                shown += [one.id for one in change.cause.claims if change.sort != "status"]
            keep_look(ledger, look)
            assert listed(changes_since(ledger, last_look(ledger, "anna"), until)) == []
        assert len(shown) == len(set(shown))
        alone = [e.members[0].claim for e in views.find_entries(ledger) if len(e.members) == 1]
        assert set(alone) <= set(shown)


def test_an_old_report_that_came_in_late_is_seen_by_the_clock_of_the_ledger_only(ledger, made):
    made.fill(ledger, made.titled("b", "2024-03-01", "Agreement on visas"))
    today = date(2024, 6, 1)
    keep_look(ledger, look_now(ledger, "anna", today))
    made.fill(ledger, made.titled("a", "2024-01-10", "Agreement on visas", "planned"))
    made.fill(ledger, made.titled("c", "2024-01-11", "Protocol on rail transit"))
    assert short(changes(ledger, today, date(2024, 7, 1))) == []
    found = changes_since(ledger, last_look(ledger, "anna"), date(2024, 7, 1))
    assert short(found) == [("2024-01-10", "moved", "signed"), ("2024-01-11", "new", "signed")]
    # told again, on a day on which it was known already
    keep_look(ledger, look_now(ledger, "anna", today))
    made.fill(ledger, made.titled("0", "2024-01-10", "Agreement on visas", "planned"))
    again = changes_since(ledger, last_look(ledger, "anna"), today)
    assert (short(again), [one.restated for one in again.relations]) == ([], [1])
    first = found.relations[0].changes[0]
    assert (first.before, first.after) == ("first told 2024-03-01", "first told 2024-01-10")


def test_the_calendar_goes_on_since_the_last_look(ledger, made):
    made.fill(ledger, made.titled("a", "2024-01-10", "Roadmap on visas", term="2024-06"))
    keep_look(ledger, look_now(ledger, "anna", date(2024, 6, 30)))
    look = last_look(ledger, "anna")
    assert short(changes_since(ledger, look, date(2024, 6, 30))) == []
    assert short(changes_since(ledger, look, date(2024, 7, 1))) == [("2024-07-01", "status", "expired")]


def test_each_name_and_each_choice_of_states_has_a_look_of_its_own(ledger, made):
    made.fill(ledger, made.titled("a", "2024-01-10", "Agreement on visas"))
    day = date(2024, 6, 1)
    keep_look(ledger, look_now(ledger, "anna", day, ("UGA", "KEN")))
    assert last_look(ledger, "anna", ("KEN", "UGA")) is not None
    assert last_look(ledger, "anna") is last_look(ledger, "ben", ("KEN", "UGA")) is None
    # a first look shows everything, as it stands
    found = changes_since(ledger, None, day)
    assert (found.since, short(found)) == (None, [("2024-01-10", "new", "signed")])


def test_a_newer_version_that_tells_the_same_changes_nothing(ledger, made):
    made.fill(ledger, made.titled("a", "2024-01-10", "Agreement on visas"))
    keep_look(ledger, look_now(ledger, "anna", date(2024, 6, 1)))
    made.fill(ledger, made.titled("a", "2024-01-12", "Agreement on visas"))
    assert short(changes_since(ledger, last_look(ledger, "anna"), date(2024, 6, 1))) == []
    assert short(changes(ledger, date(2024, 1, 11), date(2024, 6, 1))) == []
    made.fill(ledger, made.titled("a", "2024-02-01", "Protocol on rail transit"))
    for found in (
        changes_since(ledger, last_look(ledger, "anna"), date(2024, 6, 1)),
        changes(ledger, date(2024, 1, 15), date(2024, 6, 1)),
    ):
        assert sorted(sort for _, sort, _ in short(found)) == ["new", "withdrawn"]


def test_moments_of_adding_follow_one_another_though_clocks_do_not(ledger, made, monkeypatch):
    stopped = look_now(ledger, "x", date(2024, 1, 1))
    assert stopped is None
    monkeypatch.setattr("servanda.workflows.add.now", lambda: made.NOON)
    made.fill(ledger, *(made.titled(name, "2024-01-10", f"Agreement on {name}") for name in ("a", "b", "c")))
    moments = [one.added_at for one in views.stored_reports(ledger)]
    assert len(set(moments)) == 3
    assert look_now(ledger, "x", date(2024, 1, 1)).added == max(moments)


def test_to_change_from_a_later_day_is_refused(ledger):
    with pytest.raises(InputError, match="leads back"):
        changes(ledger, date(2024, 2, 1), date(2024, 1, 1))
