"""Web pages: their main text and metadata by trafilatura, in a process of its own with limits on memory and time.

Nothing of a page is run or fetched. Size and depth are capped before the parser sees it: 200,000 nested tags hang
every parser tried.
"""

from __future__ import annotations

import multiprocessing
import re
import resource
from multiprocessing.connection import Connection

from servanda.errors import SourceError
from servanda.sources.fields import make
from servanda.sources.limits import Limits
from servanda.terms.reports import Report

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]{0,4000}?(/?)>")
_VOID = frozenset(
    {"br", "img", "hr", "meta", "link", "input", "source", "area", "base", "col", "embed", "wbr", "track"}
)
_ADVICE = "save the page's text as a text file with front matter"

Parsed = dict[str, str | None]


def _check_shape(where: str, text: str, limits: Limits) -> None:
    depth = deepest = tags = 0
    for match in _TAG.finditer(text):
        tags += 1
        if match[2].casefold() in _VOID or match[3]:
            continue
        depth = max(0, depth - 1) if match[1] else depth + 1
        deepest = max(deepest, depth)
        if deepest > limits.html_depth or tags > limits.html_tags:
            raise SourceError(where, "is nested too deeply or has too many tags for a news page", _ADVICE)


def _parse(text: str) -> Parsed:
    """The fields of a page, or an empty text where it has no main content."""
    # imported in the child alone: the parent never holds the parser
    import trafilatura  # noqa: PLC0415

    found = trafilatura.bare_extraction(
        text,
        include_comments=False,
        include_tables=True,
        with_metadata=True,
        # a date guessed from anywhere in a page is worse than none
        date_extraction_params={"extensive_search": False},
    )
    if found is None:
        return {"text": ""}
    fields = found if isinstance(found, dict) else found.as_dict()
    return {
        "text": fields.get("text"), "date": fields.get("date"), "title": fields.get("title"), "url": fields.get("url"),
        "publisher": fields.get("sitename") or fields.get("hostname"), "language": fields.get("language"),
    }  # fmt: skip


def _serve(connection: Connection, limits: Limits) -> None:
    """Parse what comes in until the other side closes; memory is capped for the whole process."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.parse_bytes, limits.parse_bytes))
    while True:
        try:
            text = connection.recv()
        except EOFError:
            return
        try:
            connection.send(_parse(text))
        except Exception as error:  # noqa: BLE001  whatever a parser does with hostile input is this page's failure
            connection.send(f"{type(error).__name__}: {error}"[:200])


class PageReader:
    """Reads pages in one child process, started when the first comes and again after one that broke it."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._process: multiprocessing.process.BaseProcess | None = None
        self._connection: Connection | None = None

    def read(self, where: str, text: str, stem: str) -> Report:
        """The report of a page; SourceError when it has no date or text, or cannot be parsed within the limits."""
        _check_shape(where, text, self.limits)
        fields = self._ask(where, text)
        main = fields.pop("text", None) or ""
        if not main.strip():
            raise SourceError(where, "has no main text", _ADVICE)
        return make(where, main, fields.pop("date", None), id_=stem, fields=fields)

    def close(self) -> None:
        """End the child."""
        if self._connection is not None:
            self._connection.close()
        if self._process is not None:
            self._process.join(timeout=1)
            if self._process.is_alive():
                self._process.kill()
                self._process.join()
        self._process = self._connection = None

    def _start(self) -> Connection:
        if self._connection is None or self._process is None or not self._process.is_alive():
            self.close()
            context = multiprocessing.get_context("spawn")
            ours, theirs = context.Pipe()
            self._process = context.Process(target=_serve, args=(theirs, self.limits), daemon=True)
            self._process.start()
            theirs.close()
            self._connection = ours
        return self._connection

    def _ask(self, where: str, text: str) -> Parsed:
        connection = self._start()
        try:
            connection.send(text)
            answer = connection.recv() if connection.poll(self.limits.parse_seconds) else None
        except (EOFError, BrokenPipeError, ConnectionResetError):
            self._break()
            raise SourceError(where, "broke the parser or its memory limit", _ADVICE) from None
        if answer is None:
            self._break()
            raise SourceError(where, f"took longer than {self.limits.parse_seconds} s to parse", _ADVICE)
        if isinstance(answer, str):
            raise SourceError(where, f"cannot be parsed ({answer})", _ADVICE)
        return dict(answer)

    def _break(self) -> None:
        if self._process is not None:
            self._process.kill()
        self.close()
