"""What became of a document: the status that the words around its title, or over its list, tell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from servanda.reading.cues import any_of, cue_pattern, cue_table, word_table
from servanda.reading.document import Sentence
from servanda.reading.instruments_titles import Title
from servanda.terms.claims import InstrumentStatus
from servanda.terms.mentions import Kind

STAGES: tuple[InstrumentStatus, ...] = (
    "referred", "planned", "negotiated", "signed", "ratified", "in_force", "implemented", "expired", "terminated",
)  # fmt: skip
# how many characters further away a word counts for each mark between it and the title, and behind the title
_BREAK = 120
_BEHIND = 1.3
# "implementation of" and "negotiations on" speak of what they stand right before
_CLOSE = 40
_OPENERS = ("of", "on", "for")
_BREAKS = re.compile(r"[;:]|,\s+(?:but|while|whereas)\b|\s[-–—]\s")
_BACK = 3
# "that the agreements be approved" is ahead, "is to be developed further were signed" is past
_BE = re.compile(r"\bbe\s+$", re.IGNORECASE)
_WAS = re.compile(r"\b(?:was|were|has been|have been|had been)\s+$", re.IGNORECASE)
# how many items of a list are asked for what became of the rest
MOST_ITEMS = 12
# "talks on an agreement should begin soon"
_TO_BEGIN = re.compile(
    r"[^.;:]{0,120}?\b(?:will|should|shall|is to|are to|would)\s+(?:soon\s+)?(?:be\s+)?(?:start|beg[iu]n|open|launch|commence|resume)",
    re.IGNORECASE,
)
# of two statuses told of a document the later one counts: "the plan signed in May is being implemented"
_LATER: tuple[tuple[InstrumentStatus, re.Pattern[str]], ...] = (
    (
        "implemented",
        re.compile(
            r"[^.;:]{0,120}?\b(?P<told>(?:is|are|being|been)\s+(?:\w+\s+)?(?:implemented|carried out|put into practice|realised|realized))\b"
        ),
    ),
    (
        "in_force",
        re.compile(
            r"[^.;:]{0,120}?\b(?P<told>(?:has |have )?(?:entered|came|come) into (?:force|effect)|(?:is|are|remains?) (?:now |still )?in force|took effect)\b"
        ),
    ),
    ("ratified", re.compile(r"[^.;:]{0,120}?\b(?P<told>(?:has been|have been|was|were) (?:\w+ )?ratified)\b")),
)
# how far from a title the words of its sentence are read
WINDOW = 500
_WILL = re.compile(
    r"[^,;:]{0,120}?\b(?:will|would|shall|(?:is|are) (?:expected|planned|scheduled|foreseen|envisaged))\b",
    re.IGNORECASE,
)
# a text is initialled at the end of its negotiation, and only negotiated until then
_INITIALLED = re.compile(r"\binitial", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Told:
    """A document told in a sentence, and whether the clause over its list says what became of it."""

    sentence: Sentence
    title: Title
    governed: bool


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that says what became of a document, at its place in the report's text."""

    status: InstrumentStatus
    start: int
    end: int


def _words(sentence: Sentence, start: int, end: int, low: int, high: int) -> str:
    """A stretch with its titles blanked: "Agreement on the implementation of" says nothing of what became of it."""
    text = list(sentence.document.text[low:high])
    titles = [(m.start, m.end) for m in sentence.document.within(low - WINDOW, high, Kind.INSTRUMENT)]
    for first, last in [*titles, (start, end)]:
        left, right = max(first, low) - low, min(last, high) - low
        if left < right:
            text[left:right] = " " * (right - left)
    return "".join(text)


def _is_of_another(name: str, cue: str, gap: str, *, before: bool) -> bool:
    """Whether a cue speaks of what stands right behind it, and the title is not that."""
    words = cue.casefold().split()
    if name == "referred":  # what takes the place of another stands before, what is replaced right behind
        return not before or len(gap) > _CLOSE
    if name == "planned" and (words[0] == "to" or words[-1] in _OPENERS):
        return not before or len(gap) > 2 * _CLOSE
    return name in ("implemented", "negotiated") and before and words[-1] in _OPENERS and len(gap) > _CLOSE


def _is_ahead(match: re.Match[str], words: str) -> bool:
    """Whether a word of signing tells of one that is still to come."""
    if _BE.search(words, max(0, match.start() - 12), match.start()):
        return True
    if _WAS.search(words, max(0, match.start() - 16), match.start()):
        return False
    noun = match.group().casefold().endswith(("ing", "ion", "of", "ure", "al"))
    # a noun is made future by any word of its clause, a verb by those right before it
    low = max(0, match.start() - (110 if noun else 48))
    if cue_pattern("instruments", "future", "words").search(words, low, match.start()):
        return True
    if noun and cue_pattern("instruments", "future", "nouns").search(words, low, match.start()):
        return True
    # "the signing of the treaty will open ..." tells of one ahead; "sign" alone of what is still to be done
    return bool(noun and _WILL.match(words, match.end())) or match.group().casefold() == "sign"


def _status(name: str, match: re.Match[str], words: str) -> InstrumentStatus:
    """The status of a cue: what is going to be signed is planned."""
    signing = name == "signed" or _INITIALLED.match(match.group()) is not None
    ahead = (signing and _is_ahead(match, words)) or (
        name == "negotiated" and _TO_BEGIN.match(words, match.end()) is not None
    )
    return "planned" if ahead else next(status for status in STAGES if status == name)


def around(sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    """The stretch of a sentence whose words are read for what they say of a title."""
    return max(sentence.start, start - WINDOW), min(sentence.end, end + WINDOW)


@cache
def _any_cue() -> re.Pattern[str]:
    """Every word of a status in one pattern: most stretches hold none, and one search tells so."""
    return re.compile(rf"\b(?:{any_of(word_table('instruments', 'status'))})\b", re.IGNORECASE)


def cue_for(sentence: Sentence, start: int, end: int) -> Cue | None:
    """The word of a sentence that says what became of the document at a stretch: the nearest, breaks between counted."""
    low, high = around(sentence, start, end)
    words = _words(sentence, start, end, low, high)
    if _any_cue().search(words) is None:
        return None
    left, right = start - low, end - low
    best: tuple[float, int, str, re.Match[str]] | None = None
    for name, pattern in cue_table("instruments", "status").items():
        for match in pattern.finditer(words):
            before = match.end() <= left
            gap = words[match.end() : left] if before else words[right : match.start()]
            distance = len(gap) * (1 if before else _BEHIND)
            if best is not None and distance > best[0]:
                continue
            distance += _BREAK * len(_BREAKS.findall(gap))
            if _is_of_another(name, match.group(), gap, before=before):
                continue
            if best is None or (distance, match.start()) < best[:2]:
                best = (distance, match.start(), name, match)
    if best is None:
        return None
    _, _, name, match = best
    return Cue(_status(name, match, words), low + match.start(), low + match.end())


def _head_status(head: Sentence) -> InstrumentStatus:
    cue = cue_for(head, head.end, head.end)
    return cue.status if cue is not None else "referred"


def _beside(item: Sentence, head: Sentence) -> InstrumentStatus:
    """What the other items of a list say of their documents, where the clause over it says nothing."""
    sentences = item.document.sentences
    for at in range(head.index + 1, min(len(sentences), head.index + 1 + MOST_ITEMS)):
        other = sentences[at]
        if other.segment.governor != item.segment.governor:
            break
        for title in other.of_kind(Kind.INSTRUMENT)[:1]:
            cue = cue_for(other, title.start, title.end)
            if cue is not None:
                return cue.status
    return "referred"


def _later(sentence: Sentence, behind: int) -> Cue | None:
    """What is told behind a signing of a document that came further: "signed in May, entered into force in July"."""
    for name, words in _LATER:
        found = words.match(sentence.document.text, behind, sentence.end)
        if found is not None:
            return Cue(name, max(behind, found.start("told")), found.end())
    return None


_CONTINUES = re.compile(r"(?:Among|These|They|One of|It|Under|The (?:first|second|third|list|documents)|In one of)\b")


def told_status(told: Told) -> tuple[InstrumentStatus, Cue | None]:
    """What is said of a document, and the word of its own sentence that says it.

    Where its sentence says nothing: what the clause over its list says, else the sentences before that clause; of a
    sentence that goes on with what was told before ("Among them are ..."), what the sentence before says.
    """
    sentence = told.sentence
    cue = cue_for(sentence, told.title.start, told.title.end)
    if cue is not None and cue.status == "signed":
        later = _later(sentence, max(cue.end, told.title.end)) or cue
        return later.status, later
    if cue is not None:
        return cue.status, cue
    head = sentence.governor if told.governed else None
    sentences = sentence.document.sentences
    if head is not None:
        for back in range(head.index, max(-1, head.index - 1 - _BACK), -1):
            status = _head_status(sentences[back])
            if status != "referred":
                return status, None
        return _beside(sentence, head), None
    if sentence.previous is not None and _CONTINUES.match(sentence.text):
        return _head_status(sentence.previous), None
    return _said_next(sentence, told.title), None


# "What all wait for is the treaty. It is to be signed today." speaks on of the document that the sentence before ends with
_IT = re.compile(r"(?:It|This (?:document|agreement|treaty|text)|The (?:document|text|agreement|treaty))\s")
_BEHIND_TITLE = 16


def _said_next(sentence: Sentence, title: Title) -> InstrumentStatus:
    """What the next sentence says of a document that its own one ends with and says nothing of."""
    sentences = sentence.document.sentences
    after = sentences[sentence.index + 1] if sentence.index + 1 < len(sentences) else None
    if after is None or sentence.end - title.end > _BEHIND_TITLE or _IT.match(after.text) is None:
        return "referred"
    cue = cue_for(after, after.start, after.start)
    return cue.status if cue is not None else "referred"
