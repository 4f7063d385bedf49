"""`servanda replay`: how an entry stood on every day, as the days on which that became otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from servanda.faces.cli.app import AsOfOption, LedgerOption, app, as_day, existing_ledger
from servanda.faces.cli.entry import EntryArgument, JsonOption
from servanda.faces.cli.output import console, print_json, status_text
from servanda.faces.cli.render import told_text
from servanda.faces.exports.history_rows import history_row
from servanda.monitoring.coverage import extent
from servanda.monitoring.replay import Turn
from servanda.workflows.history import History, replay


def _causes(turn: Turn) -> Iterator[Text]:
    if turn.cause.by == "calendar":
        yield Text.assemble(("calendar: ", "dim"), f"{turn.cause.words}; {extent(turn.coverage)}")
    elif not turn.cause.claims:
        yield Text.assemble(("report: ", "dim"), turn.cause.words)
    for one in turn.cause.claims:
        yield told_text(one)


def history_view(history: History) -> RenderableType:
    """The turns of an entry with what made each: the report's words, or the calendar."""
    entry = history.entry
    head = Text.assemble((entry.label, "bold"), f"\n{entry.id}  {entry.kind}, up to {history.until}")
    lines = Table.grid(padding=(0, 2, 0, 0))
    for turn in history.turns:
        status = status_text(turn.status) if turn.status else Text("no more told", style="dim")
        lines.add_row(Text(f"  {turn.day}", style="bold"), status, Group(Text(turn.why), *_causes(turn)))
    return Group(head, lines)


@app.command("replay")
def replay_command(
    entry: EntryArgument, *, ledger: LedgerOption = None, as_of: AsOfOption = None, as_json: JsonOption = False
) -> None:
    """Replay an entry: each day on which its status or the reason for it changed, and what changed it.

    A day is assessed with what was published up to it. The cause is a report of that day, with its quote, or the
    calendar: a due window or a term that ended.

    Example: servanda replay e-4f2a9c1b --as-of 2025-02-12
    """
    with existing_ledger(ledger) as opened:
        history = replay(opened, entry, as_day(as_of))
    if as_json:
        print_json(history_row(history))
    else:
        console().print(history_view(history))
