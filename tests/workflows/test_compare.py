"""Series and comparisons over whole ledgers: any order, no later report, nothing removed by another report."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servanda.errors import InputError, NotFoundError
from servanda.faces.exports.comparison_rows import comparison_row
from servanda.faces.exports.series_rows import series_row, tally_row
from servanda.ledger.session import open_ledger
from servanda.workflows.add import add
from servanda.workflows.compare import compare_all, compare_entry, compare_states
from servanda.workflows.office import standings
from servanda.workflows.series import figures

relaxed = settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
END = date(2025, 1, 1)


@pytest.fixture(autouse=True)
def _publishers(tmp_path_factory, monkeypatch):
    table = tmp_path_factory.mktemp("sides") / "publishers.toml"
    table.write_text('[publishers]\n"Coast Wire" = "KEN"\n"Lake News" = "UGA"\n')
    monkeypatch.setenv("SERVANDA_PUBLISHERS", str(table))


def told(ledger, day):
    """All that series and comparisons tell of a day."""
    found = figures(ledger, day)
    return (
        [series_row(s) for s in found.series],
        [tally_row(t) for t in found.tallies],
        [comparison_row(c) for c in compare_all(ledger, day)],
        [comparison_row(c) for c in compare_states(ledger, ("KEN", "UGA"), day)],
    )


def once(reports):
    """One text of each source: of two that it gave on one day the one added last counts, so that their order matters."""
    return list({one.id: one for one in reports}.values())


@relaxed
@given(seed=st.integers(0, 10**6), cut=st.integers(5, 29))
def test_the_order_of_reports_and_what_came_later_do_not_matter(tmp_path_factory, made, seed, cut):
    chance = random.Random(seed)
    every = once(made.reports(chance, 12))
    day = made.START + timedelta(days=cut)
    folder = tmp_path_factory.mktemp("order")
    with open_ledger(folder / "a.db") as first, open_ledger(folder / "b.db") as second:
        add(first, [one for one in every if one.date <= day], read=made.told)
        before = told(first, day)
        add(first, [one for one in every if one.date > day], read=made.told)
        add(second, chance.sample(every, len(every)), read=made.told)
        assert told(first, day) == before
        assert told(second, day) == before
        assert told(first, END) == told(second, END)


@relaxed
@given(seed=st.integers(0, 10**6))
def test_another_report_removes_no_point_and_no_difference(tmp_path_factory, made, seed):
    chance = random.Random(seed)
    every = once(made.reports(chance, 12))
    with open_ledger(tmp_path_factory.mktemp("more") / "l.db") as ledger:
        add(ledger, every[:-1], read=made.told)
        before = figures(ledger, END).series
        add(ledger, every[-1:], read=made.told)
        after = {(s.key, p.when): p for s in figures(ledger, END).series for p in s.points}
        for series in before:
            for point in series.points:
                now = after[series.key, point.when]
                assert {t.stored.id for t in point.told} <= {t.stored.id for t in now.told}
                assert point.verdict != "differ" or now.verdict == "differ"


@relaxed
@given(seed=st.integers(0, 10**6))
def test_a_target_shows_the_points_of_its_series(tmp_path_factory, made, seed):
    with open_ledger(tmp_path_factory.mktemp("target") / "l.db") as ledger:
        add(ledger, made.reports(random.Random(seed), 14), read=made.told)
        points = {
            t.stored.id: p.period
            for s in figures(ledger, END).series
            if s.key.indicator == "trade_turnover" and s.key.span.kind == "year"
            for p in s.points
            for t in p.told
        }
        for standing in standings(ledger, END, kinds=("commitment",)):
            if standing.progress is not None:
                for point in standing.progress.points:
                    assert {points[claim] for claim in point.claims} == {point.period}


def test_a_meeting_is_found_by_what_was_told_with_it_and_everything_else_is_an_error(ledger, made):
    add(ledger, made.reports(random.Random(7), 30), read=made.told)
    found = [c for c in compare_all(ledger, END) if c.both or c.only or c.others]
    assert found
    one = found[0]
    item = next(i for c in found for i in (*c.only, *c.others) if i.chain.kind not in ("meeting", "statement"))
    assert compare_entry(ledger, one.gathering.meetings[0].entry.id, END).gathering == one.gathering
    assert compare_entry(ledger, item.chain.entry.id, END).gathering in [c.gathering for c in found]
    with pytest.raises(InputError, match="name an entry, or two states"):
        compare_states(ledger, ("KEN",), END)
    with pytest.raises(InputError, match="no meeting that had begun"):
        compare_entry(ledger, one.gathering.meetings[0].entry.id, date(2023, 1, 1))
    with pytest.raises(NotFoundError):
        compare_entry(ledger, "e-ffffffffffff", END)
    with pytest.raises(InputError, match="is no indicator"):
        figures(ledger, END, indicator="gdp")
