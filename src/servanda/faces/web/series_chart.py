"""Figures like with like as a chart: every value told, over its period and at its height, a mark for each side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from servanda.faces.exports.scale import Days, Tick, Values, around, middle
from servanda.faces.web.links import Links
from servanda.monitoring.series import Point, Series
from servanda.monitoring.tellings import Telling
from servanda.terms.amounts import amount
from servanda.terms.dates import EARLIEST, LATEST
from servanda.terms.states import state_name

WIDTH, HEIGHT = 620, 230
LEFT, RIGHT, TOP, BOTTOM = 116, 600, 20, 196
# sides differ by shape as well as by colour; more than these share the last
SHAPES = ("circle", "square", "diamond")


@dataclass(frozen=True, slots=True)
class Dot:
    """One value told: where it lies, what it says, and where its quote stands."""

    x: float
    y: float
    words: str
    href: str


@dataclass(frozen=True, slots=True)
class Row:
    """The values that one side tells, and the line through those of whole periods on which it tells one value."""

    name: str
    shape: str
    path: str
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class SeriesChart:
    """Values over time."""

    width: int
    height: int
    left: float
    right: float
    bottom: float
    ticks: tuple[Tick, ...]
    levels: tuple[Tick, ...]
    rows: tuple[Row, ...]


def side_name(code: str | None) -> str:
    """The side that tells a figure, by name."""
    return state_name(code) if code else "side not known"


def _days(point: Point) -> tuple[date, date] | None:
    """The days that a point stands over; None where its period has no end or no beginning."""
    if point.period is None:
        return (point.day, point.day) if point.day is not None else None
    open_ = point.period.first <= EARLIEST or point.period.after >= LATEST
    return None if open_ else (point.period.first, point.period.last)


Told = tuple[date, Decimal, Point, Telling]


def _told(series: Series) -> list[Told]:
    placed = [(point, days) for point in series.points if (days := _days(point)) is not None]
    return [
        (middle(*days), value, point, telling)
        for point, days in placed
        for telling in point.told
        if (value := telling.what.value) is not None
    ]


def series_chart(listed: Sequence[Series], links: Links) -> SeriesChart | None:
    """The chart of the series of all sides; None where fewer than two values have a place, or one is negative."""
    by_side = [(series.key.side, _told(series)) for series in listed]
    every = [one for _, told in by_side for one in told]
    if len(every) < 2 or any(value < 0 for _, value, _, _ in every):
        return None
    first, after = around([day for day, _, _, _ in every], room=200)
    days = Days(first, after, LEFT + 14, RIGHT)
    values = Values(max(value for _, value, _, _ in every) * Decimal("1.12") or Decimal(1), BOTTOM, TOP)
    drawing = _Drawing(days, values, links)
    rows = tuple(drawing.row(n, side, told) for n, (side, told) in enumerate(by_side) if told)
    unit = listed[0].key.unit
    levels = tuple(Tick(values.at(v), amount(v, unit)) for v in values.steps())
    return SeriesChart(WIDTH, HEIGHT, LEFT, RIGHT, BOTTOM, days.whole_years(), levels, rows)


@dataclass(frozen=True, slots=True)
class _Drawing:
    days: Days
    values: Values
    links: Links

    def dot(self, told: Told) -> Dot:
        """A value on the drawing."""
        day, value, point, telling = told
        claim = telling.stored.claim
        words = f"{point.when}: {telling.words} ({telling.stored.publisher or claim.report}, {telling.stored.date})"
        href = self.links.report(claim.report, telling.stored.id)
        return Dot(self.days.at(day), self.values.at(value), words, href)

    def row(self, number: int, side: str | None, told: Sequence[Told]) -> Row:
        """The values of one side."""
        # where reports differ on a period no line can say which value it goes through
        alone = [one for one in told if len({t.what.value for t in one[2].told}) == 1]
        places = list(dict.fromkeys((self.days.at(day), self.values.at(value)) for day, value, _, _ in alone))
        path = " ".join(f"{'L' if n else 'M'}{x} {y}" for n, (x, y) in enumerate(places))
        shape = SHAPES[min(number, len(SHAPES) - 1)]
        return Row(side_name(side), shape, path if len(places) > 1 else "", tuple(map(self.dot, told)))
