"""The words of offices: heads ("minister"), fields ("foreign affairs") and titles of honour."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from servanda.reading.names_ground import Ground, Scene
from servanda.reading.names_tokens import HYPHENS, Phrases
from servanda.reading.names_words import given_names, is_common, listed, pairs

_FILE = "offices.toml"
_JOINTS = frozenset({"and", "&"})


@dataclass(frozen=True, slots=True)
class Head:
    """The word or words that make an office: their singular, whether they stand in the plural, whether they suffice."""

    singular: str
    plural: bool
    strong: bool

    @property
    def relative(self) -> bool:
        """Whether it tells only to whom somebody is equal or near: "his Chinese counterpart"."""
        return self.singular in listed(_FILE, "relative")


@cache
def heads() -> Phrases[Head]:
    """The heads of offices, in the singular and plural, whatever their case."""
    found: dict[str, Head] = {}
    for key in ("weak", "relative", "strong"):
        for word in listed(_FILE, key):
            found[word] = Head(word, plural=False, strong=key == "strong")
            found[word + "s"] = Head(word, plural=True, strong=key == "strong")
    strong = listed(_FILE, "strong")
    found |= {plural: Head(one, plural=True, strong=one in strong) for plural, one in pairs(_FILE, "plurals").items()}
    return Phrases(found, lower=True)


@cache
def titles() -> Phrases[None]:
    """The titles of honour that stand before offices and names."""
    return Phrases(dict.fromkeys(listed(_FILE, "titles", "words")), lower=True)


def field(ground: Ground, at: int, *, capital: bool) -> bool:
    """Whether a token tells what an office is about or its rank."""
    word = ground.line[at].lower
    if capital and not ground.line[at].capital:
        return False
    return word in listed(_FILE, "modifiers", "words") or word in listed(_FILE, "domains", "words")


def free_field(ground: Ground, at: int, head: Head) -> bool:
    """Whether a capitalised common word before a minister or the like tells the field, though no list has it."""
    token = ground.line[at]
    if heads().at(ground.line, at):
        return False
    opens = token.breaks or (at > 0 and ground.line[at - 1].text in ".:;!?")
    never = token.lower in listed("persons.toml", "never") or token.lower in listed("bodies.toml", "not_first")
    kind = head.singular.rpartition(" ")[2]
    return token.capital and not opens and not never and is_common(token.lower) and kind in listed(_FILE, "fielded")


def _domain(scene: Scene, at: int) -> bool:
    ground = scene.ground
    if not ground.joined(at) or at in ground.starts:
        return False
    token = ground.line[at]
    hit = heads().at(ground.line, at)
    if token.lower in listed(_FILE, "domains", "words"):
        return hit is None or not hit[1].strong
    if hit is not None:
        return False
    if not token.capital or token.lower in listed(_FILE, "honorifics", "words"):
        return False
    if token.lower in listed(_FILE, "regions", "words"):
        return True
    named = token.plain in given_names() or token.lower in listed("persons.toml", "given_words")
    return is_common(token.lower) and not named and token.lower not in listed("bodies.toml", "not_first")


def _listing(scene: Scene, at: int) -> bool:
    """Whether the words from ``at`` are an item of a list that "and" closes: "Planning, Development and Reform"."""
    ground = scene.ground
    for ahead in range(at, min(at + 7, len(ground.line))):
        word = ground.lower(ahead)
        if word in _JOINTS:
            return (
                ahead > at
                and _domain(scene, ahead + 1)
                and not heads().at(ground.line, ahead + 2 if ahead + 2 < len(ground.line) else ahead)
            )
        if word != "," and not _domain(scene, ahead):
            return False
    return False


def run(scene: Scene, at: int, limit: int) -> int:
    """The end of the words of a field from ``at``: "Foreign Affairs and Trade", "Planning, Development and Reform"."""
    end = at
    while end < limit and scene.ground.joined(end):
        stop = end + 1 if _domain(scene, end) else _joint(scene, end) if end > at else end
        if stop == end:
            break
        end = stop
    return end


def _joint(scene: Scene, at: int) -> int:
    """The end of a joint at ``at`` ("and", "and the", a comma, a tight hyphen) with the word behind it, else ``at``."""
    ground = scene.ground
    word = ground.lower(at)
    if word in _JOINTS and ground.lower(at + 1) == "the" and _goes_on(scene, at + 2):
        return at + 3
    if word == "," and ground.lower(at + 1) in _JOINTS and _goes_on(scene, at + 2):
        return at + 3
    tight = word in HYPHENS and ground.line[at].start == ground.line[at - 1].end and _domain(scene, at + 1)
    joined = word in _JOINTS and _domain(scene, at + 1) and not opens_office(scene, at + 1)
    return at + 2 if tight or joined or (word == "," and _listing(scene, at + 1)) else at


def _goes_on(scene: Scene, at: int) -> bool:
    """Whether a capitalised word of a field stands at ``at`` that leads to no other office."""
    ground = scene.ground
    return _domain(scene, at) and ground.line[at].capital and not opens_office(scene, at)


def opens_office(scene: Scene, at: int) -> bool:
    """Whether words of a field at ``at`` lead up to a head: the "Foreign Minister" of "Trade and Foreign Minister"."""
    end = at
    while scene.ground.joined(end) and end < at + 4 and _domain(scene, end):
        end += 1
    return end < len(scene.ground.line) and scene.ground.joined(end) and heads().at(scene.ground.line, end) is not None
