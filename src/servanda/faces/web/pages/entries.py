"""Entries by sides, kind, status, date and publisher."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from fastapi import APIRouter, Response

from servanda.faces.exports.line_rows import line_row
from servanda.faces.web.render import Shell
from servanda.faces.web.tables import EntryRow, Pager, entry_row, paged
from servanda.faces.web.visit import Visit, Visited
from servanda.terms.claims import KINDS
from servanda.workflows.urgency import ORDER

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Filters:
    """The form that entries are asked for with, as it was filled in."""

    states: str
    kind: str
    status: str
    since: str
    until: str
    publisher: str
    silent: bool
    contradicted: bool
    kinds: tuple[str, ...]
    statuses: tuple[str, ...]
    publishers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entries:
    """A list of entries."""

    template: ClassVar[str] = "entries.html"
    shell: Shell
    filters: Filters
    rows: tuple[EntryRow, ...]
    pager: Pager


@dataclass(frozen=True, slots=True)
class Due:
    """What is due and what comes, the earliest first."""

    template: ClassVar[str] = "due.html"
    shell: Shell
    filters: Filters
    late: tuple[EntryRow, ...]
    late_total: int
    late_href: str
    calendar_href: str
    rows: tuple[EntryRow, ...]
    pager: Pager


def filters_of(visit: Visit) -> Filters:
    """The form as it was filled in."""
    wanted = visit.wanted()
    return Filters(
        states=", ".join(wanted.states),
        kind=visit.text("kind") or "",
        status=visit.text("status") or "",
        since=visit.text("since") or "",
        until=visit.text("until") or "",
        publisher=wanted.publisher or "",
        silent=wanted.silent,
        contradicted=wanted.contradicted,
        kinds=KINDS,
        statuses=ORDER,
        publishers=visit.desk.publishers(),
    )


@router.get("/entries")
def entries(visit: Visited) -> Response:
    """Entries, those that need a look first."""
    wanted = visit.wanted()
    index = visit.desk.index(visit.as_of)
    found = wanted.of(index.lines)
    shown, pager = paged(found, visit)
    context = Entries(
        shell=visit.shell("Entries", files=True, shown=index.stamp),
        filters=filters_of(visit),
        rows=tuple(entry_row(line, visit.links) for line in shown),
        pager=pager,
    )
    return visit.answer(context, lambda: (line_row(line, visit.as_of) for line in found))


@router.get("/due")
def due(visit: Visited) -> Response:
    """Deadlines and planned meetings; those past with nothing reported stand apart."""
    wanted = visit.wanted()
    index = visit.desk.index(visit.as_of)
    found = wanted.of(index.coming)
    late = [line for line in reversed(found) if line.status == "overdue"]
    coming = [line for line in found if line.status != "overdue"]
    shown, pager = paged(coming, visit)
    asked = {key: value for key, value in visit.asked.items() if key in ("states", "kind", "publisher")}
    context = Due(
        shell=visit.shell("Due and upcoming", files=True, shown=index.stamp),
        filters=filters_of(visit),
        late=tuple(entry_row(line, visit.links) for line in late[:20]),
        late_total=len(late),
        late_href=visit.links.query("/entries", asked, status="overdue"),
        calendar_href=visit.links.to("/calendar.ics", states=visit.asked.get("states")),
        rows=tuple(entry_row(line, visit.links) for line in shown),
        pager=pager,
    )
    return visit.answer(context, lambda: (line_row(line, visit.as_of) for line in found))
