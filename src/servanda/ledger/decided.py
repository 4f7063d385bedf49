"""Reads what people decided: which claims may stand in entries, how they stand as decided, and the whole trail."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, func, or_, select

from servanda.ledger.session import Ledger
from servanda.ledger.stored import CHUNK, chunks, decode, is_current
from servanda.ledger.tables import claims, decision_claims, decisions, judgements, members, reports, rulings
from servanda.terms.claims import Claim
from servanda.terms.decisions import Decision, Ruling, in_order, ruling, standing
from servanda.terms.entries import Judgement


def stands() -> ColumnElement[bool]:
    """Whether a row of ``claims`` is kept out of the entries by nobody, and stands where a person brought it in."""
    return ~select(rulings.c.claim).where(rulings.c.claim == claims.c.id, rulings.c.out).exists()


def is_effective() -> ColumnElement[bool]:
    """Whether a row of ``claims``, joined with ``reports``, may be in an entry: it stands, in a current version."""
    return is_current() & stands()


def decision_of(row: Any) -> Decision:  # noqa: ANN401  a row of the table
    """The decision of a row."""
    return Decision(
        action=row.action, subject=row.subject, by=row.by, reason=row.reason, at=row.at,
        others=tuple(msgspec.json.decode(row.others)), of=row.of, was=msgspec.json.decode(row.was),
        now=msgspec.json.decode(row.now), unsupported=tuple(msgspec.json.decode(row.unsupported)),
    )  # fmt: skip


def decisions_on(connection: Connection, names: Collection[str]) -> list[Decision]:
    """Every decision about any of some claims, withdrawn ones and withdrawals among them, in the order made."""
    found: dict[str, Decision] = {}
    for part in chunks(sorted(names)):
        ids = select(decision_claims.c.decision).where(decision_claims.c.claim.in_(part))
        for row in connection.execute(select(decisions).where(decisions.c.id.in_(ids))):
            found[row.id] = decision_of(row)
    return in_order(found.values())


def latest(connection: Connection, about: Collection[str]) -> Decision | None:
    """The last decision on any one of some claims, or on two of them; what is decided with others does not count."""
    met: dict[str, int] = {}
    for part in chunks(sorted(about)):
        counted = select(decision_claims.c.decision, func.count()).where(decision_claims.c.claim.in_(part))
        for name, number in connection.execute(counted.group_by(decision_claims.c.decision)):
            met[name] = met.get(name, 0) + number
    found: list[Decision] = []
    for part in chunks(sorted(met)):
        found += [decision_of(r) for r in connection.execute(select(decisions).where(decisions.c.id.in_(part)))]
    told = in_order(one for one in found if not one.others or met[one.id] > 1)
    return told[-1] if told else None


def last_decision(ledger: Ledger, about: Collection[str]) -> Decision | None:
    """The same, of a ledger."""
    with ledger.reading() as connection:
        return latest(connection, about)


def all_decisions(ledger: Ledger, about: Collection[str] | None = None) -> list[Decision]:
    """Every decision in the order made, or those about any of some claims."""
    with ledger.reading() as connection:
        if about is not None:
            return decisions_on(connection, about)
        return in_order(decision_of(row) for row in connection.execute(select(decisions)))


def decisions_by_prefix(ledger: Ledger, prefix: str) -> list[Decision]:
    """Decisions whose id starts with these characters, at most twenty."""
    query = select(decisions).where(decisions.c.id.startswith(prefix, autoescape=True)).order_by(decisions.c.id)
    with ledger.reading() as connection:
        return [decision_of(row) for row in connection.execute(query.limit(20))]


def decisions_beside(ledger: Ledger, one: Decision) -> list[Decision]:
    """What the same person decided within a second of a decision, in order."""
    near = timedelta(seconds=1)
    query = select(decisions).where(decisions.c.at.between(one.at - near, one.at + near), decisions.c.by == one.by)
    with ledger.reading() as connection:
        return in_order(decision_of(row) for row in connection.execute(query))


def decided_subjects(ledger: Ledger) -> set[str]:
    """Every claim and unread stretch that some decision is about."""
    with ledger.reading() as connection:
        return set(connection.execute(select(decision_claims.c.claim).distinct()).scalars())


def settled_of(ledger: Ledger, names: Iterable[str]) -> set[str]:
    """Those claims and unread stretches that a standing decision is about: what was taken back is open again."""
    asked = set(names)
    told = standing(all_decisions(ledger, asked))
    return {name for one in told if one.action != "withdraw" for name in one.claims} & asked


def rulings_on(ledger: Ledger, names: Collection[str]) -> dict[str, Ruling]:
    """What stands on each of some claims that people decided on."""
    wanted = set(names)
    with ledger.reading() as connection:
        ruled = wanted & {str(name) for name in _few(connection, select(rulings.c.claim), rulings.c.claim, wanted)}
        told = decisions_on(connection, ruled)
    by_subject: dict[str, list[Decision]] = {name: [] for name in ruled}
    for one in told:
        by_subject.get(one.subject, []).append(one)
    found = {name: ruling(name, some) for name, some in by_subject.items()}
    return {name: one for name, one in found.items() if one is not None}


def _few(
    connection: Connection, query: Select[str], name: ColumnElement[str], wanted: Collection[str]
) -> Iterable[str]:
    """The names a query gives, held to those wanted where these are few: people decide on few claims of many."""
    if len(wanted) <= CHUNK:
        query = query.where(name.in_(sorted(wanted)))
    return connection.execute(query).scalars()


def judgements_on(ledger: Ledger, names: Collection[str]) -> list[Judgement]:
    """What stands on pairs that hold any of some claims, in the order decided."""
    wanted = set(names)
    query = select(judgements)
    if len(wanted) <= CHUNK:
        query = query.where(or_(judgements.c.left.in_(wanted), judgements.c.right.in_(wanted)))
    with ledger.reading() as connection:
        found = [
            Judgement(r.left, r.right, r.verdict, r.by, r.reason, r.at, r.person)
            for r in connection.execute(query)
            if r.left in wanted or r.right in wanted
        ]
    return sorted(found, key=lambda one: (one.at, one.left, one.right))


def read_claims(ledger: Ledger, names: Sequence[str]) -> dict[str, Claim]:
    """Some claims as they were first read, before any correction."""
    found: dict[str, Claim] = {}
    with ledger.reading() as connection:
        for part in chunks(names):
            for name, digest, row in connection.execute(
                select(claims.c.id, claims.c.report, claims.c.row).where(claims.c.id.in_(part))
            ):
                found[name] = decode(row, digest)
    return found


def entry_members(ledger: Ledger, names: Iterable[str]) -> dict[str, str]:
    """The entry of each of some claims that is in one."""
    found: dict[str, str] = {}
    with ledger.reading() as connection:
        for part in chunks(sorted(names)):
            query = select(members.c.claim, members.c.entry).where(members.c.claim.in_(part))
            found.update({row[0]: row[1] for row in connection.execute(query)})
    return found


def report_version(ledger: Ledger, source: str) -> str | None:
    """The digest of the current version of a report by its id, or None when the ledger has no such report."""
    query = select(reports.c.digest).where(reports.c.source == source, is_current())
    with ledger.reading() as connection:
        return connection.execute(query).scalar_one_or_none()
