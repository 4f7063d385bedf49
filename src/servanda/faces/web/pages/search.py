"""Words in reports and in the quotes of claims, narrowed by sides, kind, status, day and publisher."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from fastapi import APIRouter, Response
from starlette.responses import RedirectResponse

from servanda.faces.web.pages.entries import Filters, filters_of
from servanda.faces.web.render import Shell
from servanda.faces.web.tables import EntryRow, entry_row
from servanda.faces.web.visit import Visit, Visited
from servanda.faces.web.words import day
from servanda.ledger.reader_views import entries_of_claims
from servanda.ledger.search import HIT_END, HIT_START, ClaimHit, Hit, Within, search_claims, search_reports
from servanda.terms.rows import Row
from servanda.workflows.lines import Line

router = APIRouter()
# the best hits are shown; with a status asked for, so many claims are looked through
REPORTS, CLAIMS, LOOKED_THROUGH = 30, 40, 1000


@dataclass(frozen=True, slots=True)
class Part:
    """A run of a snippet, and whether it is what was searched for."""

    text: str
    hit: bool


@dataclass(frozen=True, slots=True)
class ReportHit:
    """A report that holds the words."""

    title: str
    href: str
    date: str
    publisher: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class QuoteHit:
    """A claim whose quotes hold the words, with its entry where it is in one."""

    href: str
    report: str
    date: str
    parts: tuple[Part, ...]
    entry: EntryRow | None


@dataclass(frozen=True, slots=True)
class Search:
    """What was found; ``asked`` is false before anything was asked for."""

    template: ClassVar[str] = "search.html"
    shell: Shell
    filters: Filters
    words: str
    asked: bool
    quotes: tuple[QuoteHit, ...]
    reports: tuple[ReportHit, ...]


def parts(snippet: str) -> tuple[Part, ...]:
    """A snippet cut at the marks around its hits."""
    found = []
    for run in " ".join(snippet.split(" ")).split(HIT_START):
        hit, end, rest = run.partition(HIT_END)
        if end:
            found.append(Part(hit, hit=True))
        found.append(Part(rest if end else hit, hit=False))
    return tuple(part for part in found if part.text)


def _plain(snippet: str) -> str:
    return snippet.replace(HIT_START, "").replace(HIT_END, "")


def _claims(visit: Visit, words: str, within: Within) -> list[tuple[ClaimHit, Line | None]]:
    """The claims that hold the words, each with its entry's line; of one status, where one is asked for."""
    wanted, desk = visit.wanted(), visit.desk
    narrowed = bool(wanted.statuses or wanted.silent or wanted.contradicted)
    hits = search_claims(
        desk.ledger, words, as_of=visit.as_of, limit=LOOKED_THROUGH if narrowed else CLAIMS, within=within
    )
    homes = entries_of_claims(desk.ledger, [hit.claim for hit in hits])
    lines = desk.index(visit.as_of).by_entry if hits else {}
    found = [(hit, lines.get(homes.get(hit.claim, ""))) for hit in hits]
    if narrowed:
        found = [
            (hit, line)
            for hit, line in found
            if line is not None
            and (not wanted.statuses or line.status in wanted.statuses)
            and (not wanted.silent or line.silent)
            and (not wanted.contradicted or line.contradicted)
        ]
    return found[:CLAIMS]


def _file_rows(claims: Sequence[tuple[ClaimHit, Line | None]], reports: Sequence[Hit]) -> list[Row]:
    told: list[Row] = [
        {
            "report": hit.report,
            "date": hit.date.isoformat(),
            "claim": hit.claim,
            "entry": line.entry if line else None,
            "status": line.status if line else None,
            "label": line.label if line else None,
            "words": _plain(hit.snippet),
        }
        for hit, line in claims
    ]
    return told + [{"report": h.report, "date": h.date.isoformat(), "words": _plain(h.snippet)} for h in reports]


@router.get("/search")
def search(visit: Visited) -> Response:
    """What holds the words; without words the form leads on to the entries it narrows to."""
    words, filters = visit.text("q"), filters_of(visit)
    if words is None and any(visit.text(name) for name in ("states", "kind", "status", "since", "until", "publisher")):
        return RedirectResponse(visit.links.query("/entries", visit.asked), status_code=303)
    wanted = visit.wanted()
    within = Within(wanted.states, wanted.publisher, wanted.since, wanted.until, wanted.kinds)
    claims = _claims(visit, words, within) if words else []
    # a kind or status is one of claims: whole reports have none
    whole = words is not None and not (wanted.kinds or wanted.statuses or wanted.silent or wanted.contradicted)
    reports = (
        search_reports(visit.desk.ledger, words, as_of=visit.as_of, limit=REPORTS, within=within)
        if whole and words
        else []
    )
    context = Search(
        shell=visit.shell(f"Search: {words}" if words else "Search", files=words is not None),
        filters=filters,
        words=words or "",
        asked=words is not None,
        quotes=tuple(
            QuoteHit(
                visit.links.report(hit.report, hit.claim),
                hit.report,
                day(hit.date),
                parts(hit.snippet),
                entry_row(line, visit.links) if line else None,
            )
            for hit, line in claims
        ),
        reports=tuple(
            ReportHit(
                h.title or h.report, visit.links.report(h.report), day(h.date), h.publisher or "", parts(h.snippet)
            )
            for h in reports
        ),
    )
    return visit.answer(context, lambda: _file_rows(claims, reports))
