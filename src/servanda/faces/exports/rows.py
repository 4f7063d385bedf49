"""Rows of the exports: claims, entries, assessments and reports of a ledger, as of a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from servanda.faces.exports.reviewers import told_name
from servanda.ledger import decided, views
from servanda.ledger.session import Ledger
from servanda.monitoring.progress import Progress
from servanda.terms.claims import Claim
from servanda.terms.decisions import Decision, Mark, Ruling, mark_of
from servanda.terms.decisions import standing as not_withdrawn
from servanda.terms.rows import Row, claim_row, plain, what_row
from servanda.workflows.assess import Standing
from servanda.workflows.office import standings


def mark_row(mark: Mark | None) -> Row:
    """Where a person decided: what, who, when and why; null everywhere else."""
    return {
        "decided": mark.decided if mark else None,
        "decided_by": told_name(mark.by) if mark else None,
        "decided_at": mark.at.isoformat() if mark else None,
        "decided_why": mark.why if mark else None,
    }


def ruling_row(ruling: Ruling | None, claim: Claim, read: Claim | None) -> Row:
    """What a person decided on a claim: the mark, the fields as first read, and what the gate says against it."""
    before = what_row(read.what) if read is not None else {}
    changed = what_row(claim.what)
    return {
        **mark_row(mark_of(ruling) if ruling else None),
        "as_read": {key: value for key, value in before.items() if value != changed[key]} or None,
        "not_in_quotes": list(ruling.unsupported) if ruling else [],
    }


def claim_rows(ledger: Ledger, as_of: date) -> Iterator[Row]:
    """One row a claim: the guide's fields, ``id``, ``report``, ``quotes``, ``spans``, ``entry``, ``rule``.

    A corrected claim is told as corrected; one that was rejected is told with the mark and without an entry.
    """
    entries = views.entry_of_claims(ledger)
    subjects = decided.decided_subjects(ledger)
    ruled, read = decided.rulings_on(ledger, subjects), decided.read_claims(ledger, sorted(subjects))
    for one in views.all_claims(ledger, as_of=as_of):
        yield {
            "id": one.id,
            **claim_row(one.claim),
            "date_published": one.date.isoformat(),
            "entry": entries.get(one.id),
            **ruling_row(ruled.get(one.id), one.claim, read.get(one.id)),
        }


def decision_row(one: Decision, *, stands: bool) -> Row:
    """One decision of a person."""
    return {
        "decision": one.id,
        "action": one.action,
        "claim": one.subject,
        "others": list(one.others),
        "withdraws": one.of,
        "was": one.was or None,
        "now": one.now or None,
        "decided_by": told_name(one.by),
        "decided_at": one.at.isoformat(),
        "decided_why": one.reason,
        "not_in_quotes": list(one.unsupported),
        "stands": stands,
    }


def decision_rows(ledger: Ledger, as_of: date, *, about: Sequence[str] | None = None) -> Iterator[Row]:
    """One row a decision made by a day, in the order made; only those about some claims, when they are given."""
    told = [one for one in decided.all_decisions(ledger, about) if one.at.astimezone().date() <= as_of]
    stand = {one.id for one in not_withdrawn(told)}
    for one in told:
        yield decision_row(one, stands=one.id in stand)


def entry_rows(ledger: Ledger, as_of: date) -> Iterator[Row]:
    """One row an entry: its label, states and chain of claims with their links."""
    for standing in standings(ledger, as_of):
        entry = standing.entry
        yield {
            "entry": entry.id,
            "kind": entry.kind,
            "label": entry.label,
            "states": list(entry.states),
            "first_told": standing.chain.first.date.isoformat(),
            "last_told": standing.chain.last.date.isoformat(),
            "chain": [
                {"claim": s.stored.id, "report": s.claim.report, "date": s.date.isoformat(), "link": s.link}
                for s in standing.chain.steps
            ],
            **mark_row(standing.mark),
        }


def progress_row(progress: Progress | None) -> Row | None:
    """A target's progress; None for an entry without one."""
    if progress is None:
        return None
    return {
        "indicator": progress.target.indicator,
        "target": plain(progress.target.value),
        "unit": progress.target.unit,
        "due": plain(progress.due),
        "points": [
            {
                "period": str(p.period),
                "value": plain(p.value),
                "claim": p.claim,
                "qualifier": p.qualifier,
                "claims": list(p.claims),
                "differ": p.differ,
            }
            for p in progress.points
        ],
        "share": _rounded(progress.share, 4),
        "distance": plain(progress.distance),
        "pace_per_year": _rounded(progress.pace, 2),
        "pace_needed_per_year": _rounded(progress.pace_needed, 2),
        "reached_at_this_pace": progress.reached,
        "not_compared": list(progress.not_compared),
    }


def _rounded(value: object, places: int) -> float | None:
    return None if value is None else round(float(str(value)), places)


def standing_row(standing: Standing) -> Row:
    """An entry with its assessment."""
    a, entry = standing.assessment, standing.entry
    return {
        "entry": entry.id,
        "kind": entry.kind,
        "label": entry.label,
        "states": list(entry.states),
        "as_of": a.as_of.isoformat(),
        "status": a.status,
        "rule": a.rule,
        "why": a.why,
        "due": plain(a.due),
        "first_told": standing.chain.first.date.isoformat(),
        "last_told": a.last_told.isoformat() if a.last_told else None,
        "last_changed": a.last_changed.isoformat() if a.last_changed else None,
        "silent_since": a.silent_since.isoformat() if a.silent_since else None,
        "carried_over": standing.chain.carried_over,
        "contradicted": a.contradicted,
        "evidence": list(a.evidence),
        "reports_read": a.coverage.reports,
        "publishers": list(a.coverage.publishers),
        "read_until": a.coverage.last.isoformat() if a.coverage.last else None,
        "progress": progress_row(standing.progress),
        **mark_row(standing.mark),
    }


def assessment_rows(ledger: Ledger, as_of: date) -> Iterator[Row]:
    """One row an entry: how it stands at the day, by which rule, why, on what evidence and coverage."""
    for standing in standings(ledger, as_of):
        yield standing_row(standing)


def report_rows(ledger: Ledger, as_of: date) -> Iterator[Row]:
    """One row a report version, its text included."""
    for stored in views.stored_reports(ledger, as_of=as_of):
        report = stored.report
        yield {
            "id": report.id,
            "date": report.date.isoformat(),
            "publisher": report.publisher,
            "title": report.title,
            "url": report.url,
            "language": report.language,
            "text": report.text,
            "version": stored.version,
            "digest": report.digest,
            "reader": stored.reader,
            "added_at": stored.added_at.isoformat(),
        }
