"""Relations on any day: their entries as known then, each beside those that it is judged by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from servanda.ledger import views
from servanda.ledger.past import Past, load_past
from servanda.ledger.past_blocks import Horizon
from servanda.ledger.session import Ledger
from servanda.monitoring.bearing import Bearing, Company
from servanda.monitoring.chain import Chain, Step
from servanda.monitoring.obligations import names_in_short
from servanda.monitoring.replay import Scene, SceneOn, end_of
from servanda.resolution.blocking import blocks_of
from servanda.terms.claims import Commitment, What
from servanda.terms.entries import Entry, Published
from servanda.workflows.add import RESOLVER
from servanda.workflows.assess import beside, relation


@dataclass(frozen=True, slots=True)
class _Cast:
    """Who is on stage within a horizon: the entry of each claim, and the entries of each relation."""

    of_claim: dict[str, Chain]
    of_relation: dict[str, list[Chain]]
    companies: dict[str, Company]

    def company(self, sides: str) -> Company:
        """The entries of a relation by what they may bear on."""
        if sides not in self.companies:
            self.companies[sides] = Company(self.of_relation[sides])
        return self.companies[sides]


@dataclass(frozen=True, slots=True)
class Window:
    """The days after one and up to another."""

    since: date
    until: date

    def holds(self, day: date) -> bool:
        """Whether a day is one of them."""
        return self.since < day <= self.until


class Stage:
    """The claims of some relations, loaded once, from which those are picked that one thing or time is about.

    To put thousands of claims together for each of hundreds of days took half a minute for a single entry. What no
    telling of it bears on, and no day of it touches, is left away: it could not have made it stand otherwise.
    """

    def __init__(self, ledger: Ledger, sides: Iterable[str]) -> None:
        names = sorted(sides)
        self._ledger = ledger
        self._past = load_past(ledger, [block for name in names for block in blocks_of(name)], RESOLVER)
        # entries of more sides, and those that a person tied to others, take their states from all their tellings
        self._pair = tuple(names[0].split("-")) if len(names) == 1 and "-" in names[0] else None
        self._bearing: Bearing[str] | None = None

    def whole(self) -> Scenes:
        """The scenes of all of it."""
        return Scenes(self._ledger, self._past)

    def about(self, claims: Collection[str]) -> Scenes:
        """The scenes of the entries that hold some claims on any day."""
        if self._pair is None:
            return self.whole()
        held = self._past.around(claims)
        told = [what for name in held if isinstance(what := self._past.claims[name].claim.what, Commitment)]
        beside = {name for what in told for name in self._bears().on(what, self._pair)}
        if any(map(names_in_short, told)):
            # one document has one title, so it matters which tellings are of one
            beside = self._past.around(beside)
        return Scenes(self._ledger, self._past.only(held | beside))

    def during(self, window: Window) -> Scenes:
        """The scenes of the entries that may have changed in a time."""
        if self._pair is None:
            return self.whole()
        sources = self._past.sources_of(window.since, window.until)
        claims = self._past.claims
        fresh = {name for name, one in claims.items() if one.claim.report in sources}
        over = {name for name, one in claims.items() if (end := end_of(one.claim.what)) and window.holds(end)}
        bearing = Bearing((name, claims[name].claim.what) for name in fresh)
        moved = {
            name
            for name, one in claims.items()
            if isinstance(one.claim.what, Commitment) and any(True for _ in bearing.on(one.claim.what, self._pair))
        }
        return self.about(fresh | over | moved)

    def _bears(self) -> Bearing[str]:
        if self._bearing is None:
            self._bearing = Bearing((name, one.claim.what) for name, one in self._past.claims.items())
        return self._bearing


class Scenes:
    """The entries that some claims made within any horizon."""

    def __init__(self, ledger: Ledger, past: Past) -> None:
        self._ledger = ledger
        self._past = past
        self._alike: dict[tuple[str, What], list[str]] = defaultdict(list)
        for name, one in self._past.claims.items():
            self._alike[one.claim.report, one.claim.what].append(name)
        self._chains: dict[int, Chain] = {}
        self._relations: dict[str, str] = {}
        self._casts: dict[Horizon, _Cast] = {}
        self._read: dict[tuple[str, ...], list[Published]] = {}

    def chains(self, horizon: Horizon) -> list[Chain]:
        """The entries within a horizon, by relation and id."""
        return [chain for chains in self._cast(horizon).of_relation.values() for chain in chains]

    def twin(self, claim: str, horizon: Horizon) -> str | None:
        """A claim itself where it is known within a horizon, else what another version of its report told just so."""
        cast = self._cast(horizon)
        if claim in cast.of_claim:
            return claim
        one = self._past.claims[claim].claim
        return next((name for name in self._alike[one.report, one.what] if name in cast.of_claim), None)

    def chain(self, claim: str, horizon: Horizon) -> Chain | None:
        """The entry that holds a claim within a horizon, or None."""
        return self._cast(horizon).of_claim.get(claim)

    def scene(self, claim: str, horizon: Horizon, *, twins: bool = False) -> Scene | None:
        """The entry that holds a claim, or with ``twins`` its twin, within a horizon, beside the others; or None."""
        cast = self._cast(horizon)
        found = self.twin(claim, horizon) if twins else claim
        chain = cast.of_claim.get(found) if found is not None else None
        if chain is None:
            return None
        # only a commitment is fulfilled, or reaches a target, by what else was told
        if chain.kind != "commitment":
            return Scene(chain, ())
        sides = self._relation(chain)
        return Scene(chain, beside(chain, sides, cast.company(sides)))

    def scenes_of(self, claim: str) -> SceneOn:
        """The scenes of the entry that holds a claim, by day."""
        return lambda day: self.scene(claim, Horizon(day))

    def days(self) -> Sequence[date]:
        """The days on which something was published that tells of the relations, in order."""
        return self._past.days

    def read(self, states: Sequence[str]) -> list[Published]:
        """The reports that were read of some states, whenever they were published."""
        names = tuple(states)
        if names not in self._read:
            self._read[names] = views.published(self._ledger, names)
        return self._read[names]

    def _cast(self, horizon: Horizon) -> _Cast:
        seen = Horizon(self._past.last_day(horizon.day), horizon.added)
        if seen not in self._casts:
            cast = _Cast({}, defaultdict(list), {})
            for entry in self._past.entries(seen):
                chain = self._chain(entry)
                cast.of_claim.update(dict.fromkeys(chain.ids, chain))
                cast.of_relation[self._relation(chain)].append(chain)
            self._casts[seen] = cast
        return self._casts[seen]

    def _chain(self, entry: Entry) -> Chain:
        # the past keeps its entries, so that their ids in memory last; hashing whole entries took longer than all else
        if id(entry) not in self._chains:
            steps = (Step(self._past.claims[member.claim], member.link) for member in entry.members)
            self._chains[id(entry)] = Chain(entry, tuple(steps))
        return self._chains[id(entry)]

    def _relation(self, chain: Chain) -> str:
        first = chain.first.stored.id
        if first not in self._relations:
            self._relations[first] = relation(chain)
        return self._relations[first]
