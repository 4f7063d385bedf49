"""What waits for a person, and what people decided, as programs get them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from servanda.faces.api.shapes.base import Listed, Shape
from servanda.faces.api.shapes.claims import Claim, Decided
from servanda.faces.api.shapes.entries import SEEN
from servanda.terms.claims import ClaimKind
from servanda.terms.decisions import Action

Topic = Literal["pairs", "contradictions", "refused", "unread"]


class Decision(Shape):
    """One decision of a person."""

    decision: str
    action: Action
    claim: str
    others: list[str]
    withdraws: str | None
    was: dict[str, Any] | None
    now: dict[str, Any] | None
    decided_by: str
    decided_at: str
    decided_why: str
    not_in_quotes: list[str]
    stands: bool


class ClaimWithDecisions(Shape):
    """A claim, and what people decided on it."""

    claim: Claim = Field(description="The claim as it stands.")
    decisions: list[Decision] = Field(description="Every decision on it, in the order made.")
    seen: str = Field(description=SEEN)


class Task(Shape):
    """One thing to decide."""

    task: str = Field(description="Its id; it is gone when somebody decided.")
    topic: Topic = Field(description="What it is about.")
    what: str = Field(description="The same in a few words.")


class Side(Decided):
    """One telling of what is to be decided."""

    name: str = Field(description="What a decision on it is about: a claim, or an unread stretch (u-...).")
    report: str
    date: str
    publisher: str | None
    quotes: list[str]
    spans: list[list[int]]
    fields: dict[str, Any] | None = Field(description="The fields of its kind; null for an unread stretch.")
    as_read: dict[str, Any] | None
    entry: str | None
    seen: str = Field(description=SEEN)


class TaskWithSides(Task):
    """One thing to decide, laid out."""

    open: bool = Field(description="Whether it still waits.")
    kind: ClaimKind | None = Field(description="One of the six kinds; null for an unread stretch.")
    reasons: list[str] = Field(description="Why it is asked.")
    sides: list[Side] = Field(description="The tellings, to be held against one another.")
    seen: str = Field(description=SEEN)
    as_of: str = Field(description="The day for which this holds.")


class Waiting(Listed[Task]):
    """A part of what waits."""

    total: int | None = Field(  # type: ignore[assignment]
        description="How many there are in all; null where more follow, since to count all would mean to look for all."
    )
