"""One meeting as the sources of each side tell it: what both tell, what only one tells, where they differ.

A side of which nothing was read is never said to be silent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from servanda.monitoring.accounts import Account, Difference, differences
from servanda.monitoring.chain import Chain
from servanda.monitoring.gatherings import Gathering
from servanda.terms.claims import ClaimKind
from servanda.terms.reading import StoredClaim

# the order in which things are shown
KIND_ORDER: tuple[ClaimKind, ...] = ("meeting", "instrument", "commitment", "figure", "activity", "statement")
SideOf = Callable[[StoredClaim], str | None]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing told with a meeting; ``told`` then, ``at_other_times`` by other reports before or after.

    ``sides`` are those of the meeting's states whose sources told it then.
    """

    chain: Chain
    told: tuple[Account, ...]
    at_other_times: tuple[Account, ...]
    sides: tuple[str, ...]
    differences: tuple[Difference, ...]


WhySame = Callable[[Item, Item], str | None]


@dataclass(frozen=True, slots=True)
class MaybeSame:
    """Two things, told by different sides, that score as perhaps one: what speaks for it, and where they differ."""

    left: str
    right: str
    reason: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A report that was read of a relation: its id, day, publisher, and the side it stands on."""

    report: str
    date: date
    publisher: str | None
    side: str | None


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of one side (None: not known): reports that tell of the meeting, of its days, of the relation."""

    side: str | None
    telling: tuple[str, ...]
    of_its_days: int
    reports: int
    publishers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A gathering told by each side.

    ``both`` are told by two of its states or more, ``only`` by one, ``others`` by none of them: by sources of a third
    state, or of no known side.
    """

    gathering: Gathering
    read: tuple[Read, ...]
    both: tuple[Item, ...]
    only: tuple[Item, ...]
    others: tuple[Item, ...]
    maybe_same: tuple[MaybeSame, ...]
    words: str

    @property
    def differ(self) -> int:
        """On how many things the sides differ."""
        return sum(bool(item.differences) for item in self.both)


def _items(gathering: Gathering, chains: Sequence[Chain], side_of: SideOf) -> Iterator[Item]:
    for chain in chains:
        if any(step.claim.version in gathering.versions for step in chain.steps):
            accounts = [Account(s.stored, side_of(s.stored)) for s in chain.steps]
            now = tuple(a for a in accounts if a.stored.claim.version in gathering.versions)
            later = tuple(a for a in accounts if a.stored.claim.version not in gathering.versions)
            own = tuple(sorted({a.side for a in now if a.side is not None and a.side in gathering.states}))
            yield Item(chain, now, later, own, differences(now, gathering.first))


def _silent(read: Read) -> str:
    """What can be said of a side that has not told: nothing, where no report of those days was read."""
    named = f" ({', '.join(read.publishers)})" if read.publishers else ""
    if read.of_its_days:
        number = f"{read.of_its_days} report{'s' if read.of_its_days != 1 else ''}"
        return f"{read.side} has not told of it in the {number} of its sources read for those days{named}"
    return (
        f"no source of {read.side} of those days was read, only {read.reports} of other days{named}, "
        "so what it tells is not known"
    )


def _words(states: tuple[str, ...], read: Sequence[Read]) -> str:
    """Who told and who did not; a side of which nothing was read is never said to be silent."""
    own = [r for r in read if r.side in states]
    telling = [r.side for r in own if r.telling]
    of_days = [r.side for r in own if r.of_its_days or r.telling]
    unread = [code for code in states if code not in {r.side for r in own}]
    if len(telling) > 1:
        parts = [f"told by sources of {' and '.join(str(t) for t in telling)}"]
    elif telling:
        parts = [f"told by sources of {telling[0]} alone"]
    else:
        parts = ["told by no source that is known to stand on one of its sides"]
    if len(of_days) == 1:
        parts.append(f"only one side's sources were read for those days ({of_days[0]})")
    parts += [_silent(r) for r in own if not r.telling]
    if unread:
        parts.append(f"no source known to be of {', '.join(unread)} was read, so what it tells is not known")
    strange = sum(len(r.telling) for r in read if r.side is None)
    if strange:
        tell = "1 report of no known side tells" if strange == 1 else f"{strange} reports of no known side tell"
        parts.append(f"{tell} of it")
    return "; ".join(parts)


def _read(gathering: Gathering, items: Sequence[Item], sources: Sequence[Source]) -> tuple[Read, ...]:
    telling: dict[str | None, set[str]] = defaultdict(set)
    for item in items:
        for account in item.told:
            telling[account.side].add(account.stored.claim.report)
    found = []
    for side in sorted({s.side for s in sources} | set(telling), key=lambda s: (s is None, str(s))):
        own = [s for s in sources if s.side == side]
        days = {s.report for s in own if gathering.near(s.date)}
        names = tuple(sorted({s.publisher for s in own if s.publisher}))
        found.append(Read(side, tuple(sorted(telling[side])), len(days), len({s.report for s in own}), names))
    return tuple(found)


def compare(
    gathering: Gathering, chains: Sequence[Chain], side_of: SideOf, sources: Sequence[Source], why_same: WhySame
) -> Comparison:
    """A gathering told by each side.

    ``sources`` are all reports of the relation that were read. ``why_same`` says why two things that are not one entry
    may be one, or None.
    """
    told = _items(gathering, chains, side_of)
    items = sorted(told, key=lambda i: (KIND_ORDER.index(i.chain.kind), i.chain.entry.id))
    read = _read(gathering, items, sources)
    return Comparison(
        gathering,
        read,
        tuple(i for i in items if len(i.sides) > 1),
        tuple(i for i in items if len(i.sides) == 1),
        tuple(i for i in items if not i.sides),
        tuple(_maybe_same(gathering, items, why_same)),
        _words(gathering.states, read),
    )


def _maybe_same(gathering: Gathering, items: Sequence[Item], why_same: WhySame) -> Iterator[MaybeSame]:
    for n, left in enumerate(items):
        versions = {a.stored.claim.version for a in left.told}
        for right in items[n + 1 :]:
            apart = left.chain.kind != right.chain.kind or left.sides == right.sides
            # one report tells one thing once, so what it tells as two is two
            if apart or any(a.stored.claim.version in versions for a in right.told):
                continue
            reason = why_same(left, right)
            if reason is not None:
                where = differences((*left.told, *right.told), gathering.first)
                yield MaybeSame(left.chain.entry.id, right.chain.entry.id, reason, where)
