"""Relations, entries and how they stand, as programs get them."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import Field

from servanda.faces.api.shapes.base import Listed, Number, Shape
from servanda.faces.api.shapes.claims import Evidence, Step
from servanda.terms.claims import ClaimKind
from servanda.terms.decisions import Ruled
from servanda.terms.entries import AssessmentStatus, Verdict


class Read(Shape):
    """What was read of some states by a day: the ground of every silence."""

    states: list[str] = Field(description="The states, all of which the reports tell of; empty for any.")
    as_of: str = Field(description="The day.")
    reports: int = Field(description="How many reports were read.")
    publishers: list[str] = Field(description="Who published them.")
    first_report: str | None = Field(description="The day of the first of them.")
    last_report: str | None = Field(description="The day of the last of them.")
    words: str = Field(description="The same in words.")


class Coming(Shape):
    """What comes next of a relation."""

    entry: str
    comes: str
    label: str


class RelationLine(Shape):
    """Two states, or a group of more, at a glance."""

    states: list[str]
    reports: int
    first_report: str
    last_report: str
    statuses: dict[str, int]
    silent: int
    contradicted_entries: int
    next: list[Coming]


class EntryLine(Shape):
    """An entry as a line of a list."""

    entry: str
    kind: ClaimKind
    label: str
    states: list[str]
    as_of: str
    status: AssessmentStatus
    rule: str
    due: str | None
    event: str | None
    comes: str | None
    first_told: str
    last_told: str
    silent_since: str | None
    contradicted: bool
    decided: Ruled | Verdict | None
    tellings: int
    publishers: list[str]


class Reached(Shape):
    """One figure that is held against a target."""

    period: str = Field(description="The period it covers.")
    value: Number = Field(description="The value.")
    claim: str
    qualifier: str | None = Field(description="What the words say of the value.")
    claims: list[str] = Field(description="Every claim that tells of this period.")
    differ: str | None = Field(description="In words, where they tell different values.")


class Progress(Shape):
    """How far a target is reached, by figures that are like it."""

    indicator: str
    target: Number = Field(description="The value to be reached.")
    unit: str | None
    due: str | None
    points: list[Reached] = Field(description="The figures told, by period.")
    share: float | None = Field(description="The last figure as a share of the target.")
    distance: Number | None = Field(description="What is wanting.")
    pace_per_year: float | None = Field(description="The pace so far.")
    pace_needed_per_year: float | None = Field(description="The pace that would reach it by then.")
    reached_at_this_pace: int | None = Field(description="The year in which the pace so far reaches it.")
    not_compared: list[str] = Field(description="Figures that are not like it, each with the reason.")


class Standing(Shape):
    """An entry with its assessment."""

    entry: str
    kind: ClaimKind
    label: str
    states: list[str]
    as_of: str
    status: AssessmentStatus
    rule: str
    why: str
    due: str | None
    first_told: str
    last_told: str | None
    last_changed: str | None
    silent_since: str | None
    carried_over: int
    contradicted: bool
    evidence: list[str]
    reports_read: int
    publishers: list[str]
    read_until: str | None
    progress: Progress | None
    decided: Ruled | Verdict | None
    decided_by: str | None
    decided_at: str | None
    decided_why: str | None


SEEN = (
    "The last decision on it, or none: what a judgement hands back, so that it is refused when somebody decided since."
)


class EntryWithChain(Standing):
    """An entry: how it stands, and every telling of it."""

    chain: list[Step] = Field(description="Its claims in the order told, each with its link and quotes.")
    seen: str = Field(description=SEEN)


class Why(Standing):
    """Why an entry stands as it does."""

    WORDS: ClassVar[dict[str, str]] = {"evidence": "The claims it rests on, with their quotes."}
    rule_says: str = Field(description="What the rule says.")
    evidence: list[Evidence]
    would_change: list[str] = Field(description="What would change the status: later reports, the calendar, a person.")
    coverage: str
    silence: str | None


class ToldBy(Shape):
    """What one report tells."""

    claim: str
    report: str
    publisher: str | None
    published: str
    quote: str


class Turn(Shape):
    """A day from which an entry stood otherwise."""

    day: str
    status: AssessmentStatus | None
    rule: str
    why: str
    evidence: list[str]
    by: Literal["report", "calendar"]
    cause: str
    told: list[ToldBy]
    reports_read: int
    publishers: list[str]
    read_until: str | None


class History(Listed[Turn]):
    """How an entry stood on every day: the days on which that became otherwise."""

    entry: str
    kind: ClaimKind
    label: str
    states: list[str]


class Change(Shape):
    """One change of an entry."""

    change_id: str
    sides: str
    entry: str
    kind: ClaimKind
    label: str
    states: list[str]
    day: str
    change: Literal["new", "revised", "progress", "done", "contradicts", "moved", "status", "withdrawn"]
    before: str | None
    after: str
    status_before: AssessmentStatus | None
    status: AssessmentStatus | None
    by: Literal["report", "calendar"]
    cause: str
    quote: str | None
    report: str | None
    publisher: str | None
    url: str | None
    known_at: str
    told: list[ToldBy]


class Changes(Listed[Change]):
    """What changed."""

    since: str | None
    added_since: str | None
    told_again: int
    cursor: str | None = Field(
        description="Ask with it next time for what was added since; null where nothing was read."
    )


class Somebody(Shape):
    """A person or body that entries name."""

    name: str = Field(description="The name as told last.")
    spellings: list[str] = Field(description="Every spelling told, the last first.")
    offices: list[str] = Field(description="Every office told, the last first.")
    states: list[str] = Field(description="The states they were told to stand for.")
    body: bool = Field(description="Whether it is a body, and no person.")
    first_told: str = Field(description="The day of the first report that names them.")
    last_told: str = Field(description="The day of the last.")
    entries: list[str] = Field(description="The entries that name them.")


class Part(Shape):
    """That an entry names somebody."""

    entry: str
    role: str = Field(description="What they did: met, spoke, signed, undertook.")
    name: str = Field(description="The name as told there.")
    office: str | None = Field(description="The office told there.")
    state: str | None = Field(description="The state told there.")
    body: bool = Field(description="Whether it is named there as a body is: by a name alone.")
    label: str
    told: str = Field(description="The day of the report.")


class Paper(Shape):
    """A line of a session pack; `part` says which, and the rest is as that part has it."""

    model_config: ClassVar[Any] = {"extra": "allow"}
    part: Literal["head", "line", "register", "followed", "occasion", "note", "ground"] = Field(
        description="head (the states, the day, what was read), line (of a section), register (a document), followed "
        "(an open commitment with its tellings), occasion (what comes), note (a source), ground (what it stands on)."
    )
