"""The keys of the review, and what each asks before it decides."""

from __future__ import annotations

import os
import select
import sys
import termios
import tty
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import TextIO

from servanda.errors import ClaimError
from servanda.faces.cli.output import console, note
from servanda.faces.cli.review_view import fields_of
from servanda.ledger.session import Ledger
from servanda.terms.claims import BY_KIND, KINDS, ClaimKind
from servanda.terms.decisions import Action, Decision
from servanda.terms.rows import Plain, Row, what_row
from servanda.terms.written import read_fields
from servanda.workflows.decide import Signature, confirm, correct, find_entry, judge, reject, split
from servanda.workflows.missed import (
    Marked,
    accept,
    add_claim,
    dismiss_refused,
    dismiss_unread,
    find_words,
)  # fmt: skip
from servanda.workflows.review import Item, Side
from servanda.workflows.waiting import Topic

# each key in a word, and in words
KEYS: dict[str, tuple[str, str]] = {
    "s": ("same", "the two tell of one thing"),
    "d": ("different", "they tell of two things; of a contradiction, one of them is another thing"),
    "u": ("unsure", "the texts do not tell; the scores decide, and it is not asked again"),
    "c": ("confirm", "it is read rightly; of a contradiction, all of them: the reports do differ"),
    "e": ("edit", "correct fields; a refused claim is accepted as corrected"),
    "r": ("reject", "it is no claim, or misread; the refusal was right; there is no claim in it"),
    "a": ("accept", "the refused claim stands on your word; add the claim that was left unread"),
    "n": ("next", "leave it for now"),
    "b": ("back", "to the one before, and take back what you decided on it"),
    "q": ("quit", "what was decided is kept"),
    "?": ("help", "these words"),
}
_OF: dict[Topic, str] = {"pairs": "sducer", "contradictions": "cder", "refused": "aer", "unread": "ar"}
# bytes that follow one another within so many seconds are one key
_SAME_KEY = 0.02
# reasons for rejecting that are given by a number
REASONS = ("not a commitment", "misread")


class Cancelled(Exception):  # noqa: N818  no fault: the reviewer thought better of it
    """The reviewer gave no answer to a question that needs one."""


def keys_of(item: Item) -> str:
    """The keys that do something for a task."""
    return _OF[item.task.topic] + "nbq?"


@dataclass(frozen=True, slots=True)
class Answers:
    """Where keys and lines come from: a terminal, or a file or pipe of them; at its end the answer is q."""

    stream: TextIO

    def key(self) -> str:
        """One key, without waiting for the end of a line; KeyboardInterrupt for Ctrl-C."""
        if self.stream.isatty():
            return _pressed(self.stream.fileno())
        # in a file or pipe each key, as each answer, has a line of its own
        while (line := self.stream.readline()) and not line.strip():
            pass
        return line.strip()[:1].casefold() or "q"

    def line(self, question: str) -> str:
        """A line; empty at the end of the file."""
        console(stderr=True).print(question, end=" ", style="bold", markup=False)
        sys.stderr.flush()
        return self.stream.readline().strip()


def _pressed(terminal: int) -> str:
    """A key as it is pressed. What was typed ahead is not thrown away, as it is by those that set a terminal raw."""
    before = termios.tcgetattr(terminal)
    tty.setcbreak(terminal, termios.TCSADRAIN)
    try:
        pressed = os.read(terminal, 1)
        # the rest of an arrow key, or of a letter beyond ASCII
        while pressed[:1] >= b"\x80" or pressed[:1] == b"\x1b":
            if not select.select([terminal], [], [], _SAME_KEY)[0]:
                break
            pressed += os.read(terminal, 1)
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)
    # at the end of the file, or for Ctrl-D
    return "q" if pressed in (b"", b"\x04") else pressed.decode(errors="replace").casefold()


def _why(answers: Answers, *, needed: bool = False) -> str:
    """The reason; Cancelled when one is needed and none is given."""
    if not needed:
        return answers.line("why? (may be empty)")
    listed = ", ".join(f"{n} {words}" for n, words in enumerate(REASONS, 1))
    given = answers.line(f"why? ({listed}, or your words; empty to leave it)")
    if not given:
        raise Cancelled
    return REASONS[int(given) - 1] if given in ("1", "2") else given


def _side(item: Item, answers: Answers) -> Side:
    """The side that is meant; asked where there are several."""
    if len(item.sides) == 1:
        return item.sides[0]
    given = answers.line(f"which? (1-{len(item.sides)}; empty to leave it)")
    if not given.isdecimal() or not 1 <= int(given) <= len(item.sides):
        raise Cancelled
    return item.sides[int(given) - 1]


def _fields(kind: ClaimKind, answers: Answers, current: Row) -> Row:
    """Fields as they are written one a line, until an empty line."""
    found: Row = {}
    while line := answers.line("FIELD=VALUE (empty when done):"):
        try:
            found |= read_fields(kind, [line], {**current, **found})
        except ClaimError as error:
            note(str(error))
    return found


def decide(ledger: Ledger, item: Item, key: str, by: str, answers: Answers) -> tuple[Decision, ...]:
    """Ask what a key needs to know, and decide; Cancelled when the reviewer leaves it."""
    return _DO[key](ledger, item, by, answers)


def _pair(action: Action) -> Callable[[Ledger, Item, str, Answers], tuple[Decision, ...]]:
    def run(ledger: Ledger, item: Item, by: str, answers: Answers) -> tuple[Decision, ...]:
        left, right = item.names
        return (judge(ledger, left, right, action, Signature(by, _why(answers), item.seen)),)

    return run


def _different(ledger: Ledger, item: Item, by: str, answers: Answers) -> tuple[Decision, ...]:
    if item.task.topic == "pairs":
        return _pair("different")(ledger, item, by, answers)
    side = _side(item, answers)
    entry = find_entry(ledger, side.entry or "")
    return (split(ledger, entry, side.name, Signature(by, _why(answers))),)


def _confirm(ledger: Ledger, item: Item, by: str, answers: Answers) -> tuple[Decision, ...]:
    if item.task.topic == "contradictions":  # all are read rightly: the reports do differ
        return confirm(ledger, item.names, Signature(by, _why(answers), item.seen))
    side = _side(item, answers)
    return confirm(ledger, [side.name], Signature(by, _why(answers), side.seen))


def _edit(ledger: Ledger, item: Item, by: str, answers: Answers) -> tuple[Decision, ...]:
    side = _side(item, answers)
    if side.claim is None:
        raise Cancelled
    current = what_row(side.claim.what)
    for line in fields_of(current):
        console(stderr=True).print(line)
    found = _fields(side.claim.kind, answers, current)
    if not found:
        raise Cancelled
    signed = Signature(by, _why(answers, needed=True), side.seen)
    if item.task.topic == "refused":
        return accept(ledger, int(item.task.id[1:]), signed, found)
    return (correct(ledger, side.name, found, signed),)


def _reject(ledger: Ledger, item: Item, by: str, answers: Answers) -> tuple[Decision, ...]:
    side = _side(item, answers)
    signed = Signature(by, _why(answers, needed=True), side.seen)
    if item.task.topic == "refused":
        return (dismiss_refused(ledger, int(item.task.id[1:]), signed),)
    if item.task.topic == "unread":
        return (dismiss_unread(ledger, int(item.task.id[1:]), signed),)
    return (reject(ledger, side.name, signed),)


def _accept(ledger: Ledger, item: Item, by: str, answers: Answers) -> tuple[Decision, ...]:
    (side,) = item.sides
    if item.task.topic == "refused":
        return accept(ledger, int(item.task.id[1:]), Signature(by, _why(answers), side.seen))
    kind = _kind(answers)
    needed = [f.name for f in fields(BY_KIND[kind])]
    note(f"its fields: {', '.join(needed)}")
    current: dict[str, Plain] = {}
    found = _fields(kind, answers, current)
    words = answers.line("the words that show it (empty: the stretch):")
    (part,) = side.quotes
    span = find_words(side.report, words) if words else (part.start, part.end)
    marked = Marked(side.report.digest, kind, found, (span,))
    return add_claim(ledger, marked, Signature(by, _why(answers), side.seen), unread=int(item.task.id[1:]))


def _kind(answers: Answers) -> ClaimKind:
    given = answers.line(f"which kind? ({', '.join(KINDS)}; the first letter will do; empty to leave it)")
    found = [kind for kind in KINDS if given and kind.startswith(given.casefold())]
    if len(found) != 1:
        raise Cancelled
    return found[0]


_DO: dict[str, Callable[[Ledger, Item, str, Answers], tuple[Decision, ...]]] = {
    "s": _pair("same"), "d": _different, "u": _pair("unsure"), "c": _confirm, "e": _edit, "r": _reject, "a": _accept,
}  # fmt: skip
