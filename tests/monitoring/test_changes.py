from __future__ import annotations

from datetime import date

import pytest

from servanda.monitoring.chain import known
from servanda.monitoring.changes import SORTS, between, differences
from servanda.monitoring.replay import Moment, Scene, cause, moment
from servanda.resolution.clusters import entry
from servanda.terms.claims import KINDS

TARGET = {"indicator": "trade_turnover", "unit": "USD", "value": 2_000_000_000}


def chain_of(told, day):
    return known(entry(told), {one.id: one for one in told}, date.fromisoformat(day))


def changed(told, before, after):
    """The changes of one entry between two days, as one step."""
    was, now = (chain_of(told, day) for day in (before, after))
    then = moment(date.fromisoformat(before), was and Scene(was, ()))
    stands = moment(date.fromisoformat(after), Scene(now, ()))
    fresh = [n for n, step in enumerate(now.steps) if step.date > date.fromisoformat(before)]
    return list(between(then, stands, fresh, cause(stands)))


def short(found):
    return [(c.sort, c.before, c.after) for c in found]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({"due": "2026"}, {"due": "2027"}, ("revised", "due 2026", "due 2027")),
        ({"target": TARGET}, {"target": {**TARGET, "value": 3_000_000_000}},
         ("revised", "target USD 2 billion", "target USD 3 billion")),
        ({"due": "2026"}, {"status": "in_progress"}, ("progress", "open", "in progress")),
        ({"due": "2026"}, {"status": "done"}, ("done", "open", "done")),
    ],
)  # fmt: skip
def test_what_a_report_adds_to_a_commitment_is_told_before_and_after(tell, first, second, expected):
    told = [tell("commitment", "2024-05-01", **first), tell("commitment", "2025-05-01", **second)]
    (change,) = changed(told, "2024-06-01", "2025-06-01")
    assert (change.sort, change.before, change.after) == expected
    assert change.day == date(2025, 5, 1)
    assert [one.id for one in change.cause.claims] == [told[1].id]
    assert change.cause.claims[0].claim.quotes[0].text


def test_what_is_new_has_no_before_and_tells_how_it_stands(tell):
    told = [tell("commitment", "2024-05-01", due="2023")]
    (change,) = changed(told, "2024-04-01", "2024-05-01")
    assert (change.sort, change.before, change.after) == ("new", None, "overdue; open; due 2023")
    assert (change.status_before, change.status) == (None, "overdue")


def test_a_progress_of_a_document_tells_both_stages(tell):
    told = [
        tell("instrument", "2024-05-01", title="Agreement on visas", status="planned"),
        tell("instrument", "2024-06-01", title="Agreement on visas", status="signed"),
    ]
    (change,) = changed(told, "2024-05-02", "2024-06-01")
    assert (change.sort, change.before, change.after) == ("progress", "planned", "signed")
    assert (change.status_before, change.status) == ("planned", "signed")


def test_values_that_differ_stand_side_by_side(tell):
    told = [
        tell("figure", "2024-03-01", value=5_000_000_000, period="2023"),
        tell("figure", "2024-04-01", value=4_000_000_000, period="2023"),
    ]
    (change,) = changed(told, "2024-03-01", "2024-04-01")
    assert short([change]) == [("contradicts", "told; value USD 5 billion", "contradicted; value USD 4 billion")]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({"date": "2025-03"}, {"date": "2025-04"}, [("moved", "date 2025-03", "date 2025-04")]),
        ({"date": "2025-03", "city": "Nairobi"}, {"date": "2025-03", "city": "Kampala"},
         [("moved", "city Nairobi", "city Kampala")]),
        # told more exactly, or told again
        ({"date": "2025-03"}, {"date": "2025-03-10"}, []),
        ({"date": "2025-03"}, {"date": "2025-03"}, []),
    ],
)  # fmt: skip
def test_a_meeting_that_lies_ahead_moves_only_to_another_date_or_place(tell, first, second, expected):
    told = [
        tell("meeting", "2024-05-01", type="session", status="planned", **first),
        tell("meeting", "2024-06-01", type="session", status="planned", **second),
    ]
    assert short(changed(told, "2024-05-01", "2024-06-01")) == expected


def test_telling_it_again_and_silence_are_no_changes(tell):
    told = [tell("commitment", "2024-05-01"), tell("commitment", "2025-05-01")]
    assert changed(told, "2024-06-01", "2025-06-01") == []
    assert changed(told[:1], "2024-06-01", "2030-01-01") == []


def test_the_calendar_changes_a_status_and_is_told_as_such(tell):
    (change,) = changed([tell("commitment", "2024-05-01", due="2024")], "2024-06-01", "2025-01-01")
    assert (change.sort, change.status_before, change.status, change.cause.by) == (
        "status",
        "open",
        "overdue",
        "calendar",
    )
    assert change.day == date(2025, 1, 1)
    assert change.cause.claims == ()


def test_what_a_newer_version_does_not_tell_is_withdrawn(tell):
    chain = chain_of([tell("commitment", "2024-05-01")], "2024-05-01")
    then, gone = moment(date(2024, 5, 1), Scene(chain, ())), Moment(date(2024, 6, 1))
    (change,) = between(then, gone, [], cause(gone))
    assert (change.sort, change.before, change.status) == ("withdrawn", "open", None)


def test_what_needs_attention_sorts_first(tell):
    def one(*told, until="2025-06-01"):
        return changed(list(told), "2024-12-01", until)[0]

    late = one(tell("commitment", "2024-05-01", due="2024"))
    new = one(tell("commitment", "2025-05-01"))
    revised = one(tell("commitment", "2024-05-01", due="2026"), tell("commitment", "2025-05-01", due="2027"))
    over = one(tell("instrument", "2024-05-01", title="Plan on visas", term="2023/2024"))
    found = sorted([new, revised, over, late], key=lambda change: change.urgency)
    assert [(c.sort, c.status) for c in found] == [
        ("status", "overdue"), ("status", "expired"), ("revised", "open"), ("new", "open"),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_told_again_differs_in_nothing(tell, kind):
    told = [tell(kind, "2024-05-01"), tell(kind, "2024-06-01")]
    steps = chain_of(told, "2024-06-01").steps
    assert [differences(steps[:n], step) for n, step in enumerate(steps)] == [[], []]


def test_every_sort_of_change_is_described():
    assert all(words.endswith(".") for words in SORTS.values())
