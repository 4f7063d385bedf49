"""Which side somebody stands for when the office does not tell: the words around, and the states a text is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from servanda.reading.names_ground import Scene
from servanda.reading.names_holders import Person
from servanda.reading.names_places import Place
from servanda.reading.names_words import listed

_BACK = 14  # words before a person in which "the Uzbek delegation was led by" is sought
_NEAR = 4  # words between two persons of a list
_BETWEEN = frozenset({",", ";", "and", "the"})
_STOPS = frozenset({".", ";", "!", "?"})


def state_beside(scene: Scene, first: int, end: int) -> str | None:
    """The state told by the words around a person: "the Uzbek side, led by X", "X, on behalf of Russia"; or None."""
    return _owner(scene, first) or _before(scene, first) or _behind(scene, end)


def _owner(scene: Scene, first: int) -> str | None:
    """The state of "Kenya's X" or "Kenyan X"."""
    ground = scene.ground
    owned = ground.lower(first - 1) in {"'s", "’s"} if ground.joined(first) else False
    place = ground.ends.get(first - owned) if ground.joined(first) else None
    return place.state if place and place.is_state and (owned or place.adjective) else None


def _before(scene: Scene, first: int) -> str | None:
    ground = scene.ground
    at = first - 1 - (ground.lower(first - 1) == "the")
    trigger = ground.lower(at) if at >= 0 and ground.joined(first) else ""
    led = trigger in listed("offices.toml", "among", "sides")
    if trigger != "by" and not led:
        return None
    for back in range(at - 1, max(at - _BACK, -1), -1):
        word = ground.line[back].lower
        if word in _STOPS or ground.line[back + 1].breaks:
            return None
        led = led or word in listed("offices.toml", "led", "sides") or word in listed("offices.toml", "groups", "sides")
        place = ground.ends.get(back + 1)
        if place is not None and place.is_state and led:
            paired = place.first > 0 and ground.line[place.first - 1].lower in {"and", "-"}
            return None if paired else place.state
    return None


def _behind(scene: Scene, end: int) -> str | None:
    ground = scene.ground
    at = end + (ground.lower(end) == ",")
    words = [ground.lower(at + n) for n in range(4)]
    if words[:3] == ["on", "behalf", "of"]:
        at += 3
    elif words[0] in {"from", "representing"}:
        at += 1
    elif words[0] == "who" and words[1] in listed("offices.toml", "led", "sides"):
        at += 2
    else:
        return None
    place = ground.starts.get(at + (ground.lower(at) == "the"))
    return place.state if place and place.is_state else None


def sides(scene: Scene, persons: Sequence[Person]) -> list[Person]:
    """The persons, those without a state given the one that the words around tell, for all of a list alike."""
    found: list[Person] = []
    side: str | None = None
    last = -1
    for person in persons:
        between = range(last, person.first)
        listed_on = 0 < len(between) < _NEAR and all(scene.ground.lower(n) in _BETWEEN for n in between)
        told = None if person.plural else state_beside(scene, person.first, person.end)
        side = told or (side if listed_on and not person.state else None)
        found.append(replace(person, state=side) if side and not person.state and not person.plural else person)
        last = person.end
    return found


def main_states(scene: Scene) -> tuple[str, ...]:
    """The two states that a text names most, if they stand out from the third; bodies count as states here."""
    counts = Counter(place.state for place in scene.ground.starts.values() if isinstance(place, Place))
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    if len(ranked) < 2 or (len(ranked) > 2 and ranked[2][1] * 2 > ranked[1][1]):
        return ()
    return ranked[0][0], ranked[1][0]
