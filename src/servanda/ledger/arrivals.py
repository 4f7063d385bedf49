"""Writes reports and what was read from them: the rows of some reports at once, in a few statements.

A report by itself is the smallest batch. Of many at once each costs a twentieth of what it costs by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Table, func, insert, select

from servanda.ledger import search
from servanda.ledger.blocks import mark_pending
from servanda.ledger.stored import chunks, column, encode
from servanda.ledger.tables import claims, refused, report_states, reports, unread
from servanda.terms.claims import Claim
from servanda.terms.ids import claim_id
from servanda.terms.reading import Reading
from servanda.terms.reports import Report

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class _Arrival:
    """A report that is not known yet, with what was read from it, the number of its version, and when it came."""

    report: Report
    digest: str
    reading: Reading
    version: int
    at: datetime


def is_known(connection: Connection, digests: Iterable[str]) -> set[str]:
    """Those of some versions of reports, by digest, that the ledger holds."""
    known: set[str] = set()
    for part in chunks(sorted(set(digests))):
        known.update(column(connection, select(reports.c.digest).where(reports.c.digest.in_(part))))
    return known


def insert_readings(
    connection: Connection,
    readings: Sequence[tuple[Report, Reading]],
    *,
    block_of: Callable[[Claim], str],
    reader: str,
    at: datetime,
) -> list[int | None]:
    """Add reports with all that was read from them, their claims marked as pending.

    What comes back is the number of each one's version, or None when that version is known.
    """
    fresh = _arrivals(connection, readings, _after_all(connection, at))
    arrived = [one for one in fresh if one is not None]
    _write(connection, reports, [_report_row(one, reader) for one in arrived])
    search.index_reports(connection, [(one.digest, one.report.title, one.report.text) for one in arrived])
    _insert_claims(connection, arrived, block_of)
    _insert_rest(connection, arrived)
    # those of the older versions too: whichever is now the current one, the others leave their entries
    mark_pending(connection, sorted({one.report.id for one in arrived}))
    return [one.version if one is not None else None for one in fresh]


def _arrivals(
    connection: Connection, readings: Sequence[tuple[Report, Reading]], at: datetime
) -> list[_Arrival | None]:
    named = [(report.digest, report, reading) for report, reading in readings]
    known = is_known(connection, (digest for digest, _, _ in named))
    versions = _versions(connection, {report.id for _, report, _ in named})
    found: list[_Arrival | None] = []
    for number, (digest, report, reading) in enumerate(named):
        if digest in known:
            found.append(None)
            continue
        known.add(digest)
        versions[report.id] += 1
        # writers queue, and so must the moments they wrote at: no two reports came at one
        moment = at + timedelta(microseconds=number)
        found.append(_Arrival(report, digest, reading, versions[report.id], moment))
    return found


def _versions(connection: Connection, sources: Iterable[str]) -> dict[str, int]:
    """The number of the last version of each of some sources; 0 of one that is not known."""
    found: dict[str, int] = defaultdict(int)
    for part in chunks(sorted(sources)):
        query = select(reports.c.source, func.max(reports.c.version)).where(reports.c.source.in_(part))
        found.update((row[0], row[1]) for row in connection.execute(query.group_by(reports.c.source)))
    return found


def _after_all(connection: Connection, at: datetime) -> datetime:
    """The moment, or one after that of every report there is: writers queue, and so must the moments they wrote at.

    A writer takes the time before it waits for its turn. Were its report the earlier one, who has seen the later one
    would never be shown it.
    """
    last = connection.execute(select(func.max(reports.c.added_at))).scalar_one()
    return at if last is None or at > last else last + timedelta(microseconds=1)


def _write(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _report_row(one: _Arrival, reader: str) -> Row:
    report = one.report
    return {
        "digest": one.digest, "source": report.id, "version": one.version, "date": report.date,
        "publisher": report.publisher, "title": report.title, "url": report.url, "language": report.language,
        "text": report.text, "reader": reader, "added_at": one.at,
    }  # fmt: skip


def _told(one: _Arrival) -> Mapping[str, tuple[int, Claim]]:
    """The claims of a report by id with their places; two readings of one stretch that say the same are one."""
    found: dict[str, tuple[int, Claim]] = {}
    for position, claim in enumerate(one.reading.claims):
        found.setdefault(claim_id(claim), (position, claim))
    return found


def _insert_claims(connection: Connection, arrived: Sequence[_Arrival], block_of: Callable[[Claim], str]) -> None:
    rows: list[Row] = []
    quotes: list[tuple[str, Sequence[str]]] = []
    for one in arrived:
        for name, (position, claim) in _told(one).items():
            rows.append({
                "id": name, "report": one.digest, "position": position, "kind": claim.kind, "block": block_of(claim),
                "date": one.report.date, "publisher": one.report.publisher, "row": encode(claim),
            })  # fmt: skip
            quotes.append((name, [quote.text for quote in claim.quotes]))
    _write(connection, claims, rows)
    search.index_claims(connection, quotes)


def _insert_rest(connection: Connection, arrived: Sequence[_Arrival]) -> None:
    _write(connection, report_states, [row for one in arrived for row in _state_rows(one)])
    _write(connection, refused, [row for one in arrived for row in _refused_rows(one)])
    _write(connection, unread, [row for one in arrived for row in _unread_rows(one)])


def _state_rows(one: _Arrival) -> Iterator[Row]:
    for state in sorted(set(one.reading.states)):
        yield {"report": one.digest, "state": state}


def _refused_rows(one: _Arrival) -> Iterator[Row]:
    for told in one.reading.refused:
        yield {"report": one.digest, "kind": told.claim.kind, "row": encode(told.claim), "reason": told.reason}


def _unread_rows(one: _Arrival) -> Iterator[Row]:
    for left in one.reading.unread:
        yield {
            "report": one.digest, "start": left.start, "end": left.end, "text": left.text, "trigger": left.trigger,
            "reason": left.reason,
        }  # fmt: skip
