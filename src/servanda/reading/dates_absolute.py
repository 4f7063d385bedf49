"""Time expressions that carry their own place in the calendar: days, months, quarters, years, decades, centuries."""

from __future__ import annotations

import re

from servanda.reading.dates_calendar import (
    Point,
    half_of,
    interval,
    make,
    nearest_year,
    quarter_of,
    season_of,
    story_year,
    years_of,
)  # fmt: skip
from servanda.reading.dates_words import Anchor, Hit, Rule, amount, day_number, month_number, table
from servanda.reading.numbers import words_value
from servanda.terms.dates import Edtf
from servanda.terms.mentions import TimeRole

_ANY_DIGIT = re.compile(r"\d")


def hit(
    match: re.Match[str],
    value: Edtf | None,
    told: str,
    *,
    role: TimeRole = TimeRole.POINT,
    point: Point | None = None,
    dated: bool = True,
) -> Hit:
    """A DATE over the match, or over its group ``x``."""
    group = "x" if match.re.groupindex.get("x") and match["x"] is not None else 0
    return Hit(match.start(group), match.end(group), value, "DATE", told, role, point, dated)


def point_hit(match: re.Match[str], point: Point | None, *, dated: bool = True) -> Hit | None:
    """A day, month or year; None when the calendar has none such."""
    if point is None or not point.exists:
        return None
    return hit(match, point.edtf, point.timex, point=point, dated=dated)


def told_year(match: re.Match[str], group: str = "y") -> int | None:
    """The year of a match, negative before our era, or None."""
    groups = match.groupdict()
    if groups.get("bc"):
        return -day_number(groups["bc"])
    return int(groups[group]) if groups.get(group) else None


def which_year(match: re.Match[str], anchor: Anchor) -> int | None:
    """The year of "of 2024", "of this year", "last year"; None when the match tells none."""
    if (year := told_year(match)) is not None:
        return year
    rel = (match.groupdict().get("rel") or "").casefold().split()
    if not rel:
        return None
    if rel[0] in ("that", "same") or "same" in rel or "following" in rel:
        return anchor.told.year + ("following" in rel)
    back, ahead = {"last", "previous", "past"} & set(rel), {"next", "coming"} & set(rel)
    return anchor.base.year - bool(back) + bool(ahead)


def undated_year(anchor: Anchor, month: int, day: int | None = None) -> int:
    """The year of a month or day told without one: the story's, or that nearest to the report."""
    if anchor.narrative and anchor.last is not None:
        return story_year(anchor.last, month)
    if day is not None:
        return nearest_year(anchor.published, month, day)
    return anchor.published.year - (month > anchor.published.month)


def _iso(match: re.Match[str], _anchor: Anchor) -> Hit | None:
    month = match["m"]
    number = int(month) if month.isdigit() else month_number(month)
    return point_hit(match, Point(int(match["y"]), number, int(match["d"])))


def _numeric(match: re.Match[str], _anchor: Anchor) -> Hit | None:
    """As "25.08.2023"; the month may stand first only where the other order makes no date."""
    day, month, year = int(match["d"]), int(match["m"]), int(match["y"])
    if month > 12:
        day, month = month, day
    return point_hit(match, Point(year, month, day)) if month <= 12 else None


def _day(match: re.Match[str], anchor: Anchor) -> Hit | None:
    month, day = month_number(match["m"]), day_number(match["d"])
    year = which_year(match, anchor)
    return point_hit(
        match, Point(undated_year(anchor, month, day) if year is None else year, month, day), dated=year is not None
    )


def _month_year(match: re.Match[str], anchor: Anchor) -> Hit | None:
    year = which_year(match, anchor)
    return None if year is None else point_hit(match, Point(year, month_number(match["m"])))


def _numeric_month(match: re.Match[str], _anchor: Anchor) -> Hit | None:
    """As "2016-11", "11/2016"; "2011-12" and "2008-10" are years."""
    year, month = int(match["y"]), int(match["m"])
    if not 1 <= month <= 12 or (match.group().startswith(match["y"]) and "-" in match.group() and month > year % 100):
        return None
    return point_hit(match, Point(year, month))


def _month_alone(match: re.Match[str], anchor: Anchor) -> Hit | None:
    month = month_number(match["m"])
    return point_hit(match, Point(undated_year(anchor, month), month), dated=False)


def _year(match: re.Match[str], _anchor: Anchor) -> Hit | None:
    year = told_year(match)
    return None if year is None else point_hit(match, Point(year))


def _short_year(match: re.Match[str], anchor: Anchor) -> Hit | None:
    """As "'99": the year nearest to the one told before."""
    last, base = int(match["y2"]), anchor.base.year
    year = base // 100 * 100 + last
    return point_hit(match, Point(year - 100 if year > base + 20 else year))


def _years(match: re.Match[str], _anchor: Anchor) -> Hit | None:
    """As "2023-2025", "1915-16", "499-493 BC"."""
    groups = match.groupdict()
    if groups.get("bc"):
        first, last = -int(groups["y"]), -day_number(groups["bc"])
    else:
        first, end = int(groups["y"]), groups["y2"]
        last = int(end) if len(end) == 4 else first // 100 * 100 + int(end)
    if last <= first or (first > 0 and not 1000 <= first <= 2199):
        return None
    start, end_point = Point(first), Point(last)
    parts = (
        Hit(match.start("y"), match.end("y"), start.edtf, "DATE", start.timex),
        Hit(match.start("z"), match.end("z"), end_point.edtf, "DATE", end_point.timex),
    )
    value = interval(start.edtf, end_point.edtf)
    return Hit(match.start(), match.end(), value, "DATE", start.timex, TimeRole.PERIOD, end_point, parts=parts)


def _decade(match: re.Match[str], _anchor: Anchor) -> Hit | None:
    first = told_year(match)
    if first is None:
        return None
    told = f"BC{-first // 10:03d}" if first < 0 else str(first)[:3]
    return hit(match, years_of(first, 10), told, role=TimeRole.PERIOD, point=Point(first))


def _century(match: re.Match[str], _anchor: Anchor) -> Hit | None:
    number = day_number(match["n"]) if _ANY_DIGIT.search(match["n"]) else _ordinal_number(match["n"])
    if number is None or not 1 <= number <= 30:
        return None
    era = -1 if match["bc"] is not None else 1
    told = ("BC" if era < 0 else "") + f"{number - 1:02d}"
    value = years_of((number - 1) * 100, 100) if era > 0 and number > 1 else None
    return hit(match, value, told, role=TimeRole.PERIOD, point=Point(era * max((number - 1) * 100, 1)))


def _ordinal_number(word: str) -> int | None:
    """18 for "eighteenth": the cardinal in it."""
    irregular = {"first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12}
    folded = word.casefold()
    head, _, last = folded.rpartition("-")
    if last in irregular:
        value = irregular[last]
    else:
        read = words_value(last.removesuffix("ieth") + "y" if last.endswith("ieth") else last.removesuffix("th"))
        value = 0 if read is None else int(read)
    tens = words_value(head) if head else None
    return value + int(tens or 0) or None


def _known_year(match: re.Match[str], anchor: Anchor, month: int) -> tuple[int, bool]:
    """The told year, else the latest in which a stretch that begins with a month has begun, and whether it was told."""
    year = which_year(match, anchor)
    if year is not None:
        return year, True
    if match.group().casefold().endswith("of the year"):
        return anchor.base.year, True
    return anchor.base.year - (not anchor.narrative and month > anchor.published.month), False


def _quarter(match: re.Match[str], anchor: Anchor) -> Hit | None:
    word = match["n"].casefold()
    number = int(table("ordinals").get(word, word)) or 4
    if not 1 <= number <= 4:
        return None
    year, dated = _known_year(match, anchor, number * 3 - 2)
    value, point = quarter_of(year, number), Point(year, number * 3)
    return hit(match, value, f"{year}-Q{number}", role=TimeRole.PERIOD, point=point, dated=dated)


def _half(match: re.Match[str], anchor: Anchor) -> Hit | None:
    word = match["n"].casefold()
    number = int(table("ordinals").get(word, word)) or 2
    if number > 2:
        return None
    year, dated = _known_year(match, anchor, number * 6 - 5)
    value, point = half_of(year, number), Point(year, number * 6)
    return hit(match, value, f"{year}-H{number}", role=TimeRole.PERIOD, point=point, dated=dated)


def _first_months(match: re.Match[str], anchor: Anchor) -> Hit | None:
    """As "In nine months of this year": January to September."""
    number = amount(match["n"])
    year = which_year(match, anchor)
    if number is None or number not in range(1, 13) or year is None:
        return None
    value = interval(make(year, 1), make(year, int(number))) if number > 1 else make(year, 1)
    return hit(match, value, f"P{number:g}M", role=TimeRole.PERIOD, point=Point(year))


def _season(match: re.Match[str], anchor: Anchor) -> Hit | None:
    code, year = table("seasons")[match["s"].casefold()], which_year(match, anchor)
    if year is None:
        return None
    told = Point(year).timex
    return hit(
        match,
        season_of(code, year),
        f"{told}-{code}",
        role=TimeRole.PERIOD,
        point=Point(year, {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[code]),
    )


def _holiday(match: re.Match[str], anchor: Anchor) -> Hit | None:
    month, day = map(int, table("holidays")[match["h"].casefold()].split("-"))
    year = which_year(match, anchor)
    return point_hit(
        match, Point(undated_year(anchor, month, day) if year is None else year, month, day), dated=year is not None
    )


_BCE = r"(?: (?:BCE?|B\.C\.?(?:E\.?)?))"
RULES: tuple[Rule, ...] = (
    Rule(r"(?P<y>{year})(?P<sep>[-/])(?P<m>\d\d|{month})(?P=sep)(?P<d>\d\d?)(?:T\d\d:\d\d(?::\d\d)?Z?)?", _iso),
    Rule(r"(?P<d>\d\d?)\.(?P<m>\d\d?)\.(?P<y>{year})", _numeric),
    Rule(r"(?P<d>\d\d?)/(?P<m>\d\d?)/(?P<y>{year})", _numeric),
    Rule(r"(?:{weekday},? (?:the )?)?(?:the )?(?P<d>{day}) (?:of )?(?P<m>{month}){when}?", _day),
    Rule(r"(?:{weekday},? )?(?P<m>{month}) (?:the )?(?P<d>{day})(?!\.\d){when}?", _day),
    Rule(r"(?P<m>{month}){when}", _month_year),
    Rule(r"(?P<m>{month}) of (?P<rel>(?:that|the same|the following|the previous) year)", _month_year),
    Rule(r"(?P<y>{year})(?: ?, ?| )(?P<m>{month})", _month_year),
    Rule(r"(?P<y>{year})(?: ?[-/] ?|\.)(?P<m>\d\d?)(?![-/.]?\d)", _numeric_month),
    Rule(r"(?P<m>\d\d?) ?[-/] ?(?P<y>{year})", _numeric_month),
    Rule(r"(?:the years? )?(?P<y>{year})(?:[-–—]|/)(?P<z>(?P<y2>{year}|\d\d))", _years),
    Rule(r"(?P<y>\d{1,4}){to}(?P<z>(?P<bc>\d{1,4}" + _BCE + "))", _years),
    Rule(r"(?:the )?(?P<y>{year})(?<=0)['’]?s", _decade),
    Rule(r"(?:the )?(?P<bc>\d{2,3}0)s" + _BCE, _decade),
    Rule(
        r"(?:the )?(?P<n>\d\d?(?:st|nd|rd|th)|[a-z]{3,9}(?:-[a-z]{4,8})?)[- ]centur(?:y|ies)(?P<bc>" + _BCE + ")?",
        _century,
    ),
    Rule(r"(?:the )?(?P<n>{ordinal})[- ]quarter{when}?", _quarter),
    Rule(r"(?:the )?(?P<n>{ordinal})[- ]quarter of the year", _quarter),
    Rule(r"(?P<y>{year}),? (?:the )?(?P<n>{ordinal}) quarter", _quarter),
    Rule(r"Q(?P<n>[1-4]){when}?", _quarter),
    Rule(r"(?P<y>{year}) ?Q(?P<n>[1-4])", _quarter),
    Rule(r"(?:the )?(?P<n>first|second|latter|last|1st|2nd)[- ]half(?:-year)?(?:{when}| of the year)", _half),
    Rule(r"H(?P<n>[12]){when}", _half),
    Rule(r"(?P<y>{year}) ?H(?P<n>[12])", _half),
    Rule(r"(?:the )?(?:first )?(?P<n>{count}) months(?: (?:from|since) the (?:beginning|start))?{when}", _first_months),
    Rule(r"(?:the )?(?P<s>{season}){when}", _season),
    Rule(r"(?P<y>{year}) (?P<s>{season})", _season),
    Rule(r"(?P<h>{holiday}){when}?", _holiday),
    Rule(r"(?P<m>{month})", _month_alone),
    Rule(r"(?:the year )?(?P<y>{year})", _year),
    Rule(r"(?:AD|A\.D\.) (?P<y>\d{1,4})", _year),
    Rule(r"(?P<bc>\d{1,4}" + _BCE + ")", _year),
    Rule(r"['’](?P<y2>[3-9]\d)", _short_year),
)
