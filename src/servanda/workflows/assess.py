"""How entries stand at a date: their chains as known then, judged beside the other chains of the same relation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from servanda.monitoring.bearing import Company
from servanda.monitoring.chain import Chain, known
from servanda.monitoring.progress import Progress
from servanda.monitoring.status import assess_case, case_of
from servanda.resolution.blocking import MANY, block_key, sides_of
from servanda.terms.claims import Claim
from servanda.terms.decisions import Mark, Ruling
from servanda.terms.entries import Assessment, Coverage, Entry
from servanda.terms.reading import StoredClaim

CoverageOf = Callable[[Sequence[str]], Coverage]


@dataclass(frozen=True, slots=True)
class Standing:
    """An entry as known at a date: its chain, its assessment, and the progress of its target if it has one.

    ``mark`` is the last that a person decided on it, ``rulings`` what stands on each of its claims, and ``read`` those
    that were corrected, as they were first read.
    """

    chain: Chain
    assessment: Assessment
    progress: Progress | None
    mark: Mark | None = None
    rulings: Mapping[str, Ruling] = field(default_factory=dict)
    read: Mapping[str, Claim] = field(default_factory=dict)

    @property
    def entry(self) -> Entry:
        """The entry."""
        return self.chain.entry


def relation(chain: Chain) -> str:
    """The name of the sides that a chain is about: chains of one name are judged beside one another."""
    return sides_of(block_key(chain.first.claim))


def beside(chain: Chain, sides: str, company: Company) -> list[Chain]:
    """Those of one relation's chains that a chain is judged beside: none but a commitment's, and what may bear on it.

    Of entries that tell of more than two sides only those that share two with it: what three others signed fulfils
    nothing of these.
    """
    if chain.kind != "commitment":
        return []
    others = company.of(chain)
    if sides != MANY:
        return others
    states = set(chain.entry.states)
    return [one for one in others if len(states.intersection(one.entry.states)) > 1]


def standing(chain: Chain, others: Sequence[Chain], as_of: date, coverage: Coverage) -> Standing:
    """How one entry stands beside those of its relation."""
    case = case_of(chain, as_of, others)
    return Standing(chain, assess_case(case, coverage), case.reached)


def stand(
    entries: Iterable[Entry],
    claims: Mapping[str, StoredClaim],
    as_of: date,
    coverage_of: CoverageOf,
    *,
    wanted: Callable[[Entry], bool] = lambda _entry: True,
) -> tuple[Standing, ...]:
    """The standing of every wanted entry that was known by a date, in the order of the entries given.

    The others are what these are judged beside.
    """
    chains = [chain for entry in entries if (chain := known(entry, claims, as_of)) is not None]
    by_relation: dict[str, list[Chain]] = defaultdict(list)
    named = [relation(chain) for chain in chains]
    for chain, sides in zip(chains, named, strict=True):
        by_relation[sides].append(chain)
    companies = {sides: Company(told) for sides, told in by_relation.items()}
    read: dict[tuple[str, ...], Coverage] = {}
    found = []
    for chain, sides in zip(chains, named, strict=True):
        if not wanted(chain.entry):
            continue
        states = chain.entry.states
        if states not in read:
            read[states] = coverage_of(states)
        found.append(standing(chain, beside(chain, sides, companies[sides]), as_of, read[states]))
    return tuple(found)
