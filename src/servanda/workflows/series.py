"""The figure series of a ledger at a date, and the documents of a relation counted once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import get_args

from servanda.errors import InputError
from servanda.ledger import views
from servanda.ledger.session import Ledger
from servanda.monitoring.chain import known
from servanda.monitoring.series import Series, gather
from servanda.monitoring.wholes import Tally, documents
from servanda.terms.claims import Indicator
from servanda.workflows.tellers import teller_of

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
    entries = views.find_entries(ledger, states=states, kinds=("figure", "instrument"))
    stored = views.stored_claims(ledger, [m.claim for e in entries for m in e.members if m.date <= as_of])
    told = [one for one in stored.values() if one.claim.kind == "figure"]
    series = gather(told, teller_of(ledger, told))
    chains = [chain for entry in entries if (chain := known(entry, stored, as_of)) is not None]
    counted = indicator in (None, "documents_signed")
    return Figures(
        tuple(s for s in series if indicator is None or s.key.indicator == indicator),
        documents(chains) if counted else (),
    )
