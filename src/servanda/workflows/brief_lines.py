"""The lines of a pack, section by section, each list with what matters most first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from servanda.monitoring.chain import Step
from servanda.monitoring.conflicts import Conflict, conflicts
from servanda.monitoring.when import date_words
from servanda.terms.amounts import amount
from servanda.terms.claims import Figure, Instrument
from servanda.terms.dates import Edtf, parse
from servanda.workflows.assess import Standing
from servanda.workflows.brief_chart import chart, target_words
from servanda.workflows.brief_material import FINISHED, PENDING, Material, line_of
from servanda.workflows.brief_words import heading, quiet, undertaken, who_told
from servanda.workflows.occasions import OPEN, ahead
from servanda.workflows.pack import Line, Side

# statuses of documents before their life and after it, in the order in which a register on two pages shows them
_STAGES = (
    "planned", "negotiated", "expired", "in_force", "implemented", "ratified", "signed", "terminated", "referred",
)  # fmt: skip
_KINDS = ("commitment", "instrument", "activity", "meeting", "figure", "statement")


def _soft(standing: Standing) -> bool:
    return all(getattr(step.what, "strength", "firm") == "soft" for step in standing.chain.steps)


def _place(status: str, order: Sequence[str]) -> int:
    """Where a status stands in an order; one that is not in it stands last."""
    return order.index(status) if status in order else len(order)


def _due_last(standing: Standing) -> date:
    due = standing.assessment.due
    return due.after if due is not None else date.max


def overdue(material: Material) -> list[Line]:
    """Commitments whose due window is over with nothing told of them, and targets told as missed."""
    late = [s for s in material.found if s.assessment.status in ("overdue", "missed")]
    late.sort(key=lambda s: (material.others(s), _soft(s), _due_last(s), s.entry.id))
    return [line_of(material, s) for s in late]


def _shown(step: Step, conflict: Conflict, value: str) -> str:
    what = step.what
    if conflict.field == "date":
        return date_words(parse(value))
    if isinstance(what, Figure) and conflict.field == "value":
        return amount(what.value, what.unit)
    if isinstance(what, Instrument) and conflict.field == "value":
        return amount(what.value, what.currency)
    return value


def _sides(material: Material, standing: Standing) -> tuple[Side, ...]:
    """Every value that differs, with the telling that told it first."""
    found: dict[str, Side] = {}
    for conflict in conflicts(standing.chain):
        for value, claim in conflict.values:
            step = material.steps[claim]
            shown = _shown(step, conflict, value)
            found.setdefault(shown, Side(shown, step.claim.quotes[0].text, claim))
    return tuple(found.values())


def contradicted(material: Material) -> list[Line]:
    """What reports tell differently, the values side by side."""
    apart = [s for s in material.found if s.assessment.contradicted]
    apart.sort(key=lambda s: (material.others(s), -s.chain.last.date.toordinal(), s.entry.id))
    return [_apart(material, standing) for standing in apart]


def _apart(material: Material, standing: Standing) -> Line:
    sides = _sides(material, standing)
    if not sides:
        return line_of(material, standing)
    fields = " and ".join(dict.fromkeys(conflict.field for conflict in conflicts(standing.chain)))
    words = f"reports differ on its {fields}; none is taken as the right one"
    line = line_of(material, standing, words)
    return replace(line, status="contradicted", claims=tuple(side.claim for side in sides), sides=sides)


def targets(material: Material) -> list[Line]:
    """Goals with their like-with-like figures; those that still have to be reached first."""
    goals = [s for s in material.found if s.progress is not None]
    goals.sort(
        key=lambda s: (
            material.others(s), s.assessment.status not in OPEN, not (s.progress and s.progress.points),
            _due_last(s), s.entry.id,
        )
    )  # fmt: skip
    lines = []
    for standing in goals:
        points = standing.progress.points if standing.progress else ()
        goal = next((s for s in reversed(standing.chain.steps) if getattr(s.what, "target", None)), standing.chain.last)
        claims = tuple(dict.fromkeys((goal.stored.id, *(p.claim for p in points[-1:]))))
        words = target_words(standing, material.steps)
        line = line_of(material, standing, words, claims)
        lines.append(replace(line, chart=chart(standing, material.steps)))
    return lines


def done(material: Material) -> list[Line]:
    """What came to its end, was signed or held since last time: told so now, and not yet told so then."""
    new = [s for s in material.found if s.assessment.status in FINISHED and not material.was_finished(s)]
    new.sort(
        key=lambda s: (
            material.others(s), _KINDS.index(s.entry.kind), -s.chain.last_changed.toordinal(), s.entry.id,
        )
    )  # fmt: skip
    return [line_of(material, s, claims=s.assessment.evidence) for s in new]


def carried_over(material: Material) -> list[Line]:
    """What was repeated in later reports without anything new."""
    again = [
        s
        for s in material.found
        if s.entry.kind in ("commitment", "instrument") and s.assessment.status in PENDING and s.chain.carried_over > 0
    ]
    again.sort(key=lambda s: (material.others(s), -s.chain.carried_over, s.chain.last_changed, s.entry.id))
    lines = []
    for standing in again:
        times = standing.chain.carried_over
        changed = next(s for s in standing.chain.steps if s.date == standing.chain.last_changed)
        reports = f"{times} report{'s' if times > 1 else ''}"
        last = who_told(standing.chain.last)
        words = f"told so first in {who_told(changed)}; repeated in {reports} since, last in {last}"
        claims = (changed.stored.id, standing.chain.last.stored.id)
        heard = f"; {silent_since}" if (silent_since := quiet(standing)) else ""
        lines.append(line_of(material, standing, f"{words}; none of them tells progress{heard}", claims))
    return lines


def silent(material: Material) -> list[Line]:
    """Open commitments of which the later reports read say nothing; overdue and repeated ones stand elsewhere."""
    still = [
        s
        for s in material.found
        if s.entry.kind == "commitment"
        and s.assessment.status in ("open", "in_progress", "partly_done")
        and s.assessment.silent_since is not None
        and not s.chain.carried_over
        and s.progress is None
    ]
    still.sort(key=lambda s: (material.others(s), _soft(s), _due_last(s), s.chain.last.date, s.entry.id))
    return [line_of(material, s, f"{undertaken(s)}; {quiet(s)}") for s in still]


def dated(standing: Standing) -> Edtf | None:
    """The date of a document that was told last, or None."""
    told = (s.what.date for s in reversed(standing.chain.steps) if isinstance(s.what, Instrument))
    return next((day for day in told if day is not None), None)


def documents(found: tuple[Standing, ...], material: Material) -> list[Standing]:
    """The instruments among some standings: those still to be signed, those run out, then by their last day."""
    told = [s for s in found if s.entry.kind == "instrument"]

    def order(s: Standing) -> tuple[int, int, int, str]:
        day = dated(s)
        latest = -(day.first if day and day.start else s.chain.last.date).toordinal()
        return (material.others(s), _place(s.assessment.status, _STAGES), latest, s.entry.id)

    return sorted(told, key=order)


def instruments(material: Material) -> list[Line]:
    """Documents by status: those to be signed, those that have run out, then the newest."""
    return [line_of(material, s, claims=s.assessment.evidence) for s in documents(material.found, material)]


def dates(material: Material) -> list[Line]:
    """Due dates and meetings that lie ahead, the earliest first."""
    lines = []
    for one in ahead(material.found, material.as_of):
        if one.window.after <= material.as_of:
            continue
        name = heading(one.standing, material.states)
        place = f", {one.place}" if one.place and one.place not in name else ""
        line = line_of(material, one.standing, f"{one.when}{place}; {one.detail}", (one.step.stored.id,))
        lines.append(line)
    return lines


def _counts(material: Material, kind: str, order: Sequence[str]) -> str:
    found = Counter(s.assessment.status for s in material.found if s.entry.kind == kind)
    known = sorted(found, key=lambda status: (_place(status, order), status))
    return ", ".join(f"{found[status]} {status.replace('_', ' ')}" for status in known) or "none told"


def glance(material: Material) -> tuple[tuple[str, str], ...]:
    """The relation in a few counts."""
    pending = [s for s in material.found if s.entry.kind == "commitment" and s.assessment.status in OPEN]
    quiet_ones = sum(s.assessment.silent_since is not None for s in pending)
    commitments = _counts(material, "commitment", ("overdue", "missed", *OPEN))
    if pending and quiet_ones:
        commitments += f"; the last reports read tell nothing of {quiet_ones} of the {len(pending)} open"
    return (
        ("Documents", _counts(material, "instrument", _STAGES)),
        ("Commitments", commitments),
        ("Meetings", _counts(material, "meeting", ("held", "planned", "proposed"))),
        ("Told differently", str(sum(s.assessment.contradicted for s in material.found) or "nothing")),
    )
