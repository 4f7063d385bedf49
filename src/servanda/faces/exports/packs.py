"""The forms in which a pack can be written, by the suffix of the file; each is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from servanda.errors import ExtraError
from servanda.workflows.pack import Occasion, Pack

Render = Callable[[Pack], bytes]
Made = TypeVar("Made")


def _needed(load: Callable[[], Made]) -> Made:
    """What a loader imports; ExtraError when the library behind it is not installed."""
    try:
        return load()
    except ModuleNotFoundError as error:
        missing = error.name or ""
        if missing.split(".")[0] == "servanda":
            raise
        raise ExtraError(missing, "pack") from error


def markdown() -> Render:
    """The renderer of Markdown."""
    from servanda.faces.exports.pack_markdown import render  # noqa: PLC0415  loaded only when asked for

    return render


def _html() -> Render:
    from servanda.faces.exports.pack_html import render  # noqa: PLC0415

    return render


def _docx() -> Render:
    from servanda.faces.exports.pack_docx import render  # noqa: PLC0415

    return render


def _calendar() -> Callable[..., bytes]:
    from servanda.faces.exports.calendar import render  # noqa: PLC0415

    return render


def _ics() -> Render:
    write = _calendar()
    return lambda pack: write(pack.occasions, pack.title, pack.as_of)


FORMS: Mapping[str, Callable[[], Render]] = {".docx": _docx, ".md": markdown, ".html": _html, ".ics": _ics}


MEDIA: Mapping[str, str] = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".md": "text/markdown; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
}


def renderer(suffix: str) -> Render:
    """The renderer of a suffix of ``FORMS``; ExtraError when its library is not installed."""
    return _needed(FORMS[suffix])


def calendar_file(occasions: tuple[Occasion, ...], name: str, as_of: date) -> bytes:
    """The bytes of a calendar; ExtraError when the library behind it is not installed."""
    return _needed(_calendar)(occasions, name, as_of)
