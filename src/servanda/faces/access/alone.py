"""One person at their own machine: no sign-in, and every right.

Whoever reaches the address is that person. So it listens on this machine only; what a foreign page of the same browser
sends to it is told by its missing form token and by where it says that it comes from.
"""

from __future__ import annotations

import secrets
from ipaddress import ip_address

from starlette.requests import HTTPConnection

from servanda.errors import SettingsError
from servanda.faces.access.visitor import Visitor


class Alone:
    """Everybody is the one person of this name; without a name they only read, since a decision is somebody's.

    The form token is of this process, and gone with it.
    """

    sign_in = False

    def __init__(self, name: str) -> None:
        self._visitor = Visitor(name, "admin" if name else "reader", "alone", secrets.token_urlsafe(32))

    async def visitor(self, connection: HTTPConnection) -> Visitor:  # noqa: ARG002
        """That person, whatever is asked."""
        return self._visitor


def is_this_machine(host: str) -> bool:
    """Whether an address is reached from this machine alone."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def check_alone(host: str, names: str) -> None:
    """Nothing where one person alone can reach the pages; SettingsError where others could."""
    if not is_this_machine(host):
        raise SettingsError(
            f"{host} can be reached from other machines, and nobody signs in; listen on 127.0.0.1, or let people "
            "sign in (--access named) or only read (--access public)"
        )
    if names.strip(" ,"):
        raise SettingsError(
            f"SERVANDA_WEB_NAMES={names!r} lets others reach the pages, and nobody signs in; unset it, or let people "
            "sign in (--access named) or only read (--access public)"
        )
