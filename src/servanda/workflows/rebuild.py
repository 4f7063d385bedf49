"""Rebuilds the entries of a ledger from its claims and judgements: the same result as adding gave."""

from __future__ import annotations

from collections.abc import Callable

from servanda.ledger.session import Ledger
from servanda.ledger.store import rebuild_entries
from servanda.workflows.add import RESOLVER


def rebuild(ledger: Ledger, *, on_block: Callable[[str], None] = lambda _block: None) -> int:
    """Resolve every block again; what comes back is the number of blocks."""
    return rebuild_entries(ledger, resolver=RESOLVER, on_block=on_block)
