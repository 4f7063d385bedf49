"""What a claim adds to the chain of its entry: new, restated, revised, progress, done, contradicts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from servanda.terms.claims import Activity, Claim, Commitment, Figure, Instrument, Meeting, Statement
from servanda.terms.entries import Link

# how far a document has come
INSTRUMENT_STAGES = (
    "referred", "planned", "negotiated", "signed", "ratified", "in_force", "implemented", "expired", "terminated",
)  # fmt: skip
ACTIVITY_STAGES = ("planned", "ongoing", "held", "completed")
MEETING_STAGES = ("proposed", "planned", "held")
# figures told rounded agree when they lie this close
ROUNDING = Decimal("0.02")


def _stage(stages: tuple[str, ...], status: str) -> int:
    return stages.index(status) if status in stages else 0


def agree(left: Decimal | None, right: Decimal | None) -> bool:
    """Whether two values are one within rounding: two hundredths of the larger."""
    if left is None or right is None:
        return True
    return abs(left - right) <= ROUNDING * max(abs(left), abs(right))


def _instrument(before: Sequence[Instrument], what: Instrument) -> Link:
    if any(b.count is not None and what.count is not None and b.count != what.count for b in before):
        return "contradicts"
    if any(not agree(b.value, what.value) for b in before):
        return "contradicts"
    reached = max(_stage(INSTRUMENT_STAGES, b.status) for b in before)
    if _stage(INSTRUMENT_STAGES, what.status) > reached and what.status != "referred":
        return "progress"
    return "restated"


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


def _figure(before: Sequence[Figure], what: Figure) -> Link:
    for b in before:
        if not agree(b.value, what.value):
            return "contradicts"
        if b.change and what.change and not agree(b.change.percent, what.change.percent):
            return "contradicts"
    return "restated"


def _staged(stages: tuple[str, ...], before: Sequence[Meeting | Activity], what: Meeting | Activity) -> Link:
    reached = max(_stage(stages, b.status) for b in before)
    if what.status == "completed" and reached < _stage(stages, "completed"):
        return "done"
    return "progress" if _stage(stages, what.status) > reached else "restated"


_LINKS: dict[type, Callable[[Any, Any], Link]] = {
    Instrument: _instrument,
    Commitment: _commitment,
    Figure: _figure,
    Meeting: partial(_staged, MEETING_STAGES),
    Activity: partial(_staged, ACTIVITY_STAGES),
    Statement: lambda _before, _what: "restated",
}


def link(before: Sequence[Claim], claim: Claim) -> Link:
    """What a claim adds to those told before it, which are of its kind and in the order they were told."""
    return _LINKS[type(claim.what)]([b.what for b in before], claim.what) if before else "new"


def links(claims: Sequence[Claim]) -> tuple[Link, ...]:
    """The link of each claim of an entry, in the order they were told."""
    return tuple(link(claims[:n], claim) for n, claim in enumerate(claims))
