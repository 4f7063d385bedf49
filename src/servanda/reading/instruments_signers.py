"""Who signed a document, where and when, and for how long it holds."""

from __future__ import annotations

import re
from dataclasses import replace

from servanda.reading.context import event_date, event_place, home_city, main_city, main_host, times, told_day
from servanda.reading.document import Document, Sentence
from servanda.reading.instruments_status import Told
from servanda.terms.claims import InstrumentStatus
from servanda.terms.dates import Edtf
from servanda.terms.mentions import BodyValue, Kind, Mention, PersonValue, TimeRole

MOST_SIGNERS = 4
_SIGNED = re.compile(
    r"\b(?:signed|inked|initiall?ed|exchanged|concluded|put (?:their|his|her) (?:own )?(?:signatures?|names?)|adopted)\b",
    re.IGNORECASE,
)
_BY = re.compile(r"\bby\s+", re.IGNORECASE)
_PHRASE_END = re.compile(
    r"[,.;:()]|\s(?:in|on|at|during|within|after|before|when|for|which|that|and (?:is|was|will))\s"
)
_PLURAL_ACTORS = re.compile(
    r"\b(?:the\s+|both\s+)?(?P<who>(?:(?:two|foreign|environment|respective|prime|trade)\s+)*"
    r"(?:presidents|ministers|leaders|heads of (?:state|government|the [\w ]{3,30})|ministries|delegations|governments|companies|"
    r"firms|entrepreneurs(?: and investors)?)(?:\s+of\s+(?:the two (?:countries|states)|foreign affairs))?)\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\bbetween\s+(?P<one>[^,;:.]{2,120}?)\s+and\s+(?P<two>[^,;:.]{2,120}?)(?=[,;:.]|\s+(?:on|in|for|was|were)\s|$)"
)


def _named(document: Document, start: int, end: int) -> tuple[str, ...]:
    """The persons named in a stretch, else its bodies when there are two."""
    people = [
        m.value.name
        for m in document.within(start, end, Kind.PERSON)
        if isinstance(m.value, PersonValue) and m.value.name
    ]
    if people:
        return tuple(dict.fromkeys(people))[:MOST_SIGNERS]
    return _bodies(document, start, end)


def _bodies(document: Document, start: int, end: int) -> tuple[str, ...]:
    found: list[Mention] = []
    for mention in document.within(start, end, Kind.BODY):
        if not found or mention.start >= found[-1].end:
            found.append(mention)
    names = dict.fromkeys(m.value.name for m in found if isinstance(m.value, BodyValue))
    return tuple(names) if len(names) > 1 else ()


def _acting(document: Document, start: int, end: int) -> tuple[str, ...]:
    """Who acts in a stretch: named persons or bodies, else "the two presidents"."""
    named = _named(document, start, end)
    if named:
        return named
    actors = _PLURAL_ACTORS.search(document.text, start, end)
    return (actors.group("who"),) if actors is not None else ()


def _between(document: Document, start: int, end: int) -> tuple[str, ...]:
    """The bodies of "between the Bank of A and the Chamber of B", as their mentions or as their words."""
    found = _BETWEEN.search(document.text, start, end)
    if found is None:
        return ()
    known = _bodies(document, found.start("one"), found.end("two"))
    if known:
        return known
    sides = [found.span("one"), found.span("two")]
    # two states are no bodies
    if any(document.masked[at:to].strip("\ue002\ue003 ") in ("", "the ") for at, to in sides):
        return ()
    words = [re.sub(r"^(?:the|its|his)\s+", "", document.text[at:to]) for at, to in sides]
    return tuple(words) if all(word[:1].isupper() for word in words) else ()


def signatories(told: Told, status: InstrumentStatus) -> tuple[str, ...]:
    """The bodies that a document is between, as its title or the words behind it tell; else who signed it."""
    sentence, title = told.sentence, told.title
    document = sentence.document
    bodies = _bodies(document, title.start, title.end) or _between(document, title.start, title.end)
    if not bodies and title.about:
        after = document.text.find(";", title.end, sentence.end)
        bodies = _between(document, title.end, after if after > 0 else sentence.end)
    if bodies:
        return bodies
    return _signers(sentence, title.start, title.end) if status in ("signed", "negotiated") else ()


def _signers(sentence: Sentence, start: int, end: int) -> tuple[str, ...]:
    """The persons or bodies that signed, told behind "by" or before the verb."""
    document = sentence.document
    text = document.text
    for verb in _SIGNED.finditer(text, sentence.start, sentence.end):
        by = _BY.search(text, verb.end(), min(sentence.end, verb.end() + 60))
        if by is not None:
            stop = re.compile(r"[;:]|\.\s").search(text, by.end(), sentence.end)
            people = _named(document, by.end(), stop.start() if stop else sentence.end)
            if people:
                return people
            stop = _PHRASE_END.search(text, by.end(), sentence.end)
            return _acting(document, by.end(), stop.start() if stop else sentence.end)
        if verb.end() <= start or verb.start() >= end:
            low = max(sentence.start, text.rfind(";", sentence.start, verb.start()) + 1)
            low = low if verb.end() <= start else max(low, end)
            return _acting(document, low, verb.start())
    return ()


def place(carrier: Sentence) -> str | None:
    """Where a document was signed: told in its sentence, else where the report's events take place."""
    city = event_place(carrier, carrier.start, carrier.end)[0]
    main = main_city(carrier.document) if city is None and told_day(carrier, carrier.start) is None else None
    if city is not None or main is not None:
        return main.name if main is not None else city
    return home_city(carrier.document, main_host(carrier.document))


def status_date(carrier: Sentence, at: int, status: InstrumentStatus) -> Edtf | None:
    """The day on which a document came to its status: told in its sentence, of a signing else the report's main day."""
    if status in ("referred", "implemented", "negotiated"):
        return None
    titles = carrier.of_kind(Kind.INSTRUMENT)
    outside = tuple(m for m in carrier.mentions if not any(t.span.contains(m.span) for t in titles))
    return event_date(replace(carrier, mentions=outside), at, happened=status == "signed")


def term(document: Document, start: int, end: int) -> Edtf | None:
    """The interval that a title covers."""
    for _, value in times(document.within(start, end, Kind.TIME)):
        if value.edtf is None or value.role is TimeRole.SINCE:
            continue
        if value.edtf.is_interval or value.role in (TimeRole.TERM, TimeRole.PERIOD):
            return value.edtf
        if value.role is TimeRole.DEADLINE:
            return Edtf(None, value.edtf.end)
    return None
