"""The pairs of claims that came out as one thing, and what persons judged of pairs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import Connection, bindparam, delete, insert, or_, select

from servanda.ledger.keys import Pair
from servanda.ledger.stored import chunks
from servanda.ledger.tables import judgements, same_pairs, unsure_pairs
from servanda.terms.entries import Judgement, Same

# where pairs are kept that are sure, and those that are not
_TABLES = {True: same_pairs, False: unsure_pairs}


def of_claims(connection: Connection, names: Collection[str], *, sure: bool = True) -> dict[Pair, float]:
    """The pairs that hold any of these claims, with what speaks for them."""
    table = _TABLES[sure]
    found: dict[Pair, float] = {}
    for part in chunks(sorted(names)):
        # two queries, since an OR of two columns would read the whole table
        for side in (table.c.left, table.c.right):
            # all at once: rows that are fetched one by one take three times as long
            for left, right, points in connection.execute(select(table).where(side.in_(part))).all():
                found[left, right] = points
    return found


def among(connection: Connection, names: Collection[str]) -> dict[Pair, float]:
    """The sure pairs of which both are among some claims."""
    found: dict[Pair, float] = {}
    for part in chunks(sorted(names)):
        for left, right, points in connection.execute(select(same_pairs).where(same_pairs.c.left.in_(part))).all():
            if right in names:
                found[left, right] = points
    return found


def kept(connection: Connection, pairs: Collection[Pair]) -> dict[Pair, Same]:
    """Those of some pairs that came out the same, or may be."""
    wanted = set(pairs)
    found: dict[Pair, Same] = {}
    for sure, table in _TABLES.items():
        # by the left ends: few pairs start with one claim, and a query for each pair takes a hundred times as long
        for part in chunks(sorted({left for left, _ in wanted})):
            for left, right, points in connection.execute(select(table).where(table.c.left.in_(part))).all():
                if (left, right) in wanted:
                    found[left, right] = Same(left, right, points, sure)
    return found


def add(connection: Connection, found: Collection[Same]) -> None:
    """Keep pairs that are not kept yet."""
    for sure, table in _TABLES.items():
        rows = [{"left": one.left, "right": one.right, "points": one.points} for one in found if one.sure is sure]
        if rows:
            connection.execute(insert(table), rows)


def drop(connection: Connection, pairs: Collection[Pair]) -> None:
    """Forget some pairs."""
    rows = [{"a": left, "b": right} for left, right in pairs]
    for table in _TABLES.values() if rows else ():
        here = (table.c.left == bindparam("a")) & (table.c.right == bindparam("b"))
        connection.execute(delete(table).where(here), rows)


def replace(connection: Connection, names: Collection[str], found: Iterable[Same]) -> None:
    """Keep these pairs in place of all that held any of some claims."""
    after = {(one.left, one.right): one for one in found}
    before = {
        pair: Same(*pair, points, sure)
        for sure in _TABLES
        for pair, points in of_claims(connection, names, sure=sure).items()
    }
    drop(connection, [pair for pair, one in before.items() if after.get(pair) != one])
    add(connection, [one for pair, one in after.items() if before.get(pair) != one])


def decided(connection: Connection, names: Collection[str]) -> list[Judgement]:
    """What persons decided about any of these claims, in the order it was decided."""
    found: dict[int, Judgement] = {}
    for part in chunks(sorted(names)):
        of_part = or_(judgements.c.left.in_(part), judgements.c.right.in_(part))
        for r in connection.execute(select(judgements).where(of_part, judgements.c.person)):
            found[r.id] = Judgement(r.left, r.right, r.verdict, r.by, r.reason, r.at, r.person)
    return [found[number] for number in sorted(found)]


def touching(pairs: Sequence[Pair] | Mapping[Pair, float]) -> set[str]:
    """The claims of some pairs."""
    return {name for pair in pairs for name in pair}


def components(names: Iterable[str], pairs: Iterable[Pair]) -> dict[str, frozenset[str]]:
    """For each of some claims all that hang together with it through some pairs, itself among them."""
    group: dict[str, set[str]] = {name: {name} for name in names}
    for left, right in pairs:
        a, b = group[left], group[right]
        if a is b:
            continue
        if len(a) < len(b):
            a, b = b, a
        a |= b
        group.update(dict.fromkeys(b, a))
    made: dict[int, frozenset[str]] = {}
    return {name: made.setdefault(id(told), frozenset(told)) for name, told in group.items()}
