"""Dates in words that keep their grain: a year stays a year, and what is due in it is due by its end."""

from __future__ import annotations

from datetime import date

from servanda.terms.dates import Edtf, Partial

_MARKS = {"": "", "~": "about ", "?": "perhaps "}


def day_words(day: date) -> str:
    """A day: "22 Aug 2024"."""
    return f"{day:%-d %b} {day.year:04d}"


def _partial(part: Partial) -> str:
    if part.day is not None:
        return _MARKS[part.mark] + day_words(part.first)
    if part.month is not None:
        return f"{_MARKS[part.mark]}{part.first:%b} {part.year:04d}"
    return f"{_MARKS[part.mark]}{part.year:04d}"


def _interval(start: Partial, end: Partial) -> str:
    """What both ends share is told once: "10 to 12 Nov 2025", "Sep to Nov 2024"."""
    first, last = _partial(start), _partial(end)
    same_year = start.year == end.year and not start.mark and not end.mark
    if same_year and start.day is not None and end.day is not None and start.month == end.month:
        first = f"{start.day}"
    elif same_year and start.month is not None:
        first = first.rsplit(" ", 1)[0]
    return f"{first} to {last}"


def date_words(told: Edtf) -> str:
    """A date as exact as it was told: "22 Aug 2024", "Aug 2024", "2024", "Sep to Nov 2024", "from 2025 on"."""
    if told.start is None or told.end is None:
        return f"from {_partial(told.start)} on" if told.start else f"until {_partial(told.end)}" if told.end else ""
    return _interval(told.start, told.end) if told.is_interval else _partial(told.start)


def due_words(due: Edtf) -> str:
    """A due date: "by 30 Jun 2025", "by the end of Aug 2024", "by the end of 2027"; an open one has no end told."""
    if due.end is None:
        return f"{date_words(due)}, no end told"
    end = _partial(due.end)
    by = f"by {end}" if due.end.day is not None else f"by the end of {end}"
    return f"{by} (told as {date_words(due)})" if due.is_interval and due.start is not None else by
