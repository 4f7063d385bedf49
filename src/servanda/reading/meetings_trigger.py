"""A stretch that tells of a meeting, and whether it was held."""

from __future__ import annotations

import re
from dataclasses import dataclass

from servanda.reading.context import near, told_day
from servanda.reading.cues import cue_pattern
from servanda.reading.document import Sentence, is_amount
from servanda.reading.frames import Frame, Match
from servanda.terms.claims import MeetingStatus, MeetingType
from servanda.terms.mentions import AmountKind, Kind

# stands for the frame of a stretch that no frame read
LEARNED = Frame("meetings.learned", re.compile(""))


@dataclass(frozen=True, slots=True)
class Trigger:
    """A stretch that tells of a meeting, and the clause it stands in."""

    match: Match
    type: MeetingType
    start: int
    end: int

    @property
    def sentence(self) -> Sentence:
        """Its sentence."""
        return self.match.sentence

    @property
    def is_guess(self) -> bool:
        """Whether no frame read it, so that only what its own sentence tells of place and day is believed."""
        return self.match.frame is LEARNED


# where the words around a stretch stop to speak of it
_BREAK = re.compile(
    r"[,;:()\n“”\"]| [-–—] |\.(?=\s)|\b(?:who|which|whose|where|while|after)\b|"
    r" and (?=(?:will|is to|are to|has|have|had|held|met|conducted|received|then|later|also|\w+ed)\b)"
)
_BEFORE, _BEHIND, _FAR = 60, 40, 110
_TO_COME = re.compile(
    r"[^;:.!?,]{0,80}(?:, (?:which|that) |,? )(?:to be held\b|will (?:be|take|open|start|begin|gather|discuss)|(?:is|are) (?:to (?:be|take)|planned|scheduled|expected|due|foreseen))\b"
)


def _words(trigger: Trigger) -> str:
    """The stretch with the words around it that are of the same part of the sentence."""
    text, match = trigger.sentence.document.text, trigger.match
    start, end = max(trigger.sentence.start, match.start - _BEFORE), min(trigger.sentence.end, match.end + _BEHIND)
    before = [mark.end() for mark in _BREAK.finditer(text, start, match.start)]
    behind = _BREAK.search(text, match.end, end)
    return text[max([start, *before]) : behind.start() if behind is not None else end]


def _is_to_come(trigger: Trigger) -> bool:
    """Whether what follows a stretch tells that it is still to come: "a forum, which will be held in May"."""
    text, end = trigger.sentence.document.text, trigger.match.end
    tail = text[end : min(trigger.sentence.end, end + _FAR)]
    return _TO_COME.match(tail) is not None


def status_of(trigger: Trigger) -> MeetingStatus:
    """Held, unless the words of its part of the sentence, or its day, look ahead."""
    words = _words(trigger)

    def says(name: str) -> bool:
        return cue_pattern("meetings", "status", name).search(words) is not None

    text, match = trigger.sentence.document.text, trigger.match
    start, end = max(trigger.sentence.start, match.start - _BEFORE), min(trigger.sentence.end, match.end + _FAR)
    if cue_pattern("meetings", "status", "cancelled").search(text, start, end):
        return "cancelled"
    if says("proposed") and not says("invited"):
        return "proposed"
    when = _by_day(trigger)
    if when is not None and (when == "planned" or not says("ahead")):
        return when
    later = (
        _is_present(trigger)
        or _is_on_today(trigger)
        or _is_in_programme(trigger)
        or (trigger.type != "visit" and _is_to_come(trigger))
    )
    return "planned" if later or says("ahead") or says("planned") else "held"


_PRESENT = re.compile(
    r"[^.;!?\n]*?\b(?:goes|travels|leaves|flies|continues|departs|comes|returns|is (?:awaited|expected|due))\b"
)


def _is_present(trigger: Trigger) -> bool:
    """Whether somebody's way is told in the present, so that it is still ahead: "he leaves for Niamey"."""
    text, (start, end) = trigger.sentence.document.text, trigger.match.groups.get("act", (0, 0))
    return trigger.match.frame.name == "meetings.went" and _PRESENT.match(text, start, end) is not None


# "10.40 – Official talks", "This morning: talks with the president"
_PROGRAMME = re.compile(r"(?:\d{1,2}[.:]\d\d\s*[-–—]|(?:This|In the) (?:morning|afternoon|evening):)", re.IGNORECASE)


def _is_in_programme(trigger: Trigger) -> bool:
    """Whether a line of a programme names a meeting: it is told beforehand."""
    return _PROGRAMME.match(trigger.sentence.document.text, trigger.sentence.start, trigger.sentence.end) is not None


_ON_TODAY = re.compile(
    r"(?<!-)\b(?:holds|has a (?=meeting|talk|conversation)|sees|receives|chairs|addresses|meets|takes place|figures among)\b"
)


def _is_on_today(trigger: Trigger) -> bool:
    """Whether a meeting is told in the present: "on Tuesday the guest meets the prime minister"; a heading is no clause."""
    return trigger.sentence.segment.kind != "heading" and _ON_TODAY.search(_words(trigger)) is not None


def _by_day(trigger: Trigger) -> MeetingStatus | None:
    """What the day of a meeting, seen from the report's, tells; None when none near or none of its clause is told."""
    told, document = told_day(trigger.sentence, trigger.match.start), trigger.sentence.document
    if told is None:
        return None
    day, close = document.report.date, near(document, told[0]) and told[0].granularity == "day"
    if told[0].first > day and (close or trigger.start <= told[1].start < trigger.end):
        return "planned"
    return "held" if close and told[0].last < day else None


# how "the visit", "their official talks", "Kenya's visit" begin, and what stands before "high-level meeting" alone
_DEFINITE = re.compile(
    r"(?:[\w’'-]*\s){0,4}?(?:the|this|these|his|her|their|its|they|both)\b|[^.;]{0,3}['’]s? ", re.IGNORECASE
)
_INDEFINITE = re.compile(r"\ban?(?: [\w-]+){0,3}[ -]$", re.IGNORECASE)


def is_dated(trigger: Trigger) -> bool:
    """Whether the clause of a stretch tells a date."""
    told = told_day(trigger.sentence, trigger.match.start)
    return told is not None and trigger.start <= told[1].start < trigger.end


def _is_another(trigger: Trigger) -> bool:
    """Whether its words tell it from the one told before: "the next visit", "the first talks"."""
    text, match = trigger.sentence.document.text, trigger.match
    start = max(trigger.sentence.start, match.start - len("the "))
    another = cue_pattern("meetings", "course", "another").search(text, start, match.end)
    return another is not None or any(is_amount(mention, AmountKind.ORDINAL) for mention in match.mentions())


def is_told_again(trigger: Trigger) -> bool:
    """Whether a stretch speaks of a meeting as of one told before: "after their talks", "during the visit"."""
    if "first" in trigger.match.frame.fields:
        return not (_is_another(trigger) and is_dated(trigger))
    return is_bare(trigger)


def is_bare(trigger: Trigger) -> bool:
    """Whether a stretch names a meeting as one told before: "during the visit", without who, when or where of its own."""
    text, match = trigger.sentence.document.text, trigger.match
    if match.mentions("to") or match.mentions(None, Kind.PERSON, Kind.CITY) or is_dated(trigger):
        return False
    start = max(trigger.sentence.start, match.start - len("the "))
    if _DEFINITE.match(text, start, match.end) is None:
        return False
    if _INDEFINITE.search(text, max(trigger.sentence.start, match.start - len("a regular high-level ")), match.start):
        return False
    return not _is_another(trigger)
