"""The pairs of claims that came out as one thing, and all that hangs together through them and through judgements."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import Connection, bindparam, delete, insert, or_, select

from servanda.ledger.keys import Pair
from servanda.ledger.stored import chunks
from servanda.ledger.tables import judgements, same_pairs
from servanda.terms.entries import Judgement, Same


def of_claims(connection: Connection, names: Collection[str]) -> dict[Pair, float]:
    """The pairs that hold any of these claims, with what speaks for them."""
    found: dict[Pair, float] = {}
    for part in chunks(sorted(names)):
        # two queries, since an OR of two columns would read the whole table
        for side in (same_pairs.c.left, same_pairs.c.right):
            # all at once: rows that are fetched one by one take three times as long
            for left, right, points in connection.execute(select(same_pairs).where(side.in_(part))).all():
                found[left, right] = points
    return found


def kept(connection: Connection, pairs: Iterable[Pair]) -> list[Pair]:
    """Those of some pairs that came out the same."""
    here = (same_pairs.c.left == bindparam("a")) & (same_pairs.c.right == bindparam("b"))
    query = select(same_pairs.c.left, same_pairs.c.right).where(here)
    rows = (connection.execute(query, {"a": left, "b": right}).first() for left, right in pairs)
    return [(row[0], row[1]) for row in rows if row is not None]


def add(connection: Connection, same: Iterable[Same]) -> None:
    """Keep pairs that came out the same and are not kept yet."""
    rows = [{"left": one.left, "right": one.right, "points": one.points} for one in same]
    if rows:
        connection.execute(insert(same_pairs), rows)


def drop(connection: Connection, pairs: Iterable[Pair]) -> None:
    """Forget some pairs."""
    rows = [{"a": left, "b": right} for left, right in pairs]
    if rows:
        here = (same_pairs.c.left == bindparam("a")) & (same_pairs.c.right == bindparam("b"))
        connection.execute(delete(same_pairs).where(here), rows)


def replace(connection: Connection, before: Mapping[Pair, float], same: Iterable[Same]) -> None:
    """Keep these pairs in place of those of before."""
    after = {(one.left, one.right): one.points for one in same}
    drop(connection, [pair for pair, points in before.items() if after.get(pair) != points])
    add(connection, [Same(*pair, points) for pair, points in after.items() if before.get(pair) != points])


def decided(connection: Connection, names: Collection[str]) -> list[Judgement]:
    """What persons decided about any of these claims, in the order it was decided."""
    found: dict[int, Judgement] = {}
    for part in chunks(sorted(names)):
        of_part = or_(judgements.c.left.in_(part), judgements.c.right.in_(part))
        for r in connection.execute(select(judgements).where(of_part, judgements.c.person)):
            found[r.id] = Judgement(r.left, r.right, r.verdict, r.by, r.reason, r.at, r.person)
    return [found[number] for number in sorted(found)]


def connected(connection: Connection, names: Iterable[str]) -> tuple[set[str], list[Same], list[Judgement]]:
    """All claims that hang together with some through pairs and judgements, and those pairs and judgements."""
    reached, ahead = set(names), set(names)
    pairs: dict[Pair, float] = {}
    said: dict[Judgement, None] = {}
    while ahead:
        fresh = of_claims(connection, ahead)
        judged = decided(connection, ahead)
        pairs.update(fresh)
        said.update(dict.fromkeys(judged))
        ends: set[str] = {name for pair in fresh for name in pair}
        # a tie that was withdrawn joins nothing, but looking at both its sides does no harm
        ends |= {name for one in judged for name in (one.left, one.right)}
        ahead = ends - reached
        reached |= ahead
    return reached, [Same(*pair, points) for pair, points in pairs.items()], list(said)


def touching(pairs: Sequence[Pair] | Mapping[Pair, float]) -> set[str]:
    """The claims of some pairs."""
    return {name for pair in pairs for name in pair}
