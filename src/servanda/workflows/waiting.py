"""The list of what waits for a person's judgement: tasks with stable ids, in an order of their own, read part by part.

Unsure pairs lie between the two thresholds of their kind; of two entries the strongest pair is asked, once. A task is
gone when somebody decided on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Literal, TypeVar, get_args

from servanda.errors import NotFoundError
from servanda.ledger import decided, queue, views
from servanda.ledger.session import Ledger
from servanda.monitoring.chain import Chain, known
from servanda.monitoring.conflicts import conflicts
from servanda.resolution.blocking import MANY, NONE
from servanda.resolution.score import Score, compare
from servanda.terms.claims import Claim, ClaimKind
from servanda.terms.ids import claim_id
from servanda.terms.reading import StoredClaim

Topic = Literal["pairs", "contradictions", "refused", "unread"]
TOPICS: tuple[Topic, ...] = get_args(Topic)
SAYS: Mapping[Topic, str] = {
    "pairs": "one thing or two",
    "contradictions": "reports differ",
    "refused": "refused by the evidence gate",
    "unread": "left unread",
}
Waiting = TypeVar("Waiting")
# digits of a number that a ledger could count to, and the letter before them
LONGEST = 19


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to decide: its topic, its stable id, what it is in a few words, and why it is asked.

    ``told`` are the days of the reports, ``states`` the sides; of an unread stretch these are not known.
    """

    id: str
    topic: Topic
    label: str
    reasons: tuple[str, ...] = ()
    kind: ClaimKind | None = None
    states: tuple[str, ...] = ()
    told: tuple[date, ...] = ()


def tasks(
    ledger: Ledger,
    as_of: date,
    *,
    states: Sequence[str] = (),
    kinds: Sequence[ClaimKind] = (),
    topics: Sequence[Topic] = TOPICS,
    after: str | None = None,
) -> Iterator[Task]:
    """What is to be decided between some states and of some kinds: pairs first, then contradictions, refused, unread.

    An unread stretch has no kind; it is left out where kinds are asked for. With the id of a task, those that come
    ``after`` it, whether it is still open or not; of its topic and the later ones. All is read part by part: who takes
    a few tasks reads little of the ledger.
    """
    start = topic_of(after) if after else None
    for topic in topics:
        if start is None or TOPICS.index(topic) >= TOPICS.index(start):
            yield from _OF[topic](ledger, as_of, Asked(tuple(states), tuple(kinds), after if topic == start else None))


@dataclass(frozen=True, slots=True)
class Asked:
    """Which tasks of a topic are asked for."""

    states: tuple[str, ...]
    kinds: tuple[ClaimKind, ...]
    after: str | None


def topic_of(name: str) -> Topic:
    """The topic of a task by its id; NotFoundError when it is no task's."""
    start, _, rest = name.partition("-")
    if start == "p" and rest.count("-") == 1:
        return "pairs"
    if start == "c" and rest:
        return "contradictions"
    if name[:1] in ("r", "u") and name[1:].isascii() and name[1:].isdigit() and len(name) < LONGEST:
        return "refused" if name[0] == "r" else "unread"
    raise NotFoundError(f"{name!r} is no task; servanda review lists them")


def first_words(claim: Claim) -> str:
    """The words of a claim's first quote on one line."""
    return " ".join(claim.quotes[0].text.split()) if claim.quotes else ""


def _states(claim: Claim) -> set[str]:
    return {*getattr(claim.what, "states", ()), *claim.relation}


def _blocks(ledger: Ledger, asked: Asked) -> list[str] | None:
    """The blocks that may hold what is asked for; None for all."""
    if not asked.states and not asked.kinds:
        return None
    held = [(block, *block.split("|", 1)) for block in queue.block_names(ledger)]
    return [
        block
        for block, kind, sides in held
        if (not asked.kinds or kind in asked.kinds)
        and (sides in (MANY, NONE) or set(asked.states) <= set(sides.split("-")))
    ]


def _unsure(ledger: Ledger, _as_of: date, asked: Asked) -> Iterator[Task]:
    """Unsure pairs, the strongest first; where only some blocks are asked for, block by block."""
    after = _doubt(ledger, asked.after) if asked.after else None
    blocks = _blocks(ledger, asked)
    if blocks is None:
        yield from _undecided(ledger, queue.doubts(ledger, after=after), set(asked.states))
        return
    start = queue.block_of(ledger, after.left) if after else ""
    for block in (one for one in blocks if one >= start):
        told = queue.doubts(ledger, block=block, after=after if block == start else None)
        yield from _undecided(ledger, told, set(asked.states))


def _undecided(ledger: Ledger, parts: Iterator[list[queue.Doubt]], wanted: set[str]) -> Iterator[Task]:
    """Of any two entries the strongest pair, unless somebody decided between them already."""
    for part in parts:
        ends = {end for one in part for end in (one.left, one.right)}
        home = queue.claims_beside(ledger, ends)
        first = queue.strongest(ledger, home)
        told = {frozenset((home.get(j.left), home.get(j.right))) for j in decided.judgements_on(ledger, home)}
        stored = views.stored_claims(ledger, sorted(ends))
        for one in part:
            between = frozenset((home[one.left], home[one.right]))
            left, right = stored[one.left], stored[one.right]
            shared = _states(left.claim) & _states(right.claim)
            if first.get(between) == one and between not in told and wanted <= shared:
                yield _of_pair(left, right, shared)


def _of_pair(left: StoredClaim, right: StoredClaim, shared: set[str]) -> Task:
    a, b = left.claim, right.claim
    label = f"{first_words(a)} / {first_words(b)}"
    reasons = said(compare(a, b))
    return Task(_pair_id(left.id, right.id), "pairs", label, reasons, a.kind, _listed(shared), (left.date, right.date))


def said(score: Score) -> tuple[str, ...]:
    """What speaks for and against two tellings being of one thing, in words with its points."""
    return tuple(f"{s.words} {'agrees' if s.points > 0 else 'differs'} ({s.points:+.1f})" for s in score.signals)


def differing(chain: Chain) -> tuple[str, ...]:
    """Each field that reports contradict one another on, with its values."""
    return tuple(
        f"{c.field}: " + " against ".join(dict.fromkeys(value for value, _ in c.values)) for c in conflicts(chain)
    )


def _listed(states: set[str]) -> tuple[str, ...]:
    return tuple(sorted(states))


def _pair_id(left: str, right: str) -> str:
    return "-".join(("p", *sorted((left, right))))


def _doubt(ledger: Ledger, name: str) -> queue.Doubt:
    """Where a pair stands among the others, though it may be decided; NotFoundError without these claims."""
    names = name.split("-")[1:]
    stored = views.stored_claims(ledger, names)
    if len(stored) < 2:
        raise NotFoundError(f"{name!r} is no task; servanda review lists them")
    left, right = sorted(stored.values(), key=lambda one: (one.date, one.id))
    return queue.Doubt(compare(left.claim, right.claim).points, left.id, right.id)


def _contradictions(ledger: Ledger, as_of: date, asked: Asked) -> Iterator[Task]:
    after = asked.after.partition("-")[2] if asked.after else ""
    for part in queue.entries_told_again(ledger, states=asked.states, kinds=asked.kinds, after=after):
        claims = views.stored_claims(ledger, [m.claim for entry in part for m in entry.members])
        chains = [chain for entry in part if (chain := known(entry, claims, as_of)) is not None]
        for chain in chains:
            if conflicts(chain) and not is_settled(ledger, chain):
                days = tuple(dict.fromkeys(step.date for step in chain.steps))
                entry = chain.entry
                yield Task(
                    f"c-{entry.id}", "contradictions", entry.label, differing(chain), entry.kind, entry.states, days
                )


def _open_refused(ledger: Ledger, _as_of: date, asked: Asked) -> Iterator[Task]:
    after = int(asked.after[1:]) if asked.after else None
    waiting = queue.refused_claims(ledger, states=asked.states, kinds=asked.kinds, after=after)
    for part in _parts(waiting):
        names = {one.number: claim_id(one.claim) for one in part}
        settled = decided.settled_of(ledger, names.values())
        for one in part:
            if names[one.number] not in settled:
                what, reasons = one.claim, tuple(one.reason.split("; "))
                label, sides = f"{what.kind}: {first_words(what)}", _listed(_states(what))
                yield Task(f"r{one.number}", "refused", label, reasons, what.kind, sides)


def _open_unread(ledger: Ledger, _as_of: date, asked: Asked) -> Iterator[Task]:
    if asked.kinds:
        return
    after = int(asked.after[1:]) if asked.after else None
    for part in _parts(queue.unread_parts(ledger, states=asked.states, after=after)):
        settled = decided.settled_of(ledger, [one.name for one in part])
        for one in part:
            if one.name not in settled:
                left, trigger = one.stretch, f"tripped by {one.stretch.trigger}"
                yield Task(f"u{one.number}", "unread", " ".join(left.text.split()), (left.reason, trigger))


def _parts(waiting: Iterator[Waiting]) -> Iterator[list[Waiting]]:
    while part := list(islice(waiting, queue.BATCH)):
        yield part


_OF: Mapping[Topic, Callable[[Ledger, date, Asked], Iterator[Task]]] = {
    "pairs": _unsure, "contradictions": _contradictions, "refused": _open_refused, "unread": _open_unread,
}  # fmt: skip


def against(chain: Chain) -> tuple[str, ...]:
    """The claims that contradict one another, in the order told."""
    told = {claim for conflict in conflicts(chain) for _, claim in conflict.values}
    return tuple(claim for claim in chain.ids if claim in told)


def is_settled(ledger: Ledger, chain: Chain) -> bool:
    """Whether a person looked at every claim of a contradiction: the reports do differ."""
    names = against(chain)
    return decided.rulings_on(ledger, names).keys() >= set(names)
