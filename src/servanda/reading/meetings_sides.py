"""Which states and bodies are the sides of a meeting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from servanda.reading.context import NEVER_A_SIDE, states_for
from servanda.reading.document import Document, state_of
from servanda.reading.frames import load_lexicon
from servanda.reading.meetings_trigger import Trigger
from servanda.terms.claims import Person
from servanda.terms.mentions import Kind, Mention, StateValue
from servanda.terms.states import groups

# what many sides hold together, in a place that need not be one of them
_HELD_TOGETHER = frozenset({"summit", "session", "forum"})


def _is_venue(document: Document, mention: Mention) -> bool:
    """Whether a mention only tells where: a city, a state behind one or behind "in"."""
    if mention.kind is Kind.CITY:
        return True
    if not isinstance(mention.value, StateValue) or mention.value.adjective:
        return False
    before = document.text[max(0, mention.start - len(" in the ")) : mention.start]
    cities = (m.end for m in document.within(max(0, mention.start - len("City, ") * 5), mention.start, Kind.CITY))
    behind_city = any(document.text[end : mention.start] == ", " for end in cities)
    return behind_city or before.endswith((" in ", " in the "))


def _named(document: Document, start: int, end: int) -> set[str]:
    """The sides that a stretch names, those of regions by their members."""
    mentions = [m for m in document.within(start, end) if not _is_venue(document, m)]
    found = {code for code in map(state_of, mentions) if code is not None and code not in NEVER_A_SIDE}
    text = document.text[start:end]
    regions = load_lexicon("meetings").get("regions")
    for name in regions if isinstance(regions, list) else ():
        found |= set(groups().get(name, ())) if name in text else set()
    return found


def _seated(document: Document, codes: set[str]) -> set[str]:
    """The sides with a body in the place of the state that only its seat tells of: the European Union for Brussels."""
    found = set(codes)
    for state, body in _seats():
        named = any(isinstance(m.value, StateValue) and m.value.code == state for m in document.mentions)
        if state in found and not named and document.state_counts[body]:
            found = (found - {state}) | {body}
    return found


def _seats() -> Iterator[tuple[str, str]]:
    seats = load_lexicon("meetings").get("body_seats")
    return iter(seats.items() if isinstance(seats, dict) else ())


def sides_of(trigger: Trigger, participants: Sequence[Person], host: str | None) -> tuple[str, ...]:
    """The sides: those of the participants, of a visit the host too, else those that the clause or its sentence names."""
    document, sentence = trigger.sentence.document, trigger.sentence
    told = {person.state for person in participants if person.state}
    if trigger.type == "visit" and host:
        told.add(host)
    if len(told) >= 2:
        return tuple(sorted(_seated(document, told)))
    if trigger.type in _HELD_TOGETHER:
        for start, end in ((trigger.start, trigger.end), (sentence.start, sentence.end)):
            named = _named(document, start, end) | told
            if len(named) >= 2:
                return tuple(sorted(named))
    around = states_for(sentence, trigger.start, trigger.end)
    joined = told | set(around)
    return tuple(sorted(_seated(document, joined if len(joined) <= 3 else set(around))))
