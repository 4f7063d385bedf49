"""The evidence gate: nothing enters the ledger unless its quotes, read again, show what it says.

The gate knows nothing of who wrote a claim, the built-in reader, a person or a language model: it reads the quotes
anew with the grammars and holds every value against them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import cached_property

from servanda.reading.amounts import find_amounts
from servanda.reading.dates import find_times
from servanda.reading.document import Document
from servanda.reading.polarity import clause, negations
from servanda.terms import dates
from servanda.terms.claims import Activity, Claim, Commitment, Figure, Instrument, Meeting, Person, Statement
from servanda.terms.dates import Edtf
from servanda.terms.mentions import AmountValue, Kind, Mention, TimeValue

# a negated clause may carry a claim only when the claim itself says that something ended or will not be
NEGATIVE_STATUSES = frozenset({"cancelled", "dropped", "terminated", "expired"})
_WORD = re.compile(r"\w+")


def _dated(mentions: Iterable[Mention]) -> tuple[Edtf, ...]:
    return tuple(m.value.edtf for m in mentions if isinstance(m.value, TimeValue) and m.value.edtf is not None)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


class Evidence:
    """What the quotes of one claim show, read again from their words alone and from the report's date."""

    def __init__(self, claim: Claim, document: Document) -> None:
        self.claim = claim
        self.document = document

    @cached_property
    def numbers(self) -> frozenset[Decimal]:
        """Every quantity in the quotes."""
        found: set[Decimal] = set()
        for quote in self.claim.quotes:
            for mention in find_amounts(quote.text):
                if isinstance(mention.value, AmountValue):
                    found.add(mention.value.value)
                    if mention.value.value_to is not None:
                        found.add(mention.value.value_to)
            # the whole text knows what stands before a quote: "from 2 to" of "from 2 to 3 billion"
            for mention in self.document.within(quote.start, quote.end, Kind.AMOUNT):
                if isinstance(mention.value, AmountValue):
                    found.add(mention.value.value)
        return frozenset(found)

    @cached_property
    def times(self) -> tuple[Edtf, ...]:
        """Every dated expression in the quotes."""
        published = self.document.report.date
        found = [m for quote in self.claim.quotes for m in find_times(quote.text, published)]
        found += [m for quote in self.claim.quotes for m in self.document.within(quote.start, quote.end, Kind.TIME)]
        return _dated(found)

    @cached_property
    def shown(self) -> bool:
        """Whether the first quote tells a day of its own: then no other day of the report will do."""
        first = self.claim.quotes[0]
        days = _dated(self.document.within(first.start, first.end, Kind.TIME))
        return any(day.granularity == "day" for day in days)

    @cached_property
    def nearby(self) -> tuple[Edtf, ...]:
        """The dates of the paragraphs that the quotes stand in: a period is often told once, a sentence earlier."""
        parts = self.document.segments
        told = {p.paragraph for p in parts for q in self.claim.quotes if p.start < q.end and q.start < p.end}
        stretches = [(p.start, p.end) for p in parts if p.paragraph in told]
        return _dated(m for start, end in stretches for m in self.document.within(start, end, Kind.TIME))

    @cached_property
    def anywhere(self) -> tuple[Edtf, ...]:
        """Every date of the report, which tells the day of an event once, often at its head."""
        return _dated(self.document.within(0, len(self.document.text), Kind.TIME))

    def shows_date(self, value: Edtf, *, own: bool = False) -> bool:
        """Whether a date can be read out of the quotes or their paragraph.

        ``own`` says that it is the day of an event, which may also be told elsewhere in the report, in its dateline,
        or be the report's own.
        """
        told: set[Edtf | None] = {*self.times, *self.nearby}
        if own and self.shown:
            told = set(self.times)
        elif own:
            told |= {self.document.published, self.document.dateline_date, *self.anywhere}
        if value in told:
            return True
        ends = {p for v in (*told, self.document.published) if v is not None for p in (v.start, v.end) if p is not None}
        grains = {
            dates.of_year(self.document.report.date.year),
            dates.of_month(*self.document.report.date.timetuple()[:2]),
        }
        ends |= {g.end for g in grains if g.end is not None}
        return value.is_interval and all(p is None or p in ends for p in (value.start, value.end))

    @cached_property
    def text(self) -> str:
        """The whole report in small letters, white space folded."""
        return _plain(self.document.text)

    def names(self, words: str) -> bool:
        """Whether every word of a name stands in the report."""
        folded = _plain(words)
        return folded in self.text or all(word in self.words for word in _WORD.findall(folded))

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the report."""
        return frozenset(_WORD.findall(self.text))

    @cached_property
    def states(self) -> frozenset[str]:
        """The states that the report speaks of."""
        return frozenset(self.document.state_counts)

    def denied(self) -> bool:
        """Whether the clause of the first quote says that the thing is not so."""
        first = self.claim.quotes[0]
        start, _ = clause(self.document.text, first.start, first=max(0, first.start - 400), last=first.end)
        return negations(self.document.text[start : first.end]) > 0


Fault = Iterator[str]


def _number(evidence: Evidence, field: str, value: Decimal | int | None) -> Fault:
    if value is not None and Decimal(value) not in evidence.numbers:
        yield f"{field} {value} is not in the quotes"


def _date(evidence: Evidence, field: str, value: Edtf | None, *, own: bool = False) -> Fault:
    if value is not None and not evidence.shows_date(value, own=own):
        yield f"{field} {value} cannot be read out of the quotes"


def _person(evidence: Evidence, field: str, person: Person) -> Fault:
    if person.name is not None and not evidence.names(person.name):
        yield f"{field} {person.name!r} is not named in the report"
    if person.state is not None and person.state not in evidence.states:
        yield f"{field} state {person.state} is not told of in the report"


def _states(evidence: Evidence, codes: tuple[str, ...]) -> Fault:
    for code in codes:
        if code not in evidence.states:
            yield f"state {code} is not told of in the report"


def _named(evidence: Evidence, field: str, words: str | None) -> Fault:
    known = {m.value.name for m in evidence.document.mentions if m.kind is Kind.CITY and hasattr(m.value, "name")}
    if words is not None and words not in known and not evidence.names(words):
        yield f"{field} {words!r} is not in the report"


def _meeting(what: Meeting, evidence: Evidence) -> Fault:
    yield from _date(evidence, "date", what.date, own=True)
    yield from _states(evidence, what.states)
    yield from _named(evidence, "city", what.city)
    for person in what.participants:
        yield from _person(evidence, "participant", person)


def _instrument(what: Instrument, evidence: Evidence) -> Fault:
    yield from _number(evidence, "count", what.count)
    yield from _number(evidence, "value", what.value)
    yield from _date(evidence, "date", what.date, own=True)
    yield from _date(evidence, "term", what.term)
    yield from _states(evidence, what.states)
    yield from _named(evidence, "title", what.title)
    yield from _named(evidence, "place", what.place)
    for signatory in what.signatories:
        yield from _named(evidence, "signatory", signatory)


def _commitment(what: Commitment, evidence: Evidence) -> Fault:
    if what.target is not None:
        yield from _number(evidence, "target", what.target.value)
    yield from _date(evidence, "due", what.due)
    for party in what.by:
        if party not in evidence.states and not evidence.names(party):
            yield f"by {party!r} is not in the report"


def _figure(what: Figure, evidence: Evidence) -> Fault:
    yield from _number(evidence, "value", what.value)
    yield from _number(evidence, "value_to", what.value_to)
    if what.change is not None:
        yield from _number(evidence, "change", what.change.percent)
        yield from _number(evidence, "change", what.change.times)
    # documents are signed on the report's day; what is told of the present is told for that day
    own = what.indicator in ("documents_signed", "contracts_value") or what.period == evidence.document.published
    yield from _date(evidence, "period", what.period, own=own)
    yield from _states(evidence, what.states)


def _statement(what: Statement, evidence: Evidence) -> Fault:
    yield from _person(evidence, "speaker", what.speaker)


def _activity(what: Activity, evidence: Evidence) -> Fault:
    yield from _date(evidence, "date", what.date, own=True)
    yield from _states(evidence, what.states)
    yield from _named(evidence, "place", what.place)


_CHECKS: dict[type, Callable[..., Fault]] = {
    Meeting: _meeting, Instrument: _instrument, Commitment: _commitment, Figure: _figure, Statement: _statement,
    Activity: _activity,
}  # fmt: skip


def _polarity(claim: Claim, evidence: Evidence) -> Fault:
    if isinstance(claim.what, Statement):  # what a speaker denies is still a statement
        return
    status = getattr(claim.what, "status", None)
    if status in NEGATIVE_STATUSES:
        return
    if isinstance(claim.what, Commitment) and negations(claim.what.action):  # to refrain is an undertaking too
        return
    if evidence.denied():
        yield "the quote denies it"


def faults(claim: Claim, document: Document) -> tuple[str, ...]:
    """Every reason why a claim may not enter the ledger, in words; empty when it may."""
    if not claim.quotes:
        return ("it has no quote",)
    moved = [quote.text for quote in claim.quotes if not quote.stands_in(document.text)]
    if moved:
        return tuple(f"the quote {text[:60]!r} is not at its place in the report" for text in moved)
    evidence = Evidence(claim, document)
    return (*_CHECKS[type(claim.what)](claim.what, evidence), *_polarity(claim, evidence))
