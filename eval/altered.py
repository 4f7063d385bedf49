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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import alterations

from servanda.reading.document import Document
from servanda.reading.gate import NEGATIVE_STATUSES, faults
from servanda.reading.pipeline import lay_out
from servanda.reading.segments import Segment
from servanda.terms.claims import Claim, Commitment, Figure, Instrument, Meeting, Person, Statement, Target, What
from servanda.terms.dates import Edtf, Partial
from servanda.terms.evidence import Quote
from servanda.terms.mentions import Kind, TimeValue
from servanda.terms.reports import Report
from servanda.terms.rows import what_from_row
from servanda.workflows.evaluate import load_gold

MOST_REFUSED = 0.01
STRANGER = "Aurel Vantongeren"
STRANGE_BODIES = ("Ministry of Tidal Affairs", "Bureau of Ferns", "Observatory for Quartz", "Lighthouse Inspectorate")
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
AFTER_NOT = re.compile(r"\s+(?:only|just|yet to)\b")
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
    yield from _counts(what)
    for name in ("unit", "currency"):
        unit = getattr(what, name, None)
        if isinstance(unit, str) and re.fullmatch("[A-Z]{3}", unit):
            yield "currency", _with(what, name, "ISK" if unit != "ISK" else "FJD")


def _counts(what: What) -> Iterator[tuple[str, What]]:
    if isinstance(what, Instrument) and what.count is not None:
        for count in (what.count + 1, what.count * 2, what.count + 10, what.count * 10 + 3):
            yield "count", replace(what, count=count)
    if isinstance(what, Figure) and what.unit == "count" and what.value is not None:
        for value in (what.value + 1, what.value + 3):
            yield "count", replace(what, value=value)
    if isinstance(what, Commitment) and isinstance(what.target, Target):
        for value in (what.target.value * Decimal("1.5") + 1, what.target.value * 10 + 1, what.target.value / 2 + 9):
            yield "target", replace(what, target=replace(what.target, value=value))


def _changes(what: What) -> Iterator[tuple[str, What]]:
    change = what.change if isinstance(what, Figure) else None
    for name in ("percent", "times"):
        told = getattr(change, name, None)
        if change is not None and told is not None:
            for other in (told + Decimal("0.7"), told * 10, told + 1, told * 2, told + 10, told / 10):
                yield "percent", _with(what, "change", replace(change, **{name: other}))
    if isinstance(what, Figure) and what.unit == "percent" and what.value is not None:
        for other in (what.value + Decimal("0.7"), what.value * 10, what.value + 1):
            yield "percent", replace(what, value=other)


def _names(what: What, document: Document) -> Iterator[tuple[str, What]]:
    for name in ("city", "place"):
        if getattr(what, name, None):
            place = next(p for p in PLACES if p not in document.text)
            yield "place", _with(what, name, place)
    if isinstance(what, Instrument) and what.signatories:
        for body in STRANGE_BODIES:
            yield "body", replace(what, signatories=(body, *what.signatories[1:]))
    yield from _people(what)
    other = next(code for code in OTHERS if code not in document.state_counts)
    held = getattr(what, "states", None)
    if held:
        yield "state", _with(what, "states", tuple(sorted((*held[1:], other))))
    if isinstance(what, Commitment) and what.by:
        yield "state", replace(what, by=(other, *what.by[1:]))


def _people(what: What) -> Iterator[tuple[str, What]]:
    if isinstance(what, Meeting):
        for at, person in enumerate(what.participants):
            if person.name:
                people = list(what.participants)
                people[at] = replace(person, name=STRANGER)
                yield "person", replace(what, participants=tuple(people))
    if isinstance(what, Statement) and what.speaker.name:
        yield "person", replace(what, speaker=Person(STRANGER, what.speaker.office, what.speaker.state))


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
    status = getattr(claim.what, "status", None)
    # a document that is only referred to is so in a clause that denies something of it, too
    if verb is None or isinstance(claim.what, Statement) or status in NEGATIVE_STATUSES or status == "referred":
        return
    word = verb.group()
    at = claim.quotes[0].start + verb.start()
    # denied twice it would be true again; "had not only" and "have not yet to" deny nothing
    if NEGATED.search(claim.quotes[0].text) or AFTER_NOT.match(claim.quotes[0].text, verb.end()):
        return
    denied = f"did not {PAST[word]}" if word in PAST else f"{word} not"
    options = [("negation", denied)]
    supposed = {"signed", "met", "held", "reached", "opened", "adopted", "exceeded", "visited", "launched", "concluded"}
    if word in supposed and not PASSIVE.search(claim.quotes[0].text[: verb.start()]):
        options += [("supposition", f"{modal} have {word}") for modal in ("might", "could", "would", "may", "should")]
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
    if _is_taken_up(claim, document.text[start:stop]):
        return
    quote = Quote(start, stop, document.text[start:stop])
    yield Altered("neighbouring sentence", replace(claim, quotes=(quote,)), document)


def _is_taken_up(claim: Claim, sentence: str) -> bool:
    """Whether a sentence goes on about the thing itself: "with this Action Plan", "this much was announced".

    It bears on the claim, so that a claim resting on it is none resting on something else.
    """
    told = getattr(claim.what, "title", None) or getattr(claim.what, "name", None) or getattr(claim.what, "action", "")
    words = {word.casefold() for word in re.findall(r"\w{4,}", told)}
    taken = re.findall(r"\b(?:[Tt]his|[Tt]hese|[Ss]uch|[Tt]he new|[Tt]hat)\s+(\w+)(?:\s+(\w+))?", sentence)
    names = {word.casefold() for word in re.findall(r"\w+", sentence)}
    return any({a.casefold(), b.casefold()} & {*words, "much"} for a, b in taken) or words <= names


def _is_told(claim: Claim, what: What, document: Document) -> bool:
    """Whether the report bears out an altered claim after all.

    Another number of its own quotes ("22 memoranda", and "23" said of them) and, for what has no day in its sentence,
    the report's own day: the words leave open which of the two is meant.
    """
    count = getattr(what, "count", None)
    if count is not None and any(re.search(rf"\b{count}\b", quote.text) for quote in claim.quotes):
        return True
    day = getattr(what, "date", None) or getattr(what, "period", None)
    before = getattr(claim.what, "date", None) or getattr(claim.what, "period", None)
    if day == before or day != document.published:
        return False
    told = [m for m in document.mentions if m.kind is Kind.TIME and isinstance(m.value, TimeValue)]
    own = [m for m in told if any(p.start <= m.start < p.end for p in _sentences(claim, document))]
    return not any(m.value.edtf == before for m in own if isinstance(m.value, TimeValue))


def _sentences(claim: Claim, document: Document) -> list[Segment]:
    return [p for p in document.segments if any(p.start < q.end and q.start < p.end for q in claim.quotes)]


def _tempting(claim: Claim, document: Document, others: Sequence[Claim]) -> Iterator[tuple[str, What]]:
    for rule in (
        alterations.speakers, alterations.statuses, alterations.directions, alterations.qualifiers,
        alterations.currencies, alterations.states, alterations.stretches,
    ):  # fmt: skip
        yield from rule(claim, document)
    yield from alterations.participants(claim, others)


def altered(claim: Claim, document: Document, others: Sequence[Claim]) -> Iterator[Altered]:
    """Every alteration of one claim; ``others`` are the report's claims."""
    taken = [(quote.start, quote.end) for other in others if other.kind == claim.kind for quote in other.quotes]
    for rule, what in (
        *_dates(claim.what),
        *_numbers(claim.what),
        *_changes(claim.what),
        *_names(claim.what, document),
        *_tempting(claim, document, others),
    ):
        if what != claim.what and not _is_told(claim, what, document):
            yield Altered(rule, replace(claim, what=what), document)
    yield from _polarity(claim, document)
    for at, length, words in alterations.growth_words(claim):
        made = _reworded(claim, document, at, length, words)
        if made is not None:
            yield Altered("direction flipped", *made)
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
    true: int = 0
    refused: int = 0

    @property
    def altered_accepted(self) -> float:
        """The share of altered claims that the gate let in."""
        return self.accepted.total() / max(self.tried.total(), 1)

    @property
    def true_refused(self) -> float:
        """The share of true claims that it refused."""
        return self.refused / max(self.true, 1)

    def add(self, rule: str, *, accepted: bool, what: object, words: str) -> None:
        """Count one."""
        self.tried[rule] += 1
        self.accepted[rule] += accepted
        if accepted:
            self.shown[rule].append(f"{what} | {words[:160]!r}")


def measure(paths: Sequence[Path]) -> Tally:
    """How the gate took every annotated claim of some files, and what was made of those that it let in."""
    tally = Tally(Counter(), Counter(), defaultdict(list))
    for report, claims in (pair for path in paths for pair in annotated(path)):
        document = lay_out(report)
        for claim in claims:
            tally.true += 1
            reasons = faults(claim, document)
            if reasons:
                tally.refused += 1
                tally.shown["true"].append(f"{report.id} {reasons} | {claim.quotes[0].text[:160]!r}")
                continue
            for one in altered(claim, document, claims):
                passed = not faults(one.claim, one.document)
                told = {f.name: getattr(one.claim.what, f.name) for f in fields(one.claim.what)}
                tally.add(one.rule, accepted=passed, what=(report.id, told), words=one.claim.quotes[0].text)
    return tally


def main() -> int:
    """Print the table; 1 when an altered claim was accepted or too many true ones were refused."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("gold", nargs="+", type=Path)
    options.add_argument("--show", metavar="RULE", help="print what was accepted of a rule; `true`: what was refused")
    chosen = options.parse_args()
    tally = measure(chosen.gold)
    for rule in sorted(tally.tried):
        print(f"{rule:<26}{tally.tried[rule]:>6} altered {tally.accepted[rule]:>5} accepted")
    total, wrong = tally.tried.total(), tally.accepted.total()
    print(f"{'all':<26}{total:>6} altered {wrong:>5} accepted ({tally.altered_accepted:.2%})")
    print(f"{'true claims':<26}{tally.true:>6}         {tally.refused:>5} refused ({tally.true_refused:.2%})")
    for line in tally.shown[chosen.show or ""]:
        print("  ", line)
    return int(wrong > 0 or tally.true_refused > MOST_REFUSED)


if __name__ == "__main__":
    sys.exit(main())
