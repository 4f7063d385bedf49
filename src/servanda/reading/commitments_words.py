"""How an act is written down: its sums of money with the currency's code, "raise trade to USD 2 billion"."""

from __future__ import annotations

from decimal import Decimal

from servanda.reading.amounts_words import vocabulary
from servanda.reading.document import Document
from servanda.reading.numbers import find_numbers
from servanda.terms.mentions import AmountKind, AmountValue, Kind, Mention

_SCALES = ((Decimal(10) ** 12, "trillion"), (Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million"))


def written(act: str, document: Document, start: int, end: int) -> str:
    """The words of an act told in a stretch, with its sums by code, number and scale."""
    for mention in document.within(start, end, Kind.AMOUNT):
        told = _written(mention)
        plain = " ".join(mention.text.split())
        if told is not None and plain in act:
            act = act.replace(plain, told, 1)
    return act


def _written(mention: Mention) -> str | None:
    """A sum with its code, and the words before and behind it as they stand; None for what is no single sum."""
    value, text = mention.value, " ".join(mention.text.split())
    if not isinstance(value, AmountValue) or value.kind is not AmountKind.MONEY or value.unit is None:
        return None
    number = next(find_numbers(text), None)
    if number is None or value.value_to is not None:
        return None
    before = vocabulary().before.search(text, 0, number.start)
    after = vocabulary().after.match(text, number.end)
    first = before.start() if before is not None else number.start
    last = after.end() if after is not None else number.end
    return f"{text[:first]}{value.unit} {_spelled(value.value)}{text[last:]}"


def _spelled(value: Decimal) -> str:
    """A number as people write it: 1800000000 is "1.8 billion"."""
    for scale, word in _SCALES:
        if value >= scale:
            return f"{(value / scale).normalize():f} {word}"
    return f"{value.normalize():f}"
