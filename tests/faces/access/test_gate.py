"""Who is let in: every route needs a role, every form its token, and no other site can send one."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated
from urllib.parse import urlencode

import pytest
from fastapi import Depends
from fastapi.testclient import TestClient

from servanda.errors import SettingsError
from servanda.faces.access.alone import Alone, check_alone
from servanda.faces.access.gate import NEEDING, Admin, Editor, Reader, Reviewer
from servanda.faces.access.names import is_known
from servanda.faces.access.posting import LARGEST_FORM, Posted, posted, unforged
from servanda.faces.access.visitor import NOBODY, Visitor
from servanda.faces.api.app import create_api
from servanda.faces.web.app import create_app
from servanda.ledger.looks import keep_look
from servanda.terms.users import ROLES, lower, reaches

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def _today() -> date:
    return date(2026, 11, 1)


HERE = "http://localhost"


@dataclass(frozen=True)
class As:
    """Everybody is one given visitor."""

    one: Visitor
    sign_in: bool = False

    async def visitor(self, connection):  # noqa: ARG002
        return self.one


def office(desk, access, today):
    """The pages, and one more of each role that takes a form."""
    app = create_app(desk, access, today=lambda: today, api=create_api(desk, today=lambda: today))
    for name, needed in (("reader", Reader), ("reviewer", Reviewer), ("editor", Editor), ("admin", Admin)):

        def told(who, form: Posted) -> dict:
            return {"by": who.name, "words": form.text("words"), "all": list(form.all("words"))}

        told.__annotations__["who"] = needed
        app.post(f"/try/{name}")(told)

    def sent(who: Reviewer, _: Annotated[None, Depends(unforged)], body: dict) -> dict:
        return {"by": who.name, **body}

    app.post("/try/api")(sent)
    return TestClient(app, base_url=HERE, follow_redirects=False)


def visitor(role, way="session", token="t" * 20) -> Visitor:
    return Visitor("Aliya Ospanova", role, way, token)


@pytest.fixture
def alone(desk):
    access = Alone("Aliya Ospanova")
    with office(desk, access, _today()) as opened:
        opened.token = access._visitor.form_token
        yield opened


@pytest.mark.parametrize("host", ["register.example.org", "127.0.0.1.example.org", "", "[::1", "a localhost"])
def test_under_another_name_nothing_is_answered_but_a_mistake_in_its_shape(alone, host):
    for path in ("/", "/static/office.css", "/entries", "/nothing"):
        page = alone.get(path, headers={"Host": host})
        assert (page.status_code, page.headers["content-type"]) == (400, "text/html; charset=utf-8")
        assert "SERVANDA_WEB_NAMES" in page.text
        assert "Content-Security-Policy" in page.headers
    for path in ("/api/", "/api/entries", "/api/nothing"):
        told = alone.get(path, headers={"Host": host})
        assert (told.status_code, told.headers["content-type"]) == (400, "application/problem+json")
        assert told.json()["instance"] == path


@pytest.mark.parametrize(
    ("host", "names", "known"),
    [
        ("localhost:8710", ["localhost"], True),
        ("LocalHost", ["localhost"], True),
        ("[::1]:8710", ["::1"], True),
        ("a.example.org", ["*.example.org"], True),
        ("example.org", ["*.example.org"], False),
        ("anything", ["*"], True),
        ("localhost.example.org", ["localhost"], False),
        ("localhost:x", ["localhost"], True),
    ],
)
def test_a_host_is_known_by_its_name_whatever_its_port(host, names, known):
    assert is_known(host, names) == known


def test_every_route_needs_a_role_and_whatever_is_sent_is_known_to_come_from_here(desk, routes_of):
    app = create_app(desk, Alone("x"), today=_today, api=create_api(desk, today=_today))
    found = list(routes_of(app))
    assert len(found) > 25
    for method, path, needs in found:
        assert needs & set(NEEDING.values()), (method, path)
        if method not in ("GET", "HEAD"):
            assert needs & {unforged if path.startswith("/api/") else posted}, (method, path)


@pytest.mark.parametrize("role", [*ROLES, None])
@pytest.mark.parametrize("needed", ROLES)
def test_a_role_holds_what_the_roles_before_it_hold(desk, role, needed):
    allowed = role is not None and ROLES.index(role) >= ROLES.index(needed)
    assert reaches(role, needed) == allowed
    with office(desk, As(visitor(role)), _today()) as opened:
        answer = opened.post(f"/try/{needed}", data={"form_token": "t" * 20, "words": "of peace"})
    assert answer.status_code == (200 if allowed else 401 if role is None else 403)
    if allowed:
        assert answer.json() == {"by": "Aliya Ospanova", "words": "of peace", "all": ["of peace"]}


def test_of_two_roles_the_lower_is_the_one_that_may_less():
    assert [lower(one, "reviewer") for one in ROLES] == ["reader", "reviewer", "reviewer", "reviewer"]


@pytest.mark.parametrize(
    "path", ["/", "/entries", "/reports?format=csv", "/api/entries", "/api/relations", "/changes.atom"]
)
def test_nobody_is_shown_nothing(desk, path):
    with office(desk, As(NOBODY), _today()) as opened:
        answer = opened.get(path)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert "Kazakhstan" not in answer.text


def test_where_no_gate_stands_nobody_asks(desk):
    with TestClient(create_api(desk, today=_today)) as opened:
        answer = opened.get("/entries")
    assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")


SENT = {"words": "of peace"}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": HERE}, 200),
        ({"Origin": "https://localhost"}, 200),
        ({"Sec-Fetch-Site": "same-origin", "Origin": HERE}, 200),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "http://localhost:9000"}, 403),
        ({"Origin": "http://localhost.evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": HERE}, 403),
    ],
)
def test_a_form_from_another_site_is_refused_even_with_its_token(alone, headers, status):
    answer = alone.post("/try/reviewer", data={**SENT, "form_token": alone.token}, headers=headers)
    assert answer.status_code == status
    sent = alone.post("/try/api", json=SENT, headers=headers)
    assert sent.status_code == status


@pytest.mark.parametrize("token", [None, "", "x", "ü", "t" * 43])
def test_a_form_without_the_token_of_its_visitor_is_refused(alone, token):
    data = SENT if token is None else {**SENT, "form_token": token}
    answer = alone.post("/try/reviewer", data=data)
    assert answer.status_code == 403
    assert "load the page again" in answer.text
    assert alone.token not in answer.text


def test_a_form_of_a_page_that_was_open_before_the_program_began_anew_is_refused(desk):
    first, second = Alone("A"), Alone("A")
    with office(desk, second, _today()) as opened:
        answer = opened.post("/try/reader", data={"form_token": first._visitor.form_token})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("body", "kind", "status", "words"),
    [
        ("words=" + "a" * LARGEST_FORM, "application/x-www-form-urlencoded", 413, "larger than 256 KiB"),
        ("&".join(f"a{n}=1" for n in range(501)), "application/x-www-form-urlencoded", 400, "cannot be read"),
        ("words=%ff%fe", "application/x-www-form-urlencoded", 400, "cannot be read"),
        ("words=%ed%a0%80", "application/x-www-form-urlencoded", 400, "cannot be read"),
        ("words=a%00b", "application/x-www-form-urlencoded", 400, "U+0000"),
        ("words=ü".encode(), "application/x-www-form-urlencoded", 400, "cannot be read"),
        ('{"words": "of peace"}', "application/json", 415, "sent as application"),
        ("words=of+peace", "text/plain", 415, "sent as application"),
        ("words=of+peace", "", 415, "sent as application"),
    ],
)
def test_what_is_no_form_of_ours_is_refused_with_the_reason(alone, body, kind, status, words):
    answer = alone.post("/try/reviewer", content=body, headers={"Content-Type": kind})
    assert answer.status_code == status
    assert words in answer.text


def test_a_form_gives_every_value_with_the_line_ends_of_the_ledger(alone):
    pairs = [("form_token", alone.token), ("words", " one\r\ntwo "), ("words", "three"), ("empty", "")]
    answer = alone.post("/try/reviewer", content=urlencode(pairs), headers=FORM)
    assert answer.json() == {"by": "Aliya Ospanova", "words": "one\ntwo", "all": [" one\ntwo ", "three"]}


@pytest.mark.parametrize(
    ("way", "kind", "status"),
    [
        ("token", "application/json", 200),
        ("alone", "application/json", 200),
        ("alone", "text/plain", 415),
        ("alone", "application/x-www-form-urlencoded", 415),
        ("alone", "multipart/form-data; boundary=x", 415),
        ("session", "application/json", 401),
    ],
)
def test_a_program_sends_what_no_page_elsewhere_could(desk, way, kind, status):
    with office(desk, As(visitor("editor", way)), _today()) as opened:
        answer = opened.post("/try/api", content='{"words": "of peace"}', headers={"Content-Type": kind})
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("host", "names", "allowed"),
    [
        ("127.0.0.1", "", True),
        ("127.9.9.9", "", True),
        ("localhost", "", True),
        ("::1", "", True),
        ("127.0.0.1", " , ", True),
        ("0.0.0.0", "", False),  # noqa: S104
        ("::", "", False),
        ("192.0.2.7", "", False),
        ("office.example.org", "", False),
        ("127.0.0.1", "register.example.org", False),
    ],
)
def test_one_person_alone_is_reached_from_this_machine_only(host, names, allowed):
    if allowed:
        check_alone(host, names)
    else:
        with pytest.raises(SettingsError, match="--access named"):
            check_alone(host, names)


def test_without_a_name_one_only_reads(desk):
    access = Alone("")
    with office(desk, access, _today()) as opened:
        assert opened.get("/").status_code == 200
        answer = opened.post("/try/reviewer", data={"form_token": access._visitor.form_token})
    assert answer.status_code == 403
    assert "SERVANDA_USER" in answer.text


def test_no_page_is_kept_for_another_visitor(desk):
    kept = {}
    for name in ("A", "B"):
        with office(desk, As(Visitor(name, "reader", "session", name)), _today()) as opened:
            for path in ("/", "/api/entries", "/nothing", "/relation/KAZ-TJK/pack.md"):
                answer = opened.get(path)
                assert answer.headers["cache-control"].startswith("private"), path
                assert {"Cookie", "Authorization"} <= {w.strip() for w in answer.headers["vary"].split(",")}, path
                kept.setdefault(path, []).append(answer.headers.get("etag"))
    for path in ("/", "/api/entries"):
        assert None not in kept[path]
        assert len(set(kept[path])) == 2, path


def test_the_token_is_shown_in_no_answer_and_no_words_of_the_visitor(alone):
    assert alone.token not in repr(visitor("reader", token=alone.token))
    for path in ("/nothing", "/api/nothing", "/?as_of=soon"):
        assert alone.token not in alone.get(path).text


def test_looking_writes_nothing_into_the_ledger(desk, alone):
    paths = ("/", "/entries", "/relation/KAZ-TJK", "/changes", "/review", "/api/entries")
    for path in paths:
        assert alone.get(path).status_code == 200
    with sqlite3.connect(desk.ledger.name) as other:
        before = other.execute("PRAGMA data_version").fetchone()
        for path in paths:
            assert alone.get(path).status_code == 200
        assert other.execute("PRAGMA data_version").fetchone() == before
        # that it would be seen
        keep_look(desk.ledger, "x", "", datetime(2026, 11, 1, tzinfo=UTC), _today())
        assert other.execute("PRAGMA data_version").fetchone() != before
