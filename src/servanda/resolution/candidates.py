"""Which claims of a block are compared at all, and which of them come out as one thing.

Two claims are compared when they share a key and lie near enough to each other in that key's list, which is ordered by
day. In a long list only neighbours are, so that the work grows with the list and not with its square.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from servanda.resolution.features import act_words, title_words
from servanda.resolution.score import Score, compare, strength
from servanda.resolution.words import content, surname
from servanda.terms.claims import Activity, Claim, Commitment, Figure, Instrument, Meeting
from servanda.terms.entries import Reach, Same
from servanda.terms.reading import StoredClaim

# claims further apart than this among those that share a key are hardly ever the same thing
REACH = Reach(60)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two claims that may be one thing, and how much speaks for it."""

    left: str
    right: str
    score: Score


def keys(claim: Claim) -> frozenset[str]:
    """What a claim must share with another for the two to be compared at all; none of a statement."""
    return frozenset(_keys(claim))


def _keys(claim: Claim) -> Iterator[str]:
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


def _by_day(one: StoredClaim) -> tuple[date, str]:
    return one.date, one.id


def _candidates(ordered: Sequence[StoredClaim], reach: Reach) -> Iterator[tuple[StoredClaim, StoredClaim]]:
    held = [keys(one.claim) for one in ordered]
    postings: dict[str, list[int]] = defaultdict(list)
    for n, shared in enumerate(held):
        for key in shared:
            postings[key].append(n)
    # how much of each list lies behind: only the claims around one place are held at a time, not every pair
    passed: Counter[str] = Counter()
    for left, shared in zip(ordered, held, strict=True):
        passed.update(shared)
        near = {right for key in shared for right in postings[key][passed[key] : passed[key] + reach.far]}
        for right in sorted(near):
            yield left, ordered[right]


def pairs(stored: Sequence[StoredClaim], reach: Reach = REACH) -> list[Pair]:
    """Every pair of a block that is the same thing or may be, strongest first."""
    found = []
    for left, right in _candidates(sorted(stored, key=_by_day), reach):
        score = compare(left.claim, right.claim)
        if score.verdict != "different":
            found.append(Pair(left.id, right.id, score))
    return sorted(found, key=lambda pair: (-pair.score.points, pair.left, pair.right))


def tie(left: StoredClaim, right: StoredClaim) -> Same | None:
    """Two claims that are the same thing or may be, the left one of the earlier day; None when they are different."""
    speaks = strength(left.claim, right.claim)
    return None if speaks is None else Same(left.id, right.id, speaks.points, sure=speaks.sure)


def match(stored: Sequence[StoredClaim], reach: Reach = REACH) -> tuple[Same, ...]:
    """Every pair of a block that is the same thing or may be; the left one is of the earlier day."""
    told = (tie(left, right) for left, right in _candidates(sorted(stored, key=_by_day), reach))
    return tuple(pair for pair in told if pair is not None)
