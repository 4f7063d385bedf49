"""States, cities, bodies and persons named in a text.

How it goes: words (`names_tokens`), states and cities (`names_places`), bodies (`names_bodies`), offices
(`names_offices`), persons (`names_persons`), and last who is meant by a surname or an office alone (`names_links`).
"""

from __future__ import annotations

from collections.abc import Sequence

from servanda.reading.names_bodies import find_bodies
from servanda.reading.names_ground import Body, Scene, ground, scene
from servanda.reading.names_links import link
from servanda.reading.names_persons import find_persons
from servanda.reading.names_places import find_places
from servanda.reading.names_tokens import Token, tokens
from servanda.terms.mentions import BodyValue, Kind, Mention, PersonValue, StateValue, Value


def _mention(text: str, line: Sequence[Token], first: int, end: int, value: Value) -> Mention:
    kinds = {StateValue: Kind.STATE, BodyValue: Kind.BODY, PersonValue: Kind.PERSON}
    start, stop = line[first].start, line[end - 1].end
    return Mention(start, stop, text[start:stop], kinds.get(type(value), Kind.CITY), value)


def _body(text: str, line: Sequence[Token], body: Body) -> Mention:
    name = " ".join(text[line[body.first].start : line[body.end - 1].end].split())
    return _mention(text, line, body.first, body.end, BodyValue(name, body.state))


def _persons(text: str, sight: Scene) -> list[Mention]:
    line = sight.ground.line
    return [
        _mention(text, line, p.person.first, p.person.end, PersonValue(p.name, p.office, p.state, p.person.plural))
        for p in link(sight, text, find_persons(sight, text))
    ]


def find_names(text: str) -> list[Mention]:
    """Every state, city, body and person named in the text, sorted by start, the longer first.

    Containers are given and, besides, the states and cities inside them: the PERSON "President of Kazakhstan
    Kassym-Jomart Tokayev" and the STATE "Kazakhstan". A body inside a person's office is not given apart. Nothing else
    overlaps. A person's value carries what the whole text tells: the fullest form of the name (also for a bare surname,
    and for an office alone: the first named person who holds it), the office and the state. Time is linear in the text.
    """
    line = tokens(text)
    places = find_places(line)
    plot = ground(line, places)
    bodies = find_bodies(plot)
    persons = _persons(text, scene(plot, bodies))
    taken = {at for person in persons for at in range(person.start, person.end)}
    outside = [
        m for m in (_body(text, line, body) for body in bodies) if m.start not in taken and m.end - 1 not in taken
    ]
    found = [*persons, *outside, *(_mention(text, line, p.first, p.end, p.value) for p in places)]
    return sorted(found, key=lambda m: (m.start, -m.end))
