"""The sentences of a document cut into words and parsed by the text model, which is loaded once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from servanda.reading.decoding import Floats
from servanda.reading.document import Document
from servanda.reading.encoder import Encoder, Parse
from servanda.reading.segments_words import words


@dataclass(frozen=True, slots=True)
class Parsed:
    """One sentence's words, as half-open spans of the report's text, and its parse."""

    words: tuple[tuple[int, int], ...]
    parse: Parse


@cache
def encoder() -> Encoder:
    """The text model that comes with the program; ModelError when it cannot be loaded."""
    return Encoder.load()


@lru_cache(maxsize=4)
def parse(document: Document) -> tuple[Parsed, ...]:
    """The parse of each sentence of a document, in order; a sentence without words has an empty one."""
    cut = [
        tuple((sentence.start + start, sentence.start + end) for start, end in words(sentence.text))
        for sentence in document.sentences
    ]
    spelled: list[Sequence[str]] = [[document.text[start:end] for start, end in spans] for spans in cut]
    return tuple(Parsed(spans, parsed) for spans, parsed in zip(cut, encoder().parse(spelled), strict=True))


@lru_cache(maxsize=4)
def meanings(document: Document) -> tuple[Floats, ...]:
    """What the words of each sentence mean among their neighbours: (words, 384), in the order of ``parse``."""
    spelled = [[document.text[start:end] for start, end in parsed.words] for parsed in parse(document)]
    return tuple(encoder().meanings(spelled))
