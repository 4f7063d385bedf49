"""Partial dates and intervals (EDTF level 0/1, ISO 8601-2:2019): a date keeps its granularity and is never completed.

Every value has a window ``[first, after)`` of days, half-open, in which it lies.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import total_ordering

from servanda.errors import DateError

OPEN = ".."
EARLIEST = date.min
LATEST = date.max
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?([~?]?)")


@total_ordering
@dataclass(frozen=True, slots=True)
class Partial:
    """A year, month or day, as exact as it was told; ``mark`` is EDTF's ``~`` (about) or ``?`` (unsure)."""

    year: int
    month: int | None = None
    day: int | None = None
    mark: str = ""

    def __str__(self) -> str:
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
        if self.day is not None:
            text += f"-{self.day:02d}"
        return text + self.mark

    def __lt__(self, other: Partial) -> bool:
        return (self.first, self.after) < (other.first, other.after)

    @property
    def first(self) -> date:
        """The first day it can mean."""
        return date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)

    @property
    def after(self) -> date:
        """The day after the last day it can mean (``date.max`` at the end of the calendar)."""
        if self.year == LATEST.year and (self.month or 12) == 12 and (self.day or 31) == 31:
            return LATEST
        if self.day is not None:
            return self.first + timedelta(days=1)
        if self.month is not None:
            return self.first + timedelta(days=calendar.monthrange(self.year, self.month)[1])
        return date(self.year + 1, 1, 1)


@dataclass(frozen=True, slots=True)
class Edtf:
    """One EDTF value: a partial date (``end`` is the same as ``start``), or an interval whose open side is None."""

    start: Partial | None
    end: Partial | None

    def __str__(self) -> str:
        if self.start is not None and self.start == self.end:
            return str(self.start)
        return f"{self.start or OPEN}/{self.end or OPEN}"

    @property
    def is_interval(self) -> bool:
        """True for ``2023/2025``, false for ``2023``."""
        return self.start is None or self.start != self.end

    @property
    def first(self) -> date:
        """The first day of its window."""
        return self.start.first if self.start else EARLIEST

    @property
    def after(self) -> date:
        """The day after the last day of its window."""
        return self.end.after if self.end else LATEST

    @property
    def last(self) -> date:
        """The last day of its window."""
        return self.after - timedelta(days=1) if self.end else LATEST

    @property
    def granularity(self) -> str:
        """``day``, ``month``, ``year`` or ``interval``."""
        if self.is_interval or self.start is None:
            return "interval"
        if self.start.day is not None:
            return "day"
        return "month" if self.start.month is not None else "year"

    def contains(self, other: Edtf) -> bool:
        """Whether the other's window lies inside this one's."""
        return self.first <= other.first and other.after <= self.after

    def overlaps(self, other: Edtf) -> bool:
        """Whether some day lies in both windows."""
        return self.first < other.after and other.first < self.after


def _partial(text: str, whole: str) -> Partial:
    match = _PARTIAL.fullmatch(text)
    if not match:
        raise DateError(f"{whole!r} is no EDTF date: write 2024, 2024-08, 2024-08-22, 2023/2025, 2025/.. or ../2025")
    year, month, day, mark = match.groups()
    value = Partial(int(year), int(month) if month else None, int(day) if day else None, mark)
    try:
        value.first  # noqa: B018  the calendar refuses months and days that do not exist
    except ValueError as error:
        raise DateError(f"{whole!r} is no EDTF date: {error}") from None
    return value


def parse(text: str) -> Edtf:
    """The value of an EDTF text; DateError when it is none, or ends before it starts."""
    left, slash, right = text.partition("/")
    if not slash:
        value = _partial(left, text)
        return Edtf(value, value)
    start = None if left == OPEN else _partial(left, text)
    end = None if right == OPEN else _partial(right, text)
    if start is None and end is None:
        raise DateError(f"{text!r} is no EDTF interval: one side must be a date")
    if start is not None and end is not None and start.first >= end.after:
        raise DateError(f"{text!r} is no EDTF interval: it ends before it starts")
    return Edtf(start, end)


def of_day(day: date) -> Edtf:
    """The value of one calendar day."""
    value = Partial(day.year, day.month, day.day)
    return Edtf(value, value)


def of_month(year: int, month: int) -> Edtf:
    """The value of one month."""
    value = Partial(year, month)
    return Edtf(value, value)


def of_year(year: int) -> Edtf:
    """The value of one year."""
    value = Partial(year)
    return Edtf(value, value)


def between(start: Edtf | None, end: Edtf | None) -> Edtf:
    """The interval from one value's start to another's end; None leaves that side open."""
    return Edtf(start.start if start else None, end.end if end else None)
