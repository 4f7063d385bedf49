"""Words of the calendar and arithmetic on partial dates, for the grammars of time expressions."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from servanda.terms import dates
from servanda.terms.dates import Edtf, Partial
from servanda.terms.mentions import TimeRole

MONTHS: dict[str, int] = {
    **{name.casefold(): n for n, name in enumerate(calendar.month_name) if name},
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
WEEKDAYS: dict[str, int] = {name.casefold(): n for n, name in enumerate(calendar.day_name)}
# seasons are quarters of the calendar as spoken in the north; winter begins in December
SEASONS: dict[str, tuple[int, int, str]] = {
    "spring": (3, 5, "SP"), "summer": (6, 8, "SU"), "autumn": (9, 11, "FA"), "fall": (9, 11, "FA"), "winter": (12, 2, "WI"),
}  # fmt: skip
NUMBERS: dict[str, int] = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "fifty": 50, "hundred": 100,
}  # fmt: skip
ORDINALS: dict[str, int] = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "last": 0, "final": 0,
}  # fmt: skip

MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"  # fmt: skip
DAY = r"(?:3[01]|[12]\d|0?[1-9])"
DAY_TH = DAY + r"(?:st|nd|rd|th)?"
YEAR = r"(?:1[4-9]\d\d|20\d\d|21\d\d)"
WEEKDAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
SEASON = r"(?:spring|summer|autumn|fall|winter)"
COUNT = r"(?:\d{1,4}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|fifty)"
DASH = r"\s?[-–—]\s?"


@dataclass(frozen=True, slots=True)
class Hit:
    """A time expression ``[start, end)`` of a text as a grammar found it."""

    start: int
    end: int
    edtf: Edtf | None
    timex3_type: str
    timex3_value: str
    role: TimeRole = TimeRole.POINT
    # whether the year was told or follows from the report's day; others may anchor to it
    explicit: bool = False


@dataclass(slots=True)
class Anchor:
    """What relative expressions count from: the report's day, and the last date told in the text before."""

    published: date
    last: Edtf | None = None
    narrative: bool = False

    @property
    def year(self) -> int:
        """The year that an undated month lies near: that of the story told, or of the report."""
        if self.narrative and self.last is not None:
            return self.last.first.year
        return self.published.year


def month_number(word: str) -> int:
    """January is 1; abbreviations with or without a full stop."""
    return MONTHS[word.rstrip(".").casefold()]


def count(word: str) -> int:
    """A small count in digits or words."""
    return int(word) if word.isdigit() else NUMBERS[word.casefold()]


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


def shift_month(year: int, month: int, by: int) -> tuple[int, int]:
    """The month some months later."""
    index = year * 12 + month - 1 + by
    return index // 12, index % 12 + 1


def shift(day: date, amount: int, unit: str) -> Edtf | None:
    """The day, month or year some units away from a day, as exact as the unit; weeks count as days."""
    try:
        if unit == "day":
            return dates.of_day(day + timedelta(days=amount))
        if unit == "week":
            return dates.of_day(day + timedelta(weeks=amount))
        if unit == "month":
            return make(*shift_month(day.year, day.month, amount))
        factor = {"year": 1, "decade": 10, "century": 100}[unit]
        return make(day.year + amount * factor)
    except (OverflowError, ValueError):
        return None


def season(word: str, year: int) -> tuple[Edtf | None, str]:
    """The months of a season and its TIMEX3 value; the winter of a year begins in its December."""
    first, last, code = SEASONS[word.casefold()]
    end_year = year + 1 if last < first else year
    return interval(make(year, first), make(end_year, last)), f"{year}-{code}"


def quarter(year: int, number: int) -> tuple[Edtf | None, str]:
    """The months of a quarter and its TIMEX3 value."""
    return interval(make(year, 3 * number - 2), make(year, 3 * number)), f"{year}-Q{number}"


def half(year: int, number: int) -> tuple[Edtf | None, str]:
    """The months of a half year and its TIMEX3 value."""
    return interval(make(year, 6 * number - 5), make(year, 6 * number)), f"{year}-H{number}"


def nearest_year(anchor: Anchor, month: int, day: int) -> int:
    """The year in which a day of a month lies nearest to the report."""
    if anchor.narrative:
        return anchor.year
    options = []
    for year in (anchor.published.year, anchor.published.year - 1, anchor.published.year + 1):
        try:
            options.append((abs((date(year, month, day) - anchor.published).days), year))
        except ValueError:
            continue
    return min(options)[1] if options else anchor.published.year


def timex(value: Edtf | None) -> str:
    """The TIMEX3 value of a partial date; an interval is told by its start."""
    if value is None or value.start is None:
        return ""
    return str(value.start)
