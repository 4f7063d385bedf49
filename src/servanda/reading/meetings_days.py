"""When a meeting took place: its day, and for a visit of so many days all of them."""

from __future__ import annotations

import re
from datetime import timedelta

from servanda.reading.context import event_date, main_day_told, times, told_day
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


_FRAMEWORK = re.compile(
    r"(?:\b(?:within|in) the framework of|\bas part of|\bwhose|\bin the country on)(?: (?:the|a|an|his|her|their))?(?: [\w-]+){0,2} ?$",
    re.IGNORECASE,
)
_VISIT = re.compile(r"\b(?:visit|trip|stay)\b", re.IGNORECASE)
# how far a framework's own day may stand from it
_BESIDE = 30


def _is_framework(trigger: Trigger) -> bool:
    """Whether a visit is told only as that within which something else was done, on a day of its own."""
    if trigger.type != "visit":
        return False
    document, sentence, match = trigger.sentence.document, trigger.sentence, trigger.match
    word = _VISIT.search(document.text, match.start, match.end)
    if word is None or _FRAMEWORK.search(document.text, max(sentence.start, word.start() - 60), word.start()) is None:
        return False
    return not any(True for _ in times(document.within(match.start, min(sentence.end, match.end + _BESIDE), Kind.TIME)))


def date_of(trigger: Trigger, status: MeetingStatus) -> Edtf | None:
    """The date of a meeting: told in its sentence, else the report's main day; the days of a visit from arrival on."""
    # the sessions that a report names beside its subject are of other days
    untold = status == "held" and trigger.type != "session" and not trigger.is_guess and not _is_way_on(trigger)
    if _is_framework(trigger):
        return None
    day = event_date(trigger.sentence, trigger.match.start, happened=untold)
    length = _length(trigger) if trigger.type == "visit" else None
    if day is not None and length is None and trigger.type in _OF_DAYS:
        day = _until(trigger, day)
    if day is None or day.granularity != "day" or length is None:
        return day
    text = trigger.sentence.document.text
    more = timedelta(days=length - 1)
    if cue_pattern("meetings", "course", "ends").search(text, trigger.sentence.start, trigger.match.end):
        return dates.between(dates.of_day(day.first - more), day)
    return dates.between(day, dates.of_day(day.first + more))


# what may go on for days
_OF_DAYS = frozenset({"visit", "session", "summit", "forum"})
_UNTIL = re.compile(r"\b(?:until|till|through)\s+$", re.IGNORECASE)
_SINCE = re.compile(r"\b(?:since|began on|opened on|started on|arrived on|came on)\s+$", re.IGNORECASE)


# behind these another event, or another clause, goes on
_OTHER = re.compile(r";|\b(?:visit|trip|summit|session|forum)\b", re.IGNORECASE)


def _until(trigger: Trigger, day: Edtf) -> Edtf:
    """The days from a beginning to the end that the sentence tells: "opens today and goes on until Wednesday"."""
    if day.granularity != "day":
        return day
    document, sentence = trigger.sentence.document, trigger.sentence
    first, last = day, day
    for mention, value in times(sentence.mentions):
        if value.edtf is None or _OTHER.search(document.text, trigger.match.end, mention.start):
            continue
        low = max(sentence.start, mention.start - len("started on  "))
        if _UNTIL.search(document.text, low, mention.start) and value.edtf.end is not None:
            end = Edtf(value.edtf.end, value.edtf.end)
            last = end if end.granularity == "day" else last
        if _SINCE.search(document.text, low, mention.start) and value.edtf.start is not None:
            start = Edtf(value.edtf.start, value.edtf.start)
            first = start if start.granularity == "day" else first
    if first is last or not timedelta() < last.first - first.first <= timedelta(days=_LONGEST):
        return day
    return dates.between(first, last)


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
