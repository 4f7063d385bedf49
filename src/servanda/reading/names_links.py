"""Who is meant by a surname or an office alone: links to the full names told elsewhere in the same text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from servanda.reading.names_offices import Scene
from servanda.reading.names_persons import Person
from servanda.reading.names_tokens import HYPHENS
from servanda.reading.names_words import given_names, is_common, listed
from servanda.terms.states import fold

# offices that "leader" and "head of state" may mean
_LEADING = frozenset(
    {"president", "king", "emperor", "emir", "amir", "sultan", "chairman", "prime minister", "leader", "head of state", "premier",
     "chancellor", "crown prince", "supreme leader", "queen", "federal chancellor", "head of government", "secretary general"}
)  # fmt: skip
_ANY_LEADER = frozenset({"leader", "head of state", "head of the state"})
_EMPTY = frozenset({"of", "for", "the", "and", "affairs", "a", "secretary"})


@dataclass(slots=True)
class _Known:
    """One person of the text while the text is gone through."""

    words: tuple[str, ...]
    name: str
    office: str | None = None
    state: str | None = None
    head: str | None = None
    first: int = 0
    seen: int = 0
    aliases: set[str] = field(default_factory=set)


def _name(scene: Scene, text: str, person: Person) -> str:
    assert person.name is not None
    first, end = person.name
    return " ".join(text[scene.ground.line[first].start : scene.ground.line[end - 1].end].split())


def _words(name: str) -> tuple[str, ...]:
    parts = fold(name).replace(",", " ").replace("-", " ").replace(".", ". ").split()
    return tuple(p.lower() for p in parts if p.lower().strip(".") not in listed("persons.toml", "after"))


def _alias_words(words: Sequence[str]) -> set[str]:
    """The words of a name by which alone the person may be called."""
    full = [w for w in words if "." not in w and w not in listed("persons.toml", "particles")]
    if not full:
        return set()
    alone = {w for w in full[1:] if w.capitalize() not in given_names() and not is_common(w)} | {full[-1]}
    if full[0] in listed("persons.toml", "family_first") or (full[0].capitalize() not in given_names() and not is_common(full[0])):
        alone.add(full[0])
    return {w for w in alone if len(w) > 1}


def _surname(words: Sequence[str]) -> str:
    full = [w for w in words if "." not in w]
    if not full:
        return words[-1] if words else ""
    if full[0] in listed("persons.toml", "family_first") and len(full) < 4:
        return full[0]
    return full[-1]


def _same(known: _Known, words: tuple[str, ...]) -> bool:
    """Whether a name told again is this person's: the words of one occur in the other, initials counting as words."""
    short, long = sorted((words, known.words), key=len)
    if len(short) == 1:
        return short[0] in known.aliases or short[0] in _alias_words(long) or short == long
    rest = list(long)
    for word in short:
        fits = [w for w in rest if w == word or (word[-1:] == "." and w.startswith(word[:-1])) or (w[-1:] == "." and word.startswith(w[:-1]))]
        if not fits:
            return False
        rest.remove(fits[0])
    return True


def _rank(name: str) -> tuple[int, int]:
    words = [w for w in _words(name) if "." not in w]
    return len(words), len(name)


def _learn(known: _Known, name: str, person: Person) -> None:
    if _rank(name) > _rank(known.name):
        known.name, known.words = name, _words(name)
    known.aliases |= _alias_words(_words(name))
    if person.office and known.office is None:
        known.office, known.head = person.office, person.head.singular if person.head else None
    known.state = known.state or person.state
    known.seen = max(known.seen, person.first)


def _gather(scene: Scene, text: str, persons: Sequence[Person]) -> list[_Known]:
    """The different people among the named persons, the fullest names taken first so that short ones find them."""
    named = [(p, _name(scene, text, p)) for p in persons if p.name]
    people: list[_Known] = []
    by_word: dict[str, list[_Known]] = {}
    for person, name in sorted(named, key=lambda pair: (-_rank(pair[1])[0], pair[0].first)):
        words = _words(name)
        fitting = [k for w in words for k in by_word.get(w, ()) if _same(k, words)]
        known = _nearest(fitting, person) if fitting else None
        if known is None:
            known = _Known(words, name, first=person.first)
            people.append(known)
        known.first = min(known.first, person.first)
        _learn(known, name, person)
        for word in (*known.aliases, *words):
            if known not in (bucket := by_word.setdefault(word, [])):
                bucket.append(known)
    return people


def _nearest(fitting: Sequence[_Known], person: Person) -> _Known:
    """Of several people of a name, one whose state and office do not speak against it, the earliest told first."""
    def against(known: _Known) -> int:
        return (known.state is not None and person.state is not None and known.state != person.state) * 2 + (
            known.office is not None and person.office is not None and _office_key(known.office) != _office_key(person.office)
        )

    return min(fitting, key=lambda k: (against(k), k.first))


def _office_key(office: str) -> frozenset[str]:
    return frozenset(w.strip(",") for w in fold(office).lower().split()) - _EMPTY


def _alias_mentions(scene: Scene, persons: Sequence[Person], people: Sequence[_Known]) -> list[Person]:
    """Bare surnames outside the persons already found."""
    aliases = {alias for known in people for alias in known.aliases}
    taken = {n for p in persons for n in range(p.first, p.end)}
    taken |= {n for body in scene.starts.values() for n in range(body.first, body.end)}
    taken |= {n for place in scene.ground.starts.values() for n in range(place.first, place.end)}
    line = scene.ground.line
    found: list[Person] = []
    at = 0
    while at < len(line):
        if at in taken or not line[at].capital or line[at].lower not in aliases:
            at += 1
            continue
        end = at + 1
        while end < len(line) and end not in taken and scene.ground.joined(end) and line[end].capital and line[end].lower in aliases:
            end += 1
        found.append(Person(at, end, (at, end)))
        at = end
    return found


def _fill_office(person: Person, people: Sequence[_Known]) -> _Known | None:
    """The one person whom an office alone means, or None."""
    if person.head is None or person.plural or person.office is None:
        return None
    key = _office_key(person.office)
    general = person.head.singular in _ANY_LEADER

    def fits(known: _Known) -> bool:
        if known.office is None or (person.state and known.state != person.state):
            return False
        return known.head in _LEADING if general else _office_key(known.office) == key or (known.head == person.head.singular and len(key) == 1)

    fitting = [k for k in people if fits(k)]
    if general and len(fitting) > 1:
        top = [k for k in fitting if k.head != "prime minister"]
        fitting = top or fitting
    return fitting[0] if len(fitting) == 1 else None


def link(scene: Scene, text: str, persons: Sequence[Person]) -> list[tuple[Person, str | None, str | None, str | None]]:
    """Every person, bare surnames included, with name, office and state as the whole text tells them; in order."""
    people = _gather(scene, text, persons)
    whole = sorted([*persons, *_alias_mentions(scene, persons, people)], key=lambda p: p.first)
    by_word: dict[str, list[_Known]] = {}
    for known in people:
        for alias in known.aliases | set(known.words):
            by_word.setdefault(alias, []).append(known)
    told: list[tuple[Person, str | None, str | None, str | None]] = []
    recent: dict[str, int] = {}
    for person in whole:
        if person.name is None:
            known = _fill_office(person, people)
            told.append((person, known.name if known else None, person.office, person.state or (known.state if known else None)))
            continue
        name = _name(scene, text, person)
        words = _words(name)
        fitting = {id(k): k for w in words for k in by_word.get(w, ()) if _same(k, words)}
        known = max(fitting.values(), key=lambda k: (recent.get(k.name, -1), -k.first), default=None) if len(fitting) > 1 else next(iter(fitting.values()), None)
        if known is None:
            told.append((person, name, person.office, person.state))
            continue
        recent[known.name] = person.first
        told.append((person, known.name, person.office or known.office, person.state or known.state))
    return told
