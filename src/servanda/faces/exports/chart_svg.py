"""Where everything of a target's chart stands in a picture: places in pixels for the page's template."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from servanda.faces.exports.pack_chart import Frame, cut_line, frame, shown
from servanda.faces.exports.scale import Tick, Values
from servanda.workflows.pack import Chart, Trend

WIDTH, HEIGHT = 380, 165
LEFT, RIGHT, TOP, BOTTOM = 34, 372, 14, 147


@dataclass(frozen=True, slots=True)
class Dot:
    """A figure: its place, the words that a pointer shows, its claim."""

    x: float
    y: float
    text: str
    claim: str


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line: ``so-far`` or ``needed``."""

    kind: str
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart laid out."""

    width: int
    height: int
    left: int
    right: int
    unit: str
    levels: tuple[Tick, ...]
    years: tuple[Tick, ...]
    goal: float
    points: tuple[Dot, ...]
    trends: tuple[Stroke, ...]


def _x(year: Decimal, inside: Frame) -> float:
    # half a year of room on both sides, so that no point sits on the axis
    span = Decimal(inside.last_year - inside.first_year + 1)
    return round(float(LEFT + (year - inside.first_year + Decimal("0.5")) / span * (RIGHT - LEFT)), 1)


def _y(value: Decimal, inside: Frame) -> float:
    return Values(inside.top, BOTTOM, TOP).at(value)


def _stroke(kind: str, trend: Trend | None, inside: Frame) -> Stroke | None:
    if trend is None:
        return None
    (x1, y1), (x2, y2) = cut_line(trend, inside)
    return Stroke(kind, _x(x1, inside), _y(y1, inside), _x(x2, inside), _y(y2, inside))


def drawing(chart: Chart) -> Drawing:
    """The layout of a chart."""
    inside = frame(chart)
    strokes = (_stroke("so-far", chart.so_far, inside), _stroke("needed", chart.needed, inside))
    return Drawing(
        WIDTH,
        HEIGHT,
        LEFT,
        RIGHT,
        inside.unit,
        tuple(Tick(_y(level, inside), shown(level)) for level in inside.levels),
        tuple(Tick(_x(Decimal(year), inside), str(year)) for year in inside.years),
        _y(chart.goal / inside.size, inside),
        tuple(
            Dot(_x(Decimal(p.year), inside), _y(p.value / inside.size, inside), f"{p.year}: {p.shown}", p.claim)
            for p in chart.points
        ),
        tuple(stroke for stroke in strokes if stroke is not None),
    )
