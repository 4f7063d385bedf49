"""Claims enter and leave the lists in which they are compared; nothing else of a block is looked at."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from servanda.ledger import edges, keys
from servanda.ledger.decided import is_effective
from servanda.ledger.resolver import Resolver
from servanda.ledger.stored import CLAIM_COLUMNS, chunks, claim_of, column
from servanda.ledger.tables import claims, members, pending_claims, reports
from servanda.terms.entries import Same
from servanda.terms.reading import StoredClaim


@dataclass(frozen=True, slots=True)
class Moved:
    """What may change entries: claims that are new, those of before that lost or won something, pairs that are no more.

    A pair that a new claim won or parted changes nothing else of the claims it holds.
    """

    new: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    parted: list[Same] = field(default_factory=list)


def enter(connection: Connection, names: Collection[str], resolver: Resolver) -> Moved:
    """Let claims leave the lists they stand in, and enter those they should; what may change entries."""
    known = _resolved(connection, names)
    moved = Moved(set(names) - known, set(known))
    for name in sorted(known):
        moved.changed.update(_leave(connection, name, resolver))
    for one in sorted(current(connection, sorted(names)), key=lambda one: one.id):
        moved.parted.extend(_join(connection, one, resolver))
    return moved


def _resolved(connection: Connection, names: Collection[str]) -> set[str]:
    """Those of some claims that are in an entry."""
    found: set[str] = set()
    for part in chunks(sorted(names)):
        found.update(column(connection, select(members.c.claim).where(members.c.claim.in_(part))))
    return found


def _leave(connection: Connection, name: str, resolver: Resolver) -> set[str]:
    """Take a claim out of its lists; the claims that lost or won a pair."""
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


def _join(connection: Connection, one: StoredClaim, resolver: Resolver) -> Iterable[Same]:
    """Enter a claim into its lists; the pairs that are no more, since it came in between."""
    place = (one.date, one.id)
    met: set[keys.Pair] = set()
    parted: set[keys.Pair] = set()
    for key in sorted(resolver.keys_of(one.claim)):
        listed = keys.number(resolver.block_of(one.claim), key)
        found = keys.around(connection, listed, place, resolver.reach)
        met.update((name, one.id) if before else (one.id, name) for name, before in found.near(resolver.reach))
        parted.update(found.parted(resolver.reach))
        keys.put(connection, listed, place)
    edges.add(connection, _ties(connection, met, resolver))
    held = edges.kept(connection, parted)
    lost = {pair: held[pair] for pair in held if not keys.within_reach(connection, pair, resolver.reach)}
    edges.drop(connection, lost)
    return lost.values()


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


def standing(connection: Connection, names: Sequence[str], entered: Collection[str]) -> Iterator[StoredClaim]:
    """The same as ``current``, where of some claims it is known that they are in entries.

    These stand unless they are still to be resolved; their reports, which lie all over the file, are not read.
    """
    pending = set()
    for part in chunks(names):
        pending.update(column(connection, select(pending_claims.c.claim).where(pending_claims.c.claim.in_(part))))
    yield from _listed(connection, [name for name in names if name in entered and name not in pending])
    yield from current(connection, [name for name in names if name not in entered or name in pending])


def _listed(connection: Connection, names: Sequence[str]) -> Iterator[StoredClaim]:
    """Claims that are known to stand in current versions, as those in lists do: their reports are not read."""
    for part in chunks(names):
        yield from map(claim_of, connection.execute(select(*CLAIM_COLUMNS).where(claims.c.id.in_(part))).all())
