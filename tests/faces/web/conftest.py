"""A browser without a screen: requests that go to the office in this process, over ledgers in which much waits."""

from __future__ import annotations

import asyncio
import shutil
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from servanda.faces.access.alone import Alone
from servanda.faces.api.app import create_api
from servanda.faces.web.app import create_app
from servanda.ledger.session import open_ledger
from servanda.ledger.store import add_report
from servanda.terms.claims import Claim, Figure
from servanda.terms.evidence import quote
from servanda.terms.reading import Reading, Refused, Unread
from servanda.terms.reports import Report
from servanda.workflows.add import RESOLVER, add
from servanda.workflows.desk import Desk

TODAY = date(2026, 11, 1)
READ = [
    ("market-1", "2024-03-01", "Kenya and Uganda agreed to open a border market by 2026."),
    ("market-2", "2024-05-01", "Kenya and Uganda agreed to open the border market by 2027."),
    ("trade-1", "2024-06-01", "In 2023 trade turnover between Kenya and Uganda amounted to $1.1 billion."),
    ("trade-2", "2024-07-01", "In 2023 trade turnover between Kenya and Uganda amounted to $1.9 billion."),
    ("school-1", "2024-08-01", "Kenya and Uganda agreed to open a joint school of nursing by 2028."),
    ("school-2", "2024-08-09", "Kenya and Uganda agreed to open the school of nursing by 2029."),
]
TOLD = Report(
    "told",
    date(2024, 5, 1),
    "Kenya and Uganda told of trade of $2 billion. A bridge was opened.\nThe ministers thanked one another.",
    "Lake Wire",
    "What was told",
)
# Every route with a page, and addresses of it, which the tests of a real browser go through one by one. A name without
# a slash stands for a page whose address is known by looking: test_browser.py tells where.
ROUTES: dict[str, tuple[str, ...]] = {
    "/": ("/", "/?states=KAZ&order=name", "news"),
    "/relation/{name}": ("/relation/KAZ-TJK", "/relation/TUR-UZB?as_of=2024-06-01"),
    "/relation/{name}/compare": ("/relation/TUR-UZB/compare", "/relation/KAZ-TUR/compare"),
    "/relation/{name}/series": ("/relation/KAZ-TJK/series", "/relation/TUR-UZB/series?indicator=trade_turnover"),
    "/entry/{name}": ("entry", "differs"),
    "/entry/{name}/history": ("history",),
    "/report/{source}": ("/report/kt-2025-02-12", "/report/hostile"),
    "/report": ("/report?id=kt-2025-02-12",),
    "/changes": ("/changes?since=2023-01-01", "/changes?added=2020-01-01T00:00:00Z&since=2026-11-01"),
    "/due": ("/due", "/due?states=KAZ&kind=figure"),
    "/entries": ("/entries", "/entries?status=missed"),
    "/people": ("/people", "/people?name=nobody"),
    "/person": ("person",),
    "/reports": ("/reports",),
    "/search": ("/search", "/search?q=trade"),
    "/review": ("/review", "/review?topic=contradictions"),
    "/review/{name}": ("task",),
    "/claim/{name}": ("claim",),
    "/entry/{name}/merge": ("merge",),
    "/decisions": ("/decisions",),
    "/missed": ("missed",),
}
# mistakes, and what is shown while everything is assessed
BESIDE = ("/nothing", "/entry/e-none", "/entries?kind=treaty", "/changes?added=soon", "/relation/KAZ-UGA", "waiting")
# addresses that give no page, but a file, a feed, or lead on
FILES = ("/review/next", "/changes.atom", "/calendar.ics", "/relation/{name}/pack.{form}")
# pages of an office of users: one person alone has none of them; tests/faces/access asks for them without a browser
SIGNED_IN = ("/account", "/sign-in", "/users")
ADDRESSES = (*(address for listed in ROUTES.values() for address in listed), *BESIDE)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "name" in metafunc.fixturenames and metafunc.module.__name__.endswith("test_browser"):
        metafunc.parametrize("name", ADDRESSES)


@pytest.fixture(scope="session")
def page_routes() -> set[str]:
    """The routes that the tests go through, here or in tests/faces/access, and those that give no page."""
    return {*ROUTES, *FILES, *SIGNED_IN}


def fill(file: Path) -> None:
    """Let something of every topic wait for a decision: two pairs, contradictions, refused, unread."""
    figure = Figure("trade_turnover", "trade", Decimal(3_000_000_000), None, "USD", "exact", None, ("KEN", "UGA"))
    claim = Claim("told", TOLD.digest, figure, (quote(TOLD.text, 0, 44),), "made", None, ("KEN", "UGA"))
    stretch = Unread(46, 66, TOLD.text[46:66], "was opened", "no sides")
    reading = Reading((), (Refused(claim, "value 3000000000 is not in the quotes"),), (stretch,), ("KEN", "UGA"))
    with open_ledger(file) as ledger:
        reports = [
            Report(name, date.fromisoformat(day), text, "Coast Wire", f"Told in {name}") for name, day, text in READ
        ]
        assert add(ledger, reports).failures == []
        add_report(ledger, TOLD, reading, resolver=RESOLVER, reader="made", at=datetime(2024, 5, 2, tzinfo=UTC))


def client(desk, name: str = "Aliya Ospanova") -> TestClient:
    access = Alone(name)
    app = create_app(desk, access, today=lambda: TODAY, api=create_api(desk, today=lambda: TODAY))
    opened = TestClient(app, base_url="http://localhost", follow_redirects=False, raise_server_exceptions=True)
    opened.token = asyncio.run(access.visitor(None)).form_token
    return opened


@pytest.fixture
def office(desk):
    with client(desk) as opened:
        yield opened


@pytest.fixture(scope="session")
def waiting_file(tmp_path_factory):
    file = tmp_path_factory.mktemp("waiting") / "l.db"
    fill(file)
    return file


@pytest.fixture
def waiting(waiting_file, tmp_path):
    """A ledger of its own in which something of every topic waits."""
    with open_ledger(shutil.copy(waiting_file, tmp_path / "l.db"), create=False) as opened:
        yield opened


@pytest.fixture
def visitor(waiting):
    """A function that gives the office to somebody: ``visitor("A. Reviewer")``, or to a reader without a name."""

    @contextmanager
    def enter(name: str):
        with client(Desk(waiting), name) as opened:
            yield opened

    return enter
