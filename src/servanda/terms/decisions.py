"""What people decide about claims: kept beside the machine's reading, with who, when and why; nothing is taken away.

A decision is never changed. Another one outranks it, or withdraws it, and the order is that of their moments, so that
the same decisions come to the same result in whatever order they arrive.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import combinations
from typing import Literal, get_args

from servanda.errors import ClaimError, InputError
from servanda.terms.claims import Claim, What, field_names
from servanda.terms.dates import Edtf
from servanda.terms.entries import Judgement, Verdict
from servanda.terms.rows import Row, what_from_row, what_row
from servanda.terms.states import is_party

Action = Literal[
    # on two claims or more
    "same", "different", "unsure", "merge", "split",
    # on one claim
    "confirm", "correct", "reject", "restore", "accept", "add",
    # on a decision
    "withdraw",
]  # fmt: skip
ACTIONS: tuple[Action, ...] = get_args(Action)
# what a decision on several claims says of each pair of them
VERDICTS: Mapping[Action, Verdict] = {
    "same": "same", "different": "different", "unsure": "unsure", "merge": "same", "split": "different",
}  # fmt: skip
# in place of the last decision seen, for a reviewer before whom nobody had decided
NOBODY = "none"
# what is decided in one go bears one moment, each decision so much after the one before
STEP = timedelta(microseconds=1)
# digits before or after the point: more would fill the screen, or the memory
LARGEST = 30
Ruled = Literal["confirmed", "corrected", "rejected", "restored", "accepted", "added", "withdrawn"]
_RULED: Mapping[Action, Ruled] = {
    "confirm": "confirmed", "correct": "corrected", "reject": "rejected", "restore": "restored", "accept": "accepted",
    "add": "added",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision of a person.

    ``subject`` is the claim, or the unread stretch, that it is about; ``others`` are the claims it holds against it.
    ``now`` are the fields that a correction sets, or the claim that is accepted or added; ``was`` what the reviewer saw
    in their place. ``of`` is the decision that a withdrawal takes back. ``unsupported`` is what the evidence gate says
    against it: such a claim rests on the person's word.
    """

    action: Action
    subject: str
    by: str
    reason: str
    at: datetime
    others: tuple[str, ...] = ()
    of: str | None = None
    was: Row = field(default_factory=dict, hash=False)
    now: Row = field(default_factory=dict, hash=False)
    unsupported: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """``d-`` and sixteen hex digits over all of it: the same decision has the same id on every machine."""
        told = [
            self.action, self.subject, self.others, self.of, self.was, self.now, self.by, self.reason,
            self.at.astimezone(UTC).isoformat(timespec="microseconds"), self.unsupported,
        ]  # fmt: skip
        text = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return "d-" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    @property
    def claims(self) -> tuple[str, ...]:
        """All that it is about."""
        return (self.subject, *self.others)

    @property
    def pairs(self) -> Iterator[frozenset[str]]:
        """The pairs of claims that it decides on: one is parted from the others, or all are tied."""
        if self.action == "split":
            yield from (frozenset((self.subject, other)) for other in self.others)
        elif self.action in VERDICTS:
            yield from (frozenset(pair) for pair in combinations(sorted(set(self.claims)), 2))


@dataclass(frozen=True, slots=True)
class Ruling:
    """What stands of people's decisions on one claim: how they left it, the fields they set, the last of them."""

    status: Ruled
    last: Decision
    changes: Row = field(default_factory=dict, hash=False)
    unsupported: tuple[str, ...] = ()

    @property
    def out(self) -> bool:
        """Whether the claim is kept out of the entries."""
        return self.status in ("rejected", "withdrawn")


@dataclass(frozen=True, slots=True)
class Mark:
    """That a person decided: what they said, who, when and why."""

    decided: str
    by: str
    at: datetime
    why: str


def mark_of(ruling: Ruling) -> Mark:
    """The mark on a claim."""
    return Mark(ruling.status, ruling.last.by, ruling.last.at, ruling.last.reason)


def last_mark(rulings: Iterable[Ruling], judgements: Iterable[Judgement]) -> Mark | None:
    """The mark on an entry: the last that was decided on any claim of it, or on one of them and another."""
    told = [mark_of(one) for one in rulings]
    told += [Mark(j.verdict, j.by, j.at, j.reason) for j in judgements]
    return max(told, key=lambda mark: (mark.at, mark.by, mark.decided), default=None)


def check(decision: Decision) -> None:
    """InputError when nobody is named, or when the words hold control characters, which no screen is to be sent."""
    if not decision.by.strip():
        raise InputError("who decides? name yourself with --by, or by the setting SERVANDA_USER")
    for name, words in (("the name", decision.by), ("the reason", decision.reason)):
        if any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or 0xD800 <= ord(c) < 0xE000 for c in words):
            raise InputError(f"{name} {words[:60]!r} holds control characters; write it in plain text on one line")
    if decision.action in ("reject", "correct", "restore") and not decision.reason.strip():
        raise InputError(f"to {decision.action} needs a reason; give one, such as: misread")


def _order(decision: Decision) -> tuple[datetime, str]:
    return decision.at, decision.id


def in_order(decisions: Iterable[Decision]) -> list[Decision]:
    """Decisions in the order they were made."""
    return sorted(decisions, key=_order)


def in_one_go(one: Decision, others: Iterable[Decision]) -> tuple[Decision, ...]:
    """The decisions that were made with one, it among them, in order: those of one person a microsecond apart."""
    found = [one]
    mine = in_order({d.id: d for d in others if d.by == one.by and (d.of is None) == (one.of is None)}.values())
    for later in (d for d in mine if d.at > one.at):
        if later.at - found[-1].at == STEP:
            found.append(later)
    for earlier in (d for d in reversed(mine) if d.at < one.at):
        if found[0].at - earlier.at == STEP:
            found.insert(0, earlier)
    return tuple(found)


def standing(decisions: Iterable[Decision]) -> list[Decision]:
    """Those that no standing withdrawal takes back, in the order they were made, standing withdrawals among them."""
    known = {one.id: one for one in decisions}
    withdrawals = defaultdict(list)
    for name, one in known.items():
        if one.of is not None:
            withdrawals[one.of].append(name)
    fallen: set[str] = set()
    # a withdrawal of a withdrawal is looked at before the one it takes back
    for name in sorted(known, key=lambda name: -_depth(known, name)):
        if any(taker not in fallen for taker in withdrawals[name]):
            fallen.add(name)
    return in_order(one for name, one in known.items() if name not in fallen)


def _depth(known: Mapping[str, Decision], name: str) -> int:
    depth, at = 0, known.get(name)
    while at is not None and at.of is not None:
        depth, at = depth + 1, known.get(at.of)
    return depth


def ruling(claim: str, decisions: Sequence[Decision]) -> Ruling | None:
    """What stands of the decisions on one claim, which are given with their withdrawals; None when nothing does."""
    about = [one for one in decisions if one.subject == claim and one.action not in VERDICTS]
    entered = not any(one.action in ("accept", "add") for one in about)
    said = [one for one in standing(about) if one.action != "withdraw"]
    found: Ruling | None = None
    rejected = False
    for one in said:
        entered = entered or one.action in ("accept", "add")
        rejected = one.action == "reject" or (rejected and one.action not in ("restore", "accept", "add"))
        changes = {**(found.changes if found else {}), **(one.now if one.action == "correct" else {})}
        against = one.unsupported if one.action in ("correct", "accept", "add") else found.unsupported if found else ()
        found = Ruling("rejected" if rejected else _RULED[one.action], one, changes, against)
    if entered:
        return found
    return Ruling("withdrawn", in_order(about)[-1]) if about else None


def verdicts(decisions: Iterable[Decision]) -> dict[frozenset[str], Judgement]:
    """The last standing word on each pair that decisions are about, which are given with their withdrawals."""
    found: dict[frozenset[str], Judgement] = {}
    for one in standing(decisions):
        for pair in one.pairs:
            left, right = sorted(pair)
            found[pair] = Judgement(left, right, VERDICTS[one.action], one.by, one.reason, one.at, person=True)
    return found


def corrected(claim: Claim, changes: Row) -> Claim:
    """The claim with some fields set; ClaimError when its kind has no such field, or a value is none of the guide's."""
    known = field_names(claim.kind)
    wrong = sorted(changes.keys() - set(known))
    if wrong:
        raise ClaimError(f"a {claim.kind} has no field {wrong[0]!r}; its fields are {', '.join(known)}")
    made = replace(claim, what=what_from_row(claim.kind, {**what_row(claim.what), **changes}))
    check_what(made.what)
    return made


def check_what(what: What) -> None:
    """ClaimError when the fields that a person gave name a state that there is not, or a number beyond all measure."""
    for code in (*getattr(what, "states", ()), *filter(None, (getattr(what, "host", None),))):
        if not is_party(code):
            raise ClaimError(f"{code!r} is the code of no state or body; write one as KAZ, or EUU")
    for number in _numbers(what):
        if number and abs(number.adjusted()) > LARGEST:
            raise ClaimError(f"{number} is no number that a report could tell")


def _numbers(value: object) -> Iterator[Decimal]:
    if isinstance(value, Decimal):
        yield value
    elif is_dataclass(value) and not isinstance(value, type | Edtf):
        for one in fields(value):
            yield from _numbers(getattr(value, one.name))
