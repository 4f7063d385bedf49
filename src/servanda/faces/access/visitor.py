"""The one who asks: a name, a role, and the way that both became known."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Protocol

from starlette.requests import HTTPConnection

from servanda.terms.users import Role, reaches

# alone: the one person at this machine; feed: a calendar program or feed reader, known by its address; public: somebody
# who reads without a name; nobody: one to whom nothing is shown
Way = Literal["alone", "session", "token", "feed", "public", "nobody"]


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks; ``form_token`` is what a page of theirs sends back with a form, and is never shown in a message."""

    name: str
    role: Role | None
    way: Way
    form_token: str = field(default="", repr=False)

    def may(self, role: Role) -> bool:
        """Whether they may do what a role may."""
        return reaches(self.role, role)

    @property
    def mark(self) -> str:
        """What differs in the pages of two visitors: a page kept by a browser is only for the one it was made for."""
        return repr((self.name, self.role, self.way, self.form_token))


NOBODY = Visitor("", None, "nobody")
PUBLIC = Visitor("", "reader", "public")


class Access(Protocol):
    """How visitors become known."""

    @property
    def sign_in(self) -> bool:
        """Whether there is a page to sign in by."""

    async def visitor(self, connection: HTTPConnection) -> Visitor:
        """Who makes a request; LedgerError where that cannot be looked up."""
