"""A text as the finding of titles sees it: what mention stands at a place, and which words name types of documents."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cache

from servanda.errors import LexiconError
from servanda.reading.cues import any_of, word_table
from servanda.reading.frames import load_lexicon
from servanda.terms.mentions import AmountKind, AmountValue, BodyValue, Kind, Mention, StateValue

# "seven new bilateral trade agreements"
MOST_COUNTED = 4
# and not over a longer stretch than this, so that no number is sought behind thousands of words
MOST_BETWEEN = 80
_PLAIN = re.compile(r"[\s\w-]*")
_SPACES = " \u00a0"


@cache
def listed(name: str) -> frozenset[str]:
    """The words of ``[words] name`` in the lexicon of instruments; LexiconError when it is no list."""
    table = load_lexicon("instruments").get("words")
    words = table.get(name) if isinstance(table, dict) else None
    if not isinstance(words, list):
        raise LexiconError(f"lexicon instruments: [words] {name} must be a list of words")
    return frozenset(str(word).casefold() for word in words)


@cache
def type_words() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """The words that name types of documents, longest first, and the type of each."""
    words = word_table("instruments", "types")
    return re.compile(rf"\b(?:{any_of(words)})\b", re.IGNORECASE), words


@cache
def _another_document() -> re.Pattern[str]:
    return re.compile(rf"\s+(?:the|his|her|their)\s+(?:[\w'’-]+\s+){{0,4}}?{type_words()[0].pattern}", re.IGNORECASE)


def is_name(word: str) -> bool:
    """Whether a word is written like a name."""
    return word[:1].isupper()


def skip_space(text: str, place: int) -> int:
    """The next place that is no blank."""
    while place < len(text) and text[place] in _SPACES:
        place += 1
    return place


class Ground:
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

    def counted(self, place: int) -> bool:
        """Whether a word is counted: a number above one ends at it or right before it."""
        index = bisect_right(self.starts, place) - 1
        for mention in self.outer[max(0, index - 2) : index + 1]:
            value = mention.value
            if place - mention.end > MOST_BETWEEN:
                continue
            if isinstance(value, AmountValue) and value.kind is AmountKind.COUNT and value.value > 1:
                between = self.text[mention.end : place]
                if mention.end > place or (len(between.split()) <= MOST_COUNTED and _PLAIN.fullmatch(between)):
                    return True
        return False

    def starts_document(self, place: int) -> bool:
        """Whether another document is named behind a place, by an article and a type word."""
        return _another_document().match(self.text, place, min(len(self.text), place + 120)) is not None
