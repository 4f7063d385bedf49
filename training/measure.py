"""Scores the whole reader on the reports its head was trained on, without flattery.

`python training/measure.py --gold FOLDER --folds FILE` reads the annotated files of a folder with what
`heads.py --folds FILE` kept: each report with likelihoods from heads that saw no report of its file. Prints found,
graded and strict F1 by kind. `--threshold commitment=0.1,0.5,0.15` tries another setting of a kind (keep, peak, floor
of `servanda.reading.select`) and can be repeated.
"""

from __future__ import annotations

import argparse
import pickle
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from servanda.reading import select
from servanda.reading.learned import placed
from servanda.reading.pipeline import lay_out, read_document
from servanda.scoring.measure import Result
from servanda.terms.claims import KINDS, ClaimKind
from servanda.terms.reading import Reading
from servanda.terms.reports import Report
from servanda.workflows.evaluate import evaluate, load_gold

MEASURES = ("pairs", "graded", "strict")


def threshold(told: str) -> tuple[ClaimKind, select.Threshold]:
    """A kind and its setting, from ``kind=keep,peak,floor``; ValueError where it is none."""
    name, _, numbers = told.partition("=")
    kind = next((one for one in KINDS if one == name), None)
    if kind is None:
        msg = f"{name} is no kind of claim; one of {', '.join(KINDS)}"
        raise ValueError(msg)
    return kind, select.Threshold(*(float(number) for number in numbers.split(",")))


def measured(gold: Path, said: Mapping[str, Sequence[np.ndarray]]) -> Result:
    """The agreement of the reader with the annotated files of a folder, under the likelihoods kept for each report."""

    def read(report: Report) -> Reading:
        document = lay_out(report)
        return read_document(document, placed(document, said[report.id]))

    files = [load_gold(file) for file in sorted(gold.glob("*.json"))]
    return evaluate(files, read=read)


def main() -> None:
    """Print the figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument(
        "--gold", type=Path, required=True, help="folder of annotated files that heads.py was given first"
    )
    options.add_argument(
        "--folds", type=Path, required=True, help="file that heads.py --folds wrote; trusted, for it is a pickle"
    )
    options.add_argument("--threshold", type=threshold, action="append", default=[], help="kind=keep,peak,floor")
    chosen = options.parse_args()
    select.THRESHOLDS = {**select.THRESHOLDS, **dict(chosen.threshold)}
    result = measured(chosen.gold, pickle.loads(chosen.folds.read_bytes()))
    print(f"{'kind':<12}{'annotated':>10}{'found':>7}{'found F1':>10}{'graded':>8}{'strict':>8}")
    for kind, tally in result.kinds.items():
        rates = [tally.rate(getattr(tally, name)).f1 for name in MEASURES]
        print(f"{kind:<12}{tally.gold:>10}{tally.found:>7}{rates[0]:>10.3f}{rates[1]:>8.3f}{rates[2]:>8.3f}")
    every = [result.micro(name) for name in MEASURES]
    print(f"{'all':<29}{every[0]:>10.3f}{every[1]:>8.3f}{every[2]:>8.3f}")


if __name__ == "__main__":
    main()
