"""What forms that decide have in common: where they are sent, the reason, what stood in the way of keeping them.

Every form carries the last decision that its page showed, so that nobody decides over what they have not seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from servanda.faces.access.posting import Form
from servanda.terms.decisions import NOBODY
from servanda.workflows.decide import Signature

# the longest reason that a form takes
LONGEST_REASON = 300
TELL_WHY = "choose a reason, or write one"
# reasons that need not be written
READY: Mapping[str, tuple[str, ...]] = {
    "pairs": ("one thing told twice", "two different things", "the texts do not tell"),
    "contradictions": ("the reports do differ", "misread", "of another period", "another thing"),
    "refused": ("the words say so", "the refusal is right", "misread"),
    "unread": ("no claim in it", "domestic matters", "the words say so"),
    "claim": ("misread", "the words say so", "of another period", "another thing"),
    "merge": ("one thing told twice", "one document under two titles"),
    "missed": ("the words say so",),
    "undo": ("looked at the wrong report", "thought better of it"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a form is sent, and the marks of its page that it carries."""

    action: str
    hidden: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: one of a few ready reasons, or words of one's own."""

    id: str
    ready: tuple[str, ...]
    chosen: str
    words: str
    fault: str
    needed: bool


class Again(Exception):  # noqa: N818  no fault of ours: the form is shown again, with what was written in it
    """A form that cannot be kept as it was filled in: which one, and why, beside its controls or over it."""

    def __init__(
        self,
        of: str,
        message: str = "",
        *,
        faults: Mapping[str, str] | None = None,
        against: Sequence[str] = (),
        unexplained: bool = False,
    ) -> None:
        super().__init__(message)
        self.of = of
        self.message = message
        self.faults = faults or {}
        self.against = tuple(against)
        self.reason = TELL_WHY if unexplained else ""


@dataclass(frozen=True, slots=True)
class Returned:
    """A form that comes back to who sent it, and why."""

    form: Form
    again: Again


def returned(back: Returned | None, of: str) -> Returned | None:
    """What comes back, where it is the form of this name."""
    return back if back is not None and back.again.of == of else None


def reason_of(id_: str, topic: str, back: Returned | None = None, *, needed: bool = False) -> Reason:
    """The control for a reason, as it was filled in where the form comes back."""
    ready = READY[topic]
    if back is None:
        return Reason(id_, ready, "", "", "", needed)
    chosen = back.form.text("why")
    return Reason(
        id_, ready, chosen if chosen in ready else "", back.form.text("reason"), back.again.reason, needed
    )  # fmt: skip


def why(form: Form) -> str:
    """The reason that a form gives: words of one's own before a ready one."""
    return " ".join((form.text("reason") or form.text("why")).split())[:LONGEST_REASON]


def signature(by: str, form: Form, seen: str = "seen") -> Signature:
    """The signature under a form: who sent it, why, and the last decision that its page showed, by the mark's name."""
    return Signature(by, why(form), form.text(seen) or NOBODY)


def local(path: str) -> str:
    """An address of this office; the first page in place of one that leads elsewhere."""
    plain = path.startswith("/") and not path.startswith("//") and "\\" not in path
    return path if plain and all(32 < ord(c) < 127 for c in path) else "/"
