"""The parse of each sentence: parts of speech, heads, relations, names of persons, bodies and places, word vectors.

One sentence is run at a time, without padding: the quantised network scales its numbers by what lies in the batch, so a
sentence read among others would otherwise differ from the same sentence read alone. This is the only module that knows
onnxruntime and tokenizers.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from servanda.errors import ModelError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

Floats = NDArray[np.float32]
Wholes = NDArray[np.int64]

# the letter case that the uncased word pieces have lost; its number is the row of the case embedding
CASES = ("edge", "lower", "title", "opening title", "upper", "initial", "mixed", "no letter")
# a web address has dozens of pieces, and the first ones already say that it is one
PIECES_OF_A_WORD = 8
# training saw few sentences longer than this, and the tree costs the square of it
PIECES_OF_A_RUN = 256
_STOPS = frozenset(".,;:!?()–—")
_START, _END, _UNKNOWN = "[CLS]", "[SEP]", "[UNK]"


@dataclass(frozen=True, slots=True)
class Parse:
    """One analysed sentence; ``heads`` are word indices, -1 for the one root, and make a tree.

    ``entities`` are half-open word ranges with PER, ORG or LOC. ``vectors`` has one row of 384 numbers for each word
    and takes no part in comparison.
    """

    words: tuple[str, ...]
    upos: tuple[str, ...]
    heads: tuple[int, ...]
    relations: tuple[str, ...]
    entities: tuple[tuple[int, int, str], ...]
    vectors: Floats = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Pieces:
    """The network's input for one sentence; ``firsts`` are the start mark and then the first piece of each word."""

    pieces: Wholes
    cases: Wholes
    firsts: Wholes


def letter_case(word: str, *, opening: bool) -> int:
    """The row of a word in ``CASES``; a capital says less in the word that opens a sentence."""
    letters = [letter for letter in word if letter.isalpha()]
    if not letters:
        return 7
    if len(letters) == 1 and letters[0].isupper():
        return 5
    if word.isupper():
        return 4
    if word.islower() or not any(letter.isupper() for letter in letters):
        return 1
    if letters[0].isupper() and not any(letter.isupper() for letter in letters[1:]):
        return 3 if opening else 2
    return 6


class Cutter:
    """Cuts words into the network's pieces."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        marks = (tokenizer.token_to_id(mark) for mark in (_START, _END, _UNKNOWN))
        self._start, self._end, self._unknown = (mark if mark is not None else 0 for mark in marks)

    def word_pieces(self, words: Sequence[str]) -> list[list[int]]:
        """The pieces of each word, at least one: a word of invisible characters alone is an unknown one."""
        # a lone surrogate has no UTF-8 form; what follows 200 letters would not reach the first pieces
        clean = [word[:200].encode("utf-8", "replace").decode("utf-8") for word in words]
        cut = self._tokenizer.encode(clean, is_pretokenized=True, add_special_tokens=False)
        found: list[list[int]] = [[] for _ in words]
        for piece, word in zip(cut.ids, cut.word_ids, strict=True):
            if word is not None and len(found[word]) < PIECES_OF_A_WORD:
                found[word].append(piece)
        return [pieces or [self._unknown] for pieces in found]

    def join(self, words: Sequence[str], word_pieces: Sequence[list[int]], *, opening: bool = True) -> Pieces:
        """The input for a run of words; ``opening`` says whether its first word with a letter opens the sentence."""
        pieces, cases, firsts = [self._start], [0], [0]
        for word, ids in zip(words, word_pieces, strict=True):
            firsts.append(len(pieces))
            case = letter_case(word, opening=opening)
            opening = opening and case == CASES.index("no letter")
            pieces.extend(ids)
            cases.extend([case] * len(ids))
        pieces.append(self._end)
        cases.append(0)
        return Pieces(np.array(pieces), np.array(cases), np.array(firsts))


def _cut_long(words: Sequence[str], sizes: Sequence[int]) -> list[tuple[int, int]]:
    """Ranges of words that fit the network, each ending after the last stop in its second half if there is one."""
    ranges, start, held = [], 0, 2
    for at, size in enumerate(sizes):
        if held + size > PIECES_OF_A_RUN:
            middle = (start + at) // 2
            end = next((stop + 1 for stop in range(at - 1, middle, -1) if words[stop] in _STOPS), at)
            ranges.append((start, end))
            start, held = end, 2 + sum(sizes[end:at])
        held += size
    return [*ranges, (start, len(words))]


def _cycle(heads: Wholes) -> list[int]:
    """The nodes of one cycle, none if the heads make a tree under node 0."""
    seen = [0] * len(heads)
    for start in range(1, len(heads)):
        node = start
        while node and not seen[node]:
            seen[node] = start
            node = int(heads[node])
        if node and seen[node] == start:
            cycle = [node]
            while heads[cycle[-1]] != node:
                cycle.append(int(heads[cycle[-1]]))
            return cycle
    return []


def _best_heads(scores: NDArray[np.float64]) -> Wholes:
    """The heads of the highest-scoring tree over ``scores[node, head]`` under node 0 (Chu and Liu; Edmonds)."""
    heads: Wholes = scores.argmax(axis=1)
    heads[0] = 0
    cycle = _cycle(heads)
    if not cycle:
        return heads
    inside = np.array(cycle)
    outside = np.setdiff1d(np.arange(len(scores)), inside)
    # the cycle becomes one node, the last; entering it costs the arc that the entry breaks
    enter = scores[np.ix_(inside, outside)] - scores[inside, heads[inside]][:, None]
    leave = scores[np.ix_(outside, inside)]
    size = len(outside)
    smaller = np.full((size + 1, size + 1), -np.inf)
    smaller[:size, :size] = scores[np.ix_(outside, outside)]
    smaller[size, :size] = enter.max(axis=0)
    smaller[:size, size] = leave.max(axis=1)
    found = _best_heads(smaller)
    for place in range(1, size):
        head = found[place]
        heads[outside[place]] = inside[leave[place].argmax()] if head == size else outside[head]
    entry = found[size]
    heads[inside[enter[:, entry].argmax()]] = outside[entry]
    return heads


def tree(arcs: Floats) -> list[int]:
    """The head of each word, -1 for the one root, from ``arcs[word, head]`` where head 0 is the root."""
    count = len(arcs)
    scores = np.full((count + 1, count + 1), -np.inf)
    scores[1:] = arcs
    np.fill_diagonal(scores, -np.inf)
    # a second root would cost more than any tree with one root could lose
    scores[1:, 0] -= (float(arcs.max()) - float(arcs.min()) + 1.0) * (count + 1)
    return [int(head) - 1 for head in _best_heads(scores)[1:]]


def entity_ranges(scores: Floats, tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """The entities of the best tag sequence in which every inside tag goes on from its own kind (Viterbi)."""
    outside = tags.index("O")
    if (scores.argmax(axis=1) == outside).all():
        return []
    allowed = np.array([[_follows(tag, before) for before in tags] for tag in tags])
    barrier = np.where(allowed, 0.0, -np.inf)
    best = scores[0] + barrier[:, outside]
    back = []
    for row in scores[1:]:
        paths = best[None, :] + barrier
        back.append(paths.argmax(axis=1))
        best = paths.max(axis=1) + row
    chosen = [int(best.argmax())]
    for pointers in reversed(back):
        chosen.append(int(pointers[chosen[-1]]))
    return _ranges([tags[number] for number in reversed(chosen)])


def _follows(tag: str, before: str) -> bool:
    return tag[0] != "I" or (before[0] != "O" and before[2:] == tag[2:])


def _ranges(tags: Sequence[str]) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for at, tag in enumerate(tags):
        if tag[0] == "B":
            found.append((at, at + 1, tag[2:]))
        elif tag[0] == "I":
            found[-1] = (found[-1][0], at + 1, tag[2:])
    return found


def _joined(words: tuple[str, ...], parts: Sequence[Parse]) -> Parse:
    """One parse of the parts of a very long sentence: each later root hangs on the first one as parataxis."""
    root = parts[0].heads.index(-1)
    heads: list[int] = []
    relations: list[str] = []
    entities: list[tuple[int, int, str]] = []
    at = 0
    for part in parts:
        for head, relation in zip(part.heads, part.relations, strict=True):
            later = head < 0 and at > 0
            heads.append(root if later else head if head < 0 else head + at)
            relations.append("parataxis" if later else relation)
        entities.extend((start + at, end + at, kind) for start, end, kind in part.entities)
        at += len(part.words)
    upos = tuple(tag for part in parts for tag in part.upos)
    vectors = np.concatenate([part.vectors for part in parts])
    return Parse(words, upos, tuple(heads), tuple(relations), tuple(entities), vectors)


class Encoder:
    """The text model; build it with ``Encoder.load``."""

    def __init__(self, session: InferenceSession, cutter: Cutter, labels: dict[str, list[str]]) -> None:
        self._session = session
        self._cutter = cutter
        self._upos, self._relations, self._tags = labels["upos"], labels["relations"], labels["tags"]
        self._root = self._relations.index("root")

    @classmethod
    def load(cls, folder: Path | None = None, *, threads: int = 1) -> Encoder:
        """The model of a folder, of the package itself if none is given; takes 0.3 s and 100 MB."""
        folder = folder or Path(str(resources.files("servanda") / "models" / "en"))
        for name in ("model.onnx", "tokenizer.json", "labels.json"):
            if not (folder / name).is_file():
                raise ModelError(f"text model: {folder / name} is missing; install servanda again or build the model")
        try:
            import onnxruntime  # noqa: PLC0415 - 0.1 s that a command which reads no text need not spend
        except ImportError as error:
            raise ModelError("text model: onnxruntime is missing; install it: pip install onnxruntime") from error
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
        try:
            session = onnxruntime.InferenceSession(folder / "model.onnx", options, providers=["CPUExecutionProvider"])
            cutter = Cutter(Tokenizer.from_file(str(folder / "tokenizer.json")))
            labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
            return cls(session, cutter, labels)
        except Exception as error:  # onnxruntime and tokenizers raise classes of their own, and bare Exception
            raise ModelError(f"text model: {folder} cannot be used ({error}); install servanda again") from error

    def parse(self, sentences: Sequence[Sequence[str]]) -> list[Parse]:
        """The parse of each sentence, the same whatever stands beside it; a sentence is its words.

        A sentence of more than ``PIECES_OF_A_RUN`` pieces (about 200 words) is read in parts, cut at punctuation where
        there is some, and the parts' roots hang on the first one.
        """
        return [self._parse(tuple(words)) for words in sentences]

    def _parse(self, words: tuple[str, ...]) -> Parse:
        if not words:
            return Parse((), (), (), (), (), np.zeros((0, 384), dtype=np.float32))
        cut = self._cutter.word_pieces(words)
        ranges = _cut_long(words, [len(pieces) for pieces in cut])
        parts = [
            self._run(words[start:end], self._cutter.join(words[start:end], cut[start:end], opening=start == 0))
            for start, end in ranges
        ]
        return parts[0] if len(parts) == 1 else _joined(words, parts)

    def _run(self, words: tuple[str, ...], pieces: Pieces) -> Parse:
        feed = {"pieces": pieces.pieces, "cases": pieces.cases, "firsts": pieces.firsts}
        upos, arcs, relations, tags, vectors = self._session.run(["upos", "arcs", "relations", "tags", "vectors"], feed)
        heads = tree(arcs)
        # relations[word, relation, head]: the root relation belongs to the root alone
        chosen = relations[np.arange(len(words)), :, np.array(heads) + 1]
        chosen[:, self._root] = -np.inf
        names = [self._relations[number] for number in chosen.argmax(axis=1)]
        return Parse(
            words,
            tuple(self._upos[number] for number in upos.argmax(axis=1)),
            tuple(heads),
            tuple("root" if head < 0 else name for head, name in zip(heads, names, strict=True)),
            tuple(entity_ranges(tags, self._tags)),
            vectors,
        )
