from __future__ import annotations

import random
import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servanda.errors import InputError, LedgerError
from servanda.ledger import views
from servanda.ledger.reader_views import report_heads
from servanda.ledger.search import search_reports
from servanda.ledger.session import open_ledger
from servanda.ledger.store import add_judgement, add_report
from servanda.ledger.tables import metadata
from servanda.reading.pipeline import read_report
from servanda.terms.entries import Judgement
from servanda.terms.reading import Reading
from servanda.terms.reports import Report
from servanda.workflows.add import RESOLVER, add
from servanda.workflows.rebuild import rebuild

NOW = datetime(2025, 1, 1, tzinfo=UTC)


def report(id_: str, day: str, text: str, publisher: str | None = "Coast Wire") -> Report:
    return Report(id_, date.fromisoformat(day), text, publisher)


TRADE = "In {year} trade turnover between Kenya and Uganda amounted to ${value} billion."
GOAL = "Kenya and Uganda agreed to raise mutual trade to $2 billion by 2030."
PACT = "In Nairobi the ministers of Kenya and Uganda signed the Agreement on border trade on {day} May 2024."
REPORTS = [
    report("a", "2024-03-01", TRADE.format(year=2023, value="1.1") + " " + GOAL),
    report("b", "2024-06-01", PACT.format(day=5), "Lake News"),
    report("c", "2025-03-01", TRADE.format(year=2024, value="1.2")),
    report("d", "2025-04-01", TRADE.format(year=2024, value="1.6"), "Lake News"),
    report("e", "2025-05-01", GOAL),
]


@pytest.fixture
def ledger(tmp_path):
    with open_ledger(tmp_path / "l.db") as opened:
        yield opened


def content(ledger):
    """Everything that was added, and everything that follows from it."""
    return (
        [(s.report, s.version) for s in views.stored_reports(ledger)],
        sorted(one.id for one in views.all_claims(ledger)),
        views.find_entries(ledger),
    )


def test_the_same_report_twice_adds_nothing(ledger):
    add(ledger, REPORTS)
    before = content(ledger)
    again = add(ledger, REPORTS)
    assert (again.known, again.new) == (len(REPORTS), 0)
    assert content(ledger) == before


def test_values_of_two_reports_stand_in_one_entry(ledger):
    add(ledger, REPORTS)
    figures = [e for e in views.find_entries(ledger, states=("KEN", "UGA"), kinds=("figure",)) if len(e.members) > 1]
    assert [[m.link for m in e.members] for e in figures] == [["new", "contradicts"]]


def test_a_changed_text_is_a_new_version_and_the_old_one_stays(ledger):
    add(ledger, REPORTS[:1])
    changed = report("a", "2024-03-01", TRADE.format(year=2023, value="1.3"))
    summary = add(ledger, [changed])
    assert (summary.new, summary.versions) == (0, 1)
    assert [s.version for s in views.stored_reports(ledger, source="a")] == [1, 2]
    old = {one.id for one in views.all_claims(ledger)} - {
        m.claim for e in views.find_entries(ledger) for m in e.members
    }
    values = [one.claim.what.value for one in views.all_claims(ledger) if one.claim.kind == "figure"]
    assert len(values) == 2
    assert old, "the claims of the old version stay, outside of the entries"


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000))
def test_order_of_arrival_does_not_matter_and_rebuilding_gives_the_same(tmp_path_factory, seed):
    shuffled = REPORTS.copy()
    random.Random(seed).shuffle(shuffled)
    folder = tmp_path_factory.mktemp("order")
    with open_ledger(folder / "a.db") as first, open_ledger(folder / "b.db") as second:
        add(first, REPORTS)
        add(second, shuffled)
        assert views.find_entries(first) == views.find_entries(second)
        before = views.find_entries(second)
        rebuild(second)
        assert views.find_entries(second) == before


def test_a_persons_judgement_joins_and_splits(ledger):
    add(ledger, REPORTS)
    goals = views.find_entries(ledger, kinds=("commitment",))
    (entry,) = [e for e in goals if len(e.members) == 2]
    left, right = (m.claim for m in entry.members)
    for verdict, size in (("different", 1), ("same", 2)):
        decided = Judgement(left, right, verdict, "A. Reviewer", "read both", datetime.now(UTC), person=True)
        add_judgement(ledger, decided, resolver=RESOLVER)
        members = [
            len(e.members)
            for e in views.find_entries(ledger, kinds=("commitment",))
            if any(m.claim == left for m in e.members)
        ]
        assert members == [size]
    assert [j.verdict for j in views.all_judgements(ledger)] == ["different", "same"]


def test_coverage_counts_reports_that_tell_of_both_sides(ledger):
    add(ledger, [*REPORTS, report("f", "2025-06-01", "Kenya opened a new port in Mombasa.")])
    read = views.coverage(ledger, ("KEN", "UGA"), date(2025, 3, 15))
    assert (read.reports, read.publishers, read.last) == (3, ("Coast Wire", "Lake News"), date(2025, 3, 1))
    assert views.coverage(ledger, (), date(2026, 1, 1)).reports == 6


@pytest.mark.parametrize("words", ["border trade", "BORDER", 'trade" OR "x', "ministers (Uganda)", "NEAR(trade)"])
def test_search_takes_words_as_words(ledger, words):
    add(ledger, REPORTS)
    assert all("trade" in hit.snippet.casefold() or hit.report for hit in search_reports(ledger, words))


def test_search_needs_a_word_and_keeps_to_a_day(ledger):
    add(ledger, REPORTS)
    with pytest.raises(InputError, match="no word"):
        search_reports(ledger, "?!")
    assert [h.report for h in search_reports(ledger, "trade turnover", as_of=date(2024, 12, 31))] == ["a"]


def test_what_is_no_ledger_is_refused_with_advice(tmp_path):
    (tmp_path / "x.db").write_bytes(b"no database at all, " * 100)
    with pytest.raises(LedgerError, match="name another file"):
        open_ledger(tmp_path / "x.db")
    with pytest.raises(LedgerError, match="a folder"):
        open_ledger(tmp_path)
    with pytest.raises(LedgerError, match="servanda add"):
        open_ledger(tmp_path / "none.db", create=False)
    assert not (tmp_path / "none.db").exists()


def test_a_foreign_or_newer_database_is_left_alone(tmp_path):
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    other.close()
    with pytest.raises(LedgerError, match="something else"):
        open_ledger(tmp_path / "other.db")
    open_ledger(tmp_path / "new.db").close()
    with sqlite3.connect(tmp_path / "new.db") as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    newer.close()
    with pytest.raises(LedgerError, match="newer Servanda"):
        open_ledger(tmp_path / "new.db")


def test_the_migrations_make_the_tables_the_program_uses(ledger):
    with ledger.reading() as connection:
        found = compare_metadata(MigrationContext.configure(connection), metadata)
    assert [d for d in found if "_search" not in str(d)] == []


def test_a_failed_write_leaves_nothing_behind(ledger):
    def broken(_tellings, _judgements, _same):
        raise RuntimeError("resolver failed")

    reading = read_report(REPORTS[0])
    with pytest.raises(RuntimeError):
        add_report(ledger, REPORTS[0], reading, resolver=replace(RESOLVER, group=broken), reader="test", at=NOW)
    assert views.counts(ledger)["reports"] == 0
    assert views.counts(ledger)["claims"] == 0


def test_of_each_source_one_version_is_listed_and_counted_on_every_day(ledger):
    chance = random.Random(1)
    told = [report(f"s{chance.randrange(8)}", f"2024-01-{chance.randrange(1, 21):02}", f"Text {n}.") for n in range(30)]
    assert add(ledger, told, read=lambda _report: Reading(())).failures == []
    for number in range(1, 25):
        day = date(2024, 1, number)
        found, total = report_heads(ledger, day, limit=100)
        assert total == len(found) == len({one.id for one in told if one.date <= day})
