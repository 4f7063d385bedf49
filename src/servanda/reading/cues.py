"""Cue words of a lexicon as patterns, and the nearest of them to a place in a clause."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from servanda.errors import LexiconError
from servanda.reading.frames import load_lexicon


@cache
def cue_pattern(lexicon: str, table: str, name: str) -> re.Pattern[str]:
    """Any of the words of ``[table] name`` in a lexicon, longest first."""
    listed = load_lexicon(lexicon).get(table)
    words = listed.get(name) if isinstance(listed, dict) else None
    if not isinstance(words, list) or not words:
        raise LexiconError(f"lexicon {lexicon}: [{table}] {name} must be a list of words")
    return re.compile(rf"\b(?:{any_of(map(str, words))})\b", re.IGNORECASE)


def any_of(words: Iterable[str]) -> str:
    """The alternatives of a pattern for any of some words, longest first.

    Words with one first letter stand together, so that most places of a text are passed over after one letter.
    """
    by_letter: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        by_letter.setdefault(word[:1].casefold(), []).append(word)
    return "|".join(
        f"{re.escape(rest[0][:1])}(?:{'|'.join(re.escape(word[1:]) for word in rest)})" for rest in by_letter.values()
    )


@cache
def cue_table(lexicon: str, table: str) -> Mapping[str, re.Pattern[str]]:
    """The pattern of each name of a table."""
    listed = load_lexicon(lexicon).get(table)
    if not isinstance(listed, dict):
        raise LexiconError(f"lexicon {lexicon}: [{table}] must be a table")
    return {name: cue_pattern(lexicon, table, name) for name in listed}


@cache
def word_table(lexicon: str, table: str) -> Mapping[str, str]:
    """Each word of a table with the name it is listed under; the first listing counts."""
    listed = load_lexicon(lexicon).get(table)
    if not isinstance(listed, dict):
        raise LexiconError(f"lexicon {lexicon}: [{table}] must be a table")
    found: dict[str, str] = {}
    for name, words in listed.items():
        for word in words:
            found.setdefault(str(word).casefold(), name)
    return found


def last_before(pattern: re.Pattern[str], text: str, start: int, at: int) -> re.Match[str] | None:
    """The last match in ``text[start:at]``."""
    matches = list(pattern.finditer(text, start, at))
    return matches[-1] if matches else None


def nearest(
    patterns: Mapping[str, re.Pattern[str]], text: str, start: int, end: int, at: int
) -> tuple[str, re.Match[str]] | None:
    """The name and match nearest to a place; a cue before it counts as half as far as one behind it."""
    best: tuple[float, int, str, re.Match[str]] | None = None
    for rank, (name, pattern) in enumerate(patterns.items()):
        for match in pattern.finditer(text, start, end):
            distance = float(at - match.end()) if match.end() <= at else 2.0 * (match.start() - at)
            # "trade turnover" beats "trade" in the same place
            option = (max(distance, 0.0) - len(match.group()) / 4, rank, name, match)
            if best is None or option[:2] < best[:2]:
                best = option
    return (best[2], best[3]) if best is not None else None
