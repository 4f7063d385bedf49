"""Where the title of a document starts and ends: from its type word, or the names before it, to the end of what it is on."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from servanda.errors import LexiconError
from servanda.reading.cues import word_table
from servanda.reading.frames import load_lexicon
from servanda.terms.mentions import BodyValue, Kind, Mention, StateValue, TimeRole, TimeValue

MOST_WORDS = 60
_TOKEN = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*|[(),;:.\"“”«»]|[-–—]{1,2}")
_ACRONYM = re.compile(r"\s*\((?:the\s+)?[“\"]?[A-Z][A-Za-z0-9-]{1,11}[”\"]?\)")
_QUOTED = re.compile(r"\s*[“\"«][^“”\"«»\n]{3,160}[”\"»]")
_SMALL = frozenset(
    {"of", "on", "for", "and", "the", "in", "to", "between", "a", "an", "with", "or", "from", "into", "among", "under"}
)
_PREPOSITIONS = frozenset({
    "of", "on", "for", "and", "the", "in", "to", "between", "a", "an", "with", "or", "from", "into", "among", "under",
    "concerning", "regarding", "about", "against", "relating", "its", "their",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Title:
    """A titled document ``[start, end)``: its type, and whether what it is about is told or it is only a name."""

    start: int
    end: int
    type: str
    word: str
    about: bool


def _list(table: str, name: str) -> frozenset[str]:
    listed = load_lexicon("instruments").get(table)
    words = listed.get(name) if isinstance(listed, dict) else None
    if not isinstance(words, list):
        raise LexiconError(f"lexicon instruments: [{table}] {name} must be a list of words")
    return frozenset(map(str, words))


@cache
def _types() -> tuple[re.Pattern[str], Mapping[str, str]]:
    words = word_table("instruments", "types")
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, ordered))})\b", re.IGNORECASE), words


@cache
def _modifiers() -> re.Pattern[str]:
    words = sorted(_list("words", "modifiers"), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})(?:\s+(?:and|or)\s+[\w-]+)?\s+$", re.IGNORECASE)


class _Ground:
    """A text with its mentions, to be asked what covers a place."""

    def __init__(self, text: str, mentions: Sequence[Mention]) -> None:
        self.text = text
        self.outer = [m for m in mentions if m.kind is not Kind.INSTRUMENT]
        self.starts = [m.start for m in self.outer]

    def holds(self, place: int) -> bool:
        """Whether a place lies inside the name of a body: "Collective Security Treaty Organization" is no treaty."""
        index = bisect_right(self.starts, place) - 1
        for mention in self.outer[max(0, index - 2) : index + 1]:
            name = isinstance(mention.value, BodyValue) or (
                isinstance(mention.value, StateValue) and not mention.value.adjective
            )
            if name and mention.start <= place < mention.end and " " in mention.text:
                return True
        return False

    def at(self, place: int) -> Mention | None:
        """The outermost mention that starts at a place."""
        index = bisect_right(self.starts, place) - 1
        while index >= 0 and self.outer[index].start == place:
            index -= 1
        index += 1
        return self.outer[index] if index < len(self.outer) and self.outer[index].start == place else None


def _is_name(word: str) -> bool:
    return word[:1].isupper()


def _end(ground: _Ground, at: int, limit: int) -> int:
    """Where the words that belong to a title end, from behind its type word on."""
    text, end, words, last_small = ground.text, at, 0, True
    stops = _list("words", "stops")
    place = at
    while place < limit and words < MOST_WORDS:
        mention = ground.at(place)
        if mention is not None:
            if not _may_hold(text, mention, place):
                break
            place = end = min(mention.end, limit)
            words, last_small = words + 1, False
            place = _skip_space(text, place)
            continue
        token = _TOKEN.match(text, place)
        if token is None:
            break
        word = token.group()
        folded = word.casefold()
        if not word[0].isalnum() or folded in stops:
            break
        if folded in _PREPOSITIONS:
            place = _skip_space(text, token.end())
            words, last_small = words + 1, True
            continue
        if folded.endswith("ing") and not last_small and not _is_name(word):
            break
        place = end = token.end()
        words, last_small = words + 1, False
        place = _skip_space(text, place)
    return end


def _skip_space(text: str, place: int) -> int:
    while place < len(text) and text[place] in " \u00a0":
        place += 1
    return place


def _may_hold(text: str, mention: Mention, place: int) -> bool:
    """Whether a mention can be part of a title: no person, no day, and no city told as the place of signing."""
    before = text[max(0, place - 6) : place].casefold().split()
    word = before[-1] if before else ""
    if mention.kind is Kind.PERSON:
        return False
    if isinstance(mention.value, TimeValue):
        value = mention.value
        return (
            value.edtf is not None
            and value.edtf.granularity in ("year", "interval")
            and (value.role in (TimeRole.TERM, TimeRole.PERIOD) or word in ("for", "of", "until"))
        )
    if mention.kind is Kind.CITY:
        return word not in ("in", "at")
    return True


def _start(text: str, at: int, floor: int) -> int:
    """Where the names before a type word start: "the Allied Relations Treaty", "the free trade agreement"."""
    start = at
    while True:
        before = re.search(r"([^\W\d_][\w.'’-]*)(\s+|-)$", text[max(floor, start - 40) : start])
        if before is None:
            break
        word = before.group(1)
        head = max(floor, start - 40) + before.start()
        if (
            _is_name(word)
            and word.casefold()
            not in (
                "the",
                "a",
                "an",
                "this",
                "that",
                "in",
                "on",
                "at",
                "after",
                "during",
                "and",
                "both",
                "new",
            )
        ) or (word in ("and", "of", "for", "on") and start != at and _capital_before(text, head, floor)):
            start = head
        else:
            break
    return start


def _capital_before(text: str, at: int, floor: int) -> bool:
    before = re.search(r"([^\W\d_][\w.'’-]*)\s+$", text[max(floor, at - 30) : at])
    return before is not None and _is_name(before.group(1))


def find_titles(text: str, mentions: Sequence[Mention], first: int, last: int) -> Iterator[Title]:
    """The titled documents of ``text[first:last]``, left to right, none inside another."""
    ground = _Ground(text, mentions)
    pattern, types = _types()
    about = _list("words", "about")
    reach = first
    for match in pattern.finditer(text, first, last):
        if match.start() < reach or ground.holds(match.start()):
            continue
        word = match.group().casefold()
        start = _start(text, match.start(), reach)
        modified = _modifiers().search(text, max(reach, match.start() - 40), match.start())
        if modified is not None:
            start = min(start, modified.start())
        after = _skip_space(text, match.end())
        quoted = _QUOTED.match(text, match.end())
        opener = _TOKEN.match(text, after)
        opens = opener is not None and opener.group().casefold() in about and after < last
        if quoted is not None:
            end = quoted.end()
        elif opens:
            end = _end(ground, after, last)
        else:
            end = match.end()
        acronym = _ACRONYM.match(text, end)
        if acronym is not None and acronym.end() <= last:
            end = acronym.end()
        told = quoted is not None or (opens and end > after + 4)
        if not told and start == match.start():
            continue
        reach = end
        yield Title(start, end, types[word], word, told)
