"""How values are written on a page: statuses with their marks, dates, sides, quantities."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from servanda.errors import InputError
from servanda.faces.exports.marks import mark_of
from servanda.terms.amounts import amount
from servanda.terms.claims import Person, Target
from servanda.terms.dates import OPEN, Edtf, Partial, parse
from servanda.terms.states import state_name

# a day or month, or a time between two, that is no part of an id
_MONTH = r"\d{4}-(?:0[1-9]|1[0-2])"
_DATES = re.compile(rf"(?<![\w./-]){_MONTH}(?:-\d\d)?(?:/\d{{4}}(?:-\d\d){{0,2}})?(?![\w/-])")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# names of fields that read better in other words
_NAMES = {"by": "undertaken by", "value_to": "up to", "date": "when", "due": "due", "term": "covers"}


@dataclass(frozen=True, slots=True)
class Badge:
    """A status as it is shown: mark and tone differ together, so that it can be told without colour."""

    words: str
    mark: str
    tone: str


def badge(status: str) -> Badge:
    """The badge of a status."""
    mark, tone = mark_of(status)
    return Badge(spaced(status), mark, tone)


def article(word: str) -> str:
    """A or an, as it stands before a word."""
    return "an" if word[:1] in "aeiou" else "a"


def spaced(word: str | None) -> str:
    """A name of a closed list in plain words."""
    return (word or "").replace("_", " ")


def day(value: date | None) -> str:
    """A day as it is read: 8 Mar 2025."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}" if value else ""


def _partial(value: Partial | None) -> str:
    if value is None:
        return OPEN
    about = "about " if value.mark == "~" else ""
    unsure = "?" if value.mark == "?" else ""
    month = f"{MONTHS[value.month - 1]} " if value.month else ""
    return f"{about}{f'{value.day} ' if value.day else ''}{month}{value.year}{unsure}"


def when(value: Edtf | None) -> str:
    """A partial date or interval as it is read, as exact as it was told: Mar 2025, 2023 to 2025."""
    if value is None:
        return ""
    if not value.is_interval:
        return _partial(value.start)
    if value.start is None:
        return f"until {_partial(value.end)}"
    return f"from {_partial(value.start)}" if value.end is None else f"{_partial(value.start)} to {_partial(value.end)}"


def dated(words: str) -> str:
    """A sentence of the ledger with its days as they are read: due Sep 2024 to Nov 2024; ids that hold one stay."""
    return _DATES.sub(_dated, words)


def _dated(found: re.Match[str]) -> str:
    try:
        return when(parse(found[0]))
    except InputError:
        # a title may hold what only looks like a day
        return found[0]


def by_name(words: str, states: Sequence[str]) -> str:
    """A sentence of the ledger that tells of some states by code, with their names."""
    return re.sub(rf"\b(?:{'|'.join(states)})\b", lambda found: state_name(found[0]), words) if states else words


def sides(states: Sequence[str]) -> str:
    """The sides of an entry by name, the first few of many."""
    names = [state_name(code) for code in states]
    return " – ".join(names) if len(names) <= 3 else f"{', '.join(names[:3])} and {len(names) - 3} more"


def codes(states: Sequence[str]) -> str:
    """The sides of an entry by code, the first few of many."""
    return "-".join(states[:3]) + (f" +{len(states) - 3}" if len(states) > 3 else "")


def person(who: Person) -> str:
    """A person with office and state."""
    state = state_name(who.state) if who.state else None
    return ", ".join(part for part in (who.name or "unnamed", who.office, state) if part)


def field_name(name: str) -> str:
    """The name of a claim's field as a page shows it."""
    return _NAMES.get(name, spaced(name))


def value_words(value: object) -> str:  # noqa: PLR0911  one return for each type that the terms use
    """A claim's value as a page shows it; empty when nothing was told."""
    if value is None or value in ((), ""):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Edtf):
        return when(value)
    if isinstance(value, Decimal | int):
        return amount(Decimal(value), None)
    if isinstance(value, Person):
        return person(value)
    if isinstance(value, Target):
        return f"{spaced(value.indicator)} {amount(value.value, value.unit)}"
    if isinstance(value, tuple):
        return "; ".join(value_words(item) for item in value)
    if isinstance(value, str):
        return state_name(value) if value.isupper() and len(value) == 3 else spaced(value) if "_" in value else value
    parts = [(name, getattr(value, name)) for name in ("percent", "direction", "times")]
    return ", ".join(f"{name} {value_words(part)}" for name, part in parts if part is not None)


def sentence(words: str) -> str:
    """A message as a sentence: its first letter large, a full stop at its end."""
    return f"{words[:1].upper()}{words[1:]}".rstrip(".") + "."
