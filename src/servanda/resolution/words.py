"""Words made comparable: small letters, no accents, light stems."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
# words that tell no two documents, acts or activities apart
EMPTY = frozenset({
    "the", "a", "an", "of", "and", "on", "in", "for", "to", "between", "with", "by", "at", "from", "its", "their",
    "his", "her", "is", "be", "are", "was", "were", "as", "that", "which", "this", "these", "both", "two", "new",
    "republic",
    "state", "country", "side", "party", "mutual", "bilateral", "joint", "cooperation", "relation", "government",
    "field", "will", "it", "or", "into", "under", "other", "more", "first", "all", "up", "out", "take", "make", "s",
    "further", "within", "framework", "including", "development", "develop", "people", "kingdom", "federation",
})  # fmt: skip
_ENDINGS = (
    ("isation", "ise"), ("ization", "ise"), ("ize", "ise"), ("ising", "ise"), ("izing", "ise"), ("ation", ""),
    ("ments", ""), ("ment", ""), ("ities", "ity"), ("ies", "y"), ("ings", ""), ("ing", ""), ("ions", ""), ("ion", ""),
    ("ers", "er"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("es", ""), ("ed", ""), ("s", ""), ("e", ""),
    ("al", ""),
)  # fmt: skip


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Small letters without accents: "Türkiye" and "turkiye" are the same."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A word without its commonest English ending; words of up to four letters stay as they are."""
    if len(word) <= 4 or not word.isalpha():
        return word
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: len(word) - len(ending)] + instead
    return word


@lru_cache(maxsize=65536)
def content(text: str | None, *, without: frozenset[str] = frozenset()) -> frozenset[str]:
    """The stems that tell a text apart, without the empty words and the given ones."""
    if not text:
        return frozenset()
    words = (word for word in _WORD.findall(fold(text)) if word not in EMPTY)
    return frozenset(found for found in map(stem, words) if found not in EMPTY and found not in without)


@lru_cache(maxsize=65536)
def surname(name: str) -> str:
    """The last word of a name, folded, without "Jr." and the like."""
    parts = [w for w in _WORD.findall(fold(name)) if w not in {"jr", "sr", "ii", "iii", "iv"}]
    return parts[-1] if parts else ""


def overlap(left: frozenset[str], right: frozenset[str]) -> float:
    """Dice overlap of two sets of words, 0 to 1; 0 when either is empty."""
    total = len(left) + len(right)
    return 2 * len(left & right) / total if left and right else 0.0


def coverage(left: frozenset[str], right: frozenset[str]) -> float:
    """Share of the smaller set that lies in the larger one, 0 to 1: a short title inside a full one gives 1."""
    return len(left & right) / min(len(left), len(right)) if left and right else 0.0
