"""One entry: how it stands and why, every value with the words that tell it, the whole chain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from fastapi import APIRouter, Response

from servanda.faces.web.chart import Chart, chart
from servanda.faces.web.links import Links, way_to
from servanda.faces.web.outcome import Done, done_of
from servanda.faces.web.render import Shell
from servanda.faces.web.tellings import as_read, mark_words
from servanda.faces.web.trail import TrailRow, trail_of
from servanda.faces.web.visit import Visit, Visited
from servanda.faces.web.words import Badge, badge, codes, dated, day, field_name, spaced, value_words, when
from servanda.ledger import decided
from servanda.ledger.reader_views import entries_of_claims
from servanda.ledger.views import stored_claims
from servanda.monitoring.chain import Chain, Step
from servanda.monitoring.conflicts import conflicts
from servanda.monitoring.coverage import extent, silence
from servanda.monitoring.outlook import outlook
from servanda.monitoring.status import RULES
from servanda.terms.amounts import amount
from servanda.terms.claims import Commitment, Figure, Instrument, field_names
from servanda.terms.decisions import mark_of
from servanda.terms.decisions import standing as not_withdrawn
from servanda.terms.rows import Row, claim_row
from servanda.workflows.assess import Standing

router = APIRouter()
# decisions that are shown of one entry; the page of all decisions has the others
TRAIL = 50


@dataclass(frozen=True, slots=True)
class Telling:
    """One report's words on an entry."""

    date: str
    link: str
    quotes: tuple[str, ...]
    report: str
    publisher: str
    href: str
    values: tuple[tuple[str, str], ...]
    said_by: str
    decided: str
    as_read: tuple[tuple[str, str], ...]
    claim_href: str


@dataclass(frozen=True, slots=True)
class Told:
    """One value of a field, and every telling of it."""

    value: str
    tellings: tuple[Telling, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its values side by side, and whether they contradict one another."""

    name: str
    told: tuple[Told, ...]
    contradicted: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quote that the status rests on."""

    quote: str
    report: str
    date: str
    href: str
    other: str
    other_href: str


@dataclass(frozen=True, slots=True)
class EntryPage:
    """One entry."""

    template: ClassVar[str] = "entry.html"
    shell: Shell
    label: str
    id: str
    kind: str
    codes: str
    status: Badge
    due: str
    why: str
    rule: str
    rule_says: str
    evidence: tuple[Evidence, ...]
    would_change: tuple[str, ...]
    read: str
    silence: str
    carried_over: int
    history_href: str
    indicator: str
    series_href: str
    decided: str
    fields: tuple[Field, ...]
    chain: tuple[Telling, ...]
    chart: Chart | None
    merge_href: str
    trail: tuple[TrailRow, ...]
    done: Done | None


def _words(step: Step, name: str) -> str:
    """A field's value as one telling has it; a quantity with its unit."""
    what = step.what
    value = getattr(what, name)
    if isinstance(what, Figure) and name in ("value", "value_to") and value is not None:
        return amount(value, what.unit)
    if isinstance(what, Instrument) and name == "value" and value is not None:
        return amount(value, what.currency)
    if name in ("type", "status", "indicator", "visit", "strength", "qualifier"):
        return spaced(value)
    return value_words(value)


def telling(standing: Standing, step: Step, links: Links) -> Telling:
    """One telling as it is shown."""
    # the unit stands beside its value
    names = [name for name in field_names(step.claim.kind) if name not in ("unit", "currency")]
    values = [(field_name(name), words) for name in names if (words := _words(step, name))]
    said_by = step.claim.asserted_by
    ruling = standing.rulings.get(step.stored.id)
    return Telling(
        date=day(step.date),
        link=step.link,
        quotes=tuple(" ".join(quote.text.split()) for quote in step.claim.quotes),
        report=step.claim.report,
        publisher=step.stored.publisher or "",
        href=links.report(step.claim.report, step.stored.id),
        values=tuple(values),
        said_by=value_words(said_by) if said_by else "",
        decided=mark_words(mark_of(ruling)) if ruling is not None else "",
        as_read=as_read(step.claim, standing.read.get(step.stored.id)),
        claim_href=links.to(f"/claim/{step.stored.id}"),
    )


def _trail(visit: Visit, standing: Standing) -> tuple[TrailRow, ...]:
    """What was decided on its claims, the last first."""
    ledger = visit.desk.ledger
    told = decided.all_decisions(ledger, [step.stored.id for step in standing.chain.steps])
    return trail_of(ledger, told[-TRAIL:], {one.id for one in not_withdrawn(told)}, visit.links)


def _fields(chain: Chain, tellings: Sequence[Telling]) -> tuple[Field, ...]:
    at_odds = {field_name(conflict.field) for conflict in conflicts(chain)}
    found: dict[str, dict[str, list[Telling]]] = defaultdict(lambda: defaultdict(list))
    for one in tellings:
        for name, words in one.values:
            found[name][words].append(one)
    return tuple(
        Field(name, tuple(Told(words, tuple(told)) for words, told in values.items()), name in at_odds)
        for name, values in found.items()
    )


def _evidence(standing: Standing, visit: Visit) -> tuple[Evidence, ...]:
    ids, ledger = standing.assessment.evidence, visit.desk.ledger
    claims, homes = stored_claims(ledger, ids), entries_of_claims(ledger, ids)
    found = []
    for claim in dict.fromkeys(ids):
        stored = claims[claim]
        other = homes.get(claim, standing.entry.id)
        elsewhere = other != standing.entry.id
        found.append(
            Evidence(
                quote=" ".join(stored.claim.quotes[0].text.split()),
                report=stored.claim.report,
                date=day(stored.date),
                href=visit.links.report(stored.claim.report, claim),
                other=f"another entry: {stored.claim.kind}" if elsewhere else "",
                other_href=visit.links.entry(other) if elsewhere else "",
            )
        )
    return tuple(found)


def _indicator(chain: Chain) -> str:
    """What a figure counts, or the target of a commitment; empty where there is none."""
    for step in chain.steps:
        if isinstance(step.what, Figure):
            return step.what.indicator
        if isinstance(step.what, Commitment) and step.what.target is not None:
            return step.what.target.indicator
    return ""


def _series_href(states: Sequence[str], indicator: str, links: Links) -> str:
    """Where the figures of an indicator stand beside one another; empty where they do not."""
    if not indicator or len(states) < 2:
        return ""
    return links.to(f"/relation/{'-'.join(states)}/series", indicator=indicator)


@router.get("/entry/{name}")
def entry(name: str, visit: Visited) -> Response:
    """The entry whose id is, or starts with, a name."""
    standing = visit.desk.standing(name, visit.as_of)
    chain, a = standing.chain, standing.assessment
    tellings = tuple(telling(standing, step, visit.links) for step in chain.steps)
    progress, indicator = standing.progress, _indicator(chain)
    claims = stored_claims(visit.desk.ledger, [p.claim for p in progress.points]) if progress else {}
    context = EntryPage(
        shell=visit.shell(chain.entry.label, *way_to(chain.entry.states), files=True),
        label=chain.entry.label,
        id=chain.entry.id,
        kind=chain.kind,
        codes=codes(chain.entry.states),
        status=badge(a.status),
        due=when(a.due),
        why=dated(a.why),
        rule=a.rule,
        rule_says=next(rule.says for rule in RULES if rule.name == a.rule),
        evidence=_evidence(standing, visit),
        would_change=tuple(map(dated, outlook(chain, a))),
        read=extent(a.coverage),
        silence=silence(a) or "",
        carried_over=chain.carried_over,
        history_href=visit.links.to(f"/entry/{chain.entry.id}/history"),
        indicator=spaced(indicator),
        series_href=_series_href(chain.entry.states, indicator, visit.links),
        decided=mark_words(standing.mark) if standing.mark else "",
        fields=_fields(chain, tellings),
        chain=tellings,
        chart=chart(standing, claims, visit.links) if progress else None,
        merge_href=visit.links.to(f"/entry/{chain.entry.id}/merge") if visit.visitor.may("reviewer") else "",
        trail=_trail(visit, standing),
        done=done_of(visit, visit.links.entry(chain.entry.id)),
    )
    return visit.answer(context, lambda: [_file_row(standing, step) for step in chain.steps])


def _file_row(standing: Standing, step: Step) -> Row:
    """One telling as it is taken along: the claim with the guide's fields, beside the entry's status."""
    return {
        "entry": standing.entry.id,
        "status": standing.assessment.status,
        "why": standing.assessment.why,
        "id": step.stored.id,
        "link": step.link,
        "date_published": step.date.isoformat(),
        **{f"told_{key}" if key == "status" else key: value for key, value in claim_row(step.claim).items()},
    }
