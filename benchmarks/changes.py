"""The time to tell what changed in a week and in a month of a large ledger, against that of one relation.

`python benchmarks/changes.py [CLAIMS]`, by default 100,000. The ledger is made as in `benchmarks/ledger.py`; its due dates
are whole years, so that a window over New Year holds a due date of nearly every relation.
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from ledger import fill, sizes
from servanda.ledger.session import Ledger, open_ledger
from servanda.workflows.changes import changes
from servanda.workflows.history import replay
from servanda.workflows.office import standings

WINDOWS = (("a week", date(2024, 9, 2), date(2024, 9, 9)), ("a month", date(2024, 9, 1), date(2024, 9, 30)),
           ("a week over New Year", date(2024, 12, 28), date(2025, 1, 4)))  # fmt: skip


def seconds(ledger: Ledger, since: date, until: date, states: tuple[str, ...] = ()) -> tuple[float, int]:
    """How long it takes to tell what changed, and how many changes there were."""
    started = time.perf_counter()
    found = changes(ledger, since, until, states=states)
    return time.perf_counter() - started, sum(len(relation.changes) for relation in found.relations)


def replaying(ledger: Ledger, states: tuple[str, str], until: date) -> tuple[float, int]:
    """How long it takes to replay the commitment of a relation that was told most often, and how many turns it has."""
    told = standings(ledger, until, states=states, kinds=("commitment",))
    name = max(told, key=lambda one: len(one.chain.steps)).entry.id
    started = time.perf_counter()
    turns = replay(ledger, name, until).turns
    return time.perf_counter() - started, len(turns)


def main() -> int:
    """Print the figures; 0."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder, open_ledger(Path(folder) / "l.db") as ledger:
        fill(ledger, number)
        held, most = sizes(ledger)[0]
        for words, since, until in WINDOWS:
            taken, found = seconds(ledger, since, until)
            alone, _ = seconds(ledger, since, until, most)
            print(
                f"{words:<22} {found:>5} changes {taken:6.1f} s; of {'-'.join(most)} with {held} claims {alone:5.1f} s"
            )
        taken, turns = replaying(ledger, most, date(2025, 6, 30))
        print(f"replaying a commitment of {'-'.join(most)} {turns:>5} turns {taken:6.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
