"""One thing to decide: its tellings beside one another, why it is asked, the forms that decide it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from servanda.errors import ConflictError, InputError, NotFoundError
from servanda.faces.access.gate import Reviewer
from servanda.faces.access.posting import Posted
from servanda.faces.web.deeds import Sent, deed_of, do, no
from servanda.faces.web.fixing import Fix, fix_of
from servanda.faces.web.forms import Again, Place, Reason, Returned, reason_of, returned
from servanda.faces.web.missing import Missing, kind_of, missing_of, placed
from servanda.faces.web.outcome import Done, conflict_page, done_of
from servanda.faces.web.render import Shell, html
from servanda.faces.web.tellings import Telling, Values, telling_of, values_of
from servanda.faces.web.visit import Visit, Visited
from servanda.terms.claims import KINDS
from servanda.workflows.decide import find_entry, meanwhile, seen_of
from servanda.workflows.review import Item, Side, is_open, lay_out_task
from servanda.workflows.waiting import TOPICS, Topic, tasks, topic_of

router = APIRouter()
ASKED: Mapping[Topic, str] = {
    "pairs": "One thing, or two?",
    "contradictions": "Reports tell different values",
    "refused": "The evidence gate refused this",
    "unread": "The reader could not complete this",
}
# the mark of what the page shows
ABOUT = "shown"
# what filters the list of tasks, and goes along from one to the next
FILTERS = ("topic", "states", "kind")


@dataclass(frozen=True, slots=True)
class Button:
    """One decision: its key, its word, what it means, what it sends; ``side`` is the telling it is about, or 0."""

    key: str
    words: str
    says: str
    do: str
    side: int = 0


_MAIN: Mapping[Topic, tuple[Button, ...]] = {
    "pairs": (
        Button("s", "Same", "the two tell of one thing", "same"),
        Button("d", "Different", "they tell of two things", "different"),
        Button("u", "Unsure", "the texts do not tell; it is not asked again", "unsure"),
    ),
    "contradictions": (Button("c", "All read rightly", "the reports do differ", "all"),),
    "refused": (
        Button("a", "Accept", "it stands on your word", "accept"),
        Button("r", "Refusal is right", "it stays out", "reject"),
    ),
    "unread": (Button("r", "Nothing to add", "there is no claim in it", "reject"),),
}


@dataclass(frozen=True, slots=True)
class Panel:
    """One telling with what can be decided on it alone."""

    telling: Telling
    buttons: tuple[Button, ...]
    fix: Fix | None


@dataclass(frozen=True, slots=True)
class Deciding:
    """The form of the decisions that need a reason at most."""

    place: Place
    buttons: tuple[Button, ...]
    reason: Reason
    message: str


@dataclass(frozen=True, slots=True)
class TaskPage:
    """One thing to decide; without ``deciding`` for a visitor who may not."""

    template: ClassVar[str] = "task.html"
    shell: Shell
    asked: str
    label: str
    reasons: tuple[str, ...]
    panels: tuple[Panel, ...]
    fields: Values
    deciding: Deciding | None
    missing: Missing | None
    settled: bool
    done: Done | None
    skip_href: str
    queue_href: str


def filters_of_task(visit: Visit) -> dict[str, str]:
    """What narrows the list of tasks that a visitor goes through."""
    return {name: told for name in FILTERS if (told := visit.text(name))}


def _here(visit: Visit, name: str) -> str:
    return visit.links.query(f"/review/{name}", filters_of_task(visit))


def _marks(visit: Visit, item: Item) -> dict[str, str]:
    """What the page shows of each thing that can be decided on: the last decision, and which claims an entry holds."""
    marks = {"seen": item.seen, ABOUT: " ".join(item.names)}
    for number, side in enumerate(item.sides, 1):
        marks[f"seen-{number}"] = side.seen
        if item.task.topic == "contradictions" and side.entry:
            marks["held"] = seen_of(visit.desk.ledger, find_entry(visit.desk.ledger, side.entry))
    return marks


def _side_buttons(item: Item, side: Side, number: int) -> tuple[Button, ...]:
    if side.claim is None or item.task.topic not in ("pairs", "contradictions"):
        return ()
    kind = side.claim.kind
    found = [
        Button("r", "Reject", "it is misread", f"reject-{number}", number),
        Button("x", no(kind).capitalize(), "it leaves the entries, with that reason", f"none-{number}", number),
    ]
    if item.task.topic == "contradictions":
        found.insert(0, Button("d", "Another thing", "it is split off its entry", f"split-{number}", number))
    else:
        found.insert(0, Button("c", "Confirm", "it is read rightly", f"confirm-{number}", number))
    return tuple(found)


def _panel(visit: Visit, item: Item, number: int, back: Returned | None) -> Panel:
    side = item.sides[number - 1]
    shown = telling_of(side, number, visit.links, alone=len(item.sides) == 1)
    if side.claim is None or not visit.visitor.may("reviewer"):
        return Panel(shown, (), None)
    button = "Accept as corrected" if item.task.topic == "refused" else "Keep the correction"
    place = Place(_here(visit, item.task.id), ((f"seen-{number}", side.seen), (ABOUT, " ".join(item.names))))
    fix = fix_of(f"correct-{number}", side.claim, place, topic=item.task.topic, button=button, back=back)
    return Panel(shown, _side_buttons(item, side, number), fix)


def _deciding(visit: Visit, item: Item, back: Returned | None) -> Deciding:
    mine = returned(back, "decide")
    return Deciding(
        place=Place(_here(visit, item.task.id), tuple(_marks(visit, item).items())),
        buttons=_MAIN[item.task.topic],
        reason=reason_of("decide-reason", item.task.topic, mine),
        message=mine.again.message if mine else "",
    )


def _missing(visit: Visit, item: Item, back: Returned | None) -> Missing | None:
    if item.task.topic != "unread":
        return None
    mine = returned(back, "missing")
    kind = kind_of(mine.form.text("kind") if mine else visit.text("as"))
    filters = filters_of_task(visit)
    kinds = [(one, visit.links.query(f"/review/{item.task.id}", {**filters, "as": one}) + "#add") for one in KINDS]
    (side,) = item.sides
    words = placed(side.report, [(quote.start, quote.end) for quote in side.quotes])
    place = Place(_here(visit, item.task.id), (("seen", item.seen), (ABOUT, side.name), ("kind", kind or "")))
    return missing_of(place, kind, kinds, words, back)


def _page(visit: Visit, item: Item, back: Returned | None = None) -> TaskPage:
    may_decide, filters = visit.visitor.may("reviewer"), filters_of_task(visit)
    before = visit.text("from") or item.task.id
    return TaskPage(
        shell=visit.shell(item.task.label, ("/review", "To decide")),
        asked=ASKED[item.task.topic],
        label=item.task.label,
        reasons=item.reasons,
        panels=tuple(_panel(visit, item, n, back) for n in range(1, len(item.sides) + 1)),
        fields=values_of([side.claim for side in item.sides]),
        deciding=_deciding(visit, item, back) if may_decide else None,
        missing=_missing(visit, item, back) if may_decide else None,
        settled=not is_open(visit.desk.ledger, item, visit.as_of),
        done=done_of(visit, visit.links.query(f"/review/{before}", filters)),
        skip_href=visit.links.query("/review/next", {**filters, "after": item.task.id}),
        queue_href=visit.links.query("/review", {"topic": item.task.topic, **filters}),
    )


@router.get("/review/next")
def next_task(visit: Visited) -> Response:
    """The way to the task after one, of those that the filter leaves."""
    visit = visit.now()
    after = visit.text("after")
    if after is None:
        raise InputError("no task to go on from; the list of what waits leads to each")
    return RedirectResponse(_onward(visit, after), 303)


def _onward(visit: Visit, name: str, **said: str) -> str:
    """The address of the next task after one; of the list where none of its topic is left."""
    chosen = visit.choice("topic", TOPICS)
    topic = next((one for one in TOPICS if one == chosen), topic_of(name))
    found = tasks(
        visit.desk.ledger, visit.as_of, states=visit.states(), kinds=visit.wanted().kinds, topics=[topic],
        after=name,
    )  # fmt: skip
    following = next(found, None)
    filters = {"topic": topic, **filters_of_task(visit)}
    path = f"/review/{following.id}" if following else "/review"
    return visit.links.query(path, {**filters, "from": name if said else "", **said})


@router.get("/review/{name}")
def task(name: str, visit: Visited) -> Response:
    """One thing to decide by its id."""
    visit = visit.now()
    return visit.answer(_page(visit, lay_out_task(visit.desk.ledger, name, visit.as_of)))


@router.post("/review/{name}")
def decide(name: str, visit: Visited, form: Posted, who: Reviewer) -> Response:
    """A decision on one thing; the way to the next follows."""
    visit, crumb = visit.now(), ("/review", "To decide")
    ledger, shown = visit.desk.ledger, form.text(ABOUT).split()
    item = _still(visit, name)
    if item is None or list(item.names) != shown:
        list_href = visit.links.query("/review", filters_of_task(visit))
        return conflict_page(visit, form, meanwhile(ledger, shown), fresh={}, look_href=list_href, crumb=crumb)
    try:
        what, number = deed_of(form.text("do"), item.task.topic, len(item.sides))
    except InputError as error:
        return _again(visit, item, Returned(form, Again("decide", str(error))))
    try:
        made = do(Sent(ledger, item, form, who.name, number), what)
    except ConflictError as error:
        now = _still(visit, name)
        fresh = _marks(visit, now) if now is not None and now.names == item.names else {}
        return conflict_page(visit, form, error, fresh=fresh, look_href=_here(visit, name), crumb=crumb)
    except Again as again:
        return _again(visit, item, Returned(form, again))
    except InputError as error:
        return _again(visit, item, Returned(form, Again(_form_of(form.text("do")), str(error))))
    return RedirectResponse(_onward(visit, name, done=made[-1].id), 303)


def _still(visit: Visit, name: str) -> Item | None:
    """A task as it stands now; None when somebody's decision left nothing of it."""
    try:
        return lay_out_task(visit.desk.ledger, name, visit.as_of)
    except NotFoundError:
        return None


def _again(visit: Visit, item: Item, back: Returned) -> Response:
    return Response(html(_page(visit, item, back)), 422, media_type="text/html")


def _form_of(sent: str) -> str:
    return sent if sent.startswith("correct-") else "missing" if sent == "add" else "decide"
