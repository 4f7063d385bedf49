"""What became of a document: the status that the words around its title, or over its list, tell."""

from __future__ import annotations

from dataclasses import dataclass

from servanda.reading.cues import cue_pattern
from servanda.reading.document import Sentence
from servanda.reading.instruments_titles import Title
from servanda.terms.claims import InstrumentStatus

# looked for in this order in the clause of a title; the first that is found decides
_ORDER: tuple[InstrumentStatus, ...] = (
    "terminated",
    "expired",
    "in_force",
    "ratified",
    "signed",
    "negotiated",
    "planned",
    "implemented",
)


REACH = 160


@dataclass(frozen=True, slots=True)
class Told:
    """A document told in a sentence, and the stretch whose words say what became of it."""

    sentence: Sentence
    title: Title
    governed: bool


def _status_words(told: Told) -> str:
    """The words that govern a title: its sentence around it, or the clause over its list."""
    if told.governed and told.sentence.governor is not None:
        return told.sentence.governor.text
    document, title = told.sentence.document, told.title
    start = max(told.sentence.start, title.start - REACH)
    end = min(told.sentence.end, title.end + REACH)
    return document.text[start : title.start] + " ¤ " + document.text[title.end : end]


def status_of(words: str) -> InstrumentStatus:
    """What the words around a title say of it; merely mentioned when they say nothing."""
    for status in _ORDER:
        match = cue_pattern("instruments", "status", status).search(words)
        if match is None:
            continue
        if status == "signed":
            before = words[max(0, match.start() - 45) : match.start()]
            noun = "signing" in match.group().casefold()
            if cue_pattern("instruments", "future", "words").search(words if noun else before):
                return "planned"
        return status
    return "referred"


def told_status(told: Told) -> InstrumentStatus:
    """What is said of a document; for a list whose head says nothing, what the sentences before the head say."""
    status = status_of(_status_words(told))
    head = told.sentence.governor
    if status != "referred" or not told.governed or head is None:
        return status
    for back in range(head.index - 1, max(-1, head.index - 4), -1):
        before = status_of(told.sentence.document.sentences[back].text)
        if before != "referred":
            return before
    return status
