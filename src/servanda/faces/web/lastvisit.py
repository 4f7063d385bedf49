"""When this browser was here last: two moments in a cookie, which names nobody.

A visit lasts while pages of it follow one another; what is new is told against the visit before it, however often the
first page is opened again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from fastapi import Request, Response

COOKIE = "servanda_seen"
# a first page after so long begins another visit
PAUSE = timedelta(hours=1)
# how long a browser keeps it, in seconds
KEPT = 400 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Seen:
    """How far the ledger had come, and as of which day it was looked at."""

    added: datetime
    day: date


@dataclass(frozen=True, slots=True)
class LastVisit:
    """What was seen by the end of the visit before, None at a first; what is seen now, and when the last page was."""

    before: Seen | None
    now: Seen
    at: datetime

    def written(self) -> str:
        """The cookie's value."""
        before = f"{self.before.added:%Y%m%dT%H%M%S.%f}~{self.before.day}" if self.before else "~"
        return f"{before}~{self.now.added:%Y%m%dT%H%M%S.%f}~{self.now.day}~{self.at:%Y%m%dT%H%M%S}"


def _seen(added: str, day: str) -> Seen | None:
    if not added:
        return None
    return Seen(datetime.strptime(added, "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC), date.fromisoformat(day))


def _told(request: Request) -> LastVisit | None:
    """What the cookie tells; None where there is none, or one that is not of ours."""
    parts = request.cookies.get(COOKIE, "").split("~")
    try:
        first, day, second, other, at = parts
        now = _seen(second, other)
        moment = datetime.strptime(at, "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
        return LastVisit(_seen(first, day), now, moment) if now is not None else None
    except (ValueError, OverflowError):
        return None


def last_visit(request: Request, added: datetime, day: date, at: datetime) -> LastVisit:
    """The visit that a request is part of, when the ledger has come so far."""
    told, now = _told(request), Seen(added, day)
    if told is None or told.at > at:
        return LastVisit(None, now, at)
    return LastVisit(told.before if at - told.at < PAUSE else told.now, now, at)


def keep(answer: Response, visit: LastVisit, *, secure: bool) -> None:
    """Let the browser keep when it was here."""
    answer.set_cookie(COOKIE, visit.written(), max_age=KEPT, path="/", secure=secure, httponly=True, samesite="lax")
