"""Opening a ledger: what is refused, with which advice, and how a full disk or a wrong name is told."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import event

from servanda.errors import LedgerError
from servanda.ledger import migrations, views
from servanda.ledger.session import open_ledger
from servanda.terms.reports import Report
from servanda.workflows.add import add


@pytest.mark.parametrize("name", ["we?ird.db", "50% #1.db", "a b.db", "ledger"])
def test_a_file_is_named_as_it_is_named(tmp_path, name):
    open_ledger(tmp_path / name).close()
    assert [p.name for p in tmp_path.iterdir()] == [name]
    open_ledger(str(tmp_path / name), create=False).close()


def test_a_file_by_its_url_is_as_durable_as_by_its_path(tmp_path):
    with open_ledger(f"sqlite:///{tmp_path}/l.db") as ledger, ledger.reading() as connection:
        told = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert told == ["wal", 2, 1]


@pytest.mark.parametrize(
    ("target", "advice"),
    [
        ("mysql://host/name", "postgresql"),
        ("nothing://x", "postgresql"),
        ("sqlite://", "lost"),
        ("sqlite:///:memory:", "lost"),
        ("postgresql+nodriver://host/x", "postgresql"),
    ],
)
def test_a_url_of_no_use_is_told_with_those_that_are(target, advice):
    with pytest.raises(LedgerError, match=advice):
        open_ledger(target)


def test_a_password_is_not_told():
    with pytest.raises(LedgerError) as told:
        open_ledger("mysql://me:secret@host/name")
    assert "secret" not in str(told.value)


@pytest.mark.parametrize("make", [lambda p: p.write_bytes(b""), lambda p: sqlite3.connect(p).close()])
def test_an_empty_file_is_no_ledger_until_something_is_added(tmp_path, make):
    file: Path = tmp_path / "l.db"
    make(file)
    with pytest.raises(LedgerError, match="servanda add"):
        open_ledger(file, create=False)
    open_ledger(file).close()
    open_ledger(file, create=False).close()


def test_half_a_ledger_is_told_as_damaged(tmp_path):
    with open_ledger(tmp_path / "l.db") as ledger:
        add(ledger, [Report("a", date(2024, 1, 1), "Kenya and Uganda met. " * 50)])
    whole = (tmp_path / "l.db").read_bytes()
    (tmp_path / "half.db").write_bytes(whole[: len(whole) // 3])
    with pytest.raises(LedgerError, match="damaged"), open_ledger(tmp_path / "half.db") as half:
        views.counts(half)


def test_a_full_disk_is_told_and_what_was_added_stays(tmp_path):
    reports = [Report(f"r{n}", date(2024, 1, 1), f"Kenya and Uganda met {n} times. " * 300) for n in range(40)]
    done: list[str] = []
    with open_ledger(tmp_path / "l.db") as ledger:

        @event.listens_for(ledger.engine, "connect")
        def _small(connection, _record):
            connection.execute("PRAGMA max_page_count=150")

        ledger.engine.dispose()
        with pytest.raises(LedgerError, match="make room"):
            add(ledger, reports, on_item=lambda item, _summary: done.append(item.id))
    assert done
    with open_ledger(tmp_path / "l.db") as ledger:
        assert [s.report.id for s in views.stored_reports(ledger)] == sorted(done)
        assert add(ledger, reports).new == len(reports) - len(done)


OPEN = """
import sys, time
from pathlib import Path
import alembic.command, alembic.config
from servanda.ledger.session import open_ledger
print("ready", flush=True)
while not Path(sys.argv[2]).exists():
    pass
open_ledger(sys.argv[1]).close()
"""


@pytest.mark.parametrize("attempt", range(3))
def test_many_may_open_a_new_ledger_at_the_same_moment(tmp_path, attempt):
    command = [sys.executable, "-c", OPEN, str(tmp_path / f"l{attempt}.db"), str(tmp_path / "go")]
    opening = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(4)]
    for process in opening:
        assert process.stdout is not None
        process.stdout.readline()
    (tmp_path / "go").touch()
    assert [process.wait() for process in opening] == [0] * 4
    for process in opening:
        assert process.stdout is not None
        process.stdout.close()


def test_every_migration_is_listed():
    folder = Path(migrations.__file__).parent / "versions"
    assert tuple(sorted(p.name[1:5] for p in folder.glob("r*.py"))) == migrations.REVISIONS
