"""One claim: its words in the report beside the forms that decide on it, and what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from servanda.errors import ConflictError, InputError
from servanda.faces.access.gate import Reviewer
from servanda.faces.access.posting import Form, Posted
from servanda.faces.web.deeds import no
from servanda.faces.web.fixing import Fix, fix_of, fixed
from servanda.faces.web.forms import Again, Place, Reason, Returned, reason_of, returned, signature
from servanda.faces.web.links import way_to
from servanda.faces.web.outcome import Done, conflict_page, done_of
from servanda.faces.web.pages.task import Button
from servanda.faces.web.render import Shell, html
from servanda.faces.web.tellings import Telling, Values, telling_of, values_of
from servanda.faces.web.trail import TrailRow, trail_of
from servanda.faces.web.visit import Visit, Visited
from servanda.ledger import decided
from servanda.resolution.labels import label
from servanda.terms.decisions import Decision, standing
from servanda.workflows.decide import (
    Signature,
    confirm,
    correct,
    faults_of,
    find_claim,
    find_entry,
    meanwhile,
    reject,
    restore,
    seen_of,
    split,
)  # fmt: skip
from servanda.workflows.review import Side, sides_of

router = APIRouter()


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """One claim."""

    template: ClassVar[str] = "claim.html"
    shell: Shell
    label: str
    telling: Telling
    fields: Values
    out: bool
    place: Place
    buttons: tuple[Button, ...]
    reason: Reason
    message: str
    fix: Fix | None
    trail: tuple[TrailRow, ...]
    done: Done | None


def _side(visit: Visit, name: str) -> Side:
    found = find_claim(visit.desk.ledger, name)
    return sides_of(visit.desk.ledger, [found])[0]


def _marks(visit: Visit, side: Side) -> tuple[tuple[str, str], ...]:
    held = seen_of(visit.desk.ledger, find_entry(visit.desk.ledger, side.entry)) if side.entry else ""
    return (("seen", side.seen), ("held", held), ("shown", side.entry or ""))


def _buttons(visit: Visit, side: Side) -> tuple[Button, ...]:
    """What can be decided on it as it stands."""
    assert side.claim is not None, "a claim's side has one"
    if side.ruling is not None and side.ruling.out:
        again = side.ruling.status == "rejected"
        return (Button("c", "Restore", "it stands after all", "restore"),) if again else ()
    alone = side.entry is None or len(find_entry(visit.desk.ledger, side.entry).members) < 2
    found = [
        Button("c", "Confirm", "it is read rightly", "confirm"),
        Button("r", "Reject", "it is misread, and leaves the entries", "reject"),
        Button("x", no(side.claim.kind).capitalize(), "it leaves the entries, with that reason", "none"),
    ]
    return (*found, *(() if alone else (Button("d", "Split off", "it is another thing than the rest", "split"),)))


def _way(visit: Visit, side: Side) -> tuple[tuple[str, str], ...]:
    """The way by its entry, or by its report where it stands in none."""
    if side.entry is None:
        return (("/reports", "Reports"), (visit.links.report(side.report.id), side.report.title or side.report.id))
    entry = find_entry(visit.desk.ledger, side.entry)
    return (*way_to(entry.states), (f"/entry/{entry.id}", entry.label))


def _page(visit: Visit, side: Side, back: Returned | None = None) -> ClaimPage:
    claim, ledger = side.claim, visit.desk.ledger
    assert claim is not None, "a claim's side has one"
    here, marks = visit.links.to(f"/claim/{side.name}"), _marks(visit, side)
    told = decided.all_decisions(ledger, [side.name])
    may, mine = visit.visitor.may("reviewer"), returned(back, "decide")
    out = side.ruling is not None and side.ruling.out
    fix = fix_of("correct", claim, Place(here, marks), topic="claim", button="Keep the correction", back=back)
    return ClaimPage(
        shell=visit.shell("One telling of it" if side.entry else f"Claim: {label([claim])}", *_way(visit, side)),
        label=label([claim]),
        telling=telling_of(side, 1, visit.links, alone=True),
        fields=values_of([claim]),
        out=out,
        place=Place(here, marks),
        buttons=_buttons(visit, side) if may else (),
        reason=reason_of("decide-reason", "claim", mine),
        message=mine.again.message if mine else "",
        fix=fix if may and not out else None,
        trail=trail_of(ledger, told, {one.id for one in standing(told)}, visit.links),
        done=done_of(visit, here),
    )


@router.get("/claim/{name}")
def claim(name: str, visit: Visited) -> Response:
    """The claim whose id is, or starts with, a name."""
    visit = visit.now()
    return visit.answer(_page(visit, _side(visit, name)))


@router.post("/claim/{name}")
def decide(name: str, visit: Visited, form: Posted, who: Reviewer) -> Response:
    """A decision on one claim."""
    visit = visit.now()
    side = _side(visit, name)
    here = visit.links.to(f"/claim/{side.name}")
    crumb = (f"/claim/{side.name}", "Claim")
    try:
        made = _decided(visit, side, form, who.name)
    except ConflictError as error:
        fresh = dict(_marks(visit, _side(visit, side.name)))
        return conflict_page(visit, form, error, fresh=fresh, look_href=here, crumb=crumb)
    except Again as again:
        return _again(visit, side, Returned(form, again))
    except InputError as error:
        of = "correct" if form.text("do") == "correct" else "decide"
        return _again(visit, side, Returned(form, Again(of, str(error))))
    return RedirectResponse(visit.links.to(f"/claim/{side.name}", done=made[-1].id), 303)


def _again(visit: Visit, side: Side, back: Returned) -> Response:
    return Response(html(_page(visit, side, back)), 422, media_type="text/html")


def _signed(form: Form, by: str, *, needed: bool = True) -> Signature:
    found = signature(by, form)
    if needed and not found.reason:
        raise Again("decide", unexplained=True)
    return found


def _decided(visit: Visit, side: Side, form: Form, by: str) -> Sequence[Decision]:
    ledger, name, what = visit.desk.ledger, side.name, form.text("do")
    assert side.claim is not None, "a claim's side has one"
    if what == "confirm":
        return confirm(ledger, [name], _signed(form, by, needed=False))
    if what == "correct":
        found = fixed("correct", side.claim, form, lambda row: faults_of(ledger, name, row))
        return (correct(ledger, name, found, signature(by, form)),)
    if what == "reject":
        return (reject(ledger, name, _signed(form, by)),)
    if what == "none":
        return (reject(ledger, name, Signature(by, no(side.claim.kind), signature(by, form).seen)),)
    if what == "restore":
        return (restore(ledger, name, _signed(form, by)),)
    if what == "split":
        if side.entry is None or form.text("shown") != side.entry:
            raise meanwhile(ledger, [name])
        return (split(ledger, find_entry(ledger, side.entry), name, signature(by, form, "held")),)
    raise InputError("the form does not say what is decided; use one of its buttons")
