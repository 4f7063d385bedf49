"""Holds the evidence gate against altered claims: `python eval/altered.py GOLD.json ... [--show RULE]`.

Every annotated claim is altered by rule, one thing at a time: in its fields (an amount, unit, count, year, month, day,
place, person, body or state), in the report and its quote together (a negation, a supposition), or by resting it on
the neighbouring sentence. What is altered is false, so the gate should refuse it; the annotated claim itself is true,
so the gate should let it in. Prints how many of each were accepted; exit 1 when an altered claim was, or when the gate
refused more than one true claim in a hundred.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from servanda.reading.document import Document
from servanda.reading.gate import NEGATIVE_STATUSES, faults
from servanda.reading.pipeline import lay_out
from servanda.terms.claims import Claim, Commitment, Figure, Instrument, Meeting, Person, Statement, Target, What
from servanda.terms.dates import Edtf, Partial
from servanda.terms.evidence import Quote
from servanda.terms.reports import Report
from servanda.terms.rows import what_from_row
from servanda.workflows.evaluate import load_gold

MOST_REFUSED = 0.01
STRANGER = "Aurel Vantongeren"
PLACES = ("Reykjavik", "Windhoek", "Suva", "Tegucigalpa")
OTHERS = ("ISL", "NAM", "FJI", "HND")
AUXILIARY = re.compile(r"\b(will|would|is|are|was|were|has|have|had|can|must|shall|should)\b")
PAST = {
    "signed": "sign", "met": "meet", "held": "hold", "visited": "visit", "reached": "reach", "agreed": "agree",
    "amounted": "amount", "exceeded": "exceed", "grew": "grow", "rose": "rise", "opened": "open", "launched": "launch",
    "arrived": "arrive", "discussed": "discuss", "received": "receive", "hosted": "host", "announced": "announce",
    "increased": "increase", "totalled": "total", "adopted": "adopt", "concluded": "conclude", "took": "take",
    "came": "come", "went": "go", "stood": "stand", "made": "make", "fell": "fall", "gave": "give", "spoke": "speak",
    "provided": "provide", "completed": "complete", "invested": "invest", "issued": "issue", "began": "begin",
}  # fmt: skip
NEGATED = re.compile(r"\b(?:not|never|no|without)\b")
PASSIVE = re.compile(r"\b(?:be|been|being|previously|to|newly|jointly|recently)\s+$")
FINITE = re.compile(r"\b(" + "|".join(PAST) + r")\b")


@dataclass(frozen=True, slots=True)
class Altered:
    """A claim with one thing altered, and the report that it is held against."""

    rule: str
    claim: Claim
    document: Document


def _years(value: Edtf, by: int) -> Edtf:
    def move(part: Partial | None) -> Partial | None:
        return part and replace(part, year=part.year + by, day=min(part.day, 28) if part.day else None)

    return Edtf(move(value.start), move(value.end))


def _months(value: Edtf) -> Edtf | None:
    start = value.start
    if start is None or start.month is None or value.is_interval:
        return None
    moved = replace(start, month=start.month % 12 + 1, day=min(start.day, 28) if start.day else None)
    return Edtf(moved, moved)


def _days(value: Edtf) -> Edtf | None:
    start = value.start
    if start is None or start.day is None or value.is_interval:
        return None
    moved = replace(start, day=start.day % 28 + 1)
    return Edtf(moved, moved)


def _with(what: What, name: str, value: object) -> What:
    """The fields of a claim with one of them altered."""
    altered: dict[str, Any] = {name: value}
    return replace(what, **altered)


def _dates(what: What) -> Iterator[tuple[str, What]]:
    for name in ("date", "due", "period", "term"):
        value = getattr(what, name, None)
        if not isinstance(value, Edtf):
            continue
        options = {
            "year after": _years(value, 1), "year before": _years(value, -1),
            "month": _months(value), "day": _days(value),
        }  # fmt: skip
        for rule, moved in options.items():
            if moved is not None:
                yield f"{rule} of {name}", _with(what, name, moved)


def _numbers(what: What) -> Iterator[tuple[str, What]]:
    for name in ("value", "value_to"):
        value = getattr(what, name, None)
        if isinstance(value, Decimal):
            for rule, factor in (("amount times ten", Decimal(10)), ("amount a little higher", Decimal("1.1"))):
                moved = value * factor if value else Decimal(7)
                yield rule, _with(what, name, moved)
    if isinstance(what, Instrument) and what.count is not None:
        yield "count", replace(what, count=what.count + 1)
    if isinstance(what, Commitment) and isinstance(what.target, Target):
        yield "target", replace(what, target=replace(what.target, value=what.target.value * Decimal("1.5") + 1))
    for name in ("unit", "currency"):
        unit = getattr(what, name, None)
        if isinstance(unit, str) and re.fullmatch("[A-Z]{3}", unit):
            yield "currency", _with(what, name, "ISK" if unit != "ISK" else "FJD")


def _changes(what: What) -> Iterator[tuple[str, What]]:
    change = what.change if isinstance(what, Figure) else None
    for name in ("percent", "times"):
        told = getattr(change, name, None)
        if change is not None and told is not None:
            yield "percent", _with(what, "change", replace(change, **{name: told + Decimal("0.7")}))


def _names(what: What, document: Document) -> Iterator[tuple[str, What]]:
    for name in ("city", "place"):
        if getattr(what, name, None):
            place = next(p for p in PLACES if p not in document.text)
            yield "place", _with(what, name, place)
    other = next(code for code in OTHERS if code not in document.state_counts)
    held = getattr(what, "states", None)
    if held:
        yield "state", _with(what, "states", tuple(sorted((*held[1:], other))))
    if isinstance(what, Commitment) and what.by:
        yield "state", replace(what, by=(other, *what.by[1:]))
    if isinstance(what, Meeting):
        for at, person in enumerate(what.participants):
            if person.name:
                people = list(what.participants)
                people[at] = replace(person, name=STRANGER)
                yield "person", replace(what, participants=tuple(people))
    if isinstance(what, Statement) and what.speaker.name:
        yield "person", replace(what, speaker=Person(STRANGER, what.speaker.office, what.speaker.state))
    if isinstance(what, Instrument) and what.signatories:
        yield "body", replace(what, signatories=("Ministry of Tidal Affairs", *what.signatories[1:]))


def _reworded(claim: Claim, document: Document, at: int, length: int, words: str) -> tuple[Claim, Document] | None:
    """The claim and report with other words at a place of the first quote."""
    text, by = document.text, len(words) - length
    report = replace(document.report, text=text[:at] + words + text[at + length :])

    def moved(quote: Quote) -> Quote:
        start = quote.start + by * (quote.start > at)
        end = quote.end + by * (quote.end > at)
        return Quote(start, end, report.text[start:end])

    quotes = tuple(moved(quote) for quote in claim.quotes)
    return replace(claim, quotes=quotes), lay_out(report)


def _verb(claim: Claim) -> re.Match[str] | None:
    """The only finite verb of the first quote; None where it has none, or several, some of them beside the point."""
    quote = claim.quotes[0].text
    found = [m for pattern in (AUXILIARY, FINITE) for m in pattern.finditer(quote)]
    return found[0] if len(found) == 1 else None


def _polarity(claim: Claim, document: Document) -> Iterator[Altered]:
    verb = _verb(claim)
    if verb is None or isinstance(claim.what, Statement) or getattr(claim.what, "status", None) in NEGATIVE_STATUSES:
        return
    word = verb.group()
    at = claim.quotes[0].start + verb.start()
    if NEGATED.search(claim.quotes[0].text):  # denied twice it would be true again
        return
    denied = f"did not {PAST[word]}" if word in PAST else f"{word} not"
    options = [("negation", denied)]
    supposed = {"signed", "met", "held", "reached", "opened", "adopted", "exceeded", "visited", "launched", "concluded"}
    if word in supposed and not PASSIVE.search(claim.quotes[0].text[: verb.start()]):
        options.append(("supposition", f"might have {'met' if word == 'met' else word}"))
    for rule, words in options:
        made = _reworded(claim, document, at, len(word), words)
        if made is not None:
            yield Altered(rule, *made)


def _neighbours(claim: Claim, document: Document, taken: list[tuple[int, int]]) -> Iterator[Altered]:
    """The claim resting on the sentence after its own, where no claim of its kind stands."""
    # the sentence after may well be the same speaker's, or tell of the same meeting
    if isinstance(claim.what, Statement | Meeting) or (isinstance(claim.what, Instrument) and not claim.what.title):
        return
    end = max(quote.end for quote in claim.quotes)
    later = [s for s in document.segments if s.start >= end]
    if not later:
        return
    start, stop = later[0].start, later[0].end
    if any(left < stop and start < right for left, right in taken):
        return
    quote = Quote(start, stop, document.text[start:stop])
    yield Altered("neighbouring sentence", replace(claim, quotes=(quote,)), document)


def altered(claim: Claim, document: Document, taken: list[tuple[int, int]]) -> Iterator[Altered]:
    """Every alteration of one claim; ``taken`` are the quotes of the report's claims of its kind."""
    for rule, what in (
        *_dates(claim.what),
        *_numbers(claim.what),
        *_changes(claim.what),
        *_names(claim.what, document),
    ):
        if what != claim.what:
            yield Altered(rule, replace(claim, what=what), document)
    yield from _polarity(claim, document)
    yield from _neighbours(claim, document, taken)


def annotated(path: Path) -> Iterator[tuple[Report, list[Claim]]]:
    """The reports of a file with their claims."""
    held = load_gold(path)
    for report, told in zip(held.reports, held.gold.reports, strict=True):
        claims = []
        for row in told.claims:
            listed = row["quotes"]
            assert isinstance(listed, list)
            places = ((report.text.find(words), words) for words in map(str, listed))
            quotes = tuple(Quote(at, at + len(words), words) for at, words in places if at >= 0)
            claims.append(Claim(report.id, report.digest, what_from_row(str(row["kind"]), row), quotes, "annotated"))
        yield report, claims


@dataclass
class Tally:
    """How many were tried and accepted by rule, and true claims refused."""

    tried: Counter[str]
    accepted: Counter[str]
    shown: defaultdict[str, list[str]]

    def add(self, rule: str, *, accepted: bool, what: object, words: str) -> None:
        """Count one."""
        self.tried[rule] += 1
        self.accepted[rule] += accepted
        if accepted:
            self.shown[rule].append(f"{what} | {words[:160]!r}")


def main() -> int:
    """Print the table; 1 when an altered claim was accepted or too many true ones were refused."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("gold", nargs="+", type=Path)
    options.add_argument("--show", metavar="RULE", help="print what was accepted of a rule; `true`: what was refused")
    chosen = options.parse_args()
    tally = Tally(Counter(), Counter(), defaultdict(list))
    true = refused = 0
    for report, claims in (pair for path in chosen.gold for pair in annotated(path)):
        document = lay_out(report)
        for claim in claims:
            true += 1
            reasons = faults(claim, document)
            if reasons:
                refused += 1
                tally.shown["true"].append(f"{report.id} {reasons} | {claim.quotes[0].text[:160]!r}")
                continue
            taken = [(q.start, q.end) for c in claims if c.kind == claim.kind for q in c.quotes]
            for one in altered(claim, document, taken):
                passed = not faults(one.claim, one.document)
                told = {f.name: getattr(one.claim.what, f.name) for f in fields(one.claim.what)}
                tally.add(one.rule, accepted=passed, what=(report.id, told), words=one.claim.quotes[0].text)
    for rule in sorted(tally.tried):
        print(f"{rule:<26}{tally.tried[rule]:>6} altered {tally.accepted[rule]:>5} accepted")
    total, wrong = tally.tried.total(), tally.accepted.total()
    print(f"{'all':<26}{total:>6} altered {wrong:>5} accepted ({wrong / max(total, 1):.2%})")
    print(f"{'true claims':<26}{true:>6}         {refused:>5} refused ({refused / max(true, 1):.2%})")
    for line in tally.shown[chosen.show or ""]:
        print("  ", line)
    return int(wrong > 0 or refused > MOST_REFUSED * true)


if __name__ == "__main__":
    sys.exit(main())
