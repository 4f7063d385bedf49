"""How likely each word belongs to a claim of each kind, learned from annotated reports on the text model's vectors.

A small convolutional head over frozen word vectors, the kind of mention a word stands in, its part of speech and
relation, and the mean vectors of its sentence and of the clause that rules its list. Trained by training/heads.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from servanda.errors import ModelError
from servanda.reading.document import MASKS, Document
from servanda.reading.parses import Parsed, parse
from servanda.terms.claims import KINDS, ClaimKind

Floats = NDArray[np.float32]
_MASK_AT: Mapping[str, int] = {mask: at for at, mask in enumerate(MASKS.values())}


@dataclass(frozen=True)
class Head:
    """The weights, and the names of the parts of speech and relations that they know."""

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
    weights = {key: value.astype(np.float32) for key, value in held.items()}
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


def _convolved(hidden: Floats, weight: Floats, bias: Floats) -> Floats:
    """A convolution over five words; ``weight`` is (out, in, 5)."""
    reach = weight.shape[2] // 2
    padded = np.pad(hidden, ((reach, reach), (0, 0)))
    total = np.broadcast_to(bias, (hidden.shape[0], bias.shape[0])).copy()
    for offset in range(weight.shape[2]):
        total += padded[offset : offset + hidden.shape[0]] @ weight[:, :, offset].T
    return total.astype(np.float32)


def _run(weights: Mapping[str, Floats], words: Floats, context: Floats) -> Floats:
    hidden = words @ weights["i.weight"].T + weights["i.bias"] + weights["c.weight"] @ context + weights["c.bias"]
    hidden = np.maximum(hidden, 0)
    for name in ("c1", "c2"):
        hidden = hidden + np.maximum(_convolved(hidden, weights[f"{name}.weight"], weights[f"{name}.bias"]), 0)
    logits = hidden @ weights["o.weight"].T + weights["o.bias"]
    return np.asarray(1 / (1 + np.exp(-logits)), np.float32)


@dataclass(frozen=True)
class Likelihoods:
    """For each sentence its words and, for each, the likelihood of each kind in the order of ``KINDS``."""

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
            for group in _groups(values[:, at], floor)
            if len(group) >= 3 and values[group, at].max() >= peak
        ]


def _groups(values: Floats, floor: float) -> list[NDArray[np.int64]]:
    """The places of values over a floor, in runs with gaps of one at most."""
    over = np.flatnonzero(values >= floor)
    return np.split(over, np.flatnonzero(np.diff(over) > 2) + 1) if over.size else []


def likelihoods(document: Document) -> Likelihoods:
    """What the head says of every word of a document."""
    known, parses = head(), parse(document)

    def told(at: int, parsed: Parsed) -> tuple[tuple[tuple[int, int], ...], Floats]:
        if not parsed.words:
            return (), np.zeros((0, len(KINDS)), np.float32)
        words = word_features(document, at, parsed, known.upos, known.relations)
        return parsed.words, _run(known.weights, words, context_features(document, at, parses))

    return Likelihoods(tuple(told(at, parsed) for at, parsed in enumerate(parses)))
