"""What a desk asks of a ledger: entries as they stand at a date, one entry by its id, relations at a glance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from servanda.errors import InputError, NotFoundError
from servanda.ledger import views
from servanda.ledger.session import Ledger
from servanda.terms.claims import ClaimKind
from servanda.terms.entries import Coverage, Entry
from servanda.terms.states import code_of
from servanda.workflows.assess import Standing, stand


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

    Every kind is assessed, since a commitment may be fulfilled by a document and a target met by a figure; only the
    kinds asked for come back.
    """
    entries = views.find_entries(ledger, states=states)
    claims = views.stored_claims(ledger, [m.claim for e in entries for m in e.members])
    told = stand(entries, claims, as_of, partial(_coverage, ledger, as_of))
    return tuple(s for s in told if not kinds or s.entry.kind in kinds)


def _coverage(ledger: Ledger, as_of: date, states: Sequence[str]) -> Coverage:
    return views.coverage(ledger, states, as_of)


def find_standing(ledger: Ledger, name: str, as_of: date) -> Standing:
    """The entry whose id is, or starts with, a name; NotFoundError when none or several do, or it was not yet told."""
    wanted = name if name.startswith("e-") else f"e-{name}"
    found = views.entries_by_prefix(ledger, wanted)
    if not found:
        raise NotFoundError(f"no entry {name!r}; servanda status lists them")
    if len(found) > 1:
        raise NotFoundError(f"{name!r} is the start of {len(found)} entries: {', '.join(e.id for e in found[:6])}")
    told = standings(ledger, as_of, states=_two(found[0]))
    for standing in told:
        if standing.entry.id == found[0].id:
            return standing
    raise NotFoundError(
        f"{found[0].id} was not yet told of on {as_of}; it was first told on {found[0].members[0].date}"
    )


def _two(entry: Entry) -> tuple[str, ...]:
    return entry.states[:2]


def relations(ledger: Ledger, as_of: date, *, states: Sequence[str] = ()) -> list[Relation]:
    """Pairs of states with what was read and how their entries stand, those with the most reports first."""
    wanted = set(states)
    found = []
    for pair in views.pairs_of_states(ledger, as_of=as_of):
        if not wanted <= set(pair.states):
            continue
        told = [s for s in standings(ledger, as_of, states=pair.states) if len(s.entry.states) == 2]
        found.append(
            Relation(
                pair.states,
                views.coverage(ledger, pair.states, as_of),
                Counter(s.assessment.status for s in told),
                sum(
                    s.assessment.silent_since is not None and s.assessment.status in ("open", "in_progress", "overdue")
                    for s in told
                ),
                sum(s.assessment.contradicted for s in told),
            )
        )
    return found
