"""Which groups of claims change when claims enter, leave or change: as little as can be is looked at.

Groups grow from the strongest pair down, and what keeps two of them apart keeps apart whatever they grow to. So a claim
that is new can join only what its own pairs lead to; of the thousands that hang together with those nothing is read. A
group that lost a claim or a pair it needed, or that comes apart over a new claim, is looked at with all of its pairs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from servanda.ledger import edges
from servanda.ledger.entering import Moved, standing
from servanda.ledger.keys import Pair
from servanda.ledger.resolver import Resolver
from servanda.ledger.stored import chunks
from servanda.ledger.tables import members
from servanda.terms.entries import Judgement, Same
from servanda.terms.reading import StoredClaim

Group = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Regrouped:
    """The entries that may have changed, each with its claims in order, and the groups that stand in their place.

    ``stored`` are the claims that were read, all of those in the groups among them.
    """

    before: Mapping[str, Group]
    groups: set[Group]
    stored: Mapping[str, StoredClaim]


@dataclass(slots=True)
class _Read:
    """What was read so far, and of which claims: themselves, all that ties them, what ties them to one another."""

    stored: dict[str, StoredClaim]
    asked: set[str] = field(default_factory=set)
    pairs: dict[Pair, float] = field(default_factory=dict)
    said: dict[Judgement, None] = field(default_factory=dict)
    tied: set[str] = field(default_factory=set)
    inside: set[str] = field(default_factory=set)
    entered: set[str] = field(default_factory=set)

    def entries(self, connection: Connection, names: Collection[str]) -> dict[str, Group]:
        """The entries that hold any of some claims, each with its claims in order."""
        found = _groups(connection, names)
        self.entered.update(name for group in found.values() for name in group)
        return found

    def around(self, connection: Connection, names: set[str]) -> set[str]:
        """All other claims that a pair or a judgement ties to some."""
        fresh = names - self.tied
        self.tied |= fresh
        self.pairs.update(edges.of_claims(connection, fresh))
        self.said.update(dict.fromkeys(edges.decided(connection, fresh)))
        tied = [*self.pairs, *((one.left, one.right) for one in self.said)]
        return {end for pair in tied if pair[0] in names or pair[1] in names for end in pair} - names

    def within(self, connection: Connection, groups: Iterable[Group]) -> None:
        """Read what ties the claims of each of some groups to one another."""
        fresh = {name for group in groups if len(group) > 1 for name in group} - self.tied - self.inside
        self.inside |= fresh
        self.pairs.update(edges.among(connection, fresh))
        self.said.update(dict.fromkeys(edges.decided(connection, fresh)))

    def grouped(self, connection: Connection, names: Collection[str], resolver: Resolver) -> set[Group]:
        """The groups that some claims make by what was read of them."""
        missing = set(names) - self.stored.keys() - self.asked
        self.asked |= missing
        self.stored.update((one.id, one) for one in standing(connection, sorted(missing), self.entered))
        told = {name: self.stored[name] for name in names if name in self.stored}
        same = [Same(*pair, points) for pair, points in self.pairs.items() if pair[0] in told and pair[1] in told]
        tellings = [resolver.telling(one) for one in told.values()]
        return {tuple(group) for group in resolver.group(tellings, list(self.said), same)}

    def loosened(self, connection: Connection, parted: Sequence[Same]) -> set[str]:
        """The claims of groups that would have grown otherwise, or later, without some pairs that are no more.

        A pair between two groups joined nothing, and one inside a group was not needed where stronger ones lead from
        the one claim to the other.
        """
        sure = [one for one in parted if one.sure]
        groups = self.entries(connection, {end for one in sure for end in (one.left, one.right)}).values()
        home = {name: group for group in groups for name in group}
        inner: dict[Group, list[Same]] = defaultdict(list)
        for one in sure:
            if one.left in home and home[one.left] is home.get(one.right):
                inner[home[one.left]].append(one)
        self.within(connection, inner)
        return {name for group, lost in inner.items() if not self._lead(group, lost) for name in group}

    def _lead(self, group: Group, parted: Sequence[Same]) -> bool:
        """Whether stronger pairs of a group lead from the one claim to the other of each pair that is no more."""
        known = set(group)
        lost = {(one.left, one.right) for one in parted}
        held = [Same(*p, points) for p, points in self.pairs.items() if p[0] in known and p[1] in known]
        joined = {name: {name} for name in group}
        for pair in sorted([*held, *parted], key=lambda pair: pair.order):
            a, b = sorted((joined[pair.left], joined[pair.right]), key=len)
            if a is b:
                continue
            if (pair.left, pair.right) in lost:
                return False
            b |= a
            joined.update(dict.fromkeys(a, b))
        return True


def regrouped(connection: Connection, moved: Moved, resolver: Resolver, stored: Mapping[str, StoredClaim]) -> Regrouped:
    """What becomes of the groups around claims that moved. ``stored`` are claims that were read already."""
    read = _Read(dict(stored))
    open_ = moved.changed | read.loosened(connection, moved.parted)
    before: dict[str, Group] = {}
    while True:
        before |= read.entries(connection, open_ - {name for group in before.values() for name in group})
        open_.update(name for group in before.values() for name in group)
        around = read.around(connection, open_ | moved.new)
        beside = read.entries(connection, around)
        held = {name for group in beside.values() for name in group}
        read.within(connection, beside.values())
        now = read.grouped(connection, open_ | moved.new | around | held, resolver)
        # what was in no entry yet may have ties of its own, and a group that came apart may let others in
        loose = (around - held) | _broken(beside.values(), now)
        if not loose:
            kept = now.intersection(beside.values())
            grown = {entry: group for entry, group in beside.items() if group not in kept}
            return Regrouped(before | grown, now - kept, read.stored)
        open_ |= loose


def _broken(before: Iterable[Group], now: Iterable[Group]) -> set[str]:
    """The claims of groups that are no more in one, or of which some count no more."""
    home = {name: group for group in now for name in group}
    return {name for group in before if not set(group).issubset(home.get(group[0], ())) for name in group}


def _groups(connection: Connection, names: Collection[str]) -> dict[str, Group]:
    found: dict[str, list[str]] = {}
    for part in chunks(sorted(names)):
        holding = select(members.c.entry).where(members.c.claim.in_(part))
        query = select(members.c.entry, members.c.claim).where(members.c.entry.in_(holding))
        held: dict[str, list[str]] = {}
        for entry, claim in connection.execute(query.order_by(members.c.entry, members.c.position)).all():
            held.setdefault(entry, []).append(claim)
        found.update(held)
    return {entry: tuple(claims_) for entry, claims_ in found.items()}
