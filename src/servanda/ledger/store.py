"""Writes to a ledger: each call is one transaction, and a report is in it whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import msgspec
from sqlalchemy import Connection, delete, insert, select, text

from servanda.ledger.session import Ledger
from servanda.ledger.stored import CLAIM_COLUMNS, chunks, claim_of, encode
from servanda.ledger.tables import (
    claims,
    entries,
    entry_states,
    judgements,
    members,
    refused,
    report_states,
    reports,
    unread,
)  # fmt: skip
from servanda.terms.claims import Claim
from servanda.terms.entries import Entry, Judgement
from servanda.terms.ids import claim_id
from servanda.terms.reading import Reading, StoredClaim
from servanda.terms.reports import Report

BlockOf = Callable[[Claim], str]
Resolve = Callable[[Sequence[StoredClaim], Sequence[Judgement]], Sequence[Entry]]
Outcome = Literal["new", "new version", "known"]


@dataclass(frozen=True, slots=True)
class Resolver:
    """How claims become entries: the block of a claim, and the entries of a block's claims."""

    block_of: BlockOf
    resolve: Resolve


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
    latest = select(reports.c.digest, reports.c.version).where(reports.c.source == report.id)
    older = connection.execute(latest.order_by(reports.c.version.desc())).first()
    version = older.version + 1 if older is not None else 1
    _insert_report(connection, report, version, reader, at)
    touched = _insert_claims(connection, report, reading, block_of)
    _insert_rest(connection, report.digest, reading)
    if older is not None:
        touched |= set(_column(connection, select(claims.c.block).where(claims.c.report == older.digest)))
    return Inserted(version, frozenset(touched))


def add_report(
    ledger: Ledger, report: Report, reading: Reading, *, resolver: Resolver, reader: str, at: datetime
) -> Outcome:
    """Add a report with all that was read from it, and resolve the blocks that it touches again.

    The same version again adds nothing. A changed text of a known source is a new version; the claims of the older one
    stay, and leave the entries.
    """
    with ledger.writing() as connection:
        done = insert_reading(connection, report, reading, block_of=resolver.block_of, reader=reader, at=at)
        if done is None:
            return "known"
        resolve_blocks(connection, sorted(done.blocks), resolver.resolve)
        return "new" if done.version == 1 else "new version"


def _insert_report(connection: Connection, report: Report, version: int, reader: str, at: datetime) -> None:
    row = {
        "digest": report.digest, "source": report.id, "version": version, "date": report.date,
        "publisher": report.publisher, "title": report.title, "url": report.url, "language": report.language,
        "text": report.text, "reader": reader, "added_at": at.replace(tzinfo=None),
    }  # fmt: skip
    connection.execute(insert(reports), row)
    if connection.dialect.name == "sqlite":
        statement = text("INSERT INTO report_search (digest, title, text) VALUES (:digest, :title, :text)")
        connection.execute(statement, {"digest": report.digest, "title": report.title or "", "text": report.text})


def _insert_claims(connection: Connection, report: Report, reading: Reading, block_of: BlockOf) -> set[str]:
    rows: dict[str, dict[str, object]] = {}
    for position, claim in enumerate(reading.claims):
        # two readings of one stretch that say the same are one claim
        rows.setdefault(claim_id(claim), {
            "id": claim_id(claim), "report": report.digest, "position": position, "kind": claim.kind,
            "block": block_of(claim), "date": report.date, "publisher": report.publisher, "row": encode(claim),
        })  # fmt: skip
    if rows:
        connection.execute(insert(claims), list(rows.values()))
    return {str(row["block"]) for row in rows.values()}


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


def resolve_blocks(connection: Connection, blocks: Sequence[str], resolve: Resolve) -> None:
    """Resolve some blocks again and replace their entries."""
    for block in blocks:
        replaced = select(claims.c.report).where(claims.c.block == block).distinct()
        stale = _superseded(connection, _column(connection, replaced))
        query = select(*CLAIM_COLUMNS).where(claims.c.block == block)
        stored = [one for one in map(claim_of, connection.execute(query)) if one.claim.version not in stale]
        _replace_entries(connection, block, resolve(stored, _judgements(connection, [one.id for one in stored])))


def _superseded(connection: Connection, digests: Sequence[str]) -> set[str]:
    """Those of some report versions that a newer version has replaced."""
    stale: set[str] = set()
    newer = reports.alias("newer")
    for part in chunks(digests):
        query = select(reports.c.digest).where(
            reports.c.digest.in_(part),
            select(newer.c.digest)
            .where(newer.c.source == reports.c.source, newer.c.version > reports.c.version)
            .exists(),
        )
        stale.update(_column(connection, query))
    return stale


def _judgements(connection: Connection, ids: Sequence[str]) -> list[Judgement]:
    found: dict[int, Judgement] = {}
    for part in chunks(ids):
        for row in connection.execute(select(judgements).where(judgements.c.left.in_(part))):
            found[row.id] = Judgement(row.left, row.right, row.verdict, row.by, row.reason, row.at, row.person)
    return [found[key] for key in sorted(found)]


def _replace_entries(connection: Connection, block: str, made: Iterable[Entry]) -> None:
    old = _column(connection, select(entries.c.id).where(entries.c.block == block))
    for part in chunks(old):
        connection.execute(delete(members).where(members.c.entry.in_(part)))
        connection.execute(delete(entry_states).where(entry_states.c.entry.in_(part)))
        connection.execute(delete(entries).where(entries.c.id.in_(part)))
    rows = list(made)
    if not rows:
        return
    connection.execute(insert(entries), [
        {"id": e.id, "block": block, "kind": e.kind, "label": e.label, "states": msgspec.json.encode(e.states).decode()}
        for e in rows
    ])  # fmt: skip
    connection.execute(insert(members), [
        {"claim": m.claim, "entry": e.id, "position": n, "report": m.report, "date": m.date, "link": m.link}
        for e in rows
        for n, m in enumerate(e.members)
    ])  # fmt: skip
    states = [{"entry": e.id, "state": state} for e in rows for state in sorted(set(e.states))]
    if states:
        connection.execute(insert(entry_states), states)


def add_judgement(ledger: Ledger, judgement: Judgement, *, resolver: Resolver) -> None:
    """Keep a decision on two claims, and resolve their blocks again."""
    with ledger.writing() as connection:
        connection.execute(insert(judgements), {
            "left": judgement.left, "right": judgement.right, "verdict": judgement.verdict, "by": judgement.by,
            "reason": judgement.reason, "at": judgement.at.replace(tzinfo=None), "person": judgement.person,
        })  # fmt: skip
        touched = select(claims.c.block).where(claims.c.id.in_((judgement.left, judgement.right))).distinct()
        resolve_blocks(connection, sorted(_column(connection, touched)), resolver.resolve)


def rebuild_entries(
    ledger: Ledger, *, resolver: Resolver, on_block: Callable[[str], None] = lambda _block: None
) -> int:
    """Resolve every block again from claims and judgements; what comes back is the number of blocks."""
    with ledger.writing() as connection:
        blocks = _column(connection, select(claims.c.block).distinct().order_by(claims.c.block))
        orphans = _column(connection, select(entries.c.block).distinct())
        for block in sorted({*blocks, *orphans}):
            on_block(block)
            resolve_blocks(connection, [block], resolver.resolve)
        return len(blocks)
