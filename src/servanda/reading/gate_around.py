"""What stands around the quotes of a claim: who speaks there, which states are told of, whether it is still to come."""

from __future__ import annotations

import re
from functools import cache, cached_property

from servanda.errors import LexiconError
from servanda.reading.document import Document, states_in
from servanda.reading.frames import load_lexicon
from servanda.reading.segments import Segment
from servanda.terms.claims import Claim
from servanda.terms.mentions import Kind, PersonValue
from servanda.terms.states import groups

# a verb's past form, and none of "to be signed", "it is planned"
_PAST = re.compile(
    r"(?<!\bbe )(?<!\bbe jointly )(?<!\bis )(?<!\bare )\b(?!(?:planned|expected|invited|proposed|envisaged)\b)[a-z]{2,}ed\b"
)
# what a document brings is still to come when the document is there
_UNDER_WHICH = re.compile(r"\b(?:under|by|on the basis of|according to) which\b|\bwhereby\b")
# stands for one who was named before, or is said by him in the first person
_STANDS_FOR = re.compile(r"\b(?:[Hh]e|[Ss]he|[Hh]is|[Hh]er|I|[Mm]y|[Ww]e|[Oo]ur)\b")
# how many characters ahead of a name a verb of saying may stand
_BESIDE = 30


@cache
def _saying_next() -> re.Pattern[str]:
    """A verb of saying right after a name: "Ms. Okoye, the minister, said"."""
    return re.compile(rf"(?:,[^,;.\n]{{1,60}},)?\s+(?:also |further |then )?(?:{cue('saying').pattern})", re.IGNORECASE)


@cache
def _said_by() -> re.Pattern[str]:
    """A verb of saying right ahead of a name: "said Ms. Okoye"."""
    return re.compile(rf"(?:{cue('saying').pattern})\s+(?:by\s+)?$", re.IGNORECASE)


@cache
def cue(name: str) -> re.Pattern[str]:
    """The words of the gate's lexicon under a name, as a pattern of whole words."""
    listed = load_lexicon("gate").get(name)
    if not isinstance(listed, list) or not listed:
        raise LexiconError(f"lexicon gate: {name} must be a list of words")
    ordered = sorted(map(str, listed), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, ordered))})\b", re.IGNORECASE)


class Surroundings:
    """The sentences and paragraphs that the quotes of one claim stand in."""

    def __init__(self, claim: Claim, document: Document, sentences: tuple[Segment, ...]) -> None:
        self.quotes = claim.quotes
        self.document = document
        self.sentences = sentences

    @cached_property
    def paragraphs(self) -> tuple[Segment, ...]:
        """The segments of the paragraphs that the quotes stand in."""
        told = {part.paragraph for part in self.sentences}
        return tuple(part for part in self.document.segments if part.paragraph in told)

    @cached_property
    def states(self) -> frozenset[str]:
        """The states that those paragraphs tell of, by name or as members of a group, and those of the whole report."""
        inside = [m for part in self.paragraphs for m in self.document.within(part.start, part.end)]
        words = " ".join(self.document.text[part.start : part.end] for part in self.paragraphs)
        members = (code for name, codes in groups().items() if name in words for code in codes)
        return frozenset({*states_in(inside), *members, *self.document.parties, *self.document.sides})

    @cached_property
    def _called(self) -> tuple[frozenset[str], ...]:
        """The names, word by word, of those whom the sentences name, or call by an office that was named before."""
        inside = (m.value for part in self.sentences for m in self.document.within(part.start, part.end, Kind.PERSON))
        return tuple(frozenset(v.name.casefold().split()) for v in inside if isinstance(v, PersonValue) and v.name)

    @cached_property
    def _told(self) -> str:
        return " ".join(self.document.text[part.start : part.end] for part in self.sentences)

    @cached_property
    def sayers(self) -> frozenset[str]:
        """The surnames of those whom the sentences of the quotes name right beside a verb of saying."""
        found, text = set(), self.document.text
        for part in self.sentences:
            for mention in self.document.within(part.start, part.end, Kind.PERSON):
                value, ahead = mention.value, text[max(part.start, mention.start - _BESIDE) : mention.start]
                if not isinstance(value, PersonValue) or not value.name or value.plural:
                    continue
                if _saying_next().match(text, mention.end, part.end) or _said_by().search(ahead):
                    found.add(surname(value.name))
        return frozenset(found)

    def names(self, name: str) -> bool:
        """Whether the sentences of the quotes name a person, or call one by an office that was named before."""
        return any(surname(name) in called for called in self._called) or surname(name) in self._told.casefold()

    def has_others_speak(self, name: str) -> bool:
        """Whether the sentences leave one no room as their speaker: they name others outside the quotes, and no "he" or "I"."""
        if self.names(name):
            return False
        before = self.document.text[: self.sentences[0].start] if self.sentences else ""
        if not self.sayers and surname(name) in before.casefold() and _STANDS_FOR.search(self._told):
            return False
        named = (m for part in self.sentences for m in self.document.within(part.start, part.end, Kind.PERSON))
        outside = (m for m in named if not any(q.start <= m.start < q.end for q in self.quotes))
        return bool(self.sayers) or any(isinstance(m.value, PersonValue) and m.value.name for m in outside)

    @property
    def is_to_come(self) -> bool:
        """Whether the first quote tells only of what will be."""
        first = _UNDER_WHICH.split(self.quotes[0].text, maxsplit=1)[0]
        done = cue("done").search(first) or _PAST.search(first)
        return cue("ahead").search(first) is not None and not done

    def turns(self, direction: str) -> bool:
        """Whether the words of the quotes tell of growth where a claim tells of decline, or the other way round."""
        told = " ".join(quote.text for quote in self.quotes)
        up, down = cue("up").search(told), cue("down").search(told)
        return bool(down and not up) if direction == "up" else bool(up and not down)


def surname(name: str) -> str:
    """The last word of a name, in small letters."""
    return name.rsplit(maxsplit=1)[-1].casefold() if name.split() else ""
