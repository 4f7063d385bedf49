"""The timeline of a relation, drawn to scale: meetings, documents, activities, what is due, each in its lane.

Entries that would lie on one another are one mark that tells how many they are.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from servanda.faces.exports.scale import Days, Tick, around
from servanda.faces.web.links import Links
from servanda.faces.web.words import badge, when
from servanda.terms.dates import EARLIEST, LATEST, Edtf
from servanda.workflows.lines import Line

WIDTH, LEFT, RIGHT = 1000, 92, 984
TOP, LANE = 26, 34
# marks nearer than this are one
NEAR = 7.0
# as many of a mark's entries are named when one points to it
NAMED = 6
LANES = (("meeting", "meetings"), ("instrument", "documents"), ("activity", "activities"), ("commitment", "due"))


@dataclass(frozen=True, slots=True)
class Dot:
    """One mark: where it lies, how long what it tells of took, what it says and where it leads."""

    x: float
    y: float
    from_x: float
    number: int
    tone: str
    words: str
    href: str

    @property
    def size(self) -> float:
        """Its half width, larger for more entries, by area."""
        return round(min(12.0, 4.5 * math.sqrt(self.number)), 1)


@dataclass(frozen=True, slots=True)
class Lane:
    """One row of the drawing; ``shape`` differs from lane to lane."""

    name: str
    shape: str
    y: float
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The whole drawing; ``today`` is where the day of the page lies."""

    width: int
    height: int
    left: float
    right: float
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    today: float
    words: str


def _event(line: Line) -> Edtf | None:
    told = line.due if line.kind == "commitment" else line.event
    # what began in no told year, or has no end, has no place on a scale
    return told if told and told.first > EARLIEST and told.after < LATEST else None


def _dot(lines: Sequence[tuple[Line, Edtf]], scale: Days, y: float, href: str) -> Dot:
    last = max(e.last for _, e in lines)
    first = min(e.first for _, e in lines)
    worst = next((line for line, _ in lines if line.status in ("overdue", "missed", "contradicted")), lines[0][0])
    named = [f"{when(e)}: {line.label} ({badge(line.status).words})" for line, e in lines[:NAMED]]
    if len(lines) > NAMED:
        named.append(f"and {len(lines) - NAMED} more")
    tone = badge(worst.status).tone
    return Dot(scale.at(last), y, scale.at(first), len(lines), tone, "\n".join(named), href)


def _lane(kind: str, found: Sequence[tuple[Line, Edtf]], scale: Days, y: float, links: Links, pair: str) -> list[Dot]:
    bins: dict[int, list[tuple[Line, Edtf]]] = defaultdict(list)
    for line, event in found:
        bins[round(scale.at(event.last) / NEAR)].append((line, event))
    dots = []
    for group in (bins[key] for key in sorted(bins)):
        if len(group) == 1:
            href = links.entry(group[0][0].entry)
        else:
            days = {
                "since": min(e.first for _, e in group).isoformat(),
                "until": max(e.last for _, e in group).isoformat(),
            }
            href = links.to("/entries", states=pair, kind=kind, **days)
        dots.append(_dot(group, scale, y, href))
    return dots


def timeline(lines: Sequence[Line], as_of: date, links: Links, pair: str) -> Timeline | None:
    """The drawing of some entries, or None when none of them has a date."""
    dated = [(line, event) for line in lines if (event := _event(line)) is not None]
    dated.sort(key=lambda one: (one[1].first, one[0].entry))
    shown = [(line, event) for line, event in dated if line.kind in dict(LANES)]
    if not shown:
        return None
    first, last = around([as_of, *(e.first for _, e in shown), *(e.last for _, e in shown)])
    scale = Days(first, last, LEFT + 8, RIGHT)
    lanes = []
    for number, (kind, name) in enumerate(LANES):
        y = TOP + LANE * (number + 0.5)
        dots = _lane(kind, [one for one in shown if one[0].kind == kind], scale, y, links, pair)
        lanes.append(Lane(name, kind, y, tuple(dots)))
    words = f"{len(shown)} entries from {min(e.first for _, e in shown).year} to {max(e.last for _, e in shown).year}"
    return Timeline(
        WIDTH, TOP + LANE * len(LANES) + 8, LEFT, RIGHT, tuple(lanes), scale.years(), scale.at(as_of), words
    )
