"""Which word pieces ship: those that texts and word lists hold, the rest by the start model's own order of frequency.

A row of the table takes 388 bytes, and of MiniLM's 30,522 pieces a quarter is no English or stands for nothing. A word
whose piece is left out is cut into smaller ones.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from tokenizers import Tokenizer

KEPT = 23_550
MARKS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
# what English texts set in other blocks of Unicode than Latin
SIGNS = "–—‘’“”…€£₽₸°′″•"


def treebank_texts(folder: Path) -> Iterator[str]:
    """The words of the treebanks' training parts."""
    for name in ("ewt", "gum"):
        with gzip.open(folder / f"{name}-train.conllu.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                columns = line.split("\t")
                if len(columns) == 10 and columns[0].isdigit():
                    yield columns[1]


def report_texts(folder: Path) -> Iterator[str]:
    """The texts of a folder of annotated reports."""
    for file in sorted(folder.glob("*.json")):
        yield from (report["text"] for report in json.loads(file.read_text(encoding="utf-8"))["reports"])


def english(piece: str) -> bool:
    """Whether a piece can stand in an English text."""
    return not piece.startswith("[unused") and all(ord(c) < 0x250 or c in SIGNS for c in piece.removeprefix("##"))


def kept(tokenizer: Tokenizer, texts: Iterable[str], lists: Iterable[str]) -> list[int]:
    """The rows that ship, in order: marks, single letters and what ``texts`` hold; then by count what ``lists`` hold."""

    tokenizer.no_truncation()
    tokenizer.no_padding()

    def count(sources: Iterable[str]) -> Counter[int]:
        return Counter(i for text in sources for i in tokenizer.encode(text, add_special_tokens=False).ids)

    names = {row: piece for piece, row in tokenizer.get_vocab().items()}
    rows = {row for row, piece in names.items() if piece in MARKS}
    rows |= {row for row, piece in names.items() if len(piece.removeprefix("##")) == 1 and english(piece)}
    rows |= set(count(texts))
    listed = count(lists)
    by_count = sorted(listed, key=lambda row: (-listed[row], row))
    by_frequency = (row for row in sorted(names) if english(names[row]))
    for row in (*by_count, *by_frequency):
        if len(rows) >= KEPT:
            break
        rows.add(row)
    return sorted(rows)
