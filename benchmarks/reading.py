"""Words of reading per CPU-second on one core, by stage, as ratios in one run: `python benchmarks/reading.py`.

The bundled reports are read again and again; with `--reports FILE.jsonl` others. Words are counted by white space.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from servanda.examples import demo_reports
from servanda.reading.mentions import find_mentions
from servanda.reading.pipeline import read_report
from servanda.reading.segments import segment
from servanda.sources.folder import list_files, read_files
from servanda.terms.reports import Report

ROUNDS = 12


def load(path: Path) -> list[Report]:
    """The reports of a file or folder."""
    return [one for one in read_files(list_files([path])) if isinstance(one, Report)]


def rate(reports: list[Report], step: Callable[[Report], object]) -> float:
    """Words per CPU-second of one step over all reports."""
    words = sum(len(r.text.split()) for r in reports) * ROUNDS
    started = time.process_time()
    for _ in range(ROUNDS):
        for report in reports:
            step(report)
    return words / (time.process_time() - started)


def main() -> int:
    """Print a line for each stage; 0."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--reports", type=Path, default=None)
    reports = load(options.parse_args().reports or demo_reports())
    started = time.perf_counter()
    read_report(reports[0])
    first = time.perf_counter() - started
    whole = rate(reports, read_report)
    print(f"{len(reports)} reports, {sum(len(r.text.split()) for r in reports)} words, {ROUNDS} rounds")
    print(f"first report, lexicons loaded      {first:8.2f} s")
    print(f"whole reader                       {whole:8.0f} words per CPU-second")
    stages: tuple[tuple[str, Callable[[Report], object]], ...] = (
        ("segments", lambda r: segment(r.text)),
        ("mentions", lambda r: find_mentions(r.text, r.date)),
    )
    for name, step in stages:
        found = rate(reports, step)
        print(f"{name:<35}{found:8.0f} words per CPU-second, {found / whole:.1f} times the whole")
    print(f"memory                             {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MiB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
