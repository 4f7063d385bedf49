"""A target as a chart: the like-with-like points, the goal as a line, and the way to it at the present pace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from servanda.faces.exports.scale import Days, Tick, Values, around, middle
from servanda.faces.web.links import Links
from servanda.faces.web.words import Badge, badge, spaced, when
from servanda.monitoring.pace import pace_words
from servanda.monitoring.progress import Point, Progress
from servanda.terms.amounts import amount
from servanda.terms.dates import LATEST
from servanda.terms.reading import StoredClaim
from servanda.workflows.assess import Standing

WIDTH, HEIGHT = 560, 220
LEFT, RIGHT, TOP, BOTTOM = 116, 540, 20, 186


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """One figure: where it lies, what it says, the quote it rests on and where that stands."""

    x: float
    y: float
    period: str
    value: str
    qualifier: str
    quote: str
    href: str


@dataclass(frozen=True, slots=True)
class Chart:
    """One target. ``points`` is empty where no like figure was told; then nothing is drawn."""

    title: str
    href: str
    status: Badge
    goal: str
    due: str
    reached: str
    share: float
    pace: str
    width: int
    height: int
    left: float
    right: float
    bottom: float
    points: tuple[ChartPoint, ...]
    path: str
    goal_y: float
    due_x: float | None
    ahead: str
    ticks: tuple[Tick, ...]
    levels: tuple[Tick, ...]
    not_compared: int


def _end(found: Progress) -> date | None:
    return found.due.last if found.due is not None and found.due.after < LATEST else None


def _ahead(found: Progress, days: Days, values: Values) -> str:
    """The line from the last point to the goal at the present pace, where it ends on the drawing."""
    if found.reached is None or not found.points:
        return ""
    last = found.points[-1]
    told = middle(last.period.first, last.period.last)
    start = f"M{days.at(told)} {values.at(last.value)}"
    met = date(min(found.reached, 9998), 7, 1)
    if met <= days.after:
        return f"{start} L{days.at(met)} {values.at(found.target.value)}"
    gone = Decimal((days.after - told).days) / Decimal((met - told).days)
    then = last.value + gone * (found.target.value - last.value)
    return f"{start} L{days.right} {values.at(then)}"


def chart(standing: Standing, claims: Mapping[str, StoredClaim], links: Links) -> Chart:
    """The chart of a commitment with a target; ValueError for one without."""
    found = standing.progress
    if found is None:
        raise ValueError(f"{standing.entry.id} has no target")
    end = _end(found)
    days_told = (
        [day for p in found.points for day in (p.period.first, p.period.last)]
        + ([end] if end else [])
        + [standing.assessment.as_of]
    )
    first, after = around(days_told, room=60)
    days = Days(first, after, LEFT + 14, RIGHT)
    most = max([found.target.value, *(p.value for p in found.points)]) * Decimal("1.12") or Decimal(1)
    values = Values(most, BOTTOM, TOP)
    drawing = _Drawing(days, values, claims, links)
    points = tuple(drawing.point(p, found.target.unit) for p in found.points)
    return Chart(
        title=standing.entry.label,
        href=links.entry(standing.entry.id),
        status=badge(standing.assessment.status),
        goal=amount(found.target.value, found.target.unit),
        due=when(found.due),
        reached=f"{float(found.share):.0%}" if found.share is not None else "",
        share=min(1.0, max(0.0, float(found.share or 0))),
        pace="; ".join(pace_words(found, when)),
        width=WIDTH,
        height=HEIGHT,
        left=LEFT,
        right=RIGHT,
        bottom=BOTTOM,
        points=points,
        path=" ".join(f"{'L' if n else 'M'}{p.x} {p.y}" for n, p in enumerate(points)),
        goal_y=values.at(found.target.value),
        due_x=days.at(end) if end else None,
        ahead=_ahead(found, days, values),
        ticks=days.whole_years(),
        levels=tuple(Tick(values.at(v), amount(v, found.target.unit)) for v in values.steps()),
        not_compared=len(found.not_compared),
    )


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What a point is drawn with."""

    days: Days
    values: Values
    claims: Mapping[str, StoredClaim]
    links: Links

    def point(self, told: Point, unit: str | None) -> ChartPoint:
        """One figure on the drawing."""
        stored = self.claims[told.claim]
        return ChartPoint(
            x=self.days.at(middle(told.period.first, told.period.last)),
            y=self.values.at(told.value),
            period=when(told.period),
            value=amount(told.value, unit),
            qualifier="" if told.qualifier in (None, "exact") else spaced(told.qualifier),
            quote=" ".join(stored.claim.quotes[0].text.split()),
            href=self.links.report(stored.claim.report, told.claim),
        )
