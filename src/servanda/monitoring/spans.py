"""Kinds of period: what two periods must share to be held against each other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal, get_args

from servanda.terms.dates import Edtf, Partial, between, of_month, of_year

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


def plain(period: Edtf) -> Edtf:
    """The one way to write a period: "2023-01/2023-12" is 2023, and so is "2023~" when figures are held together."""
    if period.start is None or period.end is None:
        return Edtf(_unmarked(period.start), _unmarked(period.end))
    first, last = period.first, period.last
    if (last + timedelta(days=1)).day == 1 and first.day == 1:
        if (first.month, last.month, first.year) == (1, 12, last.year):
            return of_year(first.year)
        if (first.year, first.month) == (last.year, last.month):
            return of_month(first.year, first.month)
        if (period.after - first).days <= _YEAR:
            return between(of_month(first.year, first.month), of_month(last.year, last.month))
    return Edtf(_unmarked(period.start), _unmarked(period.end))


def _unmarked(part: Partial | None) -> Partial | None:
    return replace(part, mark="") if part is not None else None


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
    period = plain(period)
    if period.start is None:
        return Span("until")
    if period.end is None or (period.after - period.first).days > _YEAR:
        return Span("since", str(period.start))
    if period.granularity == "day":
        return Span("day")
    return _of_months(period) or Span("days", f"{period.first:%m-%d} to {period.last:%m-%d}")
