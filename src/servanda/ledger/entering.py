"""Claims enter and leave the lists in which they are compared; nothing else of a block is looked at."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from sqlalchemy import Connection, select

from servanda.ledger import edges, keys
from servanda.ledger.decided import is_effective
from servanda.ledger.resolver import Resolver
from servanda.ledger.stored import CLAIM_COLUMNS, chunks, claim_of, column
from servanda.ledger.tables import claims, members, reports
from servanda.terms.entries import Same
from servanda.terms.reading import StoredClaim


def enter(connection: Connection, names: Collection[str], resolver: Resolver) -> set[str]:
    """Let claims leave the lists they stand in, and enter those they should; the claims whose pairs changed."""
    moved = set(names)
    for name in sorted(_resolved(connection, names)):
        moved |= _leave(connection, name, resolver)
    for one in sorted(current(connection, sorted(names)), key=lambda one: one.id):
        moved |= _join(connection, one, resolver)
    return moved


def _resolved(connection: Connection, names: Collection[str]) -> set[str]:
    """Those of some claims that are in an entry."""
    found: set[str] = set()
    for part in chunks(sorted(names)):
        found.update(column(connection, select(members.c.claim).where(members.c.claim.in_(part))))
    return found


def _leave(connection: Connection, name: str, resolver: Resolver) -> set[str]:
    lost = edges.of_claims(connection, [name])
    edges.replace(connection, [name], ())
    stood = keys.places(connection, name)
    keys.take(connection, [name])
    met: set[keys.Pair] = set()
    for key, place in stood:
        met.update(keys.around(connection, key, place, resolver.reach).parted(resolver.reach))
    found = _ties(connection, met - edges.kept(connection, met).keys(), resolver)
    edges.add(connection, found)
    return edges.touching(lost) | _ends(found)


def _join(connection: Connection, one: StoredClaim, resolver: Resolver) -> set[str]:
    place = (one.date, one.id)
    met: set[keys.Pair] = set()
    parted: set[keys.Pair] = set()
    for key in sorted(resolver.keys_of(one.claim)):
        listed = keys.number(resolver.block_of(one.claim), key)
        found = keys.around(connection, listed, place, resolver.reach)
        met.update((name, one.id) if before else (one.id, name) for name, before in found.near(resolver.reach))
        parted.update(found.parted(resolver.reach))
        keys.put(connection, listed, place)
    ties = _ties(connection, met, resolver)
    edges.add(connection, ties)
    held = edges.kept(connection, parted)
    lost = {pair: held[pair] for pair in held if not keys.within_reach(connection, pair, resolver.reach)}
    edges.drop(connection, lost)
    return {one.id, *_ends(lost.values()), *_ends(ties)}


def _ties(connection: Connection, met: Collection[keys.Pair], resolver: Resolver) -> list[Same]:
    """Those of some pairs that are the same thing, or may be."""
    stored = {one.id: one for one in _listed(connection, sorted(edges.touching(list(met))))}
    told = (resolver.tie(stored[left], stored[right]) for left, right in sorted(met))
    return [pair for pair in told if pair is not None]


def _ends(pairs: Iterable[Same]) -> set[str]:
    """The claims of the pairs that make entries: what a person is to be asked ties nothing."""
    return {end for pair in pairs if pair.sure for end in (pair.left, pair.right)}


def current(connection: Connection, names: Sequence[str]) -> Iterator[StoredClaim]:
    """Those of some claims that stand in current report versions, and that nobody rejected."""
    for part in chunks(names):
        query = select(*CLAIM_COLUMNS).join(reports).where(claims.c.id.in_(part), is_effective())
        yield from map(claim_of, connection.execute(query).all())


def _listed(connection: Connection, names: Sequence[str]) -> Iterator[StoredClaim]:
    """Claims that stand in lists, and so in current versions: reports, which lie all over the file, are not read."""
    for part in chunks(names):
        yield from map(claim_of, connection.execute(select(*CLAIM_COLUMNS).where(claims.c.id.in_(part))).all())
