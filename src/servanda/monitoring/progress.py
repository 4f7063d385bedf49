"""Targets: the last figure that is like with like, the distance left, the pace so far and the pace that is needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal

from servanda.monitoring.chain import Chain
from servanda.monitoring.directions import direction_in
from servanda.monitoring.quantities import TRADE, counted_in
from servanda.monitoring.series import Point as SeriesPoint
from servanda.monitoring.series import Series, gather
from servanda.monitoring.tellings import Telling
from servanda.terms.claims import Commitment, Target
from servanda.terms.dates import Edtf
from servanda.terms.rounding import last_place

DAYS_IN_YEAR = Decimal("365.2425")


@dataclass(frozen=True, slots=True)
class Point:
    """One year on the way to a target: the value, the period, and the claim that told it with the most digits.

    ``claims`` are all that tell of it; ``differ`` says how they differ, and is None where they agree.
    """

    value: Decimal
    period: Edtf
    claim: str
    qualifier: str | None
    claims: tuple[str, ...] = ()
    differ: str | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a target is reached.

    ``points`` are like with like: the same indicator, sides, unit and kind of period as the target, by period.
    ``share`` is last value over target; ``distance`` is what is missing. Paces are in units a year; ``reached`` is the
    year in which the target is met at the present pace. ``not_compared`` lists claims with figures of other periods.
    None where too little was told.
    """

    target: Target
    due: Edtf | None
    points: tuple[Point, ...]
    share: Decimal | None
    distance: Decimal | None
    pace: Decimal | None
    pace_needed: Decimal | None
    reached: int | None
    not_compared: tuple[str, ...]


def last_target(chain: Chain) -> Target | None:
    """The target as it was told last."""
    targets = [s.what.target for s in chain.steps if isinstance(s.what, Commitment) and s.what.target is not None]
    return targets[-1] if targets else None


def last_due(chain: Chain) -> Edtf | None:
    """The due date as it was told last; a later telling without one does not lift it."""
    dues = [s.what.due for s in chain.steps if isinstance(s.what, Commitment) and s.what.due is not None]
    return dues[-1] if dues else None


def sides(chain: Chain) -> frozenset[str]:
    """The states a commitment concerns: who undertakes it, else the relation its reports tell of."""
    by = {party for s in chain.steps if isinstance(s.what, Commitment) for party in s.what.by}
    relation = {code for s in chain.steps for code in s.claim.relation}
    return frozenset(by) if len(by) > 1 else frozenset(relation or by)


def _like(chain: Chain, target: Target, found: Sequence[Series]) -> tuple[list[Series], list[Series]]:
    """Of some series those that measure a target, and those of its indicator that measure something else."""
    states = sides(chain)
    act = " ".join(s.what.action for s in chain.steps if isinstance(s.what, Commitment))
    way = direction_in(act, target.indicator, tuple(sorted(states)))
    counted = set(counted_in(act, target.indicator, tuple(sorted(states))))
    of_states = [s for s in found if s.key.indicator == target.indicator and frozenset(s.key.states) == states]
    of_unit = [s for s in of_states if s.key.unit == target.unit]
    of_part = [
        s
        for s in of_unit
        if (set(s.key.counted) == counted if target.indicator in TRADE else set(s.key.counted) <= counted)
    ]
    ways = {s.key.direction for s in of_part}
    # a goal for exports that names no seller is held against them only where just one is told of
    of_way = [s for s in of_part if (s.key.direction == way if way else len(ways) == 1)]
    like = [s for s in of_way if s.key.span.kind == "year"]
    return like, [s for s in of_states if s not in like]


def _finest(told: Sequence[Telling]) -> Telling:
    """The telling with the most digits; of two as fine the lower value. Which is newer does not matter."""

    def grain(one: Telling) -> tuple[Decimal, Decimal, str]:
        value = one.what.value
        assert value is not None
        return last_place(value, (q.text for q in one.stored.claim.quotes)), value, one.stored.id

    return min(told, key=grain)


def _point(one: SeriesPoint) -> Point | None:
    told = [t for t in one.told if t.what.value is not None]
    if one.period is None or not told:
        return None
    best = min(told, key=lambda t: (t.what.value or 0, t.stored.id)) if one.verdict == "differ" else _finest(told)
    assert best.what.value is not None
    ids = tuple(t.stored.id for t in told)
    apart = one.words if one.verdict == "differ" else None
    return Point(best.what.value, one.period, best.stored.id, best.what.qualifier, ids, apart)


def _pace(points: Sequence[Point]) -> Decimal | None:
    """Growth a year between the first and the last point, which stand for whole years."""
    if len(points) < 2:
        return None
    return (points[-1].value - points[0].value) / (points[-1].period.first.year - points[0].period.first.year)


def _needed(distance: Decimal, due: Edtf | None, last: Point) -> Decimal | None:
    """Growth a year from the end of the last period to the end of the due window."""
    if due is None or distance <= 0:
        return None
    years = Decimal((due.after - last.period.after).days) / DAYS_IN_YEAR
    return distance / years if years > 0 else None


def progress(chain: Chain, figures: Sequence[Chain]) -> Progress | None:
    """The progress of a commitment with a target; None when it has none.

    Its points are those of the series of its indicator, sides, unit and whole years: an annual goal is compared with
    annual figures only. Where reports differ on a year, all of them stand in its point and the lowest is counted with.
    """
    target = last_target(chain)
    if target is None:
        return None
    due = last_due(chain)
    every = gather((s.stored for f in figures for s in f.steps), split=False)
    like, unlike = _like(chain, target, every)
    found = sorted((p for s in like for p in s.points), key=lambda p: p.when)
    points = tuple(point for p in found if (point := _point(p)) is not None)
    other = tuple(t.stored.id for s in unlike for p in s.points for t in p.told if t.what.value is not None)
    if not points:
        return Progress(target, due, (), None, None, None, None, None, other)
    last = points[-1]
    distance = target.value - last.value
    pace = _pace(points)
    reached = None
    if distance > 0 and pace is not None and pace > 0:
        reached = last.period.first.year + int((distance / pace).to_integral_value(ROUND_CEILING))
    share = last.value / target.value if target.value else None
    return Progress(target, due, points, share, distance, pace, _needed(distance, due, last), reached, other)


def _reaches(point: Point, target: Target) -> bool:
    """Whether what was told is at or over the target; "almost" and "up to" it are not."""
    short = ("almost", "up_to") if point.value == target.value else ("up_to",)
    return point.value >= target.value and point.qualifier not in short


def _short(point: Point, target: Target) -> bool:
    return point.value < target.value or (point.value == target.value and point.qualifier == "almost")


def met(found: Progress, since: date) -> Point | None:
    """The first point at or over the target whose period ended after the target was told.

    A year on which reports differ decides nothing.
    """
    return next(
        (p for p in found.points if p.differ is None and _reaches(p, found.target) and p.period.after > since), None
    )


def fell_short(found: Progress, as_of: date) -> Point | None:
    """The figure of the due year, when it is told, the year is over, reports agree and it lies under the target."""
    if found.due is None or found.due.after > as_of:
        return None
    year = found.due.last.year
    return next(
        (p for p in found.points if p.period.first.year == year and p.differ is None and _short(p, found.target)), None
    )
