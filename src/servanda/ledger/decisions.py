"""Keeps what people decide, and lets it take effect: the one writer of decisions and of what stands of them.

A decision, what stands after it, and the entries that follow are one transaction. What stands is worked out from the
decisions alone, so that it is the same in whatever order they and the reports came.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import msgspec
from sqlalchemy import Connection, delete, insert, or_, select, update

from servanda.errors import ClaimError, ConflictError, InputError, NotFoundError
from servanda.ledger import search
from servanda.ledger.blocks import regroup, resolve_blocks
from servanda.ledger.decided import decisions_on, latest
from servanda.ledger.resolver import BlockOf, Resolver
from servanda.ledger.session import Ledger
from servanda.ledger.stored import chunks, column, decode, encode
from servanda.ledger.tables import (
    claims,
    decision_claims,
    decisions,
    judgements,
    pending_claims,
    reports,
    rulings,
)  # fmt: skip
from servanda.terms.claims import Claim
from servanda.terms.decisions import NOBODY, VERDICTS, Decision, Ruling, check, check_what, corrected, ruling, verdicts
from servanda.terms.ids import claim_id
from servanda.terms.rows import claim_from_row

# decisions that bring a claim in
BROUGHT = ("accept", "add")


@dataclass(frozen=True, slots=True)
class Seen:
    """The claims a reviewer looked at, and the last decision on them that was shown, or ``NOBODY``."""

    about: tuple[str, ...]
    last: str = NOBODY


def keep_decisions(
    ledger: Ledger, made: Sequence[Decision], *, resolver: Resolver, seen: Seen | None = None
) -> tuple[Decision, ...]:
    """Keep decisions in one transaction, and make the entries again that they touch; as they were kept they come back.

    A decision that is known already changes nothing. With ``seen``, ConflictError when somebody decided meanwhile, and
    each decision is placed after the one it follows, should the clock have been set back. NotFoundError or InputError
    when what one is about is not in the ledger, or no such decision can be made.
    """
    kept = []
    with ledger.writing() as connection:
        last = latest(connection, seen.about) if seen else None
        if seen and (last.id if last else NOBODY) != seen.last:
            raise conflict(last)
        for one in made:
            after = one if last is None or one.at > last.at else replace(one, at=last.at + timedelta(microseconds=1))
            last = after if seen else None
            _keep(connection, after, resolver)
            kept.append(after)
    return tuple(kept)


def conflict(last: Decision | None) -> ConflictError:
    """The error that tells a reviewer who decided meanwhile."""
    if last is None:
        return ConflictError("the decision you saw is not in this ledger; look again")
    why = f" (“{last.reason}”)" if last.reason else ""
    return ConflictError(
        f"{last.by} decided meanwhile: {last.action}, on {last.at:%Y-%m-%d %H:%M} UTC{why}; look again, then decide",
        by=last.by,
        last=last.id,
        at=last.at.isoformat(),
    )


def _keep(connection: Connection, one: Decision, resolver: Resolver) -> None:
    check(one)
    if connection.execute(select(decisions.c.id).where(decisions.c.id == one.id)).first() is not None:
        return
    target = _check_subject(connection, one)
    if one.action in BROUGHT:
        _bring_in(connection, one, resolver.block_of)
    _insert(connection, one)
    if target.action in VERDICTS:
        _judge(connection, target.claims)
        regroup(connection, target.claims, resolver)
    else:
        _rule(connection, target.subject, resolver)


def _check_subject(connection: Connection, one: Decision) -> Decision:
    """The decision whose effect changes: itself, or at the end of a chain of withdrawals the one taken back or not."""
    if one.of is not None:
        return _target(connection, one)
    if one.action in BROUGHT or (one.action == "reject" and one.was.get("report")):
        return one
    found: dict[str, str] = {}
    for part in chunks(sorted(set(one.claims))):
        found.update(
            {r[0]: r[1] for r in connection.execute(select(claims.c.id, claims.c.kind).where(claims.c.id.in_(part)))}
        )
    for name in one.claims:
        if name not in found:
            raise NotFoundError(f"no claim {name!r}; servanda show ENTRY lists those of an entry")
    if one.action in VERDICTS:
        _check_kinds(one, found)
    elif one.action == "correct":
        corrected(_as_read(connection, one.subject), one.now)
    return one


def _check_kinds(one: Decision, kinds: dict[str, str]) -> None:
    if len(kinds) < len(one.claims) or not one.others:
        raise InputError(f"{one.subject} is one claim; name two")
    other = next((name for name in one.others if kinds[name] != kinds[one.subject]), None)
    if VERDICTS[one.action] == "same" and other is not None:
        raise InputError(
            f"{one.subject} is a {kinds[one.subject]}, {other} a {kinds[other]}; only claims of one kind are the same"
        )


def _target(connection: Connection, one: Decision) -> Decision:
    told = {d.id: d for d in decisions_on(connection, one.claims)}
    at: Decision = one
    while at.of is not None:
        if at.of not in told or told[at.of].claims != one.claims:
            raise NotFoundError(f"no decision {at.of!r} on {one.subject}; servanda decisions lists them")
        at = told[at.of]
    return at


def _insert(connection: Connection, one: Decision) -> None:
    def encoded(value: object) -> str:
        return msgspec.json.encode(value).decode()

    row = {
        "id": one.id, "action": one.action, "subject": one.subject, "others": encoded(one.others), "of": one.of,
        "was": encoded(one.was), "now": encoded(one.now), "by": one.by, "reason": one.reason, "at": one.at,
        "unsupported": encoded(one.unsupported),
    }  # fmt: skip
    connection.execute(insert(decisions), row)
    connection.execute(insert(decision_claims), [{"decision": one.id, "claim": c} for c in sorted(set(one.claims))])


def _as_read(connection: Connection, name: str) -> Claim:
    row = connection.execute(select(claims.c.row, claims.c.report).where(claims.c.id == name)).one()
    return decode(row[0], row[1])


def _bring_in(connection: Connection, one: Decision, block_of: BlockOf) -> None:
    """Let a claim into the ledger that the reader did not give; it is there once, however often it was decided on."""
    claim = claim_from_row(one.now, str(one.now.get("version")))
    check_what(claim.what)
    query = select(reports.c.text, reports.c.date, reports.c.publisher).where(reports.c.digest == claim.version)
    report = connection.execute(query).first()
    if report is None:
        raise NotFoundError(f"no report {claim.report!r} in this version")
    if not claim.quotes or not all(quote.stands_in(report[0]) for quote in claim.quotes):
        raise ClaimError("the quote does not stand at its place in the report")
    if claim_id(claim) != one.subject:
        raise InputError(f"{one.subject} is not the id of the claim {claim_id(claim)}")
    if connection.execute(select(claims.c.id).where(claims.c.id == one.subject)).first() is not None:
        if not any(d.action in BROUGHT for d in decisions_on(connection, [one.subject])):
            raise InputError(f"the ledger has this claim already: {one.subject}")
        return
    connection.execute(insert(claims), {
        "id": one.subject, "report": claim.version, "position": _position(connection, claim), "kind": claim.kind,
        "block": block_of(claim), "date": report[1], "publisher": report[2], "row": encode(claim),
    })  # fmt: skip
    search.index_claims(connection, [(one.subject, [quote.text for quote in claim.quotes])])


def _position(connection: Connection, claim: Claim) -> int:
    """Its place among what was read from the report: the same whichever claim was brought in first."""
    brought = select(decisions.c.subject).where(decisions.c.action.in_(BROUGHT))
    query = select(claims.c.row).where(claims.c.report == claim.version, claims.c.id.not_in(brought))
    starts = (decode(row, claim.version).quotes[0].start for row in column(connection, query))
    return sum(start <= claim.quotes[0].start for start in starts)


def _judge(connection: Connection, names: Collection[str]) -> None:
    """Write what stands on the pairs of some claims."""
    inside = set(names)
    stands = {pair: j for pair, j in verdicts(decisions_on(connection, inside)).items() if pair <= inside}
    for part in chunks(sorted(inside)):
        query = select(judgements.c.id, judgements.c.left, judgements.c.right)
        held = or_(judgements.c.left.in_(part), judgements.c.right.in_(part))
        gone = [{"n": r[0]} for r in connection.execute(query.where(held)) if {r[1], r[2]} <= inside]
        for row in gone:
            connection.execute(delete(judgements).where(judgements.c.id == row["n"]))
    rows = [
        {
            "left": j.left,
            "right": j.right,
            "verdict": j.verdict,
            "by": j.by,
            "reason": j.reason,
            "at": j.at,
            "person": True,
        }
        for _, j in sorted(stands.items(), key=lambda item: (item[1].at, item[1].left, item[1].right))
    ]
    if rows:
        connection.execute(insert(judgements), rows)


def _rule(connection: Connection, name: str, resolver: Resolver) -> None:
    """Write what stands on one claim, and resolve it again where that changes what is told or whether it stands."""
    held = connection.execute(select(claims.c.block).where(claims.c.id == name)).scalar_one_or_none()
    if held is None:
        return  # an unread stretch, or a refused claim that nobody accepted
    told = decisions_on(connection, [name])
    was = connection.execute(select(rulings.c.out, rulings.c.row).where(rulings.c.claim == name)).first()
    # without a ruling a claim stands as it was read, unless a person brings it in just now
    before = (bool(was[0]), was[1]) if was else (any(d.action in BROUGHT for d in told), None)
    found = ruling(name, told)
    row, block = _as_ruled(connection, name, found, resolver.block_of)
    now = (found is not None and found.out, row)
    if block != held and not before[0]:
        # it leaves the one block before it enters the other
        if was is None:
            _write(connection, name, found, row=None, out=True)
        connection.execute(update(rulings).where(rulings.c.claim == name).values(out=True))
        _resolve(connection, name, held, resolver)
    _write(connection, name, found, row=row, out=now[0])
    connection.execute(update(claims).where(claims.c.id == name).values(block=block))
    if now != before or block != held:
        _resolve(connection, name, block, resolver)


def _as_ruled(connection: Connection, name: str, found: Ruling | None, block_of: BlockOf) -> tuple[str | None, str]:
    """The row of a claim as corrected, None where nothing is, and its block."""
    claim = _as_read(connection, name)
    if found is None or not found.changes:
        return None, block_of(claim)
    told = corrected(claim, found.changes)
    return encode(told), block_of(told)


def _write(connection: Connection, name: str, found: Ruling | None, *, row: str | None, out: bool) -> None:
    connection.execute(delete(rulings).where(rulings.c.claim == name))
    if found is not None:
        connection.execute(insert(rulings), {
            "claim": name, "decision": found.last.id, "status": found.status, "out": out, "row": row,
        })  # fmt: skip


def _resolve(connection: Connection, name: str, block: str, resolver: Resolver) -> None:
    connection.execute(delete(pending_claims).where(pending_claims.c.claim == name))
    connection.execute(insert(pending_claims), {"claim": name, "block": block})
    resolve_blocks(connection, [block], resolver)


def restate(connection: Connection, block_of: BlockOf) -> None:
    """Write anew what stands of all decisions, and the blocks of the claims they are about, without resolving."""
    connection.execute(delete(judgements))
    connection.execute(delete(rulings))
    subjects = column(connection, select(decision_claims.c.claim).distinct())
    _judge(connection, subjects)
    for name in _in_ledger(connection, subjects):
        found = ruling(name, decisions_on(connection, [name]))
        row, block = _as_ruled(connection, name, found, block_of)
        _write(connection, name, found, row=row, out=found is not None and found.out)
        connection.execute(update(claims).where(claims.c.id == name).values(block=block))


def _in_ledger(connection: Connection, names: Sequence[str]) -> Iterable[str]:
    for part in chunks(sorted(names)):
        yield from column(connection, select(claims.c.id).where(claims.c.id.in_(part)))
