"""The one shape of errors that a program gets (RFC 9457)."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

import msgspec
from fastapi import Request, Response

from servanda.terms.rows import Plain

MEDIA = "application/problem+json"


def problem(request: Request, status: int, detail: str, more: Mapping[str, Plain] | None = None) -> Response:
    """The answer that says what went wrong; ``more`` are members of its own."""
    body = {
        "type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail,
        "instance": request.url.path, **(more or {}),
    }  # fmt: skip
    return Response(msgspec.json.encode(body), status, media_type=MEDIA)
