"""What speaks for and against two claims being one thing: one declared list of features for each kind.

A feature compares two claims of its kind and returns a strength from -1 (against) to 1 (for), or None when the claims
do not say enough; its weight turns that into points. Weights were set on annotated threads of reports.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from servanda.resolution.names import shared
from servanda.resolution.words import content, coverage, fold, overlap, stem
from servanda.terms.claims import Activity, ClaimKind, Commitment, Figure, Instrument, Meeting
from servanda.terms.dates import Edtf

Compare = Callable[[Any, Any], float | None]


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing to compare; ``words`` say in a reason what was compared."""

    name: str
    weight: float
    compare: Compare
    words: str


# words of a title that name its type, not its subject
TYPE_WORDS = content(
    "treaty agreement accord pact convention declaration statement communique memorandum memoranda understanding mou "
    "protocol roadmap road map plan action programme program contract document documents signed sign package deal "
    "draft number strategy strategic partnership"
)


def _dates(left: Edtf | None, right: Edtf | None) -> float | None:
    if left is None or right is None:
        return None
    if left == right:
        return 1.0
    # each end is worked out once: most of comparing is comparing days
    first, after, other, ends = left.first, left.after, right.first, right.after
    if (first <= other and ends <= after) or (other <= first and after <= ends):
        return 0.6
    return 0.3 if first < ends and other < after else -1.0


def _states(left: tuple[str, ...], right: tuple[str, ...]) -> float | None:
    if not left or not right:
        return None
    a, b = set(left), set(right)
    return 1.0 if a == b else 0.3 if a <= b or b <= a else -1.0


def _numbers(left: Decimal | None, right: Decimal | None) -> float | None:
    if left is None or right is None:
        return None
    return 1.0 if left == right else -1.0


def _equal(left: object, right: object) -> float | None:
    return None if left is None or right is None else 1.0 if left == right else -1.0


# a document that is not there yet
_AHEAD = frozenset({"planned", "negotiated"})


def _instrument_type(a: Instrument, b: Instrument) -> float | None:
    if "package" in (a.type, b.type):
        return 1.0 if a.type == b.type else -4.0
    if a.type == b.type:
        return 1.0
    loose = {"other", "agreement", "treaty", "programme", "plan", "roadmap"}
    # what will be put to paper has no firm kind yet
    if (a.status in _AHEAD) != (b.status in _AHEAD):
        loose |= {"memorandum", "protocol", "contract"}
    # "the 2022 accord" may be a treaty, and a plan a roadmap, in another reporter's words
    return -0.3 if {a.type, b.type} <= loose else -1.0


def title_words(what: Instrument) -> frozenset[str]:
    """The words of a title that tell what it is about."""
    return content(what.title, without=TYPE_WORDS)


def _title(a: Instrument, b: Instrument) -> float | None:
    left, right = title_words(a), title_words(b)
    if not left or not right:
        # "the Joint Statement" alone is told apart by its date only
        return -0.2 if a.title and b.title and a.type != "package" else None
    value = 0.5 * overlap(left, right) + 0.5 * coverage(left, right)
    return 2 * value - 1


def _terms(a: Instrument, b: Instrument) -> float | None:
    return _equal(a.term, b.term)


# documents that are to be signed on a visit are signed on one of its days
DAYS_OF_A_VISIT = 3


def _signing(a: Instrument, b: Instrument) -> float | None:
    value = _dates(a.date, b.date)
    if value is None or value > 0:
        return value
    if (a.status in _AHEAD) == (b.status in _AHEAD):
        # a day that is planned is put off as easily
        return None if a.status in _AHEAD else value
    # a plan and its signing have different dates by nature; packages have hardly anything but their days
    if a.type == b.type == "package" and a.date is not None and b.date is not None:
        return 0.6 if abs((a.date.first - b.date.first).days) <= DAYS_OF_A_VISIT else None
    return None


def _meeting_type(a: Meeting, b: Meeting) -> float:
    if a.type == b.type:
        return 1.0
    return 0.2 if {a.type, b.type} <= {"meeting", "summit", "session"} else -1.0


def _names(people: Meeting) -> tuple[str, ...]:
    return tuple(p.name for p in people.participants if p.name)


def _participants(a: Meeting, b: Meeting) -> float | None:
    left, right = _names(a), _names(b)
    if not left or not right:
        return None
    hits = shared(left, right)
    return 2 * hits / min(len(left), len(right)) - 1


def _place(a: Meeting, b: Meeting) -> float | None:
    if a.city and b.city:
        return 1.0 if fold(a.city) == fold(b.city) else -1.0
    return _equal(a.host, b.host)


# verbs that reporters take for one another, each family under its first word
_VERBS = {
    stem(word): stem(family[0])
    for family in (
        ("open", "inaugurate", "launch", "start", "begin", "commence"),
        ("conclude", "finalise", "finalize", "complete"),
        ("hold", "host", "convene", "organise", "organize", "conduct"),
        ("raise", "increase", "bring", "take", "boost", "get"),
        ("create", "establish", "found"),
    )
    for word in family
}
# words that tell when, not what; years stay, since a session of 2024 is none of 2025
_WHEN = content("month months next year years end soon possible time date coming near future")
# an act of fewer words lies in a longer one by chance
LEAST_COVERED = 4


# an act is compared with sixty others
@lru_cache(maxsize=65536)
def _act_words(action: str) -> frozenset[str]:
    return frozenset(_VERBS.get(word, word) for word in content(action, without=_WHEN))


def act_words(what: Commitment) -> frozenset[str]:
    """The words of an act that tell it apart; of some verbs for one deed the first."""
    return _act_words(what.action)


def _action(a: Commitment, b: Commitment) -> float | None:
    left, right = act_words(a), act_words(b)
    if not left or not right:
        return None
    common = overlap(left, right)
    within = coverage(left, right) if min(len(left), len(right)) >= LEAST_COVERED else common
    return common + within - 1


def _target(a: Commitment, b: Commitment) -> float | None:
    if a.target is None or b.target is None:
        return None
    if a.target.unit != b.target.unit:
        return -0.5
    equal = a.target.value == b.target.value
    if fold(a.target.indicator) != fold(b.target.indicator):
        # what is measured is not always told beside the sum: "take it to $2 billion"
        untold = "other" in (a.target.indicator, b.target.indicator)
        return (0.8 if equal else None) if untold else -0.5
    # a goal that is raised stays one entry
    return 1.0 if equal else 0.45


def _by(a: Commitment, b: Commitment) -> float | None:
    if not a.by or not b.by:
        return None
    return 1.0 if set(a.by) == set(b.by) else 0.2 if set(a.by) & set(b.by) else -1.0


def _label(a: Figure, b: Figure) -> float | None:
    left, right = content(a.label), content(b.label)
    return 2 * overlap(left, right) - 1 if left and right else None


def _period(a: Figure, b: Figure) -> float | None:
    if a.period is None and b.period is None:
        return None
    return 1.0 if a.period == b.period else -1.0


def _indicator(a: Figure, b: Figure) -> float:
    return -4.0 if a.indicator != b.indicator else 1.0 if a.indicator != "other" else 0.0


def _unit(a: Figure, b: Figure) -> float | None:
    return _equal(a.unit, b.unit)


def _growth_alone(a: Figure, b: Figure) -> float:
    # a growth rate and a level of one period are told side by side; they are two figures
    return 0.0 if (a.value is None) == (b.value is None) else -1.0


def _name(a: Activity, b: Activity) -> float | None:
    left, right = content(a.name), content(b.name)
    return 2 * (0.5 * overlap(left, right) + 0.5 * coverage(left, right)) - 1 if left and right else None


def _activity_type(a: Activity, b: Activity) -> float:
    return 1.0 if a.type == b.type else 0.0 if "other" in (a.type, b.type) or "project" in (a.type, b.type) else -1.0


FEATURES: dict[ClaimKind, tuple[Feature, ...]] = {
    "meeting": (
        Feature("type", 1.5, _meeting_type, "kind of meeting"),
        Feature("date", 2.5, lambda a, b: _dates(a.date, b.date), "date"),
        Feature("participants", 1.5, _participants, "participants"),
        Feature("place", 1.0, _place, "place"),
        Feature("states", 1.0, lambda a, b: _states(a.states, b.states), "states"),
    ),
    "instrument": (
        Feature("type", 1.0, _instrument_type, "type"),
        Feature("title", 3.5, _title, "title"),
        Feature("date", 1.5, _signing, "date"),
        Feature("term", 1.0, _terms, "term"),
        Feature("states", 0.8, lambda a, b: _states(a.states, b.states), "states"),
    ),
    "commitment": (
        Feature("action", 3.5, _action, "act"),
        Feature("target", 3.0, _target, "target"),
        Feature("due", 0.8, lambda a, b: _dates(a.due, b.due), "due date"),
        Feature("by", 0.8, _by, "who undertakes it"),
    ),
    "figure": (
        Feature("indicator", 1.5, _indicator, "indicator"),
        Feature("period", 2.5, _period, "period"),
        Feature("unit", 3.0, _unit, "unit"),
        Feature("value", 1.0, lambda a, b: _numbers(a.value, b.value), "value"),
        Feature("label", 1.0, _label, "what is counted"),
        Feature("level", 3.0, _growth_alone, "level or growth"),
        Feature("states", 1.0, lambda a, b: _states(a.states, b.states), "states"),
    ),
    "activity": (
        Feature("name", 4.0, _name, "name"),
        Feature("type", 1.0, _activity_type, "type"),
        Feature("date", 1.0, lambda a, b: _dates(a.date, b.date), "date"),
        Feature("states", 0.8, lambda a, b: _states(a.states, b.states), "states"),
    ),
    "statement": (),
}  # fmt: skip

# points from which two claims are one thing, and from which a person should look
THRESHOLDS: dict[ClaimKind, tuple[float, float]] = {
    "meeting": (4.0, 2.5),
    "instrument": (2.5, 1.5),
    "commitment": (2.5, 1.5),
    "figure": (6.0, 5.0),
    "activity": (2.5, 1.5),
    "statement": (1.0, 1.0),
}
