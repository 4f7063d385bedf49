"""States, international bodies and cities in a text: every name, adjective and half of a pair ("Sino-Pakistani")."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from servanda.reading.names_tokens import Phrases, Token, split
from servanda.terms import states
from servanda.terms.mentions import CityValue, StateValue
from servanda.terms.states import fold

_LEXICONS = "lexicons/en"
_HYPHENS = frozenset("-‐‑–")
# words that make the next name a place, for cities whose name is a word or a personal name too
_BEFORE_CITY = frozenset(
    "in at near of from to via leave leaving left visit visited visiting city capital downtown around outside".split()
)
# a city before one of these is part of a larger name ("the Shusha Declaration")
_AFTER_LARGER = frozenset(
    "agreement agreements declaration accord accords statute convention protocol process club treaty summit's principles "
    "charter consensus formula framework format university airport times post street avenue palace hotel stadium bank "
    "medal institute school stock pact plan initiative university's".split()
)


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
    def adjective(self) -> bool:
        """Whether it is an adjective or a people's name."""
        return isinstance(self.value, StateValue) and self.value.adjective


@dataclass(frozen=True, slots=True)
class _City:
    value: CityValue
    unsure: bool


def lines(name: str) -> list[str]:
    """The lines of a plain table of the lexicon, without comments."""
    text = (files("servanda") / _LEXICONS / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def _lexicon() -> Mapping[str, tuple[str, ...]]:
    table = tomllib.loads((files("servanda") / _LEXICONS / "states.toml").read_text(encoding="utf-8"))
    return {key: tuple(table[key]) for key in ("not_states", "personal")}


def _spellings(name: str) -> tuple[str, ...]:
    return (name,) if fold(name) == name else (name, fold(name))


@cache
def _state_phrases() -> Phrases[StateValue | None]:
    found: dict[str, StateValue | None] = {}
    prefixed: dict[str, StateValue | None] = {}
    for code, row in states.table().items():
        for name in row.names:
            value = StateValue(code)
            found.setdefault(name, value)
            if not row.body and not name.isupper():
                prefixed |= {f"{form} {name}": value for form in states.forms()}
        found |= {name: StateValue(code, adjective=True) for name in row.adjectives if name not in found}
    found |= dict.fromkeys(_lexicon()["not_states"])
    return Phrases({**prefixed, **found})


@cache
def _halves() -> Mapping[str, StateValue]:
    return {
        half: StateValue(code, adjective=True) for code, row in states.table().items() for half in row.halves
    }  # fmt: skip


@cache
def _city_phrases() -> Phrases[_City]:
    found: dict[str, _City] = {}
    for line in lines("cities.txt"):
        name, state, flags, others = [*line.split("|"), "", ""][:4]
        city = _City(CityValue(name, state, "c" in flags), "w" in flags)
        for spelling in (name, *filter(None, others.split(";"))):
            found.setdefault(spelling, city)
    return Phrases(found)


@cache
def _personal() -> frozenset[str]:
    return frozenset(_lexicon()["personal"])


@cache
def given_names() -> frozenset[str]:
    """Given names of many languages, folded to ASCII."""
    return frozenset(lines("given_names.txt"))


def _beside_a_name(line: Sequence[Token], first: int, end: int) -> bool:
    """Whether the tokens stand directly after a given name, or before a word that only a surname would be."""
    before = line[first - 1] if first and not line[first].breaks else None
    return before is not None and before.plain in given_names() and before.plain not in states_first_words()


@cache
def states_first_words() -> frozenset[str]:
    """The first words of all names of states and bodies."""
    return frozenset(split(name)[0] for row in states.table().values() for name in (*row.names, *row.adjectives))


def _state_at(line: Sequence[Token], first: int) -> tuple[int, StateValue | None] | None:
    hit = _state_phrases().at(line, first)
    follows = line[first + 1] if first + 1 < len(line) else None
    if hit is None and follows is not None and follows.text in _HYPHENS and line[first].plain in _halves():
        return first + 1, _halves()[line[first].plain]
    if (
        hit
        and hit[1]
        and hit[0] == first + 1
        and line[first].plain in _personal()
        and _beside_a_name(line, first, hit[0])
    ):
        return hit[0], None
    return hit


def _city_at(line: Sequence[Token], first: int) -> tuple[int, CityValue] | None:
    hit = _city_phrases().at(line, first)
    if hit is None:
        return None
    end, city = hit
    after = line[end].lower if end < len(line) and not line[end].breaks else ""
    if after in _AFTER_LARGER and line[end].capital:
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
    return before in _BEFORE_CITY or (line[first].breaks and (shouted or after in {",", "(", "—", "–"}))


def _is_half(line: Sequence[Token], first: int, end: int) -> bool:
    joined_before = first > 0 and line[first - 1].text in _HYPHENS and line[first - 1].end == line[first].start
    joined_after = end < len(line) and line[end].text in _HYPHENS and line[end].start == line[end - 1].end
    return joined_before or joined_after


def find_places(line: Sequence[Token]) -> list[Place]:
    """The states and cities among the tokens, in order, without overlaps; the longer name wins, a state before a city."""
    found: list[Place] = []
    at = 0
    while at < len(line):
        state, city = _state_at(line, at), _city_at(line, at)
        if city and (state is None or city[0] > state[0]):
            found.append(Place(at, city[0], city[1]))
            at = city[0]
        elif state:
            if state[1]:
                found.append(Place(at, state[0], state[1], half=_is_half(line, at, state[0])))
            at = state[0]
        else:
            at += 1
    return found
