"""Where the words that belong to a title end: its clause goes on over names, years, lists and brackets, not over verbs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from servanda.reading.instruments_ground import Ground, is_name, listed, skip_space, type_words
from servanda.terms.mentions import (
    AmountKind,
    AmountValue,
    CityValue,
    Kind,
    Mention,
    PersonValue,
    StateValue,
    TimeRole,
    TimeValue,
)

MOST_WORDS = 60
_TOKEN = re.compile(r"[^\W_]+(?:(?:['’-]|\.(?=[a-z\d]|[A-Z](?:\W|$)))[^\W_]+)*|[(),;:.\"“”«»]|[-–—]{1,2}")
_POSSESSIVE = re.compile(r"['’]s?(?=\s)")
_JOINED = re.compile(r"[-–/](?=\w)")
# a short bracket inside a title: an acronym, "(National)"
_BRACKET = re.compile(r"\((?:the\s+)?[“\"]?[A-Za-z][\w.-]{1,14}[”\"]?\)")
_QUOTED = re.compile(r"[“\"«][^“”\"«»\n]{2,60}[”\"»]")
# "with respect to taxes on income"
_RESPECT = re.compile(r"respect to\b")
_UNTIL_YEAR = re.compile(r"(?:until|till|through)\s+(?:19|20)\d\d\b")
_YEAR = re.compile(r"(?:19|20)\d\d\b")
# "joint statement of the presidents"
_OF_THE = re.compile(r"statement of the (?:two )?$", re.IGNORECASE)
# "the treaty in force since 2018": what became of it is no part of its title
_IN_FORCE = re.compile(r"in (?:force|effect|vigou?r)\b")
# ", Peru and Chile", ", development and use of": the rest of a list that an "and" closes
_LISTED = re.compile(r",\s+(?P<items>(?:[\w'’-]+\s+){0,3}[\w'’-]+(?:,\s+(?:[\w'’-]+\s+){0,3}[\w'’-]+){0,4},?\s+and\s)")
# ", and" before the last item of a list
_LAST = re.compile(r",(?=\s+and\s)")
_PURPOSE = re.compile(r"\s+(?:to|which|that)\b")
_NEXT_DOCUMENT = re.compile(r"(?:an?|the|its|their|another|of|for|to|two|three|\d+)\s", re.IGNORECASE)


def _may_hold(text: str, mention: Mention, place: int) -> bool:
    """Whether a mention can be part of a title: no person, no day, and no city told as the place of signing."""
    before = text[max(0, place - 8) : place].casefold().split()
    word = before[-1] if before else ""
    if isinstance(mention.value, PersonValue):
        return (
            mention.value.plural
            and mention.value.name is None
            and _OF_THE.search(text, max(0, place - 40), place) is not None
        )
    if isinstance(mention.value, TimeValue):
        value = mention.value
        return (
            value.edtf is not None
            and value.edtf.granularity in ("year", "interval")
            and (value.role in (TimeRole.TERM, TimeRole.PERIOD) or word in ("for", "of", "until", "till", "through"))
            and _YEAR.search(mention.text) is not None
        )
    if mention.kind is Kind.CITY:
        return word not in ("in", "at")
    return True


def _is_money(mention: Mention) -> bool:
    return isinstance(mention.value, AmountValue) and mention.value.kind is AmountKind.MONEY


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
    # an article right behind a noun starts another phrase
    if folded in ("a", "an", "the") and not after_small:
        return True
    if _UNTIL_YEAR.match(ground.text, token.start()) or _RESPECT.match(ground.text, token.start()):
        return False
    if not word[0].isalnum() or folded in listed("stops"):
        return True
    if folded == "and":
        rest = ground.text[token.end() : token.end() + 60].split()
        verb = bool(rest) and rest[0].islower() and rest[0].endswith("ed")
        another = bool(rest) and rest[0].casefold() in ("a", "an", "another", "also", "its", "in", "on", "to", "with")
        return verb or another or ground.starts_document(token.end())
    if folded in listed("prepositions"):
        return False
    return folded.endswith("ing") and not after_small and not is_name(word) and folded not in listed("gerunds")


def _aside(ground: Ground, place: int, limit: int, *, listing: bool) -> int | None:
    """The end of a bracket, a quoted name or a listing comma that a title runs on over, from its place on."""
    text = ground.text
    for pattern in (_BRACKET, _QUOTED):
        found = pattern.match(text, place, limit)
        # "(Agreement)" gives the short name for the rest of the report
        if found is not None and found.group().strip('()“”"').casefold() not in type_words()[1]:
            return found.end()
    comma = text[place : place + 1] == ","
    if comma and (_list_goes_on(ground, place, limit) or (listing and _LAST.match(text, place, limit))):
        return place + 1
    return None


def _glued(text: str, place: int, limit: int) -> tuple[int, int]:
    """Where a title goes on behind "'s" or a hyphen, and where it would end there."""
    owner = _POSSESSIVE.match(text, place, limit)
    end = owner.end() if owner is not None else place
    hyphen = _JOINED.match(text, end, limit)
    return (hyphen.end() if hyphen is not None else end), end


@dataclass(frozen=True, slots=True)
class _Word:
    """The next word or name of a title: where it ends, whether it is a small word, and whether an article may follow."""

    end: int
    small: bool = False
    opens: bool = False


def _next_word(ground: Ground, place: int, limit: int, *, after_small: bool) -> _Word | None:
    """The next word of a title; None where the title ends before it."""
    mention = ground.at(place)
    if (mention is not None and _is_money(mention)) or _IN_FORCE.match(ground.text, place, limit):
        return None
    if mention is not None and _may_hold(ground.text, mention, place):
        return _Word(min(mention.end, limit))
    if mention is not None and mention.kind is not Kind.AMOUNT:
        return None
    token = _TOKEN.match(ground.text, place, limit)
    if token is None or _stops(ground, token, after_small=after_small):
        return None
    word = token.group().casefold()
    if word in listed("prepositions") or _UNTIL_YEAR.match(ground.text, token.start()):
        return _Word(token.end(), small=True, opens=True)
    # "on developing the ports", "to build a bridge": verbs inside a title have objects
    verb = after_small and (word.endswith("ing") or ground.text[max(0, place - 4) : place].casefold().endswith(" to "))
    return _Word(token.end(), opens=verb)


def title_end(ground: Ground, at: int, limit: int) -> int:
    """Where a title ends, from the preposition behind its type word on."""
    text, end, after_small, listing = ground.text, at, True, False
    place = at
    for _ in range(MOST_WORDS):
        aside = None if after_small else _aside(ground, place, limit, listing=listing)
        if aside is not None and text[aside - 1] == ",":
            place, listing, after_small = skip_space(text, aside), True, True
            continue
        if aside is not None:
            end = place = aside
            if text[aside - 1] == ")" and _PURPOSE.match(text, aside):
                break
        else:
            word = _next_word(ground, place, limit, after_small=after_small)
            if word is None:
                break
            dated = (mention := ground.at(place)) is not None and isinstance(mention.value, TimeValue)
            place, after_small = word.end, word.opens
            end = end if word.small else place
            if dated and not _JOINED.match(text, place):
                break
        if end == place:
            place, end = _glued(text, place, limit)
        place = skip_space(text, place)
        if place >= limit:
            break
    return end
