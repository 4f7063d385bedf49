"""A stretch that tells of a meeting, and whether it was held."""

from __future__ import annotations

import re
from dataclasses import dataclass

from servanda.reading.context import near, told_day
from servanda.reading.cues import cue_pattern
from servanda.reading.document import Sentence
from servanda.reading.frames import Match
from servanda.terms.claims import MeetingStatus, MeetingType


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


# where the words around a stretch stop to speak of it
_BREAK = re.compile(r"[,;:()\n“”\"]| [-–—] |\.(?=\s)|\b(?:who|which|whose|where|while|after)\b")
_BEFORE, _BEHIND = 60, 40


def _words(trigger: Trigger) -> str:
    """The stretch with the words around it that are of the same part of the sentence."""
    text, match = trigger.sentence.document.text, trigger.match
    start, end = max(trigger.sentence.start, match.start - _BEFORE), min(trigger.sentence.end, match.end + _BEHIND)
    before = [mark.end() for mark in _BREAK.finditer(text, start, match.start)]
    behind = _BREAK.search(text, match.end, end)
    return text[max([start, *before]) : behind.start() if behind is not None else end]


def status_of(trigger: Trigger) -> MeetingStatus:
    """Held, unless the words of its part of the sentence, or its day, look ahead."""
    words = _words(trigger)
    told = told_day(trigger.sentence, trigger.match.start)
    day = trigger.sentence.document.report.date
    if cue_pattern("meetings", "status", "cancelled").search(words):
        return "cancelled"
    if cue_pattern("meetings", "status", "proposed").search(words) and not cue_pattern(
        "meetings", "status", "invited"
    ).search(words):
        return "proposed"
    if told is not None and near(trigger.sentence.document, told[0]) and told[0].granularity == "day":
        if told[0].first > day:
            return "planned"
        if told[0].last < day and not cue_pattern("meetings", "status", "ahead").search(words):
            return "held"
    ahead = (cue_pattern("meetings", "status", name) for name in ("ahead", "planned"))
    return "planned" if any(cue.search(words) for cue in ahead) else "held"
