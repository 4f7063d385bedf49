"""What a figure measures: indicator, states, direction, what is counted, unit and kind of period.

Only like is held against like, and nothing is converted: euros are not dollars, a half-year is not a year, exports told
without a seller are not those of a side.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import get_args

from servanda.monitoring.directions import direction_of, named, word_list
from servanda.monitoring.spans import SPANS, Span, span_of
from servanda.terms.claims import Claim, Figure, Indicator
from servanda.terms.evidence import Quote
from servanda.terms.states import fold

_INDICATORS: tuple[Indicator, ...] = get_args(Indicator)
TRADE = frozenset({"trade_turnover", "exports", "imports"})
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What all figures of one series share.

    ``direction`` is the state that sells, invests, lends or sends, where the words tell it; ``counted`` what narrows
    the indicator down; ``side`` the state whose publisher or speaker tells it, None when not asked or not known.
    """

    indicator: Indicator
    states: tuple[str, ...]
    direction: str | None
    counted: tuple[str, ...]
    unit: str | None
    span: Span
    side: str | None = None

    def sorting(self) -> tuple[str, ...]:
        """An order for display: by indicator, then in the order of the fields."""
        unit, span = self.unit or "", self.span
        return (
            f"{_INDICATORS.index(self.indicator):02d}", "-".join(self.states), self.direction or "",
            " ".join(self.counted), unit, f"{SPANS.index(span.kind)}", span.part, self.side or "~",
        )  # fmt: skip


def _content(text: str | None, states: tuple[str, ...]) -> list[str]:
    folded = fold(text or "").casefold()
    for code in states:
        folded = named(code).sub(" ", folded)
    return _WORD.findall(folded)


def counted_in(words: str | None, indicator: str, states: tuple[str, ...]) -> tuple[str, ...]:
    """The words that narrow an indicator down: "agricultural" of trade, "specialists" of trainees."""
    listed = _content(words, states)
    if indicator in TRADE:
        return tuple(sorted({w for w in listed if w in word_list("narrowing")}))
    own = set(indicator.split("_"))
    kept = {w for w in listed if len(w) > 1 and w not in word_list("plain") and not {w, w.removesuffix("s")} & own}
    return tuple(sorted(kept))


# a target is held against every figure of its relation, so the same claims come again and again
@lru_cache(maxsize=16384)
def _key(what: Figure, quotes: tuple[Quote, ...]) -> Key:
    unit = what.unit if what.value is not None else "growth"
    counted = counted_in(what.label, what.indicator, what.states)
    states = tuple(sorted(set(what.states)))
    return Key(what.indicator, states, direction_of(what, quotes), counted, unit, span_of(what.period))


def key_of(claim: Claim, side: str | None = None) -> Key | None:
    """What a figure measures; None for a claim of another kind. A growth rate alone has the unit "growth"."""
    if not isinstance(claim.what, Figure):
        return None
    key = _key(claim.what, claim.quotes)
    return key if side is None else replace(key, side=side)
