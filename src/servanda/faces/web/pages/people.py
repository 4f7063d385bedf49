"""The people and bodies that entries name, and everything that one of them had a part in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from fastapi import APIRouter, Response

from servanda.errors import NotFoundError
from servanda.faces.exports.line_rows import line_row, person_row
from servanda.faces.web.links import Links
from servanda.faces.web.render import Shell
from servanda.faces.web.tables import EntryRow, Pager, entry_row, paged
from servanda.faces.web.visit import Visited
from servanda.faces.web.words import day
from servanda.terms.states import state_name
from servanda.workflows.find import Somebody, days_of, name_key

router = APIRouter()
SORTS = ("people", "bodies")


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person or body as a line."""

    name: str
    href: str
    offices: str
    states: str
    entries: int
    last: str


@dataclass(frozen=True, slots=True)
class People:
    """A list of people and bodies."""

    template: ClassVar[str] = "people.html"
    shell: Shell
    rows: tuple[PersonRow, ...]
    pager: Pager
    name: str
    states: str
    sort: str
    sorts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One person or body."""

    template: ClassVar[str] = "person.html"
    shell: Shell
    name: str
    spellings: tuple[str, ...]
    offices: tuple[str, ...]
    states: tuple[str, ...]
    first: str
    last: str
    rows: tuple[EntryRow, ...]
    pager: Pager


def _row(one: Somebody, links: Links) -> PersonRow:
    return PersonRow(
        name=one.name,
        href=links.to("/person", name=one.name),
        offices="; ".join(one.offices[:2]),
        states=", ".join(state_name(code) for code in one.states[:3]),
        entries=len({told.entry for told in one.entries}),
        last=day(one.last),
    )


@router.get("/people")
def people(visit: Visited) -> Response:
    """People and bodies, those named most first."""
    states, name, sort = visit.states(), visit.text("name"), visit.choice("sort", SORTS)
    key = name_key(name) if name else ""
    index = visit.desk.index(visit.as_of)
    found = [
        one
        for one in index.people
        if (sort is None or one.body == (sort == "bodies"))
        and all(state in one.states for state in states)
        and any(key in name_key(spelling) for spelling in one.spellings)
    ]
    shown, pager = paged(found, visit)
    context = People(
        shell=visit.shell("People and bodies", files=True, shown=index.stamp),
        rows=tuple(_row(one, visit.links) for one in shown),
        pager=pager,
        name=name or "",
        states=", ".join(states),
        sort=sort or "",
        sorts=SORTS,
    )
    return visit.answer(context, lambda: map(person_row, found))


@router.get("/person")
def person(visit: Visited) -> Response:
    """Everything that a person or body of a name had a part in, the latest first."""
    name = visit.text("name") or ""
    index = visit.desk.index(visit.as_of)
    told = [one for one in index.people if name_key(one.name) == name_key(name)]
    if not told:
        raise NotFoundError(f"no report read by {visit.as_of} names {name!r} in something that is followed")
    one = told[0]
    ids = {appearance.entry for appearance in one.entries}
    lines = sorted((index.by_entry[entry] for entry in sorted(ids)), key=days_of, reverse=True)
    shown, pager = paged(lines, visit)
    context = PersonPage(
        shell=visit.shell(one.name, ("/people", "People and bodies"), files=True, shown=index.stamp),
        name=one.name,
        spellings=one.spellings,
        offices=one.offices,
        states=tuple(state_name(code) for code in one.states),
        first=day(one.first),
        last=day(one.last),
        rows=tuple(entry_row(line, visit.links) for line in shown),
        pager=pager,
    )
    return visit.answer(context, lambda: (line_row(line, visit.as_of) for line in lines))
