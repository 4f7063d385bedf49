"""Alterations of one claim that the report itself tempts to: what stands in it, but of something else.

Persons who speak elsewhere, states and currencies named for other things, a plan told as done, growth told as decline,
a bound told as a figure, another part of the year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from servanda.reading.document import Document
from servanda.terms.claims import Activity, Claim, Figure, Instrument, Meeting, Person, Statement, What
from servanda.terms.dates import Edtf, Partial
from servanda.terms.mentions import AmountKind, AmountValue, Kind, PersonValue

# how many alterations of one kind are tried on a claim
MOST = 2
RAISED = {
    "planned": ("signed", "held", "completed"), "negotiated": ("signed", "in_force"), "proposed": ("held",),
}  # fmt: skip
OTHER_QUALIFIERS = {
    "exact": ("over", "almost"), "about": ("over",), "over": ("exact", "almost"), "almost": ("exact", "over"),
    "up_to": ("exact", "over"),
}  # fmt: skip
# words of growth and what turns them round
TURNED = {
    "grew": "shrank", "grown": "shrunk", "rose": "fell", "risen": "fallen", "increased": "decreased",
    "increase": "decrease", "growth": "decline", "up": "down", "more": "less", "larger": "smaller", "higher": "lower",
    "fell": "rose", "fallen": "risen", "decreased": "increased", "decrease": "increase", "decline": "growth",
    "dropped": "jumped", "declined": "grew", "drop": "rise", "rise": "fall",
}  # fmt: skip
GROWTH = re.compile(r"\b(" + "|".join(TURNED) + r")\b")
Altered = tuple[str, What]


def _surname(name: str) -> str:
    return name.rsplit(maxsplit=1)[-1].casefold()


def _named(document: Document) -> list[str]:
    """The persons named in a report, once each."""
    found: dict[str, str] = {}
    for mention in document.mentions:
        value = mention.value
        if isinstance(value, PersonValue) and value.name and not value.plural:
            found.setdefault(_surname(value.name), value.name)
    return list(found.values())


def speakers(claim: Claim, document: Document) -> Iterator[Altered]:
    """Words put into the mouth of another person whom the report names, outside the sentences that are quoted."""
    what = claim.what
    if not isinstance(what, Statement) or not what.speaker.name:
        return
    quoted = " ".join(
        document.text[part.start : part.end].casefold()
        for part in document.segments
        if any(part.start < quote.end and quote.start < part.end for quote in claim.quotes)
    )
    # a person named in the sentence may be a second speaker of it, or somebody it is said of
    others = [n for n in _named(document) if _surname(n) not in quoted and _surname(n) != _surname(what.speaker.name)]
    for name in others[:MOST]:
        yield "speaker swapped", replace(what, speaker=Person(name, None, None))


def participants(claim: Claim, others: Sequence[Claim]) -> Iterator[Altered]:
    """One who took part in another meeting of the report, in the place of one who took part in this."""
    what = claim.what
    if not isinstance(what, Meeting):
        return
    here = {_surname(person.name) for person in what.participants if person.name}
    quoted = " ".join(quote.text for quote in claim.quotes).casefold()
    apart: dict[str, Person] = {}
    for other in others:
        if isinstance(other.what, Meeting):
            apart |= {_surname(p.name): p for p in other.what.participants if p.name}
    strangers = [p for at, p in apart.items() if at not in here and at not in quoted]
    for person in strangers[: MOST if here else 0]:
        yield "participant of another", replace(what, participants=(*what.participants[1:], person))


def statuses(claim: Claim, _document: Document) -> Iterator[Altered]:
    """What is still to come told as done."""
    what = claim.what
    if not isinstance(what, Meeting | Instrument | Activity):
        return
    known = {Meeting: ("held",), Instrument: ("signed", "in_force"), Activity: ("completed", "held")}[type(what)]
    for status in RAISED.get(what.status, ()):
        if status in known:
            raised: What = replace(what, status=status)  # type: ignore[arg-type]
            yield "status raised", raised


def directions(claim: Claim, _document: Document) -> Iterator[Altered]:
    """Growth told as decline, and the other way round."""
    change = claim.what.change if isinstance(claim.what, Figure) else None
    if change is not None and change.direction is not None:
        turned = replace(change, direction="down" if change.direction == "up" else "up")
        yield "direction flipped", replace(claim.what, change=turned)  # type: ignore[call-arg]


def growth_words(claim: Claim) -> Iterator[tuple[int, int, str]]:
    """Where the first quote of a growth tells which way it went, and a word that turns it round."""
    change = claim.what.change if isinstance(claim.what, Figure) else None
    if change is None or change.direction is None:
        return
    words = list(GROWTH.finditer(claim.quotes[0].text))
    if len(words) == 1:  # with two of them one may tell of something else
        word = words[0]
        yield claim.quotes[0].start + word.start(), word.end() - word.start(), TURNED[word.group()]


def qualifiers(claim: Claim, _document: Document) -> Iterator[Altered]:
    """A bound or an estimate told as a figure, a figure told as a bound."""
    what = claim.what
    if isinstance(what, Figure) and what.value is not None:
        for qualifier in OTHER_QUALIFIERS.get(what.qualifier or "", ()):
            yield "qualifier", replace(what, qualifier=qualifier)  # type: ignore[arg-type]


def currencies(claim: Claim, document: Document) -> Iterator[Altered]:
    """Another currency of the report."""
    amounts = (mention.value for mention in document.mentions if mention.kind is Kind.AMOUNT)
    told = {a.unit for a in amounts if isinstance(a, AmountValue) and a.kind is AmountKind.MONEY and a.unit}
    # beside the same number the other currency may stand too: "USD 20 million (KZT 10 billion)"
    for name in ("unit", "currency"):
        unit = getattr(claim.what, name, None)
        if isinstance(unit, str) and re.fullmatch("[A-Z]{3}", unit):
            for other in sorted({*told, "EUR", "USD", "JPY"} - {unit})[:3]:
                yield "currency", replace(claim.what, **{name: other})  # type: ignore[arg-type]


def states(claim: Claim, document: Document) -> Iterator[Altered]:
    """One of the two sides replaced by a state that the report names for something else."""
    held = getattr(claim.what, "states", ())
    if len(held) != 2:
        return
    told = {code for code in document.state_counts if code not in held and len(code) == 3}
    near = {
        part.paragraph
        for part in document.segments
        if any(q.start < part.end and part.start < q.end for q in claim.quotes)
    }
    close = " ".join(document.text[p.start : p.end] for p in document.segments if p.paragraph in near)
    # a state of the same paragraph may take part after all, as may those that the report is about
    apart = sorted(told - set(document.parties) - {code for code in told if _told_in(document, code, close)})
    for code in apart[:MOST]:
        yield "states swapped", replace(claim.what, states=tuple(sorted((held[0], code))))  # type: ignore[call-arg]


def _told_in(document: Document, code: str, words: str) -> bool:
    return any(
        getattr(m.value, "code", getattr(m.value, "state", None)) == code and m.text in words for m in document.mentions
    )


def _moved(part: Partial, months: int) -> Partial:
    at = part.year * 12 + (part.month or 1) - 1 + months
    return Partial(at // 12, at % 12 + 1)


def stretches(claim: Claim, _document: Document) -> Iterator[Altered]:
    """Half of the year told for all of it, a stretch moved on by a quarter, a due date put off."""
    what = claim.what
    for name, rule in (("period", "period shifted"), ("due", "due shifted"), ("term", "term shifted")):
        value = getattr(what, name, None)
        if not isinstance(value, Edtf) or value.start is None or value.end is None:
            continue
        start, end = value.start, value.end
        if not value.is_interval and start.month is None:
            half = Edtf(Partial(start.year, 1), Partial(start.year, 6))
            options = [half] if name == "period" else [half, _years(value, 2), _years(value, 5)]
            options.append(_years(value, -2))
        elif start.month is not None and end.month is not None:
            options = [Edtf(_moved(start, by), _moved(end, by)) for by in (3, -3, 5)]
        else:
            options = [_years(value, 2), _years(value, -2)]
        for moved in options:
            yield rule, replace(what, **{name: moved})  # type: ignore[arg-type]


def _years(value: Edtf, by: int) -> Edtf:
    def move(part: Partial | None) -> Partial | None:
        return part and Partial(part.year + by, part.month, part.day and min(part.day, 28))

    return Edtf(move(value.start), move(value.end))
