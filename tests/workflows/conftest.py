"""Builders of whole made ledgers: reports of some weeks with claims that follow from their texts."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest

from servanda.ledger.session import open_ledger
from servanda.terms import dates
from servanda.terms.claims import Activity, Claim, Commitment, Figure, Instrument, Meeting, Target, What
from servanda.terms.evidence import Quote
from servanda.terms.reading import Reading
from servanda.terms.reports import Report
from servanda.workflows.add import add

START = date(2024, 1, 1)
NOON = datetime(2025, 1, 1, 12, tzinfo=UTC)
TITLES = ("Agreement on visas", "Agreement on visas and labour", "Agreement on labour", "Protocol on rail transit")
ACTIONS = (
    "sign and ratify the agreement on visas",
    "open a trade house in Nairobi",
    "hold a session of the commission",
)
SIDES = (("KEN", "UGA"), ("KEN", "UGA"), ("KEN", "TZA"), ("KEN", "TZA", "UGA"))


def what(chance: random.Random, states: tuple[str, ...]) -> What:
    day = dates.of_day(START + timedelta(days=chance.randrange(40)))
    due = chance.choice([None, day, dates.of_month(2024, 1), dates.of_year(2023)])
    match chance.randrange(6):
        case 0:
            target = Target("trade_turnover", Decimal(chance.choice([2, 3])), "USD") if chance.random() < 0.4 else None
            status = chance.choice(["open", "open", "open", "in_progress", "done"])
            return Commitment(chance.choice(ACTIONS), "firm", status, states, due, target)
        case 1 | 2:
            status = chance.choice(["planned", "signed", "ratified", "referred"])
            term = chance.choice([None, dates.between(dates.of_year(2023), day)])
            title = chance.choice(TITLES)
            return Instrument("agreement", status, title, chance.choice([None, day]), None, states, (), term)
        case 3:
            year = dates.of_year(2022 + chance.randrange(2))
            return Figure("trade_turnover", None, Decimal(chance.randrange(1, 5)), None, "USD", "exact", year, states)
        case 4:
            status = chance.choice(["planned", "held"])
            return Meeting(chance.choice(["session", "meeting"]), status, None, day, "Nairobi", None, states)
        case _:
            return Activity("project", chance.choice(["the trade house in Nairobi", "a bridge"]), "completed", day)


def told(report: Report) -> Reading:
    """Claims that follow from the report's text, which is a number."""
    chance = random.Random(report.text)
    states = chance.choice(SIDES)
    words = (Quote(0, len(report.text), report.text),)
    claims = [
        Claim(report.id, report.digest, what(chance, states), words, "made", None, states)
        for _ in range(chance.randrange(1, 4))
    ]
    return Reading(tuple(claims), states=states)


def reports(chance: random.Random, count: int) -> Iterator[Report]:
    """Reports of some weeks; now and then a source gives another text on a later or earlier day."""
    for number in range(count):
        name = f"r{chance.randrange(count)}" if chance.random() < 0.2 else f"r{number}"
        day = START + timedelta(days=chance.randrange(30))
        yield Report(name, day, str(chance.randrange(10**6)), chance.choice(["Coast Wire", "Lake News", None]))


def titled(name: str, day: str, title: str, status: str = "signed", term: str | None = None) -> tuple[Report, Reading]:
    report = Report(name, date.fromisoformat(day), f"{title}, {status}", "Coast Wire")
    signed = Instrument("agreement", status, title, None, None, ("KEN", "UGA"), (), dates.parse(term) if term else None)
    claim = Claim(name, report.digest, signed, (Quote(0, 4, report.text[:4]),), "made", None, ("KEN", "UGA"))
    return report, Reading((claim,), states=("KEN", "UGA"))


def fill(ledger, *pairs: tuple[Report, Reading]) -> None:
    readings = dict(pairs)
    add(ledger, readings, read=readings.__getitem__)


@pytest.fixture(scope="session")
def made() -> SimpleNamespace:
    """The builders above, by name."""
    return SimpleNamespace(START=START, NOON=NOON, told=told, reports=reports, titled=titled, fill=fill)


@pytest.fixture
def ledger(tmp_path):
    with open_ledger(tmp_path / "l.db") as opened:
        yield opened
