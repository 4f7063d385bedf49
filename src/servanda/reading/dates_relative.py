"""Time expressions that count from the report's day, or from the date told before them, and those without a place."""

from __future__ import annotations

import re
from datetime import date, timedelta

from servanda.reading.dates_absolute import Rule
from servanda.reading.dates_words import (
    COUNT,
    MONTH,
    SEASON,
    WEEKDAY,
    WEEKDAYS,
    Anchor,
    Hit,
    count,
    half,
    interval,
    make,
    month_number,
    quarter,
    season,
    shift,
    timex,
)  # fmt: skip
from servanda.terms import dates
from servanda.terms.dates import Edtf
from servanda.terms.mentions import TimeRole

_UNIT = r"(?:days?|weeks?|months?|quarters?|years?|decades?|centuries|century)"
_LETTER = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y", "decade": "DE", "century": "CE"}
_NEXT = ("next", "coming", "upcoming", "following")
_LAST = ("last", "previous", "past", "preceding")


def _compile(pattern: str, *, ignore_case: bool = True) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.]){pattern}(?!\w)", re.IGNORECASE if ignore_case else 0)


def _unit(word: str) -> str:
    singular = word.casefold()
    if singular == "centuries":
        return "century"
    return singular.removesuffix("s")


def _step(word: str) -> int:
    """-1 for "last", 1 for "next", 0 for "this"."""
    folded = word.casefold()
    return 1 if folded in _NEXT else -1 if folded in _LAST else 0


def _hit(
    match: re.Match[str],
    value: Edtf | None,
    *,
    role: TimeRole = TimeRole.POINT,
    told: str | None = None,
    kind: str = "DATE",
) -> Hit | None:
    if value is None:
        return None
    return Hit(match.start(), match.end(), value, kind, told or timex(value), role)


def _base(word: str, anchor: Anchor) -> date:
    """As "The following year" counts from the date told before, "next year" from the report."""
    if word.casefold() in ("following", "preceding", "previous", "same", "that") and anchor.last is not None:
        return anchor.last.first
    return anchor.published


def _day_word(match: re.Match[str], anchor: Anchor) -> Hit | None:
    offset = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}[match["w"].casefold()]
    return _hit(match, dates.of_day(anchor.published + timedelta(days=offset)))


def _weeks(day: date, step: int) -> tuple[Edtf | None, str]:
    """The days Monday to Sunday of the week some weeks away, and its TIMEX3 value."""
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=step)
    week = monday.isocalendar()
    return interval(dates.of_day(monday), dates.of_day(monday + timedelta(days=6))), f"{week.year}-W{week.week:02d}"


def _this_unit(match: re.Match[str], anchor: Anchor) -> Hit | None:
    """As "Last year", "this month", "next quarter", "the coming week"."""
    step, unit = _step(match["w"]), _unit(match["u"])
    base = _base(match["w"], anchor)
    if unit == "week":
        value, told = _weeks(base, step)
        return _hit(match, value, role=TimeRole.PERIOD, told=told)
    if unit == "quarter":
        index = base.year * 4 + (base.month - 1) // 3 + step
        value, told = quarter(index // 4, index % 4 + 1)
        return _hit(match, value, role=TimeRole.PERIOD, told=told)
    if unit == "decade":
        first = base.year // 10 * 10 + 10 * step
        return _hit(match, interval(make(first), make(first + 9)), role=TimeRole.PERIOD, told=str(first)[:3])
    if unit == "century":
        first = base.year // 100 * 100 + 100 * step
        return _hit(match, interval(make(first), make(first + 99)), role=TimeRole.PERIOD, told=str(first)[:2])
    return _hit(match, shift(base, step, unit))


def _this_half(match: re.Match[str], anchor: Anchor) -> Hit | None:
    value, told = half(anchor.published.year, 1 if match["n"].casefold() == "first" else 2)
    return _hit(match, value, role=TimeRole.PERIOD, told=told)


def _the_year(match: re.Match[str], anchor: Anchor) -> Hit | None:
    """As "The same year", "that year", "the following year", "the year before"."""
    word = match["w"].casefold()
    base = anchor.last.first if anchor.last is not None else anchor.published
    step = 1 if word in ("following", "next", "after") else -1 if word in ("previous", "preceding", "before") else 0
    unit = _unit(match["u"])
    if unit not in ("year", "month", "day"):
        return None
    if unit == "month" and anchor.last is not None and anchor.last.granularity == "year":
        return None
    return _hit(match, shift(base, step, unit))


def _ago(match: re.Match[str], anchor: Anchor) -> Hit | None:
    word = match["w"].casefold()
    sign = -1 if word in ("ago", "earlier", "before", "back") else 1
    base = anchor.published if word in ("ago", "back", "from now") else _base("that", anchor)
    return _hit(match, shift(base, sign * count(match["n"]), _unit(match["u"]).replace("quarter", "month")))


def _in_units(match: re.Match[str], anchor: Anchor) -> Hit | None:
    """As "Within three years": due in the year three years on; "in two months", two months on."""
    value = shift(anchor.published, count(match["n"]), _unit(match["u"]).replace("quarter", "month"))
    return _hit(
        match, value, role=TimeRole.DEADLINE, kind="DURATION", told=f"P{count(match['n'])}{_LETTER[_unit(match['u'])]}"
    )


def _span_units(match: re.Match[str], anchor: Anchor) -> Hit | None:
    """As "The past five years", "over the next three months"."""
    step, unit, number = _step(match["w"]), _unit(match["u"]), count(match["n"] or "one")
    if not step or unit in ("quarter", "century"):
        return None
    told = f"P{number}{_LETTER[unit]}"
    ends = sorted((0, step * number))
    left, right = (shift(anchor.published, n, unit) for n in ends)
    return _hit(match, interval(left, right), role=TimeRole.PERIOD, kind="DURATION", told=told)


def _so_far(match: re.Match[str], anchor: Anchor) -> Hit | None:
    """From 1 January to the report's day."""
    value = interval(make(anchor.published.year, 1, 1), dates.of_day(anchor.published))
    return _hit(match, value, role=TimeRole.PERIOD)


def _weekday(match: re.Match[str], anchor: Anchor) -> Hit | None:
    """The weekday of the report's week before; "next Friday" and "this coming Friday" lie ahead."""
    wanted = WEEKDAYS[match["d"].casefold()]
    word = (match["w"] or "").casefold()
    behind = (anchor.published.weekday() - wanted) % 7
    if word.split()[-1:] and word.split()[-1] in _NEXT:
        ahead = (wanted - anchor.published.weekday()) % 7 or 7
        return _hit(match, dates.of_day(anchor.published + timedelta(days=ahead)))
    if word == "last":
        behind = behind or 7
    return _hit(match, dates.of_day(anchor.published - timedelta(days=behind)))


def _season(match: re.Match[str], anchor: Anchor) -> Hit | None:
    word = match["w"].casefold()
    year = anchor.year + _step(word)
    if word == "the":
        year = anchor.year
    value, told = season(match["s"], year)
    return _hit(match, value, role=TimeRole.PERIOD, told=told)


def _month_of(match: re.Match[str], anchor: Anchor) -> Hit | None:
    """As "In September of this year", "last May", "next January"."""
    number = month_number(match["m"])
    groups = match.groupdict()
    word = (groups.get("rel") or groups.get("w") or "").casefold().split()[0]
    if groups.get("rel"):
        return _hit(match, make(anchor.published.year + _step(word), number))
    past = word in _LAST
    year = anchor.published.year
    if past and number >= anchor.published.month:
        year -= 1
    elif not past and word != "this" and number <= anchor.published.month:
        year += 1
    return _hit(match, make(year, number))


def _duration(match: re.Match[str], _anchor: Anchor) -> Hit | None:
    unit = _unit(match["u"])
    return Hit(match.start(), match.end(), None, "DURATION", f"P{count(match['n'])}{_LETTER[unit]}", TimeRole.DURATION)


_SETS = {"year": "P1Y", "annual": "P1Y", "month": "P1M", "week": "P1W", "day": "P1D", "daily": "P1D", "quarter": "P1Q"}


def _set(match: re.Match[str], _anchor: Anchor) -> Hit | None:
    value = next(told for word, told in _SETS.items() if word in match.group().casefold())
    return Hit(match.start(), match.end(), None, "SET", value, TimeRole.SET)


def _clock(match: re.Match[str], anchor: Anchor) -> Hit | None:
    hour, minute = int(match["h"]), int(match["min"] or 0)
    half_day = (match["ap"] or "").casefold().replace(".", "")
    if half_day and hour <= 12:
        hour = hour % 12 + (12 if half_day == "pm" else 0)
    if hour > 23 or minute > 59:
        return None
    day = anchor.published.isoformat()
    return Hit(match.start(), match.end(), None, "TIME", f"{day}T{hour:02d}:{minute:02d}", TimeRole.POINT)


RULES: tuple[Rule, ...] = (
    (_compile(r"(?P<w>today|tonight|yesterday|tomorrow)"), _day_word),
    (_compile(r"(?:(?:earlier|later)\s+)?(?:the\s+)?(?P<w>this|last|next|current|previous|coming|upcoming|past)\s+(?P<u>year|month|week|quarter|decade|century)"), _this_unit),
    (_compile(r"(?:the\s+)(?P<n>first|second)\s+half\s+of\s+(?:the|this|the current)\s+year"), _this_half),
    (_compile(r"(?:the|that)\s+(?P<w>same|following|next|previous|preceding)\s+(?P<u>year|month|day)"), _the_year),
    (_compile(r"(?P<w>that)\s+(?P<u>year|month|day)"), _the_year),
    (_compile(r"the\s+(?P<u>year|month|day)\s+(?P<w>before|after)"), _the_year),
    (_compile(rf"(?P<n>{COUNT})\s+(?P<u>{_UNIT})\s+(?P<w>ago|earlier|before|later|back|from now)"), _ago),
    (_compile(rf"within\s+(?:the\s+)?(?:next\s+|coming\s+)?(?P<n>{COUNT})\s+(?P<u>{_UNIT})"), _in_units),
    (_compile(rf"in\s+(?P<n>{COUNT})\s+(?P<u>years|months|weeks|days|decades)(?:['’]\s+time)"), _in_units),
    (_compile(rf"(?:the|over|in|during|for)\s+(?:the\s+)?(?P<w>last|past|previous|next|coming|following)\s+(?P<n>{COUNT})\s+(?P<u>{_UNIT})"), _span_units),
    (_compile(r"so far this year|since the (?:beginning|start) of (?:this|the) year|year to date|this year so far"), _so_far),
    (_compile(rf"(?:(?P<w>last|next|this|this coming|coming)\s+)?(?P<d>{WEEKDAY})", ignore_case=False), _weekday),
    (_compile(rf"(?P<w>this|last|next|the|the coming|the past)\s+(?P<s>{SEASON})"), _season),
    (_compile(rf"(?P<m>{MONTH})\s+(?:of\s+)?(?P<rel>this|last|next)\s+year", ignore_case=False), _month_of),
    (_compile(rf"(?P<w>last|next|this)\s+(?P<m>{MONTH})", ignore_case=False), _month_of),
    (_compile(rf"(?P<n>{COUNT})[ -](?P<u>{_UNIT})"), _duration),
    (_compile(r"(?:every|each|per)\s+(?:year|month|week|day|quarter)|annually|yearly|monthly|daily|weekly|(?:a|an)nual"), _set),
    (_compile(r"(?P<h>\d{1,2})(?:[:.](?P<min>\d\d))?\s?(?P<ap>a\.m\.|p\.m\.|am|pm)"), _clock),
    (_compile(r"(?P<h>\d{1,2}):(?P<min>\d\d)(?P<ap>)"), _clock),
)  # fmt: skip
