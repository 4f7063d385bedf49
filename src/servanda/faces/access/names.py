"""The names that an office is reached by: another name may be a foreign page's trick to read it from here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from http import HTTPStatus
from urllib.parse import urlsplit

from fastapi import Request, Response
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

WORDS = "this office is not known by the name it was asked for; whoever keeps it adds the name to SERVANDA_WEB_NAMES"


def is_known(host: str, names: Sequence[str]) -> bool:
    """Whether what a request was sent to, with or without a port, is one of some names; ``*.`` stands for any part."""
    try:
        asked = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    return any(name in (asked, "*") or (name.startswith("*.") and asked.endswith(name[1:])) for name in names)


class KnownNames:
    """Answers under known names alone; whatever else is asked, even for a file, gets what ``refuse`` makes of it."""

    def __init__(self, app: ASGIApp, names: Sequence[str], refuse: Callable[[Request, int, str], Response]) -> None:
        self._app = app
        self._names = [name.casefold() for name in names]
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "lifespan" or is_known(Headers(scope=scope).get("host", ""), self._names):
            await self._app(scope, receive, send)
            return
        answer = self._refuse(Request(scope, receive), HTTPStatus.BAD_REQUEST, WORDS)
        await answer(scope, receive, send)
