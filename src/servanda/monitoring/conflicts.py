"""Where tellings of one thing differ: values side by side, each with its claim, never settled by which is newer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from servanda.monitoring.chain import Chain, Step
from servanda.terms.amounts import amount, growth, told
from servanda.terms.claims import Figure, Instrument, Meeting
from servanda.terms.rounding import Bounds, all_agree, count_of, growth_of, level_of, unit_of


@dataclass(frozen=True, slots=True)
class Conflict:
    """One field for which an entry's claims tell different values: (value in words, claim) in the order told."""

    field: str
    values: tuple[tuple[str, str], ...]


# the words for a value, what it can be, and the claim that tells it
Told = tuple[str, Bounds, str]


def _numbers(field: str, told: list[Told]) -> Conflict | None:
    """The values told, when two of them cannot both be the rounding of one."""
    if all_agree(bounds for _, bounds, _ in told):
        return None
    return Conflict(field, tuple((words, claim) for words, _, claim in told))


def _levels(steps: tuple[Step, ...]) -> Iterator[Conflict | None]:
    """Levels, held together unit by unit."""
    by_unit: dict[str | None, list[Told]] = defaultdict(list)
    for s in steps:
        level, what = level_of(s.claim), s.what
        if level is not None and isinstance(what, Figure | Instrument):
            words = told(replace(what, change=None)) if isinstance(what, Figure) else amount(what.value, what.currency)
            by_unit[unit_of(s.claim)].append((words, level, s.stored.id))
    for unit in sorted(by_unit, key=str):
        yield _numbers("value", by_unit[unit])


def _growth(steps: tuple[Step, ...]) -> Conflict | None:
    told = [
        (growth(s.what.change), factor, s.stored.id)
        for s in steps
        if isinstance(s.what, Figure) and (factor := growth_of(s.claim)) is not None
    ]
    return _numbers("change", told)


def _counts(steps: tuple[Step, ...]) -> Conflict | None:
    told = [
        (str(s.what.count), count, s.stored.id)
        for s in steps
        if isinstance(s.what, Instrument) and (count := count_of(s.claim)) is not None
    ]
    return _numbers("count", told)


def _days(steps: tuple[Step, ...], status: str) -> Conflict | None:
    told = [
        (s.what.date, s.stored.id)
        for s in steps
        if isinstance(s.what, Instrument | Meeting) and s.what.status == status and s.what.date is not None
    ]
    apart = any(not a.overlaps(b) for n, (a, _) in enumerate(told) for b, _ in told[n + 1 :])
    return Conflict("date", tuple((str(value), claim) for value, claim in told)) if apart else None


def conflicts(chain: Chain) -> tuple[Conflict, ...]:
    """Every field on which the claims of an entry contradict one another."""
    found: list[Conflict | None] = []
    if chain.kind == "figure":
        found = [*_levels(chain.steps), _growth(chain.steps)]
    elif chain.kind == "instrument":
        found = [_counts(chain.steps), *_levels(chain.steps), _days(chain.steps, "signed")]
    elif chain.kind == "meeting":
        found = [_days(chain.steps, "held")]
    return tuple(conflict for conflict in found if conflict is not None)
