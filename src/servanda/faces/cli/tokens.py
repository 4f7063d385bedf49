"""`servanda tokens`: what programs show to an office in place of a password."""

from __future__ import annotations

from typing import Annotated

import typer

from servanda.faces.cli.app import FormatOption, LedgerOption, app, existing_ledger
from servanda.faces.cli.look import write
from servanda.faces.cli.output import Format, note, table
from servanda.faces.cli.users import NameArgument
from servanda.terms.rows import Row
from servanda.terms.users import Role, name_of
from servanda.workflows.accounts import find_user
from servanda.workflows.sign_in import MOST_TOKEN_DAYS, TOKEN_DAYS, make_token, revoke, tokens

group = typer.Typer(
    name="tokens",
    help="Keep the tokens by which programs ask an office, or send to it.\n\n"
    'Example: servanda tokens add "Aliya Ospanova" --for "nightly export"',
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(group)


@group.command("add")
def add_command(
    name: NameArgument,
    *,
    words: Annotated[str, typer.Option("--for", metavar="WORDS", help="What it is for.")],
    role: Annotated[
        Role, typer.Option("--role", metavar="ROLE", help="What it may; at most what its user may.")
    ] = "reader",
    days: Annotated[
        int, typer.Option("--days", min=1, max=MOST_TOKEN_DAYS, metavar="NUMBER", help="How long it lives.")
    ] = TOKEN_DAYS,
    ledger: LedgerOption = None,
) -> None:
    """Make a token for a user, and write it to standard output: it can be shown only now.

    Example: servanda tokens add "Aliya Ospanova" --for "nightly export" --days 365
    """
    with existing_ledger(ledger) as opened:
        token, secret = make_token(opened, find_user(opened, name_of(name)), words, role, days)
    note(f"{token.id} of {token.user}, {token.role}, until {token.ends.date()}; send it as: Authorization: Bearer …")
    typer.echo(secret)


@group.command("list")
def list_command(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="Only those of this user.")] = None,
    *,
    ledger: LedgerOption = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """List the tokens, those made last first; their secrets are nowhere kept.

    Example: servanda tokens list --format json
    """
    with existing_ledger(ledger) as opened:
        found = tokens(opened, None if name is None else find_user(opened, name_of(name)).name)
    rows: list[Row] = [
        {
            "token": one.id, "user": one.user, "for": one.words, "role": one.role, "scope": one.scope,
            "made": one.made.isoformat(), "ends": one.ends.isoformat(),
            "used": one.used.isoformat() if one.used else None,
        }
        for one in found
    ]  # fmt: skip
    shown = [
        (
            one.id,
            one.user,
            one.role if one.scope == "programs" else one.scope,
            one.ends.date(),
            one.used.date() if one.used else "never",
            one.words,
        )
        for one in found
    ]
    columns = ("token", "user", "opens", "ends", "last used", "for")
    write(rows, format_, lambda: table(f"{len(rows)} tokens", columns, shown))


@group.command("remove")
def remove_command(
    token: Annotated[str, typer.Argument(metavar="TOKEN", help="The token's id, as tokens list shows it.")],
    *,
    ledger: LedgerOption = None,
) -> None:
    """Revoke a token; whoever shows it is nobody from then on.

    Example: servanda tokens remove t-0123456789
    """
    with existing_ledger(ledger) as opened:
        revoke(opened, token)
        note(f"{token}: revoked")
