"""An office of users in front of a real ledger: signing in and out, tokens, users, and what the public is shown."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from servanda.faces.access.members import inside, origin_of
from servanda.faces.access.named import SESSION, Named, Public
from servanda.faces.access.posting import posted
from servanda.faces.api.app import create_api
from servanda.faces.web.app import create_app
from servanda.ledger.session import open_ledger
from servanda.terms.users import ROLES
from servanda.workflows import decide
from servanda.workflows.accounts import create_user, disable, find_user, give_role, users
from servanda.workflows.decide import Signature
from servanda.workflows.desk import Desk
from servanda.workflows.sign_in import SignIns, make_token, tokens

TODAY = date(2026, 11, 1)
PASSWORD = "three words in a row"  # noqa: S105
NEW = "four other words in a row"
REVIEWER = "Dilnoza Karimova"
HERE = "http://localhost"


@pytest.fixture(scope="module")
def kept(demo_file, tmp_path_factory):
    file = tmp_path_factory.mktemp("named") / "office.db"
    file.write_bytes(demo_file.read_bytes())
    with open_ledger(file) as ledger:
        create_user(ledger, "Aliya Ospanova", "admin", PASSWORD)
        create_user(ledger, "Bahrom Saidov", "reader", PASSWORD)
        entry = next(one for one in Desk(ledger).index(TODAY).lines if one.kind == "commitment").entry
        claim = decide.find_entry(ledger, entry).members[0].claim
        decide.confirm(ledger, [claim], Signature(REVIEWER, "as it stands"))
    return file


@pytest.fixture
def ledger(kept, tmp_path):
    file = tmp_path / "office.db"
    file.write_bytes(kept.read_bytes())
    with open_ledger(file) as opened:
        yield opened


class Clock:
    def __init__(self) -> None:
        self.at = datetime(2026, 11, 1, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


def office(ledger, access, base=HERE, address="192.0.2.1"):
    desk = Desk(ledger)
    app = create_app(desk, access, today=lambda: TODAY, api=create_api(desk, today=lambda: TODAY))
    return TestClient(app, base_url=base, follow_redirects=False, client=(address, 4000))


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def named(ledger, clock):
    with office(ledger, Named(SignIns(ledger, clock=clock))) as opened:
        yield opened


@pytest.fixture
def half_public(ledger):
    with office(ledger, Named(SignIns(ledger), public_reading=True)) as opened:
        yield opened


@pytest.fixture
def public(ledger):
    with office(ledger, Public()) as opened:
        yield opened


def form_token(page: str) -> str:
    return re.search(r'name="form_token" value="([0-9a-f]{64})"', page)[1]


def sign_in(office, name="Aliya Ospanova", password=PASSWORD, **more):
    page = office.get("/sign-in").text
    return office.post("/sign-in", data={"form_token": form_token(page), "name": name, "password": password, **more})


def send(office, path, page="/account", **values):
    """A form of a page, sent with its token."""
    return office.post(path, data={"form_token": form_token(office.get(page).text), **values})


def test_without_signing_in_nothing_is_shown_and_afterwards_one_is_where_one_wanted(named):
    answer = named.get("/entries?status=overdue&states=KAZ,TJK")
    assert (answer.status_code, answer.headers["location"]) == (
        303, "/sign-in?next=%2Fentries%3Fstatus%3Doverdue%26states%3DKAZ%2CTJK",
    )  # fmt: skip
    page = named.get(answer.headers["location"])
    assert page.headers["cache-control"] == "no-store"
    assert 'value="/entries?status=overdue&amp;states=KAZ,TJK"' in page.text
    answer = sign_in(named, next="/entries?status=overdue&states=KAZ,TJK")
    assert (answer.status_code, answer.headers["location"]) == (303, "/entries?status=overdue&states=KAZ,TJK")
    page = named.get(answer.headers["location"])
    assert page.status_code == 200
    assert "Aliya Ospanova" in page.text
    assert named.get("/api/entries").status_code == 200


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("Aliya Ospanova", NEW),
        ("Nobody", PASSWORD),
        ("", ""),
        ("Bahrom Saidov", ""),
        ("'; DROP TABLE users; --", "' OR 1=1 --"),
    ],
)
def test_what_does_not_fit_signs_nobody_in(named, name, password):
    answer = sign_in(named, name, password)
    assert answer.status_code == 401
    assert "The name or the password is not right." in answer.text
    assert password == "" or password not in answer.text
    assert SESSION not in answer.headers.get("set-cookie", "")
    assert named.get("/").status_code == 303


def test_a_disabled_user_is_told_no_more_than_one_who_is_unknown(named, ledger):
    disable(ledger, "Aliya Ospanova")
    assert "The name or the password is not right." in sign_in(named).text


def test_the_cookie_is_for_this_host_alone_and_hidden_from_scripts(named, ledger):
    cookie = sign_in(named).headers["set-cookie"].split(", servanda-before")[0]
    for part in ("HttpOnly", "SameSite=lax", "Path=/"):
        assert part in cookie
    assert "Secure" not in cookie
    assert "Domain" not in cookie
    assert "expires" not in cookie.casefold()
    with office(ledger, Named(SignIns(ledger)), base="https://localhost") as opened:
        cookie = sign_in(opened).headers["set-cookie"].split(", __Host-servanda-before")[0]
        assert cookie.startswith(f"__Host-{SESSION}=")
        assert "Secure" in cookie
        assert opened.get("/account").status_code == 200


def test_a_session_begins_with_a_new_secret_and_the_one_before_has_ended(named):
    named.cookies.set(SESSION, "chosen-by-somebody-else", domain="localhost.local", path="/")
    assert sign_in(named).status_code == 303
    first = [c.value for c in named.cookies.jar if c.name == SESSION and c.value != "chosen-by-somebody-else"]
    assert len(first) == 1
    assert sign_in(named).status_code == 303
    second = [c.value for c in named.cookies.jar if c.name == SESSION]
    assert first[0] not in second
    named.cookies.clear()
    for old in ("chosen-by-somebody-else", first[0]):
        assert named.get("/account", headers={"Cookie": f"{SESSION}={old}"}).status_code == 303


def test_the_form_to_sign_in_is_of_the_browser_that_was_given_it(named, ledger):
    page = named.get("/sign-in").text
    values = {"form_token": form_token(page), "name": "Aliya Ospanova", "password": PASSWORD}
    with office(ledger, Named(SignIns(ledger))) as other:
        assert other.post("/sign-in", data=values).status_code == 401
        other.get("/sign-in")
        assert other.post("/sign-in", data=values).status_code == 403
    assert named.post("/sign-in", data=values, headers={"Origin": "http://evil.example"}).status_code == 403
    assert named.post("/sign-in", data={**values, "form_token": ""}).status_code == 403
    assert named.post("/sign-in", data=values).status_code == 303


def test_signing_out_ends_the_session_here_and_in_the_ledger(named):
    sign_in(named)
    secret = named.cookies[SESSION]
    assert named.post("/sign-out").status_code == 415
    assert named.post("/sign-out", data={"form_token": "x"}).status_code == 403
    assert named.get("/account").status_code == 200
    answer = send(named, "/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert answer.headers["clear-site-data"] == '"cache"'
    assert SESSION not in named.cookies
    assert named.get("/account", headers={"Cookie": f"{SESSION}={secret}"}).status_code == 303


def test_a_session_ends_by_itself(named, clock):
    sign_in(named)
    clock.at += timedelta(hours=7)
    assert named.get("/account").status_code == 200
    clock.at += timedelta(hours=8)
    assert named.get("/account").status_code == 303
    assert named.get("/api/entries").status_code == 401


def test_after_wrong_passwords_one_waits(named):
    faults = [sign_in(named, password=NEW).status_code for _ in range(6)]
    assert faults == [401] * 5 + [429]
    answer = sign_in(named)
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0
    assert "Too many tries" in answer.text
    assert named.get("/").status_code == 303


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/entries?kind=meeting#x", "/entries?kind=meeting#x"),
        ("/", "/"),
        ("", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("\\\\evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("/\n/evil.example", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("entries", "/"),
        ("///evil.example", "/"),
        ("/ü", "/"),
        ("/" + "a" * 400, "/"),
    ],
)
def test_one_is_led_on_within_the_house_alone(asked, led):
    assert inside(asked) == led


def test_signing_in_leads_to_no_other_site(named):
    assert "evil" not in named.get("/sign-in?next=//evil.example").text
    assert sign_in(named, next="//evil.example").headers["location"] == "/"


def test_the_password_is_changed_by_who_knows_it_and_ends_the_other_sessions(named, ledger, clock):
    sign_in(named)
    with office(ledger, Named(SignIns(ledger, clock=clock))) as other:
        sign_in(other)
        for values, words in (
            ({"old": NEW, "new": NEW, "again": NEW}, "present password is not right"),
            ({"old": PASSWORD, "new": NEW, "again": PASSWORD}, "not written the same"),
            ({"old": PASSWORD, "new": "short", "again": "short"}, "has 5 characters"),
        ):
            answer = send(named, "/account/password", **values)
            assert answer.status_code == 400
            assert words in answer.text
        assert other.get("/account").status_code == 200
        answer = send(named, "/account/password", old=PASSWORD, new=NEW, again=NEW)
        assert (answer.status_code, answer.headers["location"]) == (303, "/account?changed=1")
        assert "The password is changed." in named.get(answer.headers["location"]).text
        assert other.get("/account").status_code == 303
        assert sign_in(other).status_code == 401
        assert sign_in(other, password=NEW).status_code == 303


def test_a_token_is_shown_once_and_lets_a_program_in_until_it_is_revoked(named, ledger):
    sign_in(named)
    answer = send(named, "/account/tokens", words="nightly <export>", role="reviewer", days="30")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    secret = re.search(r'class="secret">(servanda_[\w-]{43})<', answer.text)[1]
    page = named.get("/account").text
    assert secret not in page
    assert "nightly &lt;export&gt;" in page
    assert "never" in page
    program = TestClient(named.app, base_url=HERE, follow_redirects=False)
    bearer = {"Authorization": f"Bearer {secret}"}
    assert program.get("/api/entries", headers=bearer).status_code == 200
    assert program.get("/reports?format=csv", headers=bearer).status_code == 200
    token = tokens(ledger)[0]
    assert token.used is not None
    # a token is no session: it posts no form, and a token of a reviewer keeps no users
    assert program.post("/account/tokens/revoke", data={"token": token.id}, headers=bearer).status_code == 401
    assert program.get("/users", headers=bearer).status_code == 403
    assert send(named, "/account/tokens/revoke", token=token.id).status_code == 303
    refused = program.get("/api/entries", headers=bearer)
    assert (refused.status_code, refused.headers["content-type"]) == (401, "application/problem+json")
    assert secret not in refused.text
    assert send(named, "/account/tokens/revoke", token=token.id).status_code == 404


def addresses(page: str) -> list[str]:
    """The addresses that an account shows once, as a program asks for them."""
    found = [unescape(one) for one in re.findall(r'class="secret">(http[^<]+)<', page)]
    assert all(one.startswith(HERE + "/") for one in found)
    return [one.removeprefix(HERE) for one in found]


def test_a_calendar_program_reads_by_its_address_and_reads_nothing_else(named, ledger):
    sign_in(named, "Bahrom Saidov")
    answer = send(named, "/account/feeds", words="calendar on my phone", states="kaz, Tajikistan")
    assert answer.headers["cache-control"] == "no-store"
    calendar, changes = addresses(answer.text)
    secret = parse_qs(urlsplit(calendar).query)["key"][0]
    assert secret not in named.get("/account").text
    assert "calendar and feed" in named.get("/account").text
    program = TestClient(named.app, base_url=HERE, follow_redirects=False)
    read = program.get(calendar)
    assert (read.status_code, read.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert "BEGIN:VEVENT" in read.text
    assert program.get(changes).headers["content-type"].startswith("application/atom+xml")
    for path in ("/", "/due", "/account", "/api/entries", "/api/", "/changes", "/reports?format=csv"):
        sent = program.get(path, params={"key": secret})
        assert sent.status_code in (303, 401), path
    assert program.get("/api/entries", headers={"Authorization": f"Bearer {secret}"}).status_code == 401
    assert program.post("/api/reports", params={"key": secret}, json={}).status_code == 401
    assert send(named, "/account/tokens/revoke", token=tokens(ledger)[0].id).status_code == 303
    refused = program.get(calendar)
    # a page to sign in by would be taken for the calendar
    assert refused.status_code == 401
    assert secret not in refused.text


def test_an_address_ends_with_its_day_and_its_user_and_a_token_is_no_key(named, ledger, clock):
    sign_in(named, "Bahrom Saidov")
    calendar, _ = addresses(send(named, "/account/feeds", words="phone", states="").text)
    program = TestClient(named.app, base_url=HERE, follow_redirects=False)
    disable(ledger, "Bahrom Saidov", disabled=True)
    assert program.get(calendar).status_code == 401
    disable(ledger, "Bahrom Saidov", disabled=False)
    assert program.get(calendar).status_code == 200
    _, secret = make_token(ledger, find_user(ledger, "Bahrom Saidov"), "export", "reader")
    assert program.get("/calendar.ics", params={"key": secret}).status_code == 401
    clock.at += timedelta(days=400)
    assert program.get(calendar).status_code == 401


@pytest.mark.parametrize("key", ["", "x", "servanda_" + "a" * 43, "%ed%b2%80", "a" * 501])
def test_a_wrong_key_is_nobody_even_where_everybody_reads(half_public, key):
    sent = half_public.get(f"/calendar.ics?key={key}")
    assert sent.status_code == (200 if not key else 401)


@pytest.mark.parametrize(
    ("values", "words"), [({"words": ""}, "what the token is for"), ({"words": "x", "states": "Atlantis"}, "no state")]
)
def test_an_address_that_cannot_be_is_told(named, ledger, values, words):
    sign_in(named, "Bahrom Saidov")
    answer = send(named, "/account/feeds", **values)
    assert answer.status_code == 400
    assert words in answer.text
    assert tokens(ledger) == ()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"words": "", "role": "reader", "days": "9"}, "what the token is for"),
        ({"words": "x", "role": "admin", "days": "9"}, "cannot be admin"),
        ({"words": "x", "role": "king", "days": "9"}, "is no role"),
        ({"words": "x", "role": "reader", "days": "0"}, "lives 1 to"),
        ({"words": "x", "role": "reader", "days": "٣"}, "no number of days"),
        ({"words": "x", "role": "reader", "days": "9" * 5000}, "no number of days"),
    ],
)
def test_a_token_that_cannot_be_is_told(named, ledger, values, words):
    sign_in(named, "Bahrom Saidov")
    answer = send(named, "/account/tokens", **values)
    assert answer.status_code == 400
    assert words in answer.text
    assert tokens(ledger) == ()


def test_nobody_revokes_the_token_of_another(named, ledger):
    aliya = next(one for one in users(ledger) if one.role == "admin")
    token, _ = make_token(ledger, aliya, "feed", "reader")
    sign_in(named, "Bahrom Saidov")
    assert send(named, "/account/tokens/revoke", token=token.id).status_code == 404
    assert len(tokens(ledger)) == 1


@pytest.mark.parametrize("told", ["Bearer ", "Bearer x", "bearer servanda_x", "Basic QWxpeWE6eA==", "x", "Bearer \xff"])
def test_a_wrong_token_is_nobody_even_where_everybody_reads(half_public, told):
    assert half_public.get("/api/entries").status_code == 200
    answer = half_public.get("/api/entries", headers={"Authorization": told.encode("latin-1")})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_an_admin_keeps_the_users(named, ledger, clock):
    sign_in(named)
    name = "Clara <b>Maina</b>"
    assert send(named, "/users", "/users", name=name, role="reviewer", password=NEW).status_code == 303
    page = named.get("/users").text
    assert "Clara &lt;b&gt;Maina&lt;/b&gt;" in page
    taken = send(named, "/users", "/users", name=name.upper(), role="reader", password=NEW)
    assert taken.status_code == 400
    assert "already" in taken.text
    assert send(named, "/users", "/users", name="", role="reader", password=NEW).status_code == 400
    assert send(named, "/users", "/users", name="D", role="reader", password="").status_code == 400
    assert send(named, "/users/role", "/users", name=name, role="editor").status_code == 303
    with office(ledger, Named(SignIns(ledger, clock=clock))) as other:
        assert sign_in(other, name, NEW).status_code == 303
        assert "(editor)" in other.get("/account").text
        assert send(named, "/users/password", "/users", name=name, password=PASSWORD).status_code == 303
        assert other.get("/account").status_code == 303
        assert sign_in(other, name, PASSWORD).status_code == 303
        assert send(named, "/users/disabled", "/users", name=name, disabled="yes").status_code == 303
        assert other.get("/account").status_code == 303
        assert send(named, "/users/disabled", "/users", name=name, disabled="no").status_code == 303
        assert sign_in(other, name, PASSWORD).status_code == 303
    assert send(named, "/users/role", "/users", name="Nobody", role="editor").status_code == 404
    assert send(named, "/users/role", "/users", name=name, role="king").status_code == 400


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("/users/role", {"role": "reader"}),
        ("/users/disabled", {"disabled": "yes"}),
        ("/users/password", {"password": NEW}),
    ],
)
def test_an_admin_does_not_lock_themselves_out(named, ledger, path, values):
    sign_in(named)
    answer = send(named, path, "/users", name="aliya  ospanova", **values)
    assert answer.status_code == 400
    assert "another admin" in answer.text
    assert any(one.role == "admin" and not one.disabled for one in users(ledger))


@pytest.mark.parametrize("role", ROLES)
def test_only_an_admin_sees_and_changes_users(named, ledger, role):
    give_role(ledger, "Bahrom Saidov", role)
    sign_in(named, "Bahrom Saidov")
    allowed = role == "admin"
    assert named.get("/users").status_code == (200 if allowed else 403)
    assert ('href="/users"' in named.get("/account").text) == allowed
    for path, values in (
        ("/users", {"name": "D", "role": "admin", "password": NEW}),
        ("/users/role", {"name": "Aliya Ospanova", "role": "reader"}),
        ("/users/disabled", {"name": "Aliya Ospanova", "disabled": "yes"}),
        ("/users/password", {"name": "Aliya Ospanova", "password": NEW}),
    ):
        assert send(named, path, **values).status_code == (303 if allowed else 403), path


def test_every_route_of_an_office_needs_somebody_and_every_form_its_token(named, routes_of):
    found = list(routes_of(named.app))
    forms = {(method, path) for method, path, needs in found if method not in ("GET", "HEAD")}
    assert {"/sign-in", "/sign-out", "/account/tokens", "/users"} <= {path for _, path in forms}
    named.cookies.clear()
    for method, path, needs in found:
        if method in ("GET", "HEAD"):
            continue
        if not path.startswith("/api/"):
            assert posted in needs, path
        answer = named.request(method, re.sub(r"\{[^}]*\}", "x", path), data={"form_token": ""})
        assert answer.status_code in (401, 403), path
    for method, path, _ in found:
        if method == "GET" and path != "/sign-in":
            answer = named.get(re.sub(r"\{[^}]*\}", "x", path))
            assert answer.status_code == (401 if path.startswith("/api/") else 303), path


@pytest.mark.parametrize("path", ["/sign-in", "/account", "/users"])
def test_where_nobody_has_a_name_there_is_no_account(public, path):
    assert public.get(path).status_code == 404
    assert "Sign in" not in public.get("/").text


def told(office) -> list[str]:
    """Everything that tells of the decision: pages, files and answers for programs."""
    rows = [one for one in office.get("/api/entries?limit=1000").json()["items"] if one["decided"]]
    assert len(rows) == 1
    name = rows[0]["entry"]
    claims = [one for one in office.get("/api/claims?limit=1000").json()["items"] if one["decided"]]
    report = claims[0]["report"]
    paths = (
        f"/entry/{name}", f"/report/{report}", f"/api/entries/{name}", f"/api/entries/{name}/why",
        "/api/claims?limit=1000", "/entries?format=json", f"/entry/{name}?format=csv", f"/report/{report}?format=json",
    )  # fmt: skip
    answers = [office.get(path) for path in paths]
    assert {one.status_code for one in answers} == {200}
    return [one.text for one in answers]


def test_the_public_reads_what_was_decided_and_not_by_whom(public, half_public, named):
    sign_in(named, "Bahrom Saidov")
    by_reader = told(named)
    assert sum(REVIEWER in text for text in by_reader) >= 4
    for office in (public, half_public):
        found = told(office)
        assert not any(REVIEWER in text for text in found)
        assert any("a reviewer" in text and "as it stands" in text for text in found)
    # what was made for one is not kept for the other
    sign_in(half_public, "Bahrom Saidov")
    assert sum(REVIEWER in text for text in told(half_public)) >= 4
    send(half_public, "/sign-out")
    assert not any(REVIEWER in text for text in told(half_public))


def test_the_public_sends_nothing(public, half_public, routes_of):
    for office in (public, half_public):
        for method, path, _ in routes_of(office.app):
            if method not in ("GET", "HEAD") and path != "/sign-in":
                sent = {"form_token": ""}
                answer = office.request(method, re.sub(r"\{[^}]*\}", "x", path), data=sent)
                assert answer.status_code in (401, 403), path
    assert 'href="/sign-in"' in half_public.get("/").text


def test_a_page_is_not_handed_to_another_visitor(named):
    sign_in(named)
    # the first look makes what the next ones are shown
    kept = [named.get("/entries").headers["etag"] for _ in range(2)][1]
    assert named.get("/entries", headers={"If-None-Match": kept}).status_code == 304
    send(named, "/sign-out")
    assert named.get("/entries", headers={"If-None-Match": kept}).status_code == 303
    sign_in(named, "Bahrom Saidov")
    other = named.get("/entries", headers={"If-None-Match": kept})
    assert other.status_code == 200
    assert "Aliya" not in other.text


def test_secrets_stand_in_no_page_that_tells_of_a_mistake_and_in_no_log(named, caplog, capsys):
    sign_in(named)
    secret, token = named.cookies[SESSION], form_token(named.get("/account").text)
    for path in ("/nothing", "/?as_of=soon", "/api/nothing", "/entries?kind=none", "/users?page=x"):
        answer = named.get(path)
        assert secret not in answer.text
        assert secret not in str(answer.headers)
    answer = named.post("/account/password", data={"form_token": "x", "old": PASSWORD, "new": NEW})
    assert PASSWORD not in answer.text
    assert NEW not in answer.text
    assert token != secret
    captured = capsys.readouterr()
    for told in (caplog.text, captured.out, captured.err):
        assert secret not in told
        assert PASSWORD not in told


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
    ],
)
def test_tries_are_counted_by_the_network_that_one_is_given(address, counted):
    class Asked:
        client = type("Client", (), {"host": address})

    assert origin_of(Asked()) == counted


def test_a_ledger_that_cannot_be_read_lets_nobody_in_and_the_log_says_why(named, ledger, caplog):
    sign_in(named)
    with ledger.writing() as connection:
        connection.execute(text("DROP TABLE web_sessions"))
    for path in ("/entries", "/account", "/api/entries"):
        answer = named.get(path)
        assert answer.status_code == 500
        assert "web_sessions" not in answer.text
        assert "log" in answer.text
        assert "web_sessions" in caplog.records[-1].getMessage()
        assert "Aliya" not in answer.text
