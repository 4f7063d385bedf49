"""What changed between two moments, relation by relation.

There are two clocks. By that of publication, what counts is which day reports are of: nothing published after a day is
known on it. By that of the ledger, what counts is when reports were added to it, so that an old report that came in
late is a change as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache, partial

from servanda.errors import InputError
from servanda.ledger import looks
from servanda.ledger.past import told_blocks
from servanda.ledger.past_blocks import Horizon
from servanda.ledger.session import Ledger
from servanda.monitoring.chain import Chain
from servanda.monitoring.changes import Change, between
from servanda.monitoring.replay import ONE_DAY, Moment, cause, ends, moment, resting, told_by, walk
from servanda.resolution.blocking import sides_of
from servanda.terms import dates
from servanda.terms.reading import StoredClaim
from servanda.workflows.assess import relation
from servanda.workflows.scenes import Scenes, Stage, Window
from servanda.workflows.then import relations_of, together

# how far back changes are looked for where nobody says how far, in days
BACK = 90


def lately(until: date) -> date:
    """The day after which changes are looked for up to a day, where none is named."""
    return max(until, date.min + timedelta(days=BACK)) - timedelta(days=BACK)


@dataclass(frozen=True, slots=True)
class Look:
    """When somebody looked last at what changed: how far the ledger had come then, and as of which day it was told.

    Who looks at some states only has a look of their own for these.
    """

    name: str
    states: tuple[str, ...]
    added: datetime
    day: date


@dataclass(frozen=True, slots=True)
class RelationChanges:
    """What changed between some sides, what needs attention first, and how often a thing was only told again."""

    sides: str
    changes: tuple[Change, ...]
    restated: int


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed from one moment to another, the relations with something to attend to first.

    ``since`` is None at a first look, where everything is new. ``reports`` are those that made the changes, by digest.
    """

    since: Horizon | None
    until: date
    relations: tuple[RelationChanges, ...]
    reports: Mapping[str, looks.Arrival]


# what changed in a group of relations that are looked at as one, by their names; it may be kept
Kept = Callable[[frozenset[str], Callable[[], "tuple[RelationChanges, ...]"]], "tuple[RelationChanges, ...]"]


def _anew(_group: frozenset[str], make: Callable[[], tuple[RelationChanges, ...]]) -> tuple[RelationChanges, ...]:
    return make()


def changes(ledger: Ledger, since: date, until: date, *, states: Sequence[str] = (), kept: Kept = _anew) -> Changes:
    """What changed after one day and up to another, by the clock of publication; InputError when it is the earlier."""
    if until < since:
        raise InputError(f"from {since} to {until} leads back; give an earlier day to change from")

    def of(group: frozenset[str]) -> tuple[RelationChanges, ...]:
        found = _Found(states)
        found.window(Stage(ledger, group).during(Window(since, until)), since, until)
        return found.all()

    touched = _touched(ledger, Horizon(since), until, states)
    found = [one for group in together(ledger, touched) for one in kept(group, partial(of, group))]
    return _in_order(ledger, found, Horizon(since), until)


def changes_since(ledger: Ledger, look: Look | None, until: date, *, states: Sequence[str] = ()) -> Changes:
    """What changed since a look, by the clock of the ledger: what was added since, and what the calendar did since.

    Without a look, everything that was published by the day is new.
    """
    found = _Found(states)
    if look is None:
        for group in together(ledger, relations_of(ledger, states)):
            found.late(Stage(ledger, group).whole(), None, until)
        return _in_order(ledger, found.all(), None, until)
    before = Horizon(min(look.day, until), look.added)
    for group in together(ledger, _touched(ledger, before, until, states)):
        scenes = Stage(ledger, group).whole()
        found.late(scenes, before, before.day)
        found.window(scenes, before.day, until)
    return _in_order(ledger, found.all(), before, until)


def last_look(ledger: Ledger, name: str, states: Sequence[str] = ()) -> Look | None:
    """The last look that was kept under a name for some states, or None."""
    kept = looks.last_look(ledger, name, _key(states))
    return Look(name, tuple(states), *kept) if kept is not None else None


def look_now(ledger: Ledger, name: str, until: date, states: Sequence[str] = ()) -> Look | None:
    """A look at all that is in a ledger now, to be kept once it was shown; None where nothing is."""
    added = looks.last_added(ledger)
    return Look(name, tuple(states), added, until) if added is not None else None


def keep_look(ledger: Ledger, look: Look) -> None:
    """Keep a look in place of the last one of its name and states."""
    looks.keep_look(ledger, look.name, _key(look.states), look.added, look.day)


def _key(states: Iterable[str]) -> str:
    return "-".join(sorted(states))


def _touched(ledger: Ledger, before: Horizon, until: date, states: Sequence[str]) -> set[str]:
    """The sides between which something may have changed: something was told, or a due window or term ended."""
    window_of = cache(dates.parse)
    ending = {block for block, told in looks.dated_blocks(ledger, until) if before.day < window_of(told).after <= until}
    told = told_blocks(ledger, before, until)
    touched = {sides_of(block) for block in told | ending}
    # what a replaced version told stands in no entry, so that its states are not known without looking
    fresh = {sides for block in told if _may_tell_of(sides := sides_of(block), states)}
    return touched & (relations_of(ledger, states) | fresh) if states else touched


def _may_tell_of(sides: str, states: Sequence[str]) -> bool:
    """Whether entries of these sides may tell of all these states: of two sides it is known."""
    pair = sides.split("-")
    return len(pair) < 2 or set(states) <= set(pair)


# where relations stand in which things were only told again
NO_HURRY = 99


class _Found:
    """The changes of some states that were found so far, relation by relation."""

    def __init__(self, states: Sequence[str]) -> None:
        self._states = set(states)
        self._changes: dict[str, dict[str, Change]] = defaultdict(dict)
        self._restated: dict[str, int] = defaultdict(int)

    def window(self, scenes: Scenes, since: date, until: date) -> None:
        """Add what changed after a day and up to another."""
        days = [day for day in scenes.days() if since < day <= until]
        for chain in _followed(scenes, Horizon(since), Horizon(until)):
            if self._asked(chain) and _may_change(scenes, chain, since, until, days):
                self._walk(scenes, chain, days, (since, until))

    def _walk(self, scenes: Scenes, chain: Chain, days: Sequence[date], bounds: tuple[date, date]) -> None:
        since, until = bounds
        opens = chain.first.stored.id
        for before, now in walk(days, lambda day: scenes.scene(opens, Horizon(day), twins=True), until, since):
            told = enumerate(now.scene.chain.steps if now.scene is not None else ())
            seen = Horizon(now.day - ONE_DAY)
            fresh = [n for n, s in told if s.date == now.day and scenes.twin(s.stored.id, seen) is None]
            self._add(chain, between(before, now, fresh, cause(now)), len(fresh))

    def late(self, scenes: Scenes, before: Horizon | None, day: date) -> None:
        """Add what changed of a day by reports that were added after a horizon; None takes all of them."""
        for chain in _followed(scenes, before, Horizon(day)):
            if self._asked(chain):
                self._add(chain, *_added(scenes, chain, before, Horizon(day)))

    def _asked(self, chain: Chain) -> bool:
        return self._states <= set(chain.entry.states)

    def _add(self, chain: Chain, made: Iterable[Change], fresh: int) -> None:
        sides, told = relation(chain), 0
        for change in made:
            told += change.sort not in ("status", "withdrawn")
            named = replace(change, entry=chain.entry)
            # two entries of the end may have been one when it changed
            self._changes[sides].setdefault(change.id, named)
        self._restated[sides] += fresh - told

    def all(self) -> tuple[RelationChanges, ...]:
        """All that was found, relation by relation."""
        found = [
            RelationChanges(sides, tuple(sorted(self._changes[sides].values(), key=lambda one: one.urgency)), again)
            for sides, again in self._restated.items()
        ]
        return tuple(one for one in found if one.changes or one.restated)


def _in_order(ledger: Ledger, found: Iterable[RelationChanges], since: Horizon | None, until: date) -> Changes:
    told = tuple(sorted(found, key=_order))
    digests = {c.claim.version for one in told for change in one.changes for c in change.cause.claims}
    return Changes(since, until, told, looks.arrivals(ledger, sorted(digests)))


def _order(found: RelationChanges) -> tuple[int, int, str]:
    return min((change.urgency[0] for change in found.changes), default=NO_HURRY), -len(found.changes), found.sides


def _followed(scenes: Scenes, before: Horizon | None, now: Horizon) -> Iterator[Chain]:
    """The entries of the end, and those of the beginning of which nothing is in any of them."""
    stay = scenes.chains(now)
    yield from stay
    known = set(map(id, stay))
    for chain in scenes.chains(before) if before is not None else ():
        if id(chain) not in known and all(scenes.twin(name, now) is None for name in chain.ids):
            yield chain


def _may_change(scenes: Scenes, chain: Chain, since: date, until: date, days: Sequence[date]) -> bool:
    if any(since < end <= until for end, _, _ in ends(chain)):
        return True
    if chain.kind == "commitment":
        return bool(days)
    # a chain is one object on all days on which it holds the same claims
    return any(scenes.chain(chain.first.stored.id, Horizon(day)) is not chain for day in (since, until))


def _added(scenes: Scenes, chain: Chain, before: Horizon | None, now: Horizon) -> tuple[Iterable[Change], int]:
    """The changes of an entry by what was added after a horizon, and how many of its tellings that were."""
    seen = [scenes.twin(name, before) if before is not None else None for name in chain.ids]
    known = next((name for name in seen if name is not None), None)
    was = scenes.scene(known, before) if known is not None and before is not None else None
    stands = scenes.scene(chain.first.stored.id, now)
    fresh = [n for n, name in enumerate(seen) if name is None] if stands is not None else []
    if not fresh and chain.kind != "commitment" and was is not None and stands is not None and was.chain is chain:
        return (), 0
    then, is_now = moment(now.day, was), moment(now.day, stands)
    return between(then, is_now, fresh, told_by(_late(scenes, is_now, fresh, before))), len(fresh)


def _late(scenes: Scenes, now: Moment, fresh: Sequence[int], before: Horizon | None) -> list[StoredClaim]:
    """The claims added after a horizon that made an entry stand as it does."""
    if now.scene is None or now.found is None:
        return []
    own = [now.scene.chain.steps[n].stored for n in fresh]
    beside = (step.stored for other in now.scene.others for step in other.steps)
    late = (one for one in beside if before is None or scenes.twin(one.id, before) is None)
    return resting(now.found, own, late)
