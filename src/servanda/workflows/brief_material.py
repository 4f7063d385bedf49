"""What the sections of a pack are made of, and the line that most of them show of an entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from servanda.monitoring.chain import Step
from servanda.workflows.assess import Standing
from servanda.workflows.brief_words import detail, heading
from servanda.workflows.occasions import OPEN
from servanda.workflows.pack import Line

# statuses in which a thing is brought to its end, or a document has come to life
FINISHED = frozenset({
    "done", "partly_done", "signed", "ratified", "in_force", "implemented", "completed", "held",
})  # fmt: skip
# statuses of those lines that a session may still move
PENDING = frozenset({*OPEN, "planned", "negotiated", "proposed"})


@dataclass(frozen=True, slots=True)
class Material:
    """What the sections are made of: the states, the day, how everything stands, and how it stood before last time.

    ``steps`` are all tellings by claim; ``before`` has the status that the entry of each claim had before ``since``.
    """

    states: tuple[str, ...]
    as_of: date
    since: date | None
    found: tuple[Standing, ...]
    steps: Mapping[str, Step]
    before: Mapping[str, str]

    def was_finished(self, standing: Standing) -> bool:
        """Whether it had come to its end before last time; by its claims, since an entry of then may be joined now."""
        return any(self.before.get(claim) in FINISHED for claim in standing.chain.ids)

    def others(self, standing: Standing) -> int:
        """How many more states an entry concerns: what is between the sides alone comes first."""
        return len(set(standing.entry.states) - set(self.states))


def line_of(material: Material, standing: Standing, words: str | None = None, claims: tuple[str, ...] = ()) -> Line:
    """An entry as a line: in its usual words and on its assessment's evidence, unless others are given."""
    told = claims or tuple(dict.fromkeys((*standing.assessment.evidence, standing.chain.last.stored.id)))
    return Line(
        standing.entry.id,
        standing.assessment.status,
        heading(standing, material.states),
        words or detail(standing, material.steps),
        tuple(claim for claim in told if claim in material.steps)[:3],
    )


Lines = Callable[[Material], list[Line]]
