"""The reports that were read, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from fastapi import APIRouter, Response

from servanda.faces.exports.line_rows import head_row
from servanda.faces.web.render import Shell
from servanda.faces.web.tables import Pager, pager
from servanda.faces.web.visit import PER_PAGE, Visited
from servanda.faces.web.words import day
from servanda.ledger.reader_views import report_heads

router = APIRouter()
# as many are written into one file
MOST = 100_000


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report as a line."""

    date: str
    title: str
    href: str
    publisher: str
    claims: int
    version: int


@dataclass(frozen=True, slots=True)
class Reports:
    """A list of reports."""

    template: ClassVar[str] = "reports.html"
    shell: Shell
    rows: tuple[ReportRow, ...]
    pager: Pager
    states: str
    publisher: str
    publishers: tuple[str, ...]


@router.get("/reports")
def reports(visit: Visited) -> Response:
    """Reports of some states or one publisher."""
    ledger, states, publisher = visit.desk.ledger, visit.states(), visit.text("publisher")
    number = visit.number("page", 1, 10**6)
    found, total = report_heads(
        ledger, visit.as_of, states=states, publisher=publisher, limit=PER_PAGE, offset=(number - 1) * PER_PAGE
    )
    context = Reports(
        shell=visit.shell("Reports", files=True),
        rows=tuple(
            ReportRow(
                day(one.date),
                one.title or one.id,
                visit.links.report(one.id),
                one.publisher or "",
                one.claims,
                one.version,
            )
            for one in found
        ),
        pager=pager(visit, number, PER_PAGE, total),
        states=", ".join(states),
        publisher=publisher or "",
        publishers=visit.desk.publishers(),
    )
    return visit.answer(
        context,
        lambda: map(head_row, report_heads(ledger, visit.as_of, states=states, publisher=publisher, limit=MOST)[0]),
    )
