"""Writes to a ledger: each call is one transaction, and a report is in it whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, insert, select

from servanda.errors import InputError, NotFoundError
from servanda.ledger import search
from servanda.ledger.blocks import BlockOf, Resolver, first_stale, larger_than, mark_stale, resolve_blocks
from servanda.ledger.compared import forget
from servanda.ledger.session import Ledger
from servanda.ledger.stored import column, encode
from servanda.ledger.tables import (
    claims,
    entries,
    judgements,
    refused,
    report_states,
    reports,
    unread,
)  # fmt: skip
from servanda.terms.claims import Claim
from servanda.terms.entries import Judgement
from servanda.terms.ids import claim_id
from servanda.terms.reading import Reading
from servanda.terms.reports import Report

Outcome = Literal["new", "new version", "known"]


def is_known(ledger: Ledger, report: Report) -> bool:
    """Whether this very version of a report is in the ledger."""
    with ledger.reading() as connection:
        return _known(connection, report.digest)


def _known(connection: Connection, digest: str) -> bool:
    return connection.execute(select(reports.c.digest).where(reports.c.digest == digest)).first() is not None


@dataclass(frozen=True, slots=True)
class Inserted:
    """What inserting a report did: its version number, and the blocks whose entries must be resolved again."""

    version: int
    blocks: frozenset[str]


def insert_reading(
    connection: Connection, report: Report, reading: Reading, *, block_of: BlockOf, reader: str, at: datetime
) -> Inserted | None:
    """Add a report with all that was read from it, without resolving; None when this version is known."""
    if _known(connection, report.digest):
        return None
    versions = column(connection, select(reports.c.version).where(reports.c.source == report.id))
    version = 1 + max(map(int, versions), default=0)
    # those of the older versions: whichever is now the current one, the others leave their entries
    touched = set(
        column(connection, select(claims.c.block).distinct().join(reports).where(reports.c.source == report.id))
    )
    _insert_report(connection, report, version, reader, at)
    touched |= _insert_claims(connection, report, reading, block_of)
    _insert_rest(connection, report.digest, reading)
    return Inserted(version, frozenset(touched))


def add_report(
    ledger: Ledger, report: Report, reading: Reading, *, resolver: Resolver, reader: str, at: datetime
) -> Outcome:
    """Add a report with all that was read from it, and resolve the blocks that it touches again, or mark them.

    The same version again adds nothing. A changed text of a known source is a new version; the claims of the older one
    stay, and leave the entries.
    """
    with ledger.writing() as connection:
        done = insert_reading(connection, report, reading, block_of=resolver.block_of, reader=reader, at=at)
        if done is None:
            return "known"
        large = set() if resolver.at_once is None else larger_than(connection, done.blocks, resolver.at_once)
        mark_stale(connection, large)
        resolve_blocks(connection, done.blocks - large, resolver)
        return "new" if done.version == 1 else "new version"


def _insert_report(connection: Connection, report: Report, version: int, reader: str, at: datetime) -> None:
    row = {
        "digest": report.digest, "source": report.id, "version": version, "date": report.date,
        "publisher": report.publisher, "title": report.title, "url": report.url, "language": report.language,
        "text": report.text, "reader": reader, "added_at": at,
    }  # fmt: skip
    connection.execute(insert(reports), row)
    search.index_report(connection, report.digest, report.title, report.text)


def _insert_claims(connection: Connection, report: Report, reading: Reading, block_of: BlockOf) -> set[str]:
    # two readings of one stretch that say the same are one claim, at the place of the first
    found: dict[str, tuple[int, Claim]] = {}
    for position, claim in enumerate(reading.claims):
        found.setdefault(claim_id(claim), (position, claim))
    rows = [
        {
            "id": name, "report": report.digest, "position": position, "kind": claim.kind, "block": block_of(claim),
            "date": report.date, "publisher": report.publisher, "row": encode(claim),
        }
        for name, (position, claim) in found.items()
    ]  # fmt: skip
    if rows:
        connection.execute(insert(claims), rows)
    search.index_claims(connection, [(name, [q.text for q in claim.quotes]) for name, (_, claim) in found.items()])
    return {str(row["block"]) for row in rows}


def _insert_rest(connection: Connection, digest: str, reading: Reading) -> None:
    if reading.states:
        connection.execute(insert(report_states), [{"report": digest, "state": s} for s in sorted(set(reading.states))])
    if reading.refused:
        rows = [
            {"report": digest, "kind": r.claim.kind, "row": encode(r.claim), "reason": r.reason}
            for r in reading.refused
        ]
        connection.execute(insert(refused), rows)
    if reading.unread:
        left = [
            {"report": digest, "start": u.start, "end": u.end, "text": u.text, "trigger": u.trigger, "reason": u.reason}
            for u in reading.unread
        ]
        connection.execute(insert(unread), left)


def _column(connection: Connection, query: object) -> list[str]:
    return [str(value) for value in connection.execute(query).scalars()]  # type: ignore[call-overload]


def _check_judgement(connection: Connection, judgement: Judgement) -> list[str]:
    """The blocks of the two claims; NotFoundError or InputError when no such decision can be kept."""
    pair = (judgement.left, judgement.right)
    query = select(claims.c.id, claims.c.kind, claims.c.block).where(claims.c.id.in_(pair))
    found = {row.id: row for row in connection.execute(query)}
    for name in pair:
        if name not in found:
            raise NotFoundError(f"no claim {name!r}; servanda show ENTRY lists those of an entry")
    left, right = found[judgement.left], found[judgement.right]
    if left is right:
        raise InputError(f"{judgement.left} is one claim; name two")
    if judgement.verdict == "same" and left.kind != right.kind:
        raise InputError(
            f"{left.id} is a {left.kind} and {right.id} a {right.kind}; only claims of one kind are the same"
        )
    return sorted({left.block, right.block})


def add_judgement(ledger: Ledger, judgement: Judgement, *, resolver: Resolver) -> None:
    """Keep a decision on two claims, and resolve their blocks again.

    NotFoundError when the ledger lacks one of them; InputError when they are one claim, or of two kinds and told to be
    the same.
    """
    with ledger.writing() as connection:
        touched = _check_judgement(connection, judgement)
        connection.execute(insert(judgements), {
            "left": judgement.left, "right": judgement.right, "verdict": judgement.verdict, "by": judgement.by,
            "reason": judgement.reason, "at": judgement.at, "person": judgement.person,
        })  # fmt: skip
        resolve_blocks(connection, touched, resolver)


def settle(ledger: Ledger, *, resolver: Resolver) -> int:
    """Resolve the blocks that are marked stale, each in a transaction of its own; what comes back is their number.

    The mark is kept with the claims that made it; so a kill between the claims and their entries loses nothing.
    """
    with ledger.reading() as connection:
        ahead = first_stale(connection)
    number = 0
    while ahead is not None:
        with ledger.writing() as connection:
            # another process may have done it meanwhile
            block = first_stale(connection)
            if block is not None:
                resolve_blocks(connection, [block], resolver)
                number += 1
            ahead = first_stale(connection)
    return number


def rebuild_entries(
    ledger: Ledger, *, resolver: Resolver, on_block: Callable[[str], None] = lambda _block: None
) -> int:
    """Resolve every block again from claims and judgements; what comes back is the number of blocks.

    One transaction: a reader sees the entries of before or those of after, and a kill leaves those of before.
    """
    with ledger.writing() as connection:
        blocks = column(connection, select(claims.c.block).distinct())
        orphans = column(connection, select(entries.c.block).distinct())
        forget(connection)
        for block in sorted({*blocks, *orphans}):
            on_block(block)
            resolve_blocks(connection, [block], resolver)
        return len(blocks)
