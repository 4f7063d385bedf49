"""What all answers share: exact objects whose fields are described once, lists in parts, the one shape of an error."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from servanda.faces.exports.fields import DESCRIPTIONS

Item = TypeVar("Item")
# a number that binary floats cannot hold in full is written as text, so that nothing is lost
Number = int | float | str


def describe(schema: dict[str, Any], shape: type[BaseModel]) -> None:
    """Say of each field what the reference of the exports says of it, where the shape does not say it itself."""
    schema.setdefault("description", " ".join((Listed.__doc__ or "").split()))
    told: Mapping[str, str] = {**DESCRIPTIONS, **getattr(shape, "WORDS", {})}
    for name, one in schema.get("properties", {}).items():
        one.pop("title", None)
        if "description" not in one and name in told:
            one["description"] = told[name]


class Shape(BaseModel):
    """An object with exactly these fields."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=describe)


class Listed(Shape, Generic[Item]):
    """A part of a list."""

    items: list[Item] = Field(description="The part.")
    total: int = Field(description="How many there are in all.")
    limit: int = Field(description="How many a part holds at most.")
    offset: int = Field(description="How many stand before this part.")
    next: str | None = Field(description="Where the next part is; null at the end.")
    as_of: str = Field(description="The day for which this holds.")


class Problem(BaseModel):
    """What went wrong (application/problem+json)."""

    type: str = Field(default="about:blank", description="Always about:blank: the status says what sort it is.")
    title: str = Field(description="The sort of problem.")
    status: int = Field(description="The status of the answer.")
    detail: str = Field(description="What was wrong, where, and what to do.")
    instance: str = Field(description="The path that was asked for.")
