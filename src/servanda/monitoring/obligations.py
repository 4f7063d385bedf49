"""Whether a later telling of something else fulfils a commitment: the document promised, the meeting, the activity."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from servanda.monitoring.chain import Chain, Step
from servanda.terms.claims import Activity, Commitment, Instrument, Meeting

# the act that a commitment promises on a document, and the statuses of the document that fulfil it
DOCUMENT_ACTS: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (re.compile(r"\bratif"), frozenset({"ratified", "in_force", "implemented"})),
    (re.compile(r"\b(?:into (?:force|effect)|put into operation)\b"), frozenset({"in_force", "implemented"})),
    (
        re.compile(
            r"\b(?:sign|conclud|adopt|approv|finali[sz]|complet|develop|prepar|draft|negotiat|establish|reach|agree)"
        ),
        frozenset({"signed", "ratified", "in_force", "implemented"}),
    ),
)
_DOCUMENT = re.compile(
    r"\b(?:agreements?|treat(?:y|ies)|memorand(?:um|a)|mous?|protocols?|road ?maps?|plans?|program(?:me)?s?|"
    r"declarations?|conventions?|contracts?|documents?|negotiations?|charters?)\b"
)
_MEET = re.compile(
    r"^(?:hold|convene|organi[sz]e|host|conduct)\b.*\b(?:meeting|session|forum|summit|consultations|commission)\b"
)
_WORD = re.compile(r"[a-z0-9]{3,}")
# words that tell no two documents or events apart
_EMPTY = frozenset({
    "the", "and", "for", "with", "between", "from", "into", "both", "two", "new", "its", "their", "this", "that",
    "agreement", "treaty", "memorandum", "understanding", "protocol", "roadmap", "plan", "programme", "program",
    "document", "documents", "declaration", "sign", "conclude", "adopt", "approve", "finalise", "finalize", "complete",
    "develop", "prepare", "draft", "negotiate", "establish", "reach", "agree", "hold", "host", "meeting", "session",
    "next", "first", "second", "third", "cooperation", "state", "states", "republic", "country", "countries", "early",
    "president", "minister", "government", "ministry",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """What fulfils a commitment, in whole or in part, and the claim that tells it."""

    status: Literal["done", "partly_done"]
    words: str
    claim: str


def _words(text: str | None) -> frozenset[str]:
    # five letters hold a word's stem well enough to meet "negotiation" and "negotiate"
    return frozenset(w[:6] for w in _WORD.findall((text or "").casefold()) if w not in _EMPTY)


def _about(action: str, title: str | None) -> bool:
    """Whether the act names what the title names: most of the shorter side's words."""
    left, right = _words(action), _words(title)
    if not left or not right:
        return False
    shared = len(left & right)
    return shared >= min(2, len(right)) and shared / min(len(left), len(right)) >= 0.5


def _document(promised: Commitment, since: Step, step: Step) -> Fulfilment | None:
    what, folded = step.what, promised.action.casefold()
    if not isinstance(what, Instrument) or step.date < since.date or step.claim.version == since.claim.version:
        return None
    wanted = next((statuses for act, statuses in DOCUMENT_ACTS if act.search(folded)), None)
    if wanted is None or not _DOCUMENT.search(folded) or not _about(promised.action, what.title):
        return None
    words = f"{what.title!r} told as {what.status.replace('_', ' ')}"
    if what.status in wanted:
        return Fulfilment("done", words, step.stored.id)
    # "sign and ratify" is half done with the signature
    if what.status == "signed" and "sign" in folded:
        return Fulfilment("partly_done", words, step.stored.id)
    return None


def _activity(promised: Commitment, since: Step, step: Step) -> Fulfilment | None:
    what = step.what
    if not isinstance(what, Activity) or step.date <= since.date or what.status not in ("completed", "held"):
        return None
    if not _about(promised.action, what.name) or len(_words(promised.action) & _words(what.name)) < 2:
        return None
    return Fulfilment("done", f"{what.name!r} told as {what.status}", step.stored.id)


def _meeting(promised: Commitment, since: Step, step: Step) -> Fulfilment | None:
    what = step.what
    if not isinstance(what, Meeting) or what.status != "held" or what.date is None or step.date <= since.date:
        return None
    if promised.due is None or what.type not in ("session", "forum", "summit") or not what.date.overlaps(promised.due):
        return None
    if not _MEET.search(promised.action.casefold()):
        return None
    return Fulfilment("done", f"{what.type} of {what.date} told as held", step.stored.id)


_FULFILS = {"instrument": _document, "activity": _activity, "meeting": _meeting}


def fulfilment(chain: Chain, others: Sequence[Chain]) -> Fulfilment | None:
    """The first telling of a document, activity or meeting that fulfils a commitment, or None.

    First is what was published first: what is told later of another thing does not take its place. What fulfils it in
    part counts only while nothing fulfils it whole.
    """
    promised = list(dict.fromkeys(s.what for s in chain.steps if isinstance(s.what, Commitment)))
    found = [
        (fulfilled.status == "partly_done", step.date, step.stored.id, fulfilled)
        for other in others
        if (fulfils := _FULFILS.get(other.kind)) is not None
        for step in other.steps
        for what in promised
        if (fulfilled := fulfils(what, chain.first, step)) is not None
    ]
    return min(found, key=lambda one: one[:3])[3] if found else None
