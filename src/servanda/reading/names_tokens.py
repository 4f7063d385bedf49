"""A text as words and marks with their places, and the lookup of phrases of words in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from servanda.terms.states import fold

# dotted abbreviations ("U.S.", "D.A."), initials, words with inner apostrophes, the possessive, numbers, single marks
_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,9}(?![^\W\d_]{2}\.)"
    r"|[A-Z]\.(?=\s?-?[^\W\d_])"
    r"|['’]s\b"
    r"|[^\W\d_]+(?:['’ʻʼ`](?!s\b)[^\W\d_]+){0,4}"
    r"|\d[\d.,]{0,30}"
    r"|[^\w\s]|_"
)
V = TypeVar("V")
HYPHENS = frozenset("-‐‑–")
_SHORTEST_SHOUT = 1  # single letters are not shouted
# a line this short that ends the block before it is a heading, not a wrapped line
_HEADING = 60


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark: where it stands, its text, and whether a new block of text begins with it.

    ``plain`` is its text folded, ``lower`` that in small letters; ``capital`` says whether it begins with a capital letter.
    """

    start: int
    end: int
    text: str
    plain: str
    lower: str
    capital: bool
    breaks: bool


def _gap_breaks(gap: str, before: str, line: int) -> bool:
    if "\n" not in gap:
        return False
    return gap.count("\n") > 1 or before in ".!?:;" or line < _HEADING


def tokens(text: str) -> list[Token]:
    """The words and marks of a text in order; a new line breaks unless it looks like a line wrapped in mid-sentence."""
    found: list[Token] = []
    last, line_start = 0, 0
    for match in _TOKEN.finditer(text):
        gap = text[last : match.start()]
        breaks = not found
        if "\n" in gap:
            breaks = breaks or _gap_breaks(gap, found[-1].text[-1], last - line_start)
            line_start = last + gap.rfind("\n") + 1
        word = match.group()
        plain = fold(word)
        found.append(Token(match.start(), match.end(), word, plain, plain.lower(), word[0].isupper(), breaks))
        last = match.end()
    return found


def split(phrase: str) -> tuple[str, ...]:
    """A phrase as the folded words and marks that `tokens` makes of it."""
    return tuple(token.plain for token in tokens(phrase))


class Phrases(Generic[V]):
    """Phrases of words with a value each; the longest phrase that begins at a word is found.

    Capitals count, save that words all in capitals are found under their usual form too ("TASHKENT"); with ``lower``
    case does not count at all.
    """

    def __init__(self, phrases: Mapping[str, V], *, lower: bool = False) -> None:
        self._lower = lower
        self._by_first: dict[str, list[tuple[tuple[str, ...], V]]] = {}
        for phrase, value in phrases.items():
            words = split(phrase.lower() if lower else phrase)
            self._by_first.setdefault(words[0], []).append((words, value))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def _forms(self, token: Token) -> tuple[str, ...]:
        if self._lower:
            return (token.lower,)
        if len(token.plain) > _SHORTEST_SHOUT and token.plain.isupper() and "." not in token.plain:
            return (token.plain, token.plain.capitalize(), token.lower)
        return (token.plain,)

    def at(self, line: Sequence[Token], first: int) -> tuple[int, V] | None:
        """The end (exclusive) and value of the longest phrase that begins at token ``first``, or None."""
        for form in self._forms(line[first]):
            for words, value in self._by_first.get(form, ()):
                end = first + len(words)
                if end <= len(line) and all(
                    words[n] in self._forms(line[first + n]) and not line[first + n].breaks
                    for n in range(1, len(words))
                ):
                    return end, value
        return None
