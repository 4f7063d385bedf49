"""Users in a ledger with the hashes of their passwords, and what ends when one of them changes."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select, update

from servanda.ledger.session import Ledger
from servanda.ledger.tables import tokens, users, web_sessions
from servanda.terms.users import Role, User, key_of

_USER = (users.c.name, users.c.role, users.c.since, users.c.disabled)


def user_list(ledger: Ledger) -> tuple[User, ...]:
    """Every user by name."""
    with ledger.reading() as connection:
        return tuple(User(*row) for row in connection.execute(select(*_USER).order_by(users.c.key)))


def user_named(ledger: Ledger, name: str) -> User | None:
    """The user of a name, however it is written."""
    with ledger.reading() as connection:
        row = connection.execute(select(*_USER).where(users.c.key == key_of(name))).first()
        return None if row is None else User(*row)


def password_of(ledger: Ledger, name: str) -> str | None:
    """The hash of a user's password; None where there is no such user, one without a password, or one disabled."""
    query = select(users.c.password).where(users.c.key == key_of(name), users.c.disabled.is_(False))
    with ledger.reading() as connection:
        found: str | None = connection.execute(query).scalar_one_or_none()
        return found


def add_user(ledger: Ledger, user: User, password: str | None) -> bool:
    """Keep a new user with the hash of a password; False where the name is taken."""
    key = key_of(user.name)
    with ledger.writing() as connection:
        if connection.execute(select(users.c.key).where(users.c.key == key)).first() is not None:
            return False
        values = {
            "key": key, "name": user.name, "role": user.role, "since": user.since, "disabled": user.disabled,
            "password": password,
        }  # fmt: skip
        connection.execute(insert(users), values)
        return True


def set_role(ledger: Ledger, name: str, role: Role) -> bool:
    """Give a user another role; False where there is no such user."""
    with ledger.writing() as connection:
        return _change(connection, name, role=role)


def set_disabled(ledger: Ledger, name: str, *, disabled: bool) -> bool:
    """Disable a user, which ends every session, or enable one again; False where there is no such user."""
    with ledger.writing() as connection:
        _end_sessions(connection, name)
        return _change(connection, name, disabled=disabled)


def set_password(ledger: Ledger, name: str, password: str) -> bool:
    """Keep the hash of a user's new password, and end every session; False where there is no such user."""
    with ledger.writing() as connection:
        _end_sessions(connection, name)
        return _change(connection, name, password=password)


def renew_hash(ledger: Ledger, name: str, old: str, new: str) -> None:
    """Keep a better hash of the same password; another password, set meanwhile, stays."""
    with ledger.writing() as connection:
        same = (users.c.key == key_of(name), users.c.password == old)
        connection.execute(update(users).where(*same).values(password=new))


def remove_user(ledger: Ledger, name: str) -> bool:
    """Take a user out with all tokens and sessions; False where there is none. What the name signed stays."""
    key = key_of(name)
    with ledger.writing() as connection:
        _end_sessions(connection, name)
        connection.execute(delete(tokens).where(tokens.c.user == key))
        return connection.execute(delete(users).where(users.c.key == key)).rowcount > 0


def _change(connection: Connection, name: str, **values: object) -> bool:
    return connection.execute(update(users).where(users.c.key == key_of(name)).values(values)).rowcount > 0


def _end_sessions(connection: Connection, name: str) -> None:
    connection.execute(delete(web_sessions).where(web_sessions.c.user == key_of(name)))
