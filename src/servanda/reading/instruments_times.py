"""When and where a document came to its status, and for how long it holds."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from operator import itemgetter

from servanda.reading.context import (
    event_place,
    home_city,
    in_clause,
    in_dateline,
    main_city,
    main_day,
    main_host,
    near,
    times,
    told_day,
)
from servanda.reading.document import Document, Sentence
from servanda.reading.instruments_status import Cue
from servanda.terms.claims import InstrumentStatus
from servanda.terms.dates import Edtf
from servanda.terms.mentions import Kind, Mention, TimeRole, TimeValue

_PERFECT = re.compile(
    r"\b(?:has|have|had)\s+(?:(?:been|already|also|just|both|previously|recently)\s+){0,3}$", re.IGNORECASE
)
# what is signed at an event that the report tells of is signed on its days
_AT_EVENT = re.compile(
    r"\b(?:during|in the course of|at the end of|within|on the occasion of|as part of|in the framework of|after|following|at)"
    r"\s+(?:(?:the|this|his|her|its|their)\s+)?(?:[\w-]+\s+){0,3}?"
    r"(?:visit|trip|talks|meeting|session|summit|stay|negotiations|tour|consultation|forum)\b"
    r"|\bbefore the (?:day|visit|meeting) is over\b|\bas witnesses\b",
    re.IGNORECASE,
)
# an event that its sentence names by a place or a number is not always the one that the report tells of
_OTHER_EVENT = re.compile(r"\bat the (?:[A-Z]\w+|\d+\w*|next|last) ")
# days of an event told further back than this are those of another
_LONGEST_EVENT = timedelta(days=6)


def place(carrier: Sentence, date: Edtf | None) -> str | None:
    """Where a document was signed: told in its sentence, else where the report's events take place if it is one of them.

    A document without a day of its own is none of those events.
    """
    city = event_place(carrier, carrier.start, carrier.end)[0]
    document = carrier.document
    if city is not None or date is None or not near(document, date):
        return city
    main = main_city(document)
    if told_day(carrier, carrier.start) is not None and date != main_day(document):
        return None
    if main is not None:
        return main.name
    return home_city(document, main_host(document)) if told_day(carrier, carrier.start) is None else None


@lru_cache(maxsize=8)
def _days_ahead(document: Document) -> tuple[tuple[int, Edtf], ...]:
    """The days, or stretches of a few days, near a report's own that are not yet past, with their places, in order."""
    day = document.report.date
    return tuple(
        (mention.end, value.edtf)
        for mention, value in times(document.mentions)
        if value.edtf is not None
        and value.role not in (TimeRole.TERM, TimeRole.DEADLINE)
        and value.edtf.after - value.edtf.first <= _LONGEST_EVENT
        and value.edtf.after > day
        and near(document, value.edtf)
        and not in_dateline(document, mention)
    )


def _event_days(carrier: Sentence) -> Edtf | None:
    """The days of the event that a report announces: the last day or stretch of days told before, not yet past."""
    document = carrier.document
    ahead = _days_ahead(document)
    last = bisect_right(ahead, carrier.end, key=itemgetter(0))
    if last:
        return ahead[last - 1][1]
    line = document.dateline_date
    return line if line is not None and line.after > document.report.date else None


def status_date(carrier: Sentence, at: int, status: InstrumentStatus, cue: Cue | None) -> Edtf | None:
    """The day on which a document came to its status: told in its sentence, of a signing else the report's main day.

    "Has been signed" tells of no day of its own; what is to be signed during a visit is signed on its days.
    """
    document = carrier.document
    if status in ("referred", "implemented"):
        return None
    if status == "negotiated" and not _is_closed(document, cue):
        return _closing(carrier)
    if status == "in_force":
        return _since(carrier, at, cue)
    perfect = cue is not None and _PERFECT.search(document.text, max(carrier.start, cue.start - 40), cue.start)
    placed = replace(carrier, mentions=_placing(carrier, perfect=bool(perfect)))
    at = cue.start if cue is not None else at
    told = told_day(placed, at)
    if told is not None and _is_beside(carrier, at, status, told):
        told = None
    if told is not None:
        return told[0]
    if status == "planned":
        event = _AT_EVENT.search(carrier.text) and not _OTHER_EVENT.search(carrier.text)
        ahead = _event_days(carrier) if event else None
        return _days_around(document, ahead) if ahead is not None and _DURING.search(carrier.text) else ahead
    news = _is_of_the_day(document, status, cue) and not perfect and not _is_of_firms(carrier, cue)
    day = main_day(document, at) if news else None
    return _days_around(document, day) if day is not None and _DURING.search(carrier.text) else day


_DURING = re.compile(
    r"\b(?:during|in the course of|within|in the framework of) (?:the|this|his|her|its|their) (?:[\w-]+ ){0,3}?"
    r"(?:visit|trip|stay|session|summit|forum|meeting)\b",
    re.IGNORECASE,
)


def _days_around(document: Document, day: Edtf) -> Edtf:
    """The few days of a visit or session that a report tells and a day lies in; else the day."""
    for _, value in times(document.mentions):
        told = value.edtf
        if told is None or not told.is_interval or told.end is None or told.end.day is None:
            continue
        if told.after - told.first <= _LONGEST_EVENT and told.contains(day):
            return told
    return day


def _is_of_the_day(document: Document, status: InstrumentStatus, cue: Cue | None) -> bool:
    """Whether what became of a document is news of the day that the report tells of: it was signed or initialled."""
    initialled = cue is not None and document.text[cue.start : cue.end].casefold().startswith("initial")
    return status == "signed" or (status == "negotiated" and initialled)


# firms and agencies that sign: names before the verb, without a word of those who speak for a state
_FIRMS = re.compile(
    r"(?:^|[.;:,]\s+)(?:(?:[A-Z][\w&’'.-]*|and|of|for|the|&)\s+){1,14}(?:(?:also|jointly)\s+)?$",
)
_STATELY = re.compile(
    r"\b(?:president|minister|premier|chancellor|secretary|king|emir|sultan|prince|leaders?|heads?|sides?|parties|countries|"
    r"states?|governments?|ministr(?:y|ies)|delegations?|they|we|he|she|both|two|administration|committee|council|summit|office)s?\b",
    re.IGNORECASE,
)

# "Indian Oil", "Kuwait Petroleum": a state that begins the name of a firm
_NAME_GOES_ON = re.compile(r" [A-Z]")


def _is_of_firms(carrier: Sentence, cue: Cue | None) -> bool:
    """Whether firms signed, as news beside the report's events: that tells of no day."""
    if cue is None or not cue.start > carrier.start:
        return False
    document = carrier.document
    before = document.text[carrier.start : cue.start]
    if _FIRMS.search(before) is None or _STATELY.search(before) is not None:
        return False
    named = document.within(carrier.start, cue.start, Kind.PERSON, Kind.STATE)
    return all(m.kind is Kind.STATE and _NAME_GOES_ON.match(document.text, m.end) for m in named)


_CLOSED = re.compile(r"(?:initial|finali[sz]ed|concluded)", re.IGNORECASE)
_WAS_CLOSED = re.compile(
    r"\b(?:was|were|been|being) (?:initiall?ed|concluded|closed|finali[sz]ed|completed)\b", re.IGNORECASE
)
# how far behind a title "since" may stand, in characters
_SINCE_REACH = 240


def _is_closed(document: Document, cue: Cue | None) -> bool:
    """Whether a text under negotiation came to a day of its own: initialled, or agreed to the end."""
    return cue is not None and _CLOSED.match(document.text, cue.start, cue.end) is not None


def _closing(carrier: Sentence) -> Edtf | None:
    """The day on which negotiations came to their end: "talks on the treaty were concluded in May"."""
    closed = _WAS_CLOSED.search(carrier.document.text, carrier.start, carrier.end)
    if closed is None:
        return None
    told = told_day(replace(carrier, mentions=_placing(carrier, perfect=False)), closed.start())
    return told[0] if told is not None and in_clause(carrier, closed.start(), told[1]) else None


def _since(carrier: Sentence, at: int, cue: Cue | None) -> Edtf | None:
    """The day on which a document came into force: "in force since 2019", else the date of its clause."""
    at = max(at, cue.end) if cue is not None and cue.start < carrier.end else at
    for _, value in times(carrier.document.within(at, min(carrier.end, at + _SINCE_REACH), Kind.TIME)):
        if value.role is TimeRole.SINCE and value.edtf is not None and value.edtf.start is not None:
            return Edtf(value.edtf.start, value.edtf.start)
    told = told_day(replace(carrier, mentions=_placing(carrier, perfect=False)), at)
    return told[0] if told is not None and in_clause(carrier, at, told[1]) else None


def _placing(carrier: Sentence, *, perfect: bool) -> tuple[Mention, ...]:
    """The times of a sentence that may place what became of a document: none of a title, none by which it is due."""
    document, titles = carrier.document, carrier.of_kind(Kind.INSTRUMENT)
    return tuple(
        m
        for m in carrier.of_kind(Kind.TIME)
        if not any(t.start <= m.start and m.end <= t.end for t in titles)
        and not (perfect and in_dateline(document, m))
        and not (isinstance(m.value, TimeValue) and m.value.role is TimeRole.DEADLINE)
    )


def _is_beside(carrier: Sentence, at: int, status: InstrumentStatus, told: tuple[Edtf, Mention]) -> bool:
    """Whether a date is that of another clause: of what is to come, or of a signing if it is no day."""
    value, mention = told
    if in_dateline(carrier.document, mention) or in_clause(carrier, at, mention):
        return False
    return status == "planned" or (status == "signed" and value.granularity not in ("day", "interval"))


# "plan for 2023", "programme through 2030": what stands right before a single year of a title
_COVERS = re.compile(r"\b(?P<all>for(?: the year)?)\s+$|\b(?:until|till|through|up to)(?: the (?:end of|year))?\s+$")


def term(document: Document, start: int, end: int) -> Edtf | None:
    """The interval that a title covers."""
    for mention, value in times(document.within(start, end, Kind.TIME)):
        if value.edtf is None or value.role is TimeRole.SINCE:
            continue
        if value.edtf.is_interval or value.role in (TimeRole.TERM, TimeRole.PERIOD):
            return value.edtf
        before = _COVERS.search(document.text, start, mention.start)
        if value.role is TimeRole.DEADLINE or (before is not None and before["all"] is None):
            return Edtf(None, value.edtf.end)
        if before is not None and value.edtf.granularity == "year":
            return value.edtf
    return None
