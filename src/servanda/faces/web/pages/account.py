"""One's own account: the password, and the tokens of one's programs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from servanda.errors import InputError, SignInError
from servanda.faces.access.members import Member, SignInsNow, origin_of
from servanda.faces.access.named import FEEDS, KEY, SESSION, set_cookie
from servanda.faces.access.posting import Form, Posted
from servanda.faces.web.render import Shell, html
from servanda.faces.web.visit import Visit, Visited
from servanda.faces.web.words import day, sentence
from servanda.terms.users import MAY, ROLES, Role, Token, reaches, role_named
from servanda.workflows.accounts import find_user
from servanda.workflows.sign_in import (
    FEED_DAYS,
    MOST_TOKEN_DAYS,
    TOKEN_DAYS,
    SignIns,
    make_feed_key,
    make_token,
    revoke,
    tokens,
)
from servanda.workflows.today import now

router = APIRouter()


@dataclass(frozen=True, slots=True)
class TokenRow:
    """One token; its secret is not known."""

    id: str
    words: str
    opens: str
    made: str
    ends: str
    ended: bool
    used: str


@dataclass(frozen=True, slots=True)
class Account:
    """The account of whoever is signed in.

    ``secret`` is that of a token just made, ``addresses`` hold that of a key; both are shown only now.
    """

    template: ClassVar[str] = "account.html"
    shell: Shell
    role: str
    may: str
    fault: str
    done: str
    secret: str
    addresses: tuple[str, ...]
    tokens: tuple[TokenRow, ...]
    roles: tuple[Role, ...]
    days: int
    most_days: int
    feed_days: int


def _row(one: Token) -> TokenRow:
    return TokenRow(
        id=one.id,
        words=one.words,
        opens=one.role if one.scope == "programs" else "calendar and feed",
        made=day(one.made.date()),
        ends=day(one.ends.date()),
        ended=one.ends <= now(),
        used=day(one.used.date()) if one.used else "never",
    )


def _page(
    visit: Visit,
    sign_ins: SignIns,
    *,
    fault: str = "",
    done: str = "",
    secret: str = "",
    addresses: tuple[str, ...] = (),
) -> Response:
    role = visit.visitor.role
    assert role is not None, "whoever is signed in has a role"
    context = Account(
        shell=replace(visit, path="/account").shell("Your account"),
        role=role,
        may="; ".join(MAY[one] for one in ROLES if reaches(role, one)),
        fault=fault,
        done=done,
        secret=secret,
        addresses=addresses,
        tokens=tuple(map(_row, tokens(sign_ins.ledger, visit.visitor.name))),
        roles=tuple(one for one in ROLES if reaches(role, one)),
        days=TOKEN_DAYS,
        most_days=MOST_TOKEN_DAYS,
        feed_days=FEED_DAYS,
    )
    # a secret must not lie in any store
    return Response(html(context), 400 if fault else 200, {"Cache-Control": "no-store"}, "text/html")


@router.get("/account")
def account(visit: Visited, _who: Member, sign_ins: SignInsNow) -> Response:
    """Who is signed in, and their tokens."""
    return _page(visit, sign_ins, done="The password is changed." if visit.text("changed") else "")


@router.post("/account/password")
def change_password(visit: Visited, request: Request, who: Member, form: Posted, sign_ins: SignInsNow) -> Response:
    """A new password and a new session; every other session of theirs has ended."""
    if form.raw("new") != form.raw("again"):
        return _page(visit, sign_ins, fault="The new password was not written the same twice.")
    try:
        secret = sign_ins.change_password(who.name, form.raw("old"), form.raw("new"), origin_of(request))
    except SignInError:
        return _page(visit, sign_ins, fault="The present password is not right.")
    except InputError as error:
        return _page(visit, sign_ins, fault=sentence(str(error)))
    answer = RedirectResponse("/account?changed=1", 303)
    set_cookie(answer, request, SESSION, secret)
    return answer


@router.post("/account/tokens")
def add_token(visit: Visited, who: Member, form: Posted, sign_ins: SignInsNow) -> Response:
    """The account with the secret of a new token."""
    try:
        user = find_user(sign_ins.ledger, who.name)
        _, secret = make_token(sign_ins.ledger, user, form.text("words"), role_named(form.text("role")), _days(form))
    except InputError as error:
        return _page(visit, sign_ins, fault=sentence(str(error)))
    return _page(visit, sign_ins, secret=secret)


@router.post("/account/feeds")
def add_feed_key(visit: Visited, request: Request, who: Member, form: Posted, sign_ins: SignInsNow) -> Response:
    """The account with the addresses of the calendar and the feed, which hold a new key."""
    try:
        states = replace(visit, asked={"states": form.text("states")}).states()
        _, secret = make_feed_key(sign_ins.ledger, find_user(sign_ins.ledger, who.name), form.text("words"))
    except InputError as error:
        return _page(visit, sign_ins, fault=sentence(str(error)))
    asked = urlencode({**({"states": ",".join(states)} if states else {}), KEY: secret})
    here = f"{request.url.scheme}://{request.url.netloc}"
    return _page(visit, sign_ins, addresses=tuple(f"{here}{path}?{asked}" for path in FEEDS))


def _days(form: Form) -> int:
    told = form.text("days")
    if not (told.isascii() and told.isdigit() and len(told) < 6):
        raise InputError(f"{told[:20]!r} is no number of days")
    return int(told)


@router.post("/account/tokens/revoke")
def revoke_token(who: Member, form: Posted, sign_ins: SignInsNow) -> Response:
    """The account without a token."""
    revoke(sign_ins.ledger, form.text("token"), of=who.name)
    return RedirectResponse("/account", 303)
