"""`servanda add` and `servanda rebuild`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from servanda.faces.cli.app import LedgerOption, app, existing_ledger, ledger_target, new_ledger
from servanda.faces.cli.output import console, note, print_json, progress_bar
from servanda.faces.cli.render import summary_line
from servanda.workflows.add import AddSummary
from servanda.workflows.intake import add_files, plan
from servanda.workflows.rebuild import rebuild

# how many failures are listed before the rest is only counted
LISTED = 50
# from so many reports on, adding gives way to whoever reads the ledger meanwhile, as `nice` counts
MANY, GIVES_WAY = 20, 5


def summary_row(summary: AddSummary, ledger: str) -> dict[str, object]:
    """What came of adding, for programs."""
    return {
        "ledger": ledger, "read": summary.read, "new": summary.new, "new_versions": summary.versions,
        "already_known": summary.known, "failed": len(summary.failures), "claims": dict(summary.claims),
        "refused": summary.refused, "unread": summary.unread, "interrupted": summary.interrupted,
        "failures": [{"where": f.where, "reason": f.reason, "advice": f.advice} for f in summary.failures],
    }  # fmt: skip


def print_summary(summary: AddSummary, ledger: str) -> None:
    """What came of adding, for people."""
    out = console()
    out.print(summary_line("ledger", ledger))
    out.print(summary_line("read", f"{summary.read} reports"))
    out.print(
        summary_line("new", f"{summary.new}" + (f", and {summary.versions} new versions" if summary.versions else ""))
    )
    out.print(summary_line("already known", summary.known))
    kinds = ", ".join(
        f"{count} {kind}s" if kind != "activity" else f"{count} activities"
        for kind, count in summary.claims.most_common()
    )
    out.print(summary_line("claims", f"{summary.claims.total()}" + (f" ({kinds})" if kinds else "")))
    out.print(summary_line("refused", f"{summary.refused} claims that their quotes do not bear out"))
    out.print(summary_line("unread", f"{summary.unread} stretches that could not be completed (servanda unread)"))
    out.print(summary_line("failed", len(summary.failures)))
    for failure in summary.failures[:LISTED]:
        note(f"  {failure}")
    if len(summary.failures) > LISTED:
        note(f"  and {len(summary.failures) - LISTED} more; --json lists them all")
    if summary.interrupted:
        note("interrupted: what is counted here is kept; the same command goes on where this ended")


@app.command("add")
def add_command(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="Files or folders; - for JSON Lines on standard input.")
    ],
    *,
    ledger: LedgerOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="The summary as one JSON object.")] = False,
) -> None:
    """Read reports and add them to the ledger: text with a date, front matter, HTML, JSON Lines.

    Exit code 1 says that some could not be used, 130 that it was interrupted; what was added is kept.

    Example: servanda add reports/ news.jsonl --ledger relations.db
    """
    files, total = plan(paths)
    if total is None or total >= MANY:
        _give_way()
    with new_ledger(ledger) as opened:
        with progress_bar("adding", total) as bar:
            summary = add_files(opened, files, on_item=lambda _item, _summary: bar.advance(bar.task_ids[0]))
        if as_json:
            print_json(summary_row(summary, ledger_target(ledger)))
        else:
            print_summary(summary, ledger_target(ledger))
    if summary.interrupted:
        raise typer.Exit(130)
    if summary.failures:
        raise typer.Exit(1)


def _give_way() -> None:
    if hasattr(os, "setpriority"):
        now = os.getpriority(os.PRIO_PROCESS, 0)
        os.setpriority(os.PRIO_PROCESS, 0, max(now, GIVES_WAY))


@app.command("rebuild")
def rebuild_command(*, ledger: LedgerOption = None) -> None:
    """Resolve all entries again from the claims and judgements in the ledger.

    Example: servanda rebuild --ledger relations.db
    """
    with existing_ledger(ledger) as opened, progress_bar("resolving", None) as bar:
        blocks = rebuild(opened, on_block=lambda _block: bar.advance(bar.task_ids[0]))
    console().print(f"{blocks} blocks resolved")
