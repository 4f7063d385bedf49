"""Quantities in words, as a reader would say them."""

from __future__ import annotations

from decimal import Decimal

from servanda.terms.claims import Change, Figure

_SIZES = ((Decimal(10**12), " trillion"), (Decimal(10**9), " billion"), (Decimal(10**6), " million"))
_QUALIFIERS = {"about": "about ", "over": "over ", "almost": "almost ", "up_to": "up to "}


def amount(value: Decimal | None, unit: str | None) -> str:
    """A quantity as a reader would say it: "USD 1.15 billion", "7.4 %", "100"."""
    if value is None:
        return "no level told"
    for size, name in _SIZES:
        if abs(value) >= size:
            number = f"{(value / size).normalize():f}{name}"
            break
    else:
        number = f"{value.normalize():,f}"
    if unit is None or unit == "count":
        return number
    if unit == "percent":
        return f"{number} %"
    return f"{unit} {number}" if len(unit) == 3 and unit.isupper() else f"{number} {unit}"


def estimate(value: Decimal, unit: str | None) -> str:
    """A quantity that was worked out, as a pace is, to three digits."""
    return amount(Decimal(f"{value:.3g}"), unit)


def growth(change: Change | None) -> str:
    """A growth rate as it is written: "+7.4 %", "-3 %", "times 2"; without a direction "7.4 %"."""
    if change is None:
        return ""
    if change.percent is None:
        times = f"{change.times:f}" if change.times is not None else "?"
        return f"divided by {times}" if change.direction == "down" else f"times {times}"
    sign = {"up": "+", "down": "-", None: ""}[change.direction]
    return f"{sign}{change.percent:f} %"


def told(what: Figure) -> str:
    """A figure's value with the word that qualifies it, "over USD 1.2 billion", and its growth where it tells one."""
    if what.value is None:
        return growth(what.change) or amount(None, None)
    words = _QUALIFIERS.get(what.qualifier or "", "") + amount(what.value, what.unit)
    if what.value_to is not None:
        words += f" to {amount(what.value_to, what.unit)}"
    return f"{words} ({growth(what.change)})" if what.change is not None else words
