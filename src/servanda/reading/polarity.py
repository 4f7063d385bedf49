"""Whether a clause asserts, denies or only supposes what its words name."""

from __future__ import annotations

import re
from functools import cache

from servanda.errors import LexiconError
from servanda.reading.cues import any_of
from servanda.reading.frames import load_lexicon

# a clause ends at strong punctuation, or where a conjunction starts another clause with its own subject and verb
_CLAUSE_END = re.compile(
    r"[;:!?\n]|\.(?=\s|$)|,\s+(?:but|while|whereas|although|though|however|which|who|and|given that|because)\b|\bbut\b|\s[-–—]\s"
)

_ENDINGS = frozenset({"n't", "n’t"})


@cache
def _words(name: str) -> re.Pattern[str]:
    listed = load_lexicon("polarity").get(name)
    if not isinstance(listed, list) or not listed:
        raise LexiconError(f"lexicon polarity: {name} must be a list of words")
    # "n't" stands at the end of a word, everything else starts one
    ends = [str(word) for word in listed if word in _ENDINGS]
    starts = any_of(str(word) for word in listed if word not in _ENDINGS)
    return re.compile("(?:" + "|".join([rf"\b(?:{starts})", *ends]) + r")\b", re.IGNORECASE)


def clause(text: str, at: int, *, first: int = 0, last: int | None = None) -> tuple[int, int]:
    """The clause of ``text[first:last]`` around the word at ``at``, as a half-open span."""
    last = len(text) if last is None else last
    start, end = first, last
    for mark in _CLAUSE_END.finditer(text, first, last):
        if mark.end() <= at:
            start = mark.end()
        elif mark.start() > at:
            end = mark.start()
            break
    return start, end


def negations(text: str) -> int:
    """How many negating words a stretch holds, without those that assert ("not only", "no later than")."""
    found = [match.start() for match in _words("negation").finditer(text)]
    if not found:
        return 0
    harmless = [match.span() for match in _words("not_negation").finditer(text)]
    return sum(not any(start <= at < end for start, end in harmless) for at in found)


def is_negated(text: str, at: int, *, first: int = 0, last: int | None = None) -> bool:
    """Whether the clause around a word denies it."""
    start, end = clause(text, at, first=first, last=last)
    return negations(text[start:end]) % 2 == 1


def is_hypothetical(text: str, at: int, *, first: int = 0, last: int | None = None) -> bool:
    """Whether the clause around a word only supposes it."""
    start, end = clause(text, at, first=first, last=last)
    return _words("hypothetical").search(text, start, end) is not None


def is_supposed(text: str) -> bool:
    """Whether a stretch tells what might have been: "might have signed", "could have been held"."""
    return _words("counterfactual").search(text) is not None
