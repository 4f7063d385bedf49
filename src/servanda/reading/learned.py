"""How likely each word belongs to a claim of each kind, learned from annotated reports on the text model's vectors.

A word is seen by its vector in the parse, its vector among the neighbouring sentences, the kind of mention it stands in,
its part of speech and relation; a recurrent layer reads each sentence, another the sentences of the report, and both
come together again at the words. Trained by training/heads.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from servanda.errors import ModelError
from servanda.reading.decoding import Floats
from servanda.reading.document import MASKS, Document
from servanda.reading.parses import Parsed, meanings, parse
from servanda.reading.recurrent import convolved, gru, lstm, sigmoid
from servanda.terms.claims import KINDS, ClaimKind

_MASK_AT: Mapping[str, int] = {mask: at for at, mask in enumerate(MASKS.values())}
# what is told of each word for each kind: inside any quote of a claim, inside the first quote, its first word
PARTS = ("any", "first", "start")
# a likely stretch of fewer words holds no claim by itself
LEAST_WORDS = 5


@dataclass(frozen=True)
class Head:
    """The weights of some networks whose answers are averaged, and the parts of speech and relations they know.

    The first axis of each array of ``weights`` counts the networks.
    """

    weights: Mapping[str, Floats]
    upos: tuple[str, ...]
    relations: tuple[str, ...]


@cache
def head() -> Head:
    """The head that comes with the program; ModelError when its file is missing or broken."""
    try:
        with (resources.files("servanda") / "models" / "en" / "heads.npz").open("rb") as stream:
            held = dict(np.load(stream))
    except (OSError, ValueError) as error:
        raise ModelError(f"models/en/heads.npz: {error}; install the program again") from None
    names = {key: tuple(str(name) for name in held.pop(key)) for key in ("upos", "relations")}
    numbers = sorted({key.split("/")[0] for key in held})
    parts = sorted({key.split("/")[1] for key in held})
    weights = {part: np.stack([held[f"{number}/{part}"] for number in numbers]).astype(np.float32) for part in parts}
    return Head(weights, names["upos"], names["relations"])


def word_features(document: Document, at: int, parsed: Parsed, upos: Sequence[str], relations: Sequence[str]) -> Floats:
    """One row for each word of a sentence: its vector, its mention's kind, its tags, and what sort of segment it is in."""
    count = len(parsed.words)
    mentions = np.zeros((count, len(MASKS) + 1), np.float32)
    tags = np.zeros((count, len(upos)), np.float32)
    links = np.zeros((count, len(relations)), np.float32)
    for n, (start, _) in enumerate(parsed.words):
        mentions[n, _MASK_AT.get(document.masked[start], len(MASKS))] = 1
        if parsed.parse.upos[n] in upos:
            tags[n, upos.index(parsed.parse.upos[n])] = 1
        if parsed.parse.relations[n] in relations:
            links[n, relations.index(parsed.parse.relations[n])] = 1
    segment = document.segments[at]
    flags = np.zeros((count, 3), np.float32)
    flags[:] = (segment.kind == "item", segment.kind == "heading", segment.governor is not None)
    return np.concatenate([parsed.parse.vectors, mentions, tags, links, flags], axis=1).astype(np.float32)


def context_features(document: Document, at: int, parses: Sequence[Parsed]) -> Floats:
    """The mean vectors of the clause that rules a sentence's list (zeros without one) and of the sentence itself."""
    governor = document.segments[at].governor
    own = parses[at].parse.vectors.mean(axis=0)
    ruling = np.zeros_like(own)
    if governor is not None and parses[governor].words:
        ruling = parses[governor].parse.vectors.mean(axis=0)
    return np.concatenate([ruling, own]).astype(np.float32)


@dataclass(frozen=True)
class Features:
    """What the head sees of one sentence with words: its place in the document, its words, and its context."""

    at: int
    words: Floats
    context: Floats


def features(document: Document, upos: Sequence[str], relations: Sequence[str]) -> list[Features]:
    """What the head sees of the sentences of a document, those without words left out."""
    parses, meant = parse(document), meanings(document)
    return [
        Features(
            at,
            np.concatenate([word_features(document, at, parsed, upos, relations), meant[at]], axis=1),
            context_features(document, at, parses),
        )
        for at, parsed in enumerate(parses)
        if parsed.words
    ]


def _run(weights: Mapping[str, Floats], seen: Sequence[Features]) -> list[Floats]:
    """The likelihoods (words, 3 x 6) of each sentence, the mean of what the networks say."""

    def linear(name: str, x: Floats) -> Floats:
        return np.asarray(x @ weights[f"{name}.weight"].swapaxes(1, 2) + weights[f"{name}.bias"][:, None], np.float32)

    lengths = [len(one.words) for one in seen]
    starts = np.cumsum([0, *lengths[:-1]])
    context = np.repeat(linear("c", np.stack([one.context for one in seen])), lengths, axis=1)
    words = np.maximum(linear("i", np.concatenate([one.words for one in seen])) + context, 0)
    words = words + lstm(words, lengths, weights, "l")
    around = np.repeat(gru(np.maximum.reduceat(words, starts, axis=1), weights, "g"), lengths, axis=1)
    words = words + np.maximum(linear("m", np.concatenate([words, around], axis=2)), 0)
    words = words + np.maximum(convolved(words, lengths, weights["c1.weight"], weights["c1.bias"]), 0)
    return np.split(sigmoid(linear("o", words)).mean(axis=0), starts[1:])


@dataclass(frozen=True)
class Likelihoods:
    """For each sentence its words and, for each word, the likelihoods by ``PARTS`` and then by ``KINDS``."""

    sentences: tuple[tuple[tuple[tuple[int, int], ...], Floats], ...]

    def of(self, kind: ClaimKind, start: int, end: int) -> float:
        """The mean likelihood of a kind over the words of a stretch; 0 where it holds no word."""
        at = KINDS.index(kind)
        held = [
            float(values[n, at])
            for words, values in self.sentences
            if words and words[0][0] < end and start < words[-1][1]
            for n, (left, right) in enumerate(words)
            if start <= left and right <= end
        ]
        return sum(held) / len(held) if held else 0.0

    def runs(self, kind: ClaimKind, peak: float, floor: float) -> list[tuple[int, int, int]]:
        """Stretches of words over a floor that reach a peak: (sentence, start, end); a gap of one word is bridged."""
        at = KINDS.index(kind)
        return [
            (number, words[group[0]][0], words[group[-1]][1])
            for number, (words, values) in enumerate(self.sentences)
            if words
            for group in _groups(values[:, at], floor)
            if len(group) >= LEAST_WORDS and values[group, at].max() >= peak
        ]


def _groups(values: Floats, floor: float) -> list[np.ndarray]:
    """The places of values over a floor, in runs with gaps of one at most."""
    over = np.flatnonzero(values >= floor)
    return np.split(over, np.flatnonzero(np.diff(over) > 2) + 1) if over.size else []


def placed(document: Document, values: Sequence[Floats]) -> Likelihoods:
    """Likelihoods (words, 3 x 6) told for the sentences of a document that hold words, in order."""
    rest = iter(values)
    nothing = np.zeros((0, len(PARTS) * len(KINDS)), np.float32)
    return Likelihoods(tuple((parsed.words, next(rest) if parsed.words else nothing) for parsed in parse(document)))


def likelihoods(document: Document) -> Likelihoods:
    """What the head says of every word of a document."""
    known = head()
    seen = features(document, known.upos, known.relations)
    return placed(document, _run(known.weights, seen) if seen else [])
