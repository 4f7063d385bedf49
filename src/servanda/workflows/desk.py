"""A ledger as a desk looks at it again and again: what was worked out is kept until something is added.

Assessing every entry of 100,000 claims takes some 20 seconds, a page should take milliseconds. So the assessments of
each relation are kept with the marks of what they rest on, for the day asked for; when a report comes, only the
relations that it touches are assessed again.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import combinations
from threading import RLock, Thread
from typing import Generic, TypeVar, cast

from servanda.errors import NotReadyError
from servanda.ledger import views
from servanda.ledger.past import Horizon
from servanda.ledger.reader_views import published_by_state
from servanda.ledger.session import Ledger
from servanda.ledger.stamps import Stamp, block_stamps, pair_stamps, stamp
from servanda.resolution.blocking import MANY, NONE, sides_of
from servanda.terms.entries import Coverage, covered
from servanda.workflows.assess import CoverageOf, Standing, relation, stand
from servanda.workflows.find import Somebody, coming_first, somebodies, urgent_first
from servanda.workflows.lines import Appearance, Line, Summary, appearances, line_of, summary_of
from servanda.workflows.marks import marked, taken_out
from servanda.workflows.then import entry_named, known_of, sides_about, untold

Value = TypeVar("Value")
# days for which every entry's line is kept: today, and one that is looked back to
DAYS = 2
# relations whose whole chains are kept
RELATIONS = 24
# relations that are read from the ledger at once
BATCH = 50
# from so many on, what was published is read for all of them at once
FEW = 20
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
    """Every entry of a ledger as it stands at a day, a line each, and every relation at a glance.

    ``lines`` begin with what needs a look; ``coming`` are those that are due or to take place, the earliest first.
    """

    as_of: date
    stamp: Stamp
    lines: tuple[Line, ...]
    coming: tuple[Line, ...]
    people: tuple[Somebody, ...]
    relations: tuple[Summary, ...]


class _Kept(Generic[Value]):
    """The values used last, each with the marks of what it rests on."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._held: OrderedDict[Hashable, tuple[Hashable, Value]] = OrderedDict()
        self._lock = RLock()

    def get(self, key: Hashable, marks: Hashable, make: Callable[[], Value]) -> Value:
        """The value kept under a key, made anew when there is none or its marks differ."""
        with self._lock:
            held = self._held.get(key)
            if held is None or held[0] != marks:
                held = (marks, make())
                self._held[key] = held
            self._held.move_to_end(key)
            while len(self._held) > self._size:
                self._held.popitem(last=False)
            return held[1]


class Desk:
    """Reads of one ledger, remembered; fit to be shared by threads.

    ``patience`` is how many seconds a reader waits for every entry of a ledger to be assessed; None waits to the end.
    """

    def __init__(self, ledger: Ledger, *, patience: float | None = None) -> None:
        self.ledger = ledger
        self._patience = patience
        self._lock = RLock()
        # whoever assesses everything does so alone, and nobody who asks for one relation waits for it
        self._alone = RLock()
        self._building: dict[date, Future[Index]] = {}
        self._stamp: Stamp | None = None
        self._marks: dict[str, Marks] = {}
        self._indexes: OrderedDict[date, Index] = OrderedDict()
        self._parts: OrderedDict[date, dict[str, Part]] = OrderedDict()
        self._told: _Kept[tuple[Standing, ...]] = _Kept(RELATIONS)
        self._made: _Kept[object] = _Kept(RELATIONS)

    def stamp(self) -> Stamp:
        """How far the ledger has come."""
        return stamp(self.ledger)

    def index(self, as_of: date) -> Index:
        """Every entry and relation at a glance as of a day; NotReadyError when that takes longer than one waits."""
        now, marks = self._refresh()
        with self._lock:
            held = self._indexes.get(as_of)
            if held is not None and held.stamp == now:
                return held
            built = self._building.get(as_of)
            if built is None or built.done():
                built = Future()
                # no pool: its threads would keep an interrupted program from ending
                Thread(target=self._run, args=(built, as_of, now, marks), daemon=True).start()
                self._building = {day: one for day, one in self._building.items() if not one.done()}
                self._building[as_of] = built
        try:
            return built.result(self._patience)
        except TimeoutError:
            raise NotReadyError(f"every entry is being assessed as of {as_of}; look again in a moment") from None

    def standings(self, sides: str, as_of: date) -> tuple[Standing, ...]:
        """The entries of the relation of this name ("KAZ-TJK", ``many``, ``none``), with their chains."""
        _, marks = self._refresh()
        rests_on = marks.get(sides, ())
        coverage_of = partial(_coverage, self.ledger, as_of)
        return self._told.get(
            (sides, as_of), rests_on, lambda: _standings(self.ledger, [sides], as_of, coverage_of)[sides]
        )

    def between(self, states: Sequence[str], as_of: date) -> tuple[Standing, ...]:
        """The entries that tell of all these states: those of their own, and those that others take part in."""
        own = self.standings("-".join(sorted(states)), as_of)
        wide = self.standings(MANY, as_of) + self.standings(NONE, as_of)
        return own + tuple(s for s in wide if set(states) <= set(s.entry.states))

    def made(self, key: Hashable, sides: str, as_of: date, make: Callable[[], Value]) -> Value:
        """What was made of a relation's entries under a key, made anew when something was added that touches them."""
        _, marks = self._refresh()
        rests_on = tuple(marks.get(name, ()) for name in (sides, MANY, NONE))
        return cast("Value", self._made.get((key, sides, as_of), rests_on, make))

    def standing(self, name: str, as_of: date) -> Standing:
        """The entry whose id is, or starts with, a name; NotFoundError when none or several do, or it came later."""
        named = entry_named(self.ledger, name)
        for sides in sorted(sides_about(self.ledger, named.claim)):
            for standing in self.standings(sides, as_of):
                if named.is_in(standing.entry):
                    return standing
        raise taken_out(self.ledger, named.name, named.claim.id) or untold(named, as_of)

    def busiest(self, number: int) -> list[tuple[str, str]]:
        """The pairs of states that most reports tell of, without assessing anything."""
        pairs = pair_stamps(self.ledger)
        return sorted(pairs, key=lambda pair: (-pairs[pair], pair))[:number]

    def _refresh(self) -> tuple[Stamp, dict[str, Marks]]:
        """How far the ledger has come, and the marks of its relations, read again when something was added."""
        now = stamp(self.ledger)
        with self._lock:
            if now != self._stamp:
                self._marks = _marks(self.ledger, now)
                self._stamp = now
            return now, self._marks

    def _run(self, built: Future[Index], as_of: date, now: Stamp, marks: dict[str, Marks]) -> None:
        with self._alone:
            try:
                built.set_result(self._build(as_of, now, marks))
            except BaseException as error:  # noqa: BLE001  whoever waits is told
                built.set_exception(error)

    def _build(self, as_of: date, now: Stamp, marks: dict[str, Marks]) -> Index:
        parts = {sides: part for sides, part in self._parts.get(as_of, {}).items() if part.marks == marks.get(sides)}
        missing = sorted(marks.keys() - parts.keys())
        coverage_of = (
            _coverage_of_all(self.ledger, as_of) if len(missing) > FEW else partial(_coverage, self.ledger, as_of)
        )
        for batch in batched(missing, BATCH):
            for sides, told in _standings(self.ledger, batch, as_of, coverage_of).items():
                parts[sides] = _part(marks[sides], told)
        index = _index(as_of, now, [parts[sides] for sides in marks])
        with self._lock:
            _keep_day(self._parts, as_of, parts)
            _keep_day(self._indexes, as_of, index)
        return index


def _keep_day(kept: OrderedDict[date, Value], as_of: date, value: Value) -> None:
    kept[as_of] = value
    kept.move_to_end(as_of)
    while len(kept) > DAYS:
        kept.popitem(last=False)


def _index(as_of: date, now: Stamp, parts: Sequence[Part]) -> Index:
    lines = urgent_first(line for part in parts for line in part.lines)
    return Index(
        as_of,
        now,
        tuple(lines),
        tuple(coming_first(lines)),
        tuple(somebodies([one for part in parts for one in part.named])),
        _relations(parts),
    )


def batched(names: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """Names in lists of at most so many."""
    return (names[at : at + size] for at in range(0, len(names), size))


def _part(marks: Marks, told: Sequence[Standing]) -> Part:
    reports = {(s.entry.states, step.claim.report, step.date) for s in told for step in s.chain.steps}
    named = tuple(one for s in told for one in appearances(s.chain))
    return Part(marks, tuple(map(line_of, told)), named, tuple(reports))


def _standings(
    ledger: Ledger, names: Sequence[str], as_of: date, coverage_of: CoverageOf
) -> dict[str, tuple[Standing, ...]]:
    """The entries of some relations as they stand, by the relation's name."""
    known = known_of(ledger, names, Horizon(as_of))
    found: dict[str, list[Standing]] = {sides: [] for sides in names}
    for standing in marked(ledger, stand(known.entries, known.claims, as_of, coverage_of)):
        # a person may have tied an entry of another relation to one of these; it is told of with its own
        if (sides := relation(standing.chain)) in found:
            found[sides].append(standing)
    return {sides: tuple(told) for sides, told in found.items()}


def _coverage_of_all(ledger: Ledger, as_of: date) -> CoverageOf:
    """The coverage of any states, from one reading of all that was published: a query a pair took a quarter of it."""
    by_state = published_by_state(ledger)

    def coverage_of(states: Sequence[str]) -> Coverage:
        if not states:
            return views.coverage(ledger, states, as_of)
        # of a group of many states a report need name only two
        first, *others = sorted((by_state.get(state, {}) for state in states[:2]), key=len)
        return covered([one for digest, one in first.items() if all(digest in other for other in others)], as_of)

    return coverage_of


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
