"""Opens a ledger: an SQLite file or a PostgreSQL database by its URL, brought up to the newest migration.

SQLite runs in WAL mode with full synchronisation: what a committed transaction wrote survives a kill of the program and
of the machine. Writers begin IMMEDIATE, so that they queue instead of failing half-way (deferred read-then-write
transactions gave thousands of lock errors in seconds under two writers). On PostgreSQL an advisory lock queues them.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DataError, IntegrityError, ProgrammingError

from servanda.errors import LedgerError
from servanda.ledger.migrations import HEAD, REVISIONS

# how long a writer waits for another, in milliseconds
BUSY_MS = 30_000
# SQLite's page cache in KiB: its own default, and for one who rebuilds or fills a ledger (of 1,000,000 claims: 1.6 GB)
USUAL_KB, MUCH_KB = 2_000, 64_000
# any fixed number: the writers of one PostgreSQL database queue on it
WRITER_LOCK = 0x5E27
_WRITE = {"servanda_write": True}
_URLS = "name a file, or a URL as postgresql+psycopg://host/name"
# what the database says, and what a user can do about it
_ADVICE = (
    ("full", "make room on the disk and run again: what was added stays"),
    ("locked", "another program holds it; run again when that has ended"),
    ("readonly", "SQLite writes beside a ledger even to read it; copy it to a folder where you may write"),
    ("malformed", "it is damaged; go back to a copy"),
    ("not a database", "it is no ledger; name another file"),
)


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

    @property
    def target(self) -> Path | str:
        """What opens it again elsewhere: the file, or the URL with its password, which is to be shown to nobody."""
        url = self.engine.url
        if url.get_backend_name() == "sqlite":
            return Path(str(url.database))
        return url.render_as_string(hide_password=False)

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the ledger; LedgerError when the database cannot be read."""
        with _told(self.name), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self, *, much: bool = False) -> Iterator[Connection]:
        """A transaction that is committed at its end, or leaves nothing behind; LedgerError when it cannot be kept.

        With ``much`` to write, SQLite holds more of the file in memory meanwhile.
        """
        with (
            _told(self.name),
            self.engine.connect().execution_options(**_WRITE) as connection,
            connection.begin(),
            _roomy(connection) if much else nullcontext(),
        ):
            yield connection


@contextmanager
def _roomy(connection: Connection) -> Iterator[None]:
    """SQLite with a large page cache: what enters all over a large table would else be read and written many times."""
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        connection.exec_driver_sql(f"PRAGMA cache_size=-{MUCH_KB}")
    yield
    if sqlite:
        connection.exec_driver_sql(f"PRAGMA cache_size=-{USUAL_KB}")


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Turns what is wrong with the database or its disk into a LedgerError; a fault of the program stays what it is."""
    try:
        yield
    except (DataError, IntegrityError, ProgrammingError):
        raise
    except DatabaseError as error:
        said = str(error.orig).strip()
        advice = next((then for word, then in _ADVICE if word in said), "see that it can be reached and written")
        raise LedgerError(f"{name}: {said}; {advice}") from error


def _on_sqlite_connect(connection: sqlite3.Connection, _record: object) -> None:
    # the driver starts no transactions of its own; ours are begun in _on_sqlite_begin
    connection.isolation_level = None
    for pragma in (f"busy_timeout={BUSY_MS}", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    _wait_for_wal(connection)


def _wait_for_wal(connection: sqlite3.Connection) -> None:
    """Turns WAL mode on. SQLite does not wait by itself when two do so at once: 3 of 60 new ledgers were locked."""
    ends = time.monotonic() + BUSY_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > ends:
                raise
            time.sleep(0.01)
        else:
            return


def _on_sqlite_begin(connection: Connection) -> None:
    write = connection.get_execution_options().get("servanda_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _on_postgresql_begin(connection: Connection) -> None:
    if connection.get_execution_options().get("servanda_write"):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def _sqlite(path: Path) -> Engine:
    # no URL text: a question mark in a file's name would start its query
    engine = create_engine(URL.create("sqlite", database=str(path)))
    event.listen(engine, "connect", _on_sqlite_connect)
    event.listen(engine, "begin", _on_sqlite_begin)
    return engine


def _postgresql(url: URL, name: str) -> Engine:
    if url.get_backend_name() != "postgresql":
        raise LedgerError(f"{name}: no database that a ledger can be kept in; {_URLS}")
    try:
        engine = create_engine(url)
    except ModuleNotFoundError as error:
        raise LedgerError(f"{name}: the driver {error.name} is not installed; pip install psycopg[binary]") from None
    except ArgumentError as error:
        raise LedgerError(f"{name}: {error}; {_URLS}") from None
    event.listen(engine, "begin", _on_postgresql_begin)
    return engine


def _url(target: Path | str) -> URL | None:
    if isinstance(target, Path) or "://" not in target:
        return None
    try:
        return make_url(target)
    except (ArgumentError, ValueError):
        # the text is not told: it may hold a password
        raise LedgerError(f"the ledger's URL cannot be read; {_URLS}") from None


def _check_path(path: Path, *, create: bool) -> None:
    if path.is_dir():
        raise LedgerError(f"{path}: a folder; name a file in it")
    if path.exists():
        return
    if not create:
        raise LedgerError(f"{path}: no ledger there; add reports to it first, as in: servanda add FOLDER")
    path.parent.mkdir(parents=True, exist_ok=True)


def _unopened(target: Path | str, *, create: bool) -> Ledger:
    url = _url(target)
    if url is None or url.get_backend_name() == "sqlite":
        if url is not None and (not url.database or url.database == ":memory:"):
            raise LedgerError(f"{url}: a ledger in memory would be lost; {_URLS}")
        path = Path(str(url.database)) if url is not None else Path(target)
        try:
            _check_path(path, create=create)
        except (OSError, ValueError) as error:  # ValueError: a NUL in the name
            said = getattr(error, "strerror", None) or error
            raise LedgerError(f"{path}: {said}; name another place with --ledger") from None
        return Ledger(_sqlite(path), str(path))
    name = url.render_as_string(hide_password=True)
    return Ledger(_postgresql(url, name), name)


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
    # a percent sign in the path would start an interpolation
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
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
    if revision is not None and revision not in REVISIONS:
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
    ledger = _unopened(target, create=create)
    try:
        _bring_up(ledger, create=create)
    except BaseException:
        ledger.close()
        raise
    return ledger
