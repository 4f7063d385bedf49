"""The stretch of a report around some quotes, as much as is needed to judge them, each quote marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from servanda.terms.evidence import Quote

# characters shown before the first and after the last words of a quote
AROUND = 320
# quotes that are shown in their places; a claim hardly has more
MOST = 12


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text, quoted or not."""

    text: str
    hit: bool


Paragraph = tuple[Run, ...]


def excerpt(text: str, quotes: Sequence[Quote], around: int = AROUND) -> tuple[Paragraph, ...]:
    """The lines of a text that quotes stand in and what is around them; dots stand where something is left out."""
    hits = _merged([(q.start, min(q.end, len(text))) for q in sorted(quotes)[:MOST] if q.start < len(text)])
    windows = _merged([(max(0, start - around), min(len(text), end + around)) for start, end in hits])
    found: list[Paragraph] = []
    for start, end in windows:
        runs = _runs(text, start, end, [hit for hit in hits if start <= hit[0] < end])
        before = [Run("…", hit=False)] if start else []
        after = [Run("…", hit=False)] if end < len(text) else []
        found += _lines([*before, *runs, *after])
    return tuple(found)


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _runs(text: str, start: int, end: int, hits: Sequence[tuple[int, int]]) -> list[Run]:
    found, at = [], start
    for left, right in hits:
        found += [Run(text[at:left], hit=False), Run(text[left:right], hit=True)]
        at = right
    return [run for run in (*found, Run(text[at:end], hit=False)) if run.text]


def _lines(runs: Sequence[Run]) -> list[Paragraph]:
    lines: list[list[Run]] = [[]]
    for run in runs:
        for number, part in enumerate(run.text.split("\n")):
            if number:
                lines.append([])
            if part:
                lines[-1].append(Run(part, run.hit))
    return [tuple(line) for line in lines if line]
