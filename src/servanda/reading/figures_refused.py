"""Amounts that are no facts: aimed at, ahead, negated, supposed, or the same sum told in another currency."""

from __future__ import annotations

import re

from servanda.reading.context import times
from servanda.reading.cues import cue_pattern, last_before
from servanda.reading.figures_indicators import Candidate
from servanda.reading.polarity import is_hypothetical, is_negated
from servanda.terms.mentions import AmountKind, Kind

_PARENTHESIS = re.compile(r"[\w%]\s*\(\s*(?:or\s+|about\s+|some\s+|approximately\s+|around\s+)?$")
_OR_SOME = re.compile(r",?\s+or\s+(?:some|about|approximately|around)?\s*$")
# behind an amount, these say that it is aimed at: "$15 billion will be the volume of trade"
_AIMED_BEHIND = re.compile(
    r"\s*,?\s*(?:(?:which|that)\s+)?(?:(?:have|has|had|was|were) (?:been )?set as|as (?:the|a|their) (?:target|goal)|"
    r"will be|is to be|are to be|by (?:the year )?20\d\d|in the (?:near|coming|next)|within the next)"
)
# "trade, now worth 5 billion, is to be doubled by 2030": the amount is what there is today
_VALUED = re.compile(
    r"\b(?:(?:now|currently|today|presently)\s+(?:\w+\s+){0,2}|(?:valued|standing|estimated) at|with a (?:design\s+)?capacity of|of the current)"
    r"\s*(?:(?:about|some|around|over|almost|nearly|more than)\s+)?$",
    re.IGNORECASE,
)

_PROMISED = re.compile(
    r"\b(?:announc(?:ed|es|ing)|offer of|offered|considering|promised)\s+(?:(?:an?|the|another|additional|further|new|seed|nearly|over|up to|more than|about|some|initial|loan|grant|funding|investment|package|contribution|of)\s+){0,6}$",
    re.IGNORECASE,
)
_ADJECTIVE = re.compile(r"\d-[a-z]", re.IGNORECASE)


def _converted(one: Candidate) -> bool:
    """The same sum in another currency behind the first: "RM130 billion (US$29 billion)"."""
    before = one.text[max(0, one.mention.start - 24) : one.mention.start]
    return one.amount.kind is AmountKind.MONEY and bool(_PARENTHESIS.search(before) or _OR_SOME.search(before))


def _is_aimed_at(text: str, start: int, at: int) -> bool:
    """Whether the words before an amount in its clause aim at it, with no word of fact nearer to it."""
    aim = last_before(cue_pattern("figures", "cues", "aim"), text, start, at)
    if aim is None:
        return False
    fact = last_before(cue_pattern("figures", "cues", "fact"), text, start, at)
    return fact is None or fact.end() <= aim.end()


def _is_ahead(one: Candidate) -> bool:
    """Whether the amount's clause tells a date after the report: what is told for then is aimed at."""
    day = one.sentence.document.report.date
    return any(
        value.edtf is not None and value.edtf.first > day and value.timex3_type == "DATE"
        for _, value in times(one.sentence.document.within(one.start, one.end, Kind.TIME))
    )


def _is_promised(one: Candidate) -> bool:
    """Whether an amount is only announced, or only describes a thing: "announced $9 million", "a 50-megawatt plant"."""
    if one.amount.kind is AmountKind.MONEY:
        return _PROMISED.search(one.text, max(one.start, one.mention.start - 60), one.mention.start) is not None
    return one.amount.kind is AmountKind.QUANTITY and _ADJECTIVE.search(one.mention.text) is not None


# who acts together is no quantity: "the two sides"
_SIDES = frozenset({
    "sides", "parties", "countries", "states", "nations", "leaders", "presidents", "ministers", "governments", "neighbours",
    "neighbors", "heads", "peoples", "economies", "capitals", "counterparts",
})  # fmt: skip
MOST_SIDES = 12


def _is_of_sides(one: Candidate) -> bool:
    """Whether a small number counts those who act."""
    few = one.amount.kind is AmountKind.COUNT and one.amount.value <= MOST_SIDES
    return few and (one.amount.noun or "").casefold().split()[-1:] in [[noun] for noun in _SIDES]


def refuses(one: Candidate) -> bool:
    """Whether an amount is told as no fact, or told already in another currency."""
    valued = _VALUED.search(one.text, max(one.start, one.mention.start - 40), one.mention.start) is not None
    return (
        _converted(one)
        or _is_of_sides(one)
        or _is_aimed_at(one.text, one.start, one.mention.start)
        or (not valued and (_AIMED_BEHIND.match(one.text, one.mention.end) is not None or _is_ahead(one)))
        or _is_promised(one)
        or is_negated(one.text, one.mention.start, first=one.sentence.start, last=one.sentence.end)
        or is_hypothetical(one.text, one.mention.start, first=one.start, last=one.end)
    )
