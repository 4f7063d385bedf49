"""The one shape of errors (RFC 9457): what went wrong, as a program gets it, and what each address may answer."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from servanda.errors import AccessError, ConflictError, InputError, NotFoundError, NotReadyError, ServandaError
from servanda.faces.access.gate import fault_words
from servanda.faces.access.problem import MEDIA, problem
from servanda.faces.access.refusals import headers_of, status_of

# seconds after which one may ask again for what is being worked out
AGAIN = 5
SAYS: Mapping[int, str] = {
    400: "What was asked for cannot be understood.",
    401: "Nobody is signed in; send a token of yours.",
    403: "Your role does not reach.",
    404: "Nothing has that name, or it was not known on the day.",
    409: "Somebody decided meanwhile; look again.",
    413: "More was sent than is read at once.",
    415: "What was sent is of another sort than what is taken.",
    500: "A fault of the server, or of its ledger.",
    503: "The server is busy with it; ask again after Retry-After seconds.",
}  # fmt: skip
_KNOWN: tuple[tuple[type[Exception], int], ...] = ((NotFoundError, 404), (NotReadyError, 503), (InputError, 400))


def answers(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What an address may answer besides what it is asked for, for the description of the interface."""
    shape = {"schema": {"$ref": "#/components/schemas/Problem"}}
    told = {409: {"schema": {"$ref": "#/components/schemas/Conflict"}}}
    return {status: {"description": SAYS[status], "content": {MEDIA: told.get(status, shape)}} for status in statuses}


NOT_SENT = "What the program has (If-None-Match) is what there is."
READS = {304: {"description": NOT_SENT}, **answers(400, 401, 403, 404, 500, 503)}


def _on_error(request: Request, error: Exception) -> Response:
    """The answer to an error of ours."""
    if isinstance(error, AccessError):
        refused = problem(request, status_of(error), str(error))
        refused.headers.update(headers_of(error))
        return refused
    if isinstance(error, ConflictError):
        return problem(request, 409, str(error), {"by": error.by, "at": error.at or None, "decision": error.last})
    status = next((status for kind, status in _KNOWN if isinstance(error, kind)), 500)
    fault = status == HTTPStatus.INTERNAL_SERVER_ERROR
    answer = problem(request, status, fault_words(request, error) if fault else str(error))
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        answer.headers["Retry-After"] = str(AGAIN)
    return answer


def _on_wrong_request(request: Request, error: Exception) -> Response:
    """The answer to a parameter that is none of its kind."""
    assert isinstance(error, RequestValidationError)
    faults = (f"{'.'.join(map(str, one['loc'][1:]))}: {one['msg']}" for one in error.errors())
    return problem(request, 400, "; ".join(faults))


def _on_http_error(request: Request, error: Exception) -> Response:
    """The answer of the router: no such address, no such method; it says which methods there are."""
    assert isinstance(error, HTTPException)
    detail = str(error.detail)
    if detail == HTTPStatus.NOT_FOUND.phrase:
        detail = "Not Found: there is no such address; /api/ lists those that there are"
    answer = problem(request, error.status_code, detail)
    answer.headers.update(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        # the router knows the methods of one handler, and an address may have two
        methods = request.app.openapi()["paths"][request.scope["route"].path]
        answer.headers["Allow"] = ", ".join(sorted(name.upper() for name in methods))
    return answer


def _on_fault(request: Request, _error: Exception) -> Response:
    """The answer to a fault of the program: the log tells of it, a stranger need not know."""
    return problem(request, 500, "the server met a fault of its own; its log says which")


def tell_problems(api: FastAPI) -> None:
    """Let every error of an interface be told in the one shape."""
    api.add_exception_handler(ServandaError, _on_error)
    api.add_exception_handler(RequestValidationError, _on_wrong_request)
    api.add_exception_handler(HTTPException, _on_http_error)
    api.add_exception_handler(Exception, _on_fault)
