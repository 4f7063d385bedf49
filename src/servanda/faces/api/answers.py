"""What programs can ask: relations, entries with their chains and reasons, claims, reports, what is due, words."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response

from servanda.errors import NotFoundError
from servanda.faces.api.asked import AskedNow, Kinds, PartNow, Publisher, Since, States, Until, WantedNow
from servanda.faces.api.shapes import EntryWithChain, Listed, Problem, Why
from servanda.faces.exports.line_rows import head_row, line_row, relation_row
from servanda.faces.exports.rows import ruling_row, standing_row
from servanda.ledger.decided import read_claims, rulings_on
from servanda.ledger.reader_views import (
    ClaimsWanted,
    entries_of_claims,
    find_claims,
    report_heads,
    report_versions,
)  # fmt: skip
from servanda.ledger.search import HIT_END, HIT_START, Within, search_claims, search_reports
from servanda.ledger.views import stored_claims
from servanda.monitoring.coverage import extent, silence
from servanda.monitoring.status import RULES
from servanda.terms.rows import Row, claim_row
from servanda.workflows.office import state_codes

PROBLEMS: dict[int | str, dict[str, Any]] = {
    400: {"model": Problem, "description": "What was asked for cannot be understood."},
    401: {"model": Problem, "description": "Nobody is signed in; send a token of yours."},
    403: {"model": Problem, "description": "Your role does not reach."},
    404: {"model": Problem, "description": "Nothing has that name, or it was not known on the day."},
    503: {"model": Problem, "description": "Every entry is being assessed; ask again after Retry-After seconds."},
}
router = APIRouter(responses=PROBLEMS)
EntryName = Annotated[str, Path(description="An entry's id, or the start of it.", max_length=64)]


@router.get("/", summary="What there is")
def index(asked: AskedNow) -> Response:
    """The paths of the interface, and where it is described."""
    paths = sorted(asked.request.app.openapi()["paths"])
    return asked.answer({"description": "/api/openapi.json", "paths": [f"/api{path}" for path in paths]})


@router.get("/relations", response_model=Listed, summary="Relations at a glance")
def relations(asked: AskedNow, part: PartNow, state: States = None) -> Response:
    """Pairs of states, those with the most reports first."""
    states = set(state_codes(state or []))
    found = [one for one in asked.desk.index(asked.as_of).relations if states <= set(one.states)]
    return asked.listed(map(relation_row, found[part.of(found)]), len(found), part)


@router.get("/entries", response_model=Listed, summary="Entries and how they stand")
def entries(asked: AskedNow, part: PartNow, wanted: WantedNow) -> Response:
    """Entries, those that need a look first."""
    found = list(filter(wanted.takes, asked.desk.index(asked.as_of).lines))
    return asked.listed((line_row(line, asked.as_of) for line in found[part.of(found)]), len(found), part)


@router.get("/due", response_model=Listed, summary="What is due and what comes")
def due(asked: AskedNow, part: PartNow, wanted: WantedNow) -> Response:
    """Deadlines and planned meetings, the earliest first; those past with nothing reported are overdue."""
    found = list(filter(wanted.takes, asked.desk.index(asked.as_of).coming))
    return asked.listed((line_row(line, asked.as_of) for line in found[part.of(found)]), len(found), part)


@router.get("/entries/{entry}", response_model=EntryWithChain, summary="One entry with its chain")
def entry(asked: AskedNow, entry: EntryName) -> Response:
    """How an entry stands, and every telling of it with its quotes."""
    standing = asked.desk.standing(entry, asked.as_of)
    chain: list[Row] = [
        {"claim": s.stored.id, "link": s.link, "published": s.date.isoformat(), **claim_row(s.claim)}
        for s in standing.chain.steps
    ]
    return asked.answer({**standing_row(standing), "chain": chain})


@router.get("/entries/{entry}/why", response_model=Why, summary="Why an entry stands as it does")
def why(asked: AskedNow, entry: EntryName) -> Response:
    """The rule, the reason, the evidence with its quotes, and what was read."""
    standing = asked.desk.standing(entry, asked.as_of)
    a = standing.assessment
    claims = stored_claims(asked.desk.ledger, a.evidence)
    homes = entries_of_claims(asked.desk.ledger, a.evidence)
    return asked.answer({
        **standing_row(standing),
        "rule_says": next(rule.says for rule in RULES if rule.name == a.rule),
        "evidence": [
            {"claim": c.id, "entry": homes.get(c.id), "published": c.date.isoformat(), **claim_row(c.claim)}
            for c in (claims[name] for name in dict.fromkeys(a.evidence))
        ],
        "coverage": extent(a.coverage),
        "silence": silence(a),
    })  # fmt: skip


@router.get("/claims", response_model=Listed, summary="What reports state")
def claims(  # noqa: PLR0913  one for each filter that the description names
    asked: AskedNow,
    part: PartNow,
    *,
    state: States = None,
    kind: Kinds = None,
    report: Annotated[str | None, Query(max_length=2000, description="Of the report with this id.")] = None,
    publisher: Publisher = None,
    since: Since = None,
    until: Until = None,
) -> Response:
    """Claims of the reports current on the day, by day of publication."""
    ledger = asked.desk.ledger
    wanted = ClaimsWanted(tuple(kind or ()), state_codes(state or []), report, publisher, since, until)
    found, total = find_claims(ledger, wanted, asked.as_of, limit=part.limit, offset=part.offset)
    homes = entries_of_claims(ledger, [one.id for one in found])
    names = [one.id for one in found]
    ruled = rulings_on(ledger, names)
    read = read_claims(ledger, sorted(ruled))
    rows = (
        {
            "id": c.id,
            **claim_row(c.claim),
            "date_published": c.date.isoformat(),
            "entry": homes.get(c.id),
            **ruling_row(ruled.get(c.id), c.claim, read.get(c.id)),
        }
        for c in found
    )
    return asked.listed(rows, total, part)


@router.get("/reports", response_model=Listed, summary="What was read")
def reports(asked: AskedNow, part: PartNow, state: States = None, publisher: Publisher = None) -> Response:
    """Reports current on the day without their texts, the newest first."""
    found, total = report_heads(
        asked.desk.ledger,
        asked.as_of,
        states=state_codes(state or []),
        publisher=publisher,
        limit=part.limit,
        offset=part.offset,
    )
    return asked.listed(map(head_row, found), total, part)


@router.get("/report", summary="One report with its text")
def report(
    asked: AskedNow,
    id: Annotated[str, Query(max_length=2000, description="The report's id.")],  # noqa: A002
) -> Response:
    """A report in all its versions, with their texts."""
    found = report_versions(asked.desk.ledger, id, asked.as_of)
    if not found:
        raise NotFoundError(f"no report {id!r} was published by {asked.as_of}; /api/reports lists them")
    versions = [
        {
            "version": one.version, "current": one.current, "date": one.report.date.isoformat(),
            "publisher": one.report.publisher, "title": one.report.title, "url": one.report.url,
            "language": one.report.language, "text": one.report.text, "digest": one.report.digest,
            "reader": one.reader, "added_at": one.added_at.isoformat(),
        }
        for one in found
    ]  # fmt: skip
    return asked.answer({"id": id, "versions": versions})


@router.get("/search", response_model=Listed, summary="Words in reports and claims")
def search(  # noqa: PLR0913  one for each filter that the description names
    asked: AskedNow,
    q: Annotated[str, Query(min_length=1, max_length=200, description="Words that must all be there.")],
    *,
    state: States = None,
    kind: Kinds = None,
    publisher: Publisher = None,
    since: Since = None,
    until: Until = None,
    limit: Annotated[int, Query(ge=1, le=200, description="At most so many of each.")] = 50,
) -> Response:
    """The best claims, then, unless a kind is asked for, the best reports."""
    ledger = asked.desk.ledger
    within = Within(state_codes(state or []), publisher, since, until, tuple(kind or ()))
    told = search_claims(ledger, q, as_of=asked.as_of, limit=limit, within=within)
    homes = entries_of_claims(ledger, [hit.claim for hit in told])
    rows: list[Row] = [
        {
            "claim": h.claim, "entry": homes.get(h.claim), "report": h.report, "date": h.date.isoformat(),
            "words": _plain(h.snippet),
        }
        for h in told
    ]  # fmt: skip
    if not kind:
        whole = search_reports(ledger, q, as_of=asked.as_of, limit=limit, within=within)
        rows += [
            {"claim": None, "entry": None, "report": h.report, "date": h.date.isoformat(), "words": _plain(h.snippet)}
            for h in whole
        ]
    return asked.answer({
        "items": rows, "total": len(rows), "limit": limit, "offset": 0, "next": None, "as_of": asked.as_of.isoformat(),
    })  # fmt: skip


def _plain(snippet: str) -> str:
    return snippet.replace(HIT_START, "").replace(HIT_END, "")
