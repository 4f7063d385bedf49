"""Writes docs/quality.md from annotated reports: `python eval/quality_page.py GOLD.json ... [--out FILE]`.

The table of figures, the largest causes of what was missed, spurious or wrong of each kind, and what would mend them.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from servanda.scoring.causes import ranked
from servanda.scoring.measure import Result
from servanda.terms.claims import KINDS, ClaimKind
from servanda.workflows.evaluate import evaluate, load_gold

OUT = Path(__file__).parents[1] / "docs" / "quality.md"
MOST = 3
# fewer than this many tell of nothing general
LEAST = 2
MEND: dict[ClaimKind, str] = {
    "meeting": "Who takes part is often told sentences away, and a visit's meetings are told as its programme: both "
    "want references followed across a paragraph (the guest, the two, his counterpart).",
    "instrument": "Status and day are told of several documents at once; they want the list and the clause over it "
    "read together.",
    "commitment": "Whether an act is definite enough is learned from few examples; more annotated reports of "
    "governments (fact sheets, joint statements) help most, then the border to statements of what somebody expects.",
    "figure": "A period told in another paragraph, and what is measured where the noun is far from the number.",
    "statement": "Words told without a verb of saying, and speakers who are only called by a role.",
    "activity": "Things told in passing, without a noun that names them; the kind has the fewest annotated examples.",
}
HEAD = """# Quality

How far the reader agrees with annotated reports that its parts were not trained on. Their misses were looked at while
early rules were written, and the settings of the learned parts were tried on them, so reports it has never seen can be
expected to score lower. `python eval/gate.py GOLD.json ...` holds the reader to the floors in `eval/floors.toml`, which
only rise; `python eval/quality_page.py GOLD.json ...` writes this page; `servanda eval --gold GOLD.json --misses KIND`
lists every case with its cause.

"""
MEANING = """
*found*: the evidence overlaps; *graded*: mean agreement of the fields; *strict*: every key field agrees. Two annotators
who follow the same guide agree at graded F1 0.84 to 0.90.
"""
TOOLS = """
## Other measures

- `python eval/altered.py GOLD.json ...` alters annotated claims by rule (amounts, units, dates, places, names,
  negation, the neighbouring sentence, another speaker, a plan told as done) and counts how many the evidence gate lets
  in, and how many true ones it refuses; the gate is held to both figures.
- `python eval/timex.py CORPUS ...` scores times against TimeML corpora and amounts against the cases of
  Recognizers-Text.
- `python eval/names.py GOLD.json ...` scores persons, states, cities and bodies.
- `python eval/same_names.py` scores the matching of names on 304 labelled pairs, half of them names that look alike.
- `python eval/fuzz.py` reads ten thousand broken inputs.
"""


def _table(result: Result) -> list[str]:
    lines = ["| kind | annotated | found | found F1 | graded F1 | strict F1 |", "| --- | --- | --- | --- | --- | --- |"]
    for kind, tally in result.kinds.items():
        rates = " | ".join(f"{tally.rate(getattr(tally, name)).f1:.3f}" for name in ("pairs", "graded", "strict"))
        lines.append(f"| {kind} | {tally.gold} | {tally.found} | {rates} |")
    every = " | ".join(f"{result.micro(name):.3f}" for name in ("pairs", "graded", "strict"))
    return [*lines, f"| all claims | | | {every} |"]


def _causes(result: Result) -> list[str]:
    lines = ["", "## What goes wrong, and what would mend it", ""]
    for kind in KINDS:
        lines.append(f"**{kind}**. {MEND[kind]}")
        lines.append("")
        for what in ("missed", "spurious", "wrong"):
            listed = [m for m in result.misses if m.kind == kind and m.what == what]
            causes = [(cause, n) for cause, n in ranked(c for m in listed for c in m.causes) if n >= LEAST][:MOST]
            told = "; ".join(f"{cause} ({n})" for cause, n in causes) or "nothing twice"
            lines.append(f"- {what}: {len(listed)}. {told}")
        lines.append("")
    return lines[:-1]


def page(result: Result) -> str:
    """The page in Markdown."""
    entries = f"Entries agree at B-cubed F1 {result.resolution:.3f} on paired claims" if result.resolution else ""
    statuses = (
        f"; {result.assessments:.1%} of the expected statuses are met." if result.assessments is not None else "."
    )
    body = [*_table(result), "", entries + statuses] if entries else _table(result)
    return HEAD + "\n".join(body) + "\n" + MEANING + "\n".join(_causes(result)) + "\n" + TOOLS


def main() -> int:
    """Write the page; 0."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("gold", nargs="+", type=Path)
    options.add_argument("--out", type=Path, default=OUT)
    chosen = options.parse_args()
    chosen.out.write_text(page(evaluate([load_gold(path) for path in chosen.gold])), encoding="utf-8")
    print(f"{chosen.out} written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
