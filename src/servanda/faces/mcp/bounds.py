"""Answers of a size that an assistant can take in: long lists and texts are cut, and what is left out is counted."""

from __future__ import annotations

from servanda.terms.rows import Plain, Row

ITEMS, CHARACTERS = 40, 4000


def _cut(value: Plain) -> Plain:
    if isinstance(value, str):
        return value[:CHARACTERS]
    if isinstance(value, list):
        return [_cut(item) for item in value[:ITEMS]]
    return bounded(value) if isinstance(value, dict) else value


def _left(value: Plain) -> int:
    if isinstance(value, str):
        return max(0, len(value) - CHARACTERS)
    return max(0, len(value) - ITEMS) if isinstance(value, list) else 0


def bounded(row: Row) -> Row:
    """A row whose lists and texts are cut; ``NAME_more`` counts the items or characters of NAME that were left out."""
    found: Row = {}
    for name, value in row.items():
        found[name] = _cut(value)
        if left := _left(value):
            found[f"{name}_more"] = left
    return found
