"""Growth told beside levels: the level of the same period a year before, grown so, against the level told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from servanda.monitoring.spans import plain
from servanda.monitoring.tellings import Telling
from servanda.terms.amounts import amount, growth, told
from servanda.terms.dates import Edtf, Partial
from servanda.terms.rounding import grown, growth_of


@dataclass(frozen=True, slots=True)
class Check:
    """Growth told for a period, held against the levels of that period and of the one a year before."""

    period: Edtf
    agrees: bool
    words: str
    claims: tuple[str, ...]


def year_before(period: Edtf) -> Edtf | None:
    """The same period of the year before; None for one with an open end or the 29th of February."""
    if period.start is None or period.end is None:
        return None

    def back(part: Partial) -> Partial | None:
        leap = (part.month, part.day) == (2, 29)
        return None if leap or part.year <= 1 else Partial(part.year - 1, part.month, part.day, part.mark)

    start, end = back(period.start), back(period.end)
    return Edtf(start, end) if start is not None and end is not None else None


def _by(telling: Telling, side: str | None) -> str:
    """Who tells it, where that is another than the one whose growth is checked."""
    return f" (told by {telling.side})" if telling.side and telling.side != side else ""


def _check(period: Edtf, base: Telling, rate: Telling, level: Telling) -> Check | None:
    before, by, after = base.level, growth_of(rate.stored.claim), level.level
    after_value = level.what.value
    if before is None or by is None or after is None or base.what.value is None or after_value is None:
        return None
    change = rate.what.change
    assert change is not None
    middle = (by.low + by.high) / 2 if change.percent is None else 1 + _signed(rate) / 100
    # two digits more than were told, so that what does not agree can be seen not to
    digits = max(4, len(after_value.normalize().as_tuple().digits) + 2)
    result = Decimal(f"{base.what.value * middle:.{digits}g}")
    agrees = grown(before, by).meets(after)
    exact = agrees and result == after_value
    verdict = "agrees" if exact else "agrees within rounding" if agrees else "does not agree"
    words = (
        f"{amount(base.what.value, base.what.unit)}{_by(base, rate.side)} then {growth(change)} is "
        f"{amount(result, base.what.unit)}, told as {_plain(level)}{_by(level, rate.side)}: {verdict}"
    )
    return Check(period, agrees, words, tuple(dict.fromkeys(t.stored.id for t in (base, rate, level))))


def _signed(rate: Telling) -> Decimal:
    change = rate.what.change
    if change is None or change.percent is None:
        return Decimal(0)
    return -change.percent if change.direction == "down" else change.percent


def _plain(level: Telling) -> str:
    return told(replace(level.what, change=None))


def checks(own: Sequence[Telling], levels: Sequence[Telling], rates: Sequence[Telling]) -> Iterator[Check]:
    """Each growth rate against the levels around it; a rate told with a level is held against that one only."""
    at: dict[Edtf, list[Telling]] = defaultdict(list)
    for telling in levels:
        if telling.what.period is not None:
            at[plain(telling.what.period)].append(telling)
    ids = {t.stored.id for t in own}
    seen: set[tuple[Edtf, str]] = set()
    for rate in rates:
        period = plain(rate.what.period) if rate.what.period is not None else None
        before = year_before(period) if period is not None else None
        if period is None or before is None:
            continue
        reached = [rate] if rate.what.value is not None else at.get(period, [])
        for base in at.get(before, ()):
            for level in reached:
                touches = ids & {base.stored.id, rate.stored.id, level.stored.id}
                check = _check(period, base, rate, level) if touches else None
                if check is not None and (period, check.words) not in seen:
                    seen.add((period, check.words))
                    yield check
