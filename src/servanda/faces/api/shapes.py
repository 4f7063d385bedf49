"""What programs get, for the description of the interface: lists in parts, one error shape (RFC 9457)."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field


class Problem(BaseModel):
    """What went wrong (application/problem+json)."""

    type: str = Field(default="about:blank", description="Always about:blank: the status says what sort it is.")
    title: str = Field(description="The sort of problem.")
    status: int = Field(description="The status of the answer.")
    detail: str = Field(description="What was wrong, where, and what to do.")
    instance: str = Field(description="The path that was asked for.")


class Listed(BaseModel):
    """A part of a list."""

    items: list[dict[str, Any]] = Field(description="The part, with the fields of docs/reference/fields.md.")
    total: int = Field(description="How many there are in all.")
    limit: int = Field(description="How many a part holds at most.")
    offset: int = Field(description="How many stand before this part.")
    next: str | None = Field(description="Where the next part is; null at the end.")
    as_of: str = Field(description="The day for which this holds.")


class EntryWithChain(BaseModel):
    """An entry: how it stands, and every telling of it."""

    chain: list[dict[str, Any]] = Field(description="Its claims in the order told, each with its link and quotes.")
    model_config = {"extra": "allow"}


class Why(BaseModel):
    """Why an entry stands as it does."""

    status: str = Field(description="How it stands.")
    rule: str = Field(description="The rule that decided.")
    rule_says: str = Field(description="What the rule says.")
    why: str = Field(description="The reason in words.")
    evidence: list[dict[str, Any]] = Field(description="The claims it rests on, with their quotes.")
    coverage: str = Field(description="What was read, in words.")
    silence: str | None = Field(
        description="Since when nothing was reported, in words; null where the last report tells."
    )
    model_config = {"extra": "allow"}
