"""`servanda demo`: the bundled reports added to a ledger of their own, and where everything stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.rule import Rule

from servanda.errors import ExtraError
from servanda.examples import demo_reports
from servanda.faces.cli.add import print_summary
from servanda.faces.cli.app import app, as_day
from servanda.faces.cli.brief import write_file
from servanda.faces.cli.changes import changes_view
from servanda.faces.cli.compare import comparison_view
from servanda.faces.cli.entry import rule_says
from servanda.faces.cli.look import steps_of
from servanda.faces.cli.output import console, progress_bar
from servanda.faces.cli.render import (
    chain_view,
    register_table,
    standings_table,
    targets_table,
    timeline_table,
    why_view,
)
from servanda.faces.cli.replay import history_view
from servanda.faces.cli.series import series_view
from servanda.faces.cli.serve import Serving, serve
from servanda.faces.exports.packs import renderer
from servanda.ledger.session import Ledger, open_ledger
from servanda.settings import load_settings
from servanda.workflows.assess import Standing
from servanda.workflows.brief import brief
from servanda.workflows.changes import changes
from servanda.workflows.compare import compare_all
from servanda.workflows.history import History, replay
from servanda.workflows.intake import add_files, plan
from servanda.workflows.office import relations, standings
from servanda.workflows.series import figures
from servanda.workflows.urgency import FOLLOWED, by_urgency

A_YEAR = timedelta(days=365)
ATTENTION = ("overdue", "missed", "expired", "contradicted")


def _silent(standing: Standing) -> bool:
    return standing.assessment.silent_since is not None and standing.assessment.status in ("open", "in_progress")


def _show(out: Console, found: Sequence[Standing], day: date) -> None:
    followed = by_urgency([s for s in found if s.entry.kind in FOLLOWED])
    out.print(Rule("what was signed, and what became of it", style="dim"))
    out.print(register_table([s for s in followed if s.entry.kind == "instrument"]))
    out.print(Rule("how far the targets are reached", style="dim"))
    out.print(targets_table([s for s in followed if s.progress is not None]))
    out.print(Rule("what happened when", style="dim"))
    out.print(timeline_table(steps_of([s for s in found if s.entry.kind in ("meeting", "instrument", "activity")])))
    out.print(Rule("what needs a look", style="dim"))
    attention = [s for s in by_urgency(found) if s.assessment.status in ATTENTION]
    out.print(standings_table(f"Overdue, expired, contradicted as of {day}", attention))
    out.print(standings_table("Nothing reported lately", [s for s in followed if _silent(s)]))


def _closer(out: Console, found: Sequence[Standing]) -> None:
    """One chain and one reason in full."""
    chains = [s for s in found if s.progress is not None and len(s.chain.steps) > 1]
    if chains:
        longest = max(chains, key=lambda s: (len(s.chain.steps), s.entry.id))
        out.print(Rule(f"servanda show {longest.entry.id}", style="dim"))
        out.print(chain_view(longest))
    for status in ("overdue", "contradicted"):
        one = next((s for s in by_urgency(found) if s.assessment.status == status), None)
        if one is not None:
            out.print(Rule(f"servanda why {one.entry.id}", style="dim"))
            out.print(why_view(one, rule_says(one.assessment.rule)))


def _turned(history: History) -> tuple[int, int]:
    """How often the status of an entry changed, and then how often the reason for it did."""
    statuses = [turn.status for turn in history.turns]
    return sum(a != b for a, b in pairwise(statuses)), len(statuses)


def _over_time(out: Console, ledger: Ledger, found: Sequence[Standing], day: date) -> None:
    """What changed in the year before, and the promise that changed its status most often."""
    out.print(Rule("what changed in a year", style="dim"))
    out.print(changes_view(changes(ledger, day - A_YEAR, day)))
    promised = [replay(ledger, one.entry.id, day) for one in found if one.entry.kind == "commitment"]
    most = max(promised, key=_turned, default=None)
    if most is not None:
        out.print(Rule(f"servanda replay {most.entry.id}", style="dim"))
        out.print(history_view(most))


def _sides(out: Console, ledger: Ledger, day: date) -> None:
    """The figures on which sides differ, and the meeting on which they differ most."""
    told = figures(ledger, day).series
    alike = {replace(s.key, side=None) for s in told if s.differing}
    apart = [s for s in told if replace(s.key, side=None) in alike and s.key.indicator != "documents_signed"]
    if apart:
        out.print(Rule("figures like with like, where two capitals differ", style="dim"))
        out.print(series_view(apart))
    most = max(compare_all(ledger, day), key=lambda c: (c.differ, c.gathering.first), default=None)
    if most is not None and most.differ:
        out.print(Rule(f"servanda compare {most.gathering.meetings[0].entry.id}", style="dim"))
        out.print(comparison_view(most))


def _pack(out: Console, ledger: Ledger, file: Path, day: date) -> None:
    """The pack for a session of the two states that most reports tell of, where the extra for it is installed."""
    try:
        render = renderer(file.suffix)
    except ExtraError:
        return
    for relation in relations(ledger, day)[:1]:
        write_file(file, render(brief(ledger, relation.states, day)))
        words = " ".join(relation.states)
        out.print(f"\nThe pack for their next session is {file}; with other forms: servanda brief {words}", style="dim")


@app.command("demo")
def demo_command(
    *,
    ledger: Annotated[
        Path | None,
        typer.Option(
            "--ledger", metavar="FILE", help="Where to keep the demo's ledger; by default servanda-demo.db here."
        ),
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="Show what was known on this day.")
    ] = "2026-11-01",
    in_browser: Annotated[
        bool, typer.Option("--serve", help="Show it in a browser instead, until interrupted.")
    ] = False,
) -> None:
    """Read the bundled reports and show the register, the targets, the timeline and what needs a look.

    Example: servanda demo --as-of 2024-10-01
    """
    out, day, file = console(), as_day(as_of), ledger or Path("servanda-demo.db")
    files, total = plan([demo_reports()])
    with open_ledger(file) as opened:
        with progress_bar("reading", total) as bar:
            summary = add_files(opened, files, on_item=lambda _item, _summary: bar.advance(bar.task_ids[0]))
        print_summary(summary, str(file))
        if in_browser:
            settings = load_settings()
            serve(opened, Serving(settings.web_host, settings.web_port))
            return
        found = standings(opened, day)
        _show(out, found, day)
        _closer(out, found)
        _over_time(out, opened, found, day)
        _sides(out, opened, day)
        _pack(out, opened, file.with_suffix(".docx"), day)
    out.print(f"\nThe ledger is {file}. Go on with: servanda status --ledger {file}", style="dim")
