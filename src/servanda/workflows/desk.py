"""A ledger as a desk looks at it again and again: what was worked out is kept until something is added.

Assessing every entry of 100,000 claims takes some ten seconds, a page should take milliseconds. So the assessments of
each relation are kept with the marks of what they rest on, for the day asked for; when a report comes, only the
relations that it touches are assessed again.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import combinations
from threading import RLock
from typing import Generic, TypeVar

from servanda.ledger import views
from servanda.ledger.past import Horizon
from servanda.ledger.session import Ledger
from servanda.ledger.stamps import Stamp, block_stamps, pair_stamps, stamp
from servanda.resolution.blocking import MANY, NONE, sides_of
from servanda.terms.entries import Coverage
from servanda.workflows.assess import Standing, relation, stand
from servanda.workflows.lines import Appearance, Line, Summary, appearances, line_of, summary_of
from servanda.workflows.then import entry_named, known_of, sides_about, untold

Value = TypeVar("Value")
# days for which every entry's line is kept: today, and one that is looked back to
DAYS = 2
# relations whose whole chains are kept
RELATIONS = 24
# relations that are read from the ledger at once
BATCH = 50
Marks = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What is kept of one relation: its entries' lines, who they name, and the reports that tell of them."""

    marks: Marks
    lines: tuple[Line, ...]
    named: tuple[Appearance, ...]
    reports: tuple[tuple[tuple[str, ...], str, date], ...]


@dataclass(frozen=True, slots=True)
class Index:
    """Every entry of a ledger as it stands at a day, a line each, and every relation at a glance."""

    as_of: date
    stamp: Stamp
    lines: tuple[Line, ...]
    named: tuple[Appearance, ...]
    relations: tuple[Summary, ...]


class _Kept(Generic[Value]):
    """The values used last, each with the marks of what it rests on."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._held: OrderedDict[Hashable, tuple[Hashable, Value]] = OrderedDict()

    def get(self, key: Hashable, marks: Hashable, make: Callable[[], Value]) -> Value:
        """The value kept under a key, made anew when there is none or its marks differ."""
        held = self._held.get(key)
        if held is None or held[0] != marks:
            held = (marks, make())
            self._held[key] = held
        self._held.move_to_end(key)
        while len(self._held) > self._size:
            self._held.popitem(last=False)
        return held[1]


class Desk:
    """Reads of one ledger, remembered; fit to be shared by threads."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._lock = RLock()
        self._stamp: Stamp | None = None
        self._marks: dict[str, Marks] = {}
        self._indexes: _Kept[Index] = _Kept(DAYS)
        self._parts: dict[date, dict[str, Part]] = {}
        self._told: _Kept[tuple[Standing, ...]] = _Kept(RELATIONS)

    def stamp(self) -> Stamp:
        """How far the ledger has come."""
        return stamp(self.ledger)

    def index(self, as_of: date) -> Index:
        """Every entry and relation at a glance as of a day."""
        with self._lock:
            now = self._refresh()
            return self._indexes.get(as_of, now, lambda: self._index(as_of, now))

    def standings(self, sides: str, as_of: date) -> tuple[Standing, ...]:
        """The entries of the relation of this name ("KAZ-TJK", ``many``, ``none``), with their chains."""
        with self._lock:
            self._refresh()
            marks = self._marks.get(sides, ())
            return self._told.get((sides, as_of), marks, lambda: _standings(self.ledger, [sides], as_of)[sides])

    def between(self, states: Sequence[str], as_of: date) -> tuple[Standing, ...]:
        """The entries that tell of all these states: those of their own, and those that others take part in."""
        own = self.standings("-".join(sorted(states)), as_of)
        wide = self.standings(MANY, as_of) + self.standings(NONE, as_of)
        return own + tuple(s for s in wide if set(states) <= set(s.entry.states))

    def standing(self, name: str, as_of: date) -> Standing:
        """The entry whose id is, or starts with, a name; NotFoundError when none or several do, or it came later."""
        named = entry_named(self.ledger, name)
        for sides in sorted(sides_about(self.ledger, named.claim)):
            for standing in self.standings(sides, as_of):
                if named.is_in(standing.entry):
                    return standing
        raise untold(named, as_of)

    def _refresh(self) -> Stamp:
        """Look whether something was added, and if so, to which relations."""
        now = stamp(self.ledger)
        if now != self._stamp:
            self._marks = _marks(self.ledger, now)
            self._stamp = now
        return now

    def _index(self, as_of: date, now: Stamp) -> Index:
        held = self._parts.pop(as_of, {})
        parts = {sides: part for sides, part in held.items() if part.marks == self._marks.get(sides)}
        for batch in batched(sorted(self._marks.keys() - parts.keys()), BATCH):
            for sides, told in _standings(self.ledger, batch, as_of).items():
                parts[sides] = _part(self._marks[sides], told)
        self._parts[as_of] = parts
        for day in list(self._parts)[:-DAYS]:
            del self._parts[day]
        lines = tuple(line for sides in self._marks for line in parts[sides].lines)
        named = tuple(one for sides in self._marks for one in parts[sides].named)
        return Index(as_of, now, lines, named, _relations(tuple(parts.values())))


def batched(names: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """Names in lists of at most so many."""
    return (names[at : at + size] for at in range(0, len(names), size))


def _part(marks: Marks, told: Sequence[Standing]) -> Part:
    reports = {(s.entry.states, step.claim.report, step.date) for s in told for step in s.chain.steps}
    named = tuple(one for s in told for one in appearances(s.chain))
    return Part(marks, tuple(map(line_of, told)), named, tuple(reports))


def _standings(ledger: Ledger, names: Sequence[str], as_of: date) -> dict[str, tuple[Standing, ...]]:
    """The entries of some relations as they stand, by the relation's name."""
    known = known_of(ledger, names, Horizon(as_of))
    found: dict[str, list[Standing]] = {sides: [] for sides in names}
    for standing in stand(known.entries, known.claims, as_of, partial(_coverage, ledger, as_of)):
        # a person may have tied an entry of another relation to one of these; it is told of with its own
        if (sides := relation(standing.chain)) in found:
            found[sides].append(standing)
    return {sides: tuple(told) for sides, told in found.items()}


def _coverage(ledger: Ledger, as_of: date, states: Sequence[str]) -> Coverage:
    return views.coverage(ledger, states, as_of)


def _marks(ledger: Ledger, now: Stamp) -> dict[str, Marks]:
    """For every relation by name the numbers that change when what is told of its entries may have changed."""
    pairs = {"-".join(pair): number for pair, number in pair_stamps(ledger).items()}
    blocks: dict[str, list[int]] = defaultdict(list)
    for block, numbers in sorted(block_stamps(ledger).items()):
        blocks[sides_of(block)].extend(numbers)
    return {
        # entries of many sides, or of one, are judged by what was read of any
        sides: (*numbers, pairs.get(sides, now.reports))
        for sides, numbers in blocks.items()
    }


def _relations(parts: Sequence[Part]) -> tuple[Summary, ...]:
    lines: dict[tuple[str, str], list[Line]] = defaultdict(list)
    reports: dict[tuple[str, str], dict[str, date]] = defaultdict(dict)
    for part in parts:
        for line in part.lines:
            if len(line.states) == 2:
                lines[line.states[0], line.states[1]].append(line)
        for states, report, day in part.reports:
            for pair in combinations(states, 2):
                reports[pair][report] = day
    found = [
        summary_of(pair, lines[pair], len(told), (min(told.values()), max(told.values())))
        for pair, told in reports.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.reports, one.states)))
