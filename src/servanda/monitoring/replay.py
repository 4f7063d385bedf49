"""How an entry stood on every day, as the days on which its status or the reason for it became another.

A day is assessed with what was published up to it and nothing later. Only days on which something can change are
looked at: those on which a report of the relation was published, and the day after a due window or a term ends.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from servanda.monitoring.chain import Chain
from servanda.monitoring.status import assess
from servanda.terms.claims import Commitment, Instrument
from servanda.terms.dates import LATEST, Edtf
from servanda.terms.entries import Assessment, AssessmentStatus, Coverage, Published, covered
from servanda.terms.reading import StoredClaim

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Scene:
    """An entry as it was known on a day, and the others of its relation that it is judged beside."""

    chain: Chain
    others: Sequence[Chain]


# the scene of a day, or None when nothing that counted then told of the entry; and the reports read of its sides
SceneOn = Callable[[date], Scene | None]
ReadOf = Callable[[Scene], Iterable[Published]]
Reason = tuple[AssessmentStatus | None, str, str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Cause:
    """What made a turn: reports published that day, with the claims that did it, or the calendar; told in words."""

    by: Literal["report", "calendar"]
    words: str
    claims: tuple[StoredClaim, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """A day from which an entry stood otherwise than the day before: in another status, or for another reason.

    ``status`` is None from a day on which no report told of it any more, since a newer version replaced the one that
    did. ``coverage`` is what had been read by then.
    """

    day: date
    status: AssessmentStatus | None
    rule: str
    why: str
    evidence: tuple[str, ...]
    cause: Cause
    coverage: Coverage


def reason(found: Assessment | None) -> Reason:
    """What must differ between two days for a turn: status, rule, the reason in words and the evidence."""
    if found is None:
        return None, "", "", ()
    return found.status, found.rule, found.why, found.evidence


def ends(chain: Chain) -> list[tuple[date, str, Edtf]]:
    """The days from which a due window or a term of an entry is over, with what ended."""
    found: list[tuple[date, str, Edtf]] = []
    for step in chain.steps:
        if isinstance(step.what, Commitment) and step.what.due is not None:
            found.append((step.what.due.after, "due window", step.what.due))
        if isinstance(step.what, Instrument) and step.what.term is not None:
            found.append((step.what.term.after, "term", step.what.term))
    return [end for end in found if end[0] < LATEST]


def _judged(scene: Scene | None, day: date, coverage: Coverage) -> Assessment | None:
    return None if scene is None else assess(scene.chain, day, coverage, scene.others)


def _cause(scene: Scene | None, day: date, found: Assessment | None) -> Cause:
    if scene is None or found is None:
        return Cause("report", "a newer version of its report does not tell it")
    own = [step.stored for step in scene.chain.steps if step.date == day]
    beside = [
        s.stored for other in scene.others for s in other.steps if s.date == day and s.stored.id in found.evidence
    ]
    over = [end for end in ends(scene.chain) if end[0] == day]
    # with the same reports but a day earlier it would have stood otherwise: then the calendar did it
    if over and reason(_judged(scene, day - ONE_DAY, found.coverage)) != reason(found):
        _, what, when = over[-1]
        return Cause("calendar", f"its {what} {when} ended on {when.last}", tuple(own))
    told = tuple(own or beside)
    if not told:
        return Cause("report", "what was published that day put its reports together otherwise")
    return Cause("report", f"told in {', '.join(dict.fromkeys(one.claim.report for one in told))}", told)


def turns(
    published: Iterable[date], scene_on: SceneOn, read: ReadOf, until: date, since: date | None = None
) -> Iterator[Turn]:
    """The turns of an entry up to a day, in order; those after ``since`` only, when it is given.

    ``published`` are the days on which anything was published that may concern it, ``read`` gives the reports that were
    read of the sides it tells of.
    """
    ahead = [day for day in published if day <= until and (since is None or day > since)]
    if since is not None:
        ahead.append(since)
    heapq.heapify(ahead)
    before, last, coverage = reason(None), None, covered((), until)
    while ahead:
        day = heapq.heappop(ahead)
        if day == last:
            continue
        last, scene = day, scene_on(day)
        coverage = coverage if scene is None else covered(read(scene), day)
        found = _judged(scene, day, coverage)
        if reason(found) != before and day != since:
            yield Turn(day, *reason(found), _cause(scene, day, found), coverage)
        before = reason(found)
        for end, _, _ in ends(scene.chain) if scene is not None else ():
            if day < end <= until:
                heapq.heappush(ahead, end)
