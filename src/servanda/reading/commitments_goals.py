"""Aims told as nouns with their measure: "the goal of the two countries is a trade of $2 billion by 2030"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from servanda.reading.commitments_acts import Trigger
from servanda.reading.cues import cue_pattern
from servanda.reading.document import Document, Sentence
from servanda.terms.mentions import AmountKind, AmountValue, Kind, Mention

_KINDS = (AmountKind.MONEY, AmountKind.PERCENT, AmountKind.QUANTITY)
# how far behind the word for an aim its measure stands
REACH = 110


def goals(sentence: Sentence) -> Iterator[tuple[Trigger, int, str]]:
    """Each aim with a measure: the word for it, where its measure ends, and the act in base form."""
    document = sentence.document
    for match in cue_pattern("commitments", "goals", "nouns").finditer(document.text, sentence.start, sentence.end):
        measure = _measure(document, match.end(), min(sentence.end, match.end() + REACH))
        if measure is None:
            continue
        trigger = Trigger(sentence, match.start(), match.end(), "firm", modal=False)
        what = cue_pattern("commitments", "goals", "things").search(document.text, sentence.start, sentence.end)
        told = document.text[measure.start : measure.end]
        yield trigger, measure.end, f"raise {what.group()} to {told}" if what is not None else f"reach {told}"


def _measure(document: Document, start: int, end: int) -> Mention | None:
    """The first amount of money, share or quantity ahead in the same clause."""
    for mention in document.within(start, end, Kind.AMOUNT):
        if isinstance(mention.value, AmountValue) and mention.value.kind in _KINDS:
            between = document.text[start : mention.start]
            return (
                None
                if re.search(
                    r"[;:!?]|\.\s|\b(?:had|has|have|was|were) (?:\w+ly )?(?:reached|attained|met|exceeded|passed|been)\b",
                    between,
                )
                else mention
            )
    return None
