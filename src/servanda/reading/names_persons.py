"""Persons in a text: a name behind or before an office, behind an honorific, or by itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from servanda.reading.names_leaders import is_leader_surname, leader_state, name_words
from servanda.reading.names_offices import Head, Office, Scene, office_at, title_at
from servanda.reading.names_tokens import HYPHENS
from servanda.reading.names_words import given_names, is_common, listed

_FILE = "persons.toml"
_LONGEST = 9  # words and marks of a name
_CHAIN = 8  # words from one office to the head of the next
_DASHES = HYPHENS | {"—"}
_OPENERS = frozenset(".:;!?•*")
_QUOTES = frozenset("\"'“”‘’«»")
_INITIALS = frozenset({"Sh", "Ye", "Yu", "Ya", "Ch", "Zh", "Kh", "Ts", "Dj", "Dzh", "Gh", "Yo", "Th"})


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
    return anchored or not (token.breaks or ground.line[at - 1].text in _OPENERS or at + 1 in ground.starts)


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
    if not is_common(token.lower) or token.plain in given_names() or token.lower in listed(_FILE, "given_words"):
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
    if ground.joined(at) and ground.line[at].capital and ground.lower(at) in listed(_FILE, "after"):
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
    if not _may_stand(scene, at, anchored=True) or title_at(scene, at) > at:
        return False
    if token.lower in listed("offices.toml", "honorifics", "words") and is_common(token.lower):
        return False
    if not is_common(token.lower) or token.plain in given_names():
        return True
    if token.lower in listed(_FILE, "surname_words"):
        return True
    if scene.ground.lower(first) in listed(_FILE, "family_first") or scene.ground.line[first].lower in listed(
        _FILE, "family_first"
    ):
        return at - first < 4
    lone = at == first + 1 or all("." in scene.ground.line[n].text for n in range(first + 1, at))
    return lone and (
        scene.ground.line[first].plain in given_names() or (anchored and not is_common(scene.ground.lower(first)))
    )


def name_end(scene: Scene, first: int, *, anchored: bool) -> int:
    """The end of the name that begins at token ``first``, or ``first`` where none does.

    ``anchored`` names stand behind an office or honorific, where any capital but a place or weekday may begin one.
    """
    ground = scene.ground
    end = _initial(scene, first)
    lead = _particles(scene, first) if end == first and ground.line[first].capital else first
    if end == first and lead > first:
        end = lead
    elif end == first:
        if not _may_be_name(scene, first, anchored=anchored):
            return first
        end = first + 1
    words = end > first and "." not in ground.line[end - 1].text
    while end < first + _LONGEST and ground.joined(end):
        text = ground.line[end].text
        if text in HYPHENS and _hyphened(scene, end):
            end += 2
        elif text in _QUOTES and (stop := _nickname(scene, end)) > end:
            end = stop
        elif (stop := _initial(scene, end)) > end and ground.line[end].start - ground.line[end - 1].end < 2:
            end = stop
            continue
        elif (lead := _particles(scene, end)) > end:
            end = lead + 1
        elif _next_word(scene, end, first, anchored=anchored):
            end += 1
        else:
            break
        words = True
    return _after_name(scene, end) if words else first


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


def _opening(scene: Scene, at: int) -> bool:
    """Whether a sentence or block opens with the token, so that its capital says nothing."""
    return scene.ground.line[at].breaks or scene.ground.line[at - 1].text in _OPENERS


def bare_name(scene: Scene, first: int) -> int:
    """The end of a full name that stands by itself at ``first``, or ``first``."""
    ground = scene.ground
    end = name_end(scene, first, anchored=False)
    words = [ground.line[n] for n in range(first, end) if ground.line[n].text not in {*HYPHENS, ","}]
    spaced = sum(ground.line[n].start > ground.line[n - 1].end for n in range(first + 1, end))
    if len(words) < 2 or not (spaced or "." in words[0].text):
        return first
    lead, last = words[0], words[-1]
    larger = listed("bodies.toml", "not_bodies") | listed("cities.toml", "larger")
    if any(w.lower in larger for w in words):
        return first
    if is_common(last.lower) and last.lower not in listed(_FILE, "surname_words") and last.plain not in given_names():
        return first
    if leader_state(name_words(" ".join(w.text for w in words)), None):
        return end
    if _opening(scene, first) and is_common(lead.lower) and lead.lower not in listed(_FILE, "given_words"):
        return first
    initial = "." in lead.text or lead.plain in _INITIALS
    if (
        initial
        or lead.plain in given_names()
        or lead.lower in listed(_FILE, "given_words")
        or (lead.lower in listed(_FILE, "family_first") and len(words) < 4)
    ):
        return end
    ending = any(last.lower.endswith(e) and len(last.plain) > len(e) + 2 for e in listed(_FILE, "endings"))
    particle = any(w.lower in {"bin", "bint", "al", "von"} for w in words[1:-1])
    known = any(w.plain in given_names() for w in words[1:]) and len(words) > 2
    return end if ending or particle or known else first


def _polite(scene: Scene, at: int) -> bool:
    token = scene.ground.line[at]
    if not token.capital:
        return token.lower in listed("offices.toml", "polite", "words")
    return token.lower.rstrip(".") in listed("offices.toml", "honorifics", "words")


def _courtesy(scene: Scene, at: int) -> int:
    """The end of honorifics and titles of honour from ``at``: "His Royal Highness", "Mr.", "Honorable", "Dr."."""
    ground = scene.ground
    end = at
    while ground.joined(end) or end == at:
        if end >= len(ground.line):
            break
        if (stop := title_at(scene, end)) > end:
            end = stop
        elif _polite(scene, end):
            end += 1
        else:
            break
        if ground.joined(end) and ground.line[end].text == "." and end > at:
            end += 1
    return end


def _office_from(scene: Scene, text: str, at: int) -> Office | None:
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
    """Where the next office of a chain may begin, behind a comma, dash or "and" (and titles); whether "the" stood there."""
    ground = scene.ground
    end = at
    if ground.lower(end) in {",", "and", "&", *_DASHES}:
        end += 1 + (ground.lower(end) == "," and ground.lower(end + 1) == "and")
    elif end == at:
        return at, False
    article = ground.lower(end) == "the"
    return (end + article, article) if ground.joined(end + article) else (at, False)


def _chain(scene: Scene, text: str, office: Office) -> list[Office]:
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
        following = _office_from(scene, text, begin)
        states = {state for o in (*chain, following) if o for state in o.states}
        if following is None or following.head.plural or len(states) > 1 or article:
            break
        if joint == "," and last.states:
            break
        if following.head.singular == last.head.singular and " " in following.head.singular:
            break
        chain.append(following)
    return chain


@dataclass(frozen=True, slots=True)
class _Named:
    """A name at the tokens ``[first, end)``, with the end of a state told behind it and that state."""

    first: int
    end: int
    stop: int
    state: str | None


def _named(scene: Scene, first: int, end: int) -> _Named:
    stop, state = _state_after(scene, end)
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
    first = _courtesy(scene, begin)
    polite = first > begin
    first += polite and ground.lower(first) == ","
    if not ground.joined(first):
        return None
    end = name_end(scene, first, anchored=polite or not comma)
    if end == first and comma:
        end = name_end(scene, first, anchored=True)
        end = end if end > first + 1 and not is_common(ground.line[end - 1].lower) else first
    if end == first or (comma and not polite and end == first + 1):
        return None
    return first, end


def _names_from(scene: Scene, at: int, *, many: bool) -> list[_Named]:
    """The names listed from ``at``: one, or behind a plural several."""
    ground = scene.ground
    one = _first_name(scene, at, many=many)
    if one is None:
        return []
    names = [_named(scene, *one)]
    while many and ground.lower(names[-1].stop) in {",", "and"}:
        end = names[-1].stop
        behind = end + 1 + (ground.lower(end) == "," and ground.lower(end + 1) == "and")
        behind = _courtesy(scene, behind) if ground.joined(behind) else behind
        stop = name_end(scene, behind, anchored=True) if ground.joined(behind) else behind
        if stop == behind or _office_from_name(scene, behind):
            break
        names.append(_named(scene, behind, stop))
    return names


def _office_from_name(scene: Scene, at: int) -> bool:
    return scene.ground.line[at].lower in listed("offices.toml", "modifiers", "words")


def _state_after(scene: Scene, end: int) -> tuple[int, str | None]:
    """The end and state of "of India" or "(India)" behind a name that ends at ``end``."""
    ground = scene.ground
    if ground.lower(end) not in {"of", "(", "for"}:
        return end, None
    behind = end + 1 + (ground.lower(end + 1) == "the")
    place = ground.starts.get(behind)
    if place is None or not place.is_state or place.adjective or not ground.joined(behind):
        return end, None
    if ground.lower(end) == "(":
        return (place.end + 1, place.state) if ground.lower(place.end) == ")" else (end, None)
    return place.end, place.state


def _holders(scene: Scene, chain: list[Office], first: int) -> list[Person]:
    """The persons who hold a chain of offices, named behind it; empty when no name stands there."""
    last = chain[-1]
    many = last.head.plural
    names = _names_from(scene, last.end, many=many)
    words = None if last.head.relative else _joined_offices(chain)
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


def _joined_offices(chain: list[Office]) -> str:
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


def _at_office(scene: Scene, text: str, office: Office, start: int) -> list[Person]:
    chain = _chain(scene, text, office)
    first = min(start, office.first)
    while chain:
        holders = _holders(scene, chain, first)
        if holders:
            return [_apposed(scene, text, holders[0])] if len(holders) == 1 else holders
        chain.pop()
    if not office.told:
        return []
    if office.head.relative and office.head.plural:
        return []
    return [Person(office.first, office.end, None, office.text, office.state, office.head, told=office.told)]


def _rank_only(person: Person) -> bool:
    """Whether an office is a rank that a further office may explain: "Ambassador X, Director General of …"."""
    return person.head is not None and person.head.singular == "ambassador" and person.state is None


def _apposed(scene: Scene, text: str, person: Person) -> Person:
    """A named person with the office told behind the name: "Xi Jinping, President of China"."""
    ground = scene.ground
    if (person.office and not _rank_only(person)) or ground.lower(person.end) not in {",", "(", "-", "–", "—"}:
        return person
    begin = person.end + 1
    begin += ground.lower(begin) in {"the", "a", "an", "his", "her", "its"}
    office = _office_from(scene, text, begin) if ground.joined(begin) else None
    if office is None or not office.told or office.head.plural or _names_from(scene, office.end, many=False):
        return person
    chain = _chain(scene, text, office)
    if len(chain) > 1 and _names_from(scene, chain[-1].end, many=False):
        chain = chain[:1]
    state = next((o.state for o in chain if o.state), person.state)
    closed = chain[-1].end + (ground.lower(person.end) == "(" and ground.lower(chain[-1].end) == ")")
    words = None if office.head.relative else _joined_offices(chain)
    return replace(person, end=closed, office=words or person.office, state=state, head=office.head)


def _before_office(scene: Scene, text: str, first: int) -> int:
    """The end of two or more unknown capitals that an office explains: "Tapan Ghosh, Senior Secretary in …"."""
    ground = scene.ground
    if not ground.line[first].capital or first in ground.starts:
        return first
    end = name_end(scene, first, anchored=not _opening(scene, first))
    if end < first + 2 or ground.lower(end) != "," or is_common(ground.line[end - 1].lower):
        return first
    begin = end + 1 + (ground.lower(end + 1) in {"the", "a"})
    office = _office_from(scene, text, begin) if ground.joined(begin) else None
    return (
        end
        if office and office.told and not office.head.plural and not _names_from(scene, office.end, many=False)
        else first
    )


def _at_name(scene: Scene, text: str, at: int) -> Person | None:
    """The person who begins at ``at`` with an honorific or a full name."""
    line = scene.ground.line
    begin = _courtesy(scene, at)
    if begin > at and scene.ground.joined(begin):
        end = name_end(scene, begin, anchored=True)
    else:
        begin, end = at, bare_name(scene, at)
        if end == begin:
            end = _before_office(scene, text, at)
    if end == begin or (begin == at and not line[at].capital):
        return None
    stop, state = _state_after(scene, end)
    return _apposed(scene, text, Person(at, stop, (begin, end), state=state))


def find_persons(scene: Scene, text: str) -> list[Person]:
    """The persons of a text in order, without overlaps, each as told at its place."""
    found: list[Person] = []
    line = scene.ground.line
    at = floor = 0
    start: int | None = None
    while at < len(line):
        titled = title_at(scene, at)
        office = None if titled > at else office_at(scene, text, at, floor)
        persons = _at_office(scene, text, office, office.first if start is None else start) if office else []
        if not persons and titled == at and (person := _at_name(scene, text, at)) is not None:
            persons = [person]
        if persons:
            found += persons
            at = floor = max(persons[-1].end, at + 1)
            start = None
        elif titled > at:
            start = at if start is None else start
            at = titled
        elif at in scene.starts or at in scene.ground.starts:
            at = scene.starts[at].end if at in scene.starts else scene.ground.starts[at].end
            start = None
        else:
            start = start if line[at].text in {",", "-", "–", "—", "the"} and start is not None else None
            at += 1
    return found
