"""Plain text with its day: a first line that begins ``date 2024-08-22``, or a small front matter."""

from __future__ import annotations

import re

from servanda.errors import SourceError
from servanda.sources.fields import make
from servanda.terms.reports import Report

KEYS = ("id", "date", "publisher", "title", "url", "language")
_DATE_LINE = re.compile(r"[ \t]*date[ \t]+(\d{4}-\d{2}-\d{2})[ \t]*\n?[ \t]*", re.IGNORECASE)
_FENCE = re.compile(r"---[ \t]*\n(.*?)\n---[ \t]*(?:\n|$)", re.DOTALL)
_HEADER = re.compile(r"(?:(?:id|date|publisher|title|url|language)[ \t]*:[^\n]*\n)+[ \t]*\n", re.IGNORECASE)


def _pairs(where: str, head: str) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for line in head.splitlines():
        if not line.strip():
            continue
        key, colon, value = line.partition(":")
        name = key.strip().casefold()
        if not colon or name not in KEYS:
            raise SourceError(
                where, f"front matter line {line.strip()[:60]!r} is not understood", f"use {', '.join(KEYS)}"
            )
        found[name] = value.strip().strip("\"'")
    return found


def read_text(where: str, text: str, stem: str) -> Report:
    """The report of a text file; ``stem`` is its id where it names none."""
    line = _DATE_LINE.match(text)
    if line is not None:
        return make(where, text[line.end() :], line.group(1), id_=stem)
    head = _FENCE.match(text) or _HEADER.match(text)
    if head is None:
        raise SourceError(where, "has no date", "begin it with a line 'date 2025-02-12', or with front matter")
    fields = _pairs(where, head.group(1) if head.re is _FENCE else head.group())
    return make(where, text[head.end() :], fields.get("date"), id_=fields.get("id") or stem, fields=fields)
