"""Measures `find_names` against annotated reports: persons, states, cities and signing bodies.

python eval/names.py GOLD.json ... [--misses persons|states|cities|bodies|spurious]
"""

from __future__ import annotations

import argparse
import json
import re
import unicodedata
from collections import Counter
from pathlib import Path

from servanda.reading.names import find_names
from servanda.terms.mentions import BodyValue, CityValue, Mention, PersonValue, StateValue

STOP = {"the", "of", "and", "a", "an", "on", "in", "for", "to", "republic"}


def words(text: object) -> list[str]:
    """The words of a text that count, without accents and case."""
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", str(text or "")) if not unicodedata.combining(c)
    ).casefold()
    return [word for word in re.findall(r"\w+", plain) if word not in STOP]


def token_f1(gold: object, found: object) -> float:
    """How far two texts have the same words."""
    a, b = Counter(words(gold)), Counter(words(found))
    shared = sum((a & b).values())
    return 2 * shared / (sum(a.values()) + sum(b.values())) if shared else 0.0


def surname(name: str) -> str:
    """The last word of a name."""
    parts = [w for w in words(name) if w not in {"jr", "sr", "ii", "iii"}]
    return parts[-1] if parts else ""


class Tally:
    """Hits and totals by name, with the misses of the one that is asked for."""

    def __init__(self, misses: str | None) -> None:
        self.counts: dict[str, list[int]] = {}
        self.misses = misses

    def add(self, what: str, hit: bool, shown: str) -> None:  # noqa: FBT001  the outcome is the value itself
        """Counts one case."""
        row = self.counts.setdefault(what, [0, 0])
        row[0] += hit
        row[1] += 1
        if not hit and what == self.misses:
            print(f"{what}: {shown}")


def persons(tally: Tally, report: str, gold: list[dict[str, str | None]], found: list[Mention]) -> None:
    """Counts the annotated persons that were found, with state and office."""
    values = [m.value for m in found if isinstance(m.value, PersonValue) and m.value.name]
    for person in {json.dumps(p, sort_keys=True): p for p in gold if p.get("name")}.values():
        name = str(person["name"])
        same = [v for v in values if surname(name) in words(v.name)]
        tally.add("persons", bool(same), f"{report} {person}")
        if same:
            if person.get("state"):
                tally.add(
                    "person_states", any(v.state == person["state"] for v in same), f"{report} {person} {same[0]}"
                )
                if any(v.state for v in same):
                    tally.add(
                        "wrong_states", any(v.state == person["state"] for v in same), f"{report} {person} {same[0]}"
                    )
            if person.get("office"):
                tally.add(
                    "offices",
                    any(token_f1(person["office"], v.office) >= 0.5 for v in same),
                    f"{report} {person} {same[0]}",
                )
            tally.add("names", any(token_f1(name, v.name) >= 0.6 for v in same), f"{report} {person} {same[0]}")


def measure(path: Path, tally: Tally) -> None:
    """Counts what was found in the reports of one annotated file."""
    data = json.loads(path.read_text(encoding="utf-8"))
    for report in data["reports"]:
        found = find_names(report["text"])
        claims = [c for c in data["claims"] if c["report"] == report["id"]]
        people = [
            p for c in claims for p in [*(c.get("participants") or []), *([c["speaker"]] if c.get("speaker") else [])]
        ]
        persons(tally, report["id"], people, found)
        codes = {m.value.code for m in found if isinstance(m.value, StateValue)}
        codes |= {m.value.state for m in found if isinstance(m.value, CityValue | BodyValue) and m.value.state}
        for code in sorted({s for c in claims for s in c.get("states") or []}):
            tally.add("states", code in codes, f"{report['id']} {code}")
        cities = {" ".join(words(m.value.name)) for m in found if isinstance(m.value, CityValue)}
        for city in sorted({c["city"] for c in claims if c.get("city")}):
            tally.add("cities", " ".join(words(city)) in cities, f"{report['id']} {city}")
        bodies = [m.value.name for m in found if isinstance(m.value, BodyValue | PersonValue) and m.value.name]
        for body in sorted({s for c in claims for s in c.get("signatories") or []}):
            tally.add("bodies", any(token_f1(body, b) >= 0.6 for b in bodies), f"{report['id']} {body}")
        told = {surname(str(p["name"])) for p in people if p.get("name")}
        for value in sorted({str(m.value.name) for m in found if isinstance(m.value, PersonValue) and m.value.name}):
            tally.add(
                "spurious", surname(value) in told or any(w in told for w in words(value)), f"{report['id']} {value}"
            )


def main() -> None:
    """Prints the shares found."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("gold", nargs="+", type=Path)
    options.add_argument("--misses")
    args = options.parse_args()
    tally = Tally(args.misses)
    for path in sorted(args.gold):
        measure(path, tally)
    for what, (hits, total) in sorted(tally.counts.items()):
        print(f"{what:<14}{hits:>6} of {total:<6}{hits / total:.3f}")


if __name__ == "__main__":
    main()
