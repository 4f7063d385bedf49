"""`servanda users`: who may sign in to an office, and what they may do there."""

from __future__ import annotations

import sys
from typing import Annotated, Literal

import typer

from servanda.errors import InputError
from servanda.faces.cli.app import FormatOption, LedgerOption, app, existing_ledger
from servanda.faces.cli.look import write
from servanda.faces.cli.output import Format, note, table
from servanda.terms.rows import Row
from servanda.terms.users import MAY, ROLES, Role, User, name_of
from servanda.workflows import accounts

group = typer.Typer(
    name="users",
    help="Keep the users of an office: who may sign in, and what they may do.\n\n"
    'Example: servanda users add "Aliya Ospanova" --role reviewer',
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(group)

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="The user's name, with quotes where it has spaces.")]
RoleOption = Annotated[
    Role, typer.Option("--role", metavar="ROLE", help="; ".join(f"{role} {MAY[role]}" for role in ROLES) + ".")
]


def asked_password(name: str) -> str:
    """A password typed twice without being shown, or the first line of what comes through a pipe."""
    if not sys.stdin.isatty():
        told = sys.stdin.readline().rstrip("\r\n")
        if not told:
            raise InputError("no password came on standard input; write it there on one line")
        return told
    told = typer.prompt(f"Password for {name}", hide_input=True, confirmation_prompt=True, err=True)
    return str(told)


def _note(user: User) -> None:
    state = "disabled" if user.disabled else user.role
    note(f"{user.name}: {state}")


@group.command("add")
def add_command(
    name: NameArgument,
    *,
    role: RoleOption = "reader",
    no_password: Annotated[
        bool, typer.Option("--no-password", help="For a program that shows tokens and never signs in.")
    ] = False,
    ledger: LedgerOption = None,
) -> None:
    """Add a user. The password is asked for and not shown, or read from standard input.

    Example: servanda users add "Aliya Ospanova" --role reviewer
    """
    with existing_ledger(ledger) as opened:
        password = None if no_password else asked_password(name_of(name))
        _note(accounts.create_user(opened, name, role, password))


@group.command("list")
def list_command(*, ledger: LedgerOption = None, format_: FormatOption = Format.TABLE) -> None:
    """List the users with their roles.

    Example: servanda users list --format json
    """
    with existing_ledger(ledger) as opened:
        found = accounts.users(opened)
    rows: list[Row] = [
        {"name": one.name, "role": one.role, "since": one.since.isoformat(), "disabled": one.disabled} for one in found
    ]
    shown = [(one.name, one.role, one.since.date(), "disabled" if one.disabled else "") for one in found]
    write(rows, format_, lambda: table(f"{len(rows)} users", ("name", "role", "since", ""), shown))


@group.command("role")
def role_command(
    name: NameArgument,
    role: Annotated[Role, typer.Argument(metavar="ROLE", help="reader, reviewer, editor or admin.")],
    *,
    ledger: LedgerOption = None,
) -> None:
    """Give a user another role; it holds from the next request on.

    Example: servanda users role "Aliya Ospanova" editor
    """
    with existing_ledger(ledger) as opened:
        _note(accounts.give_role(opened, name_of(name), role))


@group.command("password")
def password_command(name: NameArgument, *, ledger: LedgerOption = None) -> None:
    """Give a user a new password, asked for like the first; every session of theirs ends, tokens stay.

    Example: servanda users password "Aliya Ospanova"
    """
    with existing_ledger(ledger) as opened:
        user = accounts.find_user(opened, name_of(name))
        accounts.give_password(opened, user.name, asked_password(user.name))
        note(f"{user.name}: the password is changed, and every session has ended")


@group.command("disable")
def disable_command(
    name: NameArgument,
    state: Annotated[
        Literal["yes", "no"], typer.Argument(metavar="[yes|no]", help="no lets the user in again.")
    ] = "yes",
    *,
    ledger: LedgerOption = None,
) -> None:
    """Let a user do nothing any more, or again; the name stays taken, and what it signed stays.

    Example: servanda users disable "Aliya Ospanova"
    """
    with existing_ledger(ledger) as opened:
        _note(accounts.disable(opened, name_of(name), disabled=state == "yes"))


@group.command("remove")
def remove_command(name: NameArgument, *, ledger: LedgerOption = None) -> None:
    """Take a user out with all tokens and sessions; what the name signed stays. To keep the name taken, disable.

    Example: servanda users remove "Aliya Ospanova"
    """
    with existing_ledger(ledger) as opened:
        accounts.remove_user(opened, name_of(name))
        note(f"{name_of(name)}: taken out")
