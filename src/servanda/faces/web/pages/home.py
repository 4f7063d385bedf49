"""The relations at a glance: what was read, what is overdue, silent or contradicted, what comes next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from fastapi import APIRouter, Response

from servanda.faces.exports.line_rows import relation_row
from servanda.faces.web.links import Links
from servanda.faces.web.render import Shell
from servanda.faces.web.tables import Pager, paged
from servanda.faces.web.visit import Visited
from servanda.faces.web.words import codes, day, sides, when
from servanda.workflows.lines import Summary

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
def home(visit: Visited) -> Response:
    """Every relation, those with the most reports first."""
    order = visit.choice("order", ORDERS) or "reports"
    states = visit.states()
    index = visit.desk.index(visit.as_of)
    found = sorted((r for r in index.relations if set(states) <= set(r.states)), key=ORDERS[order])
    shown, pager = paged(found, visit)
    context = Home(
        shell=visit.shell("Relations", files=True),
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
    )
    return visit.answer(context, lambda: map(relation_row, found))
