"""Passwords: what makes one good enough, and their hashes by Argon2id.

The parameters are those of the library (RFC 9106, low memory: 64 MiB, three passes), kept in each hash, so that they
can grow. The library is part of the extra ``web`` and imported only where a password is at hand.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from servanda.errors import ExtraError, InputError
from servanda.terms.users import key_of

if TYPE_CHECKING:
    from argon2 import PasswordHasher

# NIST SP 800-63B asks for 15 characters where nothing else is shown; 12 with waits after wrong ones
SHORTEST = 12
# a hash of a megabyte would be a way to keep the machine busy
LONGEST = 200


@cache
def _hasher() -> PasswordHasher:
    try:
        from argon2 import PasswordHasher  # noqa: PLC0415  part of the extra
    except ModuleNotFoundError as error:
        if error.name != "argon2":
            raise
        raise ExtraError("argon2-cffi", "web") from None
    return PasswordHasher()


def ready() -> None:
    """Nothing where the library is there; ExtraError elsewhere."""
    _hasher()


@cache
def _of_nobody() -> str:
    """A hash that no password has: an unknown name takes as long as a known one."""
    return _hasher().hash("")


def _composed(password: str) -> str:
    """One way to write what may be typed in several: an accent may come as a sign of its own."""
    return unicodedata.normalize("NFKC", password)


def hashed(password: str, name: str) -> str:
    """The hash of a user's new password; InputError where it is too short, too long, or the name itself."""
    length = len(_composed(password))
    if not SHORTEST <= length <= LONGEST:
        raise InputError(f"the password has {length} characters; take {SHORTEST} to {LONGEST}: some words in a row do")
    if len(set(password)) < 5 or key_of(name) == key_of(password):
        raise InputError("the password is the name or a few signs again and again; take some words in a row")
    return hash_of(password)


def hash_of(password: str) -> str:
    """The hash of a password that is good enough, or was; InputError where it cannot be written as bytes."""
    try:
        return _hasher().hash(_composed(password))
    except UnicodeEncodeError:
        raise InputError("the password holds signs that cannot be written; take others") from None


def matches(digest: str | None, password: str) -> bool:
    """Whether a password is the one of a hash; where there is no hash it is not, and that takes as long."""
    from argon2.exceptions import VerifyMismatchError  # noqa: PLC0415

    hasher = _hasher()
    try:
        hasher.verify(digest or _of_nobody(), _composed(password[: LONGEST + 1]))
    except (VerifyMismatchError, UnicodeEncodeError):
        return False
    return digest is not None


def is_weak(digest: str) -> bool:
    """Whether a hash was made with less than is usual now."""
    return _hasher().check_needs_rehash(digest)
