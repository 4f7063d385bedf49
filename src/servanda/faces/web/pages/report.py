"""A report: its text with every claim marked in place, the claims beside it, what was refused and left unread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from fastapi import APIRouter, Response

from servanda.errors import InputError, NotFoundError
from servanda.faces.web.links import Links
from servanda.faces.web.render import Shell
from servanda.faces.web.spans import Mark, Piece, pieces
from servanda.faces.web.tellings import mark_words
from servanda.faces.web.visit import Visit, Visited
from servanda.faces.web.words import day, sides
from servanda.ledger.decided import rulings_on
from servanda.ledger.reader_views import entries_of_claims, refusals_of, report_versions, states_of_report, unread_of
from servanda.ledger.views import StoredRefusal, StoredReport, StoredUnread, all_claims
from servanda.resolution.labels import label
from servanda.terms.claims import KINDS
from servanda.terms.decisions import Ruling, mark_of
from servanda.terms.reading import StoredClaim
from servanda.terms.rows import claim_row

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Card:
    """A claim, refused claim or unread stretch beside the text; ``name`` is where its words begin in the text."""

    name: str
    tone: str
    kind: str
    label: str
    entry_href: str
    claim_href: str
    reason: str
    rule: str


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a report."""

    number: int
    href: str
    here: bool
    current: bool


@dataclass(frozen=True, slots=True)
class ReportPage:
    """One report version."""

    template: ClassVar[str] = "report.html"
    shell: Shell
    title: str
    id: str
    date: str
    publisher: str
    url: str
    language: str
    reader: str
    added: str
    states: str
    versions: tuple[Version, ...]
    current: bool
    paragraphs: tuple[tuple[Piece, ...], ...]
    claims: tuple[Card, ...]
    refused: tuple[Card, ...]
    unread: tuple[Card, ...]
    digest: str
    kinds: tuple[str, ...]
    may_decide: bool


def _chosen(visit: Visit, source: str) -> tuple[StoredReport, list[StoredReport]]:
    found = report_versions(visit.desk.ledger, source, visit.as_of)
    if not found:
        raise NotFoundError(f"no report {source!r} was published by {visit.as_of}; the list of reports has their ids")
    number = visit.text("version")
    if number is None:
        return next((one for one in found if one.current), found[-1]), found
    chosen = next((one for one in found if str(one.version) == number), None)
    if chosen is None:
        listed = ", ".join(str(one.version) for one in found)
        raise NotFoundError(f"report {source!r} has no version {number!r}; there are {listed}")
    return chosen, found


def _claim_cards(
    claims: Sequence[StoredClaim], homes: dict[str, str], ruled: Mapping[str, Ruling], links: Links
) -> tuple[Card, ...]:
    return tuple(
        Card(
            name=f"q-{one.id}",
            tone=one.claim.kind,
            kind=one.claim.kind,
            label=label([one.claim]),
            entry_href=links.entry(homes[one.id]) if one.id in homes else "",
            claim_href=links.to(f"/claim/{one.id}"),
            reason=mark_words(mark_of(ruled[one.id])) if one.id in ruled else "",
            rule=one.claim.rule,
        )
        for one in claims
    )


def _refused_cards(refused: Sequence[StoredRefusal], links: Links) -> tuple[Card, ...]:
    return tuple(
        Card(
            f"r-{n}", "refused", one.claim.kind, label([one.claim]), "",
            links.to(f"/review/r{one.number}", topic="refused"), one.reason, one.claim.rule,
        )
        for n, one in enumerate(refused)
    )  # fmt: skip


def _unread_cards(unread: Sequence[StoredUnread], links: Links) -> tuple[Card, ...]:
    return tuple(
        Card(
            f"u-{n}", "unread", one.trigger, " ".join(one.text.split())[:160], "",
            links.to(f"/review/u{one.number}", topic="unread"), one.reason, "",
        )
        for n, one in enumerate(unread)
    )  # fmt: skip


def _marks(
    claims: Sequence[StoredClaim], refused: Sequence[StoredRefusal], unread: Sequence[StoredUnread]
) -> list[Mark]:
    """Every quote and stretch as a mark; only the first quote of a claim is where its card points to."""
    told = [(f"q-{c.id}", c.claim.kind, c.claim.quotes, f"{c.claim.kind}: {label([c.claim])}") for c in claims]
    no = [(f"r-{n}", "refused", r.claim.quotes, f"refused: {r.reason}") for n, r in enumerate(refused)]
    found = [
        Mark(quote.start, quote.end, name if first else f"{name}-{quote.start}", tone, f"#c-{name}", words)
        for name, tone, quotes, words in (*told, *no)
        for first, quote in ((n == 0, q) for n, q in enumerate(quotes))
    ]
    found += [
        Mark(one.start, one.end, f"u-{n}", "unread", f"#c-u-{n}", f"left unread: {one.reason}")
        for n, one in enumerate(unread)
    ]
    return found


def _paragraphs(found: Sequence[Piece]) -> tuple[tuple[Piece, ...], ...]:
    """The pieces by line of the text: a piece that holds line breaks goes on in the next paragraph."""
    lines: list[list[Piece]] = [[]]
    for piece in found:
        for number, text in enumerate(piece.text.split("\n")):
            if number:
                lines.append([])
            if text:
                lines[-1].append(Piece(text, piece.marks, piece.names if not number else ()))
    return tuple(tuple(line) for line in lines if line)


@router.get("/report")
def report_by_id(visit: Visited) -> Response:
    """The report with the id that is asked for: ids that are addresses do not fit into a path."""
    source = visit.text("id")
    if source is None:
        raise InputError("no id of a report; the list of reports has them")
    return _answer(source, visit)


@router.get("/report/{source}")
def report(source: str, visit: Visited) -> Response:
    """The report with an id."""
    return _answer(source, visit)


def _answer(source: str, visit: Visit) -> Response:
    chosen, found = _chosen(visit, source)
    told, links, ledger = chosen.report, visit.links, visit.desk.ledger
    claims = list(all_claims(ledger, report=told.digest))
    refused, unread = refusals_of(ledger, told.digest), unread_of(ledger, told.digest)
    homes = entries_of_claims(ledger, [one.id for one in claims])
    states = states_of_report(ledger, told.digest)
    context = ReportPage(
        shell=visit.shell(told.title or told.id, ("/reports", "Reports"), files=True),
        title=told.title or told.id,
        id=told.id,
        date=day(told.date),
        publisher=told.publisher or "",
        url=told.url if told.url and told.url.startswith(("https://", "http://")) else "",
        language=told.language or "",
        reader=chosen.reader,
        added=f"{chosen.added_at:%Y-%m-%d %H:%M} UTC",
        states=sides(states),
        versions=tuple(
            Version(one.version, links.report(told.id, version=one.version), one is chosen, one.current)
            for one in found
        ),
        current=chosen.current,
        paragraphs=_paragraphs(pieces(told.text, _marks(claims, refused, unread))),
        claims=_claim_cards(claims, homes, rulings_on(ledger, [one.id for one in claims]), links),
        refused=_refused_cards(refused, links),
        unread=_unread_cards(unread, links),
        digest=told.digest,
        kinds=KINDS,
        # of a version that was replaced nothing stands in an entry
        may_decide=chosen.current and visit.visitor.may("reviewer"),
    )
    return visit.answer(
        context, lambda: [{"id": one.id, "entry": homes.get(one.id), **claim_row(one.claim)} for one in claims]
    )
