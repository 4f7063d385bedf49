"""How far an undertaking has come as its report tells it: still ahead, under way, or done."""

from __future__ import annotations

import re

from servanda.reading.commitments_acts import Trigger, is_passive
from servanda.reading.cues import cue_pattern
from servanda.terms.claims import CommitmentStatus

# how far behind the words of undertaking the words for what goes on may stand, in characters
_REACH = 18
# "committed to furthering ongoing work": those that stand right before what is done may stand further off
_FURTHER = 34
# "the minister continues, it is planned": who goes on speaking undertakes nothing
_SPEAKS_ON = re.compile(r"\bcontinue[sd]\s*,")


def told_status(trigger: Trigger, start: int, end: int, quote_from: int) -> CommitmentStatus:
    """The status of an act that stands at ``[start, end)``, its quote from ``quote_from`` on."""
    first = min(start, quote_from)
    if is_passive(trigger, end):
        return "open"
    if _goes_on(trigger, first, max(start, trigger.end), end):
        return "in_progress"
    return "done" if _is_done(trigger, first, end) else "open"


def _is_done(trigger: Trigger, first: int, end: int) -> bool:
    """Whether the act is told as done, and no words of undertaking stand by it: "had recently been finalised"."""
    if trigger.end > trigger.start:
        return False
    return cue_pattern("commitments", "done", "words").search(trigger.sentence.document.text, first, end) is not None


def _goes_on(trigger: Trigger, first: int, act: int, end: int) -> bool:
    """Whether the words of undertaking or the first of the act tell that it is being done already."""
    text = trigger.sentence.document.text
    told = cue_pattern("commitments", "ongoing", "words").search(text, first, min(end, act + _REACH))
    if told is not None and _SPEAKS_ON.match(text, told.start()) is None:
        return True
    nouns = cue_pattern("commitments", "ongoing", "nouns").search(text, first, min(end, act + _FURTHER))
    if nouns is not None:
        return True
    return (
        trigger.end == trigger.start
        and cue_pattern("commitments", "ongoing", "doing").search(text, first, end) is not None
    )
