"""A decision that a program sends, read and made."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import TypeAdapter, ValidationError

from servanda.errors import InputError
from servanda.faces.api.sent import no_nul
from servanda.faces.api.shapes import sent
from servanda.ledger.session import Ledger
from servanda.terms.claims import field_names
from servanda.terms.decisions import Decision
from servanda.workflows import decide, missed
from servanda.workflows.decide import Signature, find_claim, find_entry

_JUDGEMENT: TypeAdapter[sent.Judgement] = TypeAdapter(sent.Judgement)


def read_judgement(told: object) -> sent.Judgement:
    """The decision that was sent; InputError names each fault of it."""
    no_nul(told)
    try:
        return _JUDGEMENT.validate_python(told)
    except ValidationError as error:
        faults = (f"{'.'.join(map(str, one['loc'][1:]))}: {one['msg']}".lstrip(": ") for one in error.errors())
        raise InputError("; ".join(faults)) from None


def decide_on(ledger: Ledger, told: sent.Judgement, signed: Signature) -> Sequence[Decision]:
    """What was decided, as it was kept; the errors are those of ``workflows.decide``."""
    match told:
        case sent.Confirm():
            return decide.confirm(ledger, [find_claim(ledger, name) for name in told.claims], signed)
        case sent.Correct():
            return (decide.correct(ledger, find_claim(ledger, told.claim), told.fields, signed),)
        case sent.Reject():
            return (_reject(ledger, told.claim, signed),)
        case sent.Restore():
            return (decide.restore(ledger, find_claim(ledger, told.claim), signed),)
        case sent.Compared():
            left, right = (find_claim(ledger, name) for name in told.claims)
            return (decide.judge(ledger, left, right, told.action, signed),)
        case _:
            return _on_more(ledger, told, signed)


OnMore = sent.Merge | sent.Split | sent.Withdraw | sent.Accept | sent.Add


def _on_more(ledger: Ledger, told: OnMore, signed: Signature) -> Sequence[Decision]:
    """The decisions on entries, on decisions, and on what the reader refused or missed."""
    match told:
        case sent.Merge():
            left_entry, right_entry = (find_entry(ledger, name) for name in told.entries)
            return (decide.merge(ledger, left_entry, right_entry, signed),)
        case sent.Split():
            return (decide.split(ledger, find_entry(ledger, told.entry), find_claim(ledger, told.claim), signed),)
        case sent.Withdraw():
            return (decide.withdraw(ledger, told.decision, signed),)
        case sent.Accept():
            return missed.accept(ledger, int(told.refused[1:]), signed, told.fields)
        case sent.Add():
            return _add(ledger, told, signed)


def _reject(ledger: Ledger, name: str, signed: Signature) -> Decision:
    number = name[1:]
    if name[:1] in ("r", "u") and number.isascii() and number.isdigit() and len(number) < 18:
        dismiss = missed.dismiss_refused if name[0] == "r" else missed.dismiss_unread
        return dismiss(ledger, int(number), signed)
    return decide.reject(ledger, find_claim(ledger, name), signed)


def _add(ledger: Ledger, told: sent.Add, signed: Signature) -> Sequence[Decision]:
    unknown = sorted(told.fields.keys() - set(field_names(told.kind)))
    if unknown:
        raise InputError(
            f"a {told.kind} has no field {unknown[0]!r}; its fields are {', '.join(field_names(told.kind))}"
        )
    marked = missed.mark(ledger, told.report, told.kind, (), [_written(one) for one in told.quotes])
    return missed.add_claim(ledger, missed.Marked(marked.version, marked.kind, told.fields, marked.spans), signed)


def _written(quote: sent.Span | str) -> str:
    return quote if isinstance(quote, str) else f"{quote.start}:{quote.end}"
