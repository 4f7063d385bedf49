"""Claims as plain rows (dict, list, str, number, None) with the guide's field names, and back.

Decimals are written as JSON numbers when that loses nothing; dates as EDTF text.
"""

from __future__ import annotations

import typing
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import cache
from types import UnionType

from servanda.errors import ClaimError, DateError
from servanda.terms import dates
from servanda.terms.claims import BY_KIND, Claim, Person, What
from servanda.terms.dates import Edtf
from servanda.terms.evidence import Quote

Plain = str | int | float | bool | None | list["Plain"] | dict[str, "Plain"]
Row = dict[str, Plain]


def _number(value: Decimal) -> int | float | str:
    if value == value.to_integral_value():
        return int(value)
    as_float = float(value)
    # a decimal that binary floats cannot hold in full stays text, so that nothing is lost
    return as_float if Decimal(repr(as_float)) == value else str(value)


def plain(value: object) -> Plain:
    """A value of the terms as JSON would hold it."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, Decimal):
        return _number(value)
    if isinstance(value, Edtf):
        return str(value)
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} is no value of a claim")


def what_row(what: What) -> Row:
    """The fields of a claim's kind, without ``kind``. A change or target keeps only what it holds."""
    row = typing.cast("Row", plain(what))
    if isinstance(row.get("change"), dict):
        change = typing.cast("Row", row["change"])
        row["change"] = {key: value for key, value in change.items() if value is not None}
    return row


def claim_row(claim: Claim) -> Row:
    """A claim with the guide's fields, and its report, speaker, relation, quotes, spans and rule."""
    return {
        "report": claim.report,
        "kind": claim.kind,
        **what_row(claim.what),
        "asserted_by": plain(claim.asserted_by),
        "relation": list(claim.relation),
        "quotes": [quote.text for quote in claim.quotes],
        "spans": [[quote.start, quote.end] for quote in claim.quotes],
        "rule": claim.rule,
    }


def _one(hint: object, value: object, where: str) -> object:  # noqa: PLR0911, PLR0912, C901  one branch for each type that the terms use
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, UnionType):
        if value is None:
            return None
        return _one(next(a for a in arguments if a is not type(None)), value, where)
    if origin is typing.Literal:
        if value not in arguments:
            raise ClaimError(f"{where}: {value!r} is none of {', '.join(map(str, arguments))}")
        return value
    if origin is tuple:
        if not isinstance(value, list | tuple):
            raise ClaimError(f"{where}: {value!r} is no list")
        return tuple(_one(arguments[0], item, where) for item in value)
    if hint is Edtf:
        try:
            return dates.parse(str(value))
        except DateError as error:
            raise ClaimError(f"{where}: {error}") from None
    if hint is Decimal:
        return Decimal(str(value))
    if isinstance(hint, type) and is_dataclass(hint):
        if not isinstance(value, Mapping):
            raise ClaimError(f"{where}: {value!r} is no object")
        return _build(hint, value, where)
    if hint is int:
        return int(str(value))
    if not isinstance(value, hint if isinstance(hint, type) else object):
        raise ClaimError(f"{where}: {value!r} is no {getattr(hint, '__name__', hint)}")
    return value


@cache
def _hints(kind: type) -> Mapping[str, object]:
    """The types of a class's fields: working them out anew took two thirds of the time of reading a row."""
    hints = typing.get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def _build(kind: type, row: Mapping[str, object], where: str) -> object:
    given = {name: _one(hint, row[name], f"{where}.{name}") for name, hint in _hints(kind).items() if name in row}
    try:
        return kind(**given)
    except TypeError as error:
        raise ClaimError(f"{where}: {error}") from None


def what_from_row(kind: str, row: Mapping[str, object]) -> What:
    """The fields of a kind from a row; unknown keys are passed over, a wrong or missing one is a ClaimError."""
    if kind not in BY_KIND:
        raise ClaimError(f"{kind!r} is none of the kinds {', '.join(BY_KIND)}")
    return typing.cast("What", _build(BY_KIND[kind], row, kind))


def person_from_row(row: Mapping[str, object] | None) -> Person | None:
    """A person from a row, or None."""
    return None if row is None else typing.cast("Person", _build(Person, row, "person"))


def quotes_from_row(quotes: list[str], spans: list[list[int]]) -> tuple[Quote, ...]:
    """The quotes of an exported claim."""
    return tuple(Quote(start, end, text) for text, (start, end) in zip(quotes, spans, strict=True))


def claim_from_row(row: Mapping[str, object], version: str) -> Claim:
    """The claim that ``claim_row`` wrote, of the report version with this digest; ClaimError when a field is wrong."""
    kind = str(row.get("kind"))
    try:
        return Claim(
            report=str(row["report"]),
            version=version,
            what=what_from_row(kind, row),
            quotes=quotes_from_row(
                typing.cast("list[str]", row["quotes"]), typing.cast("list[list[int]]", row["spans"])
            ),
            rule=str(row["rule"]),
            asserted_by=person_from_row(typing.cast("Mapping[str, object] | None", row.get("asserted_by"))),
            relation=tuple(typing.cast("list[str]", row.get("relation") or [])),
        )
    except KeyError as error:
        raise ClaimError(f"a claim of kind {kind} lacks the field {error.args[0]!r}") from None
