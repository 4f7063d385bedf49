"""What was compared before in a block, so that a new report's claims alone are compared with the others.

Scoring every pair of the largest relation among 100,000 claims again took 1.3 s a report, nine tenths of adding it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import Connection, bindparam, delete, insert, select

from servanda.ledger.stored import column
from servanda.ledger.tables import claims, compared_blocks, same_pairs
from servanda.terms.entries import Compared, Entry, Same

Pairs = Mapping[tuple[str, str], float]


def kept_pairs(connection: Connection, blocks: Collection[str]) -> dict[tuple[str, str], float]:
    """The pairs of some blocks that came out the same when they were compared last."""
    query = select(same_pairs).join(claims, claims.c.id == same_pairs.c.left)
    rows = connection.execute(query.where(claims.c.block.in_(sorted(blocks))))
    return {(row.left, row.right): row.points for row in rows}


def compared(
    connection: Connection, home: Mapping[str, str], before: Iterable[Entry], pairs: Pairs, *, rules: str
) -> Compared:
    """What holds of an earlier comparison by the same rules, for the claims of ``home``, each with its block.

    Nothing holds when a claim was taken away since: its neighbours in a long list may now be compared that were not.
    """
    was = {member.claim for entry in before for member in entry.members}
    if not was <= home.keys():
        return Compared()
    query = select(compared_blocks.c.block).where(
        compared_blocks.c.block.in_(sorted(set(home.values()))), compared_blocks.c.rules == rules
    )
    valid = set(column(connection, query))
    return Compared({claim: home[claim] for claim in was if home[claim] in valid}, pairs)


def keep(connection: Connection, blocks: Collection[str], before: Pairs, same: Iterable[Same], *, rules: str) -> None:
    """Remember how some blocks came out, in place of how they came out before."""
    after = {(pair.left, pair.right): pair.points for pair in same}
    gone = [{"a": left, "b": right} for (left, right), points in before.items() if after.get((left, right)) != points]
    if gone:
        here = (same_pairs.c.left == bindparam("a")) & (same_pairs.c.right == bindparam("b"))
        connection.execute(delete(same_pairs).where(here), gone)
    fresh = [
        {"left": left, "right": right, "points": points}
        for (left, right), points in after.items()
        if before.get((left, right)) != points
    ]
    if fresh:
        connection.execute(insert(same_pairs), fresh)
    connection.execute(delete(compared_blocks).where(compared_blocks.c.block.in_(sorted(blocks))))
    connection.execute(insert(compared_blocks), [{"block": block, "rules": rules} for block in sorted(blocks)])


def forget(connection: Connection) -> None:
    """Let everything be compared anew."""
    connection.execute(delete(same_pairs))
    connection.execute(delete(compared_blocks))
