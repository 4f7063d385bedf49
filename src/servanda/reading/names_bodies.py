"""Ministries, agencies, organisations and companies in a text, told by the nouns and legal forms in their names."""

from __future__ import annotations

import re
from functools import cache

from servanda.reading.names_body_reach import has, left, part_of_name, right, run, small_domain, state_behind
from servanda.reading.names_ground import Body, Ground
from servanda.reading.names_tokens import Phrases
from servanda.reading.names_words import given_names, pairs

# "KazMunayGas", but no "McDonald" or "DeSantis"
_MIXED = re.compile(r"(?!(?:Mc|Mac|De|Di|La|Le|Van|Von|Fitz)[A-Z])[A-Z]?[a-z]{2,}[A-Z][A-Za-z]+")


@cache
def _known() -> Phrases[str]:
    return Phrases(pairs("bodies.toml", "known"))


def _abbreviation(ground: Ground, end: int) -> int:
    """The end of "(DEİK)" that begins at ``end``, else ``end``."""
    if not (ground.joined(end + 2) and ground.line[end].text == "(" and ground.line[end + 2].text == ")"):
        return end
    inner = ground.line[end + 1].text
    return end + 3 if sum(c.isupper() for c in inner) > 1 and inner.isalpha() else end


def _state_inside(ground: Ground, first: int, end: int) -> str | None:
    """The state told by the words of a name: an adjective or name in it, or a possessive before it."""
    if ground.joined(first) and ground.lower(first - 1) in {"'s", "’s"} and (place := ground.ends.get(first - 1)):
        return place.state if place.is_state else None
    inside = [ground.starts[n] for n in range(first, end) if n in ground.starts]
    if inside:
        return inside[0].state if inside[0].is_state else None
    known = _known().at(ground.line, first)
    return (known[1] or None) if known else None


def _capital_body(ground: Ground, head: int, floor: int) -> Body | None:
    """The body whose noun, with a capital, stands at ``head``."""
    first = left(ground, head, floor)
    core, end, state = right(ground, head + 1)
    last = ground.line[core - 1].lower
    if has("not_bodies", last) or (
        first == head and core == head + 1 and end == core and has("vague", ground.line[head].lower)
    ):
        return None
    ended = _abbreviation(ground, end)
    return Body(first, core, ended, state or _state_inside(ground, first, core))


def _point_goes_on(ground: Ground, at: int) -> bool:
    """Whether the point of "Corp." stands at ``at`` and no new sentence follows."""
    if ground.line[at].text not in {".", ","} or not ground.joined(at + 1):
        return False
    form = has("forms", ground.lower(at + 1))
    return form or (ground.line[at].text == "." and not ground.line[at + 1].capital)


def _company(ground: Ground, form: int, floor: int) -> Body | None:
    """The company whose legal form stands at ``form``: before it ("Zarubezhgeologiya JSC") or behind ("JSC X")."""
    first = left(ground, form, floor)
    end = form + 1
    while ground.joined(end) and (has("forms", ground.lower(end)) or _point_goes_on(ground, end)):
        end += 1
    if first == form:
        end = run(ground, end, min(end + 5, len(ground.line)))
        if end == form + 1:
            return None
    return Body(first, end, end, _state_inside(ground, first, end))


def _small_body(ground: Ground, head: int, width: int, floor: int) -> Body | None:
    """A body written small, with its state: "Kazakh foreign ministry", "government of Japan"."""
    first = head
    while first > floor and ground.joined(first) and has("small_before", ground.lower(first - 1)):
        first -= 1
    if (
        ground.line[head].lower == "governments"
        and ground.lower(first - 1) in {"two", "both", "three"}
        and ground.joined(first)
    ):
        return Body(first - 1, head + width, head + width, None)
    before = ground.ends.get(first)
    if before is not None and before.is_state and ground.joined(first) and not before.half:
        return Body(before.first, head + width, head + width, before.state)
    if ground.joined(first) and ground.lower(first - 1) in {"'s", "’s"} and (owner := ground.ends.get(first - 1)):
        return Body(first, head + width, head + width, owner.state) if owner.is_state else None
    core = head + width
    if ground.lower(core) == "of":
        core = small_domain(ground, core)
    behind = state_behind(ground, core)
    if behind is not None:
        return Body(first, core, behind.end, behind.state)
    return (
        Body(first, core, core, None)
        if first < head and ground.line[head].lower in {"ministry", "ministries"}
        else None
    )


def _goes_on(ground: Ground, at: int) -> bool:
    """Whether a capital at ``at`` goes on a known name, so that it is the beginning of a longer one."""
    return ground.joined(at) and part_of_name(ground, at) and ground.line[at].plain not in given_names()


def _at(ground: Ground, at: int, floor: int) -> Body | None:
    token = ground.line[at]
    known = _known().at(ground.line, at) if token.capital else None
    if known and at not in ground.starts and not _goes_on(ground, known[0]):
        core, end, state = (
            (known[0], known[0], None) if state_behind(ground, known[0]) is None else right(ground, known[0])
        )
        first = left(ground, at, floor) if not known[1] else at
        return Body(first, core, end, known[1] or state or _state_inside(ground, first, end))
    plural = token.lower == "governments" and ground.lower(at - 1) in {"two", "both", "three"}
    if token.capital and has("heads", token.lower) and not plural:
        return _capital_body(ground, at, floor)
    if (
        token.capital
        and has("forms", token.lower)
        and (
            token.text.isupper()
            or token.lower not in {"as", "se", "co", "too", "ag", "sa"}
            or ground.line[at - 1].capital
        )
    ):
        return _company(ground, at, floor)
    if _MIXED.fullmatch(token.text) and at not in ground.starts:
        first = left(ground, at, floor)
        end = run(ground, at + 1, min(at + 6, len(ground.line)))
        return Body(first, end, end, _state_inside(ground, first, end))
    small = (
        2
        if has("small", f"{token.lower} {ground.lower(at + 1)}")
        else 3
        if has("small", f"{token.lower} {ground.lower(at + 1)} {ground.lower(at + 2)}")
        else 1
    )
    if (not token.capital or plural) and (small > 1 or has("small", token.lower)):
        return _small_body(ground, at, small, floor)
    return None


def _known_from(ground: Ground, at: int, end: int) -> Body | None:
    """The known body whose name begins with the place ``[at, end)`` and goes on: "Kazakhstan Temir Zholy"."""
    known = _known().at(ground.line, at)
    return Body(at, known[0], known[0], known[1] or None) if known and known[0] > end else None


def find_bodies(ground: Ground) -> list[Body]:
    """The bodies of a text in order, without overlaps; later also by the abbreviation given in brackets."""
    found: list[Body] = []
    short: dict[str, str | None] = {}
    at = floor = 0
    while at < len(ground.line):
        place = ground.starts.get(at)
        body = _known_from(ground, at, place.end) if place else _at(ground, at, floor)
        if body is None and place is None and ground.line[at].text in short:
            body = Body(at, at + 1, at + 1, short[ground.line[at].text])
        if body is None:
            at = place.end if place else at + 1
            continue
        found.append(body)
        if ground.line[body.end - 1].text == ")":
            short[ground.line[body.end - 2].text] = body.state
        at = floor = max(body.end, at + 1)
    return found
