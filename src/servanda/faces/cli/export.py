"""`servanda export`: claims, entries, assessments, reports, series and more, as JSON Lines or CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from servanda.faces.cli.app import AsOfOption, LedgerOption, app, as_day, existing_ledger
from servanda.faces.cli.output import note, write_lines
from servanda.faces.exports.comparison_rows import comparison_rows
from servanda.faces.exports.rows import assessment_rows, claim_rows, decision_rows, entry_rows, report_rows
from servanda.faces.exports.series_rows import document_rows, series_rows
from servanda.faces.exports.writers import csv_lines, jsonl
from servanda.ledger.session import Ledger
from servanda.terms.rows import Row


class What(StrEnum):
    """What can be exported."""

    CLAIMS = "claims"
    ENTRIES = "entries"
    ASSESSMENTS = "assessments"
    REPORTS = "reports"
    SERIES = "series"
    DOCUMENTS = "documents"
    COMPARISONS = "comparisons"
    DECISIONS = "decisions"


class FileFormat(StrEnum):
    """How it is written."""

    JSONL = "jsonl"
    CSV = "csv"


ROWS: dict[What, Callable[[Ledger, date], Iterator[Row]]] = {
    What.CLAIMS: claim_rows, What.ENTRIES: entry_rows, What.ASSESSMENTS: assessment_rows, What.REPORTS: report_rows,
    What.SERIES: series_rows, What.DOCUMENTS: document_rows, What.COMPARISONS: comparison_rows,
    What.DECISIONS: decision_rows,
}  # fmt: skip


@app.command("export")
def export_command(
    what: Annotated[What, typer.Argument(help="What to export.")],
    *,
    format_: Annotated[FileFormat, typer.Option("--format", help="JSON Lines or CSV.")] = FileFormat.JSONL,
    out: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="A file instead of standard output.")
    ] = None,
    ledger: LedgerOption = None,
    as_of: AsOfOption = None,
) -> None:
    """Write claims, entries, assessments, reports, figure series, documents counted once, comparisons or decisions.

    Every field is in docs/reference/fields.md.

    Example: servanda export claims --format jsonl -o claims.jsonl
    """
    with existing_ledger(ledger) as opened:
        rows = ROWS[what](opened, as_day(as_of))
        count = write_lines(jsonl(rows) if format_ is FileFormat.JSONL else csv_lines(rows), out)
    if out is not None:
        note(f"{count - (format_ is FileFormat.CSV)} {what.value} written to {out}")
