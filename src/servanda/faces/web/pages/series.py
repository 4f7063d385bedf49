"""The figures of a relation like with like: by period, every value told, by whom, what agrees and what differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import ClassVar

from fastapi import APIRouter, Response

from servanda.errors import InputError
from servanda.faces.exports.series_rows import told_rows
from servanda.faces.web.links import Links
from servanda.faces.web.render import Shell
from servanda.faces.web.series_chart import SeriesChart, series_chart, side_name
from servanda.faces.web.visit import Visited
from servanda.faces.web.words import by_name, dated, day, sides, spaced, when
from servanda.ledger.reader_views import entries_of_claims
from servanda.monitoring.quantities import Key
from servanda.monitoring.series import OF_ANOTHER_SIDE, Point, Series
from servanda.monitoring.tellings import Telling
from servanda.monitoring.wholes import Tally
from servanda.terms.amounts import amount
from servanda.terms.states import state_name
from servanda.workflows.office import state_codes
from servanda.workflows.series import INDICATORS

router = APIRouter()
# the latest periods of a series that are shown, and the reasons for leaving figures out; a file holds all
PERIODS, REASONS = 40, 6


@dataclass(frozen=True, slots=True)
class ToldRow:
    """One value as one report tells it."""

    period: str
    differ: bool
    value: str
    by: str
    quote: str
    report: str
    date: str
    href: str
    entry_href: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What agrees or differs on a period; ``mark`` differs as well as the tone."""

    mark: str
    tone: str
    words: str


@dataclass(frozen=True, slots=True)
class Like:
    """Figures that can be held against one another, of all sides."""

    title: str
    chart: SeriesChart | None
    rows: tuple[ToldRow, ...]
    more: int
    remarks: tuple[Remark, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """The documents signed in a year, each counted once."""

    year: str
    documents: str
    worth: str
    how: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeriesPage:
    """The figures of a relation."""

    template: ClassVar[str] = "series.html"
    shell: Shell
    name: str
    path: str
    indicator: str
    indicators: tuple[str, ...]
    groups: tuple[Like, ...]
    years: tuple[Year, ...]


def _title(key: Key) -> str:
    what = spaced(key.indicator)
    counted = f" ({', '.join(key.counted)})" if key.counted else ""
    way = f", from {state_name(key.direction)}" if key.direction else ""
    return f"{what.capitalize()}{counted}{way}, {key.unit or 'no unit'}, {key.span}"


def _latest(listed: Sequence[Series]) -> tuple[list[tuple[Point, Telling]], int]:
    """The values told of the latest periods, the latest first, and of how many periods there are more."""
    points: dict[str, list[tuple[Point, Telling]]] = {}
    for point in sorted((p for series in listed for p in series.points), key=_place, reverse=True):
        points.setdefault(point.when, []).extend((point, telling) for telling in point.told)
    shown = list(points.values())[:PERIODS]
    return [one for told in shown for one in told], len(points) - len(shown)


def _place(point: Point) -> tuple[str, str]:
    return str(point.period.after if point.period is not None else point.day), point.when


@dataclass(frozen=True, slots=True)
class _Page:
    """What the groups of a page are made with: the entry of each claim, and where pages live."""

    homes: Mapping[str, str]
    links: Links

    def row(self, point: Point, telling: Telling) -> ToldRow:
        """One value as one report tells it."""
        one, links = telling.stored, self.links
        return ToldRow(
            period=when(point.period) if point.period is not None else f"told {day(point.day)}",
            differ=point.verdict == "differ",
            value=telling.words,
            by=side_name(telling.side) if telling.side else one.publisher or "not known",
            quote=" ".join(one.claim.quotes[0].text.split()),
            report=one.claim.report,
            date=day(one.date),
            href=links.report(one.claim.report, one.id),
            entry_href=links.entry(self.homes[one.id]) if one.id in self.homes else "",
        )

    def group(self, key: Key, listed: Sequence[Series]) -> Like:
        """The series of all sides."""
        told, more = _latest(listed)
        return Like(
            title=_title(key),
            chart=series_chart(listed, self.links),
            rows=tuple(self.row(point, telling) for point, telling in told),
            more=more,
            remarks=tuple(_remarks(listed))[-PERIODS:],
            left_out=tuple(_left_out(listed)),
        )


_VERDICTS = {"differ": ("≠", "differs"), "agree": ("✔", "good")}


def _remarks(listed: Sequence[Series]) -> Iterator[Remark]:
    told = ((p.when, p.verdict, p.words) for s in listed for p in s.points if p.words)
    for period, verdict, words in dict.fromkeys(told):
        yield Remark(
            *_VERDICTS.get(verdict, ("·", "plain")), f"{dated(period)}: {by_name(words, listed[0].key.states)}"
        )
    for grown, agrees, words in dict.fromkeys((c.period, c.agrees, c.words) for s in listed for c in s.checks):
        yield Remark(
            *_VERDICTS["agree" if agrees else "differ"], f"{when(grown)}: {by_name(words, listed[0].key.states)}"
        )


def _left_out(listed: Sequence[Series]) -> Iterator[str]:
    """Why figures of the same indicator and states stand in no point of a series, and how many of them."""
    by_claim = {
        n.telling.stored.id: n.reason
        for s in listed
        for n in s.not_comparable
        if not n.reason.startswith(OF_ANOTHER_SIDE)
    }
    reasons = sorted(Counter(by_claim.values()).items())
    states = listed[0].key.states
    yield from (f"{number} not comparable: {by_name(reason, states)}" for reason, number in reasons[:REASONS])
    if len(reasons) > REASONS:
        yield f"and {len(reasons) - REASONS} more reasons, which the file tells"


def _year(tally: Tally) -> Year:
    told = [f"{when(s.date)}: {s.words}" if s.date else s.words for s in tally.signings if s.wholes]
    alone = sum(len(s.parts) for s in tally.signings if not s.wholes)
    return Year(
        year=str(tally.year or "day not told"),
        documents=str(tally.least) if tally.least == tally.most else f"{tally.least} to {tally.most}",
        worth=", ".join(amount(value, currency) for currency, value in tally.worth),
        how=(*told, *([f"{alone} told by title alone"] if alone else [])),
    )


@router.get("/relation/{name}/series")
def series(name: str, visit: Visited) -> Response:
    """The figures of the states whose codes are joined by hyphens; of one indicator where one is asked for."""
    states = tuple(sorted(state_codes(name.split("-"))))
    if len(states) < 2:
        raise InputError("figures stand between two states; write an address as /relation/KAZ-TJK/series")
    indicator = visit.choice("indicator", INDICATORS)
    found = visit.desk.figures(states, visit.as_of)
    behind = visit.desk.is_behind(states)
    told = [one for one in found.series if indicator in (None, one.key.indicator)]
    tallies = found.tallies if indicator in (None, "documents_signed") else ()
    shown = [t.stored.id for s in told for p in s.points[-PERIODS:] for t in p.told]
    page = _Page(entries_of_claims(visit.desk.ledger, shown), visit.links)
    context = SeriesPage(
        shell=visit.shell(
            "Figures like with like",
            ("/", "Relations"),
            (f"/relation/{name}", sides(states)),
            files=True,
            behind=behind,
        ),
        name=sides(states),
        path=visit.path,
        indicator=indicator or "",
        indicators=tuple(dict.fromkeys(one.key.indicator for one in found.series)),
        groups=tuple(
            page.group(key, list(some)) for key, some in groupby(told, key=lambda s: replace(s.key, side=None))
        ),
        years=tuple(_year(one) for one in sorted(tallies, key=lambda one: one.year or 0, reverse=True)),
    )
    return visit.answer(context, lambda: (row for one in told for row in told_rows(one)), rests_on=behind)
