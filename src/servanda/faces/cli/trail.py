"""`servanda decisions`: everything that people decided."""

from __future__ import annotations

from typing import Annotated

import typer

from servanda.errors import NotFoundError
from servanda.faces.cli.app import AsOfOption, FormatOption, LedgerOption, app, as_day, existing_ledger
from servanda.faces.cli.look import write
from servanda.faces.cli.output import Format, table
from servanda.faces.cli.review_view import told, visible
from servanda.faces.exports.rows import decision_rows
from servanda.ledger.session import Ledger
from servanda.terms.rows import Row
from servanda.workflows.decide import find_claim, find_entry


@app.command("decisions")
def decisions_command(
    name: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="Only those on a claim or an entry, by its id or its start.")
    ] = None,
    *,
    ledger: LedgerOption = None,
    as_of: AsOfOption = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """List what people decided: what, who, when, why, and whether it still stands.

    Example: servanda decisions --format jsonl
    """
    with existing_ledger(ledger) as opened:
        about = None if name is None else _about(opened, name)
        rows = list(decision_rows(opened, as_day(as_of), about=about))
    shown = [
        (
            str(r["decided_at"])[:16], visible(str(r["decided_by"])), r["action"], r["decision"], r["claim"],
            "" if r["stands"] else "withdrawn", f"{_change(r)}{visible(str(r['decided_why']))}",
        )
        for r in rows
    ]  # fmt: skip
    columns = ("when", "who", "decided", "decision", "claim", "", "why")
    write(rows, format_, lambda: table(f"{len(rows)} decisions", columns, shown))


def _about(opened: Ledger, name: str) -> list[str]:
    try:
        return [m.claim for m in find_entry(opened, name).members]
    except NotFoundError:
        if name.startswith("e-"):
            raise
        return [find_claim(opened, name)]


def _change(row: Row) -> str:
    """The fields that a correction set, before and after."""
    was, now = row["was"], row["now"]
    if row["action"] != "correct" or not isinstance(was, dict) or not isinstance(now, dict):
        return ""
    return "; ".join(f"{key}: {told(was.get(key))} → {told(value)}" for key, value in now.items()) + ". "
