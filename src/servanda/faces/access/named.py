"""People with names: a browser shows a session in its cookie, a program a token in its header.

A cookie is of this host alone, hidden from scripts, sent along from other sites only where a link leads here, and over
https only where the request came so. Its form token follows from its secret, so that nothing else need be kept.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import Response

from servanda.faces.access.visitor import NOBODY, PUBLIC, Visitor
from servanda.workflows.sign_in import SignIns

# the session's cookie, and the one that ties the form to sign in by to the browser that was given it
SESSION, BEFORE = "servanda-session", "servanda-before"
# What calendar programs and feed readers subscribe to. They can send no header, so their key stands in the address,
# under this name; it opens nothing else, for addresses are written down in many places.
FEEDS = ("/calendar.ics", "/changes.atom")
KEY = "key"
# with this start a browser takes the cookie only over https, and of no other host
_HOST = "__Host-"


class Named:
    """Users of the ledger; whoever is none reads where reading is public, and else is nobody."""

    sign_in = True

    def __init__(self, sign_ins: SignIns, *, public_reading: bool = False) -> None:
        self.sign_ins = sign_ins
        self._other = PUBLIC if public_reading else NOBODY

    async def visitor(self, connection: HTTPConnection) -> Visitor:
        """Who shows a session, a token or a key. One whose token or key is none is nobody, even to the public."""
        told = connection.headers.get("authorization")
        if told is not None:
            return await run_in_threadpool(self._by_token, told)
        key = feed_key(connection)
        if key:
            return await run_in_threadpool(self._by_key, key)
        secret = cookie(connection, SESSION)
        user = await run_in_threadpool(self.sign_ins.of_session, secret) if secret else None
        if user is not None:
            return Visitor(user.name, user.role, "session", form_token(secret))
        before = cookie(connection, BEFORE)
        other = self._other
        return Visitor(other.name, other.role, other.way, form_token(before) if before else "")

    def _by_token(self, told: str) -> Visitor:
        scheme, _, secret = told.partition(" ")
        if scheme.casefold() != "bearer":
            return NOBODY
        found = self.sign_ins.of_token(secret.strip())
        return NOBODY if found is None else Visitor(found[0].name, found[1], "token")

    def _by_key(self, key: str) -> Visitor:
        found = self.sign_ins.of_token(key, "feeds")
        return NOBODY if found is None else Visitor(found[0].name, found[1], "feed")


class Public:
    """Everybody reads, and nobody has a name."""

    sign_in = False

    async def visitor(self, connection: HTTPConnection) -> Visitor:  # noqa: ARG002
        """Somebody."""
        return PUBLIC


def feed_key(connection: HTTPConnection) -> str:
    """The key in the address of a feed; empty where there is none, or it is no feed."""
    return connection.query_params.get(KEY, "") if connection.scope["path"] in FEEDS else ""


def form_token(secret: str) -> str:
    """The form token of a cookie's secret: who knows the token cannot tell the secret."""
    return hmac.new(secret.encode("utf-8", "replace"), b"form", hashlib.sha256).hexdigest()


def _is_https(connection: HTTPConnection) -> bool:
    return connection.url.scheme == "https"


def cookie(connection: HTTPConnection, name: str) -> str:
    """What a cookie of ours holds; empty where there is none."""
    return connection.cookies.get((_HOST if _is_https(connection) else "") + name, "")


def set_cookie(answer: Response, connection: HTTPConnection, name: str, secret: str) -> None:
    """Let the browser keep a secret until it is closed."""
    https = _is_https(connection)
    answer.set_cookie((_HOST if https else "") + name, secret, path="/", secure=https, httponly=True, samesite="lax")


def drop_cookie(answer: Response, connection: HTTPConnection, name: str) -> None:
    """Let the browser forget a secret."""
    https = _is_https(connection)
    answer.delete_cookie((_HOST if https else "") + name, path="/", secure=https, httponly=True, samesite="lax")


def new_secret() -> str:
    """A secret for the cookie that goes before a session."""
    return secrets.token_urlsafe(32)
