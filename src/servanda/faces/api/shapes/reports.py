"""Reports, what was read from them, and where words stand, as programs get them."""

from __future__ import annotations

from pydantic import Field

from servanda.faces.api.shapes.base import Listed, Shape
from servanda.faces.api.shapes.claims import Claim, Refusal


class ReportHead(Shape):
    """A report without its text."""

    id: str = Field(description="The id that its input carried.")
    date: str
    publisher: str | None
    title: str | None
    version: int
    digest: str
    added_at: str
    characters: int
    claims: int


class Stretch(Shape):
    """A stretch that was left unread."""

    start: int = Field(description="Where it begins, in code points.")
    end: int = Field(description="Where it ends.")
    text: str = Field(description="Its words.")
    trigger: str = Field(description="What made the reader look.")
    reason: str = Field(description="Why nothing came of it.")


class Version(Shape):
    """One version of a report."""

    version: int
    current: bool = Field(description="Whether it is the version that counts on the day.")
    date: str
    publisher: str | None
    title: str | None
    url: str | None
    language: str | None
    text: str
    digest: str
    reader: str
    added_at: str
    states: list[str] = Field(description="The states that it tells of.")
    refused: list[Refusal] = Field(description="The claims that the evidence gate refused.")
    unread: list[Stretch] = Field(description="The stretches that were left unread.")


class ReportWithText(Shape):
    """A report in all its versions."""

    id: str = Field(description="The id that its input carried.")
    as_of: str = Field(description="The day for which this holds.")
    versions: list[Version] = Field(description="The first one first.")


class Claims(Listed[Claim]):
    """A part of a list of claims."""


class Hit(Shape):
    """Where words were found: in a claim's quotes, or in a report."""

    claim: str | None = Field(description="The claim, or null for a report as a whole.")
    entry: str | None = Field(description="Its entry.")
    report: str
    date: str
    words: str = Field(description="The words around them.")
