"""Lengths of time, repetitions, hours and parts of the day."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from servanda.reading.dates_absolute import hit, point_hit, undated_year, which_year
from servanda.reading.dates_calendar import Point, duration, of_day, shift
from servanda.reading.dates_weeks import weekday
from servanda.reading.dates_words import (  # fmt: skip
    Anchor,
    Hit,
    Rule,
    amount,
    day_number,
    month_number,
    table,
    unit,
    weekday_number,
)
from servanda.terms.mentions import TimeRole

_REPEATED = {
    "year": "XXXX", "month": "XXXX-XX", "week": "XXXX-WXX", "day": "XXXX-XX-XX", "quarter": "XXXX-QX",
    "hour": "XXXX-XX-XXTXX", "decade": "XXX", "century": "XX",
}  # fmt: skip
_ADVERBS = {
    "annually": "year", "yearly": "year", "annual": "year", "monthly": "month", "weekly": "week", "daily": "day",
    "quarterly": "quarter", "hourly": "hour",
}  # fmt: skip


def _length(match: re.Match[str], told: str) -> Hit:
    return replace(hit(match, None, told, role=TimeRole.DURATION), timex3_type="DURATION")


def _duration(match: re.Match[str], _anchor: Anchor) -> Hit | None:
    """As "three years", "18-month", "two and a half years"."""
    number = amount(match["n"])
    if number is None:
        return None
    groups = match.groupdict()
    if groups.get("half"):
        number += 0.5
    return _length(match, duration(number, unit(match["u"])))


def _vague(match: re.Match[str], _anchor: Anchor) -> Hit:
    """As "several years"."""
    return _length(match, duration(None, unit(match["u"])))


def _set(match: re.Match[str], _anchor: Anchor) -> Hit:
    """As "every year", "daily"; "every two years" keeps its length."""
    groups = match.groupdict()
    if groups.get("a"):
        told = _REPEATED[_ADVERBS[groups["a"].casefold()]]
    elif groups.get("n"):
        told = duration(amount(groups["n"]), unit(groups["u"]))
    elif groups.get("m"):
        told = f"XXXX-{month_number(groups['m']):02d}"
    elif groups.get("d"):
        told = f"XXXX-WXX-{weekday_number(groups['d'].removesuffix('s')) + 1}"
    else:
        told = _REPEATED.get(unit(groups["u"]), "XXXX")
    return replace(hit(match, None, told, role=TimeRole.SET), timex3_type="SET")


def _clock(match: re.Match[str], anchor: Anchor) -> Hit | None:
    """An hour of the day told last in a story, else of the report's."""
    hour, minute = int(match["h"]), int(match.groupdict().get("min") or 0)
    half_day = (match.groupdict().get("ap") or "").casefold().replace(".", "")
    if half_day and hour <= 12:
        hour = hour % 12 + (12 if half_day == "pm" else 0)
    if hour > 23 or minute > 59:
        return None
    day = anchor.base.timex if anchor.base.day is not None else "XXXX-XX-XX"
    return replace(hit(match, None, f"{day}T{hour:02d}:{minute:02d}"), timex3_type="TIME")


def _part(match: re.Match[str], code: str, point: Point | None) -> Hit | None:
    found = point_hit(match, point) if point is not None and point.day is not None else None
    return found and replace(found, timex3_type="TIME", timex3_value=f"{found.timex3_value}T{code}")


def _part_of_date(match: re.Match[str], anchor: Anchor) -> Hit | None:
    """As "the night of May 13": its day."""
    month, day = month_number(match["m"]), day_number(match["d"])
    year = which_year(match, anchor)
    point = Point(undated_year(anchor, month, day) if year is None else year, month, day)
    found = _part(match, table("day_parts")[match["p"].casefold()], point)
    return found and replace(found, dated=year is not None)


def _part_of_day(match: re.Match[str], anchor: Anchor) -> Hit | None:
    """As "that afternoon", "the next morning", "Monday evening"."""
    code, groups = table("day_parts")[match["p"].casefold()], match.groupdict()
    if groups.get("d"):
        found = _part(match, code, of_day(weekday(anchor, weekday_number(groups["d"]), "")))
        return found and replace(found, dated=False)
    word = groups["w"].casefold().split()[-1]
    if word in ("yesterday", "last", "tomorrow", "this"):
        offset = {"yesterday": -1, "last": -1, "tomorrow": 1, "this": 0}[word]
        return _part(match, code, of_day(anchor.published + timedelta(days=offset)))
    base = anchor.told
    if base.day is None:
        return None
    return _part(match, code, shift(base, 1 if word in ("next", "following") else 0, "day"))


def _night(match: re.Match[str], _anchor: Anchor) -> Hit:
    """A part of any day, which only TimeML marks."""
    told = "XXXX-XX-XXT" + table("day_parts").get(match["p"].casefold().removesuffix("s"), "NI")
    return replace(hit(match, None, told), timex3_type="TIME", marked=True)


_OLD = r"(?! (?:anniversary|jubilee|birthday)| ?-? ?old)"
RULES: tuple[Rule, ...] = (
    Rule(r"(?P<n>{count})[ -]?(?P<u>{unit}|{clock})(?:-long)?" + _OLD, _duration),
    Rule(r"(?:a|one) (?P<n>)(?P<u>year|month|week|day|hour) and a half", lambda m, _a: _length(m, duration(1.5, unit(m["u"])))),
    Rule(r"(?P<n>{count}) and (?P<half>a half|½) (?P<u>{unit}|{clock})", _duration),
    Rule(r"(?:the )?(?:first|last|final|opening|closing|initial) (?P<n>{count}) (?P<u>{unit})", _duration),
    Rule(r"(?:the )?(?:first|last|final|intervening) (?P<u>years|months|weeks|days)", _vague),
    Rule(r"(?:over |for )?(?P<x>{many} (?:more )?(?P<u>days|weeks|months|years|decades|hours|minutes|centuries))", _vague),
    Rule(r"(?P<u>day|week|month|year|decade)s?-long", _vague),
    Rule(r"(?:all|the whole|the entire|whole|entire)[- ](?P<u>{unit})", lambda m, _: _length(m, duration(1, unit(m["u"])))),
    Rule(r"(?:every|each|per)(?: (?P<n>two|three|four|five|six|ten|\d\d?))? (?P<u>{unit}|hour)", _set),
    Rule(r"(?:every|each) (?P<m>{month})", _set),
    Rule(r"(?:every|each) (?P<d>{weekday})|on (?P<x>(?P<d2>{weekday})s)", lambda m, a: _set(m, a) if m["d"] else None),
    Rule(r"(?P<a>annually|yearly|monthly|daily|weekly|quarterly|hourly|annual)", _set),
    Rule(r"(?:once|twice|{count} times) (?:a|an|every|each) (?P<u>{unit})", _set),
    Rule(r"(?P<h>\d{1,2})(?:[:.](?P<min>\d\d))? ?(?P<ap>a\.m\.|p\.m\.|am|pm)", _clock),
    Rule(r"(?P<h>[01]?\d|2[0-3]):(?P<min>[0-5]\d)(?!:\d)(?: ?(?:hrs?|hours)\b)?", _clock),
    Rule(r"(?:the )?(?:early |late )?(?P<p>{part})(?: hours)? of (?P<m>{month}) (?P<d>{day}){when}?", _part_of_date),
    Rule(r"(?:the )?(?:early |late )?(?P<p>{part})(?: hours)? of (?:the )?(?P<d>{day}) (?:of )?(?P<m>{month}){when}?", _part_of_date),
    Rule(r"(?:early |late )?(?P<w>this|that|that same|the same|the next|the following|yesterday|tomorrow) (?P<p>{part})", _part_of_day),
    Rule(r"(?:late )?(?P<w>last) (?P<p>night|evening)", _part_of_day),
    Rule(r"(?P<d>{weekday}) (?P<p>morning|afternoon|evening|night)", _part_of_day),
    Rule(r"(?P<p>nights?|daytime|night-time|midnight|afternoon|evening)", _night),
)  # fmt: skip
