"""Which way a figure goes: who sells, invests or lends to whom, read from the words around its head."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from servanda.errors import LexiconError
from servanda.terms.claims import Figure
from servanda.terms.evidence import Quote
from servanda.terms.states import fold, is_state, table


@cache
def _lexicon() -> Mapping[str, object]:
    return tomllib.loads((files("servanda") / "lexicons/en/quantities.toml").read_text(encoding="utf-8"))


@cache
def word_list(name: str) -> frozenset[str]:
    """A list of words of quantities.toml; LexiconError when it is missing."""
    listed = _lexicon().get(name)
    if not isinstance(listed, list):
        raise LexiconError(f"quantities.toml: the list {name} is missing")
    return frozenset(map(str, listed))


@cache
def _heads() -> Mapping[str, re.Pattern[str]]:
    """The words beside which the giving state stands, by indicator; LexiconError when the section is missing."""
    listed = _lexicon().get("heads")
    if not isinstance(listed, dict):
        raise LexiconError("quantities.toml: the section [heads] is missing")
    return MappingProxyType({
        indicator: re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + r")(?!\w)")
        for indicator, words in listed.items()
    })  # fmt: skip


@cache
def named(code: str) -> re.Pattern[str]:
    """The words for a state: its names, adjectives and people."""
    row = table().get(code)
    words = sorted({fold(w).casefold() for w in (*row.names, *row.adjectives)} if row else {code.casefold()})
    longest = sorted(words, key=lambda w: (-len(w), w))
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest)) + r")(?!\w)")


# between the word and the state that follows it: "exports of dairy products from", at most so many characters
_REACH = 45


def _after(text: str, at: int, code: str, words: str) -> bool:
    """Whether a state follows within reach, led by one of some words, with no other clause between."""
    lead = rf"(?<!\w)(?:{words})\s+(?:the\s+)?(?:[\w-]+\s+){{0,3}}?$"
    for found in named(code).finditer(text, at, min(len(text), at + _REACH)):
        if re.search(lead, text[at : found.start()]):
            return True
    return False


def _before(text: str, at: int, code: str) -> bool:
    """Whether a state stands right before, at most two words and no verb between: "U.S. LNG exports"."""
    for found in named(code).finditer(text, max(0, at - _REACH), at):
        if re.fullmatch(r"(?:'s)?\s+(?:(?!and\b|with\b|[\w-]+(?:ed|ing)\b)[\w-]+\s+){0,2}", text[found.end() : at]):
            return True
    return False


def _one(codes: list[str]) -> str | None:
    return codes[0] if len(codes) == 1 else None


def _other(states: tuple[str, ...], code: str | None) -> str | None:
    return _one([s for s in states if s != code]) if code is not None and len(states) == 2 else None


def _told_direction(indicator: str, states: tuple[str, ...], text: str) -> str | None:
    for head in _heads()[indicator].finditer(text):
        at, end = head.start(), head.end()
        owner = _one([s for s in states if _before(text, at, s)]) or _one(
            [s for s in states if _after(text, end, s, "of|by|with")]
        )
        source = _one([s for s in states if _after(text, end, s, "from")])
        goal = _one([s for s in states if _after(text, end, s, "to|in|into|for")])
        if indicator == "imports":
            found = source or _other(states, owner)
        else:
            found = source or (owner if owner != goal or goal is None else None) or _other(states, goal)
        if found is not None:
            return found
    return None


def direction_in(words: str | None, indicator: str, states: tuple[str, ...]) -> str | None:
    """The state that sells, invests, lends, or whose people and firms are counted, as some words say; else None."""
    if indicator not in _heads() or not words:
        return None
    own = tuple(code for code in states if is_state(code))
    return _told_direction(indicator, own, fold(" ".join(words.split())).casefold())


def direction_of(what: Figure, quotes: tuple[Quote, ...]) -> str | None:
    """The direction of a figure, by its label, else by the first quote that tells one."""
    told = (what.label, *(quote.text for quote in quotes))
    return next((d for words in told if (d := direction_in(words, what.indicator, what.states))), None)
