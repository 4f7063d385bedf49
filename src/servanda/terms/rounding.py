"""What a told number can stand for: bounds that follow from the digits told and from words as "over" and "almost".

Two tellings agree when one true value could have been told as both. "1.2 billion" may be 1.235, "over 1.2" may be 1.235
and not 1.15, "almost 600 million" is under 600.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal, localcontext

from servanda.terms.claims import Change, Claim, Figure, Instrument, Qualifier

# A number of one digit ("2 billion") could be off by a quarter of it and more. None is taken to be off by more than a
# tenth: 1 and 1.4 billion are no longer one value.
COARSEST = Decimal("0.1")
# things counted one by one are told exactly up to here; "20 documents" are not 18
COUNTED_EXACTLY = 100
_NUMERAL = re.compile(r"\d[\d ,\u00a0\u202f]*\.\d+")
_DIGITS = 50


@dataclass(frozen=True, slots=True)
class Bounds:
    """From ``low`` to ``high``; of a value that is told exactly both are the same."""

    low: Decimal
    high: Decimal

    @property
    def exact(self) -> bool:
        """Whether it is one value."""
        return self.low == self.high

    def meets(self, other: Bounds) -> bool:
        """Whether some value lies in both. Where they only touch, one must be that very value."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        return low < high or (low == high and (self.exact or other.exact))


def _digits(value: Decimal) -> tuple[tuple[int, ...], int]:
    _sign, digits, exponent = value.normalize().as_tuple()
    return digits, exponent if isinstance(exponent, int) else 0


def last_place(value: Decimal, words: Iterable[str] = ()) -> Decimal:
    """The worth of the last digit told: 10 million of "1.15 billion", 100 million of "600 million".

    ``words`` are the quotes: a nought behind the point was told ("2.0 billion"), one before it only fills ("600").
    """
    digits, exponent = _digits(value)
    for numeral in (found for text in words for found in _NUMERAL.findall(text)):
        whole, _, behind = numeral.rpartition(".")
        told = Decimal(f"{re.sub(r'[^0-9]', '', whole)}.{behind}")
        if behind.endswith("0") and told and _digits(told)[0] == digits:
            return Decimal(1).scaleb(exponent - _digits(told)[1] - len(behind))
    return Decimal(1).scaleb(exponent)


def _plain(_digit: Decimal, _near: Decimal, half: Decimal) -> tuple[Decimal, Decimal]:
    return half, half


# how far a qualifier reaches below and above the number told, from its last digit, that digit capped, and half of it
_REACH: dict[str, Callable[[Decimal, Decimal, Decimal], tuple[Decimal, Decimal]]] = {
    "about": lambda _digit, near, _half: (near, near),
    "over": lambda digit, _near, _half: (Decimal(0), digit),
    "almost": lambda _digit, near, _half: (near, Decimal(0)),
    "up_to": lambda digit, _near, _half: (digit, Decimal(0)),
}


def bounds(
    value: Decimal,
    qualifier: Qualifier | None = None,
    *,
    value_to: Decimal | None = None,
    unit: str | None = None,
    words: Iterable[str] = (),
) -> Bounds:
    """What a number told so can stand for.

    A plain one: half of the last digit told to both sides; a count under a hundred is itself. ``about`` widens that to
    the whole digit, ``over`` reaches one digit up, ``almost`` and ``up_to`` one down, ``range`` to ``value_to``.
    """
    with localcontext() as context:
        context.prec = _DIGITS
        if value_to is not None:
            return Bounds(min(value, value_to), max(value, value_to))
        digit = last_place(value, words)
        near = min(digit, COARSEST * abs(value))
        if unit == "count" and qualifier in (None, "exact") and digit >= 1 and abs(value) < COUNTED_EXACTLY:
            return Bounds(value, value)
        half = min(digit / 2, near)
        below, above = _REACH.get(qualifier or "exact", _plain)(digit, near, half)
        return Bounds(value - below, value + above)


def factor(change: Change | None, words: Iterable[str] = ()) -> Bounds | None:
    """By what growth multiplies: "up 7.4 %" by 1.0735 to 1.0745; None when neither percent nor times is told."""
    if change is None:
        return None
    down = change.direction == "down"
    with localcontext() as context:
        context.prec = _DIGITS
        if change.percent is not None:
            told = bounds(change.percent, words=words)
            low, high = (-told.high, -told.low) if down else (told.low, told.high)
            return Bounds(1 + low / 100, 1 + high / 100)
        if change.times is None or change.times <= 0:
            return None
        told = bounds(change.times, words=words)
        return Bounds(1 / told.high, 1 / told.low) if down else told


def grown(base: Bounds, by: Bounds) -> Bounds:
    """What a level can have become; both are taken to be positive."""
    with localcontext() as context:
        context.prec = _DIGITS
        return Bounds(base.low * by.low, base.high * by.high)


def _words(claim: Claim) -> tuple[str, ...]:
    return tuple(quote.text for quote in claim.quotes)


def level_of(claim: Claim) -> Bounds | None:
    """What the value of a figure or a document can be; None when it tells none."""
    what = claim.what
    if isinstance(what, Figure) and what.value is not None:
        return bounds(what.value, what.qualifier, value_to=what.value_to, unit=what.unit, words=_words(claim))
    if isinstance(what, Instrument) and what.value is not None:
        return bounds(what.value, words=_words(claim))
    return None


def unit_of(claim: Claim) -> str | None:
    """The unit of a figure, or the currency of a document's value: levels of two units are never held together."""
    what = claim.what
    return what.unit if isinstance(what, Figure) else what.currency if isinstance(what, Instrument) else None


def growth_of(claim: Claim) -> Bounds | None:
    """What the growth that a figure tells can be, as a factor; None when it tells none."""
    return factor(claim.what.change, _words(claim)) if isinstance(claim.what, Figure) else None


def count_of(claim: Claim) -> Bounds | None:
    """How many documents a package can hold; None when no number is told."""
    what = claim.what
    if isinstance(what, Instrument) and what.count is not None:
        return bounds(Decimal(what.count), unit="count")
    return None


def all_agree(told: Iterable[Bounds]) -> bool:
    """Whether every two of them agree."""
    listed = list(told)
    return all(a.meets(b) for n, a in enumerate(listed) for b in listed[n + 1 :])
