"""Claims as plain rows (dict, list, str, number, None) with the guide's field names, and back.

Decimals are written as JSON numbers when that loses nothing; dates as EDTF text.
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from types import UnionType

from servanda.errors import ClaimError, DateError
from servanda.terms import dates
from servanda.terms.claims import BY_KIND, Claim, Person, What
from servanda.terms.dates import Edtf
from servanda.terms.evidence import Quote

Plain = str | int | float | bool | None | list["Plain"] | dict[str, "Plain"]
Row = dict[str, Plain]
# the most digits of a count: an exponent of nine digits would be written out in full
DIGITS = 18


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


class _WrongValueError(Exception):
    """A value that a field cannot hold; the field's name is told by whoever reads the row."""


Read = Callable[[object], object]


def _optional(read: Read) -> Read:
    return lambda value: None if value is None else read(value)


def _listed(values: tuple[object, ...]) -> Read:
    def read(value: object) -> object:
        if value not in values:
            raise _WrongValueError(f"{value!r} is none of {', '.join(map(str, values))}")
        return value

    return read


def _several(one: Read) -> Read:
    def read(value: object) -> object:
        if not isinstance(value, list | tuple):
            raise _WrongValueError(f"{value!r} is no list")
        return tuple(one(item) for item in value)

    return read


# a ledger tells the same few thousand days over and over
_parsed = lru_cache(maxsize=8192)(dates.parse)


def _date(value: object) -> object:
    try:
        return _parsed(str(value))
    except DateError as error:
        raise _WrongValueError(str(error)) from None


def _object(kind: type) -> Read:
    def read(value: object) -> object:
        if not isinstance(value, Mapping):
            raise _WrongValueError(f"{value!r} is no object")
        return _build(kind, value)

    return read


def _instance(kind: type) -> Read:
    def read(value: object) -> object:
        if not isinstance(value, kind):
            raise _WrongValueError(f"{value!r} is no {kind.__name__}")
        return value

    return read


def _number_of(value: object) -> Decimal:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise _WrongValueError(f"{value!r} is no number; write it plainly, as 2000000000 or 7.4") from None
    if not number.is_finite():
        raise _WrongValueError(f"{value!r} is no number that a report could tell")
    return number


def _whole(value: object) -> int:
    number = _number_of(value)
    if number.adjusted() > DIGITS or number != number.to_integral_value():
        raise _WrongValueError(f"{value!r} is no whole number")
    return int(number)


_PLAIN: dict[object, Read] = {Edtf: _date, Decimal: _number_of, int: _whole}


def check_value(hint: object, value: object, where: str) -> None:
    """ClaimError when a value is none that a field, or a part of one, of this type can hold."""
    try:
        _reader(hint)(value)
    except (_WrongValueError, ClaimError) as error:
        raise ClaimError(f"{where}: {error}") from None


def _reader(hint: object) -> Read:
    """What reads a value of a type that the terms use."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, UnionType):
        return _optional(_reader(next(a for a in arguments if a is not type(None))))
    if origin is typing.Literal:
        return _listed(arguments)
    if origin is tuple:
        return _several(_reader(arguments[0]))
    if hint in _PLAIN:
        return _PLAIN[hint]
    if not isinstance(hint, type):
        raise TypeError(f"{hint} is no type of a claim's field")
    return _object(hint) if is_dataclass(hint) else _instance(hint)


@cache
def _readers(kind: type) -> Mapping[str, Read]:
    """What reads each field of a class: working that out anew took most of the time of reading a row."""
    hints = typing.get_type_hints(kind)
    return {field.name: _reader(hints[field.name]) for field in fields(kind)}


def _build(kind: type, row: Mapping[str, object]) -> object:
    given: dict[str, object] = {}
    for name, read in _readers(kind).items():
        if name in row:
            try:
                given[name] = read(row[name])
            except _WrongValueError as error:
                raise ClaimError(f"{name}: {error}") from None
            except ClaimError as error:  # of an object within this one
                raise ClaimError(f"{name}.{error}") from None
    try:
        return kind(**given)
    except TypeError as error:
        raise ClaimError(f"{error}") from None


def _named(kind: type, row: Mapping[str, object], name: str) -> object:
    try:
        return _build(kind, row)
    except ClaimError as error:
        raise ClaimError(f"{name}.{error}") from None


def what_from_row(kind: str, row: Mapping[str, object]) -> What:
    """The fields of a kind from a row; unknown keys are passed over, a wrong or missing one is a ClaimError."""
    if kind not in BY_KIND:
        raise ClaimError(f"{kind!r} is none of the kinds {', '.join(BY_KIND)}")
    return typing.cast("What", _named(BY_KIND[kind], row, kind))


def person_from_row(row: Mapping[str, object] | None) -> Person | None:
    """A person from a row, or None."""
    return None if row is None else typing.cast("Person", _named(Person, row, "person"))


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
