"""How long somebody must wait who gave wrong passwords: by the name that was tried, and by the address it came from.

It is held in memory, not in the ledger: one process serves, each try would else be a write that anybody can cause, and
who can restart the program needs no password. Names are counted whether there is such a user or not.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from servanda.errors import TooOftenError


@dataclass(frozen=True, slots=True)
class Limit:
    """How many wrong tries are heard at once, and the longest wait after more: each doubles it, from a second on."""

    free: int
    longest: int


# a name waits shortly, or anybody could keep its owner out; an office behind one address shares the tries of it
BY_NAME = Limit(free=5, longest=60)
BY_ADDRESS = Limit(free=30, longest=900)
# after so many seconds without a try it is forgotten
FORGOTTEN = 3600
# names and addresses remembered; the longest unheard of are forgotten first
MOST = 20_000


@dataclass(frozen=True, slots=True)
class _Tries:
    number: int
    heard: float
    last: float


class Throttle:
    """The wrong tries of late."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._tries: OrderedDict[tuple[str, str], _Tries] = OrderedDict()

    def take(self, name: str, address: str) -> None:
        """Count a try before it is heard, so that many at once count too; TooOftenError when it comes too soon."""
        now = self._clock()
        counted = ((("name", name), BY_NAME), (("address", address), BY_ADDRESS))
        with self._lock:
            wait = max(self._of(key, now).heard - now for key, _ in counted)
            if wait > 0:
                seconds = int(wait) + 1
                raise TooOftenError(f"too many tries; the next is heard in {seconds} seconds", seconds)
            for key, limit in counted:
                self._count(key, limit, now)

    def passed(self, name: str, address: str) -> None:
        """Forget the tries of a name whose password was right, and take this one back from its address."""
        with self._lock:
            self._tries.pop(("name", name), None)
            key = ("address", address)
            if key in self._tries:
                told = self._tries[key]
                self._tries[key] = _Tries(told.number - 1, told.last, told.last)

    def _of(self, key: tuple[str, str], now: float) -> _Tries:
        told = self._tries.get(key)
        return told if told is not None and now - told.last < FORGOTTEN else _Tries(0, now, now)

    def _count(self, key: tuple[str, str], limit: Limit, now: float) -> None:
        number = self._of(key, now).number + 1
        over = number - limit.free
        # two to the power of 20 seconds is above every longest wait
        wait = min(2 ** min(over, 20), limit.longest) if over >= 0 else 0
        self._tries[key] = _Tries(number, now + wait, now)
        self._tries.move_to_end(key)
        while len(self._tries) > MOST:
            self._tries.popitem(last=False)
