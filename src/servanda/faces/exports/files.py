"""Rows as files that people open: CSV, JSON and XLSX, in none of which a cell is run as a formula."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping

import msgspec

from servanda.faces.exports.writers import csv_lines
from servanda.terms.rows import Plain, Row

FORMATS: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# what a cell of a workbook may not hold, and how much of the rest
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
CELL = 32_767


def file_bytes(form: str, rows: Iterable[Row]) -> bytes:
    """Rows in one of ``FORMATS``."""
    if form == "csv":
        # the mark at the beginning lets spreadsheet programs read accents
        return ("\ufeff" + "".join(csv_lines(rows))).encode()
    if form == "json":
        return msgspec.json.format(msgspec.json.encode(list(rows)), indent=2)
    return workbook(rows)


def workbook(rows: Iterable[Row]) -> bytes:
    """An XLSX file with a header and one line a row. Texts are texts, whatever they begin with."""
    from openpyxl import Workbook  # noqa: PLC0415  slow to import, and part of an extra
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

    listed = list(rows)
    columns = list(dict.fromkeys(key for row in listed for key in row))
    book = Workbook(write_only=True)
    sheet = book.create_sheet("servanda")
    sheet.freeze_panes = "A2"
    sheet.append(columns)
    for row in listed:
        cells = []
        for column in columns:
            value = _cell(row.get(column))
            cell = WriteOnlyCell(sheet, value=value)
            if isinstance(value, str):
                # "=1+1" would be kept as a formula
                cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(value: Plain) -> str | int | float | bool | None:
    if isinstance(value, list | dict):
        value = msgspec.json.encode(value).decode()
    return _CONTROLS.sub("\ufffd", value)[:CELL] if isinstance(value, str) else value
