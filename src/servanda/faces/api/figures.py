"""What programs can ask of figures: series like with like, and documents counted once."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from servanda.faces.api.asked import AskedNow, PartNow, StatesNow
from servanda.faces.api.problems import READS
from servanda.faces.api.shapes.base import Listed
from servanda.faces.api.shapes.figures import Documents, Series
from servanda.faces.exports.series_rows import series_row, tally_row
from servanda.terms.claims import Indicator
from servanda.workflows.series import figures

router = APIRouter(responses=READS, tags=["figures"])


@router.get("/series", response_model=Listed[Series], summary="Figures like with like")
def series(
    asked: AskedNow,
    part: PartNow,
    states: StatesNow,
    indicator: Annotated[Indicator | None, Query(description="Only of this.")] = None,
) -> Response:
    """Figures by period: every value told, by whom, with its quote; what agrees within rounding and what differs."""
    found = figures(asked.desk.ledger, asked.as_of, states=states, indicator=indicator).series
    return asked.listed(map(series_row, found[part.of(found)]), len(found), part)


@router.get("/documents", response_model=Listed[Documents], summary="Documents counted once")
def documents(asked: AskedNow, part: PartNow, states: StatesNow) -> Response:
    """How many documents were signed in each year, and what they are worth; a package and its parts count once."""
    found = figures(asked.desk.ledger, asked.as_of, states=states, indicator="documents_signed").tallies
    return asked.listed(map(tally_row, found[part.of(found)]), len(found), part)
