"""Where a report may tell of an activity: a noun that names one, with the word of its clause that says how it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import cast

from servanda.errors import LexiconError
from servanda.reading.cues import cue_pattern, cue_table, nearest
from servanda.reading.document import Document, Sentence
from servanda.reading.frames import load_lexicon
from servanda.reading.polarity import clause, is_hypothetical, is_negated
from servanda.terms.claims import ActivityStatus, ActivityType
from servanda.terms.mentions import Kind

# how far a word may stand from a noun and still speak of it; at 45 and at 100 fewer annotated activities were read
REACH = 80
# no clause of prose is longer to either side of its noun
WINDOW = 500
STATUSES: tuple[ActivityStatus, ...] = ("cancelled", "planned", "completed", "ongoing", "held")
# a plan of these is an activity; a plan of anything else is what a side undertakes
PLANNED: frozenset[ActivityType] = frozenset(
    {"culture", "exhibition", "exercise", "training", "monument", "construction", "transport_link"}
)
HELD: frozenset[ActivityType] = frozenset({"culture", "exhibition", "exercise", "training"})
_NONE = re.compile(r"\bno\s+(?:[\w-]+\s+)?$", re.IGNORECASE)
_ROUTE = re.compile(r"[A-Z][\w’']+(?:\s?[-–]\s?[A-Z][\w’']+)+\s+(?:[a-z]+\s+)?$")


@dataclass(frozen=True, slots=True)
class Trigger:
    """A noun that names an activity, the clause it stands in, and what that says of it."""

    sentence: Sentence
    type: ActivityType
    start: int
    end: int
    status: ActivityStatus


@cache
def _only(name: str) -> frozenset[str]:
    table = load_lexicon("activities").get("only")
    words = table.get(name) if isinstance(table, dict) else None
    if not isinstance(words, list):
        raise LexiconError(f"lexicon activities: [only] {name} must be a list of words")
    return frozenset(str(word).casefold() for word in words)


def clause_at(sentence: Sentence, at: int) -> tuple[int, int]:
    """The clause around a place of a sentence, as far as it is read."""
    first, last = max(sentence.start, at - WINDOW), min(sentence.end, at + WINDOW)
    return clause(sentence.document.text, at, first=first, last=last)


_FIRST_STONE = re.compile(r"foundation stones?\b", re.IGNORECASE)


def _status(sentence: Sentence, start: int) -> ActivityStatus | None:
    """What the words nearest to a noun in its clause say of it."""
    text = sentence.document.text
    low, high = clause_at(sentence, start)
    table: dict[str, re.Pattern[str]] = {name: cue_pattern("activities", "status", name) for name in STATUSES}
    found = nearest(table, text, low, high, start)
    if found is not None and found[0] == "completed" and _FIRST_STONE.match(text, start):
        return "ongoing"  # with the stone the building begins
    if found is None or max(start - found[1].end(), found[1].start() - start) > REACH:
        return None
    return cast("ActivityStatus", found[0])


def _names_one(document: Document, start: int, end: int) -> bool:
    """Whether a noun names an activity where it stands: not inside a person's office or a document's title."""
    word = document.text[start:end]
    folded = word.casefold()
    if folded in _only("written_large") and not word[0].isupper():
        return False
    if folded in _only("after_route") and _ROUTE.search(document.text, max(0, start - 60), start) is None:
        return False
    around = document.within(max(0, start - 120), min(len(document.text), end + 120), Kind.PERSON, Kind.INSTRUMENT)
    return not any(mention.start <= start and end <= mention.end for mention in around)


def _runs(trigger: Trigger) -> bool:
    """Whether it is work that goes on, and no body that is only there."""
    return trigger.sentence.document.text[trigger.start : trigger.end].casefold() in _only("work")


def _holds(trigger: Trigger) -> bool:
    """Whether a thing of this type can stand so, and its clause neither denies nor only supposes it."""
    if trigger.status == "planned" and trigger.type not in PLANNED:
        return False
    if trigger.status == "held" and trigger.type not in HELD:
        return False
    # committees and funds exist for as long as they are told of: only their founding is done
    if trigger.status == "ongoing" and trigger.type == "other" and not _runs(trigger):
        return False
    sentence, text = trigger.sentence, trigger.sentence.document.text
    if _NONE.search(text, max(sentence.start, trigger.start - 30), trigger.start):
        return False
    first, last = clause_at(sentence, trigger.start)
    denied = is_negated(text, trigger.start, first=first, last=last)
    return not denied and not is_hypothetical(text, trigger.start, first=first, last=last)


def triggers(document: Document) -> Iterator[Trigger]:
    """The nouns of a report that may name activities, left to right, none inside another."""
    for sentence in document.sentences:
        taken = sentence.start
        options = [
            (match.start(), -match.end(), name)
            for name, pattern in cue_table("activities", "nouns").items()
            for match in pattern.finditer(document.text, sentence.start, sentence.end)
        ]
        for start, minus_end, name in sorted(options):
            if start < taken or not _names_one(document, start, -minus_end):
                continue
            status = _status(sentence, start)
            if status is None:
                continue
            taken = -minus_end
            trigger = Trigger(sentence, cast("ActivityType", name), start, -minus_end, status)
            if _holds(trigger):
                yield trigger
