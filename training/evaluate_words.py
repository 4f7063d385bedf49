"""Word F1 of ``segments_words`` on the treebanks' sentence texts; ``--treebank FOLDER``."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from treebank import read

from servanda.reading.segments_words import words


def main() -> int:
    """Prints one line for each treebank, and with ``--errors`` what differs most often."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--treebank", type=Path, required=True)
    options.add_argument("--part", choices=("train", "dev", "test"), default="dev")
    options.add_argument("--errors", type=int, default=0)
    given = options.parse_args()
    for bank in ("ewt", "gum"):
        gold = own = both = whole = count = 0
        missed: Counter[tuple[str, ...]] = Counter()
        for sentence in read(given.treebank / f"{bank}-{given.part}.conllu.gz"):
            right, found = set(sentence.spans), set(words(sentence.text))
            gold, own, both = gold + len(right), own + len(found), both + len(right & found)
            whole, count = whole + (right == found), count + 1
            text = sentence.text
            missed.update((text[max(0, a - 8) : a], text[a:b], text[b : b + 8]) for a, b in right - found)
        p, r = both / own, both / gold
        f1 = 200 * p * r / (p + r)
        shown = f"{bank} {given.part}: P {100 * p:.2f} R {100 * r:.2f} F1 {f1:.2f}"
        print(f"{shown}, {whole} of {count} sentences whole")
        for case, times in missed.most_common(given.errors):
            print("  ", times, case)
    return 0


if __name__ == "__main__":
    sys.exit(main())
