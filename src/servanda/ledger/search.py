"""Full text over reports and over the quotes of claims: the one place that differs between databases.

SQLite searches by FTS5 and ranks by BM25; PostgreSQL by text search vectors, ranked by cover density.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    bindparam,
    column,
    func,
    insert,
    literal_column,
    select,
    table,
)

from servanda.errors import InputError
from servanda.ledger.decided import stands
from servanda.ledger.session import Ledger
from servanda.ledger.stored import CHUNK, are_current
from servanda.ledger.tables import claims, report_states, reports
from servanda.terms.claims import ClaimKind

# marks around a hit in a snippet; control characters, which no report's text is shown with
HIT_START, HIT_END = "\x02", "\x03"
SNIPPET_WORDS = 24
# a PostgreSQL vector holds one MiB at most; of a longer text the beginning is searched
VECTOR_CHARACTERS = 250_000
_WORD = re.compile(r"\w+")
_HEADLINE = f"StartSel={HIT_START}, StopSel={HIT_END}, MaxWords={SNIPPET_WORDS}, MinWords=12, MaxFragments=1"
# PostgreSQL's dictionary without stems and stop words: words are found as they are written, as FTS5 finds them
_SIMPLE: ColumnElement[str] = literal_column("CAST('simple' AS regconfig)")
_QUOTES: ColumnElement[str] = literal_column(
    "(SELECT string_agg(q, chr(10)) FROM json_array_elements_text(CAST(claims.\"row\" AS json) -> 'quotes') AS q)"
)
_REPORTS = table("report_search", column("digest"), column("title"), column("text"), column("words"))
_CLAIMS = table("claim_search", column("claim"), column("quotes"), column("words"))


@dataclass(frozen=True, slots=True)
class Within:
    """Which reports are searched: those of all these states, of a publisher, published from one day to another.

    ``kinds`` are those of the claims that are searched.
    """

    states: tuple[str, ...] = ()
    publisher: str | None = None
    since: date | None = None
    until: date | None = None
    kinds: tuple[ClaimKind, ...] = ()


EVERYWHERE = Within()
ALL = slice(None)


@dataclass(frozen=True, slots=True)
class Hit:
    """A report that holds the words: a stretch around them with the hits between control characters 2 and 3."""

    report: str
    date: date
    publisher: str | None
    title: str | None
    snippet: str


@dataclass(frozen=True, slots=True)
class ClaimHit:
    """A claim whose quotes hold the words: a stretch of them with the hits between control characters 2 and 3."""

    claim: str
    report: str
    date: date
    snippet: str


def index_reports(connection: Connection, told: Sequence[tuple[str, str | None, str]]) -> None:
    """Let reports be found by their words, which are given by digest, title and text."""
    if not told:
        return
    if connection.dialect.name == "sqlite":
        whole = [{"digest": digest, "title": title or "", "text": body} for digest, title, body in told]
        connection.execute(insert(_REPORTS), whole)
        return
    rows = [{"of": digest, "told": f"{title or ''} {body}"[:VECTOR_CHARACTERS]} for digest, title, body in told]
    words = func.to_tsvector(_SIMPLE, bindparam("told"))
    connection.execute(insert(_REPORTS).values(digest=bindparam("of"), words=words), rows)


def index_claims(connection: Connection, quotes: Sequence[tuple[str, Sequence[str]]]) -> None:
    """Let claims be found by the words of their quotes."""
    rows = [{"of": claim, "told": "\n".join(stretches)[:VECTOR_CHARACTERS]} for claim, stretches in quotes]
    if not rows:
        return
    told: ColumnElement[str] = bindparam("told")
    body = {"quotes": told} if connection.dialect.name == "sqlite" else {"words": func.to_tsvector(_SIMPLE, told)}
    connection.execute(insert(_CLAIMS).values(claim=bindparam("of"), **body), rows)


def _query(words: str, dialect: str) -> str:
    """User words as a query: none of them an operator, all must be there."""
    found = _WORD.findall(words)
    if not found:
        raise InputError(f"{words!r} holds no word to search for")
    return " ".join(f'"{word}"' for word in found) if dialect == "sqlite" else " & ".join(f"'{w}'" for w in found)


def _matching(query: Select[Any], index: str, words: str, *, body: ColumnElement[str] | None) -> Select[Any]:
    """The rows of a query whose words are there, best first, with a snippet as the last column.

    ``body`` is the text that PostgreSQL takes the snippet from; without it the search is FTS5's, and the last column is
    the number by which ``_snippets`` finds it.
    """
    if body is None:
        fts: ColumnElement[str] = literal_column(index)
        number: ColumnElement[int] = literal_column(f"{index}.rowid")
        return query.add_columns(number).where(fts.op("MATCH")(_query(words, "sqlite"))).order_by(func.bm25(fts))
    wanted = func.to_tsquery(_SIMPLE, _query(words, "postgresql"))
    vector: ColumnElement[str] = literal_column(f"{index}.words")
    snippet = func.ts_headline(_SIMPLE, body, wanted, _HEADLINE)
    best = func.ts_rank_cd(vector, wanted).desc()
    return query.add_columns(snippet).where(vector.op("@@")(wanted)).order_by(best)


def _snippets(connection: Connection, index: str, words: str, rows: Sequence[Row[Any]], shown: slice) -> list[str]:
    """The stretches around the words of what was found; empty for what is not shown.

    SQLite would make one of each row that matches, before it sorts and cuts: of 5,000 for the 40 that are shown.
    """
    if connection.dialect.name != "sqlite":
        return [str(row[-1]) for row in rows]
    found = rows[shown]
    fts: ColumnElement[str] = literal_column(index)
    number: ColumnElement[int] = literal_column(f"{index}.rowid")
    snippet = func.snippet(fts, -1, HIT_START, HIT_END, "…", SNIPPET_WORDS)
    told: dict[int, str] = {}
    for at in range(0, len(found), CHUNK):
        numbers = [row[-1] for row in found[at : at + CHUNK]]
        query = select(number, snippet).select_from(table(index)).where(number.in_(numbers))
        told.update((r[0], r[1]) for r in connection.execute(query.where(fts.op("MATCH")(_query(words, "sqlite")))))
    return [told.get(row[-1], "") for row in rows]


def _within(query: Select[Any], within: Within) -> Select[Any]:
    for state in within.states:
        query = query.where(reports.c.digest.in_(select(report_states.c.report).where(report_states.c.state == state)))
    if within.publisher is not None:
        query = query.where(reports.c.publisher == within.publisher)
    if within.since is not None:
        query = query.where(reports.c.date >= within.since)
    if within.until is not None:
        query = query.where(reports.c.date <= within.until)
    return query


def search_reports(
    ledger: Ledger,
    words: str,
    *,
    as_of: date | None = None,
    limit: int = 20,
    within: Within = EVERYWHERE,
    shown: slice = ALL,
) -> list[Hit]:
    """The reports that hold all words in title or text, best first; InputError when there is no word to search for.

    Of a report with several versions the one that was current on the day is searched. Those ``shown`` have a snippet.
    """
    query = (
        select(reports.c.source, reports.c.date, reports.c.publisher, reports.c.title)
        .join_from(reports, _REPORTS, _REPORTS.c.digest == reports.c.digest)
        .where(are_current(as_of))
    )
    body = None if ledger.engine.dialect.name == "sqlite" else reports.c.text
    found = _matching(_within(query, within), "report_search", words, body=body).order_by(
        reports.c.date.desc(), reports.c.source
    )
    with ledger.reading() as connection:
        rows = connection.execute(found.limit(limit)).all()
        told = _snippets(connection, "report_search", words, rows, shown)
        return [Hit(r[0], r[1], r[2], r[3], stretch) for r, stretch in zip(rows, told, strict=True)]


def search_claims(
    ledger: Ledger,
    words: str,
    *,
    as_of: date | None = None,
    limit: int = 20,
    within: Within = EVERYWHERE,
    shown: slice = ALL,
) -> list[ClaimHit]:
    """The claims whose quotes hold all words, best first; InputError when there is no word to search for.

    What a person rejected is not among them. Those ``shown`` have a snippet.
    """
    query = (
        select(claims.c.id, reports.c.source, reports.c.date)
        .join_from(claims, _CLAIMS, _CLAIMS.c.claim == claims.c.id)
        .join(reports, reports.c.digest == claims.c.report)
        .where(are_current(as_of), stands())
    )
    if within.kinds:
        query = query.where(claims.c.kind.in_(within.kinds))
    body = None if ledger.engine.dialect.name == "sqlite" else _QUOTES
    found = _matching(_within(query, within), "claim_search", words, body=body).order_by(
        reports.c.date.desc(), claims.c.id
    )
    with ledger.reading() as connection:
        rows = connection.execute(found.limit(limit)).all()
        told = _snippets(connection, "claim_search", words, rows, shown)
        return [ClaimHit(r[0], r[1], r[2], stretch) for r, stretch in zip(rows, told, strict=True)]
