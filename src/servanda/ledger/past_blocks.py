"""Blocks of claims on any day: which versions were current then, and which claims made one entry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from servanda.ledger import edges
from servanda.ledger.resolver import Resolver
from servanda.terms.entries import Judgement, Same
from servanda.terms.reading import StoredClaim


@dataclass(frozen=True, slots=True)
class Horizon:
    """How far one sees: what was published up to a day, of what had been added up to a moment (None: all of it)."""

    day: date
    added: datetime | None = None

    def sees(self, version: Version) -> bool:
        """Whether a version of a report lies within it."""
        return version.date <= self.day and (self.added is None or version.added_at <= self.added)


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a report: which source's, its number, when it was published and when it was added."""

    digest: str
    source: str
    number: int
    date: date
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Blocks:
    """Blocks that persons' judgements tie together: every claim ever told in them, and what resolving them needs.

    ``stored`` holds the claims by block, ``versions`` those of every source that told something in them, by source.
    ``same`` are the pairs of the claims that are current now, which ``compared`` lists as far as the pairs hold.
    """

    stored: Mapping[str, Sequence[StoredClaim]]
    versions: Mapping[str, Sequence[Version]]
    judgements: Sequence[Judgement]
    same: Sequence[Same]
    compared: frozenset[str]

    def current(self, horizon: Horizon) -> frozenset[str]:
        """The digests of the versions that were current within a horizon: of a source the last published."""
        seen = ([version for version in told if horizon.sees(version)] for told in self.versions.values())
        return frozenset(max(told, key=published).digest for told in seen if told)

    def told(self, current: frozenset[str]) -> list[StoredClaim]:
        """The claims of some versions."""
        return [one for held in self.stored.values() for one in held if one.claim.version in current]

    @property
    def ids(self) -> set[str]:
        """Every claim ever told in them."""
        return {one.id for held in self.stored.values() for one in held}

    @property
    def settled(self) -> bool:
        """Whether every claim ever told in them is current and compared: then the pairs of now are those of any day."""
        return self.ids <= self.compared

    def components(self) -> dict[str, frozenset[str]]:
        """For each claim all that hang together with it now, through pairs and through what persons joined."""
        ids = self.ids
        joined = [(one.left, one.right) for one in self.judgements if one.verdict == "same"]
        pairs = [*((one.left, one.right) for one in self.same), *joined]
        return edges.components(sorted(ids), [pair for pair in pairs if ids.issuperset(pair)])

    def matched(self, current: frozenset[str], resolver: Resolver) -> Sequence[Sequence[str]]:
        """The claims of some versions by entry, compared anew."""
        known = {b: [one for one in held if one.claim.version in current] for b, held in self.stored.items()}
        same = [pair for held in known.values() for pair in resolver.match(held, resolver.reach)]
        return resolver.group([resolver.telling(one) for held in known.values() for one in held], self.judgements, same)

    def only(self, names: Collection[str]) -> Blocks:
        """The same with some of their claims alone."""
        stored = {block: [one for one in held if one.id in names] for block, held in self.stored.items()}
        sources = {one.claim.report for held in stored.values() for one in held}
        return Blocks(
            stored,
            {source: told for source, told in self.versions.items() if source in sources},
            [one for one in self.judgements if one.left in names or one.right in names],
            [one for one in self.same if one.left in names and one.right in names],
            self.compared.intersection(names),
        )


class Groups:
    """The claims of some blocks by entry, on one day after another; what hangs together is grouped once."""

    def __init__(self, blocks: Blocks, resolver: Resolver) -> None:
        self._blocks = blocks
        self._resolver = resolver
        self._components = blocks.components()
        self._same: dict[frozenset[str], list[Same]] = defaultdict(list)
        for pair in blocks.same:
            if pair.left in self._components and pair.right in self._components:
                self._same[self._components[pair.left]].append(pair)
        self._made: dict[frozenset[str], Sequence[Sequence[str]]] = {}

    def hangs_with(self, name: str) -> frozenset[str]:
        """All that hangs together with a claim now."""
        return self._components[name]

    def of(self, current: frozenset[str], *, whole: bool) -> Sequence[Sequence[str]]:
        """The groups of the claims of some versions; ``whole`` when these are all that was published by a day."""
        told = {one.id: one for one in self._blocks.told(current)}
        if not whole or not self._blocks.compared.issuperset(told):
            return self._blocks.matched(current, self._resolver)
        # nothing that lay between two of them is missing, so the pairs of now are the pairs of then
        parts: dict[frozenset[str], list[str]] = defaultdict(list)
        for name in told:
            parts[self._components[name]].append(name)
        return [group for component, names in parts.items() for group in self._grouped(component, names, told)]

    def _grouped(
        self, component: frozenset[str], names: Sequence[str], told: Mapping[str, StoredClaim]
    ) -> Sequence[Sequence[str]]:
        if len(component) == 1:
            return (tuple(names),)
        known = frozenset(names)
        if known not in self._made:
            same = [pair for pair in self._same[component] if pair.left in known and pair.right in known]
            tellings = [self._resolver.telling(told[name]) for name in names]
            self._made[known] = self._resolver.group(tellings, self._blocks.judgements, same)
        return self._made[known]


def published(version: Version) -> tuple[date, int]:
    """What orders the versions of a source: the day of publication, then the number."""
    return version.date, version.number
