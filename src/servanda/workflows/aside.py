"""A second process for the long work of a desk: while it assesses a whole ledger, this one answers at once.

In a thread the same work held the interpreter for 20 seconds, and every page waited for its turn at each query.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from threading import Lock
from typing import TypeVar, cast

from servanda.errors import LedgerError
from servanda.ledger.session import Ledger, open_ledger
from servanda.workflows.changes import Changes, Look
from servanda.workflows.parts import Part
from servanda.workflows.worker import Worker

Value = TypeVar("Value")
# how much it gives way to others, as `nice` counts
GIVES_WAY = 5
# seconds that it may take to end by itself
ENDING = 2.0


class Aside:
    """Does the long work of a desk in a process of its own, one thing after another; it is started when needed."""

    def __init__(self, ledger: Ledger) -> None:
        self._target = ledger.target
        self._lock = Lock()
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None

    def parts(self, names: Sequence[str], as_of: date, of: int) -> dict[str, Part]:
        """Some relations as they stand at a day, of so many that are asked for in all."""
        return cast("dict[str, Part]", self._done("parts", tuple(names), as_of, of))

    def changes(self, since: date, until: date, states: tuple[str, ...]) -> Changes:
        """What changed after one day and up to another."""
        return cast("Changes", self._done("changes", since, until, states))

    def changes_since(self, look: Look, until: date, states: tuple[str, ...]) -> Changes:
        """What changed since a look."""
        return cast("Changes", self._done("changes_since", look, until, states))

    def close(self) -> None:
        """End the process; what it is at is given up."""
        process = self._process
        if process is not None:
            process.terminate()
            process.join(ENDING)

    def _done(self, work: str, *asked: object) -> object:
        with self._lock:
            try:
                return self._ask(work, asked)
            except (EOFError, BrokenPipeError, ConnectionResetError):
                # it was ended from outside, as where memory is short; a second time is no accident
                self._process = None
                try:
                    return self._ask(work, asked)
                except (EOFError, OSError):
                    raise LedgerError("the process that assesses all entries was ended; is memory short?") from None

    def _ask(self, work: str, asked: tuple[object, ...]) -> object:
        pipe = self._started()
        pipe.send((work, asked))
        went_well, value = pipe.recv()
        if not went_well:
            raise value
        return value

    def _started(self) -> Connection:
        if self._process is None or self._pipe is None:
            # a fork of a process with threads may hang
            context = multiprocessing.get_context("spawn")
            self._pipe, theirs = context.Pipe()
            process = context.Process(target=_work, args=(theirs, self._target), daemon=True)
            process.start()
            theirs.close()
            # only now: `close` may be called meanwhile, and can end only what has begun
            self._process = process
        return self._pipe


def _work(pipe: Connection, target: Path | str) -> None:
    """Do what is asked until nobody is there to ask."""
    # an interruption is meant for the whole group; the one that started this process ends it
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(GIVES_WAY)
    with suppress(EOFError, BrokenPipeError, ConnectionResetError), open_ledger(target, create=False) as ledger:
        worker = Worker(ledger)
        while True:
            work, asked = pipe.recv()
            pipe.send(_outcome(worker, work, asked))


def _outcome(worker: Worker, work: str, asked: tuple[object, ...]) -> tuple[bool, object]:
    try:
        return True, getattr(worker, work)(*asked)
    except Exception as error:  # noqa: BLE001  whoever asked is told
        return False, error
