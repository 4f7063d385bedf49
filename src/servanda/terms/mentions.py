"""What a text names: states, cities, bodies, persons, times and amounts, each at its span with its value.

Mentions are what the reading stage works on and what ``servanda inspect`` prints.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from servanda.terms.dates import Edtf
from servanda.terms.evidence import Span


class Kind(StrEnum):
    """The kinds of mention."""

    STATE = "state"
    CITY = "city"
    BODY = "body"
    PERSON = "person"
    TIME = "time"
    AMOUNT = "amount"
    INSTRUMENT = "instrument"


@dataclass(frozen=True, slots=True)
class StateValue:
    """A state or international body by code; ``adjective`` for "Kazakh", which is no name of the state itself."""

    code: str
    adjective: bool = False


@dataclass(frozen=True, slots=True)
class CityValue:
    """A city and the state it lies in; ``capital`` where its name often stands for its state's government."""

    name: str
    state: str
    capital: bool = False


@dataclass(frozen=True, slots=True)
class BodyValue:
    """A ministry, agency, commission or organisation, with its state when the text or its name tells it."""

    name: str
    state: str | None = None


@dataclass(frozen=True, slots=True)
class PersonValue:
    """A person and the office told with the name; ``name`` is None for an office alone ("the Kazakh president")."""

    name: str | None
    office: str | None = None
    state: str | None = None
    plural: bool = False


class TimeRole(StrEnum):
    """What a time expression says about what it stands with."""

    POINT = "point"  # on May 4, in 2023
    PERIOD = "period"  # in six months of this year, from January through September
    DEADLINE = "deadline"  # by 2027, until the end of the year, within three years
    SINCE = "since"  # since 2020
    TERM = "term"  # for 2023-2025, the 2023-2025 roadmap
    DURATION = "duration"  # for three years: a length, without a place in time
    SET = "set"  # annually, every year: repeated


@dataclass(frozen=True, slots=True)
class TimeValue:
    """A time expression: ``edtf`` where it has a place in time, and its TIMEX3 type and value (TimeML 1.2.1)."""

    edtf: Edtf | None
    role: TimeRole
    timex3_type: str  # DATE, TIME, DURATION, SET
    timex3_value: str


class AmountKind(StrEnum):
    """What sort of quantity is told."""

    MONEY = "money"
    PERCENT = "percent"
    QUANTITY = "quantity"  # tonnes, km, MW
    COUNT = "count"  # a number with or without a noun
    ORDINAL = "ordinal"
    TIMES = "times"  # doubled, one and a half times


@dataclass(frozen=True, slots=True)
class AmountValue:
    """A quantity. ``unit`` is ISO 4217, ``percent``, ``count``, or a unit name; ``noun`` is the word a count counts."""

    kind: AmountKind
    value: Decimal
    unit: str | None
    qualifier: str = "exact"  # exact, about, over, almost, up_to, range
    value_to: Decimal | None = None
    noun: str | None = None


@dataclass(frozen=True, slots=True)
class InstrumentValue:
    """A document by its type and title (None for a package)."""

    type: str
    title: str | None = None


Value = StateValue | CityValue | BodyValue | PersonValue | TimeValue | AmountValue | InstrumentValue


@dataclass(frozen=True, slots=True)
class Mention:
    """One stretch of text that names something: ``text == report.text[start:end]``."""

    start: int
    end: int
    text: str
    kind: Kind
    value: Value

    @property
    def span(self) -> Span:
        """Its place."""
        return Span(self.start, self.end)
