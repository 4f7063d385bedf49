"""Between which states a document is: those its words name, else those that a report of many says took part."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from servanda.reading.context import NEVER_A_SIDE, both_sides, states_for
from servanda.reading.document import Document, state_of
from servanda.reading.frames import load_lexicon
from servanda.reading.instruments_status import Told, around
from servanda.terms.claims import InstrumentStatus
from servanda.terms.mentions import Kind
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
        return together(document) or states_for(sentence, title.start, title.end)
    return states_for(sentence, title.start, title.end)
