"""What a claim adds to the chain of its entry: new, restated, revised, progress, done, contradicts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from servanda.terms.claims import Activity, Claim, Commitment, Figure, Instrument, Meeting, Statement
from servanda.terms.entries import Link
from servanda.terms.rounding import count_of, growth_of, level_of, unit_of

# how far a document has come
INSTRUMENT_STAGES = (
    "referred", "planned", "negotiated", "signed", "ratified", "in_force", "implemented", "expired", "terminated",
)  # fmt: skip
ACTIVITY_STAGES = ("planned", "ongoing", "held", "completed")
MEETING_STAGES = ("proposed", "planned", "held")


_Staged = Meeting | Activity | Instrument


def _stage(stages: tuple[str, ...], status: str) -> int:
    return stages.index(status) if status in stages else 0


def _contradicts(before: Sequence[Claim], claim: Claim) -> bool:
    """Whether a level, a growth rate or a count told cannot be one value with one told before of the same unit."""
    for told in (level_of, growth_of, count_of):
        value = told(claim)
        if value is None:  # as of most claims: those before may be hundreds
            continue
        for b in before:
            earlier = told(b)
            if earlier is not None and unit_of(b) == unit_of(claim) and not earlier.meets(value):
                return True
    return False


def _commitment(before: Sequence[Commitment], what: Commitment) -> Link:
    if what.status == "done":
        return "done"
    last_due = next((b.due for b in reversed(before) if b.due is not None), None)
    last_target = next((b.target for b in reversed(before) if b.target is not None), None)
    if what.due is not None and last_due is not None and what.due != last_due:
        return "revised"
    if what.target is not None and last_target is not None and what.target.value != last_target.value:
        return "revised"
    if what.status == "in_progress" and all(b.status == "open" for b in before):
        return "progress"
    return "restated"


def _staged(stages: tuple[str, ...], before: Sequence[_Staged], what: _Staged) -> Link:
    reached = max(_stage(stages, b.status) for b in before)
    if what.status == "completed" and reached < _stage(stages, "completed"):
        return "done"
    return "progress" if _stage(stages, what.status) > reached else "restated"


_LINKS: dict[type, Callable[[Any, Any], Link]] = {
    Instrument: partial(_staged, INSTRUMENT_STAGES),
    Commitment: _commitment,
    Figure: lambda _before, _what: "restated",
    Meeting: partial(_staged, MEETING_STAGES),
    Activity: partial(_staged, ACTIVITY_STAGES),
    Statement: lambda _before, _what: "restated",
}


def link(before: Sequence[Claim], claim: Claim) -> Link:
    """What a claim adds to those told before it, which are of its kind and in the order they were told."""
    if not before:
        return "new"
    if _contradicts(before, claim):
        return "contradicts"
    return _LINKS[type(claim.what)]([b.what for b in before], claim.what)


def links(claims: Sequence[Claim]) -> tuple[Link, ...]:
    """The link of each claim of an entry, in the order they were told."""
    return tuple(link(claims[:n], claim) for n, claim in enumerate(claims))
