"""Speed of the text model on one core: start time, words per CPU-second and memory.

The machine's own speed is measured beside it, as products of two 384 x 384 matrices in one second, so that figures from
two machines, or from a busy one, can be compared.
"""

from __future__ import annotations

import os

# one thread for numpy too, before it is imported
os.environ.setdefault("OMP_NUM_THREADS", "1")

import argparse
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

TEXT = (
    "The President of the Republic of Kazakhstan received the Minister of Foreign Affairs of Japan in Astana .",
    "During the talks , the two sides discussed the expansion of cooperation in trade , energy and transport .",
    "Bilateral trade reached $ 1.9 billion last year , which is 12 % more than in 2022 , the ministry said .",
    "They signed a memorandum of understanding on water management .",
    "The company will invest up to 300 million euros in a wind farm by the end of 2027 , according to a statement .",
    "It was published after the third meeting of the joint committee , which the two deputy ministers had opened .",
    '" We are ready to open a new chapter in our relations , " he added .',
)
START = "import time; b = time.perf_counter(); from servanda.reading.encoder import Encoder; Encoder.load({folder}); "
START += "import resource; print(time.perf_counter() - b, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"


def start(folder: Path | None) -> tuple[float, float]:
    """Seconds to import and load in a new process, the best of five, and its peak memory in MiB."""
    source = START.format(folder=f"__import__('pathlib').Path({str(folder)!r})" if folder else "")
    runs = [
        subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True) for _ in range(5)
    ]
    rows = [run.stdout.split() for run in runs]
    return min(float(row[0]) for row in rows), max(int(row[1]) for row in rows) / 1024


def products() -> float:
    """Matrix products in one CPU-second."""
    matrix = np.ones((384, 384), dtype=np.float32)
    begun, done = time.process_time(), 0
    while time.process_time() - begun < 1:
        matrix @ matrix
        done += 1
    return done


def main() -> int:
    """Prints the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--model", type=Path, default=None, help="a model folder; the package's own by default")
    options.add_argument("--rounds", type=int, default=150)
    given = options.parse_args()
    from servanda.reading.encoder import Encoder  # noqa: PLC0415 - its import is part of the start that is measured

    seconds, memory = start(given.model)
    print(f"start in a new process: {seconds:.2f} s, {memory:.0f} MiB at its peak")
    encoder = Encoder.load(given.model)
    sentences = [line.split() for line in TEXT]
    encoder.parse(sentences)
    count = sum(len(words) for words in sentences) * given.rounds
    begun = time.process_time()
    for _ in range(given.rounds):
        encoder.parse(sentences)
    took = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count} words, one sentence at a time: {count / took:.0f} words per CPU-second, {peak:.0f} MiB at the peak")
    print(f"this machine now: {products():.0f} float products of 384 x 384 matrices per CPU-second")
    return 0


if __name__ == "__main__":
    sys.exit(main())
