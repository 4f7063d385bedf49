"""What stands for a user between two requests: sessions of browsers and tokens of programs, both by the hash alone.

Whoever reads the ledger, or a copy of it, cannot sign in with what stands there.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, insert, or_, select, update

from servanda.ledger.session import Ledger
from servanda.ledger.tables import tokens, users, web_sessions
from servanda.terms.users import Token, User, key_of


class Signed(NamedTuple):
    """Who is signed in by a session, since when, and when that was noted last."""

    user: User
    began: datetime
    seen: datetime


_USER = (users.c.name, users.c.role, users.c.since, users.c.disabled)
_TOKEN = (
    tokens.c.id, users.c.name, tokens.c.words, tokens.c.role, tokens.c.made, tokens.c.ends, tokens.c.used,
    tokens.c.scope,
)  # fmt: skip


def add_session(ledger: Ledger, digest: str, name: str, at: datetime, *, password: str) -> bool:
    """Begin a session of a user; False where the password of this hash is no longer theirs, or they are disabled.

    A password is checked before the writer's turn comes. Were it changed meanwhile, a session of the old one would
    outlive the change.
    """
    standing = (users.c.key == key_of(name), users.c.password == password, users.c.disabled.is_(False))
    with ledger.writing() as connection:
        if connection.execute(select(users.c.key).where(*standing)).first() is None:
            return False
        connection.execute(insert(web_sessions), {"digest": digest, "user": key_of(name), "began": at, "seen": at})
        return True


def drop_sessions(ledger: Ledger, *, unseen: datetime, old: datetime) -> None:
    """Drop the sessions that were not seen since a moment, or began before another."""
    with ledger.writing() as connection:
        ended = or_(web_sessions.c.seen < unseen, web_sessions.c.began < old)
        connection.execute(delete(web_sessions).where(ended))


def session_named(ledger: Ledger, digest: str) -> Signed | None:
    """Who a session is of, ended or not."""
    query = select(*_USER, web_sessions.c.began, web_sessions.c.seen).join_from(web_sessions, users)
    with ledger.reading() as connection:
        row = connection.execute(query.where(web_sessions.c.digest == digest)).first()
        return None if row is None else Signed(User(*row[:4]), row[4], row[5])


def note_session(ledger: Ledger, digest: str, at: datetime) -> None:
    """Note that a session was seen."""
    with ledger.writing() as connection:
        connection.execute(update(web_sessions).where(web_sessions.c.digest == digest).values(seen=at))


def end_session(ledger: Ledger, digest: str) -> None:
    """End a session."""
    with ledger.writing() as connection:
        connection.execute(delete(web_sessions).where(web_sessions.c.digest == digest))


def add_token(ledger: Ledger, token: Token, digest: str) -> None:
    """Keep a token by the hash of its secret."""
    values = {
        "id": token.id, "digest": digest, "user": key_of(token.user), "words": token.words, "role": token.role,
        "made": token.made, "ends": token.ends, "used": token.used, "scope": token.scope,
    }  # fmt: skip
    with ledger.writing() as connection:
        connection.execute(insert(tokens), values)


def token_list(ledger: Ledger, name: str | None = None) -> tuple[Token, ...]:
    """The tokens of a user, or of all, those made last first."""
    query = select(*_TOKEN).join_from(tokens, users).order_by(tokens.c.made.desc(), tokens.c.id)
    if name is not None:
        query = query.where(tokens.c.user == key_of(name))
    with ledger.reading() as connection:
        return tuple(Token(*row) for row in connection.execute(query))


def token_digest(ledger: Ledger, digest: str) -> tuple[User, Token] | None:
    """A token by the hash of its secret, ended or not, with its user."""
    query = select(*_USER, *_TOKEN).join_from(tokens, users).where(tokens.c.digest == digest)
    with ledger.reading() as connection:
        row = connection.execute(query).first()
        return None if row is None else (User(*row[:4]), Token(*row[4:]))


def note_token(ledger: Ledger, name: str, at: datetime) -> None:
    """Note that a token was used."""
    with ledger.writing() as connection:
        connection.execute(update(tokens).where(tokens.c.id == name).values(used=at))


def remove_token(ledger: Ledger, name: str, *, of: str | None = None) -> bool:
    """Take a token out by its id; False where there is none, or it is another user's than ``of``."""
    wanted = [tokens.c.id == name, *([] if of is None else [tokens.c.user == key_of(of)])]
    with ledger.writing() as connection:
        return connection.execute(delete(tokens).where(*wanted)).rowcount > 0
