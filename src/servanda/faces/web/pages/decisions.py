"""Everything that people decided, narrowed by who, when, what and between whom; each can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from servanda.errors import ConflictError
from servanda.faces.access.gate import Reviewer
from servanda.faces.access.posting import Posted
from servanda.faces.exports.reviewers import told_name
from servanda.faces.exports.rows import decision_row
from servanda.faces.web.forms import local, signature
from servanda.faces.web.outcome import DID, Done, conflict_page, done_of
from servanda.faces.web.render import Shell
from servanda.faces.web.tables import Pager, pager
from servanda.faces.web.trail import TrailRow, trail_of
from servanda.faces.web.visit import PER_PAGE, Visit, Visited
from servanda.ledger.trail import DecisionsWanted, deciders, find_decisions
from servanda.terms.decisions import ACTIONS
from servanda.terms.rows import Row
from servanda.workflows.decide import about, last_seen, made_with, take_back

router = APIRouter()
# why, where a reviewer gives no reason for taking something back
TAKEN_BACK = "taken back"


@dataclass(frozen=True, slots=True)
class Decisions:
    """What people decided."""

    template: ClassVar[str] = "decisions.html"
    shell: Shell
    by: str
    people: tuple[str, ...]
    action: str
    actions: tuple[tuple[str, str], ...]
    since: str
    until: str
    states: str
    rows: tuple[TrailRow, ...]
    pager: Pager
    may_decide: bool
    done: Done | None


def _people(visit: Visit) -> tuple[str, ...]:
    """Those whose decisions can be asked for: nobody, where the names of those who decided are not told."""
    return tuple(name for name in deciders(visit.desk.ledger) if told_name(name) == name)


def _wanted(visit: Visit) -> DecisionsWanted:
    chosen = visit.choice("action", ACTIONS)
    return DecisionsWanted(
        by=visit.choice("by", _people(visit)),
        action=next((one for one in ACTIONS if one == chosen), None),
        since=visit.day("since"),
        until=visit.day("until"),
        states=visit.states(),
    )


@router.get("/decisions")
def decisions(visit: Visited) -> Response:
    """What people decided, the last first."""
    visit = visit.now()
    ledger, wanted = visit.desk.ledger, _wanted(visit)
    number = visit.number("page", 1, 10**6)
    found, stand, total = find_decisions(ledger, wanted, limit=PER_PAGE, offset=(number - 1) * PER_PAGE)
    context = Decisions(
        shell=visit.shell("Decisions", files=True),
        by=wanted.by or "",
        people=_people(visit),
        action=wanted.action or "",
        actions=tuple(DID.items()),
        since=wanted.since.isoformat() if wanted.since else "",
        until=wanted.until.isoformat() if wanted.until else "",
        states=", ".join(wanted.states),
        rows=trail_of(ledger, found[::-1], stand, visit.links),
        pager=pager(visit, number, PER_PAGE, total),
        may_decide=visit.visitor.may("reviewer"),
        done=done_of(visit, visit.links.query("/decisions", visit.asked, done=None)),
    )
    return visit.answer(context, lambda: _rows(visit, wanted))


def _rows(visit: Visit, wanted: DecisionsWanted) -> Iterator[Row]:
    found, stand, _ = find_decisions(visit.desk.ledger, wanted)
    for one in reversed(found):
        yield decision_row(one, stands=one.id in stand)


@router.post("/decisions/{name}/undo")
def undo(name: str, visit: Visited, form: Posted, who: Reviewer) -> Response:
    """All that was decided in one go with a decision is taken back."""
    visit, ledger = visit.now(), visit.desk.ledger
    back = local(form.raw("back"))
    signed = signature(who.name, form)
    try:
        made = take_back(ledger, name, replace(signed, reason=signed.reason or TAKEN_BACK))
    except ConflictError as error:
        fresh = {"seen": last_seen(ledger, about(made_with(ledger, name)))}
        return conflict_page(visit, form, error, fresh=fresh, look_href=back, crumb=("/decisions", "Decisions"))
    return RedirectResponse(back + ("&" if "?" in back else "?") + f"done={made[-1].id}", 303)
