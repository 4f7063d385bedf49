"""Decisions as lines of a trail: what, who, when, why, what it changed, whether it stands, how it is taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from servanda.faces.exports.reviewers import told_name
from servanda.faces.web.links import Links
from servanda.faces.web.outcome import Changes, changes_of, did, moment
from servanda.ledger import decided
from servanda.ledger.session import Ledger
from servanda.terms.decisions import Decision
from servanda.workflows.decide import about, last_seen, made_with


@dataclass(frozen=True, slots=True)
class Link:
    """Something that a decision is about."""

    words: str
    href: str


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One decision; ``with_others`` is how many were made in one go with it, and are taken back with it."""

    id: str
    when: str
    who: str
    what: str
    why: str
    changes: Changes
    about: tuple[Link, ...]
    more: int
    withdrawal: bool
    stands: bool
    on_word: str
    seen: str
    with_others: int


# claims of a decision that are named; a merge of large entries is about hundreds
NAMED = 4


def trail_of(ledger: Ledger, told: Sequence[Decision], stand: set[str], links: Links) -> tuple[TrailRow, ...]:
    """Decisions as lines, the last first; ``stand`` are the ids of those that no withdrawal took back."""
    homes = decided.entry_members(ledger, {name for one in told for name in one.claims})
    return tuple(_row(ledger, one, stand, homes, links) for one in reversed(told))


def _row(ledger: Ledger, one: Decision, stand: set[str], homes: dict[str, str], links: Links) -> TrailRow:
    made = made_with(ledger, one.id)
    return TrailRow(
        id=one.id,
        when=moment(one),
        who=told_name(one.by),
        what=did(one),
        why=one.reason,
        changes=changes_of(one),
        about=tuple(Link(name, _href(name, homes, links)) for name in one.claims[:NAMED]),
        more=max(0, len(one.claims) - NAMED),
        withdrawal=one.of is not None,
        stands=one.id in stand,
        on_word="; ".join(one.unsupported),
        seen=last_seen(ledger, about(made)) if one.id in stand else "",
        with_others=len(made) - 1,
    )


def _href(name: str, homes: dict[str, str], links: Links) -> str:
    """Where a claim is shown: an unread stretch has no page of its own."""
    return links.to(f"/claim/{name}") if name in homes or not name.startswith("u-") else ""
