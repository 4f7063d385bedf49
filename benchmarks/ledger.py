"""The time to add one report to a ledger of 100,000 claims, against an empty one, and to add an archive of one relation.

`python benchmarks/ledger.py [CLAIMS]`.

The ledger is filled with made claims over pairs of states with a realistic skew (a few pairs hold most), in bulk; then
single reports are read and added as `servanda add` adds them: on the pair with the most claims, and on one in the middle.
"""

from __future__ import annotations

import random
import resource
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from servanda.ledger.bulk import add_many
from servanda.ledger.session import Ledger, open_ledger
from servanda.ledger.views import counts, find_entries
from servanda.reading.pipeline import read_report
from servanda.terms import dates
from servanda.terms.claims import Claim, Commitment, Figure, Instrument, Meeting, Person, Statement, Target, What
from servanda.terms.evidence import Quote
from servanda.terms.reading import Reading
from servanda.terms.reports import Report
from servanda.terms.states import state_name
from servanda.workflows.add import RESOLVER, add

CLAIMS_A_REPORT = 8
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
            f"open a joint centre for {subject}", "firm", "open", states, dates.of_year(day.year + 2), target
        )
    if draw < 0.78:
        value = Decimal(chance.randrange(1, 9000) * 10**6)
        return Figure("trade_turnover", "trade", value, None, "USD", "exact", dates.of_year(day.year - 1), states)
    return Statement(Person(f"A. Name{chance.randrange(40)}", "Minister", states[0]), direct=False)


def made(claims: int, only: tuple[str, str] | None = None) -> Iterator[tuple[Report, Reading]]:
    """Reports with made claims, as many as asked for in all, on the usual pairs of states or one only."""
    chance = random.Random(1)
    start = date(1995, 1, 1)
    for number in range(claims // CLAIMS_A_REPORT):
        day = start + timedelta(days=chance.randrange(11_000))
        states = only or pair(chance)
        report = Report(f"made-{number}", day, f"Made report {number}.", f"Wire {chance.randrange(30)}")
        found = tuple(
            Claim(
                report.id,
                report.digest,
                what(chance, states, day),
                (Quote(0, 4 + n, report.text[: 4 + n]),),
                "made",
                None,
                states,
            )
            for n in range(CLAIMS_A_REPORT)
        )
        yield report, Reading(found, states=states)


def fill(ledger: Ledger, claims: int) -> float:
    """Put made reports in without resolving, then resolve all once; the seconds it took."""
    started = time.perf_counter()
    add_many(ledger, made(claims), resolver=RESOLVER, reader="made", at=datetime(2025, 1, 1, tzinfo=UTC))
    return time.perf_counter() - started


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
    held: Counter[tuple[str, str]] = Counter()
    for entry in find_entries(ledger):
        if len(entry.states) == 2:
            held[entry.states[0], entry.states[1]] += len(entry.members)
    return sorted(((number, states) for states, number in held.items()), reverse=True)


def main() -> int:
    """Print the figures; 0."""
    claims = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder, open_ledger(Path(folder) / "empty.db") as empty:
        read_report(one(0, ("KAZ", "TJK")))
        small = milliseconds(empty, ("KAZ", "TJK"))
        with open_ledger(Path(folder) / "large.db") as large:
            seconds = fill(large, claims)
            held = counts(large)
            pairs = sizes(large)
            most, middle = pairs[0], pairs[len(pairs) // 2]
            times = [(*chosen, milliseconds(large, chosen[1])) for chosen in (middle, most)]
        with open_ledger(Path(folder) / "archive.db") as one_relation:
            each = {number: archive(one_relation, number) for number in (100, 1000)}
    print(f"filled with {held['claims']} claims, {held['reports']} reports, {held['entries']} entries: {seconds:.0f} s")
    print(f"adding a report to an empty ledger                       {small:8.1f} ms")
    for number, states, taken in times:
        print(
            f"to {held['claims']} claims, {'-'.join(states)} with {number:>5} of them    {taken:12.1f} ms, "
            f"{taken / small:.1f} times"
        )
    for number, taken in each.items():
        print(f"an archive of {number:>4} reports on one relation, not read  {taken:10.1f} ms a report")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory                                                   {memory:8.0f} MiB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
