"""The lists in which claims are looked up by what they must share, and which claims of a list are compared.

A list is ordered by day. When a claim enters or leaves it, the pairs within reach change around its place only; nothing
else of the list is read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, delete, func, insert, select, tuple_

from servanda.ledger.stored import chunks, column
from servanda.ledger.tables import claim_keys
from servanda.terms.entries import Reach

Place = tuple[date, str]
Pair = tuple[str, str]


def number(block: str, key: str) -> int:
    """A key of a block as the signed 64-bit number under which it is kept."""
    digest = hashlib.blake2b(f"{block}\0{key}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


@dataclass(frozen=True, slots=True)
class Around:
    """What lies before and after a place of a list, nearest last and nearest first, as far as reaches matter."""

    before: tuple[str, ...]
    after: tuple[str, ...]

    def near(self, reach: Reach) -> Iterator[tuple[str, bool]]:
        """The claims that one at this place is compared with, and whether each lies before it."""
        yield from ((name, True) for name in self.before[-reach.far :])
        yield from ((name, False) for name in self.after[: reach.far])

    def parted(self, reach: Reach) -> Iterator[Pair]:
        """The pairs that are compared without a claim at this place, and no more with one."""
        listed = (*self.before, *self.after)
        for at, left in enumerate(self.before):
            right = at + reach.far
            if len(self.before) <= right < len(listed):
                yield left, listed[right]


def around(connection: Connection, key: int, place: Place, reach: Reach) -> Around:
    """What lies around a place of a list; the claim at the place itself is left out."""
    held = tuple_(claim_keys.c.date, claim_keys.c.claim)
    listed = select(claim_keys.c.claim).where(claim_keys.c.key == key).limit(reach.far)
    # one day is as good as a thousand: the order is of days and then of ids
    before = listed.where(held < place).order_by(claim_keys.c.date.desc(), claim_keys.c.claim.desc())
    after = listed.where(held > place).order_by(claim_keys.c.date, claim_keys.c.claim)
    return Around(tuple(reversed(column(connection, before))), tuple(column(connection, after)))


def places(connection: Connection, claim: str) -> list[tuple[int, Place]]:
    """The lists in which a claim stands, and where."""
    query = select(claim_keys.c.key, claim_keys.c.date).where(claim_keys.c.claim == claim).order_by(claim_keys.c.key)
    return [(key, (day, claim)) for key, day in connection.execute(query)]


def put(connection: Connection, key: int, place: Place) -> None:
    """Enter a claim into a list."""
    connection.execute(insert(claim_keys), {"key": key, "date": place[0], "claim": place[1]})


def take(connection: Connection, claims: Collection[str]) -> None:
    """Take claims out of all their lists."""
    for part in chunks(sorted(claims)):
        connection.execute(delete(claim_keys).where(claim_keys.c.claim.in_(part)))


def within_reach(connection: Connection, pair: Pair, reach: Reach) -> bool:
    """Whether two claims lie near enough in any list that holds both."""
    left, right = (dict(places(connection, name)) for name in pair)
    return any(_near(connection, key, left[key], right[key], reach) for key in left.keys() & right.keys())


def _near(connection: Connection, key: int, left: Place, right: Place, reach: Reach) -> bool:
    low, high = sorted((left, right))
    held = tuple_(claim_keys.c.date, claim_keys.c.claim)
    between = select(claim_keys.c.claim).where(claim_keys.c.key == key, held > low, held < high).limit(reach.far)
    return int(connection.execute(select(func.count()).select_from(between.subquery())).scalar_one()) < reach.far


def write(connection: Connection, was: Collection[str], now: Mapping[str, Sequence[tuple[int, date]]]) -> None:
    """Let the claims that are given stand in the lists that are given, and those that were there before in no other."""
    wanted = {(key, day, claim) for claim, rows in now.items() for key, day in rows}
    held = set()
    for part in chunks(sorted({*was, *now})):
        held |= {tuple(row) for row in connection.execute(select(claim_keys).where(claim_keys.c.claim.in_(part)))}
    changed = {claim for _, _, claim in wanted ^ held}
    take(connection, changed)
    fresh = [{"key": key, "date": day, "claim": claim} for key, day, claim in sorted(wanted) if claim in changed]
    if fresh:
        connection.execute(insert(claim_keys), fresh)
