"""Fiscal years, and periods of an accounting year told without one: "the first nine months".

A fiscal year is an interval of its own. Where it begins is known from the states that a text names, when those that have
such a year agree; else only its years are told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from servanda.errors import LexiconError
from servanda.reading.dates_absolute import hit
from servanda.reading.dates_calendar import Point, interval, make
from servanda.reading.dates_words import Anchor, Hit, Rule, amount, load_dates, step
from servanda.terms import states
from servanda.terms.dates import Edtf
from servanda.terms.mentions import TimeRole


@cache
def _starts() -> Mapping[str, int]:
    """The month in which the fiscal year of a state begins, where that is not January."""
    listed = load_dates().get("fiscal")
    if not isinstance(listed, dict):
        raise LexiconError("lexicon dates: [fiscal] must be a table of months by state code")
    return {str(code): int(month) for code, month in listed.items()}


@cache
def _names() -> tuple[re.Pattern[str], Mapping[str, int]]:
    """A pattern of the names of those states, and each name's month."""
    table = states.table()
    months = {
        name: month for code, month in _starts().items() for name in (*table[code].names, *table[code].adjectives)
    }
    ordered = sorted(months, key=lambda name: (-len(name), name))
    return re.compile(r"\b(?:" + "|".join(map(re.escape, ordered)) + r")\b"), months


def fiscal_start(text: str) -> int | None:
    """The month in which fiscal years of a text begin; None where it names no such state, or such that differ."""
    pattern, months = _names()
    found = {months[match.group()] for match in pattern.finditer(text)}
    return found.pop() if len(found) == 1 else None


def _year_from(first: int, start: int | None) -> Edtf | None:
    """The fiscal year that begins in a calendar year."""
    if start is None:
        return interval(make(first), make(first + 1))
    return interval(make(first, start), make(first + 1, start - 1))


def _fiscal(match: re.Match[str], anchor: Anchor) -> Hit | None:
    """As "fiscal year 2023-24"; one told with a single year is named after the calendar year that it ends in."""
    first, end = int(match["y"]), match["y2"]
    if end is None:
        value = make(first) if anchor.fiscal is None else _year_from(first - 1, anchor.fiscal)
        return hit(match, value, str(first), role=TimeRole.PERIOD, point=Point(first))
    last = int(end) if len(end) == 4 else first // 100 * 100 + int(end)
    if last != first + 1:
        return None
    return hit(match, _year_from(first, anchor.fiscal), str(first), role=TimeRole.PERIOD, point=Point(last))


def _fiscal_step(match: re.Match[str], anchor: Anchor) -> Hit | None:
    """As "the last fiscal year": the one that ended before the report's day."""
    by, published = step(match["w"]), anchor.published
    if anchor.fiscal is None:
        year = published.year + by
        return hit(match, make(year), str(year), role=TimeRole.PERIOD, point=Point(year))
    first = published.year - (published.month < anchor.fiscal) + by
    return hit(match, _year_from(first, anchor.fiscal), str(first), role=TimeRole.PERIOD, point=Point(first + 1))


def _first_months(match: re.Match[str], anchor: Anchor) -> Hit | None:
    """As "the first nine months" in a report: those that ended last."""
    number = amount(match["n"])
    if number is None or number not in range(2, 12) or anchor.narrative:
        return None
    year = anchor.published.year - (number >= anchor.published.month)
    value = interval(make(year, 1), make(year, int(number)))
    return hit(match, value, f"P{number:g}M", role=TimeRole.PERIOD, point=Point(year))


def _first_half(match: re.Match[str], anchor: Anchor) -> Hit | None:
    """As "in the first half" in a report: the one that ended last."""
    if anchor.narrative:
        return None
    year = anchor.published.year - (anchor.published.month <= 6)
    value = interval(make(year, 1), make(year, 6))
    return hit(match, value, f"{year}-H1", role=TimeRole.PERIOD, point=Point(year, 6))


_ENDS = r"(?=[ ]?[.,;:)\n]|[ ](?:alone|the|it|trade|exports|imports|turnover|bilateral|mutual|amounted|reached|grew|was|were|stood|had)\b|$)"
RULES: tuple[Rule, ...] = (
    Rule(r"(?:fiscal(?: years?)?|financial years?|FY) ?(?P<y>{year})(?:[-–/](?P<y2>\d{4}|\d\d))?", _fiscal),
    Rule(r"(?:the )?(?P<w>last|past|previous|preceding|current|this|next|coming|outgoing) (?:fiscal|financial) year", _fiscal_step),
    Rule(r"(?:the )?first (?P<n>{count}) months(?! (?:of|in|after|since|from))", _first_months),
    Rule(r"(?:in|during|for|over) (?P<x>the first half)" + _ENDS, _first_half),
)  # fmt: skip
