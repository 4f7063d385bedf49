"""Deeds told by a verb: what was built, delivered, launched or taught, where the verb says so and not a noun alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from servanda.reading.cues import cue_pattern, word_table
from servanda.reading.document import Sentence
from servanda.reading.lemmas import lemma
from servanda.reading.parses import Parsed, parse
from servanda.reading.polarity import clause, is_hypothetical, is_negated
from servanda.terms.mentions import Kind

# a thing that is told in more words than these is a clause that the parse took for a noun
LONGEST_THING = 25
_CLAUSES = frozenset({"acl:relcl", "acl", "advcl", "parataxis", "conj", "appos"})
_NOT_YET = frozenset({"be", "will", "shall", "would", "should", "could", "can", "may", "must", "might"})
_SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
_HELPERS = frozenset({"aux", "aux:pass", "advmod"})
_EMPTY = frozenset({"the", "a", "an", "its", "their", "our", "his", "her", "this", "that", "all", "of", "for", "no"})


@dataclass(frozen=True, slots=True)
class Deed:
    """A verb of doing with its auxiliaries and the thing it is done to, as spans of the report's text."""

    sentence: Sentence
    verb: tuple[int, int]
    thing: tuple[int, int]

    @property
    def span(self) -> tuple[int, int]:
        """From the first of both to the last of both."""
        return min(self.verb[0], self.thing[0]), max(self.verb[1], self.thing[1])


def _below(heads: Sequence[int], head: int) -> list[int]:
    return [n for n, above in enumerate(heads) if above == head]


def _thing(parsed: Parsed, noun: int) -> tuple[int, int]:
    """The first and last word of a noun with what belongs to it, clauses left out."""
    tree = parsed.parse
    inside, rest = {noun}, [noun]
    while rest:
        head = rest.pop()
        for n in _below(tree.heads, head):
            if tree.relations[n] not in _CLAUSES and tree.upos[n] != "PUNCT" and n not in inside:
                inside.add(n)
                rest.append(n)
    first = noun
    while first - 1 in inside:
        first -= 1
    last = noun
    while last + 1 in inside:
        last += 1
    return first, last


def _is_done(sentence: Sentence, parsed: Parsed, verb: int, sort: str) -> bool:
    """Whether a verb tells a fact: no modal verb, no infinitive, nothing denied or supposed."""
    text, tree = sentence.document.text, parsed.parse
    below = _below(tree.heads, verb)
    helpers = {text[slice(*parsed.words[n])].casefold() for n in below if tree.relations[n] in {"aux", "aux:pass"}}
    marks = {text[slice(*parsed.words[n])].casefold() for n in below if tree.relations[n] == "mark"}
    if helpers & _NOT_YET or marks & {"to", "if", "unless"}:
        return False
    word = text[slice(*parsed.words[verb])].casefold()
    base = lemma(word, "VERB")
    if sort == "under_way" and not ((word.endswith("ing") and helpers) or "being" in helpers):
        return False
    if not helpers and (word == base or word.endswith("ing") or (word.endswith("s") and sort == "starts")):
        return False  # an infinitive without "to", a gerund, or what "opens" at a day to come
    at = parsed.words[verb][0]
    if is_hypothetical(text, at, first=sentence.start, last=sentence.end):
        return False
    first, last = clause(text, at, first=sentence.start, last=sentence.end)
    return not is_negated(text, at, first=first, last=last)


def _noun_of(parsed: Parsed, verb: int) -> int | None:
    """What something is done to: the subject of a passive, the object, or the noun that a participle describes."""
    tree = parsed.parse
    below = _below(tree.heads, verb)
    relations = {tree.relations[n]: n for n in below}
    if "nsubj:pass" in relations:
        return relations["nsubj:pass"]
    if "obj" in relations:
        return relations["obj"] if "nsubj" in relations or tree.relations[verb] in {"root", "conj", "ccomp"} else None
    return None


def _is_thing(sentence: Sentence, start: int, end: int, sort: str) -> bool:
    """Whether a noun is something that can be built, given or launched, and no paper, person or feeling."""
    document, text = sentence.document, sentence.document.text
    words = text[start:end]
    telling = [word for word in words.split() if word.casefold() not in _EMPTY]
    if not 2 <= len(telling) <= LONGEST_THING or cue_pattern("activities", "deeds_not", "things").search(words):
        return False
    if next(document.within(start, end, Kind.INSTRUMENT), None) is not None:
        return False
    return sort != "starts" or cue_pattern("activities", "deeds_not", "unless").search(words) is not None


def deeds(sentence: Sentence) -> Iterator[Deed]:
    """The deeds that the verbs of a sentence tell, left to right."""
    text = sentence.document.text
    table = word_table("activities", "deeds")
    parsed = parse(sentence.document)[sentence.index]
    for n, (left, right) in enumerate(parsed.words):
        if parsed.parse.upos[n] != "VERB":
            continue
        sort = table.get(lemma(text[left:right].casefold(), "VERB"))
        if text[left:right].casefold() == "handed" and not text.startswith(" over", right):
            continue
        noun = _noun_of(parsed, n) if sort is not None else None
        if sort is None or noun is None or parsed.parse.upos[noun] not in {"NOUN", "PROPN"}:
            continue
        first, last = _thing(parsed, noun)
        start, end = parsed.words[first][0], parsed.words[last][1]
        if _is_done(sentence, parsed, n, sort) and _is_thing(sentence, start, end, sort):
            helpers = [m for m in _below(parsed.parse.heads, n) if parsed.parse.relations[m] in _HELPERS and m < n]
            yield Deed(sentence, (parsed.words[min([n, *helpers])][0], right), (start, end))


_WHICH = frozenset({"which", "who", "that", "whose"})


def name_in(sentence: Sentence, start: int, end: int) -> str:
    """What the thing that a stretch tells of is called: the stretch without its verb and its relative clauses.

    "A bridge has been opened at Agbe" is "a bridge at Agbe", "Kenya has donated ten tents to Chad" "ten tents to Chad".
    """
    text = sentence.document.text
    parsed = parse(sentence.document)[sentence.index]
    tree = parsed.parse
    inside = [n for n, (left, right) in enumerate(parsed.words) if start <= left and right <= end]
    clauses = (
        parsed.words[n][0]
        for n in inside[2:]
        if text[slice(*parsed.words[n])].casefold() in _WHICH and tree.relations[n] in _SUBJECTS
    )
    stop = next(clauses, end)
    verb = next((n for n in inside if tree.upos[n] == "VERB" and parsed.words[n][1] <= stop), None)
    told = text[start:stop]
    if verb is not None:
        below = {tree.relations[n]: n for n in _below(tree.heads, verb) if n in inside}
        if "aux:pass" in below:
            helpers = [n for n in _below(tree.heads, verb) if tree.relations[n] in _HELPERS and n in inside]
            told = f"{text[start : parsed.words[min([verb, *helpers])][0]]} {text[parsed.words[verb][1] : stop]}"
        elif "nsubj" in below and "obj" in below and below["obj"] > verb:
            told = text[parsed.words[_thing(parsed, below["obj"])[0]][0] : stop]
    name = " ".join(told.split()).strip(" ,;:")
    return name if len(name.split()) > 1 else " ".join(text[start:end].split())
