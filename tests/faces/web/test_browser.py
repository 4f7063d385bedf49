"""The office in a real browser: nothing leaves it, nothing runs, everybody can use it."""

from __future__ import annotations

import importlib
import pkgutil
import re
import socket
from datetime import date
from pathlib import Path
from threading import Event, Thread

import pytest
import uvicorn
from fastapi import APIRouter

from servanda.faces.access.alone import Alone
from servanda.faces.web import pages
from servanda.faces.web.app import create_app
from servanda.ledger.session import open_ledger
from servanda.terms.reports import Report
from servanda.workflows.add import add
from servanda.workflows.desk import Desk
from servanda.workflows.standby import Waiting
from servanda.workflows.worker import Worker

AXE = Path(__file__).parents[3] / "node_modules" / "axe-core" / "axe.min.js"
HOSTILE = (
    'Kenya and Uganda signed the Agreement on <script>document.title="run"</script> borders in Nairobi on 6 May 2024. '
    '"><img src=http://127.0.0.1:9/x onerror=alert(1)> <a href=javascript:alert(2)>Trade</a> between Kenya and Uganda '
    "reached \u202e$1.2 billion\u202c in 2023. <svg onload=alert(3)> </article></main><style>*{display:none}</style>"
)


@pytest.fixture(scope="module")
def base(demo_file, tmp_path_factory, serving):
    """The address of a real server over the bundled reports and a hostile one."""
    file = tmp_path_factory.mktemp("browser") / "relations.db"
    file.write_bytes(demo_file.read_bytes())
    with open_ledger(file) as ledger:
        assert add(ledger, [Report("hostile", date(2024, 5, 7), HOSTILE, '"><script>', "<b>bold</b>")]).new == 1
    with serving(file) as address:
        yield address


@pytest.fixture
def page(chromium):
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


# pages whose address is known by looking: where the first link to one stands
LISTED = {
    "entry": "/due",
    "differs": "/entries?contradicted=1",
    "person": "/people",
    "task": "/review?topic=contradictions",
}


@pytest.fixture(scope="module")
def waiting(demo_file):
    """The address of an office in which everything is being assessed for as long as the tests take."""
    with open_ledger(demo_file, create=False) as ledger:
        work = Busy(ledger)
        desk = Desk(ledger, waiting=Waiting(0.01), work=work)
        office = create_app(desk, Alone(""), today=lambda: date(2026, 11, 1))
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        server = uvicorn.Server(uvicorn.Config(office, host="127.0.0.1", port=port, log_level="warning"))
        thread = Thread(target=server.run, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        work.done.set()
        thread.join(20)


class Busy(Worker):
    """Assesses nothing before it is let."""

    def __init__(self, ledger) -> None:
        super().__init__(ledger)
        self.done = Event()

    def parts(self, *asked):
        self.done.wait()
        return super().parts(*asked)


def without_refresh(page, url: str) -> None:
    """A page that would be asked for again by itself is looked at once."""

    def once(route) -> None:
        told = route.fetch()
        route.fulfill(response=told, headers={k: v for k, v in told.headers.items() if k != "refresh"})

    page.route(url, once)


def address(page, base: str, name: str, waiting: str) -> str:
    """Where a page lives; of those that have an id of their own, as the lists lead there."""
    if name.startswith("/"):
        return base + name
    if name == "waiting":
        without_refresh(page, f"{waiting}/")
        return f"{waiting}/"
    if name == "news":
        day = "20200101"
        value = f"{day}T000000.000000~2020-01-01~{day}T000000.000000~2020-01-01~{day}T000000"
        page.context.add_cookies([{"name": "servanda_seen", "value": value, "url": base}])
        return base + "/"
    if name == "missed":
        page.goto(base + "/report/kt-2025-02-12")
        version = page.locator("form[action='/missed/words'] input[name='version']").first.get_attribute("value")
        return f"{base}/missed?version={version}"
    page.goto(base + LISTED.get(name, "/due"))
    target = str(page.locator("tbody th a").first.get_attribute("href"))
    if name == "claim":
        page.goto(base + target)
        target = str(page.locator(".chain a[href^='/claim/']").first.get_attribute("href"))
    return base + target + {"merge": "/merge?q=trade", "history": "/history"}.get(name, "")


def test_every_route_with_a_page_is_gone_through(page_routes):
    modules = [importlib.import_module(f"{pages.__name__}.{one.name}") for one in pkgutil.iter_modules(pages.__path__)]
    routers = [one for module in modules for one in vars(module).values() if isinstance(one, APIRouter)]
    routes = {route.path for router in routers for route in router.routes if "GET" in route.methods}
    assert len(routers) >= len(modules)
    assert routes == page_routes, "name each route and an address of it in the table of conftest.py"


def test_nothing_leaves_the_house_and_nothing_runs(page, base, name, waiting):
    target = address(page, base, name, waiting)
    asked, said, dialogs = [], [], []
    page.on("request", lambda request: asked.append((request.url, request.resource_type)))
    page.on("console", lambda message: said.append(message.text))
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.goto(target, wait_until="networkidle")
    assert asked
    assert all(url.startswith((base + "/", waiting + "/", "data:")) for url, _ in asked), asked
    assert not {kind for _, kind in asked} & {"xhr", "fetch", "websocket"}
    assert {url.rpartition("/static/")[2] for url, kind in asked if kind == "script"} == {"office.js"}
    assert dialogs == []
    assert [line for line in said if not re.search(r"status of (40[04]|503)", line)] == []
    assert "Servanda" in page.title()
    assert page.locator("main").is_visible()


# Colours do not depend on the width, nor what stands where on the colours: a load of each page on a light screen and one
# on a dark phone look at everything once.
LOOKS = {
    "screen": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "phone": {
        "viewport": {"width": 360, "height": 740}, "color_scheme": "dark", "device_scale_factor": 2, "is_mobile": True,
    },
}  # fmt: skip


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.skipif(not AXE.exists(), reason="needs axe-core: npm install --no-save axe-core")
def test_everybody_can_use_it_and_need_not_scroll_sideways(chromium, base, name, look, waiting):
    context = chromium.new_context(**LOOKS[look])
    page = context.new_page()
    page.goto(address(page, base, name, waiting))
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


def test_everything_works_without_scripts(chromium, base):
    context = chromium.new_context(java_script_enabled=False)
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


def press_until(page, holds: str) -> None:
    """Press Tab until what has the focus is of a kind; fail where it never is."""
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate(f"!!document.activeElement.closest({holds!r})"):
            return
    pytest.fail(f"the keyboard never reached {holds}")


def test_the_main_path_is_walked_by_keyboard_alone(page, base):
    page.goto(base + "/")
    press_until(page, "tbody th a[href*='KAZ-TJK']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/relation/KAZ-TJK")
    press_until(page, "a[href$='/series']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/series")
    press_until(page, "svg.chart a")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.go_back()
    press_until(page, "section .column li a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/entry/**")
    press_until(page, "a[href$='/history']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/history")
    press_until(page, "blockquote a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/report/**")
    assert page.locator(".at:target + a").is_visible()
    press_until(page, "form.day input[type=date]")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement !== document.body")


def test_figures_of_two_sides_differ_by_shape(page, base):
    page.goto(base + "/relation/TUR-UZB/series?indicator=trade_turnover")
    shapes = page.locator("svg.chart g.side").evaluate_all("all => all.map(g => g.getAttribute('class'))")
    assert len(set(shapes)) == len(shapes) >= 2
    page.locator("svg.chart a").first.click()
    assert re.search(r"/report/\S+#q-", page.url)


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
    assert not page.locator(".onscreen").first.is_visible()
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
