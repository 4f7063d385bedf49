"""Entries as lines of a table, and pages of a long one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from servanda.faces.web.links import Links
from servanda.faces.web.visit import PER_PAGE, Visit
from servanda.faces.web.words import Badge, badge, codes, day, sides, spaced, when
from servanda.workflows.lines import Line

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry as a line of a table."""

    label: str
    href: str
    status: Badge
    kind: str
    type: str
    codes: str
    sides: str
    date: str
    due: str
    last_told: str
    silent_since: str
    contradicted: bool
    decided: str
    tellings: int


@dataclass(frozen=True, slots=True)
class Pager:
    """Where in a long list one is."""

    first: int
    last: int
    total: int
    before: str | None
    after: str | None


def entry_row(line: Line, links: Links) -> EntryRow:
    """An entry's line as it is shown."""
    return EntryRow(
        label=line.label,
        href=links.entry(line.entry),
        status=badge(line.status),
        kind=line.kind,
        type=spaced(line.type),
        codes=codes(line.states),
        sides=sides(line.states),
        date=when(line.event),
        due=when(line.due),
        last_told=day(line.last_told),
        silent_since=day(line.silent_since) if line.silent else "",
        contradicted=line.contradicted,
        decided=spaced(line.decided),
        tellings=line.tellings,
    )


def paged(items: Sequence[Item], visit: Visit, size: int = PER_PAGE) -> tuple[Sequence[Item], Pager]:
    """The part of a list that the page asked for shows, and where it lies; a page past the end is the last one."""
    last = max(1, -(-len(items) // size))
    number = min(visit.number("page", 1, 10**6), last)
    start = (number - 1) * size
    shown = items[start : start + size]
    return shown, pager(visit, number, size, len(items))


def pager(visit: Visit, number: int, size: int, total: int) -> Pager:
    """Where a page of a list lies."""
    start = (number - 1) * size

    def at(page: int) -> str:
        return visit.links.query(visit.path, visit.asked, page=page if page > 1 else None)

    return Pager(
        first=min(start + 1, total),
        last=min(start + size, total),
        total=total,
        before=at(number - 1) if number > 1 else None,
        after=at(number + 1) if start + size < total else None,
    )
