"""The fields of a report checked and put together, whatever format they came from."""

from __future__ import annotations

import re
from datetime import date

from servanda.errors import SourceError
from servanda.terms.reports import Report

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_DATE_ADVICE = "give the day it was published as 2025-02-12"
# what a byte order mark at the head says of the encoding
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


def decode(where: str, data: bytes) -> str:
    """The text of bytes in UTF-8, or in UTF-16 or UTF-32 with a mark; line ends become line feeds."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(where, f"is no {encoding} text (byte {error.start})", "save it as UTF-8") from None
    if "\x00" in text:
        raise SourceError(where, "holds NUL characters, so it is no text", "name a text, HTML or JSON Lines file")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def day(where: str, value: str | None) -> date:
    """The publication day; a time of day behind it is left off."""
    if value is None or not value.strip():
        raise SourceError(where, "has no date", _DATE_ADVICE)
    match = _DAY.match(value.strip())
    try:
        return date(*map(int, match.groups())) if match else date.fromisoformat(value.strip())
    except ValueError:
        raise SourceError(where, f"date {value.strip()[:40]!r} is no day of the calendar", _DATE_ADVICE) from None


def _clean(value: str | None) -> str | None:
    value = value.strip() if value is not None else None
    return value or None


def make(
    where: str, text: str, published: str | None, *, id_: str, fields: dict[str, str | None] | None = None
) -> Report:
    """A report; SourceError when it has no text, date or id, or holds half characters."""
    told = fields or {}
    if not text.strip():
        raise SourceError(where, "holds no text", "leave it out, or give the text of the report")
    if not id_.strip():
        raise SourceError(where, "has an empty id", "give every report an id of its own")
    for value in (text, id_, *told.values()):
        try:
            (value or "").encode("utf-8")
        except UnicodeEncodeError:
            raise SourceError(where, "holds half a character (a lone surrogate)", "write it anew as UTF-8") from None
    return Report(
        id=id_.strip(),
        date=day(where, published),
        text=_CONTROL.sub(" ", text).strip("\n"),
        publisher=_clean(told.get("publisher")),
        title=_clean(told.get("title")),
        url=_clean(told.get("url")),
        language=_clean(told.get("language")),
    )
