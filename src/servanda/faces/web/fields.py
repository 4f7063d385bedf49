"""A claim's fields as a form: a control for each, made from their types, and what was written read back.

Whatever is written comes back as it was written, each fault beside its control.
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from types import UnionType

from servanda.errors import ClaimError
from servanda.faces.access.posting import Form
from servanda.faces.web.words import field_name, spaced
from servanda.terms.claims import BY_KIND, ClaimKind
from servanda.terms.dates import Edtf
from servanda.terms.rows import Plain, Row, check_value
from servanda.terms.states import code_of, is_party
from servanda.terms.written import hints

# rows left empty for more persons, and the most of them
MORE, MOST = 2, 40
# fields that hold states: written by code or name, kept by code
_STATES = ("states", "by")
# fields whose items hold commas and have a line each
_LINES = ("signatories",)
_HINTS = {
    "states": "codes or names, with commas: KAZ, Tajikistan",
    "by": "codes or names, with commas: KAZ, Tajikistan",
    "signatories": "one a line",
    "host": "a code or name",
    "state": "a code or name",
    "unit": "USD, percent, count, tonnes",
    "currency": "USD",
    "action": "one short sentence in base form: raise mutual trade",
}
# what stands before a field's name in a form, so that it is no other control's
PREFIX = "f."
_MISSING = "tell this: it cannot be without"
_DATE = "2025-02-12, 2025-02, 2025, or an interval: 2023/2025"
_NUMBER = "plainly: 2000000000 or 7.4"


@dataclass(frozen=True, slots=True)
class Control:
    """One control: a list to choose from where there are ``choices`` (value and words), else a field to write in."""

    id: str
    name: str
    words: str
    value: str
    choices: tuple[tuple[str, str], ...]
    lines: int
    hint: str
    fault: str
    needed: bool


@dataclass(frozen=True, slots=True)
class Group:
    """One field of a claim: a control, or several under a heading."""

    words: str
    controls: tuple[Control, ...]
    several: bool


@dataclass(frozen=True, slots=True)
class _Leaf:
    """One value within a claim: its name ("target.value"), its type, whether it must be told."""

    name: str
    hint: object
    needed: bool
    group: str

    @property
    def last(self) -> str:
        return self.name.rpartition(".")[2]


def _bare(hint: object) -> object:
    """A type without the None beside it."""
    if typing.get_origin(hint) in (typing.Union, UnionType):
        return next(a for a in typing.get_args(hint) if a is not type(None))
    return hint


def _may_be_none(hint: object) -> bool:
    return typing.get_origin(hint) in (typing.Union, UnionType)


def _parts(hint: object) -> type | None:
    """The class of a field that holds several values."""
    return hint if isinstance(hint, type) and is_dataclass(hint) and hint is not Edtf else None


def _leaves(kind: ClaimKind, persons: int) -> list[_Leaf]:
    told: type = BY_KIND[kind]
    found = []
    for field in fields(told):
        hint = hints(told)[field.name]
        bare = _bare(hint)
        needed = not _may_be_none(hint) and typing.get_origin(bare) is not tuple
        item = typing.get_args(bare)[0] if typing.get_origin(bare) is tuple else None
        if (part := _parts(bare)) is not None:
            found += [_Leaf(f"{field.name}.{n}", h, needed=False, group=field.name) for n, h in hints(part).items()]
        elif (part := _parts(item)) is not None:
            found += [
                _Leaf(f"{field.name}.{at}.{n}", h, needed=False, group=f"{field.name}.{at}")
                for at in range(persons)
                for n, h in hints(part).items()
            ]
        else:
            found.append(_Leaf(field.name, hint, needed, field.name))
    return found


def _value_at(row: Row, name: str) -> Plain:
    at: Plain = row
    for part in name.split("."):
        if isinstance(at, dict):
            at = at.get(part)
        elif isinstance(at, list):
            at = at[int(part)] if int(part) < len(at) else None
        else:
            return None
    return at


def _shown(row: Row, leaf: _Leaf) -> str:
    """A value as its control shows it; what is written so is read back as the same."""
    value = _value_at(row, leaf.name)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ("\n" if leaf.last in _LINES else ", ").join(map(str, value))
    return " ".join(str(value).split())


def typed_in(form: Form) -> Callable[[str], str | None]:
    """What was written in a control by its field's name; None where the control was not sent."""
    return lambda name: form.raw(PREFIX + name) if PREFIX + name in form.values else None


def persons_of(row: Row) -> int:
    """How many persons a form for a row has room for."""
    told = row.get("participants")
    return min(MOST, (len(told) if isinstance(told, list) else 0) + MORE)


def _choices(leaf: _Leaf) -> tuple[tuple[str, str], ...]:
    bare = _bare(leaf.hint)
    if bare is bool:
        listed: tuple[tuple[str, str], ...] = (("yes", "yes"), ("no", "no"))
    elif typing.get_origin(bare) is typing.Literal:
        listed = tuple((str(one), spaced(str(one))) for one in typing.get_args(bare))
    else:
        return ()
    return (("", "choose" if leaf.needed else "not told"), *listed)


def _hint(leaf: _Leaf) -> str:
    bare = _bare(leaf.hint)
    if bare is Edtf:
        return _DATE
    if leaf.last in _HINTS:
        return _HINTS[leaf.last]
    return _NUMBER if isinstance(bare, type) and bare.__name__ in ("Decimal", "int") else ""


def groups(
    kind: ClaimKind, row: Row, *, id_: str, typed: Callable[[str], str | None] | None = None,
    faults: Mapping[str, str] | None = None,
) -> tuple[Group, ...]:  # fmt: skip
    """The controls of a kind filled with a row; with what was ``typed`` instead, and its faults, where it was sent."""
    found: dict[str, list[Control]] = {}
    for leaf in _leaves(kind, persons_of(row)):
        sent = typed(leaf.name) if typed else None
        found.setdefault(leaf.group, []).append(
            Control(
                id=f"{id_}-{leaf.name.replace('.', '-')}",
                name=f"{PREFIX}{leaf.name}",
                words=field_name(leaf.last),
                value=_shown(row, leaf) if sent is None else sent,
                choices=_choices(leaf),
                lines=3 if leaf.last in _LINES else 0,
                hint=_hint(leaf),
                fault=(faults or {}).get(leaf.name, ""),
                needed=leaf.needed,
            )
        )
    return tuple(Group(_heading(name), tuple(told), len(told) > 1) for name, told in found.items())


def _heading(group: str) -> str:
    name, _, at = group.partition(".")
    return f"participant {int(at) + 1}" if at else field_name(name)


def _read(leaf: _Leaf, text: str) -> Plain:
    """What stands in a control as a row has it; ClaimError with the fault in words."""
    bare = _bare(leaf.hint)
    if typing.get_origin(bare) is tuple:
        apart = text.split("\n" if leaf.last in _LINES else ",")
        items: list[Plain] = [_party(leaf, one) for part in apart if (one := part.strip())]
        return items
    if not text:
        if leaf.needed:
            raise ClaimError(_MISSING)
        return None
    if bare is bool:
        return {"yes": True, "no": False}.get(text, text)
    return _party(leaf, text)


def _party(leaf: _Leaf, text: str) -> str:
    """A state's name as its code; bodies among those who undertake something are written as they are called."""
    if leaf.last not in (*_STATES, "host", "state"):
        return text
    code = code_of(text) or text
    if leaf.last != "by" and not is_party(code):
        raise ClaimError(f"{text!r} is no state or body that is known; write its code, as KAZ or EUU")
    return code


def read(kind: ClaimKind, row: Row, typed: Callable[[str], str | None]) -> tuple[Row, dict[str, str]]:
    """What was written in the form for a row, as far as it differs from it, and the faults by the control's name."""
    values: dict[str, Plain] = {}
    faults: dict[str, str] = {}
    changed: set[str] = set()
    for leaf in _leaves(kind, persons_of(row)):
        sent = typed(leaf.name)
        told = (sent or "").strip()
        # a control that was not sent changes nothing
        if row and (sent is None or told == _shown(row, leaf).strip()):
            values[leaf.name] = _value_at(row, leaf.name)
            continue
        changed.add(leaf.name.partition(".")[0])
        try:
            values[leaf.name] = _read(leaf, told)
            if values[leaf.name] is not None:
                check_value(leaf.hint, values[leaf.name], "")
        except ClaimError as error:
            faults[leaf.name] = str(error).removeprefix(": ")
    found = {name: _joined(name, values) for name in changed} if not faults else {}
    faults |= _incomplete(kind, found)
    return ({} if faults else found), faults


def _joined(field: str, values: Mapping[str, Plain]) -> Plain:
    """A field's value out of those of its controls; nothing where all of them are empty."""
    if field in values:
        return values[field]
    parts: dict[str, dict[str, Plain]] = {}
    for name, value in values.items():
        top, _, rest = name.partition(".")
        if top == field:
            at, _, part = rest.rpartition(".")
            parts.setdefault(at, {})[part] = value
    told = [one for _, one in sorted(parts.items(), key=lambda item: int(item[0] or 0)) if any(_is_told(one))]
    if "" in parts:
        return typing.cast("Plain", told[0]) if told else None
    return typing.cast("list[Plain]", told)


def _is_told(parts: Mapping[str, Plain]) -> list[bool]:
    return [value not in (None, "") for value in parts.values()]


def _incomplete(kind: ClaimKind, found: Row) -> dict[str, str]:
    """The faults of fields that hold several values, some of which are missing."""
    types: Mapping[str, object] = hints(BY_KIND[kind])  # type: ignore[arg-type]
    faults: dict[str, str] = {}
    for field, value in found.items():
        part = _parts(_bare(types[field]))
        if part is not None and (value is not None or not _may_be_none(types[field])):
            told = value if isinstance(value, dict) else {}
            needed = [name for name, hint in hints(part).items() if not _may_be_none(hint)]
            needed = needed or (list(hints(part))[:1] if value is None else [])
            faults |= {f"{field}.{name}": _MISSING for name in needed if told.get(name) is None}
    return faults
