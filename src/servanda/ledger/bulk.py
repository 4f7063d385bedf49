"""Many reports at once: rows in large transactions, and every touched block resolved a single time at the end.

For filling a new ledger from a corpus. Nothing is told as added before all of it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from servanda.ledger.session import Ledger
from servanda.ledger.store import Resolver, insert_reading, resolve_blocks
from servanda.terms.reading import Reading
from servanda.terms.reports import Report

BATCH = 500


def add_many(
    ledger: Ledger, readings: Iterable[tuple[Report, Reading]], *, resolver: Resolver, reader: str, at: datetime
) -> int:
    """Add reports with what was read from them, then resolve; what comes back is how many were new."""
    touched: set[str] = set()
    added = 0
    batch: list[tuple[Report, Reading]] = []
    for pair in readings:
        batch.append(pair)
        if len(batch) >= BATCH:
            added += _flush(ledger, batch, touched, resolver, reader, at)
            batch = []
    added += _flush(ledger, batch, touched, resolver, reader, at)
    for block in sorted(touched):
        with ledger.writing() as connection:
            resolve_blocks(connection, [block], resolver.resolve)
    return added


def _flush(
    ledger: Ledger,
    batch: list[tuple[Report, Reading]],
    touched: set[str],
    resolver: Resolver,
    reader: str,
    at: datetime,
) -> int:
    added = 0
    with ledger.writing() as connection:
        for report, reading in batch:
            found = insert_reading(connection, report, reading, block_of=resolver.block_of, reader=reader, at=at)
            if found is not None:
                added += 1
                touched |= found.blocks
    return added
