"""What changed between two days, relation by relation; the same as a feed, and what is due as a calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from fastapi import APIRouter, Response

from servanda.errors import NotFoundError
from servanda.faces.exports.atom import MEDIA_TYPE, feed
from servanda.faces.exports.change_rows import change_rows, sides_name
from servanda.faces.exports.packs import MEDIA, calendar_file
from servanda.faces.web.links import Links
from servanda.faces.web.render import Shell
from servanda.faces.web.visit import Visit, Visited
from servanda.faces.web.words import Badge, badge, dated, day, sides
from servanda.monitoring.changes import Change
from servanda.terms.reading import StoredClaim
from servanda.workflows.changes import Changes, Look, RelationChanges, lately
from servanda.workflows.concern import concerning
from servanda.workflows.occasions import occasions

router = APIRouter()
# how much of one relation a page shows
SHOWN = 60


@dataclass(frozen=True, slots=True)
class Told:
    """The words that made a change."""

    quote: str
    report: str
    date: str
    href: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change of an entry."""

    day: str
    sort: str
    status: Badge | None
    label: str
    href: str
    words: str
    calendar: str
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """What changed between some sides; statements are counted only."""

    name: str
    href: str
    rows: tuple[ChangeRow, ...]
    more: int
    statements: int
    restated: int


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """What changed."""

    template: ClassVar[str] = "changes.html"
    shell: Shell
    since: str
    since_words: str
    added: str
    states: str
    total: int
    groups: tuple[Group, ...]
    feed_href: str
    calendar_href: str


def told(one: StoredClaim, links: Links) -> Told:
    """What one report told, as it is shown."""
    quote = " ".join(one.claim.quotes[0].text.split())
    return Told(quote, one.claim.report, day(one.date), links.report(one.claim.report, one.id))


def _row(change: Change, links: Links) -> ChangeRow:
    if change.before is not None:
        words = dated(f"{change.before} → {change.after}")
    else:
        words = dated(change.after) if change.after != change.status else ""
    cause = change.cause
    return ChangeRow(
        day=day(change.day),
        sort=change.sort,
        status=badge(change.status) if change.status else None,
        label=change.entry.label,
        href=links.entry(change.entry.id),
        words=words,
        calendar=dated(cause.words) if cause.by == "calendar" and cause.words not in change.after else "",
        told=tuple(told(one, links) for one in cause.claims),
    )


def _group(found: RelationChanges, links: Links) -> Group:
    shown = [change for change in found.changes if change.entry.kind != "statement"]
    pair = found.sides.split("-")
    return Group(
        name=sides_name(found.sides),
        href=links.relation(pair) if len(pair) == 2 else "",
        rows=tuple(_row(change, links) for change in shown[:SHOWN]),
        more=max(0, len(shown) - SHOWN),
        statements=len(found.changes) - len(shown),
        restated=found.restated,
    )


def _found(visit: Visit) -> tuple[Changes, date]:
    """What changed since the day asked for, or since a look; InputError when that is no earlier one."""
    since = visit.day("since") or lately(visit.as_of)
    added = visit.moment("added")
    if added is not None:
        return visit.desk.changes_since(Look("", visit.states(), added, since), visit.as_of, visit.states()), since
    return visit.desk.changes(since, visit.as_of, visit.states()), since


@router.get("/changes")
def changes_page(visit: Visited) -> Response:
    """What changed after one day and up to the page's, what needs attention first."""
    found, since = _found(visit)
    asked = {key: value for key, value in visit.asked.items() if key in ("states", "since")}
    context = ChangesPage(
        shell=visit.shell("Changes", files=True),
        since=since.isoformat(),
        since_words=day(since),
        added=f"{found.since.added:%Y-%m-%d %H:%M} UTC" if found.since is not None and found.since.added else "",
        states=", ".join(visit.states()),
        total=sum(len(relation.changes) for relation in found.relations),
        groups=tuple(_group(relation, visit.links) for relation in found.relations),
        feed_href=visit.links.query("/changes.atom", asked),
        calendar_href=visit.links.query("/calendar.ics", asked, since=None),
    )
    return visit.answer(context, lambda: change_rows(found))


@router.get("/changes.atom")
def changes_feed(visit: Visited) -> Response:
    """What changed as an Atom feed; without a day of its own it looks back some months from today."""
    found, _ = _found(visit)
    return Response(feed(found, states=visit.states()), media_type=MEDIA_TYPE, headers={"Cache-Control": "private"})


@router.get("/calendar.ics")
def calendar(visit: Visited) -> Response:
    """Due dates and meetings ahead as a calendar; an empty one is one that programs do not take."""
    states = visit.states()
    found = occasions(
        visit.desk.ledger,
        concerning(visit.desk.ledger, visit.as_of, states, kinds=("commitment", "meeting")),
        visit.as_of,
    )
    if not found:
        raise NotFoundError(f"no due date and no meeting ahead was told by {visit.as_of}; look at what is due")
    data = calendar_file(found, sides(states) or "Servanda", visit.as_of)
    return Response(data, media_type=MEDIA[".ics"], headers={"Cache-Control": "private"})
