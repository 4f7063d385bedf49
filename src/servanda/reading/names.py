"""States, cities, bodies and persons named in a text."""

from __future__ import annotations

from servanda.reading.names_places import Place, find_places
from servanda.reading.names_tokens import Token, tokens
from servanda.terms.mentions import Kind, Mention, StateValue


def _mention(text: str, line: list[Token], place: Place) -> Mention:
    start, end = line[place.first].start, line[place.end - 1].end
    kind = Kind.STATE if isinstance(place.value, StateValue) else Kind.CITY
    return Mention(start, end, text[start:end], kind, place.value)


def find_names(text: str) -> list[Mention]:
    """Every state, city, body and person named in the text, sorted by start, the longer first.

    Containers are given and, besides, the states and cities inside them: the PERSON "President of Kazakhstan Kassym-Jomart
    Tokayev" and the STATE "Kazakhstan". Apart from that nothing overlaps. Time is linear in the text.
    """
    line = tokens(text)
    return [_mention(text, line, place) for place in find_places(line)]
