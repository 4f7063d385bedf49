"""Single entries as they stand, read with no more of their relation than may bear on them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date

from servanda.ledger import views
from servanda.ledger.past import late_blocks, replaced_blocks, tied_blocks
from servanda.ledger.past_blocks import Horizon
from servanda.ledger.session import Ledger
from servanda.monitoring.bearing import Company
from servanda.monitoring.chain import Chain, known
from servanda.monitoring.obligations import promises_a_meeting, words_promised
from servanda.resolution.blocking import blocks_of
from servanda.terms.claims import ClaimKind, Commitment
from servanda.terms.entries import Coverage
from servanda.workflows.assess import Standing, beside, relation, standing
from servanda.workflows.marks import marked
from servanda.workflows.parts import coverage
from servanda.workflows.then import known_of

# what may bear on a commitment of a relation, among its entries of some kinds
CompanyOf = Callable[[tuple[ClaimKind, ...]], Company]


def chains_of(ledger: Ledger, sides: str, kinds: Collection[ClaimKind], as_of: date) -> tuple[Chain, ...]:
    """The chains of some kinds of a relation by its name, as known on a day, by entry."""
    found = known_of(ledger, [sides], Horizon(as_of), kinds)
    told = (known(entry, found.claims, as_of) for entry in found.entries if entry.kind in kinds)
    return tuple(chain for chain in told if chain is not None and relation(chain) == sides)


def are_as_now(ledger: Ledger, sides: str, as_of: date) -> bool:
    """Whether a relation's entries of a day are those of now, and no person tied them to others or two kinds together.

    Then one can be looked at without the others.
    """
    blocks, horizon = blocks_of(sides), Horizon(as_of)
    if any(len(group) > 1 for group in tied_blocks(ledger, blocks)):
        return False
    return not (late_blocks(ledger, horizon) | replaced_blocks(ledger, horizon)).intersection(blocks)


def chains_named(ledger: Ledger, entries: Collection[str], sides: str, as_of: date) -> list[Chain]:
    """The chains of those entries of now by id that are a relation's, as far as they were told by a day."""
    found = views.entries_named(ledger, sorted(entries))
    claims = views.stored_claims(ledger, [member.claim for entry in found for member in entry.members])
    told = (known(entry, claims, as_of) for entry in found)
    return [chain for chain in told if chain is not None and relation(chain) == sides]


def standings_alone(
    ledger: Ledger, chains: Sequence[Chain], sides: str, as_of: date, company: CompanyOf
) -> tuple[Standing, ...]:
    """How some chains of a relation stand: just as they would if all of the relation were assessed.

    Its entries must be as ``are_as_now`` says.
    """
    read: dict[tuple[str, ...], Coverage] = {}
    found = []
    for chain in chains:
        states, kinds = chain.entry.states, bearing_kinds(chain)
        if states not in read:
            read[states] = coverage(ledger, as_of, states)
        others = beside(chain, sides, company(kinds)) if kinds else ()
        found.append(standing(chain, others, as_of, read[states]))
    return marked(ledger, found)


def bearing_kinds(chain: Chain) -> tuple[ClaimKind, ...]:
    """The kinds of entries that can bear on one at all: a document or activity, a meeting, a figure it promised."""
    told = [step.what for step in chain.steps if isinstance(step.what, Commitment)]
    kinds: list[ClaimKind] = []
    if any(words_promised(what, chain.entry.states) for what in told):
        kinds += ["instrument", "activity"]
    if any(map(promises_a_meeting, told)):
        kinds.append("meeting")
    if any(what.target is not None for what in told):
        kinds.append("figure")
    return tuple(kinds)
