"""Builders shared by all tests: small claims, ledgers and reports, made of the real parts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import date
from itertools import count
from pathlib import Path

import pytest

from servanda.ledger.session import Ledger, open_ledger
from servanda.terms import dates
from servanda.terms.claims import Claim
from servanda.terms.evidence import Quote
from servanda.terms.ids import claim_id
from servanda.terms.reading import Reading, StoredClaim
from servanda.terms.reports import Report
from servanda.terms.rows import what_from_row
from servanda.workflows.add import add

Tell = Callable[..., StoredClaim]
DEFAULTS: dict[str, dict[str, object]] = {
    "meeting": {"type": "meeting", "status": "held", "states": ["KEN", "UGA"]},
    "instrument": {"type": "agreement", "status": "signed", "states": ["KEN", "UGA"]},
    "commitment": {"action": "raise mutual trade", "strength": "firm", "by": ["KEN", "UGA"]},
    "figure": {"indicator": "trade_turnover", "unit": "USD", "states": ["KEN", "UGA"]},
    "statement": {"speaker": {"name": "A. Okello"}, "direct": False},
    "activity": {"type": "project", "name": "road bridge", "status": "ongoing", "states": ["KEN", "UGA"]},
}


def teller() -> Tell:
    numbers = count(1)

    def make(kind: str, day: str, *, report: str | None = None, position: int = 0, **fields: object) -> StoredClaim:
        name = report or f"r{next(numbers)}"
        version = hashlib.sha256(f"{name}{day}".encode()).hexdigest()
        what = what_from_row(kind, {**DEFAULTS[kind], **fields})
        words = f"words of {name} {position}"
        claim = Claim(name, version, what, (Quote(0, len(words), words),), "test", None, ("KEN", "UGA"))
        return StoredClaim(claim_id(claim), claim, date.fromisoformat(day), None, position)

    return make


@pytest.fixture
def tell() -> Tell:
    """A function that makes a stored claim: ``tell("figure", "2024-05-01", value=5)``, one report a call."""
    return teller()


@pytest.fixture(scope="session")
def make() -> Callable[[], Tell]:
    """A function that gives such functions, each with its own numbers: for properties, which run a test many times."""
    return teller


@pytest.fixture
def edtf() -> Callable[[str], dates.Edtf]:
    """EDTF texts as values."""
    return dates.parse


# a report: its id, day, publisher, and what it tells as (kind, quote, fields)
Told = tuple[str, str, str | None, list[tuple[str, str, dict[str, object]]]]


def _reading(report: Report, told: list[tuple[str, str, dict[str, object]]]) -> Reading:
    claims = []
    for kind, words, fields in told:
        start = report.text.index(words)
        what = what_from_row(kind, {**DEFAULTS[kind], **fields})
        quote = Quote(start, start + len(words), words)
        claims.append(Claim(report.id, report.digest, what, (quote,), "test", None, ("KEN", "UGA")))
    return Reading(tuple(claims), (), (), ("KEN", "UGA"))


@pytest.fixture
def told_ledger(tmp_path: Path) -> Iterator[Callable[[list[Told]], Ledger]]:
    """A function that keeps reports with given claims in a ledger file of their own and opens it."""
    opened: list[Ledger] = []

    def make(reports: list[Told], *, urls: dict[str, str] | None = None) -> Ledger:
        ledger = open_ledger(tmp_path / f"told{len(opened)}.db")
        opened.append(ledger)
        for name, day, publisher, told in reports:
            text = "\n".join(words for _, words, _ in told) or "nothing"
            report = Report(name, date.fromisoformat(day), text, publisher, f"Report {name}", (urls or {}).get(name))
            summary = add(ledger, [report], read=lambda one, told=told: _reading(one, told))
            assert summary.failures == []
        return ledger

    yield make
    for ledger in opened:
        ledger.close()
