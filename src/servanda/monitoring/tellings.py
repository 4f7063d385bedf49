"""One figure as one report tells it, by whom, and whether several tellings can stand for one value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from servanda.terms.amounts import told
from servanda.terms.claims import Figure
from servanda.terms.reading import StoredClaim
from servanda.terms.rounding import Bounds, all_agree, growth_of, level_of

SideOf = Callable[[StoredClaim], str | None]
Verdict = Literal["single", "agree", "differ"]


@dataclass(frozen=True, slots=True)
class Telling:
    """One figure as one report tells it; ``side`` is the state whose publisher or speaker tells it, where known."""

    stored: StoredClaim
    side: str | None

    @property
    def what(self) -> Figure:
        """The figure."""
        assert isinstance(self.stored.claim.what, Figure)
        return self.stored.claim.what

    @property
    def level(self) -> Bounds | None:
        """What its value can stand for."""
        return level_of(self.stored.claim)

    @property
    def words(self) -> str:
        """Its value in words, with its qualifier and growth."""
        return told(self.what)


def nobody(_stored: StoredClaim) -> None:
    """The side of a claim where it is not asked who tells it."""


def told_order(telling: Telling) -> tuple[date, str, int, str]:
    """An order that depends on the reports alone."""
    one = telling.stored
    return one.date, one.claim.report, one.position, one.id


def told_first(tellings: Iterable[Telling]) -> list[Telling]:
    """Tellings in the order they were told."""
    return sorted(tellings, key=told_order)


def agreement(tellings: Sequence[Telling]) -> tuple[Verdict, str]:
    """Whether every two tellings of one period can stand for one value, and that in words."""
    values = list(dict.fromkeys(t.words for t in tellings))
    levels = [t.level for t in tellings]
    rates = [growth_of(t.stored.claim) for t in tellings]
    if not all_agree(b for b in levels if b) or not all_agree(b for b in rates if b):
        return "differ", f"{' against '.join(values)}: differ"
    if len(tellings) == 1:
        return "single", ""
    if len(values) == 1:
        return "agree", f"{values[0]}: told alike {len(tellings)} times"
    return "agree", f"{' and '.join(values)}: agree within rounding"
