"""`servanda inspect`: every mention of a text with its span, kind and value."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from servanda.errors import InputError
from servanda.faces.cli.app import app, day
from servanda.faces.cli.output import Format, console, print_json, print_lines, table
from servanda.terms.rows import Row
from servanda.workflows.inspect import inspect_text
from servanda.workflows.today import today


class _Line(msgspec.Struct):
    id: str
    date: str
    text: str


def _short(row: Row) -> str:
    value = row["value"]
    parts = [f"{k}={v}" for k, v in value.items() if v not in (None, False, [])] if isinstance(value, dict) else []
    if row.get("timex3_value"):
        parts.append(f"{row['timex3_type']} {row['timex3_value']}")
    return " ".join(parts)


def _lines(path: Path) -> Iterator[Row]:
    stream = sys.stdin.buffer if str(path) == "-" else path.open("rb")
    with stream:
        for number, line in enumerate(stream, 1):
            if not line.strip():
                continue
            try:
                one = msgspec.json.decode(line, type=_Line)
                published = day(one.date)
            except (msgspec.MsgspecError, InputError, UnicodeDecodeError) as error:
                raise InputError(f"{path}, line {number}: {error}; a line holds id, date and text") from None
            for row in inspect_text(one.text, published):
                yield {"id": one.id, **row}


def _text(text: str | None, file: Path | None) -> str:
    if text is not None and text != "-":
        return text
    if file is not None:
        try:
            return file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"{file}: {error}; name a text file in UTF-8") from None
    if text is None and sys.stdin.isatty():
        raise InputError("nothing to inspect; give a text, --file FILE, or a text on standard input")
    return sys.stdin.read()


@app.command("inspect")
def inspect_command(
    text: Annotated[str | None, typer.Argument(help="The text; - or nothing for standard input.")] = None,
    *,
    file: Annotated[Path | None, typer.Option("--file", metavar="FILE", help="A text file to read instead.")] = None,
    jsonl: Annotated[
        Path | None, typer.Option("--jsonl", metavar="FILE", help="Lines of {id, date, text}; - for standard input.")
    ] = None,
    date_: Annotated[
        str | None, typer.Option("--date", metavar="DATE", help="The day it was published; by default today.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON Lines instead of a table.")] = False,
    format_: Annotated[Format, typer.Option("--format", help="How to write the mentions.")] = Format.TABLE,
) -> None:
    """Print every mention of a text: states, cities, bodies, persons, times, amounts, instruments.

    Example: servanda inspect "Trade reached $1.2 billion in 2024, up 7.4 %." --date 2025-02-12
    """
    if jsonl is not None:
        print_lines(_lines(jsonl))
        return
    rows = list(inspect_text(_text(text, file), day(date_) if date_ else today()))
    if as_json or format_ is Format.JSONL:
        print_lines(rows)
    elif format_ is Format.JSON:
        print_json(rows)
    else:
        shown = [(f"{r['start']}-{r['end']}", r["kind"], r["text"], _short(r)) for r in rows]
        console().print(table("", ("span", "kind", "text", "value"), shown))
