"""When the sides met last, as the reports tell it: what a new session looks back to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from servanda.monitoring.chain import Chain, Step
from servanda.terms.claims import Meeting, MeetingType
from servanda.terms.states import is_state

# what counts as a last time: bodies in session, leaders together, a trip of one side to the other
OCCASIONS: tuple[MeetingType, ...] = ("session", "summit", "visit")
# a meeting told by its year alone says too little about when to look back to
WIDEST_DAYS = 31


def _held(step: Step, as_of: date) -> bool:
    what = step.what
    return (
        isinstance(what, Meeting)
        and what.type in OCCASIONS
        and what.status == "held"
        and what.date is not None
        and what.date.after <= as_of
        and (what.date.after - what.date.first).days <= WIDEST_DAYS
    )


def _last_day(step: Step) -> date:
    return step.what.date.after if isinstance(step.what, Meeting) and step.what.date else date.min


def _alone(chain: Chain, states: Sequence[str]) -> bool:
    """Whether no other state takes part; a body may, as the one that the states meet in."""
    return {code for code in chain.entry.states if is_state(code) or code in states} == set(states)


def last_time(chains: Iterable[Chain], states: Sequence[str], as_of: date) -> Step | None:
    """The telling of the last session, summit or visit that was held before a day, or None when none is told.

    One between these states alone goes before a later one with others, where the relation was one matter of many.
    """
    told = [(_alone(chain, states), step) for chain in chains for step in chain.steps]
    held = [(alone, step) for alone, step in told if _held(step, as_of)]

    def order(one: tuple[bool, Step]) -> tuple[bool, date, int, str]:
        alone, step = one
        return alone, _last_day(step), -step.date.toordinal(), step.stored.id

    return max(held, key=order)[1] if held else None
