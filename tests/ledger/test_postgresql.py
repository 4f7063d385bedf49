"""A ledger on PostgreSQL gives what one on SQLite gives; skipped where there is no server or driver to try it with."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select

from servanda.errors import ConflictError, LedgerError
from servanda.ledger import accounts, credentials, views
from servanda.ledger.arrivals import insert_readings
from servanda.ledger.bulk import add_many
from servanda.ledger.decided import rulings_on
from servanda.ledger.reader_views import ClaimsWanted, find_claims, report_heads
from servanda.ledger.search import Within, search_claims, search_reports
from servanda.ledger.session import open_ledger
from servanda.ledger.stamps import block_stamps, pair_stamps
from servanda.ledger.store import add_judgement, settle
from servanda.ledger.tables import metadata, reports
from servanda.ledger.trail import DecisionsWanted, deciders, find_decisions
from servanda.reading.pipeline import read_report
from servanda.terms.entries import Judgement
from servanda.terms.reports import Report
from servanda.terms.users import Token, User
from servanda.workflows.add import RESOLVER, add
from servanda.workflows.decide import Signature, confirm, correct, reject, restore, take_back
from servanda.workflows.desk import Desk
from servanda.workflows.missed import add_claim, mark
from servanda.workflows.office import standings
from servanda.workflows.rebuild import rebuild
from servanda.workflows.waiting import tasks

pytest.importorskip("psycopg")
FOLDERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
BIN = FOLDERS[-1] if FOLDERS else Path(shutil.which("initdb") or "none").resolve().parent
pytestmark = pytest.mark.skipif(not (BIN / "initdb").exists(), reason="no PostgreSQL server is installed")
# the server refuses to run as root
AS = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []

ADD = """
import sys
from datetime import date
from servanda.ledger.session import open_ledger
from servanda.terms.reports import Report
from servanda.workflows.add import add

text = "Kenya and Uganda agreed to open {} border posts by 2027. Their ministers met in Nairobi on {} May 2024."
with open_ledger(sys.argv[1]) as ledger:
    add(ledger, [Report(f"r{n}", date(2024, 6, 1), text.format(n, n)) for n in range(1, 13)])
"""
REPORTS = [
    Report("a", date(2024, 3, 1), "In 2023 trade turnover between Kenya and Uganda amounted to $1.1 billion.", "Wire"),
    Report(
        "b", date(2024, 6, 1), "Kenya and Uganda agreed to raise mutual trade to $2 billion by 2030.", "News", "Aims"
    ),
    Report("c", date(2024, 7, 1), "In 2023 trade turnover between Kenya and Uganda amounted to $1.3 billion.", "News"),
    Report("a", date(2024, 3, 2), "In 2023 trade turnover between Kenya and Uganda amounted to $1.2 billion.", "Wire"),
    Report("d", date(2024, 8, 1), "Kenya and Uganda agreed to raise mutual trade to $2 billion by 2030.", "Wire"),
]


def quietly(*command: object) -> None:
    subprocess.run([*AS, *map(str, command)], check=True, stdout=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def server():
    # not in pytest's own folder: every other run of pytest closes that to all but its user, and to the server's with it
    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        Path(folder).chmod(0o755)
        data = Path(folder) / "data"
        data.mkdir()
        if AS:
            shutil.chown(data, "postgres")
        quietly(BIN / "initdb", "-D", data, "-A", "trust", "-U", "tester")
        # a socket in the folder, and no port: nothing outside can reach it
        quietly(BIN / "pg_ctl", "-D", data, "-o", f"-k {data} -c listen_addresses=", "-w", "-l", data / "log", "start")
        yield data
        quietly(BIN / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


@pytest.fixture
def url(server, request):
    name = request.node.name[:60]
    quietly(BIN / "createdb", "-h", server, "-U", "tester", name)
    return f"postgresql+psycopg://tester@/{name}?host={server}"


def content(ledger):
    return (
        list(views.all_claims(ledger)),
        views.find_entries(ledger, states=("KEN", "UGA")),
        [(s.report, s.version, s.current) for s in views.stored_reports(ledger, as_of=date(2024, 7, 1))],
        views.counts(ledger),
        standings(ledger, date(2024, 6, 30)),
        standings(ledger, date(2024, 12, 31), states=("KEN", "UGA")),
        views.coverage(ledger, ("KEN", "UGA"), date(2024, 6, 30)),
        views.all_judgements(ledger),
        views.entries_by_prefix(ledger, "e-"),
        [(h.report, h.date) for h in search_reports(ledger, "trade (turnover)", as_of=date(2024, 6, 30))],
        [h.report for h in search_reports(ledger, "aims")],
        sorted(h.claim for h in search_claims(ledger, 'Uganda" OR agreed')),
        sorted(h.claim for h in search_claims(ledger, "trade")),
    )


def looked_at(ledger):
    """What the office reads."""
    day, desk = date(2024, 12, 31), Desk(ledger)
    heads, total = report_heads(ledger, day, states=("KEN",), publisher=None, limit=3, offset=1)
    within = Within(
        states=("KEN", "UGA"), since=date(2024, 1, 1), until=date(2024, 6, 30), kinds=("figure", "commitment")
    )
    return (
        desk.index(day).lines,
        desk.index(day).people,
        desk.index(day).relations,
        desk.between(("KEN", "UGA"), day),
        [(h.id, h.date, h.publisher, h.title, h.version, h.characters, h.claims) for h in heads],
        total,
        find_claims(ledger, ClaimsWanted(kinds=("figure",), states=("KEN",)), day, limit=5, offset=1),
        sorted(h.claim for h in search_claims(ledger, "trade", within=within)),
        (block_stamps(ledger), pair_stamps(ledger)),
    )


def test_the_office_looks_at_it_as_on_sqlite(url, tmp_path):
    with open_ledger(url) as shared, open_ledger(tmp_path / "l.db") as own:
        for ledger in (shared, own):
            add(ledger, REPORTS)
        assert looked_at(shared) == looked_at(own)
        assert looked_at(own)[0]


def test_everything_comes_out_as_on_sqlite(url, tmp_path):
    with open_ledger(url) as shared, open_ledger(tmp_path / "l.db") as own:
        for ledger in (shared, own):
            add(ledger, REPORTS)
            assert add(ledger, REPORTS).known == len(REPORTS)
            left, right = (m.claim for e in views.find_entries(ledger, kinds=("commitment",)) for m in e.members)
            decided = Judgement(
                left, right, "different", "A", "read both", datetime(2025, 1, 1, tzinfo=UTC), person=True
            )
            add_judgement(ledger, decided, resolver=RESOLVER)
        assert content(shared) == content(own)
        rebuild(shared)
        assert content(shared) == content(own)


def test_reports_that_arrive_together_are_kept_as_on_sqlite(url, tmp_path):
    at = datetime(2025, 1, 1, tzinfo=UTC)
    # a version beside another of its source, one twice, and later one that is known among new ones
    together = [(one, read_report(one)) for one in (*REPORTS, REPORTS[0])]
    more = Report("e", date(2024, 8, 2), "Kenya and Uganda agreed to raise mutual trade to $2 billion by 2030.")
    with open_ledger(url) as shared, open_ledger(tmp_path / "l.db") as own:
        for ledger in (shared, own):
            assert add_many(ledger, together, resolver=RESOLVER, reader="made", at=at) == len(REPORTS)
            with ledger.writing() as connection:
                later = [together[0], (more, read_report(more))]
                made = insert_readings(connection, later, block_of=RESOLVER.block_of, reader="made", at=at)
            assert made == [None, 1]
            settle(ledger, resolver=RESOLVER)
            with ledger.reading() as connection:
                # of reports of one moment the later one is after it
                assert len(set(connection.execute(select(reports.c.added_at)).scalars())) == len(REPORTS) + 1
        assert content(shared) == content(own)
        assert [(s.report.id, s.version) for s in views.stored_reports(shared, source="a")] == [("a", 1), ("a", 2)]


def decided_on(ledger):
    """Every decision on single claims, each kept, and what the review and the trail say then."""
    claim = {one.claim.report: one.id for one in views.all_claims(ledger) if one.claim.kind == "figure"}
    signed = partial(Signature, "A. Reviewer")
    made = [
        *confirm(ledger, [claim["c"]], signed()),
        correct(ledger, claim["c"], {"label": "trade", "value": 1_200_000_000}, signed("misread")),
        reject(ledger, claim["a"], signed("not a figure")),
        restore(ledger, claim["a"], signed("it is one")),
    ]
    with pytest.raises(ConflictError):
        reject(ledger, claim["c"], signed("late", seen=made[0].id))
    marked = mark(ledger, "b", "activity", ["name=trade", "type=other", "status=planned"], ["mutual trade"])
    added = add_claim(ledger, marked, signed("so it says"))
    taken = take_back(ledger, made[2].id, signed("thought better"))
    assert len(taken) == 1
    found, stand, total = find_decisions(ledger, DecisionsWanted(states=("KEN", "UGA"), since=date(2000, 1, 1)))
    assert {one.id for one in found} == {one.id for one in (*made, *added, *taken)}
    return (
        [(one.action, one.subject, one.was, one.now, one.unsupported, one.id in stand) for one in found],
        total,
        {name: (r.status, r.changes) for name, r in rulings_on(ledger, claim.values()).items()},
        [(t.id, t.label) for t in tasks(ledger, date(2024, 12, 31))],
        [(t.id, t.label) for t in tasks(ledger, date(2024, 12, 31), states=("KEN",), kinds=("figure",))],
        views.find_entries(ledger, states=("KEN", "UGA")),
        deciders(ledger),
    )


def test_decisions_on_single_claims_come_out_as_on_sqlite(url, tmp_path):
    with open_ledger(url) as shared, open_ledger(tmp_path / "l.db") as own:
        for ledger in (shared, own):
            add(ledger, REPORTS)
        assert decided_on(shared) == decided_on(own)
        rebuild(shared)
        assert content(shared)[1:3] == content(own)[1:3]


def test_the_migrations_make_the_tables_the_program_uses(url):
    with open_ledger(url) as ledger, ledger.reading() as connection:
        found = compare_metadata(MigrationContext.configure(connection), metadata)
    assert [d for d in found if "_search" not in str(d)] == []


def test_two_at_once_add_everything_once(url):
    open_ledger(url).close()
    both = [subprocess.Popen([sys.executable, "-c", ADD, url]) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    with open_ledger(url) as ledger:
        assert views.counts(ledger)["reports"] == 12
        claims = sorted(one.id for one in views.all_claims(ledger))
        assert sorted(m.claim for e in views.find_entries(ledger) for m in e.members) == claims


def test_a_server_that_is_not_there_is_told(url, tmp_path):
    with pytest.raises(LedgerError, match="can be reached"):
        open_ledger(f"postgresql+psycopg://tester:secret@/x?host={tmp_path}")
    with pytest.raises(LedgerError, match="no ledger"):
        open_ledger(url, create=False)


def kept_of_users(ledger):
    """What is kept of users, sessions and tokens after each of their changes."""
    at = datetime(2026, 11, 1, 9, tzinfo=UTC)
    user = User("Aliya Ospanova", "reviewer", at)
    assert accounts.add_user(ledger, user, "hash")
    assert not accounts.add_user(ledger, User("ALIYA OSPANOVA", "admin", at), None)
    assert accounts.add_user(ledger, User("press", "editor", at), None)
    assert credentials.add_session(ledger, "one", user.name, at, password="hash")  # noqa: S106
    assert credentials.add_session(ledger, "two", user.name, at - timedelta(days=9), password="hash")  # noqa: S106
    credentials.note_session(ledger, "one", at + timedelta(minutes=5))
    credentials.drop_sessions(ledger, unseen=at - timedelta(days=1), old=at - timedelta(days=7))
    token = Token("t-1", "press", "feed", "editor", at, at + timedelta(days=1))
    credentials.add_token(ledger, token, "digest")
    credentials.note_token(ledger, "t-1", at)
    accounts.set_role(ledger, "press", "reader")
    before = (
        accounts.user_list(ledger),
        accounts.password_of(ledger, "aliya ospanova"),
        [credentials.session_named(ledger, name) for name in ("one", "two")],
        credentials.token_list(ledger),
        credentials.token_digest(ledger, "digest"),
    )
    accounts.set_password(ledger, user.name, "new hash")
    accounts.set_disabled(ledger, user.name, disabled=True)
    assert accounts.remove_user(ledger, "press")
    after = (credentials.session_named(ledger, "one"), credentials.token_list(ledger), accounts.user_list(ledger))
    return before, after


def test_users_are_kept_as_on_sqlite(url, tmp_path):
    with open_ledger(url) as shared, open_ledger(tmp_path / "l.db") as own:
        assert kept_of_users(shared) == kept_of_users(own)
