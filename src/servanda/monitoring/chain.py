"""An entry as it was known on a day: its claims published by then, in the order they were told, each with its link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from servanda.terms.claims import Claim, ClaimKind, What
from servanda.terms.entries import Entry, Link, Member
from servanda.terms.reading import StoredClaim


@dataclass(frozen=True, slots=True)
class Step:
    """One telling in a chain."""

    stored: StoredClaim
    link: Link

    @property
    def what(self) -> What:
        """The fields of the claim."""
        return self.stored.claim.what

    @property
    def claim(self) -> Claim:
        """The claim."""
        return self.stored.claim

    @property
    def date(self) -> date:
        """The day its report was published."""
        return self.stored.date


@dataclass(frozen=True, slots=True)
class Chain:
    """The tellings of one entry up to a day; never empty."""

    entry: Entry
    steps: tuple[Step, ...]

    @property
    def kind(self) -> ClaimKind:
        """The kind of its claims."""
        return self.entry.kind

    @property
    def first(self) -> Step:
        """Where it was told of first."""
        return self.steps[0]

    @property
    def last(self) -> Step:
        """Where it was told of last."""
        return self.steps[-1]

    @property
    def last_changed(self) -> date:
        """The day of the last telling that was no mere restatement."""
        return next((s.date for s in reversed(self.steps) if s.link != "restated"), self.first.date)

    @property
    def carried_over(self) -> int:
        """How many reports repeated it after its last change."""
        count = 0
        for step in reversed(self.steps):
            if step.link != "restated":
                break
            count += 1
        return count

    @property
    def ids(self) -> tuple[str, ...]:
        """The claims it rests on."""
        return tuple(step.stored.id for step in self.steps)


def known(entry: Entry, claims: Mapping[str, StoredClaim], as_of: date) -> Chain | None:
    """The chain of an entry as of a day, or None when nothing had been told of it by then."""
    steps: list[Member] = [m for m in entry.members if m.date <= as_of and m.claim in claims]
    if not steps:
        return None
    return Chain(entry, tuple(Step(claims[m.claim], m.link) for m in steps))
