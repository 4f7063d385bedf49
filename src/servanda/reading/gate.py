"""The evidence gate: nothing enters the ledger unless its quotes, read again, show what it says.

The gate knows nothing of who wrote a claim, the built-in reader, a person or a language model: it reads the quotes
anew with the grammars and holds every value against them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from servanda.reading.document import Document
from servanda.reading.gate_dates import AHEAD
from servanda.reading.gate_evidence import Evidence, words
from servanda.reading.polarity import negations
from servanda.terms.claims import Activity, Claim, Commitment, Figure, Instrument, Meeting, Person, Statement
from servanda.terms.dates import Edtf
from servanda.terms.mentions import Kind

# a negated clause may carry a claim only when the claim itself says that something ended or will not be
NEGATIVE_STATUSES = frozenset({"cancelled", "dropped", "terminated", "expired"})
# statuses of what is told as a fact, which no "might have been" shows
FACTS = frozenset({"held", "signed", "ratified", "in_force", "implemented", "completed", "ongoing", "done"})
# share of the words of an action or name that the quotes must hold: with its head among them, and without. Of 444
# annotated actions and names three stand under them; of 299 sentences after, which tell something else, seven stand over.
LEAST_SHARED, ENOUGH_SHARED = 0.2, 0.4
# statuses of what has happened: a document may be told by what it will bring
HAPPENED = frozenset({"held", "signed", "ratified", "in_force", "implemented", "completed"})
# a title is told in parts, too ("the agreement ..., that on transit"): a third of it, its kind of document counted
LEAST_OF_TITLE = 0.34
# values that a claim may do without
DISPENSABLE = frozenset(
    {"date", "due", "period", "term", "city", "place", "participants", "signatories", "target", "change", "qualifier"}
)
# "might have agreed to build", unlike "both sides should have access"
_SUPPOSED_ACT = re.compile(r"\b(?:might|could|may|would|should) have (?:\w+ed|\w+en|met|held|made|put|told|set)\b")
# where what is ahead of a name's head ends: "the construction of", "a partnership to"
_OF = re.compile(r"\s(?:of|in|for|to|on|between|with|from|against|under|at|as|-)\s")
_CURRENCY = re.compile("[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class Fault:
    """One value that the quotes do not bear out; ``field`` is empty when it is the claim as a whole."""

    field: str
    words: str
    item: object = None  # which one of several, where it is one of a list


Faults = Iterator[Fault]


def _number(evidence: Evidence, field: str, value: Decimal | int | None) -> Faults:
    if value is not None and Decimal(value) not in evidence.numbers:
        yield Fault(field, f"{field} {value} is not in the quotes")


def _date(evidence: Evidence, field: str, value: Edtf | None, *, own: bool = False, due: bool = False) -> Faults:
    if value is not None and not evidence.dates.shows(value, own=own, due=due):
        yield Fault(field, f"{field} {value} cannot be read out of the quotes")


def _person(evidence: Evidence, field: str, person: Person) -> Faults:
    if person.name is not None and not evidence.names(person.name):
        yield Fault(field, f"{field} {person.name!r} is not named in the report", person)
    if person.state is not None and person.state not in evidence.states:
        yield Fault(field, f"{field} state {person.state} is not told of in the report", person)


def _states(evidence: Evidence, codes: tuple[str, ...]) -> Faults:
    # many sides are often told as a group; two are told near, or are those that the report is about
    known = evidence.around.states if len(codes) == 2 else evidence.states
    for code in codes:
        if code not in known:
            yield Fault("states", f"state {code} is not told of in the report")


def _named(evidence: Evidence, field: str, words: str | None) -> Faults:
    known = {m.value.name for m in evidence.document.mentions if m.kind is Kind.CITY and hasattr(m.value, "name")}
    if words is not None and words not in known and not evidence.names(words):
        yield Fault(field, f"{field} {words!r} is not in the report", words)


def _currency(evidence: Evidence, field: str, code: str | None, number: Decimal | None) -> Faults:
    if code and number is not None and _CURRENCY.fullmatch(code) and not evidence.shows_currency(code, number):
        yield Fault(field, f"{field} {code} is not told with {number}")


def _title(evidence: Evidence, title: str | None) -> Faults:
    """Whether the quotes hold a title, which is told in the words of the text."""
    if title is not None and evidence.share(title, titled=True) < LEAST_OF_TITLE:
        yield Fault("", "the quotes say nothing of the title")


def _words(evidence: Evidence, field: str, told: str, head: tuple[str, ...]) -> Faults:
    """Whether the quotes speak of what an action or name tells of: half of its words, or fewer and its head among them."""
    share = evidence.share(told)
    if share < LEAST_SHARED or (share < ENOUGH_SHARED and not set(head) & evidence.stems):
        yield Fault("", f"the quotes say nothing of the {field}")


def _meeting(what: Meeting, evidence: Evidence) -> Faults:
    yield from _date(evidence, "date", what.date, own=True)
    yield from _states(evidence, what.states)
    yield from _named(evidence, "city", what.city)
    for person in what.participants:
        yield from _person(evidence, "participants", person)


def _instrument(what: Instrument, evidence: Evidence) -> Faults:
    yield from _number(evidence, "count", what.count)
    yield from _number(evidence, "value", what.value)
    yield from _currency(evidence, "currency", what.currency, what.value)
    yield from _date(evidence, "date", what.date, own=True)
    yield from _date(evidence, "term", what.term)
    yield from _states(evidence, what.states)
    yield from _named(evidence, "title", what.title)
    yield from _title(evidence, what.title)
    yield from _named(evidence, "place", what.place)
    for signatory in what.signatories:
        yield from _named(evidence, "signatories", signatory)


def _commitment(what: Commitment, evidence: Evidence) -> Faults:
    if what.target is None:
        yield from _words(evidence, "action", what.action, words(what.action)[:1])
    else:
        yield from _number(evidence, "target", what.target.value)
        yield from _currency(evidence, "target", what.target.unit, what.target.value)
    yield from _date(evidence, "due", what.due, due=True)
    for party in what.by:
        if party not in evidence.states and not evidence.names(party):
            yield Fault("by", f"by {party!r} is not in the report")


def _figure(what: Figure, evidence: Evidence) -> Faults:
    yield from _number(evidence, "value", what.value)
    yield from _number(evidence, "value_to", what.value_to)
    yield from _currency(evidence, "unit", what.unit, what.value)
    if what.qualifier and what.value is not None and not evidence.shows_qualifier(what.qualifier, what.value):
        yield Fault("qualifier", f"{what.value} is not told as {what.qualifier!r}")
    if what.change is not None:
        if what.change.direction and evidence.around.turns(what.change.direction):
            yield Fault("change", f"the quotes do not tell of a change {what.change.direction}")
        yield from _number(evidence, "change", what.change.percent)
        yield from _number(evidence, "change", what.change.times)
    # documents are signed on a day, as events are; what is told of the present is told for the report's day
    own = what.indicator in ("documents_signed", "contracts_value") or what.period == evidence.document.published
    if what.period is None or not (own and evidence.dates.shows(what.period, own=True)):
        yield from _date(evidence, "period", what.period)
    yield from _states(evidence, what.states)


def _statement(what: Statement, evidence: Evidence) -> Faults:
    yield from _person(evidence, "speaker", what.speaker)
    name = what.speaker.name
    if name is not None and evidence.around.has_others_speak(name):
        yield Fault("speaker", f"the sentence has others than {name!r} say it")


def _activity(what: Activity, evidence: Evidence) -> Faults:
    yield from _words(evidence, "name", what.name, words(_OF.split(what.name, maxsplit=1)[0])[-1:])
    yield from _date(evidence, "date", what.date, own=True)
    yield from _states(evidence, what.states)
    yield from _named(evidence, "place", what.place)


_CHECKS: dict[type, Callable[..., Faults]] = {
    Meeting: _meeting, Instrument: _instrument, Commitment: _commitment, Figure: _figure, Statement: _statement,
    Activity: _activity,
}  # fmt: skip


def _polarity(claim: Claim, evidence: Evidence) -> Faults:
    if isinstance(claim.what, Statement):  # what a speaker denies is still a statement
        return
    status = getattr(claim.what, "status", None)
    factual = status in FACTS or isinstance(claim.what, Figure)
    firm = getattr(claim.what, "strength", None) == "firm" and _SUPPOSED_ACT.search(claim.quotes[0].text)
    if (factual or firm) and evidence.supposed():
        yield Fault("", "the quote only supposes it")
    if status in HAPPENED and evidence.around.is_to_come:
        yield Fault("", "the quote tells of what is to come")
    if status in NEGATIVE_STATUSES or status == "referred":  # to refer to a document says nothing about it
        return
    if isinstance(claim.what, Commitment) and negations(claim.what.action):  # to refrain is an undertaking too
        return
    if evidence.denied(planned=status in AHEAD):
        yield Fault("", "the quote denies it")


def find_faults(claim: Claim, document: Document) -> tuple[Fault, ...]:
    """Everything that the quotes of a claim do not bear out; empty when it may enter the ledger."""
    if not claim.quotes:
        return (Fault("", "it has no quote"),)
    moved = [quote.text for quote in claim.quotes if not quote.stands_in(document.text)]
    if moved:
        return tuple(Fault("", f"the quote {text[:60]!r} is not at its place in the report") for text in moved)
    evidence = Evidence(claim, document)
    return (*_CHECKS[type(claim.what)](claim.what, evidence), *_polarity(claim, evidence))


def faults(claim: Claim, document: Document) -> tuple[str, ...]:
    """Every reason why a claim may not enter the ledger, in words; empty when it may."""
    return tuple(fault.words for fault in find_faults(claim, document))


def without(claim: Claim, found: Sequence[Fault]) -> Claim | None:
    """The claim without the optional values that were found at fault; None where it cannot do without one."""
    names = {fault.field for fault in found}
    if not names <= DISPENSABLE:
        return None
    left: dict[str, object] = {}
    for name in names:
        value = getattr(claim.what, name)
        wrong = [fault.item for fault in found if fault.field == name]
        left[name] = tuple(one for one in value if one not in wrong) if isinstance(value, tuple) else None
    return replace(claim, what=replace(claim.what, **left))  # type: ignore[arg-type]
