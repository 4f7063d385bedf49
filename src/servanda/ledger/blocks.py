"""Resolves claims to entries again where something was added, and writes what changed: the one writer of those tables.

A claim that enters or leaves is compared with those within its reach; of the entries only those that hang together
with it are made anew. A block of which much is new is compared as a whole, which is quicker then and gives the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

import msgspec
from sqlalchemy import ColumnElement, Connection, delete, func, insert, select

from servanda.ledger import edges, keys
from servanda.ledger.entering import Moved, current, enter
from servanda.ledger.grouping import regrouped
from servanda.ledger.resolver import Resolver
from servanda.ledger.stored import CHUNK, chunks, column
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
from servanda.terms.entries import Entry, Same
from servanda.terms.reading import StoredClaim

# A block is compared as a whole when it holds no more than so many claims for each new one: entering one claim takes
# about 10 ms, comparing a block anew some 0.3 ms a claim.
WHOLE = 40
# claims of small blocks compared in one go, and entries made in one go, to bound what is held in memory
AT_ONCE = 2000
_NONE_READ: Mapping[str, StoredClaim] = {}


def mark_pending(connection: Connection, sources: Sequence[str]) -> None:
    """Keep that the claims of all versions of some reports are still to be resolved."""
    marked = select(pending_claims.c.claim).where(pending_claims.c.claim == claims.c.id).exists()
    fresh = select(claims.c.id, claims.c.block).join(reports).where(~marked)
    for part in chunks(sources):
        wanted = fresh.where(reports.c.source.in_(part))
        connection.execute(insert(pending_claims).from_select(["claim", "block"], wanted))


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


def _holds_more(connection: Connection, block: str, number: int) -> bool:
    """Whether a block holds more than so many claims; no more of them are counted."""
    some = select(claims.c.id).where(claims.c.block == block).limit(number + 1).subquery()
    return int(connection.execute(select(func.count()).select_from(some)).scalar_one()) > number


def resolve_blocks(connection: Connection, blocks: Sequence[str], resolver: Resolver) -> None:
    """Resolve what is pending in some blocks: claims enter or leave their lists, and what they touch is made anew."""
    pending = _by_block(connection, pending_claims.c.claim, pending_claims.c.block, blocks)
    ruled = select(compared_blocks.c.block).where(compared_blocks.c.rules == resolver.rules)
    known = {
        block for part in chunks(blocks) for block in column(connection, ruled.where(compared_blocks.c.block.in_(part)))
    }
    piecemeal = {b for b in blocks if b in known and _holds_more(connection, b, WHOLE * len(pending[b]))}
    fresh = {claim for block in blocks for claim in pending[block]}
    moved = enter(connection, {claim for block in piecemeal for claim in pending[block]}, resolver)
    whole = _by_block(connection, claims.c.id, claims.c.block, [b for b in blocks if b not in piecemeal])
    stored = _compare(connection, whole, resolver)
    moved.changed.update(claim for held in whole.values() for claim in held)
    anew = fresh | {claim for block, held in whole.items() if block not in known for claim in held}
    _regroup(connection, moved, resolver, anew=anew, stored=stored)
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


def _compare(
    connection: Connection, blocks: Mapping[str, Collection[str]], resolver: Resolver
) -> dict[str, StoredClaim]:
    """Compare blocks as a whole, which are given with their claims; what comes back are those of them that count."""
    every = {claim for held in blocks.values() for claim in held}
    stored = {one.id: one for one in current(connection, sorted(every))}
    lists: dict[str, list[tuple[int, date]]] = {}
    same: list[Same] = []
    for block, held in blocks.items():
        told = [stored[claim] for claim in sorted(held) if claim in stored]
        same.extend(resolver.match(told, resolver.reach))
        for one in told:
            lists[one.id] = [(keys.number(block, key), one.date) for key in sorted(resolver.keys_of(one.claim))]
    keys.write(connection, every, lists)
    edges.replace(connection, every, same)
    return stored


def regroup(connection: Connection, names: Collection[str], resolver: Resolver) -> None:
    """Make the entries again that change with what was judged of some claims."""
    _regroup(connection, Moved(changed=set(names)), resolver)


def _regroup(
    connection: Connection,
    moved: Moved,
    resolver: Resolver,
    *,
    anew: Collection[str] = (),
    stored: Mapping[str, StoredClaim] = _NONE_READ,
) -> None:
    """Make the entries again that change with claims that moved; those of claims in ``anew`` in any case.

    ``stored`` are claims that were read already: reading one again takes as long as comparing it with twenty.
    """
    found = regrouped(connection, moved, resolver, stored)
    stay = {entry for entry, group in found.before.items() if group in found.groups and not set(anew) & set(group)}
    _delete(connection, sorted(found.before.keys() - stay))
    made = sorted(found.groups - {found.before[entry] for entry in stay})
    for at in range(0, len(made), AT_ONCE):
        _make(connection, made[at : at + AT_ONCE], resolver, found.stored)


def _make(
    connection: Connection, groups: Sequence[Sequence[str]], resolver: Resolver, stored: Mapping[str, StoredClaim]
) -> None:
    told = [[stored[name] for name in group] for group in groups]
    _insert(connection, [(resolver.entry_of(some), resolver.block_of(some[0].claim)) for some in told])


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
