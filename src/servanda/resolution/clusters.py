"""From scored pairs to entries: the same claims give the same entries, in whatever order they arrived.

Pairs are joined from the strongest down. Two claims of one report never join, since a report tells one thing once; a
person's judgement outranks every score.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from servanda.resolution.features import act_words, title_words
from servanda.resolution.labels import label
from servanda.resolution.links import links
from servanda.resolution.score import Score, compare
from servanda.resolution.words import content, surname
from servanda.terms.claims import Activity, Claim, Commitment, Figure, Instrument, Meeting
from servanda.terms.entries import Compared, Entry, Judgement, Member, Same
from servanda.terms.ids import entry_id
from servanda.terms.reading import StoredClaim

# a key shared by more claims of a block than this tells none of them apart
COMMON = 60


@dataclass(frozen=True, slots=True)
class Pair:
    """Two claims that may be one thing, and how much speaks for it."""

    left: str
    right: str
    score: Score


def _keys(claim: Claim) -> Iterator[str]:
    """What a claim must share with another for the two to be compared at all."""
    what = claim.what
    if isinstance(what, Meeting):
        if what.date is not None:
            yield f"year {what.date.first.year}"
        yield from (f"who {surname(p.name)[:4]} {what.type}" for p in what.participants if p.name)
    elif isinstance(what, Instrument):
        yield from (f"title {word}" for word in title_words(what))
        if what.date is not None:
            yield f"{'package' if what.type == 'package' else 'signed'} {what.date.first:%Y-%m}"
    elif isinstance(what, Commitment):
        yield from (f"act {word}" for word in act_words(what))
        if what.target is not None:
            yield f"target {what.target.indicator} {what.target.unit}"
    elif isinstance(what, Figure):
        yield f"figure {what.indicator} {what.period}"
    elif isinstance(what, Activity):
        yield from (f"name {word}" for word in content(what.name))


def _candidates(stored: Sequence[StoredClaim]) -> Iterator[tuple[int, int]]:
    postings: dict[str, list[int]] = defaultdict(list)
    for n, one in enumerate(stored):
        for key in set(_keys(one.claim)):
            postings[key].append(n)
    seen: set[tuple[int, int]] = set()
    for key in sorted(postings):
        listed = postings[key]
        # in a long list only neighbours in time are compared, so that the work grows with the list, not its square
        reach = len(listed) if len(listed) <= COMMON else COMMON // 2
        for at, left in enumerate(listed):
            for right in listed[at + 1 : at + 1 + reach]:
                if (left, right) not in seen:
                    seen.add((left, right))
                    yield left, right


def pairs(stored: Sequence[StoredClaim]) -> list[Pair]:
    """Every pair that is the same thing or may be, strongest first."""
    ordered = sorted(stored, key=_told)
    found = []
    for left, right in _candidates(ordered):
        a, b = ordered[left], ordered[right]
        score = compare(a.claim, b.claim)
        if score.verdict != "different":
            found.append(Pair(a.id, b.id, score))
    return sorted(found, key=lambda pair: (-pair.score.points, pair.left, pair.right))


def match(stored: Sequence[StoredClaim], compared: Compared = Compared()) -> tuple[Same, ...]:  # noqa: B008  frozen
    """Every pair that is the same thing, strongest first; what was compared before is not compared again.

    It gives what comparing all anew gives: a candidate in a list of claims was one in every part of the list, since
    lists only reach less far as they grow.
    """
    ordered = sorted(stored, key=_told)
    found = []
    for left, right in _candidates(ordered):
        a, b = ordered[left], ordered[right]
        if compared.covers(a.id, b.id):
            points = compared.same.get((a.id, b.id))
        else:
            score = compare(a.claim, b.claim)
            points = score.points if score.verdict == "same" else None
        if points is not None:
            found.append(Same(a.id, b.id, points))
    return tuple(sorted(found, key=lambda same: (-same.points, same.left, same.right)))


def _told(one: StoredClaim) -> tuple[str, str, int, str]:
    return one.date.isoformat(), one.claim.report, one.position, one.id


def _decided(judgements: Sequence[Judgement]) -> dict[frozenset[str], Judgement]:
    """The last word of a person on each pair."""
    by_pair: dict[frozenset[str], Judgement] = {}
    for judgement in sorted((j for j in judgements if j.person), key=lambda j: (j.at, j.by, j.verdict)):
        by_pair[frozenset((judgement.left, judgement.right))] = judgement
    return by_pair


class _Groups:
    """Claims in groups that only grow together; ``apart`` pairs and claims of one report never do."""

    def __init__(self, stored: Sequence[StoredClaim], apart: set[frozenset[str]]) -> None:
        self.group = {one.id: [one] for one in stored}
        self.apart = apart

    def may_join(self, left: str, right: str) -> bool:
        a, b = self.group[left], self.group[right]
        versions = {one.claim.version for one in a}
        if any(one.claim.version in versions for one in b):
            return False
        return not any(frozenset((x.id, y.id)) in self.apart for x in a for y in b) if self.apart else True

    def join(self, left: str, right: str) -> None:
        a, b = self.group[left], self.group[right]
        if a is b:
            return
        a.extend(b)
        for one in b:
            self.group[one.id] = a

    def all(self) -> Iterator[list[StoredClaim]]:
        seen: set[int] = set()
        for members in self.group.values():
            if id(members) not in seen:
                seen.add(id(members))
                yield sorted(members, key=_told)


def _entry(members: Sequence[StoredClaim]) -> Entry:
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


def join(stored: Sequence[StoredClaim], judgements: Sequence[Judgement], same: Sequence[Same]) -> tuple[Entry, ...]:
    """The entries of some claims from the pairs that are the same, sorted by id; every claim is in exactly one."""
    known = {one.id for one in stored}
    decided = {pair: j for pair, j in _decided(judgements).items() if pair <= known}
    groups = _Groups(stored, {pair for pair, j in decided.items() if j.verdict == "different"})
    for judgement in sorted(decided.values(), key=lambda j: (j.at, j.left, j.right)):
        if judgement.verdict == "same":
            groups.join(judgement.left, judgement.right)
    for pair in same:
        if groups.may_join(pair.left, pair.right):
            groups.join(pair.left, pair.right)
    return tuple(sorted((_entry(members) for members in groups.all()), key=lambda entry: entry.id))


def resolve(stored: Sequence[StoredClaim], judgements: Sequence[Judgement] = ()) -> tuple[Entry, ...]:
    """The entries of one block of claims, all of them compared anew."""
    return join(stored, judgements, match(stored))
