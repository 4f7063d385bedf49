"""What a rate or a multiple tells: how much something grew or fell, or only its share."""

from __future__ import annotations

import re

from servanda.reading.cues import cue_pattern, nearest
from servanda.reading.figures_indicators import Candidate
from servanda.terms.claims import Change
from servanda.terms.mentions import AmountKind

_SHARE = re.compile(r"\s*(?:of|share)\b")
# "a growth of 8 percent of the exchange" is no share
_GROWTH_OF = re.compile(
    r"\b(?:growth|increase|rise|decline|decrease|drop|fall|reduction) of (?:\w+ ){0,2}$", re.IGNORECASE
)
_COMPARED = re.compile(
    r"\s+(?:(?P<up>more|higher|larger|greater|bigger|above|up)|(?P<down>less|lower|smaller|fewer|below|down))\b"
)


def _direction(one: Candidate) -> str | None:
    """Whether a rate tells a rise or a fall: a comparative right behind it, else the nearest word in its sentence."""
    compared = _COMPARED.match(one.text, one.mention.end)
    if compared is not None:
        return "up" if compared["up"] else "down"
    low, high = max(one.sentence.start, one.mention.start - 80), min(one.sentence.end, one.mention.end + 45)
    table = {name: cue_pattern("figures", "cues", name) for name in ("up", "down")}
    found = nearest(table, one.text, low, high, one.mention.start)
    return found[0] if found is not None else None


def change_of(one: Candidate) -> Change | None:
    """The growth that a percentage or a multiple tells, or None for a share."""
    if one.amount.kind is AmountKind.TIMES:
        return Change(times=one.amount.value, direction="up" if one.amount.value >= 1 else "down")
    if one.amount.kind is not AmountKind.PERCENT:
        return None
    if _SHARE.match(one.text, one.mention.end) and not _GROWTH_OF.search(one.text, one.start, one.mention.start):
        return None
    direction = _direction(one)
    if direction is None:
        return None
    return Change(percent=one.amount.value, direction="up" if direction == "up" else "down")
