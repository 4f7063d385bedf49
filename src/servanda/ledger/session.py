"""Opens a ledger: an SQLite file or a database by its URL, brought up to the newest migration.

SQLite runs in WAL mode with full synchronisation: what a committed transaction wrote survives a kill of the program and
of the machine. Writers begin IMMEDIATE, so that they queue instead of failing half-way (deferred read-then-write
transactions gave thousands of lock errors in seconds under two writers).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError

from servanda.errors import LedgerError
from servanda.ledger.migrations import HEAD

# how long a writer waits for another, in milliseconds
BUSY_MS = 30_000
_WRITE = {"servanda_write": True}


class Ledger:
    """An open ledger; a context manager that closes it."""

    def __init__(self, engine: Engine, name: str) -> None:
        self.engine = engine
        self.name = name

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the ledger."""
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is committed at its end, or leaves nothing behind."""
        with self.engine.connect().execution_options(**_WRITE) as connection, connection.begin():
            yield connection


def _on_connect(connection: sqlite3.Connection, _record: object) -> None:
    # the driver starts no transactions of its own; ours are begun in _on_begin
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_MS}"):
        connection.execute(f"PRAGMA {pragma}")


def _on_begin(connection: Connection) -> None:
    write = connection.get_execution_options().get("servanda_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _engine(target: Path | str) -> Engine:
    if isinstance(target, str) and "://" in target:
        try:
            url = make_url(target)
        except ArgumentError as error:
            raise LedgerError(f"{target}: {error}; name a file, or a URL as postgresql+psycopg://host/name") from None
        return create_engine(url)
    engine = create_engine(f"sqlite:///{Path(target)}")
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return str(found) if found is not None else None


def _migrate(connection: Connection) -> None:
    # imported here: it takes longer to import than to open a ledger that needs no migration
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _bring_up(ledger: Ledger, *, create: bool) -> None:
    with ledger.reading() as connection:
        revision = _revision(connection)
        foreign = revision is None and bool(inspect(connection).get_table_names())
    if revision == HEAD:
        return
    if foreign:
        raise LedgerError(f"{ledger.name}: this database holds something else; name another file")
    if revision is not None and revision > HEAD:
        raise LedgerError(f"{ledger.name}: written by a newer Servanda (revision {revision}); update the program")
    if revision is None and not create:
        raise LedgerError(f"{ledger.name}: no ledger; add reports to it first, as in: servanda add FOLDER")
    with ledger.writing() as connection:
        # another process may have been quicker while this one waited for its turn
        if _revision(connection) != HEAD:
            _migrate(connection)


def open_ledger(target: Path | str, *, create: bool = True) -> Ledger:
    """The ledger in a file, or behind a database URL, with its tables up to date.

    A missing file is made when ``create`` is true. LedgerError when it cannot be opened, is no ledger, or is of a newer
    program.
    """
    name = str(target)
    if not (isinstance(target, str) and "://" in target):
        path = Path(target)
        if path.is_dir():
            raise LedgerError(f"{path}: a folder; name a file in it")
        if not path.exists():
            if not create:
                raise LedgerError(f"{path}: no ledger there; add reports to it first, as in: servanda add FOLDER")
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise LedgerError(f"{path.parent}: {error.strerror}; name another place with --ledger") from None
    ledger = Ledger(_engine(target), name)
    try:
        _bring_up(ledger, create=create)
    except (OperationalError, DatabaseError) as error:
        ledger.close()
        raise LedgerError(f"{name}: cannot be opened as a ledger ({error.orig}); name another file") from None
    except LedgerError:
        ledger.close()
        raise
    return ledger
