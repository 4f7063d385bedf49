"""Reads thousands of broken inputs: `python eval/fuzz.py [--count N] [--reports FOLDER] [--seed N]`.

Inputs are jumbles of the words that rules look for, any Unicode text, and real reports with bytes struck, doubled,
swapped or put in. Each must be read without a fault, with every quote and mention exact, in a time bounded by a line
over its length. Prints what failed, and the slowest; exit 1 if anything did.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import traceback
from collections.abc import Callable
from datetime import date
from pathlib import Path

from servanda.examples import demo_reports
from servanda.reading.pipeline import lay_out, read_report
from servanda.sources.folder import list_files, read_files
from servanda.terms.reports import Report

DAY = date(2024, 5, 6)
# seconds of CPU that a read may take: so many at least, and so many for each thousand characters
LEAST, PER_THOUSAND = 1.0, 0.6
WORDS = (
    "Kenya", "the", "Republic of", "President", "William Ruto", "met with", "$1.2 billion", "2023", "by 7.4%",
    "signed", "Treaty on", "will", "“", "”", '"', "-", "\n\n", "\n- ", ";", ":", "agreed to", "in Nairobi",
    "May 6", "12 documents", "(", ")", "and", "of", "said that", "trade", "visit", "Ministry of", "not",
    "within three years", "\u202e", "é", "1.150.000,5", "…", "from 2 to 3", "million", "dollars", "agreements",
    "memoranda", "held", "is to be", "opened", "exhibition", "ready to", "last year", "the sides", "<b>", "&nbsp;",
    "\x00", "\ufeff", "№", "½", "१२", "January", "-", "to", "2025-2027", "EU", "he", "their", "between",
)  # fmt: skip


def jumble(chance: random.Random, _reports: list[Report]) -> str:
    """Words that rules look for, in any order."""
    return " ".join(chance.choice(WORDS) for _ in range(chance.randrange(1, 200)))


def unicode_text(chance: random.Random, _reports: list[Report]) -> str:
    """Characters from anywhere, surrogates left out."""
    points = (
        chance.choice((chance.randrange(32, 127), chance.randrange(0, 0xD800), chance.randrange(0xE000, 0x110000)))
        for _ in range(chance.randrange(1, 600))
    )
    return "".join(map(chr, points))


def noise(chance: random.Random, reports: list[Report]) -> str:
    """A real report with some bytes struck, doubled, swapped or put in."""
    content = bytearray(chance.choice(reports).text.encode())
    for _ in range(chance.randrange(1, 40)):
        at = chance.randrange(len(content))
        what = chance.randrange(4)
        if what == 0:
            del content[at : at + chance.randrange(1, 30)]
        elif what == 1:
            content[at:at] = content[at : at + 40] * chance.randrange(1, 6)
        elif what == 2:
            content[at] = chance.randrange(256)
        else:
            content[at:at] = bytes(chance.randrange(256) for _ in range(chance.randrange(1, 12)))
        if not content:
            content = bytearray(b"x")
    return content.decode(errors="replace")


MAKERS: tuple[Callable[[random.Random, list[Report]], str], ...] = (jumble, unicode_text, noise)


def fault(text: str) -> str | None:
    """What is wrong with the reading of a text, or None."""
    report = Report("fuzz", DAY, text)
    document = lay_out(report)
    if any(text[m.start : m.end] != m.text for m in document.mentions):
        return "a mention is not at its place"
    reading = read_report(report)
    claims = [*reading.claims, *(one.claim for one in reading.refused)]
    if not all(quote.stands_in(text) for claim in claims for quote in claim.quotes):
        return "a quote is not at its place"
    if any(text[left.start : left.end] != left.text for left in reading.unread):
        return "an unread stretch is not at its place"
    return None


def main() -> int:
    """Print what failed and the slowest input; 1 if anything failed."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--count", type=int, default=10_000)
    options.add_argument("--reports", type=Path, default=None, help="real reports to disturb, beside the bundled ones")
    options.add_argument("--seed", type=int, default=0)
    chosen = options.parse_args()
    folders = [demo_reports(), *([chosen.reports] if chosen.reports else [])]
    reports = [one for one in read_files(list_files(folders)) if isinstance(one, Report)]
    failed, slowest = 0, (0.0, 0, 0)
    for number in range(chosen.count):
        chance = random.Random(f"{chosen.seed}/{number}")  # noqa: S311 - not for secrets
        text = MAKERS[number % len(MAKERS)](chance, reports)
        started = time.process_time()
        try:
            wrong = fault(text)
        except Exception:  # noqa: BLE001 - whatever is raised is what this looks for
            wrong = traceback.format_exc(limit=-3)
        seconds = time.process_time() - started
        if wrong is None and seconds > LEAST + PER_THOUSAND * len(text) / 1000:
            wrong = f"it took {seconds:.1f} s for {len(text)} characters"
        if wrong is not None:
            failed += 1
            print(f"input {number} ({MAKERS[number % len(MAKERS)].__name__}): {wrong}")
        slowest = max(slowest, (seconds, len(text), number))
        if number % 1000 == 999:
            print(f"{number + 1} read, {failed} failed", flush=True)
    print(
        f"{chosen.count} inputs, {failed} failed; the slowest, number {slowest[2]}: "
        f"{slowest[0]:.2f} s for {slowest[1]} characters"
    )
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
