"""States and international bodies by code: ISO 3166-1 alpha-3, EUU for the European Union, usual abbreviations else.

The table stands in ``lexicons/en/states.toml``; XKX is the user-assigned code of Kosovo.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from servanda.errors import LexiconError

# letters that have no decomposition in Unicode but are written plainly in English
_PLAIN = str.maketrans(
    {"ı": "i", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ʻ": "'", "’": "'", "ʼ": "'"}
)


@dataclass(frozen=True, slots=True)
class StateName:
    """How a state is called: ``names`` of itself (the short one first), words for its people, first halves of pairs."""

    code: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...] = ()
    halves: tuple[str, ...] = ()
    body: bool = False


def fold(text: str) -> str:
    """The text without accents, in plain Latin letters and straight apostrophes; case is kept."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_PLAIN)


def _row(code: str, row: object, *, body: bool) -> StateName:
    if not isinstance(row, dict) or not row.get("names"):
        raise LexiconError(f"states.toml: {code} needs at least one name in `names`")
    lists = {key: tuple(str(name) for name in row.get(key, ())) for key in ("names", "adjectives", "halves")}
    return StateName(code, **lists, body=body)


@cache
def _file() -> Mapping[str, object]:
    return tomllib.loads((files("servanda") / "lexicons/en/states.toml").read_text(encoding="utf-8"))


@cache
def table() -> Mapping[str, StateName]:
    """Every state and body by its code, in the order of the lexicon; LexiconError when a line is wrong."""
    rows: dict[str, StateName] = {}
    for section in ("states", "bodies"):
        part = _file().get(section)
        if not isinstance(part, dict):
            raise LexiconError(f"states.toml: the section [{section}] is missing")
        for code, row in part.items():
            rows[code] = _row(code, row, body=section == "bodies")
    return MappingProxyType(rows)


@cache
def groups() -> Mapping[str, tuple[str, ...]]:
    """The members of groups of states by the words for them ("Central Asia"); LexiconError when a code is unknown."""
    listed = _file().get("groups")
    if not isinstance(listed, dict):
        raise LexiconError("states.toml: the section [groups] is missing")
    found = {str(name): tuple(map(str, codes)) for name, codes in listed.items()}
    unknown = sorted({code for codes in found.values() for code in codes if code not in table()})
    if unknown:
        raise LexiconError(f"states.toml: [groups] names {', '.join(unknown)}, which has no line")
    return MappingProxyType(found)


@cache
def forms() -> tuple[str, ...]:
    """What may stand before a state's name and belongs to it: "Republic of", "Kingdom of the"."""
    listed = _file().get("forms")
    return tuple(str(form) for form in listed) if isinstance(listed, list) else ()


@cache
def _by_name() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for code, row in table().items():
        for name in (code, *row.names, *row.adjectives):
            found.setdefault(fold(name).casefold(), code)
    return MappingProxyType(found)


@cache
def _alpha2() -> Mapping[str, str]:
    listed = _file().get("alpha2")
    if not isinstance(listed, dict):
        raise LexiconError("states.toml: the section [alpha2] is missing")
    unknown = sorted({str(code) for code in listed.values() if code not in table()})
    if unknown:
        raise LexiconError(f"states.toml: [alpha2] names {', '.join(unknown)}, which has no line")
    return MappingProxyType({str(short).upper(): str(code) for short, code in listed.items()})


def of_alpha2(short: str) -> str | None:
    """The code of a state by its ISO 3166-1 alpha-2 code ("KZ"), or None."""
    return _alpha2().get(short.upper())


def is_state(code: str) -> bool:
    """Whether it is the code of a state or territory; international bodies and unknown codes are none."""
    row = table().get(code)
    return row is not None and not row.body


def is_party(code: str) -> bool:
    """Whether it is the code of a state or of an international body."""
    return code in table()


def state_name(code: str) -> str:
    """The short English name of a code, or the code itself where it is unknown."""
    row = table().get(code)
    return row.names[0] if row else code


def code_of(name: str) -> str | None:
    """The code behind a code, name or adjective, whatever its case, accents, article and form of state; else None."""
    key = fold(name).casefold().strip().removeprefix("the ").strip()
    if key in _by_name():
        return _by_name()[key]
    for form in forms():
        rest = key.removeprefix(form.casefold() + " ")
        if rest != key and rest in _by_name():
            return _by_name()[rest]
    return None
