from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.monitoring.chain import known
from servanda.monitoring.replay import Scene, turns, walk
from servanda.monitoring.status import assess
from servanda.resolution.blocking import block_key
from servanda.resolution.clusters import resolve
from servanda.terms.entries import Published, covered

START = date(2024, 1, 1)
DAYS = 60
NAMES = st.sampled_from(["visas", "labour", "visas and labour", "fisheries"])
DAY = st.integers(0, DAYS - 1).map(lambda n: (START + timedelta(days=n)).isoformat())
DUE = st.one_of(
    st.none(), DAY, st.sampled_from(["2024-01", "2024-02", "2023", "2024-01-05/2024-01-20", "../2024-01-31"])
)
ACTION = st.one_of(
    NAMES.map("sign the agreement on {}".format), st.sampled_from(["open the bridge", "hold a session of the board"])
)
TARGET = st.sampled_from([None, None, {"indicator": "trade_turnover", "value": 2, "unit": "USD"}])
CLAIMS = st.one_of(
    st.fixed_dictionaries(
        {"kind": st.just("commitment"), "action": ACTION, "due": DUE, "target": TARGET,
         "status": st.sampled_from(["open", "open", "in_progress", "done"])}
    ),
    st.fixed_dictionaries(
        {"kind": st.just("instrument"), "title": NAMES.map("Agreement on {}".format), "term": DUE,
         "status": st.sampled_from(["planned", "signed", "ratified"])}
    ),
    st.fixed_dictionaries({"kind": st.just("figure"), "value": st.integers(1, 4), "period": st.sampled_from(["2023", "2024"])}),
    st.fixed_dictionaries(
        {"kind": st.just("activity"), "name": st.just("the bridge"), "status": st.sampled_from(["ongoing", "completed"])}
    ),
    st.fixed_dictionaries(
        {"kind": st.just("meeting"), "type": st.just("session"), "date": DAY, "status": st.sampled_from(["planned", "held"])}
    ),
)  # fmt: skip


class Stage:
    """Claims of one relation, resolved on each day from those told by then."""

    def __init__(self, claims):
        self.claims = {one.id: one for one in claims}

    def chains(self, day):
        blocks = defaultdict(list)
        for one in self.claims.values():
            if one.date <= day:
                blocks[block_key(one.claim)].append(one)
        return [known(entry, self.claims, day) for told in blocks.values() for entry in resolve(told)]

    def scene_of(self, claim):
        def scene(day):
            chains = self.chains(day)
            mine = next((chain for chain in chains if claim in chain.ids), None)
            return mine and Scene(mine, [chain for chain in chains if chain is not mine])

        return scene

    def read(self, _scene=None):
        return [Published(one.date, None, one.claim.report) for one in self.claims.values()]

    def turns(self, claim, until):
        return list(turns(self.days(), self.scene_of(claim), self.read, until))

    def days(self):
        return [one.date for one in self.claims.values()]

    def day_by_day(self, claim, until):
        """Every day assessed on its own."""
        scene_on, before = self.scene_of(claim), None
        for n in range((until - START).days + 1):
            day = START + timedelta(days=n)
            scene = scene_on(day)
            coverage = covered(self.read(), day)
            a = scene and assess(scene.chain, day, coverage, scene.others)
            now = a and (a.status, a.rule, a.why, a.evidence)
            if now != before:
                yield (day, *now, coverage)
            before = now


def told_of(tell, listed):
    return Stage(
        [tell(fields["kind"], day, **{k: v for k, v in fields.items() if k != "kind" and v is not None}) for day, fields in listed]
    )  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(listed=st.lists(st.tuples(DAY, CLAIMS), min_size=1, max_size=9), since=st.integers(0, DAYS))
def test_the_turns_are_those_of_assessing_every_single_day(make, listed, since):
    stage = told_of(make(), listed)
    until = START + timedelta(days=DAYS + 10)
    for claim in stage.claims:
        found = stage.turns(claim, until)
        assert [(t.day, t.status, t.rule, t.why, t.evidence, t.coverage) for t in found] == list(
            stage.day_by_day(claim, until)
        )
        later = START + timedelta(days=since)
        walked = walk(stage.days(), stage.scene_of(claim), until, later)
        assert [now.day for before, now in walked if now.reason != before.reason] == [
            t.day for t in found if t.day > later
        ]


@settings(max_examples=60, deadline=None)
@given(listed=st.lists(st.tuples(DAY, CLAIMS), min_size=1, max_size=9))
def test_a_cause_is_of_its_day_and_never_later(make, listed):
    stage = told_of(make(), listed)
    for claim in stage.claims:
        for turn in stage.turns(claim, START + timedelta(days=DAYS + 10)):
            assert all(one.date == turn.day for one in turn.cause.claims)
            assert turn.cause.claims or turn.cause.by == "calendar" or "put its reports together" in turn.cause.words


def short(found):
    return [(t.day.isoformat(), t.status, t.cause.by) for t in found]


def test_a_commitment_becomes_overdue_by_the_calendar_and_done_by_a_report(tell):
    first = tell("commitment", "2024-01-05", due="2024-01")
    done = tell("commitment", "2024-03-01", status="done")
    found = Stage([first, done]).turns(first.id, date(2024, 12, 31))
    assert short(found) == [
        ("2024-01-05", "open", "report"), ("2024-02-01", "overdue", "calendar"), ("2024-03-01", "done", "report"),
    ]  # fmt: skip
    assert found[1].cause.words == "its due window 2024-01 ended on 2024-01-31"
    assert [one.id for one in found[2].cause.claims] == [done.id]


def test_a_report_of_something_else_is_the_cause_where_it_fulfils(tell):
    first = tell("commitment", "2024-01-05", action="sign the agreement on visas", due="2025")
    signed = tell("instrument", "2024-02-01", title="Agreement on visas")
    found = Stage([first, signed]).turns(first.id, date(2024, 12, 31))
    assert short(found) == [("2024-01-05", "open", "report"), ("2024-02-01", "done", "report")]
    assert [one.id for one in found[1].cause.claims] == [signed.id]


@pytest.mark.parametrize(
    ("again", "by", "status"), [({"due": "2024-01"}, "calendar", "overdue"), ({}, "report", "open")]
)
def test_told_on_the_day_its_due_window_ends_what_made_the_turn_is_told(tell, again, by, status):
    first = tell("commitment", "2024-01-05", due="2024-01")
    found = Stage([first, tell("commitment", "2024-02-01", **again)]).turns(first.id, date(2024, 12, 31))
    assert short(found)[1:] == [("2024-02-01", status, by)]


def test_told_again_on_the_day_something_else_fulfils_it_the_cause_is_what_fulfils(tell):
    first = tell("commitment", "2024-01-05", action="sign the agreement on visas")
    again = tell("commitment", "2024-02-01", action="sign the agreement on visas")
    signed = tell("instrument", "2024-02-01", title="Agreement on visas")
    found = Stage([first, again, signed]).turns(first.id, date(2024, 12, 31))
    assert (found[-1].status, [one.id for one in found[-1].cause.claims]) == ("done", [signed.id])


def test_silence_makes_no_turn(tell):
    first = tell("commitment", "2024-01-05")
    other = tell("activity", "2024-06-01", name="a school", status="ongoing")
    assert len(Stage([first, other]).turns(first.id, date(2030, 1, 1))) == 1


def test_a_shortfall_told_before_the_year_is_over_counts_from_its_end(tell):
    goal = {"action": "raise trade to USD 2", "target": {"indicator": "trade_turnover", "value": 2, "unit": "USD"}}
    first = tell("commitment", "2023-01-05", due="2023", **goal)
    figure = tell("figure", "2023-12-20", value=1, period="2023")
    found = Stage([first, figure]).turns(first.id, date(2024, 12, 31))
    assert short(found)[-1] == ("2024-01-01", "missed", "calendar")
