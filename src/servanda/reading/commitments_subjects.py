"""The words that are the grammatical subject of a verb, or the owner of a noun, by the parse of their sentence."""

from __future__ import annotations

from dataclasses import dataclass

from servanda.reading.document import Sentence
from servanda.reading.encoder import Parse
from servanda.reading.parses import Parsed, parse

# a verb that hangs so on another has its subject, where it has none of its own
_SHARED = frozenset({"conj", "xcomp", "aux", "aux:pass", "cop"})
_OWNED = frozenset({"NOUN", "PROPN"})


@dataclass(frozen=True, slots=True)
class Subject:
    """The stretch of a subject, and whether it joins several: "the Government of Kenya and the Commission"."""

    start: int
    end: int
    joined: bool


def subject_of_verb(sentence: Sentence, start: int, end: int) -> Subject | None:
    """The subject of the first verb of a stretch, or the owner of its first noun; None without one."""
    parsed = parse(sentence.document)[sentence.index]
    tree = parsed.parse
    told = [n for n, (left, right) in enumerate(parsed.words) if start <= left and right <= end]
    verb = next((n for n in told if tree.upos[n] in ("VERB", "AUX")), None)
    noun = next((n for n in told if tree.upos[n] in _OWNED), None)
    if noun is not None and (verb is None or noun < verb):
        owner = _below(tree, noun, "nmod:poss")
        return _subject(parsed, owner) if owner is not None else None
    while verb is not None:
        subject = _below(tree, verb, "nsubj")
        if subject is not None:
            return _subject(parsed, subject)
        verb = tree.heads[verb] if tree.relations[verb] in _SHARED else None
    return None


def _below(tree: Parse, top: int, relation: str) -> int | None:
    """The first word that hangs so on another."""
    pairs = enumerate(zip(tree.heads, tree.relations, strict=True))
    return next((n for n, told in pairs if told == (top, relation)), None)


def _subject(parsed: Parsed, top: int) -> Subject:
    """From the first to the last word that hangs on a word."""
    heads, below, more = parsed.parse.heads, {top}, {top}
    while more:
        more = {n for n, head in enumerate(heads) if head in below} - below
        below |= more
    joined = _below(parsed.parse, top, "conj") is not None
    return Subject(parsed.words[min(below)][0], parsed.words[max(below)][1], joined)
