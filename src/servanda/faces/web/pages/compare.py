"""The meetings of a relation as the sources of each side tell them: what both tell, what one, where they differ."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from fastapi import APIRouter, Response

from servanda.faces.exports.comparison_rows import comparison_row
from servanda.faces.web.links import Links
from servanda.faces.web.render import Shell
from servanda.faces.web.tables import Pager, paged
from servanda.faces.web.visit import Visited
from servanda.faces.web.words import by_name, day, sentence, sides
from servanda.monitoring.accounts import Account, Difference
from servanda.monitoring.capitals import Comparison, Item
from servanda.terms.states import state_name
from servanda.workflows.office import state_codes

router = APIRouter()
# gatherings on one page
SIZE = 10


@dataclass(frozen=True, slots=True)
class Said:
    """How one source tells a thing, or one value of it; ``value`` is empty where nothing differs."""

    side: str
    value: str
    quote: str
    report: str
    date: str
    href: str


@dataclass(frozen=True, slots=True)
class Field:
    """One field on which sides differ, their values side by side."""

    name: str
    told: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing told with a meeting."""

    kind: str
    label: str
    href: str
    differ: tuple[Field, ...]
    told: tuple[Said, ...]
    later: str


@dataclass(frozen=True, slots=True)
class Part:
    """Things that the same sides tell."""

    title: str
    things: tuple[Thing, ...]


@dataclass(frozen=True, slots=True)
class Gathered:
    """One gathering."""

    title: str
    meetings: tuple[tuple[str, str], ...]
    words: str
    parts: tuple[Part, ...]
    maybe: tuple[tuple[Thing, Thing, str], ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """The gatherings of a relation."""

    template: ClassVar[str] = "compare.html"
    shell: Shell
    name: str
    gatherings: tuple[Gathered, ...]
    pager: Pager


def _side(code: str | None) -> str:
    return state_name(code) if code else "side not known"


def _said(account: Account, links: Links, value: str = "") -> Said:
    one = account.stored
    quote = " ".join(one.claim.quotes[0].text.split())
    href = links.report(one.claim.report, one.id)
    return Said(_side(account.side), value, quote, one.claim.report, day(one.date), href)


def _fields(found: Iterable[Difference], told: Iterable[Account], links: Links) -> tuple[Field, ...]:
    by_claim = {one.stored.id: one for one in told}
    return tuple(
        Field(one.field, tuple(_said(by_claim[claim], links, value) for _, value, claim in one.values)) for one in found
    )


def _thing(item: Item, links: Links) -> Thing:
    later = sorted({f"{_side(one.side)} on {day(one.stored.date)}" for one in item.at_other_times})
    return Thing(
        kind=item.chain.kind,
        label=item.chain.entry.label,
        href=links.entry(item.chain.entry.id),
        differ=_fields(item.differences, item.told, links),
        told=tuple(_said(one, links) for one in item.told),
        later=", ".join(later),
    )


def _gathered(found: Comparison, links: Links) -> Gathered:
    first, last = found.gathering.first, found.gathering.after - timedelta(days=1)
    alone = [(state, [i for i in found.only if i.sides == (state,)]) for state in found.gathering.states]
    listed = [
        ("Both sides tell", found.both),
        *((f"Only {state_name(state)} tells", items) for state, items in alone),
        ("Only others tell", found.others),
    ]
    things = {i.chain.entry.id: _thing(i, links) for i in (*found.both, *found.only, *found.others)}
    return Gathered(
        title=day(first) if first == last else f"{day(first)} to {day(last)}",
        meetings=tuple((m.entry.label, links.entry(m.entry.id)) for m in found.gathering.meetings),
        words=sentence(by_name(found.words, found.gathering.states)),
        parts=tuple(Part(title, tuple(things[i.chain.entry.id] for i in items)) for title, items in listed if items),
        maybe=tuple((things[one.left], things[one.right], one.reason) for one in found.maybe_same),
    )


@router.get("/relation/{name}/compare")
def compare(name: str, visit: Visited) -> Response:
    """The gatherings of two states, the latest first."""
    states = tuple(sorted(state_codes(name.split("-"))))
    found = visit.desk.accounts(states, visit.as_of)
    behind = visit.desk.is_behind(states)
    latest = sorted(found.gatherings, key=lambda one: one.first, reverse=True)
    shown, pager = paged(latest, visit, SIZE)
    context = Compare(
        shell=visit.shell(
            "As each side tells it",
            ("/", "Relations"),
            (f"/relation/{name}", sides(states)),
            files=True,
            behind=behind,
        ),
        name=sides(states),
        gatherings=tuple(_gathered(found.of(one), visit.links) for one in shown),
        pager=pager,
    )
    return visit.answer(context, lambda: (comparison_row(found.of(one)) for one in latest), rests_on=behind)
