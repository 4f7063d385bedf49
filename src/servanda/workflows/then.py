"""Entries as they were known on a day: those of the ledger where nothing came since, else resolved again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from servanda.errors import NotFoundError
from servanda.ledger import views
from servanda.ledger.past import late_blocks, load_past, replaced_blocks, tied_blocks
from servanda.ledger.past_blocks import Horizon
from servanda.ledger.session import Ledger
from servanda.resolution.blocking import block_key, blocks_of, sides_of
from servanda.terms.claims import KINDS, ClaimKind
from servanda.terms.entries import Entry
from servanda.terms.ids import entry_id
from servanda.terms.reading import StoredClaim
from servanda.workflows.add import RESOLVER


@dataclass(frozen=True, slots=True)
class Known:
    """The entries of some relations within a horizon, by id, and their claims."""

    entries: tuple[Entry, ...]
    claims: dict[str, StoredClaim]


def relations_of(ledger: Ledger, states: Sequence[str]) -> set[str]:
    """The sides of all blocks in which entries may tell of all these states; every one, when none is given."""
    if not states:
        return {sides_of(block) for block in views.all_blocks(ledger)}
    each = views.blocks_by_state(ledger, states).values()
    return set.intersection(*({sides_of(block) for block in blocks} for blocks in each))


def known_entries(
    ledger: Ledger, horizon: Horizon, states: Sequence[str] = (), kinds: Collection[ClaimKind] = KINDS
) -> Known:
    """The entries of some kinds within a horizon of every relation in which some may tell of all these states."""
    # the states of what was replaced stand in no entry, so that it cannot be told where it belongs without looking
    replaced = {sides_of(block) for block in replaced_blocks(ledger, horizon)}
    return known_of(ledger, relations_of(ledger, states) | replaced, horizon, kinds)


def known_of(
    ledger: Ledger, relations: Collection[str], horizon: Horizon, kinds: Collection[ClaimKind] = KINDS
) -> Known:
    """The entries of some kinds within a horizon of some relations by name, and of those that persons tied to them.

    Where a person tied two kinds, or two relations, together, no kind is left out.
    """
    wanted = {block for sides in relations for block in blocks_of(sides)}
    if len(kinds) < len(KINDS) and all(len(group) == 1 for group in tied_blocks(ledger, wanted)):
        wanted = {block for block in wanted if block.partition("|")[0] in kinds}
    past = load_past(ledger, wanted & (late_blocks(ledger, horizon) | replaced_blocks(ledger, horizon)), RESOLVER)
    still = views.entries_of_blocks(ledger, sorted(wanted - past.blocks))
    claims = views.stored_claims(ledger, [m.claim for entry in still for m in entry.members])
    entries = sorted([*still, *past.entries(horizon)], key=lambda entry: entry.id)
    return Known(tuple(entries), {**claims, **past.claims})


@dataclass(frozen=True, slots=True)
class Named:
    """An entry by its id, and the claim that opens it: on an earlier day that claim may have been in another entry."""

    name: str
    claim: StoredClaim

    def is_in(self, entry: Entry) -> bool:
        """Whether an entry, as it was known on some day, holds that claim."""
        return any(member.claim == self.claim.id for member in entry.members)


def entry_named(ledger: Ledger, name: str) -> Named:
    """The entry whose id is, or starts with, a name; NotFoundError when none or several do.

    One of a past day that was joined with another since is found as well, when none of today has that name.
    """
    wanted = name if name.startswith("e-") else f"e-{name}"
    found = [entry.members[0].claim for entry in views.entries_by_prefix(ledger, wanted)]
    found = found or views.claims_by_prefix(ledger, wanted.removeprefix("e-"))
    if not found:
        raise NotFoundError(f"no entry {name!r}; servanda status lists them")
    if len(found) > 1:
        listed = ", ".join(entry_id(claim) for claim in found[:6])
        raise NotFoundError(f"{name!r} is the start of {len(found)} entries: {listed}")
    return Named(entry_id(found[0]), views.stored_claims(ledger, found)[found[0]])


def untold(named: Named, as_of: date) -> NotFoundError:
    """What to say of an entry that no current report told of on a day."""
    first = named.claim.date
    if as_of < first:
        return NotFoundError(f"{named.name} was not yet told of on {as_of}; it was first told on {first}")
    report = named.claim.claim.report
    return NotFoundError(f"{named.name} was no more told on {as_of}: a newer version of {report} had replaced it")


def entries_beside(ledger: Ledger, named: Named, horizon: Horizon) -> Known:
    """The entries of one entry's relation within a horizon."""
    return known_of(ledger, sides_about(ledger, named.claim), horizon)


def sides_about(ledger: Ledger, claim: StoredClaim) -> frozenset[str]:
    """The sides of a claim's block, and of those that a person's judgement ties to it."""
    (blocks,) = tied_blocks(ledger, [block_key(claim.claim)])
    return frozenset(map(sides_of, blocks))


def together(ledger: Ledger, sides: Collection[str]) -> list[frozenset[str]]:
    """Some sides in groups whose claims must be looked at as one, since persons' judgements tie their blocks."""
    found: list[frozenset[str]] = []
    for blocks in tied_blocks(ledger, [block for name in sides for block in blocks_of(name)]):
        names = frozenset(map(sides_of, blocks))
        apart = [one for one in found if not one & names]
        found = [*apart, names.union(*(one for one in found if one & names))]
    return sorted(found, key=sorted)
