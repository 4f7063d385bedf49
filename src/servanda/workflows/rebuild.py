"""Entries made again from the claims and judgements of a ledger: all of them, or those that a kill left undone."""

from __future__ import annotations

from collections.abc import Callable

from servanda.ledger import store
from servanda.ledger.session import Ledger
from servanda.workflows.add import RESOLVER


def rebuild(ledger: Ledger, *, on_block: Callable[[str], None] = lambda _block: None) -> int:
    """Resolve every block again, to what adding gave; what comes back is the number of blocks.

    Reports are not read again: their claims stay those of the reader that was there when they were added.
    """
    return store.rebuild_entries(ledger, resolver=RESOLVER, on_block=on_block)


def settle(ledger: Ledger) -> int:
    """Resolve the blocks that a killed adding left stale; how many there were, as a rule none."""
    return store.settle(ledger, resolver=RESOLVER)
