"""What a ledger knew on a past day: the claims of the versions that were current then, and the entries they made.

The tables hold the entries of all that is known now. A report that came later may have joined two of them, taken a
claim from one, or replaced an older version of itself; as of a day before it, none of that may show. So the blocks that
were other then are resolved again from what was known.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, FromClause, or_, select

from servanda.ledger import edges
from servanda.ledger.decided import stands
from servanda.ledger.past_blocks import Blocks, Groups, Horizon, Version, published
from servanda.ledger.resolver import Resolver
from servanda.ledger.session import Ledger
from servanda.ledger.stored import CLAIM_COLUMNS, chunks, claim_of, column, is_later
from servanda.ledger.tables import claims, compared_blocks, judgements, pending_claims, reports
from servanda.terms.entries import Entry, Judgement, Same
from servanda.terms.reading import StoredClaim

# statements with aliases are put together once: that takes longer than to run them
_HERE, _THERE, _NEWER = claims.alias("here"), claims.alias("there"), reports.alias("newer")
_TIED = (
    select(_HERE.c.block, _THERE.c.block)
    .join_from(judgements, _HERE, _HERE.c.id == judgements.c.left)
    .join(_THERE, _THERE.c.id == judgements.c.right)
    .where(_HERE.c.block != _THERE.c.block, judgements.c.verdict == "same", judgements.c.person)
)


class Past:
    """Some blocks as they were on any day, read from the ledger once."""

    def __init__(self, parts: Iterable[Blocks], resolver: Resolver) -> None:
        self._parts = tuple(parts)
        self._resolver = resolver
        self._groupings = [Groups(part, resolver) for part in self._parts]
        self._groups: dict[tuple[int, frozenset[str]], Sequence[Sequence[str]]] = {}
        self._made: dict[tuple[str, ...], Entry] = {}
        self.days = sorted({v.date for part in self._parts for told in part.versions.values() for v in told})
        self.blocks = frozenset(block for part in self._parts for block in part.stored)
        self.claims = {one.id: one for part in self._parts for held in part.stored.values() for one in held}

    def last_day(self, day: date) -> date:
        """The last day up to one on which something was published: what stood then stood until that one."""
        at = bisect_right(self.days, day)
        return self.days[at - 1] if at else date.min

    def sources_of(self, first: date, last: date) -> set[str]:
        """The sources of which a version was published after a day and up to another."""
        found = ((source, told) for part in self._parts for source, told in part.versions.items())
        return {source for source, told in found if any(first < version.date <= last for version in told)}

    def around(self, names: Collection[str]) -> set[str]:
        """Some claims with all that could be of one entry with them on any day."""
        found = set[str]()
        for part, groups in zip(self._parts, self._groupings, strict=True):
            own = part.ids.intersection(names)
            # where versions were replaced, what hung together on a day between is not known without comparing
            found.update(*(groups.hangs_with(name) for name in own) if part.settled else [part.ids] if own else [])
        return found

    def only(self, names: Collection[str]) -> Past:
        """The same of some claims alone; those of one entry stay one where all that ``around`` finds is given."""
        wanted = set(names)
        kept = [part for part in self._parts if not wanted.isdisjoint(part.ids)]
        return Past([part.only(wanted) for part in kept], self._resolver)

    def entries(self, horizon: Horizon) -> list[Entry]:
        """The entries within a horizon, by id."""
        found = (self._entry(tuple(names)) for n in range(len(self._parts)) for names in self._within(n, horizon))
        return sorted(found, key=lambda entry: entry.id)

    def _within(self, number: int, horizon: Horizon) -> Sequence[Sequence[str]]:
        part = self._parts[number]
        key = number, part.current(horizon)
        if key not in self._groups:
            self._groups[key] = self._groupings[number].of(key[1], whole=horizon.added is None)
        return self._groups[key]

    def _entry(self, names: tuple[str, ...]) -> Entry:
        if names not in self._made:
            self._made[names] = self._resolver.entry_of([self.claims[name] for name in names])
        return self._made[names]


def late_blocks(ledger: Ledger, horizon: Horizon) -> set[str]:
    """The blocks in which something beyond a horizon is told."""
    # IN, not a join: the search then starts at the reports of those days, as a rule none, and not at every claim
    late = select(reports.c.digest).where(_beyond(reports, horizon))
    with ledger.reading() as connection:
        return set(column(connection, select(claims.c.block).distinct().where(claims.c.report.in_(late))))


def told_blocks(ledger: Ledger, horizon: Horizon, until: date) -> set[str]:
    """The blocks of which something beyond a horizon and up to a day tells, or of which it replaced what told."""
    told = select(claims.c.block).distinct().join(reports)
    fresh = (_beyond(reports, horizon), reports.c.date <= until)
    with ledger.reading() as connection:
        found = set(column(connection, told.where(*fresh)))
        sources = set(column(connection, select(reports.c.source).where(*fresh)))
        for part in chunks(sorted(sources.intersection(_of_several_versions(connection)))):
            found.update(column(connection, told.where(reports.c.source.in_(part))))
    return found


def replaced_blocks(ledger: Ledger, horizon: Horizon) -> set[str]:
    """The blocks in which a version of a report told something that another version replaced beyond a horizon."""
    newer = select(_NEWER.c.digest).where(_NEWER.c.source == reports.c.source, is_later(_NEWER, reports))
    replaced = newer.where(_beyond(_NEWER, horizon)).exists()
    told = select(claims.c.block).distinct().join(reports)
    found: set[str] = set()
    with ledger.reading() as connection:
        for part in chunks(_of_several_versions(connection)):
            found.update(column(connection, told.where(reports.c.source.in_(part), replaced)))
    return found


def _beyond(table: FromClause, horizon: Horizon) -> ColumnElement[bool]:
    later: ColumnElement[bool] = table.c.date > horizon.day
    return later if horizon.added is None else or_(later, table.c.added_at > horizon.added)


def _of_several_versions(connection: Connection) -> list[str]:
    return column(connection, select(reports.c.source).distinct().where(reports.c.version > 1))


@dataclass(frozen=True, slots=True)
class _Loaded:
    """What was read of some blocks: claims, pairs and judgements by block, versions by source."""

    told: Mapping[str, Sequence[StoredClaim]]
    versions: Mapping[str, Sequence[Version]]
    same: Mapping[str, Sequence[Same]]
    decided: Mapping[str, Sequence[Judgement]]
    valid: Collection[str]

    def part(self, blocks: frozenset[str]) -> Blocks:
        stored = {block: self.told[block] for block in sorted(blocks)}
        sources = sorted({one.claim.report for held in stored.values() for one in held})
        versions = {source: self.versions[source] for source in sources}
        last = {max(told, key=published).digest for told in versions.values()}
        compared = frozenset(
            one.id for block in blocks.intersection(self.valid) for one in stored[block] if one.claim.version in last
        )
        judged = [one for block in sorted(blocks) for one in self.decided.get(block, ())]
        return Blocks(stored, versions, judged, [one for b in stored for one in self.same.get(b, ())], compared)


def load_past(ledger: Ledger, blocks: Collection[str], resolver: Resolver) -> Past:
    """Some blocks, and those tied to them by a person, with all that was ever told in them."""
    with ledger.reading() as connection:
        groups = _tied(connection, blocks)
        told = _claims(connection, sorted(block for group in groups for block in group))
        home = {one.id: block for block, held in told.items() for one in held}
        same: dict[str, list[Same]] = defaultdict(list)
        for (left, right), points in edges.of_claims(connection, home).items():
            same[home[left]].append(Same(left, right, points))
        decided: dict[str, list[Judgement]] = defaultdict(list)
        for one in edges.decided(connection, home):
            # one of the two may lie in a block that is not asked for: then it decides nothing here
            decided[home.get(one.left) or home[one.right]].append(one)
        versions = _versions(connection, {one.claim.version for held in told.values() for one in held})
        loaded = _Loaded(told, versions, same, decided, _compared(connection, sorted(told)))
    return Past((loaded.part(group) for group in groups), resolver)


def tied_blocks(ledger: Ledger, blocks: Collection[str]) -> list[frozenset[str]]:
    """Some blocks in groups that persons' judgements tie together, each with all the blocks that belong to it."""
    with ledger.reading() as connection:
        return _tied(connection, blocks)


def _tied(connection: Connection, blocks: Collection[str]) -> list[frozenset[str]]:
    group = {block: {block} for block in blocks}
    for left, right in connection.execute(_TIED):
        joined = group.get(left, {left}) | group.get(right, {right})
        group.update(dict.fromkeys(joined, joined))
    wanted = {frozenset(group[block]) for block in blocks}
    return sorted(wanted, key=sorted)


def _claims(connection: Connection, blocks: Sequence[str]) -> dict[str, list[StoredClaim]]:
    found: dict[str, list[StoredClaim]] = {block: [] for block in blocks}
    for part in chunks(blocks):
        query = select(*CLAIM_COLUMNS, claims.c.block).where(claims.c.block.in_(part), stands())
        for row in connection.execute(query).all():
            found[row.block].append(claim_of(row))
    return found


def _versions(connection: Connection, digests: Collection[str]) -> dict[str, list[Version]]:
    """All versions of the sources of some versions, by source."""
    columns = (reports.c.digest, reports.c.source, reports.c.version, reports.c.date, reports.c.added_at)
    found: dict[str, Version] = {}
    for part in chunks(sorted(digests)):
        rows = connection.execute(select(*columns).where(reports.c.digest.in_(part)))
        found.update({row[0]: Version(*row) for row in rows})
    sources = {version.source for version in found.values()}
    for part in chunks(sorted(sources.intersection(_of_several_versions(connection)))):
        rows = connection.execute(select(*columns).where(reports.c.source.in_(part)))
        found.update({row[0]: Version(*row) for row in rows})
    by_source: dict[str, list[Version]] = defaultdict(list)
    for version in found.values():
        by_source[version.source].append(version)
    return by_source


def _compared(connection: Connection, blocks: Sequence[str]) -> set[str]:
    """Those of some blocks of which all current claims were compared.

    By which rules does not matter: the entries of now came from the same pairs.
    """
    found: set[str] = set()
    for part in chunks(blocks):
        found.update(column(connection, select(compared_blocks.c.block).where(compared_blocks.c.block.in_(part))))
    return found - set(column(connection, select(pending_claims.c.block).distinct()))
