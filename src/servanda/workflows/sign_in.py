"""Who is signed in: sessions of browsers begun by a password, and tokens of programs.

A secret is 256 random bits and is given out once; the ledger holds its SHA-256. That needs no slow hash, since nobody
can guess it, and so a request is known in a millisecond.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import BoundedSemaphore

from servanda.errors import InputError, NotFoundError, SignInError
from servanda.ledger import accounts, credentials
from servanda.ledger.session import Ledger
from servanda.terms.users import Role, Scope, Token, User, key_of, lower, reaches
from servanda.workflows import passwords
from servanda.workflows.throttle import Throttle
from servanda.workflows.today import now

# a session ends after so long without a page, and so long after it began
IDLE, WHOLE = timedelta(hours=8), timedelta(days=7)
# the last page of a session, and the last use of a token, are noted no oftener: a page must not cost a write
SEEN_EVERY, USED_EVERY = timedelta(minutes=10), timedelta(hours=1)
# days that a token lives: usually, and at most
TOKEN_DAYS, MOST_TOKEN_DAYS = 90, 3650
# days that the secret address of a calendar lives: who subscribes to one does not look after it
FEED_DAYS = 365
LONGEST_WORDS = 100
# the start of a token, by which searches for leaked secrets know it
TOKEN_START = "servanda_"  # noqa: S105
# passwords checked at once: each takes 64 MiB
AT_ONCE = 2
WRONG = "the name or the password is not right"


class SignIns:
    """Begins and ends sessions, and knows whom one, or a token, is of."""

    def __init__(
        self, ledger: Ledger, *, clock: Callable[[], datetime] = now, throttle: Throttle | None = None
    ) -> None:
        self.ledger = ledger
        self._clock = clock
        self._throttle = throttle or Throttle()
        self._turns = BoundedSemaphore(AT_ONCE)

    def begin(self, name: str, password: str, address: str) -> str:
        """The secret of a new session; SignInError where name and password do not fit, TooOftenError for too many."""
        digest = self._checked(name, password, address)
        at = self._clock()
        credentials.drop_sessions(self.ledger, unseen=at - IDLE, old=at - WHOLE)
        secret = _secret()
        if not credentials.add_session(self.ledger, _digest(secret), name, at, password=digest):
            raise SignInError(WRONG)
        return secret

    def change_password(self, name: str, old: str, new: str, address: str) -> str:
        """The secret of a new session after a changed password; every other session has ended."""
        self._checked(name, old, address)
        digest = passwords.hashed(new, name)
        accounts.set_password(self.ledger, name, digest)
        secret = _secret()
        if not credentials.add_session(self.ledger, _digest(secret), name, self._clock(), password=digest):
            raise SignInError(WRONG)
        return secret

    def of_session(self, secret: str) -> User | None:
        """Who is signed in by a session's secret; None where it has ended."""
        digest = _digest(secret)
        signed = credentials.session_named(self.ledger, digest)
        at = self._clock()
        if signed is None or signed.user.disabled or at - signed.seen >= IDLE or at - signed.began >= WHOLE:
            return None
        if at - signed.seen >= SEEN_EVERY:
            credentials.note_session(self.ledger, digest, at)
        return signed.user

    def end(self, secret: str) -> None:
        """End a session."""
        credentials.end_session(self.ledger, _digest(secret))

    def of_token(self, secret: str, scope: Scope = "programs") -> tuple[User, Role] | None:
        """Whose token a secret is, and what it may; None where it is none, opens something else, or has ended."""
        found = credentials.token_digest(self.ledger, _digest(secret))
        if found is None:
            return None
        user, token = found
        at = self._clock()
        if token.scope != scope or user.disabled or at >= token.ends:
            return None
        if token.used is None or at - token.used >= USED_EVERY:
            credentials.note_token(self.ledger, token.id, at)
        return user, lower(token.role, user.role)

    def _checked(self, name: str, password: str, address: str) -> str:
        """The hash that a password was found to fit."""
        key = key_of(name)
        self._throttle.take(key, address)
        with self._turns:
            digest = accounts.password_of(self.ledger, name)
            fits = passwords.matches(digest, password)
        if not fits or digest is None:
            raise SignInError(WRONG)
        self._throttle.passed(key, address)
        if passwords.is_weak(digest):
            better = passwords.hash_of(password)
            accounts.renew_hash(self.ledger, name, digest, better)
            return better
        return digest


def make_token(ledger: Ledger, user: User, words: str, role: Role, days: int = TOKEN_DAYS) -> tuple[Token, str]:
    """A new token and its secret, which can be shown only now; InputError where it would do more than its user may."""
    return _made(ledger, user, words, role, days, "programs")


def make_feed_key(ledger: Ledger, user: User, words: str, days: int = FEED_DAYS) -> tuple[Token, str]:
    """A new key for the address of a calendar or feed, and its secret: it reads those two and nothing else."""
    return _made(ledger, user, words, "reader", days, "feeds")


def tokens(ledger: Ledger, name: str | None = None) -> tuple[Token, ...]:
    """The tokens of a user, or of all, those made last first."""
    return credentials.token_list(ledger, name)


def revoke(ledger: Ledger, token: str, *, of: str | None = None) -> None:
    """End a token by its id; NotFoundError where there is none, or it is not of the user told."""
    if not credentials.remove_token(ledger, token, of=of):
        raise NotFoundError(f"no token {token[:40]!r}; it may have been revoked already")


def _made(ledger: Ledger, user: User, words: str, role: Role, days: int, scope: Scope) -> tuple[Token, str]:
    told = " ".join(words.split())
    if not told or len(told) > LONGEST_WORDS or not told.isprintable():
        raise InputError(f"say in 1 to {LONGEST_WORDS} characters what the token is for")
    if not 1 <= days <= MOST_TOKEN_DAYS:
        raise InputError(f"a token lives 1 to {MOST_TOKEN_DAYS} days, not {days}")
    if not reaches(user.role, role):
        raise InputError(f"{user.name!r} is {user.role}; a token of theirs cannot be {role}")
    secret = TOKEN_START + _secret()
    at = now()
    token = Token(f"t-{secrets.token_hex(5)}", user.name, told, role, at, at + timedelta(days=days), scope=scope)
    credentials.add_token(ledger, token, _digest(secret))
    return token, secret


def _secret() -> str:
    return secrets.token_urlsafe(32)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
