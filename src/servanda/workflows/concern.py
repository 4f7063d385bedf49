"""What concerns some states together: two of them, or a group that meets as one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from servanda.ledger.session import Ledger
from servanda.terms.claims import ClaimKind
from servanda.terms.states import fold, groups, is_state
from servanda.workflows.assess import Standing
from servanda.workflows.office import standings, state_codes

# what a report of a whole group tells as the word or deed of one of its members
OF_ONE: tuple[ClaimKind, ...] = ("commitment", "statement")


def party_codes(words: Sequence[str]) -> tuple[str, ...]:
    """The codes of states given by code, name or the name of a group ("Central Asia"); InputError for another word."""
    named = {fold(name).casefold(): members for name, members in groups().items()}
    found: list[str] = []
    for word in words:
        members = named.get(fold(word).casefold().strip())
        found += [code for code in members if is_state(code)] if members else state_codes([word])
    return tuple(dict.fromkeys(found))


def concerning(
    ledger: Ledger, as_of: date, states: Sequence[str], *, kinds: Sequence[ClaimKind] = ()
) -> tuple[Standing, ...]:
    """Entries that tell of all these states, as they stand at a day.

    Of three states or more also what single members undertook or said in the reports that tell of something between all
    of them: a summit's commitments and speeches are each one member's.
    """
    together = standings(ledger, as_of, states=states)
    wanted = [s for s in together if not kinds or s.entry.kind in kinds]
    if len(states) < 3:
        return tuple(wanted)
    reports = {step.claim.version for s in together for step in s.chain.steps}
    known = {s.entry.id for s in wanted}
    of_one = tuple(kind for kind in OF_ONE if not kinds or kind in kinds)
    for state in states:
        for standing in standings(ledger, as_of, states=(state,), kinds=of_one) if of_one else ():
            told = any(step.claim.version in reports for step in standing.chain.steps)
            if told and standing.entry.id not in known:
                known.add(standing.entry.id)
                wanted.append(standing)
    return tuple(sorted(wanted, key=lambda s: s.entry.id))
