"""Claims as programs get them: the six kinds with the fields of the guide, made from the classes of the terms."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from types import GenericAlias, UnionType
from typing import Annotated, Any, Literal, Union

from pydantic import BaseModel, Field, create_model

from servanda.faces.api.shapes.base import Number, Shape
from servanda.faces.exports.fields import DESCRIPTIONS
from servanda.terms import claims
from servanda.terms.claims import BY_KIND, KINDS
from servanda.terms.dates import Edtf
from servanda.terms.decisions import Ruled
from servanda.terms.entries import Link


class Person(Shape):
    """A person as told."""

    name: str | None = Field(description="The name without honorifics.")
    office: str | None = Field(description="The office in a few words.")
    state: str | None = Field(description="The state they stand for.")


class Target(Shape):
    """A measurable aim."""

    indicator: str = Field(description="What is measured: an indicator of figures, or a few words.")
    value: Number = Field(description="How much.")
    unit: str | None = Field(description="The unit or currency.")


class Growth(Shape):
    """Growth or decline; only what is told of it is there."""

    percent: Number = Field(default=0, description="By so many percent.")
    direction: Literal["up", "down"] = Field(default="up", description="Whether it grew or fell.")
    times: Number = Field(default=1, description="By this factor.")


_JSON: Mapping[object, object] = {
    Edtf: str, Decimal: Number, claims.Person: Person, claims.Target: Target, claims.Change: Growth,
}  # fmt: skip


def _hint(hint: object) -> Any:  # noqa: ANN401  a type that is made here
    """The type by which JSON holds a value of a type of the terms."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (Union, UnionType):
        return _hint(arguments[0]) | None
    if origin is tuple:
        return GenericAlias(list, (_hint(arguments[0]),))
    return _JSON.get(hint, hint)


def of_kinds(name: str, base: type[Shape]) -> Any:  # noqa: ANN401  a type that is made here
    """One of six shapes by its ``kind``: the fields of the base and those of the kind; each is named kind and name."""
    made: list[type[BaseModel]] = []
    for kind in KINDS:
        hints = typing.get_type_hints(BY_KIND[kind])
        own: dict[str, Any] = {
            one.name: (_hint(hints[one.name]), Field(description=DESCRIPTIONS[f"{kind}.{one.name}"]))
            for one in fields(BY_KIND[kind])
        }
        title = f"{kind.capitalize()}{name}"
        told: dict[str, Any] = {"kind": (Literal[kind], ...), **own}
        made.append(
            create_model(
                title, __base__=base, __doc__=f"{(base.__doc__ or name).rstrip('.')} (of kind {kind}).", **told
            )
        )
    return Annotated[Union[tuple(made)], Field(discriminator="kind")]  # noqa: UP007  as many as there are kinds


class Told(Shape):
    """What a report states."""

    report: str
    asserted_by: Person | None
    relation: list[str]
    quotes: list[str]
    spans: list[list[int]]
    rule: str


class Decided(Shape):
    """Where a person decided; null everywhere else."""

    decided: Ruled | None
    decided_by: str | None
    decided_at: str | None
    decided_why: str | None


class Claimed(Told, Decided):
    """A claim of the ledger."""

    id: str = Field(description="The id of the claim.")
    date_published: str
    entry: str | None
    as_read: dict[str, Any] | None
    not_in_quotes: list[str]


class Stepped(Told):
    """One telling of a chain."""

    claim: str
    link: Link
    published: str


class Evident(Told):
    """A claim on which an assessment rests."""

    claim: str
    entry: str | None
    published: str


class Read(Told):
    """A claim that was read."""

    id: str = Field(description="The id of the claim.")


class Refused(Told):
    """A claim that the evidence gate refused."""

    reason: str = Field(description="What the gate says against it.")


Claim = of_kinds("Claim", Claimed)
Step = of_kinds("Step", Stepped)
Evidence = of_kinds("Evidence", Evident)
Refusal = of_kinds("Refusal", Refused)
NewClaim = of_kinds("Read", Read)
