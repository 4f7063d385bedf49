"""The state of a well-known holder of high office, for reports that tell the name alone ("President Putin")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from servanda.reading.names_words import given_names, is_common, lines, listed
from servanda.terms.states import fold

_SHORTEST = 5  # letters of a surname that is believed to be a leader's without an office


@dataclass(frozen=True, slots=True)
class Leader:
    """A name of the table, in folded small words, and the code of the state or body."""

    words: tuple[str, ...]
    code: str


def name_words(name: str) -> tuple[str, ...]:
    """A name as folded words in small letters; initials keep their point, "Jr." and numerals are left out."""
    parts = fold(name).replace(",", " ").replace("-", " ").replace(".", ". ").split()
    return tuple(part.lower() for part in parts if not is_suffix(part.strip(".")))


def is_suffix(word: str) -> bool:
    """Whether a word only follows a name: "Jr", or a number in capitals ("XI", not "Xi")."""
    if word.lower() not in listed("persons.toml", "after"):
        return False
    return (word.isupper() and len(word) > 1) or word.lower() in listed("persons.toml", "written")


def surname(words: Sequence[str]) -> str:
    """The word of a name by which a person is called: the family name where it stands first, else the last word."""
    full = [w for w in words if "." not in w]
    if not full:
        return words[-1] if words else ""
    return full[0] if full[0] in listed("persons.toml", "family_first") and len(full) < 4 else full[-1]


def fits(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether every word of one name is a word of the other, an initial standing for a word that begins so."""
    rest = list(long)
    for word in short:
        match = next((w for w in rest if w == word or _initial(word, w) or _initial(w, word)), None)
        if match is None:
            return False
        rest.remove(match)
    return True


def _initial(one: str, other: str) -> bool:
    return one.endswith(".") and other.startswith(one[:-1])


@cache
def _by_surname() -> Mapping[str, tuple[Leader, ...]]:
    found: dict[str, list[Leader]] = {}
    for line in lines("leaders.txt"):
        code, _, names = line.partition("|")
        for name in names.split(";"):
            words = name_words(name)
            for word in {surname(words), words[-1]}:
                found.setdefault(word, []).append(Leader(words, code))
    return {word: tuple(leaders) for word, leaders in found.items()}


def leader_state(words: tuple[str, ...], head: str | None) -> str | None:
    """The code that goes with a name, or None: unknown, shared by two states, or a surname without a high office."""
    candidates = {leader for word in (surname(words), *words[-1:]) for leader in _by_surname().get(word, ())}
    if len(words) < 2:
        codes = {leader.code for leader in candidates}
        return codes.pop() if len(codes) == 1 and (head in listed("offices.toml", "high") or _distinct(words)) else None
    codes = {leader.code for leader in candidates if fits(*sorted((words, leader.words), key=len))}
    return codes.pop() if len(codes) == 1 else None


def _distinct(words: Sequence[str]) -> bool:
    return bool(words) and is_leader_surname(words[0])


def has_surname(word: str) -> bool:
    """Whether some leader of the table is called so."""
    return word in _by_surname()


def is_leader_surname(word: str) -> bool:
    """Whether a word in small letters is so surely a leader's surname that it may stand alone ("Mirziyoyev")."""
    leaders = _by_surname().get(word, ())
    if len(word) < _SHORTEST or word.capitalize() in given_names() or is_common(word):
        return False
    return bool(leaders) and len({leader.code for leader in leaders}) == 1
