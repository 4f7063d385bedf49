"""A replay is what asking for every single day gives, through the real ledger."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servanda.errors import NotFoundError
from servanda.ledger import views
from servanda.ledger.session import open_ledger
from servanda.workflows.add import add
from servanda.workflows.history import replay
from servanda.workflows.office import find_standing


def standing(ledger, name, day):
    try:
        found = find_standing(ledger, name, day).assessment
    except NotFoundError:
        return None
    return found.status, found.rule, found.why, found.evidence


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6))
def test_replaying_gives_what_asking_for_every_day_gives(tmp_path_factory, made, seed):
    chance, days = random.Random(seed), 45
    with open_ledger(tmp_path_factory.mktemp("replay") / "l.db") as ledger:
        add(ledger, made.reports(chance, 16), read=made.told)
        every = list(views.all_claims(ledger))
        for one in chance.sample(every, min(3, len(every))):
            name, before, expected = f"e-{one.id}", None, []
            for n in range(days):
                now = standing(ledger, name, made.START + timedelta(days=n))
                if now != before:
                    expected.append((made.START + timedelta(days=n), *(now or (None, "", "", ()))))
                before = now
            if expected:
                found = replay(ledger, name, made.START + timedelta(days=days - 1)).turns
                assert [(t.day, t.status, t.rule, t.why, t.evidence) for t in found] == expected


def test_two_entries_that_a_later_report_joined_are_replayed_apart_until_then(ledger, made):
    made.fill(
        ledger,
        made.titled("a", "2024-01-01", "Agreement on visas and labour", "planned"),
        made.titled("b", "2024-02-01", "Agreement on visas and labour"),
    )
    (entry,) = views.find_entries(ledger)
    joined = replay(ledger, f"e-{entry.members[1].claim}", date(2024, 3, 1))
    assert joined.entry.id == entry.id
    assert [(t.day.month, t.status) for t in joined.turns] == [(2, "signed")]
    assert [(t.day.month, t.status) for t in replay(ledger, entry.id, date(2024, 3, 1)).turns] == [
        (1, "planned"),
        (2, "signed"),
    ]


def test_what_a_newer_version_does_not_tell_is_no_more_told(ledger, made):
    made.fill(ledger, made.titled("a", "2024-01-01", "Agreement on visas"))
    (entry,) = views.find_entries(ledger)
    made.fill(ledger, made.titled("a", "2024-03-01", "Protocol on rail transit"))
    found = replay(ledger, entry.id, date(2024, 4, 1))
    assert [(t.day.month, t.status) for t in found.turns] == [(1, "signed"), (3, None)]
    assert "newer version" in found.turns[1].cause.words
    with pytest.raises(NotFoundError, match="a newer version of a had replaced it"):
        find_standing(ledger, entry.id, date(2024, 4, 1))


def test_before_the_first_telling_there_is_nothing_to_replay(ledger, made):
    made.fill(ledger, made.titled("a", "2024-01-01", "Agreement on visas"))
    (entry,) = views.find_entries(ledger)
    with pytest.raises(NotFoundError, match="was not yet told of on 2023-12-31"):
        replay(ledger, entry.id, date(2023, 12, 31))
