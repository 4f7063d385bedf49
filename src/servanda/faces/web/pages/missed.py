"""What the reader missed: a claim that a person marks in a report, held to the evidence gate as the reader's are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from servanda.errors import ConflictError, InputError, NotFoundError
from servanda.faces.access.gate import Reviewer
from servanda.faces.access.posting import Posted
from servanda.faces.web.excerpt import Paragraph, excerpt
from servanda.faces.web.forms import Again, Place, Returned, signature
from servanda.faces.web.missing import Missing, kind_of, missing_of, placed, spans_in, written
from servanda.faces.web.outcome import conflict_page
from servanda.faces.web.render import Shell, html
from servanda.faces.web.tellings import ALONE
from servanda.faces.web.visit import Visit, Visited
from servanda.faces.web.words import day
from servanda.ledger.queue import report_of
from servanda.terms.claims import KINDS, ClaimKind
from servanda.terms.decisions import NOBODY
from servanda.terms.evidence import Quote
from servanda.terms.reports import Report
from servanda.workflows.missed import add_claim

router = APIRouter()
_SPAN = re.compile(r"(\d{1,9}):(\d{1,9})")
Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class MissedPage:
    """The form for a claim that the reader missed, beside the words of the report."""

    template: ClassVar[str] = "missed.html"
    shell: Shell
    title: str
    date: str
    publisher: str
    href: str
    text: tuple[Paragraph, ...]
    missing: Missing


def report_named(visit: Visit, digest: str | None) -> Report:
    """The report version with a digest; NotFoundError where there is none."""
    found = report_of(visit.desk.ledger, digest) if digest else None
    if found is None:
        raise NotFoundError("no such version of a report; the list of reports has them")
    return found


def _spans(told: str | None) -> Spans:
    found = (_SPAN.fullmatch(part) for part in (told or "").split(","))
    return tuple((int(span[1]), int(span[2])) for span in found if span)


def _page(
    visit: Visit, report: Report, kind: ClaimKind | None, spans: Spans, back: Returned | None = None
) -> MissedPage:  # fmt: skip
    links, listed = visit.links, ",".join(f"{start}:{end}" for start, end in spans)
    asked = {"version": report.digest, "spans": listed}
    marks = (("kind", kind or ""), ("version", report.digest), ("seen", NOBODY))
    return MissedPage(
        shell=visit.shell(
            "What the reader missed", ("/reports", "Reports"), (links.report(report.id), report.title or report.id)
        ),
        title=report.title or report.id,
        date=day(report.date),
        publisher=report.publisher or "",
        href=links.report(report.id),
        text=excerpt(report.text, [Quote(start, end, "") for start, end in spans if start < end], ALONE),
        missing=missing_of(
            Place(links.to("/missed"), marks), kind, [(one, links.to("/missed", kind=one, **asked)) for one in KINDS],
            placed(report, spans), back,
        ),
    )  # fmt: skip


@router.get("/missed")
def look(visit: Visited, _who: Reviewer) -> Response:
    """The form for the words that are marked."""
    visit = visit.now()
    report = report_named(visit, visit.text("version"))
    return visit.answer(_page(visit, report, kind_of(visit.text("kind")), _spans(visit.text("spans"))))


@router.post("/missed/words")
def mark(visit: Visited, form: Posted, _who: Reviewer) -> Response:
    """Words marked in a report, found in its text; the form for their kind follows."""
    visit = visit.now()
    report, kind = report_named(visit, form.text("version")), kind_of(form.text("kind"))
    spans, faults = spans_in(report, form)
    if faults:
        again = Again("missing", "The words must stand in the report as they are written.", faults=faults)
        return _again(_page(visit, report, kind, (), Returned(form, again)))
    listed = ",".join(f"{start}:{end}" for start, end in spans)
    return RedirectResponse(visit.links.to("/missed", version=report.digest, kind=kind, spans=listed), 303)


@router.post("/missed")
def add(visit: Visited, form: Posted, who: Reviewer) -> Response:
    """A claim that the reader missed enters the ledger."""
    visit = visit.now()
    report, kind = report_named(visit, form.text("version")), kind_of(form.text("kind"))
    spans, _ = spans_in(report, form)
    try:
        marked = written(visit.desk.ledger, report, kind, form)
        made = add_claim(visit.desk.ledger, marked, signature(who.name, form))
    except ConflictError as error:
        href, crumb = visit.links.report(report.id), ("/reports", "Reports")
        return conflict_page(visit, form, error, fresh={"seen": error.last}, look_href=href, crumb=crumb)
    except Again as again:
        return _again(_page(visit, report, kind, spans, Returned(form, again)))
    except InputError as error:
        return _again(_page(visit, report, kind, spans, Returned(form, Again("missing", str(error)))))
    return RedirectResponse(visit.links.to(f"/claim/{made[0].subject}", done=made[-1].id), 303)


def _again(page: MissedPage) -> Response:
    return Response(html(page), 422, media_type="text/html")
