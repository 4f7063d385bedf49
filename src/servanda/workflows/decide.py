"""What a person can decide, for every face: each function checks, keeps the decision, and resolves what it touches.

A decision is signed: who, why, and what was the last decision that the reviewer saw. When somebody decided meanwhile,
it is refused with ConflictError, so that nobody decides over what they have not seen.
"""

from __future__ import annotations

import getpass
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from servanda.errors import ConflictError, InputError, NotFoundError
from servanda.ledger import decided, queue, views
from servanda.ledger.decisions import Seen, conflict, keep_decisions
from servanda.ledger.session import Ledger
from servanda.reading import gate
from servanda.reading.pipeline import lay_out
from servanda.settings import load_settings
from servanda.terms.claims import Claim
from servanda.terms.decisions import NOBODY, Action, Decision, Ruling, corrected, in_one_go, standing
from servanda.terms.entries import Entry
from servanda.terms.rows import Row, what_row
from servanda.workflows.add import RESOLVER
from servanda.workflows.today import now


@dataclass(frozen=True, slots=True)
class Signature:
    """Who decides and why. ``seen`` is the last decision that was shown, or ``NOBODY``; None leaves that open."""

    by: str
    reason: str = ""
    seen: str | None = None


def reviewer(given: str | None = None) -> str:
    """Who decides: the name given, else the setting, else the login name; InputError when there is none."""
    name = given or load_settings().user
    if not name:
        try:
            name = getpass.getuser()
        except (OSError, KeyError):
            name = ""
    if not name.strip():
        raise InputError("who decides? name yourself with --by, or by the setting SERVANDA_USER")
    return name.strip()


def made_by(action: Action, subject: str, signed: Signature, others: Sequence[str] = (), **more: object) -> Decision:
    """A decision of this moment, signed."""
    made: Callable[..., Decision] = Decision
    return made(action, subject, signed.by.strip(), signed.reason.strip(), now(), tuple(others), **more)


def keep(ledger: Ledger, made: Sequence[Decision], names: Sequence[str], seen: str) -> tuple[Decision, ...]:
    """Decisions kept in the ledger as one go; ConflictError when a newer one than was seen is there."""
    at_once = [replace(one, at=made[0].at) for one in made]
    return keep_decisions(ledger, at_once, resolver=RESOLVER, seen=Seen(tuple(names), seen))


def last_seen(ledger: Ledger, names: Sequence[str]) -> str:
    """The id of the last decision on some claims, or ``NOBODY``: what a face shows, and hands back when it decides."""
    last = decided.last_decision(ledger, names)
    return last.id if last else NOBODY


def seen_of(ledger: Ledger, *shown: Entry) -> str:
    """The mark of some entries as they are shown: the last decision on their claims, and which claims they hold."""
    names = [m.claim for entry in shown for m in entry.members]
    return f"{last_seen(ledger, names)} {hashlib.sha256(' '.join(names).encode()).hexdigest()[:8]}"


def meanwhile(ledger: Ledger, names: Sequence[str]) -> ConflictError:
    """What to tell one who looked at some claims that stand otherwise now."""
    last = decided.last_decision(ledger, names)
    return conflict(last) if last else ConflictError("it is told otherwise now than when you looked; look again")


def held_to(ledger: Ledger, signed: Signature, *now_: Entry) -> Signature:
    """The signature of one who saw entries with the mark of ``seen_of``; ConflictError when they hold other claims."""
    last, _, held = (signed.seen or "").partition(" ")
    if not held:
        return signed
    if held != seen_of(ledger, *now_).partition(" ")[2]:
        raise meanwhile(ledger, [m.claim for entry in now_ for m in entry.members])
    return replace(signed, seen=last)


def seen_by(ledger: Ledger, names: Sequence[str], signed: Signature) -> str:
    """What the reviewer saw of some claims; where that is not told, what is there now."""
    last = decided.last_decision(ledger, names)
    found = last.id if last else NOBODY
    if signed.seen not in (None, found):
        raise conflict(last)
    return found


def find_claim(ledger: Ledger, name: str) -> str:
    """The id of the claim that is, or starts with, a name; NotFoundError when none or several do."""
    found = views.claims_by_prefix(ledger, name) if name else []
    if len(found) == 1:
        return found[0]
    if name in found:
        return name
    if found:
        raise NotFoundError(f"{name!r} is the start of {len(found)} claims: {', '.join(found[:6])}")
    raise NotFoundError(f"no claim {name!r}; servanda show ENTRY lists those of an entry")


def find_entry(ledger: Ledger, name: str) -> Entry:
    """The entry whose id is, or starts with, a name; NotFoundError when none or several do."""
    found = views.entries_by_prefix(ledger, name if name.startswith("e-") else f"e-{name}")
    if len(found) != 1:
        many = f"{name!r} is the start of {len(found)} entries" if found else f"no entry {name!r}"
        raise NotFoundError(f"{many}; servanda status lists them")
    return found[0]


def judge(ledger: Ledger, left: str, right: str, action: Action, signed: Signature) -> Decision:
    """Whether two claims are one thing: ``same``, ``different`` or ``unsure``."""
    if action not in ("same", "different", "unsure"):
        raise InputError(f"{action!r} is none of same, different, unsure")
    both = (left, right)
    return keep(ledger, [made_by(action, left, signed, [right])], both, seen_by(ledger, both, signed))[0]


def merge(ledger: Ledger, left: Entry, right: Entry, signed: Signature) -> Decision:
    """Two entries are one thing: all their claims are tied."""
    if left.id == right.id:
        raise InputError(f"{left.id} is one entry; name two")
    signed, names = held_to(ledger, signed, left, right), [m.claim for m in (*left.members, *right.members)]
    return keep(ledger, [made_by("merge", names[0], signed, names[1:])], names, seen_by(ledger, names, signed))[0]


def split(ledger: Ledger, entry: Entry, claim: str, signed: Signature) -> Decision:
    """One claim of an entry is another thing than the rest."""
    signed, names = held_to(ledger, signed, entry), [m.claim for m in entry.members]
    rest = [name for name in names if name != claim]
    if claim not in names:
        raise InputError(f"{claim} is not in {entry.id}; its claims are {', '.join(names)}")
    if not rest:
        raise InputError(f"{claim} is alone in {entry.id}; there is nothing to split it from")
    return keep(ledger, [made_by("split", claim, signed, rest)], names, seen_by(ledger, names, signed))[0]


def _standing(ledger: Ledger, name: str) -> tuple[Claim, Ruling | None]:
    """A claim as it stands, and what was ruled on it; InputError when it is out."""
    found = views.stored_claims(ledger, [name])
    if name not in found:
        raise NotFoundError(f"no claim {name!r}; servanda show ENTRY lists those of an entry")
    ruled = decided.rulings_on(ledger, [name]).get(name)
    if ruled is not None and ruled.out:
        undo = "restore it first" if ruled.status == "rejected" else "accept or add it again first"
        raise InputError(f"{name} was {ruled.status} by {ruled.last.by}; {undo}")
    return found[name].claim, ruled


def standing_claim(ledger: Ledger, name: str) -> Claim:
    """A claim as it stands, with its corrections; InputError when it is out."""
    return _standing(ledger, name)[0]


def confirm(ledger: Ledger, names: Sequence[str], signed: Signature) -> tuple[Decision, ...]:
    """Some claims are read rightly, as they stand."""
    seen = seen_by(ledger, names, signed)
    for name in names:
        _standing(ledger, name)
    return keep(ledger, [made_by("confirm", name, signed) for name in names], names, seen)


def correct(ledger: Ledger, name: str, fields: Row, signed: Signature) -> Decision:
    """Some fields of a claim were misread: the claim as corrected stands in for what was read.

    The words are held to the evidence gate as the reader's are; what it would refuse stands on the person's word, and
    the decision says so. ClaimError when a value is none of the guide's.
    """
    seen = seen_by(ledger, [name], signed)
    claim, _ = _standing(ledger, name)
    made = corrected(claim, fields)
    before, after = what_row(claim.what), what_row(made.what)
    now_ = {key: after[key] for key in fields if after[key] != before[key]}
    if not now_:
        raise InputError(f"{name} says that already; nothing is corrected")
    was = {key: before[key] for key in now_}
    one = made_by("correct", name, signed, was=was, now=now_, unsupported=faults(ledger, made))
    return keep(ledger, [one], [name], seen)[0]


def faults_of(ledger: Ledger, name: str, fields: Row) -> tuple[str, ...]:
    """What the evidence gate would say against a claim if some fields of it were corrected so."""
    return faults(ledger, corrected(standing_claim(ledger, name), fields))


def faults(ledger: Ledger, claim: Claim) -> tuple[str, ...]:
    """What the evidence gate says against a claim; empty when its quotes bear it out."""
    report = queue.report_of(ledger, claim.version)
    return () if report is None else gate.faults(claim, lay_out(report))


def reject(ledger: Ledger, name: str, signed: Signature) -> Decision:
    """A claim is none, or is misread: it leaves the entries and stays in the ledger."""
    seen = seen_by(ledger, [name], signed)
    _standing(ledger, name)
    return keep(ledger, [made_by("reject", name, signed)], [name], seen)[0]


def restore(ledger: Ledger, name: str, signed: Signature) -> Decision:
    """A claim that was rejected stands after all, with the corrections it had."""
    seen = seen_by(ledger, [name], signed)
    ruled = decided.rulings_on(ledger, [name]).get(name)
    if ruled is None or ruled.status != "rejected":
        raise InputError(f"{name} is not rejected; there is nothing to restore")
    return keep(ledger, [made_by("restore", name, signed)], [name], seen)[0]


def find_decision(ledger: Ledger, name: str) -> Decision:
    """The decision whose id is, or starts with, a name; NotFoundError when none or several do."""
    found = decided.decisions_by_prefix(ledger, name if name.startswith("d-") else f"d-{name}")
    if len(found) != 1:
        many = f"{name!r} is the start of {len(found)} decisions" if found else f"no decision {name!r}"
        raise NotFoundError(f"{many}; servanda decisions lists them")
    return found[0]


def withdraw(ledger: Ledger, name: str, signed: Signature) -> Decision:
    """An earlier decision is taken back, a withdrawal too; the decision stays in the trail."""
    return undo(ledger, [find_decision(ledger, name)], signed)[0]


def made_with(ledger: Ledger, name: str) -> tuple[Decision, ...]:
    """What was decided in one go with a decision, it among them; NotFoundError when there is no such one."""
    one = find_decision(ledger, name)
    return in_one_go(one, decided.decisions_beside(ledger, one))


def about(made: Sequence[Decision]) -> list[str]:
    """All that some decisions are about."""
    return sorted({name for one in made for name in one.claims})


def take_back(ledger: Ledger, name: str, signed: Signature) -> tuple[Decision, ...]:
    """All that was decided in one go with a decision is taken back, as far as it stands; the trail keeps it."""
    made = made_with(ledger, name)
    seen_by(ledger, about(made), signed)
    stand = {one.id for one in standing(decided.all_decisions(ledger, about(made)))}
    left = [one for one in made if one.id in stand]
    return undo(ledger, left or made, signed)


def undo(ledger: Ledger, made: Sequence[Decision], signed: Signature) -> tuple[Decision, ...]:
    """Some decisions are taken back together, the last first."""
    names = about(made)
    stand = {one.id for one in standing(decided.all_decisions(ledger, names))}
    for one in made:
        if one.id not in stand:
            raise InputError(f"{one.id} was withdrawn already")
    seen = seen_by(ledger, names, signed)
    taken = [made_by("withdraw", one.subject, signed, one.others, of=one.id) for one in reversed(made)]
    return keep(ledger, taken, names, seen)
