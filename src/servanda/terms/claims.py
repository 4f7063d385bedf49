"""What one report states, in the guide's six kinds, with its evidence.

A claim's ``what`` holds the fields of its kind; names and closed lists are those of the exports. A field that the text
does not give is None or empty, never a default.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import Decimal
from typing import ClassVar, Literal, get_args

from servanda.terms.dates import Edtf
from servanda.terms.evidence import Quote

ClaimKind = Literal["meeting", "instrument", "commitment", "figure", "statement", "activity"]
KINDS: tuple[ClaimKind, ...] = get_args(ClaimKind)

MeetingType = Literal["visit", "meeting", "call", "session", "summit", "forum", "ceremony", "press_conference"]
VisitType = Literal["state", "official", "working", "private"]
MeetingStatus = Literal["held", "planned", "proposed", "cancelled"]
InstrumentType = Literal[
    "treaty", "agreement", "declaration", "joint_statement", "memorandum", "protocol", "roadmap", "plan", "programme",
    "contract", "other", "package",
]  # fmt: skip
InstrumentStatus = Literal[
    "planned", "negotiated", "signed", "ratified", "in_force", "implemented", "expired", "terminated", "referred",
]  # fmt: skip
Strength = Literal["firm", "soft"]
CommitmentStatus = Literal["open", "in_progress", "done", "dropped"]
Indicator = Literal[
    "trade_turnover", "exports", "imports", "investment", "loans_grants", "contracts_value", "joint_ventures",
    "documents_signed", "students_trainees", "passengers_tourists", "flights_routes", "freight", "energy", "projects",
    "other",
]  # fmt: skip
Qualifier = Literal["exact", "about", "over", "almost", "up_to", "range"]
ActivityType = Literal[
    "culture", "exhibition", "transport_link", "construction", "training", "aid", "exercise", "monument", "trade_deal",
    "project", "other",
]  # fmt: skip
ActivityStatus = Literal["planned", "ongoing", "held", "completed", "cancelled"]


@dataclass(frozen=True, slots=True)
class Person:
    """A person as told: the name without honorifics, the office in a few words, the state they stand for."""

    name: str | None
    office: str | None = None
    state: str | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A measurable aim of a commitment; ``indicator`` is a figure's indicator where one fits, else a few words."""

    indicator: str
    value: Decimal
    unit: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """Growth or decline: by percent, or by a factor (``times``)."""

    percent: Decimal | None = None
    direction: Literal["up", "down"] | None = None
    times: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """People of at least two sides meet or speak, or are due to."""

    kind: ClassVar[ClaimKind] = "meeting"
    type: MeetingType
    status: MeetingStatus
    visit: VisitType | None = None
    date: Edtf | None = None
    city: str | None = None
    host: str | None = None
    states: tuple[str, ...] = ()
    participants: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Instrument:
    """A document between sides with an identity of its own; a ``package`` is a number of them told without titles."""

    kind: ClassVar[ClaimKind] = "instrument"
    type: InstrumentType
    status: InstrumentStatus
    title: str | None = None
    date: Edtf | None = None
    place: str | None = None
    states: tuple[str, ...] = ()
    signatories: tuple[str, ...] = ()
    term: Edtf | None = None
    value: Decimal | None = None
    currency: str | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Commitment:
    """A side, or the sides together, undertake or are told to do something definite."""

    kind: ClassVar[ClaimKind] = "commitment"
    action: str
    strength: Strength
    status: CommitmentStatus = "open"
    by: tuple[str, ...] = ()
    due: Edtf | None = None
    target: Target | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity about relations or cooperation, as a fact."""

    kind: ClassVar[ClaimKind] = "figure"
    indicator: Indicator
    label: str | None = None
    value: Decimal | None = None
    value_to: Decimal | None = None
    unit: str | None = None
    qualifier: Qualifier | None = None
    period: Edtf | None = None
    states: tuple[str, ...] = ()
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """Words attributed to a named person, or to a side or body."""

    kind: ClassVar[ClaimKind] = "statement"
    speaker: Person
    direct: bool


@dataclass(frozen=True, slots=True)
class Activity:
    """Something definite done or under way in cooperation that is no meeting, document or promise."""

    kind: ClassVar[ClaimKind] = "activity"
    type: ActivityType
    name: str
    status: ActivityStatus
    date: Edtf | None = None
    place: str | None = None
    states: tuple[str, ...] = ()


What = Meeting | Instrument | Commitment | Figure | Statement | Activity
BY_KIND: dict[ClaimKind, type[What]] = {
    "meeting": Meeting, "instrument": Instrument, "commitment": Commitment, "figure": Figure, "statement": Statement,
    "activity": Activity,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that one report states. ``quotes[0]`` is the shortest stretch that shows it; ``rule`` is what found it.

    ``report`` is the report's id and ``version`` its digest; ``asserted_by`` is the speaker when it stands inside
    somebody's words. ``relation`` holds the states that the report as a whole tells of most: a commitment has no states
    of its own, and the same thing is looked for among claims of the same relation.
    """

    report: str
    version: str
    what: What
    quotes: tuple[Quote, ...]
    rule: str
    asserted_by: Person | None = None
    relation: tuple[str, ...] = ()

    @property
    def kind(self) -> ClaimKind:
        """Which of the six kinds."""
        return self.what.kind


def field_names(kind: ClaimKind) -> tuple[str, ...]:
    """The fields of a kind, in the order of its class."""
    return tuple(field.name for field in fields(BY_KIND[kind]))
