"""Where the words that belong to a title end: its clause goes on over names, years, lists and brackets, not over verbs."""

from __future__ import annotations

import re

from servanda.reading.instruments_ground import Ground, is_name, listed, skip_space
from servanda.terms.mentions import CityValue, Kind, Mention, StateValue, TimeRole, TimeValue

MOST_WORDS = 60
_TOKEN = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*|[(),;:.\"“”«»]|[-–—]{1,2}")
_POSSESSIVE = re.compile(r"['’]s?(?=\s)")
_JOINED = re.compile(r"[-–/](?=\w)")
# a short bracket inside a title: an acronym, "(National)"
_BRACKET = re.compile(r"\((?:the\s+)?[“\"]?[A-Za-z][\w.-]{1,14}[”\"]?\)")
_QUOTED = re.compile(r"[“\"«][^“”\"«»\n]{2,60}[”\"»]")
_UNTIL = re.compile(r"(?:until|till|through|up to|to)\b", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d\b")
# ", Peru and Chile", ", development and use of": the rest of a list that an "and" closes
_LISTED = re.compile(r",\s+(?P<items>(?:[\w'’-]+\s+){0,3}[\w'’-]+(?:,\s+(?:[\w'’-]+\s+){0,3}[\w'’-]+){0,4},?\s+and\s)")
_NEXT_DOCUMENT = re.compile(r"(?:an?|the|its|their|another|of|for|to|two|three|\d+)\s", re.IGNORECASE)


def _may_hold(text: str, mention: Mention, place: int) -> bool:
    """Whether a mention can be part of a title: no person, no day, and no city told as the place of signing."""
    before = text[max(0, place - 8) : place].casefold().split()
    word = before[-1] if before else ""
    if mention.kind is Kind.PERSON:
        return False
    if isinstance(mention.value, TimeValue):
        value = mention.value
        return (
            value.edtf is not None
            and value.edtf.granularity in ("year", "interval")
            and (value.role in (TimeRole.TERM, TimeRole.PERIOD) or word in ("for", "of") or _UNTIL.match(mention.text))
            and _YEAR.search(mention.text) is not None
        )
    if mention.kind is Kind.CITY:
        return word not in ("in", "at")
    return True


def _list_goes_on(ground: Ground, place: int, limit: int) -> bool:
    """Whether a comma inside a title only parts the items of a list, none of which starts another clause."""
    text = ground.text
    items = _LISTED.match(text, place, limit)
    if items is None:
        return False
    words = re.findall(r"[\w'’-]+", items.group("items"))
    if any(word.casefold() in listed("stops") or word.endswith(("ed", "ly")) for word in words):
        return False
    if any(word.casefold() in ("a", "an", "the") for word in words) or _NEXT_DOCUMENT.match(text, items.end()):
        return False
    # a list of names goes on with names, one of common words with common words
    mention = ground.at(skip_space(text, place + 1))
    before = text[:place][-1:]
    if mention is not None:
        return isinstance(mention.value, StateValue | CityValue) and before.isalpha()
    return True


def _stops(ground: Ground, token: re.Match[str], *, after_small: bool) -> bool:
    """Whether a word ends the title before it."""
    word = token.group()
    folded = word.casefold()
    if not word[0].isalnum() or folded in listed("stops"):
        return True
    if folded == "and":
        rest = ground.text[token.end() : token.end() + 60].split()
        verb = bool(rest) and rest[0].islower() and rest[0].endswith("ed")
        another = bool(rest) and rest[0].casefold() in ("a", "an", "another", "also", "its", "in", "on", "with")
        return verb or another or ground.starts_document(token.end())
    return folded.endswith("ing") and not after_small and not is_name(word) and folded not in listed("gerunds")


def _aside(ground: Ground, place: int, limit: int) -> int | None:
    """The end of a bracket, a quoted name or a listing comma that a title runs on over, from its place on."""
    text = ground.text
    for pattern in (_BRACKET, _QUOTED):
        found = pattern.match(text, place, limit)
        if found is not None:
            return found.end()
    if text[place : place + 1] == "," and _list_goes_on(ground, place, limit):
        return place + 1
    return None


def title_end(ground: Ground, at: int, limit: int) -> int:
    """Where a title ends, from the preposition behind its type word on."""
    text, end, words, after_small = ground.text, at, 0, True
    place = at
    while place < limit and words < MOST_WORDS:
        words += 1
        mention = ground.at(place)
        if mention is not None and _may_hold(text, mention, place):
            end = place = min(mention.end, limit)
            if isinstance(mention.value, TimeValue) and not _JOINED.match(text, place):
                break
            after_small = False
        elif mention is not None and mention.kind is not Kind.AMOUNT:
            break
        else:
            aside = None if after_small else _aside(ground, place, limit)
            token = _TOKEN.match(text, place, limit)
            if aside is not None:
                place, end = aside, (aside if text[aside - 1] != "," else end)
            elif token is None or _stops(ground, token, after_small=after_small):
                break
            else:
                place = token.end()
                after_small = token.group().casefold() in listed("prepositions")
                end = end if after_small else place
        for joint in (_POSSESSIVE, _JOINED):
            glued = joint.match(text, place, limit)
            if glued is not None and end == place:
                place = glued.end()
                end = place if joint is _POSSESSIVE else end
        place = skip_space(text, place)
    return end
