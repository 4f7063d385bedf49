"""What stands around a time expression: its role, the words that narrow it, and whether it is one at all."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from servanda.reading.dates_calendar import in_year, interval, shift
from servanda.reading.dates_words import Anchor, Hit, any_of, table, words
from servanda.terms.dates import Edtf
from servanda.terms.mentions import TimeRole

_ROLES = ("deadline", "since", "term", "starting")
# how far a role or narrowing word may stand before a date, in characters
REACH = 34
AHEAD_REACH, BEHIND_REACH = 180, 45
_LENGTH = re.compile(r"P(\d+(?:\.5)?)([YMWD])")
_LETTERS = {"Y": "year", "M": "month", "W": "week", "D": "day"}
_OVER = re.compile(r"\b(in|over|during)(?:\s+(?:the|a period of|the period of))?\s+(?:$|(?=\S))", re.IGNORECASE)


@cache
def _role(name: str) -> re.Pattern[str]:
    return re.compile(
        rf"\b{any_of(words('roles', name))}\s+(?:(?:about|around|approximately|at least|the\s+period)\s+)?$",
        re.IGNORECASE,
    )


@cache
def _parts(key: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:the\s+)?{any_of(words('parts', key))}(?:\s+the)?(?:\s+|-)$", re.IGNORECASE)


@cache
def _opening() -> re.Pattern[str]:
    """What looks ahead right before a date where nothing is told as past: "from August"."""
    return re.compile(rf"\b{any_of(words('future', 'unless_past'))}\s+$", re.IGNORECASE)


@cache
def _future() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What looks ahead before a date, right before it and behind it, and the words of reporting that end the last."""
    before = re.compile(rf"\b{any_of(words('future', 'words'))}\b", re.IGNORECASE)
    narrowing = any_of(words("parts", "before"))
    right_before = re.compile(
        rf"\b{any_of(words('future', 'right_before'))}\s+(?:the\s+)?(?:{narrowing}\s+)?$", re.IGNORECASE
    )
    behind = re.compile(rf"\b{any_of(words('future', 'behind'))}\b", re.IGNORECASE)
    return (
        before,
        right_before,
        behind,
        re.compile(rf"\b{any_of(words('future', 'reporting'))}\b|[.;:!?]", re.IGNORECASE),
    )


@cache
def _modal() -> tuple[frozenset[str], re.Pattern[str], re.Pattern[str]]:
    before = re.compile(rf"\b{any_of(words('modal', 'before'))}[\s-]+(?:the\s+)?$|[\d,]\s*$", re.IGNORECASE)
    return frozenset(words("modal", "words")), before, re.compile(r"\s+(?:and|to)\s+[A-Z]|[-–/][A-Z]")


@cache
def _guards() -> tuple[re.Pattern[str], re.Pattern[str]]:
    before = re.compile(rf"(?:{any_of(words('guards', 'before'))})\s?$")
    return before, re.compile(rf"\s+{any_of(words('guards', 'after'))}\b", re.IGNORECASE)


def spurious(text: str, match: re.Match[str]) -> bool:
    """A modal "may", a march, or four digits that count something or number a law."""
    told = match.group()
    folded = told.casefold().rstrip(".")
    if folded in table("months"):
        names, before, after = _modal()
        if not told[0].isupper() and len(folded) < 5 and folded not in ("june", "july"):
            return folded in names or not before.search(text, max(0, match.start() - 14), match.start())
        if folded in names:
            return not before.search(text, max(0, match.start() - 14), match.start()) and not after.match(
                text, match.end()
            )
        return False
    if told.isdigit():
        before, after = _guards()
        return bool(before.search(text, max(0, match.start() - 14), match.start()) or after.match(text, match.end()))
    return False


@cache
def _saying() -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(words('future', 'saying'))}\b", re.IGNORECASE)


# "to be signed", "will be formally handed over" tell of what is to come
_BE = re.compile(r"\bbe(?:\s+\w+ly)?\s+$", re.IGNORECASE)
_SINCE = re.compile(r"\bsince(?:\s+(?:the|about|early|mid|late))*[\s-]+$", re.IGNORECASE)
_TURN = re.compile(r",|\band\b", re.IGNORECASE)


def _told_as_past(text: str, first: int, last: int) -> int | None:
    """Where the last word of a stretch ends that tells of what was said or done; None without one."""
    verbs = _saying().finditer(text, first, last)
    return max(
        (verb.end() for verb in verbs if not _BE.search(text, max(first, verb.start() - 24), verb.start())),
        default=None,
    )


def _ahead(text: str, start: int, end: int) -> bool:
    """Whether the words around an undated day or month look ahead."""
    if _SINCE.search(text, max(0, start - REACH), start):
        return False
    before, right_before, behind, reporting = _future()
    left = max(text.rfind(".", 0, start - 3), start - AHEAD_REACH, 0)
    past = _told_as_past(text, left, start)
    near = max(0, start - REACH)
    if before.search(text, left if past is None else past, start) or right_before.search(text, near, start):
        return True
    if past is None and _opening().search(text, near, start):
        return True
    verb = behind.search(text, end, end + BEHIND_REACH)
    if verb is None or reporting.search(text, end, verb.start()):
        return False
    # "came on Tuesday and leaves on Friday": the day is that of the first verb
    return past is None or _TURN.search(text, end, verb.start()) is None


def _length_ahead(hit: Hit, text: str, anchor: Anchor) -> Hit:
    """A length behind "in" or "over" in a clause that looks ahead: due then, or the stretch up to then."""
    told = _LENGTH.fullmatch(hit.timex3_value)
    opening = _OVER.search(text, max(0, hit.start - REACH), hit.start) or _OVER.match(text, hit.start, hit.end)
    if told is None or opening is None or anchor.narrative or not _ahead(text, hit.start, hit.end):
        return hit
    last = shift(anchor.today, float(told[1]), _LETTERS[told[2]])
    if last is None or last.edtf is None:
        return hit
    if opening[1].casefold() == "in":
        return replace(hit, edtf=last.edtf, role=TimeRole.DEADLINE)
    first = anchor.today._replace(month=last.month and anchor.today.month, day=last.day and anchor.today.day)
    return replace(hit, edtf=interval(first.edtf, last.edtf), role=TimeRole.PERIOD)


def forward(hit: Hit, text: str, anchor: Anchor) -> Hit:
    """An undated month or weekday of a clause that looks ahead is the next one, not the last."""
    value, point = hit.edtf, hit.point
    if value is None and hit.role is TimeRole.DURATION:
        return _length_ahead(hit, text, anchor)
    if hit.dated or hit.parts or value is None or point is None or anchor.narrative or hit.timex3_type == "DURATION":
        return hit
    by_week = text[hit.start : hit.end].casefold().split()[0] in table("weekdays")
    if value.after > anchor.published or not (point.day is None or by_week) or not _ahead(text, hit.start, hit.end):
        return hit
    later = shift(point, 1, "week") if by_week else point._replace(year=point.year + 1)
    if later is None:
        return hit
    moved = in_year(value, later.year) if value.is_interval else later.edtf
    told = hit.timex3_value.replace(point.timex[:10], later.timex[:10]) if by_week else hit.timex3_value
    told = told if by_week else told.replace(point.timex[:4], later.timex[:4])
    return replace(hit, edtf=moved, timex3_value=told, point=later)


def in_context(hit: Hit, text: str) -> Hit:
    """A hit with the words before it that narrow it, and its role."""
    start = hit.start
    if hit.timex3_type == "DURATION" or hit.point is not None:
        key = "lengths" if hit.timex3_type == "DURATION" else "before"
        part = _parts(key).search(text, max(0, start - REACH), start)
        start = part.start() if part is not None else start
    role, edtf = hit.role, hit.edtf
    for name in _ROLES:
        if not _role(name).search(text, max(0, start - REACH), start):
            continue
        interval = edtf is not None and edtf.is_interval
        if name == "term":
            role = TimeRole.TERM if interval and hit.timex3_type == "DATE" else role
        elif name == "starting":
            role = TimeRole.SINCE if edtf is not None and not interval else role
        elif edtf is not None:
            role = TimeRole(name)
            edtf = Edtf(edtf.start, None) if name == "since" else edtf
        break
    return replace(hit, start=start, role=role, edtf=edtf)


@cache
def _references() -> tuple[tuple[re.Pattern[str], str, bool], ...]:
    found = []
    for section, marked in (("references", False), ("marked", True)):
        for name in ("PRESENT_REF", "FUTURE_REF", "PAST_REF"):
            pattern = re.compile(rf"(?<![\w-]){any_of(words(section, name))}(?!\w)", re.IGNORECASE)
            found.append((pattern, name, marked))
    return tuple(found)


def references(text: str) -> list[Hit]:
    """Expressions without a place in the calendar: "now", "in the near future"."""
    return [
        Hit(m.start(), m.end(), None, "DATE", name, marked=marked)
        for pattern, name, marked in _references()
        for m in pattern.finditer(text)
    ]
