"""Reads what waits for a person: refused claims and unread stretches by their number, and the claims to be compared."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from servanda.ledger.decided import is_effective
from servanda.ledger.session import Ledger
from servanda.ledger.stored import CLAIM_COLUMNS, claim_of, decode, is_current
from servanda.ledger.tables import claims, refused, report_states, reports, unread
from servanda.terms.claims import Claim, ClaimKind
from servanda.terms.reading import StoredClaim, Unread
from servanda.terms.reports import Report


@dataclass(frozen=True, slots=True)
class WaitingClaim:
    """A refused claim by its number, with the reason."""

    number: int
    claim: Claim
    reason: str


@dataclass(frozen=True, slots=True)
class WaitingStretch:
    """An unread stretch by its number, and the digest of the report version it stands in."""

    number: int
    version: str
    stretch: Unread

    @property
    def name(self) -> str:
        """``u-`` and fourteen hex digits over report version, place and trigger: what a decision on it is about."""
        told = "\0".join((self.version, str(self.stretch.start), str(self.stretch.end), self.stretch.trigger))
        return "u-" + hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:14]


def _telling_of(states: Sequence[str]) -> list[ColumnElement[bool]]:
    told = (select(report_states.c.report).where(report_states.c.state == state) for state in states)
    return [reports.c.digest.in_(query) for query in told]


def refused_claims(
    ledger: Ledger, *, states: Sequence[str] = (), kinds: Sequence[ClaimKind] = (), number: int | None = None
) -> Iterator[WaitingClaim]:
    """The refused claims of current report versions that tell of all these states, by day; or the one of a number."""
    columns = (refused.c.id, refused.c.row, refused.c.report, refused.c.reason)
    query = select(*columns).join(reports).order_by(reports.c.date, refused.c.id)
    query = query.where(is_current(), *_telling_of(states)) if number is None else query.where(refused.c.id == number)
    if kinds:
        query = query.where(refused.c.kind.in_(kinds))
    with ledger.reading() as connection:
        for found, row, digest, reason in connection.execute(query):
            yield WaitingClaim(found, decode(row, digest), reason)


def unread_parts(ledger: Ledger, *, states: Sequence[str] = (), number: int | None = None) -> Iterator[WaitingStretch]:
    """The unread stretches of current report versions that tell of all these states, by day; or the one of a number."""
    stretch = (unread.c.start, unread.c.end, unread.c.text, unread.c.trigger, unread.c.reason)
    query = select(unread.c.id, unread.c.report, *stretch).join(reports).order_by(reports.c.date, unread.c.id)
    query = query.where(is_current(), *_telling_of(states)) if number is None else query.where(unread.c.id == number)
    with ledger.reading() as connection:
        for found, digest, *told in connection.execute(query):
            yield WaitingStretch(found, digest, Unread(*told))


def report_of(ledger: Ledger, digest: str) -> Report | None:
    """A report version by its digest, or None."""
    query = select(reports).where(reports.c.digest == digest)
    with ledger.reading() as connection:
        r = connection.execute(query).first()
    return None if r is None else Report(r.source, r.date, r.text, r.publisher, r.title, r.url, r.language)


def effective_claims(ledger: Ledger, *, kinds: Sequence[ClaimKind] = ()) -> Iterator[tuple[str, list[StoredClaim]]]:
    """The claims that may stand in entries, as decided, block by block."""
    query = select(*CLAIM_COLUMNS, claims.c.block).join(reports).where(is_effective()).order_by(claims.c.block)
    if kinds:
        query = query.where(claims.c.kind.in_(kinds))
    block, held = None, list[StoredClaim]()
    with ledger.reading() as connection:
        for row in connection.execute(query):
            if row.block != block:
                if block is not None:
                    yield block, held
                block, held = row.block, []
            held.append(claim_of(row))
    if block is not None:
        yield block, held
