"""One pass over one report: segments, mentions, the six kinds, the gate. No state is kept between reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from servanda.reading import activities, commitments, figures, gate, instruments, meetings, select, statements
from servanda.reading.document import Document
from servanda.reading.learned import Likelihoods, likelihoods
from servanda.reading.mentions import find_mentions
from servanda.reading.segments import segment
from servanda.terms.claims import Claim, ClaimKind
from servanda.terms.reading import Reading, Refused, Unread
from servanda.terms.reports import Report

# rises whenever the same report may give other claims than before; the ledger keeps which reader found what
READER = "rules-and-head-10"

ReadKind = Callable[[Document], tuple[list[Claim], list[Unread]]]
READERS: Mapping[ClaimKind, ReadKind] = {
    "meeting": meetings.read,
    "instrument": instruments.read,
    "commitment": commitments.read,
    "figure": figures.read,
    "statement": statements.read,
    "activity": activities.read,
}


def lay_out(report: Report) -> Document:
    """A report with its segments and mentions."""
    titled = find_mentions(report.title, report.date) if report.title else ()
    return Document(report, segment(report.text), find_mentions(report.text, report.date), titled)


def _order(claim: Claim) -> tuple[int, int, str, str]:
    return claim.quotes[0].start, claim.quotes[0].end, claim.kind, claim.rule


def read_report(report: Report) -> Reading:
    """Every claim that passes the gate, those refused with the reason, and what could not be completed."""
    document = lay_out(report)
    return read_document(document, likelihoods(document))


def read_document(document: Document, told: Likelihoods) -> Reading:
    """The same for a report laid out, with likelihoods from the head or from elsewhere (training/measure.py)."""
    accepted: list[Claim] = []
    refused: list[Refused] = []
    unread: list[Unread] = []
    for kind, read in READERS.items():
        claims, left = read(document)
        unread.extend(left)
        for claim in select.select(kind, claims, told, document):
            found = gate.find_faults(claim, document)
            mended = gate.without(claim, found)
            if mended is not None and not gate.find_faults(mended, document):
                accepted.append(mended)
            else:
                refused.append(Refused(claim, "; ".join(fault.words for fault in found)))
    return Reading(
        claims=tuple(sorted(accepted, key=_order)),
        refused=tuple(sorted(refused, key=lambda r: _order(r.claim))),
        unread=tuple(sorted(unread, key=lambda u: (u.start, u.end, u.trigger))),
        states=tuple(sorted(document.state_counts)),
    )
