"""What the buttons of a task do: each checks what its form says, and decides as the command line does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from servanda.errors import InputError
from servanda.faces.access.posting import Form
from servanda.faces.web.fixing import fixed
from servanda.faces.web.forms import Again, signature
from servanda.faces.web.missing import kind_of, written
from servanda.faces.web.words import article
from servanda.ledger.session import Ledger
from servanda.terms.claims import Claim
from servanda.terms.decisions import Action, Decision, corrected
from servanda.workflows.decide import (
    Signature,
    confirm,
    correct,
    faults,
    faults_of,
    find_entry,
    judge,
    reject,
    split,
)  # fmt: skip
from servanda.workflows.missed import accept, add_claim, dismiss_refused, dismiss_unread
from servanda.workflows.review import Item, Side
from servanda.workflows.waiting import Topic

Made = tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that was sent for a task: by whom, and the number of the telling it is about, or 0."""

    ledger: Ledger
    item: Item
    form: Form
    by: str
    number: int

    @property
    def side(self) -> Side:
        """The telling it is about."""
        return self.item.sides[self.number - 1]

    @property
    def told(self) -> tuple[Side, Claim]:
        """The telling it is about, and its claim."""
        side = self.side
        assert side.claim is not None, "only tellings with a claim have buttons of their own"
        return side, side.claim

    @property
    def task(self) -> int:
        """The number of the refused claim or unread stretch."""
        return int(self.item.task.id[1:])

    def signed(self, *, needed: bool = False, seen: str = "seen") -> Signature:
        """The signature under it; Again where a reason is needed and none is given."""
        found = signature(self.by, self.form, seen)
        if needed and not found.reason:
            raise Again("decide", unexplained=True)
        return found

    @property
    def on_side(self) -> str:
        """The name of the mark of the telling it is about."""
        return f"seen-{self.number}"


def deed_of(do: str, topic: Topic, sides: int) -> tuple[str, int]:
    """What a button sends: what to do, and with which telling, or 0; InputError where no button sends that."""
    name, _, of = do.partition("-")
    number = int(of) if of.isascii() and of.isdigit() and len(of) < 4 else 0
    if name not in DEEDS[topic] or not (1 <= number <= sides if name in _ON_ONE[topic] else of == ""):
        raise InputError("the form does not say what is decided; use one of its buttons")
    return name, number


def do(sent: Sent, name: str) -> Made:
    """Decide; Again where the form must be looked at once more."""
    return DEEDS[sent.item.task.topic][name](sent)


def _judged(action: Action) -> Callable[[Sent], Made]:
    def run(sent: Sent) -> Made:
        left, right = sent.item.names
        return (judge(sent.ledger, left, right, action, sent.signed()),)

    return run


def _confirm_all(sent: Sent) -> Made:
    return confirm(sent.ledger, sent.item.names, sent.signed())


def _confirm(sent: Sent) -> Made:
    return confirm(sent.ledger, [sent.side.name], sent.signed(seen=sent.on_side))


def _reject(sent: Sent) -> Made:
    return (reject(sent.ledger, sent.side.name, sent.signed(needed=True, seen=sent.on_side)),)


def _none(sent: Sent) -> Made:
    side, claim = sent.told
    return (reject(sent.ledger, side.name, replace(sent.signed(seen=sent.on_side), reason=no(claim.kind))),)


def no(kind: str) -> str:
    """The reason of the button that says that a claim is none of its kind."""
    return f"not {article(kind)} {kind}"


def _split(sent: Sent) -> Made:
    entry = find_entry(sent.ledger, sent.side.entry or "")
    return (split(sent.ledger, entry, sent.side.name, sent.signed(seen="held")),)


def _correct(sent: Sent) -> Made:
    side, claim = sent.told
    of = f"correct-{sent.number}"
    found = fixed(of, claim, sent.form, lambda row: faults_of(sent.ledger, side.name, row))
    return (correct(sent.ledger, side.name, found, sent.signed(seen=sent.on_side)),)


def _accept(sent: Sent) -> Made:
    return accept(sent.ledger, sent.task, sent.signed())


def _accept_corrected(sent: Sent) -> Made:
    _, claim = sent.told
    found = fixed(f"correct-{sent.number}", claim, sent.form, lambda row: faults(sent.ledger, corrected(claim, row)))
    return accept(sent.ledger, sent.task, sent.signed(seen=sent.on_side), found)


def _dismiss_refused(sent: Sent) -> Made:
    return (dismiss_refused(sent.ledger, sent.task, sent.signed(needed=True)),)


def _dismiss_unread(sent: Sent) -> Made:
    return (dismiss_unread(sent.ledger, sent.task, sent.signed(needed=True)),)


def _add(sent: Sent) -> Made:
    (side,) = sent.item.sides
    marked = written(sent.ledger, side.report, kind_of(sent.form.text("kind")), sent.form)
    return add_claim(sent.ledger, marked, sent.signed(), unread=sent.task)


DEEDS: Mapping[Topic, Mapping[str, Callable[[Sent], Made]]] = {
    "pairs": {
        "same": _judged("same"), "different": _judged("different"), "unsure": _judged("unsure"), "confirm": _confirm,
        "reject": _reject, "none": _none, "correct": _correct,
    },
    "contradictions": {
        "all": _confirm_all, "split": _split, "confirm": _confirm, "reject": _reject, "none": _none,
        "correct": _correct,
    },
    "refused": {"accept": _accept, "reject": _dismiss_refused, "correct": _accept_corrected},
    "unread": {"reject": _dismiss_unread, "add": _add},
}  # fmt: skip
# deeds that are done with one telling
_ON_ONE: Mapping[Topic, tuple[str, ...]] = {
    "pairs": ("confirm", "reject", "none", "correct"),
    "contradictions": ("split", "confirm", "reject", "none", "correct"),
    "refused": ("correct",),
    "unread": (),
}
