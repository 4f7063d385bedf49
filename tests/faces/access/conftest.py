"""What an application's routes need, read off the application itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.routing import Mount


def calls(dependant) -> Iterator[Callable]:
    yield dependant.call
    for one in dependant.dependencies:
        yield from calls(one)


def routes(app, before: str = "") -> Iterator[tuple[str, str, set[Callable]]]:
    """Every method and path with all that it depends on, those of mounted applications after them."""
    for route in iter_route_contexts(app.routes):
        if isinstance(route.original_route, APIRoute):
            for method in route.methods:
                yield method, before + route.path, set(calls(route.dependant))
        elif isinstance(route.original_route, Mount) and hasattr(route.original_route.app, "routes"):
            yield from routes(route.original_route.app, before + route.path)


@pytest.fixture
def routes_of() -> Callable:
    return routes
