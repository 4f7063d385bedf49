"""What programs can ask of relations: at a glance, what was read, what changed, each side's account, the pack."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response

from servanda.errors import InputError, NotFoundError
from servanda.faces.api.asked import AskedNow, Day, Kinds, PartNow, StatesNow, Statuses
from servanda.faces.api.problems import READS
from servanda.faces.api.shapes.base import Listed
from servanda.faces.api.shapes.entries import Changes, Read, RelationLine, Standing
from servanda.faces.api.shapes.figures import Comparison
from servanda.faces.exports.change_rows import change_row
from servanda.faces.exports.comparison_rows import comparison_row
from servanda.faces.exports.line_rows import relation_row
from servanda.faces.exports.pack_rows import pack_rows
from servanda.faces.exports.rows import standing_row
from servanda.ledger import views
from servanda.monitoring.coverage import extent
from servanda.workflows.brief import brief
from servanda.workflows.changes import BACK, Look, changes, changes_since, lately, look_now
from servanda.workflows.changes import Changes as Changed
from servanda.workflows.compare import compare_entry, compare_states
from servanda.workflows.office import state_codes
from servanda.workflows.urgency import by_urgency

router = APIRouter(responses=READS, tags=["relations"])
LINES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "A line a thing, each an object with its `part`.",
        "content": {"application/x-ndjson": {"schema": {"$ref": "#/components/schemas/Paper"}}},
    }
}


@router.get("/relations", response_model=Listed[RelationLine], summary="Relations at a glance")
def relations(asked: AskedNow, part: PartNow, states: StatesNow) -> Response:
    """Pairs of states, those with the most reports first."""
    found = [one for one in asked.desk.index(asked.as_of).relations if set(states) <= set(one.states)]
    return asked.listed(map(relation_row, found[part.of(found)]), len(found), part)


@router.get("/relations/{relation}", response_model=Listed[Standing], summary="A relation's entries in full")
def relation(
    asked: AskedNow,
    part: PartNow,
    relation: Annotated[
        str, Path(description="The codes of two states or more, with hyphens.", examples=["KAZ-TJK"], max_length=200)
    ],
    kind: Kinds = None,
    status: Statuses = None,
) -> Response:
    """What tells of all these states, with reasons, progress of targets and evidence; what needs a look first."""
    states = state_codes(relation.split("-"))
    if len(states) < 2:
        raise InputError(f"{relation!r} is no relation; join the codes of two states with a hyphen, as KAZ-TJK")
    told = asked.desk.between(states, asked.as_of)
    if not told:
        raise NotFoundError(f"no report read by {asked.as_of} tells of {' and '.join(states)} together")
    kinds, statuses = set(kind or ()), set(status or ())
    found = by_urgency([
        one
        for one in told
        if (not kinds or one.entry.kind in kinds) and (not statuses or one.assessment.status in statuses)
    ])  # fmt: skip
    return asked.listed(map(standing_row, found[part.of(found)]), len(found), part)


@router.get("/coverage", response_model=Read, summary="What was read")
def coverage(asked: AskedNow, states: StatesNow) -> Response:
    """How many reports tell of all these states, who published them, and up to which day: the ground of silence."""
    read = views.coverage(asked.desk.ledger, states, asked.as_of)
    return asked.answer({
        "states": list(states),
        "as_of": asked.as_of.isoformat(),
        "reports": read.reports,
        "publishers": list(read.publishers),
        "first_report": read.first.isoformat() if read.first else None,
        "last_report": read.last.isoformat() if read.last else None,
        "words": extent(read),
    })  # fmt: skip


@router.get("/changes", response_model=Changes, summary="What changed")
def changed(
    asked: AskedNow,
    part: PartNow,
    states: StatesNow,
    since: Annotated[
        Day | None, Query(description=f"After this day of publication; by default {BACK} days before.")
    ] = None,
    cursor: Annotated[
        str | None,
        Query(
            max_length=64, description="Instead of a day: the cursor of an earlier answer, for what was added since."
        ),
    ] = None,
) -> Response:
    """What changed after one day and up to another, what needs attention first; silence is no change.

    By `since` what counts is which day reports are of. By `cursor` it is when they were added, so that an old report
    that came in late is a change as well. Keep the cursor of the first part of an answer for the next time.
    """
    ledger, states = asked.desk.ledger, tuple(states)
    # taken before the changes are: what comes meanwhile is told the next time
    now = look_now(ledger, "api", asked.as_of, states)
    found = _changes(asked, states, since, cursor)
    pairs = [(change, relation) for relation in found.relations for change in relation.changes]
    rows = (change_row(change, relation, found) for change, relation in pairs[part.of(pairs)])
    horizon = found.since
    return asked.listed(rows, len(pairs), part, {
        "since": horizon.day.isoformat() if horizon else None,
        "added_since": horizon.added.isoformat() if horizon and horizon.added else None,
        "told_again": sum(relation.restated for relation in found.relations),
        "cursor": _cursor_of(now) if now else None,
    })  # fmt: skip


def _changes(asked: AskedNow, states: tuple[str, ...], since: date | None, cursor: str | None) -> Changed:
    ledger, until = asked.desk.ledger, asked.as_of
    if cursor is None:
        since = since or lately(until)
        return changes(ledger, since, until, states=states)
    if since is not None:
        raise InputError("since and cursor are two clocks; give one of them")
    return changes_since(ledger, _look(cursor, states), until, states=states)


def _cursor_of(look: Look) -> str:
    return f"{look.added.isoformat()}~{look.day.isoformat()}"


def _look(cursor: str, states: tuple[str, ...]) -> Look:
    added, _, day = cursor.partition("~")
    try:
        moment, last = datetime.fromisoformat(added), date.fromisoformat(day)
    except ValueError:
        raise InputError(f"cursor {cursor!r} is none that an answer gave") from None
    if moment.tzinfo is None:
        raise InputError(f"cursor {cursor!r} is none that an answer gave; encode its + as %2B")
    return Look("api", states, moment, last)


@router.get("/compare", response_model=Listed[Comparison], summary="Meetings as each side tells them")
def compare(
    asked: AskedNow,
    part: PartNow,
    states: StatesNow,
    entry: Annotated[
        str | None, Query(max_length=64, description="Only the meeting that this entry is, or was told with.")
    ] = None,
) -> Response:
    """The meetings of two states, the latest first: what both sides tell, what one, where they differ."""
    ledger = asked.desk.ledger
    if entry is not None and states:
        raise InputError("name an entry, or two states")
    found = (
        [compare_entry(ledger, entry, asked.as_of)]
        if entry is not None
        else sorted(
            compare_states(ledger, sorted(states), asked.as_of), key=lambda one: one.gathering.first, reverse=True
        )
    )
    return asked.listed(map(comparison_row, found[part.of(found)]), len(found), part)


@router.get("/brief", responses=LINES, response_class=Response, summary="The pack for a session")
def pack(
    asked: AskedNow,
    states: StatesNow,
    since: Annotated[Day | None, Query(description="Last time; by default the last session held before.")] = None,
) -> Response:
    """Where a relation stands before a meeting, as JSON Lines: sections, documents, commitments, dates, sources."""
    return asked.lines(pack_rows(brief(asked.desk.ledger, tuple(sorted(states)), asked.as_of, since=since)))
