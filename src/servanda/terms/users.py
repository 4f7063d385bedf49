"""Who may do what: a role holds all that the roles before it hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

Role = Literal["reader", "reviewer", "editor", "admin"]
# from the one that may least to the one that may everything
ROLES: tuple[Role, ...] = get_args(Role)
MAY: Mapping[Role, str] = {
    "reader": "reads every page, takes it along, and asks by programs",
    "reviewer": "also decides what the machine is unsure of, corrects, rejects, merges and splits",
    "editor": "also adds reports",
    "admin": "also keeps the users, their roles and their tokens",
}


def reaches(role: Role | None, needed: Role) -> bool:
    """Whether a role may do what another may; nobody has None, and may nothing."""
    return role is not None and ROLES.index(role) >= ROLES.index(needed)


def lower(one: Role, other: Role) -> Role:
    """Of two roles the one that may less."""
    return min(one, other, key=ROLES.index)


@dataclass(frozen=True, slots=True)
class User:
    """Somebody with a name of their own; one who is disabled keeps the name, and may nothing."""

    name: str
    role: Role
    disabled: bool = False
