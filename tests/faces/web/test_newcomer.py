"""A newcomer's path in a real browser: from ``servanda demo --serve`` to the quote behind a target."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys

import pytest

sync_api = pytest.importorskip("playwright.sync_api")


@pytest.fixture
def demo(tmp_path):
    """The address that the demo tells, as soon as it has read its reports."""
    port = 42_000 + os.getpid() % 2_000
    with subprocess.Popen(
        [sys.executable, "-m", "servanda", "demo", "--serve"],
        cwd=tmp_path,
        env={**os.environ, "SERVANDA_WEB_PORT": str(port)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        try:
            told = next(line for line in running.stderr if "http://" in line)
            yield re.search(r"http://\S+", told)[0]
        finally:
            running.send_signal(signal.SIGINT)


def reach(page, address: str) -> None:
    """Open a page as soon as the server answers and everything is assessed."""
    for _ in range(200):
        try:
            answer = page.goto(address)
        except sync_api.Error:
            page.wait_for_timeout(200)
            continue
        if answer is not None and answer.ok:
            return
        page.wait_for_timeout(500)
    pytest.fail(f"nothing answers at {address}")


def test_from_the_demo_to_the_quote_behind_a_target(demo, chromium):
    page = chromium.new_page()
    reach(page, demo)
    assert page.get_by_role("heading", level=1).inner_text() == "Relations"
    page.get_by_role("link", name="Kazakhstan – Tajikistan").first.click()
    assert page.url.startswith(f"{demo}relation/KAZ-TJK")
    chart = page.locator("svg.chart").first
    assert chart.is_visible()
    shown = chart.locator("a title").first.text_content()
    assert "USD" in shown
    chart.locator("a").first.click()
    assert re.search(r"/report/\S+#q-", page.url)
    words = page.locator(".at:target + a").inner_text()
    amount = re.search(r"USD ([\d.]+) billion", shown)[1]
    assert f"{amount} billion" in words
    assert words in page.locator("article.text").inner_text()
