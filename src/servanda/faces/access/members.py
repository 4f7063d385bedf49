"""Those who have an account: who they are, where they come from, and where they go after they signed in."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network
from typing import Annotated
from urllib.parse import urlencode, urlsplit

from fastapi import Depends, Request

from servanda.errors import SignInError
from servanda.faces.access.gate import visitor_of
from servanda.faces.access.named import Named
from servanda.faces.access.visitor import Visitor
from servanda.workflows.sign_in import SignIns

SIGN_IN = "/sign-in"
# an address longer than this is not kept to go back to
LONGEST = 400


def sign_ins_of(request: Request) -> SignIns:
    """What signs people in; the pages that ask for it are there only where people have names."""
    access = request.state.access
    assert isinstance(access, Named), "only there where people have names"
    return access.sign_ins


async def _signed_in(request: Request) -> Visitor:
    visitor = visitor_of(request)
    if visitor.way not in ("session", "token"):
        raise SignInError("nobody is signed in; sign in to see your account")
    return visitor


Member = Annotated[Visitor, Depends(_signed_in)]
SignInsNow = Annotated[SignIns, Depends(sign_ins_of)]


def origin_of(request: Request) -> str:
    """Where a request comes from, for counting tries: the address, of IPv6 the network that one customer is given."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    return str(ip_network((address, 64), strict=False)) if isinstance(address, IPv6Address) else host


def inside(path: str) -> str:
    """A path of this site to go on to, or that of the relations where it could lead elsewhere."""
    plain = path.isascii() and path.isprintable() and "\\" not in path and " " not in path
    if not plain or not path.startswith("/") or path.startswith("//") or len(path) > LONGEST:
        return "/"
    parts = urlsplit(path)
    return "/" if parts.scheme or parts.netloc else path


def way_in(request: Request) -> str:
    """The address of the page to sign in by, which leads back to what was asked for."""
    path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    back = inside(path) if request.method in ("GET", "HEAD") else "/"
    return SIGN_IN if back == "/" else f"{SIGN_IN}?{urlencode({'next': back})}"
