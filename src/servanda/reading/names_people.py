"""The different persons named in a text: which tellings of names are of one person, and what the text says of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from servanda.reading.names_ground import Scene
from servanda.reading.names_holders import Person
from servanda.reading.names_leaders import fits, name_words
from servanda.reading.names_words import given_names, is_common, listed
from servanda.terms.states import fold

_EMPTY = frozenset({"of", "for", "the", "and", "affairs", "a"})
# so that a hostile text costs no more than its length: people of one text who share a word of their names, and people
# among whom the holder of an office is sought
_NAMESAKES = 50
_HOLDERS = 200


@dataclass(slots=True, eq=False)
class Known:
    """One person of the text while the text is gone through."""

    words: tuple[str, ...]
    name: str
    first: int
    number: int  # in the order of being taken in
    office: str | None = None
    state: str | None = None
    head: str | None = None
    unqualified: bool = False  # the state comes from elsewhere than the text
    aliases: set[str] = field(default_factory=set)


def told_name(scene: Scene, text: str, person: Person) -> str:
    """The name as the text has it at one place, white space made single."""
    assert person.name is not None
    first, end = person.name
    return " ".join(text[scene.ground.line[first].start : scene.ground.line[end - 1].end].split())


def _aliases(words: Sequence[str]) -> set[str]:
    """The words of a name by which alone the person may be called."""
    full = [w for w in words if "." not in w and w not in listed("persons.toml", "particles")]
    if not full:
        return set()
    own = {w for w in full if w.capitalize() not in given_names() and not is_common(w)} | {full[-1]}
    if full[0] in listed("persons.toml", "family_first"):
        own.add(full[0])
    return {w for w in own if len(w) > 1}


def _same(known: Known, words: tuple[str, ...]) -> bool:
    """Whether a name told again is this person's."""
    short, long = sorted((words, known.words), key=len)
    if len(short) == 1:
        return short[0] in known.aliases or short[0] in _aliases(long) or short[0] in {long[0], long[-1]}
    return fits(short, long)


def _rank(name: str) -> tuple[int, int]:
    return len([w for w in name_words(name) if "." not in w]), len(name)


def is_general(head: str | None) -> bool:
    """Whether an office says little: "leader", "head of state"."""
    return head in listed("offices.toml", "general")


def _learn(known: Known, name: str, person: Person) -> None:
    if _rank(name) > _rank(known.name):
        known.name, known.words = name, name_words(name)
    known.first = min(known.first, person.first)
    known.aliases |= _aliases(name_words(name))
    if person.office and (known.office is None or is_general(known.head)):
        known.office, known.head = person.office, person.head.singular if person.head else None
    known.state = known.state or person.state


class People:
    """The different persons named in a text, found by any word of their names."""

    def __init__(self) -> None:
        self.all: list[Known] = []
        self._by_word: dict[str, list[Known]] = {}

    def fitting(self, words: tuple[str, ...]) -> list[Known]:
        """Everybody whom the name may mean, the earliest told first."""
        found = {id(k): k for w in words for k in self._by_word.get(w, ()) if _same(k, words)}
        return sorted(found.values(), key=lambda known: known.first)

    def add(self, name: str, person: Person) -> None:
        """Takes in one telling of a name: of somebody known already, or of somebody new."""
        words = name_words(name)
        fitting = self.fitting(words)
        known = min(fitting, key=lambda k: (against(k, person), k.first)) if fitting else None
        if known is None or against(known, person) > 1:
            known = Known(words, name, person.first, len(self.all))
            self.all.append(known)
        _learn(known, name, person)
        for word in (*known.aliases, *words):
            bucket = self._by_word.setdefault(word, [])
            if len(bucket) < _NAMESAKES and known not in bucket:
                bucket.append(known)


def against(known: Known, person: Person) -> int:
    """How much a telling's state and office speak against it being this person."""
    states = known.state is not None and person.state is not None and known.state != person.state
    offices = known.office and person.office and office_key(known.office) != office_key(person.office)
    return 2 * states + bool(offices)


def gather(scene: Scene, text: str, persons: Sequence[Person]) -> People:
    """The persons named in the text, the fullest names taken first so that short ones find them."""
    people = People()
    named = [(person, told_name(scene, text, person)) for person in persons if person.name]
    for person, name in sorted(named, key=lambda pair: (-_rank(pair[1])[0], pair[0].first)):
        people.add(name, person)
    return people


def leads_a_state(office: str, head: str) -> bool:
    """Whether an office leads a whole state, not a chamber or fund: "President", "President of the Republic"."""
    return not office_key(office) - office_key(head) - listed("offices.toml", "whole")


def office_key(office: str) -> frozenset[str]:
    """The words of an office by which it is compared."""
    return frozenset(w.strip(",") for w in fold(office).lower().replace("defence", "defense").split()) - _EMPTY
