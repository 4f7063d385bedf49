"""The lexicon of amounts, compiled: currencies, their parts, units, qualifiers, multiples, and where a counted noun ends."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from servanda.errors import LexiconError
from servanda.reading.frames import load_lexicon

_CODE = re.compile(r"[A-Z]{2,3}")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Patterns over the text beside a number, and what their words mean."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    currencies: Mapping[str, str]
    part: re.Pattern[str]
    parts: Mapping[str, tuple[str, Decimal]]
    unit: re.Pattern[str]
    units: Mapping[str, tuple[str, Decimal]]
    qualifier: re.Pattern[str]
    qualifiers: Mapping[str, str]
    trailing: re.Pattern[str]
    multiple: re.Pattern[str]
    multiples: Mapping[str, Decimal]
    stops: frozenset[str]
    plurals: frozenset[str]
    singulars: tuple[str, ...]


def table(name: str) -> Mapping[str, object]:
    """A table of the lexicon; LexiconError when it is missing."""
    listed = load_lexicon("amounts").get(name)
    if not isinstance(listed, dict):
        raise LexiconError(f"lexicon amounts: [{name}] must be a table")
    return listed


def _list(listed: object, key: str) -> list[str]:
    found = listed.get(key) if isinstance(listed, dict) else listed
    if not isinstance(found, list):
        raise LexiconError(f"lexicon amounts: {key} must be a list of words")
    return [str(word) for word in found]


def _any(words: Mapping[str, object] | list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def _key(word: str) -> str:
    """How a currency's name is looked up: without blanks and in lower case, but codes as they stand."""
    return word if _CODE.fullmatch(word) else re.sub(r"[\s.]", "", word).casefold()


def currency_key(text: str) -> str:
    """The key under which the words matched beside a number stand in ``currencies``."""
    return _key(text.strip(" \u00a0-"))


def _sign(word: str) -> str:
    """The pattern of letters with a sign ("US$"): of two letters or more with or without stops and a blank."""
    letters = "".join(c for c in word if c.isalpha())
    sign = re.escape("".join(c for c in word if not c.isalpha() and c not in ". "))
    return rf"(?i:{'[.]?'.join(letters)})[.]?[ ]?{sign}" if len(letters) > 1 else re.escape(word)


def _before(words: list[str]) -> re.Pattern[str]:
    """Codes and one-letter prefixes stand as they are ("A $5 million loan" is no Australian one)."""
    signs = [w for w in words if not w.replace(".", "").isalnum()]
    plain = [w for w in words if w not in signs]
    both = [_sign(w) for w in sorted(signs, key=lambda w: (-len(w), w))] + [_any(plain)]
    return re.compile(rf"(?<![\w$])(?:{'|'.join(both)})[ \u00a0]?$")


def _after(names: list[str]) -> re.Pattern[str]:
    codes = [name for name in names if _CODE.fullmatch(name)]
    words = [name for name in names if name not in codes]
    return re.compile(rf"[ \u00a0-]?(?:(?i:{_any(words)})|(?:{_any(codes)}))(?!\w)")


def _currencies() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, str]]:
    before: list[str] = []
    after: list[str] = []
    codes: dict[str, str] = {}
    for code, row in table("currencies").items():
        fore, aft = _list(row, "before"), _list(row, "after")
        # a sign of its own may stand behind the number as well
        aft += [word for word in fore if not any(c.isalnum() for c in word)]
        before += fore
        after += aft
        for word in (*fore, *aft):
            codes.setdefault(_key(word), "" if code == "none" else code)
    return _before(before), _after(after), codes


@cache
def vocabulary() -> Vocabulary:
    """The lexicon of amounts; LexiconError when a table is wrong."""
    before, after, codes = _currencies()
    parts = {w: (code, Decimal("0.01")) for code, row in table("parts").items() for w in _list(row, code)}
    units = {w: (unit, Decimal(1)) for unit, row in table("units").items() for w in _list(row, unit)}
    for word, row in table("scaled_units").items():
        unit, factor = _list(row, word)
        units[word] = (unit, Decimal(factor))
    qualifiers = {w: name for name, row in table("qualifiers").items() for w in _list(row, name)}
    multiples = {w: Decimal(str(value)) for w, value in table("multiples").items()}
    nouns = table("nouns")
    return Vocabulary(
        before=before,
        after=after,
        currencies=codes,
        part=re.compile(rf"[ \u00a0-]?({_any(parts)})(?!\w)", re.IGNORECASE),
        parts=parts,
        unit=re.compile(rf"[ \u00a0-]?({_any(units)})(?![\w$])"),
        units=units,
        qualifier=re.compile(rf"(?<!\w)({_any(qualifiers)})(?:\s+(?:a|the))?\s+$", re.IGNORECASE),
        qualifiers=qualifiers,
        trailing=re.compile(
            rf"\s+or\s+(?:(?P<over>{_any(_list(table('trailing'), 'over'))})|(?P<up_to>{_any(_list(table('trailing'), 'up_to'))}))\b"
        ),
        multiple=re.compile(rf"\b(?:{'|'.join(sorted(multiples, key=lambda w: (-len(w), w)))})\b", re.IGNORECASE),
        multiples=multiples,
        stops=frozenset(_list(nouns, "stops")),
        plurals=frozenset(_list(nouns, "plurals")),
        singulars=tuple(_list(nouns, "singular_endings")),
    )
