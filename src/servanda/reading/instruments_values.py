"""What a document is worth: the sum told with its name."""

from __future__ import annotations

import re

from servanda.reading.document import Sentence, is_amount
from servanda.reading.instruments_titles import Title
from servanda.terms.mentions import AmountKind, AmountValue, Kind, Mention

# a sum stands this near behind the word that makes it the worth of what is told before
_REACH = 120
_NEAR = 90
# "a $40 million preferential loan agreement"
_BETWEEN = 30
_WORTH = re.compile(
    r"\b(?:worth|to the value of|with an? (?:worth|value) of|for (?:a|the) total|totall?ing|valued at|priced at|amount(?:s|ing)?|for (?=[$€£]))",
    re.IGNORECASE,
)
# another document, or another clause, is worth what is told behind it
_TURN = re.compile(r"[;:]|\b(?:and|agreement|contract|memorandum|treaty|protocol|loan|deal)\b", re.IGNORECASE)
_PLAIN = re.compile(r"[\s\w-]*")
_BRACKET = re.compile(r"\s*\(\s*(?:worth\s+)?$")


def _sum(mention: Mention) -> AmountValue | None:
    return mention.value if isinstance(mention.value, AmountValue) and is_amount(mention, AmountKind.MONEY) else None


def value_behind(sentence: Sentence, end: int) -> AmountValue | None:
    """The sum told behind a document with "worth", "valued at" or the like."""
    document = sentence.document
    worth = _WORTH.search(document.text, end, min(sentence.end, end + _NEAR))
    if worth is None:
        return None
    for mention in document.within(end, min(sentence.end, end + _REACH), Kind.AMOUNT):
        value = _sum(mention)
        if value is not None:
            return value
    return None


def value_of(sentence: Sentence, title: Title) -> AmountValue | None:
    """The sum that a titled document is worth: right before its title, in it, in brackets or with "worth" behind it."""
    document = sentence.document
    text = document.text
    low = max(sentence.start, title.start - 2 * _BETWEEN)
    for mention in document.within(low, min(sentence.end, title.end + _REACH), Kind.AMOUNT):
        value = _sum(mention)
        if value is None:
            continue
        if mention.end <= title.start:
            between = text[mention.end : title.start]
            if len(between) <= _BETWEEN and _PLAIN.fullmatch(between) and " of " not in between:
                return value
        elif mention.start >= title.start and mention.end <= title.end:
            return value
        elif mention.start >= title.end:
            gap = text[title.end : mention.start]
            worth = _WORTH.search(gap)
            if _BRACKET.fullmatch(gap) or (worth is not None and not _TURN.search(gap)):
                return value
            return None
    return None
