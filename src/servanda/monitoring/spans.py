"""Kinds of period: what two periods must share to be held against each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, get_args

from servanda.terms.dates import Edtf

SpanKind = Literal["year", "quarter", "month", "months", "day", "days", "since", "until", "none"]
SPANS: tuple[SpanKind, ...] = get_args(SpanKind)
# a leap year; what is longer is a running total from its start
_YEAR = 366


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A kind of period.

    ``part`` tells which months or days of a year ("01 to 06"), or the start of a running total ("2005"). A running
    total ``until`` a day tells no start.
    """

    kind: SpanKind
    part: str = ""

    def __str__(self) -> str:
        words = {
            "none": "no period told", "months": f"months {self.part} of a year", "days": f"days {self.part}",
            "since": f"running total since {self.part}", "until": "running total, start not told",
        }  # fmt: skip
        return words.get(self.kind, self.kind)


def _of_months(period: Edtf) -> Span | None:
    """The kind of a period of whole months, up to twelve; else None."""
    first, last = period.first, period.last
    if first.day != 1 or (last + timedelta(days=1)).day != 1:
        return None
    number = (last.year - first.year) * 12 + last.month - first.month + 1
    if number == 12 and first.month == 1:
        return Span("year")
    if number == 3 and first.month % 3 == 1:
        return Span("quarter")
    return Span("month") if number == 1 else Span("months", f"{first.month:02d} to {last.month:02d}")


def span_of(period: Edtf | None) -> Span:
    """The kind of a period; more than a year is a running total from its start, so that two of one start are alike."""
    if period is None:
        return Span("none")
    if period.start is None:
        return Span("until")
    if period.end is None or (period.after - period.first).days > _YEAR:
        return Span("since", str(period.start))
    if period.granularity == "day":
        return Span("day")
    return _of_months(period) or Span("days", f"{period.first:%m-%d} to {period.last:%m-%d}")
