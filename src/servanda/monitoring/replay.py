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
from servanda.terms.claims import Commitment, Instrument, What
from servanda.terms.dates import LATEST, Edtf
from servanda.terms.entries import Assessment, AssessmentStatus, Coverage, Published, covered
from servanda.terms.reading import StoredClaim

ONE_DAY = timedelta(days=1)
NOTHING_READ = covered((), date.min)


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


def end_of(what: What) -> date | None:
    """The day from which the due window or the term of a telling is over; None where it has none."""
    told = what.due if isinstance(what, Commitment) else what.term if isinstance(what, Instrument) else None
    return told.after if told is not None and told.after < LATEST else None


def ends(chain: Chain) -> list[tuple[date, str, Edtf]]:
    """The days from which a due window or a term of an entry is over, with what ended."""
    found: list[tuple[date, str, Edtf]] = []
    for step in chain.steps:
        if isinstance(step.what, Commitment) and step.what.due is not None:
            found.append((step.what.due.after, "due window", step.what.due))
        if isinstance(step.what, Instrument) and step.what.term is not None:
            found.append((step.what.term.after, "term", step.what.term))
    return [end for end in found if end[0] < LATEST]


@dataclass(frozen=True, slots=True)
class Moment:
    """An entry on a day: as it was known, and how it stood; both None where nothing that counted told of it."""

    day: date
    scene: Scene | None = None
    found: Assessment | None = None

    @property
    def reason(self) -> Reason:
        """What must differ between two days for a turn: status, rule, the reason in words and the evidence."""
        if self.found is None:
            return None, "", "", ()
        return self.found.status, self.found.rule, self.found.why, self.found.evidence


def moment(day: date, scene: Scene | None) -> Moment:
    """How an entry stood on a day. What was read of its sides is left out: no status hangs on it."""
    if scene is None:
        return Moment(day)
    return Moment(day, scene, assess(scene.chain, day, NOTHING_READ, scene.others))


def cause(now: Moment) -> Cause:
    """What made an entry stand so from a day on."""
    scene, found, day = now.scene, now.found, now.day
    if scene is None or found is None:
        return Cause("report", "a newer version of its report does not tell it")
    own = [step.stored for step in scene.chain.steps if step.date == day]
    over = [end for end in ends(scene.chain) if end[0] == day]
    # with the same reports but a day earlier it would have stood otherwise: then the calendar did it
    if over and moment(day - ONE_DAY, scene).reason != now.reason:
        _, what, when = over[-1]
        return Cause("calendar", f"its {what} {when} ended on {when.last}", tuple(own))
    beside = (step.stored for other in scene.others for step in other.steps if step.date == day)
    return told_by(resting(found, own, beside))


def resting(found: Assessment, own: Sequence[StoredClaim], beside: Iterable[StoredClaim]) -> list[StoredClaim]:
    """Those of the claims that came anew on which a status rests; those of the entry itself where it rests on none."""
    return [one for one in (*own, *beside) if one.id in found.evidence] or list(own)


def told_by(claims: Sequence[StoredClaim]) -> Cause:
    """The cause that lies in what some reports tell."""
    if not claims:
        return Cause("report", "what was published put its reports together otherwise")
    return Cause("report", f"told in {', '.join(dict.fromkeys(one.claim.report for one in claims))}", tuple(claims))


def walk(
    published: Iterable[date], scene_on: SceneOn, until: date, since: date | None = None
) -> Iterator[tuple[Moment, Moment]]:
    """Each day up to one on which an entry may stand otherwise than before, beside the moment before it.

    ``published`` are the days on which anything was published that may concern it. With ``since`` the first moment is
    that day, and only later ones follow it.
    """
    ahead = [day for day in published if day <= until and (since is None or day > since)]
    before = Moment(date.min) if since is None else moment(since, scene_on(since))
    ahead += _ahead(before, until)
    heapq.heapify(ahead)
    while ahead:
        day = heapq.heappop(ahead)
        if day == before.day:
            continue
        scene = scene_on(day)
        if _as_before(before, scene, day):
            continue
        now = moment(day, scene)
        yield before, now
        before = now
        for end in _ahead(now, until):
            heapq.heappush(ahead, end)


def _ahead(now: Moment, until: date) -> list[date]:
    return [end for end, _, _ in ends(now.scene.chain) if now.day < end <= until] if now.scene is not None else []


def _as_before(before: Moment, scene: Scene | None, day: date) -> bool:
    """Whether it goes without assessing that an entry stands as before: the very same chain, which nothing fulfils."""
    if scene is None or before.scene is None:
        return scene is before.scene
    chain = scene.chain
    return chain is before.scene.chain and chain.kind != "commitment" and all(end != day for end, _, _ in ends(chain))


def turns(published: Iterable[date], scene_on: SceneOn, read: ReadOf, until: date) -> Iterator[Turn]:
    """The turns of an entry up to a day; ``read`` gives the reports that were read of the sides of a scene."""
    for before, now in walk(published, scene_on, until):
        scene = now.scene or before.scene
        if now.reason != before.reason and scene is not None:
            yield Turn(now.day, *now.reason, cause(now), covered(read(scene), now.day))
