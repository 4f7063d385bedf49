"""The pages as a reader meets them: every link leads somewhere, every page is safe, dated and says what to do."""

from __future__ import annotations

import csv
import html
import io
import re
import shutil
import time
from collections import deque
from dataclasses import fields, is_dataclass
from datetime import date
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import lxml.etree
import pytest
from fastapi.testclient import TestClient
from icalendar import Calendar
from jinja2 import meta, nodes
from openpyxl import load_workbook

from servanda.faces.access.alone import Alone
from servanda.faces.exports import packs
from servanda.faces.web import app, pages
from servanda.faces.web.render import environment
from servanda.faces.web.words import dated
from servanda.ledger.session import open_ledger
from servanda.terms.reports import Report
from servanda.workflows.add import add
from servanda.workflows.desk import Desk
from servanda.workflows.standby import Waiting

MODULES = (app, *app.PAGES, *app.ACCOUNT_PAGES)
CONTEXTS = [
    one
    for module in MODULES
    for one in vars(module).values()
    if is_dataclass(one) and one.__module__ == module.__name__ and hasattr(one, "template")
]
PAGES = ["/relation/KAZ-TJK/series", "/", "/due", "/entries", "/reports", "/people", "/search", "/search?q=trade", "/relation/KAZ-TJK",
         "/changes?since=2023-01-01", "/relation/TUR-UZB/compare", "/review", "/decisions"]  # fmt: skip
LISTS = [
    "/relation/KAZ-TJK/series",
    "/relation/TUR-UZB/series?indicator=trade_turnover",
    "/changes?since=2023-01-01",
    "/relation/TUR-UZB/compare",
    "/",
    "/due",
    "/entries",
    "/reports",
    "/people",
    "/review",
    "/search?q=trade",
    "/relation/KAZ-TJK",
]


class Seen(HTMLParser):
    """The links, ids and dangerous parts of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.ids: list[str] = []
        self.handlers: list[str] = []
        self.tags: set[str] = set()
        self.inline = 0
        self._labels = 0
        self._named: set[str] = set()
        self._fields: list[tuple[str | None, str]] = []

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        self.tags.add(tag)
        self.handlers += [name for name in told if name.startswith("on") or name == "style"]
        if "id" in told:
            self.ids.append(told["id"])
        if tag == "a":
            self.links.append(told["href"])
        if tag in ("link", "img", "script", "iframe", "object", "source"):
            self.loaded.append(told.get("href") or told.get("src") or "")
        self.inline += tag == "script" and "src" not in told
        self._labels += tag == "label"
        self._named |= {told["for"]} if tag == "label" and "for" in told else set()
        if tag in ("input", "select", "textarea") and told.get("type") != "hidden" and not self._labels:
            self._fields.append((told.get("id"), str(told)))

    @property
    def unlabelled(self) -> list[str]:
        return [told for name, told in self._fields if name not in self._named]

    def handle_endtag(self, tag):
        self._labels -= tag == "label"


def seen(text: str) -> Seen:
    parser = Seen()
    parser.feed(text)
    return parser


def test_every_link_leads_somewhere_and_every_anchor_stands_there(office):
    waiting, found, anchors = deque(["/", "/?as_of=2024-06-01"]), {}, set()
    while waiting:
        path = waiting.popleft()
        if path in found:
            continue
        answer = office.get(path)
        if answer.status_code == 303:
            found[path] = None
            waiting.append(answer.headers["location"])
            continue
        assert answer.status_code == 200, path
        page = answer.headers["content-type"].startswith("text/html")
        found[path] = seen(answer.text) if page else None
        for link in found[path].links if page else ():
            target, fragment = urldefrag(urljoin(path, link))
            if urlsplit(target).netloc:
                continue
            anchors.add((target, fragment))
            waiting.append(target)
    assert len(found) > 300
    for target, fragment in anchors:
        if fragment and found[target] is not None:
            assert fragment in found[target].ids, (target, fragment)


@pytest.mark.parametrize(
    "path", [*PAGES, "/nothing", "/?as_of=soon", "/report/kt-2025-02-12", "/api/relations", "/api/no"]
)
def test_every_answer_keeps_a_browser_from_running_or_fetching_anything(office, path):
    answer = office.get(path)
    policy = answer.headers["content-security-policy"]
    for rule in ("default-src 'none'", "style-src 'self'", "img-src 'self' data:", "form-action 'self'",
                 "frame-ancestors 'none'", "script-src 'self'"):  # fmt: skip
        assert rule in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize("path", [*PAGES, "/nothing", "/report/kt-2025-02-12"])
def test_a_page_loads_only_its_own_style_and_script(office, path):
    page = seen(office.get(path).text)
    assert page.loaded
    assert all(address.startswith("/static/") for address in page.loaded)
    assert page.handlers == []
    assert page.inline == 0
    assert not page.tags & {"style", "iframe", "object", "embed"}
    assert len(page.ids) == len(set(page.ids))
    assert page.unlabelled == []
    assert {"main", "h1", "title", "nav"} <= page.tags


@pytest.mark.parametrize("context", CONTEXTS, ids=lambda c: c.__name__)
def test_a_template_is_given_exactly_what_it_uses(context):
    used, waiting = set(), [context.template]
    while waiting:
        source, *_ = environment().loader.get_source(environment(), waiting.pop())
        tree = environment().parse(source)
        # blocks see what stands at the top of their template
        given = {one.target for one in tree.find_all(nodes.Import)} | {one.name for one in tree.find_all(nodes.Macro)}
        used |= meta.find_undeclared_variables(tree) - given
        waiting += list(meta.find_referenced_templates(tree))
    assert used == {field.name for field in fields(context)}


def test_every_page_module_is_looked_at():
    listed = {path.stem for path in __import__("pathlib").Path(pages.__path__[0]).glob("[a-z]*.py")}
    assert listed == {module.__name__.rsplit(".", 1)[1] for module in MODULES[1:]}
    assert len(CONTEXTS) >= 10


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/entries?status=missed", "Widen the form above"),
        ("/people?name=Nobody+At+All", "Write a part of the name"),
        ("/search?q=xyzzy", "Use fewer words"),
        ("/?as_of=1999-01-01", "servanda add FOLDER"),
        ("/reports?publisher=Nobody", "servanda add FOLDER"),
        ("/due?states=KAZ&kind=figure", "open entries"),
        ("/changes?since=2026-10-31", "no change"),
        ("/review?topic=refused&states=TUR,KAZ", "another topic"),
        ("/relation/KAZ-TUR/compare", "both sides"),
        ("/relation/KAZ-TUR/series", "another indicator"),
        ("/relation/KAZ-TJK/series?indicator=exports", "a later day"),
    ],
)
def test_an_empty_page_says_what_to_do(office, path, words):
    answer = office.get(path)
    assert answer.status_code == 200
    assert words in answer.text


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/entry/e-none", 404, "no entry"),
        ("/entry/e-", 404, "is the start of"),
        ("/relation/KAZ-XYZ", 400, "is no state"),
        ("/relation/KAZ-UGA", 404, "no report read by"),
        ("/relation/KAZ-UGA/pack.docx", 404, "nothing that concerns"),
        ("/relation/KAZ-TJK/pack.pdf", 400, "is none of .docx"),
        ("/relation/KAZ-TJK/pack.md?since=2099-01-01", 400, "name an earlier day"),
        ("/report/nothing", 404, "the list of reports"),
        ("/report/kt-2025-02-12?version=7", 404, "there are 1"),
        ("/report", 400, "no id of a report"),
        ("/?as_of=yesterday", 400, "is no day"),
        ("/entries?kind=treaty", 400, "is none of meeting"),
        ("/entries?status=lost", 400, "is none of open"),
        ("/?page=0", 400, "is no number from 1"),
        ("/reports?page=00000000199999999999999999999", 400, "is no number from 1"),
        ("/?page=%D9%A3", 400, "is no number from 1"),
        ("/search?q=" + "a" * 501, 400, "longer than 500"),
        ("/search?q=%22%29%28", 400, "holds no word"),
        ("/?format=exe", 400, "is none of csv, json, xlsx"),
        ("/nothing", 404, "no such page"),
        ("/changes?since=2026-12-01", 400, "leads back"),
        ("/changes?added=yesterday", 400, "is no moment"),
        ("/changes?added=2026-01-01", 400, "is no moment"),
        ("/changes?added=0001-01-01T00:00:00%2B14:00", 400, "is no moment"),
        ("/relation/KAZ/series", 400, "two states"),
        ("/relation/KAZ-TJK/series?indicator=happiness", 400, "is none of trade_turnover"),
        ("/review/nothing", 404, "is no task"),
        ("/review?topic=none", 400, "is none of pairs"),
        ("/calendar.ics?states=KAZ&as_of=1999-01-01", 404, "no due date"),
    ],
)
def test_a_mistake_is_a_page_that_says_what_was_wrong(office, path, status, words):
    answer = office.get(path)
    assert answer.status_code == status
    assert words in answer.text
    assert 'href="/"' in answer.text


@pytest.mark.parametrize("suffix", packs.FORMS)
def test_a_relation_is_taken_along_as_a_pack_in_every_form(office, suffix):
    answer = office.get(f"/relation/TJK-KAZ/pack{suffix}?as_of=2026-01-01")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == packs.MEDIA[suffix]
    assert answer.headers["content-disposition"] == f'attachment; filename="pack-KAZ-TJK-2026-01-01{suffix}"'
    assert answer.content == office.get(f"/relation/KAZ-TJK/pack{suffix}?as_of=2026-01-01").content


def test_a_page_past_the_end_is_the_last(office):
    assert "1 to 2 of 2" in office.get("/?page=99").text


def test_nothing_published_later_is_shown_on_a_day(office):
    then, now = (office.get(f"/relation/KAZ-TJK{asked}").text for asked in ("?as_of=2024-01-31", ""))
    assert "Treaty on Allied Relations" in now
    assert "Treaty on Allied Relations" not in then
    assert "As known on 31 Jan 2024" in then
    for link in seen(then).links:
        if link.startswith("/") and not link.startswith(("/api", "/relation/KAZ-TJK")):
            assert "as_of=2024-01-31" in link, link


def test_a_page_kept_from_yesterday_leads_to_yesterday(desk):
    days = [date(2026, 11, 1)]
    with TestClient(
        app.create_app(desk, Alone("Aliya Ospanova"), today=lambda: days[-1]), base_url="http://localhost"
    ) as office:
        kept = seen(office.get("/relation/KAZ-TJK").text).links
        assert not any("as_of=" in link for link in kept)
        days.append(date(2026, 11, 2))
        then = seen(office.get("/relation/KAZ-TJK?as_of=2026-11-01").text).links
    entries = [link for link in then if link.startswith("/entry/")]
    assert entries
    assert all("as_of=2026-11-01" in link for link in entries)


@pytest.mark.parametrize("path", ["/entries", "/api/entries"])
def test_a_method_that_a_page_has_not_is_answered_with_those_it_has(office, path):
    answer = office.post(path)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")


def test_an_entry_that_came_later_is_not_there_yet(office):
    found = office.get("/api/entries?state=KAZ&kind=instrument").json()["items"]
    treaty = next(one for one in found if "Allied Relations" in one["label"])
    assert office.get(f"/entry/{treaty['entry']}").status_code == 200
    early = office.get(f"/entry/{treaty['entry']}?as_of=2023-06-01")
    assert early.status_code == 404
    assert treaty["first_told"] in early.text


def test_differing_values_stand_side_by_side_with_their_quotes(office):
    entry = office.get("/api/entries?contradicted=true").json()["items"][0]["entry"]
    page = office.get(f"/entry/{entry}").text
    assert page.index("USD 3.1 billion") < page.index("USD 2.7 billion")
    assert "reports differ" in page
    assert "$3.1 billion" in page
    assert "$2.7 billion" in page


def test_a_silent_entry_says_what_was_read_until_when(office):
    one = office.get("/api/entries?silent=true&status=overdue").json()["items"][0]
    page = office.get(f"/entry/{one['entry']}").text
    assert re.search(r"no report since \d+ \w+ \d{4}, in the \d+ reports read up to", page)


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("form", ["csv", "json", "xlsx"])
def test_what_is_shown_can_be_taken_along(office, path, form):
    answer = office.get(
        path, params={**dict(p.split("=") for p in urlsplit(path).query.split("&") if p), "format": form}
    )
    assert answer.status_code == 200
    assert re.fullmatch(rf'attachment; filename="servanda-[\w.-]+\.{form}"', answer.headers["content-disposition"])
    if form == "csv":
        number = len(list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))) - 1
    elif form == "json":
        number = len(answer.json())
    else:
        number = load_workbook(io.BytesIO(answer.content)).active.max_row - 1
    assert number > 0


def test_a_search_narrows_by_kind_status_sides_and_publisher(office):
    every = office.get("/api/search?q=trade").json()["items"]
    assert {one["claim"] is None for one in every} == {True, False}
    for asked, allowed in (("kind=figure", "figure"), ("status=overdue", "overdue"), ("states=TUR,UZB", "TUR-UZB")):
        page = office.get(f"/search?q=trade&{asked}").text
        assert allowed in page
        assert len(page) < len(office.get("/search?q=trade").text)
    assert "Steppe Courier" not in re.sub(
        r"<option.*?</option>", "", office.get("/search?q=trade&publisher=Pamir+Wire").text
    )


def test_filters_without_words_lead_to_the_entries(office):
    answer = office.get("/search?states=KAZ&status=overdue&q=")
    assert (answer.status_code, answer.headers["location"]) == (303, "/entries?states=KAZ&status=overdue")


def test_a_page_that_has_not_changed_is_not_sent_again(office):
    first = office.get("/relation/KAZ-TJK")
    again = office.get("/relation/KAZ-TJK", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = office.get("/relation/KAZ-TJK?as_of=2024-01-31", headers={"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200


def test_only_its_own_names_are_answered(office):
    assert office.get("/", headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_can_be_sent(office, method):
    assert office.request(method, "/").status_code == 405


def test_changes_tell_before_and_after_with_the_words_that_made_them(office):
    page = office.get("/changes?since=2024-04-30&as_of=2025-12-01&states=KAZ,TJK").text
    assert "Kazakhstan – Tajikistan" in page
    assert "overdue" in page
    assert "by the calendar" in page
    rows = office.get("/changes?since=2024-04-30&as_of=2025-12-01&states=KAZ,TJK&format=json").json()
    assert {row["by"] for row in rows} == {"report", "calendar"}
    assert all("2024-04-30" < row["day"] <= "2025-12-01" for row in rows)
    quoted = [row["quote"] for row in rows if row["quote"] and row["kind"] != "statement"]
    assert quoted
    text = html.unescape(re.sub(r"<[^>]+>", "", page))
    assert all(" ".join(quote.split()) in text for quote in quoted)


def test_the_feed_of_changes_and_the_calendar_are_read_by_their_programs(office):
    told = office.get("/changes.atom?since=2024-04-30&states=KAZ,TJK")
    assert told.headers["content-type"].startswith("application/atom+xml")
    entries = lxml.etree.fromstring(told.content).findall("{http://www.w3.org/2005/Atom}entry")
    rows = office.get("/changes?since=2024-04-30&states=KAZ,TJK&format=json").json()
    assert len(entries) == len(rows) > 0
    dates = office.get("/calendar.ics?states=KAZ,TJK")
    assert dates.headers["content-type"].startswith("text/calendar")
    assert len(Calendar.from_ical(dates.content).events) > 0


def test_where_capitals_differ_both_are_quoted(office):
    page = office.get("/relation/TUR-UZB/compare").text
    assert "Both sides tell" in page
    assert re.search(r"Only (Türkiye|Uzbekistan) tells", page)
    rows = office.get("/relation/TUR-UZB/compare?format=json").json()
    assert rows
    text = html.unescape(re.sub(r"<[^>]+>", "", page))
    # programs get codes, readers names
    assert "told by sources of UZB alone" in rows[0]["who_told"]
    assert "Told by sources of Uzbekistan alone" in text


def test_what_waits_for_a_decision_stands_side_by_side(office):
    listed = seen(office.get("/review?topic=contradictions").text)
    links = [link for link in listed.links if link.startswith("/review/c-")]
    assert links
    page = office.get(links[0]).text
    assert page.count('class="panel"') >= 2
    assert "not the same" in page
    assert "<mark>" in page


def test_what_waits_for_a_decision_is_of_now(office):
    assert office.get("/review?as_of=2023-01-01").text.count("As known on") == 0


def test_how_it_stood_tells_each_turn_with_what_made_it(office):
    entry = office.get("/api/entries?status=overdue").json()["items"][0]["entry"]
    page = office.get(f"/entry/{entry}/history").text
    assert page.index("○") < page.index("▲")
    assert "by the calendar" in page
    rows = office.get(f"/entry/{entry}/history?format=json").json()
    assert [row["status"] for row in rows][-1] == "overdue"
    assert [row["day"] for row in rows] == sorted(row["day"] for row in rows)


def test_figures_like_with_like_stand_with_their_quotes_and_what_differs(office):
    page = office.get("/relation/TUR-UZB/series?indicator=trade_turnover").text
    assert "USD 3.1 billion" in page
    assert "USD 2.7 billion" in page
    assert "differs:" in page
    rows = office.get("/relation/TUR-UZB/series?indicator=trade_turnover&format=json").json()
    assert {row["indicator"] for row in rows} == {"trade_turnover"}
    text = html.unescape(re.sub(r"<[^>]+>", "", page))
    assert all(" ".join(row["quote"].split()) in text for row in rows)
    # every value with a place is a mark of the chart, and leads to its words
    dots = [link for link in seen(page).links if link.startswith("/report/")]
    assert len(dots) >= 2 * len([row for row in rows if row["value"] is not None and row["period"]])


def test_a_relation_leads_to_its_figures_and_they_to_their_entries(office):
    assert "/relation/KAZ-TJK/series" in seen(office.get("/relation/KAZ-TJK").text).links
    links = seen(office.get("/relation/KAZ-TJK/series").text).links
    entry = next(link for link in links if link.startswith("/entry/"))
    assert office.get(entry).status_code == 200


def test_the_first_page_tells_what_came_since_the_last_visit(demo_file, tmp_path):
    file = tmp_path / "l.db"
    shutil.copy(demo_file, file)
    with open_ledger(file) as ledger:
        web = app.create_app(Desk(ledger), Alone("Aliya Ospanova"), today=lambda: date(2026, 11, 1))
        with TestClient(web, base_url="http://localhost") as office:
            first = office.get("/")
            assert "last visit" not in first.text
            cookie = first.headers["set-cookie"]
            assert all(word in cookie for word in ("HttpOnly", "SameSite=lax", "Path=/"))
            # of the same visit still
            assert "last visit" not in office.get("/").text
            *seen_, _ = office.cookies["servanda_seen"].split("~")
            office.cookies.set(
                "servanda_seen", "~".join([*seen_, "20200101T000000"]), domain="localhost.local", path="/"
            )
            assert "Nothing was added since your last visit (1 Nov 2026)" in office.get("/").text
            text = "Kenya and Uganda signed the Agreement on fisheries in Nairobi on 6 May 2024."
            assert add(ledger, [Report("new", date(2024, 5, 7), text, "Wire")]).new == 1
            for _ in range(100):
                page = office.get("/").text
                if "1 change in 1 relation since your last visit" in page:
                    break
                time.sleep(0.1)
            else:
                pytest.fail(page)
            link = next(link for link in seen(page).links if link.startswith("/changes?added="))
            told = office.get(link).text
            assert "Agreement on fisheries" in told
            assert "by what was added to the ledger after" in told


@pytest.mark.parametrize(
    "cookie", ["", "~", "a~b~c~d~e", "~~20200101T000000.000000~2020-01-01~99999999T000000", "x" * 4000]
)
def test_a_cookie_that_is_not_ours_is_a_first_visit(office, cookie):
    answer = office.get("/", headers={"Cookie": f"servanda_seen={cookie}"})
    assert answer.status_code == 200
    assert "last visit" not in answer.text


def test_what_is_shown_says_when_it_does_not_hold_the_last_addition_yet(demo_file, tmp_path):
    file = tmp_path / "l.db"
    shutil.copy(demo_file, file)
    with open_ledger(file) as ledger:
        desk = Desk(ledger, waiting=Waiting(60, behind=60, pause=60))
        web = app.create_app(desk, Alone(""), today=lambda: date(2026, 11, 1))
        with TestClient(web, base_url="http://localhost") as office:
            before = office.get("/entries")
            assert "being assessed" not in before.text
            text = "Kenya and Uganda signed the Agreement on fisheries in Nairobi on 6 May 2024."
            add(ledger, [Report("new", date(2024, 5, 7), text, "Wire")])
            behind = office.get("/entries", headers={"If-None-Match": before.headers["etag"]})
            assert behind.status_code == 200
            assert "does not hold all of it yet" in behind.text
            assert "Agreement on fisheries" in office.get("/relation/KEN-UGA").text


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("due 2024-09/2024-11; last told 2024-02-15", "due Sep 2024 to Nov 2024; last told 15 Feb 2024"),
        ("its due window 2026-03 ended on 2026-03-31", "its due window Mar 2026 ended on 31 Mar 2026"),
        (
            "told in kt-2025-02-12, x/2025-02-12 and 2025-02-12-b",
            "told in kt-2025-02-12, x/2025-02-12 and 2025-02-12-b",
        ),
        ("1990-13, 2024, 18 against 19, 2025-2026", "1990-13, 2024, 18 against 19, 2025-2026"),
        ("on 2025-02-31", "on 2025-02-31"),
    ],
)
def test_days_in_a_sentence_are_written_as_on_the_rest_of_the_page(words, read):
    assert dated(words) == read


def test_an_entry_leads_to_its_figures_like_with_like(office, desk):
    lines = desk.index(date(2026, 11, 1)).lines
    goal = next(one for one in lines if one.label.startswith("Raise mutual trade to $2"))
    figure = next(one for one in lines if one.kind == "figure" and one.type == "trade_turnover")
    plain = next(one for one in lines if one.kind == "meeting")
    for one in (goal, figure):
        page = office.get(f"/entry/{one.entry}?as_of=2025-06-01").text
        led = next(link for link in seen(page).links if "/series" in link)
        assert led.startswith(f"/relation/{'-'.join(one.states)}/series?indicator=trade_turnover&as_of=2025-06-01")
        assert "Trade turnover" in office.get(led).text
    assert "/series" not in office.get(f"/entry/{plain.entry}").text


def test_the_register_tells_the_course_of_each_document(office):
    page = office.get("/relation/KAZ-TJK").text
    register = re.sub(r"<[^>]+>|\s+", " ", page[page.index('id="register"') : page.index('id="events"')])
    told = " ".join(register.split())
    assert "planned told 21 Aug 2024 → signed 22 Aug 2024" in told
    assert "signed 4 May 2023 → expired" in told


def test_what_was_read_stands_by_publisher_and_holds_for_the_day(office):
    then, now = (office.get(f"/relation/KAZ-TJK{asked}").text for asked in ("?as_of=2023-06-01", ""))
    assert re.search(r"Pamir Wire</bdi></a></th><td[^>]*>5</td>", now)
    assert "Pamir Wire" not in then[then.index('id="read"') :]
    led = next(link for link in seen(now).links if "publisher=Pamir+Wire" in link)
    assert "1 to 5 of 5 reports" in office.get(led).text


def test_a_person_is_one_however_they_are_named(office, desk):
    rows = office.get("/people?format=json").json()
    names = [row["name"] for row in rows]
    assert len(names) == len(set(names))
    tokayev = next(row for row in rows if row["name"] == "Kassym-Jomart Tokayev")
    assert not tokayev["body"]
    # signatures bear the name alone
    signed = {one.entry for one in desk.index(date(2026, 11, 1)).lines if one.kind == "instrument"}
    assert signed & set(tokayev["entries"])


def test_the_list_of_what_waits_says_why_and_is_taken_along(visitor):
    with visitor("A. Reviewer") as office:
        for topic, why in (
            ("pairs", "act agrees (+1.8); who undertakes it agrees (+0.8); due date differs (-0.8)"),
            ("contradictions", "value: USD 1.1 billion against USD 1.9 billion"),
            ("refused", "value 3000000000 is not in the quotes"),
            ("unread", "no sides; tripped by was opened"),
        ):
            page = office.get(f"/review?topic={topic}").text
            assert why in html.unescape(page)
            rows = list(csv.DictReader(io.StringIO(office.get(f"/review?topic={topic}&format=csv").text)))
            assert rows
            assert {row["topic"] for row in rows} == {topic}
            assert all(row["reasons"] for row in rows)


def test_what_was_refused_or_left_unread_leads_from_the_report_to_its_decision(visitor):
    with visitor("A. Reviewer") as office:
        page = office.get("/report/told").text
        led = [link for link in seen(page).links if link.startswith("/review/")]
        assert [link[:9] for link in led] == ["/review/r", "/review/u"]
        for link in led:
            asked = office.get(link)
            assert asked.status_code == 200
            assert "What was told" in asked.text
    with visitor("") as office:
        assert "/review/" not in office.get("/report/told").text


def test_sides_are_told_by_name_in_sentences(office):
    series, compare = (
        html.unescape(office.get(f"/relation/{path}").text) for path in ("KAZ-TJK/series", "TUR-UZB/compare")
    )
    assert "(told by Tajikistan)" in series
    assert "Told by sources of Türkiye and Uzbekistan." in compare
    assert "by sources of UZB" not in compare


def test_a_group_of_states_is_a_relation_of_its_own(tmp_path):
    """What three states agree on is told of on the first page, and counted in none of their pairs."""
    texts = [
        ("pair", "Kenya and Uganda agreed to open a border market by 2025."),
        ("group", "Kenya, Uganda and Rwanda signed the Agreement on Joint Railways in Kigali on 1 March 2024."),
    ]
    with open_ledger(tmp_path / "l.db") as ledger:
        assert add(ledger, [Report(name, date(2024, 3, 1), text, "Lake Wire") for name, text in texts]).failures == []
        web = app.create_app(Desk(ledger), Alone("x"), today=lambda: date(2026, 11, 1))
        with TestClient(web, base_url="http://localhost") as office:
            told = {tuple(row["states"]): row["statuses"] for row in office.get("/?format=json").json()}
            assert told["KEN", "RWA", "UGA"]["signed"] == 1
            assert "signed" not in told["KEN", "UGA"]
            assert told["KEN", "RWA"] == {}
            entries = [row for row in office.get("/entries?format=json").json() if len(row["states"]) > 1]
            assert sum(sum(statuses.values()) for statuses in told.values()) == len(entries)
            assert "/relation/KEN-RWA-UGA" in seen(office.get("/").text).links
            signed = next(row["entry"] for row in entries if row["status"] == "signed")
            assert f"/entry/{signed}" in seen(office.get("/relation/KEN-RWA-UGA").text).links
            assert "/relation/KEN-RWA-UGA" in seen(office.get(f"/entry/{signed}").text).links
