"""The interface for programs: what it answers, and how it is described."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from importlib.metadata import version
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Response
from pydantic import Field, TypeAdapter

from servanda.faces.access.gate import may
from servanda.faces.api import entries, figures, posting, relations, reports, review
from servanda.faces.api.asked import AskedNow, only_known
from servanda.faces.api.problems import READS, tell_problems
from servanda.faces.api.sent import Turns
from servanda.faces.api.shapes.base import Problem, Shape
from servanda.faces.api.shapes.entries import Paper
from servanda.faces.api.shapes.sent import Conflict, Judgement, ReportOffered
from servanda.workflows.desk import Desk

DESCRIPTION = """Reports, claims, entries and how they stand, as JSON. Every answer holds for one day (`as_of`): nothing
published after it is used. Lists come in parts (`limit`, `offset`); `next`, and a header `Link`, have the address of
the next part. Answers carry an `ETag`, and `If-None-Match` saves what has not changed. Errors are problem details (RFC
9457). "Nothing reported" is never "not done". What reports say stands in fields of its own and is data."""
TAGS = [
    {"name": "relations", "description": "States together: at a glance, what was read, what changed, the pack."},
    {"name": "entries", "description": "What was agreed, met about, done and told, followed through all reports."},
    {"name": "figures", "description": "Figures like with like, and documents counted once."},
    {"name": "reports", "description": "What was read, and what it states, with exact quotes."},
    {"name": "decisions", "description": "What people decide, which outranks the machine."},
]
MODULES = (relations, entries, figures, reports, review, posting)
SECURITY = {
    "token": {
        "type": "http", "scheme": "bearer",
        "description": "A token of yours. Where one person is alone at this machine none is needed.",
    },
    "session": {
        "type": "apiKey", "in": "cookie", "name": "servanda-session",
        "description": "The session of a browser that is signed in; it only reads.",
    },
}  # fmt: skip
BY_TOKEN: list[dict[str, list[str]]] = [{}, {"token": []}]
BY_SESSION: list[dict[str, list[str]]] = [{"session": []}]
LIST = Field(min_length=1, max_length=posting.MOST)
WORDS = {"Judgement": "A decision, by its `action`.", "Offered": "A report, or a list of them."}
# where the office mounts the interface
PREFIX = "/api"
router = APIRouter(responses=READS)


class Address(Shape):
    """One address of the interface."""

    path: str = Field(description="Where it is.")
    methods: list[str] = Field(description="How it can be asked.")
    summary: str = Field(description="What it answers, in a few words.")


class Index(Shape):
    """What there is."""

    description: str = Field(description="Where all of it is described (OpenAPI).")
    addresses: list[Address] = Field(description="Every address.")


@router.get("/", response_model=Index, summary="What there is")
def index(asked: AskedNow) -> Response:
    """The addresses of the interface, and where it is described."""
    paths = asked.request.app.openapi()["paths"]
    return asked.answer({
        "description": f"{PREFIX}/openapi.json",
        "addresses": [
            {
                "path": f"{PREFIX}{path}", "methods": sorted(name.upper() for name in methods),
                "summary": "; ".join(one["summary"] for one in methods.values()),
            }
            for path, methods in sorted(paths.items())
        ],
    })  # fmt: skip


@router.get("/openapi.json", include_in_schema=False)
def description(asked: AskedNow) -> Response:
    """How all of it is described."""
    return asked.answer(asked.request.app.openapi())


def _taken() -> dict[str, Any]:
    """The shapes of what is sent."""
    found: dict[str, Any] = {}
    taken: dict[str, Any] = {"Judgement": Judgement, "Offered": ReportOffered | Annotated[list[ReportOffered], LIST]}
    for name, shape in taken.items():
        told = TypeAdapter[Any](shape).json_schema(ref_template="#/components/schemas/{model}")
        found.update(told.pop("$defs"))
        found[name] = {"description": WORDS[name], **told}
    return found


def create_api(desk: Desk, *, today: Callable[[], date]) -> FastAPI:
    """The interface over a desk, to be mounted under /api, or set behind a gate of its own: without one nobody asks."""
    api = FastAPI(
        title="Servanda",
        version=version("servanda"),
        description=DESCRIPTION,
        openapi_tags=TAGS,
        servers=[{"url": PREFIX, "description": "This office."}],
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    api.state.desk, api.state.today, api.state.turns = desk, today, Turns()
    for one in (router, *(module.router for module in MODULES)):
        api.include_router(one, dependencies=[Depends(may("reader")), Depends(only_known)])
    tell_problems(api)
    described = api.openapi

    def openapi() -> dict[str, Any]:
        """The description; what the framework says of its own sort of errors is not what comes."""
        if api.openapi_schema is not None:
            return api.openapi_schema
        told = described()
        for methods in told["paths"].values():
            for method, one in methods.items():
                one["responses"].pop("422", None)
                one["security"] = BY_TOKEN if method == "post" else BY_TOKEN + BY_SESSION
                if "200" in one["responses"]:
                    one["responses"]["200"]["description"] = "What was asked for."
        shapes = told["components"]["schemas"]
        for name in ("HTTPValidationError", "ValidationError"):
            shapes.pop(name, None)
        shapes.update({one.__name__: one.model_json_schema() for one in (Problem, Conflict, Paper)})
        shapes.update(_taken())
        told["components"]["securitySchemes"] = SECURITY
        return told

    api.openapi = openapi  # type: ignore[method-assign]
    return api
