"""Who is meant by a surname or an office alone: links to the full names told elsewhere in the same text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from servanda.reading.names_ground import Scene
from servanda.reading.names_holders import Person
from servanda.reading.names_leaders import fits, is_leader_surname, leader_state, name_words
from servanda.reading.names_sides import main_states, state_beside
from servanda.reading.names_words import given_names, is_common, listed
from servanda.terms.states import fold, is_state

_EMPTY = frozenset({"of", "for", "the", "and", "affairs", "a"})
# so that a hostile text costs no more than its length: people of one text who share a word of their names, and people
# among whom the holder of an office is sought
_NAMESAKES = 50
_HOLDERS = 200


@dataclass(slots=True, eq=False)
class _Known:
    """One person of the text while the text is gone through."""

    words: tuple[str, ...]
    name: str
    first: int
    office: str | None = None
    state: str | None = None
    head: str | None = None
    unqualified: bool = False  # the state comes from elsewhere than the text
    aliases: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Linked:
    """A person at its place with what the whole text tells of it."""

    person: Person
    name: str | None
    office: str | None
    state: str | None


def _name(scene: Scene, text: str, person: Person) -> str:
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


def _same(known: _Known, words: tuple[str, ...]) -> bool:
    """Whether a name told again is this person's."""
    short, long = sorted((words, known.words), key=len)
    if len(short) == 1:
        return short[0] in known.aliases or short[0] in _aliases(long) or short[0] in {long[0], long[-1]}
    return fits(short, long)


def _rank(name: str) -> tuple[int, int]:
    return len([w for w in name_words(name) if "." not in w]), len(name)


def _general(head: str | None) -> bool:
    """Whether an office says little: "leader", "head of state"."""
    return head in listed("offices.toml", "general")


def _learn(known: _Known, name: str, person: Person) -> None:
    if _rank(name) > _rank(known.name):
        known.name, known.words = name, name_words(name)
    known.first = min(known.first, person.first)
    known.aliases |= _aliases(name_words(name))
    if person.office and (known.office is None or _general(known.head)):
        known.office, known.head = person.office, person.head.singular if person.head else None
    known.state = known.state or person.state


class _People:
    """The different persons named in a text, found by any word of their names."""

    def __init__(self) -> None:
        self.all: list[_Known] = []
        self._by_word: dict[str, list[_Known]] = {}

    def fitting(self, words: tuple[str, ...]) -> list[_Known]:
        """Everybody whom the name may mean, the earliest told first."""
        found = {id(k): k for w in words for k in self._by_word.get(w, ()) if _same(k, words)}
        return sorted(found.values(), key=lambda known: known.first)

    def add(self, name: str, person: Person) -> None:
        """Takes in one telling of a name: of somebody known already, or of somebody new."""
        words = name_words(name)
        fitting = self.fitting(words)
        known = min(fitting, key=lambda k: (_against(k, person), k.first)) if fitting else None
        if known is None or _against(known, person) > 1:
            known = _Known(words, name, person.first)
            self.all.append(known)
        _learn(known, name, person)
        for word in (*known.aliases, *words):
            bucket = self._by_word.setdefault(word, [])
            if len(bucket) < _NAMESAKES and known not in bucket:
                bucket.append(known)


def _against(known: _Known, person: Person) -> int:
    """How much a telling's state and office speak against it being this person."""
    states = known.state is not None and person.state is not None and known.state != person.state
    offices = known.office and person.office and _office_key(known.office) != _office_key(person.office)
    return 2 * states + bool(offices)


def _gather(scene: Scene, text: str, persons: Sequence[Person]) -> _People:
    """The persons named in the text, the fullest names taken first so that short ones find them."""
    people = _People()
    named = [(person, _name(scene, text, person)) for person in persons if person.name]
    for person, name in sorted(named, key=lambda pair: (-_rank(pair[1])[0], pair[0].first)):
        people.add(name, person)
    return people


def _office_key(office: str) -> frozenset[str]:
    return frozenset(w.strip(",") for w in fold(office).lower().replace("defence", "defense").split()) - _EMPTY


def _surnames(scene: Scene, persons: Sequence[Person], people: _People) -> list[Person]:
    """Bare surnames, of the text's own persons and of well-known leaders, outside of what is found already."""
    line = scene.ground.line
    aliases = {alias for known in people.all for alias in known.aliases}
    spans = [*persons, *scene.starts.values(), *scene.ground.starts.values()]
    taken = {n for span in spans for n in range(span.first, span.end)}

    def is_alias(at: int) -> bool:
        token = line[at]
        return at not in taken and token.capital and (token.lower in aliases or is_leader_surname(token.lower))

    found: list[Person] = []
    at = 0
    while at < len(line):
        end = at
        while end < len(line) and is_alias(end) and (end == at or scene.ground.joined(end)):
            end += 1
        if end > at:
            found.append(Person(at, end, (at, end)))
        at = end + 1
    return found


def _holder(person: Person, people: Sequence[_Known]) -> _Known | None:
    """The one person whom an office alone means, or None."""
    if person.head is None or person.plural or person.office is None:
        return None
    key, head = _office_key(person.office), person.head.singular
    general = head in listed("offices.toml", "general")

    def holds(known: _Known) -> bool:
        if known.office is None or (person.state and known.state != person.state):
            return False
        if general:
            return known.head in listed("offices.toml", "leading")
        return _office_key(known.office) == key or (known.head == head and len(key) == 1)

    fitting = [known for known in people if holds(known)]
    if len(fitting) > 1 and general:
        fitting = [known for known in fitting if known.head != "prime minister"] or fitting
    return fitting[0] if len(fitting) == 1 else None


def _add_states(people: _People, persons: Sequence[Person], scene: Scene) -> None:
    """Gives a state to those without: a leader's own, else the side whose officials the text never qualifies."""
    for known in people.all:
        if known.state is None:
            known.state = leader_state(known.words, known.head)
            known.unqualified = known.state is not None
    home = _home(people, persons, scene)
    for known in people.all:
        if known.state is None and known.office is not None:
            known.state = home


def _add_offices(people: _People, whole: Sequence[Person], scene: Scene, text: str) -> None:
    """Gives an office to those without: the other's, for "his counterpart X"; a leader's that is told with no name."""
    last: _Known | None = None
    for person in whole:
        if person.name is None:
            _give(person, people.all[:_HOLDERS])
            continue
        known = next(iter(people.fitting(name_words(_name(scene, text, person)))), None)
        if (
            known
            and known.office is None
            and person.head
            and person.head.relative
            and last is not None
            and last is not known
        ):
            known.office, known.head = last.office, last.head
        if known and known.office is not None:
            last = known


def _give(person: Person, people: Sequence[_Known]) -> None:
    """Gives an office told with a state alone to the one leader of that state who has none yet."""
    if (
        person.head is None
        or person.plural
        or person.state is None
        or person.head.singular not in listed("offices.toml", "leading")
    ):
        return
    of_state = [known for known in people if person.state and known.state == person.state]
    without = [known for known in of_state if known.office is None and leader_state(known.words, None)]
    if len(without) == 1 and _holder(person, of_state) is None:
        without[0].office, without[0].head = person.office, person.head.singular


def _home(people: _People, persons: Sequence[Person], scene: Scene) -> str | None:
    """Of the two states a text is about, the one whose officials alone it tells without their state; else None."""
    main = main_states(scene)
    qualified = {code for code in main if any(person.state == code for person in persons)}
    other = next((code for code in main if code not in qualified), None)
    bare = {known.state for known in people.all if known.office and known.state in qualified and known.unqualified}
    return other if len(qualified) == 1 and not bare and other and is_state(other) else None


def link(scene: Scene, text: str, persons: Sequence[Person]) -> list[Linked]:
    """Every person, bare surnames included, with name, office and state as the whole text tells them; in order."""
    placed = [p if p.state or p.plural else replace(p, state=state_beside(scene, p.first, p.end)) for p in persons]
    extra = _surnames(scene, placed, _gather(scene, text, placed))
    whole = sorted([*placed, *extra], key=lambda person: person.first)
    people = _gather(scene, text, whole)
    _add_states(people, persons, scene)
    _add_offices(people, whole, scene, text)
    told: list[Linked] = []
    recent: dict[str, int] = {}
    for person in whole:
        if person.name is None:
            known = _holder(person, people.all[:_HOLDERS])
            state = person.state or (known.state if known else None)
            told.append(Linked(person, known.name if known else None, person.office, state))
            continue
        name = _name(scene, text, person)
        fitting = people.fitting(name_words(name))
        agreeing = [k for k in fitting if _against(k, person) < 2] or fitting
        known = max(agreeing, key=lambda k: (k.office is not None, recent.get(k.name, -1), -k.first), default=None)
        if known is None:
            told.append(Linked(person, name, person.office, person.state))
            continue
        recent[known.name] = person.first
        vague = person.office is None or (person.head is not None and _general(person.head.singular))
        office = known.office if vague and known.office else person.office
        told.append(Linked(person, known.name, office, person.state or known.state))
    return told
