"""Hostile reports that a program sends, shown by every page in a real browser: they are text, and run nothing."""

from __future__ import annotations

import json
import urllib.request
from collections import deque
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest

from servanda.ledger.session import open_ledger
from servanda.workflows.intake import add_files, plan

HANDLERS = (
    '<img src=http://127.0.0.1:9/x onerror=alert(1)> <a href="javascript:alert(2)">Trade</a> <svg onload=alert(3)> '
    '<iframe srcdoc="<script>parent.alert(4)</script>"></iframe> <form action=http://127.0.0.1:9/><button>Go</button>'
)
BROKEN = (
    '"><script>alert(5)</script> </article></main></body></html> <!-- <style>*{display:none} ]]> {{ 7 * 7 }} &lt;b&gt;'
)
TURNED = "\u202enwod edispu\u202c \u2066hidden\u2069 \u200e\ufeff\u0007\u001b[31m"
REPORTS = [
    {
        "id": "handlers", "date": "2024-05-07", "publisher": HANDLERS, "title": HANDLERS, "url": "javascript:alert(6)",
        "text": f"Kenya and Uganda signed the Agreement on {HANDLERS} Border Trade in Nairobi on 6 May 2024. The sides "
        "agreed to open two border posts by December 2025.",
    },
    {
        "id": BROKEN, "date": "2024-05-08", "publisher": BROKEN, "title": BROKEN, "url": "data:text/html,<script>alert(7)",
        "text": f"Trade between Kenya and Uganda reached $1.2 billion in 2023. {BROKEN} President William Okello of Kenya "
        f"met President Grace Achieng of Uganda in Nairobi on 8 May 2024. {BROKEN}",
    },
    {
        "id": TURNED, "date": "2024-05-09", "publisher": TURNED, "title": TURNED, "language": BROKEN,
        "text": f"Trade between Kenya and Uganda reached {TURNED} $1.4 billion in 2023. The sides agreed to raise trade to "
        f"$2 billion by 2027. {TURNED}",
    },
    {"id": "nul", "date": "2024-05-10", "text": "Kenya and Uganda\x00 signed the Treaty on Water."},
    {"id": "long", "date": "2024-05-11", "text": "<script>" + "x" * 20_000 + " Kenya and Uganda met in Kampala."},
]  # fmt: skip
REFUSED = {"id": "nul in its title", "date": "2024-05-10", "title": "a\x00b", "text": "Kenya and Uganda met."}
# what a page of the office never holds, and what is not followed: files to be taken along
FILES = (".docx", ".html", ".md", ".ics", ".atom", "format=")


@pytest.fixture(scope="module")
def base(tmp_path_factory, serving):
    """The address of a server to which the reports were sent."""
    file = tmp_path_factory.mktemp("posted") / "relations.db"
    with open_ledger(file) as made:
        files, _ = plan([])
        add_files(made, files)
    with serving(file) as address:
        yield address


def send(base: str, reports: list[dict]) -> dict:
    request = urllib.request.Request(  # noqa: S310
        f"{base}/api/reports", json.dumps(reports).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=200) as answer:  # noqa: S310
        return json.load(answer)


def pages(page, base: str) -> list[str]:
    """Every page that the first one leads to, of this office and of its own day."""
    waiting, found = deque([f"{base}/"]), dict[str, None]()
    while waiting:
        address = waiting.popleft()
        if address in found or any(part in address for part in FILES):
            continue
        found[address] = None
        answer = page.goto(address)
        for _ in range(60):
            # what was sent just now is being assessed
            if answer.status != 503:
                break
            page.wait_for_timeout(500)
            answer = page.goto(address)
        assert answer.status == 200, address
        links = page.locator("a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
        for link in (urljoin(address, one) for one in links):
            assert urlsplit(link).scheme in ("http", "https"), link
            if link.startswith(base + "/") and len(found) < 200:
                waiting.append(urldefrag(link)[0])
    return list(found)


def test_nothing_of_what_is_sent_runs_on_any_page(base, chromium):
    page = chromium.new_page()
    told = send(base, [*REPORTS, REFUSED])
    assert (told["added"], told["refused"]) == (len(REPORTS), 1), told
    assert "NUL" in told["reports"][-1]["reason"]
    assert sum(len(one["claims"]) for one in told["reports"]) >= 5
    asked, said, dialogs, missing = [], [], [], []
    page.on("response", lambda answer: missing.append(answer.url) if answer.status == 404 else None)
    page.on("request", lambda request: asked.append((request.url, request.resource_type)))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    found = pages(page, base)
    kinds = {urlsplit(address).path.split("/")[1] for address in found}
    assert kinds >= {"", "relation", "entry", "report", "reports", "entries", "people", "due", "changes", "review"}
    assert dialogs == []
    # a browser asks for the icon of an answer that is no page (the description of the interface) by itself
    assert set(missing) <= {f"{base}/favicon.ico"}
    assert [line for line in said if "status of 404" not in line and "status of 503" not in line] == []
    assert [url for url, _ in asked if not url.startswith((base + "/", "data:"))] == []
    assert not {kind for _, kind in asked} & {"xhr", "fetch", "websocket", "media"}
    # the office's own keys are the one script there is
    assert [url for url, kind in asked if kind == "script" and not url.startswith(f"{base}/static/")] == []
    page.goto(f"{base}/report/handlers")
    text = page.locator("article.text").inner_text()
    assert "onerror=alert(1)" in text
    assert "javascript:alert(2)" in text
    assert HANDLERS in page.get_by_role("heading", level=1).inner_text()
    page.goto(f"{base}/reports")
    shown = page.locator("main").inner_text()
    assert "</article></main></body></html>" in shown
    assert "{{ 7 * 7 }}" in shown
    assert "\u202e" not in shown
    assert "⟦U+202E⟧" in shown
