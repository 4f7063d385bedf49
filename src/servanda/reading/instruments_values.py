"""What a document is worth: the sum told with its name."""

from __future__ import annotations

import re
from dataclasses import dataclass

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
# the words between a document and its sum right behind it: "a contract of $9 million", "a loan agreement, 3 million euros,"
_RIGHT_BEHIND = re.compile(
    r"\s*(?:,|(?:is\s+)?(?:of|for|on)|,?\s*(?:for|to|in|of) (?:a|the) (?:sum|amount|size|value|total) of)\s*"
    r"(?:(?:about|nearly|almost|over|some|up to|more than|around|approximately)\s+)?$"
)
# "a contract, signed in April and worth $9 million"
_SIGNED_AND_WORTH = re.compile(r",\s+(?:signed|concluded|agreed)\b[^,;:]{0,40}\band\s+worth\s+$")


def _sum(mention: Mention) -> AmountValue | None:
    return mention.value if isinstance(mention.value, AmountValue) and is_amount(mention, AmountKind.MONEY) else None


def value_behind(sentence: Sentence, end: int) -> AmountValue | None:
    """The sum told behind a document with "worth", "valued at" or the like, or right behind it."""
    document = sentence.document
    first = next(document.within(end, min(sentence.end, end + _NEAR), Kind.AMOUNT), None)
    near = _sum(first) if first is not None else None
    if first is not None and near is not None and _RIGHT_BEHIND.match(document.text[end : first.start]):
        return near
    worth = _WORTH.search(document.text, end, min(sentence.end, end + _NEAR))
    if worth is None:
        return None
    for mention in document.within(end, min(sentence.end, end + _REACH), Kind.AMOUNT):
        value = _sum(mention)
        if value is not None:
            return value
    return None


@dataclass(frozen=True, slots=True)
class Worth:
    """The sum that a document is worth, and where it is told."""

    value: AmountValue
    start: int
    end: int


def value_of(sentence: Sentence, title: Title) -> Worth | None:
    """The sum that a titled document is worth: right before its title, in it, right behind it, or with "worth"."""
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
                return Worth(value, mention.start, mention.end)
        elif mention.start >= title.start and mention.end <= title.end:
            return Worth(value, mention.start, mention.end)
        elif mention.start >= title.end:
            gap = text[title.end : mention.start]
            worth = _WORTH.search(gap)
            told = _BRACKET.fullmatch(gap) or _RIGHT_BEHIND.match(gap) or _SIGNED_AND_WORTH.match(gap)
            if told or (worth is not None and not _TURN.search(gap)):
                return Worth(value, mention.start, mention.end)
            return None
    return None
