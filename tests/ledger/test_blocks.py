"""What is resolved again and when: ties made by a person, versions, an interrupted filling, an older ledger."""

from __future__ import annotations

import hashlib
import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from servanda.errors import InputError, NotFoundError
from servanda.ledger import blocks, bulk, session, views
from servanda.ledger.arrivals import insert_readings
from servanda.ledger.bulk import add_many
from servanda.ledger.search import search_claims
from servanda.ledger.session import open_ledger
from servanda.ledger.store import add_judgement, add_report, rebuild_entries, settle
from servanda.ledger.tables import claim_keys, claims, pending_claims, reports, same_pairs, unsure_pairs
from servanda.resolution import candidates
from servanda.resolution.candidates import match
from servanda.resolution.clusters import entry
from servanda.terms import dates
from servanda.terms.claims import Claim, Figure, Meeting
from servanda.terms.entries import Judgement, Reach, Same
from servanda.terms.evidence import Quote
from servanda.terms.reading import Reading
from servanda.terms.reports import Report
from servanda.workflows.add import RESOLVER, add
from servanda.workflows.rebuild import rebuild

LATER_TABLES = (
    "web_sessions",
    "tokens",
    "users",
    "rulings",
    "decision_claims",
    "decisions",
    "claim_search",
    "pending_claims",
    "compared_blocks",
    "claim_keys",
    "same_pairs",
    "unsure_pairs",
    "looks",
)
NOW, LATER = datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 1, 2, tzinfo=UTC)


def report(name: str, day: str = "2024-01-01", more: str = "") -> Report:
    return Report(name, date.fromisoformat(day), f"Trade of {name} was told{more}.", "Wire")


def reading(
    of: Report, *, states: tuple[str, ...] = ("KEN", "UGA"), year: int = 2023, value: int = 1, unit: str = "USD"
) -> Reading:
    told = (Quote(0, 5, "Trade"),)
    figure = Figure("trade_turnover", None, Decimal(value), None, unit, "exact", dates.of_year(year), states)
    met = Meeting("meeting", "held", date=dates.of_day(of.date), states=states)
    claims = tuple(Claim(of.id, of.digest, what, told, "made", None, states) for what in (figure, met))
    return Reading(claims, states=states)


def by_states(states_of: dict[str, tuple[str, ...]]):
    return lambda of: reading(of, states=states_of.get(of.id, ("KEN", "UGA")))


@pytest.fixture
def ledger(tmp_path):
    with open_ledger(tmp_path / "l.db") as opened:
        yield opened


def figures(ledger):
    return [
        tuple(m.report for m in e.members) for e in views.find_entries(ledger, kinds=("figure",)) if len(e.members) > 1
    ]


def ids(ledger, kind="figure"):
    return {one.claim.report: one.id for one in views.all_claims(ledger, kinds=(kind,))}


def judged(left, right, verdict="same", at=NOW):
    return Judgement(left, right, verdict, "A. Reviewer", "read both", at, person=True)


def test_only_entries_that_changed_are_written(ledger):
    many = [report(f"r{n:02d}") for n in range(20)]
    add(ledger, many, read=lambda of: reading(of, year=2000 + int(of.id[1:])))
    rows = "SELECT rowid, claim FROM members"
    with ledger.reading() as connection:
        before = {tuple(row) for row in connection.exec_driver_sql(rows)}
    add(ledger, [report("new")], read=lambda of: reading(of, year=1990))
    with ledger.reading() as connection:
        after = {tuple(row) for row in connection.exec_driver_sql(rows)}
    # the meetings are one group, which grew; of the figures one was added
    kept = before & after
    assert len(kept) >= 20
    assert len(after) == len(before) + 2


def test_a_person_may_join_claims_that_were_put_into_two_blocks(ledger):
    read = by_states({"b": ("KEN", "TZA")})
    add(ledger, [report("a"), report("b")], read=read)
    assert figures(ledger) == []
    found = ids(ledger)
    add_judgement(ledger, judged(found["a"], found["b"]), resolver=RESOLVER)
    assert figures(ledger) == [("a", "b")]
    before = views.find_entries(ledger)
    rebuild(ledger)
    assert views.find_entries(ledger) == before
    add(ledger, [report("c")], read=read)
    assert figures(ledger) == [("a", "b", "c")]
    add_judgement(ledger, judged(found["a"], found["b"], "different", LATER), resolver=RESOLVER)
    assert figures(ledger) == [("a", "c")]


@pytest.mark.parametrize(
    ("left", "right", "error", "words"),
    [
        (("a", "figure"), None, NotFoundError, "no claim"),
        (("a", "figure"), ("a", "figure"), InputError, "name two"),
        (("a", "figure"), ("b", "meeting"), InputError, "one kind"),
    ],
)
def test_a_judgement_that_cannot_be_kept_is_refused(ledger, left, right, error, words):
    add(ledger, [report("a"), report("b")], read=reading)
    names = [ids(ledger, told[1])[told[0]] if told else "0" * 16 for told in (left, right)]
    with pytest.raises(error, match=words):
        add_judgement(ledger, judged(*names), resolver=RESOLVER)
    assert views.all_judgements(ledger) == []


def test_judgements_come_back_as_they_were_made(ledger):
    add(ledger, [report("a"), report("b")], read=reading)
    made = judged(*sorted(ids(ledger).values()))
    add_judgement(ledger, made, resolver=RESOLVER)
    assert views.all_judgements(ledger) == [made]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_the_version_published_last_is_current_whenever_it_came(ledger, order):
    versions = [report("a", f"2024-0{n + 1}-01", f" {n}") for n in range(3)]
    add(ledger, [versions[n] for n in order], read=lambda of: reading(of, value=of.date.month))
    current = {m.claim for e in views.find_entries(ledger) for m in e.members}
    assert {one.date for one in views.all_claims(ledger) if one.id in current} == {date(2024, 3, 1)}
    assert len(list(views.stored_reports(ledger, source="a"))) == 3
    assert [s.report.date.month for s in views.stored_reports(ledger, source="a") if s.current] == [3]
    assert [h.date.month for h in search_claims(ledger, "trade", as_of=date(2024, 2, 15))] == [2, 2]


def test_a_filling_that_was_killed_is_completed_by_the_next_adding(ledger, monkeypatch):
    monkeypatch.setattr(bulk, "settle", lambda *_args, **_more: None)  # killed after its rows
    add_many(ledger, [(r, reading(r)) for r in map(report, "abc")], resolver=RESOLVER, reader="made", at=NOW)
    monkeypatch.undo()
    assert views.find_entries(ledger) == []
    add(ledger, [])
    assert figures(ledger) == [("a", "b", "c")]
    with ledger.reading() as connection:
        assert connection.execute(select(pending_claims)).all() == []


def test_filling_gives_what_adding_gives(tmp_path):
    reports = [report(f"r{n}", f"2024-02-{n + 1:02d}") for n in range(12)]
    with open_ledger(tmp_path / "a.db") as one_by_one, open_ledger(tmp_path / "b.db") as at_once:
        add(one_by_one, reports, read=reading)
        readings = [(r, reading(r)) for r in reports]
        assert add_many(at_once, readings, resolver=RESOLVER, reader="made", at=NOW) == 12
        assert add_many(at_once, readings, resolver=RESOLVER, reader="made", at=NOW) == 0
        assert views.find_entries(at_once) == views.find_entries(one_by_one)


def test_of_reports_that_come_together_each_has_its_version_and_moment(ledger):
    together = [report("a"), report("b"), report("a", more=" again"), report("a")]
    with ledger.writing() as connection:
        readings = [(one, reading(one)) for one in together]
        made = insert_readings(connection, readings, block_of=RESOLVER.block_of, reader="made", at=NOW)
    assert made == [1, 1, 2, None]
    with ledger.reading() as connection:
        assert len(set(connection.execute(select(reports.c.added_at)).scalars())) == 3
        waiting = set(connection.execute(select(pending_claims.c.claim)).scalars())
        assert waiting == set(connection.execute(select(claims.c.id)).scalars())
    settle(ledger, resolver=RESOLVER)
    assert figures(ledger) == [("a", "b")]


def test_who_rebuilds_has_a_larger_cache_and_leaves_the_usual_one(ledger):
    with ledger.writing(much=True) as connection:
        assert connection.exec_driver_sql("PRAGMA cache_size").scalar_one() == -session.MUCH_KB
    with ledger.writing() as connection:
        assert connection.exec_driver_sql("PRAGMA cache_size").scalar_one() == -session.USUAL_KB


@pytest.fixture
def piecemeal(monkeypatch):
    """Blocks are never compared as a whole once they were, and of a list only four neighbours are compared."""
    monkeypatch.setattr(blocks, "WHOLE", 0)
    return replace(RESOLVER, reach=Reach(4))


def told_of(ledger):
    """The entries, the pairs and the lists, as they stand."""
    with ledger.reading() as connection:
        kept = [
            sorted(map(tuple, connection.execute(select(table)))) for table in (same_pairs, unsure_pairs, claim_keys)
        ]
    return views.find_entries(ledger), kept


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 100_000))
def test_entering_claim_by_claim_gives_what_comparing_all_gives(tmp_path_factory, piecemeal, seed):
    """Long lists reach only so far, reports come in any order, some replace others, some are joined by a person."""
    chance = random.Random(seed)
    with open_ledger(tmp_path_factory.mktemp("new") / "l.db") as ledger:
        for number in range(24):
            name = f"r{chance.randrange(20)}" if chance.random() < 0.2 else f"r{number}"
            day = date(2024, 1, 1) + timedelta(days=chance.randrange(8))
            one = report(name, day.isoformat(), f" {number}")
            states = chance.choice([("KEN", "UGA"), ("KEN", "UGA"), ("KEN", "TZA")])
            told = reading(one, states=states, year=2020 + chance.randrange(2), unit=chance.choice(["USD", "KES"]))
            add_report(ledger, one, told, resolver=piecemeal, reader="made", at=NOW)
            if chance.random() < 0.1 and len(found := list(ids(ledger).values())) > 1:
                verdict = chance.choice(["same", "different"])
                at = NOW + timedelta(seconds=number)
                add_judgement(ledger, judged(*chance.sample(found, 2), verdict, at), resolver=piecemeal)
        step_by_step = told_of(ledger)
        rebuild_entries(ledger, resolver=piecemeal)
        assert told_of(ledger) == step_by_step


def drawn(left, right):
    """A tie by chance, the same for the same two claims whenever they are compared: half of all are sure."""
    digest = hashlib.blake2b(f"{left.id}{right.id}".encode(), digest_size=2).digest()
    return Same(left.id, right.id, float(digest[0] % 8), sure=digest[0] % 8 > 3) if digest[1] % 2 else None


def several(of, count):
    """So many figures of one report, all in one list; they are never one thing."""
    figures = [
        Figure("trade_turnover", None, Decimal(n), None, "USD", "exact", dates.of_year(2023)) for n in range(count)
    ]
    sides = ("KEN", "UGA")
    told = (Quote(0, 5, "Trade"),)
    return Reading(
        tuple(Claim(of.id, of.digest, replace(one, states=sides), told, "made", None, sides) for one in figures),
        states=sides,
    )


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 100_000))
def test_groups_that_many_ties_lead_between_are_made_anew_as_far_as_they_change(tmp_path_factory, monkeypatch, seed):
    """Most ties join nothing, since claims of one report lie in both groups: much hangs together, and little changes."""
    chance = random.Random(seed)
    monkeypatch.setattr(blocks, "WHOLE", 0)
    monkeypatch.setattr(candidates, "tie", drawn)
    resolver = replace(RESOLVER, tie=drawn, reach=Reach(chance.choice([3, 6, 60])))
    with open_ledger(tmp_path_factory.mktemp("new") / "l.db") as ledger:
        for number in range(18):
            name = f"r{chance.randrange(18)}" if chance.random() < 0.15 else f"r{number}"
            one = report(name, f"2024-01-{1 + chance.randrange(9):02d}", f" {number}")
            told = several(one, chance.randrange(1, 4))
            add_report(ledger, one, told, resolver=resolver, reader="made", at=NOW)
            with ledger.reading() as connection:
                found = list(connection.execute(select(claims.c.id)).scalars())
            if chance.random() < 0.2 and len(found) > 1:
                verdict = chance.choice(["same", "different"])
                at = NOW + timedelta(seconds=number)
                add_judgement(ledger, judged(*chance.sample(sorted(found), 2), verdict, at), resolver=resolver)
        step_by_step = told_of(ledger)
        rebuild_entries(ledger, resolver=resolver)
        assert told_of(ledger) == step_by_step


def test_a_claim_taken_away_brings_others_within_reach(ledger, piecemeal):
    """Of a list of eight only neighbours are compared; when five have left it, the first and last are, too."""
    units = ("USD", "EUR", "GBP", "JPY", "KES", "UGX", "TZS", "USD")

    def read(of):
        number, left = int(of.id[1:]), "changed" in of.text
        return reading(of, states=("KEN", "TZA") if left else ("KEN", "UGA"), unit=units[number])

    reports = [report(f"r{n}", f"2024-01-{n + 1:02d}") for n in range(8)]
    add(ledger, reports, read=read, resolver=piecemeal)
    assert figures(ledger) == []
    changed = [report(f"r{n}", f"2024-01-{n + 1:02d}", " changed") for n in range(1, 6)]
    add(ledger, changed, read=read, resolver=piecemeal)
    assert figures(ledger) == [("r0", "r7")]


def test_two_claims_of_one_report_leave_a_block_together(ledger, piecemeal):
    """Four figures lie between the first and the last of a list; a new version takes two of them elsewhere."""
    units = {"r0": ["USD"], "r1": ["EUR", "GBP"], "r2": ["GBP", "KES"], "r3": ["USD"]}

    def read(of):
        states = ("KEN", "TZA") if "changed" in of.text else ("KEN", "UGA")
        told = [reading(of, states=states, unit=unit).claims[0] for unit in units[of.id]]
        return Reading(tuple(told), states=states)

    add(ledger, [report(name, f"2024-01-0{n + 1}") for n, name in enumerate(units)], read=read, resolver=piecemeal)
    assert figures(ledger) == [("r1", "r2")]
    add(ledger, [report("r1", "2024-01-02", " changed")], read=read, resolver=piecemeal)
    assert figures(ledger) == [("r0", "r3")]
    left = [e for e in views.find_entries(ledger) if e.states == ("KEN", "TZA")]
    assert [[m.report for m in e.members] for e in left] == [["r1"], ["r1"]]
    step_by_step = told_of(ledger)
    rebuild_entries(ledger, resolver=piecemeal)
    assert told_of(ledger) == step_by_step


def test_what_other_rules_compared_is_compared_anew(ledger, piecemeal):
    add(ledger, [report("a"), report("b")], read=reading, resolver=piecemeal)
    seen: list[int] = []

    def counted(stored, reach):
        seen.append(len(stored))
        return match(stored, reach)

    for rules, name in ((RESOLVER.rules, "c"), ("others", "d"), ("others", "e")):
        add(ledger, [report(name)], read=reading, resolver=replace(piecemeal, match=counted, rules=rules))
    # two blocks, both only under the first resolver of other rules
    assert seen == [4, 4]
    assert figures(ledger) == [("a", "b", "c", "d", "e")]


def test_only_what_hangs_together_with_a_new_claim_is_made_anew(ledger, piecemeal):
    years = {f"r{n}": 2000 + n for n in range(9)}
    made: list[int] = []

    def counted(stored):
        made.append(len(stored))
        return entry(stored)

    def read(of):
        return reading(of, year=years.get(of.id, 2003), states=("KEN", "UGA"))

    resolver = replace(piecemeal, entry_of=counted)
    add(ledger, [report(name, f"{year}-05-01") for name, year in years.items()], read=read, resolver=resolver)
    made.clear()
    add(ledger, [report("new", "2003-06-01")], read=read, resolver=resolver)
    # the figure joins that of its year, and the meeting stands alone
    assert sorted(made) == [1, 2]


def test_a_ledger_of_the_first_revision_is_brought_up_with_its_claims(tmp_path, monkeypatch):
    with monkeypatch.context() as older, open_ledger(tmp_path / "l.db") as ledger:
        older.setattr(session, "HEAD", "never")
        add(ledger, [report("a")], read=reading)
        with ledger.writing() as connection:
            for statement in [f"DROP TABLE {table}" for table in LATER_TABLES]:
                connection.exec_driver_sql(statement)
            connection.exec_driver_sql("DROP INDEX ix_reports_added_at")
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    with open_ledger(tmp_path / "l.db") as ledger:
        assert len(search_claims(ledger, "TRADE")) == 2
        assert settle(ledger, resolver=RESOLVER) == 0
        assert add(ledger, [report("a")], read=reading).known == 1
