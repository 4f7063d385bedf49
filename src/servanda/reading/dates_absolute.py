"""Time expressions that carry their own place in the calendar: days, months, years, quarters, and ranges of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from servanda.reading.dates_words import (
    COUNT,
    DASH,
    DAY,
    DAY_TH,
    MONTH,
    ORDINALS,
    SEASON,
    YEAR,
    Anchor,
    Hit,
    count,
    half,
    interval,
    make,
    month_number,
    nearest_year,
    quarter,
    season,
    timex,
)  # fmt: skip
from servanda.terms.dates import Edtf
from servanda.terms.mentions import TimeRole

Read = Callable[[re.Match[str], Anchor], Hit | None]
Rule = tuple[re.Pattern[str], Read]
_TO = rf"(?:{DASH}|\s+to\s+|\s+and\s+|\s+through\s+|\s+until\s+)"
_COMMA_YEAR = rf"(?:,?\s+(?P<y>{YEAR}))?"


def _compile(pattern: str, *, ignore_case: bool = False) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.]){pattern}(?!\w)", re.IGNORECASE if ignore_case else 0)


def _hit(
    match: re.Match[str],
    value: Edtf | None,
    *,
    role: TimeRole = TimeRole.POINT,
    told: str | None = None,
    explicit: bool = True,
) -> Hit | None:
    if value is None:
        return None
    return Hit(match.start(), match.end(), value, "DATE", told or timex(value), role, explicit)


def _iso(match: re.Match[str], _anchor: Anchor) -> Hit | None:
    return _hit(match, make(int(match["y"]), int(match["m"]), int(match["d"])))


def _day(match: re.Match[str], anchor: Anchor) -> Hit | None:
    month, day = month_number(match["m"]), int(re.sub(r"\D", "", match["d"]))
    year = int(match["y"]) if match["y"] else nearest_year(anchor, month, day)
    return _hit(match, make(year, month, day), explicit=bool(match["y"]))


def _days(match: re.Match[str], anchor: Anchor) -> Hit | None:
    """Two days of one month, or of two."""
    first_month = month_number(match["m"])
    last_month = month_number(match["m2"]) if match["m2"] else first_month
    first, last = (int(re.sub(r"\D", "", match[g])) for g in ("d", "d2"))
    year = int(match["y"]) if match["y"] else nearest_year(anchor, first_month, first)
    start_year = year - 1 if match["y"] and last_month < first_month else year
    end_year = year + 1 if not match["y"] and last_month < first_month else year
    value = interval(make(start_year, first_month, first), make(end_year, last_month, last))
    return _hit(match, value, role=TimeRole.PERIOD, explicit=bool(match["y"]))


def _days_named(match: re.Match[str], anchor: Anchor) -> Hit | None:
    """As "4-5 May 2023", "30 April to 2 May"."""
    last_month = month_number(match["m"])
    first_month = month_number(match["m1"]) if match["m1"] else last_month
    first, last = (int(re.sub(r"\D", "", match[g])) for g in ("d", "d2"))
    year = int(match["y"]) if match["y"] else nearest_year(anchor, last_month, last)
    value = interval(make(year - (first_month > last_month), first_month, first), make(year, last_month, last))
    return _hit(match, value, role=TimeRole.PERIOD, explicit=bool(match["y"]))


def _month_year(match: re.Match[str], _anchor: Anchor) -> Hit | None:
    return _hit(match, make(int(match["y"]), month_number(match["m"])))


def _months(match: re.Match[str], anchor: Anchor) -> Hit | None:
    first, last = month_number(match["m"]), month_number(match["m2"])
    year = int(match["y"]) if match["y"] else anchor.year
    if match["rel"]:
        year = anchor.published.year - (match["rel"] == "last")
    elif not match["y"] and not anchor.narrative and date(year, first, 1) > anchor.published + timedelta(days=200):
        year -= 1
    # "from November to March 2024" began the year before
    value = interval(make(year - (last < first), first), make(year, last))
    return _hit(match, value, role=TimeRole.PERIOD, explicit=bool(match["y"]))


def _years(match: re.Match[str], _anchor: Anchor) -> Hit | None:
    first, last = int(match["y"]), match["y2"]
    end = int(last) if len(last) == 4 else first // 100 * 100 + int(last)
    if end <= first:
        return None
    return _hit(match, interval(make(first), make(end)), role=TimeRole.PERIOD)


def _fiscal(match: re.Match[str], _anchor: Anchor) -> Hit | None:
    first, last = int(match["y"]), match["y2"]
    if last is None:
        return _hit(match, make(first), role=TimeRole.PERIOD)
    end = int(last) if len(last) == 4 else first // 100 * 100 + int(last)
    return _hit(match, interval(make(first), make(end)), role=TimeRole.PERIOD) if end == first + 1 else None


def _year(match: re.Match[str], _anchor: Anchor) -> Hit | None:
    return _hit(match, make(int(match["y"])))


def _decade(match: re.Match[str], _anchor: Anchor) -> Hit | None:
    first = int(match["y"])
    return _hit(match, interval(make(first), make(first + 9)), role=TimeRole.PERIOD, told=str(first)[:3])


def _which_year(match: re.Match[str], anchor: Anchor) -> int:
    """The year of "of 2024", "of this year", "of last year", or the report's."""
    groups = match.groupdict()
    if groups.get("y"):
        return int(groups["y"])
    word = (groups.get("rel") or "").casefold().split()
    if "last" in word or "previous" in word or "past" in word:
        return anchor.published.year - 1
    if "next" in word or "coming" in word or "following" in word:
        return anchor.published.year + 1
    return anchor.published.year


def _quarter(match: re.Match[str], anchor: Anchor) -> Hit | None:
    number = ORDINALS[match["n"].casefold()] or 4
    value, told = quarter(_which_year(match, anchor), number)
    return _hit(match, value, role=TimeRole.PERIOD, told=told)


def _q(match: re.Match[str], anchor: Anchor) -> Hit | None:
    value, told = quarter(_which_year(match, anchor), int(match["n"]))
    return _hit(match, value, role=TimeRole.PERIOD, told=told)


def _half(match: re.Match[str], anchor: Anchor) -> Hit | None:
    number = ORDINALS[match["n"].casefold()] or 2
    if number > 2:
        return None
    value, told = half(_which_year(match, anchor), number)
    return _hit(match, value, role=TimeRole.PERIOD, told=told)


def _first_months(match: re.Match[str], anchor: Anchor) -> Hit | None:
    """As "In nine months of this year": January to September."""
    number = count(match["n"])
    if not 1 <= number <= 12:
        return None
    year = _which_year(match, anchor)
    value = interval(make(year, 1), make(year, number))
    return _hit(match, value, role=TimeRole.PERIOD)


def _season(match: re.Match[str], _anchor: Anchor) -> Hit | None:
    value, told = season(match["s"], int(match["y"]))
    return _hit(match, value, role=TimeRole.PERIOD, told=told)


def _month_alone(match: re.Match[str], anchor: Anchor) -> Hit | None:
    month = month_number(match["m"])
    year = anchor.year
    if not anchor.narrative and month > anchor.published.month:
        year -= 1
    return _hit(match, make(year, month), explicit=False)


_OF_YEAR = rf"(?:,?\s+(?:of\s+)?(?:the\s+year\s+)?(?P<y>{YEAR})|\s+of\s+(?P<rel>(?:this|the current|last|the previous|the past|next|the coming|the following|the)\s+year)|\s+(?P<rel2>this\s+year))"  # fmt: skip

RULES: tuple[Rule, ...] = (
    (_compile(rf"(?P<y>{YEAR})-(?P<m>\d\d)-(?P<d>\d\d)"), _iso),
    (_compile(rf"(?P<d>{DAY})[./](?P<m>0?[1-9]|1[0-2])[./](?P<y>{YEAR})"), _iso),
    (_compile(rf"(?:the\s+)?(?P<d>{DAY_TH})(?:\s+(?:of\s+)?(?P<m1>{MONTH}))?{_TO}(?P<d2>{DAY_TH})\s+(?:of\s+)?(?P<m>{MONTH}){_COMMA_YEAR}"),
     _days_named),
    (_compile(rf"(?P<m>{MONTH})\s+(?P<d>{DAY_TH}){_TO}(?:(?P<m2>{MONTH})\s+)?(?P<d2>{DAY_TH}){_COMMA_YEAR}"), _days),
    (_compile(rf"(?:the\s+)?(?P<d>{DAY_TH})\s+(?:of\s+)?(?P<m>{MONTH}){_COMMA_YEAR}"), _day),
    (_compile(rf"(?P<m>{MONTH})\s+(?:the\s+)?(?P<d>{DAY_TH}){_COMMA_YEAR}"), _day),
    (_compile(rf"(?P<m>{MONTH}){_TO}(?P<m2>{MONTH})(?:,?\s+(?:of\s+)?(?P<y>{YEAR})|\s+(?:of\s+)?(?P<rel>this|last)\s+year)?"), _months),
    (_compile(rf"(?P<m>{MONTH})(?:,?\s+(?:of\s+)?)(?P<y>{YEAR})"), _month_year),
    (_compile(rf"(?:fiscal(?:\s+year)?|financial year|FY)\s?(?P<y>{YEAR})(?:[-–/](?P<y2>\d{{4}}|\d\d))?"), _fiscal),
    (_compile(rf"(?P<y>{YEAR})(?:[-–—]|/)(?P<y2>{YEAR}|\d\d)"), _years),
    (_compile(rf"(?P<y>{YEAR})\s+(?:to|through|until)\s+(?P<y2>{YEAR})"), _years),
    (_compile(rf"(?<=between )(?P<y>{YEAR})\s+and\s+(?P<y2>{YEAR})"), _years),
    (_compile(r"(?:the\s+)?(?P<y>1[5-9]\d0|20\d0)['’]?s"), _decade),
    (_compile(rf"(?:the\s+)?(?P<n>first|second|third|fourth|last|final|1st|2nd|3rd|4th)\s+quarter{_OF_YEAR}?", ignore_case=True), _quarter),
    (_compile(rf"Q(?P<n>[1-4])(?:\s+(?:of\s+)?(?P<y>{YEAR}))?"), _q),
    (_compile(rf"(?:the\s+)?(?P<n>first|second|last|1st|2nd)\s+half{_OF_YEAR}", ignore_case=True), _half),
    (_compile(rf"(?:the\s+)?(?:first\s+)?(?P<n>{COUNT})\s+months(?:\s+(?:from|since)\s+the\s+(?:beginning|start))?{_OF_YEAR}", ignore_case=True), _first_months),
    (_compile(rf"(?:the\s+)?(?P<s>{SEASON})\s+(?:of\s+)?(?P<y>{YEAR})", ignore_case=True), _season),
    (_compile(rf"(?P<m>{MONTH})"), _month_alone),
    (_compile(rf"(?P<y>{YEAR})"), _year),
)  # fmt: skip
