"""What programs can ask of reports: what was read, what it states, where words stand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from servanda.errors import NotFoundError
from servanda.faces.api.asked import AskedNow, Kinds, PartNow, Publisher, Since, StatesNow, Until
from servanda.faces.api.problems import READS
from servanda.faces.api.shapes.base import Listed
from servanda.faces.api.shapes.deciding import ClaimWithDecisions
from servanda.faces.api.shapes.reports import Claims, Hit, ReportHead, ReportWithText
from servanda.faces.exports.line_rows import head_row
from servanda.faces.exports.rows import decision_rows, ruling_row
from servanda.ledger.decided import read_claims, rulings_on
from servanda.ledger.reader_views import (
    ClaimsWanted,
    entries_of_claims,
    find_claims,
    refusals_of,
    report_heads,
    report_versions,
    states_of_report,
    unread_of,
)  # fmt: skip
from servanda.ledger.search import HIT_END, HIT_START, Within, search_claims, search_reports
from servanda.ledger.session import Ledger
from servanda.ledger.views import StoredReport, stored_claims
from servanda.terms.reading import StoredClaim
from servanda.terms.rows import Row, claim_row
from servanda.workflows.decide import find_claim, last_seen

router = APIRouter(responses=READS, tags=["reports"])
# the most hits of each sort that are looked for: nobody reads on, and the best stand first
MOST = 1000


@router.get("/claims", response_model=Claims, summary="What reports state")
def claims(  # noqa: PLR0913  one for each filter that the description names
    asked: AskedNow,
    part: PartNow,
    states: StatesNow,
    *,
    kind: Kinds = None,
    report: Annotated[str | None, Query(max_length=2000, description="Of the report with this id.")] = None,
    publisher: Publisher = None,
    since: Since = None,
    until: Until = None,
) -> Response:
    """Claims of the reports current on the day, by day of publication."""
    wanted = ClaimsWanted(tuple(kind or ()), states, report, publisher, since, until)
    found, total = find_claims(asked.desk.ledger, wanted, asked.as_of, limit=part.limit, offset=part.offset)
    return asked.listed(_claim_rows(asked.desk.ledger, found), total, part)


def _claim_rows(ledger: Ledger, found: Iterable[StoredClaim]) -> list[Row]:
    listed = list(found)
    names = [one.id for one in listed]
    homes, ruled = entries_of_claims(ledger, names), rulings_on(ledger, names)
    read = read_claims(ledger, sorted(ruled))
    return [
        {
            "id": c.id,
            **claim_row(c.claim),
            "date_published": c.date.isoformat(),
            "entry": homes.get(c.id),
            **ruling_row(ruled.get(c.id), c.claim, read.get(c.id)),
        }
        for c in listed
    ]


@router.get("/claims/{claim}", response_model=ClaimWithDecisions, summary="One claim")
def claim(
    asked: AskedNow,
    claim: Annotated[
        str, Path(description="A claim's id, or the start of it.", examples=["5d2c9e41a07b3f68"], max_length=64)
    ],
) -> Response:
    """A claim as it stands, with what people decided on it by the day."""
    ledger = asked.desk.ledger
    name = find_claim(ledger, claim)
    stored = stored_claims(ledger, [name])[name]
    if stored.date > asked.as_of:
        raise NotFoundError(f"{name} was published on {stored.date}, after {asked.as_of}")
    return asked.answer({
        "claim": _claim_rows(ledger, [stored])[0],
        "decisions": list(decision_rows(ledger, asked.as_of, about=[name])),
        "seen": last_seen(ledger, [name]),
    })  # fmt: skip


@router.get("/reports", response_model=Listed[ReportHead], summary="What was read")
def reports(asked: AskedNow, part: PartNow, states: StatesNow, publisher: Publisher = None) -> Response:
    """Reports current on the day without their texts, the newest first."""
    found, total = report_heads(
        asked.desk.ledger, asked.as_of, states=states, publisher=publisher, limit=part.limit, offset=part.offset
    )
    return asked.listed(map(head_row, found), total, part)


@router.get("/report", response_model=ReportWithText, summary="One report with its text")
def report(
    asked: AskedNow,
    id: Annotated[  # noqa: A002
        str, Query(max_length=2000, description="The report's id.", examples=["kt-2025-02-12"])
    ],
) -> Response:
    """A report in all its versions, with their texts, what the gate refused and what was left unread."""
    found = report_versions(asked.desk.ledger, id, asked.as_of)
    if not found:
        raise NotFoundError(f"no report {id!r} was published by {asked.as_of}; /api/reports lists them")
    return asked.answer({
        "id": id, "as_of": asked.as_of.isoformat(), "versions": [_version_row(asked.desk.ledger, one) for one in found],
    })  # fmt: skip


def _version_row(ledger: Ledger, one: StoredReport) -> Row:
    told, digest = one.report, one.report.digest
    return {
        "version": one.version, "current": one.current, "date": told.date.isoformat(), "publisher": told.publisher,
        "title": told.title, "url": told.url, "language": told.language, "text": told.text, "digest": digest,
        "reader": one.reader, "added_at": one.added_at.isoformat(), "states": list(states_of_report(ledger, digest)),
        "refused": [{**claim_row(no.claim), "reason": no.reason} for no in refusals_of(ledger, digest)],
        "unread": [
            {"start": u.start, "end": u.end, "text": u.text, "trigger": u.trigger, "reason": u.reason}
            for u in unread_of(ledger, digest)
        ],
    }  # fmt: skip


@router.get("/search", response_model=Listed[Hit], summary="Words in reports and claims")
def search(  # noqa: PLR0913  one for each filter that the description names
    asked: AskedNow,
    part: PartNow,
    states: StatesNow,
    q: Annotated[
        str, Query(min_length=1, max_length=200, description="Words that must all be there.", examples=["trade"])
    ],
    *,
    kind: Kinds = None,
    publisher: Publisher = None,
    since: Since = None,
    until: Until = None,
) -> Response:
    """The best claims, then, unless a kind is asked for, the best reports; a thousand of each at most."""
    ledger = asked.desk.ledger
    within = Within(states, publisher, since, until, tuple(kind or ()))
    first, last = part.offset, part.offset + part.limit
    told = search_claims(ledger, q, as_of=asked.as_of, limit=MOST, within=within, shown=slice(first, last))
    rest = slice(max(first - len(told), 0), max(last - len(told), 0))
    whole = [] if kind else search_reports(ledger, q, as_of=asked.as_of, limit=MOST, within=within, shown=rest)
    hits = [(one.claim, one.report, one.date, one.snippet) for one in told]
    found = [*hits, *((None, one.report, one.date, one.snippet) for one in whole)]
    shown = found[part.of(found)]
    homes = entries_of_claims(ledger, [name for name, *_ in shown if name])
    rows: Iterable[Row] = (
        {
            "claim": name, "entry": homes.get(name) if name else None, "report": source, "date": day.isoformat(),
            "words": snippet.replace(HIT_START, "").replace(HIT_END, ""),
        }
        for name, source, day, snippet in shown
    )  # fmt: skip
    return asked.listed(rows, len(found), part)
