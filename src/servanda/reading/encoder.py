"""The parse of each sentence: parts of speech, heads, relations, names of persons, bodies and places, word vectors.

One sentence is parsed at a time, without padding: the quantised network scales its numbers by what lies in the batch,
so a sentence read among others would otherwise differ from the same sentence read alone. Vectors of meaning are made
over runs of neighbouring sentences of one document, so they depend on that document alone. This is the only module that
knows onnxruntime and tokenizers.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from tokenizers import Tokenizer

from servanda.errors import ModelError
from servanda.reading.decoding import Floats, Wholes, entity_ranges, tree

if TYPE_CHECKING:
    from onnxruntime import InferenceSession, RunOptions

# the letter case that the uncased word pieces have lost; its number is the row of the case embedding
CASES = ("edge", "lower", "title", "opening title", "upper", "initial", "mixed", "no letter")
# numbers in a word's vector
WIDTH = 384
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

    def join_sentences(self, sentences: Sequence[Sequence[list[int]]]) -> Pieces:
        """The input for some sentences in one run, an end mark behind each; letter case is left out."""
        pieces, firsts = [self._start], [0]
        for words in sentences:
            for ids in words:
                firsts.append(len(pieces))
                pieces.extend(ids)
            pieces.append(self._end)
        return Pieces(np.array(pieces), np.zeros(len(pieces), np.int64), np.array(firsts))


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

    def __init__(
        self, session: InferenceSession, cutter: Cutter, labels: dict[str, list[str]], options: RunOptions
    ) -> None:
        self._session = session
        self._options = options
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
            run = onnxruntime.RunOptions()
            run.only_execute_path_to_fetches = True  # parsing and meaning are two branches of one network
            return cls(session, cutter, labels, run)
        except Exception as error:  # onnxruntime and tokenizers raise classes of their own, and bare Exception
            raise ModelError(f"text model: {folder} cannot be used ({error}); install servanda again") from error

    def parse(self, sentences: Sequence[Sequence[str]]) -> list[Parse]:
        """The parse of each sentence, the same whatever stands beside it; a sentence is its words.

        A sentence of more than ``PIECES_OF_A_RUN`` pieces (about 200 words) is read in parts, cut at punctuation where
        there is some, and the parts' roots hang on the first one.
        """
        return [self._parse(tuple(words)) for words in sentences]

    def meanings(self, sentences: Sequence[Sequence[str]]) -> list[Floats]:
        """What the words of each sentence of a document mean among their neighbours: (words, 384) for each sentence.

        Vectors of MiniLM's own layers, made over runs of sentences of up to ``PIECES_OF_A_RUN`` pieces.
        """
        found: list[list[Floats]] = [[] for _ in sentences]
        run: list[tuple[int, list[list[int]]]] = []
        held = 1
        for number, words in enumerate(sentences):
            cut = self._cutter.word_pieces(tuple(words)) if words else []
            for start, end in _cut_long(tuple(words), [len(pieces) for pieces in cut]) if words else ():
                size = 1 + sum(len(pieces) for pieces in cut[start:end])
                if run and held + size > PIECES_OF_A_RUN:
                    self._mean(run, found)
                    run, held = [], 1
                run.append((number, cut[start:end]))
                held += size
        if run:
            self._mean(run, found)
        return [np.concatenate(parts) if parts else np.zeros((0, WIDTH), np.float32) for parts in found]

    def _mean(self, run: Sequence[tuple[int, list[list[int]]]], found: list[list[Floats]]) -> None:
        """Adds the vectors of one run's words to those found of their sentences."""
        pieces = self._cutter.join_sentences([cut for _, cut in run])
        feed = {"pieces": pieces.pieces, "cases": pieces.cases, "firsts": pieces.firsts}
        (vectors,) = self._session.run(["meanings"], feed, self._options)
        at = 0
        for number, cut in run:
            found[number].append(vectors[at : at + len(cut)])
            at += len(cut)

    def _parse(self, words: tuple[str, ...]) -> Parse:
        if not words:
            return Parse((), (), (), (), (), np.zeros((0, WIDTH), dtype=np.float32))
        cut = self._cutter.word_pieces(words)
        ranges = _cut_long(words, [len(pieces) for pieces in cut])
        parts = [
            self._run(words[start:end], self._cutter.join(words[start:end], cut[start:end], opening=start == 0))
            for start, end in ranges
        ]
        return parts[0] if len(parts) == 1 else _joined(words, parts)

    def _run(self, words: tuple[str, ...], pieces: Pieces) -> Parse:
        feed = {"pieces": pieces.pieces, "cases": pieces.cases, "firsts": pieces.firsts}
        upos, arcs, relations, tags, vectors = self._session.run(
            ["upos", "arcs", "relations", "tags", "vectors"], feed, self._options
        )
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
