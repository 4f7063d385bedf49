"""Quantities: money, percent, measured quantities, counts with what they count, ordinals, multiples, and ranges.

A mention spans the number, its qualifier before it ("more than") and its unit or counted noun behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from servanda.errors import LexiconError
from servanda.reading.frames import load_lexicon
from servanda.reading.numbers import Number, find_numbers
from servanda.terms.mentions import AmountKind, AmountValue, Kind, Mention

_ORDINAL = re.compile(r"\b\d{1,4}(?:st|nd|rd|th)\b", re.IGNORECASE)
_FOLD = re.compile(r"[ -]?(?:fold\b|times\b)", re.IGNORECASE)
_RANGE = re.compile(r"\s*[-–—]\s*|\s+to\s+|\s+and\s+", re.IGNORECASE)
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


@dataclass(frozen=True, slots=True)
class _Words:
    """The lexicon, compiled."""

    before: re.Pattern[str]
    before_codes: Mapping[str, str]
    after: re.Pattern[str]
    after_codes: Mapping[str, str]
    unit: re.Pattern[str]
    unit_names: Mapping[str, str]
    qualifier: re.Pattern[str]
    qualifier_names: Mapping[str, str]
    multiple: re.Pattern[str]
    multiples: Mapping[str, Decimal]
    stops: frozenset[str]


def _table(name: str) -> Mapping[str, object]:
    listed = load_lexicon("amounts").get(name)
    if not isinstance(listed, dict):
        raise LexiconError(f"lexicon amounts: [{name}] must be a table")
    return listed


def _words(listed: object, key: str) -> list[str]:
    found = listed.get(key) if isinstance(listed, dict) else listed
    if not isinstance(found, list):
        raise LexiconError(f"lexicon amounts: {key} must be a list of words")
    return [str(word) for word in found]


def _any(words: Mapping[str, str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


@cache
def _lexicon() -> _Words:
    before = {w: code for code, row in _table("currencies").items() for w in _words(row, "before")}
    after = {w.casefold(): code for code, row in _table("currencies").items() for w in _words(row, "after")}
    units = {w: unit for unit, row in _table("units").items() for w in _words(row, unit)}
    qualifiers = {w: name for name, row in _table("qualifiers").items() for w in _words(row, name)}
    multiples = {w: Decimal(str(value)) for w, value in _table("multiples").items()}
    return _Words(
        before=re.compile(rf"(?<![\w$])(?:{_any(before)})[ \u00a0]?$"),
        before_codes=before,
        after=re.compile(rf"[ \u00a0-]?(?:{_any(after)})(?!\w)", re.IGNORECASE),
        after_codes=after,
        unit=re.compile(rf"[ \u00a0-]?({_any(units)})(?!\w)"),
        unit_names=units,
        qualifier=re.compile(rf"\b({_any(qualifiers)})(?:\s+(?:a|the))?\s+$", re.IGNORECASE),
        qualifier_names=qualifiers,
        multiple=re.compile(rf"\b(?:{'|'.join(sorted(multiples))})\b", re.IGNORECASE),
        multiples=multiples,
        stops=frozenset(_words(_table("nouns"), "stops")),
    )


@dataclass(frozen=True, slots=True)
class _Read:
    """A number with what stands around it."""

    start: int
    end: int
    number: Number
    kind: AmountKind
    unit: str | None
    noun: str | None = None


def _noun(text: str, at: int) -> tuple[int, str | None]:
    """The end of the noun phrase behind a count, and its last word."""
    end, noun, words = at, None, 0
    lexicon = _lexicon()
    while words < 4 and (match := _NOUN_WORD.match(text, end)) is not None:
        word = match.group(1)
        if word.casefold() in lexicon.stops:
            break
        end, noun, words = match.end(), word, words + 1
    return end, noun


def _read(text: str, number: Number) -> _Read | None:
    lexicon = _lexicon()
    before = lexicon.before.search(text, max(0, number.start - 8), number.start)
    if before is not None:
        code = lexicon.before_codes[before.group().strip(" \u00a0")]
        after = lexicon.after.match(text, number.end)
        # "$5 billion US" and "USD 5 million dollars" name it twice
        end = after.end() if after is not None else number.end
        return _Read(before.start(), end, number, AmountKind.MONEY, code)
    if text[number.start - 1 : number.start].isalpha():  # "G20", "M7": a name, not a number
        return None
    after = lexicon.after.match(text, number.end)
    if after is not None:
        code = lexicon.after_codes[after.group().lstrip(" \u00a0-").casefold()]
        return _Read(number.start, after.end(), number, AmountKind.MONEY, code)
    unit = lexicon.unit.match(text, number.end)
    if unit is not None:
        name = lexicon.unit_names[unit.group(1)]
        kind = AmountKind.PERCENT if name == "percent" else AmountKind.QUANTITY
        return _Read(number.start, unit.end(), number, kind, name)
    fold = _FOLD.match(text, number.end)
    if fold is not None:
        return _Read(number.start, fold.end(), number, AmountKind.TIMES, "times")
    return _count(text, number)


def _count(text: str, number: Number) -> _Read | None:
    if not number.scaled and not number.words:
        year = number.value == number.value.to_integral_value() and 1800 <= number.value <= 2100
        bare = "," not in text[number.start : number.end]
        near_month = _AFTER_MONTH.search(text, max(0, number.start - 12), number.start)
        if (year and bare) or near_month or _MONTH.match(text, number.end + 1):
            return None
    end, noun = _noun(text, number.end)
    if noun is None and number.words and number.value < 13 and not number.scaled:
        return None
    if number.words and number.value == 1:  # "one of them", "one another"
        return None
    return _Read(number.start, end, number, AmountKind.COUNT, "count", noun)


def _qualified(text: str, read: _Read) -> tuple[int, str]:
    match = _lexicon().qualifier.search(text, max(0, read.start - 26), read.start)
    if match is None:
        return read.start, "exact"
    return match.start(), _lexicon().qualifier_names[match.group(1).casefold()]


def _mention(text: str, read: _Read, *, value_to: Decimal | None = None, end: int | None = None) -> Mention:
    start, qualifier = _qualified(text, read)
    value, unit = read.number.value, read.unit
    if value_to is not None:
        qualifier = "range"
    if unit == "GW":  # one unit for power, so that figures compare
        value, unit = value * 1000, "MW"
    # "bcm" holds its own scale
    if unit == "m3" and "bcm" in text[read.number.end : read.end]:
        value *= Decimal(10) ** 9
    last = read.end if end is None else end
    amount = AmountValue(read.kind, value.normalize() + 0, unit, qualifier, value_to, read.noun)
    return Mention(start, last, text[start:last], Kind.AMOUNT, amount)


def _range(text: str, left: _Read, right: _Read) -> Mention | None:
    """The range of two numbers in one expression: "2-3 billion dollars", "from $2 to $3 billion", "10 to 15 percent"."""
    between = text[left.end : right.start] if left.end <= right.start else None
    joined = _RANGE.fullmatch(between) if between is not None else None
    if joined is None:
        return None
    framed = _FROM.search(text, max(0, left.start - 9), left.start) is not None
    word = joined.group().strip().casefold()
    if word == "and" and not framed:
        return None
    bare = left.kind is AmountKind.COUNT and left.noun is None and not left.number.words
    money = left.kind is AmountKind.MONEY and right.kind in (AmountKind.MONEY, AmountKind.COUNT)
    if not (bare or money or (left.kind is right.kind and left.unit == right.unit)):
        return None
    low = left.number.value
    high = right.number.value
    # "$2-3 billion": the scale told once holds for both
    if right.number.scaled and not left.number.scaled and low < 1000:
        unscaled = Decimal(re.sub(r"[^\d.].*$", "", text[right.number.start : right.number.end].replace(",", "")) or 1)
        low *= high / unscaled if unscaled else 1
    if low >= high:
        return None
    kind, unit = (right.kind, right.unit) if bare else (left.kind, left.unit)
    number = Number(left.number.start, right.number.end, low, words=left.number.words, scaled=True)
    return _mention(text, _Read(left.start, right.end, number, kind, unit, right.noun), value_to=high)


def _others(text: str) -> Iterator[Mention]:
    lexicon = _lexicon()
    for match in lexicon.multiple.finditer(text):
        if _OFTEN.match(text, match.end()):
            continue
        value = AmountValue(AmountKind.TIMES, lexicon.multiples[match.group().casefold()], "times")
        yield Mention(match.start(), match.end(), match.group(), Kind.AMOUNT, value)
    for match in _ORDINAL.finditer(text):
        value = AmountValue(AmountKind.ORDINAL, Decimal(match.group()[:-2]), None)
        yield Mention(match.start(), match.end(), match.group(), Kind.AMOUNT, value)


def find_amounts(text: str) -> list[Mention]:
    """Every quantity of a text in order, none overlapping another; years and days of months are left to the dates."""
    reads = [read for number in find_numbers(text) if (read := _read(text, number)) is not None]
    found: list[Mention] = []
    at = 0
    while at < len(reads):
        ranged = _range(text, reads[at], reads[at + 1]) if at + 1 < len(reads) else None
        found.append(ranged or _mention(text, reads[at]))
        at += 2 if ranged else 1
    found.extend(_others(text))
    found.sort(key=lambda m: (m.start, -m.end))
    kept: list[Mention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept
