"""What is sent to be kept: read in bounds, and only where a page or a program of the visitor's own sent it.

A page elsewhere can make a browser send a form here, along with the cookies of its user. It cannot read our pages, so
it does not know the form token; and the browser says where a request comes from (``Origin``, ``Sec-Fetch-Site``).
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated
from urllib.parse import parse_qsl, urlsplit

from fastapi import Depends, Request
from starlette.exceptions import HTTPException

from servanda.errors import ForgedError, InputError, SignInError
from servanda.faces.access.gate import visitor_of

# the largest form in bytes, and the most fields: a whole report's words can be corrected, a book cannot be sent
LARGEST_FORM = 256 * 1024
MOST_FIELDS = 500
FORM = "application/x-www-form-urlencoded"
# the name of the hidden field
TOKEN_FIELD = "form_token"  # noqa: S105
# the sorts of body that a foreign page can make a browser send without asking first
SIMPLE = (FORM, "multipart/form-data", "text/plain", "")


@dataclass(frozen=True, slots=True)
class Form:
    """The values of a form, each name's in the order sent; line ends are those of the ledger's texts."""

    values: Mapping[str, tuple[str, ...]]

    def text(self, name: str) -> str:
        """What stands in a field without the space around it; empty where it was not sent."""
        return self.raw(name).strip()

    def raw(self, name: str) -> str:
        """What stands in a field, as it was written."""
        return self.all(name)[0] if name in self.values else ""

    def all(self, name: str) -> tuple[str, ...]:
        """All values of a name: of boxes that were ticked, as an example."""
        return self.values.get(name, ())


def media(request: Request) -> str:
    """The sort of body that is said to be sent, without its parameters; empty where none is said."""
    return request.headers.get("content-type", "").partition(";")[0].strip().casefold()


def _is_foreign(request: Request) -> bool:
    """Whether the browser says that another site made the request; False where it says nothing."""
    site = request.headers.get("sec-fetch-site")
    if site is not None and site != "same-origin":
        return True
    origin = request.headers.get("origin")
    # the scheme is left out: behind a proxy that speaks https the request is http
    return origin is not None and urlsplit(origin).netloc != request.headers.get("host")


def refuse_foreign(request: Request) -> None:
    """Nothing; ForgedError where the browser says that another site made the request."""
    if _is_foreign(request):
        raise ForgedError("another site sent this; open the page here and send it from there")


async def body(request: Request, most: int) -> bytes:
    """What was sent, if it is no more than so many bytes; 413 as soon as it is."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            raise HTTPException(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                f"what was sent is larger than {most // 1024} KiB; send it in parts",
            )
        parts.append(part)
    return b"".join(parts)


def _read(told: bytes) -> Form:
    try:
        pairs = parse_qsl(told.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError:
        raise InputError("the form cannot be read; send it from its page") from None
    values: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        if "\x00" in value:
            raise InputError(f"{name[:40]!r} holds a character that no text has (U+0000); take it out")
        values[name] = (*values.get(name, ()), value.replace("\r\n", "\n"))
    return Form(values)


async def posted(request: Request) -> Form:
    """The form that a page of ours sent.

    ForgedError where the form token is missing or of another visitor, or another site sent it; InputError where it
    cannot be read; 413 and 415 for one that is too large, or is no form.
    """
    refuse_foreign(request)
    visitor = visitor_of(request)
    if not visitor.form_token:
        raise SignInError("nobody is signed in here; sign in and send the form again")
    if media(request) != FORM:
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"a form is sent as {FORM}")
    form = _read(await body(request, LARGEST_FORM))
    if not hmac.compare_digest(form.raw(TOKEN_FIELD).encode(), visitor.form_token.encode()):
        raise ForgedError("the form is not of this page, or is too old; go back, load the page again and send it anew")
    return form


async def unforged(request: Request) -> None:
    """Nothing where a program of the visitor's own sent the request; ForgedError where a page could have.

    A token is known to programs alone. At one's own machine none is needed, so a body must be of a sort (JSON) that no
    foreign page can send unasked. A session of a browser is for the pages.
    """
    refuse_foreign(request)
    visitor = visitor_of(request)
    if visitor.way == "token":
        return
    if visitor.way != "alone":
        raise SignInError("programs send with a token of yours: Authorization: Bearer …; make one at /account/tokens")
    if media(request) in SIMPLE:
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "send it as application/json")


Posted = Annotated[Form, Depends(posted)]
