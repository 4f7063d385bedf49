"""What programs can ask of entries: lists, one with its chain, why it stands so, how it stood, who is named."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response

from servanda.errors import NotFoundError
from servanda.faces.api.asked import AskedNow, PartNow, StatesNow, WantedNow
from servanda.faces.api.problems import READS
from servanda.faces.api.shapes.base import Listed
from servanda.faces.api.shapes.entries import EntryLine, EntryWithChain, History, Part, Somebody, Why
from servanda.faces.exports.history_rows import turn_row
from servanda.faces.exports.line_rows import line_row, part_row, person_row
from servanda.faces.exports.rows import standing_row
from servanda.ledger.reader_views import entries_of_claims
from servanda.ledger.views import stored_claims
from servanda.monitoring.coverage import extent, silence
from servanda.monitoring.outlook import outlook
from servanda.monitoring.status import RULES
from servanda.terms.rows import Row, claim_row
from servanda.workflows.decide import last_seen
from servanda.workflows.find import name_key
from servanda.workflows.history import replay

router = APIRouter(responses=READS, tags=["entries"])
EntryName = Annotated[
    str, Path(description="An entry's id, or the start of it.", examples=["e-4f2a9c1b"], max_length=64)
]


@router.get("/entries", response_model=Listed[EntryLine], summary="Entries and how they stand")
def entries(asked: AskedNow, part: PartNow, wanted: WantedNow) -> Response:
    """Entries, those that need a look first."""
    found = wanted.of(asked.desk.index(asked.as_of).lines)
    return asked.listed((line_row(line, asked.as_of) for line in found[part.of(found)]), len(found), part)


@router.get("/due", response_model=Listed[EntryLine], summary="What is due and what comes")
def due(asked: AskedNow, part: PartNow, wanted: WantedNow) -> Response:
    """Deadlines and planned meetings, the earliest first; those past with nothing reported are overdue."""
    found = wanted.of(asked.desk.index(asked.as_of).coming)
    return asked.listed((line_row(line, asked.as_of) for line in found[part.of(found)]), len(found), part)


@router.get("/entries/{entry}", response_model=EntryWithChain, summary="One entry with its chain")
def entry(asked: AskedNow, entry: EntryName) -> Response:
    """How an entry stands, and every telling of it with its quotes."""
    standing = asked.desk.standing(entry, asked.as_of)
    chain: list[Row] = [
        {"claim": s.stored.id, "link": s.link, "published": s.date.isoformat(), **claim_row(s.claim)}
        for s in standing.chain.steps
    ]
    seen = last_seen(asked.desk.ledger, standing.chain.ids)
    return asked.answer({**standing_row(standing), "chain": chain, "seen": seen})


@router.get("/entries/{entry}/why", response_model=Why, summary="Why an entry stands as it does")
def why(asked: AskedNow, entry: EntryName) -> Response:
    """The rule, the reason, the evidence with its quotes, what would change it, and what was read."""
    standing = asked.desk.standing(entry, asked.as_of)
    a = standing.assessment
    claims = stored_claims(asked.desk.ledger, a.evidence)
    homes = entries_of_claims(asked.desk.ledger, a.evidence)
    return asked.answer({
        **standing_row(standing),
        "rule_says": next(rule.says for rule in RULES if rule.name == a.rule),
        "evidence": [
            {"claim": c.id, "entry": homes.get(c.id), "published": c.date.isoformat(), **claim_row(c.claim)}
            for c in (claims[name] for name in dict.fromkeys(a.evidence))
        ],
        "would_change": outlook(standing.chain, a),
        "coverage": extent(a.coverage),
        "silence": silence(a),
    })  # fmt: skip


@router.get("/entries/{entry}/history", response_model=History, summary="How an entry stood on every day")
def history(asked: AskedNow, part: PartNow, entry: EntryName) -> Response:
    """The days on which its status, or the reason for it, became another, each with what made it so."""
    found = replay(asked.desk.ledger, entry, asked.as_of)
    one, turns = found.entry, found.turns
    more: Row = {"entry": one.id, "kind": one.kind, "label": one.label, "states": list(one.states)}
    return asked.listed(map(turn_row, turns[part.of(turns)]), len(turns), part, more)


@router.get("/people", response_model=Listed[Somebody], summary="People and bodies")
def people(
    asked: AskedNow,
    part: PartNow,
    states: StatesNow,
    name: Annotated[str | None, Query(max_length=200, description="A part of the name, in any spelling told.")] = None,
    sort: Annotated[Literal["people", "bodies"] | None, Query(description="Only these.")] = None,
) -> Response:
    """The people and bodies that entries name, those named in most entries first."""
    key = name_key(name or "")
    found = [
        one
        for one in asked.desk.index(asked.as_of).people
        if (sort is None or one.body == (sort == "bodies"))
        and set(states) <= set(one.states)
        and any(key in name_key(spelling) for spelling in one.spellings)
    ]
    return asked.listed(map(person_row, found[part.of(found)]), len(found), part)


@router.get("/person", response_model=Listed[Part], summary="What a person or body had a part in")
def person(
    asked: AskedNow,
    part: PartNow,
    name: Annotated[str, Query(min_length=1, max_length=500, description="The name, in any spelling told last.")],
) -> Response:
    """Every entry that names them, with the role, office and spelling told there, the latest first."""
    key = name_key(name)
    found = [
        told
        for one in asked.desk.index(asked.as_of).people
        if any(name_key(spelling) == key for spelling in one.spellings)
        for told in one.entries
    ]
    if not found:
        raise NotFoundError(f"no report read by {asked.as_of} names {name!r} in something that is followed")
    found.sort(key=lambda one: (one.told, one.entry, one.role), reverse=True)
    return asked.listed(map(part_row, found[part.of(found)]), len(found), part)
