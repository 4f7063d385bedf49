"""Meetings of the same states and days as one gathering, and the reports that tell of it.

The visit, the talks, the ceremony of two days are one gathering. A report tells of it when it tells of one of its
meetings, or of a document signed on its days, within a week before or after.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from servanda.monitoring.chain import Chain
from servanda.terms.claims import Instrument, Meeting
from servanda.terms.dates import Edtf

# how long before and after a meeting a report tells of it, and not of the past or the far future
DAYS_AROUND = 7
# a meeting whose date is known to the month alone is not one with every other meeting of that month
LONGEST = 14


@dataclass(frozen=True, slots=True)
class Gathering:
    """The meetings of some states on the same days, and the report versions that tell of them near those days."""

    states: tuple[str, ...]
    first: date
    after: date
    meetings: tuple[Chain, ...]
    versions: frozenset[str]

    def near(self, published: date) -> bool:
        """Whether a report of that day is of its days."""
        return _near(published, self.first, self.after)


def _window(chain: Chain) -> tuple[date, date] | None:
    """The days of a meeting, as told when it was held, else as planned; None when no day is told."""
    held: list[Edtf] = []
    planned: list[Edtf] = []
    for step in chain.steps:
        what = step.what
        if isinstance(what, Meeting) and what.date is not None and what.status != "cancelled":
            (held if what.status == "held" else planned).append(what.date)
    told_dates = [d for d in (held or planned) if d.start is not None and d.end is not None]
    if not told_dates:
        return None
    return min(d.first for d in told_dates), max(d.after for d in told_dates)


def _states(chain: Chain) -> tuple[str, ...]:
    return tuple(sorted({code for s in chain.steps for code in getattr(s.what, "states", ())}))


def _near(published: date, first: date, after: date) -> bool:
    around = timedelta(days=DAYS_AROUND)
    return first - around <= published < after + around


def _telling(chains: Iterable[Chain], first: date, after: date) -> frozenset[str]:
    return frozenset(s.claim.version for chain in chains for s in chain.steps if _near(s.date, first, after))


# a document with the first day it can have been signed on, and the day after the last
_Signed = tuple[date, date, Chain]


def _documents(chains: Sequence[Chain]) -> dict[tuple[str, ...], list[_Signed]]:
    """The documents of each group of states, with each day told of them, by day."""
    found: dict[tuple[str, ...], list[_Signed]] = defaultdict(list)
    for chain in chains:
        for step in chain.steps:
            if isinstance(step.what, Instrument) and step.what.date is not None:
                day = step.what.date
                found[tuple(sorted(set(step.what.states)))].append((day.first, day.after, chain))
    for signed in found.values():
        signed.sort(key=_first)
    return found


def _first(signed: _Signed) -> date:
    return signed[0]


def gatherings(chains: Sequence[Chain], as_of: date) -> tuple[Gathering, ...]:
    """The meetings among some chains that had begun by a day, those of the same states and days as one, by day.

    A report tells of a gathering when it tells of one of its meetings, or of a document signed on its days, within a
    week before or after.
    """
    placed = sorted(
        ((_states(c), window, c) for c in chains if c.kind == "meeting" and (window := _window(c)) is not None),
        key=lambda row: (row[0], row[1], row[2].entry.id),
    )
    groups: list[tuple[tuple[str, ...], date, date, list[Chain]]] = []
    for states, (first, after), chain in placed:
        if len(states) < 2 or first > as_of:
            continue
        short = (after - first).days <= LONGEST
        if short and groups and groups[-1][0] == states and first < groups[-1][2]:
            same = groups.pop()
            groups.append((states, same[1], max(same[2], after), [*same[3], chain]))
        elif short:
            groups.append((states, first, after, [chain]))
    documents = _documents(chains)
    found = []
    for states, first, after, meetings in groups:
        told = documents.get(states, [])
        here = told[bisect_left(told, first, key=_first) : bisect_left(told, after, key=_first)]
        signed = [chain for _, end, chain in here if end <= after]
        versions = _telling([*meetings, *signed], first, after)
        if versions:
            found.append(Gathering(states, first, after, tuple(meetings), versions))
    return tuple(sorted(found, key=lambda g: (g.first, g.states)))
