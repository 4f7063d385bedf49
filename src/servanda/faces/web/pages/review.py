"""What waits for a person's decision, each thing with its tellings side by side and how to decide it.

The pages only show: who decides is known on the command line, not to a browser without a sign-in.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import ClassVar

from fastapi import APIRouter, Response

from servanda.faces.web.links import Links
from servanda.faces.web.render import Shell
from servanda.faces.web.visit import PER_PAGE, Visited
from servanda.faces.web.words import day, field_name, value_words
from servanda.terms.claims import field_names
from servanda.workflows.review import Item, Side, lay_out_task
from servanda.workflows.waiting import TOPICS, tasks

router = APIRouter()
# how each topic is decided on the command line; {0} and {1} are what it is about
COMMANDS = {
    "pairs": ("servanda judge same {0} {1} --reason …", "servanda judge different {0} {1} --reason …"),
    "contradictions": ("servanda judge confirm {0} --reason …", "servanda judge correct {0} FIELD=VALUE --reason …"),
    "refused": ("servanda judge accept {task} --reason …",),
    "unread": ("servanda review --only unread",),
}


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One thing to decide."""

    id: str
    topic: str
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Review:
    """The list of what waits."""

    template: ClassVar[str] = "review.html"
    shell: Shell
    topic: str
    topics: tuple[str, ...]
    states: str
    rows: tuple[TaskRow, ...]
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """One telling of what is to be decided."""

    claim: str
    report: str
    publisher: str
    date: str
    href: str
    quotes: tuple[str, ...]
    entry_href: str


@dataclass(frozen=True, slots=True)
class TaskPage:
    """One thing to decide: tellings side by side, and their fields against one another."""

    template: ClassVar[str] = "task.html"
    shell: Shell
    topic: str
    label: str
    reasons: tuple[str, ...]
    tellings: tuple[Told, ...]
    fields: tuple[tuple[str, tuple[str, ...], bool], ...]
    commands: tuple[str, ...]


@router.get("/review")
def review(visit: Visited) -> Response:
    """What waits for a decision, one topic at a time: to count all of them would mean to look for all."""
    visit = visit.now()
    topic = visit.choice("topic", TOPICS) or TOPICS[0]
    number = visit.number("page", 1, 10_000)
    start = (number - 1) * PER_PAGE
    waiting = tasks(
        visit.desk.ledger, visit.as_of, states=visit.states(), topics=[one for one in TOPICS if one == topic]
    )
    found = list(islice(waiting, start, start + PER_PAGE + 1))
    links = visit.links
    context = Review(
        shell=visit.shell("To decide"),
        topic=topic,
        topics=TOPICS,
        states=", ".join(visit.states()),
        rows=tuple(TaskRow(t.id, t.topic, t.label, links.to(f"/review/{t.id}")) for t in found[:PER_PAGE]),
        before=links.query("/review", visit.asked, page=number - 1) if number > 1 else None,
        after=links.query("/review", visit.asked, page=number + 1) if len(found) > PER_PAGE else None,
    )
    return visit.answer(context)


def _told(side: Side, links: Links) -> Told:
    return Told(
        claim=side.name,
        report=side.report.title or side.report.id,
        publisher=side.report.publisher or "",
        date=day(side.report.date),
        href=links.report(side.report.id, side.name if side.entry else None),
        quotes=tuple(" ".join(quote.text.split()) for quote in side.quotes),
        entry_href=links.entry(side.entry) if side.entry else "",
    )


def _fields(item: Item) -> tuple[tuple[str, tuple[str, ...], bool], ...]:
    """Every field that one side tells, each side's value, and whether they are not the same."""
    if item.kind is None:
        return ()
    rows = [
        (field_name(name), tuple(value_words(getattr(s.claim.what, name)) if s.claim else "" for s in item.sides))
        for name in field_names(item.kind)
    ]
    return tuple((name, values, len(set(values)) > 1) for name, values in rows if any(values))


@router.get("/review/{name}")
def task(name: str, visit: Visited) -> Response:
    """One thing to decide by its id."""
    visit = visit.now()
    item = lay_out_task(visit.desk.ledger, name, visit.as_of)
    names = [*item.names, "…"]
    context = TaskPage(
        shell=visit.shell(item.task.label, ("/review", "To decide")),
        topic=item.task.topic,
        label=item.task.label,
        reasons=item.reasons,
        tellings=tuple(_told(side, visit.links) for side in item.sides),
        fields=_fields(item),
        commands=tuple(words.format(*names, task=name) for words in COMMANDS[item.task.topic]),
    )
    return visit.answer(context)
