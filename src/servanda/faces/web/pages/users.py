"""The users of an office, for its admins."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from servanda.errors import InputError
from servanda.faces.access.gate import Admin
from servanda.faces.access.members import SignInsNow
from servanda.faces.access.posting import Posted
from servanda.faces.web.render import Shell, html
from servanda.faces.web.visit import Visit, Visited
from servanda.faces.web.words import day, sentence
from servanda.terms.users import MAY, ROLES, Role, key_of, role_named
from servanda.workflows.accounts import create_user, disable, give_password, give_role, may_change, users
from servanda.workflows.sign_in import SignIns

router = APIRouter()
HERE = "/users"


@dataclass(frozen=True, slots=True)
class UserRow:
    """One user; one's own role and account are changed by another admin."""

    name: str
    role: Role
    since: str
    disabled: bool
    own: bool


@dataclass(frozen=True, slots=True)
class Users:
    """Every user, and a form to add one."""

    template: ClassVar[str] = "users.html"
    shell: Shell
    fault: str
    rows: tuple[UserRow, ...]
    roles: tuple[tuple[Role, str], ...]
    name: str


def _page(visit: Visit, sign_ins: SignIns, *, fault: str = "", name: str = "") -> Response:
    own = key_of(visit.visitor.name)
    context = Users(
        shell=replace(visit, path=HERE).shell("Users"),
        fault=fault,
        rows=tuple(
            UserRow(one.name, one.role, day(one.since.date()), one.disabled, key_of(one.name) == own)
            for one in users(sign_ins.ledger)
        ),
        roles=tuple((role, MAY[role]) for role in ROLES),
        name=name,
    )
    return Response(html(context), 400 if fault else 200, {"Cache-Control": "no-store"}, "text/html")


@router.get(HERE)
def listed(visit: Visited, _who: Admin, sign_ins: SignInsNow) -> Response:
    """Every user by name."""
    return _page(visit, sign_ins)


@router.post(HERE)
def add(visit: Visited, _who: Admin, form: Posted, sign_ins: SignInsNow) -> Response:
    """The list with a new user."""
    try:
        create_user(sign_ins.ledger, form.text("name"), role_named(form.text("role")), form.raw("password"))
    except InputError as error:
        return _page(visit, sign_ins, fault=sentence(str(error)), name=form.text("name"))
    return RedirectResponse(HERE, 303)


@router.post(f"{HERE}/role")
def change_role(who: Admin, form: Posted, sign_ins: SignInsNow) -> Response:
    """The list with another role of a user."""
    may_change(who.name, form.text("name"))
    give_role(sign_ins.ledger, form.text("name"), role_named(form.text("role")))
    return RedirectResponse(HERE, 303)


@router.post(f"{HERE}/disabled")
def change_disabled(who: Admin, form: Posted, sign_ins: SignInsNow) -> Response:
    """The list with a user disabled, or enabled again."""
    may_change(who.name, form.text("name"))
    disable(sign_ins.ledger, form.text("name"), disabled=form.text("disabled") == "yes")
    return RedirectResponse(HERE, 303)


@router.post(f"{HERE}/password")
def change_password(visit: Visited, who: Admin, form: Posted, sign_ins: SignInsNow) -> Response:
    """The list, when a user has a new password and no session."""
    may_change(who.name, form.text("name"))
    try:
        give_password(sign_ins.ledger, form.text("name"), form.raw("password"))
    except InputError as error:
        return _page(visit, sign_ins, fault=sentence(str(error)))
    return RedirectResponse(HERE, 303)
