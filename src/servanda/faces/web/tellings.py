"""A telling laid out beside a form: where it was reported, its words in the text, and what stands of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from servanda.faces.exports.reviewers import told_name
from servanda.faces.web.excerpt import AROUND, Paragraph, excerpt
from servanda.faces.web.links import Links
from servanda.faces.web.words import day, field_name, value_words
from servanda.terms.claims import Claim, field_names
from servanda.terms.decisions import Mark, mark_of
from servanda.workflows.review import Side

# a claim alone on a page has room for more of its report
ALONE = 900


@dataclass(frozen=True, slots=True)
class Telling:
    """One telling: ``text`` is the stretch of its report with the quotes marked, ``decided`` what stands on it."""

    number: int
    claim: str
    kind: str
    title: str
    report: str
    publisher: str
    date: str
    href: str
    text: tuple[Paragraph, ...]
    entry_href: str
    claim_href: str
    decided: str
    as_read: tuple[tuple[str, str], ...]


def telling_of(side: Side, number: int, links: Links, *, alone: bool = False) -> Telling:
    """A side as it is shown; the only one of its page with more of its report around it."""
    return Telling(
        number=number,
        claim=side.name,
        kind=side.claim.kind if side.claim else "",
        title=side.report.title or side.report.id,
        report=side.report.id,
        publisher=side.report.publisher or "",
        date=day(side.report.date),
        href=links.report(side.report.id, side.name if side.entry else None),
        text=excerpt(side.report.text, side.quotes, ALONE if alone else AROUND),
        entry_href=links.entry(side.entry) if side.entry else "",
        claim_href=links.to(f"/claim/{side.name}") if side.entry or side.ruling else "",
        decided=mark_words(mark_of(side.ruling)) if side.ruling else "",
        as_read=as_read(side.claim, side.read),
    )


def mark_words(mark: Mark) -> str:
    """What a person decided, who, when and why."""
    said = f": “{mark.why}”" if mark.why else ""
    return f"{mark.decided} by {told_name(mark.by)} on {day(mark.at.date())}{said}"


def as_read(claim: Claim | None, read: Claim | None) -> tuple[tuple[str, str], ...]:
    """The fields that a person corrected, as they were first read."""
    if read is None or claim is None:
        return ()
    names = [name for name in field_names(read.kind) if getattr(read.what, name) != getattr(claim.what, name)]
    return tuple((field_name(name), value_words(getattr(read.what, name)) or "nothing") for name in names)


Values = tuple[tuple[str, tuple[str, ...], bool], ...]


def values_of(claims: Sequence[Claim | None]) -> Values:
    """Every field that one of some claims of a kind tells, each claim's value, and whether they are not the same."""
    kind = next((claim.kind for claim in claims if claim is not None), None)
    if kind is None:
        return ()
    rows = [
        (field_name(name), tuple(value_words(getattr(c.what, name)) if c else "" for c in claims))
        for name in field_names(kind)
    ]
    return tuple((name, told, len(set(told)) > 1) for name, told in rows if any(told))
