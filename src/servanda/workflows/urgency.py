"""What a desk wants to see first: the order of statuses, what is still to come, what has fallen silent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from servanda.terms.claims import ClaimKind, Meeting
from servanda.terms.dates import Edtf
from servanda.workflows.assess import Standing

# the kinds that have a life of their own; statements and figures are looked up, not followed
FOLLOWED: tuple[ClaimKind, ...] = ("commitment", "instrument", "meeting", "activity")
# what a desk wants to see first
ORDER = (
    "overdue", "missed", "contradicted", "in_progress", "open", "partly_done", "planned", "proposed", "negotiated",
    "ongoing",
    "signed", "ratified", "in_force", "implemented", "done", "completed", "held", "expired", "terminated", "superseded",
    "dropped", "cancelled", "referred", "told",
)  # fmt: skip
# statuses that wait for something: a due date of others is history
WAITING = ("open", "in_progress", "overdue")


def by_urgency(found: Sequence[Standing]) -> list[Standing]:
    """Standings with what needs a look first."""
    return sorted(found, key=lambda s: (ORDER.index(s.assessment.status), s.chain.last.date, s.entry.id))


def upcoming(standing: Standing, as_of: date) -> Edtf | None:
    """The date on which something of an entry is due or is to take place after a day, or None."""
    if standing.assessment.due is not None and standing.assessment.status in WAITING:
        return standing.assessment.due
    last = standing.chain.last.what
    if isinstance(last, Meeting) and last.status in ("planned", "proposed") and last.date is not None:
        return last.date if last.date.after > as_of else None
    return None


def is_silent(standing: Standing) -> bool:
    """Whether it waits for something and later reports of its relation were read without a word of it."""
    return standing.assessment.silent_since is not None and standing.assessment.status in WAITING
