"""`servanda brief`: the pack for a session; `servanda calendar`: what is due and who meets when."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from servanda.errors import InputError, NotFoundError
from servanda.faces.cli.app import AsOfOption, LedgerOption, StatesArgument, app, as_day, day, existing_ledger
from servanda.faces.cli.output import note
from servanda.faces.exports.packs import FORMS, calendar_file, renderer
from servanda.workflows.brief import brief
from servanda.workflows.brief_words import named
from servanda.workflows.concern import concerning, party_codes
from servanda.workflows.occasions import occasions
from servanda.workflows.pack import Pack


def write_file(out: Path, data: bytes) -> None:
    """Write a file that appears whole or not at all; InputError when it cannot be written."""
    part = out.with_name(f".{out.name}.part")
    try:
        part.write_bytes(data)
        part.replace(out)
    except OSError as error:
        raise InputError(f"{out}: {error.strerror}; name another file with -o") from None
    finally:
        part.unlink(missing_ok=True)


def _checked(out: Sequence[Path]) -> None:
    """Refuses a form that is unknown or not installed before anything is read or written."""
    for file in out:
        if file.suffix.lower() not in FORMS:
            raise InputError(f"{file}: a pack is written as {', '.join(FORMS)}; name a file that ends in one of these")
        renderer(file.suffix.lower())


def write_pack(pack: Pack, out: Sequence[Path]) -> None:
    """Write a pack in the forms that the files' names ask for, and say which were written."""
    for file in out:
        if file.suffix.lower() == ".ics" and not pack.occasions:
            note(f"{file} not written: no due date and no meeting ahead is told")
            continue
        write_file(file, renderer(file.suffix.lower())(pack))
        note(f"{pack.title}, as of {pack.as_of}: {file}")


@app.command("brief")
def brief_command(
    states: Annotated[
        list[str], typer.Argument(metavar="STATE...", help="States, as KAZ TJK, or a group, as 'Central Asia'.")
    ],
    *,
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            metavar="DATE",
            help="Done since this day, it included; by default since the last session, summit or visit told as held.",
        ),
    ] = None,
    out: Annotated[
        list[Path] | None,
        typer.Option(
            "-o", "--output", metavar="FILE",
            help="A .docx, .html, .md or .ics file; may be given several times. By default Markdown on the screen.",
        ),
    ] = None,
    ledger: LedgerOption = None,
    as_of: AsOfOption = None,
) -> None:  # fmt: skip
    """Write the pack for a session: two pages on where a relation stands, its annexes, and its dates as a calendar.

    Example: servanda brief KAZ TJK --as-of 2026-11-01 -o pack.docx -o pack.ics
    """
    _checked(out or [])
    codes, from_day = party_codes(states), day(since) if since else None
    with existing_ledger(ledger) as opened:
        pack = brief(opened, codes, as_day(as_of), since=from_day)
    if out:
        write_pack(pack, out)
    else:
        typer.echo(renderer(".md")(pack).decode(), nl=False)


@app.command("calendar")
def calendar_command(
    states: StatesArgument = None,
    *,
    out: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="The .ics file to write.")],
    ledger: LedgerOption = None,
    as_of: AsOfOption = None,
) -> None:
    """Write due dates and meetings ahead as a calendar file; a date keeps its grain, and each event its quote.

    Example: servanda calendar KAZ TJK -o relations.ics
    """
    renderer(".ics")
    codes, on = party_codes(states or []), as_day(as_of)
    with existing_ledger(ledger) as opened:
        found = occasions(opened, concerning(opened, on, codes, kinds=("commitment", "meeting")), on)
    if not found:
        raise NotFoundError(f"no due date and no meeting ahead was told by {on}; servanda due lists what there is")
    write_file(out, calendar_file(found, named(codes) or "Servanda", on))
    note(f"{len(found)} dates written to {out}")
