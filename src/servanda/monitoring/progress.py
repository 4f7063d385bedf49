"""Targets: the last figure that is like with like, the distance left, the pace so far and the pace that is needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal

from servanda.monitoring.chain import Chain, Step
from servanda.terms.claims import Commitment, Figure, Target
from servanda.terms.dates import Edtf

DAYS_IN_YEAR = Decimal("365.2425")


@dataclass(frozen=True, slots=True)
class Point:
    """One figure on the way to a target: the value, the period it covers, and the claim that told it."""

    value: Decimal
    period: Edtf
    claim: str
    qualifier: str | None


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


def _comparable(target: Target, states: frozenset[str], step: Step) -> bool:
    what = step.what
    return (
        isinstance(what, Figure)
        and what.indicator == target.indicator
        and what.unit == target.unit
        and what.value is not None
        and bool(states)
        and frozenset(what.states) == states
    )


def _whole_year(period: Edtf | None) -> bool:
    return period is not None and period.granularity == "year"


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

    An annual goal is compared with annual figures only. Of two values told for one period the one told last is the
    point; the other stays in its own entry, side by side.
    """
    target = last_target(chain)
    if target is None:
        return None
    states, due = sides(chain), last_due(chain)
    like: dict[Edtf, Point] = {}
    other: list[str] = []
    told = sorted((s for f in figures for s in f.steps), key=lambda s: (s.date, s.stored.id))
    for step in told:
        what = step.what
        if not _comparable(target, states, step) or not isinstance(what, Figure) or what.value is None:
            continue
        if what.period is not None and _whole_year(what.period):
            like[what.period] = Point(what.value, what.period, step.stored.id, what.qualifier)
        else:
            other.append(step.stored.id)
    points = tuple(sorted(like.values(), key=lambda p: p.period.first))
    if not points:
        return Progress(target, due, (), None, None, None, None, None, tuple(other))
    last = points[-1]
    distance = target.value - last.value
    pace = _pace(points)
    reached = None
    if distance > 0 and pace is not None and pace > 0:
        reached = last.period.first.year + int((distance / pace).to_integral_value(ROUND_CEILING))
    share = last.value / target.value if target.value else None
    return Progress(target, due, points, share, distance, pace, _needed(distance, due, last), reached, tuple(other))


def met(found: Progress, since: date) -> Point | None:
    """The first point at or over the target whose period ended after the target was told."""
    return next((p for p in found.points if p.value >= found.target.value and p.period.after > since), None)


def fell_short(found: Progress, as_of: date) -> Point | None:
    """The figure of the due year, when it is told, the year is over and it lies under the target."""
    if found.due is None or found.due.after > as_of:
        return None
    due_year = found.due.last.year
    return next((p for p in found.points if p.period.first.year == due_year and p.value < found.target.value), None)
