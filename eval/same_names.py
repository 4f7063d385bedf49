"""Measures the matching of names on labelled pairs: `python eval/same_names.py [PAIRS.toml] [--wrong]`."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path

from servanda.resolution.names import same_body, same_person

PAIRS = Path(__file__).with_name("name_pairs.toml")


def labelled(part: dict[str, list[list[str]]]) -> Iterator[tuple[str, str, bool]]:
    """Every two names with whether they are one."""
    for group in part["same"]:
        for left, right in combinations(group, 2):
            yield left, right, True
    for left, right in part["different"]:
        yield left, right, False


def main(arguments: list[str]) -> int:
    """Print precision, recall and F1 of persons, of bodies, and of all; 0."""
    paths = [Path(a) for a in arguments if not a.startswith("--")]
    content = tomllib.loads((paths[0] if paths else PAIRS).read_text(encoding="utf-8"))
    compare: dict[str, Callable[[str, str], bool]] = {"persons": same_person, "bodies": same_body}
    sums = [0, 0, 0, 0]
    for name, alike in compare.items():
        hits = said = true = pairs = 0
        for left, right, same in labelled(content[name]):
            found = alike(left, right)
            hits, said, true, pairs = hits + (found and same), said + found, true + same, pairs + 1
            if found != same and "--wrong" in arguments:
                print(f"  {'missed' if same else 'taken for one'}: {left} | {right}")
        sums = [a + b for a, b in zip(sums, (hits, said, true, pairs), strict=True)]
        _tell(name, hits, said, true, pairs)
    _tell("all", *sums)
    return 0


def _tell(name: str, hits: int, said: int, true: int, pairs: int) -> None:
    precision, recall = hits / max(said, 1), hits / max(true, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    print(f"{name:<10}{pairs:>5} pairs   P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
