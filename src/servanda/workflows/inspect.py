"""Every mention of a text, as rows: what `servanda inspect` prints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import date

from servanda.reading.mentions import find_mentions
from servanda.terms.mentions import Mention, TimeValue
from servanda.terms.rows import Row, plain


def mention_row(mention: Mention) -> Row:
    """``start, end, text, kind, value``; for times also ``timex3_type`` and ``timex3_value``."""
    value = {field.name: plain(getattr(mention.value, field.name)) for field in fields(mention.value)}
    row: Row = {"start": mention.start, "end": mention.end, "text": mention.text, "kind": mention.kind.value}
    if isinstance(mention.value, TimeValue):
        row["timex3_type"] = value.pop("timex3_type")
        row["timex3_value"] = value.pop("timex3_value")
    row["value"] = value
    return row


def inspect_text(text: str, published: date) -> Iterator[Row]:
    """The mentions of a text in order; relative dates are worked out from the day it was published."""
    for mention in find_mentions(text, published):
        yield mention_row(mention)
