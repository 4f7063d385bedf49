"""When a meeting took place: its day, and for a visit of so many days all of them."""

from __future__ import annotations

import re
from datetime import timedelta

from servanda.reading.context import event_date, main_day_told, told_day
from servanda.reading.cues import cue_pattern
from servanda.reading.meetings_trigger import Trigger
from servanda.terms import dates
from servanda.terms.claims import MeetingStatus
from servanda.terms.dates import Edtf
from servanda.terms.mentions import Kind, TimeValue

_DAYS = re.compile(r"P(\d{1,2})D")
# how far from the word "visit" its length is told, in characters, and the longest one believed, in days
_REACH, _LONGEST = 40, 15


def _length(trigger: Trigger) -> int | None:
    """The days that a visit lasts: "a two-day visit", "came for a stay of three days"."""
    sentence, match = trigger.sentence, trigger.match
    start, end = max(sentence.start, match.start - _REACH), min(sentence.end, match.end + _REACH)
    for mention in sentence.document.within(start, end, Kind.TIME):
        days = _DAYS.fullmatch(mention.value.timex3_value) if isinstance(mention.value, TimeValue) else None
        if days is not None and 1 < int(days.group(1)) <= _LONGEST:
            return int(days.group(1))
    return None


def _is_way_on(trigger: Trigger) -> bool:
    """Whether it is a station of somebody's way, of another day than what the report tells: "he went on to Amman"."""
    return trigger.match.frame.name == "meetings.went"


def date_of(trigger: Trigger, status: MeetingStatus) -> Edtf | None:
    """The date of a meeting: told in its sentence, else the report's main day; the days of a visit from arrival on."""
    # the sessions that a report names beside its subject are of other days
    untold = status == "held" and trigger.type != "session" and not trigger.is_guess and not _is_way_on(trigger)
    day = event_date(trigger.sentence, trigger.match.start, happened=untold)
    length = _length(trigger) if trigger.type == "visit" else None
    if day is None or day.granularity != "day" or length is None:
        return day
    text = trigger.sentence.document.text
    more = timedelta(days=length - 1)
    if cue_pattern("meetings", "course", "ends").search(text, trigger.sentence.start, trigger.match.end):
        return dates.between(dates.of_day(day.first - more), day)
    return dates.between(day, dates.of_day(day.first + more))


def day_span(trigger: Trigger, day: Edtf | None) -> list[tuple[int, int]]:
    """Where the date of a meeting is told, as a list of none or one: in its sentence, else where days of a visit are."""
    told = told_day(trigger.sentence, trigger.match.start)
    if told is not None:
        return [(told[1].start, told[1].end)]
    main = (
        main_day_told(trigger.sentence.document, trigger.match.start) if day is not None and day.is_interval else None
    )
    shown = main is not None and isinstance(main.value, TimeValue) and main.value.edtf == day
    return [(main.start, main.end)] if main is not None and shown else []
