"""How entries stand at a date: their chains as known then, judged beside the other chains of the same relation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from servanda.monitoring.chain import Chain, known
from servanda.monitoring.progress import Progress, progress
from servanda.monitoring.status import assess
from servanda.resolution.blocking import block_key
from servanda.terms.entries import Assessment, Coverage, Entry
from servanda.terms.reading import StoredClaim

CoverageOf = Callable[[Sequence[str]], Coverage]


@dataclass(frozen=True, slots=True)
class Standing:
    """An entry as known at a date: its chain, its assessment, and the progress of its target if it has one."""

    chain: Chain
    assessment: Assessment
    progress: Progress | None

    @property
    def entry(self) -> Entry:
        """The entry."""
        return self.chain.entry


def relation(chain: Chain) -> str:
    """The name of the sides that a chain is about: chains of one name are judged beside one another."""
    return block_key(chain.first.claim).split("|", 1)[1]


def stand(
    entries: Iterable[Entry], claims: Mapping[str, StoredClaim], as_of: date, coverage_of: CoverageOf
) -> tuple[Standing, ...]:
    """The standing of every entry that was known by a date, in the order of the entries given."""
    chains = [chain for entry in entries if (chain := known(entry, claims, as_of)) is not None]
    by_relation: dict[str, list[Chain]] = defaultdict(list)
    for chain in chains:
        by_relation[relation(chain)].append(chain)
    read: dict[tuple[str, ...], Coverage] = {}
    found = []
    for chain in chains:
        states = chain.entry.states
        if states not in read:
            read[states] = coverage_of(states)
        others = [other for other in by_relation[relation(chain)] if other is not chain]
        figures = [other for other in others if other.kind == "figure"]
        reached = progress(chain, figures) if chain.kind == "commitment" else None
        found.append(Standing(chain, assess(chain, as_of, read[states], others), reached))
    return tuple(found)
