"""Persons in a text: a name behind or before an office, behind an honorific, or by itself."""

from __future__ import annotations

from dataclasses import replace

from servanda.reading.names_forms import bare_name, courtesy, name_end, opening
from servanda.reading.names_ground import Scene
from servanda.reading.names_holders import (
    Person,
    chain_of,
    holders_of,
    joined_offices,
    names_from,
    office_from,
    state_after,
)
from servanda.reading.names_offices import Office, office_at, title_at
from servanda.reading.names_words import is_common, listed


def _at_office(scene: Scene, text: str, office: Office, start: int) -> list[Person]:
    chain = chain_of(scene, text, office)
    first = min(start, office.first)
    while chain:
        holders = holders_of(scene, chain, first)
        if holders:
            return [_apposed(scene, text, holders[0])] if len(holders) == 1 else holders
        chain.pop()
    if not office.told:
        return []
    if office.head.relative and office.head.plural:
        return []
    return [Person(office.first, office.end, None, office.text, office.state, office.head, told=office.told)]


def _rank_only(person: Person) -> bool:
    """Whether an office is a rank that a further office may explain: "Ambassador X, Director General of …"."""
    return person.head is not None and person.head.singular == "ambassador" and person.state is None


def _apposed(scene: Scene, text: str, person: Person) -> Person:
    """A named person with the office told behind the name: "Xi Jinping, President of China"."""
    ground = scene.ground
    if (person.office and not _rank_only(person)) or ground.lower(person.end) not in {",", "(", "-", "–", "—"}:
        return person
    begin = person.end + 1
    begin += ground.lower(begin) in {"the", "a", "an", "his", "her", "its"}
    office = office_from(scene, text, begin) if ground.joined(begin) else None
    if office is None or not office.told or office.head.plural or names_from(scene, office.end, many=False):
        return person
    chain = chain_of(scene, text, office)
    if len(chain) > 1 and names_from(scene, chain[-1].end, many=False):
        chain = chain[:1]
    state = next((o.state for o in chain if o.state), person.state)
    closed = chain[-1].end + (ground.lower(person.end) == "(" and ground.lower(chain[-1].end) == ")")
    words = None if office.head.relative else joined_offices(chain)
    return replace(person, end=closed, office=words or person.office, state=state, head=office.head)


def _before_office(scene: Scene, text: str, first: int) -> int:
    """The end of two or more unknown capitals that an office explains: "Tapan Ghosh, Senior Secretary in …"."""
    ground = scene.ground
    if not ground.line[first].capital or first in ground.starts:
        return first
    end = name_end(scene, first, anchored=not opening(scene, first))
    if end < first + 2 or ground.lower(end) != "," or is_common(ground.line[end - 1].lower):
        return first
    begin = end + 1 + (ground.lower(end + 1) in {"the", "a"})
    office = office_from(scene, text, begin) if ground.joined(begin) else None
    return (
        end
        if office and office.told and not office.head.plural and not names_from(scene, office.end, many=False)
        else first
    )


def _is_namesake(scene: Scene, end: int) -> bool:
    """Whether a name is that of a place behind it: "Indira Gandhi International Airport"."""
    line = scene.ground.line
    for at in range(end, min(end + 3, len(line))):
        if not line[at].capital or line[at].breaks:
            return False
        if line[at].lower in listed("persons.toml", "named_after"):
            return True
    return False


def _at_name(scene: Scene, text: str, at: int) -> Person | None:
    """The person who begins at ``at`` with an honorific or a full name."""
    line = scene.ground.line
    begin = courtesy(scene, at)
    if begin > at and scene.ground.joined(begin):
        end = name_end(scene, begin, anchored=True)
    else:
        begin, end = at, bare_name(scene, at)
        if end == begin:
            end = _before_office(scene, text, at)
    if end == begin or (begin == at and not line[at].capital) or _is_namesake(scene, end):
        return None
    stop, state = state_after(scene, end)
    return _apposed(scene, text, Person(at, stop, (begin, end), state=state))


def find_persons(scene: Scene, text: str) -> list[Person]:
    """The persons of a text in order, without overlaps, each as told at its place."""
    found: list[Person] = []
    line = scene.ground.line
    at = floor = 0
    start: int | None = None
    while at < len(line):
        titled = title_at(scene, at)
        office = None if titled > at else office_at(scene, text, at, floor)
        persons = _at_office(scene, text, office, office.first if start is None else start) if office else []
        if not persons and titled == at and (person := _at_name(scene, text, at)) is not None:
            persons = [person]
        if persons:
            found += persons
            at = floor = max(persons[-1].end, at + 1)
            start = None
        elif titled > at:
            start = at if start is None else start
            at = titled
        elif at in scene.starts or at in scene.ground.starts:
            at = scene.starts[at].end if at in scene.starts else scene.ground.starts[at].end
            start = None
        else:
            start = start if line[at].text in {",", "-", "–", "—", "the"} and start is not None else None
            at += 1
    return found
