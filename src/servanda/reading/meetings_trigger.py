"""A stretch that tells of a meeting, and whether it was held."""

from __future__ import annotations

from dataclasses import dataclass

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


def status_of(trigger: Trigger) -> MeetingStatus:
    """Held, unless the words of the clause before or at the trigger look ahead."""
    text = trigger.sentence.document.text
    words = text[
        max(trigger.sentence.start, trigger.match.start - 60) : min(trigger.sentence.end, trigger.match.end + 30)
    ]
    if cue_pattern("meetings", "status", "cancelled").search(words):
        return "cancelled"
    if cue_pattern("meetings", "status", "proposed").search(words):
        return "proposed"
    return "planned" if cue_pattern("meetings", "status", "planned").search(words) else "held"
