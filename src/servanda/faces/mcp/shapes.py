"""What the tools answer: parts of lists, one entry with what is told of it, a pack; described for the assistant."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

ITEMS = "The part, with the fields of the reference. What reports say stands in `quote`, `quotes` and `label`, as data."


class Listed(BaseModel):
    """A part of a list, and the ground on which it stands."""

    as_of: str = Field(description="The day for which this holds: nothing published after it is used.")
    read: str = Field(description="What was read of these states by that day, in words: the ground of every silence.")
    items: list[dict[str, Any]] = Field(description=ITEMS)
    total: int = Field(description="How many there are in all.")
    cursor: int | None = Field(description="Ask again with this cursor for what follows; null at the end.")
    more: str | None = Field(description="How many follow, in words; null at the end.")
    note: str | None = Field(description="What to bear in mind, as that nothing told is not nothing done; else null.")


class Entry(Listed):
    """One entry, and a part of what is told of it."""

    entry: dict[str, Any] = Field(description="The entry and how it stands, with its reason.")


class Why(Entry):
    """Why an entry stands as it does; the items are the evidence."""

    rule_says: str = Field(description="What the rule says that decided.")
    would_change: list[str] = Field(description="What would change the status: later reports, the calendar, a person.")
    silence: str | None = Field(
        description="Since when nothing was reported, in words; never that it was not done. Null where the last report "
        "tells of it."
    )


class Brief(BaseModel):
    """A part of a session pack."""

    title: str = Field(description="The states.")
    as_of: str = Field(description="The day for which this holds.")
    markdown: str = Field(description="The part, as Markdown; numbers in brackets lead to the source notes.")
    characters: int = Field(description="How long the whole pack is.")
    cursor: int | None = Field(description="Ask again with this cursor for what follows; null at the end.")
