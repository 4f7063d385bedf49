"""Whether the names of those who decided are told: the public reads what was decided, when and why, not by whom."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# of one request, or of one command: what is written for the public is written in many places
_HIDDEN: ContextVar[bool] = ContextVar("servanda_reviewers_hidden", default=False)
UNNAMED = "a reviewer"


@contextmanager
def reviewers_hidden(*, hidden: bool = True) -> Iterator[None]:
    """What is written inside tells no name of one who decided."""
    before = _HIDDEN.set(hidden)
    try:
        yield
    finally:
        _HIDDEN.reset(before)


def told_name(by: str) -> str:
    """The name of one who decided, or that it was a reviewer."""
    return UNNAMED if _HIDDEN.get() else by
