"""What waits for a person's judgement, for every face: a list of tasks, and each of them laid out to be decided on.

Unsure pairs lie between the two thresholds of their kind; of two entries the strongest pair is asked, once. A task has
a stable id; it is gone when somebody decided on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from servanda.errors import NotFoundError
from servanda.ledger import decided, queue, views
from servanda.ledger.session import Ledger
from servanda.monitoring.conflicts import conflicts
from servanda.resolution.candidates import Pair, pairs
from servanda.resolution.features import THRESHOLDS
from servanda.resolution.score import Score, compare
from servanda.terms.claims import Claim, ClaimKind
from servanda.terms.decisions import Ruling
from servanda.terms.evidence import Quote
from servanda.terms.ids import claim_id
from servanda.terms.reading import StoredClaim
from servanda.terms.reports import Report
from servanda.workflows.assess import Standing
from servanda.workflows.decide import find_entry, last_seen
from servanda.workflows.missed import find_refused, find_unread
from servanda.workflows.office import find_standing, standings

Topic = Literal["pairs", "contradictions", "refused", "unread"]
TOPICS: tuple[Topic, ...] = get_args(Topic)


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to decide: its topic, its stable id, and what it is in a few words."""

    id: str
    topic: Topic
    label: str


@dataclass(frozen=True, slots=True)
class Side:
    """One telling of an item: the words in their report, and the claim read from them, if any was.

    ``name`` is what a decision on it is about, ``seen`` the last one; ``read`` is the claim as first read, where a
    person corrected it.
    """

    name: str
    report: Report
    quotes: tuple[Quote, ...]
    seen: str
    claim: Claim | None = None
    read: Claim | None = None
    entry: str | None = None
    ruling: Ruling | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A task laid out: its sides, why it is asked in words, and the last decision that its reviewer sees."""

    task: Task
    kind: ClaimKind | None
    sides: tuple[Side, ...]
    reasons: tuple[str, ...]
    seen: str

    @property
    def names(self) -> tuple[str, ...]:
        """What decisions on it are about."""
        return tuple(side.name for side in self.sides)


def tasks(
    ledger: Ledger,
    as_of: date,
    *,
    states: Sequence[str] = (),
    kinds: Sequence[ClaimKind] = (),
    topics: Sequence[Topic] = TOPICS,
) -> Iterator[Task]:
    """What is to be decided between some states and of some kinds: pairs first, then contradictions, refused, unread.

    An unread stretch has no kind; it is left out where kinds are asked for.
    """
    if "pairs" in topics:
        yield from _unsure(ledger, states, kinds)
    if "contradictions" in topics:
        yield from _contradictions(ledger, as_of, states, kinds)
    known = decided.settled_subjects(ledger)
    if "refused" in topics:
        for one in queue.refused_claims(ledger, states=states, kinds=kinds):
            if claim_id(one.claim) not in known:
                yield Task(f"r{one.number}", "refused", f"{one.claim.kind}: {_words(one.claim)}")
    if "unread" in topics and not kinds:
        for left in queue.unread_parts(ledger, states=states):
            if left.name not in known:
                yield Task(f"u{left.number}", "unread", " ".join(left.stretch.text.split()))


def _words(claim: Claim) -> str:
    return " ".join(claim.quotes[0].text.split()) if claim.quotes else ""


def _states(claim: Claim) -> set[str]:
    return {*getattr(claim.what, "states", ()), *claim.relation}


def _unsure(ledger: Ledger, states: Sequence[str], kinds: Sequence[ClaimKind]) -> Iterator[Task]:
    for _, block in queue.effective_claims(ledger, kinds=kinds):
        stored = {one.id: one for one in block if set(states) <= _states(one.claim)}
        unsure = [pair for pair in pairs(list(stored.values())) if pair.score.verdict == "unsure"]
        if unsure:
            yield from _undecided(ledger, unsure, stored)


def _undecided(ledger: Ledger, unsure: Sequence[Pair], stored: dict[str, StoredClaim]) -> Iterator[Task]:
    """Of any two entries the strongest pair, unless somebody decided between them already."""
    entry = decided.entry_members(ledger, stored)
    asked = {frozenset((entry.get(j.left), entry.get(j.right))) for j in decided.judgements_on(ledger, stored)}
    for pair in unsure:
        between = frozenset((entry.get(pair.left), entry.get(pair.right)))
        if len(between) == 2 and between not in asked and None not in between:
            asked.add(between)
            left, right = sorted((pair.left, pair.right))
            words = f"{_words(stored[pair.left].claim)} / {_words(stored[pair.right].claim)}"
            yield Task(f"p-{left}-{right}", "pairs", words)


def _contradictions(ledger: Ledger, as_of: date, states: Sequence[str], kinds: Sequence[ClaimKind]) -> Iterator[Task]:
    for one in standings(ledger, as_of, states=states, kinds=kinds):
        if one.assessment.contradicted and not _settled(ledger, one):
            yield Task(f"c-{one.entry.id}", "contradictions", one.entry.label)


def _against(standing: Standing) -> tuple[str, ...]:
    """The claims that contradict one another, in the order told."""
    told = {claim for conflict in conflicts(standing.chain) for _, claim in conflict.values}
    return tuple(claim for claim in standing.chain.ids if claim in told)


def _settled(ledger: Ledger, standing: Standing) -> bool:
    """Whether a person looked at every claim of a contradiction: the reports do differ."""
    against = _against(standing)
    return decided.rulings_on(ledger, against).keys() >= set(against)


def lay_out_task(ledger: Ledger, name: str, as_of: date) -> Item:
    """A task by its id, as it stands now; NotFoundError when there is no such task in the ledger."""
    start, _, rest = name.partition("-")
    if start == "p" and rest.count("-") == 1:
        return _pair(ledger, name, *rest.split("-"))
    if start == "c":
        return _contradiction(ledger, name, rest, as_of)
    if name[:1] == "r" and name[1:].isdecimal():
        return _refused(ledger, name)
    if name[:1] == "u" and name[1:].isdecimal():
        return _unread(ledger, name)
    raise NotFoundError(f"{name!r} is no task; servanda review lists them")


def _sides(ledger: Ledger, names: Sequence[str]) -> tuple[Side, ...]:
    stored, read = views.stored_claims(ledger, names), decided.read_claims(ledger, names)
    entry, ruled = decided.entry_members(ledger, names), decided.rulings_on(ledger, names)
    found = []
    for name in names:
        if name not in stored:
            raise NotFoundError(f"no claim {name!r}; servanda show ENTRY lists those of an entry")
        claim = stored[name].claim
        was = read[name] if read[name] != claim else None
        report = _report(ledger, claim.version)
        seen = last_seen(ledger, [name])
        found.append(Side(name, report, claim.quotes, seen, claim, was, entry.get(name), ruled.get(name)))
    return tuple(found)


def _report(ledger: Ledger, digest: str) -> Report:
    report = queue.report_of(ledger, digest)
    assert report is not None, "every claim and stretch stands in a report of the ledger"
    return report


def signals(score: Score, kind: ClaimKind) -> tuple[str, ...]:
    """A score in words: its sum against the thresholds, and what made it."""
    same, unsure = THRESHOLDS[kind]
    head = f"{score.points:g} points: the same from {same:g}, worth a look from {unsure:g}"
    said = (f"{s.words} {'agrees' if s.points > 0 else 'differs'} ({s.points:+.1f})" for s in score.signals)
    return (head, *said)


def _pair(ledger: Ledger, name: str, left: str, right: str) -> Item:
    sides = tuple(sorted(_sides(ledger, (left, right)), key=lambda side: (side.report.date, side.name)))
    a, b = (side.claim for side in sides)
    assert a is not None
    assert b is not None
    task = Task(name, "pairs", f"{_words(a)} / {_words(b)}")
    return Item(task, a.kind, sides, signals(compare(a, b), a.kind), last_seen(ledger, (left, right)))


def _contradiction(ledger: Ledger, name: str, entry: str, as_of: date) -> Item:
    standing = find_standing(ledger, find_entry(ledger, entry).id, as_of)
    against = _against(standing)
    reasons = tuple(
        f"{c.field}: " + " against ".join(dict.fromkeys(value for value, _ in c.values))
        for c in conflicts(standing.chain)
    )
    task = Task(name, "contradictions", standing.entry.label)
    return Item(task, standing.entry.kind, _sides(ledger, against), reasons, last_seen(ledger, against))


def _refused(ledger: Ledger, name: str) -> Item:
    waiting = find_refused(ledger, int(name[1:]))
    claim = waiting.claim
    subject = claim_id(claim)
    side = Side(subject, _report(ledger, claim.version), claim.quotes, last_seen(ledger, [subject]), claim)
    task = Task(name, "refused", f"{claim.kind}: {_words(claim)}")
    return Item(task, claim.kind, (side,), tuple(waiting.reason.split("; ")), side.seen)


def _unread(ledger: Ledger, name: str) -> Item:
    waiting = find_unread(ledger, int(name[1:]))
    part = waiting.stretch
    words = Quote(part.start, part.end, part.text)
    side = Side(waiting.name, _report(ledger, waiting.version), (words,), last_seen(ledger, [waiting.name]))
    task = Task(name, "unread", " ".join(part.text.split()))
    return Item(task, None, (side,), (part.reason, f"tripped by {part.trigger}"), side.seen)


def is_open(ledger: Ledger, item: Item, as_of: date) -> bool:
    """Whether a task is still to be decided: what was decided since the list was made may have settled it."""
    if item.task.topic == "pairs":
        entries = [side.entry for side in item.sides]
        if None in entries or len(set(entries)) < 2:
            return False
        held = [m.claim for side in item.sides if side.entry for m in find_entry(ledger, side.entry).members]
        entry = decided.entry_members(ledger, held)
        between = frozenset(entries)
        told = decided.judgements_on(ledger, held)
        return all(frozenset((entry.get(j.left), entry.get(j.right))) != between for j in told)
    if item.task.topic == "contradictions":
        standing = find_standing(ledger, item.task.id.removeprefix("c-"), as_of)
        return standing.assessment.contradicted and not _settled(ledger, standing)
    return not decided.settled_subjects(ledger) & set(item.names)
