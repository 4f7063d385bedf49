"""`search` in the reports, and `unread`: what looked like a claim and could not be completed."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.text import Text

from servanda.faces.cli.app import AsOfOption, FormatOption, LedgerOption, app, day, existing_ledger
from servanda.faces.cli.look import write
from servanda.faces.cli.output import Format, table
from servanda.ledger.search import HIT_END, HIT_START, search_reports
from servanda.ledger.views import refusals, unread_stretches
from servanda.terms.rows import Row


def _marked(snippet: str) -> Text:
    """A snippet with its hits in bold."""
    found = Text()
    for part in " ".join(snippet.split()).split(HIT_START):
        hit, end, rest = part.partition(HIT_END)
        if end:
            found.append(hit, style="bold yellow")
        found.append(rest if end else hit)
    return found


@app.command("search")
def search_command(
    words: Annotated[list[str], typer.Argument(metavar="WORDS...", help="Words that must all stand in a report.")],
    *,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="At most so many reports.")] = 20,
    ledger: LedgerOption = None,
    as_of: AsOfOption = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Find reports by their words, the best first, with the stretch around a hit.

    Example: servanda search allied relations treaty
    """
    with existing_ledger(ledger) as opened:
        hits = search_reports(opened, " ".join(words), as_of=day(as_of) if as_of else None, limit=limit)
    rows: list[Row] = [
        {
            "report": h.report, "date": h.date.isoformat(), "publisher": h.publisher, "title": h.title,
            "snippet": h.snippet.replace(HIT_START, "").replace(HIT_END, ""),
        }
        for h in hits
    ]  # fmt: skip
    shown = [(h.date, h.report, h.publisher or "", _marked(h.snippet)) for h in hits]
    write(rows, format_, lambda: table(f"{len(hits)} reports", ("date", "report", "publisher", "words"), shown))


@app.command("unread")
def unread_command(
    *,
    refused: Annotated[
        bool, typer.Option("--refused", help="The claims that the evidence gate refused instead.")
    ] = False,
    ledger: LedgerOption = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """List stretches that looked like a claim and could not be completed, or the claims that were refused, with why.

    Example: servanda unread --refused
    """
    with existing_ledger(ledger) as opened:
        if refused:
            rows: list[Row] = [
                {
                    "report": r.claim.report, "date": r.date.isoformat(), "kind": r.claim.kind, "reason": r.reason,
                    "text": r.claim.quotes[0].text if r.claim.quotes else "",
                }
                for r in refusals(opened)
            ]  # fmt: skip
        else:
            rows = [
                {
                    "report": u.report, "date": u.date.isoformat(), "trigger": u.trigger, "reason": u.reason,
                    "text": u.text, "start": u.start, "end": u.end,
                }
                for u in unread_stretches(opened)
            ]  # fmt: skip
    shown = [(r["date"], r["report"], r["reason"], r["text"]) for r in rows]
    write(rows, format_, lambda: table("", ("date", "report", "reason", "text"), shown))
