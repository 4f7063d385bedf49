"""Arithmetic on partial dates: points that may lie before year 1, their EDTF and their TIMEX3 values."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from servanda.terms import dates
from servanda.terms.dates import Edtf, Partial

# TIMEX3 code of a season = its first and last month
SEASONS: dict[str, tuple[int, int]] = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}
LETTERS = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y", "decade": "DE", "century": "CE"}
# a story steps back at most so many months without telling the year
STORY_BACK = 6
CLOCK_LETTERS = {"hour": "H", "minute": "M", "second": "S"}


class Point(NamedTuple):
    """A year, month or day; years before our era are negative (490 BC is -490)."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def timex(self) -> str:
        """Its TIMEX3 value."""
        text = f"BC{-self.year:04d}" if self.year < 0 else f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
        return text + (f"-{self.day:02d}" if self.day is not None else "")

    @property
    def edtf(self) -> Edtf | None:
        """Its EDTF value; None when the calendar has no such day or the year lies before our era."""
        return make(self.year, self.month, self.day) if self.year > 0 else None

    @property
    def date(self) -> date:
        """Its first day (years before our era count as year 1)."""
        return date(max(self.year, 1), self.month or 1, self.day or 1)

    @property
    def exists(self) -> bool:
        """Whether the calendar has it."""
        return self.year < 0 or self.edtf is not None


def make(year: int, month: int | None = None, day: int | None = None) -> Edtf | None:
    """A partial date, or None when the calendar has no such day."""
    try:
        value = Partial(year, month, day)
        value.first  # noqa: B018  the calendar refuses days that do not exist
    except ValueError:
        return None
    return Edtf(value, value)


def interval(start: Edtf | None, end: Edtf | None) -> Edtf | None:
    """From one date to another, or None when it would end before it starts."""
    if start is None or end is None or start.first > end.first:
        return None
    return dates.between(start, end)


def of_day(day: date) -> Point:
    """The point of a calendar day."""
    return Point(day.year, day.month, day.day)


def months_on(point: Point, by: int) -> Point:
    """The month some months later."""
    index = point.year * 12 + (point.month or 1) - 1 + by
    return Point(index // 12, index % 12 + 1)


def shift(point: Point, by: float, unit: str) -> Point | None:
    """The day, month or year some units away from a point, as exact as the unit; None beyond the calendar.

    Weeks count as days; parts of a year count as months.
    """
    if unit == "quarter":
        by, unit = by * 3, "month"
    factor = {"year": 1, "decade": 10, "century": 100}.get(unit)
    if factor is not None:
        if by * factor != int(by * factor):
            return months_on(point, int(by * factor * 12))
        year = point.year + int(by * factor)
        return Point(year) if year and abs(year) < date.max.year else None
    if unit == "month":
        return months_on(point, int(by)) if abs(point.year * 12 + by) < date.max.year * 12 else None
    try:
        return of_day(point.date + timedelta(days=int(by * (7 if unit == "week" else 1))))
    except OverflowError:
        return None


def week_of(day: date, step: int) -> tuple[Edtf | None, str, Point]:
    """The days Monday to Sunday of the week some weeks away, its TIMEX3 value, and its Monday."""
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=step)
    week = monday.isocalendar()
    last = monday + timedelta(days=6)
    return interval(dates.of_day(monday), dates.of_day(last)), f"{week.year}-W{week.week:02d}", of_day(monday)


def season_of(code: str, year: int) -> Edtf | None:
    """The months of a season; the winter of a year begins in its December."""
    first, last = SEASONS[code]
    return interval(make(year, first), make(year + (last < first), last)) if year > 0 else None


def quarter_of(year: int, number: int) -> Edtf | None:
    """The months of a quarter."""
    return interval(make(year, 3 * number - 2), make(year, 3 * number))


def half_of(year: int, number: int) -> Edtf | None:
    """The months of a half year."""
    return interval(make(year, 6 * number - 5), make(year, 6 * number))


def years_of(first: int, length: int) -> Edtf | None:
    """The years of a decade or century."""
    return interval(make(first), make(first + length - 1)) if first > 0 else None


def in_year(value: Edtf, year: int) -> Edtf | None:
    """The same months and days of another year; None when the calendar has none such there."""
    start, end = value.start, value.end
    if start is None or end is None:
        return None
    return interval(make(year, start.month, start.day), make(year + end.year - start.year, end.month, end.day))


def duration(number: float | None, unit: str) -> str:
    """The TIMEX3 value of a length; X where the number is not told."""
    told = "X" if number is None else f"{number:g}"
    if unit in CLOCK_LETTERS:
        return f"PT{told}{CLOCK_LETTERS[unit]}"
    return f"P{told}{LETTERS[unit]}"


def nearest_year(published: date, month: int, day: int) -> int:
    """The year in which a day of a month lies nearest to a report."""
    options = []
    for year in (published.year, published.year - 1, published.year + 1):
        try:
            options.append((abs((date(year, month, day) - published).days), year))
        except ValueError:
            continue
    return min(options)[1] if options else published.year


def story_year(told: Point, month: int) -> int:
    """The year of an undated month in a story that told a point before: the months after it, or the few before."""
    if told.month is None:
        return told.year
    ahead = month - told.month
    if ahead < -STORY_BACK:
        return told.year + 1
    return told.year - 1 if ahead > 12 - STORY_BACK else told.year
