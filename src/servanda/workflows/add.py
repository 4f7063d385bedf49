"""Adds reports to a ledger: each read, resolved and kept in a transaction of its own.

What was counted as added is durable. An interruption ends between two reports with the summary so far; a report that
cannot be read or kept is a counted failure, and the rest goes on. Only what would fail every report ends it: a ledger
that can no longer be written, a broken lexicon or model.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from importlib.metadata import version

from servanda.errors import LedgerError, LexiconError, ModelError, SourceError
from servanda.ledger.resolver import Resolver
from servanda.ledger.session import Ledger
from servanda.ledger.store import add_report, is_known, settle
from servanda.reading.pipeline import READER, read_report
from servanda.resolution.blocking import block_key
from servanda.resolution.candidates import REACH, keys, match, tie
from servanda.resolution.clusters import DAYS_APART, entry, group, telling
from servanda.resolution.score import fingerprint
from servanda.terms.reading import Reading
from servanda.terms.reports import Report
from servanda.workflows.today import now

Item = Report | SourceError
RESOLVER = Resolver(
    block_of=block_key,
    keys_of=keys,
    tie=tie,
    match=match,
    telling=telling,
    group=group,
    entry_of=entry,
    reach=REACH,
    # what was compared before unsure pairs were kept, and acts by families of verbs, is compared anew
    rules=f"{version('servanda')} {fingerprint()} {REACH.far} {DAYS_APART} unsure acts",
)


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


def unfit(report: Report) -> SourceError | None:
    """Why a report's text can be kept in no database, if so; files are held to the same when they are read."""
    for words in (report.id, report.text, report.publisher, report.title, report.url, report.language):
        if words is not None and "\x00" in words:
            return SourceError(repr(report.id), "holds NUL characters", "take them out")
        try:
            (words or "").encode()
        except UnicodeEncodeError:
            return SourceError(repr(report.id), "holds half a character (a lone surrogate)", "write it anew as UTF-8")
    return None


def unreadable(report: Report, error: Exception) -> SourceError:
    """The failure of a report over which the program itself had a fault."""
    # the message of a database error holds the whole text
    said = " ".join(str(error).split())[:200]
    reason = f"could not be read ({type(error).__name__}: {said})"
    return SourceError(report.id, reason, "report this text to the developers")


def _keep(
    ledger: Ledger, report: Report, read: Callable[[Report], Reading], resolver: Resolver, summary: AddSummary
) -> None:
    if is_known(ledger, report):
        summary.known += 1
        return
    reading = read(report)
    outcome = add_report(ledger, report, reading, resolver=resolver, reader=READER, at=now())
    if outcome == "known":  # another process was quicker
        summary.known += 1
        return
    summary.new += outcome == "new"
    summary.versions += outcome == "new version"
    summary.claims.update(claim.kind for claim in reading.claims)
    summary.refused += len(reading.refused)
    summary.unread += len(reading.unread)


def _add_one(
    ledger: Ledger, report: Report, read: Callable[[Report], Reading], resolver: Resolver, summary: AddSummary
) -> None:
    summary.read += 1
    fault = unfit(report)
    if fault is not None:
        summary.failures.append(fault)
        return
    try:
        _keep(ledger, report, read, resolver, summary)
    except (LedgerError, LexiconError, ModelError):
        raise  # no other report would fare better
    except Exception as error:  # noqa: BLE001  one report of a batch: a fault over it must not stop the others
        summary.failures.append(unreadable(report, error))


def add(
    ledger: Ledger,
    items: Iterable[Item],
    *,
    read: Callable[[Report], Reading] = read_report,
    resolver: Resolver = RESOLVER,
    on_item: Callable[[Item, AddSummary], None] = lambda _item, _summary: None,
) -> AddSummary:
    """Add every report; ``on_item`` is called after each, when it is durable: a place for a progress bar.

    LedgerError when the ledger cannot be written any more, LexiconError or ModelError when nothing can be read; what
    was added before stays.
    """
    summary = AddSummary()
    try:
        for item in items:
            if isinstance(item, SourceError):
                summary.failures.append(item)
            else:
                _add_one(ledger, item, read, resolver, summary)
            on_item(item, summary)
    except KeyboardInterrupt:
        summary.interrupted = True
    try:
        settle(ledger, resolver=resolver)
    except KeyboardInterrupt:  # the marks stay
        summary.interrupted = True
    return summary
