"""What programs send to be kept: reports, which are read one request at a time, and the decisions of people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, Header, Query, Request, Response

from servanda.errors import InputError
from servanda.faces.access.gate import Editor, Reviewer
from servanda.faces.access.posting import unforged
from servanda.faces.api.judging import decide_on, read_judgement
from servanda.faces.api.problems import answers
from servanda.faces.api.sent import Sent, Turns
from servanda.faces.api.shapes.sent import Kept, Received
from servanda.faces.exports.rows import decision_row
from servanda.ledger.session import Ledger
from servanda.terms.ids import claim_id
from servanda.terms.rows import Row, claim_row
from servanda.workflows.decide import Signature
from servanda.workflows.offer import Outcome, offer

router = APIRouter(dependencies=[Depends(unforged)])
# the most reports of one request: reading is some two thousand words a second
MOST = 100


def _takes(name: str) -> dict[str, Any]:
    """What is sent, for the description of the interface."""
    shape = {"schema": {"$ref": f"#/components/schemas/{name}"}}
    return {"requestBody": {"required": True, "content": {"application/json": shape}}}


def _answer(body: Mapping[str, object], status: int, location: str | None = None) -> Response:
    headers = {"Location": location} if location else {}
    return Response(msgspec.json.encode(body), status, headers, "application/json")


@router.post(
    "/reports",
    status_code=201,
    response_model=Received,
    responses={
        200: {"model": Received, "description": "Nothing was kept: the ledger had them, or it was a dry run."},
        **answers(400, 401, 403, 413, 415, 500, 503),
    },
    openapi_extra=_takes("Offered"),
    tags=["reports"],
    summary="Have reports read",
)
def post_reports(
    request: Request,
    _who: Editor,
    told: Sent,
    *,
    dry_run: Annotated[bool, Query(description="Only try: say what would be read, and keep nothing.")] = False,
) -> Response:
    """Read a report, or a list of them, and keep what was read.

    One that cannot be used is refused, and of a list the rest goes on. Sent again, a report adds
    nothing. Reading takes a second for some two thousand words, and is done for one request at a time.
    """
    rows = _rows(told)
    turns: Turns = request.app.state.turns
    ledger: Ledger = request.app.state.desk.ledger
    with turns.turn():
        found = list(offer(ledger, rows, dry=dry_run))
    if isinstance(told, dict) and found[0].fault is not None:
        raise found[0].fault
    counts = {name: sum(one.result == name for one in found) for name in ("added", "new version", "known", "refused")}
    kept = not dry_run and counts["added"] + counts["new version"] > 0
    body = {
        "dry_run": dry_run, "added": counts["added"], "new_versions": counts["new version"], "known": counts["known"],
        "refused": counts["refused"], "reports": [_outcome_row(one) for one in found],
    }  # fmt: skip
    return _answer(body, 201 if kept else 200)


def _rows(told: object) -> list[Mapping[str, object]]:
    """The reports that were sent; InputError for what is neither a report nor a list of them."""
    rows: list[object] = told if isinstance(told, list) else [told]
    if not rows:
        raise InputError("an empty list; send a report, or a list of them")
    if len(rows) > MOST:
        raise InputError(f"{len(rows)} reports; send at most {MOST} at once")
    found: list[Mapping[str, object]] = []
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict):
            raise InputError(f"report {number} is no object; send id, date and text, and what else is known")
        found.append(row)
    return found


def _outcome_row(one: Outcome) -> Row:
    return {
        "id": one.report.id if one.report else None,
        "digest": one.report.digest if one.report else None,
        "result": one.result,
        "reason": str(one.fault) if one.fault else None,
        "claims": [{"id": claim_id(claim), **claim_row(claim)} for claim in one.claims],
        "gate_refused": [{**claim_row(no.claim), "reason": no.reason} for no in one.refused],
        "unread": [
            {"start": u.start, "end": u.end, "text": u.text, "trigger": u.trigger, "reason": u.reason}
            for u in one.unread
        ],
    }


@router.post(
    "/judgements",
    status_code=201,
    response_model=Kept,
    responses=answers(400, 401, 403, 404, 409, 413, 415, 500),
    openapi_extra=_takes("Judgement"),
    tags=["decisions"],
    summary="Decide",
)
def post_judgement(
    request: Request,
    who: Reviewer,
    told: Sent,
    if_match: Annotated[
        str | None, Header(alias="If-Match", description="The same as `seen`, as a mark.", examples=['"none"'])
    ] = None,
) -> Response:
    """Confirm, correct, reject, restore, tie, part, merge, split, accept, add or withdraw; nothing is taken away.

    Who decides is who sends it. With `seen`, or `If-Match`, it is refused (409) when somebody decided since.
    """
    judgement = read_judgement(told)
    marked = if_match.strip().removeprefix("W/").strip('"') if if_match else None
    if judgement.seen and marked and judgement.seen != marked:
        raise InputError(f"seen is {judgement.seen!r} and If-Match {marked!r}; give one of them")
    signed = Signature(who.name, judgement.reason, judgement.seen or marked)
    made = decide_on(request.app.state.desk.ledger, judgement, signed)
    rows = [decision_row(one, stands=True) for one in made]
    return _answer({"decisions": rows}, 201, f"/api/decisions/{made[0].id}")
