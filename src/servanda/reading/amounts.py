"""Quantities: money, percent, measured quantities, counts with what they count, ordinals, multiples, and ranges.

A mention spans the number, its qualifier before it ("more than") and its unit or counted noun behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from servanda.reading.amounts_words import currency_key, vocabulary
from servanda.reading.numbers import find_numbers
from servanda.reading.numbers_sums import Number
from servanda.terms.mentions import AmountKind, AmountValue, Kind, Mention

_ORDINAL = re.compile(r"\b\d{1,4}(?:st|nd|rd|th)\b", re.IGNORECASE)
# "two-day visit" tells how long, not how many
# "two-way trade" counts nothing
_COMPOUND = re.compile(r"-(?:way|sided|pronged|tier|tiered|party|track|step)\b", re.IGNORECASE)
_OWNERS = re.compile(r"s['’]$")
_LASTING = re.compile(r"[-‑](?:minute|hour|day|night|week|month|year)\b", re.IGNORECASE)
_FOLD = re.compile(r"[ -]?(?:fold\b|times\b)", re.IGNORECASE)
_RANGE = re.compile(r"\s*[-–—]\s*|\s+to\s+|\s+and\s+|\s+or\s+", re.IGNORECASE)
_FROM = re.compile(r"\b(?:from|between)\s+$", re.IGNORECASE)
_NOUN_WORD = re.compile(r"[ \u00a0-]([^\W\d_][\w'’-]*)")
_MONTH = re.compile(
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\b\.?",
    re.IGNORECASE,
)
# "twice a week" says how often, not how much
_OFTEN = re.compile(r"\s+(?:a|per|every|each)\s+(?:day|week|month|quarter|year)\b")
_AFTER_MONTH = re.compile(_MONTH.pattern + r"\s+$", re.IGNORECASE)
# a verb too ("the team won"), so it is money only behind a large number
_VERB_CURRENCIES, _LEAST_OF_THEM = frozenset({"KRW"}), 1000
MOST_NOUN_WORDS = 5


@dataclass(frozen=True, slots=True)
class _Read:
    """A number with what stands around it; ``factor`` turns it into the unit."""

    start: int
    end: int
    number: Number
    kind: AmountKind
    unit: str | None
    noun: str | None = None
    factor: Decimal = Decimal(1)

    @property
    def value(self) -> Decimal:
        """The quantity in its unit."""
        return self.number.value * self.factor


def _plural(word: str) -> bool:
    """Whether a word looks like a plural noun."""
    folded, words = word.casefold(), vocabulary()
    if folded in words.plurals:
        return True
    return len(folded) > 3 and folded.endswith("s") and not folded.endswith(words.singulars)


def _noun(text: str, at: int) -> tuple[int, str | None]:
    """The end of the noun phrase behind a count, and its head: the first plural with those right behind, else its last word."""
    found: list[tuple[int, str]] = []
    end, stops = at, vocabulary().stops
    while len(found) < MOST_NOUN_WORDS and (match := _NOUN_WORD.match(text, end)) is not None:
        if match[1].casefold() in stops:
            break
        end = match.end()
        found.append((end, match[1]))
        if _OWNERS.search(match[1]) is not None:
            # "the two countries' trade": they are counted, not their trade
            return end, match[1][:-1]
    if not found:
        return at, None
    head = next((at for at, (_, word) in enumerate(found) if _plural(word)), None)
    if head is None:
        return found[min(len(found), 4) - 1]
    while head + 1 < len(found) and _plural(found[head + 1][1]):
        head += 1
    return found[head]


def _money(text: str, number: Number) -> _Read | None:
    words = vocabulary()
    before = words.before.search(text, max(0, number.start - 8), number.start)
    after = words.after.match(text, number.end)
    if before is not None:
        code = words.currencies[currency_key(before.group())]
        # "$5 billion US" and "USD 5 million dollars" name it twice
        end = after.end() if after is not None else number.end
        return _Read(before.start(), end, number, AmountKind.MONEY, code)
    if text[number.start - 1 : number.start].isalpha():  # "G20", "M7": a name, not a number
        return None
    if after is not None:
        code = words.currencies[currency_key(after.group())]
        if code in _VERB_CURRENCIES and number.value < _LEAST_OF_THEM:
            return None
        return _Read(number.start, after.end(), number, AmountKind.MONEY, code or None)
    part = words.part.match(text, number.end)
    if part is not None:
        code, factor = words.parts[part[1].casefold()]
        return _Read(number.start, part.end(), number, AmountKind.MONEY, code, factor=factor)
    return None


def _read(text: str, number: Number) -> _Read | None:
    words = vocabulary()
    money = _money(text, number)
    if money is not None or text[number.start - 1 : number.start].isalpha():
        return money
    unit = words.unit.match(text, number.end)
    if unit is not None:
        name, factor = words.units[unit.group(1)]
        kind = AmountKind.PERCENT if name == "percent" else AmountKind.QUANTITY
        return _Read(number.start, unit.end(), number, kind, name, factor=factor)
    fold = _FOLD.match(text, number.end)
    if fold is not None:
        often = _OFTEN.match(text, fold.end())
        return None if often else _Read(number.start, fold.end(), number, AmountKind.TIMES, "times")
    return _count(text, number)


def _of_a_date(text: str, number: Number) -> bool:
    """Whether bare digits are a year, or the day of a month."""
    if number.scaled or number.words:
        return False
    year = number.value == number.value.to_integral_value() and 1800 <= number.value <= 2100
    if year and "," not in text[number.start : number.end]:
        return True
    near_month = _AFTER_MONTH.search(text, max(0, number.start - 12), number.start)
    return bool(near_month or _MONTH.match(text, number.end + 1))


def _count(text: str, number: Number) -> _Read | None:
    if number.part or _of_a_date(text, number) or _LASTING.match(text, number.end) or _COMPOUND.match(text, number.end):
        return None
    end, noun = _noun(text, number.end)
    if noun is None and number.words and number.value < 13 and not number.scaled:
        return None
    if number.words and number.value == 1:  # "one of them", "one another"
        return None
    return _Read(number.start, end, number, AmountKind.COUNT, "count", noun)


def _qualified(text: str, start: int, end: int) -> tuple[int, int, str]:
    """Where the amount starts and ends with its qualifier, and that: "more than 5", "5 or more"."""
    words = vocabulary()
    match = words.qualifier.search(text, max(0, start - 26), start)
    if match is not None:
        return match.start(), end, words.qualifiers[match.group(1).casefold()]
    behind = words.trailing.match(text, end)
    if behind is not None:
        return start, behind.end(), "over" if behind["over"] else "up_to"
    return start, end, "exact"


def _mention(text: str, read: _Read, value_to: Decimal | None = None) -> Mention:
    start, end, qualifier = _qualified(text, read.start, read.end)
    if value_to is not None:
        qualifier = "range"
    amount = AmountValue(read.kind, _plain(read.value), read.unit, qualifier, value_to, read.noun)
    return Mention(start, end, text[start:end], Kind.AMOUNT, amount)


def _plain(value: Decimal) -> Decimal:
    """The value without trailing zeros or an exponent, so that equal amounts are written alike."""
    normal = value.normalize()
    return (
        normal.quantize(Decimal(1))
        if normal == normal.to_integral_value() and abs(normal) < Decimal("1e20")
        else normal
    )


def _low(left: _Read, right: _Read) -> Decimal:
    """The lower end of a range; "$2-3 billion" tells its scale once for both."""
    low = left.number.value
    if right.number.power and not left.number.power and low < 1000:
        low *= Decimal(10) ** right.number.power
    return low


def _range(text: str, left: _Read, right: _Read) -> Mention | None:
    """The range of two numbers in one expression: "2-3 billion dollars", "from $2 to $3 billion", "10 to 15 percent"."""
    joined = _RANGE.fullmatch(text, left.end, right.start) if left.end <= right.start else None
    if joined is None:
        return None
    framed = _FROM.search(text, max(0, left.start - 9), left.start) is not None
    word = joined.group().strip().casefold()
    if (word == "and" and not framed) or (word == "or" and right.kind is AmountKind.COUNT and right.noun is None):
        return None
    bare = left.kind is AmountKind.COUNT and left.noun is None
    money = left.kind is AmountKind.MONEY and right.kind in (AmountKind.MONEY, AmountKind.COUNT) and right.noun is None
    if not (bare or money or (left.kind is right.kind and left.unit == right.unit and left.noun in (None, right.noun))):
        return None
    like = right if bare else left
    low, high = _low(left, right) * like.factor, right.number.value * like.factor
    if low >= high:
        return None
    number = replace(right.number, value=_low(left, right))
    whole = _Read(left.start, right.end, number, like.kind, like.unit, right.noun, like.factor)
    return _mention(text, whole, _plain(high))


def _with_part(text: str, left: _Read, right: _Read) -> _Read | None:
    """As "3 dollars 50 cents": one amount of a currency and its hundredth parts."""
    both = left.kind is right.kind is AmountKind.MONEY and left.unit == right.unit
    if not both or right.factor == 1 or left.factor != 1 or right.value >= 1:
        return None
    if not re.fullmatch(r"\s+(?:and\s+)?", text[left.end : right.start]):
        return None
    return replace(left, end=right.end, number=replace(left.number, value=left.value + right.value))


def _others(text: str) -> Iterator[Mention]:
    words = vocabulary()
    for match in words.multiple.finditer(text):
        if _OFTEN.match(text, match.end()):
            continue
        start, _, qualifier = _qualified(text, match.start(), match.end())
        value = AmountValue(AmountKind.TIMES, words.multiples[match.group().casefold()], "times", qualifier)
        yield Mention(start, match.end(), text[start : match.end()], Kind.AMOUNT, value)
    for match in _ORDINAL.finditer(text):
        value = AmountValue(AmountKind.ORDINAL, Decimal(match.group()[:-2]), None)
        yield Mention(match.start(), match.end(), match.group(), Kind.AMOUNT, value)


def _paired(text: str, reads: list[_Read]) -> Iterator[Mention]:
    at = 0
    while at < len(reads):
        left, right = reads[at], reads[at + 1] if at + 1 < len(reads) else None
        ranged = _range(text, left, right) if right is not None else None
        summed = _with_part(text, left, right) if right is not None and ranged is None else None
        yield ranged or _mention(text, summed or left)
        at += 2 if ranged or summed else 1


def find_amounts(text: str) -> list[Mention]:
    """Every quantity of a text in order, none overlapping another; years and days of months are left to the dates."""
    reads = [read for number in find_numbers(text) if (read := _read(text, number)) is not None]
    found = sorted([*_paired(text, reads), *_others(text)], key=lambda m: (m.start, -m.end))
    kept: list[Mention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept
