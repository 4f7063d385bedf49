"""One document told several times in a report is one claim."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from servanda.reading.instruments_status import STAGES
from servanda.terms.claims import Claim, Instrument

# titles of so few words that they may be cut short
FEW_WORDS = 2
# the share of the shorter title's words that the longer must have
ALIKE = 0.75
# no report tells of more documents between two tellings of one; this keeps the work on a text linear
MOST = 200
# nor does a document need more evidence than this: further tellings of it add no quotes
MOST_QUOTES = 60
_EMPTY = frozenset({"the", "and", "for", "between", "with"})


def _words(what: Instrument) -> frozenset[str]:
    words = re.findall(r"\w{3,}", (what.title or "").casefold())
    return frozenset(word[:6] for word in words if word not in _EMPTY)


def _acronym(what: Instrument) -> str | None:
    found = re.search(r"\(([A-Z][A-Za-z-]{1,11})\)|^([A-Z]{3,8})$", what.title or "")
    return next((group for group in found.groups() if group), None) if found is not None else None


def same(left: Instrument, right: Instrument) -> bool:
    """Whether two tellings are of one document: packages by their number, others by type and most words of the title."""
    if left.type == "package" or right.type == "package":
        return left.type == right.type and left.count == right.count
    if _acronym(left) is not None and _acronym(left) == _acronym(right):
        return True
    a, b = _words(left), _words(right)
    if not a or not b or left.type != right.type:
        return False
    few, many = sorted((len(a), len(b)))
    # "protocol on cooperation" may be of any of several; "trade agreement" is a name
    if few <= FEW_WORDS < many and all(" on " in (what.title or "") for what in (left, right)):
        return False
    return len(a & b) / few >= ALIKE


def _of_one_list(left: Claim, right: Claim) -> bool:
    """Whether two documents are items of one list under other titles: no list tells of a document twice."""
    listed = left.rule.endswith(".listed") and right.rule.endswith(".listed")
    titles = {cast("Instrument", claim.what).title for claim in (left, right)}
    return listed and left.quotes[-1] == right.quotes[-1] and len(titles) > 1


def join(first: Claim, second: Claim) -> Claim:
    """One document told twice: the fuller title, the further status, what either tells."""
    a, b = cast("Instrument", first.what), cast("Instrument", second.what)
    further = a if STAGES.index(a.status) >= STAGES.index(b.status) else b
    what = replace(
        further,
        title=max((a.title, b.title), key=lambda t: len(t or "")),
        date=further.date or a.date or b.date,
        place=further.place or a.place or b.place,
        signatories=a.signatories or b.signatories,
        term=a.term or b.term,
        value=a.value if a.value is not None else b.value,
        currency=a.currency or b.currency,
        states=a.states if len(a.states) >= len(b.states) else b.states,
    )
    ahead, behind = (first, second) if further is a else (second, first)
    quotes = tuple(dict.fromkeys((*ahead.quotes, *behind.quotes)))[:MOST_QUOTES]
    return replace(ahead, what=what, quotes=quotes)


def merge(claims: Sequence[Claim]) -> list[Claim]:
    """The claims with those of one document joined, in the order of their first telling."""
    kept: list[Claim] = []
    for claim in claims:
        what = cast("Instrument", claim.what)
        first = max(0, len(kept) - MOST)
        at = next(
            (
                n
                for n in range(first, len(kept))
                if same(cast("Instrument", kept[n].what), what) and not _of_one_list(kept[n], claim)
            ),
            None,
        )
        if at is None:
            kept.append(claim)
        else:
            kept[at] = join(kept[at], claim)
    return kept
