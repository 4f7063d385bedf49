"""Words of the calendar, compiled patterns of time expressions, and what a rule reads out of a match.

A rule's template is a regular expression in which ``{month}``, ``{year}`` and the like stand for word lists of
``lexicons/en/dates.toml`` and a blank for white space that does not leave the paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from servanda.errors import LexiconError
from servanda.reading.dates_calendar import Point
from servanda.reading.frames import load_lexicon
from servanda.reading.numbers import number_words, words_value
from servanda.terms.dates import Edtf
from servanda.terms.mentions import TimeRole

_BLANK = r"(?:[ \t\u00a0\u202f]{1,3}|[ ]?\n[ ]?)"
_DASH = r"(?:[ ]?[-–—][ ]?)"
SHORTEST_NAME = 4


@dataclass(frozen=True, slots=True)
class Hit:
    """A time expression ``[start, end)`` of a text as a rule found it.

    ``point`` is where later expressions count from. ``dated`` is false where the year was not told. ``parts`` are the
    ends of a range, which TimeML marks one by one. What is ``marked`` only is an expression to TimeML alone.
    """

    start: int
    end: int
    edtf: Edtf | None
    timex3_type: str
    timex3_value: str
    role: TimeRole = TimeRole.POINT
    point: Point | None = None
    dated: bool = True
    parts: tuple[Hit, ...] = ()
    marked: bool = False


@dataclass(slots=True)
class Anchor:
    """What relative expressions count from: the report's day, and the last date told in the text before.

    ``narrative`` when the text tells of years long past: then undated days and months lie near the date told last.
    ``fiscal`` is the month in which fiscal years begin, where the text tells.
    """

    published: date
    narrative: bool = False
    fiscal: int | None = None
    last: Point | None = None
    last_day: Point | None = None

    @property
    def told(self) -> Point:
        """The date told last, or the report's day."""
        return self.last or self.today

    @property
    def today(self) -> Point:
        """The report's day."""
        return Point(self.published.year, self.published.month, self.published.day)

    @property
    def base(self) -> Point:
        """Where "last year" counts from: the story's time, else the report's day."""
        return self.told if self.narrative else self.today


Reader = Callable[[re.Match[str], Anchor], Hit | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A template and the function that reads its matches; the group ``x``, where there is one, is the expression."""

    template: str
    read: Reader
    case: bool = False


def words(section: str, key: str) -> tuple[str, ...]:
    """A list of words of the dates' lexicon; LexiconError when it is missing."""
    table = load_dates().get(section)
    listed = table.get(key) if isinstance(table, dict) else None
    if not isinstance(listed, list):
        raise LexiconError(f"lexicon dates: [{section}] {key} must be a list of words")
    return tuple(map(str, listed))


@cache
def load_dates() -> Mapping[str, object]:
    """The dates' lexicon."""
    return load_lexicon("dates")


@cache
def table(section: str) -> Mapping[str, str]:
    """Every word of a section, in lower case, with the key that it stands under."""
    listed = load_dates().get(section)
    if not isinstance(listed, dict):
        raise LexiconError(f"lexicon dates: [{section}] must be a table")
    return {word.casefold(): str(key) for key in listed for word in words(section, str(key))}


def any_of(listed: tuple[str, ...] | Mapping[str, str]) -> str:
    """A group that matches any of some words, the longest first."""
    return "(?:" + "|".join(re.escape(w).replace("\\ ", " ") for w in sorted(listed, key=lambda w: (-len(w), w))) + ")"


def _dotted(section: str, full: int) -> str:
    """Names with an optional full stop behind the short ones, when the expression goes on behind it."""
    names = table(section)
    long = any_of({w: k for w, k in names.items() if len(w) >= full or w in ("may", "june", "july")})
    short = any_of({w: k for w, k in names.items() if len(w) < full and w != "may"})
    return rf"(?:{long}|{short}(?!\w)(?:\.(?=[ ]?\d|[ ](?:to|and|until|through|of)\b))?)"


@cache
def macros() -> Mapping[str, str]:
    """What stands behind the names in templates."""
    word = any_of(number_words())
    tens = rf"{word}(?:[ -](?:and[ ])?{word}){{0,3}}"
    years = r"(?:1[0-9]\d\d|20\d\d|21\d\d)"
    return {
        "month": _dotted("months", 5),
        "weekday": _dotted("weekdays", 6),
        "season": any_of(table("seasons")),
        "part": any_of(table("day_parts")),
        "unit": any_of({w: k for w, k in table("units").items() if k not in ("second", "minute", "hour") and w not in ("mon", "h")}),
        "clock": any_of({w: k for w, k in table("units").items() if k in ("second", "minute", "hour")}),
        "step": any_of(table("steps")),
        "ordinal": any_of({w: k for w, k in table("ordinals").items() if w not in ("opening", "latter")}),
        "holiday": any_of(table("holidays")),
        "year": years,
        "day": r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?",
        "count": rf"(?:\d{{1,4}}(?:\.\d)?|{tens}|an?|half an?)",
        "many": r"(?:several|many|a few|few|some|a number of|a couple of|numerous)",
        "to": rf"(?:{_DASH}|\s+to\s+|\s+through\s+|\s+until\s+|\s+till\s+|\s+thru\s+)",
        "dash": _DASH,
        "when": rf"(?:(?:,? (?:of |in )?(?:the year )?|/)(?P<y>{years})(?![.,]\d| ?[%°])|,? (?:of )?(?P<bc>\d{{1,4}} (?:BCE?|B\.C\.?))|,? (?:of )?(?P<rel>(?:this|the current|last|the previous|the past|next|the coming|the following) year))",
    }  # fmt: skip


def compile_template(rule: Rule) -> re.Pattern[str]:
    """The pattern of a rule: names and blanks filled in, no part of a longer word or number."""
    pattern = rule.template
    for name, filled in macros().items():
        pattern = pattern.replace("{" + name + "}", filled)
    pattern = re.sub(r" (?![^\[]*\])", lambda _: _BLANK, pattern)
    return re.compile(rf"(?<![\w.])(?:{pattern})(?!\w)", 0 if rule.case else re.IGNORECASE)


def month_number(word: str) -> int:
    """January is 1; abbreviations with or without a full stop."""
    return int(table("months")[word.rstrip(".").casefold()])


def weekday_number(word: str) -> int:
    """Monday is 0."""
    return int(table("weekdays")[word.rstrip(".").casefold()])


def unit(word: str) -> str:
    """The unit that a word names: ``year`` for "years"."""
    return table("units")[word.casefold()]


def step(word: str) -> int:
    """-1 for "last", 1 for "next", 0 for "this"."""
    return {"back": -1, "ahead": 1}.get(table("steps").get(word.casefold(), "here"), 0) if word else 0


def from_told(word: str) -> bool:
    """Whether a word ("following", "that") counts from the date told before rather than from the report."""
    return word.casefold() in words("anchored", "words")


def day_number(word: str) -> int:
    """The number of "4th"."""
    return int(re.sub(r"\D", "", word))


def amount(word: str) -> float | None:
    """The number that a count tells, or None where it is none."""
    plain = word.casefold()
    if plain in ("a", "an"):
        return 1
    if plain.startswith("half"):
        return 0.5
    if plain[0].isdigit():
        return float(plain)
    value = words_value(plain)
    return None if value is None else float(value)
