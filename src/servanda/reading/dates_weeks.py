"""Weekdays, weekends and weeks, counted from the report's day or from the story's."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from servanda.reading.dates_absolute import hit, point_hit, undated_year, which_year
from servanda.reading.dates_calendar import Point, interval, make, of_day, shift, week_of
from servanda.reading.dates_words import Anchor, Hit, Rule, month_number, step, table, weekday_number
from servanda.terms.mentions import TimeRole


def weekday(anchor: Anchor, wanted: int, word: str) -> date:
    """The last such weekday up to the report's day; the next one behind "next"; that of the week told behind "of"."""
    day = anchor.base.date if anchor.base.day is not None else anchor.published
    behind = (day.weekday() - wanted) % 7
    if step(word) > 0:
        return day + timedelta(days=7 - behind)
    return day - timedelta(days=behind or 7 if step(word) < 0 else behind)


def _weekday(match: re.Match[str], anchor: Anchor) -> Hit | None:
    name = match["d"].rstrip(".")
    if len(name) < 6 and not name[0].isupper():
        return None
    groups = match.groupdict()
    words = (groups.get("w") or "").split()
    if groups.get("rel"):
        value = week_of(anchor.published, step(groups["rel"]))[2].date + timedelta(days=weekday_number(name))
        return point_hit(match, of_day(value))
    if groups.get("k"):
        return _weekday_of_month(match, anchor, int(re.sub(r"\D", "", groups["k"])))
    return point_hit(
        match, of_day(weekday(anchor, weekday_number(name), words[-1] if words else "")), dated=bool(words)
    )


def _weekday_of_month(match: re.Match[str], anchor: Anchor, day: int) -> Hit | None:
    """As "Friday the 11th": the month, around the report's, in which that day is such a weekday."""
    for by in (0, -1, 1):
        month = shift(Point(anchor.base.year, anchor.base.month or 1), by, "month")
        point = month and month._replace(day=day)
        if point and point.exists and point.date.weekday() == weekday_number(match["d"]):
            return point_hit(match, point)
    return None


def _week_days(match: re.Match[str], anchor: Anchor) -> Hit | None:
    """As "next week between Wednesday and Friday"."""
    monday = week_of(anchor.published, step(match["w"]))[2].date
    first, last = (of_day(monday + timedelta(days=weekday_number(match[g]))) for g in ("d", "d2"))
    return hit(match, interval(first.edtf, last.edtf), first.timex, role=TimeRole.PERIOD, point=last)


def _weekend(match: re.Match[str], anchor: Anchor) -> Hit | None:
    _, told, monday = week_of(anchor.published, step((match["w"] or "this").casefold().split()[-1]))
    first, last = (of_day(monday.date + timedelta(days=n)) for n in (5, 6))
    return hit(match, interval(first.edtf, last.edtf), told + "-WE", role=TimeRole.PERIOD, point=last)


def _week_of_month(match: re.Match[str], anchor: Anchor) -> Hit | None:
    """As "the first week of October": the weeks count from the one that holds the 4th."""
    month, number = month_number(match["m"]), int(table("ordinals")[match["n"].casefold()])
    year = which_year(match, anchor)
    year = undated_year(anchor, month, 4) if year is None else year
    if year < 1:
        return None
    first = date(year, month, 4)
    if not number:
        first = (make(year, month) or anchor.told.edtf).last - timedelta(days=3)  # type: ignore[union-attr]
    value, told, point = week_of(first, max(number - 1, 0))
    found = hit(match, value, told, role=TimeRole.PERIOD, point=point)
    return replace(found, timex3_type="DURATION", timex3_value="P1W") if anchor.narrative else found


def _week_with(match: re.Match[str], anchor: Anchor) -> Hit | None:
    """As "the week of 16 September", "the week starting on 4 February"."""
    month, day = month_number(match["m"]), int(re.sub(r"\D", "", match["d"]))
    year = which_year(match, anchor)
    point = Point(undated_year(anchor, month, day) if year is None else year, month, day)
    if not point.exists or point.year < 1:
        return None
    value, told, monday = week_of(point.date, 0)
    return hit(match, value, told, role=TimeRole.PERIOD, point=monday)


RULES: tuple[Rule, ...] = (
    Rule(r"(?:(?P<w>last|next|this|this coming|coming|this past|past|the following|following|the previous|previous) )?(?P<d>{weekday})(?: the (?P<k>\d\d?(?:st|nd|rd|th)))?", _weekday),
    Rule(r"(?P<d>{weekday})(?: of)? (?P<rel>this|last|next) week", _weekday),
    Rule(r"(?P<w>this|last|next) week (?:from|between) (?P<d>{weekday}) (?:to|and|until|through|till) (?P<d2>{weekday})", _week_days),
    Rule(r"(?:(?P<w>this|last|next|the|my|the past|the coming) )?weekend", _weekend),
    Rule(r"(?:the )?(?P<n>{ordinal}) week (?:of|in) (?P<m>{month}){when}?", _week_of_month),
    Rule(r"(?:the )?(?:week (?:of|starting|beginning)(?: on)?|w/c) (?:(?P<m>{month})[ .](?P<d>{day}){when}?)", _week_with),
)  # fmt: skip
