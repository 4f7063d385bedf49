"""What a program asks: the day, the part of a list, the filters; and how it is answered."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from typing import Annotated
from urllib.parse import urlencode

import msgspec
from fastapi import Depends, Query, Request, Response

from servanda.faces.access.gate import visitor_of
from servanda.terms.claims import ClaimKind
from servanda.terms.entries import AssessmentStatus
from servanda.terms.rows import Row
from servanda.workflows.desk import Desk
from servanda.workflows.find import Wanted
from servanda.workflows.office import state_codes

# what tells the part of a list, and nothing of what is in it
_PLACE = ("limit", "offset")


@dataclass(frozen=True, slots=True)
class Asked:
    """One request of a program."""

    desk: Desk
    as_of: date
    request: Request
    mark: str

    def answer(self, body: object) -> Response:
        """JSON with its mark, or 304 where the program has it as it stands."""
        headers = {"ETag": self.mark, "Cache-Control": "private, no-cache"}
        if self.request.headers.get("if-none-match") == self.mark:
            return Response(status_code=304, headers=headers)
        return Response(msgspec.json.encode(body), media_type="application/json", headers=headers)

    def listed(self, rows: Iterable[Row], total: int, part: Part) -> Response:
        """A part of a list, with the address of the next."""
        after: str | None = None
        if part.offset + part.limit < total:
            # a filter may be told more than once: all of its values go on to the next part
            kept = [(name, value) for name, value in self.request.query_params.multi_items() if name not in _PLACE]
            place = [("limit", str(part.limit)), ("offset", str(part.offset + part.limit))]
            after = f"{self.request.url.path}?{urlencode(kept + place)}"
        found = self.answer({
            "items": list(rows), "total": total, "limit": part.limit, "offset": part.offset, "next": after,
            "as_of": self.as_of.isoformat(),
        })  # fmt: skip
        if after is not None:
            found.headers["Link"] = f'<{after}>; rel="next"'
        return found


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a list."""

    limit: int
    offset: int

    def of(self, found: Sequence[object]) -> slice:
        """The part of a list at hand."""
        return slice(self.offset, min(self.offset + self.limit, len(found)))


def asked(
    request: Request,
    as_of: Annotated[date | None, Query(description="What was known on this day; by default today.")] = None,
) -> Asked:
    """The request as of its day."""
    desk: Desk = request.app.state.desk
    day = as_of or request.app.state.today()
    told = (
        version("servanda"), desk.mark(), day, request.url.path, sorted(request.query_params.multi_items()),
        visitor_of(request).mark,
    )  # fmt: skip
    return Asked(desk, day, request, f'"{hashlib.sha256(repr(told).encode()).hexdigest()[:32]}"')


def part(
    limit: Annotated[int, Query(ge=1, le=1000, description="At most so many.")] = 100,
    offset: Annotated[int, Query(ge=0, le=10**9, description="After so many.")] = 0,
) -> Part:
    """The part of a list asked for."""
    return Part(limit, offset)


States = Annotated[list[str] | None, Query(description="Codes or names; all of them must take part.")]
Kinds = Annotated[list[ClaimKind] | None, Query(description="One of these kinds.")]
Since = Annotated[date | None, Query(description="Not before this day.")]
Until = Annotated[date | None, Query(description="Not after this day.")]
Publisher = Annotated[str | None, Query(max_length=500, description="Told by this publisher.")]


def wanted(  # noqa: PLR0913  one for each filter that the description names
    state: States = None,
    kind: Kinds = None,
    status: Annotated[list[AssessmentStatus] | None, Query(description="One of these statuses.")] = None,
    since: Since = None,
    until: Until = None,
    publisher: Publisher = None,
    *,
    silent: Annotated[bool, Query(description="Only what nothing was reported of lately.")] = False,
    contradicted: Annotated[bool, Query(description="Only where reports differ.")] = False,
) -> Wanted:
    """The entries asked for; days are those of what an entry tells of."""
    return Wanted(
        state_codes(state or []), tuple(kind or ()), tuple(status or ()), since, until, publisher, silent, contradicted
    )


AskedNow = Annotated[Asked, Depends(asked)]
PartNow = Annotated[Part, Depends(part)]
WantedNow = Annotated[Wanted, Depends(wanted)]
