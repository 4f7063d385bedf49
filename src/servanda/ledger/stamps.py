"""How far a ledger has come: cheap numbers that change whenever what is told of an entry may have changed.

Reports, claims and decisions are only ever added, so that their numbers tell whether anything came since.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import and_, func, select

from servanda.ledger.session import Ledger
from servanda.ledger.tables import (
    claims,
    decision_claims,
    decisions,
    entries,
    members,
    pending_claims,
    report_states,
    reports,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a whole ledger holds; two equal stamps are one state of it."""

    reports: int
    decisions: int
    pending: int


def stamp(ledger: Ledger) -> Stamp:
    """The stamp of a ledger now: some milliseconds with 100,000 claims."""
    with ledger.reading() as connection:
        number = connection.execute(select(func.count()).select_from(reports)).scalar_one()
        decided = connection.execute(select(func.count()).select_from(decisions)).scalar_one()
        pending = connection.execute(select(func.count()).select_from(pending_claims)).scalar_one()
        return Stamp(number, decided, pending)


def block_stamps(ledger: Ledger) -> dict[str, tuple[int, int, int]]:
    """For every block: its claims, how many of them are in entries, and the decisions about them."""
    told = select(claims.c.block, func.count()).group_by(claims.c.block)
    joined = (
        select(entries.c.block, func.count()).join(members, members.c.entry == entries.c.id).group_by(entries.c.block)
    )
    decided = select(claims.c.block, func.count()).join(decision_claims, decision_claims.c.claim == claims.c.id)
    queries = (told, joined, decided.group_by(claims.c.block))
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    with ledger.reading() as connection:
        for place, query in enumerate(queries):
            for row in connection.execute(query):
                found[row[0]][place] = row[1]
    return {block: (a, b, c) for block, (a, b, c) in found.items()}


def pair_stamps(ledger: Ledger) -> dict[tuple[str, str], int]:
    """For every two states: how many report versions tell of both."""
    left, right = report_states.alias(), report_states.alias()
    query = (
        select(left.c.state, right.c.state, func.count())
        .join_from(left, right, and_(left.c.report == right.c.report, left.c.state < right.c.state))
        .group_by(left.c.state, right.c.state)
    )
    with ledger.reading() as connection:
        return {(a, b): number for a, b, number in connection.execute(query)}
