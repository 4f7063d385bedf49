"""What period a figure covers: told beside it, in the sentence or list that it goes on with, or the present."""

from __future__ import annotations

import re

from servanda.reading.context import near, times
from servanda.reading.document import is_amount
from servanda.reading.figures_indicators import Candidate
from servanda.terms import dates
from servanda.terms.dates import Edtf
from servanda.terms.mentions import AmountKind, Kind, Mention, TimeRole

_GOES_ON = re.compile(
    r"(?:It (?:had|has|stood|reached|amounted|made|came|rose|grew|fell|exceeded)|This|That|Of (?:it|this|these)|The (?:figure|volume|growth|increase)|They|Exports|Imports)\b"
)

# "2.7 billion in 2022": the time right behind an amount is its own
_RIGHT_BEHIND = re.compile(r"\s+(?:in|for|during|over)\s+(?:the\s+)?|\s*\(\s*")
_PREVIOUS = re.compile(
    r"(?:the )?(?:previous|last|preceding|prior) (?:calendar |fiscal |financial )?year|(?:19|20)\d\d|the year before|a year earlier",
    re.IGNORECASE,
)
_OVER = re.compile(r"\b(?:over|on|up on|up from|down from) (?:the )?$")
# what stands between a rate and the time it is held against
_AGAINST = re.compile(
    r"\b(?:compared (?:to|with)|in comparison (?:to|with)|as against|against|relative to|than(?: (?:in|for|at|during))?|versus|from)"
    r"\s+(?:(?:the|that|those|figures?|level|levels|same|period|of|in|for|whole)\s+){0,6}$",
    re.IGNORECASE,
)


def period_of(one: Candidate) -> tuple[Edtf, Mention] | None:
    """The period told nearest to an amount in its sentence."""
    options = []
    for mention, value in times(one.sentence.mentions):
        if value.role in (TimeRole.SET, TimeRole.DURATION) or _is_compared(one, mention):
            continue
        assert value.edtf is not None
        inside = one.start <= mention.start < one.end
        gap = min(abs(mention.end - one.mention.start), abs(mention.start - one.mention.end))
        if value.edtf.first > one.sentence.document.report.date:
            continue
        if mention.start >= one.mention.end and _RIGHT_BEHIND.fullmatch(one.text, one.mention.end, mention.start):
            gap = 0
        apart = _is_apart(one.text, *sorted((mention.start, one.mention.start)))
        day = value.edtf.granularity == "day" and near(one.sentence.document, value.edtf)
        options.append((day, apart, not inside, gap, mention.start, value.edtf, mention))
    # a day of the report's week is when it was told, not what the figure covers
    options = [option for option in options if not option[0]]
    if not options:
        return _present(one) or _period_over(one) or _period_before(one)
    best = min(options, key=lambda option: option[1:5])
    return _until_told(one, best[5]), best[6]


def _is_apart(text: str, start: int, end: int) -> bool:
    """Whether a semicolon, or one side of a bracket, parts the two ends of a stretch."""
    between = text[start:end]
    return ";" in between or between.count("(") != between.count(")")


def _is_compared(one: Candidate, time: Mention) -> bool:
    """Whether a time only says what a figure is held against: "a third more than in 2021"."""
    low = max(one.sentence.start, time.start - 40)
    over = is_amount(one.mention, AmountKind.PERCENT) and _OVER.search(one.text, low, time.start) is not None
    return _AGAINST.search(one.text, low, time.start) is not None or bool(over and _PREVIOUS.fullmatch(time.text))


def _period_over(one: Candidate) -> tuple[Edtf, Mention] | None:
    """The period that the clause over a list tells of all its items: "Last year in numbers:"."""
    head = one.sentence.governor if one.sentence.segment.kind == "item" else None
    if head is None:
        return None
    told = [(m, v.edtf) for m, v in times(head.mentions) if v.edtf is not None and v.edtf.granularity != "day"]
    return (told[-1][1], told[-1][0]) if told else None


def _until_told(one: Candidate, value: Edtf) -> Edtf:
    """What has been counted "since 2020" is counted until the report: 2020 to its year, or month to month."""
    if value.end is not None or value.start is None:
        return value
    day = one.sentence.document.report.date
    end = dates.of_year(day.year) if value.start.month is None else dates.of_month(day.year, day.month)
    return dates.between(value, end) if value.first < end.after else value


def _present(one: Candidate) -> tuple[Edtf, Mention] | None:
    """The report's day for what is told of the present ("at present", "today")."""
    for mention in one.sentence.of_kind(Kind.TIME):
        if mention.text.casefold() == "today" and one.amount.kind is AmountKind.COUNT:
            return one.sentence.document.published, mention
    return None


def _period_before(one: Candidate) -> tuple[Edtf, Mention] | None:
    """The period of the sentence before, when this one goes on about it ("it stood at")."""
    before = one.sentence.previous
    if before is None or not _GOES_ON.match(one.sentence.text):
        return None
    told = [(m, v.edtf) for m, v in times(before.mentions) if v.edtf is not None and v.edtf.granularity != "day"]
    return (told[-1][1], told[-1][0]) if told else None
