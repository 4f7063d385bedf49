"""How far two values of a field agree, from 0 to 1, and what a strict count asks of each field.

Rows are claims as the exports write them. Text is compared without case or accents; dates agree by half where one
contains the other; names agree when their surnames are alike in another transliteration.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from rapidfuzz.distance import Levenshtein

from servanda.errors import DateError
from servanda.terms import dates
from servanda.terms.claims import ClaimKind

Row = Mapping[str, object]
Compare = Callable[[object, object], float]

_WORDS = re.compile(r"[\w%$€.]+")
_EMPTY = frozenset({
    "the", "of", "and", "a", "an", "on", "in", "for", "to", "between", "with", "by", "at", "from", "republic", "new",
})  # fmt: skip
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
# two numbers within half a hundredth are one: reports round
TOLERANCE = Decimal("0.005")


def plain(value: object) -> str:
    """A value as text without case and accents; nothing is the empty text."""
    decomposed = unicodedata.normalize("NFKD", "" if value is None else str(value))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def _words(value: object) -> list[str]:
    return [word for word in _WORDS.findall(plain(value)) if word not in _EMPTY]


def words(gold: object, found: object) -> float:
    """F1 over the words of two texts, as bags."""
    left, right = Counter(_words(gold)), Counter(_words(found))
    if not left and not right:
        return 1.0
    return 2 * (left & right).total() / (left.total() + right.total())


def same(gold: object, found: object) -> float:
    """1 for the same text."""
    return float(plain(gold) == plain(found))


def number(gold: object, found: object) -> float:
    """1 for numbers within the tolerance of the larger."""
    if gold is None or found is None:
        return float(gold is found)
    try:
        left, right = Decimal(str(gold)), Decimal(str(found))
    except InvalidOperation:
        return 0.0
    return float(abs(left - right) <= TOLERANCE * max(abs(left), abs(right)))


def when(gold: object, found: object) -> float:
    """1 for one window of days, 0.5 where one contains the other."""
    if gold is None or found is None:
        return float(gold is found)
    try:
        left, right = (dates.parse(str(value).replace("~", "").replace("?", "")) for value in (gold, found))
    except DateError:
        return 0.0
    if (left.first, left.after) == (right.first, right.after):
        return 1.0
    return 0.5 if left.contains(right) or right.contains(left) else 0.0


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, Sequence) and not isinstance(value, str) else []


def _sets(gold: object, found: object, alike: Callable[[object, object], bool]) -> float:
    left, rest = _listed(gold), _listed(found)
    total, hits = len(left) + len(rest), 0
    for item in left:
        partner = next((other for other in rest if alike(item, other)), None)
        if partner is not None:
            rest.remove(partner)
            hits += 1
    return 2 * hits / total if total else 1.0


def _get(value: object, key: str) -> object:
    return value.get(key) if isinstance(value, Mapping) else None


def surname(person: object) -> str:
    """The last word of a person's name, "Jr." and the like left off."""
    name = _get(person, "name") if isinstance(person, Mapping) else person
    parts = [part for part in (word.strip(".") for word in _words(name)) if part not in _SUFFIXES]
    return parts[-1] if parts else ""


def near(left: str, right: str) -> bool:
    """Whether two surnames can be one: two edits in seven letters or more, one in four or more."""
    if not left or not right:
        return False
    shorter = min(len(left), len(right))
    allowed = 2 if shorter >= 7 else 1 if shorter >= 4 else 0
    return Levenshtein.distance(left, right, score_cutoff=allowed) <= allowed


def _person(gold: object, found: object) -> bool:
    if surname(gold) or surname(found):
        return near(surname(gold), surname(found))
    return (
        bool(same(_get(gold, "state"), _get(found, "state")))
        and words(_get(gold, "office"), _get(found, "office")) >= 0.5
    )


def people(gold: object, found: object) -> float:
    """F1 over two lists of persons, by surname, or by state and office where no name is told."""
    return _sets(gold, found, _person)


def codes(gold: object, found: object) -> float:
    """F1 over two lists of codes."""
    return _sets(gold, found, lambda a, b: plain(a) == plain(b))


def bodies(gold: object, found: object) -> float:
    """F1 over two lists of names that share most of their words."""
    return _sets(gold, found, lambda a, b: words(a, b) >= 0.6)


def change(gold: object, found: object) -> float:
    """1 for the same growth."""
    if not gold or not found:
        return float(not gold and not found)
    size = number(_get(gold, "percent"), _get(found, "percent")) * number(_get(gold, "times"), _get(found, "times"))
    return size * same(_get(gold, "direction"), _get(found, "direction"))


def target(gold: object, found: object) -> float:
    """1 for the same value and unit, half without the unit."""
    if not gold or not found:
        return float(not gold and not found)
    return number(_get(gold, "value"), _get(found, "value")) * (
        0.5 + 0.5 * same(_get(gold, "unit"), _get(found, "unit"))
    )


def speaker(gold: object, found: object) -> float:
    """1 for the same person, or for the same state where neither has a name."""
    if _get(gold, "name") or _get(found, "name"):
        return float(near(surname(gold or {}), surname(found or {})))
    return same(_get(gold, "state"), _get(found, "state"))


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a kind: how it is compared, and the agreement that a strict count asks for (0: none)."""

    name: str
    compare: Compare
    needed: float


FIELDS: dict[ClaimKind, tuple[Field, ...]] = {
    "meeting": (
        Field("type", same, 1), Field("status", same, 1), Field("date", when, 1), Field("states", codes, 0.8),
        Field("participants", people, 0.5), Field("city", same, 0), Field("host", same, 0), Field("visit", same, 0),
    ),
    "instrument": (
        Field("type", same, 1), Field("status", same, 1), Field("title", words, 0.7), Field("states", codes, 0.8),
        Field("date", when, 1), Field("count", number, 1), Field("value", number, 1), Field("term", when, 1),
        Field("signatories", bodies, 0), Field("place", same, 0),
    ),
    "commitment": (
        Field("by", bodies, 0.5), Field("due", when, 1), Field("target", target, 1), Field("strength", same, 0),
        Field("status", same, 0), Field("action", words, 0),
    ),
    "figure": (
        Field("indicator", same, 1), Field("value", number, 1), Field("unit", same, 1), Field("period", when, 1),
        Field("change", change, 1), Field("qualifier", same, 0), Field("states", codes, 0),
    ),
    "statement": (Field("speaker", speaker, 1), Field("direct", same, 1)),
    "activity": (
        Field("type", same, 1), Field("status", same, 1), Field("states", codes, 0.8), Field("date", when, 0),
        Field("place", same, 0), Field("name", words, 0),
    ),
}  # fmt: skip
_BLANK: tuple[object, ...] = (None, [], {}, ())


def agreement(kind: ClaimKind, gold: Row, found: Row) -> tuple[float, bool, tuple[str, ...]]:
    """Mean agreement over the fields that either side fills, whether it is strict, and the fields that are not."""
    scores: list[float] = []
    wrong: list[str] = []
    for field in FIELDS[kind]:
        left, right = gold.get(field.name), found.get(field.name)
        if left in _BLANK and right in _BLANK:
            continue
        value = field.compare(left, right)
        scores.append(value)
        if value < field.needed:
            wrong.append(field.name)
    return (sum(scores) / len(scores) if scores else 1.0), not wrong, tuple(wrong)
