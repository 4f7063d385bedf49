"""How far the name of a body runs from its noun: to the left over capitals, to the right over "of …" and "under …"."""

from __future__ import annotations

from functools import cache

from servanda.reading.names_ground import Ground
from servanda.reading.names_places import Place
from servanda.reading.names_tokens import HYPHENS
from servanda.reading.names_words import given_names, is_common, listed

_FILE = "bodies.toml"
_REACH = 12  # words that a name may run to the left of its noun
_FAR = 30  # and to the right
_LINKS = frozenset({"of", "for", "on", "under", "in", "at"})
_JOINTS = frozenset({"and", "&"})


def has(key: str, word: str) -> bool:
    """Whether a list of the lexicon of bodies has a word."""
    return word in listed(_FILE, key)


@cache
def _office_words() -> frozenset[str]:
    single = {head for key in ("strong", "weak") for head in listed("offices.toml", key) if " " not in head}
    return frozenset(single | {word + "s" for word in single} | listed("offices.toml", "honorifics", "words"))


def part_of_name(ground: Ground, at: int) -> bool:
    """Whether a token may stand in a body's name: a capital, a number in it, no office, no word that only opens."""
    token = ground.line[at]
    if token.lower in _office_words() and token.lower not in {"general", "justice", "chief", "consul"}:
        return False
    return token.capital and token.text[0].isalpha() and not has("not_first", token.lower)


def left(ground: Ground, head: int, floor: int) -> int:
    """The first token of a name whose noun stands at ``head``: over capitals, hyphens and "A and B" before it."""
    first = head
    while first > max(floor, head - _REACH) and ground.joined(first):
        before = first - 1
        place = ground.ends.get(first)
        if place is not None and place.first >= floor:
            if not place.is_state or place.half:
                return place.first if not place.half else first
            first = place.first
            if place.adjective or ground.line[first - 1].text not in HYPHENS:
                return first
        elif part_of_name(ground, before):
            first = before
        elif (
            ground.line[before].text in {*HYPHENS, *_JOINTS}
            and before > floor
            and ground.joined(before)
            and part_of_name(ground, before - 1)
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
    if has("heads", word) and not has("soft", word):
        return False
    return part_of_name(ground, at) and (is_common(word) or ground.line[at].plain not in given_names())


def _opens_person(ground: Ground, at: int) -> bool:
    """Whether a person's name begins at ``at``: a given name, or an unknown word before a sure surname."""
    if is_common(ground.line[at].lower):
        return False
    if ground.line[at].plain in given_names():
        return True
    last = ground.lower(at + 1)
    ending = len(last) > 5 and any(last.endswith(end) for end in listed("persons.toml", "sure_endings"))
    return ending and ground.line[at + 1].capital and not is_common(last)


def _tight(ground: Ground, at: int) -> bool:
    """Whether the mark at ``at`` joins two words without white space."""
    line = ground.line
    return ground.joined(at + 1) and line[at].start == line[at - 1].end and line[at + 1].start == line[at].end


def run(ground: Ground, at: int, limit: int) -> int:
    """The end of a run of capitals from ``at``, over hyphens, "and" and lists, up to a state or a person's name."""
    end = at
    while end < limit and ground.joined(end):
        place = ground.starts.get(end)
        if place is not None:
            stop = end if place.is_state and not place.adjective else place.end
        elif part_of_name(ground, end) and not _opens_person(ground, end):
            stop = end + 1
        else:
            stop = _joint(ground, end) if end > at else end
        if stop == end:
            break
        end = stop
    return end


def _joint(ground: Ground, at: int) -> int:
    """The end of a joint at ``at`` ("and", a comma of a list, a tight hyphen) with the word behind it, else ``at``."""
    word = ground.lower(at)
    if word == "," and ground.lower(at + 1) in _JOINTS and _domain(ground, at + 2):
        return at + 3  # "Finance, Economy, and Trade"
    tight = word in HYPHENS and _tight(ground, at) and ground.line[at + 1].capital
    joined = word in _JOINTS and _domain(ground, at + 1)
    return at + 2 if tight or joined or (word == "," and _listing(ground, at + 1)) else at


def state_behind(ground: Ground, at: int) -> Place | None:
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


def right(ground: Ground, end: int) -> tuple[int, int, str | None]:
    """The end of the name proper, the end with its state, and that state, for a name whose noun ends at ``end``."""
    limit = min(end + _FAR, len(ground.line))
    core = run(ground, end, limit) if ground.joined(end) and part_of_name(ground, end) else end
    while core < limit:
        if (place := state_behind(ground, core)) is not None:
            return _after_state(ground, core, place, shared=has("shared", ground.line[end - 1].lower))
        if (under := _under(ground, core)) > core:
            core = under
            continue
        link = ground.lower(core)
        if link in _JOINTS and has("soft", ground.lower(core + 1)) and has("heads", ground.lower(core + 2)):
            core = run(ground, core + 1, limit)
            continue
        behind = core + 1 + (ground.lower(core + 1) == "the" and link in _LINKS)
        if link not in _LINKS or link in {"in", "at"} or not ground.joined(behind):
            break
        reached = run(ground, behind, limit)
        if reached == behind:
            break
        if ground.line[reached - 1].lower.endswith("ing") and ground.lower(reached) == "the":
            reached = run(ground, reached + 1, limit)
        core = reached
    return core, core, None


def _topic(ground: Ground, at: int) -> int:
    """The end of "on Trade and Economic Cooperation" that begins at ``at``, else ``at``."""
    if ground.lower(at) not in {"on", "for"} or not ground.joined(at + 1) or not ground.line[at + 1].capital:
        return at
    reached = run(ground, at + 1, min(at + _FAR, len(ground.line)))
    return reached if reached > at + 1 else at


def _after_state(ground: Ground, core: int, place: Place, *, shared: bool) -> tuple[int, int, str | None]:
    """Goes on behind "of STATE": "… under the President of X", and for a body of several states "… and of Y"."""
    if shared and ground.lower(place.end) == "and":
        behind = place.end + 1 + (ground.lower(place.end + 1) == "of")
        behind += ground.lower(behind) == "the"
        other = ground.starts.get(behind)
        if other is not None and other.is_state and not other.adjective and ground.joined(behind):
            return core, _topic(ground, other.end), None
    under = _under(ground, place.end)
    if under > place.end:
        again = state_behind(ground, under)
        return under, again.end if again else under, place.state
    return core, place.end, place.state


def small_domain(ground: Ground, at: int) -> int:
    """The end of "of foreign affairs" that begins at ``at``, else ``at``."""
    end = at + 1
    domains = listed("offices.toml", "domains", "words")
    while ground.lower(end) in domains or (
        ground.lower(end) == "and" and ground.lower(end + 1) in domains and end > at + 1
    ):
        end += 1
    return end if end > at + 1 else at
