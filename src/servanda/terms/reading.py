"""What reading one report gives, and claims as a ledger holds them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from servanda.terms.claims import Claim


@dataclass(frozen=True, slots=True)
class Refused:
    """A claim that did not pass the evidence gate, and why."""

    claim: Claim
    reason: str


@dataclass(frozen=True, slots=True)
class Unread:
    """A stretch that looked like a claim and could not be completed: what tripped it, and what is missing."""

    start: int
    end: int
    text: str
    trigger: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one pass over one report found; ``states`` are those the report speaks of."""

    claims: tuple[Claim, ...]
    refused: tuple[Refused, ...] = ()
    unread: tuple[Unread, ...] = ()
    states: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredClaim:
    """A claim in a ledger: its id, the day and publisher of its report, and its place among the report's claims."""

    id: str
    claim: Claim
    date: date
    publisher: str | None
    position: int
