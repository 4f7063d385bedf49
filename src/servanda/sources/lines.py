"""JSON Lines: one report a line, with id, date, publisher, title, url, language, text."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import BinaryIO

import msgspec

from servanda.errors import SourceError
from servanda.sources.fields import make
from servanda.sources.limits import Limits, check_size
from servanda.terms.reports import Report

_ADVICE = "a line is an object with id, date and text, and publisher, title, url, language where known"


class _Line(msgspec.Struct):
    id: str
    date: str
    text: str
    publisher: str | None = None
    title: str | None = None
    url: str | None = None
    language: str | None = None


def _one(where: str, line: bytes, limits: Limits) -> Report:
    check_size(where, len(line), limits.line_bytes)
    try:
        told = msgspec.json.decode(line, type=_Line)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise SourceError(where, str(error), _ADVICE) from None
    return _made(where, told)


def read_fields(where: str, told: Mapping[str, object]) -> Report:
    """The report of an object that was read already; SourceError when it is none."""
    try:
        return _made(where, msgspec.convert(told, type=_Line))
    except msgspec.MsgspecError as error:
        raise SourceError(where, str(error), _ADVICE) from None


def _made(where: str, told: _Line) -> Report:
    fields = {"publisher": told.publisher, "title": told.title, "url": told.url, "language": told.language}
    text = told.text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", " ")
    return make(where, text, told.date, id_=told.id, fields=fields)


def _bounded(stream: BinaryIO, most: int) -> Iterator[bytes]:
    """The lines of a stream, each read to one byte over the cap at most; the rest of a longer one is skipped."""
    while line := stream.readline(most + 2):
        if len(line) > most and not line.endswith(b"\n"):
            while (rest := stream.readline(io.DEFAULT_BUFFER_SIZE)) and not rest.endswith(b"\n"):
                pass
        yield line


def read_lines(where: str, stream: BinaryIO, limits: Limits) -> Iterator[Report | SourceError]:
    """The reports of a stream in order; a line that holds none is an error that names it, and the rest goes on."""
    for number, line in enumerate(_bounded(stream, limits.line_bytes), 1):
        line = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line  # noqa: PLW2901  a mark may open the file
        if line.strip():
            try:
                yield _one(f"{where}, line {number}", line, limits)
            except SourceError as error:
                yield error
