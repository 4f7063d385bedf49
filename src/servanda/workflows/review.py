"""One task of what waits for a person's judgement, laid out to be decided on, for every face."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from servanda.errors import NotFoundError
from servanda.ledger import decided, queue, views
from servanda.ledger.session import Ledger
from servanda.monitoring.chain import Chain, known
from servanda.monitoring.conflicts import conflicts
from servanda.resolution.features import THRESHOLDS
from servanda.resolution.score import Score, compare
from servanda.terms.claims import Claim, ClaimKind
from servanda.terms.decisions import Ruling
from servanda.terms.evidence import Quote
from servanda.terms.ids import claim_id
from servanda.terms.reports import Report
from servanda.workflows.decide import find_entry, last_seen
from servanda.workflows.missed import find_refused, find_unread
from servanda.workflows.waiting import Task, against, differing, first_words, is_settled, said, topic_of


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


def _chain(ledger: Ledger, name: str, as_of: date) -> Chain:
    entry = find_entry(ledger, name)
    chain = known(entry, views.stored_claims(ledger, [m.claim for m in entry.members]), as_of)
    if chain is None:
        raise NotFoundError(f"{entry.id} was not yet told of on {as_of}")
    return chain


def lay_out_task(ledger: Ledger, name: str, as_of: date) -> Item:
    """A task by its id, as it stands now; NotFoundError when there is no such task in the ledger."""
    topic = topic_of(name)
    if topic == "pairs":
        return _pair(ledger, name)
    if topic == "contradictions":
        return _contradiction(ledger, name, as_of)
    return _refused(ledger, name) if topic == "refused" else _unread(ledger, name)


def sides_of(ledger: Ledger, names: Sequence[str]) -> tuple[Side, ...]:
    """Some claims laid out, whether they stand or not; NotFoundError for one that is in no report."""
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
    return (head, *said(score))


def _pair(ledger: Ledger, name: str) -> Item:
    left, right = name.split("-")[1:]
    sides = tuple(sorted(sides_of(ledger, (left, right)), key=lambda side: (side.report.date, side.name)))
    a, b = (side.claim for side in sides)
    assert a is not None
    assert b is not None
    task = Task(name, "pairs", f"{first_words(a)} / {first_words(b)}")
    return Item(task, a.kind, sides, signals(compare(a, b), a.kind), last_seen(ledger, (left, right)))


def _contradiction(ledger: Ledger, name: str, as_of: date) -> Item:
    chain = _chain(ledger, name.partition("-")[2], as_of)
    names = against(chain)
    task = Task(name, "contradictions", chain.entry.label)
    return Item(task, chain.entry.kind, sides_of(ledger, names), differing(chain), last_seen(ledger, names))


def _refused(ledger: Ledger, name: str) -> Item:
    waiting = find_refused(ledger, int(name[1:]))
    claim = waiting.claim
    subject = claim_id(claim)
    side = Side(subject, _report(ledger, claim.version), claim.quotes, last_seen(ledger, [subject]), claim)
    task = Task(name, "refused", f"{claim.kind}: {first_words(claim)}")
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
        chain = _chain(ledger, item.task.id.removeprefix("c-"), as_of)
        return bool(conflicts(chain)) and not is_settled(ledger, chain)
    return not decided.settled_of(ledger, item.names)
