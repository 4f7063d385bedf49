"""Signing in and out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from servanda.errors import SignInError, TooOftenError
from servanda.faces.access.members import SIGN_IN, Member, SignInsNow, inside, origin_of
from servanda.faces.access.named import (
    BEFORE,
    SESSION,
    cookie,
    drop_cookie,
    form_token,
    new_secret,
    set_cookie,
)
from servanda.faces.access.posting import Posted
from servanda.faces.access.refusals import headers_of, status_of
from servanda.faces.web.render import Shell, html
from servanda.faces.web.visit import Visit, Visited
from servanda.faces.web.words import sentence

router = APIRouter()


@dataclass(frozen=True, slots=True)
class SignIn:
    """The form to sign in by; ``words`` say why it is shown again."""

    template: ClassVar[str] = "sign_in.html"
    shell: Shell
    words: str
    name: str
    next: str


def _page(visit: Visit, words: str, name: str, after: str) -> str:
    return html(SignIn(replace(visit, asked={}).shell("Sign in"), words, name, after))


@router.get(SIGN_IN)
def ask(visit: Visited, request: Request) -> Response:
    """The form, tied to this browser by a cookie: nobody else's form can sign it in."""
    secret = ""
    if not visit.visitor.form_token:
        secret = new_secret()
        visit = replace(visit, visitor=replace(visit.visitor, form_token=form_token(secret)))
    page = _page(visit, "", "", inside(visit.text("next") or "/"))
    answer = Response(page, media_type="text/html", headers={"Cache-Control": "no-store"})
    if secret:
        set_cookie(answer, request, BEFORE, secret)
    return answer


@router.post(SIGN_IN)
def sign_in(visit: Visited, request: Request, form: Posted, sign_ins: SignInsNow) -> Response:
    """A new session in a new cookie; any that this browser had has ended."""
    name, after = form.text("name"), inside(form.raw("next"))
    try:
        secret = sign_ins.begin(name, form.raw("password"), origin_of(request))
    except (SignInError, TooOftenError) as error:
        page = _page(visit, sentence(str(error)), name, after)
        headers = {**headers_of(error), "Cache-Control": "no-store"}
        return Response(page, status_of(error), headers, "text/html")
    _end_old(request, sign_ins)
    answer = RedirectResponse(after, 303)
    set_cookie(answer, request, SESSION, secret)
    drop_cookie(answer, request, BEFORE)
    return answer


@router.post("/sign-out")
def sign_out(request: Request, _who: Member, _form: Posted, sign_ins: SignInsNow) -> Response:
    """The session has ended here and in the ledger; the browser forgets the pages that it kept."""
    _end_old(request, sign_ins)
    answer = RedirectResponse(SIGN_IN, 303, headers={"Clear-Site-Data": '"cache"'})
    drop_cookie(answer, request, SESSION)
    return answer


def _end_old(request: Request, sign_ins: SignInsNow) -> None:
    if old := cookie(request, SESSION):
        sign_ins.end(old)
