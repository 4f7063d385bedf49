"""Sentences of a gzipped CoNLL-U file, and the closed lists of labels that a set of them uses."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TAGS = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One annotated sentence; ``heads`` are 0 for the root and otherwise 1-based, as in CoNLL-U."""

    text: str
    words: tuple[str, ...]
    lemmas: tuple[str, ...]
    upos: tuple[str, ...]
    xpos: tuple[str, ...]
    feats: tuple[str, ...]
    heads: tuple[int, ...]
    relations: tuple[str, ...]
    entities: tuple[str, ...] | None
    """BIO tags; None where none were recorded, which is not the same as no entity."""
    spans: tuple[tuple[int, int], ...]
    """Where each word stands in ``text``."""


def _misc(cell: str) -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in cell.split("|") if "=" in pair)


def _spans(text: str, words: list[str]) -> list[tuple[int, int]]:
    spans, at = [], 0
    for word in words:
        # a few words are spelt with other characters than the text has; they take the place that is left
        found = text.find(word, at)
        start = found if 0 <= found <= at + 3 else at
        spans.append((start, min(len(text), start + len(word))))
        at = spans[-1][1]
    return spans


def _sentence(lines: list[str]) -> Sentence:
    rows = [line.split("\t") for line in lines if line[0] != "#"]
    rows = [row for row in rows if row[0].isdigit()]
    words = [row[1] for row in rows]
    text = next((line[9:] for line in lines if line.startswith("# text = ")), " ".join(words))
    tags = [_misc(row[9]).get("NER") for row in rows]
    columns = [tuple(row[n] for row in rows) for n in (2, 3, 4, 5)]
    heads = tuple(int(row[6]) for row in rows)
    known = tuple(tag for tag in tags if tag is not None)
    entities = known if len(known) == len(rows) else None
    return Sentence(
        text, tuple(words), *columns, heads, tuple(row[7] for row in rows), entities, tuple(_spans(text, words))
    )


def read(path: Path) -> Iterator[Sentence]:
    """The sentences of a file, in order."""
    lines: list[str] = []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for raw in file:
            line = raw.rstrip("\n")
            if line:
                lines.append(line)
            elif lines:
                yield _sentence(lines)
                lines = []
    if lines:
        yield _sentence(lines)


def part(folder: Path, name: str) -> list[Sentence]:
    """The sentences of ``train``, ``dev`` or ``test`` of both treebanks, EWT first."""
    return [sentence for bank in ("ewt", "gum") for sentence in read(folder / f"{bank}-{name}.conllu.gz")]


def labels(sentences: list[Sentence]) -> dict[str, list[str]]:
    """Each label list in sorted order; a label seen in test alone can never be predicted, which is as it should be."""
    lists = {name: sorted({value for s in sentences for value in getattr(s, name)}) for name in _COLUMNS}
    return {**lists, "tags": list(TAGS)}


_COLUMNS = ("upos", "xpos", "feats", "relations")
