"""Figures, documents counted once, and what each side tells, as programs get them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from servanda.faces.api.shapes.base import Number, Shape
from servanda.faces.api.shapes.claims import Growth
from servanda.terms.claims import ClaimKind, Indicator, Qualifier


class Telling(Shape):
    """One value as one report tells it."""

    value: Number | None = Field(description="The value; null where only growth is told.")
    value_to: Number | None = Field(description="The upper end of a range.")
    qualifier: Qualifier | None = Field(description="What the words say of the value.")
    change: Growth | None = Field(description="Growth.")
    words: str = Field(description="The same in words.")
    side: str | None
    claim: str
    report: str
    publisher: str | None
    published: str
    quote: str


class Point(Shape):
    """All that is told of one period."""

    period: str | None = Field(description="The period; null where none was told.")
    told_on: str | None = Field(description="The day of the report, where no period was told.")
    verdict: Literal["single", "agree", "several", "differ"] = Field(description="How what is told agrees.")
    words: str = Field(description="The same in words.")
    told: list[Telling] = Field(description="What is told in this series.")
    told_elsewhere: list[Telling] = Field(description="What other sides tell of the period.")


class Check(Shape):
    """Growth held against the level of the year before."""

    period: str = Field(description="The period.")
    agrees: bool = Field(description="Whether both come to the same within rounding.")
    words: str = Field(description="The same in words.")
    claims: list[str] = Field(description="The claims.")


class Unlike(Telling):
    """A figure that is not of the series."""

    reason: str = Field(description="Why it is not.")
    period: str | None = Field(description="The period it covers.")


class Series(Shape):
    """Figures like with like."""

    indicator: Indicator
    states: list[str]
    direction: str | None
    counted: list[str]
    unit: str | None
    period_kind: str
    side: str | None
    differ: bool
    points: list[Point]
    checks: list[Check]
    not_comparable: list[Unlike]


class Signing(Shape):
    """The documents of one signing."""

    date: str | None = Field(description="The day.")
    least: int
    most: int
    words: str = Field(description="How they were counted.")
    whole: list[str] = Field(description="The entries that tell of all of them together.")
    parts: list[str] = Field(description="The entries of single ones.")
    worth: dict[str, Number]


class LeftOut(Shape):
    """A claim that adds nothing to a sum."""

    claim: str
    reason: str = Field(description="Why.")


class Documents(Shape):
    """The documents that some states signed in a year, each counted once."""

    states: list[str]
    year: int | None
    least: int
    most: int
    worth: dict[str, Number]
    signings: list[Signing]
    left_out: list[LeftOut]


class Account(Shape):
    """How one source tells a thing."""

    side: str | None
    claim: str
    report: str
    publisher: str | None
    published: str
    quotes: list[str]
    fields: dict[str, Any] = Field(description="The fields of its kind.")


class Value(Shape):
    """One value of a field on which sides differ."""

    side: str | None
    value: str = Field(description="The value in words.")
    claim: str


class Difference(Shape):
    """A field on which sides differ."""

    field: str = Field(description="The field.")
    values: list[Value] = Field(description="Each value, with who tells it.")


class Item(Shape):
    """One thing told with a meeting."""

    entry: str
    kind: ClaimKind
    label: str
    sides: list[str] = Field(description="The sides that tell it.")
    told: list[Account] = Field(description="How the reports of its days tell it.")
    at_other_times: list[Account] = Field(description="How others tell it.")
    differences: list[Difference] = Field(description="Where they differ.")


class Met(Shape):
    """A meeting."""

    entry: str
    label: str


class ReadOf(Shape):
    """What was read of one side."""

    side: str | None
    telling: list[str] = Field(description="The reports that tell of the meeting.")
    reports_of_its_days: int = Field(description="How many reports of its days were read.")
    reports: int = Field(description="How many reports of the relation were read.")
    publishers: list[str] = Field(description="Who published them.")


class MaybeSame(Shape):
    """Two things told by different sides that may be one."""

    left: str = Field(description="The one entry.")
    right: str = Field(description="The other.")
    reason: str = Field(description="What speaks for it.")
    differences: list[Difference] = Field(description="Where they differ.")


class Comparison(Shape):
    """A meeting as the sources of each side tell it."""

    states: list[str]
    first_day: str
    last_day: str
    meetings: list[Met]
    who_told: str
    read: list[ReadOf]
    both_tell: list[Item]
    one_tells: list[Item]
    others_tell: list[Item]
    may_be_same: list[MaybeSame]
