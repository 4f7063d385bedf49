"""Full text over reports: the one place that differs between databases."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text

from servanda.errors import LedgerError
from servanda.ledger.session import Ledger

# marks around a hit in a snippet; control characters, which no report's text is shown with
HIT_START, HIT_END = "\x02", "\x03"
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Hit:
    """A report that holds the words: a stretch around them with the hits between control characters 2 and 3."""

    report: str
    date: date
    publisher: str | None
    title: str | None
    snippet: str


def _query(words: str) -> str:
    """User words as an FTS5 query: each in quotation marks, all must stand in the report."""
    found = _WORD.findall(words)
    if not found:
        raise LedgerError(f"{words!r} holds no word to search for")
    return " ".join(f'"{word}"' for word in found)


def search_reports(ledger: Ledger, words: str, *, as_of: date | None = None, limit: int = 20) -> list[Hit]:
    """The reports that hold all words, best first (BM25); LedgerError when there is no word to search for."""
    if ledger.engine.dialect.name != "sqlite":
        raise LedgerError(f"{ledger.name}: full text search is there for SQLite ledgers only")
    statement = text(
        "SELECT r.source, r.date, r.publisher, r.title, "
        "snippet(report_search, 2, :start, :end, '…', 24) AS snippet "
        "FROM report_search JOIN reports r ON r.digest = report_search.digest "
        "WHERE report_search MATCH :query AND (:as_of IS NULL OR r.date <= :as_of) "
        "ORDER BY bm25(report_search), r.date DESC, r.source LIMIT :limit"
    )
    values = {
        "query": _query(words), "as_of": as_of.isoformat() if as_of else None, "limit": limit, "start": HIT_START,
        "end": HIT_END,
    }  # fmt: skip
    with ledger.reading() as connection:
        rows = connection.execute(statement, values).all()
    return [Hit(r[0], date.fromisoformat(r[1]), r[2], r[3], r[4]) for r in rows]
