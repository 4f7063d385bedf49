"""One entry: `show` its chain, `why` it stands as it does."""

from __future__ import annotations

from typing import Annotated

import typer

from servanda.faces.cli.app import AsOfOption, LedgerOption, app, as_day, existing_ledger
from servanda.faces.cli.output import console, print_json
from servanda.faces.cli.render import chain_view, why_view
from servanda.faces.exports.rows import ruling_row, standing_row
from servanda.monitoring.coverage import extent, silence
from servanda.monitoring.outlook import outlook
from servanda.monitoring.status import RULES
from servanda.terms.rows import Row, claim_row
from servanda.workflows.assess import Standing
from servanda.workflows.office import find_standing

EntryArgument = Annotated[str, typer.Argument(metavar="ENTRY", help="An entry's id, or the start of it.")]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object instead.")]


def rule_says(name: str) -> str:
    """The documentation of a status rule."""
    return next(rule.says for rule in RULES if rule.name == name)


def _chain_row(standing: Standing) -> Row:
    steps: list[Row] = [
        {
            "claim": step.stored.id,
            "link": step.link,
            "published": step.date.isoformat(),
            **claim_row(step.claim),
            **ruling_row(standing.rulings.get(step.stored.id), step.claim, standing.read.get(step.stored.id)),
        }
        for step in standing.chain.steps
    ]
    return {**standing_row(standing), "chain": list(steps)}


@app.command("show")
def show_command(
    entry: EntryArgument, *, ledger: LedgerOption = None, as_of: AsOfOption = None, as_json: JsonOption = False
) -> None:
    """Show an entry's chain: every telling with its date, what it added, its quote and report.

    Example: servanda show e-4f2a9c1b
    """
    with existing_ledger(ledger) as opened:
        standing = find_standing(opened, entry, as_day(as_of))
    if as_json:
        print_json(_chain_row(standing))
    else:
        console().print(chain_view(standing))


@app.command("why")
def why_command(
    entry: EntryArgument, *, ledger: LedgerOption = None, as_of: AsOfOption = None, as_json: JsonOption = False
) -> None:
    """Say why an entry stands as it does: the rule, the reason, the evidence, what would change it, what was read.

    Example: servanda why e-4f2a9c1b --as-of 2025-02-12
    """
    with existing_ledger(ledger) as opened:
        standing = find_standing(opened, entry, as_day(as_of))
    says = rule_says(standing.assessment.rule)
    if as_json:
        a = standing.assessment
        print_json({
            **standing_row(standing), "rule_says": says, "would_change": outlook(standing.chain, a),
            "coverage": extent(a.coverage), "silence": silence(a),
        })  # fmt: skip
    else:
        console().print(why_view(standing, says))
