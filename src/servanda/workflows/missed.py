"""What the reader refused or missed, as a person decides it: accepted, dismissed, or marked in the report.

The evidence gate is run over all of it. What it would refuse stands on the person's word, and the decision says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from servanda.errors import InputError, NotFoundError
from servanda.ledger import decided, queue, views
from servanda.ledger.session import Ledger
from servanda.reading import gate
from servanda.reading.pipeline import lay_out
from servanda.terms.claims import KINDS, Claim, ClaimKind
from servanda.terms.decisions import Action, Decision, check_what, corrected
from servanda.terms.evidence import quote
from servanda.terms.ids import claim_id
from servanda.terms.reports import Report
from servanda.terms.rows import Row, claim_row, what_from_row, what_row
from servanda.terms.written import read_fields
from servanda.workflows.decide import Signature, faults, keep, made_by, seen_by

# what found a claim that a person marked
PERSON = "person"
_SPAN = re.compile(r"(\d{1,9}):(\d{1,9})")


def accept(ledger: Ledger, number: int, signed: Signature, fields: Row | None = None) -> tuple[Decision, ...]:
    """A refused claim stands, on the person's word; with ``fields``, as corrected, which is a second decision."""
    waiting = find_refused(ledger, number)
    subject = claim_id(waiting.claim)
    seen = seen_by(ledger, [subject], signed)
    made = [_brought("accept", waiting.claim, tuple(waiting.reason.split("; ")), signed)]
    if fields:
        told = corrected(waiting.claim, fields)
        was = {key: what_row(waiting.claim.what)[key] for key in fields}
        after = {key: what_row(told.what)[key] for key in fields}
        made.append(made_by("correct", subject, signed, was=was, now=after, unsupported=faults(ledger, told)))
    return keep(ledger, made, [subject], seen)


def find_refused(ledger: Ledger, number: int) -> queue.WaitingClaim:
    """The refused claim of a number; NotFoundError when there is none."""
    for one in queue.refused_claims(ledger, number=number):
        return one
    raise NotFoundError(f"no refused claim r{number}; servanda unread --refused lists them")


def find_unread(ledger: Ledger, number: int) -> queue.WaitingStretch:
    """The unread stretch of a number; NotFoundError when there is none."""
    for one in queue.unread_parts(ledger, number=number):
        return one
    raise NotFoundError(f"no unread stretch u{number}; servanda unread lists them")


def dismiss_refused(ledger: Ledger, number: int, signed: Signature) -> Decision:
    """The gate was right to refuse a claim."""
    claim = find_refused(ledger, number).claim
    subject = claim_id(claim)
    one = made_by("reject", subject, signed, was=_whole(claim))
    return keep(ledger, [one], [subject], seen_by(ledger, [subject], signed))[0]


def dismiss_unread(ledger: Ledger, number: int, signed: Signature) -> Decision:
    """There is no claim in an unread stretch."""
    waiting = find_unread(ledger, number)
    seen = seen_by(ledger, [waiting.name], signed)
    return keep(ledger, [_settled(ledger, waiting, signed)], [waiting.name], seen)[0]


def _settled(ledger: Ledger, waiting: queue.WaitingStretch, signed: Signature) -> Decision:
    report = queue.report_of(ledger, waiting.version)
    was: Row = {
        "report": report.id if report else "", "version": waiting.version, "quotes": [waiting.stretch.text],
        "spans": [[waiting.stretch.start, waiting.stretch.end]],
    }  # fmt: skip
    return made_by("reject", waiting.name, signed, was=was)


def _whole(claim: Claim) -> Row:
    return {**claim_row(claim), "version": claim.version}


def _brought(action: Action, claim: Claim, against: tuple[str, ...], signed: Signature) -> Decision:
    return made_by(action, claim_id(claim), signed, now=_whole(claim), unsupported=against)


@dataclass(frozen=True, slots=True)
class Marked:
    """A claim that a person marks in a report: kind, fields, and the spans of its quotes, the shortest first."""

    version: str
    kind: ClaimKind
    fields: Row
    spans: tuple[tuple[int, int], ...]


def marked_claim(ledger: Ledger, marked: Marked) -> tuple[Claim, tuple[str, ...]]:
    """The claim that a person marked, and what the evidence gate says against it.

    ClaimError when a field is none of the guide's, InputError when a span holds no words, or none is given.
    """
    report = queue.report_of(ledger, marked.version)
    if report is None:
        raise NotFoundError("no such report in the ledger; servanda export reports lists them")
    document = lay_out(report)
    what = what_from_row(marked.kind, marked.fields)
    check_what(what)
    spans = [_span(report, start, end) for start, end in marked.spans]
    if not spans:
        raise InputError("a claim needs a quote; mark the words that show it")
    claim = document.claim(what, spans, rule=PERSON)
    return claim, gate.faults(claim, document)


def add_claim(ledger: Ledger, marked: Marked, signed: Signature, *, unread: int | None = None) -> tuple[Decision, ...]:
    """A claim that the reader missed, marked by a person, enters the ledger.

    With the number of the ``unread`` stretch it was found in, that is settled with it, by a second decision. The
    evidence gate is run; what it would refuse enters on the person's word, and the decision says why it would.
    ClaimError when a field is none of the guide's, InputError when the span holds no words or the claim is known.
    """
    claim, against = marked_claim(ledger, marked)
    subject = claim_id(claim)
    ruled = decided.rulings_on(ledger, [subject]).get(subject)
    if views.stored_claims(ledger, [subject]) and (ruled is None or not ruled.out):
        raise InputError(f"the ledger has this claim already: {subject}")
    made, about = [_brought("add", claim, against, signed)], [subject]
    if unread is not None:
        waiting = find_unread(ledger, unread)
        made.append(_settled(ledger, waiting, replace(signed, reason=f"added as {subject}")))
        about = [waiting.name]
    return keep(ledger, made, about, seen_by(ledger, about, signed))


def _span(report: Report, start: int, end: int) -> tuple[int, int]:
    if not 0 <= start < end <= len(report.text):
        raise InputError(f"{start}:{end} lies not in the text of {report.id}, which has {len(report.text)} characters")
    try:
        found = quote(report.text, start, end)
    except ValueError:
        raise InputError(f"{start}:{end} of {report.id} holds no words") from None
    return found.start, found.end


def mark(ledger: Ledger, source: str, kind: str, fields: Sequence[str], quotes: Sequence[str]) -> Marked:
    """A claim marked in the current version of a report, as it is written: fields, and words or spans as ``12:40``."""
    version = decided.report_version(ledger, source)
    report = queue.report_of(ledger, version) if version else None
    if report is None:
        raise NotFoundError(f"no report {source!r}; servanda search finds them by their words")
    found: tuple[ClaimKind, ...] = tuple(one for one in KINDS if one == kind)
    if not found:
        raise InputError(f"{kind!r} is none of the kinds {', '.join(KINDS)}")
    spans = []
    for words in quotes:
        span = _SPAN.fullmatch(words)
        spans.append((int(span[1]), int(span[2])) if span else find_words(report, words))
    return Marked(report.digest, found[0], read_fields(found[0], fields), tuple(spans))


def find_words(report: Report, words: str, before: int | None = None) -> tuple[int, int]:
    """Where words stand in a report, white space as it may be; InputError when they stand nowhere or more than once.

    Of several places the one that has some number of characters that are no white space ``before`` it, or nearly so.
    """
    sought = re.compile(r"\s+".join(map(re.escape, words.split())))
    spans = [found.span() for found in sought.finditer(report.text)] if words.strip() else []
    if not spans:
        raise InputError(f"{words[:60]!r} does not stand in {report.id}; copy the words exactly as they stand there")
    if len(spans) == 1:
        return spans[0]
    if before is None:
        raise InputError(f"{words[:60]!r} stands more than once in {report.id}; take more words, or name the span")
    return min(spans, key=lambda span: abs(len("".join(report.text[: span[0]].split())) - before))
