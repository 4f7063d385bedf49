"""Due dates and meetings as an iCalendar file (RFC 5545): whole days, with the grain of each date kept in words.

What is due in a month or year stands on the last day of that window; the words say "by the end of 2027". A meeting told
by day or month fills its window; one told more widely stands on its last day, with words that no day is told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event
from icalendar.enums import STATUS, TRANSP

from servanda.faces.exports.pack_words import source, status_words
from servanda.faces.exports.printable import printable
from servanda.workflows.pack import Occasion

# a meeting somewhere in a wider window would block a calendar for a time that nobody told
WIDEST_DAYS = 31
_LINK = re.compile(r"https?://[!-~]+", re.IGNORECASE)


def _window(occasion: Occasion) -> tuple[date, date]:
    """The days it stands on, half-open."""
    window = occasion.window
    wide = window.start is None or (window.after - window.first).days > WIDEST_DAYS
    if occasion.kind == "commitment" or wide:
        return window.last, window.last + timedelta(days=1)
    return window.first, window.after


def _summary(occasion: Occasion) -> str:
    sides = "-".join(occasion.states[:4])
    if occasion.kind == "commitment":
        return f"{sides}: due {occasion.when}: {occasion.words}"
    day = occasion.window.start is not None and occasion.window.start.day is not None
    return f"{sides}: {occasion.words} ({occasion.when}{'' if day else ', no day told'})"


def _described(occasion: Occasion) -> str:
    note = occasion.note
    return "\n".join((
        f"{status_words(occasion.status)}, {occasion.when}; {occasion.detail}",
        f"“{note.quote}”",
        f"{source(note)}{f', {note.url}' if note.url else ''}",
        f"Sides: {', '.join(occasion.states)}. Entry {occasion.entry}.",
    ))  # fmt: skip


def _event(occasion: Occasion, stamp: datetime) -> Event:
    start, end = _window(occasion)
    made = Event.new(
        uid=f"{occasion.entry}-{occasion.kind}@servanda",
        stamp=stamp,
        start=start,
        end=end,
        summary=_summary(occasion),
        description=_described(occasion),
        location=occasion.place,
        categories=["Due" if occasion.kind == "commitment" else "Meeting"],
        sequence=occasion.revision,
        status=STATUS.TENTATIVE if occasion.status == "proposed" else None,
        transparency=TRANSP.TRANSPARENT,
    )
    if occasion.note.url and _LINK.fullmatch(occasion.note.url):
        made.url = occasion.note.url
    return made


def render(occasions: Sequence[Occasion], name: str, as_of: date) -> bytes:
    """The calendar of some occasions; the same occasions and day give the same bytes.

    An entry keeps its UID, so that a calendar program replaces what it imported before.
    """
    stamp = datetime.combine(as_of, time(), UTC)
    calendar = Calendar()
    calendar.add("prodid", "-//Servanda//Servanda//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", printable(name))
    for occasion in occasions:
        calendar.add_component(_event(printable(occasion), stamp))
    data: bytes = calendar.to_ical()
    return data
