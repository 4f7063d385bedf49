"""The time to the first page of the office after its start, and of its pages after that, over 100,000 made claims.

`python benchmarks/office.py [CLAIMS]`. The ledger is that of `benchmarks/ledger.py`; requests go to the application in
this process, so that what is measured is the work of a page and not a network.
"""

from __future__ import annotations

import resource
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from fastapi.testclient import TestClient

from ledger import fill, one
from servanda.faces.access.alone import Alone
from servanda.faces.api.app import create_api
from servanda.faces.web.app import create_app
from servanda.ledger.session import open_ledger
from servanda.workflows.add import add
from servanda.workflows.desk import Desk

TODAY = date(2026, 11, 1)
ROUNDS = 15


def median(office: TestClient, path: str) -> tuple[float, int]:
    """The median time of a page in milliseconds, and its length."""
    taken = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        answer = office.get(path)
        taken.append(1000 * (time.perf_counter() - started))
        assert answer.status_code == 200, answer.text
    return statistics.median(taken), len(answer.content)


def main() -> int:
    """Print the figures; 0."""
    claims = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder, open_ledger(Path(folder) / "large.db") as ledger:
        fill(ledger, claims)
        desk = Desk(ledger)
        app = create_app(desk, Alone("benchmark"), today=lambda: TODAY, api=create_api(desk, today=lambda: TODAY))
        with TestClient(app, base_url="http://localhost") as office:
            busiest = desk.busiest(1)[0]
            started = time.perf_counter()
            assert office.get(f"/relation/{'-'.join(busiest)}").status_code == 200
            print(f"the relation with the most reports, first time   {time.perf_counter() - started:8.2f} s")
            started = time.perf_counter()
            lines = len(desk.index(TODAY).lines)
            print(f"every one of {lines} entries assessed          {time.perf_counter() - started:8.2f} s")
            pages = (
                "/",
                f"/relation/{'-'.join(busiest)}",
                "/due",
                "/entries",
                "/people",
                "/search?q=archives",
                "/reports",
            )
            for path in pages:
                taken, size = median(office, path)
                print(f"{path:<48} {taken:8.1f} ms, {size // 1024} KiB")
            add(ledger, [one(0, busiest)])
            started = time.perf_counter()
            assert office.get("/").status_code == 200
            print(f"the first page after a report was added          {time.perf_counter() - started:8.2f} s")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory                                           {memory:8.0f} MiB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
