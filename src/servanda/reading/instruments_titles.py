"""The titled documents of a text: from the type word, or the words that belong before it, to the end of the subject."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from servanda.reading.instruments_ends import title_end
from servanda.reading.instruments_ground import Ground, is_name, listed, skip_space, type_words

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_ACRONYM = re.compile(r"\s*\((?:the\s+)?[“\"]?[A-Z][A-Za-z0-9-]{1,11}[”\"]?\)")
_QUOTED = re.compile(r"\s*[“\"«][^“”\"«»\n]{3,160}[”\"»]")
_WORD_BEFORE = re.compile(r"((?:[“\"]\d+[”\"])|[^\W_][\w.'’–/]*(?:-[\w.'’–]+)*)(\s+|-)$")
_BRACKET_BEFORE = re.compile(r"\([A-Z]{2,8}\)\s+$")
_ARTICLE = re.compile(r"\b(?:an?|the|this|that|its|their|our|first|new)\s+$", re.IGNORECASE)
_QUANTIFIED = re.compile(
    r"\b(?:(?:number|series|package|set|range|dozens|list)\s+of|several|many|various|numerous)\s+(?:[\w-]+\s+){0,3}$",
    re.IGNORECASE,
)
_TO = re.compile(r"\s+(?:also\s+)?to\b")
_NAME_GOES_ON = re.compile(r"\s+[A-Z]")
_WITH_OPENER = re.compile(r"\s(?:on|to|initiating)$")
# years behind a type word: "2023-2025", "until 2030"
_COVERED = re.compile(r"\d{4}\s*[-–/]\s*\d{2,4}")
_UNTIL_YEAR = re.compile(r"(?:until|till|through)\s+(?:19|20)\d\d\b")
_VERBAL = re.compile(r"\s+(?:with|to|of)\b")
# the number of an item in a list
_NUMERAL = re.compile(r"[IVX]{1,5}\.")
# "the agreement between the two countries": whose it is names nothing
_WHOSE = re.compile(r"\s+between the (?:two|same) \w+$")
_ORDER = re.compile(r"\b(?:Executive Order|Proclamation|Decree)\b[^()\n]{0,60}\([^()\n]{0,160}$")
MOST_BEFORE = 8


@dataclass(frozen=True, slots=True)
class Title:
    """A titled document ``[start, end)``: its type, and whether what it is about is told or it is only a name."""

    start: int
    end: int
    type: str
    word: str
    about: bool


@cache
def _modifiers() -> re.Pattern[str]:
    words = sorted(listed("modifiers"), key=lambda word: (-len(word), word))
    joined = rf"(?:{'|'.join(map(re.escape, words))})"
    return re.compile(rf"\b(?:{joined}\s+(?:and|or)\s+)?{joined}\s+$", re.IGNORECASE)


def _capitals(ground: Ground, at: int, floor: int) -> int:
    """Where the names before a type word start: "the Allied Relations Treaty", "2nd Phase of the Trade Agreement"."""
    text, start = ground.text, at
    while True:
        low = max(floor, start - 40)
        bracket = _BRACKET_BEFORE.search(text, low, start)
        # "World Trade Organization (WTO) Agreement": the organisation is no part of the title
        if bracket is not None and ground.holds(max(floor, bracket.start() - 2)):
            return start
        before = _WORD_BEFORE.search(text[low : bracket.start() if bracket is not None else start])
        if before is None:
            return start
        word, head = before.group(1), low + before.start()
        if _NUMERAL.fullmatch(word):
            return start
        joins = word in ("and", "of", "for", "on", "&") and start != at and _is_capital_before(text, head, floor)
        inside = word.casefold() in listed("numbers") and _is_capital_before(text, head, floor)
        if not joins and not inside and (not is_name(word) or word.casefold() in listed("no_start")):
            return start
        start = head


def _is_capital_before(text: str, at: int, floor: int) -> bool:
    before = _WORD_BEFORE.search(text[max(floor, at - 30) : at])
    return before is not None and is_name(before.group(1)) and before.group(1).casefold() not in listed("no_start")


def _described(text: str, at: int, floor: int) -> int:
    """Where the words between an article and a type word start, without those that only judge or count it."""
    start, low = at, max(floor, at - 90)
    for _ in range(MOST_BEFORE):
        before = _WORD_BEFORE.search(text[low:start])
        if before is None:
            return at
        word = before.group(1).casefold()
        if word in listed("articles") or word in listed("scales") or word.isdecimal():
            return start
        if word in listed("stops") or word in listed("no_start") or (word in listed("prepositions") and word != "and"):
            return at
        if word in listed("judging"):
            return start if _leads_to_article(text, low + before.start(), low) else at
        start = low + before.start()
    return at


def _leads_to_article(text: str, at: int, low: int) -> bool:
    return _ARTICLE.search(text[low:at]) is not None or not text[low:at].strip()


def _start(ground: Ground, at: int, floor: int) -> int:
    """Where a title starts whose type word stands at a place."""
    text = ground.text
    options = [at, _capitals(ground, at, floor), _described(text, at, floor)]
    modified = _modifiers().search(text, max(floor, at - 60), at)
    if modified is not None:
        options.append(modified.start())
    return min(options)


def _end(ground: Ground, match: re.Match[str], last: int) -> tuple[int, bool]:
    """Where a title ends, and whether it tells its subject."""
    text = ground.text
    # "statement on": the word that opens the subject is part of what names the type
    inner = _WITH_OPENER.search(match.group())
    behind = match.start() + inner.start() if inner is not None else match.end()
    acronym = _ACRONYM.match(text, behind, last)
    if acronym is not None:
        behind = acronym.end()
    quoted = _QUOTED.match(text, behind, last)
    if quoted is not None:
        return quoted.end(), True
    after = skip_space(text, behind)
    opener = _WORD.match(text, after, last)
    word = opener.group().casefold() if opener is not None else ""
    dated = ground.at(after)
    end = behind
    if (
        word in listed("about")
        or (dated is not None and _COVERED.fullmatch(dated.text))
        or _UNTIL_YEAR.match(text, after)
    ):
        end = title_end(ground, after, last)
    told = end > after + 4
    end = end if told else behind
    acronym = _ACRONYM.match(text, end, last)
    if acronym is not None and acronym.group().strip(" ()").casefold() in type_words()[1]:
        acronym = None
    return (acronym.end() if acronym is not None else end), told


def _is_verb(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether a word in small letters that names documents is a verb here: "to deal with", "he plans to visit"."""
    word = match.group()
    if word == "plans" and _TO.match(text, match.end()) is not None:
        return True
    if start < match.start() or word not in ("deal", "plan", "plans", "programs", "contract"):
        return False
    return _ARTICLE.search(text, max(0, start - 12), start) is None and _VERBAL.match(text, match.end()) is not None


def _is_common(text: str, match: re.Match[str]) -> bool:
    """Whether a word names a document only as the end of a name, and here is none: "in the framework of the visit"."""
    if match.group().casefold() not in listed("proper"):
        return False
    return not is_name(match.group()) or _NAME_GOES_ON.match(text, match.end()) is not None


def _is_package(ground: Ground, start: int, at: int, word: str) -> bool:
    """Whether a plural is counted: "seven agreements", "a number of memoranda" are packages without titles."""
    if word not in listed("plurals"):
        return False
    return ground.counted(at) or _QUANTIFIED.search(ground.text, max(0, start - 60), start) is not None


def _is_of_order(text: str, at: int) -> bool:
    """Whether a place lies in the brackets that tell the subject of an order: no document between sides."""
    return _ORDER.search(text, max(0, at - 240), at) is not None


def find_titles(ground: Ground, first: int, last: int) -> Iterator[Title]:
    """The documents named in a stretch of a text, left to right, none inside another.

    A document told by its type word alone has its first and last place at that word, and no subject.
    """
    text = ground.text
    pattern, types = type_words()
    reach = first
    for match in pattern.finditer(text, first, last):
        if match.start() < reach or ground.holds(match.start()) or _is_of_order(text, match.start()):
            continue
        word = match.group().casefold()
        start = _start(ground, match.start(), reach)
        if _is_package(ground, start, match.start(), word) or _is_verb(text, start, match) or _is_common(text, match):
            continue
        end, told = _end(ground, match, last)
        reach = end
        whose = _WHOSE.search(text, match.end(), end)
        end = whose.start() if whose is not None else end
        yield Title(start, end, types[word], word, told)
