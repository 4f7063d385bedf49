"""Whole reviews in a real browser: by mouse, by keyboard alone, without scripts, on a phone, two people at once."""

from __future__ import annotations

import re
import shutil
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from servanda.ledger import decided
from servanda.ledger.session import open_ledger
from servanda.terms.decisions import standing

AXE = Path(__file__).parents[3] / "node_modules" / "axe-core" / "axe.min.js"
PAGES = (
    "/review", "/review?topic=contradictions", "pairs", "contradictions", "refused", "unread", "unread&as=figure",
    "claim", "/decisions", "/report/told", "merge", "conflict", "again", "done",
)  # fmt: skip


@pytest.fixture
def file(waiting_file, tmp_path):
    return Path(shutil.copy(waiting_file, tmp_path / "l.db"))


@pytest.fixture
def base(file, serving):
    with serving(file) as address:
        yield address


@pytest.fixture
def page(chromium):
    with looking(chromium) as opened:
        yield opened


@contextmanager
def looking(chromium, **more):
    """A page, and nothing said to its console meanwhile: no fault of the script, nothing that the policy forbids."""
    context = chromium.new_context(viewport={"width": more.pop("width", 1280), "height": 800}, **more)
    opened, said = context.new_page(), []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    yield opened
    context.close()
    assert [line for line in said if not re.search(r"status of (409|422)", line)] == []


def trail(file):
    with open_ledger(file, create=False) as ledger:
        told = decided.all_decisions(ledger)
        stand = {one.id for one in standing(told)}
        return [(one.action, one.by, one.id in stand) for one in told]


def begin(page, base, topic):
    page.goto(f"{base}/review?topic={topic}")
    page.get_by_role("link", name="Begin with the first").click()


def go(page, base, name):
    """Open a page; of those with an address of their own, as one comes there."""
    topic, _, more = name.partition("&")
    if name.startswith("/"):
        page.goto(base + name)
    elif topic in ("pairs", "contradictions", "refused", "unread"):
        begin(page, base, topic)
        if more:
            page.goto(f"{page.url}&{more}")
        for summary in page.locator("details.fix").all():
            summary.evaluate("e => e.open = true")
    elif name in ("claim", "merge"):
        page.goto(f"{base}/entries?kind=commitment")
        page.locator("tbody th a").first.click()
        page.get_by_role("link", name=re.compile("^Confirm, correct" if name == "claim" else "^merge")).first.click()
        if name == "merge":
            page.get_by_label("Words of the other").fill("open")
            page.get_by_role("button", name="Search").click()
            page.locator("tbody th a").first.click()
    elif name == "done":
        begin(page, base, "pairs")
        page.get_by_role("button", name="Unsure").click()
    else:
        begin(page, base, "contradictions")
        if name == "conflict":
            page.locator("#decide [name=seen]").evaluate("e => e.value = 'd-0000000000000000'")
            page.get_by_role("button", name="All read rightly").click()
        else:
            page.get_by_text("Correct fields").first.click()
            page.locator("details[open] [name='f.value']").fill("<b>many</b>")
            page.get_by_role("button", name="Keep the correction").first.click()
    # a click may return before the page that it leads to has a document
    page.wait_for_load_state()


@pytest.fixture(scope="module")
def still(waiting_file, tmp_path_factory, serving):
    """A server of pages that are looked at only."""
    file = shutil.copy(waiting_file, tmp_path_factory.mktemp("still") / "l.db")
    with serving(file) as address:
        yield address


@pytest.fixture
def place(request, name):
    """Where a page is looked at: one that comes of a decision takes it from a ledger of its own."""
    return request.getfixturevalue("base" if name == "done" else "still")


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.skipif(not AXE.exists(), reason="needs axe-core: npm install --no-save axe-core")
def test_everybody_can_decide(chromium, place, name, look):
    with looking(chromium, color_scheme=look) as page:
        go(page, place, name)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    faults = [(f["id"], n["html"][:160], n["failureSummary"]) for f in found["violations"] for n in f["nodes"]]
    assert faults == []


@pytest.mark.parametrize("name", PAGES)
def test_a_phone_need_not_be_scrolled_sideways(chromium, place, name):
    with looking(chromium, width=360, device_scale_factor=2, is_mobile=True, has_touch=True) as page:
        go(page, place, name)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_whole_review(page, base, file):
    begin(page, base, "contradictions")
    panel = page.locator(".panel").nth(1)
    panel.get_by_text("Correct fields").click()
    panel.get_by_label("value", exact=True).fill("1100000000")
    panel.get_by_label("or in your words").fill("1.9 is a slip")
    panel.get_by_role("button", name="Keep the correction").click()
    assert "The evidence gate would refuse it" in page.locator("main").inner_text()
    page.get_by_label("on my word").check()
    page.get_by_role("button", name="Keep the correction").click()
    assert page.get_by_role("status").inner_text().startswith("Kept: corrected, by A. First.")
    assert "Nothing of this topic waits" in page.locator("main").inner_text()
    page.goto(f"{base}/entries?kind=commitment&states=KEN,UGA")
    page.get_by_role("link", name="open a border market by 2026").click()
    page.get_by_role("link", name="merge it with another entry").click()
    page.get_by_label("Words of the other").fill("the border market")
    page.get_by_role("button", name="Search").click()
    page.locator("tbody th a").first.click()
    page.get_by_label("Ready reasons").select_option("one thing told twice")
    page.get_by_role("button", name="They are one: merge").click()
    assert page.locator(".chain > li").count() == 2
    assert "merged by A. First" in page.locator(".trail").inner_text()
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    assert page.locator(".chain > li").count() == 1
    assert trail(file) == [
        ("correct", "A. First", True), ("merge", "A. First", False), ("withdraw", "A. First", True),
    ]  # fmt: skip
    page.goto(f"{base}/decisions?by=A.+First")
    assert page.locator(".trail > li").count() == 3
    assert "1900000000" in page.locator(".trail del").first.inner_text()


def test_two_reviewers_at_once(chromium, base, file, serving):
    with ExitStack() as stack:
        other = stack.enter_context(serving(file, user="B. Second"))
        a, b = (stack.enter_context(looking(chromium)) for _ in range(2))
        begin(a, base, "pairs")
        begin(b, other, "pairs")
        a.get_by_role("button", name="Same").click()
        b.locator("#decide").get_by_label("or in your words").fill("two markets")
        b.get_by_role("button", name="Different").click()
        told = b.locator("main").inner_text()
        assert "A. First decided on" in told
        assert "two markets" in told
        assert [action for action, *_ in trail(file)] == ["same"]
        look = stack.enter_context(looking(chromium))
        look.goto(other + str(b.get_by_role("link", name="Look at it as it stands now").get_attribute("href")))
        assert "Somebody decided on this already" in look.locator("main").inner_text()
        b.get_by_role("button", name="Decide as you did, knowing this").click()
        assert b.get_by_role("status").inner_text().startswith("Kept: different things, by B. Second.")
    assert trail(file) == [("same", "A. First", True), ("different", "B. Second", True)]


def test_by_the_keyboard_alone(page, base, file):
    page.goto(f"{base}/review?topic=pairs")
    with page.expect_navigation():
        page.keyboard.press("n")
    page.keyboard.press("?")
    assert page.locator("details.keys").evaluate("e => e.open")
    page.keyboard.press("w")
    assert page.evaluate("document.activeElement.name") == "why"
    page.keyboard.type("one")
    page.keyboard.press("Escape")
    with page.expect_navigation():
        page.keyboard.press("s")
    assert page.evaluate("document.activeElement.id") == "main", "to what was decided, and the next"
    with page.expect_navigation():
        page.keyboard.press("b")
    assert "Taken back by A. First" in page.get_by_role("status").inner_text()
    page.keyboard.press("2")
    assert page.locator(".panel.chosen").get_attribute("data-side") == "2"
    page.keyboard.press("e")
    assert page.evaluate("document.activeElement.name") == "f.action"
    page.keyboard.press("Control+A")
    page.keyboard.type("seed s and ducks")
    assert page.evaluate("document.activeElement.value") == "seed s and ducks", "keys are letters in a field"
    for _ in range(4):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "f.due"
    page.keyboard.press("Control+A")
    page.keyboard.type("2031")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "why", "to the reason that is missing"
    page.keyboard.press("Tab")
    page.keyboard.type("so it is")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "word", "to what the gate says"
    page.keyboard.press("Space")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    with page.expect_navigation():
        page.keyboard.press("n")
    assert [action for action, *_ in trail(file)] == ["same", "withdraw", "correct"]


def test_marked_words_go_into_the_form(page, base, file):
    page.goto(f"{base}/report/told")
    page.locator("article.text").evaluate(
        "e => { const t = e.lastElementChild.firstChild; const r = document.createRange();"
        " r.setStart(t, 4); r.setEnd(t, 32); getSelection().removeAllRanges(); getSelection().addRange(r); }"
    )
    page.locator("article.text").dispatch_event("mouseup")
    assert page.locator("[name=quote1]").input_value() == "ministers thanked one anothe"
    page.get_by_role("link", name="Add what the reader missed").click()
    assert page.evaluate("document.activeElement.name") == "kind"
    page.get_by_label("What they tell").select_option("activity")
    page.get_by_role("button", name="Go on").click()
    assert page.locator("mark").inner_text() == "ministers thanked one anothe"
    page.get_by_label("type (needed)").select_option("other")
    page.get_by_label("name (needed)").fill("tea fair")
    page.get_by_label("status (needed)").select_option("held")
    page.get_by_role("button", name="Add this activity").click()
    page.get_by_label("on my word").check()
    page.get_by_role("button", name="Add this activity").click()
    assert page.get_by_role("status").inner_text().startswith("Kept: added, by A. First.")
    assert [action for action, *_ in trail(file)] == ["add"]


def test_a_review_without_scripts(chromium, base, file):
    with looking(chromium, java_script_enabled=False) as page:
        begin(page, base, "pairs")
        page.get_by_role("link", name=re.compile("^Skip")).click()
        page.locator(".panel").first.get_by_role("button", name="Not a commitment").click()
        assert page.get_by_role("status").inner_text().startswith("Kept: rejected, by A. First.")
        page.get_by_role("button", name="Undo").click()
        panel = page.locator(".panel").first
        panel.get_by_text("Correct fields").click()
        panel.get_by_label("due").fill("never")
        panel.get_by_role("button", name="Keep the correction").click()
        assert page.get_by_label("due").first.input_value() == "never"
        assert "is no EDTF date" in page.locator(".fault").first.inner_text()
        page.goto(f"{base}/report/told")
        page.get_by_text("Add what the reader missed").first.click()
        page.get_by_label("Words", exact=True).fill("A bridge was opened")
        page.get_by_role("button", name="Go on").click()
        assert page.locator("mark").inner_text() == "A bridge was opened"
    assert [action for action, *_ in trail(file)] == ["reject", "withdraw"]
