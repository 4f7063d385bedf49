"""Where and when an activity takes place, as its stretch and clause tell it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from servanda.reading.context import times
from servanda.reading.document import Document, Sentence
from servanda.reading.parses import parse
from servanda.terms.dates import Edtf
from servanda.terms.mentions import CityValue, Kind, Mention, StateValue, TimeRole, TimeValue

# a time further from a name than this dates something else
NEAR = 80
# a place this far behind a stretch is still that of the stretch
BEHIND = 40
_BEFORE = re.compile(
    r"\b(?:in|at|near|off|on|across|throughout|reached)\s+(?:the\s+)?(?:(?:city|town|village|port|capital|region)\s+of\s+)?$",
    re.IGNORECASE,
)
_AREA = re.compile(r"\s+(?:region|regions|province|provinces|district|Basin|Strait|Sea|Delta|State|Region)\b")


def _named(sentence: Sentence, start: int, end: int) -> Iterator[tuple[int, str]]:
    """The names of places in a stretch, known ones and those that only the parse takes for places: (offset, name)."""
    document, text = sentence.document, sentence.document.text
    for mention in document.within(start, end, Kind.CITY, Kind.STATE):
        if isinstance(mention.value, CityValue):
            yield mention.start, mention.value.name
        elif isinstance(mention.value, StateValue) and not mention.value.adjective and mention.text[:1].isupper():
            yield mention.start, mention.text
    parsed = parse(document)[sentence.index]
    for first, after, tag in parsed.parse.entities:
        left, right = parsed.words[first][0], parsed.words[after - 1][1]
        if tag == "LOC" and start <= left and right <= end and next(document.within(left, right), None) is None:
            area = _AREA.match(text, right)
            yield left, text[left : area.end() if area is not None else right]


def place_of(sentence: Sentence, start: int, end: int, clause: tuple[int, int]) -> str | None:
    """The place told with "in", "at" or the like: in the stretch, right behind it, or before it in its clause."""
    text = sentence.document.text
    behind = min(sentence.end, end + BEHIND)
    ranges = ((start, end), (end, behind), (max(sentence.start, clause[0]), start))
    for low, high in ranges:
        for at, name in sorted(_named(sentence, low, high)):
            if _BEFORE.search(text[max(sentence.start, at - 24) : at]):
                return name
    return None


def date_of(sentence: Sentence, start: int, end: int, clause: tuple[int, int], *, ended: bool) -> Edtf | None:
    """The date told in the stretch, else the nearest of its clause; of what is done, "since 2011" is the day it began."""
    options = [
        (not start <= mention.start < end, min(abs(mention.start - end), abs(start - mention.end)), mention, value)
        for mention, value in times(sentence.mentions)
        if value.role not in (TimeRole.SET, TimeRole.DURATION, TimeRole.TERM) and _is_of(mention, start, end, clause)
    ]
    if not options:
        return None
    outside, distance, _, value = min(options, key=lambda option: (option[0], option[1], option[2].start))
    if outside and distance >= NEAR:
        return None
    return _began(value) if ended else value.edtf


def _is_of(mention: Mention, start: int, end: int, clause: tuple[int, int]) -> bool:
    return start <= mention.start < end or clause[0] <= mention.start < clause[1]


def _began(value: TimeValue) -> Edtf | None:
    edtf = value.edtf
    if edtf is not None and value.role is TimeRole.SINCE and edtf.start is not None and edtf.end is None:
        return Edtf(edtf.start, edtf.start)
    return edtf


def is_ahead(document: Document, told: Edtf | None) -> bool:
    """Whether a date lies wholly after the report's own."""
    return told is not None and told.start is not None and told.first > document.report.date
