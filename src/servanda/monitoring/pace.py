"""The pace of a target in words, the same wherever it is told."""

from __future__ import annotations

from collections.abc import Callable

from servanda.monitoring.progress import Progress
from servanda.terms.amounts import estimate
from servanda.terms.dates import Edtf


def pace_words(found: Progress, due: Callable[[Edtf], str] | None = str) -> tuple[str, ...]:
    """The pace so far, the pace needed, and when the goal is met at the present one.

    ``due`` writes the due window; None leaves it out, where it is told beside.
    """
    unit, words = found.target.unit, []
    if found.pace is not None:
        words.append(f"pace so far {estimate(found.pace, unit)} a year")
    if found.pace_needed is not None and found.due is not None:
        until = f" until {due(found.due)}" if due is not None else ""
        words.append(f"pace needed {estimate(found.pace_needed, unit)} a year{until}")
    if found.reached is not None:
        words.append(f"at the present pace reached in {found.reached}")
    elif found.pace is not None and found.pace <= 0 and found.distance is not None and found.distance > 0:
        words.append("at the present pace not reached")
    return tuple(words)
