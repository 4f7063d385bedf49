"""What stands where: `status`, `register`, `targets`, `timeline`, `due`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated

import typer
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from servanda.faces.cli.app import AsOfOption, FormatOption, LedgerOption, StatesArgument, app, as_day, existing_ledger
from servanda.faces.cli.output import Format, console, note, print_json, print_lines, status_text, table
from servanda.faces.cli.render import (
    register_table,
    short,
    standings_table,
    states_name,
    targets_table,
    timeline_table,
    when,
)  # fmt: skip
from servanda.faces.exports.rows import standing_row
from servanda.faces.exports.writers import csv_lines
from servanda.monitoring.chain import Step
from servanda.terms.claims import KINDS, ClaimKind
from servanda.terms.rows import Row
from servanda.workflows.assess import Standing
from servanda.workflows.office import Relation, relations, standings, state_codes
from servanda.workflows.urgency import FOLLOWED, ORDER, by_urgency, upcoming


def write(rows: Sequence[Row], format_: Format, shown: Callable[[], RenderableType]) -> None:
    """Rows in the format asked for; what people see is made only when it is shown."""
    if format_ is Format.TABLE:
        console().print(shown())
        if not rows:
            note("nothing of that kind was told by that day; servanda status shows what there is")
    elif format_ is Format.JSON:
        print_json(list(rows))
    elif format_ is Format.JSONL:
        print_lines(rows)
    else:
        for line in csv_lines(rows):
            typer.echo(line, nl=False)


def _relation_row(relation: Relation) -> Row:
    return {
        "states": list(relation.states),
        "reports": relation.coverage.reports,
        "publishers": list(relation.coverage.publishers),
        "last_report": relation.coverage.last.isoformat() if relation.coverage.last else None,
        "statuses": {status: relation.statuses[status] for status in ORDER if relation.statuses[status]},
        "silent": relation.silent,
        "contradicted": relation.contradicted,
    }


def _relations_table(found: Sequence[Relation]) -> Table:
    rows = []
    for r in found:
        marks = Text("  ").join(
            Text.assemble(status_text(s), f" {r.statuses[s]}")
            for s in ORDER
            if r.statuses[s] and s not in ("told", "held", "referred")
        )
        rows.append(
            ("-".join(r.states), r.coverage.reports, r.coverage.last or "", r.silent or "", r.contradicted or "", marks)
        )
    return table("Relations", ("sides", "reports", "last report", "silent", "contradicted", "entries by status"), rows)


@app.command("status")
def status_command(
    states: StatesArgument = None,
    *,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="KIND", help=f"Only one kind: {', '.join(KINDS)}.")
    ] = None,
    ledger: LedgerOption = None,
    as_of: AsOfOption = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Show what stands where: each relation at a glance, or with states the entries between them.

    Example: servanda status KAZ TJK --as-of 2025-02-12
    """
    if kind is not None and kind not in KINDS:
        raise typer.BadParameter(f"{kind!r} is none of {', '.join(KINDS)}", param_hint="--kind")
    codes, day = state_codes(states or []), as_day(as_of)
    with existing_ledger(ledger) as opened:
        if len(codes) < 2 and kind is None:
            pairs = relations(opened, day, states=codes)
            write([_relation_row(r) for r in pairs], format_, lambda: _relations_table(pairs))
            return
        kinds: tuple[ClaimKind, ...] = tuple(k for k in KINDS if k == kind) or FOLLOWED
        found = by_urgency(standings(opened, day, states=codes, kinds=kinds))
    write([standing_row(s) for s in found], format_, lambda: standings_table(f"As of {day}", found))


@app.command("register")
def register_command(
    states: StatesArgument = None,
    *,
    ledger: LedgerOption = None,
    as_of: AsOfOption = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """List the instruments: treaties, agreements, memoranda, roadmaps, with status, date and term.

    Example: servanda register KAZ TJK --format csv
    """
    with existing_ledger(ledger) as opened:
        found = by_urgency(standings(opened, as_day(as_of), states=state_codes(states or []), kinds=("instrument",)))
    write([standing_row(s) for s in found], format_, lambda: register_table(found))


@app.command("targets")
def targets_command(
    states: StatesArgument = None,
    *,
    ledger: LedgerOption = None,
    as_of: AsOfOption = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """List the targets: the last like-with-like figure, how much is reached, the pace so far and the pace needed.

    Example: servanda targets KAZ TJK --as-of 2025-06-30
    """
    with existing_ledger(ledger) as opened:
        told = standings(opened, as_day(as_of), states=state_codes(states or []), kinds=("commitment",))
    found = by_urgency([s for s in told if s.progress is not None])
    write([standing_row(s) for s in found], format_, lambda: targets_table(found))


def steps_of(found: Sequence[Standing]) -> list[tuple[Standing, Step]]:
    """Every telling of some entries, by the date of what it tells."""
    steps = [(s, step) for s in found for step in s.chain.steps]
    return sorted(steps, key=lambda pair: (when(pair[1]), pair[1].date, pair[0].entry.id))


@app.command("timeline")
def timeline_command(
    states: StatesArgument = None,
    *,
    everything: Annotated[bool, typer.Option("--all", help="Statements and figures too.")] = False,
    ledger: LedgerOption = None,
    as_of: AsOfOption = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Show what happened when: meetings, documents, commitments, activities in order of their dates.

    Example: servanda timeline KAZ TJK
    """
    with existing_ledger(ledger) as opened:
        found = standings(
            opened, as_day(as_of), states=state_codes(states or []), kinds=KINDS if everything else FOLLOWED
        )
    steps = steps_of(found)
    rows: list[Row] = [
        {
            "date": when(step), "kind": step.claim.kind, "link": step.link, "entry": s.entry.id, "label": s.entry.label,
            "report": step.claim.report, "published": step.date.isoformat(), "quote": step.claim.quotes[0].text,
        }
        for s, step in steps
    ]  # fmt: skip
    write(rows, format_, lambda: timeline_table(steps))


@app.command("due")
def due_command(
    states: StatesArgument = None,
    *,
    ledger: LedgerOption = None,
    as_of: AsOfOption = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """List deadlines and upcoming meetings, the earliest first; those past with nothing reported are overdue.

    Example: servanda due KAZ TJK
    """
    day = as_day(as_of)
    with existing_ledger(ledger) as opened:
        told = standings(opened, day, states=state_codes(states or []), kinds=("commitment", "meeting"))
    found = sorted(
        ((str(date_), s) for s in told if (date_ := upcoming(s, day)) is not None), key=lambda f: (f[0], f[1].entry.id)
    )
    rows = [{"when": date_, **standing_row(s)} for date_, s in found]
    write(rows, format_, lambda: _due_table(found, day))


def _due_table(found: Sequence[tuple[str, Standing]], day: date) -> Table:
    rows = [
        (date_, status_text(s.assessment.status), s.entry.kind, states_name(s.entry.states), short(s), s.entry.label)
        for date_, s in found
    ]
    return table(f"Due and upcoming, as of {day}", ("when", "status", "kind", "sides", "entry", "what"), rows)
