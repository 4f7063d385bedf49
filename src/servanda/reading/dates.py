"""Time expressions of a text with their place in the calendar, their grain kept, relative to the report's day.

The longest expression at a place wins. Words before it ("by", "since", "the end of", "early") give its role or narrow
it. TIMEX3 types and values follow TimeML 1.2.1.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache

from servanda.errors import LexiconError
from servanda.reading.dates_absolute import RULES as ABSOLUTE
from servanda.reading.dates_absolute import Read
from servanda.reading.dates_relative import RULES as RELATIVE
from servanda.reading.dates_words import Anchor, Hit, shift
from servanda.reading.frames import load_lexicon
from servanda.terms.dates import Edtf
from servanda.terms.mentions import Kind, Mention, TimeRole, TimeValue

# what narrows a date told behind it: "the end of 2026" is due with 2026, its grain stays the year's
_PART = re.compile(
    r"(?:\b(?:the\s+)?(?:very\s+)?(?:end|beginning|start|middle|close|turn|last days|second part)\s+of\s+(?:the\s+(?:year\s+)?)?|"
    r"\b(?:early|late|mid|end|the end|early in|late in)(?:\s+|-))$",
    re.IGNORECASE,
)
_END_OF_YEAR = re.compile(r"\b(?:the\s+)?(?:end|close)\s+of\s+(?:the|this|the current)\s+(?P<u>year|month|week|quarter|decade)\b|\byear-end\b", re.IGNORECASE)  # fmt: skip
_STARTING = re.compile(
    r"\b(?:from|starting(?:\s+(?:from|in|on))?|beginning(?:\s+(?:from|in|on))?|as of|as from)\s+$", re.IGNORECASE
)
_MAY = re.compile(r"May$")
_BEFORE_MONTH = re.compile(r"\b(?:in|of|on|by|since|until|till|last|next|this|from|to|and|during|early|late|mid|for|through|before|after)[\s-]+$|[\d,]\s*$", re.IGNORECASE)  # fmt: skip
_YEAR_GUARD = re.compile(r"(?:[$€£¥₸₹%#№]|No\.|Resolution|Order|Article|Law|Boeing|Airbus|Flight|Vision|Agenda)\s?$")
_COUNTED = re.compile(r"\s+(?:people|persons|students|tons|tonnes|million|billion|km|MW|hectares|houses|workers|troops|soldiers|men|jobs|companies|percent|per cent|USD|dollars|units|meters|metres|kilomet)", re.IGNORECASE)  # fmt: skip


@cache
def _roles() -> tuple[tuple[re.Pattern[str], TimeRole], ...]:
    listed = load_lexicon("dates").get("roles")
    if not isinstance(listed, dict):
        raise LexiconError("lexicon dates: [roles] must be a table")
    found = []
    for name, words in listed.items():
        ordered = sorted(map(str, words), key=len, reverse=True)
        found.append((re.compile(rf"\b(?:{'|'.join(map(re.escape, ordered))})\s+$", re.IGNORECASE), TimeRole(name)))
    return tuple(found)


@cache
def _references() -> tuple[tuple[re.Pattern[str], str], ...]:
    listed = load_lexicon("dates").get("references")
    if not isinstance(listed, dict):
        raise LexiconError("lexicon dates: [references] must be a table")
    return tuple(
        (re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, words), key=len, reverse=True))})\b", re.IGNORECASE), name)
        for name, words in listed.items()
    )


@cache
def _future() -> re.Pattern[str]:
    words = load_lexicon("dates").get("future")
    listed = words.get("words") if isinstance(words, dict) else None
    if not isinstance(listed, list):
        raise LexiconError("lexicon dates: [future] words must be a list")
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, map(str, listed)))})\b", re.IGNORECASE)


def _spurious(text: str, match: re.Match[str]) -> bool:
    """A modal "May", or four digits that count something or number a law."""
    words = match.group()
    before = text[max(0, match.start() - 14) : match.start()]
    if _MAY.fullmatch(words):
        return not _BEFORE_MONTH.search(before)
    if words.isdigit():
        return bool(_YEAR_GUARD.search(before)) or bool(_COUNTED.match(text, match.end()))
    return False


def _raw(text: str) -> list[tuple[re.Match[str], Read]]:
    """The longest match at each place, with the rule that reads it."""
    found: list[tuple[int, int, int, re.Match[str], Read]] = []
    for rank, (pattern, read) in enumerate((*RELATIVE, *ABSOLUTE)):
        found.extend((m.start(), -m.end(), rank, m, read) for m in pattern.finditer(text) if not _spurious(text, m))
    found.sort(key=lambda f: f[:3])
    kept: list[tuple[re.Match[str], Read]] = []
    reach = 0
    for start, _, _, match, read in found:
        if start >= reach:
            reach = match.end()
            kept.append((match, read))
    return kept


def _ahead(text: str, at: int) -> bool:
    """Whether the words before an undated day or month look ahead."""
    left = max(text.rfind(".", 0, at - 3), at - 70, 0)
    return _future().search(text, left, at) is not None


def _forward(hit: Hit, text: str, anchor: Anchor) -> Hit:
    """An undated day or month of a clause that looks ahead is the next one, not the last."""
    value = hit.edtf
    if hit.explicit or value is None or value.start is None or anchor.narrative or value.granularity != "month":
        return hit
    if value.after <= anchor.published and _ahead(text, hit.start):
        later = replace(value.start, year=value.start.year + 1)
        return replace(hit, edtf=Edtf(later, later), timex3_value=str(later))
    return hit


def _weekday_forward(hit: Hit, words: str, text: str, anchor: Anchor) -> Hit:
    if (
        not words.endswith("day")
        or hit.edtf is None
        or hit.edtf.start is None
        or " " in words
        or words.lower() in ("today", "yesterday")
    ):
        return hit
    if hit.edtf.first < anchor.published and _ahead(text, hit.start):
        later = shift(hit.edtf.first, 1, "week")
        return replace(hit, edtf=later, timex3_value=str(later)) if later else hit
    return hit


def _read_all(text: str, published: date) -> list[Hit]:
    anchor = Anchor(published)
    hits: list[Hit] = []
    old = told = 0
    for match, read in _raw(text):
        hit = read(match, anchor)
        if hit is None:
            continue
        hit = _weekday_forward(_forward(hit, text, anchor), match.group(), text, anchor)
        hits.append(hit)
        if hit.edtf is not None and hit.timex3_type == "DATE":
            anchor.last = hit.edtf
            if hit.explicit:
                told += 1
                old += hit.edtf.first.year < published.year - 2
                # a story of long ago tells its years again and again; a report names one now and then
                anchor.narrative = told >= 5 and old * 10 >= told * 8
    return hits


def _with_context(hit: Hit, text: str) -> Hit:
    """A hit with the words before it that narrow it, and its role."""
    start = hit.start
    part = _PART.search(text, max(0, start - 32), start) if hit.edtf is not None else None
    if part is not None:
        start = part.start()
    role, edtf = hit.role, hit.edtf
    before = text[max(0, start - 28) : start]
    for pattern, name in _roles():
        if pattern.search(before):
            if name is TimeRole.TERM and not (edtf is not None and edtf.is_interval):
                continue
            role = name
            break
    else:
        if _STARTING.search(before) and edtf is not None and not edtf.is_interval:
            role = TimeRole.SINCE
    if role is TimeRole.SINCE and edtf is not None and before.casefold().rstrip().endswith("since"):
        edtf = Edtf(edtf.start, None)
    return replace(hit, start=start, role=role, edtf=edtf)


def _ends(text: str, published: date) -> list[Hit]:
    """As "By the end of the year"."""
    found = []
    for match in _END_OF_YEAR.finditer(text):
        unit = (match["u"] or "year").casefold()
        if unit in ("year", "month"):
            value = shift(published, 0, unit)
            found.append(Hit(match.start(), match.end(), value, "DATE", str(value), TimeRole.POINT))
    return found


def _mention(text: str, hit: Hit) -> Mention:
    value = TimeValue(hit.edtf, hit.role, hit.timex3_type, hit.timex3_value)
    return Mention(hit.start, hit.end, text[hit.start : hit.end], Kind.TIME, value)


def find_times(text: str, published: date) -> list[Mention]:
    """Every time expression of a text in order, none overlapping another."""
    hits = [_with_context(hit, text) for hit in [*_read_all(text, published), *_ends(text, published)]]
    for pattern, name in _references():
        hits.extend(Hit(m.start(), m.end(), None, "DATE", name) for m in pattern.finditer(text))
    hits.sort(key=lambda hit: (hit.start, -hit.end))
    kept: list[Hit] = []
    for hit in hits:
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
        elif hit.end > kept[-1].end and hit.edtf is not None and kept[-1].edtf is None:
            kept[-1] = hit
    return [_mention(text, hit) for hit in kept]
