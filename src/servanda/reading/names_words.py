"""The word lists that names are told by: common words, given names, and the lists of the lexicon's TOML files."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files

from servanda.errors import LexiconError
from servanda.terms.states import fold

_LEXICONS = "lexicons/en"
# regular endings that the table of common words leaves out
_ENDINGS = ("'s", "s", "es", "ed", "d", "ing", "ly", "er", "ers")


def _read(name: str) -> str:
    return (files("servanda") / _LEXICONS / name).read_text(encoding="utf-8")


def lines(name: str) -> list[str]:
    """The lines of a plain table of the lexicon, without comments."""
    return [line for line in _read(name).splitlines() if line and not line.startswith("#")]


@cache
def lexicon(name: str) -> Mapping[str, object]:
    """A TOML file of the lexicon."""
    return tomllib.loads(_read(name))


@cache
def listed(name: str, key: str, section: str = "") -> frozenset[str]:
    """A list of the lexicon as a set of folded words; LexiconError where it is missing."""
    table = lexicon(name)[section] if section else lexicon(name)
    values = table.get(key) if isinstance(table, Mapping) else None
    if not isinstance(values, list):
        raise LexiconError(f"{name}: the list `{key}` is missing")
    return frozenset(fold(str(value)) for value in values)


@cache
def pairs(name: str, section: str) -> Mapping[str, str]:
    """A table of the lexicon from text to text; LexiconError where it is missing."""
    table = lexicon(name).get(section)
    if not isinstance(table, Mapping):
        raise LexiconError(f"{name}: the section [{section}] is missing")
    return {str(key): str(value) for key, value in table.items()}


@cache
def given_names() -> frozenset[str]:
    """Given names of many languages, folded to ASCII."""
    return frozenset(lines("given_names.txt"))


@cache
def _common() -> frozenset[str]:
    return frozenset(lines("words.txt"))


@lru_cache(maxsize=20_000)
def is_common(word: str) -> bool:
    """Whether a word, in small letters, is a common word of English, regular endings included."""
    if word in _common():
        return True
    stems = (
        word[: -len(ending)]
        for ending in _ENDINGS
        if word.endswith(ending) and len(word) > len(ending) + 2 and (ending != "d" or word.endswith("ed"))
    )
    return any(stem in _common() or stem + "e" in _common() for stem in stems)
