"""Where words stand: half-open spans in code points of a report's text, and quotes that can be held against it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch ``[start, end)`` of a text, in code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"[{self.start}, {self.end}) is no span: 0 <= start < end must hold")

    def overlaps(self, other: Span) -> bool:
        """Whether some code point lies in both."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether the other lies inside this one."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True, order=True)
class Quote:
    """Exact words of a report and where they stand: ``report.text[start:end] == text``."""

    start: int
    end: int
    text: str

    @property
    def span(self) -> Span:
        """Its place."""
        return Span(self.start, self.end)

    def stands_in(self, text: str) -> bool:
        """Whether the text has exactly these words at this place."""
        return 0 <= self.start < self.end and text[self.start : self.end] == self.text


def quote(text: str, start: int, end: int) -> Quote:
    """The quote of a stretch of a text, without the white space at its edges; ValueError when nothing is left."""
    inside = text[start:end]
    left = len(inside) - len(inside.lstrip())
    inside = inside.strip()
    if not inside:
        raise ValueError(f"[{start}, {end}) holds no words to quote")
    return Quote(start + left, start + left + len(inside), inside)
