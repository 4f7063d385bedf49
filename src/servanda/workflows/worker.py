"""The long work of a desk: it may be done here, or by a second process that leaves this one free to answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from threading import Lock
from typing import Protocol

from servanda.ledger.session import Ledger
from servanda.ledger.stamps import Stamp
from servanda.terms.entries import Coverage
from servanda.workflows.assess import CoverageOf
from servanda.workflows.changes import Changes, Look, RelationChanges, changes, changes_since
from servanda.workflows.parts import Part, coverage_of_any, part_of, standings_of
from servanda.workflows.rests import Kept, Rests

# from so many relations on, what was published is read for all of them at once
FEW = 20
# relations of which it is kept what changed in a time
CHANGED = 4000


class Work(Protocol):
    """Whoever does the long work of a desk."""

    def parts(self, names: Sequence[str], as_of: date, of: int) -> dict[str, Part]:
        """Some relations as they stand at a day, of so many that are asked for in all."""

    def changes(self, since: date, until: date, states: tuple[str, ...]) -> Changes:
        """What changed after one day and up to another."""

    def changes_since(self, look: Look, until: date, states: tuple[str, ...]) -> Changes:
        """What changed since a look."""

    def close(self) -> None:
        """End it."""


class Worker:
    """Does the long work of a desk in this process; what can be of use again is kept."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._rests = Rests(ledger)
        self._changed: Kept[tuple[RelationChanges, ...]] = Kept(CHANGED)
        self._published: tuple[Stamp, Callable[[date, Sequence[str]], Coverage]] | None = None
        self._lock = Lock()

    def parts(self, names: Sequence[str], as_of: date, of: int) -> dict[str, Part]:
        """Some relations as they stand at a day, of so many that are asked for in all."""
        coverage_of = self._coverage(as_of) if of > FEW else None
        return {sides: part_of(told) for sides, told in standings_of(self._ledger, names, as_of, coverage_of).items()}

    def _coverage(self, as_of: date) -> CoverageOf:
        now = self._rests.stamp()
        with self._lock:
            if self._published is None or self._published[0] != now:
                self._published = now, coverage_of_any(self._ledger)
            return partial(self._published[1], as_of)

    def changes(self, since: date, until: date, states: tuple[str, ...]) -> Changes:
        """What changed after one day and up to another; of relations that nothing touched since it is known."""

        def kept(group: frozenset[str], make: Callable[[], tuple[RelationChanges, ...]]) -> tuple[RelationChanges, ...]:
            return self._changed.get((group, since, until, states), self._rests.of(sorted(group)), make)

        return changes(self._ledger, since, until, states=states, kept=kept)

    def changes_since(self, look: Look, until: date, states: tuple[str, ...]) -> Changes:
        """What changed since a look."""
        return changes_since(self._ledger, look, until, states=states)

    def close(self) -> None:
        """Nothing is left to end."""
