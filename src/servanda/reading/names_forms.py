"""The names of persons: where one begins and ends, with initials, particles ("bin"), nicknames and "Jr."."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from servanda.reading.names_ground import Scene
from servanda.reading.names_leaders import has_surname, is_leader_surname, is_suffix, leader_state, name_words
from servanda.reading.names_offices import title_at
from servanda.reading.names_tokens import HYPHENS, Token
from servanda.reading.names_words import given_names, is_common, listed

_FILE = "persons.toml"
_LONGEST = 14  # words and marks of a name
_OPENERS = frozenset(".:;!?•*")
_MARKS = frozenset(".'’")  # "Mr.", "Dato'"
_APOSTROPHES = frozenset("'’")
_QUOTES = frozenset("\"'“”‘’«»")
_INITIALS = frozenset({"Sh", "Ye", "Yu", "Ya", "Ch", "Zh", "Kh", "Ts", "Dj", "Dzh", "Gh", "Yo", "Th"})


def _initial(scene: Scene, at: int) -> int:
    """The end of an initial at ``at`` ("A.", "D.A.", "Sh."), else ``at``."""
    token = scene.ground.line[at]
    if "." in token.text and token.capital and at not in scene.ground.starts:
        return at + 1
    dotted = scene.ground.joined(at + 1) and scene.ground.line[at + 1].text == "."
    glued = dotted and scene.ground.line[at + 1].start == token.end
    followed = scene.ground.joined(at + 2) and scene.ground.line[at + 2].capital
    return at + 2 if token.text in _INITIALS and glued and followed else at


def _family(scene: Scene, at: int, *, anchored: bool) -> bool:
    """Whether a word that may be a family name stands first in a name: "Do Hung Viet", though "do" is a word."""
    ground = scene.ground
    token = ground.line[at]
    if token.lower not in listed(_FILE, "family_first") or not ground.joined(at + 1) or not ground.line[at + 1].capital:
        return False
    known = leader_state((token.lower, ground.line[at + 1].lower), None) is not None
    return anchored or known or not (opening(scene, at) or at + 1 in ground.starts)


def _may_stand(scene: Scene, at: int, *, anchored: bool) -> bool:
    """Whether a token may be a word of a name for all but its meaning: a capital, no place, body or office."""
    token = scene.ground.line[at]
    if not token.capital or at in scene.ground.starts or at in scene.starts or not token.text[0].isalpha():
        return False
    if token.lower in listed(_FILE, "never") and not _family(scene, at, anchored=anchored):
        return False
    if token.lower in _no_names():
        return False
    return anchored or not (token.plain.isupper() and 1 < len(token.plain) < 5)


@cache
def _no_names() -> frozenset[str]:
    offices = listed("offices.toml", "strong") | listed("offices.toml", "weak")
    offices |= {head.rpartition(" ")[2] + "s" for head in offices} | {"secretaries", "chairmen", "deputies"}
    return offices | listed("bodies.toml", "heads") | listed(_FILE, "no_names")


def _may_be_name(scene: Scene, at: int, *, anchored: bool) -> bool:
    """Whether a token may begin a name: no word of the language, unless an office or honorific stands before it."""
    ground = scene.ground
    token = ground.line[at]
    if not _may_stand(scene, at, anchored=anchored):
        return False
    common = is_common(token.lower) and token.text.isascii()  # "Máxima" is no word
    if not common or token.plain in given_names() or token.lower in listed(_FILE, "given_words"):
        return True
    family = _family(scene, at, anchored=anchored)
    followed = ground.joined(at + 1) and (ground.line[at + 1].capital or ground.line[at + 1].text in HYPHENS)
    lone = token.lower in listed(_FILE, "surname_words") or is_leader_surname(token.lower)
    return family or (anchored and (followed or lone or token.lower in listed(_FILE, "family_first")))


def _particles(scene: Scene, at: int) -> int:
    """The end of particles at ``at`` that lead to a capital ("bin", "al-", "von der"), else ``at``."""
    ground, end = scene.ground, at
    while end < at + 3 and ground.joined(end) and ground.lower(end) in listed(_FILE, "particles"):
        end += 1
        if ground.joined(end) and ground.line[end].text in HYPHENS:
            end += 1
    leads = end > at and ground.joined(end) and ground.line[end].capital and end not in ground.starts
    return end if leads else at


def _after_name(scene: Scene, end: int) -> int:
    """The end of "Jr.", ", Jr." or "II" that begins at ``end``, else ``end``."""
    ground = scene.ground
    at = end + (ground.joined(end) and ground.line[end].text == ",")
    if ground.joined(at) and ground.line[at].capital and is_suffix(ground.line[at].text):
        if at > end and ground.lower(at) not in {"jr", "sr"}:
            return end
        dotted = (
            ground.joined(at + 1)
            and ground.line[at + 1].text == "."
            and ground.line[at + 1].start == ground.line[at].end
        )
        ends_sentence = ground.lower(at) not in {"jr", "sr"}
        return at + 2 if dotted and not ends_sentence else at + 1
    return end


def _next_word(scene: Scene, at: int, first: int, *, anchored: bool) -> bool:
    """Whether the token at ``at`` goes on a name that began at ``first``: a common word only behind one given name."""
    token = scene.ground.line[at]
    if not _may_stand(scene, at, anchored=True) or title_at(scene, at) > at or is_suffix(token.text):
        return False
    if token.lower in listed("offices.toml", "honorifics", "words") and is_common(token.lower):
        return False
    if not is_common(token.lower) or not token.text.isascii() or token.plain in given_names():
        return True
    if token.lower in listed(_FILE, "surname_words"):
        return True
    lead = scene.ground.line[first]
    if lead.lower in listed(_FILE, "family_first"):
        return at - first < 4
    between = range(first + 1, at)
    lone = all("." in scene.ground.line[n].text or _in_hyphens(scene, n) for n in between)
    unknown = anchored and not is_common(lead.lower) and not has_surname(lead.lower) and not _sure(lead)
    return lone and (lead.plain in given_names() or unknown)


def _in_hyphens(scene: Scene, at: int) -> bool:
    """Whether a token is a hyphen of a double name or stands behind one: "Jean-Pierre"."""
    line = scene.ground.line
    return line[at].text in HYPHENS or line[at - 1].text in HYPHENS


def _sure(token: Token) -> bool:
    """Whether a word is by its ending a surname, behind which no common word goes on a name ("Tokayev Visits")."""
    return len(token.plain) > 5 and token.lower.endswith(tuple(listed(_FILE, "sure_endings")))


def name_end(scene: Scene, first: int, *, anchored: bool) -> int:
    """The end of the name that begins at token ``first``, or ``first`` where none does.

    ``anchored`` names stand behind an office or honorific, where any capital but a place or weekday may begin one.
    """
    end = _begin(scene, first, anchored=anchored)
    words = end > first and "." not in scene.ground.line[end - 1].text
    while first < end < first + _LONGEST and scene.ground.joined(end):
        initials = _initial(scene, end)
        if initials > end and scene.ground.line[end].start - scene.ground.line[end - 1].end < 2:
            end = initials
            continue
        stop = _step(scene, end, first, anchored=anchored)
        if stop == end:
            break
        end, words = stop, True
    return _after_name(scene, end) if words else first


def _begin(scene: Scene, first: int, *, anchored: bool) -> int:
    """The end of the initials, particles or word with which a name may begin at ``first``, else ``first``."""
    initials = _initial(scene, first)
    if initials > first:
        return initials
    if first in scene.ground.starts:
        return first + (anchored and _named_like_a_city(scene, first))
    if scene.ground.line[first].capital and (lead := _particles(scene, first)) > first:
        return lead
    return first + 1 if _may_be_name(scene, first, anchored=anchored) else first


def _named_like_a_city(scene: Scene, at: int) -> bool:
    """Whether a city behind an office or honorific is a person's name: "Prime Minister Salem"."""
    place = scene.ground.starts[at]
    if place.is_state or place.end != at + 1 or at in scene.starts:
        return False
    follows = scene.ground.lower(place.end)
    return follows not in {",", "-", "–", "—", "'s", "’s", "and"}


def _step(scene: Scene, at: int, first: int, *, anchored: bool) -> int:
    """The end of the next part, at ``at``, of a name that began at ``first``; ``at`` where the name is over."""
    text = scene.ground.line[at].text
    if text in HYPHENS and _hyphened(scene, at):
        return at + 2
    if text in _APOSTROPHES and _next_behind_mark(scene, at, first):
        return at + 2
    if text in _QUOTES and (stop := _nickname(scene, at)) > at:
        return stop
    if (lead := _particles(scene, at)) > at:
        return lead + 1
    return at + _next_word(scene, at, first, anchored=anchored)


def _next_behind_mark(scene: Scene, at: int, first: int) -> bool:
    """Whether the apostrophe at ``at`` ends a word of the name and the name goes on: "Shia' Al Sudani"."""
    line = scene.ground.line
    glued = line[at].start == line[at - 1].end and scene.ground.joined(at + 1) and line[at + 1].start > line[at].end
    return glued and _next_word(scene, at + 1, first, anchored=False)


def _nickname(scene: Scene, at: int) -> int:
    """The end of a word in quotation marks at ``at`` behind which the name goes on, else ``at``."""
    ground = scene.ground
    quoted = ground.joined(at + 3) and ground.line[at + 2].text in _QUOTES and ground.line[at + 1].capital
    return at + 3 if quoted and _next_word(scene, at + 3, at + 1, anchored=True) else at


def _hyphened(scene: Scene, at: int) -> bool:
    """Whether the hyphen at ``at`` joins two parts of one name."""
    ground = scene.ground
    tight = (
        ground.line[at].start == ground.line[at - 1].end
        and ground.joined(at + 1)
        and ground.line[at + 1].start == ground.line[at].end
    )
    return tight and ground.line[at + 1].text[0].isalpha() and at + 1 not in ground.starts


def opening(scene: Scene, at: int) -> bool:
    """Whether a sentence or block opens with the token, so that its capital says nothing."""
    return scene.ground.line[at].breaks or scene.ground.line[at - 1].text in _OPENERS


def bare_name(scene: Scene, first: int) -> int:
    """The end of a full name that stands by itself at ``first``, or ``first``."""
    ground = scene.ground
    end = name_end(scene, first, anchored=False)
    words = [ground.line[n] for n in range(first, end) if ground.line[n].text not in {*HYPHENS, ","}]
    spaced = any(ground.line[n].start > ground.line[n - 1].end for n in range(first + 1, end))
    if len(words) < 2 or not (spaced or "." in words[0].text):
        return first
    if _names_a_thing(words) and not (ground.lower(end) == "," and words[0].plain in given_names() and len(words) == 2):
        return first
    if leader_state(name_words(" ".join(word.text for word in words)), None):
        return end
    lead = words[0].lower
    if opening(scene, first) and is_common(lead) and lead not in listed(_FILE, "given_words"):
        return first
    return end if _begins_name(words) or _ends_name(words) or _acts(scene, first, end, words) else first


def _names_a_thing(words: Sequence[Token]) -> bool:
    """Whether the last word is a common noun ("Ganga Water") or any the noun of a document or event."""
    things = listed("bodies.toml", "not_bodies") | listed("cities.toml", "larger")
    last = words[-1]
    surname = last.lower in listed(_FILE, "surname_words") or last.plain in given_names()
    return any(word.lower in things for word in words) or (is_common(last.lower) and not surname)


def _acts(scene: Scene, first: int, end: int, words: Sequence[Token]) -> bool:
    """Whether unknown capitals do or suffer what persons do: "Sinlap Keophan said", "met Sinlap Keophan"."""
    ground = scene.ground
    if any(is_common(word.lower) or word.plain.isupper() for word in words):
        return False
    before = ground.lower(first - 1) if ground.joined(first) else ""
    return ground.lower(end) in listed(_FILE, "acts") or before in listed(_FILE, "meets")


def _begins_name(words: Sequence[Token]) -> bool:
    lead = words[0]
    given = lead.plain in given_names() or lead.lower in listed(_FILE, "given_words")
    family = lead.lower in listed(_FILE, "family_first") and len(words) < 4
    return given or family or "." in lead.text or lead.plain in _INITIALS


def _ends_name(words: Sequence[Token]) -> bool:
    last = words[-1]
    ending = any(last.lower.endswith(e) and len(last.plain) > len(e) + 2 for e in listed(_FILE, "endings"))
    particle = any(word.lower in listed(_FILE, "binding") for word in words[1:-1])
    return ending or particle or (len(words) > 2 and any(word.plain in given_names() for word in words[1:]))


def _polite(scene: Scene, at: int) -> bool:
    token = scene.ground.line[at]
    if not token.capital:
        return token.lower in listed("offices.toml", "polite", "words")
    return token.lower.rstrip(".") in listed("offices.toml", "honorifics", "words")


def courtesy(scene: Scene, at: int) -> int:
    """The end of honorifics and titles of honour from ``at``: "His Royal Highness", "Mr.", "Honorable", "Dr."."""
    ground = scene.ground
    end = at
    while end < min(at + _LONGEST, len(ground.line)) and (end == at or ground.joined(end)):
        if (stop := title_at(scene, end)) > end:
            end = stop
        elif _polite(scene, end):
            end += 1
        elif end > at and ground.lower(end) == "the" and ground.joined(end + 1) and _polite(scene, end + 1):
            end += 2
        else:
            break
        glued = ground.joined(end) and ground.line[end].start == ground.line[end - 1].end
        end += glued and ground.line[end].text in _MARKS
    return end
