"""The rules that give an entry its status at a date: one table, read from the top; the first that applies decides.

Statuses are those of the annotation guide. "Nothing reported" is never "not done": no rule makes silence a failure.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from servanda.monitoring.chain import Chain
from servanda.monitoring.conflicts import conflicts
from servanda.monitoring.obligations import fulfilment
from servanda.monitoring.progress import Progress, fell_short, last_due, met, progress, unclear
from servanda.terms.amounts import amount
from servanda.terms.claims import Activity, Commitment, Instrument, Meeting
from servanda.terms.dates import Edtf
from servanda.terms.entries import Assessment, AssessmentStatus, Coverage


@dataclass(frozen=True, slots=True)
class Case:
    """What the rules look at: the chain, the day, the other chains of the same relation known by then.

    ``reached`` is the progress of a commitment with a target.
    """

    chain: Chain
    as_of: date
    others: tuple[Chain, ...]
    reached: Progress | None


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: the status, why in words, and the claims it rests on."""

    status: AssessmentStatus
    why: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table; ``says`` is its documentation."""

    name: str
    kinds: tuple[str, ...]
    says: str
    find: Callable[[Case], Finding | None]


def _told(case: Case, status: str) -> Finding | None:
    for step in reversed(case.chain.steps):
        if getattr(step.what, "status", None) == status:
            told: AssessmentStatus = step.what.status  # type: ignore[union-attr]
            return Finding(told, f"told as {told.replace('_', ' ')} on {step.date}", (step.stored.id,))
    return None


def _fulfilled(case: Case) -> Finding | None:
    found = fulfilment(case.chain, case.others)
    if found is None:
        return None
    why = f"agreed on {case.chain.first.date}; {found.words}"
    return Finding(found.status, why, (case.chain.first.stored.id, found.claim))


def _target_met(case: Case) -> Finding | None:
    found = case.reached
    point = met(found, case.chain.first.date) if found else None
    if found is None or point is None:
        return None
    target = amount(found.target.value, found.target.unit)
    why = f"target {target}; {amount(point.value, found.target.unit)} told for {point.period}"
    return Finding("done", why, (case.chain.last.stored.id, point.claim))


def _target_missed(case: Case) -> Finding | None:
    found = case.reached
    point = fell_short(found, case.as_of) if found else None
    if found is None or point is None or found.due is None:
        return None
    told = max(s.date for c in case.others for s in c.steps if s.stored.id == point.claim)
    # restated after the shortfall was told: the goal lives on and is judged anew
    if any(step.date > told for step in case.chain.steps):
        return None
    told_words = point.differ or f"{amount(point.value, found.target.unit)} told"
    why = f"due {found.due}; {told_words} for {point.period}, target {amount(found.target.value, found.target.unit)}"
    return Finding("missed", why, (case.chain.last.stored.id, point.claim))


def _lapsed(case: Case, due: Edtf) -> bool:
    """Whether the goal was told again without a due date after its due window had ended."""
    return any(s.date >= due.after and isinstance(s.what, Commitment) and s.what.due is None for s in case.chain.steps)


def _under_way(case: Case) -> Finding | None:
    """Under way as a report tells, unless the goal was told anew without a date after its due window had ended."""
    due = last_due(case.chain)
    since = due.after if due is not None and _lapsed(case, due) else date.min
    for step in reversed(case.chain.steps):
        if isinstance(step.what, Commitment) and step.what.status == "in_progress" and step.date >= since:
            return Finding("in_progress", f"told as in progress on {step.date}", (step.stored.id,))
    return None


def _overdue(case: Case) -> Finding | None:
    due = last_due(case.chain)
    if due is None or case.as_of < due.after or _lapsed(case, due):
        return None
    step = next(s for s in reversed(case.chain.steps) if isinstance(s.what, Commitment) and s.what.due == due)
    split = unclear(case.reached, case.as_of) if case.reached else None
    if split is not None:
        # nobody can say whether it was reached: both values stand, and neither decides
        return Finding("overdue", f"due {due}; reports differ on {split.period}: {split.differ}", split.claims)
    why = f"due {due}; no report on whether it was done, last told {case.chain.last.date}"
    return Finding("overdue", why, (step.stored.id,))


def _open(case: Case) -> Finding | None:
    due = last_due(case.chain)
    when = f"due {due}" if due else "no due date told"
    return Finding("open", f"last told {case.chain.last.date}; {when}", (case.chain.last.stored.id,))


# a document that was never told to have come about has no term that could end
_AHEAD = frozenset({"planned", "negotiated"})


def _expired(case: Case) -> Finding | None:
    if all(getattr(step.what, "status", None) in _AHEAD for step in case.chain.steps):
        return None
    for step in reversed(case.chain.steps):
        if isinstance(step.what, Instrument) and step.what.term is not None:
            term = step.what.term
            if case.as_of >= term.after:
                return Finding("expired", f"its term {term} ended on {term.last}", (step.stored.id,))
            return None
    return None


# how far a document can come, in order
STAGES = (
    "referred",
    "planned",
    "negotiated",
    "signed",
    "ratified",
    "in_force",
    "implemented",
    "expired",
    "terminated",
)


def _latest(case: Case) -> Finding | None:
    """The furthest stage told; a later mere mention, or an earlier stage told again, takes nothing back."""
    steps = [s for s in case.chain.steps if isinstance(s.what, Instrument)]
    best = max(steps, key=lambda s: (STAGES.index(s.what.status), -s.date.toordinal()))  # type: ignore[union-attr]
    if not isinstance(best.what, Instrument):
        return None
    on = f" on {best.what.date}" if best.what.date else ""
    why = f"told on {best.date} as {best.what.status.replace('_', ' ')}{on}; no later status reported"
    return Finding(best.what.status, why, (best.stored.id,))


def _event(case: Case) -> Finding | None:
    """A meeting or activity stands as it was told last."""
    for step in reversed(case.chain.steps):
        if isinstance(step.what, Meeting | Activity):
            why = f"told on {step.date} as {step.what.status}"
            return Finding(step.what.status, why, (step.stored.id,))
    return None


def _contradicted(case: Case) -> Finding | None:
    found = conflicts(case.chain)
    if not found:
        return None
    values = "; ".join(f"{c.field}: " + " against ".join(dict.fromkeys(value for value, _ in c.values)) for c in found)
    return Finding("contradicted", f"reports differ on {values}", tuple(claim for c in found for _, claim in c.values))


def _told_once(case: Case) -> Finding | None:
    return Finding("told", f"told on {case.chain.last.date}", case.chain.ids)


RULES: tuple[Rule, ...] = (
    Rule("told-done", ("commitment",), "A report tells that it was done.", lambda c: _told(c, "done")),
    Rule("told-dropped", ("commitment",), "A report tells that it was dropped.", lambda c: _told(c, "dropped")),
    Rule("fulfilled", ("commitment",), "The document, meeting or activity it promised is told as done.", _fulfilled),
    Rule("target-met", ("commitment",), "A like-with-like figure reaches the target.", _target_met),
    Rule("target-missed", ("commitment",), "The figure of the due year lies under the target.", _target_missed),
    Rule("overdue", ("commitment",), "The due window is over and nothing tells that it was done.", _overdue),
    Rule("told-in-progress", ("commitment",), "A report tells it is under way.", _under_way),
    Rule("open", ("commitment",), "Told, and nothing tells more.", _open),
    Rule("terminated", ("instrument",), "A report tells that it was ended.", lambda c: _told(c, "terminated")),
    Rule("term-over", ("instrument",), "The term of what was told as more than planned is over.", _expired),
    Rule("furthest-stage", ("instrument",), "The furthest stage that a report tells.", _latest),
    Rule("last-told", ("meeting", "activity"), "As the last report tells it.", _event),
    Rule("reports-differ", ("figure",), "Reports tell different values of one figure.", _contradicted),
    Rule("told", ("figure", "statement"), "A report tells it.", _told_once),
)  # fmt: skip


def case_of(chain: Chain, as_of: date, others: Sequence[Chain] = ()) -> Case:
    """What the rules look at; ``others`` are the chains of the same relation as known on that day."""
    figures = [other for other in others if other.kind == "figure"]
    reached = progress(chain, figures) if chain.kind == "commitment" else None
    return Case(chain, as_of, tuple(others), reached)


def assess(chain: Chain, as_of: date, coverage: Coverage, others: Sequence[Chain] = ()) -> Assessment:
    """How an entry stands at a day, by the first rule that applies.

    ``others`` are the chains of the same relation as known on that day; ``coverage`` is what was read of it.
    """
    return assess_case(case_of(chain, as_of, others), coverage)


def assess_case(case: Case, coverage: Coverage) -> Assessment:
    """How an entry stands, by the first rule that applies."""
    chain = case.chain
    for rule in RULES:
        finding = rule.find(case) if chain.kind in rule.kinds else None
        if finding is not None:
            return _assessment(case, rule, finding, coverage)
    raise AssertionError(f"the last rule for each kind always applies; none did for {chain.kind}")


def _assessment(case: Case, rule: Rule, finding: Finding, coverage: Coverage) -> Assessment:
    last = case.chain.last.date
    silent = coverage.last is not None and coverage.last > last
    return Assessment(
        entry=case.chain.entry.id,
        as_of=case.as_of,
        status=finding.status,
        rule=rule.name,
        why=finding.why,
        evidence=finding.evidence,
        coverage=coverage,
        due=last_due(case.chain),
        last_told=last,
        last_changed=case.chain.last_changed,
        silent_since=last if silent else None,
        contradicted=bool(conflicts(case.chain)),
    )
