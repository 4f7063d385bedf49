"""Acts told as nouns: "the early completion of the port" is to complete it, "a joint chamber" proposed is to set it up."""

from __future__ import annotations

import re
from functools import cache

from servanda.errors import LexiconError
from servanda.reading.cues import any_of, word_table

_ITEM = re.compile(r",?\s+and\s+(?=(?:an?|the|new)\s)|,\s+(?=(?:an?|the|new)\s)")
_THING = re.compile(r"(?:an?|new|more|\d+)\s+\w")


@cache
def _told() -> re.Pattern[str]:
    table = word_table("commitments", "acts")
    if not table:
        raise LexiconError("lexicon commitments: [acts] lists the nouns of each verb")
    return re.compile(
        rf"(?:(?:the|an?|its|their|our)\s+)?(?:\w+\s+)?(?P<noun>{any_of(table)})\s+(?:of|on|for)\s+", re.IGNORECASE
    )


def noun_of_act(words: str) -> str | None:
    """The verb that is told as a noun within the first words of a stretch, or None."""
    told = _told().match(words.lstrip())
    return None if told is None else word_table("commitments", "acts")[told["noun"].casefold()]


def act_of_noun(words: str) -> str | None:
    """An act told as a noun in base form, or None where the words tell of no act and no thing to be made."""
    told = _told().match(words)
    if told is not None:
        return f"{word_table('commitments', 'acts')[told['noun'].casefold()]} {words[told.end() :]}"
    return f"create {words}" if _THING.match(words) else None


def items(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The parts of "a chamber, a council and a committee" in ``text[start:end]``; one where it is no such list."""
    found, at = [], start
    for joint in _ITEM.finditer(text, start, end):
        if len(text[at : joint.start()].split()) > 1:
            found.append((at, joint.start()))
            at = joint.end()
    return [*found, (at, end)]
