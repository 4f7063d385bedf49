"""Where tellings of one thing differ: values side by side, each with its claim, never settled by which is newer."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from servanda.monitoring.chain import Chain, Step
from servanda.terms.claims import Figure, Instrument, Meeting


@dataclass(frozen=True, slots=True)
class Conflict:
    """One field for which an entry's claims tell different values: (value in words, claim) in the order told."""

    field: str
    values: tuple[tuple[str, str], ...]


# told rounded, two values are one when they lie this close
ROUNDING = Decimal("0.02")


def _apart(left: Decimal, right: Decimal) -> bool:
    return abs(left - right) > ROUNDING * max(abs(left), abs(right))


def _numbers(field: str, told: list[tuple[Decimal, str]]) -> Conflict | None:
    if len(told) > 1 and any(_apart(told[0][0], value) for value, _ in told[1:]):
        return Conflict(field, tuple((f"{value:f}", claim) for value, claim in told))
    return None


def _figure(steps: tuple[Step, ...]) -> list[Conflict | None]:
    values = [(s.what.value, s.stored.id) for s in steps if isinstance(s.what, Figure) and s.what.value is not None]
    growth = [
        (s.what.change.percent, s.stored.id)
        for s in steps
        if isinstance(s.what, Figure) and s.what.change is not None and s.what.change.percent is not None
    ]
    return [_numbers("value", values), _numbers("change", growth)]


def _instrument(steps: tuple[Step, ...]) -> list[Conflict | None]:
    counts = [(Decimal(s.what.count), s.stored.id) for s in steps if isinstance(s.what, Instrument) and s.what.count]
    values = [(s.what.value, s.stored.id) for s in steps if isinstance(s.what, Instrument) and s.what.value is not None]
    return [_numbers("count", counts), _numbers("value", values), _days(steps, "signed")]


def _days(steps: tuple[Step, ...], status: str) -> Conflict | None:
    told = [
        (s.what.date, s.stored.id)
        for s in steps
        if isinstance(s.what, Instrument | Meeting) and s.what.status == status and s.what.date is not None
    ]
    apart = any(not told[0][0].overlaps(value) for value, _ in told[1:])
    return Conflict("date", tuple((str(value), claim) for value, claim in told)) if apart else None


def conflicts(chain: Chain) -> tuple[Conflict, ...]:
    """Every field on which the claims of an entry contradict one another."""
    if chain.kind == "figure":
        found = _figure(chain.steps)
    elif chain.kind == "instrument":
        found = _instrument(chain.steps)
    elif chain.kind == "meeting":
        found = [_days(chain.steps, "held")]
    else:
        found = []
    return tuple(conflict for conflict in found if conflict is not None)
