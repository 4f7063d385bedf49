"""Direct speech: quoted passages, and paragraphs in the first person that are attributed at their end."""

from __future__ import annotations

import re
from dataclasses import replace

from servanda.reading.context import last_named, person
from servanda.reading.cues import last_before
from servanda.reading.document import Document, Sentence
from servanda.terms.claims import Claim, Person, Statement
from servanda.terms.mentions import Kind

# direct speech is ten words or more in quotation marks
LEAST_WORDS = 10
MARKS = '“”"«»„'
_QUOTED = re.compile(
    r"“[^“”]{20,4000}[”“]|(?<![\w.,;:!?…])\"(?=\S)[^\"]{20,4000}(?<=\S)\"|«[^«»]{20,4000}»|„[^„“”]{20,4000}[“”]"
)
_FIRST_PERSON = re.compile(r"\b(?:I|We|we|our|Our|my|My|us)\b")
_ATTRIBUTED = re.compile(r",?\s+(?:said|says|stated|noted|stressed|added|told|emphasized|emphasised|underlined|concluded)\s+")  # fmt: skip


def statement(document: Document, speaker: Person, start: int, end: int, *, direct: bool, rule: str) -> Claim:
    """The claim that somebody said the words of a stretch, its closing marks left out."""
    text = document.text
    while end > start and text[end - 1] in " .,;:-–—":
        end -= 1
    return document.claim(Statement(speaker, direct), [(start, max(end, start + 1))], rule=rule)


def _speaker_of_quote(document: Document, start: int, end: int) -> Person | None:
    """Who says quoted words: named right behind them, else right before, else the last speaker told."""
    text = document.text
    tail = re.compile(r"[\s,.–—-]*(?:said|says|stated|noted|stressed|added|told|concluded|emphasized|emphasised|underlined|observed|remarked|declared|the)?\s*")  # fmt: skip
    at = tail.match(text, end)
    limit = min(len(text), end + 140)
    behind = next(iter(document.within(end, limit, Kind.PERSON)), None)
    if behind is not None and at is not None and "\n" not in text[end : behind.start] and behind.start - at.end() < 25:
        return person(behind)
    pronoun = re.match(
        r"[\s,.–—-]*(?:he|she)\s+(?:\w+\s+)?(?:said|says|noted|added|stressed|stated|observed)", text[end : end + 60]
    )
    if pronoun:
        return last_named(document, start)
    return last_named(document, start)


def quoted(document: Document) -> list[Claim]:
    """Quoted passages of ten words or more; parts of one turn, broken by "he said", are one claim."""
    found: list[Claim] = []
    last_end, last_speaker = -1, None
    for match in _QUOTED.finditer(document.text):
        start, end = match.start() + 1, match.end() - 1
        if len(document.text[start:end].split()) < LEAST_WORDS:
            continue
        speaker = _speaker_of_quote(document, match.start(), match.end())
        if speaker is None:
            continue
        claim = statement(document, speaker, start, end, direct=True, rule="statements.quoted")
        if found and speaker == last_speaker and match.start() - last_end < 120:
            found[-1] = replace(found[-1], quotes=(*found[-1].quotes, *claim.quotes))
        else:
            found.append(claim)
        last_end, last_speaker = match.end(), speaker
    return found


def in_first_person(document: Document) -> list[Claim]:
    """Paragraphs in the first person without marks, attributed at their end: "We agree on this, said the President"."""
    found = []
    paragraphs: dict[int, list[Sentence]] = {}
    for sentence in document.sentences:
        paragraphs.setdefault(sentence.segment.paragraph, []).append(sentence)
    for sentences in paragraphs.values():
        start, end = sentences[0].start, sentences[-1].end
        text = document.text[start:end]
        if any(mark in text for mark in '“"«') or len(_FIRST_PERSON.findall(text)) < 2:
            continue
        said = last_before(_ATTRIBUTED, document.text, start, end)
        if said is None:
            continue
        behind = next(iter(document.within(said.end() - 1, end, Kind.PERSON)), None)
        one = person(behind) if behind is not None and behind.start - said.end() < 6 else None
        if one is not None:
            found.append(statement(document, one, start, said.start(), direct=True, rule="statements.first-person"))
    return found
