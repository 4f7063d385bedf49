"""The commands of `servanda`, and what they share: the ledger, the day, the sides."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from servanda.errors import InputError
from servanda.faces.cli.output import Format

app = typer.Typer(
    name="servanda",
    help="The working register of cooperation between states: dated reports in, a sourced ledger out.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def day(text: str) -> date:
    """A day as it is written on the command line; InputError when it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"{text!r} is no day; write it as 2025-02-12") from None


LedgerOption = Annotated[
    Path | None,
    typer.Option(
        "--ledger", metavar="FILE", help="The ledger; by default the one in your data folder.", envvar="SERVANDA_LEDGER"
    ),
]
AsOfOption = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="What was known on this day (2025-02-12); by default today."),
]
FormatOption = Annotated[
    Format, typer.Option("--format", help="A table for people; JSON, JSON Lines or CSV for programs.")
]
StatesArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="[STATE]...", help="Only what concerns these states: codes or names, as KAZ TJK."),
]
