"""Rows of the tables as values of the terms, and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Executable, FromClause, func, or_, select

from servanda.ledger.tables import claims, entries, members, reports, rulings
from servanda.terms.claims import Claim
from servanda.terms.entries import Entry, Member
from servanda.terms.reading import StoredClaim
from servanda.terms.rows import claim_from_row, claim_row

# how many values one IN list may hold, well under SQLite's limit
CHUNK = 500


def encode(claim: Claim) -> str:
    """A claim as the text of its row."""
    return msgspec.json.encode(claim_row(claim)).decode()


def decode(text: str, version: str) -> Claim:
    """The claim of a row's text."""
    return claim_from_row(msgspec.json.decode(text), version)


def chunks(values: Sequence[str]) -> Iterable[Sequence[str]]:
    """The values in lists short enough for one statement."""
    for at in range(0, len(values), CHUNK):
        yield values[at : at + CHUNK]


# put together once: an alias takes longer to make than the statement to run
_OLDER, _NEWER = reports.alias("older"), reports.alias("newer")


def is_later(newer: FromClause, older: FromClause) -> ColumnElement[bool]:
    """Whether a version was published later than another, or on the same day and added later."""
    same_day = (newer.c.date == older.c.date) & (newer.c.version > older.c.version)
    return or_(newer.c.date > older.c.date, same_day)


def is_current(as_of: date | None = None) -> ColumnElement[bool]:
    """Whether a row of ``reports`` is its source's current version: the last published, of one day the last added.

    With a day: the one that was current then, and none that was published later.
    """
    newer = select(_NEWER.c.digest).where(_NEWER.c.source == reports.c.source, is_later(_NEWER, reports))
    if as_of is None:
        return ~newer.exists()
    return (reports.c.date <= as_of) & ~newer.where(_NEWER.c.date <= as_of).exists()


def are_current(as_of: date | None = None) -> ColumnElement[bool]:
    """The same for a query that goes through many reports: what was replaced, as a rule little, is looked for once."""
    several = select(_NEWER.c.source).where(_NEWER.c.version > 1).correlate(None)
    replaced = (
        select(_OLDER.c.digest)
        .join_from(_OLDER, _NEWER, _NEWER.c.source == _OLDER.c.source)
        .where(_OLDER.c.source.in_(several), is_later(_NEWER, _OLDER))
    )
    if as_of is None:
        return reports.c.digest.not_in(replaced)
    return (reports.c.date <= as_of) & reports.c.digest.not_in(replaced.where(_NEWER.c.date <= as_of))


def column(connection: Connection, query: Executable) -> list[str]:
    """The first column of what a query finds."""
    return [str(value) for value in connection.execute(query).scalars()]


def claim_of(row: Sequence[Any]) -> StoredClaim:
    """A stored claim of (id, report, date, publisher, position, row)."""
    return StoredClaim(row[0], decode(row[5], row[1]), row[2], row[3], row[4])


# a claim that a person corrected is read as corrected, wherever it is read
_STANDING_ROW = func.coalesce(
    select(rulings.c.row).where(rulings.c.claim == claims.c.id).correlate(claims).scalar_subquery(), claims.c.row
).label("row")
CLAIM_COLUMNS = (claims.c.id, claims.c.report, claims.c.date, claims.c.publisher, claims.c.position, _STANDING_ROW)


def entries_of(connection: Connection, ids: Sequence[str]) -> list[Entry]:
    """Entries with their members, in the order of the ids given."""
    found: dict[str, tuple[Sequence[Any], list[Member]]] = {}
    for part in chunks(ids):
        columns = (entries.c.id, entries.c.kind, entries.c.label, entries.c.states)
        # all at once: rows that are fetched one by one take three times as long
        for row in connection.execute(select(*columns).where(entries.c.id.in_(part))).all():
            found[row[0]] = (row, [])
        told = (members.c.entry, members.c.claim, members.c.report, members.c.date, members.c.link)
        query = select(*told).where(members.c.entry.in_(part)).order_by(members.c.entry, members.c.position)
        for entry, claim, report, day, link in connection.execute(query).all():
            found[entry][1].append(Member(claim, report, day, link))
    return [
        Entry(row[0], row[1], row[2], tuple(msgspec.json.decode(row[3])), tuple(told))
        for row, told in (found[i] for i in ids if i in found)
    ]
