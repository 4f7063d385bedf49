"""Offices in a text: "Deputy Prime Minister and Foreign Minister of X", "the Kazakh leader", "foreign ministers"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from servanda.reading.names_ground import Body, Ground, Scene
from servanda.reading.names_office_words import Head, field, free_field, heads, opens_office, run, titles
from servanda.reading.names_places import Place
from servanda.reading.names_tokens import HYPHENS
from servanda.reading.names_words import listed

_FILE = "offices.toml"
_REACH = 10  # words that an office may run to the left of its head
_FAR = 24  # and to the right
_LINKS = frozenset({"of", "for", "on", "at", "in", "to", "under"})
_JOINTS = frozenset({"and", "&"})


@dataclass(frozen=True, slots=True)
class Office:
    """An office at the tokens ``[first, end)``: its words without the state, the states told with it, its head."""

    first: int
    end: int
    text: str
    states: tuple[str, ...]
    head: Head
    told: bool  # a capital, a state, a field or "the" stands with it, so that it is more than a common word

    @property
    def state(self) -> str | None:
        """The one state it is of, or None."""
        return self.states[0] if len(self.states) == 1 else None


def _left(scene: Scene, at: int, floor: int, head: Head) -> tuple[int, int, tuple[str, ...]]:
    """Where an office's words begin, where its phrase begins with the state, and the states before it."""
    ground = scene.ground
    first, capital = at, ground.line[at].capital
    while first > max(floor, at - _REACH) and ground.joined(first):
        before = first - 1
        word = ground.line[before].lower
        place, body = ground.ends.get(first), scene.ends.get(first)
        if place is not None and place.first >= floor:
            return _stated(scene, first, place, floor)
        if body is not None and body.first >= floor and (capital or head.strong) and ground.line[body.first].capital:
            return _within(ground, body)
        if word in {"'s", "’s"} and (owner := ground.ends.get(before)) and owner.first >= floor:
            return (first, owner.first, (owner.state,)) if owner.is_state else (first, first, ())
        if field(ground, before, capital=capital) or (capital and free_field(ground, before, head)):
            first = before
        elif (
            word in {*_JOINTS, *HYPHENS}
            and before - 1 >= floor
            and ground.joined(before)
            and field(ground, before - 1, capital=capital)
            and before not in ground.ends
            and (first < at or word in HYPHENS)
        ):
            first = before - 1
        else:
            break
    return first, first, ()


def _within(ground: Ground, body: Body) -> tuple[int, int, tuple[str, ...]]:
    """An office told with its body ("White House Director"): the words without an adjective before the body."""
    place = ground.starts.get(body.first)
    words = place.end if place is not None and place.adjective else body.first
    return words, body.first, (body.state,) if body.state else ()


def _stated(scene: Scene, first: int, place: Place, floor: int) -> tuple[int, int, tuple[str, ...]]:
    """The states directly before an office: "Kazakh", "Kazakh and Uzbek", "Kazakh-Uzbek"; a city is passed over."""
    ground = scene.ground
    if not place.is_state:
        return first, first, ()
    states, start = [place.state], place.first
    while (
        len(states) < _REACH
        and start - 1 > floor
        and ground.joined(start)
        and ground.line[start - 1].lower in {*_JOINTS, *HYPHENS, ","}
    ):
        other = ground.ends.get(start - 1)
        if (
            other is None
            or not other.is_state
            or not place.adjective
            or other.first < floor
            or not ground.joined(start - 1)
        ):
            break
        states.insert(0, other.state)
        start = other.first
    return first, start, tuple(states)


def _states_from(scene: Scene, at: int, *, plural: bool) -> tuple[int, tuple[str, ...]]:
    """The end and codes of the states listed from ``at``: one, or several behind a plural."""
    ground = scene.ground
    place = ground.starts.get(at)
    if place is None or not place.is_state or not ground.joined(at) or (place.adjective and not place.half):
        return at, ()
    end, found = place.end, [place.state]
    while plural and ground.joined(end) and ground.lower(end) in {"and", ",", "&"}:
        behind = end + 1 + (ground.lower(end) == "," and ground.lower(end + 1) == "and")
        behind += ground.lower(behind) == "of"
        behind += ground.lower(behind) == "the"
        other = ground.starts.get(behind)
        if other is None or not other.is_state or other.adjective or not ground.joined(behind):
            break
        found.append(other.state)
        end = other.end
    return end, tuple(found)


def _right(scene: Scene, end: int, head: Head) -> tuple[list[tuple[int, int]], int, tuple[str, ...]]:
    """The stretches of words that belong to an office behind its head, the end of its phrase, and its states."""
    ground = scene.ground
    stretches: list[tuple[int, int]] = []
    limit = min(end + _FAR, len(ground.line))
    at = end
    states: tuple[str, ...] = ()
    while at < limit and ground.joined(at):
        link = ground.lower(at)
        if link == "in" and ground.lower(at + 1) == "charge" and ground.lower(at + 2) == "of":
            at, link = at + 2, "of"
            stretches.append((at - 2, at))
        if link not in _LINKS or (link != "of" and head.singular in listed(_FILE, "rulers")):
            break
        behind = at + 1 + (ground.lower(at + 1) == "the")
        state_end, listed_states = _states_from(scene, behind, plural=head.plural)
        if listed_states and link in {"to", "for"}:
            stretches.append((at, state_end))
            at = state_end
            continue
        if listed_states and link == "of":
            at = state_end
            states = states or listed_states
            continue
        city = ground.starts.get(behind)
        if city is not None and not city.is_state and link in {"to", "in"} and head.singular in listed(_FILE, "posted"):
            stretches += [(at, city.end)] if link == "to" else []
            at = city.end
            continue
        if city is not None and not city.is_state and link == "of" and ground.joined(behind):
            stretches.append((at, city.end))
            states, at = states or (city.state,), city.end
            continue
        body = scene.starts.get(behind)
        if body is not None and ground.joined(behind) and link != "to":
            stretches.append((at, body.core))
            states = states or ((body.state,) if body.state else ())
            at = body.end
            continue
        reached = run(scene, behind, limit)
        if (
            reached == behind
            or link in {"to", "at", "under"}
            or (link in {"in", "on"} and not ground.line[behind].capital)
        ):
            break
        stretches.append((at, reached))
        at = reached
    return stretches, at, states


def _text(ground: Ground, text: str, stretches: Sequence[tuple[int, int]]) -> str:
    merged: list[tuple[int, int]] = []
    for first, end in stretches:
        if merged and merged[-1][1] == first:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((first, end))
    return " ".join(" ".join(text[ground.line[a].start : ground.line[b - 1].end].split()) for a, b in merged)


def office_at(scene: Scene, text: str, at: int, floor: int) -> Office | None:
    """The office whose head begins at token ``at`` and whose words begin no earlier than ``floor``, or None."""
    ground = scene.ground
    hit = heads().at(ground.line, at)
    if hit is None:
        return None
    end, head = hit
    if len(head.singular) == 2 and not (
        ground.line[at].text.isupper() and (at == 0 or not ground.line[at - 1].text[0].isdigit())
    ):
        return None
    if not head.strong and ground.joined(end) and opens_office(scene, end):
        return None
    if (
        ground.joined(end)
        and ground.lower(end) in {"'s", "’s"}
        and ground.lower(end + 1) in {"office", "administration"}
    ):
        return None
    first, start, states = _left(scene, at, floor, head)
    stretches, stop, behind = _right(scene, end, head)
    words = _text(ground, text, [(first, end), *stretches])
    capital = ground.line[at].capital
    told = head.strong or bool(states or behind) or (capital and (bool(stretches) or first < at))
    if (
        not head.strong
        and not capital
        and not (states or (behind and head.singular in {"head", "speaker", "governor", "mayor", "director", "chair"}))
    ):
        return None
    return Office(start, stop, words, states or behind, head, told)


def title_at(scene: Scene, at: int) -> int:
    """The end of a title of honour that begins at ``at`` ("Leader of the Nation"), else ``at``."""
    hit = titles().at(scene.ground.line, at) if scene.ground.line[at].capital else None
    return hit[0] if hit is not None else at
