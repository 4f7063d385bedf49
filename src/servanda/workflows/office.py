"""What a desk asks of a ledger: entries as they stand at a date, one entry by its id, relations at a glance."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import combinations

from servanda.errors import InputError
from servanda.ledger import views
from servanda.ledger.past_blocks import Horizon
from servanda.ledger.session import Ledger
from servanda.terms.claims import ClaimKind
from servanda.terms.entries import Coverage, Entry
from servanda.terms.states import code_of
from servanda.workflows.assess import Standing, stand
from servanda.workflows.marks import marked, taken_out
from servanda.workflows.then import entries_beside, entry_named, known_entries, untold


@dataclass(frozen=True, slots=True)
class Relation:
    """Two states at a glance: what was read, and how many entries stand in each status."""

    states: tuple[str, str]
    coverage: Coverage
    statuses: Counter[str]
    silent: int
    contradicted: int


def state_codes(words: Sequence[str]) -> tuple[str, ...]:
    """The codes of states given by code or name; InputError for one that is neither."""
    found = []
    for word in words:
        code = code_of(word)
        if code is None:
            raise InputError(f"{word!r} is no state; write a code as KAZ, or a name as Kazakhstan")
        found.append(code)
    return tuple(dict.fromkeys(found))


def standings(
    ledger: Ledger, as_of: date, *, states: Sequence[str] = (), kinds: Sequence[ClaimKind] = ()
) -> tuple[Standing, ...]:
    """Entries that tell of all these states, of these kinds, as they stand at a day.

    Whatever is asked for, an entry is judged beside all others of its relation, since a commitment may be fulfilled by
    a document and a target met by a figure.
    """

    def wanted(entry: Entry) -> bool:
        return set(states) <= set(entry.states) and (not kinds or entry.kind in kinds)

    known = known_entries(ledger, Horizon(as_of), states)
    told = stand(known.entries, known.claims, as_of, partial(_coverage, ledger, as_of), wanted=wanted)
    return marked(ledger, told)


def _coverage(ledger: Ledger, as_of: date, states: Sequence[str]) -> Coverage:
    return views.coverage(ledger, states, as_of)


def find_standing(ledger: Ledger, name: str, as_of: date) -> Standing:
    """The entry whose id is, or starts with, a name; NotFoundError when none or several do, or it was not yet told."""
    found = entry_named(ledger, name)
    known = entries_beside(ledger, found, Horizon(as_of))
    told = stand(known.entries, known.claims, as_of, partial(_coverage, ledger, as_of), wanted=found.is_in)
    if told:
        return marked(ledger, told)[0]
    raise taken_out(ledger, found.name, found.claim.id) or untold(found, as_of)


def relations(ledger: Ledger, as_of: date, *, states: Sequence[str] = ()) -> list[Relation]:
    """Pairs of states with what was read and how their entries stand, those with the most reports first."""
    pairs: dict[tuple[str, ...], list[Standing]] = defaultdict(list)
    reports: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for one in standings(ledger, as_of, states=states):
        for pair in combinations(one.entry.states, 2):
            reports[pair].update(step.claim.report for step in one.chain.steps)
        if len(one.entry.states) == 2:
            pairs[one.entry.states].append(one)
    ordered = sorted(reports, key=lambda pair: (-len(reports[pair]), pair))
    return [_relation(ledger, as_of, pair, pairs[pair]) for pair in ordered if set(states) <= set(pair)]


def _relation(ledger: Ledger, as_of: date, pair: tuple[str, ...], told: Sequence[Standing]) -> Relation:
    followed = [s.assessment for s in told if s.assessment.status in ("open", "in_progress", "overdue")]
    return Relation(
        (pair[0], pair[1]),
        views.coverage(ledger, pair, as_of),
        Counter(s.assessment.status for s in told),
        sum(a.silent_since is not None for a in followed),
        sum(s.assessment.contradicted for s in told),
    )
