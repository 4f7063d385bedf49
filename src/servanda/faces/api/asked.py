"""What a program asks: the day, the part of a list, the filters; and how it is answered."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from typing import Annotated, Any
from urllib.parse import urlencode

import msgspec
from fastapi import Depends, Header, Query, Request, Response
from fastapi.routing import APIRoute
from pydantic import BeforeValidator

from servanda.errors import InputError
from servanda.faces.access.gate import visitor_of
from servanda.terms.claims import ClaimKind
from servanda.terms.entries import AssessmentStatus
from servanda.terms.rows import Plain, Row
from servanda.workflows.desk import Desk
from servanda.workflows.find import Wanted
from servanda.workflows.office import state_codes

# what tells the part of a list and its day, which the address of the next part names anew
_PLACE = ("limit", "offset", "as_of")
_WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Asked:
    """One request of a program."""

    desk: Desk
    as_of: date
    request: Request
    mark: str

    def answer(self, body: object) -> Response:
        """JSON with its mark, or 304 where the program has it as it stands."""
        return self._sent(lambda: msgspec.json.encode(body), "application/json")

    def lines(self, rows: Iterable[Row]) -> Response:
        """JSON Lines with their mark, or 304."""
        return self._sent(lambda: b"".join(msgspec.json.encode(row) + b"\n" for row in rows), "application/x-ndjson")

    def _sent(self, body: Any, media: str) -> Response:  # noqa: ANN401
        headers = {"ETag": self.mark, "Cache-Control": "private, no-cache"}
        if _has(self.request.headers.getlist("if-none-match"), self.mark):
            return Response(status_code=304, headers=headers)
        return Response(body(), media_type=media, headers=headers)

    def listed(self, rows: Iterable[Row], total: int | None, part: Part, more: Mapping[str, Plain] | None = None,
               *, follows: bool | None = None) -> Response:  # fmt: skip
        """A part of a list, with the address of the next; ``follows`` says of an unknown total whether there is one."""
        after: str | None = None
        if follows if total is None else part.offset + part.limit < total:
            # a filter may be told more than once: all of its values go on to the next part
            kept = [(name, value) for name, value in self.request.query_params.multi_items() if name not in _PLACE]
            place = [("as_of", self.as_of.isoformat()), ("limit", str(part.limit))]
            after = f"{self.request.url.path}?{urlencode([*kept, *place, ('offset', str(part.offset + part.limit))])}"
        found = self.answer({
            "items": list(rows), "total": total, "limit": part.limit, "offset": part.offset, "next": after,
            "as_of": self.as_of.isoformat(), **(more or {}),
        })  # fmt: skip
        if after is not None:
            found.headers["Link"] = f'<{after}>; rel="next"'
        return found


def _has(told: Sequence[str], mark: str) -> bool:
    """Whether If-None-Match names a mark: a list of marks, weak ones too, or ``*``."""
    marks = [one.strip().removeprefix("W/") for line in told for one in line.split(",")]
    return mark in marks or "*" in marks


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a list."""

    limit: int
    offset: int

    def of(self, found: Sequence[object]) -> slice:
        """The part of a list at hand."""
        return slice(self.offset, min(self.offset + self.limit, len(found)))


def _parameters(route: APIRoute) -> frozenset[str]:
    """The parameters that an address takes."""
    found, waiting = set[str](), [route.dependant]
    while waiting:
        one = waiting.pop()
        found.update(parameter.alias for parameter in one.query_params)
        waiting += one.dependencies
    return frozenset(found)


async def only_known(request: Request) -> None:
    """Nothing; InputError for a parameter that an address does not have: a misspelt filter must not be left out."""
    valid = _parameters(request.scope["route"])
    for name, value in request.query_params.multi_items():
        if name not in valid:
            raise InputError(f"{name[:60]!r} is no parameter here; there are {', '.join(sorted(valid)) or 'none'}")
        if "\x00" in value:
            raise InputError(f"{name} holds a NUL character; take it out")


def _day(told: object) -> object:
    """A day written out; else a number would be taken for seconds since 1970."""
    if isinstance(told, str) and not _WRITTEN.fullmatch(told):
        raise ValueError("write a day as 2025-02-12")
    return told


Day = Annotated[date, BeforeValidator(_day)]
AsOf = Annotated[
    Day | None, Query(description="What was known on this day; by default today.", examples=["2025-02-12"])
]
Has = Annotated[
    str | None, Header(alias="If-None-Match", description="Marks (ETag) of what the program has; 304 where one holds.")
]


def asked(request: Request, as_of: AsOf = None, _has_already: Has = None) -> Asked:
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


def states(
    state: Annotated[
        list[str] | None,
        Query(description="Codes or names; all of them must take part.", examples=[["KAZ", "Tajikistan"]],
              max_length=50),
    ] = None,
) -> tuple[str, ...]:  # fmt: skip
    """The codes of the states asked for; InputError for a word that is none."""
    return state_codes(state or [])


StatesNow = Annotated[tuple[str, ...], Depends(states)]
Kinds = Annotated[list[ClaimKind] | None, Query(description="One of these kinds.")]
Since = Annotated[Day | None, Query(description="Not before this day.")]
Until = Annotated[Day | None, Query(description="Not after this day.")]
Statuses = Annotated[list[AssessmentStatus] | None, Query(description="One of these statuses.")]
Publisher = Annotated[str | None, Query(max_length=500, description="Told by this publisher.")]


def wanted(  # noqa: PLR0913  one for each filter that the description names
    state: StatesNow,
    kind: Kinds = None,
    status: Statuses = None,
    since: Since = None,
    until: Until = None,
    publisher: Publisher = None,
    *,
    silent: Annotated[bool, Query(description="Only what nothing was reported of lately.")] = False,
    contradicted: Annotated[bool, Query(description="Only where reports differ.")] = False,
) -> Wanted:
    """The entries asked for; days are those of what an entry tells of."""
    return Wanted(state, tuple(kind or ()), tuple(status or ()), since, until, publisher, silent, contradicted)


AskedNow = Annotated[Asked, Depends(asked)]
PartNow = Annotated[Part, Depends(part)]
WantedNow = Annotated[Wanted, Depends(wanted)]
