"""What changed, as rows for programs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time

from servanda.faces.exports.history_rows import told_row
from servanda.ledger.past_blocks import Horizon
from servanda.monitoring.changes import Change
from servanda.resolution.blocking import MANY, NONE
from servanda.terms.rows import Row
from servanda.terms.states import state_name
from servanda.workflows.changes import Changes, RelationChanges


def sides_name(sides: str) -> str:
    """The sides of a relation in words: "Kazakhstan – Tajikistan"."""
    if sides in (MANY, NONE):
        return "More than two sides" if sides == MANY else "No sides told"
    return " – ".join(state_name(code) for code in sides.split("-"))


def came(change: Change, found: Changes) -> datetime:
    """When a change came to be known: when its report was added, or the first moment of the calendar's day, in UTC."""
    arrived = [found.reports[one.claim.version].added_at for one in change.cause.claims]
    return max(arrived) if arrived and change.cause.by == "report" else datetime.combine(change.day, time(), UTC)


def change_row(change: Change, relation: RelationChanges, found: Changes) -> Row:
    """One change with its entry, before and after, the quote and the report that made it."""
    entry, told = change.entry, change.cause.claims
    one = told[0] if told else None
    return {
        "change_id": change.id,
        "sides": relation.sides,
        "entry": entry.id,
        "kind": entry.kind,
        "label": entry.label,
        "states": list(entry.states),
        "day": change.day.isoformat(),
        "change": change.sort,
        "before": change.before,
        "after": change.after,
        "status_before": change.status_before,
        "status": change.status,
        "by": change.cause.by,
        "cause": change.cause.words,
        "quote": one.claim.quotes[0].text if one else None,
        "report": one.claim.report if one else None,
        "publisher": one.publisher if one else None,
        "url": found.reports[one.claim.version].url if one else None,
        "known_at": came(change, found).isoformat(),
        "told": [told_row(claim) for claim in told],
    }


def change_rows(found: Changes) -> Iterator[Row]:
    """One row a change, relation by relation, what needs attention first."""
    for relation in found.relations:
        for change in relation.changes:
            yield change_row(change, relation, found)


def changes_row(found: Changes) -> Row:
    """All changes in one object, with how often things were only told again."""
    since: Horizon | None = found.since
    return {
        "since": since.day.isoformat() if since is not None else None,
        "added_since": since.added.isoformat() if since is not None and since.added is not None else None,
        "until": found.until.isoformat(),
        "relations": [
            {
                "sides": relation.sides,
                "told_again": relation.restated,
                "changes": [change_row(change, relation, found) for change in relation.changes],
            }
            for relation in found.relations
        ],
    }
