"""Reads from a ledger: what the workflows and faces ask for. Nothing here writes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVarTuple

from sqlalchemy import ColumnElement, Connection, Select, func, select

from servanda.ledger.decided import all_decisions
from servanda.ledger.session import Ledger
from servanda.ledger.stored import CLAIM_COLUMNS, chunks, claim_of, column, decode, entries_of, is_current
from servanda.ledger.tables import (
    claims,
    decisions,
    entries,
    entry_states,
    members,
    refused,
    report_states,
    reports,
    unread,
)
from servanda.terms.claims import Claim, ClaimKind
from servanda.terms.decisions import VERDICTS
from servanda.terms.entries import Coverage, Entry, Judgement, Published, covered
from servanda.terms.reading import StoredClaim
from servanda.terms.reports import Report

Columns = TypeVarTuple("Columns")


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A report version in a ledger; ``current`` when no version of its source was published after it.

    ``reader`` names what read its claims, ``added_at`` is in UTC.
    """

    report: Report
    version: int
    current: bool
    reader: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class StoredRefusal:
    """A claim that did not pass the gate, with the reason."""

    claim: Claim
    reason: str
    date: date
    number: int


@dataclass(frozen=True, slots=True)
class StoredUnread:
    """A stretch of a report that looked like a claim and could not be completed."""

    report: str
    date: date
    start: int
    end: int
    text: str
    trigger: str
    reason: str
    number: int


def stored_reports(
    ledger: Ledger, *, as_of: date | None = None, source: str | None = None, states: Sequence[str] = ()
) -> Iterator[StoredReport]:
    """Report versions by day and source; those published by a day, those of one source, those that tell of all states.

    ``current`` is as of that day.
    """
    query = select(reports, is_current(as_of).label("current"))
    query = query.order_by(reports.c.date, reports.c.source, reports.c.version)
    if as_of is not None:
        query = query.where(reports.c.date <= as_of)
    if source is not None:
        query = query.where(reports.c.source == source)
    with ledger.reading() as connection:
        for r in connection.execute(_telling_of(query, states)):
            report = Report(r.source, r.date, r.text, r.publisher, r.title, r.url, r.language)
            yield StoredReport(report, r.version, bool(r.current), r.reader, r.added_at)


def origins(ledger: Ledger, digests: Sequence[str]) -> dict[str, tuple[str | None, str | None]]:
    """Publisher and address of report versions by digest; those that the ledger does not have are left out."""
    found: dict[str, tuple[str | None, str | None]] = {}
    with ledger.reading() as connection:
        for part in chunks(digests):
            query = select(reports.c.digest, reports.c.publisher, reports.c.url).where(reports.c.digest.in_(part))
            for digest, publisher, url in connection.execute(query):
                found[digest] = (publisher, url)
    return found


def origins_of_relation(
    ledger: Ledger, states: Sequence[str], as_of: date
) -> list[tuple[str, date, str | None, str | None]]:
    """Id, day, publisher and address of every report that tells of all these states and was published by a day."""
    columns = (reports.c.source, reports.c.date, reports.c.publisher, reports.c.url)
    query = select(*columns).where(reports.c.date <= as_of).order_by(reports.c.date, reports.c.source)
    with ledger.reading() as connection:
        return [(i, day, publisher, url) for i, day, publisher, url in connection.execute(_telling_of(query, states))]


def _telling_of(query: Select[*Columns], states: Sequence[str]) -> Select[*Columns]:
    for state in states:
        query = query.where(reports.c.digest.in_(select(report_states.c.report).where(report_states.c.state == state)))
    return query


def titles_and_addresses(ledger: Ledger, versions: Sequence[str]) -> dict[str, tuple[str | None, str | None]]:
    """The title and address of report versions by their digests; those that the ledger does not have are left out."""
    found: dict[str, tuple[str | None, str | None]] = {}
    with ledger.reading() as connection:
        for part in chunks(sorted(set(versions))):
            query = select(reports.c.digest, reports.c.title, reports.c.url).where(reports.c.digest.in_(part))
            found.update({row[0]: (row[1], row[2]) for row in connection.execute(query)})
    return found


def stored_claims(ledger: Ledger, ids: Sequence[str]) -> dict[str, StoredClaim]:
    """Claims by id; ids that the ledger does not have are left out."""
    with ledger.reading() as connection:
        return _claims(connection, ids)


def _claims(connection: Connection, ids: Sequence[str]) -> dict[str, StoredClaim]:
    found: dict[str, StoredClaim] = {}
    for part in chunks(ids):
        for row in connection.execute(select(*CLAIM_COLUMNS).where(claims.c.id.in_(part))).all():
            found[row[0]] = claim_of(row)
    return found


def all_claims(
    ledger: Ledger,
    *,
    as_of: date | None = None,
    kinds: Sequence[ClaimKind] = (),
    report: str | None = None,
    current: bool = False,
) -> Iterator[StoredClaim]:
    """Every claim by day and place in its report: those published by a day, of some kinds, of one report version.

    ``report`` is the version's digest. Superseded versions are included unless only ``current`` ones are asked for.
    """
    query = select(*CLAIM_COLUMNS).order_by(claims.c.date, claims.c.report, claims.c.position, claims.c.id)
    if report is not None:
        query = query.where(claims.c.report == report)
    if current:
        query = query.join(reports).where(is_current(as_of))
    if as_of is not None:
        query = query.where(claims.c.date <= as_of)
    if kinds:
        query = query.where(claims.c.kind.in_(kinds))
    with ledger.reading() as connection:
        for row in connection.execute(query):
            yield claim_of(row)


def entry_of_claims(ledger: Ledger) -> dict[str, str]:
    """The entry of each claim that is in one."""
    with ledger.reading() as connection:
        return {row[0]: row[1] for row in connection.execute(select(members.c.claim, members.c.entry))}


def _of_states(query: Select[tuple[str]], states: Sequence[str]) -> Select[tuple[str]]:
    # IN, not EXISTS: the search then starts at the states' index and not at all the entries
    for state in states:
        query = query.where(entries.c.id.in_(select(entry_states.c.entry).where(entry_states.c.state == state)))
    return query


def blocks_by_state(ledger: Ledger, states: Sequence[str]) -> dict[str, set[str]]:
    """The blocks with entries that tell of each of some states."""
    query = select(entries.c.block).distinct().join(entry_states)
    with ledger.reading() as connection:
        return {s: set(column(connection, query.where(entry_states.c.state == s))) for s in states}


def all_blocks(ledger: Ledger) -> set[str]:
    """Every block with claims."""
    with ledger.reading() as connection:
        return set(column(connection, select(claims.c.block).distinct()))


def find_entries(ledger: Ledger, *, states: Sequence[str] = (), kinds: Sequence[ClaimKind] = ()) -> list[Entry]:
    """Entries that tell of all these states and are of these kinds, by id."""
    query = _of_states(select(entries.c.id).order_by(entries.c.id), states)
    if kinds:
        query = query.where(entries.c.kind.in_(kinds))
    with ledger.reading() as connection:
        return entries_of(connection, [str(found) for found in connection.execute(query).scalars()])


def entries_by_prefix(ledger: Ledger, prefix: str) -> list[Entry]:
    """Entries whose id starts with these characters."""
    with ledger.reading() as connection:
        return entries_of(connection, _starting_with(connection, entries.c.id, prefix))


def entries_named(ledger: Ledger, ids: Sequence[str]) -> list[Entry]:
    """The entries of these ids; those that the ledger does not have are left out."""
    with ledger.reading() as connection:
        return entries_of(connection, ids)


def claims_by_prefix(ledger: Ledger, prefix: str) -> list[str]:
    """The ids of claims, of current versions and older ones, that start with these characters."""
    with ledger.reading() as connection:
        return _starting_with(connection, claims.c.id, prefix)


def _starting_with(connection: Connection, ids: ColumnElement[str], prefix: str) -> list[str]:
    """The first ids of a table that start with some characters; ids are of one length, so a whole one stands alone."""
    # the start of an id is looked for through all of them, 9 ms of 88,000 entries; pages name them whole
    whole = column(connection, select(ids).where(ids == prefix))
    return whole or column(
        connection, select(ids).where(ids.startswith(prefix, autoescape=True)).order_by(ids).limit(20)
    )


def entries_of_blocks(ledger: Ledger, blocks: Sequence[str]) -> list[Entry]:
    """The entries of some blocks, by id."""
    with ledger.reading() as connection:
        ids: list[str] = []
        for part in chunks(blocks):
            ids.extend(connection.execute(select(entries.c.id).where(entries.c.block.in_(part))).scalars())
        return entries_of(connection, sorted(ids))


def published(ledger: Ledger, states: Sequence[str]) -> list[Published]:
    """The reports that tell of all these states (every report, when none is given), by day."""
    query = select(reports.c.date, reports.c.publisher, reports.c.source).order_by(reports.c.date, reports.c.source)
    # of a group of many states a report need name only two
    with ledger.reading() as connection:
        return [Published(*row) for row in connection.execute(_telling_of(query, states[:2]))]


def coverage(ledger: Ledger, states: Sequence[str], as_of: date) -> Coverage:
    """What was read up to a day of reports that tell of all these states (of every report, when none is given)."""
    return covered(published(ledger, states), as_of)


def refusals(ledger: Ledger, *, as_of: date | None = None) -> Iterator[StoredRefusal]:
    """Every claim that was refused, by day of its report."""
    columns = (refused.c.row, refused.c.reason, refused.c.report, reports.c.date, refused.c.id)
    query = select(*columns).join(reports).order_by(reports.c.date, refused.c.id)
    if as_of is not None:
        query = query.where(reports.c.date <= as_of)
    with ledger.reading() as connection:
        for row, reason, digest, day, number in connection.execute(query):
            yield StoredRefusal(decode(row, digest), reason, day, number)


def unread_stretches(ledger: Ledger, *, as_of: date | None = None) -> Iterator[StoredUnread]:
    """Every stretch that was left unread, by day of its report."""
    stretch = (unread.c.start, unread.c.end, unread.c.text, unread.c.trigger, unread.c.reason, unread.c.id)
    query = select(reports.c.source, reports.c.date, *stretch).join(reports).order_by(reports.c.date, unread.c.id)
    if as_of is not None:
        query = query.where(reports.c.date <= as_of)
    with ledger.reading() as connection:
        for row in connection.execute(query):
            yield StoredUnread(*row)


def all_judgements(ledger: Ledger) -> list[Judgement]:
    """Every decision on two claims alone, in the order they were made."""
    told = (one for one in all_decisions(ledger) if one.action in ("same", "different", "unsure"))
    return [
        Judgement(one.subject, one.others[0], VERDICTS[one.action], one.by, one.reason, one.at, person=True)
        for one in told
    ]


def counts(ledger: Ledger) -> dict[str, int]:
    """How many reports, claims, refused claims, unread stretches, entries and decisions there are."""
    tables = {
        "reports": reports,
        "claims": claims,
        "refused": refused,
        "unread": unread,
        "entries": entries,
        "decisions": decisions,
    }
    with ledger.reading() as connection:
        return {
            name: connection.execute(select(func.count()).select_from(t)).scalar_one() for name, t in tables.items()
        }
