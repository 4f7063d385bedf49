"""Activities: something definite done or under way in cooperation that is no meeting, document or promise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import cast

from servanda.reading.context import states_for, times
from servanda.reading.cues import cue_pattern, cue_table, nearest
from servanda.reading.document import Document, Sentence
from servanda.reading.polarity import clause, is_hypothetical, is_negated
from servanda.terms.claims import Activity, ActivityStatus, ActivityType, Claim
from servanda.terms.dates import Edtf
from servanda.terms.mentions import CityValue, Kind, StateValue, TimeRole
from servanda.terms.reading import Unread

# statuses that make a bare noun a thing done; a plan alone is a commitment's business
_DONE = frozenset({"completed", "ongoing", "held"})
_ORDER: tuple[ActivityStatus, ...] = ("cancelled", "planned", "completed", "ongoing", "held")
_TAIL = re.compile(
    r"(?:\s+(?:of|for|in|between|on|from|to|and|the|at|with|a|an)\b|\s+(?!(?:was|were|is|are|has|have|had|will|would|which|that|who|"
    r"as|by|after|during|opened|launched|took|continues|began|began|being|been|be|should|can|could|also|within|since)\b)[\w'’–-]+){0,9}"
)
_FRONT = re.compile(
    r"(?:[A-Z][\w'’–-]+(?:\s+|-)(?:(?:of|and|the)\s+)?){0,6}$|(?:(?:first|second|new|joint|direct|regular|large|railway|road)\s+){1,3}$"
)


@dataclass(frozen=True, slots=True)
class Trigger:
    """A noun that names an activity, with its clause and what the clause says of it."""

    sentence: Sentence
    type: ActivityType
    start: int
    end: int
    status: ActivityStatus


def _status(sentence: Sentence, start: int) -> ActivityStatus | None:
    """What the words nearest to a noun in its clause say of it."""
    text = sentence.document.text
    low, high = clause(text, start, first=sentence.start, last=sentence.end)
    table: dict[str, re.Pattern[str]] = {name: cue_pattern("activities", "status", name) for name in _ORDER}
    found = nearest(table, text, low, high, start)
    return cast("ActivityStatus", found[0]) if found is not None else None


def _triggers(document: Document) -> Iterator[Trigger]:
    for sentence in document.sentences:
        taken = sentence.start
        options = [
            (match.start(), -match.end(), name)
            for name, pattern in cue_table("activities", "nouns").items()
            for match in pattern.finditer(document.text, sentence.start, sentence.end)
        ]
        for start, minus_end, name in sorted(options):
            if start < taken:
                continue
            status = _status(sentence, start)
            if status is None:
                continue
            taken = -minus_end
            yield Trigger(sentence, cast("ActivityType", name), start, -minus_end, status)


def _name(document: Document, trigger: Trigger) -> tuple[int, int]:
    """The noun with the names before it and the words that belong to it behind."""
    text = document.text
    low = max(trigger.sentence.start, trigger.start - 60)
    front = _FRONT.search(text[low : trigger.start])
    start = low + front.start() if front is not None else trigger.start
    tail = _TAIL.match(text, trigger.end, trigger.sentence.end)
    end = tail.end() if tail is not None else trigger.end
    words = text[start:end]
    words = re.sub(r"(?:\s+(?:of|for|in|between|on|from|to|and|the|at|with|a|an))+$", "", words)
    return start, start + len(words)


def _place(document: Document, start: int, end: int) -> str | None:
    """Where it is, told with "in" or "at" inside its name or right behind it."""
    for mention in document.within(start, min(len(document.text), end + 40), Kind.CITY, Kind.STATE):
        before = document.text[max(0, mention.start - 8) : mention.start]
        if re.search(r"\b(?:in|at)\s+(?:the\s+)?$", before):
            if isinstance(mention.value, CityValue):
                return mention.value.name
            if isinstance(mention.value, StateValue) and not mention.value.adjective:
                return mention.text
    return None


def _date(trigger: Trigger, start: int, end: int) -> Edtf | None:
    options = []
    for mention, value in times(trigger.sentence.mentions):
        if value.role in (TimeRole.SET, TimeRole.DURATION, TimeRole.TERM):
            continue
        options.append((min(abs(mention.start - end), abs(start - mention.end)), mention.start, value.edtf))
    options.sort(key=lambda o: o[:2])
    return options[0][2] if options and options[0][0] < 80 else None


def _claim(trigger: Trigger) -> Claim | None:
    sentence, document = trigger.sentence, trigger.sentence.document
    named = document.text[trigger.start : trigger.end][0].isupper()
    if trigger.status not in _DONE and not named:
        return None
    if is_negated(document.text, trigger.start, first=sentence.start, last=sentence.end):
        return None
    if is_hypothetical(document.text, trigger.start, first=sentence.start, last=sentence.end):
        return None
    start, end = _name(document, trigger)
    name = " ".join(document.text[start:end].split())
    if len(name.split()) < 2:
        return None
    what = Activity(
        type=trigger.type,
        name=name[:120],
        status=trigger.status,
        date=_date(trigger, start, end),
        place=_place(document, start, end),
        states=states_for(sentence, start, end),
    )
    low, high = clause(document.text, trigger.start, first=sentence.start, last=sentence.end)
    return document.claim(
        what, [(min(low, start), max(high, end)), (sentence.start, sentence.end)], rule=f"activities.{trigger.type}"
    )


def _same(a: Activity, b: Activity) -> bool:
    left, right = set(a.name.casefold().split()), set(b.name.casefold().split())
    return a.type == b.type and len(left & right) / min(len(left), len(right)) >= 0.6


def _once(claims: Sequence[Claim]) -> list[Claim]:
    kept: list[Claim] = []
    for claim in claims:
        at = next(
            (n for n, k in enumerate(kept) if _same(cast("Activity", k.what), cast("Activity", claim.what))), None
        )
        if at is None:
            kept.append(claim)
        else:
            kept[at] = replace(kept[at], quotes=tuple(dict.fromkeys((*kept[at].quotes, *claim.quotes))))
    return kept


def read(document: Document) -> tuple[list[Claim], list[Unread]]:
    """The activities of a report, each once."""
    return _once([claim for trigger in _triggers(document) if (claim := _claim(trigger)) is not None]), []
