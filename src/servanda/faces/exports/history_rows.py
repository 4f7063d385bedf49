"""How an entry stood over time, as rows for programs."""

from __future__ import annotations

from servanda.monitoring.replay import Turn
from servanda.terms.reading import StoredClaim
from servanda.terms.rows import Row
from servanda.workflows.history import History


def told_row(one: StoredClaim) -> Row:
    """What one report tells: the claim, the report, its publisher and day, the quote."""
    return {
        "claim": one.id,
        "report": one.claim.report,
        "publisher": one.publisher,
        "published": one.date.isoformat(),
        "quote": one.claim.quotes[0].text,
    }


def turn_row(turn: Turn) -> Row:
    """One turn: the day, how the entry stood from then on and why, and what made it so."""
    return {
        "day": turn.day.isoformat(),
        "status": turn.status,
        "rule": turn.rule,
        "why": turn.why,
        "evidence": list(turn.evidence),
        "by": turn.cause.by,
        "cause": turn.cause.words,
        "told": [told_row(one) for one in turn.cause.claims],
        "reports_read": turn.coverage.reports,
        "publishers": list(turn.coverage.publishers),
        "read_until": turn.coverage.last.isoformat() if turn.coverage.last else None,
    }


def history_row(history: History) -> Row:
    """An entry with all its turns up to a day."""
    entry = history.entry
    return {
        "entry": entry.id,
        "kind": entry.kind,
        "label": entry.label,
        "states": list(entry.states),
        "as_of": history.until.isoformat(),
        "turns": [turn_row(turn) for turn in history.turns],
    }
