"""Between which states a document is: those its words name, else those that a report of many says took part."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from servanda.reading.context import NEVER_A_SIDE, both_sides, of_states
from servanda.reading.document import Document, state_of, states_in
from servanda.reading.frames import load_lexicon
from servanda.reading.instruments_status import Told, around
from servanda.terms.claims import InstrumentStatus
from servanda.terms.mentions import Kind, Mention
from servanda.terms.states import table

# a sentence that names this many states tells who belongs to a group, or who took part
LEAST_PARTIES = 4
# a sentence that names this many tells itself who a document is between
LEAST_NAMED = 2
# a report of two states names them this often among all: there a long list of states is background
MOST_OF_TWO = 0.6
# unless the list says that these states belong together
_TOGETHER = re.compile(r"\b(?:members|member states|took part|taking part)\b", re.IGNORECASE)


def _is_state(code: str | None) -> bool:
    """Whether a code is that of one state, and not of a group of states or an international body."""
    known = table().get(code) if code is not None else None
    return known is not None and not known.body


@cache
def _multilateral() -> tuple[str, ...]:
    """Words in the names of documents of the whole world, between no states in particular: "the Paris Agreement"."""
    words = load_lexicon("instruments").get("multilateral")
    return tuple(map(str, words)) if isinstance(words, list) else ()


@lru_cache(maxsize=8)
def together(document: Document) -> tuple[str, ...]:
    """The states that the longest list of states in a report names, of a report that is not about two of them."""
    counts = {code: n for code, n in document.state_counts.items() if _is_state(code)}
    top = sorted(counts.values(), reverse=True)
    if len(top) < LEAST_PARTIES:
        return ()
    of_two = sum(top[:2]) > MOST_OF_TWO * sum(top)
    best: tuple[str, ...] = ()
    for sentence in document.sentences:
        named = {state_of(m) for m in sentence.of_kind(Kind.STATE, Kind.PERSON)}
        told = tuple(sorted(code for code in named if code is not None and _is_state(code)))
        if len(told) > len(best) and (not of_two or _TOGETHER.search(sentence.text)):
            best = told
    return best if len(best) >= LEAST_PARTIES else ()


# where the part of a sentence ends that speaks of a document: an item of a list may hold several sentences
_PART_END = re.compile(r";|[.!?](?=\s+[A-Z])")
_MOST_NAMED, _MOST_JOINED = 4, 3
_WITH = re.compile(r"\bwith (?:the )?$")


def _is_venue(document: Document, mention: Mention) -> bool:
    """Whether a city is only where something happened: "signed in Lima"."""
    before = document.text[max(0, mention.start - len(" in ")) : mention.start]
    return mention.kind is Kind.CITY and before.endswith((" in ", "In ", " at "))


def _part(told: Told) -> tuple[int, int]:
    """The stretch of a sentence, up to the marks that part it, in which a document is told."""
    sentence, title, text = told.sentence, told.title, told.sentence.document.text
    low, high = around(sentence, title.start, title.end)
    before = [mark.end() for mark in _PART_END.finditer(text, low, title.start)]
    behind = _PART_END.search(text, title.end, high)
    return max([low, *before]), behind.start() if behind is not None else high


def _partner(told: Told, low: int) -> tuple[str, ...]:
    """The sides of "an agreement with the Nordic Council": it, and the one that the words before or the report tell of."""
    document, title = told.sentence.document, told.title
    inside = document.within(title.start, title.end, Kind.STATE, Kind.BODY)
    other = next((state_of(m) for m in inside if _WITH.search(document.text, title.start, m.start)), None)
    if other is None:
        return ()
    before = [code for code in map(state_of, document.within(low, title.start)) if _is_state(code) and code != other]
    known = sorted((code for code in document.sides if code != other), key=lambda code: not _is_state(code))
    home = before[-1] if before else next(iter(known), None)
    return tuple(sorted({other, home})) if home is not None else ()


def _named_around(told: Told) -> tuple[str, ...]:
    """The states that a title names, else the part of its sentence, else the sentence or the report."""
    sentence, title = told.sentence, told.title
    document = sentence.document

    def named(start: int, end: int) -> tuple[str, ...]:
        mentions = [m for m in document.within(start, end) if not _is_venue(document, m)]
        return of_states(states_in([m for m in mentions if state_of(m) not in NEVER_A_SIDE]))

    inside = named(title.start, title.end)
    if len(inside) >= LEAST_NAMED:
        return inside
    low, high = _part(told)
    partner = _partner(told, low)
    if partner:
        return partner
    for first, last in ((low, high), around(sentence, title.start, title.end)):
        told_there = named(first, last)
        if LEAST_NAMED <= len(told_there) <= _MOST_NAMED:
            return told_there
    sides = document.sides if both_sides(document.text[low:high]) else document.parties
    joined = tuple(sorted({*inside, *sides}))
    return joined if len(joined) <= _MOST_JOINED or set(inside) <= set(sides) else sides


def states(told: Told, status: InstrumentStatus) -> tuple[str, ...]:
    """The states a document is between; of a group's own paper ("the ASEAN Outlook") the group alone."""
    sentence, title = told.sentence, told.title
    document = sentence.document
    if status not in ("signed", "ratified") and any(
        name in document.text[title.start : title.end] for name in _multilateral()
    ):
        return ()
    inside = [m for m in document.within(title.start, title.end) if state_of(m) is not None]
    owners = {code for code in map(state_of, inside) if code is not None}
    if len(owners) == 1 and inside[0].start == title.start and not any(map(_is_state, owners)):
        return tuple(owners - NEVER_A_SIDE)
    near = document.within(*around(sentence, title.start, title.end))
    named = {code for code in map(state_of, near) if _is_state(code)}
    if (
        status == "signed"
        and len(named) < LEAST_NAMED
        and not both_sides(document.text[slice(*around(sentence, title.start, title.end))])
    ):
        return together(document) or _named_around(told)
    return _named_around(told)
