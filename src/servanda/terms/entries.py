"""Claims judged to be one thing, the decisions that made them one, and how the thing stands at a date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from servanda.terms.claims import ClaimKind
from servanda.terms.dates import Edtf

Link = Literal["new", "restated", "revised", "progress", "done", "contradicts"]
Verdict = Literal["same", "different", "unsure"]
AssessmentStatus = Literal[
    # commitments and targets
    "open", "in_progress", "done", "partly_done", "overdue", "missed", "superseded", "dropped",
    # instruments
    "planned", "negotiated", "signed", "ratified", "in_force", "implemented", "expired", "terminated", "referred",
    # meetings and activities
    "held", "proposed", "cancelled", "ongoing", "completed",
    # figures and statements
    "told", "contradicted",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Member:
    """One claim's place in an entry's chain: what it adds to what was told before."""

    claim: str
    report: str
    date: date
    link: Link


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing. ``id`` derives from its first claim, so that it is the same in any order of arrival."""

    id: str
    kind: ClaimKind
    label: str
    states: tuple[str, ...]
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A decision on whether two claims are the same thing: by a rule, or by a person, who outranks it."""

    left: str
    right: str
    verdict: Verdict
    by: str
    reason: str
    at: datetime
    person: bool = False


@dataclass(frozen=True, slots=True)
class Same:
    """Two claims that score as one thing, and how much speaks for it; not ``sure`` where a person is to be asked."""

    left: str
    right: str
    points: float
    sure: bool = True

    @property
    def order(self) -> tuple[float, str, str]:
        """The strongest pair first; no two pairs are equally strong."""
        return (-self.points, self.left, self.right)


@dataclass(frozen=True, slots=True)
class Telling:
    """What grouping looks at of a claim: its id, its report's version, and its place in the order of telling.

    ``when`` is the day of what it tells, where that alone keeps two things apart.
    """

    claim: str
    version: str
    order: tuple[date, str, int, str]
    when: Edtf | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """How far from a claim others of a list, which lies by day, are compared with it.

    It does not hang on how long the list is: what was compared on a day stays so, however much is told later.
    """

    far: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was read of a relation up to a date: the honest ground of every "nothing reported"."""

    reports: int
    publishers: tuple[str, ...]
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Published:
    """That a report was published: the day, by whom, and the id its source gave it."""

    date: date
    publisher: str | None
    source: str


def covered(read: Iterable[Published], as_of: date) -> Coverage:
    """What had been read by a day; two versions of one source are one report."""
    known = [one for one in read if one.date <= as_of]
    days = [one.date for one in known]
    publishers = tuple(sorted({one.publisher for one in known if one.publisher}))
    return Coverage(len({one.source for one in known}), publishers, min(days, default=None), max(days, default=None))


@dataclass(frozen=True, slots=True)
class Assessment:
    """How an entry stands at a date, and why.

    ``evidence`` lists the claims it rests on. ``silent_since`` is the date of the last report that told of it, when
    later reports of the same relation were read without a word about it.
    """

    entry: str
    as_of: date
    status: AssessmentStatus
    rule: str
    why: str
    evidence: tuple[str, ...]
    coverage: Coverage
    due: Edtf | None = None
    last_told: date | None = None
    last_changed: date | None = None
    silent_since: date | None = None
    contradicted: bool = False
