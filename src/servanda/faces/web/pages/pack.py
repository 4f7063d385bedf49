"""The pack for a session of two or more states, as a file to be taken along."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from fastapi import APIRouter, Response

from servanda.errors import ExtraError, InputError, NotFoundError
from servanda.faces.exports.packs import FORMS, MEDIA, renderer
from servanda.faces.web.links import Links
from servanda.faces.web.visit import Visited
from servanda.workflows.brief import brief
from servanda.workflows.office import state_codes

router = APIRouter()
# those that a relation's page offers; the calendar has an address too
OFFERED = {".docx": "Word document", ".html": "page to print"}


@cache
def _made_here(suffix: str) -> bool:
    """Whether the library behind a form is installed."""
    try:
        renderer(suffix)
    except ExtraError:
        return False
    return True


def offered(states: Sequence[str], links: Links) -> tuple[tuple[str, str], ...]:
    """The words and address of each form that a relation's page offers its pack in."""
    name = "-".join(states)
    return tuple(
        (words, links.to(f"/relation/{name}/pack{suffix}")) for suffix, words in OFFERED.items() if _made_here(suffix)
    )


@router.get("/relation/{name}/pack.{form}")
def pack(name: str, form: str, visit: Visited) -> Response:
    """The pack of the states whose codes are joined by hyphens; ``since`` sets the day it looks back to."""
    suffix = f".{form}"
    if suffix not in FORMS:
        raise InputError(f"{suffix!r} is none of {', '.join(FORMS)}")
    states = tuple(sorted(state_codes(name.split("-"))))
    made = brief(visit.desk.ledger, states, visit.as_of, since=visit.day("since"))
    if suffix == ".ics" and not made.occasions:
        raise NotFoundError(f"no due date and no meeting ahead was told by {visit.as_of}")
    headers = {
        "Content-Disposition": f'attachment; filename="pack-{"-".join(states)}-{visit.as_of}{suffix}"',
        "Cache-Control": "private, no-cache",
    }
    return Response(renderer(suffix)(made), media_type=MEDIA[suffix], headers=headers)
