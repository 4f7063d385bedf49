"""Which claims can be one thing at all: a claim lies in one block, and an entry never spans two."""

from __future__ import annotations

from servanda.terms.claims import KINDS, Claim, Commitment, Statement
from servanda.terms.states import is_state

MANY = "many"
NONE = "none"


def _sides(claim: Claim) -> tuple[str, ...]:
    if isinstance(claim.what, Commitment):
        told = tuple(sorted({party for party in claim.what.by if is_state(party)}))
    elif isinstance(claim.what, Statement):
        told = claim.relation
    else:
        told = claim.what.states
    # one side alone says nothing about the relation; the report does
    return tuple(sorted(set(told))) if len(set(told)) > 1 else claim.relation or told


def block_key(claim: Claim) -> str:
    """The block of a claim: its kind and the two sides, or ``many`` where more than two take part."""
    sides = _sides(claim)
    name = NONE if not sides else MANY if len(sides) > 2 else "-".join(sides)
    return f"{claim.kind}|{name}"


def sides_of(block: str) -> str:
    """The sides that a block's name tells of: those of its claims, or ``many``, or ``none``."""
    return block.split("|", 1)[1]


def blocks_of(sides: str) -> tuple[str, ...]:
    """The blocks of some sides, one for each kind."""
    return tuple(f"{kind}|{sides}" for kind in KINDS)
