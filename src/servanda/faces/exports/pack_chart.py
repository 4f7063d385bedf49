"""The frame of a target's chart: its scale, its ticks, and its lines cut where they leave it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from servanda.faces.exports.scale import round_step
from servanda.workflows.pack import Chart, Trend

_SIZES = ((Decimal(10**12), "trillion"), (Decimal(10**9), "billion"), (Decimal(10**6), "million"))
_HEADROOM = Decimal("1.08")

Place = tuple[Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class Frame:
    """What a chart is drawn in: values are divided by ``size``, told as ``unit``, from 0 to ``top``."""

    size: Decimal
    unit: str
    top: Decimal
    step: Decimal
    first_year: int
    last_year: int

    @property
    def levels(self) -> tuple[Decimal, ...]:
        """The ticks of the value axis."""
        return tuple(self.step * n for n in range(int(self.top / self.step) + 1))

    @property
    def years(self) -> tuple[int, ...]:
        """The ticks of the year axis: every year, or every few where there are many."""
        every = max(1, -(-(self.last_year - self.first_year) // 8))
        return tuple(range(self.first_year, self.last_year + 1, every))


def _unit(chart: Chart, word: str) -> str:
    unit = {"count": "", "percent": "%"}.get(chart.unit or "", chart.unit or "")
    return f"{unit} {word}".strip()


def frame(chart: Chart) -> Frame:
    """The frame of a chart: from zero to a little above the goal and every figure, with round ticks."""
    highest = max(chart.goal, *(point.value for point in chart.points), Decimal(1))
    size, word = next(((s, w) for s, w in _SIZES if highest >= s), (Decimal(1), ""))
    wanted = highest / size * _HEADROOM
    step = round_step(wanted)
    top = step * (wanted / step).to_integral_value(ROUND_CEILING)
    return Frame(size, _unit(chart, word), top, step, *chart.years)


def shown(value: Decimal) -> str:
    """A tick's number without idle zeros."""
    return f"{value.normalize():f}"


def cut_line(trend: Trend, inside: Frame) -> tuple[Place, Place]:
    """A trend as (year, scaled value) places, ended where it leaves the frame."""
    (x1, y1), (x2, y2) = trend.start, trend.end
    y1, y2 = y1 / inside.size, y2 / inside.size
    right = Decimal(inside.last_year)
    if x2 > right:
        x2, y2 = right, y1 + (y2 - y1) * (right - x1) / (x2 - x1)
    bound = inside.top if y2 > inside.top else Decimal(0) if y2 < 0 else None
    if bound is not None and y2 != y1:
        x2, y2 = x1 + (x2 - x1) * (bound - y1) / (y2 - y1), bound
    return (x1, y1), (x2, y2)
