"""A text with stretches marked in place: stretches may overlap, so it is cut wherever one begins or ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch ``[start, end)`` of a text in code points; ``name`` is where its beginning can be pointed to."""

    start: int
    end: int
    name: str
    tone: str
    href: str
    title: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text under the same marks; ``names`` are those of the marks that begin with it."""

    text: str
    marks: tuple[Mark, ...]
    names: tuple[str, ...]

    @property
    def top(self) -> Mark | None:
        """The shortest mark over it: the one that a click follows."""
        return min(self.marks, key=lambda m: (m.end - m.start, m.start, m.name), default=None)

    @property
    def tones(self) -> str:
        """The tones of all marks over it, as class names, each once."""
        return " ".join(dict.fromkeys(f"m-{mark.tone}" for mark in self.marks))


def pieces(text: str, marks: Sequence[Mark]) -> tuple[Piece, ...]:
    """The text cut at every beginning and end of a mark; joined, the pieces are the text again.

    A mark of which nothing lies in the text is left out. Linear in the text, and in the marks times their overlap.
    """
    inside = sorted((m for m in marks if 0 <= m.start < min(m.end, len(text))), key=lambda m: (m.start, m.end, m.name))
    cuts = sorted({0, len(text), *(m.start for m in inside), *(min(m.end, len(text)) for m in inside)})
    found: list[Piece] = []
    over: list[Mark] = []
    next_one = 0
    for start, end in pairwise(cuts):
        over = [m for m in over if m.end > start]
        fresh = []
        while next_one < len(inside) and inside[next_one].start == start:
            fresh.append(inside[next_one])
            next_one += 1
        over += fresh
        found.append(Piece(text[start:end], tuple(over), tuple(dict.fromkeys(m.name for m in fresh))))
    return tuple(found)
