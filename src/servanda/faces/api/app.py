"""The interface for programs: what it answers, and the one shape of its errors (RFC 9457)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from http import HTTPStatus
from importlib.metadata import version
from typing import Any

import msgspec
from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from servanda.errors import AccessError, InputError, NotFoundError, NotReadyError, ServandaError
from servanda.faces.access.gate import may
from servanda.faces.access.refusals import headers_of, status_of
from servanda.faces.api.answers import router
from servanda.workflows.desk import Desk

DESCRIPTION = """Reports, claims, entries and how they stand, as JSON. Every answer holds for one day (`as_of`).
Errors are problem details (RFC 9457). Answers carry an ETag, and `If-None-Match` saves what has not changed. "Nothing
reported" is never "not done"."""


def _problem(request: Request, status: int, detail: str) -> Response:
    body = {
        "type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail,
        "instance": request.url.path,
    }  # fmt: skip
    return Response(msgspec.json.encode(body), status, media_type="application/problem+json")


def _on_error(request: Request, error: Exception) -> Response:
    if isinstance(error, RequestValidationError):
        faults = (f"{'.'.join(map(str, one['loc'][1:]))}: {one['msg']}" for one in error.errors())
        return _problem(request, 400, "; ".join(faults))
    if isinstance(error, HTTPException):
        answer = _problem(request, error.status_code, str(error.detail))
        # which methods a path has, after one that it has not
        answer.headers.update(error.headers or {})
        return answer
    if isinstance(error, AccessError):
        answer = _problem(request, status_of(error), str(error))
        answer.headers.update(headers_of(error))
        return answer
    known = ((NotFoundError, 404), (NotReadyError, 503), (InputError, 400))
    status = next((status for kind, status in known if isinstance(error, kind)), 500)
    answer = _problem(request, status, str(error))
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        answer.headers["Retry-After"] = "5"
    return answer


def create_api(desk: Desk, *, today: Callable[[], date]) -> FastAPI:
    """The interface over a desk, to be mounted under /api, or set behind a gate of its own: without one nobody asks."""
    api = FastAPI(
        title="Servanda",
        version=version("servanda"),
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
    )
    api.state.desk, api.state.today = desk, today
    api.include_router(router, dependencies=[Depends(may("reader"))])
    for kind in (ServandaError, RequestValidationError, HTTPException):
        api.add_exception_handler(kind, _on_error)
    described = api.openapi

    def openapi() -> dict[str, Any]:
        """The description; what the framework says of its own sort of errors is not what comes."""
        told = described()
        for methods in told["paths"].values():
            for one in methods.values():
                one["responses"].pop("422", None)
        return told

    api.openapi = openapi  # type: ignore[method-assign]
    return api
