"""What the quotes of a claim show, read again from their words, their sentence and paragraph, and the report's date."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache, cached_property

from servanda.errors import LexiconError
from servanda.reading.amounts import find_amounts
from servanda.reading.dates import find_times
from servanda.reading.dates_calendar import Point, shift
from servanda.reading.document import Document
from servanda.reading.frames import load_lexicon
from servanda.reading.polarity import clause, is_supposed, negations
from servanda.reading.segments import Segment
from servanda.terms import dates
from servanda.terms.claims import Claim
from servanda.terms.dates import Edtf
from servanda.terms.mentions import AmountKind, AmountValue, Kind, Mention, TimeRole, TimeValue
from servanda.terms.states import groups, is_party

_WORD = re.compile(r"\w+")
_LENGTH = re.compile(r"P(\d+(?:\.5)?)([YMWD])")
_UNITS = {"Y": "year", "M": "month", "W": "week", "D": "day"}
# how far ahead of a quote a negation may stand in its clause, in characters
REACH = 400
# words are compared by so many letters, which inflection leaves alone
STEM, SHORTEST = 5, 3


def _dated(mentions: Iterable[Mention]) -> tuple[Edtf, ...]:
    return tuple(m.value.edtf for m in mentions if isinstance(m.value, TimeValue) and m.value.edtf is not None)


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


@cache
def _small() -> frozenset[str]:
    """Words that say nothing of what a text is about."""
    listed = load_lexicon("gate").get("small")
    if not isinstance(listed, list):
        raise LexiconError("lexicon gate: small must be a list of words")
    return frozenset(map(str, listed))


def stems(text: str) -> frozenset[str]:
    """The words of a text that carry meaning, by their first letters."""
    found = (w for w in _WORD.findall(text.casefold()) if len(w) >= SHORTEST and w not in _small())
    return frozenset(word[:STEM] for word in found)


def plain(text: str) -> str:
    """The text in small letters, white space folded."""
    return " ".join(text.casefold().split())


class Evidence:
    """What the quotes of one claim show, read again from their words alone and from the report's date."""

    def __init__(self, claim: Claim, document: Document) -> None:
        self.claim = claim
        self.document = document

    @cached_property
    def amounts(self) -> tuple[AmountValue, ...]:
        """Every quantity in the quotes; the whole text knows what stands before one: "from 2 to" of "from 2 to 3 billion"."""
        alone = (m.value for quote in self.claim.quotes for m in find_amounts(quote.text))
        whole = (m.value for q in self.claim.quotes for m in self.document.within(q.start, q.end, Kind.AMOUNT))
        return tuple(value for value in (*alone, *whole) if isinstance(value, AmountValue))

    @cached_property
    def numbers(self) -> frozenset[Decimal]:
        """Their numbers."""
        return frozenset(n for value in self.amounts for n in (value.value, value.value_to) if n is not None)

    def shows_currency(self, code: str, number: Decimal | None) -> bool:
        """Whether an amount is told in a currency: beside its number, or in the report where it is told without one."""
        beside = {a.unit for a in self.amounts if number in (a.value, a.value_to) and a.kind is AmountKind.MONEY}
        if beside - {None}:
            return code in beside
        told = (m.value for m in self.document.mentions if m.kind is Kind.AMOUNT)
        return any(isinstance(value, AmountValue) and value.unit == code for value in told)

    @cached_property
    def stems(self) -> frozenset[str]:
        """The words of the quotes that carry meaning, by their first letters."""
        return stems(" ".join(quote.text for quote in self.claim.quotes))

    @cached_property
    def times(self) -> tuple[Edtf, ...]:
        """Every dated expression in the quotes."""
        published = self.document.report.date
        found = [m for quote in self.claim.quotes for m in find_times(quote.text, published)]
        found += [m for quote in self.claim.quotes for m in self.document.within(quote.start, quote.end, Kind.TIME)]
        return _dated(found)

    def _told(self, parts: Iterable[Segment]) -> tuple[Mention, ...]:
        """The time expressions of some segments that may place an event: no terms, none inside a title or dateline."""
        document = self.document
        apart = [(m.start, m.end) for m in document.mentions if m.kind is Kind.INSTRUMENT]
        if document.dateline is not None:
            apart.append(document.dateline)
        return tuple(
            mention
            for part in parts
            for mention in document.within(part.start, part.end, Kind.TIME)
            if isinstance(mention.value, TimeValue)
            and mention.value.role not in (TimeRole.TERM, TimeRole.DEADLINE)
            and not any(start <= mention.start and mention.end <= end for start, end in apart)
        )

    @cached_property
    def sentences(self) -> tuple[Segment, ...]:
        """The segments that the quotes stand in."""
        quotes = self.claim.quotes
        return tuple(p for p in self.document.segments if any(p.start < q.end and q.start < p.end for q in quotes))

    @cached_property
    def paragraphs(self) -> tuple[Segment, ...]:
        """The segments of the paragraphs that the quotes stand in: a period is often told once, a sentence earlier."""
        told = {part.paragraph for part in self.sentences}
        return tuple(part for part in self.document.segments if part.paragraph in told)

    @cached_property
    def nearby(self) -> tuple[Edtf, ...]:
        """The dates of the paragraphs."""
        return _dated(m for p in self.paragraphs for m in self.document.within(p.start, p.end, Kind.TIME))

    @cached_property
    def before(self) -> tuple[Edtf, ...]:
        """The last day and the last longer period told ahead of the first quote: what later sentences rest on."""
        start = self.claim.quotes[0].start
        told = _dated(reversed(self._told(p for p in self.document.segments if p.start < start)))
        days = (value for value in told if value.granularity == "day")
        periods = (value for value in told if value.granularity != "day")
        return tuple(value for value in (next(days, None), next(periods, None)) if value is not None)

    @cached_property
    def events(self) -> frozenset[Edtf]:
        """The days an event of the quotes may have: those of its sentence where it tells any, else of its paragraph.

        Without a day in its sentence it may also have the last one told before, the report's own or its dateline's.
        """
        told = _dated(self._told(self.sentences))
        if any(value.granularity == "day" or value.is_interval for value in told):
            return frozenset({*told, *self.times})
        own = (self.document.published, self.document.dateline_date)
        return frozenset(
            {*_dated(self._told(self.paragraphs)), *self.times, *self.before, *(v for v in own if v is not None)}
        )

    @cached_property
    def lengths(self) -> tuple[str, ...]:
        """TIMEX3 values of the lengths of time told in the paragraphs."""
        told = [m.value for p in self.paragraphs for m in self.document.within(p.start, p.end, Kind.TIME)]
        return tuple(v.timex3_value for v in told if isinstance(v, TimeValue) and v.timex3_type == "DURATION")

    def _stretched(self, value: Edtf, told: Iterable[Edtf]) -> bool:
        """Whether some told day begins or ends a stretch of as many days as the text tells: "a three-day visit"."""
        if value.granularity != "interval" or value.start is None or value.end is None or value.end.day is None:
            return False
        days = f"P{(value.after - value.first).days}D"
        return days in self.lengths and any(day.first == value.first or day.after == value.after for day in told)

    def _ahead(self, value: Edtf) -> bool:
        """Whether a date ends a told stretch, or lies as far ahead of the report as a told length."""
        if any(told.is_interval and told.end == value.start for told in (*self.times, *self.nearby)):
            return True
        return any(value in _later(self.document.published, length) for length in self.lengths)

    def shows_date(self, value: Edtf, *, own: bool = False, due: bool = False) -> bool:
        """Whether a date can be read out of the quotes or their paragraph.

        ``own`` says that it is the day of an event, which may also be told elsewhere in the report, in its dateline,
        or be the report's own; ``due`` that it is the end of something, which a length may tell.
        """
        told = self.events if own else frozenset({*self.times, *self.nearby, *self.before})
        if value in told or self._stretched(value, told) or (due and self._ahead(value)):
            return True
        since = {v.start for v in told if v.is_interval and v.end is None}
        if not value.is_interval and value.start in since:
            return True
        ends = {p for v in (*told, self.document.published) for p in (v.start, v.end) if p is not None}
        today = self.document.report.date
        grains = {dates.of_year(today.year), dates.of_month(today.year, today.month)}
        ends |= {g.end for g in grains if g.end is not None}
        return value.is_interval and all(p is None or p in ends for p in (value.start, value.end))

    @cached_property
    def text(self) -> str:
        """The whole report in small letters, white space folded."""
        return plain(self.document.text)

    def names(self, words: str) -> bool:
        """Whether every word of a name stands in the report; a state's code is no name."""
        return not is_party(words) and all(word in self.words for word in _WORD.findall(plain(words)))

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the report."""
        return frozenset(_WORD.findall(self.text))

    @cached_property
    def states(self) -> frozenset[str]:
        """The states that the report speaks of, members of the groups it names among them."""
        text = f"{self.document.report.title or ''} {self.document.text}"
        members = (code for name, codes in groups().items() if name in text for code in codes)
        return frozenset({*self.document.state_counts, *members})

    def denied(self) -> bool:
        """Whether the clause of the first quote says that the thing is not so."""
        first = self.claim.quotes[0]
        start, _ = clause(self.document.text, first.start, first=max(0, first.start - REACH), last=first.end)
        return negations(self.document.text[start : first.end]) > 0

    def supposed(self) -> bool:
        """Whether the first quote tells what might have been."""
        return is_supposed(self.claim.quotes[0].text)
