"""A ledger as a desk looks at it again and again: what was worked out is kept until something is added.

Assessing every entry of 100,000 claims takes some 20 seconds, a page should take milliseconds. So the assessments of
each relation are kept with the marks of what they rest on, for the day asked for; when a report comes, only the
relations that it touches are assessed again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from threading import Lock
from typing import TypeVar, cast

from servanda.ledger.reader_views import entries_of_claims, publishers
from servanda.ledger.session import Ledger
from servanda.ledger.stamps import Stamp, pair_stamps
from servanda.monitoring.bearing import Company
from servanda.monitoring.chain import Chain
from servanda.resolution.blocking import MANY, NONE
from servanda.terms.claims import KINDS, ClaimKind
from servanda.workflows.alone import are_as_now, chains_named, chains_of, standings_alone
from servanda.workflows.assess import Standing
from servanda.workflows.changes import Changes, Look
from servanda.workflows.compare import Accounts, accounts
from servanda.workflows.history import History, Lives, lives
from servanda.workflows.lines import Line, line_of
from servanda.workflows.marks import taken_out
from servanda.workflows.parts import standings_of
from servanda.workflows.rests import Kept, Marks, Rests, differ
from servanda.workflows.series import Figures, figures
from servanda.workflows.shelf import Index, Shelf
from servanda.workflows.standby import Standby, Waiting
from servanda.workflows.then import entry_named, sides_about, untold
from servanda.workflows.worker import Work, Worker

Value = TypeVar("Value")
# days for which every entry's line is kept: today, and one that is looked back to
DAYS = 2
# windows of time of which it is kept what changed in them
WINDOWS = 12
# relations whose whole chains are kept, and those whose every claim ever told is, to look back day by day
RELATIONS, LIVES = 24, 8
# pages and comparisons of relations that are kept
MADE = 100
# relations whose documents, meetings or figures are kept beside their entries
CHAINS = 120
# relations of which it is kept whether they are of a day as they are now
AS_NOW = 4000
# relations that are read from the ledger at once
BATCH = 25
TO_THE_END = Waiting()
# of the time that what is shown may lag behind an addition, a relation's share; that of the lists comes on top
SHARE = 0.5


@dataclass(frozen=True, slots=True)
class DeskMark:
    """How far a ledger has come, and what is kept of it."""

    stamp: Stamp
    kept: tuple[tuple[str, Stamp], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """The lines of a relation with the marks of what they rest on; ``behind`` where something was added since."""

    lines: tuple[Line, ...]
    rests_on: tuple[Marks, ...]
    behind: bool


class Desk:
    """Reads of one ledger, remembered; fit to be shared by threads.

    ``work`` does what takes long, by default in this process. ``waiting`` says how long a reader waits for it; by
    default to the end.
    """

    def __init__(self, ledger: Ledger, *, waiting: Waiting = TO_THE_END, work: Work | None = None) -> None:
        self.ledger = ledger
        self._work = work or Worker(ledger)
        self._rests = Rests(ledger, waiting.behind * SHARE)
        self._lags = waiting.behind > 0
        self._lock = Lock()
        self._shelves: OrderedDict[date, Shelf] = OrderedDict()
        self._indexes: Standby[date, Index] = Standby(self._index, DAYS, waiting)
        self._changed: Standby[tuple[date, date, tuple[str, ...]], Changes] = Standby(self._changes, WINDOWS, waiting)
        self._seen: Standby[tuple[Look, date, tuple[str, ...]], Changes] = Standby(self._since, WINDOWS, waiting)
        self._told: Kept[tuple[Standing, ...]] = Kept(RELATIONS)
        self._chains: Kept[tuple[Chain, ...]] = Kept(CHAINS)
        self._companies: Kept[Company] = Kept(CHAINS)
        self._as_now: Kept[bool] = Kept(AS_NOW)
        self._lives: Kept[Lives] = Kept(LIVES)
        self._made: Kept[object] = Kept(MADE)
        self._publishers: Kept[tuple[str, ...]] = Kept(1)
        self._pairs: Kept[dict[tuple[str, str], int]] = Kept(1)

    def stamp(self) -> Stamp:
        """How far the ledger has come."""
        return self._rests.stamp()

    def mark(self) -> DeskMark:
        """What changes whenever anything that is shown may change: how far the ledger and what is kept of it came."""
        kept = (*self._indexes.marks(), *self._changed.marks(), *self._seen.marks())
        return DeskMark(self.stamp(), kept)

    def index(self, as_of: date) -> Index:
        """Every entry and relation at a glance as of a day; NotReadyError when that takes longer than one waits."""
        return self._indexes.get(as_of, self.stamp(), f"every entry is being assessed as of {as_of}")

    def ready_days(self) -> tuple[date, ...]:
        """The days of which every entry is at hand, the one looked at last at the end."""
        return self._indexes.keys()

    def changes(self, since: date, until: date, states: Sequence[str] = ()) -> Changes:
        """What changed after one day and up to another; NotReadyError when that takes longer than one waits."""
        asked = (since, until, tuple(states))
        return self._changed.get(asked, self.stamp(), f"what changed after {since} is being looked for")

    def changes_since(self, look: Look, until: date, states: Sequence[str] = ()) -> Changes:
        """What changed since a look; NotReadyError when that takes longer than one waits."""
        asked = (look, until, tuple(states))
        return self._seen.get(asked, self.stamp(), "what changed since that look is being looked for")

    def changes_at_hand(self, look: Look, until: date) -> Changes | None:
        """What changed since a look, where it is at hand; where not, it is begun to be looked for, and None."""
        return self._seen.at_hand((look, until, ()), self.stamp())

    def standings(self, sides: str, as_of: date) -> tuple[Standing, ...]:
        """The entries of the relation of this name ("KAZ-TJK", ``many``, ``none``), with their chains."""
        return self._told.get(
            (sides, as_of), self._rests.of((sides,)), lambda: standings_of(self.ledger, [sides], as_of)[sides]
        )

    def between(self, states: Sequence[str], as_of: date) -> tuple[Standing, ...]:
        """The entries that tell of all these states: those of their own, and those that others take part in."""
        own = self.standings("-".join(sorted(states)), as_of)
        wide = self.standings(MANY, as_of) + self.standings(NONE, as_of)
        return own + tuple(s for s in wide if set(states) <= set(s.entry.states))

    def lines(self, states: Sequence[str], as_of: date) -> Told:
        """The lines of the entries that tell of all these states: from those of every entry where they may be shown.

        Where not every entry is at hand they are made anew.
        """
        names = _names(states)
        index = self._indexes.shown(as_of, self.stamp())
        shown = self._rests.shown(names)
        found = [self._lines(sides, as_of, marks, index) for sides, marks in zip(names, shown, strict=True)]
        wide = (line for _, lines in found[1:] for line in lines if set(states) <= set(line.states))
        rests_on = tuple(marks for marks, _ in found)
        behind = self._rests.is_behind(names) or any(map(differ, names, rests_on, shown))
        return Told((*found[0][1], *wide), rests_on, behind)

    def _lines(self, sides: str, as_of: date, marks: Marks, index: Index | None) -> tuple[Marks, tuple[Line, ...]]:
        held = index.by_sides.get(sides) if index is not None else None
        if held is not None and (held[0] == marks or self._lags):
            return held
        return marks, tuple(map(line_of, self.standings(sides, as_of)))

    def chains(self, sides: str, kinds: Sequence[ClaimKind], as_of: date) -> tuple[Chain, ...]:
        """The chains of some kinds of the relation of this name by entry, without assessing anything."""
        rests_on = self._rests.of((sides,))

        def of(kind: ClaimKind) -> tuple[Chain, ...]:
            make = lambda: chains_of(self.ledger, sides, (kind,), as_of)  # noqa: E731  it is kept, not named
            return self._chains.get((sides, kind, as_of), rests_on, make)

        return tuple(sorted((chain for kind in kinds for chain in of(kind)), key=lambda chain: chain.entry.id))

    def _is_as_now(self, sides: str, as_of: date) -> bool:
        make = lambda: are_as_now(self.ledger, sides, as_of)  # noqa: E731  it is kept, not named
        return self._as_now.get((sides, as_of), self._rests.of((sides,)), make)

    def _company(self, sides: str, as_of: date, kinds: tuple[ClaimKind, ...]) -> Company:
        make = lambda: Company(self.chains(sides, kinds, as_of))  # noqa: E731  it is kept, not named
        return self._companies.get((sides, kinds, as_of), self._rests.of((sides,)), make)

    def standings_named(self, entries: Collection[str], sides: str, as_of: date) -> tuple[Standing, ...]:
        """Some entries of the relation of this name by id, as they stand; those that are no more are left out."""
        if not self._is_as_now(sides, as_of):
            return tuple(one for one in self.standings(sides, as_of) if one.entry.id in entries)
        chains = chains_named(self.ledger, entries, sides, as_of)
        return standings_alone(self.ledger, chains, sides, as_of, partial(self._company, sides, as_of))

    def among(self, states: Sequence[str], entries: Collection[str], as_of: date) -> tuple[Standing, ...]:
        """Some entries by id as they stand, of those that tell of all these states."""
        found = list(self.standings_named(entries, "-".join(sorted(states)), as_of))
        for sides in (MANY, NONE) if len(found) < len(entries) else ():
            rest = set(entries).difference(one.entry.id for one in found)
            found += self.standings_named(rest, sides, as_of)
        return tuple(found)

    def made(
        self, key: Hashable, sides: str, as_of: date, make: Callable[[], Value], *, beside: Hashable = None
    ) -> Value:
        """What was made of a relation's entries under a key, made anew when something was added that touches them.

        What is shown may lag behind an addition, as ``is_behind`` tells. ``beside`` is what else it rests on.
        """
        rests_on = (self._rests.shown((sides, MANY, NONE)), beside)
        return cast("Value", self._made.get((key, sides, as_of), rests_on, make))

    def is_behind(self, states: Sequence[str]) -> bool:
        """Whether something was added to what tells of all these states that is not shown yet."""
        return self._rests.is_behind(_names(states))

    def accounts(self, states: Sequence[str], as_of: date) -> Accounts:
        """The meetings of some states, each to be compared as it is asked for."""
        sides = "-".join(sorted(states))

        def make() -> Accounts:
            wide = (chain for name in (MANY, NONE) for chain in self.chains(name, KINDS, as_of))
            shared = (chain for chain in wide if set(states) <= set(chain.entry.states))
            return accounts(self.ledger, states, as_of, [*self.chains(sides, KINDS, as_of), *shared])

        return self.made("accounts", sides, as_of, make)

    def figures(self, states: Sequence[str], as_of: date) -> Figures:
        """The series of some states' figures, and the documents they signed."""
        sides = "-".join(sorted(states))
        return self.made("figures", sides, as_of, lambda: figures(self.ledger, as_of, states=states))

    def history(self, name: str, until: date) -> History:
        """The turns of the entry whose id is, or starts with, a name, up to a day; as ``workflows.history.replay``."""
        named = entry_named(self.ledger, name)
        sides = sides_about(self.ledger, named.claim)
        kept = self._lives.get(sides, self._rests.shown(sorted(sides)), lambda: lives(self.ledger, sides))
        return kept.of(named, until)

    def standing(self, name: str, as_of: date) -> Standing:
        """The entry whose id is, or starts with, a name; NotFoundError when none or several do, or it came later."""
        named = entry_named(self.ledger, name)
        names = sorted(sides_about(self.ledger, named.claim))
        if len(names) == 1 and self._is_as_now(names[0], as_of):
            home = entries_of_claims(self.ledger, [named.claim.id])
            told = self.standings_named(home.values(), names[0], as_of)
        else:
            told = tuple(one for sides in names for one in self.standings(sides, as_of))
        found = next((one for one in told if named.is_in(one.entry)), None)
        if found is None:
            raise taken_out(self.ledger, named.name, named.claim.id) or untold(named, as_of)
        return found

    def busiest(self, number: int) -> list[tuple[str, str]]:
        """The pairs of states that most reports tell of, without assessing anything."""
        pairs = self._pairs.get("pairs", self.stamp(), lambda: pair_stamps(self.ledger))
        return sorted(pairs, key=lambda pair: (-pairs[pair], pair))[:number]

    def publishers(self) -> tuple[str, ...]:
        """Everybody who published a report, by name."""
        return self._publishers.get("publishers", self.stamp().reports, lambda: tuple(publishers(self.ledger)))

    def close(self) -> None:
        """End the work that is done aside."""
        self._work.close()

    def _index(self, as_of: date, now: Stamp) -> Index:
        with self._lock:
            shelf = self._shelves.setdefault(as_of, Shelf(as_of))
            self._shelves.move_to_end(as_of)
            while len(self._shelves) > DAYS:
                self._shelves.popitem(last=False)
        marks = self._rests.all(now)
        missing = shelf.missing(marks)
        for batch in batched(missing, BATCH):
            shelf.put(self._work.parts(batch, as_of, len(missing)), marks)
        self._rests.show(marks, now)
        return shelf.index(now)

    def _changes(self, asked: tuple[date, date, tuple[str, ...]], _now: Stamp) -> Changes:
        return self._work.changes(*asked)

    def _since(self, asked: tuple[Look, date, tuple[str, ...]], _now: Stamp) -> Changes:
        return self._work.changes_since(*asked)


def _names(states: Sequence[str]) -> tuple[str, str, str]:
    """The relations by name that may tell of all of some states: their own, and those of many sides or of one."""
    return "-".join(sorted(states)), MANY, NONE


def batched(names: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """Names in lists of at most so many."""
    return (names[at : at + size] for at in range(0, len(names), size))
