"""Days and values as places on a drawing: the arithmetic that the timeline and all charts share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across a drawing with its words."""

    at: float
    words: str


@dataclass(frozen=True, slots=True)
class Days:
    """Days from ``first`` up to ``after`` drawn to scale between two places."""

    first: date
    after: date
    left: float
    right: float

    def at(self, day: date) -> float:
        """Where a day lies; days outside lie at the edge."""
        share = (day - self.first).days / max(1, (self.after - self.first).days)
        return round(self.left + min(1.0, max(0.0, share)) * (self.right - self.left), 1)

    def years(self) -> tuple[Tick, ...]:
        """A tick at the beginning of years, at most some twelve of them."""
        return self._ticks(1, 1)

    def whole_years(self) -> tuple[Tick, ...]:
        """A tick in the middle of years: where what is told of a whole year lies."""
        return self._ticks(7, 1)

    def _ticks(self, month: int, day: int) -> tuple[Tick, ...]:
        count = self.after.year - self.first.year + 1
        step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 1000, 10000) if count / s <= 12)
        days = (date(y, month, day) for y in range(self.first.year, self.after.year + 1) if y % step == 0)
        return tuple(Tick(self.at(one), str(one.year)) for one in days if self.first < one <= self.after)


# steps that read well, times a power of ten, and about so many of them
_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
_TICKS = 5


def round_step(most: Decimal) -> Decimal:
    """A round step of which about five lead from zero to a value."""
    rough = most / _TICKS
    power = Decimal(10) ** rough.adjusted()
    return next(step * power for step in _STEPS if step * power >= rough)


def middle(first: date, last: date) -> date:
    """The day in the middle of two."""
    return first + (last - first) / 2


def around(days: list[date], *, room: int = 30) -> tuple[date, date]:
    """The days from the first to the last with some room on both sides."""
    first, last = min(days), max(days)
    return first - min(timedelta(days=room), first - date.min), last + min(timedelta(days=room), date.max - last)


@dataclass(frozen=True, slots=True)
class Values:
    """Values from zero to ``most`` drawn to scale upwards between two places."""

    most: Decimal
    bottom: float
    top: float

    def at(self, value: Decimal) -> float:
        """Where a value lies; those outside lie at the edge."""
        share = min(1.0, max(0.0, float(value / self.most)))
        return round(self.bottom - share * (self.bottom - self.top), 1)

    def steps(self) -> Iterator[Decimal]:
        """Round values from zero up, three to six of them."""
        step = round_step(self.most)
        value = Decimal(0)
        while value <= self.most:
            yield value
            value += step
