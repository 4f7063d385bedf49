"""Until when an act is due, and what it measurably aims at."""

from __future__ import annotations

import re

from servanda.reading.commitments_acts import Trigger
from servanda.reading.context import in_dateline, times
from servanda.reading.cues import cue_table, nearest
from servanda.reading.document import Document
from servanda.terms.claims import Target
from servanda.terms.dates import Edtf
from servanda.terms.mentions import AmountKind, AmountValue, Kind, Mention, TimeRole, TimeValue

_WORTH = re.compile(r"\b(?:worth|valued at|value of)\s+(?:\w+\s+){0,2}$")
_NUMBERED = re.compile(r"\b(?:Order|No\.?|Annex|Resolution|Article|Decree|Law|Phase|Chapter|Section)\s+$")
# "after May 11", "earlier this year": by then the act is not done
_PAST = re.compile(r"\b(?:after|since)\s+(?:the\s+)?\S+|\bearlier\b", re.IGNORECASE)
_QUALIFIED = re.compile(r",\s+(?:which|that|so that|in order)\b[^.;:\n]{0,160}")
# a smaller number of things is told in passing
LEAST_COUNT = 20


def due(document: Document, start: int, end: int) -> tuple[Edtf, Mention] | None:
    """The date ahead of the report by which the act is due."""
    options = []
    for mention, value in times(document.within(start, end, Kind.TIME)):
        assert value.edtf is not None
        if in_dateline(document, mention) or _PAST.search(document.text, max(0, mention.start - 10), mention.end):
            continue
        if value.role in (TimeRole.SINCE, TimeRole.SET) and value.edtf.end is None:
            continue
        if value.edtf.after > document.report.date and not (
            value.timex3_type == "DURATION" and value.role is TimeRole.DURATION
        ):
            options.append((value.role is not TimeRole.DEADLINE, mention.start, value.edtf, mention))
    if not options:
        return None
    _, _, edtf, mention = min(options, key=lambda o: o[:2])
    return edtf, mention


def due_behind(trigger: Trigger, end: int) -> tuple[Edtf, Mention] | None:
    """The deadline told in what qualifies an act: "the airport, which should be open by June 2025"."""
    sentence = trigger.sentence
    behind = _QUALIFIED.match(sentence.document.text, end, sentence.end)
    told = due(sentence.document, behind.start(), behind.end()) if behind is not None else None
    value = told[1].value if told is not None else None
    return told if isinstance(value, TimeValue) and value.role is TimeRole.DEADLINE else None


def due_ahead(trigger: Trigger) -> tuple[Edtf, Mention] | None:
    """The date at the head of the sentence: "By the end of next year, they said, Kenya will ..."."""
    sentence = trigger.sentence
    comma = sentence.document.text.find(",", sentence.start, min(trigger.start, sentence.start + 60))
    return due(sentence.document, sentence.start, comma) if comma > 0 else None


_MEASURES = (AmountKind.MONEY, AmountKind.PERCENT, AmountKind.QUANTITY, AmountKind.TIMES, AmountKind.COUNT)


def target(document: Document, start: int, end: int) -> Target | None:
    """The measurable aim of an act, with what it measures: its money, else its percentage, quantity or large number."""
    options = []
    for mention in document.within(start, end, Kind.AMOUNT):
        value = mention.value
        if not isinstance(value, AmountValue) or value.kind not in _MEASURES:
            continue
        if value.kind is AmountKind.COUNT and (value.value < LEAST_COUNT or value.noun is None):
            continue
        before = document.text[max(start, mention.start - 24) : mention.start]
        if _WORTH.search(before) or _NUMBERED.search(before):
            continue  # "contracts worth three billion", "Order 14346": the size or the number of something else
        options.append((_MEASURES.index(value.kind), mention.start, mention, value))
    if not options:
        return None
    _, _, mention, value = min(options, key=lambda option: option[:2])
    table = cue_table("figures", "indicators")
    found = nearest(table, document.masked, start, end, mention.start)
    if found is None and value.kind is AmountKind.MONEY:
        found = nearest(table, document.masked, *_sentence_of(document, mention.start), mention.start)
    indicator = found[0] if found is not None else (value.noun or "other")
    return Target(indicator, value.value, value.unit)


def _sentence_of(document: Document, at: int) -> tuple[int, int]:
    return next(((s.start, s.end) for s in document.sentences if s.start <= at < s.end), (at, at))
