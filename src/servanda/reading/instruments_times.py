"""When and where a document came to its status, and for how long it holds."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from servanda.reading.context import (
    event_date,
    event_place,
    home_city,
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
from servanda.terms.mentions import Kind, TimeRole

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


def _event_days(carrier: Sentence) -> Edtf | None:
    """The days of the event that a report announces: the last day or stretch of days told before, not yet past."""
    document = carrier.document
    day = document.report.date
    found = document.dateline_date
    for mention, value in times(document.within(0, carrier.end, Kind.TIME)):
        told = value.edtf
        if told is None or in_dateline(document, mention) or value.role in (TimeRole.TERM, TimeRole.DEADLINE):
            continue
        short = told.after - told.first <= _LONGEST_EVENT
        if short and near(document, told) and told.after > day:
            found = told
    return found if found is not None and found.after > day else None


def status_date(carrier: Sentence, at: int, status: InstrumentStatus, cue: Cue | None) -> Edtf | None:
    """The day on which a document came to its status: told in its sentence, of a signing else the report's main day.

    "Has been signed" tells of no day of its own; what is to be signed during a visit is signed on its days.
    """
    document = carrier.document
    if status in ("referred", "implemented", "negotiated"):
        return None
    titles = carrier.of_kind(Kind.INSTRUMENT)
    perfect = cue is not None and _PERFECT.search(document.text, max(carrier.start, cue.start - 40), cue.start)
    outside = tuple(
        m
        for m in carrier.of_kind(Kind.TIME)
        if not any(t.start <= m.start and m.end <= t.end for t in titles) and not (perfect and in_dateline(document, m))
    )
    told = event_date(replace(carrier, mentions=outside), at, happened=status == "signed" and not perfect)
    ahead = status == "planned" and told is None and _AT_EVENT.search(carrier.text)
    return _event_days(carrier) if ahead and not _OTHER_EVENT.search(carrier.text) else told


def term(document: Document, start: int, end: int) -> Edtf | None:
    """The interval that a title covers."""
    for _, value in times(document.within(start, end, Kind.TIME)):
        if value.edtf is None or value.role is TimeRole.SINCE:
            continue
        if value.edtf.is_interval or value.role in (TimeRole.TERM, TimeRole.PERIOD):
            return value.edtf
        if value.role is TimeRole.DEADLINE:
            return Edtf(None, value.edtf.end)
    return None
