"""An office of users in a real browser in front of a real server: what the browser itself sends, keeps and refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from servanda.ledger.session import open_ledger
from servanda.workflows.accounts import create_user

AXE = Path(__file__).parents[3] / "node_modules" / "axe-core" / "axe.min.js"
PASSWORD = "three words in a row"  # noqa: S105
PAGES = ("/sign-in", "/account", "/users", "/")


@pytest.fixture(scope="module")
def base(demo_file, tmp_path_factory, serving):
    """The address of an office of two users."""
    file = tmp_path_factory.mktemp("office") / "relations.db"
    file.write_bytes(demo_file.read_bytes())
    with open_ledger(file) as ledger:
        create_user(ledger, "Aliya Ospanova", "admin", PASSWORD)
        create_user(ledger, "Bahrom Saidov", "reader", PASSWORD)
    with serving(file, "--access", "named") as address:
        yield address


def sign_in(page, name="Aliya Ospanova", password=PASSWORD) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


@pytest.fixture(scope="module")
def signed_in(chromium, base, tmp_path_factory):
    """The cookies of somebody who signed in, as a file that other contexts begin with."""
    file = tmp_path_factory.mktemp("cookies") / "state.json"
    context = chromium.new_context()
    page = context.new_page()
    page.goto(base + "/account")
    sign_in(page)
    assert page.url == base + "/account"
    page.get_by_label("What it is for").fill("nightly export")
    page.get_by_role("button", name="Make a token").click()
    context.storage_state(path=file)
    context.close()
    return file


def test_one_signs_in_is_named_and_signs_out(chromium, base):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(base + "/entries?status=overdue")
    assert page.url.startswith(base + "/sign-in?next=")
    sign_in(page, password="not the right words")  # noqa: S106
    assert page.get_by_role("alert").inner_text() == "The name or the password is not right."
    assert page.get_by_label("Name").input_value() == "Aliya Ospanova"
    sign_in(page)
    assert page.url == base + "/entries?status=overdue"
    assert "Signed in as Aliya Ospanova (admin)" in page.locator(".who").inner_text()
    cookies = {one["name"]: one for one in context.cookies()}
    assert cookies["servanda-session"]["httpOnly"]
    assert cookies["servanda-session"]["sameSite"] == "Lax"
    assert "servanda-before" not in cookies
    page.get_by_role("button", name="Sign out").click()
    assert page.url == base + "/sign-in"
    assert "servanda-session" not in {one["name"] for one in context.cookies()}
    page.goto(base + "/entries")
    assert page.url.startswith(base + "/sign-in")
    context.close()


@pytest.mark.parametrize(
    ("elsewhere", "status"),
    [
        # the browser sends no cookie along from another site
        ("http://localhost:9/win", 401),
        # it does from another port of the same host, and says where the form is from
        ("http://127.0.0.1:9/win", 403),
    ],
)
def test_a_page_elsewhere_cannot_send_a_form_with_ones_cookies(chromium, base, signed_in, elsewhere, status):
    context = chromium.new_context(storage_state=signed_in)
    page = context.new_page()
    page.goto(base + "/account")
    token = page.locator('input[name="form_token"]').first.input_value()
    form = (
        f'<form method="post" action="{base}/sign-out"><input name="form_token" value="{token}">'
        "<button>Win</button></form>"
    )
    page.route(elsewhere, lambda route: route.fulfill(body=form, content_type="text/html"))
    page.goto(elsewhere)
    with page.expect_response(base + "/sign-out") as sent:
        page.get_by_role("button", name="Win").click()
    assert sent.value.status == status
    page.goto(base + "/account")
    assert "Signed in as Aliya Ospanova" in page.locator(".who").inner_text()
    context.close()


def test_an_admin_adds_a_user_and_that_one_signs_in(chromium, base, signed_in):
    context = chromium.new_context(storage_state=signed_in, java_script_enabled=False)
    page = context.new_page()
    page.goto(base + "/users")
    form = page.locator('form[action="/users"]')
    form.get_by_label("Name").fill("Clara Maina")
    form.get_by_label("Role").select_option("reviewer")
    form.get_by_label("Password").fill(PASSWORD)
    form.get_by_role("button", name="Add").click()
    assert page.url == base + "/users"
    assert page.get_by_role("combobox", name="Role of Clara Maina").input_value() == "reviewer"
    other = chromium.new_context()
    own = other.new_page()
    own.goto(base + "/account")
    sign_in(own, "clara maina")
    assert "Clara Maina (reviewer)" in own.locator(".who").inner_text()
    page.get_by_role("button", name="Disable Clara Maina").click()
    own.goto(base + "/account")
    assert own.url.startswith(base + "/sign-in")
    other.close()
    context.close()


LOOKS = {
    "screen": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "phone": {
        "viewport": {"width": 360, "height": 740}, "color_scheme": "dark", "device_scale_factor": 2, "is_mobile": True,
    },
}  # fmt: skip


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("path", PAGES)
@pytest.mark.skipif(not AXE.exists(), reason="needs axe-core: npm install --no-save axe-core")
def test_everybody_can_use_it_and_need_not_scroll_sideways(chromium, base, signed_in, path, look):
    context = chromium.new_context(storage_state=signed_in, **LOOKS[look])
    page = context.new_page()
    page.goto(base + path)
    assert page.url == base + path
    if path == "/account":
        # with an address to subscribe to, which is shown only now, and is long
        page.get_by_label("Where it is used").fill(f"calendar, {look}")
        page.get_by_role("button", name="Make an address").click()
        assert page.locator(".secret").count() == 2
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    context.close()
    faults = [
        (fault["id"], node["html"][:160], node["failureSummary"])
        for fault in found["violations"]
        for node in fault["nodes"]
    ]
    assert faults == []
    assert wide <= LOOKS[look]["viewport"]["width"]
