"""What changed about an entry between two moments: what reports added to it, and what the calendar did.

That nothing was reported is no change, and neither is a report that only tells a thing again: those are counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from servanda.monitoring.chain import Chain, Step
from servanda.monitoring.conflicts import conflicts
from servanda.monitoring.replay import Cause, Moment, told_by
from servanda.terms import amounts, dates
from servanda.terms.claims import Activity, Commitment, Figure, Instrument, Meeting, What
from servanda.terms.dates import Edtf
from servanda.terms.entries import AssessmentStatus, Entry

Sort = Literal["new", "revised", "progress", "done", "contradicts", "moved", "status", "withdrawn"]
# what each sort of change is, for those who read it
SORTS: dict[Sort, str] = {
    "new": "A thing that no report had told of.",
    "revised": "The due date or the target of a commitment was told otherwise.",
    "progress": "A report tells that it came further.",
    "done": "A report tells that it was done.",
    "contradicts": "A report tells another value than one before; both stand side by side.",
    "moved": "The date, place or term of what lies ahead was told otherwise, or it was told earlier than was known.",
    "status": "It stands otherwise, by the calendar or by what was told of something else.",
    "withdrawn": "A newer version of its only report does not tell it any more.",
}
# statuses that ask for a look, and those that end a thing otherwise than well
ALARMING = ("overdue", "missed", "contradicted")
ENDED = ("expired", "terminated", "dropped", "cancelled")
_ADDS: tuple[Sort, ...] = ("revised", "progress", "done", "contradicts")
_ORDER: tuple[Sort, ...] = ("contradicts", "withdrawn", "revised", "moved", "done", "status", "progress", "new")
# the fields of what lies ahead that a report may move, and the statuses in which it does
_PLACES = ("date", "city", "place", "term")
_AHEAD = ("planned", "proposed", "negotiated")


@dataclass(frozen=True, slots=True)
class Change:
    """One change of an entry: the day of the report or of the calendar that made it, and before and after in words.

    ``status_before`` and ``status`` are how it stood before and after, the same where only a date or value moved;
    ``before`` is None for what is new. ``entry`` is the entry as it is known at the end.
    """

    entry: Entry
    day: date
    sort: Sort
    before: str | None
    after: str
    status_before: AssessmentStatus | None
    status: AssessmentStatus | None
    cause: Cause

    @property
    def id(self) -> str:
        """A name that stays the same whenever and however often the change is asked for."""
        by = self.cause.claims[0].id if self.cause.claims else self.cause.by
        return f"{self.entry.id}/{self.day.isoformat()}/{self.sort}/{by}"

    @property
    def turned(self) -> bool:
        """Whether the entry stands in another status than before."""
        return self.status != self.status_before

    @property
    def urgency(self) -> tuple[int, date, str, str]:
        """What needs attention sorts first."""
        if self.sort == "contradicts" or (self.turned and self.status in ALARMING):
            rank = 0
        elif self.turned and (self.status is None or self.status in ENDED):
            rank = 1
        else:
            rank = 2 + _ORDER.index(self.sort)
        return rank, self.day, self.entry.id, self.id


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that a report tells otherwise than the one before it."""

    field: str
    before: str
    after: str


def _edtf(value: Edtf | None) -> str | None:
    return None if value is None else str(value)


def _fields(what: What) -> dict[str, str | None]:
    """What a telling tells of the fields that can change, in words."""
    if isinstance(what, Commitment):
        target = amounts.amount(what.target.value, what.target.unit) if what.target is not None else None
        return {"status": what.status, "due": _edtf(what.due), "target": target}
    if isinstance(what, Instrument):
        worth = amounts.amount(what.value, what.currency) if what.value is not None else None
        count = str(what.count) if what.count is not None else None
        term, day = _edtf(what.term), _edtf(what.date)
        return {"status": what.status, "date": day, "term": term, "value": worth, "count": count}
    if isinstance(what, Meeting):
        return {"status": what.status, "date": _edtf(what.date), "city": what.city}
    if isinstance(what, Activity):
        return {"status": what.status, "date": _edtf(what.date), "place": what.place}
    if isinstance(what, Figure):
        return {"value": amounts.told(what) if what.value is not None or what.change is not None else None}
    return {}


def differences(earlier: Sequence[Step], step: Step) -> list[Difference]:
    """The fields that a step tells otherwise than the last step before it that told them."""
    found = []
    for field, after in _fields(step.what).items():
        before = next((told for s in reversed(earlier) if (told := _fields(s.what).get(field)) is not None), None)
        if after is not None and before is not None and before != after:
            found.append(Difference(field, before, after))
    return found


def _moved(earlier: Sequence[Step], step: Step) -> list[Difference]:
    """The dates and places that a step moves; a date told more or less exactly is not moved."""
    ahead = getattr(step.what, "status", None) in _AHEAD
    found = (d for d in differences(earlier, step) if d.field in _PLACES and (ahead or d.field == "term"))
    return [d for d in found if d.field in ("city", "place") or not _finer(dates.parse(d.before), dates.parse(d.after))]


def _finer(before: Edtf, after: Edtf) -> bool:
    return before.contains(after) or after.contains(before)


def _disputed(chain: Chain, count: int) -> set[str]:
    return {one.field for one in conflicts(Chain(chain.entry, chain.steps[:count]))} if count else set()


def _sort(chain: Chain, at: int, first: date | None) -> Sort | None:
    """What a step of a chain changes; None where it only tells the thing again.

    ``first`` is the day on which the thing was told first, as far as was known before.
    """
    step, earlier = chain.steps[at], chain.steps[:at]
    if step.link in _ADDS:
        return step.link
    if step.link == "new":
        return "new" if first is None else "moved" if step.date < first else None
    if _disputed(chain, at + 1) - _disputed(chain, at):
        return "contradicts"
    return "moved" if _moved(earlier, step) else None


def _words(sort: Sort, chain: Chain, at: int, first: date | None) -> tuple[list[Difference], str]:
    """What a step tells otherwise, and all that it tells."""
    step, earlier = chain.steps[at], chain.steps[:at]
    told = "; ".join(_said(field, value) for field, value in _fields(step.what).items() if value is not None)
    if step.link == "new" and sort == "moved":
        return [Difference("first told", str(first), str(step.date))], told
    return (_moved if sort == "moved" else differences)(earlier, step), told


def _said(field: str, value: str) -> str:
    return value.replace("_", " ") if field == "status" else f"{field} {value}"


def _status(found: Moment) -> AssessmentStatus | None:
    return found.found.status if found.found is not None else None


def _told(before: Moment, now: Moment, at: int) -> Change | None:
    """The change that a step makes, without what it does to the status."""
    assert now.scene is not None
    chain = now.scene.chain
    first = before.scene.chain.first.date if before.scene is not None else None
    sort, stands = _sort(chain, at, first), _status(before)
    if sort is None:
        return None
    found, told = _words(sort, chain, at, first)
    was = "; ".join(_said(d.field, d.before) for d in found) or None
    step = chain.steps[at]
    if sort == "new" or not found:
        was, new = None, told
    else:
        new = "; ".join(_said(d.field, d.after) for d in found)
    return Change(chain.entry, step.date, sort, was, new, stands, stands, told_by([step.stored]))


def between(before: Moment, now: Moment, fresh: Sequence[int], why: Cause) -> Iterator[Change]:
    """The changes of an entry from one moment to the next.

    ``fresh`` are the places in its chain of the steps that came in between, ``why`` what made it stand otherwise.
    """
    if now.scene is None or now.found is None:
        if before.scene is not None:
            entry, stood = before.scene.chain.entry, _status(before)
            yield Change(entry, now.day, "withdrawn", _name(stood), "no more told", stood, None, why)
        return
    made = [change for at in fresh if (change := _told(before, now, at)) is not None]
    stood, stands = _status(before), _status(now)
    if stood != stands and made:
        # of what is new the first telling, of what was known the last one made it stand so
        at = 0 if before.scene is None else len(made) - 1
        later = [replace(change, status_before=stands, status=stands) for change in made[at + 1 :]]
        made[at:] = [_turned(made[at], stands), *later]
    elif stood != stands:
        entry = now.scene.chain.entry
        after = f"{_name(stands)}: {now.found.why}"
        day = why.claims[-1].date if why.by == "report" and why.claims else now.day
        made.append(Change(entry, day, "status", _name(stood), after, stood, stands, why))
    yield from made


def _name(status: AssessmentStatus | None) -> str | None:
    return None if status is None else status.replace("_", " ")


def _turned(change: Change, status: AssessmentStatus | None) -> Change:
    """A change of what was told that also changed how the entry stands: the statuses stand first in its words."""
    stood, stands = _name(change.status_before), _name(status)
    before = change.before
    if stood is not None and (before is None or not before.startswith(stood)):
        before = f"{stood}; {before}" if before else stood
    after = change.after
    if stands is not None and not after.startswith(stands):
        after = f"{stands}; {after}" if after else stands
    return replace(change, before=before, after=after, status=status)
