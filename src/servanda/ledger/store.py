"""Writes to a ledger: each call is one transaction, and a report is in it whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from sqlalchemy import select

from servanda.errors import InputError
from servanda.ledger import arrivals
from servanda.ledger.blocks import batches, forget, next_pending, pending_blocks, resolve_blocks
from servanda.ledger.decisions import keep_decisions, restate
from servanda.ledger.resolver import Resolver
from servanda.ledger.session import Ledger
from servanda.ledger.stored import column
from servanda.ledger.tables import claims
from servanda.terms.decisions import Decision
from servanda.terms.entries import Judgement
from servanda.terms.reading import Reading
from servanda.terms.reports import Report

Outcome = Literal["new", "new version", "known"]


def is_known(ledger: Ledger, report: Report) -> bool:
    """Whether this very version of a report is in the ledger."""
    with ledger.reading() as connection:
        return bool(arrivals.is_known(connection, [report.digest]))


def add_report(
    ledger: Ledger, report: Report, reading: Reading, *, resolver: Resolver, reader: str, at: datetime
) -> Outcome:
    """Add a report with all that was read from it, and resolve what it touches.

    The same version again adds nothing. A changed text of a known source is a new version; the claims of the older one
    stay, and leave the entries.
    """
    with ledger.writing() as connection:
        (version,) = arrivals.insert_readings(
            connection, [(report, reading)], block_of=resolver.block_of, reader=reader, at=at
        )
        if version is None:
            return "known"
        resolve_blocks(connection, pending_blocks(connection, report.id), resolver)
        return "new" if version == 1 else "new version"


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
    with ledger.writing(much=True) as connection:
        forget(connection)
        restate(connection, resolver.block_of)
        every = column(connection, select(claims.c.block).distinct())
        for blocks in batches(connection, sorted(every)):
            resolve_blocks(connection, blocks, resolver)
            for block in blocks:
                on_block(block)
        return len(every)
