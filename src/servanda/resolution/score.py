"""How much speaks for two claims being one thing, with the features and words that made the number."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from servanda.resolution.features import FEATURES, THRESHOLDS, Feature
from servanda.terms.claims import Claim, ClaimKind
from servanda.terms.entries import Verdict


@dataclass(frozen=True, slots=True)
class Signal:
    """One feature's part in a score: its points and what they stand for."""

    feature: str
    points: float
    words: str


@dataclass(frozen=True, slots=True)
class Score:
    """The sum of the points, what it means, and the signals that made it, strongest first."""

    points: float
    verdict: Verdict
    signals: tuple[Signal, ...]

    @property
    def reason(self) -> str:
        """The signals in words: "title agrees (+3.1), date differs (-1.5)"."""
        return ", ".join(f"{s.words} {'agrees' if s.points > 0 else 'differs'} ({s.points:+.1f})" for s in self.signals)


def fingerprint() -> str:
    """Eight hex digits over the features, their weights and the thresholds: a change of one gives others."""
    listed = [(kind, [(f.name, f.weight) for f in rows], THRESHOLDS[kind]) for kind, rows in sorted(FEATURES.items())]
    return hashlib.sha256(repr(listed).encode()).hexdigest()[:8]


def _ahead(features: Sequence[Feature]) -> tuple[tuple[Feature, float], ...]:
    """The features of a kind, each with the most that those behind it can still add."""
    behind = [0.0, *accumulate(feature.weight for feature in reversed(features))]
    return tuple(zip(features, reversed(behind[:-1]), strict=True))


_AHEAD: Mapping[ClaimKind, tuple[tuple[Feature, float], ...]] = {kind: _ahead(rows) for kind, rows in FEATURES.items()}
# sums of hundredths are not exact to the last bit
_SLACK = 0.005


@dataclass(frozen=True, slots=True)
class Strength:
    """How much speaks for two claims being one thing, and whether it is enough without a person."""

    points: float
    sure: bool


def strength(left: Claim, right: Claim) -> Strength | None:
    """The points of two claims that are or may be the same by ``compare``, else None.

    It stops as soon as the features left cannot make up for what speaks against: of a hundred pairs that are compared
    in a large ledger hardly one is the same.
    """
    if left.kind != right.kind or left.version == right.version:
        return None
    same, unsure = THRESHOLDS[left.kind]
    points, first, second = 0.0, left.what, right.what
    for feature, ahead in _AHEAD[left.kind]:
        value = feature.compare(first, second)
        if value:
            points += round(feature.weight * value, 2)
        if points + ahead + _SLACK < unsure:
            return None
    points = round(points, 2)
    return Strength(points, points >= same) if points >= unsure else None


def compare(left: Claim, right: Claim) -> Score:
    """The score of two claims; claims of two kinds, and two claims of one report, are always different."""
    if left.kind != right.kind or left.version == right.version:
        return Score(0.0, "different", ())
    signals = []
    for feature in FEATURES[left.kind]:
        value = feature.compare(left.what, right.what)
        if value:
            signals.append(Signal(feature.name, round(feature.weight * value, 2), feature.words))
    points = round(sum(signal.points for signal in signals), 2)
    same, unsure = THRESHOLDS[left.kind]
    verdict: Verdict = "same" if points >= same else "unsure" if points >= unsure else "different"
    return Score(points, verdict, tuple(sorted(signals, key=lambda s: (-abs(s.points), s.feature))))
