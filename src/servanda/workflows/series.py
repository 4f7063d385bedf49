"""The figure series of a ledger at a date, and the documents of a relation counted once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import get_args

from servanda.errors import InputError
from servanda.ledger.past_blocks import Horizon
from servanda.ledger.session import Ledger
from servanda.monitoring.chain import known
from servanda.monitoring.series import Series, gather
from servanda.monitoring.wholes import Tally, documents
from servanda.terms.claims import Indicator
from servanda.workflows.tellers import teller_of
from servanda.workflows.then import known_entries

INDICATORS: tuple[str, ...] = get_args(Indicator)


@dataclass(frozen=True, slots=True)
class Figures:
    """The series of some states' figures, and the documents they signed, year by year."""

    series: tuple[Series, ...]
    tallies: tuple[Tally, ...]


def figures(ledger: Ledger, as_of: date, *, states: Sequence[str] = (), indicator: str | None = None) -> Figures:
    """Every series of figures that tell of all these states, as known at a day; of one indicator where one is named.

    The documents are counted when no indicator or ``documents_signed`` is asked for. InputError for an indicator that
    is none.
    """
    if indicator is not None and indicator not in INDICATORS:
        raise InputError(f"{indicator!r} is no indicator; write one of {', '.join(INDICATORS)}")
    found = known_entries(ledger, Horizon(as_of), states, ("figure", "instrument"))
    entries = [e for e in found.entries if e.kind in ("figure", "instrument") and set(states) <= set(e.states)]
    chains = [chain for entry in entries if (chain := known(entry, found.claims, as_of)) is not None]
    told = [step.stored for chain in chains for step in chain.steps if chain.kind == "figure"]
    series = gather(told, teller_of(ledger, told))
    counted = indicator in (None, "documents_signed")
    return Figures(
        tuple(s for s in series if indicator is None or s.key.indicator == indicator),
        documents(chains) if counted else (),
    )
