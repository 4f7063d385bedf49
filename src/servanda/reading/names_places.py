"""States, international bodies and cities in a text: every name, adjective and half of a pair ("Sino-Pakistani")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from servanda.reading.names_tokens import HYPHENS, Phrases, Token, split
from servanda.reading.names_words import given_names, is_common, lines, listed
from servanda.terms import states
from servanda.terms.mentions import CityValue, StateValue


@dataclass(frozen=True, slots=True)
class Place:
    """A state or city at the tokens ``[first, end)``; ``half`` when it is one side of a hyphenated pair."""

    first: int
    end: int
    value: StateValue | CityValue
    half: bool = False

    @property
    def state(self) -> str:
        """The code of the state it is or lies in."""
        return self.value.code if isinstance(self.value, StateValue) else self.value.state

    @property
    def is_state(self) -> bool:
        """Whether it is a state or international body, by name or adjective."""
        return isinstance(self.value, StateValue)

    @property
    def adjective(self) -> bool:
        """Whether it is an adjective or a people's name."""
        return isinstance(self.value, StateValue) and self.value.adjective


@dataclass(frozen=True, slots=True)
class _City:
    value: CityValue
    unsure: bool


@cache
def _state_phrases() -> Phrases[StateValue | None]:
    found: dict[str, StateValue | None] = {}
    for code, row in states.table().items():
        for name in row.names:
            found.setdefault(name, StateValue(code))
        found |= {name: StateValue(code, adjective=True) for name in row.adjectives if name not in found}
    found |= dict.fromkeys(listed("states.toml", "not_states"))
    return Phrases(found)


@cache
def _forms() -> Phrases[None]:
    return Phrases(dict.fromkeys(states.forms()))


@cache
def _halves() -> Mapping[str, StateValue]:
    return {half: StateValue(code, adjective=True) for code, row in states.table().items() for half in row.halves}


@cache
def _city_phrases() -> Phrases[_City]:
    found: dict[str, _City] = {}
    for line in lines("cities.txt"):
        name, state, flags, others = [*line.split("|"), "", "", ""][:4]
        city = _City(CityValue(name, state, "c" in flags), "w" in flags)
        for spelling in (name, *filter(None, others.split(";"))):
            found.setdefault(spelling, city)
    return Phrases(found)


@cache
def _capitals() -> Mapping[str, CityValue]:
    """The capital of each state that the table of cities marks as one."""
    found: dict[str, CityValue] = {}
    for line in lines("cities.txt"):
        name, state, flags = [*line.split("|"), ""][:3]
        if "c" in flags:
            found.setdefault(state, CityValue(name, state, capital=True))
    return found


def _capital_at(line: Sequence[Token], first: int, end: int, state: StateValue) -> tuple[int, CityValue] | None:
    """The city behind "the Kazakh capital", where a state's adjective stands at ``[first, end)``."""
    behind = end < len(line) and line[end].lower == "capital" and not line[end].breaks
    if not (state.adjective and behind and first and line[first - 1].lower == "the"):
        return None
    city = _capitals().get(state.code)
    return (end + 1, city) if city is not None else None


@cache
def _state_words() -> frozenset[str]:
    return frozenset(
        word for row in states.table().values() for name in (*row.names, *row.adjectives) for word in split(name)
    )


def _beside_a_name(line: Sequence[Token], first: int, end: int) -> bool:
    """Whether a given name stands directly before, or a word that only a surname would be directly behind."""
    before = line[first - 1] if first and not line[first].breaks else None
    if before is not None and before.lower in listed("cities.toml", "before"):
        return False
    if before is not None and len(before.text) == 2 and before.text[1] == "." and first > 1:
        before = line[first - 2]
    if before is not None and before.plain in given_names() and before.plain not in _state_words():
        return True
    after = line[end] if end < len(line) and not line[end].breaks else None
    if after is None or not after.capital or after.plain in _state_words() or after.plain.isupper():
        return False
    return not is_common(after.lower) and line[first].plain in listed("states.toml", "given")


def _named_with_form(line: Sequence[Token], first: int) -> tuple[int, StateValue | None] | None:
    form = _forms().at(line, first)
    if form is None or form[0] >= len(line):
        return None
    named = _state_phrases().at(line, form[0])
    return named if named and named[1] and not named[1].adjective and not line[form[0]].breaks else None


def _state_at(line: Sequence[Token], first: int) -> tuple[int, StateValue | None] | None:
    """The end and value of the state that begins at a token; the value is None where the name is not a state's."""
    hit, formed = _state_phrases().at(line, first), _named_with_form(line, first)
    if formed and (hit is None or formed[0] > hit[0]):
        return formed
    if hit is None:
        half = _halves().get(line[first].plain)
        joined = first + 1 < len(line) and line[first + 1].text in HYPHENS and line[first + 1].start == line[first].end
        return (first + 1, half) if half and joined else None
    if (
        hit[0] == first + 1
        and line[first].plain in listed("states.toml", "personal")
        and _beside_a_name(line, first, hit[0])
    ):
        return hit[0], None
    return hit


def _city_at(line: Sequence[Token], first: int) -> tuple[int, CityValue] | None:
    hit = _city_phrases().at(line, first)
    if hit is None:
        return None
    end, city = hit
    after = line[end] if end < len(line) and not line[end].breaks else None
    if after is not None and after.capital and after.lower in listed("cities.toml", "larger"):
        return None
    if city.unsure and not _placed(line, first, end):
        return None
    return end, city.value


def _placed(line: Sequence[Token], first: int, end: int) -> bool:
    """Whether the words around say that a doubtful name is a place: "in X", "X, Peru", a dateline."""
    before = line[first - 1].lower if first and not line[first].breaks else ""
    after = line[end].text if end < len(line) else ""
    if after == "," and end + 1 < len(line) and (hit := _state_phrases().at(line, end + 1)) and hit[1]:
        return True
    if end < len(line) and line[end].capital and not line[end].breaks:
        return False
    shouted = line[first].plain.isupper() and len(line[first].plain) > 1
    return before in listed("cities.toml", "before") or (line[first].breaks and (shouted or after in {",", "("}))


def _is_half(line: Sequence[Token], first: int, end: int) -> bool:
    before = first > 0 and line[first - 1].text in HYPHENS and line[first - 1].end == line[first].start
    after = end < len(line) and line[end].text in HYPHENS and line[end].start == line[end - 1].end
    return before or after


def find_places(line: Sequence[Token]) -> list[Place]:
    """The states and cities among the tokens in order; the longer name wins, and of equals the state."""
    found: list[Place] = []
    at = 0
    while at < len(line):
        if not line[at].capital and line[at].lower not in {"the", "in", "state", "mainland"}:
            at += 1
            continue
        state, city = _state_at(line, at), _city_at(line, at)
        dateline = line[at].breaks and line[at].plain.isupper() and len(line[at].plain) > 1
        if city and (state is None or city[0] > state[0] or (dateline and city[0] == state[0])):
            found.append(Place(at, city[0], city[1]))
            at = city[0]
        elif state:
            capital = _capital_at(line, at, state[0], state[1]) if state[1] else None
            if capital is not None:
                found.append(Place(at, *capital))
                at = capital[0]
                continue
            if state[1]:
                found.append(Place(at, state[0], state[1], half=_is_half(line, at, state[0])))
            at = state[0]
        else:
            at += 1
    return found
