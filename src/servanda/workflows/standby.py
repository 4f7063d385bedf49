"""What takes long to make is made in the background, and what was made before is at hand meanwhile."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Lock, Thread
from typing import Generic, TypeVar

from servanda.errors import NotReadyError
from servanda.ledger.stamps import Stamp

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long one waits, in seconds; None waits to the end.

    ``patience`` is for what was never made; ``behind`` is how long what was made before may be shown after something
    was added, and ``pause`` the time from one making to the next while additions go on.
    """

    patience: float | None = None
    behind: float = 0.0
    pause: float = 0.0


@dataclass(slots=True)
class _Held(Generic[Value]):
    stamp: Stamp
    value: Value
    ended: float
    stale_since: float | None = None


class Standby(Generic[Key, Value]):
    """Values by key, each with the stamp of the ledger that it was made from; fit to be shared by threads."""

    def __init__(self, make: Callable[[Key, Stamp], Value], size: int, waiting: Waiting) -> None:
        self._make = make
        self._size = size
        self._waiting = waiting
        self._held: OrderedDict[Key, _Held[Value]] = OrderedDict()
        self._making: dict[Key, Future[Value]] = {}
        self._lock = Lock()

    def keys(self) -> tuple[Key, ...]:
        """The keys of what is at hand, the one used last at the end."""
        with self._lock:
            return tuple(self._held)

    def marks(self) -> tuple[tuple[str, Stamp], ...]:
        """What is at hand, and how far the ledger had come when it was made."""
        with self._lock:
            return tuple(sorted(((repr(key), held.stamp) for key, held in self._held.items()), key=lambda one: one[0]))

    def get(self, key: Key, now: Stamp, what: str) -> Value:
        """The value of a key, as of now or not long before; NotReadyError says ``what`` takes longer than one waits."""
        with self._lock:
            held = self._held.get(key)
            if held is not None:
                self._held.move_to_end(key)
                if held.stamp == now:
                    return held.value
                shown = self._may_show(held)
                if shown and time.monotonic() - held.ended < self._waiting.pause:
                    return held.value
            making = self._begun(key, now)
        if held is not None and shown:
            return held.value
        try:
            return making.result(self._waiting.patience)
        except TimeoutError:
            raise NotReadyError(f"{what}; look again in a moment") from None

    def shown(self, key: Key, now: Stamp) -> Value | None:
        """The value of a key that may be shown, made anew in the background where it is behind; or None."""
        with self._lock:
            held = self._held.get(key)
            if held is None:
                return None
            if held.stamp == now:
                return held.value
            may_show = self._may_show(held)
            if not may_show or time.monotonic() - held.ended >= self._waiting.pause:
                self._begun(key, now)
            return held.value if may_show else None

    def at_hand(self, key: Key, now: Stamp) -> Value | None:
        """The value of a key as of now; None where it is not at hand, and then it is begun to be made."""
        with self._lock:
            held = self._held.get(key)
            if held is not None and held.stamp == now:
                return held.value
            self._begun(key, now)
            return None

    def _may_show(self, held: _Held[Value]) -> bool:
        if held.stale_since is None:
            held.stale_since = time.monotonic()
        return time.monotonic() - held.stale_since < self._waiting.behind

    def _begun(self, key: Key, now: Stamp) -> Future[Value]:
        making = self._making.get(key)
        if making is None:
            making = self._making[key] = Future()
            # no pool: its threads would keep an interrupted program from ending
            Thread(target=self._run, args=(key, now, making), daemon=True).start()
        return making

    def _run(self, key: Key, now: Stamp, making: Future[Value]) -> None:
        try:
            value = self._make(key, now)
        except BaseException as error:  # noqa: BLE001  whoever waits is told
            with self._lock:
                self._making.pop(key)
            making.set_exception(error)
            return
        with self._lock:
            self._held[key] = _Held(now, value, time.monotonic())
            self._held.move_to_end(key)
            while len(self._held) > self._size:
                self._held.popitem(last=False)
            self._making.pop(key)
        making.set_result(value)
