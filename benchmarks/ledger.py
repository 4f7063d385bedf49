"""The time and memory to add one report to ledgers of growing size, against an empty one, and to rebuild them.

`python benchmarks/ledger.py [CLAIMS]...`, by default 10,000 and 100,000; 1,000,000 takes a quarter of an hour.

A ledger is filled with made claims over pairs of states with a realistic skew (a few pairs hold most), in bulk, and
resolved by one rebuild; then, in a process of its own, single reports are read and added as `servanda add` adds them: on the pair with the most claims, and
on one in the middle. Last an archive of one relation is added to an empty ledger, without reading.
"""

from __future__ import annotations

import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import accumulate
from pathlib import Path

from sqlalchemy import func, select

from servanda.ledger.bulk import insert_many
from servanda.ledger.session import Ledger, open_ledger
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


def put(ledger: Ledger, number: int) -> float:
    """Put made reports in without resolving them; the seconds it took."""
    started = time.perf_counter()
    insert_many(ledger, made(number), block_of=block_key, reader="made", at=datetime(2025, 1, 1, tzinfo=UTC))
    return time.perf_counter() - started


def fill(ledger: Ledger, number: int) -> tuple[float, float]:
    """Put made reports in and resolve all of them by one rebuild; the seconds that each took."""
    inserted = put(ledger, number)
    started = time.perf_counter()
    rebuild(ledger)
    return inserted, time.perf_counter() - started


def one(number: int, states: tuple[str, str]) -> Report:
    """A report on two states."""
    left, right = map(state_name, states)
    text = (
        f"The ministers of {left} and {right} met on {1 + number} May 2025 and signed the Agreement on archives. "
        f"Trade between {left} and {right} reached ${number + 1}.2 billion in 2024. The sides agreed to raise mutual trade "
        "to $3 billion by 2030."
    )
    return Report(f"one-{number}-{left}-{right}", date(2025, 5, 2 + number), text, "Wire 1")


def milliseconds(ledger: Ledger, states: tuple[str, str], rounds: int = 12) -> float:
    """The median time to read and add a report on two states."""
    found = []
    for number in range(rounds):
        started = time.perf_counter()
        summary = add(ledger, [one(number, states)])
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


def add_singly(file: Path) -> int:
    """Print what adding takes to the ledger in a file, as a process of its own; 0."""
    read_report(one(0, ("KAZ", "TJK")))
    with open_ledger(file) as ledger:
        pairs = sizes(ledger)
        for number, states in [pairs[len(pairs) // 2], pairs[0]] if pairs else [(0, ("KAZ", "TJK"))]:
            print(
                f"  adding a report, {'-'.join(states)} with {number:>6} claims {milliseconds(ledger, states):10.1f} ms"
            )
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  memory of adding {memory:38.0f} MiB", flush=True)
    return 0


def main() -> int:
    """Print the figures; 0."""
    with tempfile.TemporaryDirectory() as folder:
        for number in (0, *(map(int, sys.argv[1:]) if len(sys.argv) > 1 else (10_000, 100_000))):
            file = Path(folder) / f"{number}.db"
            with open_ledger(file) as ledger:
                inserted, again = fill(ledger, number)
                held = counts(ledger)
            each = f", {1000 * again / number:.2f} ms a claim" if number else ""
            print(
                f"{held['claims']} claims, {held['entries']} entries: filled in {inserted:.0f} s, rebuilt in {again:.1f} s{each}"
            )
            print(f"  file {file.stat().st_size / 1e6:50.0f} MB", flush=True)
            subprocess.run([sys.executable, __file__, "--add", str(file)], check=True)
        for number in (100, 1000):
            with open_ledger(Path(folder) / f"archive-{number}.db") as ledger:
                print(
                    f"an archive of {number:>4} reports on one relation, not read {archive(ledger, number):10.1f} ms a report"
                )
    return 0


if __name__ == "__main__":
    sys.exit(add_singly(Path(sys.argv[2])) if sys.argv[1:2] == ["--add"] else main())
