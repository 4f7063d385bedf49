"""The measures: found, graded and strict F1 by kind, B-cubed over entries, and how many assessments agree."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from servanda.scoring.causes import why_missed, why_spurious, why_wrong
from servanda.scoring.fields import Row
from servanda.scoring.pairing import Paired, pair
from servanda.terms.claims import KINDS, ClaimKind


@dataclass(frozen=True, slots=True)
class GoldReport:
    """One annotated report: its id, text, and annotated claims."""

    id: str
    text: str
    claims: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Expected:
    """How a monitor should say an annotated entry stands at a date."""

    entry: str
    as_of: str
    status: str


@dataclass(frozen=True, slots=True)
class GoldFile:
    """One file of annotated reports that share entries."""

    name: str
    reports: tuple[GoldReport, ...]
    expected: tuple[Expected, ...] = ()


@dataclass(frozen=True, slots=True)
class Rate:
    """Precision, recall and their harmonic mean."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """2PR / (P + R), 0 when both are 0."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(slots=True)
class Tally:
    """Counts of one kind."""

    gold: int = 0
    found: int = 0
    pairs: int = 0
    graded: float = 0.0
    strict: int = 0

    def add(self, golds: int, founds: int, pairs: Sequence[Paired]) -> None:
        """Count one report."""
        self.gold += golds
        self.found += founds
        self.pairs += len(pairs)
        self.graded += sum(p.graded for p in pairs)
        self.strict += sum(p.strict for p in pairs)

    def rate(self, hits: float) -> Rate:
        """The rate of some hits; with nothing to find, or nothing found, that side counts as perfect."""
        precision = hits / self.found if self.found else float(self.gold == 0)
        return Rate(precision, hits / self.gold if self.gold else 1.0)


@dataclass(frozen=True, slots=True)
class Miss:
    """One annotated claim that was missed, one found that is spurious, or a pair with wrong fields.

    ``causes`` says why, in words that can be counted: one for each wrong field.
    """

    what: str
    report: str
    kind: ClaimKind
    wrong: tuple[str, ...]
    gold: Row | None
    found: Row | None
    causes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """All measures; ``resolution`` and ``assessments`` are None where nothing could be compared."""

    kinds: Mapping[ClaimKind, Tally]
    resolution: float | None
    assessments: float | None
    misses: tuple[Miss, ...] = field(default=())

    def micro(self, measure: str) -> float:
        """F1 over all claims together: ``pairs``, ``graded`` or ``strict``."""
        total = Tally(
            *(
                sum(getattr(t, name) for t in self.kinds.values())
                for name in ("gold", "found", "pairs", "graded", "strict")
            )
        )
        return total.rate(getattr(total, measure)).f1

    def macro(self, measure: str) -> float:
        """Mean F1 of the kinds that were annotated."""
        counted = [t for t in self.kinds.values() if t.gold]
        return sum(t.rate(getattr(t, measure)).f1 for t in counted) / max(len(counted), 1)


def bcubed(clusters: Sequence[tuple[Hashable, Hashable]]) -> float:
    """B-cubed F1 over (annotated entry, found entry) of paired claims (Bagga and Baldwin 1998)."""
    golds: dict[Hashable, set[int]] = defaultdict(set)
    founds: dict[Hashable, set[int]] = defaultdict(set)
    for n, (gold, found) in enumerate(clusters):
        golds[gold].add(n)
        founds[found].add(n)
    shared = [(len(golds[g] & founds[f]), len(golds[g]), len(founds[f])) for g, f in clusters]
    precision = sum(common / found for common, _, found in shared) / len(shared)
    recall = sum(common / gold for common, gold, _ in shared) / len(shared)
    return Rate(precision, recall).f1


def _of_kind(claims: Iterable[Row], kind: ClaimKind) -> list[Row]:
    return [claim for claim in claims if claim.get("kind") == kind]


@dataclass(frozen=True, slots=True)
class _Read:
    """One report with all that was found in it, of every kind."""

    report: GoldReport
    found: Sequence[Row]
    refused: Sequence[Row]

    def misses(
        self, kind: ClaimKind, golds: Sequence[Row], founds: Sequence[Row], pairs: Sequence[Paired]
    ) -> list[Miss]:
        """What of a kind was missed, is spurious, or is wrong in some field, with the causes."""
        report, text = self.report, self.report.text
        answered, used = {p.gold for p in pairs}, {p.found for p in pairs}
        missed = [
            Miss("missed", report.id, kind, (), gold, None, (why_missed(kind, gold, self.found, self.refused, text),))
            for g, gold in enumerate(golds)
            if g not in answered
        ]
        spurious = [
            Miss("spurious", report.id, kind, (), None, found, (why_spurious(kind, found, report.claims, text),))
            for f, found in enumerate(founds)
            if f not in used
        ]
        wrong = [
            Miss(
                "wrong", report.id, kind, p.wrong, gold, found, tuple(why_wrong(gold, found, name) for name in p.wrong)
            )
            for p, gold, found in ((p, golds[p.gold], founds[p.found]) for p in pairs if not p.strict)
        ]
        return [*missed, *spurious, *wrong]


def measure(
    files: Sequence[GoldFile],
    found: Mapping[str, Sequence[Row]],
    said: Mapping[tuple[str, str], str] | None = None,
    refused: Mapping[str, Sequence[Row]] | None = None,
) -> Result:
    """Compare found claims (by report id) and statuses (by entry and date) with annotated files.

    ``refused`` are the claims that the gate held back, by report id, with their ``reason``: they explain misses.
    """
    tallies: dict[ClaimKind, Tally] = {kind: Tally() for kind in KINDS}
    clusters: list[tuple[Hashable, Hashable]] = []
    judged: list[bool] = []
    misses: list[Miss] = []
    for file in files:
        votes: dict[object, Counter[str]] = defaultdict(Counter)
        for report in file.reports:
            read = _Read(report, found.get(report.id, ()), (refused or {}).get(report.id, ()))
            for kind in KINDS:
                golds, founds = _of_kind(report.claims, kind), _of_kind(read.found, kind)
                pairs = pair(kind, golds, founds, report.text)
                tallies[kind].add(len(golds), len(founds), pairs)
                misses.extend(read.misses(kind, golds, founds, pairs))
                for p in pairs:
                    mine, theirs = founds[p.found].get("entry"), golds[p.gold].get("entry")
                    if mine and theirs:
                        clusters.append(((file.name, theirs), str(mine)))
                        votes[theirs][str(mine)] += 1
        for row in file.expected:
            entry = next((name for name, _ in votes[row.entry].most_common(1)), None)
            judged.append(entry is not None and (said or {}).get((entry, row.as_of)) == row.status)
    return Result(
        tallies,
        bcubed(clusters) if clusters else None,
        sum(judged) / len(judged) if judged and said is not None else None,
        tuple(misses),
    )
