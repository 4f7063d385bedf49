"""Who holds an office: the name or names that stand behind an office or a chain of offices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from servanda.reading.names_forms import courtesy, name_end
from servanda.reading.names_ground import Scene
from servanda.reading.names_office_words import Head
from servanda.reading.names_offices import Office, office_at, title_at
from servanda.reading.names_tokens import HYPHENS
from servanda.reading.names_words import is_common, listed

_FILE = "offices.toml"
_CHAIN = 8  # words from one office to the head of the next
_DASHES = HYPHENS | {"—"}


@dataclass(frozen=True, slots=True)
class Person:
    """A person at the tokens ``[first, end)``; ``name`` is the stretch of the name, None for an office alone."""

    first: int
    end: int
    name: tuple[int, int] | None
    office: str | None = None
    state: str | None = None
    head: Head | None = None
    told: bool = True

    @property
    def plural(self) -> bool:
        """Whether it is several people by an office alone."""
        return self.name is None and self.head is not None and self.head.plural


def office_from(scene: Scene, text: str, at: int) -> Office | None:
    """The office whose phrase begins exactly at ``at``."""
    ground = scene.ground
    for head in range(at, min(at + _CHAIN, len(ground.line))):
        if head > at and not ground.joined(head):
            return None
        office = office_at(scene, text, head, at)
        if office is not None:
            return office if office.first == at else None
        if ground.line[head].text in {",", ".", ";"}:
            return None
    return None


def _link_end(scene: Scene, at: int) -> tuple[int, bool]:
    """Where the next office of a chain may begin, behind a comma, dash or "and"; whether "the" stood there."""
    ground = scene.ground
    end = at
    if ground.lower(end) in {",", "and", "&", *_DASHES}:
        end += 1 + (ground.lower(end) == "," and ground.lower(end + 1) == "and")
    elif end == at:
        return at, False
    article = ground.lower(end) == "the"
    return (end + article, article) if ground.joined(end + article) else (at, False)


def chain_of(scene: Scene, text: str, office: Office) -> list[Office]:
    """An office and those joined to it as offices of the same person: "Deputy Prime Minister and Foreign Minister"."""
    chain = [office]
    while len(chain) < 4:
        last = chain[-1]
        begin, article = _link_end(scene, last.end)
        if begin == last.end or last.head.plural:
            break
        joint = scene.ground.lower(last.end)
        begin = max(title_at(scene, begin), begin)
        if scene.ground.lower(begin) == ",":
            begin += 1
        following = office_from(scene, text, begin)
        states = {state for o in (*chain, following) if o for state in o.states}
        if following is None or following.head.plural or len(states) > 1 or article:
            break
        if joint == "," and last.states:
            break
        if following.head.singular == last.head.singular and " " in following.head.singular:
            break
        if joint in {"and", "&"} and _are_two(chain, following):
            break
        chain.append(following)
    return chain


def _are_two(chain: Sequence[Office], following: Office) -> bool:
    """Whether "the President and Prime Minister X" are two persons: nobody leads twice, but of a state told with both."""
    heads = [office.head.singular for office in (*chain, following)]
    states = [office.states for office in (*chain, following)]
    return not any(states) and heads[-2] in listed(_FILE, "first") and heads[-1] in listed(_FILE, "second")


@dataclass(frozen=True, slots=True)
class _Named:
    """A name at the tokens ``[first, end)``, with the end of a state told behind it and that state."""

    first: int
    end: int
    stop: int
    state: str | None


def _named(scene: Scene, first: int, end: int) -> _Named:
    stop, state = state_after(scene, end)
    return _Named(first, end, stop, state)


def _past_brackets(scene: Scene, at: int) -> int:
    """The end of a short remark in brackets at ``at``, else ``at``: "the Fund (TIF), B. Amreyev"."""
    ground = scene.ground
    if ground.lower(at) != "(":
        return at
    return next((n + 1 for n in range(at + 2, min(at + 7, len(ground.line))) if ground.lower(n) == ")"), at)


def _first_name(scene: Scene, at: int, *, many: bool) -> tuple[int, int] | None:
    """The first name behind an office that ends at ``at``, past courtesies and perhaps a comma."""
    ground = scene.ground
    at = _past_brackets(scene, at)
    comma = ground.lower(at) in {",", *_DASHES} or (many and ground.lower(at) in {":", "("})
    begin = at + comma
    begin += ground.lower(begin) == "the"
    if not ground.joined(begin):
        return None
    first = courtesy(scene, begin)
    polite = first > begin
    first += polite and ground.lower(first) == ","
    if not ground.joined(first):
        return None
    end = name_end(scene, first, anchored=polite or not comma)
    if end <= first + 1 and comma:
        alone = end
        end = name_end(scene, first, anchored=True)
        end = end if end > first + 1 and not is_common(ground.line[end - 1].lower) else alone
    if end == first or (comma and not polite and end == first + 1):
        return None
    return first, end


def names_from(scene: Scene, at: int, *, many: bool) -> list[_Named]:
    """The names listed from ``at``: one, or behind a plural several."""
    ground = scene.ground
    one = _first_name(scene, at, many=many)
    if one is None:
        return []
    names = [_named(scene, *one)]
    while many and ground.lower(names[-1].stop) in {",", "and"}:
        end = names[-1].stop
        behind = end + 1 + (ground.lower(end) == "," and ground.lower(end + 1) == "and")
        behind = courtesy(scene, behind) if ground.joined(behind) else behind
        stop = name_end(scene, behind, anchored=True) if ground.joined(behind) else behind
        if stop == behind or _office_from_name(scene, behind):
            break
        names.append(_named(scene, behind, stop))
    return names


def _office_from_name(scene: Scene, at: int) -> bool:
    return scene.ground.line[at].lower in listed("offices.toml", "modifiers", "words")


def state_after(scene: Scene, end: int) -> tuple[int, str | None]:
    """The end and state of "of India" or "(India)" behind a name that ends at ``end``."""
    ground = scene.ground
    if ground.lower(end) not in {"of", "(", "for"}:
        return end, None
    behind = end + 1 + (ground.lower(end + 1) == "the")
    place = ground.starts.get(behind)
    if place is None or not place.is_state or place.adjective or not ground.joined(behind):
        return end, None
    if ground.joined(place.end) and ground.line[place.end].capital and place.end not in ground.starts:
        return end, None  # "of the U.S. Navy"
    if ground.lower(end) == "(":
        return (place.end + 1, place.state) if ground.lower(place.end) == ")" else (end, None)
    return place.end, place.state


def holders_of(scene: Scene, chain: list[Office], first: int) -> list[Person]:
    """The persons who hold a chain of offices, named behind it; empty when no name stands there."""
    last = chain[-1]
    many = last.head.plural
    names = names_from(scene, last.end, many=many)
    words = None if last.head.relative else joined_offices(chain)
    states = next((o.states for o in chain if o.states), ())
    if not names:
        return []
    paired = len(states) == len(names)
    found = []
    for n, name in enumerate(names):
        state = states[n] if paired else states[0] if len(states) == 1 else None
        start = first if n == 0 else name.first
        stop = name.end if state else name.stop
        head = replace(last.head, plural=False)
        found.append(Person(start, stop, (name.first, name.end), words, state or name.state, head))
    return found


def joined_offices(chain: list[Office]) -> str:
    """The words of a chain of offices, in the singular."""
    unique = list(dict.fromkeys(office.text for office in chain))
    words = " and ".join(unique) if len(unique) < 3 else ", ".join(unique)
    return _singular(words, chain[-1].head) if chain[-1].head.plural else words


def _singular(words: str, head: Head) -> str:
    """An office told of several as it is told of one: "Foreign Ministers" → "Foreign Minister"."""
    one = head.singular
    last = one.rsplit(" ", 1)[-1]
    for plural in (last + "s", last[:-1] + "ies", last.replace("man", "men")):
        at = words.lower().find(plural)
        if at >= 0 and plural != last:
            single = last.capitalize() if words[at].isupper() else last
            return words[:at] + single + words[at + len(plural) :]
    first = one.split(" ", 1)[0]
    at = words.lower().find(first + "s")
    return words[:at] + words[at : at + len(first)] + words[at + len(first) + 1 :] if at >= 0 else words
