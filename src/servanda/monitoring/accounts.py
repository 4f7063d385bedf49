"""What sources of two sides tell of one thing, field by field.

Wording (titles, acts, names) is not compared; dates, places, numbers, kinds and statuses are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from servanda.terms.amounts import amount, growth, told
from servanda.terms.claims import Claim, ClaimKind, Commitment, Figure, Instrument
from servanda.terms.dates import Edtf
from servanda.terms.reading import StoredClaim
from servanda.terms.rounding import Bounds, bounds, count_of, growth_of, level_of, unit_of
from servanda.terms.states import fold


@dataclass(frozen=True, slots=True)
class Account:
    """One claim and the side whose source tells it; None where that is not known."""

    stored: StoredClaim
    side: str | None


@dataclass(frozen=True, slots=True)
class Difference:
    """One field on which sides differ: (side, value in words, claim), in the order told."""

    field: str
    values: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class _Field:
    """A field's value as one claim tells it: in words, and as what it is held against."""

    words: str
    value: Edtf | Bounds | str

    def agrees(self, other: _Field) -> bool:
        if isinstance(self.value, Edtf) and isinstance(other.value, Edtf):
            return self.value.overlaps(other.value)
        if isinstance(self.value, Bounds) and isinstance(other.value, Bounds):
            return self.value.meets(other.value)
        return self.value == other.value


def _plain(value: object) -> _Field | None:
    if value is None or value == ():
        return None
    if isinstance(value, Edtf):
        return _Field(str(value), value)
    if isinstance(value, tuple):
        words = ", ".join(sorted(map(str, value)))
        return _Field(words, words)
    words = str(value).replace("_", " ")
    return _Field(words, fold(words).casefold())


_COMPARED: dict[ClaimKind, tuple[str, ...]] = {
    "meeting": ("type", "visit", "status", "date", "city", "host"),
    "instrument": ("type", "status", "date", "place", "term"),
    "commitment": ("strength", "status", "by", "due"),
    "figure": ("period",),
    "statement": (),
    "activity": ("type", "status", "date", "place"),
}


def _numbers(claim: Claim) -> Iterator[tuple[str, _Field]]:
    what, level = claim.what, level_of(claim)
    if level is not None:
        unit = unit_of(claim)
        words = told(what) if isinstance(what, Figure) else amount(getattr(what, "value", None), unit)
        yield "value" if unit in (None, "count") else f"value in {unit}", _Field(words, level)
    rate, count = growth_of(claim), count_of(claim)
    if rate is not None and isinstance(what, Figure):
        yield "change", _Field(growth(what.change), rate)
    if count is not None and isinstance(what, Instrument):
        yield "count", _Field(str(what.count), count)
    if isinstance(what, Commitment) and what.target is not None:
        target = what.target
        yield (
            f"target of {target.indicator}",
            _Field(amount(target.value, target.unit), bounds(target.value, unit=target.unit)),
        )


def _fields(claim: Claim) -> dict[str, _Field]:
    """The fields of a claim that are compared, those that it tells."""
    plain = {name: found for name in _COMPARED[claim.kind] if (found := _plain(getattr(claim.what, name))) is not None}
    return {**plain, **dict(_numbers(claim))}


def _then(account: Account, since: date) -> dict[str, _Field]:
    """The fields that an account tells; a status told before the day is of then: planned and signed do not differ."""
    fields = _fields(account.stored.claim)
    if account.stored.date < since:
        fields.pop("status", None)
    return fields


def differences(accounts: Sequence[Account], since: date) -> tuple[Difference, ...]:
    """The fields on which accounts of two sides differ; what one side alone leaves out is no difference.

    ``since`` is the first day of what they tell of.
    """
    listed = [(a, _then(a, since)) for a in accounts if a.side is not None]
    found = []
    for field in dict.fromkeys(name for _, fields in listed for name in fields):
        values = [(a, fields[field]) for a, fields in listed if field in fields]
        apart = any(
            a.side != b.side and not left.agrees(right)
            for n, (a, left) in enumerate(values)
            for b, right in values[n + 1 :]
        )
        if apart:
            told_by = tuple((a.side or "", value.words, a.stored.id) for a, value in values)
            found.append(Difference(field, tuple(dict.fromkeys(told_by))))
    return tuple(found)
