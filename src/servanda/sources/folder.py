"""Files and folders to reports, in order of name; what holds no report is an error value, and the rest goes on."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from servanda.errors import SourceError
from servanda.sources.fields import decode
from servanda.sources.html import PageReader
from servanda.sources.limits import Limits, check_size
from servanda.sources.lines import read_lines
from servanda.sources.text import read_text
from servanda.terms.reports import Report

# the format that a file's ending names
SUFFIXES = {
    ".txt": "text", ".md": "text", ".text": "text", ".html": "html", ".htm": "html", ".xhtml": "html",
    ".jsonl": "lines", ".ndjson": "lines",
}  # fmt: skip
STANDARD_INPUT = "-"
# a folder's own notes are no reports
PASSED_OVER = frozenset({"readme.md", "readme.txt", "license.txt"})
Item = Report | SourceError


def _files(path: Path) -> Iterator[Path]:
    for child in sorted(path.iterdir(), key=lambda p: p.name):
        if child.name.startswith("."):
            continue
        if child.is_dir():
            yield from _files(child)
        elif child.is_file() and child.suffix.casefold() in SUFFIXES and child.name.casefold() not in PASSED_OVER:
            yield child


def list_files(paths: Sequence[Path]) -> list[Path | SourceError]:
    """Every file to read: those named, and in folders those with a known ending; ``-`` is standard input."""
    found: list[Path | SourceError] = []
    for path in paths:
        if str(path) == STANDARD_INPUT or path.is_file():
            found.append(path)
        elif path.is_dir():
            inside = list(_files(path))
            found.extend(inside)
            if not inside:
                known = ", ".join(sorted(SUFFIXES))
                found.append(SourceError(str(path), "holds no report file", f"known endings are {known}"))
        else:
            found.append(SourceError(str(path), "is not there", "name a file or folder that exists"))
    return found


def count_reports(files: Sequence[Path | SourceError]) -> int | None:
    """How many reports the files hold at most, for a progress bar; None where only reading tells."""
    total = 0
    for file in files:
        if isinstance(file, SourceError):
            total += 1
        elif str(file) == STANDARD_INPUT:
            return None
        elif SUFFIXES.get(file.suffix.casefold()) == "lines":
            with file.open("rb") as stream:
                total += sum(1 for _ in stream)
        else:
            total += 1
    return total


def _read_file(file: Path, pages: PageReader, limits: Limits) -> Iterator[Item]:
    kind = SUFFIXES.get(file.suffix.casefold())
    where = str(file)
    if kind is None:
        yield SourceError(
            where, f"has the ending {file.suffix or '(none)'!r}", f"known are {', '.join(sorted(SUFFIXES))}"
        )
        return
    if kind == "lines":
        with file.open("rb") as stream:
            yield from read_lines(where, stream, limits)
        return
    check_size(where, file.stat().st_size, limits.file_bytes)
    text = decode(where, file.read_bytes())
    yield read_text(where, text, file.stem) if kind == "text" else pages.read(where, text, file.stem)


def read_files(files: Sequence[Path | SourceError], *, limits: Limits | None = None) -> Iterator[Item]:
    """The reports of some files in their order; each that holds none is an error in its place."""
    bounds = limits or Limits()
    with closing(PageReader(bounds)) as pages:
        for file in files:
            if isinstance(file, SourceError):
                yield file
            elif str(file) == STANDARD_INPUT:
                yield from read_lines("standard input", sys.stdin.buffer, bounds)
            else:
                try:
                    yield from _read_file(file, pages, bounds)
                except SourceError as error:
                    yield error
                except OSError as error:
                    yield SourceError(str(file), f"cannot be read ({error.strerror})", "check the file and its rights")
