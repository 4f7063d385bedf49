"""`servanda review`: what waits for a person, one thing after another, each decided by a key."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from servanda.errors import NotFoundError, ServandaError
from servanda.faces.cli.app import LedgerOption, StatesArgument, app, existing_ledger
from servanda.faces.cli.look import write
from servanda.faces.cli.output import Format, console, note, table
from servanda.faces.cli.review_keys import KEYS, Answers, Cancelled, decide, keys_of
from servanda.faces.cli.review_view import item_view, visible
from servanda.ledger.session import Ledger
from servanda.terms.claims import KINDS, ClaimKind
from servanda.terms.decisions import Decision
from servanda.terms.rows import Row
from servanda.workflows.decide import Signature, reviewer, undo
from servanda.workflows.office import state_codes
from servanda.workflows.review import Item, is_open, lay_out_task
from servanda.workflows.today import today
from servanda.workflows.waiting import TOPICS, Task, Topic, tasks

ByOption = Annotated[
    str | None,
    typer.Option("--by", metavar="NAME", help="Who decides; by default SERVANDA_USER, else your login name."),
]


@dataclass(slots=True)
class Desk:
    """One sitting of a reviewer: the tasks, which one lies open, and what was done, so that it can be taken back."""

    ledger: Ledger
    by: str
    day: date
    listed: Sequence[Task]
    out: Console
    at: int = 0
    done: list[tuple[int, tuple[Decision, ...]]] = field(default_factory=list)

    @property
    def decided(self) -> int:
        """How many tasks were decided in this sitting."""
        return sum(bool(made) for _, made in self.done)

    def item(self) -> Item | None:
        """The task that lies open, or None when it was settled meanwhile."""
        try:
            found = lay_out_task(self.ledger, self.listed[self.at].id, self.day)
        except NotFoundError:
            return None  # its entry was made anew, or its claim has left
        return found if is_open(self.ledger, found, self.day) else None

    def back(self) -> None:
        """Go back to the task before, and take back what was decided on it."""
        if not self.done:
            note("nothing to take back")
            return
        at, made = self.done[-1]
        if made:
            undo(self.ledger, made, Signature(self.by, "taken back in review"))
            note(f"taken back: {made[0].action} ({', '.join(one.id for one in made)})")
        self.done.pop()
        self.at = at


def _show(desk: Desk, item: Item) -> None:
    desk.out.print(item_view(item, f"{desk.at + 1} of {len(desk.listed)}", desk.out.width))
    keys = "  ".join(f"[{key}] {KEYS[key][0]}" for key in keys_of(item))
    desk.out.print(Text(f"\n{keys}", style="bold"))


def _step(desk: Desk, item: Item, answers: Answers) -> bool:
    """Take one key for the task that lies open; False when the reviewer has had enough."""
    key = answers.key()
    if key == "q":
        return False
    if key == "?":
        for name in keys_of(item):
            desk.out.print(Text(f"  {name}  {KEYS[name][0]:<10} {KEYS[name][1]}"))
    elif key == "n":
        desk.done.append((desk.at, ()))
        desk.at += 1
    elif key == "b":
        desk.back()
    elif key.isspace():
        return True
    elif key not in keys_of(item):
        note(f"{visible(key)!r} does nothing here; the keys are {' '.join(keys_of(item))}")
    else:
        made = decide(desk.ledger, item, key, desk.by, answers)
        note(f"kept: {', '.join(f'{one.action} {one.id}' for one in made)}")
        for one in made:
            if one.unsupported:
                note(f"on your word, since the evidence gate says: {visible('; '.join(one.unsupported))}")
        desk.done.append((desk.at, made))
        desk.at += 1
    return True


def sit(desk: Desk, answers: Answers) -> None:
    """Go through the tasks until they are at an end or the reviewer is; what was decided is kept at once."""
    shown = -1
    while desk.at < len(desk.listed):
        item = desk.item()
        if item is None:
            desk.at += 1
            continue
        if shown != desk.at:
            _show(desk, item)
            shown = desk.at
        try:
            if not _step(desk, item, answers):
                return
        except Cancelled:
            note("not decided")
        except ServandaError as error:
            note(f"{error}")
            shown = -1  # it may stand otherwise now
        if desk.at == len(desk.listed) and desk.done:
            note("that was the last; b takes it back, any other key ends")
            if answers.key() == "b":
                desk.back()


def _summary(desk: Desk) -> None:
    left = len(desk.listed) - desk.at
    note(f"{desk.decided} decided, {left} left; servanda decisions lists what was decided")


@app.command("review")
def review_command(
    states: StatesArgument = None,
    *,
    by: ByOption = None,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="KIND", help=f"Only one kind: {', '.join(KINDS)}.")
    ] = None,
    only: Annotated[
        str | None, typer.Option("--only", metavar="TOPIC", help=f"Only one of {', '.join(TOPICS)}.")
    ] = None,
    ledger: LedgerOption = None,
    format_: Annotated[
        Format | None, typer.Option("--format", help="List what waits, in this form, instead of deciding on it.")
    ] = None,
) -> None:
    """Decide what the machine is unsure of: pairs of claims, contradictions, refused claims, unread stretches.

    Each is shown with its words and why it is asked; a key decides, b takes it back, ? lists the keys. What is decided
    is kept at once, so that an interruption loses nothing.

    Example: servanda review KAZ TJK --only pairs
    """
    if kind is not None and kind not in KINDS:
        raise typer.BadParameter(f"{kind!r} is none of {', '.join(KINDS)}", param_hint="--kind")
    if only is not None and only not in TOPICS:
        raise typer.BadParameter(f"{only!r} is none of {', '.join(TOPICS)}", param_hint="--only")
    kinds: tuple[ClaimKind, ...] = tuple(k for k in KINDS if k == kind)
    topics: tuple[Topic, ...] = tuple(t for t in TOPICS if only in (None, t))
    codes, who, day = state_codes(states or []), reviewer(by) if format_ is None else "", today()
    with existing_ledger(ledger) as opened:
        listed = list(tasks(opened, day, states=codes, kinds=kinds, topics=topics))
        if format_ is not None:
            _list(listed, format_)
            return
        if not listed:
            note("nothing waits for a decision")
            return
        desk = Desk(opened, who, day, listed, console())
        try:
            sit(desk, Answers(sys.stdin))
        finally:
            _summary(desk)


def _list(listed: Sequence[Task], format_: Format) -> None:
    rows: list[Row] = [{"task": task.id, "topic": task.topic, "what": task.label} for task in listed]
    shown = [(task.id, task.topic, visible(task.label)) for task in listed]
    write(rows, format_, lambda: table(f"{len(rows)} to decide", ("task", "topic", "what"), shown))
