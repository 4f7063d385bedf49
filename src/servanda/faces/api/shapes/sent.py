"""What programs send: reports to be read, and decisions; and what they are told of it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from servanda.faces.api.shapes.base import Shape, describe
from servanda.faces.api.shapes.claims import NewClaim, Refusal
from servanda.faces.api.shapes.deciding import Decision
from servanda.faces.api.shapes.entries import SEEN
from servanda.faces.api.shapes.reports import Stretch
from servanda.terms.claims import ClaimKind

Name = Annotated[str, Field(min_length=1, max_length=64)]


class ReportOffered(BaseModel):
    """A report to be read."""

    id: str = Field(min_length=1, description="A name of its own; with another text it is a new version.")
    date: str = Field(description="The day it was published.", examples=["2024-05-07"])
    text: str = Field(min_length=1, description="Its text.")
    publisher: str | None = Field(default=None, description="Who published it.")
    title: str | None = Field(default=None, description="Its title.")
    url: str | None = Field(default=None, description="Its address, which is kept and never fetched.")
    language: str | None = Field(default=None, description="Its language.")


class Outcome(Shape):
    """What came of one report."""

    id: str | None = Field(description="The report's id; null where none could be read.")
    digest: str | None = Field(description="SHA-256 over its fields; null where it could not be used.")
    result: Literal["added", "new version", "known", "refused"] = Field(description="What came of it.")
    reason: str | None = Field(description="Why it was refused, and what to do; else null.")
    claims: list[NewClaim] = Field(description="What was read from it.")
    gate_refused: list[Refusal] = Field(description="What the evidence gate refused, and why.")
    unread: list[Stretch] = Field(description="What was left unread, and why.")


class Received(Shape):
    """What came of the reports that were sent."""

    dry_run: bool = Field(description="Whether they were only tried, and nothing was kept.")
    added: int = Field(description="How many are new.")
    new_versions: int = Field(description="How many are new versions of known ones.")
    known: int = Field(description="How many the ledger had already.")
    refused: int = Field(description="How many could not be used.")
    reports: list[Outcome] = Field(description="Each, in the order sent.")


class Signed(BaseModel):
    """What every decision has; who decides is who sends it."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=describe)
    reason: str = Field(default="", max_length=2000, description="Why.")
    seen: Name | None = Field(default=None, description=SEEN, examples=["none"])


class Reasoned(Signed):
    """A decision that needs a reason."""

    reason: str = Field(min_length=1, max_length=2000, description="Why; without one it is refused.")


class Confirm(Signed):
    """Claims are read rightly."""

    action: Literal["confirm"]
    claims: list[Name] = Field(min_length=1, max_length=200, description="The claims.")


class Correct(Reasoned):
    """Some fields of a claim were misread."""

    action: Literal["correct"]
    claim: Name = Field(description="The claim.")
    fields: dict[str, Any] = Field(min_length=1, description="The fields to set, as those of its kind.")


class Reject(Reasoned):
    """A claim is none; a refusal (r3) was right; an unread stretch (u3) holds no claim."""

    action: Literal["reject"]
    claim: Name = Field(description="The claim, or the task r3 or u3.")


class Restore(Reasoned):
    """A claim that was rejected stands after all."""

    action: Literal["restore"]
    claim: Name = Field(description="The claim.")


class Compared(Signed):
    """Whether two claims are one thing."""

    action: Literal["same", "different", "unsure"]
    claims: list[Name] = Field(min_length=2, max_length=2, description="The two claims.")


class Merge(Signed):
    """Two entries are one thing."""

    action: Literal["merge"]
    entries: list[Name] = Field(min_length=2, max_length=2, description="The two entries.")


class Split(Signed):
    """A claim of an entry is another thing than the rest of it."""

    action: Literal["split"]
    entry: Name = Field(description="The entry.")
    claim: Name = Field(description="The claim.")


class Withdraw(Signed):
    """A decision is taken back."""

    action: Literal["withdraw"]
    decision: Name = Field(description="The decision.")


class Accept(Signed):
    """A claim that the evidence gate refused stands, on the person's word."""

    action: Literal["accept"]
    refused: str = Field(pattern="^r[0-9]{1,17}$", description="Its task, as r3.", examples=["r3"])
    fields: dict[str, Any] | None = Field(default=None, description="Fields to correct at the same time.")


class Span(BaseModel):
    """A stretch of a report's text, half-open, in code points."""

    model_config = ConfigDict(extra="forbid")
    start: int = Field(ge=0, le=10**9, description="Where it begins.")
    end: int = Field(ge=1, le=10**9, description="Where it ends.")


class Add(Signed):
    """A claim that the reader missed."""

    action: Literal["add"]
    report: str = Field(min_length=1, max_length=2000, description="The report's id; its current version is meant.")
    kind: ClaimKind = Field(description="One of the six kinds.")
    fields: dict[str, Any] = Field(description="Its fields.")
    quotes: list[Span | str] = Field(
        min_length=1, max_length=20, description="The words that show it, exactly as they stand, or where they do."
    )


Judgement = Annotated[
    Confirm | Correct | Reject | Restore | Compared | Merge | Split | Withdraw | Accept | Add,
    Field(discriminator="action"),
]


class Kept(Shape):
    """What was kept."""

    decisions: list[Decision] = Field(description="The decisions, in the order made.")


class Conflict(BaseModel):
    """Somebody decided meanwhile (application/problem+json)."""

    type: str = Field(default="about:blank", description="Always about:blank.")
    title: str = Field(description="The sort of problem.")
    status: int = Field(description="The status of the answer.")
    detail: str = Field(description="Who decided what, when and why.")
    instance: str = Field(description="The path that was asked for.")
    by: str = Field(description="Who decided.")
    at: str | None = Field(description="When, in UTC; null where the decision that was seen is not in this ledger.")
    decision: str = Field(description="That decision: look again, and hand it back as seen.")
