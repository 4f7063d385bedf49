"""When reports came into a ledger, when due windows and terms told in it end, and who looked at its changes when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import msgspec
from sqlalchemy import delete, func, insert, or_, select

from servanda.ledger.session import Ledger
from servanda.ledger.stored import chunks
from servanda.ledger.tables import claims, looks, reports


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where a report version is from, and when it came into the ledger, in UTC."""

    publisher: str | None
    url: str | None
    added_at: datetime


def arrivals(ledger: Ledger, digests: Sequence[str]) -> dict[str, Arrival]:
    """Where report versions are from and when they came, by digest."""
    columns = (reports.c.digest, reports.c.publisher, reports.c.url, reports.c.added_at)
    with ledger.reading() as connection:
        return {
            row[0]: Arrival(*row[1:])
            for part in chunks(digests)
            for row in connection.execute(select(*columns).where(reports.c.digest.in_(part)))
        }


def last_added(ledger: Ledger) -> datetime | None:
    """When the last report came into the ledger, or None when there is none; of each two one came later."""
    with ledger.reading() as connection:
        found: datetime | None = connection.execute(select(func.max(reports.c.added_at))).scalar_one()
        return found


def last_look(ledger: Ledger, name: str, states: str) -> tuple[datetime, date] | None:
    """How far the ledger had come when somebody looked last at what changed of some states, and as of which day."""
    query = select(looks.c.added, looks.c.day).where(looks.c.name == name, looks.c.states == states)
    with ledger.reading() as connection:
        found = connection.execute(query).first()
        return None if found is None else (found[0], found[1])


class _Dated(msgspec.Struct):
    due: str | None = None
    term: str | None = None


def dated_blocks(ledger: Ledger, until: date) -> Iterator[tuple[str, str]]:
    """The due dates and terms that were told up to a day, each with the block of the claim that tells it."""
    dated = or_(claims.c.row.contains('"due":"', autoescape=True), claims.c.row.contains('"term":"', autoescape=True))
    query = select(claims.c.block, claims.c.row).where(claims.c.kind.in_(("commitment", "instrument")), dated)
    with ledger.reading() as connection:
        for block, row in connection.execute(query.where(claims.c.date <= until)):
            told = msgspec.json.decode(row, type=_Dated)
            yield from ((block, value) for value in (told.due, told.term) if value is not None)


def keep_look(ledger: Ledger, name: str, states: str, added: datetime, day: date) -> None:
    """Keep how far the ledger had come when somebody looked at what changed of some states, and as of which day."""
    with ledger.writing() as connection:
        connection.execute(delete(looks).where(looks.c.name == name, looks.c.states == states))
        connection.execute(insert(looks), {"name": name, "states": states, "added": added, "day": day})
