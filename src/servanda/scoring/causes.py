"""Why an annotated claim was missed, a found one is spurious, or a field is wrong, in words that can be counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from servanda.scoring.fields import Row
from servanda.scoring.pairing import overlap
from servanda.terms.claims import ClaimKind


def _beside(kind: ClaimKind, claim: Row, others: Iterable[Row], text: str) -> Row | None:
    """The other claim whose evidence overlaps most with a claim's, if any does."""
    found = [(overlap(kind, claim, other, text), n, other) for n, other in enumerate(others)]
    best = max(found, key=lambda option: (option[0], -option[1]), default=None)
    return best[2] if best is not None and best[0] > 0 else None


def why_missed(kind: ClaimKind, gold: Row, founds: Sequence[Row], refused: Sequence[Row], text: str) -> str:
    """Why an annotated claim has no answer: what was found, or refused, in its place."""
    same = _beside(kind, gold, (f for f in founds if f.get("kind") == kind), text)
    if same is not None:
        return "its words are in a claim that answers another, or share too little with it"
    barred = _beside(kind, gold, (r for r in refused if r.get("kind") == kind), text)
    if barred is not None:
        return f"refused by the gate: {str(barred.get('reason')).split(' ', maxsplit=1)[0]}"
    other = _beside(kind, gold, founds, text)
    if other is not None:
        return f"only a claim of another kind is read there: {other.get('kind')}"
    return "nothing is read there"


def why_spurious(kind: ClaimKind, found: Row, golds: Sequence[Row], text: str) -> str:
    """Why a found claim answers none: what is annotated in its place."""
    if _beside(kind, found, (g for g in golds if g.get("kind") == kind), text) is not None:
        return "a second claim on one thing, or it shares too little with what is annotated"
    other = _beside(kind, found, golds, text)
    return "nothing is annotated there" if other is None else f"annotated as another kind: {other.get('kind')}"


def why_wrong(gold: Row, found: Row, field: str) -> str:
    """How a field of a pair differs."""
    theirs, mine = gold.get(field), found.get(field)
    if mine in (None, [], {}):
        return f"{field} left out"
    if theirs in (None, [], {}):
        return f"{field} told, none is annotated"
    if (
        isinstance(theirs, str)
        and isinstance(mine, str)
        and field in ("type", "status", "indicator", "strength", "unit")
    ):
        return f"{field}: {theirs} read as {mine}"
    return f"{field} differs"


def ranked(causes: Iterable[str]) -> list[tuple[str, int]]:
    """Causes with how often they occur, the commonest first."""
    return sorted(Counter(causes).items(), key=lambda pair: (-pair[1], pair[0]))
