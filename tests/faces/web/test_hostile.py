"""Texts of reports are data: whatever they hold is shown as text and runs nothing."""

from __future__ import annotations

import csv
import io
from datetime import date
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from servanda.faces.access.alone import Alone
from servanda.faces.exports.files import file_bytes
from servanda.faces.web.app import create_app
from servanda.ledger.session import open_ledger
from servanda.terms.reading import Reading
from servanda.terms.reports import Report
from servanda.workflows.add import add
from servanda.workflows.desk import Desk

SCRIPT = "<script>alert(1)</script>"
IMAGE = '"><img src=x onerror=alert(2)>'
TURNED = "\u202egnihton\u202c \u2066hidden\u2069"
TEXT = (
    f"Kenya and Uganda signed the Agreement on {SCRIPT} borders in Nairobi on 6 May 2024. {IMAGE} Trade between Kenya and "
    f"Uganda reached $1.2 billion in 2023. {TURNED} The sides agreed to open {IMAGE} two border posts by 2025. </p></article>"
    "{{ 7 * 7 }} {% raw %} javascript:alert(3) <!-- <svg onload=alert(4)>"
)
IDS = (
    "plain", "https://wire.example/a?b=c&d=e#f", "../../etc/passwd", "..", "a/b", "a b", '"><script>alert(5)</script>',
    "ünïcode/№ 5", "%2e%2e", "x" * 400, "?", "#", "a\\b", "report:1@x",
)  # fmt: skip


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.scripts: list[str | None] = []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.scripts += [dict(attrs).get("src")] if tag == "script" else []
        self.links += [value for name, value in attrs if name == "href"]


def tags(text: str) -> Tags:
    found = Tags()
    found.feed(text)
    return found


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    file = tmp_path_factory.mktemp("hostile") / "l.db"
    reports = [Report(name, date(2024, 5, 7), f"{TEXT} Number {n}.", IMAGE, SCRIPT) for n, name in enumerate(IDS)]
    reports.append(Report("formula", date(2024, 5, 8), TEXT, "=HYPERLINK(1)", "=1+1", "javascript:alert(6)"))
    long = Report("long", date(2024, 5, 9), "x" * 1_000_000, "Wire", "Long")
    with open_ledger(file) as ledger:
        assert add(ledger, reports).new == len(reports)
        assert add(ledger, [long], read=lambda _report: Reading(())).new == 1
        app = create_app(Desk(ledger), Alone("Aliya Ospanova"), today=lambda: date(2026, 1, 1))
        with TestClient(app, base_url="http://localhost", follow_redirects=False) as opened:
            yield opened


def safe(text: str) -> None:
    found = tags(text)
    assert not found.tags & {"img", "iframe", "object"}
    assert found.scripts == ["/static/office.js"]
    assert not {name for name in found.attributes if name.startswith("on")}
    assert not [link for link in found.links if link.lower().startswith(("javascript:", "data:"))]
    for hidden in "\u202e\u202c\u2066\u2069":
        assert hidden not in text


@pytest.mark.parametrize(
    "path", ["/", "/entries", "/due", "/reports", "/people", "/relation/KEN-UGA", "/search?q=alert"]
)
def test_no_page_runs_what_a_report_holds(office, path):
    answer = office.get(path)
    assert answer.status_code == 200
    safe(answer.text)


@pytest.mark.parametrize("number", range(len(IDS)))
def test_every_report_has_a_page_whatever_its_id(office, number):
    rows = office.get("/reports?format=json").json()
    assert IDS[number] in [row["id"] for row in rows]
    links = [link for link in tags(office.get("/reports").text).links if link.startswith("/report")]
    pages = [office.get(link) for link in links if link != "/reports" and "format=" not in link]
    shown = [page.text for page in pages if f"Number {number}." in page.text]
    assert len(shown) == 1
    safe(shown[0])


def test_a_hostile_text_stands_there_to_the_letter(office):
    page = office.get("/report/plain").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "{{ 7 * 7 }}" in page
    assert "⟦U+202E⟧gnihton⟦U+202C⟧" in page


def test_entries_of_a_hostile_report_have_safe_pages(office):
    links = {link for link in tags(office.get("/entries").text).links if link.startswith("/entry/")}
    assert len(links) >= 3
    for link in links:
        safe(office.get(link).text)


def test_an_address_that_is_no_web_address_is_no_link(office):
    page = office.get("/report/formula").text
    assert "javascript:alert(6)" not in page


def test_a_line_of_a_megabyte_is_shown(office):
    answer = office.get("/report/long")
    assert answer.status_code == 200
    assert "x" * 1_000_000 in answer.text


def test_no_cell_is_run(office):
    told = csv.DictReader(io.StringIO(office.get("/reports?format=csv").content.decode("utf-8-sig")))
    row = next(row for row in told if row["id"] == "formula")
    assert (row["title"], row["publisher"]) == ("'=1+1", "'=HYPERLINK(1)")
    sheet = load_workbook(io.BytesIO(office.get("/reports?format=xlsx").content)).active
    cells = [cell for line in sheet.iter_rows() for cell in line]
    assert "=1+1" in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} <= {"s", "n", "b"}


def test_a_workbook_takes_any_text_and_number():
    row = {"a": "\x00\x1b bell", "b": "y" * 40_000, "c": None, "d": [1, {"e": "=1"}], "f": 2.5, "g": True, "h": "@x"}
    sheet = load_workbook(io.BytesIO(file_bytes("xlsx", [row]))).active
    told = dict(zip(row, [cell.value for cell in sheet[2]], strict=True))
    assert told["a"] == "\ufffd\ufffd bell"
    assert len(told["b"]) == 32_767
    assert (told["c"], told["d"], told["f"], told["g"], told["h"]) == (None, '[1,{"e":"=1"}]', 2.5, True, "@x")
