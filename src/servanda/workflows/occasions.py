"""What lies ahead: due dates of open commitments and meetings to come, each with its window and its words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from servanda.ledger import views
from servanda.ledger.session import Ledger
from servanda.monitoring.chain import Step
from servanda.monitoring.progress import last_due
from servanda.monitoring.when import date_words, due_words
from servanda.terms.claims import Commitment, Meeting
from servanda.terms.dates import Edtf
from servanda.workflows.assess import Standing
from servanda.workflows.brief_words import heading, undertaken, who_told
from servanda.workflows.pack import Note, Occasion

# a commitment in one of these still has to be done
OPEN = ("open", "in_progress", "partly_done", "overdue")


def notes_of(ledger: Ledger, steps: Sequence[Step]) -> list[Note]:
    """The source notes of some tellings, numbered in their order."""
    known = views.titles_and_addresses(ledger, [step.claim.version for step in steps])
    notes = []
    for number, step in enumerate(steps, 1):
        claim, stored = step.claim, step.stored
        title, url = known.get(claim.version, (None, None))
        quote = claim.quotes[0].text
        notes.append(Note(number, stored.id, quote, claim.report, step.date, stored.publisher, title, url))
    return notes


@dataclass(frozen=True, slots=True)
class Ahead:
    """A due date or meeting of an entry: its window, the same in words, and the telling it stands on."""

    standing: Standing
    step: Step
    window: Edtf
    when: str

    @property
    def detail(self) -> str:
        """Who undertakes it or how it is told, and by whom."""
        what = self.step.what
        told = f"told as {what.status}" if isinstance(what, Meeting) else undertaken(self.standing)
        return f"{told} ({who_told(self.step)})"

    @property
    def place(self) -> str | None:
        """The city of a meeting."""
        return self.step.what.city if isinstance(self.step.what, Meeting) else None


def _due(standing: Standing) -> Ahead | None:
    due = last_due(standing.chain)
    if due is None or due.end is None or standing.assessment.status not in OPEN:
        return None
    steps = [s for s in standing.chain.steps if isinstance(s.what, Commitment) and s.what.due == due]
    return Ahead(standing, steps[-1], due, due_words(due))


def _meeting(standing: Standing, as_of: date) -> Ahead | None:
    last = standing.chain.last
    what = last.what
    if not isinstance(what, Meeting) or what.status not in ("planned", "proposed") or what.date is None:
        return None
    return Ahead(standing, last, what.date, date_words(what.date)) if what.date.after > as_of else None


def ahead(found: Iterable[Standing], as_of: date) -> list[Ahead]:
    """Due dates and meetings to come, the earliest first; a due date that is past stays while nothing tells it done."""
    told = [_due(s) if s.entry.kind == "commitment" else _meeting(s, as_of) for s in found]
    return sorted(
        (one for one in told if one is not None), key=lambda o: (o.window.after, o.window.first, o.standing.entry.id)
    )


def occasions(ledger: Ledger, found: Iterable[Standing], as_of: date) -> tuple[Occasion, ...]:
    """What lies ahead, each with its source."""
    listed = ahead(found, as_of)
    notes = notes_of(ledger, [one.step for one in listed])
    return tuple(
        Occasion(
            entry=one.standing.entry.id,
            kind=one.standing.entry.kind,
            status=one.standing.assessment.status,
            window=one.window,
            words=heading(one.standing, one.standing.entry.states),
            when=one.when,
            detail=one.detail,
            place=one.place,
            states=one.standing.entry.states,
            revision=len(one.standing.chain.steps) - 1,
            note=note,
        )
        for one, note in zip(listed, notes, strict=True)
    )
