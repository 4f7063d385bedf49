"""Holds the reader to its floors: `python eval/gate.py GOLD.json ...`.

The floors in floors.toml only rise. They are pinned to annotated reports by a hash over the files; with other files, or
none, the gate says so and holds nothing (exit 0), since a floor means nothing on a corpus it was not measured on.
`--raise` writes the figures reached where they are higher than the floors.
"""

from __future__ import annotations

import hashlib
import sys
import tomllib
from pathlib import Path

import altered

from servanda.scoring.measure import Result
from servanda.terms.claims import KINDS
from servanda.workflows.evaluate import evaluate, load_gold

FLOORS = Path(__file__).with_name("floors.toml")
# a floor stands this far under the figure it was raised to, for rounding alone
SLACK = 0.0005


def corpus_hash(paths: list[Path]) -> str:
    """SHA-256 over the names and contents of the files, in order of name."""
    hashed = hashlib.sha256()
    for path in sorted(paths, key=lambda p: p.name):
        hashed.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return hashed.hexdigest()


def reached(result: Result) -> dict[str, float]:
    """Every figure that can have a floor."""
    figures = {f"micro.{m}": result.micro(m) for m in ("pairs", "graded", "strict")}
    for kind in KINDS:
        tally = result.kinds[kind]
        for name in ("graded", "strict"):
            figures[f"{kind}.{name}"] = tally.rate(getattr(tally, name)).f1
    figures["resolution_b3"] = result.resolution or 0.0
    figures["assessments"] = result.assessments or 0.0
    return figures


def leaks(paths: list[Path]) -> dict[str, float]:
    """What the evidence gate gets wrong: the shares of altered claims let in and of true ones refused."""
    tally = altered.measure(paths)
    return {"altered_accepted": tally.altered_accepted, "true_refused": tally.true_refused}


def _write(digest: str, floors: dict[str, float], ceilings: dict[str, float]) -> None:
    lines = [
        "# The reader's floors: what `python eval/gate.py` asks for. They only rise (`--raise`).",
        f'corpus = "{digest}"',
        "",
        "[floors]",
        *(f'"{name}" = {value:.4f}' for name, value in floors.items()),
        "",
        "# What the evidence gate may get wrong at most (eval/altered.py); these only sink.",
        "[ceilings]",
        *(f'"{name}" = {value:.4f}' for name, value in ceilings.items()),
    ]
    FLOORS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(arguments: list[str]) -> int:
    """0 when every floor holds, or there is nothing to hold them against."""
    paths = [Path(a) for a in arguments if a != "--raise"]
    if not paths:
        print("quality gate: no annotated reports here, nothing to hold")
        return 0
    digest = corpus_hash(paths)
    known = tomllib.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    floors: dict[str, float] = known.get("floors", {})
    if known.get("corpus") != digest and "--raise" not in arguments:
        print("quality gate: these are not the annotated reports that the floors were measured on, nothing to hold")
        return 0
    ceilings: dict[str, float] = known.get("ceilings", {})
    figures, wrong = reached(evaluate([load_gold(path) for path in paths])), leaks(paths)
    low = {name: floor for name, floor in floors.items() if figures[name] + SLACK < floor}
    for name, value in figures.items():
        print(f"{name:<22}{value:.4f}   floor {floors.get(name, 0.0):.4f}{'   UNDER' if name in low else ''}")
    high = {name: most for name, most in ceilings.items() if wrong[name] > most + SLACK}
    for name, value in wrong.items():
        print(f"{name:<22}{value:.4f}   at most {ceilings.get(name, 1.0):.4f}{'   OVER' if name in high else ''}")
    if "--raise" in arguments:
        raised = {name: max(round(value, 4), floors.get(name, 0.0)) for name, value in figures.items()}
        _write(digest, raised, {name: min(round(value, 4), ceilings.get(name, 1.0)) for name, value in wrong.items()})
        return 0
    bad = len(low) + len(high)
    print("quality gate: " + (f"{bad} figures beyond their bounds" if bad else "every floor holds"))
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
