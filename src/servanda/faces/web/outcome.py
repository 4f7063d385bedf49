"""What came of a form: kept, with the way to take it back, or second to somebody else's decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from fastapi import Response

from servanda.errors import ConflictError
from servanda.faces.access.posting import TOKEN_FIELD, Form
from servanda.faces.web.fields import PREFIX
from servanda.faces.web.render import Shell, html
from servanda.faces.web.visit import Visit
from servanda.faces.web.words import MONTHS, field_name, spaced
from servanda.ledger import decided
from servanda.terms.decisions import Action, Decision
from servanda.terms.rows import Plain
from servanda.workflows.decide import about, last_seen, made_with

# decisions in words
DID: Mapping[Action, str] = {
    "same": "the same thing", "different": "different things", "unsure": "left unsure", "merge": "merged",
    "split": "split off", "confirm": "confirmed", "correct": "corrected", "reject": "rejected", "restore": "restored",
    "accept": "accepted", "add": "added", "withdraw": "taken back",
}  # fmt: skip
# what is no input of a person's: marks of the page, buttons
_MARKS = (TOKEN_FIELD, "do", "word", "back")
Changes = tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Done:
    """What was just decided, and the form that takes all of it back."""

    words: str
    decision: str
    seen: str
    back: str
    undo: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """What somebody is shown whose decision came second."""

    template: ClassVar[str] = "conflict.html"
    shell: Shell
    words: str
    who: str
    when: str
    what: str
    why: str
    changes: Changes
    typed: tuple[tuple[str, str], ...]
    action: str
    hidden: tuple[tuple[str, str], ...]
    look_href: str


def did(one: Decision) -> str:
    """A decision in words."""
    return DID[one.action]


def changes_of(one: Decision) -> Changes:
    """The fields that a correction set: name, value before, value after."""
    if one.action != "correct":
        return ()
    return tuple((field_name(name), plain_words(one.was.get(name)), plain_words(v)) for name, v in one.now.items())


def plain_words(value: Plain) -> str:
    """A value of a row as a page shows it."""
    if isinstance(value, dict):
        return ", ".join(plain_words(part) for part in value.values() if part is not None) or "nothing"
    if isinstance(value, list):
        return "; ".join(map(plain_words, value)) or "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "nothing" if value is None else spaced(str(value))


def moment(one: Decision) -> str:
    """When a decision was made: 8 Mar 2025, 14:05 UTC."""
    return f"{one.at.day} {MONTHS[one.at.month - 1]} {one.at.year}, {one.at:%H:%M} UTC"


def done_of(visit: Visit, back: str) -> Done | None:
    """What the address says was just decided; None where it says nothing, or names what is in no ledger."""
    name, ledger = visit.text("done") or "", visit.desk.ledger
    if not name.startswith("d-") or not visit.visitor.may("reviewer"):
        return None
    found = decided.decisions_by_prefix(ledger, name)
    return _done(visit, made_with(ledger, name), back) if [one.id for one in found] == [name] else None


def _done(visit: Visit, made: Sequence[Decision], back: str) -> Done:
    words = ", ".join(dict.fromkeys(did(one) for one in made))
    on_word = sorted({fault for one in made for fault in one.unsupported})
    withdrawn = made[0].of is not None
    told = f"Taken back by {made[0].by}." if withdrawn else f"Kept: {words}, by {made[0].by}."
    if on_word and not withdrawn:
        told += f" It rests on that word alone, since the evidence gate says: {'; '.join(on_word)}."
    undo = "Decide so after all" if withdrawn else "Undo"
    return Done(told, made[-1].id, last_seen(visit.desk.ledger, about(made)), back, undo)


def conflict_page(
    visit: Visit,
    form: Form,
    error: ConflictError,
    *,
    fresh: Mapping[str, str],
    look_href: str,
    crumb: tuple[str, str],
) -> Response:
    """The page for a decision that came second: what was decided meanwhile, one's own input, and the way on.

    ``fresh`` are the marks with which the form can be sent again by one who has now seen the other decision; without
    them it cannot be.
    """
    found = decided.decisions_by_prefix(visit.desk.ledger, error.last) if error.last else []
    other = found[0] if found else None
    sent = [(name, value) for name, told in form.values.items() for value in told if name != TOKEN_FIELD]
    own = [(name.removeprefix(PREFIX), value) for name, value in sent if name not in _MARKS and not _is_mark(name)]
    context = Conflict(
        shell=visit.shell("Somebody decided meanwhile", crumb),
        words=str(error),
        who=other.by if other else "",
        when=moment(other) if other else "",
        what=did(other) if other else "",
        why=other.reason if other else "",
        changes=changes_of(other) if other else (),
        typed=tuple((spaced(name), value) for name, value in own if value),
        action=visit.links.query(visit.path, visit.asked),
        hidden=tuple((name, fresh.get(name, value)) for name, value in sent) if fresh else (),
        look_href=look_href,
    )
    return Response(html(context), 409, media_type="text/html")


def _is_mark(name: str) -> bool:
    return name.startswith(("seen", "shown", "held", "at")) or name in ("kind", "version", "decision")
