"""Who is meant by a surname or an office alone: links to the full names told elsewhere in the same text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from servanda.reading.names_ground import Scene
from servanda.reading.names_holders import Person
from servanda.reading.names_leaders import is_leader_surname, leader_state, name_words
from servanda.reading.names_people import (
    Known,
    People,
    against,
    gather,
    is_general,
    leads_a_state,
    office_key,
    told_name,
)
from servanda.reading.names_sides import main_states, sides
from servanda.reading.names_words import listed
from servanda.terms.states import is_state

# people among whom the holder of an office is sought, so that a hostile text costs no more than its length
_HOLDERS = 200


@dataclass(frozen=True, slots=True)
class Linked:
    """A person at its place with what the whole text tells of it."""

    person: Person
    name: str | None
    office: str | None
    state: str | None


def _surnames(scene: Scene, persons: Sequence[Person], people: People) -> list[Person]:
    """Bare surnames, of the text's own persons and of well-known leaders, outside of what is found already."""
    line = scene.ground.line
    aliases = {alias for known in people.all for alias in known.aliases}
    taken = {n for one in persons for n in range(one.first, one.end)}
    taken |= {n for one in scene.starts.values() for n in range(one.first, one.end)}
    taken |= {n for one in scene.ground.starts.values() for n in range(one.first, one.end)}

    def is_alias(at: int) -> bool:
        token = line[at]
        return at not in taken and token.capital and (token.lower in aliases or is_leader_surname(token.lower))

    found: list[Person] = []
    at = 0
    while at < len(line):
        end = at
        while end < len(line) and is_alias(end) and (end == at or scene.ground.joined(end)):
            end += 1
        if end > at:
            found.append(Person(at, end, (at, end)))
        at = end + 1
    return found


def _holders(person: Person, people: Sequence[Known]) -> list[Known]:
    """Those whom an office alone may mean."""
    if person.head is None or person.plural or person.office is None:
        return []
    key, head = office_key(person.office), person.head.singular

    def holds(known: Known) -> bool:
        if known.office is None or (person.state and known.state != person.state):
            return False
        if is_general(head):
            return known.head in listed("offices.toml", "leading") and leads_a_state(known.office, known.head)
        if is_general(known.head):
            return person.state is not None and head in listed("offices.toml", "leading") and len(key) == 1
        return office_key(known.office) == key or (known.head == head and len(key) == 1)

    fitting = [known for known in people if holds(known)]
    if len(fitting) > 1 and is_general(head):
        fitting = [known for known in fitting if known.head != "prime minister"] or fitting
    return fitting


def _add_states(people: People, persons: Sequence[Person], scene: Scene) -> None:
    """Gives a state to those without: a leader's own, else the side whose officials the text never qualifies."""
    for known in people.all:
        if known.state is None:
            known.state = leader_state(known.words, known.head)
            known.unqualified = known.state is not None
    home = _home(people, persons, scene)
    for known in people.all:
        if known.state is None and known.office is not None:
            known.state = home


def _add_offices(people: People, whole: Sequence[Person], scene: Scene, text: str) -> None:
    """Gives an office to those without: the other's, for "his counterpart X"; a leader's that is told with no name."""
    last: Known | None = None
    for person in whole:
        if person.name is None:
            _give(person, people.all[:_HOLDERS])
            continue
        known = next(iter(people.fitting(name_words(told_name(scene, text, person)))), None)
        if (
            known
            and known.office is None
            and person.head
            and person.head.relative
            and last is not None
            and last is not known
        ):
            known.office, known.head = last.office, last.head
        if known and known.office is not None:
            last = known


def _give(person: Person, people: Sequence[Known]) -> None:
    """Gives an office told with a state alone to the one leader of that state who has none yet."""
    if (
        person.head is None
        or person.plural
        or person.state is None
        or person.head.singular not in listed("offices.toml", "leading")
    ):
        return
    of_state = [known for known in people if person.state and known.state == person.state]
    without = [known for known in of_state if known.office is None and leader_state(known.words, None)]
    if len(without) == 1 and not _holders(person, of_state):
        without[0].office, without[0].head = person.office, person.head.singular


def _home(people: People, persons: Sequence[Person], scene: Scene) -> str | None:
    """Of the two states a text is about, the one whose officials alone it tells without their state; else None."""
    main = main_states(scene)
    qualified = {code for code in main if any(person.state == code for person in persons)}
    other = next((code for code in main if code not in qualified), None)
    bare = {known.state for known in people.all if known.office and known.state in qualified and known.unqualified}
    return other if len(qualified) == 1 and not bare and other and is_state(other) else None


def _of_name(person: Person, name: str, people: People, last: dict[int, int]) -> Linked:
    """A name with what is known of the person; of namesakes, one whose office is told, then the last told of."""
    fitting = people.fitting(name_words(name))
    agreeing = [k for k in fitting if against(k, person) < 2] or fitting
    known = max(agreeing, key=lambda k: (k.office is not None, last.get(k.number, -1), -k.first), default=None)
    if known is None:
        return Linked(person, name, person.office, person.state)
    last[known.number] = person.first
    vague = person.office is None or (person.head is not None and is_general(person.head.singular))
    office = known.office if vague and known.office else person.office
    return Linked(person, known.name, office, person.state or known.state)


def _of_office(person: Person, people: People, scene: Scene) -> Linked:
    """An office alone with its holder; of several, the one told of first in the text: the report's own side, mostly."""
    indefinite = person.first > 0 and scene.ground.line[person.first - 1].lower in listed("offices.toml", "indefinite")
    fitting = [] if indefinite else _holders(person, people.all[:_HOLDERS])
    known = min(fitting, key=lambda k: k.first, default=None)
    if known is None:
        return Linked(person, None, person.office, person.state)
    vague = person.head is not None and is_general(person.head.singular)
    return Linked(person, known.name, known.office if vague else person.office, person.state or known.state)


def link(scene: Scene, text: str, persons: Sequence[Person]) -> list[Linked]:
    """Every person, bare surnames included, with name, office and state as the whole text tells them; in order."""
    placed = sides(scene, persons)
    extra = _surnames(scene, placed, gather(scene, text, placed))
    whole = sorted([*placed, *extra], key=lambda person: person.first)
    people = gather(scene, text, whole)
    _add_states(people, persons, scene)
    _add_offices(people, whole, scene, text)
    last: dict[int, int] = {}
    return [
        _of_name(person, told_name(scene, text, person), people, last)
        if person.name
        else _of_office(person, people, scene)
        for person in whole
    ]
