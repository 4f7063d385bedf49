"""The office in a real browser: nothing leaves it, nothing runs, everybody can use it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from servanda.ledger.session import open_ledger
from servanda.terms.reports import Report
from servanda.workflows.add import add

sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium")
AXE = Path(__file__).parents[3] / "node_modules" / "axe-core" / "axe.min.js"
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
]  # fmt: skip
PAGES = (
    "/", "/relation/KAZ-TJK", "/relation/TUR-UZB?as_of=2024-06-01", "/due", "/entries", "/reports", "/people", "/search",
    "/search?q=trade", "/report/kt-2025-02-12", "/report/hostile", "/entries?status=missed", "/nothing", "entry",
    "/changes?since=2023-01-01", "/relation/TUR-UZB/compare", "/review", "/review?topic=contradictions", "task",
    "differs", "person", "/decisions", "claim", "merge",
)  # fmt: skip
HOSTILE = (
    'Kenya and Uganda signed the Agreement on <script>document.title="run"</script> borders in Nairobi on 6 May 2024. '
    '"><img src=http://127.0.0.1:9/x onerror=alert(1)> <a href=javascript:alert(2)>Trade</a> between Kenya and Uganda '
    "reached \u202e$1.2 billion\u202c in 2023. <svg onload=alert(3)> </article></main><style>*{display:none}</style>"
)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium: apt-get install chromium")


@pytest.fixture(scope="module")
def base(demo_file, tmp_path_factory):
    """The address of a real server over the bundled reports and a hostile one."""
    file = tmp_path_factory.mktemp("browser") / "relations.db"
    file.write_bytes(demo_file.read_bytes())
    with open_ledger(file) as ledger:
        assert add(ledger, [Report("hostile", date(2024, 5, 7), HOSTILE, '"><script>', "<b>bold</b>")]).new == 1
    port = 20_000 + os.getpid() % 20_000
    with subprocess.Popen(
        [sys.executable, "-m", "servanda", "serve", "--ledger", str(file), "--port", str(port)],
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            told = server.stderr.readline()
            assert f":{port}/" in told, told
            yield f"http://127.0.0.1:{port}"
        finally:
            server.send_signal(signal.SIGINT)


@pytest.fixture(scope="module")
def browser(base):
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        wait_for(opened, base)
        yield opened
        opened.close()


def wait_for(browser, base: str) -> None:
    page = browser.new_page()
    for _ in range(100):
        try:
            page.goto(base)
            break
        except sync_api.Error:
            page.wait_for_timeout(100)
    page.close()


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def address(page, base: str, name: str) -> str:
    """Where a page lives; of those that have an id of their own, as the lists lead there."""
    if name.startswith("/"):
        return base + name
    lists = {
        "entry": "/due",
        "differs": "/entries?contradicted=1",
        "person": "/people",
        "task": "/review?topic=contradictions",
    }
    page.goto(base + lists.get(name, "/due"))
    target = str(page.locator("tbody th a").first.get_attribute("href"))
    if name == "claim":
        page.goto(base + target)
        target = str(page.locator(".chain a[href^='/claim/']").first.get_attribute("href"))
    return base + target + ("/merge?q=trade" if name == "merge" else "")


@pytest.mark.parametrize("name", PAGES)
def test_nothing_leaves_the_house_and_nothing_runs(page, base, name):
    target = address(page, base, name)
    asked, said, dialogs = [], [], []
    page.on("request", lambda request: asked.append((request.url, request.resource_type)))
    page.on("console", lambda message: said.append(message.text))
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.goto(target, wait_until="networkidle")
    assert asked
    assert all(url.startswith((base + "/", "data:")) for url, _ in asked), asked
    assert not {kind for _, kind in asked} & {"xhr", "fetch", "websocket"}
    assert {url for url, kind in asked if kind == "script"} == {f"{base}/static/office.js"}
    assert dialogs == []
    assert [line for line in said if "404" not in line] == []
    assert "Servanda" in page.title()
    assert page.locator("main").is_visible()


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.skipif(not AXE.exists(), reason="needs axe-core: npm install --no-save axe-core")
def test_everybody_can_use_it(browser, base, name, look):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=look)
    page = context.new_page()
    page.goto(address(page, base, name))
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    context.close()
    faults = [
        (fault["id"], node["html"][:160], node["failureSummary"])
        for fault in found["violations"]
        for node in fault["nodes"]
    ]
    assert faults == []


@pytest.mark.parametrize("name", PAGES)
def test_a_phone_need_not_be_scrolled_sideways(browser, base, name):
    context = browser.new_context(viewport={"width": 360, "height": 740}, device_scale_factor=2, is_mobile=True)
    page = context.new_page()
    page.goto(address(page, base, name))
    wide = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert wide <= 360


def test_everything_works_without_scripts(browser, base):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(base + "/")
    page.get_by_label("As of").fill("2024-06-01")
    page.get_by_role("button", name="Show").first.click()
    assert page.url.endswith("?as_of=2024-06-01")
    page.get_by_role("link", name="Kazakhstan – Tajikistan").click()
    assert "/relation/KAZ-TJK?as_of=2024-06-01" in page.url
    page.get_by_role("link", name="Search").click()
    page.get_by_label("Words").fill("trade")
    page.get_by_label("Kind").select_option("figure")
    page.get_by_role("button", name="Search").click()
    assert "as_of=2024-06-01" in page.url
    assert page.locator("mark").first.inner_text().casefold() == "trade"
    context.close()


def test_a_claim_leads_to_its_words_and_the_words_to_their_claim(page, base):
    page.goto(base + "/report/kt-2025-02-12")
    page.locator(".text a.m-commitment").first.click()
    assert "commitment" in page.locator(".card:target").inner_text()
    page.locator(".card.m-figure .toword").first.click()
    assert page.locator(".at:target + a").evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    assert page.locator(".at:target + a").inner_text().startswith("Trade between Kazakhstan")


def test_a_point_of_a_chart_leads_to_its_quote(page, base):
    page.goto(base + "/relation/KAZ-TJK")
    page.locator("svg.chart a").first.click()
    assert re.search(r"/report/kt-\S+#q-", page.url)
    assert "trade turnover" in page.locator(".at:target + a").inner_text()


def test_a_point_of_a_chart_stands_over_its_year_and_at_its_value(page, base):
    page.goto(base + "/relation/KAZ-TJK")
    chart = page.locator("svg.chart").first
    years = dict(
        chart.locator("text.middle").evaluate_all("all => all.map(t => [t.textContent, +t.getAttribute('x')])")
    )
    levels = chart.locator("text.end").evaluate_all("all => all.map(t => [t.textContent, +t.getAttribute('y') - 4])")
    points = chart.locator("a").evaluate_all(
        "all => all.map(a => [a.querySelector('title').textContent, +a.querySelector('.point').getAttribute('cx'),"
        " +a.querySelector('.point').getAttribute('cy')])"
    )
    assert len(points) >= 2
    heights = dict(levels)
    for words, x, y in points:
        year, value = re.match(r"(\d{4}): .*?USD ([\d.]+) billion", words).groups()
        assert x == pytest.approx(years[year], abs=1)
        share = float(value) / 2
        assert y == pytest.approx(heights["USD 0"] + share * (heights["USD 2 billion"] - heights["USD 0"]), abs=1)


def test_the_keyboard_reaches_the_page_and_the_timeline(page, base):
    page.goto(base + "/relation/KAZ-TJK")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the page"
    page.keyboard.press("Enter")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("!!document.activeElement.closest('svg.timeline')"):
            break
    assert page.evaluate("!!document.activeElement.closest('svg.timeline')")


def test_a_mark_of_the_timeline_lies_where_its_day_lies(page, base):
    page.goto(base + "/relation/KAZ-TJK?as_of=2026-11-01")
    years = page.locator("svg.timeline text.middle").evaluate_all(
        "all => all.map(t => [+t.textContent, +t.getAttribute('x')])"
    )
    (first, left), (last, right) = years[0], years[-1]
    lines = page.locator("svg.timeline a").evaluate_all(
        "all => all.filter(a => a.querySelector('circle')).map(a => [a.querySelector('title').textContent, +a.querySelector('circle').getAttribute('cx')])"
    )
    day, at = next((line, x) for line, x in lines if line.startswith("25 Aug 2023"))
    wanted = left + (2023 + (31 * 7 + 20) / 365 - first) * (right - left) / (last - first)
    assert at == pytest.approx(wanted, abs=4), day


def test_on_paper_stand_the_facts_without_the_forms(page, base):
    page.goto(base + "/relation/KAZ-TJK")
    page.emulate_media(media="print")
    assert not page.locator("form.day").is_visible()
    assert page.locator("svg.timeline").is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_a_hostile_text_is_read_as_it_stands(page, base):
    page.goto(base + "/report/hostile")
    text = page.locator("article.text").inner_text()
    for part in (
        "<script>document.title=",
        "onerror=alert(1)",
        "<style>*{display:none}</style>",
        "⟦U+202E⟧$1.2 billion⟦U+202C⟧",
    ):
        assert part in text
    assert "run" not in page.title().split()
