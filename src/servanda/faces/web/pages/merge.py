"""Merging an entry with another: found by words or by its id, both shown before anything is decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from servanda.errors import ConflictError, InputError, NotFoundError
from servanda.faces.access.gate import Reviewer
from servanda.faces.access.posting import Posted
from servanda.faces.web.forms import Again, Place, Reason, Returned, reason_of, returned, signature
from servanda.faces.web.links import Links, way_to
from servanda.faces.web.outcome import conflict_page
from servanda.faces.web.render import Shell, html
from servanda.faces.web.tellings import Telling, telling_of
from servanda.faces.web.visit import Visit, Visited
from servanda.faces.web.words import codes, day
from servanda.ledger.reader_views import entries_of_claims
from servanda.ledger.search import Within, search_claims
from servanda.ledger.session import Ledger
from servanda.terms.entries import Entry
from servanda.workflows.decide import find_entry, meanwhile, merge, seen_of
from servanda.workflows.review import sides_of

router = APIRouter()
# entries that a search offers, and tellings of each entry that are shown before the merge
OFFERED, SHOWN = 20, 6


@dataclass(frozen=True, slots=True)
class Offer:
    """An entry that this one may be merged with."""

    label: str
    codes: str
    last: str
    tellings: int
    href: str


@dataclass(frozen=True, slots=True)
class Whole:
    """An entry with its tellings, the first few of many."""

    label: str
    href: str
    tellings: tuple[Telling, ...]
    more: int


@dataclass(frozen=True, slots=True)
class MergePage:
    """The search for the other entry, and both once it is chosen."""

    template: ClassVar[str] = "merge.html"
    shell: Shell
    label: str
    search: str
    words: str
    offers: tuple[Offer, ...] | None
    both: tuple[Whole, ...]
    place: Place
    reason: Reason
    message: str


def _offers(visit: Visit, entry: Entry, words: str) -> list[Entry]:
    """Other entries of the kind that hold the words, or are meant by the start of an id."""
    ledger = visit.desk.ledger
    try:
        named = [find_entry(ledger, words)]
    except NotFoundError:
        hits = search_claims(ledger, words, limit=5 * OFFERED, within=Within(kinds=(entry.kind,)))
        homes = entries_of_claims(ledger, [hit.claim for hit in hits])
        named = [find_entry(ledger, name) for name in dict.fromkeys(homes[h.claim] for h in hits if h.claim in homes)]
    return [one for one in named if one.id != entry.id and one.kind == entry.kind][:OFFERED]


def _offer(entry: Entry, other: Entry, links: Links) -> Offer:
    last = max(member.date for member in other.members)
    href = links.to(f"/entry/{entry.id}/merge", other=other.id)
    return Offer(other.label, codes(other.states), day(last), len(other.members), href)


def _whole(ledger: Ledger, entry: Entry, links: Links) -> Whole:
    names = [member.claim for member in entry.members]
    sides = sides_of(ledger, names[:SHOWN])
    shown = tuple(telling_of(side, n, links) for n, side in enumerate(sides, 1))
    return Whole(entry.label, links.entry(entry.id), shown, len(names) - len(shown))


def _page(visit: Visit, entry: Entry, other: Entry | None, back: Returned | None = None) -> MergePage:
    ledger, links, words = visit.desk.ledger, visit.links, visit.text("q")
    here, mine = f"/entry/{entry.id}/merge", returned(back, "merge")
    both = (entry, other) if other else ()
    return MergePage(
        shell=visit.shell("Merge with another entry", *way_to(entry.states), (f"/entry/{entry.id}", entry.label)),
        label=entry.label,
        search=here,
        words=words or "",
        offers=tuple(_offer(entry, one, links) for one in _offers(visit, entry, words)) if words else None,
        both=tuple(_whole(ledger, one, links) for one in both),
        place=_place(visit, here, both),
        reason=reason_of("merge-reason", "merge", mine),
        message=mine.again.message if mine else "",
    )


def _place(visit: Visit, here: str, both: Sequence[Entry]) -> Place:
    if not both:
        return Place(here)
    return Place(visit.links.to(here, other=both[1].id), (("held", seen_of(visit.desk.ledger, *both)),))


def _two(visit: Visit, name: str) -> tuple[Entry, Entry | None]:
    told = visit.text("other")
    return find_entry(visit.desk.ledger, name), find_entry(visit.desk.ledger, told) if told else None


@router.get("/entry/{name}/merge")
def look(name: str, visit: Visited, _who: Reviewer) -> Response:
    """The entry whose id is, or starts with, a name, and what it may be merged with."""
    visit = visit.now()
    entry, other = _two(visit, name)
    return visit.answer(_page(visit, entry, other))


@router.post("/entry/{name}/merge")
def decide(name: str, visit: Visited, form: Posted, who: Reviewer) -> Response:
    """Two entries are one."""
    visit = visit.now()
    ledger, crumb, held = visit.desk.ledger, ("/entries", "Entries"), [name, visit.text("other") or ""]
    try:
        entry, other = _two(visit, name)
    except NotFoundError:
        gone = meanwhile(ledger, [one.removeprefix("e-") for one in held])
        look_href = visit.links.to("/entries")
        return conflict_page(visit, form, gone, fresh={}, look_href=look_href, crumb=crumb)
    if other is None:
        raise InputError("no other entry is chosen; search for it first")
    try:
        made = merge(ledger, entry, other, signature(who.name, form, "held"))
    except ConflictError as error:
        href = visit.links.to(f"/entry/{entry.id}/merge", other=other.id)
        return conflict_page(
            visit, form, error, fresh={"held": seen_of(ledger, entry, other)}, look_href=href, crumb=crumb
        )
    except InputError as error:
        back = Returned(form, Again("merge", str(error)))
        return Response(html(_page(visit, entry, other, back)), 422, media_type="text/html")
    (whole,) = set(entries_of_claims(ledger, [made.subject]).values())
    return RedirectResponse(visit.links.to(f"/entry/{whole}", done=made.id), 303)
