"""Ranges of days told with one month, and the joining of two dates to a range."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from servanda.reading.dates_absolute import hit, undated_year, which_year
from servanda.reading.dates_calendar import Point, interval, shift
from servanda.reading.dates_words import Anchor, Hit, Rule, day_number, month_number, step
from servanda.terms.mentions import TimeRole

_TO = re.compile(r"\s?[-–—]\s?|\s+(?:to|through|thru|until|till|up to)\s+(?:the\s+)?")
_AND = re.compile(r"\s+and\s+(?:the\s+)?")
_LIST = re.compile(r"\s+(?:and|or)\s+(?:in\s+|on\s+)?|\s?[,/]\s?|,\s+and\s+")
_BETWEEN = re.compile(r"\b(?:between|course of)\s+(?:the\s+)?$", re.IGNORECASE)
# a range of months of this year may begin so far ahead of the report, else it is last year's
AHEAD_DAYS = 200


def _range(match: re.Match[str], first: Point, last: Point, *, dated: bool) -> Hit | None:
    """A range over the match; days joined by "and" are one only where they follow each other or stand behind "between"."""
    if not (first.exists and last.exists) or first >= last:
        return None
    start = Hit(match.start("d"), match.end("d"), first.edtf, "DATE", first.timex, point=first, dated=dated)
    end = Hit(match.start("z"), match.end("z"), last.edtf, "DATE", last.timex, point=last, dated=dated)
    if (match.groupdict().get("m1") or "") and match["m1"]:
        start = replace(start, end=match.end("m1"))
    elif match.start("m") < match.start("d"):
        start = replace(start, start=match.start("m"))
    apart = re.search(r"\band\b|&|,", match.string[match.end("d") : match.start("z")]) is not None
    close = (last.date - first.date).days == 1 if first.year > 0 else False
    between = _BETWEEN.search(match.string, max(0, match.start() - 14), match.start()) or "between" in match.group()
    value = interval(first.edtf, last.edtf) if not apart or close or between else None
    found = hit(match, value, first.timex, role=TimeRole.PERIOD, point=last, dated=dated)
    return replace(found, parts=(start, end))


def _days(match: re.Match[str], anchor: Anchor) -> Hit | None:
    """As "4-5 May 2023", "May 4 and 5", "30 April to 2 May", "from 4 to January 22"."""
    month, first, last = month_number(match["m"]), day_number(match["d"]), day_number(match["d2"])
    named = match.groupdict().get("m1")
    first_month = month_number(named) if named else month
    year = which_year(match, anchor)
    dated = year is not None
    if year is None:
        year = undated_year(anchor, month, last)
    return _range(match, Point(year - (first_month > month), first_month, first), Point(year, month, last), dated=dated)


def _days_of_month(match: re.Match[str], anchor: Anchor) -> Hit | None:
    """As "4 to 22 next month"."""
    month = shift(anchor.today._replace(day=None), step(match["w"]), "month")
    first, last = day_number(match["d"]), day_number(match["d2"])
    if month is None or first >= last:
        return None
    start, end = month._replace(day=first), month._replace(day=last)
    return hit(match, interval(start.edtf, end.edtf), start.timex, role=TimeRole.PERIOD, point=end)


def _short_days(match: re.Match[str], anchor: Anchor) -> Hit | None:
    """As "10/1" in a range of two such; the month comes first unless it cannot."""
    values = [int(match[g]) for g in ("m", "d", "m2", "d2")]
    month, day, month2, day2 = (
        values if values[0] <= 12 and values[2] <= 12 else [values[1], values[0], values[3], values[2]]
    )
    if month > 12 or month2 > 12:
        return None
    year = anchor.base.year
    first, last = Point(year, month, day), Point(year + (month2 < month), month2, day2)
    return hit(match, interval(first.edtf, last.edtf), first.timex, role=TimeRole.PERIOD, point=last)


RULES: tuple[Rule, ...] = (
    Rule(r"(?:the )?(?P<d>{day})(?:{to}| and | & )(?:the )?(?P<z>(?P<d2>{day}) (?:of )?(?P<m>{month}){when}?)", _days),
    Rule(r"(?P<m>{month}) (?:the )?(?P<d>{day})(?:{to}| and | & )(?:the )?(?P<z>(?P<d2>{day}){when}?)(?! ?{month}|\d|[,.]\d)", _days),
    Rule(r"(?P<m>{month}) between (?P<d>{day}) and (?P<z>(?P<d2>{day}){when}?)", _days),
    Rule(r"(?<=from\x20)(?P<d>{day}){to}(?P<z>(?P<m>{month}) (?P<d2>{day}){when}?)", _days),
    Rule(r"(?:the )?(?P<d>{day})(?:{to}| and )(?:the )?(?P<d2>{day}) (?:of |in )?(?:the )?(?P<w>this|next|last|current|coming|past) month", _days_of_month),
    Rule(r"(?<=from\x20)(?P<m>\d\d?)/(?P<d>\d\d?){to}(?P<m2>\d\d?)/(?P<d2>\d\d?)(?!/)", _short_days),
)  # fmt: skip


def _with_year(one: Hit, year: int) -> Hit:
    assert one.point is not None
    point = one.point._replace(year=year)
    return replace(one, point=point, edtf=point.edtf, timex3_value=point.timex, dated=True) if point.exists else one


def _later(one: Point, other: Point) -> bool:
    """Whether a month or day lies later in its year than another of the same grain."""
    return (one.month or 0, one.day or 0) > (other.month or 0, other.day or 0)


def _agree(left: Hit, right: Hit, anchor: Anchor) -> tuple[Hit, Hit]:
    """The two ends of a range with one year where only one, or none, tells it."""
    a, b = left.point, right.point
    assert a is not None
    assert b is not None
    if left.dated and not right.dated:
        return left, _with_year(right, a.year + _later(a, b))
    if left.dated and right.dated:
        return left, right
    year = b.year
    if not right.dated and not anchor.narrative and b.day is None and a.month is not None and b.month is not None:
        year = anchor.published.year
        year -= date(year, a.month, 1) > anchor.published + timedelta(days=AHEAD_DAYS)
        year += b.month < a.month
        right = replace(_with_year(right, year), dated=False)
    return replace(_with_year(left, year - _later(a, b)), dated=right.dated), right


def _grain(one: Hit) -> int:
    assert one.point is not None
    return 1 + (one.point.month is not None) + (one.point.day is not None)


def _simple(one: Hit) -> bool:
    """Whether it is one day, month or year."""
    return one.timex3_type == "DATE" and one.point is not None and not one.parts and one.timex3_value == one.point.timex


def _next_day(left: Hit, right: Hit) -> bool:
    """Whether two days follow each other."""
    a, b = left.point, right.point
    return a is not None and b is not None and min(a.year, b.year) > 0 and (b.date - a.date).days == 1


def join(text: str, left: Hit, right: Hit, anchor: Anchor) -> Hit | tuple[Hit, Hit] | None:
    """The range of two neighbouring dates, or the two with the year that one of them tells; None when they are apart."""
    if right.timex3_value == "PRESENT_REF" and _simple(left) and _grain(left) == 3:
        right = replace(right, point=anchor.today, edtf=anchor.today.edtf, timex3_value=anchor.today.timex)
    if not (_simple(left) and _simple(right)) or _grain(left) != _grain(right):
        return None
    gap = text[left.end : right.start]
    framed = _BETWEEN.search(text, max(0, left.start - 14), left.start) is not None
    if _TO.fullmatch(gap) or (framed and (_AND.fullmatch(gap) or _TO.fullmatch(gap))):
        a, b = _agree(left, right, anchor)
        value = interval(a.edtf, b.edtf)
        if a.point is None or b.point is None or a.point >= b.point or (value is None and a.point.year > 0):
            return None
        return Hit(a.start, b.end, value, "DATE", a.timex3_value, TimeRole.PERIOD, b.point, b.dated, (a, b))
    if _AND.fullmatch(gap) and not (left.dated or right.dated) and _next_day(left, right):
        value = interval(left.edtf, right.edtf)
        return Hit(
            left.start,
            right.end,
            value,
            "DATE",
            left.timex3_value,
            TimeRole.PERIOD,
            right.point,
            dated=False,
            parts=(left, right),
        )
    if _LIST.fullmatch(gap) and not left.dated and right.dated:
        assert left.point is not None
        assert right.point is not None
        return _with_year(left, right.point.year - _later(left.point, right.point)), right
    return None
