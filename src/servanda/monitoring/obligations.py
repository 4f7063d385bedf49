"""Whether a later telling of something else fulfils a commitment: the document promised, the meeting, the activity."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations
from typing import Literal

from servanda.monitoring.chain import Chain, Step
from servanda.monitoring.directions import named
from servanda.terms.claims import Activity, Commitment, Instrument, Meeting
from servanda.terms.dates import Edtf
from servanda.terms.states import fold

# the act that a commitment promises on a document, and the statuses of the document that fulfil it
DOCUMENT_ACTS: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (re.compile(r"^(?:implement|carry out|fulfil)"), frozenset({"implemented"})),
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
_KINDS = "agreement|treaty|memorandum|protocol|road ?map|programme|program|declaration|convention|contract|charter"
# "the investment agreement": what stands between the article and the kind of document
_BRIEFLY = re.compile(rf"\b(?:the|an?|this)\s+((?:[\w-]+\s+){{1,3}}?)(?:{_KINDS})s?\b")
_HOLD = re.compile(r"^(?:hold|convene|organi[sz]e|host|conduct)\b(.*)")
# the kinds of meeting that each word for one can mean
MEETING_WORDS: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (re.compile(r"\bforum\b"), frozenset({"forum"})),
    (re.compile(r"\bsummit\b"), frozenset({"summit"})),
    (re.compile(r"\b(?:session|consultations|commission|committee|council)\b"), frozenset({"session"})),
    (re.compile(r"\bmeeting\b"), frozenset({"meeting", "session", "summit"})),
)
_PLACE = re.compile(r"\bin (?:the )?([A-Z][\w'’-]+)")
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


_ENDING = re.compile(r"(?<=[a-z]{4})(?:ing|ed|es|s)$")
# what stands for the two states in a name that is theirs together: the "Uzbek-Kyrgyz Fund"
_PAIR = " ofboth "


# every commitment is held against every document and activity of its relation, so the same texts come again and again
@lru_cache(maxsize=65536)
def words_of(text: str | None, states: tuple[str, ...]) -> frozenset[str]:
    """The beginnings of the words that tell a document or event apart; the states of a relation name all of them."""
    folded = fold(text or "").casefold()
    for left, right in permutations(states if len(states) == 2 and "-" in folded else (), 2):
        folded = re.sub(f"{named(left).pattern}-{named(right).pattern}", _PAIR, folded)
    for code in states:
        folded = named(code).sub(" ", folded)
    return frozenset(_stem(w) for w in _WORD.findall(folded) if w not in _EMPTY)


def _stem(word: str) -> str:
    """Six letters without a verb's ending: enough for "negotiation" and "negotiate", "opened" and "open" to meet."""
    return _ENDING.sub("", word)[:6]


def _about(left: frozenset[str], right: frozenset[str]) -> bool:
    """Whether an act names what a title names: most of the shorter side's words."""
    if not left or not right:
        return False
    shared = len(left & right)
    return shared >= min(2, len(right)) and shared / min(len(left), len(right)) >= 0.5


def _before(what: Instrument | Activity | Meeting, since: Step) -> bool:
    """Whether something took place before it was promised: the Days of Culture of another year fulfil nothing."""
    return what.date is not None and what.date.after <= since.date


def _late(due: Edtf | None, when: Edtf | None) -> str:
    """A remark where something came after its due window."""
    return f", after it was due ({due})" if due is not None and when is not None and when.first >= due.after else ""


@dataclass(frozen=True, slots=True)
class _Promise:
    """One telling of a commitment, with what its entry concerns and when it was first told."""

    what: Commitment
    since: Step
    states: tuple[str, ...]

    @property
    def act(self) -> str:
        return self.what.action.casefold()

    def words(self) -> frozenset[str]:
        return words_of(self.what.action, self.states)

    def about(self, title: str | None) -> bool:
        return _about(self.words(), words_of(title, self.states))


def _briefly(promise: _Promise, titles: Sequence[str]) -> str | None:
    """The one title that an act names in short, "the investment agreement"; None when none or several could be."""
    for found in _BRIEFLY.finditer(promise.act):
        topic = words_of(found.group(1), promise.states)
        meant = [title for title in titles if topic and topic <= words_of(title, promise.states)]
        if len(meant) == 1:
            return meant[0]
    return None


def words_promised(what: Commitment, states: tuple[str, ...]) -> frozenset[str]:
    """Every word by which it can mean a title or name: whatever fulfils it by its name shares one of them."""
    brief = (words_of(found.group(1), states) for found in _BRIEFLY.finditer(what.action.casefold()))
    return words_of(what.action, states).union(*brief)


def names_in_short(what: Commitment) -> bool:
    """Whether a commitment may mean a document by a word or two: then it counts which other titles there are."""
    return _BRIEFLY.search(what.action.casefold()) is not None


def _stages_promised(act: str) -> frozenset[str] | None:
    """The stages of a document that fulfil an act; None where it promises none."""
    wanted = next((stages for pattern, stages in DOCUMENT_ACTS if pattern.search(act)), None)
    return wanted if _DOCUMENT.search(act) else None


def promises_a_document(what: Commitment) -> bool:
    """Whether a document that comes as far as was promised would fulfil a commitment."""
    return _stages_promised(what.action.casefold()) is not None


def promises_a_meeting(what: Commitment) -> bool:
    """Whether a meeting of its kind in its due window would fulfil a commitment."""
    return what.due is not None and _HOLD.search(what.action.casefold()) is not None


# a telling that fulfils a promise, and how
Found = tuple[Step, Fulfilment]


def _documents(promise: _Promise, chains: Sequence[Chain]) -> Iterator[Found]:
    wanted = _stages_promised(promise.act)
    if wanted is None:
        return
    short = _briefly(promise, _titles(chains))
    for step in (step for chain in chains for step in chain.steps):
        what = step.what
        if not isinstance(what, Instrument) or step.date < promise.since.date or _before(what, promise.since):
            continue
        meant = promise.about(what.title) or (short is not None and what.title == short)
        if step.claim.version == promise.since.claim.version or not meant:
            continue
        words = f"{what.title!r} told as {what.status.replace('_', ' ')}{_late(promise.what.due, what.date)}"
        if what.status in wanted:
            yield step, Fulfilment("done", words, step.stored.id)
        # "sign and ratify" is half done with the signature
        elif what.status == "signed" and "sign" in promise.act:
            yield step, Fulfilment("partly_done", words, step.stored.id)


def _activities(promise: _Promise, chains: Sequence[Chain]) -> Iterator[Found]:
    for step in (step for chain in chains for step in chain.steps):
        what = step.what
        if (
            not isinstance(what, Activity)
            or what.status not in ("completed", "held")
            or step.date <= promise.since.date
        ):
            continue
        shared = promise.words() & words_of(what.name, promise.states)
        if _before(what, promise.since) or len(shared) < 2 or not promise.about(what.name):
            continue
        words = f"{what.name!r} told as {what.status}{_late(promise.what.due, what.date)}"
        # the end of negotiations is not yet the signature that was promised
        half = re.search(r"\b(?:sign|ratif)", promise.act) and "negotiat" in what.name.casefold()
        yield step, Fulfilment("partly_done" if half else "done", words, step.stored.id)


def _meetings(promise: _Promise, chains: Sequence[Chain]) -> Iterator[Found]:
    """Meetings of the kind, in the due window and, where both tell one, in the place that was promised."""
    due, held = promise.what.due, _HOLD.search(promise.act)
    if due is None or held is None:
        return
    kinds = next((kinds for word, kinds in MEETING_WORDS if word.search(held.group(1))), frozenset[str]())
    place = _PLACE.search(promise.what.action)
    for step in (step for chain in chains for step in chain.steps):
        what = step.what
        if (
            not isinstance(what, Meeting)
            or what.status != "held"
            or what.date is None
            or step.date <= promise.since.date
        ):
            continue
        elsewhere = place and what.city and fold(what.city).casefold() not in fold(promise.what.action).casefold()
        if what.type in kinds and what.date.overlaps(due) and not elsewhere and not _before(what, promise.since):
            where = f" in {what.city}" if what.city else ""
            yield step, Fulfilment("done", f"{what.type} of {what.date}{where} told as held", step.stored.id)


def _titles(documents: Sequence[Chain]) -> list[str]:
    """The titles of the documents of a relation, one for each document."""
    found = []
    for chain in documents:
        told = [s.what.title for s in chain.steps if isinstance(s.what, Instrument) and s.what.title]
        found += [max(told, key=len)] if told else []
    return found


def fulfilment(chain: Chain, others: Sequence[Chain]) -> Fulfilment | None:
    """The first telling of a document, activity or meeting that fulfils a commitment, or None.

    What took place before the promise, or is named like it by its states alone, fulfils nothing. First is what was
    published first: what is told later of another thing does not take its place. What fulfils in part counts only while
    nothing fulfils it whole.
    """
    told = dict.fromkeys(s.what for s in chain.steps if isinstance(s.what, Commitment))
    by_kind: dict[str, list[Chain]] = defaultdict(list)
    for other in others:
        by_kind[other.kind].append(other)
    found: list[Found] = []
    for promise in (_Promise(what, chain.first, chain.entry.states) for what in told):
        found += _documents(promise, by_kind["instrument"])
        found += _activities(promise, by_kind["activity"])
        found += _meetings(promise, by_kind["meeting"])
    first = min(found, key=lambda one: (one[1].status == "partly_done", one[0].date, one[1].claim), default=None)
    return first[1] if first is not None else None
