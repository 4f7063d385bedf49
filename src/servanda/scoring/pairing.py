"""Which found claim answers which annotated one: their evidence overlaps, the best pairs first, each claim once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from servanda.scoring.fields import Row, agreement
from servanda.terms.claims import ClaimKind

# the share of the shorter quote that must be common; for statements half of the annotated words
ENOUGH = 0.2
ENOUGH_OF_A_STATEMENT = 0.5


@dataclass(frozen=True, slots=True)
class Paired:
    """An annotated and a found claim of one report, by their places in the two lists."""

    gold: int
    found: int
    graded: float
    strict: bool
    wrong: tuple[str, ...]


def _places(claim: Row, text: str) -> Iterator[tuple[int, int]]:
    quotes = claim.get("quotes")
    for quote in quotes if isinstance(quotes, Sequence) else ():
        at = text.find(quote) if quote else -1
        while at >= 0:
            yield at, at + len(quote)
            at = text.find(quote, at + 1)


def overlap(kind: ClaimKind, gold: Row, found: Row, text: str) -> float:
    """The largest common share of two quotes: of the shorter one, or for statements of the annotated one."""
    theirs = list(_places(found, text))
    best = 0.0
    for start, end in _places(gold, text):
        for other_start, other_end in theirs:
            common = min(end, other_end) - max(start, other_start)
            if common > 0:
                whole = end - start if kind == "statement" else min(end - start, other_end - other_start)
                best = max(best, common / whole)
    return best


def pair(kind: ClaimKind, golds: Sequence[Row], founds: Sequence[Row], text: str) -> list[Paired]:
    """The pairs of one kind in one report."""
    options: list[tuple[float, Paired]] = []
    for g, gold in enumerate(golds):
        for f, found in enumerate(founds):
            common = overlap(kind, gold, found, text)
            if common >= ENOUGH_OF_A_STATEMENT if kind == "statement" else common > ENOUGH:
                graded, strict, wrong = agreement(kind, gold, found)
                options.append((common + 2 * graded, Paired(g, f, graded, strict, wrong)))
    options.sort(key=lambda option: (-option[0], option[1].gold, option[1].found))
    pairs: list[Paired] = []
    golds_taken: set[int] = set()
    founds_taken: set[int] = set()
    for _, candidate in options:
        if candidate.gold not in golds_taken and candidate.found not in founds_taken:
            golds_taken.add(candidate.gold)
            founds_taken.add(candidate.found)
            pairs.append(candidate)
    return pairs
