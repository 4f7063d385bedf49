"""The list of what waits for a person's decision, topic by topic, narrowed by sides and kind."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import ClassVar

from fastapi import APIRouter, Response

from servanda.faces.exports.line_rows import task_row
from servanda.faces.web.outcome import Done, done_of
from servanda.faces.web.pages.task import filters_of_task
from servanda.faces.web.render import Shell
from servanda.faces.web.visit import PER_PAGE, Visited
from servanda.faces.web.words import codes, day, sides
from servanda.ledger.queue import outdated
from servanda.terms.claims import KINDS
from servanda.workflows.add import RESOLVER
from servanda.workflows.waiting import SAYS, TOPICS, Task, tasks

router = APIRouter()


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One thing to decide."""

    label: str
    href: str
    reasons: str
    kind: str
    codes: str
    sides: str
    told: str


@dataclass(frozen=True, slots=True)
class Review:
    """The list of what waits."""

    template: ClassVar[str] = "review.html"
    shell: Shell
    topic: str
    topics: tuple[tuple[str, str], ...]
    states: str
    kind: str
    kinds: tuple[str, ...]
    rows: tuple[TaskRow, ...]
    may_decide: bool
    outdated: bool
    done: Done | None
    first: str
    after: str


@router.get("/review")
def review(visit: Visited) -> Response:
    """What waits for a decision, one topic at a time: to count all of them would mean to look for all."""
    visit = visit.now()
    chosen = visit.choice("topic", TOPICS)
    topic = next((one for one in TOPICS if one == chosen), TOPICS[0])
    ledger, links = visit.desk.ledger, visit.links
    waiting = tasks(
        ledger, visit.as_of, states=visit.states(), kinds=visit.wanted().kinds, topics=[topic],
        after=visit.text("after"),
    )  # fmt: skip
    found = list(islice(waiting, PER_PAGE + 1))
    filters = {"topic": topic, **filters_of_task(visit)}
    context = Review(
        shell=visit.shell("To decide", files=True),
        topic=topic,
        topics=tuple((one, SAYS[one]) for one in TOPICS),
        states=", ".join(visit.states()),
        kind=visit.text("kind") or "",
        kinds=KINDS,
        rows=tuple(_row(one, links.query(f"/review/{one.id}", filters)) for one in found[:PER_PAGE]),
        may_decide=visit.visitor.may("reviewer"),
        outdated=topic == "pairs" and outdated(ledger, RESOLVER.rules),
        done=done_of(visit, links.query(f"/review/{visit.text('from')}" if visit.text("from") else "/review", filters)),
        first=links.query("/review", filters) if visit.text("after") else "",
        after=links.query("/review", {**filters, "after": found[PER_PAGE - 1].id}) if len(found) > PER_PAGE else "",
    )
    return visit.answer(context, lambda: map(task_row, found[:PER_PAGE]))


def _row(task: Task, href: str) -> TaskRow:
    return TaskRow(
        label=task.label,
        href=href,
        reasons="; ".join(task.reasons),
        kind=task.kind or "",
        codes=codes(task.states),
        sides=sides(task.states),
        told=", ".join(map(day, task.told)),
    )
