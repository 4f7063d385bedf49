"""The lemma of a word for its part of speech, as the English treebanks write it.

Regular inflection is undone by rule; a baked table of some ten thousand forms holds only what the rules get wrong
("made", "women", "news", "decided"). ``training/build_lemmas.py`` makes the table from these same rules.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources

Table = Mapping[tuple[str, str], str]

# endings of noun plurals and verbs in -s: (ending, what replaces it); the first that fits counts
_S_ENDINGS = (
    ("ss", "ss"), ("us", "us"), ("is", "is"), ("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"),
    ("shes", "sh"), ("zzes", "zz"), ("oes", "o"), ("s", ""),
)  # fmt: skip
_VOWEL = re.compile(r"[aeiouy]")
# a stem that ends like this has lost an e: "decid(ed)", "continu(ing)", "chang(ing)", "promot(ed)", "involv(ing)"
_SILENT_E = re.compile(
    r"(?:[^aeiou]u|[aeiou](?:[bdgktvz]|[^a]te?)|[^aeious]l|[uvz]|[cg]|[aeiou]s|[aiou]r|[aeiou]in|[lr]s|ns)$"
)
_KEPT_DOUBLE = ("ss", "ll", "zz", "ff")


def _without_s(word: str) -> str:
    if word.endswith("men") and len(word) > 4:
        return word[:-2] + "an"
    if len(word) <= 3 or not word.endswith("s"):
        return word
    ending, new = next(pair for pair in _S_ENDINGS if word.endswith(pair[0]))
    return word[: len(word) - len(ending)] + new


def _verb(word: str) -> str:
    if word.endswith("ied") and len(word) > 4:
        return word[:-3] + "y"
    stem = re.sub(r"(?:ed|ing)$", "", word)
    if stem == word or len(stem) < 2 or not _VOWEL.search(stem):
        return _without_s(word)
    if len(stem) > 3 and stem[-1] == stem[-2] and stem[-2:] not in _KEPT_DOUBLE and stem[-1] not in "aeiou":
        return stem[:-1]
    return stem + "e" if _SILENT_E.search(stem) else stem


def by_rule(word: str, upos: str) -> str:
    """The lemma by regular inflection alone; names and marks stay as they are written."""
    if upos in {"PROPN", "PUNCT", "SYM", "X"}:
        return word
    word = word.casefold().replace("’", "'")
    if upos == "NOUN":
        return _without_s(word)
    return _verb(word) if upos in {"VERB", "AUX"} else word


def table_key(word: str, upos: str) -> tuple[str, str]:
    """Under what the table holds a word: names by their spelling, other words without case and with a plain quote."""
    return upos, word if upos == "PROPN" else word.casefold().replace("’", "'")


@cache
def _table() -> Table:
    packed = (resources.files("servanda") / "models" / "en" / "lemmas.tsv.gz").read_bytes()
    rows = (line.split("\t") for line in gzip.decompress(packed).decode("utf-8").splitlines())
    return {(upos, form): found for upos, form, found in rows}


def lemma(word: str, upos: str) -> str:
    """The lemma of a word; unknown words and unknown parts of speech get the regular rules."""
    return _table().get(table_key(word, upos)) or by_rule(word, upos)
