"""Whether two names are one person's or one body's, however they were written in English.

Transliterations differ in vowels and in a few consonants ("kh" and "h", "zh" and "j"), so words are compared by the
consonants that are left when those are made one; then by their letters. Order of the words, initials, and given names
that are left out do not count; a given name that differs does.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from rapidfuzz.distance import OSA

from servanda.errors import LexiconError
from servanda.resolution.words import fold, stem
from servanda.terms import states

_WORD = re.compile(r"[^\W_]+")
_CAPITALS = re.compile(r"[A-Z][A-Za-z]?[A-Z]+")
# letters and pairs of them that transliterations of one sound differ by, in the order of replacing
_SOUNDS = (
    ("dzh", "j"), ("tsch", "c"), ("sch", "s"), ("kh", "h"), ("gh", "g"), ("zh", "j"), ("dj", "j"), ("dh", "d"),
    ("th", "t"), ("ph", "f"), ("sh", "s"), ("ts", "s"), ("tz", "s"), ("ch", "c"), ("ck", "k"), ("x", "ks"), ("q", "k"),
    ("w", "v"),    ("z", "s"), ("y", "i"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ae", "e"),
)  # fmt: skip
_VOWELS = re.compile(r"[aeiou]+")
_DOUBLE = re.compile(r"(.)\1+")
# words of so many letters may differ by a consonant and by two letters in all
LONG = 6


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """Words that are no part of a name, short forms of given names, and what tells bodies apart."""

    titles: frozenset[str]
    particles: frozenset[str]
    short: Mapping[str, str]
    small: frozenset[str]
    spelled: Mapping[str, str]
    abbreviated: Mapping[str, str]


@cache
def _lexicon() -> _Lexicon:
    content = tomllib.loads((files("servanda") / "lexicons/en/same_names.toml").read_text(encoding="utf-8"))
    try:
        persons, bodies = content["persons"], content["bodies"]
        apart = frozenset(persons["titles"]), frozenset(persons["particles"]), persons["short"]
        return _Lexicon(*apart, frozenset(bodies["small"]), bodies["spelled"], bodies["abbreviated"])
    except KeyError as error:
        raise LexiconError(f"lexicon same_names: {error.args[0]} is missing") from None


@lru_cache(maxsize=65536)
def _sound(word: str) -> str:
    """A folded word with sounds made one and double letters single."""
    for written, sound in _SOUNDS:
        word = word.replace(written, sound)
    return _DOUBLE.sub(r"\1", word)


@lru_cache(maxsize=65536)
def _consonants(word: str) -> str:
    """The consonants of a word by sound; "c" before "e" and "i" is an "s"."""
    return _VOWELS.sub("", _sound(word))


def _words_alike(left: str, right: str) -> bool:
    """Whether two words of names can be one: the same sounds but for vowels, or nearly so in long words."""
    if left == right:
        return True
    if 1 in (len(left), len(right)):  # an initial
        return left[0] == right[0]
    a, b = _sound(left), _sound(right)
    if a == b:
        return True
    skeleton, other = _consonants(left), _consonants(right)
    if skeleton and skeleton == other:
        return len(skeleton) > 1 or abs(len(a) - len(b)) <= 1
    return min(len(a), len(b)) >= LONG and OSA.distance(a, b) <= 2 and OSA.distance(skeleton, other) <= 1


@lru_cache(maxsize=65536)
def _person(name: str) -> tuple[str, ...]:
    """The words of a person's name, folded, without titles and particles, short given names made long."""
    known = _lexicon()
    words = (word for word in _WORD.findall(fold(name)) if word not in known.titles and word not in known.particles)
    return tuple(known.short.get(word, word) for word in words)


def _all_matched(few: Sequence[str], many: Sequence[str]) -> bool:
    """Whether every word of the shorter name has one of its own in the longer, one at least more than an initial."""
    rest, whole = list(many), 0
    for word in sorted(few, key=len, reverse=True):
        found = next((other for other in rest if _words_alike(word, other)), None)
        if found is None:
            return False
        rest.remove(found)
        whole += min(len(word), len(found)) > 1
    return whole > 0


@lru_cache(maxsize=65536)
def same_person(left: str, right: str) -> bool:
    """Whether two names can be one person's; a surname alone can be anybody's who bears it."""
    a, b = _person(left), _person(right)
    if not a or not b:
        return False
    if _all_matched(*sorted((a, b), key=len)):
        return True
    # "Abdelfattah Elsisi" and "Abdel Fattah al-Sisi" are cut otherwise
    joined, other = (_consonants("".join(_WORD.findall(fold(name)))) for name in (left, right))
    return len(joined) >= LONG and joined == other


def shared(left: Iterable[str], right: Iterable[str]) -> int:
    """How many names of one list have a person in the other, each counted once."""
    rest, hits = list(right), 0
    for name in left:
        for other in rest:
            if same_person(name, other):
                rest.remove(other)
                hits += 1
                break
    return hits


@cache
def _state_names() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """A pattern of every state's names and adjectives, folded, and the code behind each."""
    codes = {
        fold(name).strip("."): code
        for code, row in reversed(list(states.table().items()))
        if not row.body
        for name in (*row.adjectives, *row.names)
    }
    ordered = sorted(codes, key=lambda name: (-len(name), name))
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, ordered)) + r")(?!\w)"), codes


@dataclass(frozen=True, slots=True)
class _Body:
    """A body's name taken apart: the states in it, and the stems that are left."""

    states: frozenset[str]
    words: frozenset[str]
    initials: str


@lru_cache(maxsize=65536)
def _body(name: str) -> _Body:
    known = _lexicon()
    text = " ".join(known.abbreviated.get(word, word) for word in name.split())
    pattern, codes = _state_names()
    folded = fold(text.replace("’", "'").replace("o-o", "oo"))
    found = frozenset(codes[match.group()] for match in pattern.finditer(folded))
    kept = [word for word in _WORD.findall(pattern.sub(" ", folded)) if word not in known.small]
    words = frozenset(stem(known.spelled.get(word, word)) for word in kept)
    return _Body(found, words, "".join(word[0] for word in _WORD.findall(folded) if word not in known.small))


@lru_cache(maxsize=65536)
def same_body(left: str, right: str) -> bool:
    """Whether two names are one body's: the same words in any order, and no two states told."""
    code = states.code_of(left)
    if code is not None and code == states.code_of(right):
        return True
    a, b = _body(left), _body(right)
    for short, long in ((left, b), (right, a)):
        if _CAPITALS.fullmatch(short.strip()) and short.strip().casefold() == long.initials:
            return True
    if a.states and b.states and a.states != b.states:
        return False
    return bool(a.words) and a.words == b.words
