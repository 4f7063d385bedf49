"""Report text made fit for print: hostile characters become visible ones, white space single spaces."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

# what XML 1.0 forbids, what turns the direction of the text around it, and marks that nobody sees
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
_SHOWN = "\ufffd"

Value = TypeVar("Value")


def printable_text(text: str) -> str:
    """The text on one line, with the replacement character for each character that no document may hold."""
    return " ".join(_UNFIT.sub(_SHOWN, text).split())


def _printable(value: Any) -> Any:  # noqa: ANN401  any value of a pack
    if isinstance(value, str):
        return printable_text(value)
    if isinstance(value, tuple):
        return tuple(_printable(item) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _printable(getattr(value, field.name)) for field in fields(value)})
    return value


def printable(value: Value) -> Value:
    """A value of plain dataclasses and tuples with every text in it made fit for print."""
    made: Value = _printable(value)
    return made


def cut(text: str, length: int) -> str:
    """At most so many characters of a text, cut between words, with an ellipsis where something is left out."""
    if len(text) <= length:
        return text
    head = text[: length - 1]
    return (head.rsplit(" ", 1)[0] if " " in head[length // 2 :] else head).rstrip(" ,;") + "…"
