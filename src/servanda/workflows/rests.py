"""Marks that kept things rest on: numbers of a relation that change when what is told of it may have changed."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable
from threading import Lock, RLock
from typing import Generic, TypeVar

from servanda.ledger.past import tied_blocks
from servanda.ledger.session import Ledger
from servanda.ledger.stamps import Numbers, Stamp, block_stamps, pair_stamps, stamp
from servanda.resolution.blocking import blocks_of, sides_of

Value = TypeVar("Value")
Marks = tuple[int, ...]


class Rests:
    """The marks of a ledger's relations, read again where something was added; fit to be shared by threads."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._lock = Lock()
        self._known: dict[str, tuple[Stamp, Marks]] = {}

    def stamp(self) -> Stamp:
        """How far the ledger has come."""
        return stamp(self._ledger)

    def of(self, names: Iterable[str]) -> tuple[Marks, ...]:
        """The marks of some relations by name ("KAZ-TJK", ``many``, ``none``): some milliseconds after an addition."""
        now, wanted = self.stamp(), tuple(names)
        with self._lock:
            missing = [name for name in wanted if (held := self._known.get(name)) is None or held[0] != now]
        if missing:
            found = _marks(self._ledger, now, missing)
            with self._lock:
                self._known.update((name, (now, marks)) for name, marks in found.items())
            return tuple(found[name] if name in found else self._known[name][1] for name in wanted)
        return tuple(self._known[name][1] for name in wanted)

    def all(self, now: Stamp) -> dict[str, Marks]:
        """The marks of every relation that claims were told of, as of a stamp."""
        found = _all_marks(self._ledger, now)
        with self._lock:
            self._known.update((name, (now, marks)) for name, marks in found.items())
        return found


def _marks(ledger: Ledger, now: Stamp, names: Collection[str]) -> dict[str, Marks]:
    groups = {name: tied_blocks(ledger, blocks_of(name)) for name in names}
    blocks = sorted({block for found in groups.values() for group in found for block in group})
    numbers = block_stamps(ledger, blocks)
    return {name: _told(ledger, name, now, tuple(_joined(numbers, found))) for name, found in groups.items()}


def _told(ledger: Ledger, name: str, now: Stamp, numbers: Marks) -> Marks:
    # where nothing is told of many sides, no report changes anything
    return (*numbers, _reports(ledger, name, now)) if numbers or "-" in name else ()


def _joined(numbers: dict[str, Numbers], groups: Iterable[Collection[str]]) -> Iterable[int]:
    for block in sorted({block for group in groups for block in group}):
        yield from numbers.get(block, ())


def _reports(ledger: Ledger, name: str, now: Stamp) -> int:
    pair = tuple(name.split("-"))
    # entries of many sides, or of one, are judged by what was read of any
    return pair_stamps(ledger, (pair[0], pair[1])).get((pair[0], pair[1]), 0) if len(pair) == 2 else now.reports


def _all_marks(ledger: Ledger, now: Stamp) -> dict[str, Marks]:
    pairs = {"-".join(pair): number for pair, number in pair_stamps(ledger).items()}
    numbers = block_stamps(ledger)
    own: dict[str, set[str]] = defaultdict(set)
    for block in numbers:
        own[sides_of(block)].add(block)
    # what a person tied together changes together
    for group in tied_blocks(ledger, sorted(numbers)):
        for block in group if len(group) > 1 else ():
            own[sides_of(block)] |= group
    return {
        name: (*_joined(numbers, [blocks]), pairs.get(name, 0) if "-" in name else now.reports)
        for name, blocks in own.items()
    }


class Kept(Generic[Value]):
    """The values used last, each with what it rests on; who makes one keeps nobody from the others."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._held: OrderedDict[Hashable, tuple[Hashable, Value]] = OrderedDict()
        self._making: dict[Hashable, RLock] = {}
        self._lock = Lock()

    def get(self, key: Hashable, rests_on: Hashable, make: Callable[[], Value]) -> Value:
        """The value kept under a key, made anew when there is none or it rests on something else."""
        with self._lock:
            making = self._making.setdefault(key, RLock())
        with making:
            with self._lock:
                held = self._held.get(key)
            if held is None or held[0] != rests_on:
                held = (rests_on, make())
            self._put(key, held)
        return held[1]

    def _put(self, key: Hashable, held: tuple[Hashable, Value]) -> None:
        with self._lock:
            self._held[key] = held
            self._held.move_to_end(key)
            while len(self._held) > self._size:
                gone, _ = self._held.popitem(last=False)
                self._making.pop(gone, None)
