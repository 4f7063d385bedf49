"""Rows as JSON Lines or CSV text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

import msgspec

from servanda.terms.rows import Plain, Row

# a spreadsheet runs a cell that begins with one of these; a quotation mark before it makes it text
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def jsonl(rows: Iterable[Row]) -> Iterator[str]:
    """One JSON object a line."""
    for row in rows:
        yield msgspec.json.encode(row).decode() + "\n"


def _cell(value: Plain) -> str:
    if value is None:
        return ""
    if isinstance(value, list | dict):
        return msgspec.json.encode(value).decode()
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text


def csv_lines(rows: Iterable[Row]) -> Iterator[str]:
    """A header and one line a row; lists and objects are JSON in their cell, and no cell is run as a formula."""
    listed = list(rows)
    columns = list(dict.fromkeys(key for row in listed for key in row))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    yield out.getvalue()
    for row in listed:
        out.seek(0)
        out.truncate()
        writer.writerow([_cell(row.get(column)) for column in columns])
        yield out.getvalue()
