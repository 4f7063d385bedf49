"""Ministries, agencies, organisations and companies in a text, told by the nouns and legal forms in their names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from servanda.reading.names_places import Place
from servanda.reading.names_tokens import HYPHENS, Phrases, Token
from servanda.reading.names_words import given_names, is_common, listed, pairs

_FILE = "bodies.toml"
_REACH = 12  # words that a name may run to the left of its noun
_FAR = 30  # and to the right
_LINKS = frozenset({"of", "for", "on", "under", "in", "at"})
_JOINTS = frozenset({"and", "&"})
# "KazMunayGas", but no "McDonald" or "DeSantis"
_MIXED = re.compile(r"(?!(?:Mc|Mac|De|Di|La|Le|Van|Von|Fitz)[A-Z])[A-Z]?[a-z]{2,}[A-Z][A-Za-z]+")


@dataclass(frozen=True, slots=True)
class Body:
    """A body at the tokens ``[first, end)``; ``core`` is the end of its name without "of the Republic of X"."""

    first: int
    core: int
    end: int
    state: str | None


@dataclass(frozen=True, slots=True)
class Ground:
    """The tokens of a text and, by their first and last token, the places found in it."""

    line: Sequence[Token]
    starts: Mapping[int, Place]
    ends: Mapping[int, Place]

    def joined(self, at: int) -> bool:
        """Whether token ``at`` exists and goes on the block of the token before it."""
        return 0 < at < len(self.line) and not self.line[at].breaks

    def lower(self, at: int) -> str:
        """The token in small letters, or nothing past the text or at a new block."""
        return self.line[at].lower if self.joined(at) else ""


def ground(line: Sequence[Token], places: Sequence[Place]) -> Ground:
    """Tokens and places in the form that bodies and offices are sought on."""
    return Ground(line, {place.first: place for place in places}, {place.end: place for place in places})


@cache
def _known() -> Phrases[str]:
    return Phrases(pairs(_FILE, "known"))


def _has(key: str, word: str) -> bool:
    return word in listed(_FILE, key)


@cache
def _office_words() -> frozenset[str]:
    single = {head for key in ("strong", "weak") for head in listed("offices.toml", key) if " " not in head}
    return frozenset(single | {word + "s" for word in single} | listed("offices.toml", "honorifics", "words"))


def _part_of_name(ground: Ground, at: int) -> bool:
    """Whether a token may stand in a body's name: a capital, a number in it, no office, no word that only opens."""
    token = ground.line[at]
    if token.lower in _office_words() and token.lower not in {"general", "justice", "chief", "consul"}:
        return False
    return token.capital and token.text[0].isalpha() and not _has("not_first", token.lower)


def _left(ground: Ground, head: int, floor: int) -> int:
    """The first token of a name whose noun stands at ``head``: over capitals, hyphens and "A and B" before it."""
    first = head
    while first > max(floor, head - _REACH) and ground.joined(first):
        before = first - 1
        place = ground.ends.get(first)
        if place is not None and place.first >= floor:
            if not place.is_state or place.half:
                return place.first if not place.half else first
            first = place.first
            if place.adjective or not ground.line[first - 1].text in HYPHENS:
                return first
        elif _part_of_name(ground, before):
            first = before
        elif (
            ground.line[before].text in {*HYPHENS, *_JOINTS}
            and before > floor
            and ground.joined(before)
            and _part_of_name(ground, before - 1)
            and before not in ground.ends
            and (ground.line[before].text in HYPHENS or is_common(ground.line[before - 1].lower))
        ):
            first = before - 1
        else:
            break
    return first


def _listing(ground: Ground, at: int) -> bool:
    """Whether the words from ``at`` are the next item of "Food, Agriculture and Light Industry"."""
    for ahead in range(at, min(at + 8, len(ground.line))):
        word = ground.lower(ahead)
        if word in _JOINTS:
            return ahead > at and ahead + 1 < len(ground.line) and _domain(ground, ahead + 1)
        if word != "," and not _domain(ground, ahead):
            return False
    return False


def _domain(ground: Ground, at: int) -> bool:
    if not ground.joined(at) or at in ground.starts:
        return False
    word = ground.lower(at)
    if _has("heads", word) and not _has("soft", word):
        return False
    return _part_of_name(ground, at) and (is_common(word) or word not in given_names())


def _tight(ground: Ground, at: int) -> bool:
    """Whether the mark at ``at`` joins two words without white space."""
    line = ground.line
    return ground.joined(at + 1) and line[at].start == line[at - 1].end and line[at + 1].start == line[at].end


def _run(ground: Ground, at: int, limit: int) -> int:
    """The end of a run of capitals from ``at``, over hyphens, "and", "of" and lists."""
    end = at
    while end < limit and ground.joined(end):
        word = ground.lower(end)
        place = ground.starts.get(end)
        if place is not None:
            if place.is_state and not place.adjective:
                break
            end = place.end
        elif _part_of_name(ground, end) and (is_common(word) or ground.line[end].plain not in given_names()):
            end += 1
        elif word in HYPHENS and end > at and _tight(ground, end) and ground.line[end + 1].capital:
            end += 2
        elif word in _JOINTS and end > at and _domain(ground, end + 1):
            end += 2
        elif word == "," and end > at and _listing(ground, end + 1):
            end += 2
        else:
            break
    return end


def _state_behind(ground: Ground, at: int) -> Place | None:
    """The state of "of (the) STATE" that begins at ``at``."""
    if ground.lower(at) not in {"of", "in"}:
        return None
    behind = at + 1 + (ground.lower(at + 1) == "the")
    place = ground.starts.get(behind)
    return place if place and place.is_state and not place.adjective and ground.joined(behind) else None


def _under(ground: Ground, at: int) -> int:
    """The end of "under the President" or "under the Cabinet of Ministers" that begins at ``at``, else ``at``."""
    if ground.lower(at) not in {"under", "to"}:
        return at
    behind = at + 1 + (ground.lower(at + 1) == "the")
    if not ground.joined(behind) or ground.lower(behind) not in {
        "president",
        "government",
        "cabinet",
        "prime",
        "council",
    }:
        return at
    end = behind + 1 + (ground.lower(behind) == "prime")
    if ground.lower(end) == "of" and ground.lower(end + 1) in {"ministers", "state"}:
        end += 2
    return end


def _right(ground: Ground, end: int) -> tuple[int, int, str | None]:
    """The end of the name proper, the end with its state, and that state, for a name whose noun ends at ``end``."""
    limit = min(end + _FAR, len(ground.line))
    core = _run(ground, end, limit) if ground.joined(end) and _part_of_name(ground, end) else end
    while core < limit:
        if (place := _state_behind(ground, core)) is not None:
            return _after_state(ground, core, place, shared=_has("shared", ground.line[end - 1].lower))
        if (under := _under(ground, core)) > core:
            core = under
            continue
        link = ground.lower(core)
        if link in _JOINTS and _has("soft", ground.lower(core + 1)) and _has("heads", ground.lower(core + 2)):
            core = _run(ground, core + 1, limit)
            continue
        behind = core + 1 + (ground.lower(core + 1) == "the" and link in _LINKS)
        if link not in _LINKS or link in {"in", "at"} or not ground.joined(behind):
            break
        reached = _run(ground, behind, limit)
        if reached == behind:
            break
        core = reached
    return core, core, None


def _after_state(ground: Ground, core: int, place: Place, *, shared: bool) -> tuple[int, int, str | None]:
    """Goes on behind "of STATE": "… under the President of X", and for a body of several states "… and of Y"."""
    if shared and ground.lower(place.end) == "and":
        behind = place.end + 1 + (ground.lower(place.end + 1) == "of")
        behind += ground.lower(behind) == "the"
        other = ground.starts.get(behind)
        if other is not None and other.is_state and not other.adjective and ground.joined(behind):
            return core, other.end, None
    under = _under(ground, place.end)
    if under > place.end:
        again = _state_behind(ground, under)
        return under, again.end if again else under, place.state
    return core, place.end, place.state


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
    return inside[0].state if inside and inside[0].is_state else None


def _capital_body(ground: Ground, head: int, floor: int) -> Body | None:
    """The body whose noun, with a capital, stands at ``head``."""
    first = _left(ground, head, floor)
    core, end, state = _right(ground, head + 1)
    last = ground.line[core - 1].lower
    if _has("not_bodies", last) or (
        first == head and core == head + 1 and end == core and _has("vague", ground.line[head].lower)
    ):
        return None
    ended = _abbreviation(ground, end)
    return Body(first, core, ended, state or _state_inside(ground, first, core))


def _point_goes_on(ground: Ground, at: int) -> bool:
    """Whether the point of "Corp." stands at ``at`` and no new sentence follows."""
    if ground.line[at].text not in {".", ","} or not ground.joined(at + 1):
        return False
    form = _has("forms", ground.lower(at + 1))
    return form or (ground.line[at].text == "." and not ground.line[at + 1].capital)


def _company(ground: Ground, form: int, floor: int) -> Body | None:
    """The company whose legal form stands at ``form``: before it ("Zarubezhgeologiya JSC") or behind ("JSC X")."""
    first = _left(ground, form, floor)
    end = form + 1
    while ground.joined(end) and (_has("forms", ground.lower(end)) or _point_goes_on(ground, end)):
        end += 1
    if first == form:
        end = _run(ground, end, min(end + 5, len(ground.line)))
        if end == form + 1:
            return None
    return Body(first, end, end, _state_inside(ground, first, end))


def _small_body(ground: Ground, head: int, width: int, floor: int) -> Body | None:
    """A body written small, with its state: "Kazakh foreign ministry", "government of Japan"."""
    first = head
    while first > floor and ground.joined(first) and _has("small_before", ground.lower(first - 1)):
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
        core = _small_domain(ground, core)
    behind = _state_behind(ground, core)
    if behind is not None:
        return Body(first, core, behind.end, behind.state)
    return (
        Body(first, core, core, None)
        if first < head and ground.line[head].lower in {"ministry", "ministries"}
        else None
    )


def _small_domain(ground: Ground, at: int) -> int:
    """The end of "of foreign affairs" that begins at ``at``, else ``at``."""
    end = at + 1
    domains = listed("offices.toml", "domains", "words")
    while ground.lower(end) in domains or (
        ground.lower(end) == "and" and ground.lower(end + 1) in domains and end > at + 1
    ):
        end += 1
    return end if end > at + 1 else at


def _goes_on(ground: Ground, at: int) -> bool:
    """Whether a capital at ``at`` goes on a known name, so that it is the beginning of a longer one."""
    return ground.joined(at) and _part_of_name(ground, at) and ground.line[at].plain not in given_names()


def _at(ground: Ground, at: int, floor: int) -> Body | None:
    token = ground.line[at]
    known = _known().at(ground.line, at) if token.capital else None
    if known and at not in ground.starts and not _goes_on(ground, known[0]):
        core, end, state = (
            (known[0], known[0], None) if _state_behind(ground, known[0]) is None else _right(ground, known[0])
        )
        first = _left(ground, at, floor) if not known[1] else at
        return Body(first, core, end, known[1] or state or _state_inside(ground, first, end))
    plural = token.lower == "governments" and ground.lower(at - 1) in {"two", "both", "three"}
    if token.capital and _has("heads", token.lower) and not plural:
        return _capital_body(ground, at, floor)
    if (
        token.capital
        and _has("forms", token.lower)
        and (
            token.text.isupper()
            or token.lower not in {"as", "se", "co", "too", "ag", "sa"}
            or ground.line[at - 1].capital
        )
    ):
        return _company(ground, at, floor)
    if _MIXED.fullmatch(token.text) and at not in ground.starts:
        first = _left(ground, at, floor)
        end = _run(ground, at + 1, min(at + 6, len(ground.line)))
        return Body(first, end, end, _state_inside(ground, first, end))
    small = (
        2
        if _has("small", f"{token.lower} {ground.lower(at + 1)}")
        else 3
        if _has("small", f"{token.lower} {ground.lower(at + 1)} {ground.lower(at + 2)}")
        else 1
    )
    if (not token.capital or plural) and (small > 1 or _has("small", token.lower)):
        return _small_body(ground, at, small, floor)
    return None


def find_bodies(ground: Ground) -> list[Body]:
    """The bodies of a text in order, without overlaps."""
    found: list[Body] = []
    at = floor = 0
    while at < len(ground.line):
        place = ground.starts.get(at)
        body = None if place else _at(ground, at, floor)
        if place is not None:
            at = place.end
        elif body is None:
            at += 1
        else:
            found.append(body)
            at = floor = max(body.end, at + 1)
    return found
