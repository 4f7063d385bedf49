"""How an entry stood on every past day: its turns, each with what made it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from fastapi import APIRouter, Response

from servanda.faces.exports.history_rows import turn_row
from servanda.faces.web.links import Links, way_to
from servanda.faces.web.pages.changes import Told, told
from servanda.faces.web.render import Shell
from servanda.faces.web.visit import Visited
from servanda.faces.web.words import Badge, badge, dated, day
from servanda.monitoring.coverage import extent
from servanda.monitoring.replay import Turn

router = APIRouter()


@dataclass(frozen=True, slots=True)
class TurnRow:
    """A day from which an entry stood otherwise; ``status`` is None where no report told of it any more."""

    day: str
    status: Badge | None
    why: str
    cause: str
    told: tuple[Told, ...]
    read: str


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """The turns of an entry."""

    template: ClassVar[str] = "history.html"
    shell: Shell
    label: str
    turns: tuple[TurnRow, ...]


def _row(turn: Turn, links: Links) -> TurnRow:
    return TurnRow(
        day=day(turn.day),
        status=badge(turn.status) if turn.status else None,
        why=dated(turn.why or ""),
        cause=f"by the calendar: {dated(turn.cause.words)}" if turn.cause.by == "calendar" else turn.cause.words,
        told=tuple(told(one, links) for one in turn.cause.claims),
        read=extent(turn.coverage),
    )


@router.get("/entry/{name}/history")
def history(name: str, visit: Visited) -> Response:
    """How an entry stood up to the page's day."""
    found = visit.desk.history(name, visit.as_of)
    behind = visit.desk.is_behind(found.entry.states)
    crumbs = (*way_to(found.entry.states), (f"/entry/{found.entry.id}", found.entry.label))
    context = HistoryPage(
        shell=visit.shell("How it stood", *crumbs, files=True, behind=behind),
        label=found.entry.label,
        turns=tuple(_row(turn, visit.links) for turn in found.turns),
    )
    return visit.answer(context, lambda: map(turn_row, found.turns), rests_on=behind)
