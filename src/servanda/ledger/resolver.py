"""How claims become entries, as a ledger is told it: the one place where what resolves meets what keeps."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from servanda.terms.claims import Claim
from servanda.terms.entries import Entry, Judgement, Reach, Same, Telling
from servanda.terms.reading import StoredClaim

BlockOf = Callable[[Claim], str]
Group = Callable[[Sequence[Telling], Sequence[Judgement], Sequence[Same]], Sequence[Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Resolver:
    """How claims become entries.

    ``block_of`` is the block of a claim, ``keys_of`` what it must share with another of its block to be compared with
    it, ``reach`` how far in a list of such claims; ``tie`` tells of two claims that are one thing or may be,
    None when they are not; ``match`` gives the pairs of a whole block that are or may be the same, by the same measure.
    ``telling`` is what grouping looks at of a claim, ``group`` makes groups of those from pairs and judgements,
    ``entry_of`` the entry of a group. ``rules`` names what is behind all this: what other rules compared is compared
    anew.
    """

    block_of: BlockOf
    keys_of: Callable[[Claim], Collection[str]]
    tie: Callable[[StoredClaim, StoredClaim], Same | None]
    match: Callable[[Sequence[StoredClaim], Reach], Sequence[Same]]
    telling: Callable[[StoredClaim], Telling]
    group: Group
    entry_of: Callable[[Sequence[StoredClaim]], Entry]
    reach: Reach
    rules: str
