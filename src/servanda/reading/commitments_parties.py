"""Who undertakes an act: the subject of its clause, the agent of a passive, or the sides."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from servanda.reading.commitments_acts import Trigger
from servanda.reading.commitments_subjects import subject_of_verb
from servanda.reading.context import last_named
from servanda.reading.cues import cue_pattern
from servanda.reading.document import Document, state_of
from servanda.terms.mentions import BodyValue, Kind

_SIDES = re.compile(
    r"\b(?:[Tt]he|[Bb]oth|[Tt]he two|[Tt]he three|[Oo]ur)\s+(?:two\s+)?(?:sides?|parties|leaders|presidents|heads of (?:state|government)|"
    r"ministers|officials|counterparts|countries|governments|participants|states|nations|republics)\b|\b(?:They|they|We|we|Both|both)\b"
)
_CLAUSE = re.compile(r"[;:]\s|\.\s+(?=[A-Z])|\bthat\s|,\s+(?:and|while|but|which|who|so)\s|\b(?:while|whereas|but)\s")
_SOURCE = re.compile(r"\b(?:[Aa]ccording to|[Aa]s|by)\s+(?:the\s+)?$")
_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he|him|her)\b")
_PASSIVE = re.compile(r"\s*(?:be|have been|being)\s+(?:\w+ly\s+)?[a-z]{2,}(?:ed|en|t|n|d|ck|ought|uilt|eld|ade)\b")
_WAS = re.compile(r"\b(?:was|were|is|are|been|being)\s+(?:\w+ly\s+)?$")
_TWO = re.compile(r"\b(?:two|both)\b", re.IGNORECASE)
_WHOSE = re.compile(r"\s(?:of|by|from|on)\s")
_BY = re.compile(r"\bby\s+(?:the\s+)?")


def _clause_start(text: str, floor: int, at: int) -> int:
    """Where the clause of a place starts: behind the last mark or word before it that opens a clause of its own."""
    starts = [match.end() for match in _CLAUSE.finditer(text, floor, at)]
    return starts[-1] if starts else floor


def _parties(document: Document, start: int, end: int) -> list[tuple[int, int, tuple[str, ...]]]:
    """Who can undertake something among the words of a stretch: (end, start, states or body)."""
    text = document.text
    first = document.dateline[1] if document.dateline is not None else 0
    options: list[tuple[int, int, tuple[str, ...]]] = []
    for mention in document.within(max(start, first), end, Kind.STATE, Kind.PERSON, Kind.BODY):
        if _SOURCE.search(text, max(start, mention.start - 22), mention.start):
            continue  # "according to the ministry" tells who says so
        code = state_of(mention)
        if code is not None:
            options.append((mention.end, mention.start, (code,)))
        elif isinstance(mention.value, BodyValue):
            options.append((mention.end, mention.start, (mention.value.name,)))
    options.extend(
        (m.end(), m.start(), document.sides if _TWO.search(m.group()) else document.parties)
        for m in _SIDES.finditer(text, start, end)
    )
    for alone in _PRONOUN.finditer(text, start, end):
        one = last_named(document, alone.start())
        if one is not None and one.state is not None:
            options.append((alone.end(), alone.start(), (one.state,)))
    return sorted(options, key=lambda option: (option[1], -option[0]))


def _agents(trigger: Trigger) -> tuple[str, ...] | None:
    """Who does what is told in the passive: named behind "by", else the sides; None where it is no passive."""
    document, text = trigger.sentence.document, trigger.sentence.document.text
    passive = _PASSIVE.match(text, trigger.end, trigger.sentence.end)
    told = not trigger.modal and _WAS.search(text, max(trigger.sentence.start, trigger.start - 14), trigger.start)
    if passive is None and not told:
        return None
    end = passive.end() if passive is not None else trigger.end
    by = _BY.search(text, trigger.start if told else end, min(trigger.sentence.end, end + 160))
    if by is not None:
        options = _parties(document, by.end(), min(trigger.sentence.end, by.end() + 90))
        if options and options[0][1] - by.end() < 5:
            return _joined(text, options) or options[0][2]
    return document.parties


def _of_subject(trigger: Trigger) -> tuple[tuple[str, ...], int] | None:
    """Who stands in the words of the grammatical subject, or before a noun of undertaking: "they will", "Peru's pledge to"."""
    document = trigger.sentence.document
    told = subject_of_verb(trigger.sentence, trigger.start, trigger.end)
    options = _parties(document, told.start, told.end) if told is not None else []
    if told is None or not options:
        return None
    by = tuple(sorted({code for option in options for code in option[2]})) if told.joined else options[0][2]
    return (_joined(document.text, options) or by), options[0][1]


def subject_of(trigger: Trigger) -> tuple[tuple[str, ...], int] | None:
    """Who undertakes it, and where the subject starts; None when the subject is a thing."""
    sentence, document = trigger.sentence, trigger.sentence.document
    text = document.text
    floor = max(sentence.start, trigger.start - 220)
    start = _clause_start(text, floor, trigger.start)
    behind = _WHOSE.search(text, trigger.start, trigger.end)
    inside = _parties(document, behind.end(), trigger.end) if behind is not None else []
    if inside:  # "the pledge by Kenya and Peru to"
        return (_joined(text, inside) or inside[0][2]), trigger.start
    agents = _agents(trigger)
    if agents is not None:
        return agents, start
    own = _of_subject(trigger)
    if own is not None:
        return own
    if trigger.modal:
        last = re.search(r"([\w-]+)\s*$", text[floor : trigger.start])
        things = cue_pattern("commitments", "vague", "subjects")
        if last is not None and things.fullmatch(last.group(1)):
            return None
    options = _parties(document, start, trigger.start) or _parties(document, floor, trigger.start)
    if not options:
        return (document.parties, start) if document.parties else None
    return (_joined(text, options) or options[0][2]), options[0][1]


def _joined(text: str, options: Sequence[tuple[int, int, tuple[str, ...]]]) -> tuple[str, ...]:
    """The sides of "Kenya and Uganda" or "Kenya, Uganda and Rwanda" at the head of a clause."""
    found = list(options[0][2])
    for left, right in pairwise(options):
        if not re.fullmatch(r"(?:,? and |, )(?:the )?", text[left[0] : right[1]]):
            break
        found.extend(right[2])
    return tuple(sorted(set(found))) if len(set(found)) > len(options[0][2]) else ()
