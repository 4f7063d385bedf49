"""`servanda changes`: what changed between two days, or since somebody looked last."""

from __future__ import annotations

import getpass
import io
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from servanda.errors import InputError
from servanda.faces.cli.app import LedgerOption, StatesArgument, app, as_day, day, existing_ledger
from servanda.faces.cli.output import Screen, console, note, showing, status_text, write_lines
from servanda.faces.cli.render import told_text
from servanda.faces.exports.atom import feed
from servanda.faces.exports.change_rows import change_rows, changes_row, sides_name
from servanda.faces.exports.writers import csv_lines, jsonl
from servanda.ledger.session import Ledger
from servanda.monitoring.changes import Change
from servanda.workflows.changes import (
    Changes,
    Look,
    RelationChanges,
    changes,
    changes_since,
    keep_look,
    last_look,
    look_now,
)
from servanda.workflows.office import state_codes

LAST = "LAST"
FILE_WIDTH = 120


class ChangesFormat(StrEnum):
    """How changes are written."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    ATOM = "atom"


def _said(change: Change) -> Iterator[Text]:
    yield Text.assemble((change.entry.label, "bold"), f"  {change.entry.id[:10]}")
    if change.before is not None:
        yield Text(f"{change.before} → {change.after}")
    elif change.after != change.status:  # which stands beside it
        yield Text(change.after)
    if change.cause.by == "calendar" and change.cause.words not in change.after:
        yield Text.assemble(("calendar: ", "dim"), change.cause.words)
    elif not change.cause.claims and change.cause.by == "report":
        yield Text.assemble(("report: ", "dim"), change.cause.words)
    for one in change.cause.claims:
        yield told_text(one)


def _relation(found: RelationChanges) -> Iterator[RenderableType]:
    shown = [change for change in found.changes if change.entry.kind != "statement"]
    words = [f"{len(shown)} changes"]
    words += [f"{len(found.changes) - len(shown)} new statements"] if len(shown) < len(found.changes) else []
    words += [f"{found.restated} told again"] if found.restated else []
    yield Text.assemble((f"\n{sides_name(found.sides)}", "bold underline"), f"  {', '.join(words)}")
    lines = Table.grid(padding=(0, 2, 0, 0))
    for change in shown:
        status = status_text(change.status) if change.status else Text("withdrawn", style="dim")
        lines.add_row(Text(f"  {change.day}"), Text(change.sort), status, Group(*_said(change)))
    yield lines


def _head(found: Changes, look: Look | None) -> str:
    if found.since is None:
        name = f" of {look.name}" if look is not None else ""
        return f"The first look{name}: everything told up to {found.until} is new"
    if found.since.added is not None:
        return f"Added to the ledger after {found.since.added:%Y-%m-%d %H:%M:%S} UTC, or due since {found.since.day}"
    return f"Changes after {found.since.day}, up to {found.until}"


def changes_view(found: Changes, look: Look | None = None) -> RenderableType:
    """What changed, by relation, what needs attention first; statements are counted only."""
    parts = [part for relation in found.relations for part in _relation(relation)]
    return Group(Text(_head(found, look), style="italic"), *(parts or [Text("Nothing changed.")]))


def _text(found: Changes, look: Look | None) -> str:
    written = io.StringIO()
    Screen(file=written, width=FILE_WIDTH, highlight=False).print(changes_view(found, look))
    return written.getvalue()


def _lines(found: Changes, how: ChangesFormat, states: tuple[str, ...]) -> Iterable[str]:
    if how is ChangesFormat.JSON:
        return [msgspec.json.format(msgspec.json.encode(changes_row(found)), indent=2).decode() + "\n"]
    if how is ChangesFormat.ATOM:
        return [feed(found, states=states).decode() + "\n"]
    return (jsonl if how is ChangesFormat.JSONL else csv_lines)(change_rows(found))


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise InputError("who is looking is not known; say it with --as NAME") from None


def _show(found: Changes, look: Look | None, how: ChangesFormat, states: tuple[str, ...], out: Path | None) -> None:
    if how is not ChangesFormat.TABLE:
        write_lines(_lines(found, how, states), out)
    elif out is None:
        with showing():
            console().print(changes_view(found, look))
    else:
        write_lines([_text(found, look)], out)
    if out is not None:
        note(f"{sum(len(relation.changes) for relation in found.relations)} changes written to {out}")


def _since_last(ledger: Ledger, name: str, until: str | None, states: tuple[str, ...]) -> tuple[Changes, Look | None]:
    up_to = as_day(until)
    look = look_now(ledger, name, up_to, states)
    return changes_since(ledger, last_look(ledger, name, states), up_to, states=states), look


@app.command("changes")
def changes_command(  # noqa: PLR0913  each is an option of the command
    states: StatesArgument = None,
    *,
    since: Annotated[
        str, typer.Option("--since", metavar="DATE|LAST", help="After this day; LAST: since you looked last with LAST.")
    ],
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="Up to this day; by default today.")
    ] = None,
    name: Annotated[
        str | None, typer.Option("--as", metavar="NAME", help="Whose last look LAST means; by default your login name.")
    ] = None,
    format_: Annotated[
        ChangesFormat,
        typer.Option("--format", help="Text for people; JSON, JSON Lines, CSV or an Atom feed for programs."),
    ] = ChangesFormat.TABLE,
    out: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="A file instead of standard output.")
    ] = None,
    ledger: LedgerOption = None,
) -> None:
    """Tell what changed: what is new, revised, done or contradicted, and what became overdue or expired.

    With DATE what counts is when reports were published; with LAST, when they were added to the ledger, so that an old
    report that came in late is seen. Silence is no change.

    Example: servanda changes KAZ TJK --since 2024-08-01 --until 2025-01-31
    """
    codes = state_codes(states or [])
    with existing_ledger(ledger) as opened:
        if since.upper() != LAST:
            if name is not None:
                raise InputError("--as goes with --since LAST")
            _show(changes(opened, day(since), as_day(until), states=codes), None, format_, codes, out)
            return
        found, look = _since_last(opened, name or _login(), until, codes)
        _show(found, look, format_, codes, out)
        # only what was shown counts as seen
        if look is not None:
            keep_look(opened, look)
