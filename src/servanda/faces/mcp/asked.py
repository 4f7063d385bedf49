"""What an assistant asks: the day, the states, the part of a list; and the frame in which it is answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import Field

from servanda.errors import InputError
from servanda.faces.mcp.bounds import bounded
from servanda.faces.mcp.shapes import Listed
from servanda.ledger.session import Ledger
from servanda.ledger.views import coverage
from servanda.monitoring.coverage import extent
from servanda.terms.claims import ClaimKind
from servanda.terms.entries import AssessmentStatus
from servanda.terms.rows import Row
from servanda.terms.states import state_name
from servanda.workflows.desk import Desk
from servanda.workflows.office import state_codes

NOTHING = (
    "nothing of that kind was told by that day in what was read; that does not say that it did not happen or was not "
    "done"
)
# more pairs of states than there are
_ALL = 10**6
Read = Callable[[Sequence[str]], tuple[str, ...]]
AsOf = Annotated[
    date | None,
    Field(description="What was known on this day (2025-02-12); by default today. Nothing published later is used."),
]
States = Annotated[
    list[str] | None,
    Field(description="Codes or names, as ['KAZ', 'Tajikistan']; all of them must take part. By default any.",
          max_length=50),
]  # fmt: skip
Kinds = Annotated[list[ClaimKind] | None, Field(description="Only these kinds of entry.")]
Statuses = Annotated[list[AssessmentStatus] | None, Field(description="Only what stands in one of these statuses.")]
EntryName = Annotated[str, Field(description="An entry's id (e-…), or the start of it.", max_length=64)]
Limit = Annotated[int, Field(description="At most so many items.", ge=1, le=100)]
Cursor = Annotated[int, Field(description="The cursor of the answer before, for what follows.", ge=0, le=10**9)]


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a list is asked for."""

    limit: int
    cursor: int

    def of(self, total: int) -> slice:
        """The part of a list of this length."""
        return slice(min(self.cursor, total), min(self.cursor + self.limit, total))


@dataclass(frozen=True, slots=True)
class Frame:
    """The ground on which an answer stands: the day, what was read, and what to bear in mind."""

    as_of: date
    read: str
    note: str | None = None

    def listed(self, rows: Iterable[Row], total: int, part: Part) -> Listed:
        """A part of a list, kept within bounds."""
        items = [bounded(row) for row in rows]
        end = part.of(total).stop
        left = total - end
        return Listed(
            as_of=self.as_of.isoformat(),
            read=self.read,
            items=items,
            total=total,
            cursor=end if left else None,
            more=f"and {left} more; ask again with cursor {end}" if left else None,
            note=self.note or (None if total else NOTHING),
        )


class Asking:
    """The ledger as an assistant asks it, and the day on which it does."""

    def __init__(self, desk: Desk, today: Callable[[], date]) -> None:
        self._desk = desk
        self._today = today

    @property
    def _ledger(self) -> Ledger:
        return self._desk.ledger

    def _day(self, as_of: date | None) -> date:
        return as_of or self._today()

    def _codes(self, states: Sequence[str] | None, read: Read = state_codes) -> tuple[str, ...]:
        """The codes of states; InputError for another word, with the states that this ledger tells of."""
        try:
            return read(states or [])
        except InputError as error:
            told = sorted({code for pair in self._desk.busiest(_ALL) for code in pair})
            valid = ", ".join(f"{code} {state_name(code)}" for code in told) or "none"
            raise InputError(f"{error}; this ledger tells of: {valid}") from None

    def _frame(self, as_of: date, codes: Sequence[str], note: str | None = None) -> Frame:
        return Frame(as_of, extent(coverage(self._ledger, codes, as_of)), note)
