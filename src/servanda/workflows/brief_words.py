"""How a pack words what stands where: never more than the reports tell, and always who told it when."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from servanda.monitoring.chain import Step
from servanda.monitoring.coverage import extent, silence
from servanda.monitoring.progress import last_due
from servanda.monitoring.when import date_words, day_words, due_words
from servanda.terms.amounts import amount, told
from servanda.terms.claims import Activity, Commitment, Figure, Instrument, Meeting
from servanda.terms.entries import Coverage
from servanda.terms.states import state_name
from servanda.workflows.assess import Standing

# more publishers than this are counted in a line, and named in the annex
PUBLISHERS = 3


def named(states: Sequence[str]) -> str:
    """States by name: "Kazakhstan and Tajikistan", "Kazakhstan, Tajikistan and Uzbekistan"."""
    names = [state_name(code) for code in states]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


def who_told(step: Step) -> str:
    """Who published a telling, and when: "Pamir Wire, 23 Aug 2024"; the report's id where no publisher is known."""
    return f"{step.stored.publisher or step.claim.report}, {day_words(step.date)}"


def told_as(step: Step) -> str:
    """What a telling says of a document, meeting or activity: "told as signed on 22 Aug 2024 (Pamir Wire, ...)"."""
    what = step.what
    if not isinstance(what, Instrument | Meeting | Activity):
        return f"told ({who_told(step)})"
    when = ""
    if what.date is not None:
        # "on" claims a day; a month or year is only a time in which it lies
        by_day = what.date.start is not None and what.date.start.day is not None
        when = f" {'on' if by_day else 'in'} {date_words(what.date)}"
    return f"told as {what.status.replace('_', ' ')}{when} ({who_told(step)})"


def undertaken(standing: Standing) -> str:
    """Who undertakes a commitment and how firmly, as told last."""
    acts = [step.what for step in standing.chain.steps if isinstance(step.what, Commitment)]
    by = next((what.by for what in reversed(acts) if what.by), ())
    firm = any(what.strength == "firm" for what in acts)
    verb = "undertaken" if firm else "intended or proposed"
    return f"{verb} by {named(by)}" if by else f"{verb}, by whom is not told"


def term_words(standing: Standing) -> str:
    """The term of a document as told last, or nothing."""
    terms = (step.what.term for step in reversed(standing.chain.steps) if isinstance(step.what, Instrument))
    term = next((term for term in terms if term is not None), None)
    return date_words(term) if term else ""


def quiet(standing: Standing) -> str | None:
    """The sentence of silence, or None when the last report read tells of it; of many publishers a few are named."""
    assessment = standing.assessment
    return silence(replace(assessment, coverage=_few(assessment.coverage)))


def _few(read: Coverage) -> Coverage:
    names = read.publishers
    if len(names) <= PUBLISHERS:
        return read
    return replace(read, publishers=(*names[: PUBLISHERS - 1], f"{len(names) - PUBLISHERS + 1} more in Annex C"))


def read_words(read: Coverage) -> str:
    """What was read, with a few of many publishers."""
    return extent(_few(read))


def _evidence(standing: Standing, steps: Mapping[str, Step]) -> list[Step]:
    return [steps[claim] for claim in standing.assessment.evidence if claim in steps]


def _document(standing: Standing, evidence: Sequence[Step]) -> str:
    words = told_as(evidence[0])
    term = term_words(standing)
    return f"{words}; term {term}" if term else words


def _term_over(standing: Standing, evidence: Sequence[Step]) -> str:
    return f"its term, {term_words(standing)}, is over; {told_as(evidence[0])}"


def _told_status(standing: Standing, evidence: Sequence[Step]) -> str:
    return f"told as {standing.assessment.status.replace('_', ' ')} ({who_told(evidence[0])}); {undertaken(standing)}"


def _fulfilled(standing: Standing, evidence: Sequence[Step]) -> str:
    return f"{undertaken(standing)} ({who_told(evidence[0])}); {told_as(evidence[-1])}"


def _due(standing: Standing) -> str:
    due = last_due(standing.chain)
    return f"due {due_words(due)}" if due else "no due date told"


def _open(standing: Standing, _evidence: Sequence[Step]) -> str:
    heard = quiet(standing) or "the last report read tells of it"
    return f"{undertaken(standing)}; {_due(standing)}; {heard}"


def _overdue(standing: Standing, _evidence: Sequence[Step]) -> str:
    untold = quiet(standing) or f"last told {day_words(standing.chain.last.date)}, not told as done"
    return f"{undertaken(standing)}; {_due(standing)}; {untold}"


def _target(standing: Standing, evidence: Sequence[Step]) -> str:
    """A goal and the figure that decided it."""
    what, found = evidence[-1].what, standing.progress
    if found is None or not isinstance(what, Figure) or what.period is None:
        return standing.assessment.why
    goal = f"goal {amount(found.target.value, found.target.unit)}" + (f" {due_words(found.due)}" if found.due else "")
    return f"{goal}, {undertaken(standing)}; {told(what)} told for {date_words(what.period)} ({who_told(evidence[-1])})"


def _event(_standing: Standing, evidence: Sequence[Step]) -> str:
    return told_as(evidence[0])


# by the name of the status rule; what another rule decided, a person's word for one, is told in its own words
_WORDINGS: Mapping[str, Callable[[Standing, Sequence[Step]], str]] = {
    "told-done": _told_status, "told-dropped": _told_status, "told-in-progress": _told_status,
    "fulfilled": _fulfilled, "overdue": _overdue, "open": _open, "terminated": _document, "term-over": _term_over,
    "furthest-stage": _document, "last-told": _event, "target-met": _target, "target-missed": _target,
}  # fmt: skip


def detail(standing: Standing, steps: Mapping[str, Step]) -> str:
    """How an entry stands, in words that its evidence bears; ``steps`` are all tellings of the relation by claim."""
    wording = _WORDINGS.get(standing.assessment.rule)
    evidence = _evidence(standing, steps)
    return wording(standing, evidence) if wording and evidence else standing.assessment.why


def _meeting_name(what: Meeting) -> str:
    kind = f"{what.visit} visit" if what.visit else what.type.replace("_", " ")
    names = [person.name.split()[-1] for person in what.participants if person.name]
    who = f": {', '.join(names[:4])}" if names else ""
    return f"{kind.capitalize()}{f' in {what.city}' if what.city else ''}{who}"


def _name(standing: Standing) -> str:
    what = standing.chain.last.what
    if isinstance(what, Meeting):
        return _meeting_name(what)
    # a label ends in codes where a thing has no name of its own; the pack is about these states anyway
    return standing.entry.label.removesuffix(f", {'-'.join(standing.entry.states)}")


def heading(standing: Standing, states: Sequence[str]) -> str:
    """The name of an entry; where more states take part than the pack is about, with them."""
    others = [code for code in standing.entry.states if code not in states]
    if not others:
        return _name(standing)
    rest = f" and {len(others) - 3} more" if len(others) > 3 else ""
    return f"{_name(standing)} (with {', '.join(map(state_name, others[:3]))}{rest})"
