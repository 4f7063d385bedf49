"""What a clause leaves unsaid and its report tells: the sides, the day and the place of what it speaks of."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import attrgetter

from servanda.reading.document import MASKS, Document, Sentence, state_of, states_in
from servanda.reading.polarity import clause
from servanda.terms.claims import Person
from servanda.terms.dates import Edtf
from servanda.terms.mentions import CityValue, Kind, Mention, PersonValue, TimeRole, TimeValue
from servanda.terms.states import table

# a report tells of what happened around its day; a day further off than this is background
NEAR_DAYS = 45
# the longest visit whose days are those of what happened on it
LONGEST_DAYS = 6
# how far from a stretch the states of its sentence are read; few sentences are longer
WINDOW = 600
_BETWEEN = re.compile(r"\b(?:both|two)\s+(?:sides|parties|countries|states|nations|leaders|presidents|ministers|governments)\b", re.IGNORECASE)  # fmt: skip
# venues of many, and banks that pay: what is done is not between them
NEVER_A_SIDE = frozenset(
    {"UN", "WTO", "IMF", "WB", "IFC", "ADB", "AfDB", "EBRD", "EIB", "EDB", "IsDB", "AIIB", "NDB", "G7", "G20"}
)


def times(mentions: Iterable[Mention]) -> list[tuple[Mention, TimeValue]]:
    """The dated expressions among some mentions: those with a place in the calendar."""
    return [(m, m.value) for m in mentions if isinstance(m.value, TimeValue) and m.value.edtf is not None]


def in_dateline(document: Document, mention: Mention) -> bool:
    """Whether a mention stands in the dateline."""
    line = document.dateline
    return line is not None and mention.end <= line[1]


def near(document: Document, value: Edtf) -> bool:
    """Whether a date lies around the report's day."""
    day = document.report.date
    return abs((value.first - day).days) <= NEAR_DAYS


def in_clause(sentence: Sentence, at: int, mention: Mention) -> bool:
    """Whether a mention stands in the clause around a place."""
    start, end = clause(sentence.document.text, at, first=sentence.start, last=sentence.end)
    return start <= mention.start < end


# "the Garden Exhibition 2019", "Invest-2025": a year in a name tells no date
_NAMED_BY_YEAR = re.compile(
    r"(?:[a-z”\"]-|\b(?!Since|During|From|Until|Through|After|Before|Early|Late)[A-Z][a-z]{3,} )$"
)


def _is_in_name(document: Document, mention: Mention, value: TimeValue) -> bool:
    """Whether a year is part of a name."""
    if value.edtf is None or value.edtf.granularity != "year" or not mention.text.isdigit():
        return False
    before = document.text[max(0, mention.start - 24) : mention.start]
    return _NAMED_BY_YEAR.search(before) is not None


def told_day(sentence: Sentence, at: int) -> tuple[Edtf, Mention] | None:
    """The date told in a sentence for the event at a place: the nearest, of its clause first, of the dateline last."""
    document = sentence.document
    start, end = clause(document.text, at, first=sentence.start, last=sentence.end)
    options = []
    for mention, value in times(sentence.mentions):
        if (
            value.role in (TimeRole.DURATION, TimeRole.SET, TimeRole.SINCE, TimeRole.TERM)
            or value.timex3_type == "DURATION"
            or _is_in_name(document, mention, value)
        ):
            continue
        assert value.edtf is not None
        distance = min(abs(mention.start - at), abs(mention.end - at))
        apart = not start <= mention.start < end
        options.append((in_dateline(document, mention), apart, distance, mention.start, value.edtf, mention))
    return min(options, key=lambda option: option[:4])[4:] if options else None


def _of_days(value: Edtf) -> bool:
    """Whether a date is a day, or the few days of a visit."""
    if value.granularity == "day":
        return True
    last = value.end
    return (
        value.granularity == "interval"
        and last is not None
        and last.day is not None
        and ((value.after - value.first).days <= LONGEST_DAYS)
    )


@lru_cache(maxsize=8)
def _days(document: Document) -> tuple[Mention, ...]:
    """The days near a report's own that it tells as past, in order; also those of a visit."""
    return tuple(
        mention
        for mention, value in times(document.mentions)
        if value.edtf is not None and _of_days(value.edtf) and near(document, value.edtf)
        and value.role is not TimeRole.DEADLINE and not in_dateline(document, mention)
        and value.edtf.first <= document.report.date
    )  # fmt: skip


def main_day_told(document: Document, before: int | None = None) -> Mention | None:
    """Where the day that a report is about is told: the last near its own before a place, else the first."""
    past = _days(document)
    earlier = bisect_left(past, before, key=attrgetter("start")) if before is not None else 0
    return past[max(0, earlier - 1)] if past else None


def main_day(document: Document, before: int | None = None) -> Edtf | None:
    """The day that a report is about: the last day near its own told before a place, else the first, else its dateline."""
    told = main_day_told(document, before)
    return told.value.edtf if told is not None and isinstance(told.value, TimeValue) else document.dateline_date


def event_date(sentence: Sentence, at: int, *, happened: bool = True) -> Edtf | None:
    """The date of the event told at a place: in its sentence, else (when it happened) the report's main day."""
    told = told_day(sentence, at)
    if told is not None:
        return told[0]
    return main_day(sentence.document, at) if happened else None


_PLACES = "[" + MASKS["state"] + MASKS["city"] + "]+"
_VISIT_TO = re.compile(rf"\b(?:visit to|visited|visiting|arrived in|on a visit to|trip to) (?:the )?(?P<to>{_PLACES})")
# where a visit goes, as its own sentence tells it
_GOAL = re.compile(
    rf"\b(?:visit(?:s|ed|ing)?|arriv(?:ed|es|ing)|came|come|comes|coming|fl(?:ew|ies|y|ying|own)|travel(?:s|led|ed|ling|ing)?|"
    rf"trip|journey|tour|went|go|goes|going|left|set out|sets out|pa(?:id|ys|y|ying)|is|are|was|were|stay(?:s|ed|ing)?|landed)\b"
    rf"(?: [\w’',-]+){{0,7}}? (?:to|in|into|for) (?:the )?(?P<to>{_PLACES})"
)
_GOAL_OF_VISIT = re.compile(rf"\bvisit(?:s|ed|ing)? (?:the )?(?P<to>{_PLACES})")
_PLACE_BEFORE = re.compile(r"\b(?:in|at|to|of|visited|visit|from the city of)\s+(?:[\w ]{0,12})$", re.IGNORECASE)


def told_city(document: Document, start: int, end: int) -> CityValue | None:
    """The first city of a stretch that stands behind "in", "at", "to" or the like."""
    for mention in document.within(start, end, Kind.CITY):
        before = document.text[max(0, mention.start - 22) : mention.start]
        if isinstance(mention.value, CityValue) and _PLACE_BEFORE.search(before):
            return mention.value
    return None


def main_city(document: Document) -> CityValue | None:
    """The city where what a report tells of takes place: told in its first sentences, else its dateline's with "here"."""
    first = document.sentences[:4]
    if not first:
        return None
    start = document.dateline[1] if document.dateline is not None else 0
    told = told_city(document, start, first[-1].end)
    if told is not None:
        return told
    here = re.search(r"\bhere\b", document.text[: first[-1].end])
    return document.dateline_city if here is not None else None


def main_host(document: Document) -> str | None:
    """The state where what a report tells of takes place.

    That of a visit's goal, of the main city, of the dateline, or the side that its guest does not stand for.
    """
    goal = _VISIT_TO.search(document.masked)
    if goal is not None:
        for mention in document.within(goal.start("to"), goal.end("to"), Kind.CITY, Kind.STATE):
            return state_of(mention)
    city = main_city(document) or document.dateline_city
    return city.state if city is not None else _guest_host(document)


_GUEST = re.compile(
    rf"\bvisits? (?:of|by) [^;:.!?\n]{{0,40}}?(?P<of>{MASKS['person']}+)|"
    rf"(?P<by>{MASKS['person']}+)(?:['’]s?)?(?:,? [\w-]+){{0,6}}? (?:visit\b|visited|visiting|arrived)"
)


# who came is told at the head of a report
_GUEST_REACH = 6000


def _guest_host(document: Document) -> str | None:
    """The side that receives the first guest told of."""
    for told in _GUEST.finditer(document.masked, 0, _GUEST_REACH):
        start, end = told.span("of" if told.group("of") else "by")
        state = next((state_of(mention) for mention in document.within(start, end, Kind.PERSON)), None)
        if state in document.sides and len(document.sides) == 2:
            return next(code for code in document.sides if code != state)
    return None


def home_city(document: Document, host: str | None) -> str | None:
    """The dateline's city, when it lies in the state where what the report tells of takes place."""
    city = document.dateline_city
    return city.name if city is not None and host is not None and city.state == host else None


_THERE = re.compile(r"\bthere\b(?! (?:is|are|was|were|has|have|will|can|may)\b)")
_HERE = re.compile(r"\bhere\b(?! (?:is|are|was|were)\b)")


def event_place(sentence: Sentence, start: int, end: int) -> tuple[str | None, str | None]:
    """The city and state where something took place, as its stretch or sentence tells it; "here" is the dateline's."""
    document = sentence.document
    city = told_city(document, start, end) or told_city(document, sentence.start, sentence.end)
    before = sentence.previous
    if city is None and before is not None and _THERE.search(document.text, start, end):
        city = told_city(document, before.start, before.end)
    if city is None and _HERE.search(document.text, sentence.start, sentence.end):
        city = document.dateline_city
    return (city.name, city.state) if city is not None else (None, None)


def visit_goal(sentence: Sentence, start: int, end: int) -> Mention | None:
    """The state or city that a sentence says somebody went to, told nearest to a stretch."""
    document = sentence.document
    found = []
    matches = [m for p in (_GOAL_OF_VISIT, _GOAL) for m in p.finditer(document.masked, sentence.start, sentence.end)]
    for match in matches:
        distance = max(0, match.start() - end, start - match.end())
        goal = next(document.within(match.start("to"), match.end("to"), Kind.CITY, Kind.STATE), None)
        if goal is not None and not getattr(goal.value, "adjective", False):
            found.append((distance, match.start(), goal))
    return min(found, key=lambda option: option[:2])[2] if found else None


def last_named(document: Document, before: int, reach: int = 900) -> Person | None:
    """The named person told last before a place: who "he" is."""
    found = None
    for mention in document.within(max(0, before - reach), before, Kind.PERSON):
        one = person(mention)
        if one is not None and one.name is not None:
            found = one
    return found


def of_states(codes: tuple[str, ...]) -> tuple[str, ...]:
    """The states among some sides when there are two: a body named beside them is where they met or what they belong to."""
    known = table()
    states = tuple(code for code in codes if code == "EUU" or (code in known and not known[code].body))
    return states if len(states) > 1 else codes


def states_for(sentence: Sentence, start: int, end: int, *, least: int = 2) -> tuple[str, ...]:
    """The states told in a stretch, else in its sentence, else the two sides of the report."""
    document = sentence.document
    told = of_states(states_in([m for m in document.within(start, end) if state_of(m) not in NEVER_A_SIDE]))
    if len(told) >= least:
        return told
    low, high = max(sentence.start, start - WINDOW), min(sentence.end, end + WINDOW)
    around = of_states(states_in([m for m in document.within(low, high) if state_of(m) not in NEVER_A_SIDE]))
    if len(around) >= least and len(around) <= 4:
        return around
    sides = document.sides if both_sides(document.text[low:high]) else document.parties
    joined = tuple(sorted(set(told) | set(sides)))
    return joined if len(joined) <= 3 or set(told) <= set(sides) else sides


def pair_for(sentence: Sentence, start: int, end: int) -> tuple[str, ...]:
    """Like ``states_for``; of a stretch that names one state, that state and the other side of the report."""
    told = states_for(sentence, start, end)
    return told or sentence.document.sides


def person(mention: Mention) -> Person | None:
    """The person that a mention names, as claims write one."""
    value = mention.value
    if not isinstance(value, PersonValue):
        return None
    return Person(value.name, value.office, value.state)


def people_in(mentions: Sequence[Mention]) -> tuple[Person, ...]:
    """The persons of some mentions, each once, with names before unnamed offices."""
    found: dict[str, Person] = {}
    for mention in mentions:
        one = person(mention)
        if one is None or (one.name is None and (one.office is None or getattr(mention.value, "plural", False))):
            continue
        key = (one.name or f"{one.office} {one.state}").casefold()
        found.setdefault(key, one)
    return tuple(found.values())


def leaders(document: Document, states: Sequence[str]) -> tuple[Person, ...]:
    """The highest person told for each of some states: what "both leaders" stand for."""
    told: Counter[Person] = Counter()
    first: dict[Person, int] = {}
    for mention in document.within(0, len(document.text), Kind.PERSON):
        one = person(mention)
        if one is not None and one.name is not None and one.state in states:
            told[one] += 1
            first.setdefault(one, mention.start)
    best: dict[str, Person] = {}
    for one in sorted(told, key=lambda p: first[p]):
        best.setdefault(one.state or "", one)
    return tuple(best[state] for state in states if state in best)


def both_sides(words: str) -> bool:
    """Whether words stand for the two sides together."""
    return _BETWEEN.search(words) is not None
