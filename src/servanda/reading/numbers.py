"""Numbers in digits and in words, with their spans: "1,234.5", "one billion one hundred and fifty million", "2.5bn"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from servanda.reading.frames import load_lexicon

_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
UNITS: dict[str, int] = {**{word: value for value, word in enumerate(_ONES)}, **_TENS}
_BIG = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}
NUMBER_WORDS: tuple[str, ...] = (*UNITS, "hundred", "dozen")
_WORD = "|".join(sorted([*UNITS, *_BIG, "dozen", "half"], key=len, reverse=True))
_WORDS = re.compile(rf"\b(?:a\s+(?=(?:hundred|thousand|million|billion|trillion|dozen)\b))?(?:{_WORD})\b(?:(?:\s+|-)(?:and\s+(?:a\s+)?)?(?:{_WORD})\b)*", re.IGNORECASE)  # fmt: skip
# 1,234,567.8 | 1 234 567 | 1234.5 | 12,34,567 (lakh grouping); not a part of a longer number, a date or a code
_DIGITS = re.compile(
    r"(?<![\d.,/])(?:\d{1,3}(?:,\d{2,3})+(?:\.\d+)?|\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?)"
    r"(?![\d/]|[.,]\d)"
)

_LETTER_HYPHEN = re.compile(r"[^\W\d]-$")


@dataclass(frozen=True, slots=True)
class Number:
    """A number ``[start, end)`` of a text, scale included; ``words`` when it is written out."""

    start: int
    end: int
    value: Decimal
    words: bool
    scaled: bool


@cache
def _scales() -> tuple[re.Pattern[str], dict[str, int]]:
    listed = load_lexicon("amounts")["scales"]
    assert isinstance(listed, dict)
    powers = {str(word): int(power) for word, power in listed.items()}
    long = "|".join(sorted((w for w in powers if len(w) > 2), key=len, reverse=True))
    short = "|".join(sorted((w for w in powers if len(w) <= 2), key=len, reverse=True))
    # "5m" and "5 bn" are scales, "5 m" is a length and "5 b" nothing
    return re.compile(rf"[ \u00a0-]?(?:({long})\b)|[ \u00a0]?(bn|mn|tn)\b|({short})\b", re.IGNORECASE), powers


def digits_value(text: str) -> Decimal:
    """The value of digits: a comma before exactly three digits groups thousands, else it is a decimal comma."""
    plain = re.sub(r"[ \u00a0\u202f]", "", text)
    if "," in plain and "." not in plain and not re.fullmatch(r"\d{1,3}(?:,\d{2,3})*,\d{3}", plain):
        plain = plain.replace(",", ".") if plain.count(",") == 1 else plain.replace(",", "")
    return Decimal(plain.replace(",", ""))


def words_value(text: str) -> Decimal | None:
    """The value of a number in words, or None when the words make none ("and two one")."""
    total = group = Decimal(0)
    seen = False
    for word in re.findall(r"[a-z]+", text.casefold()):
        if word in ("and", "a"):
            continue
        if word == "half":
            # "one and a half": half of what was said last
            group += Decimal("0.5")
        elif word == "dozen":
            group = (group or Decimal(1)) * 12
        elif word in UNITS:
            group += UNITS[word]
        elif word == "hundred":
            group = (group or Decimal(1)) * 100
        elif word not in _BIG:
            return None
        else:
            total += (group or Decimal(1)) * Decimal(10) ** _BIG[word]
            group = Decimal(0)
        seen = True
    return total + group if seen else None


def _scale(text: str, at: int) -> tuple[int, Decimal]:
    pattern, powers = _scales()
    factor, end = Decimal(1), at
    while (match := pattern.match(text, end)) is not None:
        word = next(group for group in match.groups() if group)
        factor *= Decimal(10) ** powers[word.casefold()]
        end = match.end()
        if len(word) <= 2:
            break
    return end, factor


def find_numbers(text: str) -> Iterator[Number]:
    """Every number of a text in order; scales right behind a number belong to it."""
    found: list[Number] = []
    for match in _DIGITS.finditer(text):
        if _LETTER_HYPHEN.search(text, max(0, match.start() - 2), match.start()):  # "COVID-19"
            continue
        end, factor = _scale(text, match.end())
        found.append(Number(match.start(), end, digits_value(match.group()) * factor, words=False, scaled=factor != 1))
    for match in _WORDS.finditer(text):
        value = words_value(match.group())
        if value is None or match.group().casefold() in (
            "half",
            "hundred",
            "thousand",
            "million",
            "billion",
            "trillion",
        ):
            continue
        end, factor = _scale(text, match.end())
        scaled = factor != 1 or any(word in match.group().casefold() for word in ("thousand", "illion"))
        found.append(Number(match.start(), end, value * factor, words=True, scaled=scaled))
    found.sort(key=lambda number: (number.start, -number.end))
    reach = 0
    for number in found:
        # "5 million" holds "million" only once
        if number.start >= reach:
            reach = number.end
            yield number
