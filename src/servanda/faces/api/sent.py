"""What a program sends: JSON in bounds, read before the work begins; and whose turn it is to have reports read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from threading import BoundedSemaphore, Lock
from typing import Annotated

import msgspec
from fastapi import Depends, Request
from starlette.exceptions import HTTPException

from servanda.errors import InputError, NotReadyError
from servanda.faces.access.posting import body, media
from servanda.settings import load_settings

JSON = "application/json"
KIB = 1024
# how many wait for their turn, and how many seconds each: a longer queue would keep the threads that answer readers
WAITING, PATIENCE = 4, 30.0
# objects within objects: more than any body of ours has, fewer than a parser's stack holds
DEEPEST = 30


async def sent(request: Request) -> object:
    """The JSON that was sent.

    415 for another sort of body, 413 for one larger than SERVANDA_WEB_SEND_KIB, InputError for one that is no JSON, or
    holds a character that no text has.
    """
    told_as = media(request)
    if told_as != JSON:
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"send it as {JSON}, not as {told_as[:60] or 'nothing'}")
    try:
        told = msgspec.json.decode(await body(request, load_settings().web_send_kib * KIB))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"what was sent is no JSON: {str(error)[:200]}") from None
    _check(told, DEEPEST)
    return told


def no_nul(value: object) -> None:
    """Nothing; InputError for a NUL character, which no database keeps as text."""
    if isinstance(value, str) and "\x00" in value:
        raise InputError("what was sent holds a NUL character; take it out")
    if isinstance(value, dict | list):
        for one in (*value.keys(), *value.values()) if isinstance(value, dict) else value:
            no_nul(one)


def _check(value: object, depth: int) -> None:
    """Nothing; InputError for what nests too deep, and for half a character (a lone surrogate)."""
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            raise InputError(
                "what was sent holds half a character (a lone surrogate); write it anew as UTF-8"
            ) from None
    elif isinstance(value, dict | list):
        if not depth:
            raise InputError(f"what was sent nests deeper than {DEEPEST} objects or lists")
        for one in (*value.keys(), *value.values()) if isinstance(value, dict) else value:
            _check(one, depth - 1)


Sent = Annotated[object, Depends(sent)]


class Turns:
    """One works, a few wait, and whoever comes then is told to come again."""

    def __init__(self) -> None:
        self._room = BoundedSemaphore(WAITING + 1)
        self._turn = Lock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """The time in which nobody else works; NotReadyError where it does not come."""
        if not self._room.acquire(blocking=False):
            raise NotReadyError("others wait to have reports read; send them again in a moment")
        try:
            if not self._turn.acquire(timeout=PATIENCE):
                raise NotReadyError("other reports are being read; send these again in a moment")
            try:
                yield
            finally:
                self._turn.release()
        finally:
            self._room.release()
