"""What would change how an entry stands: read off the table of rules, those above the one that decided first.

Nothing is foretold: each line says what a later report, the calendar or a person would have to bring.
"""

from __future__ import annotations

from collections.abc import Iterator

from servanda.monitoring.chain import Chain
from servanda.monitoring.obligations import promises_a_document, promises_a_meeting
from servanda.monitoring.progress import last_target
from servanda.monitoring.status import STAGES
from servanda.terms.amounts import amount
from servanda.terms.claims import Commitment, Instrument
from servanda.terms.dates import Edtf
from servanda.terms.entries import Assessment

# what a later report may tell of a document that stands as it is, by its stage; to be told of again changes nothing
_LAST_STAGES = frozenset({"expired", "terminated"})
# rules whose finding no later report takes back, and what they rest on
_SETTLED = {
    "told-done": "the report that tells it done",
    "told-dropped": "the report that tells it dropped",
    "terminated": "the report that tells it ended",
    "fulfilled": "the reports of the promise and of what fulfilled it",
    "target-met": "the reports of the target and of the figure",
}


def outlook(chain: Chain, stands: Assessment) -> tuple[str, ...]:
    """What would change the status of an entry, each in a few words, the likeliest way first."""
    if chain.kind == "commitment":
        told = _commitment(chain, stands)
    elif chain.kind == "instrument":
        told = _instrument(chain, stands)
    elif stands.rule == "last-told":
        told = iter(("a later report that tells it otherwise: the last one counts",))
    elif chain.kind == "figure" and stands.rule == "told":
        told = iter(("another value told for the same period: both would stand, as contradicted",))
    else:
        told = iter(())
    return (*told, _by_a_person(stands))


def _by_a_person(stands: Assessment) -> str:
    if stands.rule == "reports-differ":
        return "a person who corrects or rejects one of the values, or a new version of one of the reports"
    rests_on = _SETTLED.get(stands.rule)
    if rests_on is None:
        return "a person who corrects, rejects, merges or splits what it rests on"
    return f"a person who corrects or rejects what it rests on, or a new version of {rests_on}"


def _commitment(chain: Chain, stands: Assessment) -> Iterator[str]:
    if stands.rule == "told-done":
        return
    if stands.rule == "told-dropped":
        yield "a report that it was done"
        return
    if stands.status == "done":
        yield "a report that it was dropped"
        return
    yield "a report that it was done or dropped"
    promises = [step.what for step in chain.steps if isinstance(step.what, Commitment)]
    document, meeting = any(map(promises_a_document, promises)), any(map(promises_a_meeting, promises))
    target = last_target(chain)
    if document:
        yield "a report that the document it promises has come about"
    if meeting:
        yield "a report that the meeting it promises was held in the time told"
    if target is not None:
        yield f"a figure like with like of {amount(target.value, target.unit)} or more"
    if not (document or meeting or target):
        yield "a report of something completed that bears the name of what it promises"
    if stands.rule == "target-missed":
        yield "the goal told again: it would be judged anew"
    elif stands.rule == "overdue":
        yield "the goal told again, with a later due date or with none"
    else:
        yield from _ahead(stands)


def _ahead(stands: Assessment) -> Iterator[str]:
    if stands.rule == "open":
        yield "a report that it is under way"
    if stands.due is not None and stands.due.end is not None and stands.due.after > stands.as_of:
        yield f"the calendar: overdue from {stands.due.after}, if nothing tells that it was done"


def _instrument(chain: Chain, stands: Assessment) -> Iterator[str]:
    if stands.rule == "terminated":
        return
    if stands.rule == "term-over":
        yield "a report of a later term, or that it was ended"
        return
    later = [stage for stage in STAGES[STAGES.index(stands.status) + 1 :] if stage not in _LAST_STAGES]
    if later:
        yield f"a report that it was {_either([stage.replace('_', ' ') for stage in later])}"
    yield "a report that it was ended"
    term = _term(chain)
    if term is not None and term.end is not None and term.after > stands.as_of:
        yield f"the calendar: expired from {term.after}"


def _term(chain: Chain) -> Edtf | None:
    """The term as it was told last, of a document that was told as more than planned."""
    told = [step.what for step in chain.steps if isinstance(step.what, Instrument)]
    if all(what.status in ("planned", "negotiated") for what in told):
        return None
    return next((what.term for what in reversed(told) if what.term is not None), None)


def _either(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
