"""Reads about one report or a few claims: what a page on them shows."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate

from sqlalchemy import ColumnElement, Select, func, select

from servanda.ledger.session import Ledger
from servanda.ledger.stored import CLAIM_COLUMNS, are_current, chunks, claim_of, decode, is_current
from servanda.ledger.tables import claims, entry_states, members, refused, report_states, reports, unread
from servanda.ledger.views import StoredRefusal, StoredReport, StoredUnread
from servanda.terms.claims import ClaimKind
from servanda.terms.entries import Published
from servanda.terms.reading import StoredClaim
from servanda.terms.reports import Report


@dataclass(frozen=True, slots=True)
class ReportHead:
    """A report without its text; ``characters`` is its length, ``claims`` how many it states."""

    digest: str
    id: str
    date: date
    publisher: str | None
    title: str | None
    version: int
    added_at: datetime
    characters: int
    claims: int


def report_versions(ledger: Ledger, source: str, as_of: date) -> list[StoredReport]:
    """The versions of a report that were published by a day, the first one first."""
    query = select(reports, is_current(as_of).label("current")).where(reports.c.source == source)
    query = query.where(reports.c.date <= as_of).order_by(reports.c.version)
    with ledger.reading() as connection:
        return [
            StoredReport(
                Report(r.source, r.date, r.text, r.publisher, r.title, r.url, r.language),
                r.version,
                bool(r.current),
                r.reader,
                r.added_at,
            )
            for r in connection.execute(query)
        ]


def states_of_report(ledger: Ledger, digest: str) -> tuple[str, ...]:
    """The states that a report version speaks of."""
    query = select(report_states.c.state).where(report_states.c.report == digest).order_by(report_states.c.state)
    with ledger.reading() as connection:
        return tuple(connection.execute(query).scalars())


def refusals_of(ledger: Ledger, digest: str) -> list[StoredRefusal]:
    """The refused claims of a report version."""
    query = select(refused.c.row, refused.c.reason, reports.c.date, refused.c.id).join(reports)
    with ledger.reading() as connection:
        rows = connection.execute(query.where(refused.c.report == digest).order_by(refused.c.id))
        return [StoredRefusal(decode(row, digest), reason, day, number) for row, reason, day, number in rows]


def unread_of(ledger: Ledger, digest: str) -> list[StoredUnread]:
    """The stretches of a report version that were left unread."""
    stretch = (unread.c.start, unread.c.end, unread.c.text, unread.c.trigger, unread.c.reason, unread.c.id)
    query = select(reports.c.source, reports.c.date, *stretch).join(reports)
    with ledger.reading() as connection:
        rows = connection.execute(query.where(unread.c.report == digest).order_by(unread.c.start, unread.c.id))
        return [StoredUnread(*row) for row in rows]


def entries_of_claims(ledger: Ledger, ids: Sequence[str]) -> dict[str, str]:
    """The entry of each of some claims that is in one."""
    found: dict[str, str] = {}
    with ledger.reading() as connection:
        for part in chunks(ids):
            query = select(members.c.claim, members.c.entry).where(members.c.claim.in_(part))
            found.update((row[0], row[1]) for row in connection.execute(query))
    return found


def report_heads(
    ledger: Ledger,
    as_of: date,
    *,
    states: Sequence[str] = (),
    publisher: str | None = None,
    limit: int,
    offset: int = 0,
) -> tuple[list[ReportHead], int]:
    """Reports current on a day without their texts, the newest first, and how many there are in all."""
    told = select(func.count()).where(claims.c.report == reports.c.digest).scalar_subquery()
    columns = (reports.c.digest, reports.c.source, reports.c.date, reports.c.publisher, reports.c.title)
    rest = (reports.c.version, reports.c.added_at, func.length(reports.c.text), told)
    where = [are_current(as_of)]
    where += [
        reports.c.digest.in_(select(report_states.c.report).where(report_states.c.state == state)) for state in states
    ]
    if publisher is not None:
        where.append(reports.c.publisher == publisher)
    order = (reports.c.date.desc(), reports.c.source)
    # which ones first, and only of these how long they are: to sort, SQLite would read every text
    shown = select(reports.c.digest).where(*where).order_by(*order).limit(limit).offset(offset)
    number = select(func.count()).select_from(reports).where(*where) if len(where) > 1 else _all_current(as_of)
    with ledger.reading() as connection:
        total = connection.execute(number).scalar_one()
        query = select(*columns, *rest).where(reports.c.digest.in_(shown)).order_by(*order)
        return [ReportHead(*row) for row in connection.execute(query).all()], total


_NEWER = reports.alias("newer")


def _all_current(as_of: date) -> Select[tuple[int]]:
    """How many reports were current on a day: all of them, but for each source of several versions one.

    To look for the newer version of each of 12,500 took most of the time of a page.
    """
    told = reports.c.date <= as_of
    several = reports.c.source.in_(select(_NEWER.c.source).where(_NEWER.c.version > 1))
    extra = select(func.count() - func.count(reports.c.source.distinct())).where(told, several)
    return select(select(func.count()).select_from(reports).where(told).scalar_subquery() - extra.scalar_subquery())


def publishers(ledger: Ledger) -> list[str]:
    """Everybody who published a report, by name."""
    query = select(reports.c.publisher).where(reports.c.publisher.is_not(None)).distinct()
    with ledger.reading() as connection:
        return sorted(str(name) for name in connection.execute(query).scalars())


@dataclass(frozen=True, slots=True)
class ClaimsWanted:
    """Which claims are asked for: of kinds, in entries that tell of all these states, of a report, published when."""

    kinds: tuple[ClaimKind, ...] = ()
    states: tuple[str, ...] = ()
    report: str | None = None
    publisher: str | None = None
    since: date | None = None
    until: date | None = None

    @property
    def of_states_alone(self) -> bool:
        """Whether states are asked for, and beside them nothing but days."""
        return bool(self.states) and not (self.kinds or self.report or self.publisher)

    def conditions(self, as_of: date) -> list[ColumnElement[bool]]:
        """What must hold of a claim and its report, which is current on the day."""
        told = select(members.c.claim).join(entry_states, entry_states.c.entry == members.c.entry)
        where = [are_current(as_of), *(claims.c.id.in_(told.where(entry_states.c.state == s)) for s in self.states)]
        if self.kinds:
            where.append(claims.c.kind.in_(self.kinds))
        if self.report is not None:
            where.append(reports.c.source == self.report)
        if self.publisher is not None:
            where.append(reports.c.publisher == self.publisher)
        if self.since is not None:
            where.append(claims.c.date >= self.since)
        if self.until is not None:
            where.append(claims.c.date <= self.until)
        return where


def find_claims(
    ledger: Ledger, wanted: ClaimsWanted, as_of: date, *, limit: int, offset: int = 0
) -> tuple[list[StoredClaim], int]:
    """The claims asked for by day and place in their report, a part of them, and how many there are in all."""
    where = wanted.conditions(as_of)
    order = (claims.c.date, claims.c.report, claims.c.position)
    if wanted.of_states_alone:
        return _claims_of_states(ledger, wanted, as_of, limit=limit, offset=offset)
    # which ones first, and only of these what they tell
    shown = select(claims.c.id).join(reports).where(*where).order_by(*order).limit(limit).offset(offset)
    with ledger.reading() as connection:
        number = select(func.count()).select_from(claims.join(reports)).where(*where)
        total = connection.execute(number).scalar_one()
        query = select(*CLAIM_COLUMNS).where(claims.c.id.in_(shown)).order_by(*order)
        return [claim_of(row) for row in connection.execute(query).all()], total


def _claims_of_states(
    ledger: Ledger, wanted: ClaimsWanted, as_of: date, *, limit: int, offset: int
) -> tuple[list[StoredClaim], int]:
    """The same where only states and days are asked for: counted day by day without a look at any claim.

    Whatever is in an entry is current, and so it was on every day since it was published.
    """
    until = min(wanted.until or as_of, as_of)
    told = select(members.c.date, func.count()).where(members.c.date <= until, *_tells_of(wanted.states))
    if wanted.since is not None:
        told = told.where(members.c.date >= wanted.since)
    with ledger.reading() as connection:
        days: list[tuple[date, int]] = [
            (day, number) for day, number in connection.execute(told.group_by(members.c.date).order_by(members.c.date))
        ]
        ends = list(accumulate(number for _, number in days))
        total = ends[-1] if ends else 0
        if offset >= total or limit <= 0:
            return [], total
        first, last = bisect_right(ends, offset), bisect_left(ends, min(offset + limit, total))
        before = ends[first - 1] if first else 0
        within = members.c.date.between(days[first][0], days[last][0])
        query = (
            select(*CLAIM_COLUMNS)
            .join(members, members.c.claim == claims.c.id)
            .where(within, *_tells_of(wanted.states))
            .order_by(claims.c.date, claims.c.report, claims.c.position)
        )
        rows = connection.execute(query.limit(limit).offset(offset - before)).all()
        return [claim_of(row) for row in rows], total


def _tells_of(states: Sequence[str]) -> list[ColumnElement[bool]]:
    """Whether a row of ``members`` is in an entry that tells of all these states."""
    of = entry_states.c
    return [members.c.entry.in_(select(of.entry).where(of.state == state)) for state in states]


def published_by_state(ledger: Ledger) -> dict[str, dict[str, Published]]:
    """For every state the reports that tell of it, by digest: what ``views.published`` reads for one pair, for all."""
    query = select(report_states.c.state, reports.c.digest, reports.c.date, reports.c.publisher, reports.c.source)
    found: dict[str, dict[str, Published]] = {}
    known: dict[str, Published] = {}
    with ledger.reading() as connection:
        for state, digest, *told in connection.execute(query.join(reports)):
            if digest not in known:
                known[digest] = Published(*told)
            found.setdefault(state, {})[digest] = known[digest]
    return found
