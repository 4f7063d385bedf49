"""How the room of two pages is given out: one line to each section first, then by turns until the room is used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from servanda.workflows.brief_lines import (
    carried_over,
    contradicted,
    dates,
    done,
    instruments,
    overdue,
    silent,
    targets,
)
from servanda.workflows.brief_material import Lines
from servanda.workflows.brief_speakers import said
from servanda.workflows.pack import Line


@dataclass(frozen=True, slots=True)
class Plan:
    """A section of the two pages: where its lines come from, how many it may show, and where the rest stands.

    ``order`` says by which ranking its lines are chosen; ``nothing`` is told where there is none.
    In each round a section shows as many lines more as it has ``turns``.
    """

    name: str
    title: str
    lines: Lines
    most: int
    order: str
    annex: str
    nothing: str
    turns: int = 1


PLANS: tuple[Plan, ...] = (
    Plan(
        "overdue", "Overdue or missed", overdue, 10,
        "between the sides alone first, firm before intended, the earliest due date first", "Annex B",
        "No due date told has passed without a report that it was done.", turns=3,
    ),
    Plan(
        "contradicted", "Told differently", contradicted, 5,
        "between the sides alone first, told last first", "Annex D", "No two reports read tell different values.",
    ),
    Plan(
        "targets", "Targets", targets, 5,
        "between the sides alone first, still to be reached first, with figures first, the earliest due date first",
        "Annex D", "No measurable target is told.",
    ),
    Plan(
        "done", "Done since last time", done, 10,
        "between the sides alone first; commitments, documents, activities, meetings; the newest first", "Annex D",
        "Nothing is told as done, signed or held in this time.", turns=2,
    ),
    Plan(
        "carried_over", "Carried over", carried_over, 7,
        "between the sides alone first, repeated most often first, unchanged longest first", "Annex D",
        "Nothing was repeated without progress.",
    ),
    Plan(
        "silent", "Nothing reported lately", silent, 9,
        "between the sides alone first, firm before intended, the earliest due date first, silent longest first",
        "Annex B", "The last report read tells of every open commitment, or it stands above.",
    ),
    Plan(
        "instruments", "Documents by status", instruments, 14,
        "between the sides alone first; to be signed, run out, in force, signed; the newest first", "Annex A",
        "No document is told.",
    ),
    Plan(
        "said", "Who said what last", said, 6,
        "heads of state, heads of government, foreign ministers, ministers, others; the newest first", "Annex D",
        "No named speaker is told.",
    ),
    Plan(
        "dates", "Dates ahead", dates, 8, "the earliest first", "Annex D",
        "No due date or meeting ahead is told.",
    ),
)  # fmt: skip

# measured on two A4 pages of 9 point Arial with the header of the pack: rows, and characters to a row
ROWS = 124
CHARACTERS = 105
HEADING_ROWS = 2
CHART_ROWS = 12
# more charts and differing values than these are shown with their lines in the annex
CHARTS = 2
SIDES = 4
# longer quotes are cut here on the two pages; the source notes have them in full
QUOTE = 170


def rows(line: Line) -> int:
    """About how many rows of a page a line takes."""
    length = len(line.status) + len(line.words) + len(line.detail) + 6 * len(line.claims) + 6
    taken = -(-length // CHARACTERS)
    taken += sum(-(-(len(side.value) + min(len(side.quote), QUOTE) + 8) // CHARACTERS) for side in line.sides)
    return taken + (CHART_ROWS if line.chart else 0)


def share_out(lists: Sequence[Sequence[Line]]) -> list[int]:
    """How many lines of each plan's list are shown: a start of it, so that nothing stands before what matters more."""
    left = ROWS - sum(HEADING_ROWS + 1 for _ in PLANS)
    taken = [0] * len(PLANS)
    waiting = dict(enumerate(zip(PLANS, lists, strict=True)))
    first = True
    while waiting:
        for number, (plan, lines) in list(waiting.items()):
            for _ in range(1 if first else plan.turns):
                ended = taken[number] >= min(plan.most, len(lines))
                cost = 0 if ended else rows(lines[taken[number]])
                if ended or cost > left:
                    waiting.pop(number, None)
                    break
                taken[number] += 1
                left -= cost
        first = False
    return taken
