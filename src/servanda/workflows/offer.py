"""Reports that a program offers, added one by one or only tried, each with what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from servanda.errors import LedgerError, LexiconError, ModelError, SourceError
from servanda.ledger.decided import report_version
from servanda.ledger.reader_views import refusals_of, unread_of
from servanda.ledger.session import Ledger
from servanda.ledger.store import is_known
from servanda.ledger.views import all_claims
from servanda.reading.pipeline import read_report
from servanda.sources.lines import read_fields
from servanda.terms.claims import Claim
from servanda.terms.reading import Reading, Refused, Unread
from servanda.terms.reports import Report
from servanda.workflows.add import add, unfit, unreadable

Result = Literal["added", "new version", "known", "refused"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one report, and what was read from it; ``fault`` says why it was refused.

    Of a report that the ledger has already it is what was read when it was added.
    """

    result: Result
    report: Report | None = None
    claims: tuple[Claim, ...] = ()
    refused: tuple[Refused, ...] = ()
    unread: tuple[Unread, ...] = ()
    fault: SourceError | None = None


def offer(ledger: Ledger, rows: Sequence[Mapping[str, object]], *, dry: bool = False) -> Iterator[Outcome]:
    """What comes of each report, in order; a ``dry`` run reads and keeps nothing.

    A report that cannot be used is refused, and the rest goes on. LedgerError, LexiconError or ModelError when no other
    would fare better; what was added before stays, and is known when it is offered again.
    """
    seen: dict[str, set[str]] = {}
    for number, row in enumerate(rows, 1):
        try:
            report = read_fields(f"report {number}", row)
        except SourceError as error:
            yield Outcome("refused", fault=error)
            continue
        told = seen.setdefault(report.id, set())
        yield _tried(ledger, report, told) if dry else _added(ledger, report)
        told.add(report.digest)


def _added(ledger: Ledger, report: Report) -> Outcome:
    readings: list[Reading] = []

    def read(one: Report) -> Reading:
        readings.append(read_report(one))
        return readings[-1]

    summary = add(ledger, [report], read=read)
    if summary.failures:
        return Outcome("refused", report, fault=summary.failures[0])
    if summary.known or not readings:
        return _known(ledger, report)
    return _read("added" if summary.new else "new version", report, readings[-1])


def _tried(ledger: Ledger, report: Report, told: set[str]) -> Outcome:
    """What would come of a report, after others of its id with these digests."""
    fault = unfit(report)
    if fault is not None:
        return Outcome("refused", report, fault=fault)
    if is_known(ledger, report):
        return _known(ledger, report)
    try:
        reading = read_report(report)
    except (LedgerError, LexiconError, ModelError):
        raise
    except Exception as error:  # noqa: BLE001  as when it is added: a fault over one must not stop the others
        return Outcome("refused", report, fault=unreadable(report, error))
    if report.digest in told:
        return _read("known", report, reading)
    return _read("new version" if told or report_version(ledger, report.id) else "added", report, reading)


def _read(result: Result, report: Report, reading: Reading) -> Outcome:
    return Outcome(result, report, reading.claims, reading.refused, reading.unread)


def _known(ledger: Ledger, report: Report) -> Outcome:
    digest = report.digest
    return Outcome(
        "known",
        report,
        tuple(one.claim for one in all_claims(ledger, report=digest)),
        tuple(Refused(one.claim, one.reason) for one in refusals_of(ledger, digest)),
        tuple(Unread(u.start, u.end, u.text, u.trigger, u.reason) for u in unread_of(ledger, digest)),
    )
