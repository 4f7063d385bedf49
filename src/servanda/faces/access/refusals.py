"""How what a visitor may not do is answered: the status of each error, and the headers that go with it."""

from __future__ import annotations

from collections.abc import Mapping

from servanda.errors import AccessError, SignInError, TooOftenError

# what a program is told to send
CHALLENGE = 'Bearer realm="servanda"'


def status_of(error: AccessError) -> int:
    """401 where nobody is signed in, 429 for one who tried too often, 403 where somebody may not."""
    if isinstance(error, TooOftenError):
        return 429
    return 401 if isinstance(error, SignInError) else 403


def headers_of(error: AccessError) -> Mapping[str, str]:
    """The headers that tell a program how to go on."""
    if isinstance(error, TooOftenError):
        return {"Retry-After": str(error.wait)}
    return {"WWW-Authenticate": CHALLENGE} if isinstance(error, SignInError) else {}
