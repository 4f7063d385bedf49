"""The relations at a glance: what was read, what is overdue, silent or contradicted, what comes next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from fastapi import APIRouter, Request, Response

from servanda.faces.exports.line_rows import relation_row
from servanda.faces.web.lastvisit import LastVisit, keep, last_visit
from servanda.faces.web.links import Links
from servanda.faces.web.render import Shell
from servanda.faces.web.tables import Pager, paged
from servanda.faces.web.visit import Visit, Visited
from servanda.faces.web.words import codes, day, sides, when
from servanda.workflows.changes import Look, look_now
from servanda.workflows.lines import Summary
from servanda.workflows.today import now

router = APIRouter()
ORDERS: Mapping[str, Callable[[Summary], tuple[object, ...]]] = {
    "reports": lambda one: (-one.reports,),
    "last": lambda one: (-one.last.toordinal(),),
    "overdue": lambda one: (-one.overdue,),
    "silent": lambda one: (-one.silent,),
    "contradicted": lambda one: (-one.contradicted,),
    "name": lambda one: one.states,
}


@dataclass(frozen=True, slots=True)
class Next:
    """Something that comes next."""

    when: str
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class RelationRow:
    """One relation as a line; a number is a link to the entries that it counts."""

    codes: str
    name: str
    href: str
    reports: int
    last: str
    waiting: int
    overdue: int
    overdue_href: str
    silent: int
    silent_href: str
    contradicted: int
    contradicted_href: str
    next: tuple[Next, ...]


@dataclass(frozen=True, slots=True)
class News:
    """What changed since the visit before, with how much of it where that is at hand; ``href`` is empty for nothing."""

    day: str
    href: str
    changes: int | None
    relations: int


@dataclass(frozen=True, slots=True)
class Home:
    """The first page."""

    template: ClassVar[str] = "home.html"
    shell: Shell
    rows: tuple[RelationRow, ...]
    pager: Pager
    states: str
    order: str
    orders: tuple[str, ...]
    relations: int
    entries: int
    overdue: int
    silent: int
    contradicted: int
    news: News | None


def _news(visit: Visit, this: LastVisit | None) -> News | None:
    """What is new to a browser that was here before; None at a first visit, and where one looks back."""
    if this is None or this.before is None or visit.as_of != visit.today:
        return None
    seen = this.before
    if this.now.added <= seen.added and seen.day >= visit.today:
        return News(day(seen.day), "", 0, 0)
    before = Look("", (), seen.added, min(seen.day, visit.today))
    found = visit.desk.changes_at_hand(before, visit.today)
    href = visit.links.to("/changes", added=seen.added.isoformat(), since=before.day.isoformat())
    if found is None:
        return News(day(seen.day), href, None, 0)
    return News(day(seen.day), href, sum(len(one.changes) for one in found.relations), len(found.relations))


def _row(one: Summary, links: Links) -> RelationRow:
    name = ",".join(one.states)
    return RelationRow(
        codes=codes(one.states),
        name=sides(one.states),
        href=links.relation(one.states),
        reports=one.reports,
        last=day(one.last),
        waiting=one.waiting,
        overdue=one.overdue,
        overdue_href=links.to("/entries", states=name, status="overdue"),
        silent=one.silent,
        silent_href=links.to("/entries", states=name, silent=1),
        contradicted=one.contradicted,
        contradicted_href=links.to("/entries", states=name, contradicted=1),
        next=tuple(Next(when(line.comes), line.label, links.entry(line.entry)) for line in one.next[:2]),
    )


@router.get("/")
def home(visit: Visited, request: Request) -> Response:
    """Every relation, those with the most reports first."""
    order = visit.choice("order", ORDERS) or "reports"
    states = visit.states()
    index = visit.desk.index(visit.as_of)
    found = sorted((r for r in index.relations if set(states) <= set(r.states)), key=ORDERS[order])
    shown, pager = paged(found, visit)
    look = look_now(visit.desk.ledger, "", visit.today)
    this = last_visit(request, look.added, visit.today, now()) if look is not None else None
    news = _news(visit, this)
    context = Home(
        shell=visit.shell("Relations", files=True, shown=index.stamp),
        rows=tuple(_row(one, visit.links) for one in shown),
        pager=pager,
        states=", ".join(states),
        order=order,
        orders=tuple(ORDERS),
        relations=len(found),
        entries=sum(one.statuses.total() for one in found),
        overdue=sum(one.overdue for one in found),
        silent=sum(one.silent for one in found),
        contradicted=sum(one.contradicted for one in found),
        news=news,
    )
    answer = visit.answer(context, lambda: map(relation_row, found), rests_on=news)
    if this is not None:
        keep(answer, this, secure=request.url.scheme == "https")
    return answer
