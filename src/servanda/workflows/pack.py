"""What a session pack is made of: plain values, the same for every form it is written in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from servanda.terms.claims import ClaimKind
from servanda.terms.dates import Edtf


@dataclass(frozen=True, slots=True)
class Note:
    """A source note: the quote that a line rests on, and where it was published."""

    number: int
    claim: str
    quote: str
    report: str
    published: date
    publisher: str | None
    title: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Side:
    """One of several values told of the same thing: the value, its words, and the claim."""

    value: str
    quote: str
    claim: str


@dataclass(frozen=True, slots=True)
class Point:
    """A figure in a chart: the year it stands for, its value as a number and in words, and the claim."""

    year: int
    value: Decimal
    shown: str
    claim: str


@dataclass(frozen=True, slots=True)
class Trend:
    """A straight line in a chart, between two years."""

    start: tuple[Decimal, Decimal]
    end: tuple[Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class Chart:
    """A target as a picture: figures as points, the goal as a level, the pace so far and the pace needed as lines.

    ``years`` are the first and last year drawn. ``so_far`` and ``needed`` are None where too little was told.
    """

    title: str
    unit: str | None
    goal: Decimal
    goal_shown: str
    points: tuple[Point, ...]
    years: tuple[int, int]
    so_far: Trend | None
    needed: Trend | None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a section: what it is about, how it stands, what was told of it, and the claims it rests on."""

    entry: str
    status: str
    words: str
    detail: str
    claims: tuple[str, ...]
    sides: tuple[Side, ...] = ()
    chart: Chart | None = None

    @property
    def cited(self) -> tuple[str, ...]:
        """The claims that none of its sides shows."""
        shown = {side.claim for side in self.sides}
        return tuple(claim for claim in self.claims if claim not in shown)


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the first two pages: the lines shown, those left out, and the annex where these stand."""

    name: str
    title: str
    lines: tuple[Line, ...]
    more: tuple[Line, ...]
    annex: str
    nothing: str


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One document of the register."""

    entry: str
    status: str
    type: str
    title: str
    dated: str
    term: str
    detail: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """One link of a chain: when it was published, what it added, its words and where they stand."""

    published: date
    link: str
    quote: str
    report: str
    publisher: str | None


@dataclass(frozen=True, slots=True)
class Followed:
    """An open commitment with every telling of it."""

    entry: str
    status: str
    words: str
    detail: str
    tellings: tuple[Telling, ...]


@dataclass(frozen=True, slots=True)
class Publisher:
    """What was read of one publisher."""

    name: str
    reports: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Read:
    """One report that was read."""

    report: str
    published: date
    publisher: str | None
    title: str | None


@dataclass(frozen=True, slots=True)
class Ground:
    """What a pack stands on: what was read, and how its statuses and its choice of lines are made."""

    extent: str
    publishers: tuple[Publisher, ...]
    reports: tuple[Read, ...]
    left_out: int
    rules: tuple[tuple[str, str, str], ...]
    ranking: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something that lies ahead or was due: a due date or a meeting, with its window and the words that tell it."""

    entry: str
    kind: ClaimKind
    status: str
    window: Edtf
    words: str
    when: str
    detail: str
    place: str | None
    states: tuple[str, ...]
    revision: int
    note: Note


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything that a minister's aide takes to a session: two pages of sections, then the annexes.

    ``read`` says what was read in few words, ``ground`` in full.
    """

    states: tuple[str, ...]
    title: str
    as_of: date
    since: date | None
    last_time: str
    last_time_claims: tuple[str, ...]
    read: str
    glance: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]
    register: tuple[RegisterRow, ...]
    followed: tuple[Followed, ...]
    ground: Ground
    occasions: tuple[Occasion, ...]

    @property
    def numbers(self) -> dict[str, int]:
        """The number of the source note of each claim."""
        return {note.claim: note.number for note in self.notes}
