"""How the command line speaks: tables for people, JSON Lines for programs, no colour into a pipe."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

import msgspec
import typer
from rich.console import Console, ConsoleOptions, RenderableType
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from servanda.errors import InputError, ServandaError
from servanda.faces.exports.marks import Tone, mark_of

COLOURS: Mapping[Tone, str] = {
    "good": "green", "agreed": "cyan", "moving": "blue", "waiting": "default", "plain": "dim", "late": "red",
    "differs": "magenta", "ended": "yellow",
}  # fmt: skip


# C0 and C1 but tab and line feed, and what turns the direction of writing around
_COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Format(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


class Screen(Console):
    """A console that sends no control characters of what it shows: reports may hold what commands a terminal."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterator[Segment]:
        """The segments of what is shown; the console's own control codes are made of their styles later."""
        for one in super().render(renderable, options):
            yield one if one.control else Segment(_COMMANDS.sub("", one.text), one.style)


def console(*, stderr: bool = False) -> Console:
    """A console that writes as wide as the terminal, and 120 columns into a pipe."""
    stream = sys.stderr if stderr else sys.stdout
    return Screen(stderr=stderr, width=None if stream.isatty() else 120, highlight=False)


def status_text(status: str) -> Text:
    """A status with its mark and colour."""
    mark, tone = mark_of(status)
    return Text(f"{mark} {status.replace('_', ' ')}", style=COLOURS[tone])


def cell(value: object) -> str | Text:
    """A value as a table shows it: nothing as an empty cell, text without markup."""
    if value is None:
        return ""
    return value if isinstance(value, Text) else escape(str(value))


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], *, last_wraps: bool = True) -> Table:
    """A table of rows; the last column takes what room is left."""
    made = Table(title=title, title_justify="left", header_style="bold", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for number, column in enumerate(columns):
        last = number == len(columns) - 1
        made.add_column(column, overflow="fold", no_wrap=not last and not last_wraps)
    for row in rows:
        made.add_row(*map(cell, row))
    return made


def print_json(value: object) -> None:
    """One JSON document, indented."""
    typer.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())


def print_lines(rows: Iterable[object]) -> None:
    """One JSON object a line."""
    for row in rows:
        typer.echo(msgspec.json.encode(row).decode())


@contextmanager
def progress_bar(what: str, total: int | None) -> Iterator[Progress]:
    """A progress bar on standard error, shown only where somebody watches."""
    shown = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )
    with shown:
        shown.add_task(what, total=total)
        yield shown


def fail(error: ServandaError) -> int:
    """Write an error to standard error; the exit code for it."""
    console(stderr=True).print(Text(f"servanda: {error}", style="red"), soft_wrap=True)
    return 2


def note(words: str) -> None:
    """A line beside the answer, on standard error."""
    console(stderr=True).print(Text(words, style="dim"), soft_wrap=True)


@contextmanager
def showing() -> Iterator[None]:
    """What is written to standard output inside is written when this ends; InputError when it cannot be."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        # what is still held back would fail again when the program ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise InputError(f"standard output: {error.strerror}; name a file with -o") from None


def write_lines(lines: Iterable[str], out: Path | None) -> int:
    """Write the lines to a file that appears whole or not at all, or to standard output; their number."""
    count = 0
    if out is None:
        with showing():
            for line in lines:
                typer.echo(line, nl=False)
                count += 1
        return count
    part = out.with_name(f".{out.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as stream:
            for line in lines:
                stream.write(line)
                count += 1
        part.replace(out)
    except OSError as error:
        raise InputError(f"{out}: {error.strerror}; name another file with -o") from None
    finally:
        part.unlink(missing_ok=True)
    return count
