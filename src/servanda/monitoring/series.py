"""Figures as series, like with like: points by period, every value told for it held against the others and growth.

A point is never settled by which telling is newer: values that agree within rounding are said to, others stand side by
side. Growth is held against the same period of the year before, as trade figures are told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from operator import is_

from servanda.monitoring.growth import Check, checks
from servanda.monitoring.quantities import Key, key_of
from servanda.monitoring.spans import plain
from servanda.monitoring.tellings import SideOf, Telling, Verdict, agreement, nobody, told_first, told_order
from servanda.terms.dates import Edtf
from servanda.terms.reading import StoredClaim
from servanda.terms.rounding import growth_of


@dataclass(frozen=True, slots=True)
class Point:
    """All that is told of one period: ``told`` in this series, ``elsewhere`` by other sides.

    Figures without a period are points by the day they were told. ``verdict`` and ``words`` say how all of it agrees.
    """

    period: Edtf | None
    day: date | None
    told: tuple[Telling, ...]
    elsewhere: tuple[Telling, ...]
    verdict: Verdict
    words: str

    @property
    def when(self) -> str:
        """The period, or the day of the report where no period was told."""
        return str(self.period) if self.period is not None else f"told {self.day}"


@dataclass(frozen=True, slots=True)
class NotComparable:
    """A figure of the same indicator and states that is not of a series, and why."""

    telling: Telling
    reason: str


@dataclass(frozen=True, slots=True)
class Series:
    """Like figures by period; every figure of its key is in exactly one of its points."""

    key: Key
    points: tuple[Point, ...]
    checks: tuple[Check, ...]
    not_comparable: tuple[NotComparable, ...]

    @property
    def differing(self) -> tuple[Point, ...]:
        """The points on which reports differ."""
        return tuple(p for p in self.points if p.verdict == "differ")


def _place(telling: Telling) -> tuple[Edtf | None, date | None]:
    period = telling.what.period
    return (plain(period), None) if period is not None else (None, telling.stored.date)


def _by_place(tellings: Iterable[Telling]) -> dict[tuple[Edtf | None, date | None], list[Telling]]:
    found: dict[tuple[Edtf | None, date | None], list[Telling]] = defaultdict(list)
    for telling in tellings:
        found[_place(telling)].append(telling)
    return found


def _order(place: tuple[Edtf | None, date | None]) -> tuple[date, date, str]:
    period, day = place
    if period is None:
        assert day is not None
        return day, day, ""
    return period.after, period.first, str(period)


def _points(own: Sequence[Telling], every: Sequence[Telling]) -> tuple[Point, ...]:
    ids = {t.stored.id for t in own}
    others = _by_place(t for t in every if t.stored.id not in ids)
    points = []
    for place, tellings in sorted(_by_place(own).items(), key=lambda item: _order(item[0])):
        elsewhere = tuple(others.get(place, ()))
        verdict, words = agreement(told_first((*tellings, *elsewhere)))
        points.append(Point(*place, tuple(tellings), elsewhere, verdict, words))
    return tuple(points)


# how the reasons begin for which a figure only stands in the series of another side
OF_ANOTHER_SIDE = ("told by another side", "side of")


def _reasons(key: Key, other: Key) -> Iterator[str]:
    if other.indicator != key.indicator:
        yield f"the same flow told as {other.indicator}, counted at the other border"
    if other.unit != key.unit:
        yield "growth alone, no level told" if other.unit == "growth" else f"another unit ({other.unit or 'not told'})"
    if other.span != key.span:
        yield f"another kind of period ({other.span})" if other.span.kind != "none" else "no period told"
    if other.direction != key.direction:
        yield f"another direction (from {other.direction})" if other.direction else "direction not told"
    if other.counted != key.counted:
        yield f"counts something else ({', '.join(other.counted) or 'the whole'})"
    if other.side != key.side:
        yield f"told by another side ({other.side})" if other.side else "side of the publisher not known"


_MIRROR = {"exports": "imports", "imports": "exports"}


def _related(key: Key, other: Key) -> bool:
    """Whether a reader could think the two comparable: same indicator and states, or the mirror of the same flow."""
    if key == other or key.states != other.states:
        return False
    if _MIRROR.get(key.indicator) == other.indicator:
        return key.direction is not None and key.direction == other.direction
    if key.indicator != other.indicator:
        return False
    return key.indicator != "other" or bool(set(key.counted) & set(other.counted))


@dataclass(frozen=True, slots=True)
class _Family:
    """The figures of some states that a reader could hold against each other, by key, and by key without side."""

    by_key: Mapping[Key, Sequence[Telling]]
    alike: Mapping[Key, Sequence[Telling]]

    def series(self, key: Key) -> Series:
        own, alike = self.by_key[key], replace(key, side=None)
        every = self.alike[alike]
        alone = self.alike.get(replace(alike, unit="growth"), ())
        rates = [
            t for t in {t.stored.id: t for t in (*every, *alone)}.values() if growth_of(t.stored.claim) is not None
        ]
        found = checks(own, told_first(every), told_first(rates))
        return Series(
            key,
            _points(own, every),
            tuple(sorted(found, key=lambda c: (c.period.after, c.words))),
            tuple(sorted(self._left(key), key=lambda n: (told_order(n.telling), n.reason))),
        )

    def _left(self, key: Key) -> Iterator[NotComparable]:
        for other, tellings in self.by_key.items():
            if _related(key, other):
                reason = "; ".join(_reasons(key, other))
                yield from (NotComparable(telling, reason) for telling in tellings)


def _families(by_key: Mapping[Key, Sequence[Telling]]) -> Iterator[_Family]:
    """One family for the same states and indicator; exports and imports are one, as mirrors of each other."""
    found: dict[tuple[tuple[str, ...], str], dict[Key, Sequence[Telling]]] = defaultdict(dict)
    for key in sorted(by_key, key=Key.sorting):
        name = "exports" if key.indicator in _MIRROR else key.indicator
        found[key.states, name][key] = told_first(by_key[key])
    for keys in found.values():
        alike: dict[Key, list[Telling]] = defaultdict(list)
        for key, tellings in keys.items():
            alike[replace(key, side=None)].extend(tellings)
        yield _Family(keys, alike)


def _by_key(claims: Iterable[StoredClaim], side_of: SideOf, *, split: bool) -> dict[Key, list[Telling]]:
    by_key: dict[Key, list[Telling]] = defaultdict(list)
    for one in {one.id: one for one in claims}.values():
        side = side_of(one)
        key = key_of(one.claim, side if split else None)
        if key is not None:
            by_key[key].append(Telling(one, side))
    return by_key


class _Held(tuple[StoredClaim, ...]):
    """Claims that are looked up by being the very same ones: to compare all their fields takes as long as the work."""

    __slots__ = ()

    def __hash__(self) -> int:
        return hash(tuple(map(id, self)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and len(self) == len(other) and all(map(is_, self, other))


def points_by_key(claims: Iterable[StoredClaim]) -> Mapping[Key, tuple[Point, ...]]:
    """The points of every series of some figures, whoever tells them: those of ``gather`` without ``split``."""
    return _points_of(_Held(claims))


# all targets of one indicator and relation are held against the same figures
@lru_cache(maxsize=64)
def _points_of(claims: _Held) -> Mapping[Key, tuple[Point, ...]]:
    by_key = _by_key(claims, nobody, split=False)
    return {key: _points(own := told_first(by_key[key]), own) for key in sorted(by_key, key=Key.sorting)}


def gather(claims: Iterable[StoredClaim], side_of: SideOf = nobody, *, split: bool = True) -> tuple[Series, ...]:
    """The series of all figures among some claims, in an order for display; the order of the claims does not matter.

    ``side_of`` says which state's publisher or speaker tells a claim. With ``split`` figures of two sides are two
    series, and what the other side tells of a period stands beside it; without, they are points of one.
    """
    families = _families(_by_key(claims, side_of, split=split))
    found = [family.series(key) for family in families for key in family.by_key]
    return tuple(sorted(found, key=lambda one: one.key.sorting()))
