"""A relation: its timeline, targets, register of documents, board of commitments, and what was read of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import ClassVar

from fastapi import APIRouter, Response

from servanda.errors import NotFoundError
from servanda.faces.exports.rows import standing_row
from servanda.faces.web.chart import Chart, chart
from servanda.faces.web.links import Links
from servanda.faces.web.pages.pack import offered
from servanda.faces.web.render import Shell
from servanda.faces.web.tables import EntryRow, entry_row
from servanda.faces.web.timeline import Timeline, timeline
from servanda.faces.web.visit import Visit, Visited
from servanda.faces.web.words import Badge, badge, day, sides, spaced, when
from servanda.ledger.views import coverage, published, stored_claims
from servanda.monitoring.chain import Step
from servanda.monitoring.coverage import by_publisher, extent
from servanda.terms.claims import Instrument
from servanda.terms.entries import Coverage
from servanda.workflows.assess import Standing
from servanda.workflows.find import urgent_first
from servanda.workflows.lines import Line, line_of
from servanda.workflows.office import state_codes
from servanda.workflows.urgency import ORDER, by_urgency

router = APIRouter()
# as many of one status, and of the register, are shown; the rest is a link away
COLUMN, REGISTER, CHARTS, RECENT = 8, 40, 12, 30


@dataclass(frozen=True, slots=True)
class Column:
    """The commitments of one status."""

    status: Badge
    rows: tuple[EntryRow, ...]
    total: int
    href: str


@dataclass(frozen=True, slots=True)
class Turn:
    """A status of a document, since when or told when, and where the words stand."""

    status: str
    day: str
    href: str


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One document: what it was told to be, report after report, and in ``end`` what the calendar made it."""

    entry: EntryRow
    term: str
    course: tuple[Turn, ...]
    end: str


@dataclass(frozen=True, slots=True)
class ReadOf:
    """What was read of one publisher."""

    publisher: str
    reports: int
    first: str
    last: str
    href: str


@dataclass(frozen=True, slots=True)
class Relation:
    """Two states, or more."""

    template: ClassVar[str] = "relation.html"
    shell: Shell
    name: str
    read: str
    reports_href: str
    packs: tuple[tuple[str, str], ...]
    series_href: str
    compare_href: str
    changes_href: str
    silent: int
    silent_href: str
    contradicted: int
    contradicted_href: str
    timeline: Timeline | None
    charts: tuple[Chart, ...]
    charts_total: int
    board: tuple[Column, ...]
    register: tuple[RegisterRow, ...]
    register_total: int
    register_href: str
    recent: tuple[EntryRow, ...]
    recent_total: int
    recent_href: str
    readings: tuple[ReadOf, ...]


def _board(lines: Sequence[Line], links: Links, pair: str) -> tuple[Column, ...]:
    groups: dict[str, list[Line]] = defaultdict(list)
    for line in urgent_first(line for line in lines if line.kind == "commitment"):
        groups[line.status].append(line)
    return tuple(
        Column(
            badge(status),
            tuple(entry_row(line, links) for line in groups[status][:COLUMN]),
            len(groups[status]),
            links.to("/entries", states=pair, kind="commitment", status=status),
        )
        for status in ORDER
        if groups[status]
    )


def _register_row(standing: Standing, line: Line, links: Links) -> RegisterRow:
    told = [(step, step.what) for step in standing.chain.steps if isinstance(step.what, Instrument)]
    # who only refers to a document tells nothing of how it stands
    course = [_turn(step, what, links) for step, what in told if what.status != "referred"]
    status = standing.assessment.status
    return RegisterRow(
        entry=entry_row(line, links),
        term=when(next((what.term for _, what in reversed(told) if what.term), None)),
        course=tuple(next(some) for _, some in groupby(course, key=lambda turn: turn.status)),
        end=spaced(status) if course and status in ("expired", "overdue") else "",
    )


def _turn(step: Step, what: Instrument, links: Links) -> Turn:
    """What one report tells of a document: when that was, or when it was told where it is yet to come or has no day."""
    past = what.date is not None and what.status not in ("planned", "negotiated")
    words = when(what.date) if past else f"told {day(step.date)}"
    return Turn(spaced(what.status), words, links.report(step.claim.report, step.stored.id))


def _standings(states: tuple[str, ...], entries: Sequence[str], visit: Visit) -> list[Standing]:
    """Some of the relation's entries by id, in that order; one that is no more is left out."""
    told = {s.entry.id: s for s in visit.desk.among(states, entries, visit.as_of)}
    return [told[name] for name in entries if name in told]


def _charts(states: tuple[str, ...], lines: Sequence[Line], visit: Visit) -> tuple[tuple[Chart, ...], int]:
    with_target = urgent_first(line for line in lines if line.figures is not None)
    # those with figures say the most
    with_target.sort(key=lambda line: not line.figures)
    wanted = [line.entry for line in with_target[:CHARTS]]
    shown = [s for s in _standings(states, wanted, visit) if s.progress is not None]
    claims = stored_claims(visit.desk.ledger, [p.claim for s in shown if s.progress for p in s.progress.points])
    return tuple(chart(s, claims, visit.links) for s in shown), len(with_target)


@router.get("/relation/{name}")
def relation(name: str, visit: Visited) -> Response:
    """The page of the states whose codes are joined by hyphens."""
    states = tuple(sorted(state_codes(name.split("-"))))
    told = visit.desk.lines(states, visit.as_of)
    read = coverage(visit.desk.ledger, states, visit.as_of)
    if not told.lines and read.last is None:
        raise NotFoundError(f"no report read by {visit.as_of} tells of {sides(states)} together")
    # the links are part of the key: those of today tell no day, and today becomes a day that one looks back to
    kept = visit.desk.made(
        ("relation page", visit.links),
        "-".join(states),
        visit.as_of,
        lambda: _context(states, told.lines, read, visit),
        beside=told.rests_on,
    )
    context = replace(kept, shell=visit.shell(sides(states), ("/", "Relations"), files=True, behind=told.behind))
    return visit.answer(
        context,
        lambda: map(standing_row, by_urgency(visit.desk.between(states, visit.as_of))),
        rests_on=(told.rests_on, told.behind),
    )


def _context(states: tuple[str, ...], lines: Sequence[Line], read: Coverage, visit: Visit) -> Relation:
    links, pair = visit.links, ",".join(states)
    documents = urgent_first(line for line in lines if line.kind == "instrument")
    charts, charts_total = _charts(states, lines, visit)
    events = sorted(
        (line for line in lines if line.kind in ("meeting", "activity", "figure")),
        key=lambda line: (line.last_told, line.entry),
        reverse=True,
    )
    return Relation(
        shell=visit.shell(sides(states), ("/", "Relations"), files=True),
        name=sides(states),
        read=extent(read),
        reports_href=links.to("/reports", states=pair),
        packs=offered(states, links) if lines else (),
        series_href=links.to(f"/relation/{'-'.join(states)}/series"),
        compare_href=links.to(f"/relation/{'-'.join(states)}/compare"),
        changes_href=links.to("/changes", states=pair),
        silent=sum(line.silent for line in lines),
        silent_href=links.to("/entries", states=pair, silent=1),
        contradicted=sum(line.contradicted for line in lines),
        contradicted_href=links.to("/entries", states=pair, contradicted=1),
        timeline=timeline(lines, visit.as_of, links, pair),
        charts=charts,
        charts_total=charts_total,
        board=_board(lines, links, pair),
        register=tuple(
            _register_row(s, line_of(s), links)
            for s in _standings(states, [line.entry for line in documents[:REGISTER]], visit)
        ),
        register_total=len(documents),
        register_href=links.to("/entries", states=pair, kind="instrument"),
        recent=tuple(entry_row(line, links) for line in events[:RECENT]),
        recent_total=len(events),
        recent_href=links.to("/entries", states=pair),
        readings=tuple(
            ReadOf(
                publisher or "publisher not told",
                one.reports,
                day(one.first),
                day(one.last),
                links.to("/reports", states=pair, publisher=publisher),
            )
            for publisher, one in by_publisher(published(visit.desk.ledger, states), visit.as_of)
        ),
    )
