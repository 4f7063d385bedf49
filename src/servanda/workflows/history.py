"""How an entry stood on every day up to one: its turns, each with what made it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from servanda.ledger.session import Ledger
from servanda.monitoring.replay import Turn, turns
from servanda.terms.entries import Entry
from servanda.workflows.scenes import Stage
from servanda.workflows.then import Named, entry_named, sides_about, untold


@dataclass(frozen=True, slots=True)
class History:
    """An entry as it was known last, and its turns from the first report that told of it."""

    entry: Entry
    until: date
    turns: tuple[Turn, ...]


def replay(ledger: Ledger, name: str, until: date) -> History:
    """The turns of the entry whose id is, or starts with, a name, up to a day.

    On each day it is the entry that then held the claim which opens it: two entries that a later report joined were two
    before. The claims of the relation are loaded once. NotFoundError when no entry, or several, have that name, or when
    it was not yet told.
    """
    named = entry_named(ledger, name)
    return lives(ledger, sides_about(ledger, named.claim)).of(named, until)


def lives(ledger: Ledger, sides: Iterable[str]) -> Lives:
    """The lives of every entry of some relations by name."""
    return Lives(Stage(ledger, sides))


class Lives:
    """The lives of the entries of some relations, whose claims are loaded once."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def of(self, named: Named, until: date) -> History:
        """The turns of one of them up to a day; NotFoundError when it was not yet told."""
        scenes = self._stage.about([named.claim.id])
        scene_on = scenes.scenes_of(named.claim.id)
        known = [scene for day in scenes.days() if day <= until and (scene := scene_on(day)) is not None]
        if not known:
            raise untold(named, until)
        last = known[-1].chain.entry
        found = turns(scenes.days(), scene_on, lambda scene: scenes.read(scene.chain.entry.states), until)
        return History(last, until, tuple(found))
