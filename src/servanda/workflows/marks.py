"""Where people decided: the mark on every standing that rests on a person's word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from servanda.errors import NotFoundError
from servanda.ledger import decided
from servanda.ledger.session import Ledger
from servanda.terms.decisions import last_mark
from servanda.terms.entries import Judgement
from servanda.workflows.assess import Standing


def taken_out(ledger: Ledger, entry: str, claim: str) -> NotFoundError | None:
    """What to say of an entry whose claim a person took out; None where nobody did."""
    ruled = decided.rulings_on(ledger, [claim]).get(claim)
    if ruled is None or not ruled.out:
        return None
    # no name: the public is told too
    when = f"{ruled.last.at:%Y-%m-%d} (“{ruled.last.reason}”)"
    return NotFoundError(
        f"{entry}: its claim {claim} was {ruled.status} by a person on {when}; servanda decisions shows it"
    )


def marked(ledger: Ledger, told: Sequence[Standing]) -> tuple[Standing, ...]:
    """Standings with what stands of people's decisions on their claims, and the claims as they were first read."""
    names = {name for s in told for name in s.chain.ids}
    ruled, judged = decided.rulings_on(ledger, names), decided.judgements_on(ledger, names)
    read = decided.read_claims(ledger, sorted(name for name, one in ruled.items() if one.changes))
    on_pairs: dict[str, list[Judgement]] = {}
    for one in judged:
        for name in (one.left, one.right):
            on_pairs.setdefault(name, []).append(one)
    found = []
    for s in told:
        own = {name: ruled[name] for name in s.chain.ids if name in ruled}
        pairs = [one for name in s.chain.ids for one in on_pairs.get(name, ())]
        was = {name: read[name] for name in own if name in read}
        mark = last_mark(own.values(), pairs)
        found.append(replace(s, rulings=own, mark=mark, read=was) if mark else s)
    return tuple(found)
