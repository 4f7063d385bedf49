"""Reads the trail of what people decided: who decided, and decisions by who, when, what and between whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, func, select

from servanda.ledger.decided import decision_of
from servanda.ledger.session import Ledger
from servanda.ledger.stored import column
from servanda.ledger.tables import claims, decision_claims, decisions, report_states
from servanda.terms.decisions import Action, Decision, standing


@dataclass(frozen=True, slots=True)
class DecisionsWanted:
    """Which decisions are asked for: whose, what, from one day to another (in UTC), on what tells of all the states."""

    by: str | None = None
    action: Action | None = None
    since: date | None = None
    until: date | None = None
    states: tuple[str, ...] = ()


def deciders(ledger: Ledger) -> list[str]:
    """Everybody who decided something, by name."""
    with ledger.reading() as connection:
        return column(connection, select(decisions.c.by).distinct().order_by(decisions.c.by))


def find_decisions(
    ledger: Ledger, wanted: DecisionsWanted, *, limit: int | None = None, offset: int = 0
) -> tuple[list[Decision], set[str], int]:
    """Some decisions, the last first; the ids of all that stand; how many there are in all."""
    held = _conditions(wanted)
    query = select(decisions).where(*held).order_by(decisions.c.at.desc(), decisions.c.id.desc())
    with ledger.reading() as connection:
        total = int(connection.execute(select(func.count()).select_from(decisions).where(*held)).scalar_one())
        found = [decision_of(row) for row in connection.execute(query.limit(limit).offset(offset))]
        taken = [decision_of(r) for r in connection.execute(select(decisions).where(decisions.c.of.is_not(None)))]
    # a decision stands unless a standing withdrawal takes it back
    stand = {one.id for one in standing([*taken, *found])}
    return found, stand, total


def _conditions(wanted: DecisionsWanted) -> list[ColumnElement[bool]]:
    held: list[ColumnElement[bool]] = []
    if wanted.by is not None:
        held.append(decisions.c.by == wanted.by)
    if wanted.action is not None:
        held.append(decisions.c.action == wanted.action)
    if wanted.since is not None:
        held.append(decisions.c.at >= _midnight(wanted.since))
    if wanted.until is not None:
        held.append(decisions.c.at < _midnight(wanted.until + timedelta(days=1)))
    for state in wanted.states:
        of_state = (
            select(decision_claims.c.decision)
            .join(claims, claims.c.id == decision_claims.c.claim)
            .join(report_states, report_states.c.report == claims.c.report)
            .where(report_states.c.state == state)
        )
        held.append(decisions.c.id.in_(of_state))
    return held


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
