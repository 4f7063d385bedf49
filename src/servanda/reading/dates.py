"""Time expressions of a text with their place in the calendar, their grain kept, relative to the report's day.

The longest expression at a place wins. Words before it ("by", "since", "the end of", "early") give its role or narrow
it. TIMEX3 types and values follow TimeML 1.2.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from servanda.reading.dates_absolute import RULES as ABSOLUTE
from servanda.reading.dates_calendar import in_year
from servanda.reading.dates_context import forward, in_context, references, spurious
from servanda.reading.dates_fiscal import RULES as FISCAL
from servanda.reading.dates_fiscal import fiscal_start
from servanda.reading.dates_lengths import RULES as LENGTHS
from servanda.reading.dates_ranges import RULES as RANGES
from servanda.reading.dates_ranges import join
from servanda.reading.dates_relative import RULES as RELATIVE
from servanda.reading.dates_weeks import RULES as WEEKS
from servanda.reading.dates_words import Anchor, Hit, Reader, compile_template, words
from servanda.terms.dates import Edtf
from servanda.terms.mentions import Kind, Mention, TimeRole, TimeValue

_TOLD_YEAR = re.compile(r"(?<![\w.,$€£])(1[0-9]\d\d|20\d\d)(?![\w%]|[.,]\d)")
_BEFORE_OUR_ERA = re.compile(r"\d (?:BC|B\.C\.)")
_SAME_PERIOD = re.compile(
    r"\b(?:the )?(?:same|corresponding|similar|analogous|comparable) (?:period|months|time|quarter|half)(?: (?:of|in|a))?(?: the)? $",
    re.IGNORECASE,
)
# a text is a story when it tells at least so many years, and so many in ten of them lie so long before it
STORY_YEARS, STORY_SHARE, STORY_AGE = 5, 8, 2


@cache
def _rules() -> tuple[tuple[re.Pattern[str], Reader], ...]:
    return tuple(
        (compile_template(rule), rule.read) for rule in (*RANGES, *RELATIVE, *WEEKS, *ABSOLUTE, *FISCAL, *LENGTHS)
    )


def is_story(text: str, published: date) -> bool:
    """Whether a text tells of years long past, again and again; a report names one now and then."""
    years = [int(m[1]) for m in _TOLD_YEAR.finditer(text)]
    if len(years) + len(_BEFORE_OUR_ERA.findall(text)) < STORY_YEARS:
        return False
    old = sum(year < published.year - STORY_AGE for year in years)
    return old * 10 >= len(years) * STORY_SHARE


def _matches(text: str) -> list[tuple[re.Match[str], Reader]]:
    """Every match, the longest at a place first."""
    found = [
        (match.start(), -match.end(), rank, match, read)
        for rank, (pattern, read) in enumerate(_rules())
        for match in pattern.finditer(text)
        if not spurious(text, match)
    ]
    found.sort(key=lambda f: f[:3])
    return [(match, read) for _, _, _, match, read in found]


def _read(text: str, anchor: Anchor) -> list[Hit]:
    """The expressions of a text in order: at each place the longest that a rule can read."""
    hits: list[Hit] = []
    reach = 0
    for match, read in _matches(text):
        if match.start() < reach:
            continue
        hit = read(match, anchor)
        if hit is None:
            continue
        reach = match.end()
        hit = forward(hit, text, anchor)
        hits.extend(hit.parts if hit.edtf is None and hit.parts and (hit.point and hit.point.year > 0) else (hit,))
        if hit.point is not None and not hit.marked:
            anchor.last = hit.point
            anchor.last_day = hit.point if hit.point.day is not None else anchor.last_day
    return hits


def _joined(text: str, hits: Iterable[Hit], anchor: Anchor) -> list[Hit]:
    kept: list[Hit] = []
    for hit in hits:
        joined = join(text, kept[-1], hit, anchor) if kept else None
        if joined is None:
            kept.append(hit)
        elif isinstance(joined, Hit):
            kept[-1] = joined
        else:
            kept[-1:] = joined
    return kept


def _apart(hits: Iterable[Hit]) -> list[Hit]:
    """In order, none overlapping another: the longer at one start wins, then the earlier."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
        elif hit.edtf is not None and kept[-1].edtf is None and hit.end >= kept[-1].end:
            kept[-1] = hit
    return kept


def _find(text: str, published: date, *, marked: bool) -> list[Hit]:
    anchor = Anchor(published, is_story(text, published), fiscal_start(text))
    hits = [*_read(text, anchor), *references(text)]
    hits = _apart(hit for hit in hits if marked or not hit.marked)
    return list(_same_periods(text, _apart(in_context(hit, text) for hit in _joined(text, hits, anchor))))


def _same_periods(text: str, hits: Iterable[Hit]) -> Iterator[Hit]:
    """The hits, where "the same period of last year" is the part of that year which was told before of another."""
    before: Edtf | None = None
    for hit in hits:
        value = hit.edtf
        same = _SAME_PERIOD.search(text, max(0, hit.start - 40), hit.start)
        if same is not None and before is not None and value is not None and value.granularity == "year":
            moved = in_year(before, value.first.year)
            yield replace(hit, start=same.start(), edtf=moved or value, role=TimeRole.PERIOD)
            continue
        if value is not None and value.is_interval and value.start and value.end and value.start.year == value.end.year:
            before = value
        yield hit


def _mention(text: str, hit: Hit) -> Mention:
    value = TimeValue(hit.edtf, hit.role, hit.timex3_type, hit.timex3_value)
    return Mention(hit.start, hit.end, text[hit.start : hit.end], Kind.TIME, value)


def find_times(text: str, published: date) -> list[Mention]:
    """Every time expression of a text in order, none overlapping another."""
    return [_mention(text, hit) for hit in _find(text, published, marked=False)]


@dataclass(frozen=True, slots=True)
class Timex:
    """A TIMEX3 annotation ``[start, end)`` as TimeML would make it."""

    start: int
    end: int
    type: str
    value: str


def find_timex3(text: str, published: date) -> list[Timex]:
    """The expressions of a text as TimeML marks them: the two ends of a range apart, also words that place nothing."""
    unmarked = frozenset(words("marked", "unmarked"))
    found = []
    for hit in _find(text, published, marked=True):
        for part in hit.parts or (hit,):
            # what narrows a range ("early") stands before its first end
            start = min(hit.start, part.start) if part is (hit.parts or (hit,))[0] else part.start
            if text[start : part.end].casefold() not in unmarked:
                found.append(Timex(start, part.end, part.timex3_type, part.timex3_value))
    return found
