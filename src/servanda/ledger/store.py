"""Writes to a ledger: each call is one transaction, and a report is in it whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, func, insert, select

from servanda.errors import InputError
from servanda.ledger import search
from servanda.ledger.blocks import (
    BlockOf,
    Resolver,
    batches,
    forget,
    mark_pending,
    next_pending,
    pending_blocks,
    resolve_blocks,
)
from servanda.ledger.decisions import keep_decisions, restate
from servanda.ledger.session import Ledger
from servanda.ledger.stored import column, encode
from servanda.ledger.tables import (
    claims,
    refused,
    report_states,
    reports,
    unread,
)  # fmt: skip
from servanda.terms.claims import Claim
from servanda.terms.decisions import Decision
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


def insert_reading(
    connection: Connection, report: Report, reading: Reading, *, block_of: BlockOf, reader: str, at: datetime
) -> int | None:
    """Add a report with all that was read from it, its claims marked as pending.

    What comes back is the number of its version, or None when that version is known.
    """
    if _known(connection, report.digest):
        return None
    versions = column(connection, select(reports.c.version).where(reports.c.source == report.id))
    version = 1 + max(map(int, versions), default=0)
    at = _after_all(connection, at)
    _insert_report(connection, report, version, reader, at)
    _insert_claims(connection, report, reading, block_of)
    _insert_rest(connection, report.digest, reading)
    # those of the older versions too: whichever is now the current one, the others leave their entries
    mark_pending(connection, report.id)
    return version


def _after_all(connection: Connection, at: datetime) -> datetime:
    """The moment, or one after that of every report there is: writers queue, and so must the moments they wrote at.

    A writer takes the time before it waits for its turn. Were its report the earlier one, who has seen the later one
    would never be shown it.
    """
    last = connection.execute(select(func.max(reports.c.added_at))).scalar_one()
    return at if last is None or at > last else last + timedelta(microseconds=1)


def add_report(
    ledger: Ledger, report: Report, reading: Reading, *, resolver: Resolver, reader: str, at: datetime
) -> Outcome:
    """Add a report with all that was read from it, and resolve what it touches.

    The same version again adds nothing. A changed text of a known source is a new version; the claims of the older one
    stay, and leave the entries.
    """
    with ledger.writing() as connection:
        version = insert_reading(connection, report, reading, block_of=resolver.block_of, reader=reader, at=at)
        if version is None:
            return "known"
        resolve_blocks(connection, pending_blocks(connection, report.id), resolver)
        return "new" if version == 1 else "new version"


def _insert_report(connection: Connection, report: Report, version: int, reader: str, at: datetime) -> None:
    row = {
        "digest": report.digest, "source": report.id, "version": version, "date": report.date,
        "publisher": report.publisher, "title": report.title, "url": report.url, "language": report.language,
        "text": report.text, "reader": reader, "added_at": at,
    }  # fmt: skip
    connection.execute(insert(reports), row)
    search.index_report(connection, report.digest, report.title, report.text)


def _insert_claims(connection: Connection, report: Report, reading: Reading, block_of: BlockOf) -> None:
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


def add_judgement(ledger: Ledger, judgement: Judgement, *, resolver: Resolver) -> None:
    """Keep a person's decision on two claims, and make the entries again that it touches.

    NotFoundError when the ledger lacks one of them; InputError when they are one claim, or of two kinds and told to be
    the same, or when no person decided: what the machine finds follows from its scores and is not kept.
    """
    if not judgement.person:
        raise InputError(f"{judgement.by}: only what a person decided is kept")
    one = Decision(judgement.verdict, judgement.left, judgement.by, judgement.reason, judgement.at, (judgement.right,))
    keep_decisions(ledger, [one], resolver=resolver)


def settle(ledger: Ledger, *, resolver: Resolver) -> int:
    """Resolve the claims that are pending, some blocks in each transaction; what comes back is how many blocks.

    The mark is kept with the claims that made it; so a kill between the claims and their entries loses nothing.
    """
    with ledger.reading() as connection:
        ahead = next_pending(connection)
    number = 0
    while ahead:
        with ledger.writing() as connection:
            # another process may have done it meanwhile
            blocks = next_pending(connection)
            resolve_blocks(connection, blocks, resolver)
            number += len(blocks)
            ahead = next_pending(connection)
    return number


def rebuild_entries(
    ledger: Ledger, *, resolver: Resolver, on_block: Callable[[str], None] = lambda _block: None
) -> int:
    """Resolve every block from nothing, by claims and decisions alone; what comes back is the number of blocks.

    One transaction: a reader sees the entries of before or those of after, and a kill leaves those of before.
    """
    with ledger.writing() as connection:
        forget(connection)
        restate(connection, resolver.block_of)
        every = column(connection, select(claims.c.block).distinct())
        for blocks in batches(connection, sorted(every)):
            resolve_blocks(connection, blocks, resolver)
            for block in blocks:
                on_block(block)
        return len(every)
