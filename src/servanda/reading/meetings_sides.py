"""Which states and bodies are the sides of a meeting."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from servanda.reading.context import NEVER_A_SIDE, states_for
from servanda.reading.document import Document, is_amount, state_of
from servanda.reading.frames import load_lexicon
from servanda.reading.meetings_trigger import Trigger
from servanda.terms.claims import Person
from servanda.terms.mentions import AmountKind, Kind, Mention, StateValue
from servanda.terms.states import groups, is_state

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


# of several sides, whatever two of them a sentence names
_MANY_SIDED = re.compile(
    r"\b(?:regional|trilateral|quadrilateral|multilateral|extraordinary|leaders[’']|heads of (?:state|government)|"
    r"for democracy|members?|countries of|sidelines|margins|edge of|Central Asia|C5)\b",
    re.IGNORECASE,
)
_OF_TWO = re.compile(
    r"(?:bilateral|their|[-–]\s?\w+) summit\b|summit (?:talks |meeting )?(?:between|with)\b", re.IGNORECASE
)


def _is_of_more(mention: Mention) -> bool:
    """Whether a mention beside "summit" tells of more than two states: a body, or how many there were before."""
    code = state_of(mention)
    of_body = mention.kind is Kind.BODY or (code is not None and not is_state(code))
    return of_body or is_amount(mention, AmountKind.ORDINAL)


def is_two_sided(trigger: Trigger, states: Sequence[str], people: Sequence[Person]) -> bool:
    """Whether a summit is one of two states: two persons or its words say so, no body, number or word tells of more."""
    document, match = trigger.sentence.document, trigger.match
    if len(states) != 2 or not all(is_state(code) for code in states):
        return False
    start, end = max(trigger.start, match.start - 40), match.end + 40
    near = document.within(max(trigger.start, match.start - len("Organisation ")), match.end)
    if any(map(_is_of_more, near)) or _MANY_SIDED.search(document.text, start, end) is not None:
        return False
    return len({one.state for one in people}) > 1 or _OF_TWO.search(document.text, start, end) is not None


_MANY = 3
# at leaders' level, by the words of an office or of those who met
_LEADING = re.compile(
    r"\b(?:president|prime minister|premier|chancellor|king|queen|emperor|emir|amir|sultan|crown prince|taoiseach|"
    r"heads? of (?:state|government|the state))\b",
    re.IGNORECASE,
)
_NOT_LEADING = re.compile(
    r"\b(?:vice|deputy|speaker|parliament|assembly|bundestag|senate|court|bank|company|first lady)\b", re.IGNORECASE
)
_LEADERS = re.compile(
    r"(?<!business )\b(?:leaders|presidents|prime ministers|heads of (?:state|government|state and government))\b",
    re.IGNORECASE,
)  # fmt: skip


def _leads(one: Person) -> bool:
    """Whether an office is that of a leader of a state."""
    office = one.office or ""
    return _LEADING.search(office) is not None and _NOT_LEADING.search(office) is None


def is_of_leaders(trigger: Trigger, states: Sequence[str], people: Sequence[Person]) -> bool:
    """Whether a meeting is one of three states or more at leaders' level: by who came, or by "leaders of" so many."""
    if len({one.state for one in people if one.state is not None and _leads(one)}) >= _MANY:
        return True
    match = trigger.match
    low = max(trigger.start, match.start - len("Leaders of the ASEAN "))
    told = _LEADERS.search(trigger.sentence.document.text, low, match.end)
    many = len(states) >= _MANY or any(code in groups() for code in states)
    return told is not None and many and all(map(_leads, people))


_BODY_SITS = re.compile(
    r"\b(?:Commission|Committee|Council|Dialogue|Working Group|Task Force)\b[^.;:]{0,70}\b(?:met|meets?|convened?|gathers?|sits?|sat)\b"
)


def is_of_body(trigger: Trigger) -> bool:
    """Whether it is a commission, council or the like that meets, and nobody by name."""
    match, document = trigger.match, trigger.sentence.document
    if next(document.within(match.start, match.end, Kind.PERSON), None) is not None:
        return False
    return _BODY_SITS.search(document.text, match.start, match.end) is not None
