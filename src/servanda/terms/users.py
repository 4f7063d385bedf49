"""Who may do what: users with roles, and the tokens that their programs show.

A role holds all that the roles before it hold. A name is somebody's whatever its case and spaces, since decisions are
signed with it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from servanda.errors import InputError

Role = Literal["reader", "reviewer", "editor", "admin"]
# from the one that may least to the one that may everything
ROLES: tuple[Role, ...] = get_args(Role)
MAY: Mapping[Role, str] = {
    "reader": "reads every page, takes it along, and asks by programs",
    "reviewer": "also decides what the machine is unsure of, corrects, rejects, merges and splits",
    "editor": "also adds reports",
    "admin": "also keeps the users, their roles and their tokens",
}
# What a token opens: all that its role may, shown in a header; or the calendar and the feed, told in their address, as
# calendar programs and feed readers can.
Scope = Literal["programs", "feeds"]
# the longest name, in characters
LONGEST_NAME = 80


def reaches(role: Role | None, needed: Role) -> bool:
    """Whether a role may do what another may; nobody has None, and may nothing."""
    return role is not None and ROLES.index(role) >= ROLES.index(needed)


def lower(one: Role, other: Role) -> Role:
    """Of two roles the one that may less."""
    return min(one, other, key=ROLES.index)


def role_named(text: str) -> Role:
    """The role of this name; InputError lists those there are."""
    for role in ROLES:
        if role == text:
            return role
    raise InputError(f"{text[:20]!r} is no role; there are {', '.join(ROLES)}")


def name_of(text: str) -> str:
    """A name as it is kept and shown: composed letters, single spaces; InputError where it cannot be one."""
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise InputError(f"{text[:LONGEST_NAME]!r} is no name; write up to {LONGEST_NAME} letters, digits and signs")
    return name


def key_of(name: str) -> str:
    """What two ways to write one name share: a second user of it would sign as the first."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


@dataclass(frozen=True, slots=True)
class User:
    """Somebody with a name of their own; one who is disabled keeps the name, and may nothing."""

    name: str
    role: Role
    since: datetime
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """What a program of a user's shows in place of a password; its secret is nowhere kept.

    ``words`` say what it is for, ``scope`` what it opens. Its role counts only as far as that of its user. ``used`` is
    when it was shown last, to the hour; None for never.
    """

    id: str
    user: str
    words: str
    role: Role
    made: datetime
    ends: datetime
    used: datetime | None = None
    scope: Scope = "programs"
