"""What programs can ask of people's decisions: what waits for one, and what was decided."""

from __future__ import annotations

from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from servanda.errors import NotFoundError
from servanda.faces.api.asked import AskedNow, Kinds, PartNow, StatesNow
from servanda.faces.api.problems import READS
from servanda.faces.api.shapes.base import Listed
from servanda.faces.api.shapes.deciding import Decision, TaskWithSides, Topic, Waiting
from servanda.faces.exports.rows import decision_row, decision_rows, mark_row
from servanda.ledger import decided
from servanda.terms.decisions import mark_of, standing
from servanda.terms.rows import Row, what_row
from servanda.workflows import review, waiting
from servanda.workflows.decide import find_claim, find_entry
from servanda.workflows.review import Side
from servanda.workflows.waiting import TOPICS

router = APIRouter(responses=READS, tags=["decisions"])


@router.get("/decisions", response_model=Listed[Decision], summary="What people decided")
def decisions(
    asked: AskedNow,
    part: PartNow,
    claim: Annotated[str | None, Query(max_length=64, description="Only those on this claim.")] = None,
    entry: Annotated[str | None, Query(max_length=64, description="Only those on claims of this entry.")] = None,
) -> Response:
    """Decisions made by the day, in the order made: what, who, when, why, and whether each still stands."""
    ledger, about = asked.desk.ledger, None
    if entry is not None:
        about = [member.claim for member in find_entry(ledger, entry).members]
    if claim is not None:
        about = [find_claim(ledger, claim)]
    found = list(decision_rows(ledger, asked.as_of, about=about))
    return asked.listed(found[part.of(found)], len(found), part)


@router.get("/decisions/{decision}", response_model=Decision, summary="One decision")
def decision(
    asked: AskedNow,
    decision: Annotated[str, Path(description="A decision's id.", examples=["d-0f3b8a6c2d7e9514"], max_length=64)],
) -> Response:
    """A decision, and whether it still stands."""
    found = [one for one in decided.decisions_by_prefix(asked.desk.ledger, decision) if one.id == decision]
    if not found:
        raise NotFoundError(f"no decision {decision!r}; /api/decisions lists them")
    beside = decided.all_decisions(asked.desk.ledger, found[0].claims)
    stands = decision in {one.id for one in standing(beside)}
    return asked.answer(decision_row(found[0], stands=stands))


@router.get("/review", response_model=Waiting, summary="What waits for a decision")
def tasks(
    asked: AskedNow,
    part: PartNow,
    states: StatesNow,
    *,
    topic: Annotated[list[Topic] | None, Query(description="One of these topics.")] = None,
    kind: Kinds = None,
) -> Response:
    """Unsure pairs, contradictions, refused claims, unread stretches, in this order."""
    told = waiting.tasks(
        asked.desk.ledger, asked.as_of, states=states, kinds=tuple(kind or ()), topics=tuple(topic or TOPICS)
    )
    found = list(islice(told, part.offset, part.offset + part.limit + 1))
    follows = len(found) > part.limit
    # past the end nothing tells how many there were
    total = None if follows or (part.offset and not found) else part.offset + len(found)
    rows: list[Row] = [{"task": one.id, "topic": one.topic, "what": one.label} for one in found[: part.limit]]
    return asked.listed(rows, total, part, follows=follows)


@router.get("/review/{task}", response_model=TaskWithSides, summary="One thing to decide")
def task(
    asked: AskedNow,
    task: Annotated[
        str, Path(description="A task's id.", examples=["c-e-4f2a9c1b"], max_length=64)
    ],
) -> Response:  # fmt: skip
    """A task laid out: its tellings with their words, why it is asked, and the last decision that one sees."""
    item = review.lay_out_task(asked.desk.ledger, task, asked.as_of)
    return asked.answer({
        "task": item.task.id,
        "topic": item.task.topic,
        "what": item.task.label,
        "open": review.is_open(asked.desk.ledger, item, asked.as_of),
        "kind": item.kind,
        "reasons": list(item.reasons),
        "sides": [_side_row(side) for side in item.sides],
        "seen": item.seen,
        "as_of": asked.as_of.isoformat(),
    })  # fmt: skip


def _side_row(side: Side) -> Row:
    read = what_row(side.read.what) if side.read else {}
    now = what_row(side.claim.what) if side.claim else None
    return {
        "name": side.name,
        "report": side.report.id,
        "date": side.report.date.isoformat(),
        "publisher": side.report.publisher,
        "quotes": [quote.text for quote in side.quotes],
        "spans": [[quote.start, quote.end] for quote in side.quotes],
        "fields": now,
        "as_read": {key: value for key, value in read.items() if now and value != now[key]} or None,
        "entry": side.entry,
        "seen": side.seen,
        **mark_row(mark_of(side.ruling) if side.ruling else None),
    }
