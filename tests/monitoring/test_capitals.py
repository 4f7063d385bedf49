from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servanda.monitoring.accounts import Account, differences
from servanda.monitoring.capitals import Source, compare
from servanda.monitoring.chain import known
from servanda.monitoring.gatherings import gatherings
from servanda.resolution.blocking import block_key
from servanda.resolution.clusters import resolve
from servanda.terms.evidence import Quote
from servanda.workflows.compare import why_same

DAY = "2024-06-06"
SINCE = date(2024, 6, 6)


@pytest.fixture
def by(tell):
    """A claim of a report of one side: the report's name begins with the side."""

    def make(side, kind, day="2024-06-07", *, report=None, **fields):
        one = tell(kind, day, report=f"{side} {report or day}", **fields)
        return replace(one, publisher=side)

    return make


def side_of(one):
    return one.publisher


def source(side, day, report="x"):
    return Source(f"{side} {report}", date.fromisoformat(day), f"{side} News", side)


def chains(told, as_of="2026-01-01"):
    stored = {one.id: one for one in told}
    blocks = sorted({block_key(one.claim) for one in told})
    entries = [e for block in blocks for e in resolve([one for one in told if block_key(one.claim) == block])]
    return [c for e in entries if (c := known(e, stored, date.fromisoformat(as_of))) is not None]


def compared(told, sources=()):
    found = chains(told)
    (gathering,) = gatherings(found, date(2026, 1, 1))
    return compare(gathering, found, side_of, sources, why_same)


def test_what_both_tell_what_one_tells_and_where_they_differ(by):
    told = [
        by("KEN", "meeting", date=DAY, city="Nairobi"),
        by("UGA", "meeting", date=DAY, city="Entebbe"),
        by("KEN", "instrument", type="package", count=18, date=DAY, position=1),
        by("UGA", "instrument", type="package", count=19, date=DAY, position=1),
        by("KEN", "commitment", action="open a trade house in Kampala", position=2),
    ]
    found = compared(told, [source("KEN", "2024-06-07"), source("UGA", "2024-06-07")])
    assert [i.chain.kind for i in found.both] == ["meeting", "instrument"]
    assert [(d.field, [(side, value) for side, value, _ in d.values]) for i in found.both for d in i.differences] == [
        ("city", [("KEN", "Nairobi"), ("UGA", "Entebbe")]),
        ("count", [("KEN", "18"), ("UGA", "19")]),
    ]
    assert [(i.sides, i.chain.kind) for i in found.only] == [(("KEN",), "commitment")]
    assert found.differ == 2
    assert found.words == "told by sources of KEN and UGA"


ALONE = "told by sources of KEN alone; "
ONE = "only one side's sources were read for those days (KEN); "
UNKNOWN = "so what it tells is not known"


@pytest.mark.parametrize(
    ("sources", "words"),
    [
        ([source("KEN", "2024-06-07")], f"{ALONE}{ONE}no source known to be of UGA was read, {UNKNOWN}"),
        (
            [source("KEN", "2024-06-07"), source("UGA", "2024-06-08")],
            f"{ALONE}UGA has not told of it in the 1 report of its sources read for those days (UGA News)",
        ),
        (
            [source("KEN", "2024-06-07"), source("UGA", "2023-01-01")],
            f"{ALONE}{ONE}no source of UGA of those days was read, only 1 of other days (UGA News), {UNKNOWN}",
        ),
    ],
)
def test_who_has_not_told_is_said_with_what_was_read(by, sources, words):
    assert compared([by("KEN", "meeting", date=DAY)], sources).words == words


def test_a_source_of_no_known_side_is_no_side(by):
    found = compared([replace(by("KEN", "meeting", date=DAY), publisher=None)], [])
    assert (len(found.both), len(found.only), len(found.others)) == (0, 0, 1)
    assert found.words.startswith("told by no source that is known to stand on one of its sides")
    assert found.words.endswith("; 1 report of no known side tells of it")


def test_visit_and_talks_of_the_same_days_are_one_gathering_and_those_of_another_day_are_not(by):
    told = [
        by("KEN", "meeting", type="visit", date="2024-06-06/2024-06-07"),
        by("UGA", "meeting", type="meeting", date="2024-06-07", city="Kampala"),
        by("UGA", "meeting", day="2024-09-02", date="2024-09-01"),
        by("UGA", "meeting", day="2024-09-02", date="2030-09-01", position=4, status="planned"),
        by("UGA", "meeting", day="2024-09-02", date="2024-06-07", states=["KEN", "UGA", "TZA"], report="three"),
    ]
    found = gatherings(chains(told), date(2026, 1, 1))
    assert [(str(g.first), len(g.meetings), g.states) for g in found] == [
        ("2024-06-06", 2, ("KEN", "UGA")),
        ("2024-09-01", 1, ("KEN", "UGA")),
    ]


def test_a_report_that_only_recalls_a_meeting_tells_nothing_else_with_it(by):
    told = [
        by("KEN", "meeting", date=DAY, city="Nairobi"),
        by("UGA", "meeting", day="2025-02-01", date=DAY, city="Nairobi"),
        by("UGA", "commitment", day="2025-02-01", action="build a bridge", position=2),
    ]
    found = compared(told)
    assert [i.chain.kind for i in (*found.both, *found.only)] == ["meeting"]
    assert [(a.side, str(a.stored.date)) for a in found.only[0].at_other_times] == [("UGA", "2025-02-01")]


def test_planned_before_and_signed_after_do_not_differ(by):
    before = Account(
        by("KEN", "instrument", day="2024-06-05", title="Visa agreement", status="planned", date=DAY), "KEN"
    )
    after = Account(by("UGA", "instrument", title="Visa agreement", status="signed", date=DAY), "UGA")
    assert differences([before, after], SINCE) == ()
    late = replace(before, stored=replace(before.stored, date=date(2024, 6, 7)))
    assert [d.field for d in differences([late, after], SINCE)] == ["status"]


@pytest.mark.parametrize(
    ("kind", "left", "right", "fields"),
    [
        ("figure", {"value": 3.1e9}, {"value": 2.7e9}, ["value in USD"]), ("figure", {"value": 1.2e9}, {"value": 1.235e9}, []),
        ("figure", {"value": 1.2e9, "qualifier": "over"}, {"value": 1.15e9}, ["value in USD"]), ("figure", {"value": 3e9}, {"value": 2e9, "unit": "EUR"}, []),
        ("meeting", {"date": "2024-06"}, {"date": DAY}, []), ("meeting", {"date": "2024-06-05"}, {"date": DAY}, ["date"]),
        ("meeting", {"city": "Kampala"}, {"city": None}, []), ("meeting", {"city": "Zürich"}, {"city": "Zurich"}, []),
        ("commitment", {"due": "2025"}, {"due": "2026"}, ["due"]), ("commitment", {"strength": "firm"}, {"strength": "soft"}, ["strength"]),
        ("commitment", {"by": ["UGA", "KEN"]}, {"by": ["KEN", "UGA"]}, []), ("activity", {"name": "bridge"}, {"name": "road bridge"}, []),
        ("instrument", {"value": 140e6, "currency": "USD"}, {"value": 160e6, "currency": "USD"}, ["value in USD"]),
    ],
)  # fmt: skip
def test_fields_are_held_against_each_other_as_what_they_are(by, kind, left, right, fields):
    accounts = [Account(by("KEN", kind, **left), "KEN"), Account(by("UGA", kind, **right), "UGA")]
    assert [d.field for d in differences(accounts, SINCE)] == fields


def test_one_side_that_tells_two_values_differs_with_nobody(by):
    accounts = [Account(by("KEN", "figure", value=v, report=str(v)), "KEN") for v in (3.1e9, 2.7e9)]
    assert differences(accounts, SINCE) == ()


def test_what_scores_as_perhaps_one_is_shown_with_the_reason_and_one_report_never_tells_one_thing_twice(by):
    told = [
        by("KEN", "meeting", date=DAY), by("UGA", "meeting", date=DAY),
        by("KEN", "commitment", action="open a university branch in Kampala", due="2025", position=1),
        by("UGA", "commitment", action="open a branch of its technical university in Kampala", due="2026", position=1, by=["KEN"]),
        by("KEN", "statement", position=2), by("UGA", "statement", position=2),
    ]  # fmt: skip
    found = compared(told)
    kinds = {i.chain.entry.id: i.chain.kind for i in (*found.both, *found.only)}
    assert [kinds[m.left] for m in found.maybe_same] == ["commitment"] or {kinds[m.left] for m in found.maybe_same} == {
        "commitment",
        "statement",
    }
    pair = next(m for m in found.maybe_same if kinds[m.left] == "commitment")
    assert "agrees" in pair.reason
    assert "due" in [d.field for d in pair.differences]


def test_exports_of_one_side_may_be_the_imports_of_the_other(by):
    def flow(side, indicator, words, **fields):
        one = by(side, "figure", indicator=indicator, period="2024", position=1, **fields)
        return replace(one, claim=replace(one.claim, quotes=(Quote(0, len(words), words),)))

    told = [
        by("KEN", "meeting", date=DAY), by("UGA", "meeting", date=DAY),
        flow("KEN", "exports", "Kenyan exports to Uganda reached $1.2 billion", value=1.2e9),
        flow("UGA", "imports", "Ugandan imports from Kenya amounted to $1.05 billion", value=1.05e9),
    ]  # fmt: skip
    (pair,) = compared(told).maybe_same
    assert pair.reason == "the same flow told as exports and as imports, each counted at its own border"
    assert [d.field for d in pair.differences] == ["value in USD"]
    other = flow("UGA", "imports", "Kenyan imports from Uganda amounted to $1 billion", value=1e9)
    assert compared([*told[:3], other]).maybe_same == ()


values = st.tuples(st.sampled_from(["KEN", "UGA"]), st.decimals(1, 9, places=1).map(lambda v: float(v) * 1e9))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50, deadline=None)
@given(st.lists(values, max_size=6), values, st.randoms())
def test_another_account_never_removes_a_difference_and_order_does_not_matter(by, told, more, random):
    accounts = [Account(by(side, "figure", value=v, report=str(n)), side) for n, (side, v) in enumerate([*told, more])]
    before = {d.field for d in differences(accounts[:-1], SINCE)}
    after = {d.field for d in differences(accounts, SINCE)}
    shuffled = random.sample(accounts, len(accounts))
    assert before <= after
    assert {d.field: set(d.values) for d in differences(shuffled, SINCE)} == {
        d.field: set(d.values) for d in differences(accounts, SINCE)
    }
