"""Reads what waits for a person: unsure pairs, entries told more than once, refused claims and unread stretches.

Everything comes in an order of its own and in parts, so that who needs a page of it, or the next one, reads no more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select, tuple_

from servanda.ledger.session import Ledger
from servanda.ledger.stored import chunks, column, decode, entries_of, is_current
from servanda.ledger.tables import (
    claims,
    compared_blocks,
    entries,
    entry_states,
    members,
    refused,
    report_states,
    reports,
    unread,
    unsure_pairs,
)  # fmt: skip
from servanda.terms.claims import Claim, ClaimKind
from servanda.terms.entries import Entry
from servanda.terms.reading import Unread
from servanda.terms.reports import Report

# how many pairs or entries are read at once
BATCH = 100


@dataclass(frozen=True, slots=True)
class WaitingClaim:
    """A refused claim by its number, with the reason."""

    number: int
    claim: Claim
    reason: str


@dataclass(frozen=True, slots=True)
class WaitingStretch:
    """An unread stretch by its number, and the digest of the report version it stands in."""

    number: int
    version: str
    stretch: Unread

    @property
    def name(self) -> str:
        """``u-`` and fourteen hex digits over report version, place and trigger: what a decision on it is about."""
        told = "\0".join((self.version, str(self.stretch.start), str(self.stretch.end), self.stretch.trigger))
        return "u-" + hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:14]


def _telling_of(states: Sequence[str]) -> list[ColumnElement[bool]]:
    told = (select(report_states.c.report).where(report_states.c.state == state) for state in states)
    return [reports.c.digest.in_(query) for query in told]


def refused_claims(
    ledger: Ledger,
    *,
    states: Sequence[str] = (),
    kinds: Sequence[ClaimKind] = (),
    number: int | None = None,
    after: int | None = None,
) -> Iterator[WaitingClaim]:
    """The refused claims of current report versions that tell of all these states, by day; or the one of a number.

    Those ``after`` one of a number alone, when that is given.
    """
    columns = (refused.c.id, refused.c.row, refused.c.report, refused.c.reason)
    query = select(*columns).join(reports).order_by(reports.c.date, refused.c.id)
    query = query.where(is_current(), *_telling_of(states)) if number is None else query.where(refused.c.id == number)
    if kinds:
        query = query.where(refused.c.kind.in_(kinds))
    if after is not None:
        day = select(reports.c.date).join(refused).where(refused.c.id == after).scalar_subquery()
        query = query.where(or_(reports.c.date > day, and_(reports.c.date == day, refused.c.id > after)))
    with ledger.reading() as connection:
        for found, row, digest, reason in connection.execute(query):
            yield WaitingClaim(found, decode(row, digest), reason)


def unread_parts(
    ledger: Ledger, *, states: Sequence[str] = (), number: int | None = None, after: int | None = None
) -> Iterator[WaitingStretch]:
    """The unread stretches of current report versions that tell of all these states, by day; or the one of a number.

    Those ``after`` one of a number alone, when that is given.
    """
    stretch = (unread.c.start, unread.c.end, unread.c.text, unread.c.trigger, unread.c.reason)
    query = select(unread.c.id, unread.c.report, *stretch).join(reports).order_by(reports.c.date, unread.c.id)
    query = query.where(is_current(), *_telling_of(states)) if number is None else query.where(unread.c.id == number)
    if after is not None:
        day = select(reports.c.date).join(unread).where(unread.c.id == after).scalar_subquery()
        query = query.where(or_(reports.c.date > day, and_(reports.c.date == day, unread.c.id > after)))
    with ledger.reading() as connection:
        for found, digest, *told in connection.execute(query):
            yield WaitingStretch(found, digest, Unread(*told))


def report_of(ledger: Ledger, digest: str) -> Report | None:
    """A report version by its digest, or None."""
    query = select(reports).where(reports.c.digest == digest)
    with ledger.reading() as connection:
        r = connection.execute(query).first()
    return None if r is None else Report(r.source, r.date, r.text, r.publisher, r.title, r.url, r.language)


def block_names(ledger: Ledger) -> list[str]:
    """The blocks whose claims were compared, by name."""
    with ledger.reading() as connection:
        return column(connection, select(compared_blocks.c.block).order_by(compared_blocks.c.block))


def outdated(ledger: Ledger, rules: str) -> bool:
    """Whether some block was compared by other rules than these: of it, other pairs may be kept."""
    query = select(compared_blocks.c.block).where(compared_blocks.c.rules != rules).limit(1)
    with ledger.reading() as connection:
        return connection.execute(query).first() is not None


@dataclass(frozen=True, slots=True, order=True)
class Doubt:
    """Two claims of two entries that may be one thing; of two such pairs the greater is asked first."""

    points: float
    left: str
    right: str


def doubts(ledger: Ledger, *, block: str | None = None, after: Doubt | None = None) -> Iterator[list[Doubt]]:
    """The unsure pairs of two entries, the strongest first, part by part; of a block, or those after one, alone."""
    place = (unsure_pairs.c.points, unsure_pairs.c.left, unsure_pairs.c.right)
    mine, other = members.alias(), members.alias()
    query = select(*place).order_by(*(one.desc() for one in place)).limit(BATCH)
    query = query.join(mine, mine.c.claim == unsure_pairs.c.left).join(other, other.c.claim == unsure_pairs.c.right)
    query = query.where(mine.c.entry != other.c.entry)
    if block is not None:
        query = query.join(claims, claims.c.id == unsure_pairs.c.left).where(claims.c.block == block)
    while True:
        part = query if after is None else query.where(tuple_(*place) < (after.points, after.left, after.right))
        with ledger.reading() as connection:
            found = [Doubt(*row) for row in connection.execute(part)]
        if not found:
            return
        yield found
        after = found[-1]


def block_of(ledger: Ledger, claim: str) -> str:
    """The block of a claim."""
    with ledger.reading() as connection:
        return str(connection.execute(select(claims.c.block).where(claims.c.id == claim)).scalar_one())


def claims_beside(ledger: Ledger, names: Collection[str]) -> dict[str, str]:
    """Every claim of the entries that hold some claims, with its entry."""
    found: dict[str, str] = {}
    with ledger.reading() as connection:
        for part in chunks(sorted(names)):
            holding = select(members.c.entry).where(members.c.claim.in_(part))
            query = select(members.c.claim, members.c.entry).where(members.c.entry.in_(holding))
            found.update({row[0]: row[1] for row in connection.execute(query)})
    return found


def strongest(ledger: Ledger, home: Mapping[str, str]) -> dict[frozenset[str], Doubt]:
    """The first unsure pair to be asked of any two entries, of those whose claims are given with their entry."""
    found: dict[tuple[str, str], tuple[float, str, str]] = {}
    with ledger.reading() as connection:
        for part in chunks(sorted(home)):
            query = select(unsure_pairs.c.points, unsure_pairs.c.left, unsure_pairs.c.right)
            # plain tuples: entries that much is told of have tens of thousands of pairs
            for points, left, right in connection.execute(query.where(unsure_pairs.c.left.in_(part))).all():
                mine, other = home[left], home.get(right, "")
                if other and mine != other:
                    key, one = (mine, other) if mine < other else (other, mine), (points, left, right)
                    if key not in found or found[key] < one:
                        found[key] = one
    return {frozenset(key): Doubt(*one) for key, one in found.items()}


def entries_told_again(
    ledger: Ledger, *, states: Sequence[str] = (), kinds: Sequence[ClaimKind] = (), after: str = ""
) -> Iterator[list[Entry]]:
    """Entries of two claims or more that tell of all these states, by id, part by part; those after an id alone."""
    again = select(members.c.claim).where(members.c.entry == entries.c.id, members.c.position == 1).exists()
    query = select(entries.c.id).where(again).order_by(entries.c.id).limit(BATCH)
    for state in states:
        of_state = select(entry_states.c.entry).where(entry_states.c.state == state)
        query = query.where(entries.c.id.in_(of_state))
    if kinds:
        query = query.where(entries.c.kind.in_(kinds))
    while True:
        with ledger.reading() as connection:
            found = entries_of(connection, column(connection, query.where(entries.c.id > after)))
        if not found:
            return
        yield found
        after = found[-1].id
