"""Packages: a number of documents told together without their titles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from servanda.reading.context import times
from servanda.reading.cues import word_table
from servanda.reading.document import Document, Sentence
from servanda.reading.instruments_ground import MOST_COUNTED
from servanda.reading.instruments_signers import signers
from servanda.reading.instruments_states import states
from servanda.reading.instruments_status import Told, around, told_status
from servanda.reading.instruments_times import place, status_date
from servanda.reading.instruments_titles import Title
from servanda.reading.instruments_values import value_behind
from servanda.reading.polarity import is_negated
from servanda.terms.claims import Claim, Instrument
from servanda.terms.mentions import AmountKind, AmountValue, Kind, TimeRole

# how far a word of signing may stand from documents that are neither counted nor called several
_CLOSE = 60
_VAGUE = re.compile(
    r"\b(?:(?:an? (?:whole |large |considerable )?(?:number|series|package|range|set|list)|dozens|scores) of|several|various|numerous|many)"
    r"\s+(?:[\w-]+\s+){0,4}$",
    re.IGNORECASE,
)
_OVER_THE_YEARS = re.compile(r"\bover the (?:years|past|last)\b|\bsince (?:the|its|19|20)|\bso far\b", re.IGNORECASE)
_PLAIN = re.compile(r"[\s\w-]*")


@cache
def _nouns() -> re.Pattern[str]:
    words = sorted(
        (w for w, name in word_table("instruments", "packages").items() if name == "nouns"), key=lambda w: (-len(w), w)
    )
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b(?:\s+\([A-Z]\w{{1,7}}\))?", re.IGNORECASE)


def _count(sentence: Sentence, start: int) -> tuple[int, int] | None:
    """The number that counts the noun at a place, and where it starts."""
    for mention in reversed(sentence.of_kind(Kind.AMOUNT)):
        value = mention.value
        if mention.start >= start or not isinstance(value, AmountValue) or value.kind is not AmountKind.COUNT:
            continue
        between = sentence.document.text[mention.end : start]
        near = mention.end > start or (
            value.noun is None and len(between.split()) <= MOST_COUNTED and _PLAIN.fullmatch(between)
        )
        if near and value.value >= 2 and value.value == value.value.to_integral_value():
            return int(value.value), mention.start
    return None


def _listed(sentence: Sentence, end: int) -> int:
    """How many titled documents follow the noun in its sentence and in the list that the sentence rules."""
    document = sentence.document
    following = [m for m in sentence.of_kind(Kind.INSTRUMENT) if m.start >= end]
    at = sentence.index + 1
    items = 0
    while at < len(document.sentences) and document.sentences[at].segment.governor == sentence.index:
        items += len(document.sentences[at].of_kind(Kind.INSTRUMENT))
        at += 1
    return len(following) + items


def _is_tally(sentence: Sentence) -> bool:
    """Whether a sentence counts what was signed over the years: that is a figure."""
    since = any(value.role is TimeRole.SINCE for _, value in times(sentence.mentions))
    return since or _OVER_THE_YEARS.search(sentence.text) is not None


def package(sentence: Sentence, start: int, end: int, count: int | None, *, certain: bool) -> Claim | None:
    """The package told by a noun: only with a word that says what became of it, close by unless it is counted."""
    document = sentence.document
    governed = sentence.segment.kind == "item" and sentence.governor is not None
    told = Told(sentence, Title(start, end, "package", "", about=False), governed)
    status, cue = told_status(told)
    if status in ("referred", "implemented"):
        return None
    close = cue is not None and max(start - cue.end, cue.start - end) <= _CLOSE
    if not certain and (status not in ("signed", "planned") or not close):
        return None
    low, high = around(sentence, start, end)
    if is_negated(document.text, start, first=low, last=high):
        return None
    value = value_behind(sentence, end)
    date = status_date(sentence, start, status, cue)
    what = Instrument(
        type="package",
        status=status,
        date=date,
        place=place(sentence, date) if status == "signed" or date is not None else None,
        signatories=signers(sentence, start, end) if status == "signed" else (),
        states=states(told, status),
        value=value.value if value is not None else None,
        currency=value.unit if value is not None else None,
        count=count,
    )
    span = (start, end) if cue is None else (min(start, cue.start), max(end, cue.end))
    return document.claim(
        what, [span, (sentence.start, sentence.end)], rule=f"instruments.package{'' if certain else '.plain'}"
    )


def packages(document: Document) -> Iterator[Claim]:
    """The packages of a report; documents that are all listed by title are none."""
    for sentence in document.sentences:
        titles = sentence.of_kind(Kind.INSTRUMENT)
        for noun in _nouns().finditer(document.text, sentence.start, sentence.end):
            if any(m.start <= noun.start() < m.end for m in titles):
                continue
            counted = _count(sentence, noun.start())
            vague = _VAGUE.search(document.text, max(sentence.start, noun.start() - 80), noun.start())
            start = counted[1] if counted else vague.start() if vague else noun.start()
            told = _listed(sentence, noun.end())
            if (told and told >= (counted[0] if counted else 1)) or _is_tally(sentence):
                continue
            certain = counted is not None or vague is not None
            claim = package(sentence, start, noun.end(), counted[0] if counted else None, certain=certain)
            if claim is not None:
                yield claim
