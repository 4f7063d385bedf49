"""Many reports at once: rows in large transactions, and every touched block resolved a single time at the end.

For filling a new ledger from a corpus. The claims are marked as pending with the rows, so that a kill in between loses
nothing: the next call, and the next adding, resolve what is still marked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from servanda.ledger.arrivals import insert_readings
from servanda.ledger.resolver import BlockOf, Resolver
from servanda.ledger.session import Ledger
from servanda.ledger.store import settle
from servanda.terms.reading import Reading
from servanda.terms.reports import Report

# reports in one transaction
BATCH = 500

Pairs = Iterator[tuple[Report, Reading]]


def insert_many(
    ledger: Ledger, readings: Iterable[tuple[Report, Reading]], *, block_of: BlockOf, reader: str, at: datetime
) -> int:
    """Add reports with what was read from them, their claims marked as pending; what comes back is how many were new.

    Nothing of them is in an entry before the next adding or rebuild.
    """
    ahead: Pairs = iter(readings)
    added = 0
    while batch := list(islice(ahead, BATCH)):
        with ledger.writing(much=True) as connection:
            versions = insert_readings(connection, batch, block_of=block_of, reader=reader, at=at)
        added += sum(version is not None for version in versions)
    return added


def add_many(
    ledger: Ledger, readings: Iterable[tuple[Report, Reading]], *, resolver: Resolver, reader: str, at: datetime
) -> int:
    """Add reports with what was read from them, then resolve; what comes back is how many were new."""
    added = insert_many(ledger, readings, block_of=resolver.block_of, reader=reader, at=at)
    settle(ledger, resolver=resolver)
    return added
