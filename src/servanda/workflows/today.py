"""The clock: the only place below the faces where the present day is asked for."""

from __future__ import annotations

from datetime import UTC, date, datetime


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """This day where the program runs."""
    return datetime.now(UTC).astimezone().date()
