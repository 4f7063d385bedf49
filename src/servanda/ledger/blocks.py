"""Resolves claims to entries again where something was added, and writes what changed: the one writer of those tables.

A claim that enters or leaves is compared with those within its reach; of the entries only those that hang together
with it are made anew. A block of which much is new is compared as a whole, which is quicker then and gives the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import msgspec
from sqlalchemy import ColumnElement, Connection, delete, func, insert, select

from servanda.ledger import edges, keys
from servanda.ledger.decided import is_effective
from servanda.ledger.stored import CHUNK, CLAIM_COLUMNS, chunks, claim_of, column
from servanda.ledger.tables import (
    claim_keys,
    claims,
    compared_blocks,
    entries,
    entry_states,
    members,
    pending_claims,
    reports,
    same_pairs,
    unsure_pairs,
)
from servanda.terms.claims import Claim
from servanda.terms.entries import Entry, Judgement, Reach, Same, Telling
from servanda.terms.reading import StoredClaim

BlockOf = Callable[[Claim], str]
Group = Callable[[Sequence[Telling], Sequence[Judgement], Sequence[Same]], Sequence[Sequence[str]]]
# A block is compared as a whole when it holds no more than so many claims for each new one: entering one claim takes
# about 10 ms, comparing a block anew some 0.3 ms a claim.
WHOLE = 40
# claims of small blocks compared in one go, and entries made in one go, to bound what is held in memory
AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Resolver:
    """How claims become entries.

    ``block_of`` is the block of a claim, ``keys_of`` what it must share with another of its block to be compared with
    it, ``reach`` how far in a list of such claims; ``tie`` tells of two claims that are one thing or may be,
    None when they are not; ``match`` gives the pairs of a whole block that are or may be the same, by the same measure.
    ``telling`` is what grouping looks at of a claim, ``group`` makes groups of those from pairs and judgements,
    ``entry_of`` the entry of a group. ``rules`` names what is behind all this: what other rules compared is compared
    anew.
    """

    block_of: BlockOf
    keys_of: Callable[[Claim], Collection[str]]
    tie: Callable[[StoredClaim, StoredClaim], Same | None]
    match: Callable[[Sequence[StoredClaim], Reach], Sequence[Same]]
    telling: Callable[[StoredClaim], Telling]
    group: Group
    entry_of: Callable[[Sequence[StoredClaim]], Entry]
    reach: Reach
    rules: str


def mark_pending(connection: Connection, source: str) -> None:
    """Keep that the claims of all versions of a report are still to be resolved."""
    query = select(claims.c.id, claims.c.block).join(reports).where(reports.c.source == source)
    fresh = query.where(claims.c.id.not_in(select(pending_claims.c.claim)))
    connection.execute(insert(pending_claims).from_select(["claim", "block"], fresh))


def pending_blocks(connection: Connection, source: str) -> list[str]:
    """The blocks in which claims of a report are still to be resolved."""
    query = select(pending_claims.c.block).distinct().join_from(pending_claims, claims).join_from(claims, reports)
    return sorted(column(connection, query.where(reports.c.source == source)))


def next_pending(connection: Connection) -> list[str]:
    """Blocks with claims that are still to be resolved, as many as are resolved in one go; none when all is done."""
    query = select(pending_claims.c.block).distinct().order_by(pending_claims.c.block).limit(CHUNK)
    return next(batches(connection, column(connection, query)), [])


def batches(connection: Connection, blocks: Sequence[str]) -> Iterator[list[str]]:
    """The blocks in lists of up to ``AT_ONCE`` claims, a larger block by itself."""
    batch: list[str] = []
    held = 0
    sizes = _sizes(connection, blocks)
    for block in blocks:
        if batch and held + sizes.get(block, 0) > AT_ONCE:
            yield batch
            batch, held = [], 0
        batch.append(block)
        held += sizes.get(block, 0)
    if batch:
        yield batch


def _sizes(connection: Connection, blocks: Sequence[str]) -> dict[str, int]:
    """How many claims each of some blocks holds."""
    found: dict[str, int] = {}
    for part in chunks(blocks):
        query = select(claims.c.block, func.count()).where(claims.c.block.in_(part)).group_by(claims.c.block)
        found.update((row[0], row[1]) for row in connection.execute(query))
    return found


def resolve_blocks(connection: Connection, blocks: Sequence[str], resolver: Resolver) -> None:
    """Resolve what is pending in some blocks: claims enter or leave their lists, and what they touch is made anew."""
    pending = _by_block(connection, pending_claims.c.claim, pending_claims.c.block, blocks)
    sizes = _sizes(connection, blocks)
    ruled = select(compared_blocks.c.block).where(compared_blocks.c.rules == resolver.rules)
    known = {
        block for part in chunks(blocks) for block in column(connection, ruled.where(compared_blocks.c.block.in_(part)))
    }
    piecemeal = {b for b in blocks if b in known and sizes.get(b, 0) > WHOLE * len(pending[b])}
    fresh = {claim for block in blocks for claim in pending[block]}
    moved = _enter(connection, {claim for block in piecemeal for claim in pending[block]}, resolver)
    whole = _by_block(connection, claims.c.id, claims.c.block, [b for b in blocks if b not in piecemeal])
    moved |= _compare(connection, whole, resolver)
    anew = fresh | {claim for block, held in whole.items() if block not in known for claim in held}
    regroup(connection, moved, resolver, anew=anew)
    _settled(connection, blocks, resolver.rules)


def _settled(connection: Connection, blocks: Sequence[str], rules: str) -> None:
    for part in chunks(blocks):
        connection.execute(delete(pending_claims).where(pending_claims.c.block.in_(part)))
        connection.execute(delete(compared_blocks).where(compared_blocks.c.block.in_(part)))
        connection.execute(insert(compared_blocks), [{"block": block, "rules": rules} for block in part])


def _by_block(
    connection: Connection, name: ColumnElement[str], of: ColumnElement[str], blocks: Sequence[str]
) -> dict[str, set[str]]:
    """The claims of each of some blocks, as two columns of a table tell."""
    found: dict[str, set[str]] = {block: set() for block in blocks}
    for part in chunks(blocks):
        for block, claim in connection.execute(select(of, name).where(of.in_(part))):
            found[block].add(claim)
    return found


def forget(connection: Connection) -> None:
    """Take away all that was derived, so that every block is resolved from nothing."""
    for table in (members, entry_states, entries, same_pairs, unsure_pairs, claim_keys, compared_blocks):
        connection.execute(delete(table))


def _compare(connection: Connection, blocks: Mapping[str, Collection[str]], resolver: Resolver) -> set[str]:
    """Compare blocks as a whole, which are given with their claims; what comes back are all those."""
    every = {claim for held in blocks.values() for claim in held}
    stored = {one.id: one for one in _current(connection, sorted(every))}
    lists: dict[str, list[tuple[int, date]]] = {}
    same: list[Same] = []
    for block, held in blocks.items():
        told = [stored[claim] for claim in sorted(held) if claim in stored]
        same.extend(resolver.match(told, resolver.reach))
        for one in told:
            lists[one.id] = [(keys.number(block, key), one.date) for key in sorted(resolver.keys_of(one.claim))]
    keys.write(connection, every, lists)
    edges.replace(connection, every, same)
    return every


def _enter(connection: Connection, names: Collection[str], resolver: Resolver) -> set[str]:
    """Let claims leave the lists they stand in, and enter those they should; the claims whose pairs changed."""
    moved = set(names)
    for name in sorted(_resolved(connection, names)):
        moved |= _leave(connection, name, resolver)
    for one in sorted(_current(connection, sorted(names)), key=lambda one: one.id):
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
    stored = {one.id: one for one in _current(connection, sorted(edges.touching(list(met))))}
    told = (resolver.tie(stored[left], stored[right]) for left, right in sorted(met))
    return [pair for pair in told if pair is not None]


def _ends(pairs: Iterable[Same]) -> set[str]:
    """The claims of the pairs that make entries: what a person is to be asked ties nothing."""
    return {end for pair in pairs if pair.sure for end in (pair.left, pair.right)}


def regroup(connection: Connection, names: Collection[str], resolver: Resolver, *, anew: Collection[str] = ()) -> None:
    """Make the entries again of all that hangs together with some claims; those of claims in ``anew`` in any case."""
    reached, same, judged = edges.connected(connection, names)
    tellings = [resolver.telling(one) for one in _current(connection, sorted(reached))]
    groups = {tuple(group) for group in resolver.group(tellings, judged, same)}
    before = _groups(connection, reached)
    stay = {entry for entry, group in before.items() if group in groups and not set(anew) & set(group)}
    _delete(connection, sorted(before.keys() - stay))
    made = sorted(groups - {before[entry] for entry in stay})
    for at in range(0, len(made), AT_ONCE):
        _make(connection, made[at : at + AT_ONCE], resolver)


def _make(connection: Connection, groups: Sequence[Sequence[str]], resolver: Resolver) -> None:
    stored = {one.id: one for one in _current(connection, sorted(name for group in groups for name in group))}
    told = [[stored[name] for name in group] for group in groups]
    _insert(connection, [(resolver.entry_of(some), resolver.block_of(some[0].claim)) for some in told])


def _groups(connection: Connection, names: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The entries that hold any of some claims, each with its claims in order."""
    found: dict[str, list[str]] = {}
    for part in chunks(sorted(names)):
        holding = select(members.c.entry).where(members.c.claim.in_(part))
        query = select(members.c.entry, members.c.claim).where(members.c.entry.in_(holding))
        held: dict[str, list[str]] = {}
        for entry, claim in connection.execute(query.order_by(members.c.entry, members.c.position)).all():
            held.setdefault(entry, []).append(claim)
        found.update(held)
    return {entry: tuple(claims_) for entry, claims_ in found.items()}


def _current(connection: Connection, names: Sequence[str]) -> Iterator[StoredClaim]:
    """Those of some claims that stand in current report versions, and that nobody rejected."""
    for part in chunks(names):
        query = select(*CLAIM_COLUMNS).join(reports).where(claims.c.id.in_(part), is_effective())
        yield from map(claim_of, connection.execute(query).all())


def _delete(connection: Connection, ids: Sequence[str]) -> None:
    for part in chunks(ids):
        connection.execute(delete(members).where(members.c.entry.in_(part)))
        connection.execute(delete(entry_states).where(entry_states.c.entry.in_(part)))
        connection.execute(delete(entries).where(entries.c.id.in_(part)))


def _insert(connection: Connection, made: Sequence[tuple[Entry, str]]) -> None:
    """Write entries, each with its block."""
    connection.execute(insert(entries), [
        {
            "id": e.id, "block": block, "kind": e.kind, "label": e.label,
            "states": msgspec.json.encode(e.states).decode(),
        }
        for e, block in made
    ])  # fmt: skip
    connection.execute(insert(members), [
        {"claim": m.claim, "entry": e.id, "position": n, "report": m.report, "date": m.date, "link": m.link}
        for e, _ in made
        for n, m in enumerate(e.members)
    ])  # fmt: skip
    states = [{"entry": e.id, "state": state} for e, _ in made for state in sorted(set(e.states))]
    if states:
        connection.execute(insert(entry_states), states)
