"""The office at work over 100,000 made claims: 20 clients, 2 reviewers and a `servanda add`, against `servanda serve`.

`python benchmarks/office.py [CLAIMS] [--ledger FILE] [--seconds N] [--think SECONDS]`. The ledger is that of
`benchmarks/ledger.py`; with `--ledger` one that was made before is used, and added to. The server is the real command in
a process of its own, wrapped by a clock: what is printed is the time from a request's arrival to the last byte of its
answer, at the server, first of readers alone, then of all at work. Clients rest between two pages as readers do, one
second in the mean unless told otherwise.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from threading import Event, Thread
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import lxml.html
from sqlalchemy import select

from ledger import LAST_DAY, fill, one
from servanda.ledger.session import open_ledger
from servanda.ledger.stamps import pair_stamps
from servanda.ledger.tables import entries

CLIENTS, REVIEWERS = 20, 2
# the status of a page that asks to wait
WAIT = 503
# seconds from one decision of a reviewer to the next
DECIDING = 3.0
ADDED = 400
# the kinds of page by their paths, and how often in a hundred each is asked for
KINDS: tuple[tuple[str, str, int], ...] = (
    ("home", r"/", 8),
    ("relation", r"/relation/[^/]+", 14),
    ("entry", r"/entry/[^/]+", 14),
    ("history", r"/entry/[^/]+/history", 5),
    ("report", r"/report/[^/]+", 12),
    ("compare", r"/relation/[^/]+/compare", 4),
    ("series", r"/relation/[^/]+/series", 4),
    ("changes", r"/changes", 5),
    ("due", r"/due", 5),
    ("entries", r"/entries", 6),
    ("people", r"/people", 3),
    ("person", r"/person", 3),
    ("reports", r"/reports", 3),
    ("search", r"/search", 6),
    ("review", r"/review", 2),
    ("api", r"/api/.*", 6),
)
WORDS = ("archives", "customs", "energy", "visas trade", "joint centre", "working group", "turnover", "talks round")


class Answer(NamedTuple):
    """One answer: the path asked for, the milliseconds to the last byte, the status, and when it was asked for."""

    path: str
    taken: float
    status: int
    asked: float


class Clock:
    """An application whose answers are timed."""

    def __init__(self, app: Callable[..., object]) -> None:
        self._app = app
        self.seen: list[Answer] = []

    async def __call__(self, scope, receive, send) -> None:  # noqa: ANN001
        """Pass a request on, and note how long it took."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        # this clock is the same in every process
        started, status = time.monotonic(), 0

        async def sending(message) -> None:  # noqa: ANN001
            nonlocal status
            status = message.get("status", status)
            await send(message)

        await self._app(scope, receive, sending)
        self.seen.append(Answer(scope["path"], 1000 * (time.monotonic() - started), status, started))


def serve_timed(ledger: str, port: str, told: Path) -> int:
    """Run the command `servanda serve` with a clock before its application; what it saw is written at the end."""
    import uvicorn  # noqa: PLC0415  of this process alone

    from servanda.faces.cli import run  # noqa: PLC0415

    whole = uvicorn.run
    clocks = []

    def timed(app: Callable[..., object], **settings: object) -> None:
        clocks.append(Clock(app))
        whole(clocks[0], **settings)

    uvicorn.run = timed
    sys.argv = ["servanda", "serve", "--ledger", ledger, "--port", port]
    try:
        run()
    finally:
        told.write_text(json.dumps(clocks[0].seen), encoding="utf-8")
    return 0


@dataclass(frozen=True, slots=True)
class Targets:
    """What pages are about: pairs of states by how much is told of them, entries, reports."""

    pairs: list[tuple[str, str]]
    weights: list[float]
    entries: list[str]
    reports: int

    def relation(self, chance: random.Random) -> str:
        """A pair, those of which most is told most often."""
        return "-".join(chance.choices(self.pairs, self.weights)[0])

    def address(self, kind: str, chance: random.Random) -> str:  # noqa: C901, PLR0911, PLR0912  one case for each kind
        """A page of a kind."""
        match kind:
            case "relation":
                return f"/relation/{self.relation(chance)}"
            case "compare" | "series":
                return f"/relation/{self.relation(chance)}/{kind}"
            case "entry":
                return f"/entry/{chance.choice(self.entries)}"
            case "history":
                return f"/entry/{chance.choice(self.entries)}/history"
            case "report":
                return f"/report/made-{chance.randrange(self.reports)}"
            case "changes":
                states = self.relation(chance).replace("-", ",")
                return chance.choice(["/changes", "/changes", f"/changes?states={states}"])
            case "due" | "entries":
                state = chance.choice(self.pairs)[0]
                asked = [
                    "",
                    f"?states={state}",
                    "?status=overdue",
                    f"?page={chance.randrange(1, 9)}",
                    "?kind=commitment",
                ]
                return f"/{kind}{chance.choice(asked)}"
            case "people":
                return chance.choice(["/people", f"/people?name=name{chance.randrange(40)}"])
            case "person":
                return f"/person?name={quote(f'A. Name{chance.randrange(40)}')}"
            case "reports":
                return chance.choice(["/reports", f"/reports?page={chance.randrange(1, 99)}"])
            case "search":
                status = chance.choice(["", "", "&status=overdue"])
                return f"/search?q={quote(chance.choice(WORDS))}{status}"
            case "review":
                return chance.choice(["/review", "/review?topic=refused"])
            case "api":
                left, right = self.relation(chance).split("-")
                listed = (f"entries?state={left}&state={right}", f"entries/{chance.choice(self.entries)}", "relations",
                          "due", f"claims?state={left}", f"search?q={chance.choice(WORDS).split()[0]}")  # fmt: skip
                return f"/api/{chance.choice(listed)}"
            case _:
                return "/"


def targets(file: Path) -> Targets:
    """What the pages of a ledger are about."""
    with open_ledger(file) as ledger:
        pairs = pair_stamps(ledger)
        with ledger.reading() as connection:
            listed = list(connection.execute(select(entries.c.id)).scalars())
    ordered = sorted(pairs, key=lambda pair: -pairs[pair])
    return Targets(ordered, [float(pairs[pair]) for pair in ordered], listed, sum(pairs.values()) - 1)


def client(port: int, aims: Targets, seed: int, think: float, stopped: Event) -> None:
    """A reader who opens one page after another."""
    chance = random.Random(seed)
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    kinds, shares = [kind for kind, _, _ in KINDS], [share for _, _, share in KINDS]
    while not stopped.wait(chance.expovariate(1 / think) if think else 0):
        path = aims.address(chance.choices(kinds, shares)[0], chance)
        try:
            connection.request("GET", path)
            connection.getresponse().read()
        except OSError:
            connection.close()


class Browser:
    """A browser without scripts: it keeps cookies, and sends the forms of the page it is on."""

    def __init__(self, port: int) -> None:
        self._base = f"http://127.0.0.1:{port}"
        self._opener = build_opener(HTTPCookieProcessor())
        self.page = lxml.html.fromstring("<p></p>")

    def go(self, path: str, fields: Mapping[str, str] | None = None) -> None:
        """Open a page, or send fields to it; HTTPError when it is refused."""
        sent = urlencode(fields).encode() if fields is not None else None
        with self._opener.open(self._base + path, sent, timeout=60) as answer:
            self.page = lxml.html.fromstring(answer.read())

    def send(self, form: lxml.html.FormElement, button: str, **told: str) -> None:
        """Send a form by one of its buttons, some of its fields filled in."""
        fields = {name: (value or "").removeprefix("\n") for name, value in form.fields.items()}
        self.go(form.action, fields | {name: words for name, words in told.items() if name in fields} | {"do": button})


def reviewer(port: int, seed: int, told: list[str], stopped: Event) -> None:
    """A person who decides by the forms what waits, one thing after another; ``told`` is what was refused, and why."""
    chance, browser = random.Random(seed), Browser(port)
    while not stopped.wait(DECIDING):
        try:
            browser.go("/review")
            waiting = sorted({link for link in browser.page.xpath("//a/@href") if link.startswith("/review/")})
            browser.go(chance.choice(waiting))
            form = browser.page.get_element_by_id("decide")
            buttons = form.xpath(".//button[@name='do']/@value")
            browser.send(form, chance.choice(buttons), reason="as the report tells it")
        except HTTPError as error:
            told.append(f"{error.code}: {error.read().decode(errors='replace')}")
        except OSError as error:
            told.append(str(error))


def write_reports(folder: Path, aims: Targets) -> None:
    """Reports to be added, on pairs of states as they usually come."""
    chance = random.Random(7)
    for number in range(ADDED):
        left, right = aims.relation(chance).split("-")
        report = one(number % 28, (left, right))
        day = LAST_DAY - timedelta(days=number % 60)
        (folder / f"new-{number}.txt").write_text(f"date {day}\n\n{report.text}\n", encoding="utf-8")


def peak(pid: int) -> float:
    """The peak memory of a process in MiB; 0 where it has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0.0
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0.0


def children(pid: int) -> list[int]:
    """The processes that a process started."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    tasks = Path(f"/proc/{pid}/task").iterdir()
    of_all = {int(c) for task in tasks for c in (task / "children").read_text(encoding="ascii").split()}
    return sorted({*map(int, found), *of_all})


@contextmanager
def server(file: Path, told: Path) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """The port and process of a server over a ledger."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, __file__, "--serve", str(file), str(port), str(told)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        process.stderr.readline()
        yield port, process
        process.send_signal(signal.SIGINT)
        process.wait(60)


def first_assessment(port: int, aims: Targets) -> tuple[float, int]:
    """How long until the first page is there, and how many other pages were asked for meanwhile."""
    chance, started, pages = random.Random(3), time.perf_counter(), 0
    while True:
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.request("GET", "/")
            answer = connection.getresponse()
            answer.read()
            if answer.status == 200:
                return time.perf_counter() - started, pages
            for _ in range(5):
                connection.request("GET", aims.address(chance.choice(["relation", "entry", "report"]), chance))
                connection.getresponse().read()
                pages += 1
        except OSError:
            time.sleep(0.2)
        finally:
            connection.close()
        time.sleep(0.3)


def kind_of(path: str) -> str:
    """The kind of page that lives at a path."""
    return next((kind for kind, pattern, _ in KINDS if re.fullmatch(pattern, path)), "other")


def row(name: str, taken: Iterable[float], plain: float) -> str:
    """A line of the table: how many, median, 95th and 99th percentile, and the median over that of a plain page."""
    told = sorted(taken)
    at = [told[min(len(told) - 1, int(share * len(told)))] for share in (0.95, 0.99)]
    median = statistics.median(told)
    return f"{name:<24}{len(told):>6}{median:>9.1f}{at[0]:>9.1f}{at[1]:>9.1f}{median / plain:>8.1f}"


@contextmanager
def people(works: Iterable[Callable[[Event], None]]) -> Iterator[None]:
    """Let some people work meanwhile."""
    stopped = Event()
    threads = [Thread(target=one, args=(stopped,)) for one in works]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stopped.set()
        for thread in threads:
            thread.join()


def adding(folder: Path, file: Path, seconds: float) -> str:
    """What `servanda add` tells of the reports of a folder that it took in within some seconds."""
    command = [sys.executable, "-m", "servanda", "add", str(folder), "--ledger", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as added:
        time.sleep(seconds)
        running = added.poll() is None
        added.send_signal(signal.SIGINT)
        told = added.communicate()[0]
    new = re.search(r"new\s+(\d+)", told)
    print(f"`servanda add` took in {new[1] if new else 'no'} reports{', and was still adding' if running else ''}")
    return told


def table(title: str, told: Iterable[Answer]) -> None:
    """What pages took, by kind."""
    by_kind: dict[str, list[float]] = defaultdict(list)
    for answer in told:
        by_kind[kind_of(answer.path)].append(answer.taken)
    every = [taken for some in by_kind.values() for taken in some]
    plain = statistics.median(by_kind["reports"] or [1.0])
    print(f"{title:<24}{'asked':>6}{'median':>9}{'95 %':>9}{'99 %':>9}{'/ list':>8}   (ms at the server)")
    for kind, _, _ in KINDS:
        if by_kind[kind]:
            print(row(kind, by_kind[kind], plain))
    print(row("all pages", every, plain))


def work(file: Path, folder: Path, seconds: float, think: float) -> int:
    """Let readers read alone, then everybody work, and print what the server saw; 1 where a lock failed anywhere."""
    aims = targets(file)
    write_reports(folder, aims)
    seen, wrong = folder / "seen.json", list[str]()
    with server(file, seen) as (port, process):
        started = time.monotonic()
        ready, meanwhile = first_assessment(port, aims)
        print(f"from the start of the server to its first page {ready:8.1f} s, with {meanwhile} other pages meanwhile")
        readers = [partial(client, port, aims, n, think) for n in range(CLIENTS)]
        reviewers = [partial(reviewer, port, n, wrong) for n in range(REVIEWERS)]
        alone = time.monotonic()
        with people(readers):
            time.sleep(seconds)
        together = time.monotonic()
        with people([*readers, *reviewers]):
            added = adding(folder, file, seconds)
        memory = [peak(process.pid), *map(peak, children(process.pid))]
    told = [Answer(*noted) for noted in json.loads(seen.read_text(encoding="utf-8"))]
    table(
        "while all is assessed",
        [answer for answer in told if started <= answer.asked < alone and answer.status != WAIT],
    )
    table("readers alone", [answer for answer in told if alone <= answer.asked < together])
    table("all at work", [answer for answer in told if together <= answer.asked])
    failed = [answer.path for answer in told if answer.status >= 500 and answer.status != WAIT]
    waiting = sum(answer.status == WAIT for answer in told if answer.asked >= alone)
    locks = sum("locked" in words for words in (*wrong, added))
    print(
        f"asked to wait: {waiting}; failed: {len(failed)} {failed[:3]}; lock errors: {locks}; other refusals: {len(wrong)}"
    )
    print(f"peak memory: server {memory[0]:.0f} MiB, its second process {sum(memory[1:]):.0f} MiB")
    load = os.getloadavg()
    print(f"load of the machine: {load[0]:.1f} in the last minute, on {os.cpu_count()} processors")
    return 1 if locks or failed else 0


def main() -> int:
    """Print the figures; 0 when nothing failed."""
    if sys.argv[1:2] == ["--serve"]:
        return serve_timed(sys.argv[2], sys.argv[3], Path(sys.argv[4]))
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("claims", nargs="?", type=int, default=100_000)
    asked.add_argument("--ledger", type=Path)
    asked.add_argument("--seconds", type=float, default=60.0, help="of readers alone, and of all at work")
    asked.add_argument("--think", type=float, default=1.0)
    told = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = told.ledger or Path(folder) / "large.db"
        if told.ledger is None:
            with open_ledger(file) as ledger:
                fill(ledger, told.claims)
        reports = Path(folder) / "reports"
        reports.mkdir()
        return work(file, reports, told.seconds, told.think)


if __name__ == "__main__":
    sys.exit(main())
