"""Fields of a claim as a person writes them: ``due=2027``, ``states=KAZ,TJK``, ``target.value=3000000000``."""

from __future__ import annotations

import json
import typing
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import UnionType

from servanda.errors import ClaimError
from servanda.terms.claims import BY_KIND, ClaimKind, field_names
from servanda.terms.dates import Edtf
from servanda.terms.rows import Plain, Row, check_value
from servanda.terms.states import code_of

# written for a field that the text does not give
NOTHING = ("", "null", "-")
# lists of states that may be written by name
_STATES = ("states", "host", "by")


@cache
def hints(kind: type) -> Mapping[str, object]:
    """The types of a class's fields."""
    told = typing.get_type_hints(kind)
    return {field.name: told[field.name] for field in fields(kind)}


def _bare(hint: object) -> object:
    """A field's type without the None beside it."""
    if typing.get_origin(hint) in (typing.Union, UnionType):
        return next(a for a in typing.get_args(hint) if a is not type(None))
    return hint


def _json(name: str, text: str) -> Plain:
    try:
        return typing.cast("Plain", json.loads(text))
    except (ValueError, RecursionError):
        raise ClaimError(f"{name}: {text!r} is no JSON; write it so, or name one part as {name}.PART=VALUE") from None


def _state(name: str, text: str) -> str:
    return code_of(text) or text if name in _STATES else text


def _list(name: str, of: object, text: str) -> Plain:
    if text in NOTHING:
        return []
    if text.startswith("["):
        return _json(name, text)
    parts = [part.strip() for part in text.split(",")]
    return [{"name": part} for part in parts] if is_dataclass(of) else [_state(name, part) for part in parts]


def _value(name: str, hint: object, text: str) -> Plain:
    if typing.get_origin(hint) is tuple:
        return _list(name, typing.get_args(hint)[0], text)
    if text in NOTHING:
        return None
    if hint is bool:
        return {"true": True, "yes": True, "false": False, "no": False}.get(text.casefold(), text)
    return _json(name, text) if is_dataclass(hint) and hint is not Edtf else _state(name, text)


def read_fields(kind: ClaimKind, written: Iterable[str], current: Mapping[str, Plain] | None = None) -> Row:
    """The fields of a kind out of ``FIELD=VALUE`` texts, as a row; ClaimError when one is none of the kind's.

    A part of a field that holds several is named after a point and set in its ``current`` value. Lists are written with
    commas, what the text does not give as nothing.
    """
    told: type = BY_KIND[kind]
    types = hints(told)
    found: Row = {}
    for text in written:
        name, mark, value = text.partition("=")
        name, _, part = name.strip().partition(".")
        if not mark or name not in types:
            raise ClaimError(
                f"{text!r} sets no field of a {kind}; write FIELD=VALUE, of {', '.join(field_names(kind))}"
            )
        hint = _bare(types[name])
        if part:
            before = found.get(name, (current or {}).get(name))
            found[name] = _part(before, name, part, hint, value.strip())
        else:
            found[name] = _value(name, hint, value.strip())
            check_value(types[name], found[name], name)
    return found


def _part(current: Plain, name: str, part: str, hint: object, text: str) -> Row:
    types = hints(hint) if isinstance(hint, type) and is_dataclass(hint) and hint is not Edtf else {}
    if part not in types:
        raise ClaimError(f"{name} has no part {part!r}" + (f"; its parts are {', '.join(types)}" if types else ""))
    value = _value("states" if part == "state" else part, _bare(types[part]), text)
    check_value(types[part], value, f"{name}.{part}")
    return {**(current if isinstance(current, dict) else {}), part: value}
