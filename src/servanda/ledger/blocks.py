"""Resolves blocks of claims to entries again, and writes what changed: the one writer of the derived tables.

A block is a few hundred claims of one kind and relation; nothing else is loaded when a report is added. Blocks that a
person's judgement ties together are resolved as one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, delete, func, insert, select

from servanda.ledger.compared import compared, keep, kept_pairs
from servanda.ledger.stored import CLAIM_COLUMNS, chunks, claim_of, column, entries_of, is_current
from servanda.ledger.tables import claims, entries, entry_states, judgements, members, reports, stale_blocks
from servanda.terms.claims import Claim
from servanda.terms.entries import Compared, Entry, Judgement, Same
from servanda.terms.reading import StoredClaim

BlockOf = Callable[[Claim], str]
Match = Callable[[Sequence[StoredClaim], Compared], Sequence[Same]]
Join = Callable[[Sequence[StoredClaim], Sequence[Judgement], Sequence[Same]], Sequence[Entry]]


@dataclass(frozen=True, slots=True)
class Resolver:
    """How claims become entries: the block of a claim, the pairs of a block that are the same, the entries they make.

    ``rules`` names the rules behind ``match``: what other rules compared is compared anew. ``at_once`` is how many
    claims a block may hold to be resolved with each report that touches it; a larger one is marked, and resolved by
    ``settle``. None resolves every block at once.
    """

    block_of: BlockOf
    match: Match
    join: Join
    rules: str
    at_once: int | None = None


def resolve_blocks(connection: Connection, blocks: Iterable[str], resolver: Resolver) -> None:
    """Resolve some blocks again, with those tied to them, and replace the entries that came out otherwise."""
    done: set[str] = set()
    for block in sorted(blocks):
        if block not in done:
            group = _tied(connection, block)
            done |= group
            _resolve(connection, group, resolver)


def _resolve(connection: Connection, group: Collection[str], resolver: Resolver) -> None:
    found = _claims(connection, group)
    home = {one.id: block for one, block in found}
    stored = [one for one, _ in found]
    before = entries_of(connection, column(connection, select(entries.c.id).where(entries.c.block.in_(sorted(group)))))
    pairs = kept_pairs(connection, group)
    same = resolver.match(stored, compared(connection, home, before, pairs, rules=resolver.rules))
    _replace(connection, before, resolver.join(stored, _judgements(connection, group), same), home)
    keep(connection, group, pairs, same, rules=resolver.rules)
    connection.execute(delete(stale_blocks).where(stale_blocks.c.block.in_(sorted(group))))


def mark_stale(connection: Connection, blocks: Collection[str]) -> None:
    """Keep that some blocks are still to be resolved again."""
    fresh = sorted(set(blocks) - set(column(connection, select(stale_blocks.c.block))))
    if fresh:
        connection.execute(insert(stale_blocks), [{"block": block} for block in fresh])


def first_stale(connection: Connection) -> str | None:
    """A block that is still to be resolved again, or None."""
    return next(iter(column(connection, select(stale_blocks.c.block).order_by(stale_blocks.c.block).limit(1))), None)


def larger_than(connection: Connection, blocks: Collection[str], most: int) -> set[str]:
    """Those of some blocks that hold more than so many claims."""
    query = select(claims.c.block).where(claims.c.block.in_(sorted(blocks))).group_by(claims.c.block)
    return set(column(connection, query.having(func.count() > most)))


def _tied(connection: Connection, block: str) -> set[str]:
    """A block, and those that persons' judgements tie to it: a reader may have put a claim in the wrong one."""
    group, ahead = {block}, [block]
    while ahead:
        for other in _beside(connection, ahead.pop()):
            if other not in group:
                group.add(other)
                ahead.append(other)
    return group


def _beside(connection: Connection, block: str) -> list[str]:
    here, there = claims.alias("here"), claims.alias("there")
    found: list[str] = []
    for mine, its in ((judgements.c.left, judgements.c.right), (judgements.c.right, judgements.c.left)):
        query = (
            select(there.c.block)
            .distinct()
            .join_from(judgements, here, here.c.id == mine)
            .join(there, there.c.id == its)
            .where(here.c.block == block, there.c.block != block, judgements.c.verdict == "same", judgements.c.person)
        )
        found.extend(column(connection, query))
    return sorted(found)


def _claims(connection: Connection, blocks: Collection[str]) -> list[tuple[StoredClaim, str]]:
    """The claims of current report versions in some blocks, and each one's block."""
    query = select(*CLAIM_COLUMNS, claims.c.block).join(reports).where(claims.c.block.in_(sorted(blocks)), is_current())
    return [(claim_of(row), row.block) for row in connection.execute(query)]


def _judgements(connection: Connection, blocks: Collection[str]) -> list[Judgement]:
    query = select(judgements).join(claims, claims.c.id == judgements.c.left).order_by(judgements.c.id)
    rows = connection.execute(query.where(claims.c.block.in_(sorted(blocks))))
    return [Judgement(r.left, r.right, r.verdict, r.by, r.reason, r.at, r.person) for r in rows]


def _replace(connection: Connection, before: Iterable[Entry], made: Iterable[Entry], home: Mapping[str, str]) -> None:
    """Write the entries that are new or otherwise than before, and take away those that are gone.

    Most of a block comes out as it was: writing all of it anew took as long as everything else together.
    """
    was, now = {entry.id: entry for entry in before}, {entry.id: entry for entry in made}
    _delete(connection, [name for name, entry in was.items() if now.get(name) != entry])
    changed = [entry for name, entry in now.items() if was.get(name) != entry]
    if changed:
        _insert(connection, changed, home)


def _delete(connection: Connection, ids: Sequence[str]) -> None:
    for part in chunks(ids):
        connection.execute(delete(members).where(members.c.entry.in_(part)))
        connection.execute(delete(entry_states).where(entry_states.c.entry.in_(part)))
        connection.execute(delete(entries).where(entries.c.id.in_(part)))


def _insert(connection: Connection, made: Sequence[Entry], home: Mapping[str, str]) -> None:
    connection.execute(insert(entries), [
        {
            "id": e.id, "block": home[e.members[0].claim], "kind": e.kind, "label": e.label,
            "states": msgspec.json.encode(e.states).decode(),
        }
        for e in made
    ])  # fmt: skip
    connection.execute(insert(members), [
        {"claim": m.claim, "entry": e.id, "position": n, "report": m.report, "date": m.date, "link": m.link}
        for e in made
        for n, m in enumerate(e.members)
    ])  # fmt: skip
    states = [{"entry": e.id, "state": state} for e in made for state in sorted(set(e.states))]
    if states:
        connection.execute(insert(entry_states), states)
