"""The commands of `servanda`, and what they share: the ledger, the day, the sides."""

from __future__ import annotations

from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from servanda.errors import InputError
from servanda.faces.cli.output import Format
from servanda.ledger.session import Ledger, open_ledger
from servanda.settings import load_settings
from servanda.workflows.rebuild import settle
from servanda.workflows.today import today

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


def as_day(text: str | None) -> date:
    """The day asked for, or today."""
    return day(text) if text else today()


def ledger_target(option: str | None) -> str:
    """The ledger named on the command line, else by SERVANDA_LEDGER, else the one in the data folder."""
    return option or load_settings().ledger


def existing_ledger(option: str | None) -> Ledger:
    """The ledger opened for reading, with what a killed adding left undone done; LedgerError when there is none."""
    opened = open_ledger(_target(ledger_target(option)), create=False)
    try:
        settle(opened)
    except BaseException:
        opened.close()
        raise
    return opened


def new_ledger(option: str | None) -> Ledger:
    """The ledger opened, and made when there is none."""
    return open_ledger(_target(ledger_target(option)), create=True)


def _target(name: str) -> Path | str:
    return name if "://" in name else Path(name).expanduser()


def _version(asked: bool) -> None:  # noqa: FBT001  typer calls it so
    if asked:
        typer.echo(f"servanda {version('servanda')}")
        raise typer.Exit


@app.callback()
def main(
    *,
    _version_: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """The working register of cooperation between states: dated reports in, a sourced ledger out."""


LedgerOption = Annotated[
    str | None,
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
    typer.Argument(metavar="[STATE]...", help="Only what concerns all these states: codes or names, as KAZ TJK."),
]
