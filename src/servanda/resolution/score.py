"""How much speaks for two claims being one thing, with the features and words that made the number."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from servanda.resolution.features import FEATURES, THRESHOLDS
from servanda.terms.claims import Claim
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
