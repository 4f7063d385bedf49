"""A task of the review as it is shown: texts side by side with the quotes marked, and why it is asked.

Words of reports may hold anything; what could move the cursor, change colours or turn the order of writing is shown as
a dot.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from servanda.terms.decisions import mark_of
from servanda.terms.evidence import Quote
from servanda.terms.rows import Plain, Row, what_row
from servanda.workflows.review import Item, Side
from servanda.workflows.waiting import Topic

# how many characters of a report are shown before and after a quote
AROUND = 260
# a terminal less wide than this shows texts under one another
WIDE = 90
ASKED: dict[Topic, str] = {
    "pairs": "one thing or two?",
    "contradictions": "reports contradict one another",
    "refused": "refused by the evidence gate",
    "unread": "not completed by the reader",
}
MARK = "bold black on yellow"


def visible(text: str) -> str:
    """The text without anything that a terminal would obey."""
    return "".join(c if c in "\n " or unicodedata.category(c) not in ("Cc", "Cf", "Cs") else "·" for c in text)


def _window(text: str, quotes: Sequence[Quote]) -> tuple[int, int]:
    first = quotes[0]
    start, end = max(0, first.start - AROUND), min(len(text), first.end + AROUND)
    return start, end


def marked(text: str, quotes: Sequence[Quote]) -> Text:
    """The stretch of a report around the first quote, each quote in it between ⟦ and ⟧ and in colour."""
    start, end = _window(text, quotes)
    found, at = Text("…" if start else ""), start
    for quote in sorted(quotes):
        if quote.start < at or quote.start >= end:
            continue
        found.append(visible(text[at : quote.start]))
        found.append(f"⟦{visible(text[quote.start : quote.end])}⟧", style=MARK)
        at = quote.end
    found.append(visible(text[at:end]) if at < end else "")
    if max(at, end) < len(text):
        found.append("…")
    return found


def told(value: Plain) -> str:
    """A field's value on one line."""
    if isinstance(value, dict):
        return ", ".join(told(part) for part in value.values() if part is not None)
    if isinstance(value, list):
        return "; ".join(told(part) for part in value)
    return "-" if value is None else visible(" ".join(str(value).split()))


def fields_of(row: Row, read: Row | None = None) -> Iterator[Text]:
    """One line a field; with what was first read behind it where a person corrected it."""
    for key, value in row.items():
        line = Text.assemble((f"{key:<12} ", "dim"), told(value))
        if read is not None and read[key] != value:
            line.append(f"  (read as {told(read[key])})", style="magenta")
        yield line


def _side(side: Side, number: int | None) -> RenderableType:
    report = side.report
    head = Text(f"{number}  " if number else "", style="bold")
    head.append(" · ".join(visible(str(p)) for p in (report.id, report.date, report.publisher) if p), style="bold")
    lines: list[RenderableType] = [head]
    if report.title:
        lines.append(Text(visible(report.title), style="italic"))
    lines += [Text(), marked(report.text, side.quotes), Text()]
    if side.claim is not None:
        lines += fields_of(what_row(side.claim.what), what_row(side.read.what) if side.read else None)
        where = f"  {side.entry}" if side.entry else ""
        lines.append(Text(f"claim {side.name}{where}", style="dim"))
    if side.ruling is not None:
        mark = mark_of(side.ruling)
        why = f" (“{visible(mark.why)}”)" if mark.why else ""
        lines.append(Text(f"{mark.decided} by {visible(mark.by)}, {mark.at:%Y-%m-%d}{why}", style="magenta"))
    return Group(*lines)


def item_view(item: Item, place: str, width: int) -> RenderableType:
    """A whole task."""
    lines: list[RenderableType] = [Rule(Text(f"{place}  {item.task.id[:24]}  {ASKED[item.task.topic]}"), style="dim")]
    sides = [_side(side, n if len(item.sides) > 1 else None) for n, side in enumerate(item.sides, 1)]
    if width < WIDE or len(sides) == 1:
        for side in sides:
            lines += [side, Text()]
    else:
        for at in range(0, len(sides), 2):
            grid = Table.grid(expand=True, padding=(0, 2, 0, 0))
            grid.add_column(ratio=1, overflow="fold")
            grid.add_column(ratio=1, overflow="fold")
            grid.add_row(*sides[at : at + 2])
            lines += [grid, Text()]
    lines += [Text(f"  {visible(reason)}", style="cyan") for reason in item.reasons]
    return Group(*lines)
