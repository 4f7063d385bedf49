"""Targets: the last figure that is like with like, the distance left, the pace so far and the pace that is needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal

from servanda.monitoring.chain import Chain
from servanda.monitoring.directions import direction_in
from servanda.monitoring.quantities import TRADE, Key, counted_in
from servanda.monitoring.series import Point as SeriesPoint
from servanda.monitoring.series import points_by_key
from servanda.monitoring.tellings import Telling
from servanda.terms.claims import Commitment, Figure, Target
from servanda.terms.dates import Edtf
from servanda.terms.reading import StoredClaim
from servanda.terms.rounding import last_place
from servanda.terms.states import is_party

DAYS_IN_YEAR = Decimal("365.2425")


@dataclass(frozen=True, slots=True)
class Point:
    """One year on the way to a target: the value, the period, and the claim that told it with the most digits.

    ``claims`` are all that tell of it; ``differ`` says how they differ, and is None where they agree. ``reaches`` says
    whether every telling is at or over the target (True) or under it (False); None where they are divided.
    """

    value: Decimal
    period: Edtf
    claim: str
    qualifier: str | None
    claims: tuple[str, ...] = ()
    differ: str | None = None
    reaches: bool | None = None


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
    """The states a commitment concerns: those that undertake it, else those that its reports tell of.

    Banks and firms that undertake it measure nothing of their own.
    """
    told = (s.what.by for s in chain.steps if isinstance(s.what, Commitment))
    by = {party for parties in told for party in parties if is_party(party)}
    relation = {code for s in chain.steps for code in s.claim.relation}
    return frozenset(by) if len(by) > 1 else frozenset(relation or by)


def _like(chain: Chain, target: Target, keys: Iterable[Key]) -> Key | None:
    """Of some series of a target's indicator and sides the one that measures it, by year; None where it is not clear.

    "Trainees" and "engineers" are two series: a goal for engineers is held against theirs where they are told of.
    """
    states = tuple(sorted(sides(chain)))
    act = " ".join(s.what.action for s in chain.steps if isinstance(s.what, Commitment))
    way = direction_in(act, target.indicator, states)
    counted = set(counted_in(act, target.indicator, states))
    of_part = [
        key
        for key in keys
        if key.unit == target.unit
        and (set(key.counted) == counted if target.indicator in TRADE else set(key.counted) <= counted)
    ]
    ways = {key.direction for key in of_part}
    # a goal for exports that names no seller is held against them only where just one is told of
    of_way = [key for key in of_part if (key.direction == way if way else len(ways) == 1)]
    by_year = [key for key in of_way if key.span.kind == "year"]
    most = max((len(key.counted) for key in by_year), default=0)
    nearest = [key for key in by_year if len(key.counted) == most]
    return nearest[0] if len(nearest) == 1 else None


def _figures(chain: Chain, target: Target, figures: Sequence[Chain]) -> Iterator[StoredClaim]:
    """The figures of a target's indicator and sides."""
    states = sides(chain)
    for other in figures:
        for step in other.steps:
            what = step.what
            if isinstance(what, Figure) and what.indicator == target.indicator and frozenset(what.states) == states:
                yield step.stored


def _finest(told: Sequence[Telling]) -> Telling:
    """The telling with the most digits; of two as fine the lower value. Which is newer does not matter."""

    def grain(one: Telling) -> tuple[Decimal, Decimal, str]:
        value = one.what.value
        assert value is not None
        return last_place(value, (q.text for q in one.stored.claim.quotes)), value, one.stored.id

    return min(told, key=grain)


def _reaches(what: Figure, target: Target) -> bool | None:
    """Whether a value told is at or over the target; None where the words leave it open, as "up to" it does."""
    if what.value is None or what.qualifier == "up_to":
        return None if what.value is None or what.value >= target.value else False
    return what.value > target.value or (what.value == target.value and what.qualifier != "almost")


def _point(one: SeriesPoint, target: Target) -> Point | None:
    told = [t for t in one.told if t.what.value is not None]
    if one.period is None or not told:
        return None
    divided = one.verdict in ("differ", "several")
    best = min(told, key=lambda t: (t.what.value or 0, t.stored.id)) if divided else _finest(told)
    assert best.what.value is not None
    ids = tuple(t.stored.id for t in told)
    verdicts = {_reaches(t.what, target) for t in told}
    reaches = verdicts.pop() if len(verdicts) == 1 else None
    apart = one.words if divided else None
    return Point(best.what.value, one.period, best.stored.id, best.what.qualifier, ids, apart, reaches)


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
    found = points_by_key(_figures(chain, target, figures))
    like = _like(chain, target, found)
    told = found[like] if like is not None else ()
    points = tuple(point for p in told if (point := _point(p, target)) is not None)
    unlike = (t for key in found if key != like for p in found[key] for t in p.told)
    other = tuple(t.stored.id for t in unlike if t.what.value is not None)
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


def met(found: Progress, since: date) -> Point | None:
    """The first point whose period ended after the target was told and of which every telling reaches it."""
    return next((p for p in found.points if p.reaches is True and p.period.after > since), None)


def _due_year(found: Progress, as_of: date) -> Point | None:
    """The point of the year in which a target is due, when that is over."""
    if found.due is None or found.due.after > as_of:
        return None
    year = found.due.last.year
    return next((p for p in found.points if p.period.first.year == year), None)


def fell_short(found: Progress, as_of: date) -> Point | None:
    """The figure of the due year, when the year is over and every telling lies under the target."""
    point = _due_year(found, as_of)
    return point if point is not None and point.reaches is False else None


def unclear(found: Progress, as_of: date) -> Point | None:
    """The figure of the due year, when the year is over and tellings differ on whether the target was reached."""
    point = _due_year(found, as_of)
    return point if point is not None and point.reaches is None and point.differ is not None else None
