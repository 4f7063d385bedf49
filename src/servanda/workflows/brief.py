"""The pack for a session: where a relation stands before the meeting, on two pages, with annexes and source notes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from servanda.errors import InputError, NotFoundError
from servanda.ledger import views
from servanda.ledger.session import Ledger
from servanda.monitoring.chain import Step
from servanda.monitoring.last_time import last_time
from servanda.monitoring.when import day_words
from servanda.terms.claims import Meeting
from servanda.workflows.assess import Standing
from servanda.workflows.brief_annexes import followed, ground, register
from servanda.workflows.brief_lines import glance
from servanda.workflows.brief_material import Material
from servanda.workflows.brief_space import CHARTS, PLANS, SIDES, share_out
from servanda.workflows.brief_words import named, read_words, told_as
from servanda.workflows.concern import concerning
from servanda.workflows.occasions import notes_of, occasions
from servanda.workflows.pack import Line, Pack, RegisterRow, Section


def _material(ledger: Ledger, states: tuple[str, ...], as_of: date, since: date | None) -> tuple[Material, Step | None]:
    found = concerning(ledger, as_of, states)
    if not found:
        raise NotFoundError(
            f"nothing that concerns {named(states)} together was told by {as_of}; servanda status lists the relations"
        )
    met = last_time([s.chain for s in found], states, as_of)
    if since is None and met is not None and isinstance(met.what, Meeting) and met.what.date is not None:
        since = met.what.date.first
    before = _before(ledger, states, since)
    steps = _steps(ledger, found)
    statuses = {claim: s.assessment.status for s in before for claim in s.chain.ids}
    return Material(states, as_of, since, found, steps, statuses), met


def _before(ledger: Ledger, states: tuple[str, ...], since: date | None) -> tuple[Standing, ...]:
    """How everything stood when the day began that is looked back to."""
    if since is None or since == date.min:
        return ()
    return concerning(ledger, since - timedelta(days=1), states)


def _steps(ledger: Ledger, found: Sequence[Standing]) -> dict[str, Step]:
    """Every telling by its claim; also those of other entries that decide how one of these stands."""
    steps = {step.stored.id: step for s in found for step in s.chain.steps}
    wanted = {claim for s in found for claim in s.assessment.evidence}
    wanted |= {claim for s in found if s.progress for p in s.progress.points for claim in (p.claim, *p.claims)}
    for claim, stored in views.stored_claims(ledger, sorted(wanted - steps.keys())).items():
        steps[claim] = Step(stored, "new")
    return steps


def _last_time(material: Material, met: Step | None, *, asked: bool) -> str:
    if asked and material.since is not None:
        return f"since {day_words(material.since)}, the day asked for"
    if met is None or material.since is None or not isinstance(met.what, Meeting):
        return "no earlier session, summit or visit is told: everything told as done is listed"
    where = f" in {met.what.city}" if met.what.city else ""
    return f"the {met.what.type}{where} {told_as(met)}, that day included"


def _sections(material: Material) -> tuple[Section, ...]:
    """The sections with as many lines as two pages hold; a line that is left out is left out whole."""
    lists = [plan.lines(material) for plan in PLANS]
    short = [_short(lines) for lines in lists]
    shown = share_out(short)
    return tuple(
        Section(plan.name, plan.title, tuple(cut[:n]), tuple(lines[n:]), plan.annex, plan.nothing)
        for plan, cut, lines, n in zip(PLANS, short, lists, shown, strict=True)
    )


def _short(lines: Sequence[Line]) -> list[Line]:
    """The lines with as many charts and differing values as two pages may hold."""
    drawn = [line.entry for line in lines if line.chart is not None][:CHARTS]
    return [_few_sides(line if line.entry in drawn else replace(line, chart=None)) for line in lines]


def _few_sides(line: Line) -> Line:
    more = len(line.sides) - SIDES
    if more <= 0:
        return line
    detail = f"{line.detail}; {more} more value{'s' if more > 1 else ''} in the source notes"
    return replace(line, sides=line.sides[:SIDES], detail=detail)


def _cited(sections: Iterable[Section], rows: Iterable[RegisterRow], first: Sequence[str]) -> list[str]:
    """Every claim that a line rests on, in the order in which a reader meets it."""
    listed = tuple(sections)
    shown = [line for section in listed for line in section.lines]
    rest = [line for section in listed for line in section.more]
    claims = list(first)
    for line in (*shown, *rest):
        claims += [*line.claims, *(side.claim for side in line.sides)]
        claims += [point.claim for point in line.chart.points] if line.chart else []
    claims += [claim for row in rows for claim in row.claims]
    return list(dict.fromkeys(claims))


def brief(ledger: Ledger, states: Sequence[str], as_of: date, *, since: date | None = None) -> Pack:
    """The pack of two or more states as of a day.

    "Last time" is the last session, summit or visit held before that day, or ``since``; what happened on it counts.
    InputError for fewer than two states or a ``since`` after the day; NotFoundError when nothing was told by then.
    """
    if len(states) < 2:
        raise InputError("a pack is about what is between states; name at least two, as KAZ TJK")
    if since is not None and since > as_of:
        raise InputError(f"--since {since} is after {as_of}, the day of the pack; name an earlier day")
    material, met = _material(ledger, tuple(states), as_of, since)
    last_claims = (met.stored.id,) if met is not None and since is None else ()
    sections = _sections(material)
    rows = register(material)
    return Pack(
        states=material.states,
        title=named(material.states),
        as_of=as_of,
        since=material.since,
        last_time=_last_time(material, met, asked=since is not None),
        last_time_claims=last_claims,
        glance=glance(material),
        sections=sections,
        notes=tuple(notes_of(ledger, [material.steps[claim] for claim in _cited(sections, rows, last_claims)])),
        register=rows,
        followed=followed(material),
        read=read_words(views.coverage(ledger, material.states, as_of)),
        ground=ground(ledger, material),
        occasions=occasions(ledger, material.found, as_of),
    )
