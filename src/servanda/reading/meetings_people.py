"""Who takes part in a meeting, as the sentence, the ones around it, or the report as a whole tell."""

from __future__ import annotations

import re

from servanda.reading.context import last_named, leaders, people_in
from servanda.reading.cues import cue_pattern
from servanda.reading.document import states_in
from servanda.reading.meetings_trigger import Trigger
from servanda.terms.claims import Person
from servanda.terms.mentions import Kind

_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he)\b")
_BOTH = re.compile(
    r"\b(?:two|both|the)\s+(?:presidents|leaders|heads of state|prime ministers|ministers|sides)\b", re.IGNORECASE
)


def visitor_of(trigger: Trigger, host: str | None) -> tuple[Person, ...]:
    """Who travels: named in the trigger, else nearest before or behind it, else told last before; no one from the host."""
    sentence, document = trigger.sentence, trigger.sentence.document
    before = people_in(list(document.within(sentence.start, trigger.match.start, Kind.PERSON)))
    behind = people_in(list(document.within(trigger.match.start, sentence.end, Kind.PERSON)))
    last = last_named(document, trigger.match.start)
    options = (*people_in(trigger.match.mentions("who", Kind.PERSON))[-1:], *reversed(before), *behind)
    for one in (*options, *((last,) if last is not None else ())):
        if one.state is None or one.state != host:
            return (one,)
    # the host's own people are told of alone: the guest is whom the report tells of most from elsewhere
    guests = leaders(document, [code for code in document.sides if code != host])
    return guests[:1] if not options and sentence.start else ()


# meetings of two, where one who is told of meets somebody
_OF_TWO = frozenset({"meeting", "call", "press_conference", "ceremony"})


def _counterpart(trigger: Trigger, people: tuple[Person, ...]) -> tuple[Person, ...]:
    """Who met the one person told of: the last one before from another state, else the leader of the other side."""
    document, known = trigger.sentence.document, people[0]
    before = people_in(list(document.within(max(0, trigger.match.start - 600), trigger.match.start, Kind.PERSON)))
    for one in reversed(before):
        if one.name is not None and one.state is not None and known.state is not None and one.state != known.state:
            return (one, known)
    others = [code for code in document.sides if code != known.state]
    top = leaders(document, others) if known.state in document.sides else ()
    return (known, *top[:1])


def _chairs(trigger: Trigger) -> tuple[Person, ...]:
    """Who heads a session, as its own or the next sentence tells."""
    document = trigger.sentence.document
    for sentence in document.sentences[trigger.sentence.index : trigger.sentence.index + 3]:
        if cue_pattern("meetings", "chairs", "verbs").search(document.text, sentence.start, sentence.end):
            people = tuple(p for p in people_in(sentence.of_kind(Kind.PERSON)) if p.name is not None)
            if people:
                return people[:2]
    return ()


def participants_of(trigger: Trigger) -> tuple[Person, ...]:
    """Who meets: the persons of the sentence, "he" and "both leaders" told by name, and whom the one told of met."""
    sentence, document = trigger.sentence, trigger.sentence.document
    people = people_in(sentence.of_kind(Kind.PERSON))
    if _PRONOUN.search(document.text, trigger.start, trigger.match.end):
        one = last_named(document, trigger.match.start)
        people = tuple(dict.fromkeys((*((one,) if one is not None else ()), *people)))
    if len(people) < 2 and (_BOTH.search(sentence.text) or not people) and trigger.type in (*_OF_TWO, "session"):
        if trigger.type == "session" and not _BOTH.search(sentence.text):
            return people or _chairs(trigger)
        states = states_in(sentence.mentions)
        top = leaders(document, states if len(states) == 2 else document.sides)
        people = tuple(dict.fromkeys((*people, *top))) if len(top) == 2 else people
    if len(people) == 1 and trigger.type in _OF_TWO:
        people = _counterpart(trigger, people)
    return people[:8]
