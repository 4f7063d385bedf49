"""Marks that kept things rest on: numbers of a relation that change when what is told of it may have changed."""

from __future__ import annotations

import time
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from threading import Lock, RLock
from typing import Generic, TypeVar

from servanda.ledger.past import tied_blocks
from servanda.ledger.session import Ledger
from servanda.ledger.stamps import Numbers, Stamp, block_stamps, pair_stamps, stamp
from servanda.resolution.blocking import blocks_of, sides_of

Value = TypeVar("Value")
Marks = tuple[int, ...]


@dataclass(slots=True)
class _Shown:
    """Marks that a relation is shown by, the newest known as of a stamp, and since when those are others."""

    marks: Marks
    newest: Marks
    stamp: Stamp
    stale_since: float | None = None


class Rests:
    """The marks of a ledger's relations, read again where something was added; fit to be shared by threads.

    For ``behind`` seconds after something was added, or decided, a relation may be shown as it was before.
    """

    def __init__(self, ledger: Ledger, behind: float = 0.0) -> None:
        self._ledger = ledger
        self._behind = behind
        self._lock = Lock()
        self._known: dict[str, tuple[Stamp, Marks]] = {}
        self._shown: dict[str, _Shown] = {}

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

    def shown(self, names: Iterable[str]) -> tuple[Marks, ...]:
        """The marks by which some relations are shown: theirs, or for some seconds those before an addition."""
        wanted, now = tuple(names), self.stamp()
        if self._behind <= 0:
            return self.of(wanted)
        with self._lock:
            unknown = [name for name in wanted if not self._may_stay(name, now)]
        for name, marks in zip(unknown, self.of(unknown), strict=True) if unknown else ():
            with self._lock:
                self._look(name, marks, now)
        with self._lock:
            return tuple(self._shown[name].marks for name in wanted)

    def show(self, found: Mapping[str, Marks], now: Stamp) -> None:
        """From here on no relation is shown by older marks than these, which are those of a stamp."""
        with self._lock:
            for name, held in self._shown.items():
                marks = found.get(name)
                if marks is None or marks == held.marks:
                    continue
                if (held.stamp.reports, held.stamp.decisions) <= (now.reports, now.decisions):
                    self._shown[name] = _Shown(marks, marks, now)
                elif held.stale_since is not None:
                    self._shown[name] = _Shown(marks, held.newest, held.stamp, time.monotonic())

    def is_behind(self, names: Iterable[str]) -> bool:
        """Whether any of some relations is shown as it was before an addition."""
        with self._lock:
            shown = {name: held for name in names if (held := self._shown.get(name)) is not None}
            return any(differ(name, held.marks, held.newest) for name, held in shown.items())

    def _may_stay(self, name: str, now: Stamp) -> bool:
        """Whether a relation can be shown as before without looking at what was added."""
        held = self._shown.get(name)
        if held is None:
            return False
        if held.stale_since is None:
            return held.stamp == now
        return time.monotonic() - held.stale_since < self._behind

    def _look(self, name: str, marks: Marks, now: Stamp) -> None:
        held = self._shown.get(name)
        if held is None or held.marks == marks:
            self._shown[name] = _Shown(marks, marks, now)
            return
        since = held.stale_since if held.stale_since is not None else time.monotonic()
        fresh = time.monotonic() - since >= self._behind
        self._shown[name] = _Shown(marks if fresh else held.marks, marks, now, None if fresh else since)

    def all(self, now: Stamp) -> dict[str, Marks]:
        """The marks of every relation that claims were told of, as of a stamp."""
        found = _all_marks(self._ledger, now)
        with self._lock:
            self._known.update((name, (now, marks)) for name, marks in found.items())
        return found


def differ(name: str, one: Marks, other: Marks) -> bool:
    """Whether what is told of a relation differs by its marks; what was read elsewhere tells nothing of many sides."""
    return one != other if "-" in name else one[:-1] != other[:-1]


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
