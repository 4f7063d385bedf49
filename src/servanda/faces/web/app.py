"""The pages as an application: where they live, what every answer carries, what a mistake looks like."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from pathlib import Path
from typing import ClassVar

from fastapi import Depends, FastAPI, Request, Response
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from servanda.errors import (
    AccessError,
    InputError,
    LedgerError,
    NotFoundError,
    NotReadyError,
    ServandaError,
    SignInError,
)
from servanda.faces.access.gate import Gate, can_sign_in, fault_words, may, visitor_of
from servanda.faces.access.members import way_in
from servanda.faces.access.named import feed_key
from servanda.faces.access.names import KnownNames
from servanda.faces.access.problem import problem
from servanda.faces.access.refusals import headers_of, status_of
from servanda.faces.access.visitor import NOBODY, Access
from servanda.faces.web.links import Links
from servanda.faces.web.pages import (
    account,
    changes,
    claim,
    compare,
    decisions,
    entries,
    entry,
    history,
    home,
    merge,
    missed,
    pack,
    people,
    relation,
    report,
    reports,
    review,
    search,
    series,
    sign_in,
    task,
    users,
)
from servanda.faces.web.render import Shell, Where, html, shell_of
from servanda.faces.web.visit import visit
from servanda.faces.web.words import day, sides
from servanda.workflows.desk import Desk

PAGES = (
    home, relation, pack, compare, series, changes, entry, history, merge, entries, report, reports, claim, review,
    task, missed, decisions, search, people,
)  # fmt: skip
# where people have names
ACCOUNT_PAGES = (sign_in, account, users)
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    # other sites are told nothing; with no-referrer a browser would send our own forms with the origin "null"
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# names under which a browser on this machine reaches it; another name may be a foreign page's trick
LOCAL = ("localhost", "127.0.0.1")


class SecureHeaders:
    """Gives every answer the headers that keep a browser from running or fetching anything else."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._headers = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and add the headers to what comes back."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", []), *self._headers]}
            await send(message)

        await self._app(scope, receive, sending if scope["type"] == "http" else send)


class Under(Mount):
    """All addresses under a path, those with a line feed in them too, which an ordinary mount passes over."""

    def __init__(self, path: str, app: ASGIApp) -> None:
        super().__init__(path, app)
        self.path_regex = re.compile(self.path_regex.pattern, re.DOTALL)


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is shown when a page cannot be."""

    template: ClassVar[str] = "mistake.html"
    shell: Shell
    words: str
    advice: str


@dataclass(frozen=True, slots=True)
class Wait:
    """What is shown while everything is being assessed."""

    template: ClassVar[str] = "wait.html"
    shell: Shell
    words: str
    ready: tuple[tuple[str, str], ...]
    relations: tuple[tuple[str, str], ...]


SHOWN_MEANWHILE = 40
_ADVICE = {
    400: "Correct the address or the form, or begin again at the relations.",
    401: "Pages that everybody may read are at the relations.",
    403: "Ask an admin of this office, or begin again at the relations.",
    404: "Look for it by its words, or begin again at the relations.",
}


def _nowhere(request: Request) -> Where:
    """The surroundings of a mistake; a visitor who could not be looked up is nobody."""
    try:
        visitor = visitor_of(request)
    except LedgerError:
        visitor = NOBODY
    return Where(Links(), "/", {}, visitor, can_sign_in(request))


def _mistake(request: Request, status: int, words: str) -> Response:
    today: date = request.app.state.today()
    shell = shell_of(HTTPStatus(status).phrase, (), today, today, _nowhere(request), files=False)
    advice = _ADVICE.get(status, "Try again; if it stays so, look at what the server wrote.")
    return Response(html(Mistake(shell, words, advice)), status, media_type="text/html")


def _misnamed(request: Request, status: int, words: str) -> Response:
    """What is answered under a name that is not known, to a program in its own shape."""
    return problem(request, status, words) if request.url.path.startswith("/api/") else _mistake(request, status, words)


def _wait(request: Request, words: str) -> Response:
    """The page while everything is being assessed: one relation can be looked at meanwhile."""
    today: date = request.app.state.today()
    desk: Desk = request.app.state.desk
    asked = visit(request)
    shell = shell_of("In a moment", (), asked.as_of, today, asked.where, files=False)
    found = tuple((sides(pair), asked.links.relation(pair)) for pair in desk.busiest(SHOWN_MEANWHILE))
    ready = tuple(
        (day(one), Links(one if one != today else None).query(asked.path, asked.asked))
        for one in desk.ready_days()
        if one != asked.as_of
    )
    headers = {"Retry-After": "5", "Refresh": "5"}
    return Response(html(Wait(shell, words, ready, found)), 503, headers, "text/html")


def _refusal(request: Request, error: AccessError) -> Response:
    """What somebody gets who may not: the way to sign in, where there is one."""
    leads = can_sign_in(request) and request.method in ("GET", "HEAD")
    # a calendar program whose key has ended takes no page for a calendar
    if isinstance(error, SignInError) and leads and not feed_key(request):
        return RedirectResponse(way_in(request), 303)
    answer = _mistake(request, status_of(error), str(error))
    answer.headers.update(headers_of(error))
    return answer


def _on_error(request: Request, error: Exception) -> Response:
    if isinstance(error, AccessError):
        return _refusal(request, error)
    if isinstance(error, InputError):
        return _mistake(request, 400, str(error))
    if isinstance(error, NotFoundError):
        return _mistake(request, 404, str(error))
    if isinstance(error, NotReadyError):
        return _wait(request, str(error))
    return _mistake(request, 500, fault_words(request, error))


def _on_http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    words = "There is no such page." if error.status_code == 404 else str(error.detail)
    answer = _mistake(request, error.status_code, words)
    # which methods a page has, after one that it has not
    answer.headers.update(error.headers or {})
    return answer


def create_app(
    desk: Desk,
    access: Access,
    *,
    today: Callable[[], date],
    names: Sequence[str] = LOCAL,
    api: ASGIApp | None = None,
) -> FastAPI:
    """The pages over a desk for those whom ``access`` lets in; ``names`` are those it may be reached by.

    ``api`` answers under /api, behind the same gate.
    """
    app = FastAPI(title="Servanda", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.desk, app.state.today = desk, today
    if api is not None:
        app.router.routes.append(Under("/api", api))
    for module in PAGES:
        app.include_router(module.router, dependencies=[Depends(may("reader"))])
    for module in ACCOUNT_PAGES if access.sign_in else ():
        app.include_router(module.router)
    app.mount("/static", StaticFiles(directory=Path(__file__).with_name("static")))
    app.add_exception_handler(ServandaError, _on_error)
    app.add_exception_handler(HTTPException, _on_http_error)
    app.add_middleware(Gate, access=access)
    app.add_middleware(KnownNames, names=names, refuse=_misnamed)
    app.add_middleware(SecureHeaders)
    return app
