"""One request: the desk, the day it is asked for, what else was asked, and how it is answered."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from importlib.metadata import version
from typing import Annotated, Any

from fastapi import Depends, Request, Response

from servanda.errors import InputError
from servanda.faces.access.gate import can_sign_in, visitor_of
from servanda.faces.access.visitor import NOBODY, Visitor
from servanda.faces.exports.files import FORMATS, file_bytes
from servanda.faces.web.links import Links
from servanda.faces.web.render import Shell, Where, html, shell_of
from servanda.ledger.stamps import Stamp
from servanda.terms.claims import KINDS, ClaimKind
from servanda.terms.entries import AssessmentStatus
from servanda.terms.rows import Row
from servanda.workflows.desk import Desk, DeskMark
from servanda.workflows.find import Wanted
from servanda.workflows.office import state_codes

# the longest value a form sends; longer ones come from no form of ours
LONGEST = 500
PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Visit:
    """What one request asks."""

    desk: Desk
    as_of: date
    today: date
    links: Links
    path: str
    asked: Mapping[str, str]
    seen: str | None
    # how far everything had come before anything was read: what comes meanwhile makes an answer older, never newer
    mark: DeskMark
    visitor: Visitor = NOBODY
    can_sign_in: bool = False

    def now(self) -> Visit:
        """The same as of today: what waits for a decision is what is known now, whatever day one looks back to."""
        return replace(self, as_of=self.today, links=Links())

    def text(self, name: str) -> str | None:
        """What was asked under a name, or None."""
        return self.asked.get(name) or None

    def number(self, name: str, default: int, most: int) -> int:
        """A whole number from 1 up to ``most``; InputError when it is none."""
        told = self.text(name)
        if told is None:
            return default
        if not (told.isascii() and told.isdigit() and 1 <= int(told) <= most):
            raise InputError(f"{name}={told!r} is no number from 1 to {most}")
        return int(told)

    def day(self, name: str) -> date | None:
        """A day; InputError when it is none."""
        return _day(name, self.text(name))

    def moment(self, name: str) -> datetime | None:
        """A moment with its zone; InputError when it is none."""
        told = self.text(name)
        if told is None:
            return None
        try:
            found = datetime.fromisoformat(told)
            if found.tzinfo is not None:
                return found.astimezone(UTC)
        except (ValueError, OverflowError):
            pass
        raise InputError(f"{name}={told!r} is no moment; write it as 2025-02-12T09:30:00Z")

    def states(self) -> tuple[str, ...]:
        """The states asked for, by code or name, with commas, spaces or hyphens between codes."""
        told = self.text("states")
        if told is None:
            return ()
        return state_codes([part for word in told.split(",") if (part := word.strip())])

    def choice(self, name: str, valid: Iterable[str]) -> str | None:
        """One of a closed list; InputError names the valid ones."""
        told = self.text(name)
        if told is not None and told not in (listed := tuple(valid)):
            raise InputError(f"{name}={told!r} is none of {', '.join(listed)}")
        return told

    def wanted(self) -> Wanted:
        """The entries asked for."""
        kind = self.choice("kind", KINDS)
        status = self.choice("status", AssessmentStatus.__args__)  # type: ignore[attr-defined]
        kinds: tuple[ClaimKind, ...] = tuple(k for k in KINDS if k == kind)
        return Wanted(
            states=self.states(),
            kinds=kinds,
            statuses=(status,) if status else (),
            since=self.day("since"),
            until=self.day("until"),
            publisher=self.text("publisher"),
            silent=self.text("silent") is not None,
            contradicted=self.text("contradicted") is not None,
        )

    def shell(
        self,
        title: str,
        *crumbs: tuple[str, str],
        files: bool = False,
        shown: Stamp | None = None,
        behind: bool = False,
    ) -> Shell:
        """What every page has around its own; ``crumbs`` are paths and words, ``files`` where it can be taken along.

        ``shown`` is how far the ledger had come when what the page lists was put together; ``behind`` says that
        something was added to what it shows.
        """
        named = [(self.links.to(path), words) for path, words in crumbs]
        where = replace(self.where, behind=behind or (shown is not None and shown != self.mark.stamp))
        return shell_of(title, named, self.as_of, self.today, where, files=files)

    @property
    def where(self) -> Where:
        """Where the page stands, and who asks for it."""
        return Where(self.links, self.path, self.asked, self.visitor, self.can_sign_in)

    def answer(
        self,
        context: Any,  # noqa: ANN401
        rows: Callable[[], Iterable[Row]] | None = None,
        *,
        rests_on: object = None,
    ) -> Response:
        """The page, or its rows in the format asked for; 304 when the reader has it as it stands.

        ``rests_on`` is what it shows beside the ledger and what was asked.
        """
        mark = self._etag(rests_on)
        headers = {"ETag": mark, "Cache-Control": "private, no-cache"}
        if self.seen == mark:
            return Response(status_code=304, headers=headers)
        form = self.choice("format", FORMATS)
        if form is None or rows is None:
            return Response(html(context), media_type="text/html", headers=headers)
        name = self.path.strip("/").replace("/", "-") or "relations"
        return file_of(name, form, rows(), headers)

    def _etag(self, rests_on: object) -> str:
        told = (
            version("servanda"), self.mark, self.as_of, self.today, self.path, sorted(self.asked.items()),
            self.visitor.mark, rests_on,
        )  # fmt: skip
        return f'W/"{hashlib.sha256(repr(told).encode()).hexdigest()[:32]}"'


def file_of(name: str, form: str, rows: Iterable[Row], headers: Mapping[str, str]) -> Response:
    """Rows as a file to be kept; its name holds nothing that a header or a file system would trip over."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "_" for c in name)[:80]
    sent = {**headers, "Content-Disposition": f'attachment; filename="servanda-{plain}.{form}"'}
    return Response(file_bytes(form, rows), media_type=FORMATS[form], headers=sent)


def _day(name: str, told: str | None) -> date | None:
    if told is None:
        return None
    try:
        return date.fromisoformat(told)
    except ValueError:
        raise InputError(f"{name}={told!r} is no day; write it as 2025-02-12") from None


def visit(request: Request) -> Visit:
    """What a request asks; InputError when the day is none."""
    asked = {key: value.strip() for key, value in request.query_params.items() if value.strip()}
    long = next((key for key, value in asked.items() if len(value) > LONGEST), None)
    if long is not None:
        raise InputError(f"{long[:40]!r} is longer than {LONGEST} characters")
    today: date = request.app.state.today()
    as_of = _day("as_of", asked.get("as_of"))
    links = Links(as_of if as_of != today else None)
    seen = request.headers.get("if-none-match")
    desk: Desk = request.app.state.desk
    return Visit(
        desk, as_of or today, today, links, request.url.path, asked, seen, desk.mark(),
        visitor_of(request), can_sign_in(request),
    )  # fmt: skip


Visited = Annotated[Visit, Depends(visit)]
