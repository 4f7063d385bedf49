"""What a desk keeps in mind of every entry and relation: one short line each, cheap enough for a whole ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from servanda.monitoring.chain import Chain
from servanda.terms.claims import ClaimKind, Commitment, Instrument, Meeting, Person, Statement
from servanda.terms.dates import Edtf
from servanda.terms.states import is_party
from servanda.workflows.assess import Standing
from servanda.workflows.urgency import is_silent, upcoming


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as it stands at a day; ``event`` is when it took place, ``comes`` when it is due or planned.

    ``figures`` is how many figures a target can be held against, None without one.
    """

    entry: str
    kind: ClaimKind
    type: str | None
    label: str
    states: tuple[str, ...]
    status: str
    rule: str
    due: Edtf | None
    event: Edtf | None
    comes: Edtf | None
    first_told: date
    last_told: date
    silent_since: date | None
    silent: bool
    contradicted: bool
    decided: str | None
    tellings: int
    publishers: tuple[str, ...]
    figures: int | None


@dataclass(frozen=True, slots=True)
class Appearance:
    """That an entry names a person or a body: in which role, with which office, told on which day."""

    name: str
    office: str | None
    state: str | None
    body: bool
    role: str
    entry: str
    label: str
    told: date


@dataclass(frozen=True, slots=True)
class Summary:
    """Two states, or a group of more, at a glance."""

    states: tuple[str, ...]
    reports: int
    first: date
    last: date
    statuses: Counter[str]
    overdue: int
    waiting: int
    silent: int
    contradicted: int
    next: tuple[Line, ...]


def event_of(chain: Chain) -> Edtf | None:
    """When what an entry is about took or takes place, as told last."""
    told = (getattr(s.what, "date", None) or getattr(s.what, "period", None) for s in reversed(chain.steps))
    return next((value for value in told if value is not None), None)


def line_of(standing: Standing) -> Line:
    """The line of an entry."""
    chain, a = standing.chain, standing.assessment
    return Line(
        entry=chain.entry.id,
        kind=chain.kind,
        type=getattr(chain.last.what, "type", None) or getattr(chain.last.what, "indicator", None),
        label=chain.entry.label,
        states=chain.entry.states,
        status=a.status,
        rule=a.rule,
        due=a.due,
        event=event_of(chain),
        comes=upcoming(standing, a.as_of),
        first_told=chain.first.date,
        last_told=chain.last.date,
        silent_since=a.silent_since,
        silent=is_silent(standing),
        contradicted=a.contradicted,
        decided=standing.mark.decided if standing.mark else None,
        tellings=len(chain.steps),
        publishers=tuple(sorted({s.stored.publisher for s in chain.steps if s.stored.publisher})),
        figures=len(standing.progress.points) if standing.progress is not None else None,
    )


def _named(chain: Chain) -> Iterable[tuple[Person | str, str, date]]:
    for step in chain.steps:
        what = step.what
        if isinstance(what, Meeting):
            yield from ((person, "met", step.date) for person in what.participants)
        elif isinstance(what, Statement):
            yield what.speaker, "spoke", step.date
        elif isinstance(what, Instrument):
            yield from ((name, "signed", step.date) for name in what.signatories)
        elif isinstance(what, Commitment):
            yield from ((name, "undertook", step.date) for name in what.by if not is_party(name))


def appearances(chain: Chain) -> list[Appearance]:
    """Every person and body that an entry names, once for each role."""
    found: dict[tuple[str, str], Appearance] = {}
    for who, role, day in _named(chain):
        person = isinstance(who, Person)
        name = who.name if isinstance(who, Person) else who
        if name:
            office, state = (who.office, who.state) if isinstance(who, Person) else (None, None)
            one = Appearance(name, office, state, not person, role, chain.entry.id, chain.entry.label, day)
            found[name, role] = one
    return list(found.values())


def summary_of(states: tuple[str, ...], lines: Sequence[Line], reports: int, days: tuple[date, date]) -> Summary:
    """Some states at a glance, from the lines of the entries that they alone share."""
    coming = sorted((line for line in lines if line.comes and line.status != "overdue"), key=_when)
    return Summary(
        states=states,
        reports=reports,
        first=days[0],
        last=days[1],
        statuses=Counter(line.status for line in lines),
        overdue=sum(line.status == "overdue" for line in lines),
        waiting=sum(line.status in ("open", "in_progress", "planned", "proposed") for line in lines),
        silent=sum(line.silent for line in lines),
        contradicted=sum(line.contradicted for line in lines),
        next=tuple(coming[:3]),
    )


def _when(line: Line) -> tuple[date, date, str]:
    assert line.comes is not None
    return line.comes.after, line.comes.first, line.entry
