"""The time and memory to add one report to ledgers of growing size, against an empty one, and to rebuild them.

`python benchmarks/ledger.py [CLAIMS]...`, by default 10,000 and 100,000; 1,000,000 takes a quarter of an hour.
`--ledger FOLDER` keeps the ledgers there, and adds to those that are there already without filling them again.

A ledger is filled with made claims over pairs of states with a realistic skew (a few pairs hold most), in bulk, and
resolved by one rebuild. Then single reports are read and added as `servanda add` adds them, on the pair with the most
claims and on one in the middle: twelve by one process, of which the median is told, and one by a process of its own,
with the ledger in the system's memory and with nothing of it there. Last an archive of one relation is added to an empty
ledger, without reading.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import accumulate, count, islice
from pathlib import Path

from sqlalchemy import func, select

from servanda.ledger.bulk import insert_many
from servanda.ledger.session import Ledger, open_ledger
from servanda.ledger.store import is_known
from servanda.ledger.tables import claims
from servanda.ledger.views import counts
from servanda.reading.pipeline import read_report
from servanda.resolution.blocking import block_key
from servanda.terms import dates
from servanda.terms.claims import Claim, Commitment, Figure, Instrument, Meeting, Person, Statement, Target, What
from servanda.terms.evidence import Quote
from servanda.terms.reading import Reading
from servanda.terms.reports import Report
from servanda.terms.states import state_name
from servanda.workflows.add import add
from servanda.workflows.rebuild import rebuild

CLAIMS_A_REPORT = 8
# made reports are of the thirty years up to this day
LAST_DAY = date(2026, 11, 1)
STATES = """
KAZ TJK UZB KGZ TKM CHN RUS TUR AZE ARM GEO IRN PAK IND BGD AFG MNG JPN KOR VNM LAO THA MYS IDN PHL SGP SAU
ARE QAT KWT EGY ETH KEN UGA TZA NGA ZAF GHA SEN MAR DZA TUN FRA DEU ITA ESP POL HUN SRB BLR UKR BRA ARG CHL
PER COL MEX USA CAN
""".split()
SUBJECTS = """
visas border trade transit water energy customs education tourism investment railways aviation agriculture
fisheries culture health space mining labour taxation sport defence police extradition archives quarantine
standards statistics
""".split()
DEEDS = (
    "open a joint centre for", "abolish fees on", "build a shared terminal for", "exchange experts on",
    "draw up a common programme of", "set up a working group on", "train officials in", "supply equipment for",
    "launch an online register of", "prepare a feasibility study on", "fund pilot projects in", "simplify procedures of",
)  # fmt: skip


def pair(chance: random.Random) -> tuple[str, str]:
    """Two states; the k-th pair is drawn about 1/k as often as the first."""
    rank = int(len(STATES) * (len(STATES) - 1) / 2 ** (chance.random() * 10))
    left, right = divmod(rank, len(STATES))
    a, b = STATES[left % len(STATES)], STATES[right % len(STATES)]
    return (a, b) if a < b else (b, a) if a != b else ("KAZ", "TJK")


def what(chance: random.Random, states: tuple[str, str], day: date) -> What:
    """One made claim of a kind in its usual share."""
    subject = f"{chance.choice(SUBJECTS)} and {chance.choice(SUBJECTS)}"
    draw = chance.random()
    if draw < 0.25:
        people = (Person(f"A. Name{chance.randrange(40)}", "Minister", states[0]),)
        return Meeting("meeting", "held", None, dates.of_day(day), None, states[1], states, people)
    if draw < 0.42:
        return Instrument("agreement", "signed", f"Agreement on {subject}", dates.of_day(day), None, states)
    if draw < 0.66:
        target = (
            Target("trade_turnover", Decimal(chance.randrange(1, 30) * 10**9), "USD") if chance.random() < 0.2 else None
        )
        return Commitment(
            f"{chance.choice(DEEDS)} {subject}", "firm", "open", states, dates.of_year(day.year + 2), target
        )
    if draw < 0.78:
        value = Decimal(chance.randrange(1, 9000) * 10**6)
        return Figure("trade_turnover", "trade", value, None, "USD", "exact", dates.of_year(day.year - 1), states)
    return Statement(Person(f"A. Name{chance.randrange(40)}", "Minister", states[0]), direct=False)


def sentence(told: What, states: tuple[str, str], number: int) -> str:
    """Words that a made claim is quoted with."""
    sides = " and ".join(map(state_name, states))
    match told:
        case Meeting():
            return f"Ministers of {sides} met for talks, round {number}."
        case Instrument():
            return f"{sides} signed the {told.title}."
        case Commitment():
            return f"{sides} agreed to {told.action} in the coming two years."
        case Figure():
            return f"Trade turnover between {sides} reached {told.value} dollars last year."
        case _:
            return f"The minister said that relations of {sides} had entered stage {number}."


def made(number: int, only: tuple[str, str] | None = None) -> Iterator[tuple[Report, Reading]]:
    """Reports with made claims, as many as asked for in all, on the usual pairs of states or one only."""
    chance = random.Random(1)
    for at in range(number // CLAIMS_A_REPORT):
        day = LAST_DAY - timedelta(days=chance.randrange(11_000))
        states = only or pair(chance)
        told = [what(chance, states, day) for _ in range(CLAIMS_A_REPORT)]
        sentences = [sentence(one, states, at % 97 + n) for n, one in enumerate(told)]
        report = Report(f"made-{at}", day, " ".join(sentences), f"Wire {chance.randrange(30)}", f"Made report {at}")
        starts = accumulate((len(one) + 1 for one in sentences), initial=0)
        found = tuple(
            Claim(report.id, report.digest, one, (Quote(start, start + len(words), words),), "made", None, states)
            for one, words, start in zip(told, sentences, starts, strict=False)
        )
        yield report, Reading(found, states=states)


def put(ledger: Ledger, number: int) -> None:
    """Put made reports in without resolving them."""
    insert_many(ledger, made(number), block_of=block_key, reader="made", at=datetime(2025, 1, 1, tzinfo=UTC))


def fill(ledger: Ledger, number: int) -> None:
    """Put made reports in and resolve all of them by one rebuild."""
    put(ledger, number)
    rebuild(ledger)


class Spent:
    """The time that passed and the processor time that was spent since it was made."""

    def __init__(self) -> None:
        self._began = time.perf_counter(), time.process_time()

    @property
    def processor(self) -> float:
        """Seconds of processor time."""
        return time.process_time() - self._began[1]

    def __str__(self) -> str:
        return f"{time.perf_counter() - self._began[0]:8.2f} s, {self.processor:8.2f} s of processor time"


def peak() -> float:
    """The most memory that this process has held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def told_fill(file: Path, number: int) -> None:
    """Fill a new ledger, and print what each half of that took; what was killed on the way is not taken for filled."""
    under_way = file.with_suffix(".part")
    with open_ledger(under_way) as ledger:
        for name, step in (("filled", lambda: put(ledger, number)), ("rebuilt", lambda: rebuild(ledger))):
            spent = Spent()
            step()
            each = f", {1000 * spent.processor / number:.2f} ms a claim" if number else ""
            print(f"{number:>8} claims {name}: {spent}{each}; {peak():.0f} MiB", flush=True)
    under_way.rename(file)


def one(number: int, states: tuple[str, str]) -> Report:
    """A report on two states."""
    left, right = map(state_name, states)
    day = number % 28
    text = (
        f"The ministers of {left} and {right} met on {1 + day} May 2025 and signed the Agreement on archives. "
        f"Trade between {left} and {right} reached ${number + 1}.2 billion in 2024. The sides agreed to raise mutual trade "
        "to $3 billion by 2030."
    )
    return Report(f"one-{number}-{left}-{right}", date(2025, 5, 2 + day), text, "Wire 1")


def fresh(ledger: Ledger, states: tuple[str, str]) -> Iterator[Report]:
    """Reports on two states that the ledger does not hold."""
    return (report for report in (one(number, states) for number in count()) if not is_known(ledger, report))


def milliseconds(ledger: Ledger, states: tuple[str, str], rounds: int = 12) -> float:
    """The median time to read and add a report on two states."""
    found = []
    for report in islice(fresh(ledger, states), rounds):
        started = time.perf_counter()
        summary = add(ledger, [report])
        found.append(1000 * (time.perf_counter() - started))
        assert summary.new == 1
        assert summary.claims.total() >= 3
    return statistics.median(found)


def archive(ledger: Ledger, reports: int) -> float:
    """Milliseconds a report to add made reports on a single pair of states, without reading them."""
    readings = dict(made(reports * CLAIMS_A_REPORT, ("KAZ", "TJK")))
    started = time.perf_counter()
    add(ledger, readings, read=readings.__getitem__)
    return 1000 * (time.perf_counter() - started) / reports


def sizes(ledger: Ledger) -> list[tuple[int, tuple[str, str]]]:
    """How many claims each pair of states has, the most first."""
    with ledger.reading() as connection:
        held: Counter[tuple[str, str]] = Counter()
        for block, number in connection.execute(select(claims.c.block, func.count()).group_by(claims.c.block)):
            states = block.split("|")[1].split("-")
            if len(states) == 2:
                held[states[0], states[1]] += number
    return sorted(((number, states) for states, number in held.items()), reverse=True)


def sought(ledger: Ledger) -> list[tuple[int, tuple[str, str]]]:
    """A pair of states in the middle and the one with the most claims, each with their number."""
    pairs = sizes(ledger)
    return [pairs[len(pairs) // 2], pairs[0]] if pairs else [(0, ("KAZ", "TJK"))]


def add_singly(file: Path) -> None:
    """Print what adding takes to the ledger in a file by a process that goes on."""
    with open_ledger(file) as ledger:
        for held, states in sought(ledger):
            print(
                f"  adding a report, {'-'.join(states)} with {held:>6} claims {milliseconds(ledger, states):10.1f} ms"
            )
    print(f"  memory of adding {peak():38.0f} MiB", flush=True)


def forget(file: Path) -> None:
    """Let the system drop what it holds of a file in memory."""
    handle = os.open(file, os.O_RDWR)
    os.fsync(handle)
    os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
    os.close(handle)


def add_first(file: Path, *, cold: bool, largest: bool) -> None:
    """Print what the first report takes that a process adds, on one of the two pairs; the text model is loaded already."""
    read_report(one(0, ("KAZ", "TJK")))
    with open_ledger(file) as ledger:
        held, states = sought(ledger)[-1 if largest else 0]
        report = next(fresh(ledger, states))
    if cold:
        forget(file)
    spent = Spent()
    with open_ledger(file) as ledger:
        assert add(ledger, [report]).new == 1
    how = "nothing in memory" if cold else "in memory"
    print(f"  a first report, {'-'.join(states)} with {held:>6} claims, {how:17} {spent}; {peak():.0f} MiB", flush=True)


STEPS: dict[str, Callable[[Path, int], None]] = {
    "fill": told_fill,
    "add": lambda file, _number: add_singly(file),
    "first": lambda file, _number: add_first(file, cold=False, largest=False),
    "first, largest": lambda file, _number: add_first(file, cold=False, largest=True),
    "cold": lambda file, _number: add_first(file, cold=True, largest=False),
    "cold, largest": lambda file, _number: add_first(file, cold=True, largest=True),
}


def measure(file: Path, number: int) -> None:
    """Print the figures of one ledger, each step by a process of its own; it is filled where it is not there."""
    for step in STEPS:
        if step != "fill" or not file.exists():
            subprocess.run([sys.executable, __file__, str(number), "--ledger", str(file), "--step", step], check=True)
    with open_ledger(file) as ledger:
        held = counts(ledger)
    print(f"  {held['claims']} claims, {held['entries']} entries; file {file.stat().st_size / 1e6:.0f} MB", flush=True)


def main() -> int:
    """Print the figures; 0."""
    parser = argparse.ArgumentParser(description="What adding to ledgers of growing size takes, and filling them.")
    parser.add_argument("claims", nargs="*", type=int, default=[10_000, 100_000])
    parser.add_argument("--ledger", type=Path, help="a folder in which the ledgers stay, or are already")
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.step:
        STEPS[asked.step](asked.ledger, *asked.claims)
        return 0
    with tempfile.TemporaryDirectory() as made_here:
        folder = asked.ledger or Path(made_here)
        folder.mkdir(parents=True, exist_ok=True)
        for number in (0, *asked.claims):
            measure(folder / f"{number}.db", number)
        for number in (100, 1000):
            with open_ledger(Path(made_here) / f"archive-{number}.db") as ledger:
                print(
                    f"an archive of {number:>4} reports on one relation, not read {archive(ledger, number):10.1f} ms a report"
                )
    return 0


if __name__ == "__main__":
    sys.exit(main())
