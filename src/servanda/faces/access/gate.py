"""Finds out who asks before anything answers, and holds every route to the role it needs."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from servanda.errors import LedgerError, RoleError, SignInError
from servanda.faces.access.visitor import NOBODY, Access, Visitor
from servanda.faces.exports.reviewers import reviewers_hidden
from servanda.terms.users import MAY, ROLES, Role

# what one visitor is shown must not be handed to another by a store in between
VARY = "Cookie, Authorization"
# files that are the same for everybody
STATIC = "/static/"
_LOG = logging.getLogger(__name__)


class Gate:
    """Puts the visitor into a request's state, and keeps answers from being handed to another visitor."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with its visitor; where that cannot be looked up, whoever asks for the visitor is told."""
        if scope["type"] != "http" or scope["path"].startswith(STATIC):
            await self._app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        state["access"] = self._access
        found = state["visitor"] = await self._found(HTTPConnection(scope))

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.add_vary_header(VARY)
                headers.setdefault("Cache-Control", "private, no-cache")
            await send(message)

        with reviewers_hidden(hidden=isinstance(found, Visitor) and found.way in ("public", "nobody")):
            await self._app(scope, receive, sending)

    async def _found(self, connection: HTTPConnection) -> Visitor | LedgerError:
        try:
            return await self._access.visitor(connection)
        except LedgerError as error:
            return error


def visitor_of(request: Request) -> Visitor:
    """Who makes a request; nobody where no gate stands before the application."""
    found: Visitor | LedgerError = getattr(request.state, "visitor", NOBODY)
    if isinstance(found, LedgerError):
        raise found
    return found


def fault_words(request: Request, error: Exception) -> str:
    """What a visitor is told of a fault of the server or its ledger: an admin what it is, others where it is written.

    It may name paths and tables.
    """
    _LOG.error("%s: %s", request.url.path, error)
    visitor = getattr(request.state, "visitor", NOBODY)
    if isinstance(visitor, Visitor) and visitor.may("admin"):
        return str(error)
    return "This cannot be answered at the moment; whoever keeps the office finds the reason in the server's log."


def can_sign_in(request: Request) -> bool:
    """Whether there is a page to sign in by."""
    access: Access | None = getattr(request.state, "access", None)
    return access is not None and access.sign_in


def _who(visitor: Visitor) -> str:
    if visitor.way == "alone":
        return "your name is not known here (set SERVANDA_USER)"
    return f"{visitor.name!r} is {visitor.role}" if visitor.name else "whoever is not signed in only reads"


def _needing(role: Role) -> Callable[[Request], Awaitable[Visitor]]:
    async def allowed(request: Request) -> Visitor:
        visitor = visitor_of(request)
        if visitor.may(role):
            return visitor
        if visitor.role is None:
            raise SignInError("nobody is signed in; sign in, or send a token of yours")
        raise RoleError(f"{_who(visitor)}; this needs the role {role}, which {MAY[role]}")

    return allowed


# the dependency of each role: a route names one, so that a test can tell what each route needs
NEEDING: Mapping[Role, Callable[[Request], Awaitable[Visitor]]] = {role: _needing(role) for role in ROLES}


def may(role: Role) -> Callable[[Request], Awaitable[Visitor]]:
    """The dependency that gives the visitor where they may do what a role may; SignInError or RoleError elsewhere."""
    return NEEDING[role]


Reader = Annotated[Visitor, Depends(may("reader"))]
Reviewer = Annotated[Visitor, Depends(may("reviewer"))]
Editor = Annotated[Visitor, Depends(may("editor"))]
Admin = Annotated[Visitor, Depends(may("admin"))]
