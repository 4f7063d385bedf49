"""From pairs to entries: the same claims give the same entries, in whatever order they arrived.

Pairs are joined from the strongest down. Two claims of one report never join, since a report tells one thing once, nor
do meetings of different weeks through a third that tells no day; a person's judgement outranks every score. What keeps
two groups apart keeps apart whatever they grow to: a ledger that groups a part of its claims again builds on that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from servanda.resolution.candidates import match
from servanda.resolution.labels import label
from servanda.resolution.links import links
from servanda.terms.claims import Meeting
from servanda.terms.dates import Edtf
from servanda.terms.entries import Entry, Judgement, Member, Same, Telling
from servanda.terms.ids import entry_id
from servanda.terms.reading import StoredClaim


def _decided(judgements: Sequence[Judgement]) -> dict[frozenset[str], Judgement]:
    """The last word of a person on each pair."""
    by_pair: dict[frozenset[str], Judgement] = {}
    for judgement in sorted((j for j in judgements if j.person), key=lambda j: (j.at, j.by, j.verdict)):
        by_pair[frozenset((judgement.left, judgement.right))] = judgement
    return by_pair


# reports of one meeting may tell its day otherwise, but not by more than so many days
DAYS_APART = 7


def _of_two_times(left: Edtf, right: Edtf) -> bool:
    first, second = sorted((left, right), key=lambda one: one.first)
    return (second.first - first.last).days > DAYS_APART


class _Groups:
    """Tellings in groups that only grow together; ``apart`` pairs and tellings of one report never do."""

    def __init__(self, tellings: Sequence[Telling], apart: Iterable[frozenset[str]]) -> None:
        self.group = {one.claim: [one] for one in tellings}
        self.versions = {id(group): {group[0].version} for group in self.group.values()}
        self.days = {id(g): {g[0].when} if g[0].when is not None else set() for g in self.group.values()}
        self.apart: dict[str, set[str]] = defaultdict(set)
        for left, right in map(sorted, apart):
            self.apart[left].add(right)
            self.apart[right].add(left)

    def may_join(self, left: str, right: str) -> bool:
        a, b = self.group[left], self.group[right]
        if not self.versions[id(a)].isdisjoint(self.versions[id(b)]):
            return False
        if any(_of_two_times(x, y) for x in self.days[id(a)] for y in self.days[id(b)]):
            return False
        return not any(self.group[name] is b for x in a for name in self.apart.get(x.claim, ()))

    def join(self, left: str, right: str) -> None:
        a, b = self.group[left], self.group[right]
        if a is b:
            return
        if len(a) < len(b):
            a, b = b, a
        a.extend(b)
        self.versions[id(a)] |= self.versions.pop(id(b))
        self.days[id(a)] |= self.days.pop(id(b))
        for one in b:
            self.group[one.claim] = a

    def all(self) -> Iterator[list[Telling]]:
        seen: set[int] = set()
        for members in self.group.values():
            if id(members) not in seen:
                seen.add(id(members))
                yield sorted(members, key=lambda one: one.order)


def group(
    tellings: Sequence[Telling], judgements: Sequence[Judgement], same: Sequence[Same]
) -> tuple[tuple[str, ...], ...]:
    """The claims of each entry in the order they were told; every claim is in exactly one."""
    known = {one.claim for one in tellings}
    decided = {pair: j for pair, j in _decided(judgements).items() if pair <= known}
    groups = _Groups(tellings, {pair for pair, j in decided.items() if j.verdict == "different"})
    for judgement in sorted(decided.values(), key=lambda j: (j.at, j.left, j.right)):
        if judgement.verdict == "same":
            groups.join(judgement.left, judgement.right)
    for pair in sorted((pair for pair in same if pair.sure), key=lambda pair: pair.order):
        if groups.may_join(pair.left, pair.right):
            groups.join(pair.left, pair.right)
    return tuple(tuple(one.claim for one in members) for members in groups.all())


def entry(members: Sequence[StoredClaim]) -> Entry:
    """The entry that some claims make, which are given in the order they were told."""
    first = members[0]
    told = links([one.claim for one in members])
    states = sorted({code for one in members for code in getattr(one.claim.what, "states", ()) or one.claim.relation})
    return Entry(
        id=entry_id(first.id),
        kind=first.claim.kind,
        label=label([one.claim for one in members]),
        states=tuple(states),
        members=tuple(
            Member(one.id, one.claim.report, one.date, what) for one, what in zip(members, told, strict=True)
        ),
    )


def telling(one: StoredClaim) -> Telling:
    """What grouping looks at of a claim."""
    what = one.claim.what
    # one that is planned may be put off
    when = what.date if isinstance(what, Meeting) and what.status == "held" else None
    return Telling(one.id, one.claim.version, (one.date, one.claim.report, one.position, one.id), when)


def resolve(stored: Sequence[StoredClaim], judgements: Sequence[Judgement] = ()) -> tuple[Entry, ...]:
    """The entries of one block of claims, sorted by id."""
    by_id = {one.id: one for one in stored}
    groups = group([telling(one) for one in stored], judgements, match(stored))
    return tuple(sorted((entry([by_id[name] for name in names]) for names in groups), key=lambda made: made.id))
