"""A target as a picture: what was told as points, the goal, the pace so far and the pace needed as lines."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from servanda.monitoring.chain import Step
from servanda.monitoring.pace import pace_words
from servanda.monitoring.progress import DAYS_IN_YEAR, Progress
from servanda.monitoring.when import date_words, due_words
from servanda.terms.amounts import amount
from servanda.terms.claims import Figure
from servanda.workflows.assess import Standing
from servanda.workflows.brief_words import quiet, undertaken
from servanda.workflows.pack import Chart, Point, Trend

# how far a chart looks ahead of the last figure, in years: enough to show where a pace leads, and no further
AHEAD_AT_LEAST = 3
AHEAD_AT_MOST = 20


def _last_year(found: Progress) -> int:
    last = found.points[-1].period.first.year
    wanted = [last + AHEAD_AT_LEAST]
    if found.due is not None and found.due.end is not None:
        wanted = [max(last + 1, found.due.last.year)]
    if found.reached is not None:
        wanted.append(found.reached)
    return min(max(wanted), last + AHEAD_AT_MOST)


def _so_far(found: Progress, until: int) -> Trend | None:
    if found.pace is None:
        return None
    first = found.points[0]
    start = Decimal(first.period.first.year)
    return Trend((start, first.value), (Decimal(until), first.value + found.pace * (until - start)))


def _needed(found: Progress) -> Trend | None:
    """From the end of the last figure's year to the end of the due window, in years of the axis."""
    if found.pace_needed is None or found.due is None:
        return None
    last = found.points[-1]
    year = Decimal(last.period.first.year)
    years = Decimal((found.due.after - last.period.after).days) / DAYS_IN_YEAR
    return Trend((year, last.value), (year + years, found.target.value))


def _points(found: Progress, steps: Mapping[str, Step]) -> tuple[Point, ...]:
    """Every figure on the way; where reports differ on a year, each value that is told."""
    unit, points = found.target.unit, []
    for told in found.points:
        values = {told.value: told.claim}
        for claim in told.claims if told.differ else ():
            what = steps[claim].what if claim in steps else None
            if isinstance(what, Figure) and what.value is not None:
                values.setdefault(what.value, claim)
        year = told.period.first.year
        points += [Point(year, value, amount(value, unit), claim) for value, claim in values.items()]
    return tuple(points)


def chart(standing: Standing, steps: Mapping[str, Step]) -> Chart | None:
    """The chart of a target; None while no figure like its goal was told, and where one is negative."""
    found = standing.progress
    # a chart begins at zero
    if found is None or not found.points or found.target.value <= 0 or any(p.value < 0 for p in found.points):
        return None
    unit, until = found.target.unit, _last_year(found)
    points = _points(found, steps)
    goal = found.target.value
    years = (points[0].year, until)
    return Chart(
        standing.entry.label, unit, goal, amount(goal, unit), points, years, _so_far(found, until), _needed(found)
    )


def _reach(found: Progress) -> str:
    unit = found.target.unit
    words = []
    if found.share is not None and found.distance is not None:
        missing = f", {amount(found.distance, unit)} missing" if found.distance > 0 else ", the goal is reached"
        words.append(f"{float(found.share):.0%} of it told{missing}")
    words += pace_words(found, due=None)
    return "; ".join(words)


def target_words(standing: Standing, steps: Mapping[str, Step]) -> str:
    """The goal, the last like figure, how far it is and which pace it needs."""
    found = standing.progress
    if found is None:
        return ""
    unit = found.target.unit
    goal = f"goal {amount(found.target.value, unit)}" + (f" {due_words(found.due)}" if found.due else ", no date told")
    words = [f"{goal}, {undertaken(standing)}"]
    if found.points:
        last = found.points[-1]
        told = steps.get(last.claim)
        differ = "; reports differ on it" if last.differ else ""
        by = f" ({told.stored.publisher or told.claim.report}{differ})" if told else ""
        words += [f"last told {amount(last.value, unit)} for {date_words(last.period)}{by}", _reach(found)]
    else:
        unlike = len(found.not_compared)
        told_words = f"; {unlike} figure{'s' if unlike > 1 else ''} unlike it not compared" if unlike else ""
        words.append(f"no like figure told{told_words}")
    return "; ".join(word for word in (*words, quiet(standing)) if word)
