"""Users: added, given another role, disabled, given a new password, taken out."""

from __future__ import annotations

from servanda.errors import InputError, NotFoundError
from servanda.ledger import accounts
from servanda.ledger.session import Ledger
from servanda.terms.users import Role, User, key_of, name_of
from servanda.workflows.passwords import hashed
from servanda.workflows.today import now


def users(ledger: Ledger) -> tuple[User, ...]:
    """Every user by name."""
    return accounts.user_list(ledger)


def find_user(ledger: Ledger, name: str) -> User:
    """The user of a name; NotFoundError when there is none."""
    found = accounts.user_named(ledger, name)
    if found is None:
        raise _nobody(name)
    return found


def create_user(ledger: Ledger, name: str, role: Role, password: str | None) -> User:
    """A new user; without a password one for programs alone. InputError where the name is taken, or either is unfit."""
    user = User(name_of(name), role, now())
    digest = None if password is None else hashed(password, user.name)
    if not accounts.add_user(ledger, user, digest):
        raise InputError(f"there is a user {user.name!r} already; take another name, or change that one")
    return user


def give_role(ledger: Ledger, name: str, role: Role) -> User:
    """A user with another role, from the next request on."""
    if not accounts.set_role(ledger, name, role):
        raise _nobody(name)
    return find_user(ledger, name)


def disable(ledger: Ledger, name: str, *, disabled: bool = True) -> User:
    """A user who may nothing from the next request on, or one who may again."""
    if not accounts.set_disabled(ledger, name, disabled=disabled):
        raise _nobody(name)
    return find_user(ledger, name)


def give_password(ledger: Ledger, name: str, password: str) -> User:
    """A user with a new password, whose sessions have ended; tokens stay."""
    user = find_user(ledger, name)
    accounts.set_password(ledger, name, hashed(password, user.name))
    return user


def remove_user(ledger: Ledger, name: str) -> None:
    """Take a user out with all tokens and sessions; what the name signed stays. NotFoundError when there is none."""
    if not accounts.remove_user(ledger, name):
        raise _nobody(name)


def may_change(admin: str, name: str) -> None:
    """Nothing; InputError for an admin's own name: so there is always another who can undo it."""
    if key_of(admin) == key_of(name):
        raise InputError("your own role and account are changed by another admin, or by servanda users")


def _nobody(name: str) -> NotFoundError:
    return NotFoundError(f"no user {name!r}; servanda users list shows them")
