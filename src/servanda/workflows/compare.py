"""Two capitals: the meetings of some states, each told by the sources of its sides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby, product

from servanda.errors import InputError
from servanda.ledger import views
from servanda.ledger.past_blocks import Horizon
from servanda.ledger.session import Ledger
from servanda.monitoring.capitals import Comparison, Item, Source, compare
from servanda.monitoring.chain import Chain, known
from servanda.monitoring.gatherings import Gathering, gatherings
from servanda.monitoring.quantities import key_of
from servanda.monitoring.sides import Side, side_of
from servanda.resolution.names import shared
from servanda.resolution.score import compare as score
from servanda.resolution.words import content, overlap
from servanda.terms.claims import Claim, Figure, Statement
from servanda.terms.reading import StoredClaim
from servanda.workflows.tellers import publishers, sides_of
from servanda.workflows.then import entries_beside, entry_named, known_entries

# two statements of one speaker that share so much of their words may be one
ALIKE = 0.5


def _said_alike(left: Claim, right: Claim) -> str | None:
    """Why two statements may be one: the same speaker, and half of the words; else None."""
    a, b = left.what, right.what
    if not isinstance(a, Statement) or not isinstance(b, Statement):
        return None
    names = [n for n in (a.speaker.name, b.speaker.name) if n]
    if len(names) == 1 or (names and not shared(names[:1], names[1:])):
        return None
    share = overlap(content(left.quotes[0].text), content(right.quotes[0].text))
    who = "the same speaker" if names else "both sides together"
    return f"{who}, {share:.0%} of the words shared" if share >= ALIKE else None


def _mirrored(left: Claim, right: Claim) -> str | None:
    """Why two figures may be one: exports of the one side are imports of the other; else None."""
    a, b = key_of(left), key_of(right)
    if a is None or b is None or {a.indicator, b.indicator} != {"exports", "imports"}:
        return None
    alike = replace(a, indicator=b.indicator) == b and a.direction is not None
    same = isinstance(left.what, Figure) and isinstance(right.what, Figure) and left.what.period == right.what.period
    return "the same flow told as exports and as imports, each counted at its own border" if alike and same else None


def why_same(left: Item, right: Item) -> str | None:
    """What speaks most for two things being one, when they are not told apart for certain."""
    best: tuple[float, str] | None = None
    for a, b in product(left.told, right.told):
        alike = _said_alike(a.stored.claim, b.stored.claim) or _mirrored(a.stored.claim, b.stored.claim)
        if alike is not None:
            return alike
        found = score(a.stored.claim, b.stored.claim)
        if found.verdict != "different" and (best is None or found.points > best[0]):
            best = (found.points, found.reason)
    return best[1] if best is not None else None


def _sources(ledger: Ledger, states: Sequence[str], as_of: date) -> tuple[Source, ...]:
    """Every report of a relation that was published by a day, with its side."""
    table = publishers()
    return tuple(
        Source(report, day, publisher, side_of(publisher, url, table).state)
        for report, day, publisher, url in views.origins_of_relation(ledger, states, as_of)
    )


@dataclass(frozen=True, slots=True)
class _Relation:
    """What a ledger holds of some states at a day."""

    chains: tuple[Chain, ...]
    sides: Mapping[str, Side]
    sources: tuple[Source, ...]
    of_version: Mapping[str, tuple[int, ...]]

    def told_by(self, one: StoredClaim) -> str | None:
        """The side of the report that states a claim."""
        side = self.sides.get(one.claim.version)
        return side.state if side is not None else None

    def compared(self, gathering: Gathering) -> Comparison:
        """A gathering told by each side."""
        told = sorted({n for version in gathering.versions for n in self.of_version.get(version, ())})
        return compare(gathering, [self.chains[n] for n in told], self.told_by, self.sources, why_same)


def _chains(ledger: Ledger, states: Sequence[str], as_of: date) -> tuple[Chain, ...]:
    """The chains of every entry that tells of all these states, as known at a day."""
    found = known_entries(ledger, Horizon(as_of), states)
    entries = [entry for entry in found.entries if set(states) <= set(entry.states)]
    return tuple(chain for entry in entries if (chain := known(entry, found.claims, as_of)) is not None)


def _relation(ledger: Ledger, states: Sequence[str], as_of: date, chains: Sequence[Chain]) -> _Relation:
    sides = sides_of(ledger, (step.claim.version for chain in chains for step in chain.steps))
    # a relation has thousands of entries, a gathering some ten
    of_version: dict[str, list[int]] = defaultdict(list)
    for n, chain in enumerate(chains):
        for version in {step.claim.version for step in chain.steps}:
            of_version[version].append(n)
    placed = {version: tuple(told) for version, told in of_version.items()}
    return _Relation(tuple(chains), sides, _sources(ledger, states, as_of), placed)


class Accounts:
    """The meetings of some states that had begun by a day, by day; each is compared as it is asked for."""

    def __init__(self, relation: _Relation, as_of: date) -> None:
        self._relation = relation
        self.gatherings = gatherings(relation.chains, as_of)

    def of(self, gathering: Gathering) -> Comparison:
        """One meeting told by the sources of its sides."""
        return self._relation.compared(gathering)

    def all(self) -> tuple[Comparison, ...]:
        """Each of them."""
        return tuple(map(self.of, self.gatherings))


def accounts(ledger: Ledger, states: Sequence[str], as_of: date, chains: Sequence[Chain]) -> Accounts:
    """The meetings of some states among their entries; InputError when fewer than two states are named."""
    if len(states) < 2:
        raise InputError("name an entry, or two states: servanda compare KAZ TJK")
    return Accounts(_relation(ledger, states, as_of, chains), as_of)


def compare_states(ledger: Ledger, states: Sequence[str], as_of: date) -> tuple[Comparison, ...]:
    """Every meeting of some states that had begun by a day, each told by the sources of its sides, by day.

    InputError when fewer than two states are named.
    """
    chains = _chains(ledger, states, as_of) if len(states) > 1 else ()
    return accounts(ledger, states, as_of, chains).all()


def compare_entry(ledger: Ledger, name: str, as_of: date) -> Comparison:
    """The meeting that an entry is, or was first told with, told by the sources of its sides.

    NotFoundError when no entry has that name; InputError when it was told with no meeting.
    """
    named = entry_named(ledger, name)
    beside = entries_beside(ledger, named, Horizon(as_of))
    states = next((entry.states[:2] for entry in beside.entries if named.is_in(entry)), ())
    chains = _chains(ledger, states, as_of) if states else ()
    own = [chain for chain in chains if named.is_in(chain.entry)]
    versions = {step.claim.version for chain in own for step in chain.steps}
    found = gatherings(chains, as_of)
    told = [g for g in found if any(chain in g.meetings for chain in own)] or [
        g for g in found if versions & g.versions
    ]
    if not told:
        raise InputError(
            f"{named.name} is no meeting that had begun by {as_of}, nor told with one; "
            f"servanda compare {' '.join(states) or 'STATE STATE'} lists them"
        )
    return _relation(ledger, states, as_of, chains).compared(told[0])


def compare_all(ledger: Ledger, as_of: date) -> Iterator[Comparison]:
    """Every meeting that had begun by a day, by states and day."""
    chains = _chains(ledger, (), as_of)
    of_states = sorted(gatherings(chains, as_of), key=lambda g: g.states)
    for states, meetings in groupby(of_states, key=lambda g: g.states):
        own = [chain for chain in chains if set(states[:2]) <= set(chain.entry.states)]
        relation = _relation(ledger, states[:2], as_of, own)
        yield from (relation.compared(gathering) for gathering in meetings)
