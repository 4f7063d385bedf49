"""Which dates the quotes of a claim show: their own, else their sentence's, else what the report's story stands at.

A date told nearer hides one told farther off: a clause with a day of its own has no other, and the report's own day
is that of an event only where no day was told before it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache, cached_property, lru_cache
from itertools import islice

from servanda.errors import LexiconError
from servanda.reading.dates import find_times
from servanda.reading.dates_calendar import Point, shift
from servanda.reading.document import Document
from servanda.reading.frames import load_lexicon
from servanda.reading.segments import Segment
from servanda.terms import dates
from servanda.terms.claims import Claim, Figure, Instrument
from servanda.terms.dates import Edtf
from servanda.terms.evidence import Quote
from servanda.terms.mentions import Kind, Mention, TimeRole, TimeValue

_LENGTH = re.compile(r"P(\d+(?:\.5)?)([YMWD])")
# what follows a period that is told only beside another
_HAD_BEEN = re.compile(r",?\s+(?:it|this|that|the (?:figure|volume|amount|total)) (?:had been|was|had stood|stood)\b")
_UNITS = {"Y": "year", "M": "month", "W": "week", "D": "day"}
# statuses of what is still to come
AHEAD = frozenset({"planned", "negotiated", "proposed", "open"})
# a report tells of what happened at most so many days before it; what is dated farther off is history
RECENT = 7
# how many characters before a year may hold the words that compare with it
_COMPARED = 40


@cache
def _comparing() -> re.Pattern[str]:
    """Words that end right before a period with which another one is compared."""
    listed = load_lexicon("gate").get("comparing")
    if not isinstance(listed, list):
        raise LexiconError("lexicon gate: comparing must be a list of words")
    words = "|".join(re.escape(str(word)) for word in sorted(map(str, listed), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{words})(?:\s+(?:in|of|for|the|figures?|level))*\s*$", re.IGNORECASE)


def _value(mention: Mention) -> Edtf | None:
    return mention.value.edtf if isinstance(mention.value, TimeValue) else None


def _dated(mentions: Iterable[Mention]) -> tuple[Edtf, ...]:
    return tuple(value for value in map(_value, mentions) if value is not None)


def _is_exact(value: Edtf) -> bool:
    """Whether it is a day or a stretch: a month or year leaves the day of an event to be told elsewhere."""
    return value.granularity in ("day", "interval")


def _later(published: Edtf, length: str) -> tuple[Edtf, ...]:
    """The date some length of time after a report: as exact as its unit, and to the day."""
    told = _LENGTH.fullmatch(length)
    start = published.start
    if told is None or start is None:
        return ()
    point = shift(Point(start.year, start.month, start.day), float(told[1]), _UNITS[told[2]])
    if point is None:
        return ()
    to_the_day = point._replace(month=point.month or start.month, day=point.day or start.day)
    return tuple(value for value in (point.edtf, to_the_day.edtf) if value is not None)


@lru_cache(maxsize=4)
def _times(document: Document) -> tuple[Mention, ...]:
    """The time expressions of a report's segments, in order."""
    inside = (document.within(part.start, part.end, Kind.TIME) for part in document.segments)
    return tuple(sorted({m.start: m for found in inside for m in found}.values(), key=lambda m: m.start))


@lru_cache(maxsize=4)
def _stretches(document: Document) -> tuple[Mention, ...]:
    """Those of them that tell a stretch from one day to another."""
    told = ((mention, _value(mention)) for mention in _times(document))
    return tuple(m for m, v in told if v and v.is_interval and v.start and v.end and v.start.day and v.end.day)


@lru_cache(maxsize=4)
def _apart(document: Document) -> tuple[list[int], list[int]]:
    """Where no event is dated, as starts and ends in order: inside titles and the dateline."""
    spans = [(m.start, m.end) for m in document.mentions if m.kind is Kind.INSTRUMENT]
    starts: list[int] = []
    ends: list[int] = []
    for start, end in sorted([*spans, *([document.dateline] if document.dateline is not None else [])]):
        if ends and start < ends[-1]:
            ends[-1] = max(end, ends[-1])
        else:
            starts.append(start)
            ends.append(end)
    return starts, ends


class DateEvidence:
    """The dates that one claim may have, read again from its quotes and, where they tell none, from around them."""

    def __init__(self, claim: Claim, document: Document, sentences: tuple[Segment, ...]) -> None:
        self.quotes = claim.quotes
        self.document = document
        self.sentences = sentences
        self.on_paper = isinstance(claim.what, Instrument | Figure)
        # what is still to come may be dated by the day until which it is due
        self.ahead = getattr(claim.what, "status", None) in AHEAD

    @cached_property
    def paragraphs(self) -> tuple[Segment, ...]:
        """The segments of the paragraphs that the quotes stand in: a period is often told once, a sentence earlier."""
        told = {part.paragraph for part in self.sentences}
        return tuple(part for part in self.document.segments if part.paragraph in told)

    def _in_quote(self, quote: Quote) -> Iterator[Mention]:
        """The time expressions of a quote, as the whole text reads them; those cut by its ends, as it reads alone."""
        whole = tuple(self.document.within(quote.start, quote.end, Kind.TIME))
        yield from whole
        if not self._cuts(quote):
            return
        for mention in find_times(quote.text, self.document.report.date):
            start, end = quote.start + mention.start, quote.start + mention.end
            if not any(m.start < end and start < m.end for m in whole):
                yield replace(mention, start=start, end=end)

    def _cuts(self, quote: Quote) -> bool:
        """Whether an end of a quote stands inside a time expression."""
        times = _times(self.document)
        for end in (quote.start, quote.end):
            at = bisect_left(times, end, key=lambda mention: mention.end)
            if at < len(times) and times[at].start < end < times[at].end:
                return True
        return False

    def _in_quotes(self) -> Iterator[Mention]:
        for quote in self.quotes:
            yield from self._in_quote(quote)

    def _in(self, parts: Iterable[Segment]) -> Iterator[Mention]:
        for part in parts:
            yield from self.document.within(part.start, part.end, Kind.TIME)

    def _places(self, mention: Mention) -> bool:
        """Whether a time expression may place an event: no term, none inside a title or dateline."""
        told = mention.value
        if not isinstance(told, TimeValue) or told.role is TimeRole.TERM:
            return False
        if told.role is TimeRole.DEADLINE and not self.ahead:
            return False
        starts, ends = _apart(self.document)
        at = bisect_right(starts, mention.start) - 1
        return at < 0 or mention.end > ends[at]

    def _last(self, *, day: bool) -> tuple[Edtf, ...]:
        """The last day, or longer time, told ahead of the first quote; empty where there is none."""
        times = _times(self.document)
        for at in range(bisect_right(times, self.quotes[0].start, key=lambda m: m.end) - 1, -1, -1):
            value = _value(times[at])
            if value is not None and (value.granularity == "day") is day and self._places(times[at]):
                return (value,)
        return ()

    @cached_property
    def events(self) -> frozenset[Edtf]:
        """The dates an event of the quotes may have.

        Those of its quotes where they tell a day, else of its sentence, else the last day told before and those of
        its paragraph, the stretches of days that the report tells (a visit's), and, where none of those days is
        recent, the report's own and the first it tells (its lead's).
        """
        told: frozenset[Edtf] = frozenset()
        for found in (self._in_quotes(), self._in(self.sentences)):
            told |= frozenset(_dated(filter(self._places, found)))
            if any(map(_is_exact, told)):
                return told | self._within(told)
        return told | self._around(told)

    def _within(self, told: Iterable[Edtf]) -> frozenset[Edtf]:
        """What the paragraph tells more exactly of a time not yet over: "next week", and there "from 8 to 12 May"."""
        today, nearby = self.document.report.date, _dated(self._in(self.paragraphs))
        running = [wide for wide in told if wide.granularity != "day" and wide.after > today]
        return frozenset(value for value in nearby if any(wide.contains(value) for wide in running))

    def _around(self, told: frozenset[Edtf]) -> frozenset[Edtf]:
        """What an event without a day in its sentence may have for date."""
        nearby = _dated(filter(self._places, self._in(self.paragraphs)))
        before = self._last(day=True)
        days = [value for value in nearby if value.granularity == "day"]
        told_days = (value for value in map(_value, filter(self._places, _times(self.document))) if value is not None)
        lead = list(islice((value for value in told_days if value.granularity == "day"), 1))
        stretches = _dated(filter(self._places, _stretches(self.document)))
        own = [v for v in (self.document.published, self.document.dateline_date) if v is not None]
        if self.on_paper:  # a document is dated by the day told last, or by the report's own
            lead = [value for value in lead if value == self.document.published]
        found = [*before, *days, *stretches, *lead]
        if not told:  # where a year or month is told, only the day is sought elsewhere
            found += [*nearby, *self._last(day=False)]
        if not self._is_recent([*before, *days]):
            found += own
        return frozenset(found)

    def _is_recent(self, days: Iterable[Edtf]) -> bool:
        """Whether one of these days is what the report tells the news of: few days before it."""
        today = self.document.report.date
        return any(0 <= (today - day.first).days <= RECENT for day in days)

    @cached_property
    def periods(self) -> frozenset[Edtf]:
        """The times a quantity or term may have: those of its first quote, else of what stands around it.

        Its other quotes come next, then its sentence, its paragraph, and the last times told before.
        """
        compared: frozenset[Edtf] = frozenset()  # of a quote that tells no other: it may be the period after all
        for found in (*map(self._in_quote, self.quotes), self._in(self.sentences), self._in(self.paragraphs)):
            told = tuple(found)
            alone = _dated(mention for mention in told if not self._is_compared(mention))
            if alone:
                return compared | frozenset(alone) | self._within(alone)
            compared |= frozenset(_dated(told))
        return compared | frozenset((*self._last(day=True), *self._last(day=False)))

    def _is_compared(self, mention: Mention) -> bool:
        """Whether a period is only what another is compared with: "more than in 2022", "in 2022 it had been 3 billion"."""
        if _HAD_BEEN.match(self.document.text, mention.end):
            return True
        if isinstance(mention.value, TimeValue) and mention.value.role is TimeRole.DEADLINE:  # "not later than 2050"
            return False
        ahead = self.document.text[max(0, mention.start - _COMPARED) : mention.start]
        return _comparing().search(ahead) is not None

    @cached_property
    def lengths(self) -> tuple[str, ...]:
        """TIMEX3 values of the lengths of time told in the paragraphs."""
        told = [mention.value for mention in self._in(self.paragraphs)]
        return tuple(v.timex3_value for v in told if isinstance(v, TimeValue) and v.timex3_type == "DURATION")

    def _stretched(self, value: Edtf, told: Iterable[Edtf]) -> bool:
        """Whether a stretch is as long as the text tells, from or up to a told time or the report.

        "A three-day visit", "in five years", "over three years from 2018 on" (which may count the first, or not).
        """
        if not value.is_interval or value.start is None or value.end is None:
            return False
        days = f"P{(value.after - value.first).days}D"
        if value.end.day is not None and days in self.lengths:
            return any(day.first == value.first or day.after == value.after for day in told)
        close = _dated([*self._in_quotes(), *self._in(self.sentences)])
        anchors = {str(p) for v in (close or self._grains) for p in (v.start, v.end) if p is not None}
        if not {str(value.start), str(value.end)} & anchors:
            return False
        start, end = value.start, value.end
        months = 12 * (end.year - start.year) + (end.month or 1) - (start.month or 1)
        lengths = {f"P{months // 12}Y", f"P{months // 12 + 1}Y"} if start.month is None else set()
        return bool(({f"P{months}M", f"P{months + 1}M"} | lengths) & set(self.lengths))

    @property
    def _grains(self) -> tuple[Edtf, ...]:
        """The report's day, its month and its year."""
        today = self.document.report.date
        return self.document.published, dates.of_month(today.year, today.month), dates.of_year(today.year)

    def _ahead(self, value: Edtf) -> bool:
        """Whether a date ends a told stretch, or lies as far ahead of the report as a told length."""
        if any(told.is_interval and told.end == value.start for told in self.periods):
            return True
        return any(value in _later(self.document.published, length) for length in self.lengths)

    def _from_ends(self, value: Edtf, told: Iterable[Edtf]) -> bool:
        """Whether a stretch begins and ends where told times, the report or its month or year do.

        One end at least is told near the quote or is the report's, the other may stand farther off in its paragraph.
        """
        if not value.is_interval:
            return False
        near = {p for v in (*told, self.document.published) for p in (v.start, v.end) if p is not None}
        wide = near | {
            p for v in (*_dated(self._in(self.paragraphs)), self.document.published) for p in (v.start, v.end)
        }
        wide |= {v.end for v in self._grains}
        ends = [p for p in (value.start, value.end) if p is not None]
        return all(p in wide for p in ends) and any(p in near for p in ends)

    def shows(self, value: Edtf, *, own: bool = False, due: bool = False) -> bool:
        """Whether a date can be read out of the quotes, or of what stands around them where they tell none.

        ``own`` says that it is the day of an event, ``due`` that it is the end of something, which a length may tell.
        """
        told = self.events if own else self.periods
        if value in told or self._stretched(value, told) or (due and self._ahead(value)):
            return True
        since = {v.start for v in told if v.is_interval and v.end is None}
        return (not value.is_interval and value.start in since) or self._from_ends(value, told)
