"""One figure as one report tells it, by whom, and whether several tellings can stand for one value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Literal

from servanda.terms.amounts import told
from servanda.terms.claims import Figure
from servanda.terms.reading import StoredClaim
from servanda.terms.rounding import Bounds, growth_of, level_of

SideOf = Callable[[StoredClaim], str | None]
Verdict = Literal["single", "agree", "several", "differ"]


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


def _alone(short: Sequence[Bounds], long: Sequence[Bounds]) -> bool:
    """Whether one of some values agrees with none of the others."""
    return any(not any(a.meets(b) for b in long) for a in short)


def _apart(left: Sequence[Bounds], right: Sequence[Bounds]) -> bool:
    """Whether what two reports tell cannot be one: a value of the one that tells less agrees with none of the other."""
    if len(left) == len(right):
        return _alone(left, right) or _alone(right, left)
    return _alone(*sorted((left, right), key=len))


def _differ(tellings: Sequence[Telling], bounds_of: Callable[[Telling], Bounds | None]) -> bool:
    by_report: dict[str, list[Bounds]] = defaultdict(list)
    for telling in tellings:
        value = bounds_of(telling)
        if value is not None:
            by_report[telling.stored.claim.version].append(value)
    return any(_apart(left, right) for left, right in combinations(by_report.values(), 2))


def agreement(tellings: Sequence[Telling]) -> tuple[Verdict, str]:
    """Whether what reports tell of one period can stand for one value, and that in words.

    A report tells one thing once. So the values of one report count different things that its words do not tell apart,
    and differ with nothing; another report differs when it tells one that is none of them.
    """
    values = list(dict.fromkeys(t.words for t in tellings))
    if _differ(tellings, lambda t: t.level) or _differ(tellings, lambda t: growth_of(t.stored.claim)):
        return "differ", f"{' against '.join(values)}: differ"
    if len(tellings) == 1:
        return "single", ""
    if len({t.stored.claim.version for t in tellings}) < len(tellings):
        return "several", f"{', '.join(values)}: one report tells several, which count different things"
    if len(values) == 1:
        return "agree", f"{values[0]}: told alike {len(tellings)} times"
    return "agree", f"{' and '.join(values)}: agree within rounding"
