"""Which candidates stay, and which stretches become claims though no rule read them: where the learned head decides.

Thresholds stand in one list; they were chosen on threads of reports left out of training.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from servanda.reading import activities, commitments, instruments, meetings, statements
from servanda.reading.document import Document
from servanda.reading.learned import Likelihoods
from servanda.terms.claims import Claim, ClaimKind

FromSpan = Callable[[Document, int, int, int], Claim | None]


@dataclass(frozen=True, slots=True)
class Threshold:
    """A rule's claim is kept from ``keep`` on; a stretch over ``floor`` that reaches ``peak`` becomes a claim.

    ``keep`` is held against the mean likelihood over the words of the first quote. A peak of 1 is never reached.
    """

    keep: float
    peak: float = 1.0
    floor: float = 1.0


THRESHOLDS: Mapping[ClaimKind, Threshold] = {
    "meeting": Threshold(0.05, 0.9, 0.4),
    "instrument": Threshold(0.0, 0.8, 0.4),
    "commitment": Threshold(0.1, 0.58, 0.15),
    "figure": Threshold(0.0),
    "statement": Threshold(0.1, 0.95, 0.5),
    "activity": Threshold(0.0, 0.85, 0.4),
}
FROM_SPAN: Mapping[ClaimKind, FromSpan] = {
    "meeting": meetings.from_span,
    "instrument": instruments.from_span,
    "commitment": commitments.from_span,
    "statement": statements.from_span,
    "activity": activities.from_span,
}


def _completed(kind: ClaimKind, kept: Sequence[Claim], told: Likelihoods, document: Document) -> Iterator[Claim]:
    limit = THRESHOLDS[kind]
    make = FROM_SPAN.get(kind)
    if make is None:
        return
    for number, start, end in told.runs(kind, limit.peak, limit.floor):
        if any(quote.start < end and start < quote.end for claim in kept for quote in claim.quotes[:2]):
            continue
        claim = make(document, number, start, end)
        if claim is not None and not (kind == "statement" and _same_turn(claim, kept, document)):
            yield claim


def _same_turn(claim: Claim, kept: Sequence[Claim], document: Document) -> bool:
    """Whether a statement goes on one of the same speaker in the same paragraph."""

    def paragraph(one: Claim) -> int | None:
        at = one.quotes[0].start
        return next((part.paragraph for part in document.segments if part.start <= at < part.end), None)

    where, speaker = paragraph(claim), getattr(claim.what, "speaker", None)
    return any(paragraph(one) == where and getattr(one.what, "speaker", None) == speaker for one in kept)


def select(kind: ClaimKind, claims: Sequence[Claim], told: Likelihoods, document: Document) -> list[Claim]:
    """The claims of a kind that stay, and those made of stretches that no rule read."""
    limit = THRESHOLDS[kind]
    kept = [c for c in claims if limit.keep <= 0 or told.of(kind, c.quotes[0].start, c.quotes[0].end) >= limit.keep]
    return [*kept, *_completed(kind, kept, told, document)]
