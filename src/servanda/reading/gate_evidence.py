"""What the quotes of a claim show, read again from their words, their sentence and paragraph, and the report's date."""

from __future__ import annotations

import re
from bisect import bisect_left
from decimal import Decimal
from functools import cache, cached_property, lru_cache

from servanda.errors import LexiconError
from servanda.reading.amounts import find_amounts
from servanda.reading.document import Document
from servanda.reading.frames import load_lexicon
from servanda.reading.gate_around import Surroundings
from servanda.reading.gate_dates import DateEvidence
from servanda.reading.polarity import clause, is_supposed, negations
from servanda.reading.segments import Segment
from servanda.terms.claims import Claim
from servanda.terms.mentions import AmountKind, AmountValue, Kind
from servanda.terms.states import groups, is_party

_WORD = re.compile(r"\w+")
# another undertaking right ahead of a quote: to leave something undone
_LEFT_UNDONE = re.compile(r"\bnot to\b[^;.]{0,200}(?:,|\band|\bbut)\s+$")
# words far from a number that tell of an estimate or a bound
_BOUND = {
    "about": re.compile(r"\bestimat", re.IGNORECASE),
    "over": re.compile(r"\b(?:exceed|surpass|beyond|at least|above|crossed)", re.IGNORECASE),
}
# how far ahead of a quote a negation may stand in its clause, in characters
REACH = 400
# words are compared by so many letters, which inflection leaves alone
STEM, SHORTEST = 5, 3


@cache
def _pending() -> re.Pattern[str]:
    """Words that say of what is planned that it has not happened so far."""
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(_listed('pending'))))})\b", re.IGNORECASE)


@cache
def _listed(name: str) -> frozenset[str]:
    listed = load_lexicon("gate").get(name)
    if not isinstance(listed, list):
        raise LexiconError(f"lexicon gate: {name} must be a list of words")
    return frozenset(map(str, listed))


def words(text: str, *, titled: bool = False) -> tuple[str, ...]:
    """The words of a text that carry meaning, by their first letters, in order.

    In a title every word but the smallest counts: of a "Trade Agreement" that it is an agreement.
    """
    passed = _listed("smallest") if titled else _listed("smallest") | _listed("small")
    found = (w for w in _WORD.findall(text.casefold()) if len(w) >= SHORTEST and w not in passed)
    return tuple(word[:STEM] for word in found)


def plain(text: str) -> str:
    """The text in small letters, white space folded."""
    return " ".join(text.casefold().split())


@lru_cache(maxsize=4)
def _state_words(document: Document) -> frozenset[str]:
    """The words of the states that a report names."""
    return frozenset(word for m in document.mentions if m.kind is Kind.STATE for word in words(m.text))


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

    def share(self, told: str, *, titled: bool = False) -> float:
        """The share of the words of a title, action or name that the quotes hold; 1 where it has none.

        The names of states do not count beside others: every sentence of a report holds them.
        """
        own = frozenset(words(told, titled=titled))
        own = (own if titled else own - _state_words(self.document)) or own
        return len(own & self.stems) / len(own) if own else 1.0

    @cached_property
    def stems(self) -> frozenset[str]:
        """The words of the quotes, by their first letters."""
        return frozenset(words(" ".join(quote.text for quote in self.claim.quotes), titled=True))

    @cached_property
    def sentences(self) -> tuple[Segment, ...]:
        """The segments that the quotes stand in."""
        parts, found = self.document.segments, set()
        for quote in self.claim.quotes:
            at = bisect_left(parts, quote.end, key=lambda part: part.start) - 1
            while at >= 0 and parts[at].end > quote.start:
                found.add(at)
                at -= 1
        return tuple(parts[at] for at in sorted(found))

    @cached_property
    def around(self) -> Surroundings:
        """What stands around them."""
        return Surroundings(self.claim, self.document, self.sentences)

    def shows_qualifier(self, qualifier: str, number: Decimal) -> bool:
        """Whether a number is told as this: exact, about, over; so too where its qualifier cannot be read."""
        told = {a.qualifier for a in self.amounts if number in (a.value, a.value_to)} - {None}
        if any(_BOUND[qualifier].search(quote.text) for quote in self.claim.quotes if qualifier in _BOUND):
            return True
        return not told or qualifier in told

    @cached_property
    def dates(self) -> DateEvidence:
        """What they show of dates."""
        return DateEvidence(self.claim, self.document, self.sentences)

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

    def denied(self, *, planned: bool = False) -> bool:
        """Whether the clause of the first quote says that the thing is not so.

        What is only ``planned`` is not denied by "has yet to"; nor does "committed not to tax and to support" deny that
        which follows its "and".
        """
        first, text = self.claim.quotes[0], self.document.text
        start, _ = clause(text, first.start, first=max(0, first.start - REACH), last=first.end)
        told = text[start : first.end]
        if first.text.startswith("to ") and (left := _LEFT_UNDONE.search(text, start, first.start)):
            told = told[: left.start() - start] + first.text
        if planned:
            told = _pending().sub(" ", told)
        return negations(told) > 0

    def supposed(self) -> bool:
        """Whether the first quote tells what might have been."""
        return is_supposed(self.claim.quotes[0].text)
