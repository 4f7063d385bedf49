"""Adds reports to a ledger: each read, resolved and kept in a transaction of its own.

What was counted as added is durable. An interruption ends between two reports with the summary so far; a report that
cannot be read is a counted failure, and the rest goes on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from servanda.errors import SourceError
from servanda.ledger.session import Ledger
from servanda.ledger.store import Resolver, add_report, is_known
from servanda.reading.pipeline import READER, read_report
from servanda.resolution.blocking import block_key
from servanda.resolution.clusters import resolve
from servanda.terms.reading import Reading
from servanda.terms.reports import Report
from servanda.workflows.today import now

Item = Report | SourceError
RESOLVER = Resolver(block_key, resolve)


@dataclass(slots=True)
class AddSummary:
    """What came of adding: counts, and every failure with where, reason and advice."""

    read: int = 0
    new: int = 0
    versions: int = 0
    known: int = 0
    claims: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    unread: int = 0
    failures: list[SourceError] = field(default_factory=list)
    interrupted: bool = False


def _read(report: Report, read: Callable[[Report], Reading]) -> Reading | SourceError:
    try:
        return read(report)
    except Exception as error:  # noqa: BLE001  one report of a batch: a reader's fault must not stop the others
        reason = f"could not be read ({type(error).__name__}: {error})"
        return SourceError(report.id, reason, "report this text to the developers")


def _add_one(ledger: Ledger, report: Report, read: Callable[[Report], Reading], summary: AddSummary) -> None:
    summary.read += 1
    if is_known(ledger, report):
        summary.known += 1
        return
    reading = _read(report, read)
    if isinstance(reading, SourceError):
        summary.failures.append(reading)
        return
    outcome = add_report(ledger, report, reading, resolver=RESOLVER, reader=READER, at=now())
    if outcome == "known":  # another process was quicker
        summary.known += 1
        return
    summary.new += outcome == "new"
    summary.versions += outcome == "new version"
    summary.claims.update(claim.kind for claim in reading.claims)
    summary.refused += len(reading.refused)
    summary.unread += len(reading.unread)


def add(
    ledger: Ledger,
    items: Iterable[Item],
    *,
    read: Callable[[Report], Reading] = read_report,
    on_item: Callable[[Item, AddSummary], None] = lambda _item, _summary: None,
) -> AddSummary:
    """Add every report; ``on_item`` is called after each, when it is durable: a place for a progress bar."""
    summary = AddSummary()
    try:
        for item in items:
            if isinstance(item, SourceError):
                summary.failures.append(item)
            else:
                _add_one(ledger, item, read, summary)
            on_item(item, summary)
    except KeyboardInterrupt:
        summary.interrupted = True
    return summary
