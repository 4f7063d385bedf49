"""The entries of whole relations as they stand at a day, and the short lines that a desk keeps of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from servanda.ledger import views
from servanda.ledger.past_blocks import Horizon
from servanda.ledger.reader_views import published_by_state
from servanda.ledger.session import Ledger
from servanda.terms.entries import Coverage, covered
from servanda.workflows.assess import CoverageOf, Standing, relation, stand
from servanda.workflows.lines import Appearance, Line, appearances, line_of
from servanda.workflows.marks import marked
from servanda.workflows.then import known_of


@dataclass(frozen=True, slots=True)
class Part:
    """What is kept of one relation: its entries' lines, who they name, and the reports that tell of them."""

    lines: tuple[Line, ...]
    named: tuple[Appearance, ...]
    reports: tuple[tuple[tuple[str, ...], str, date], ...]


def part_of(told: Sequence[Standing]) -> Part:
    """What is kept of the entries of a relation."""
    reports = {(s.entry.states, step.claim.report, step.date) for s in told for step in s.chain.steps}
    named = tuple(one for s in told for one in appearances(s.chain))
    return Part(tuple(map(line_of, told)), named, tuple(reports))


def standings_of(
    ledger: Ledger, names: Collection[str], as_of: date, coverage_of: CoverageOf | None = None
) -> dict[str, tuple[Standing, ...]]:
    """The entries of some relations as they stand, by the relation's name."""
    known = known_of(ledger, names, Horizon(as_of))
    found: dict[str, list[Standing]] = {sides: [] for sides in names}
    told = stand(known.entries, known.claims, as_of, coverage_of or partial(coverage, ledger, as_of))
    for standing in marked(ledger, told):
        # a person may have tied an entry of another relation to one of these; it is told of with its own
        if (sides := relation(standing.chain)) in found:
            found[sides].append(standing)
    return {sides: tuple(told) for sides, told in found.items()}


def coverage(ledger: Ledger, as_of: date, states: Sequence[str]) -> Coverage:
    """What was read of some states up to a day."""
    return views.coverage(ledger, states, as_of)


def coverage_of_any(ledger: Ledger) -> Callable[[date, Sequence[str]], Coverage]:
    """The coverage of any states, from one reading of all that was published: a query a pair took a quarter of it."""
    by_state = published_by_state(ledger)

    def coverage_of(as_of: date, states: Sequence[str]) -> Coverage:
        if not states:
            return views.coverage(ledger, states, as_of)
        # of a group of many states a report need name only two
        first, *others = sorted((by_state.get(state, {}) for state in states[:2]), key=len)
        return covered([one for digest, one in first.items() if all(digest in other for other in others)], as_of)

    return coverage_of
