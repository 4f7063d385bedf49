"""All mentions of a text in one list: names, times and amounts, with clashes between the grammars settled."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date

from servanda.reading.amounts import find_amounts
from servanda.reading.dates import find_times
from servanda.reading.instruments import find_instruments
from servanda.reading.names import find_names
from servanda.terms.evidence import Span
from servanda.terms.mentions import AmountKind, AmountValue, Kind, Mention

# which grammar is believed where two claim the same words without one lying inside the other
RANK = {
    Kind.INSTRUMENT: 0, Kind.PERSON: 1, Kind.BODY: 2, Kind.TIME: 3, Kind.CITY: 4, Kind.STATE: 5, Kind.AMOUNT: 6,
}  # fmt: skip


def _order(mention: Mention) -> tuple[int, int, int]:
    return mention.start, -mention.end, RANK[mention.kind]


def _clash(outer: Mention, inner: Mention) -> bool:
    """Whether two mentions cannot both stand: they cross, or an amount is part of a time ("2023", "May 4")."""
    crossing = outer.start < inner.start < outer.end < inner.end
    counted = outer.kind is Kind.TIME and inner.kind is Kind.AMOUNT and outer.span.contains(inner.span)
    same = outer.span == inner.span and Kind.AMOUNT in (outer.kind, inner.kind)
    return crossing or counted or same


def settle(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """The mentions that stand, containers before what they contain; of two that clash the better ranked stays."""
    stack: list[Mention] = []
    kept: list[Mention] = []
    for mention in sorted(set(mentions), key=_order):
        while stack and stack[-1].end <= mention.start:
            stack.pop()
        losers = [other for other in stack if _clash(other, mention)]
        if any(RANK[other.kind] <= RANK[mention.kind] for other in losers):
            continue
        for other in losers:
            stack.remove(other)
            kept.remove(other)
        stack.append(mention)
        kept.append(mention)
    return tuple(kept)


def _outside(names: list[Mention], spans: list[Span]) -> list[Mention]:
    """The names that do not lie inside one of some spans, which are in order and apart."""
    starts = [span.start for span in spans]
    kept = []
    for name in names:
        at = bisect_right(starts, name.start) - 1
        if at < 0 or not spans[at].contains(name.span):
            kept.append(name)
    return kept


def find_mentions(text: str, published: date) -> tuple[Mention, ...]:
    """Every state, city, body, person, time, amount and instrument of a text."""
    names = find_names(text)
    times = find_times(text, published)
    amounts = find_amounts(text)
    # "two billion US dollars" tells of no state
    money = [m.span for m in amounts if isinstance(m.value, AmountValue) and m.value.kind is AmountKind.MONEY]
    names = _outside(names, money)
    basic = settle([*names, *times, *amounts])
    return settle([*basic, *find_instruments(text, basic)])
