"""Instruments: documents between sides, told by title or as a package, with status, date, signatories, term."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import cast

from servanda.reading.context import (
    event_date,
    event_place,
    home_city,
    main_city,
    main_host,
    states_for,
    times,
    told_day,
)
from servanda.reading.cues import cue_pattern, word_table
from servanda.reading.document import Document, Sentence
from servanda.reading.instruments_status import REACH, Told, status_of, told_status
from servanda.reading.instruments_titles import Title, find_titles
from servanda.reading.polarity import is_negated
from servanda.terms.claims import Claim, Instrument, InstrumentType
from servanda.terms.dates import Edtf
from servanda.terms.mentions import (
    AmountKind,
    AmountValue,
    BodyValue,
    InstrumentValue,
    Kind,
    Mention,
    PersonValue,
    TimeRole,
)  # fmt: skip
from servanda.terms.reading import Unread

STAGES = ("referred", "planned", "negotiated", "signed", "ratified", "in_force", "implemented", "expired", "terminated")


_PLURAL = re.compile(r"(?:s|memoranda|minutes)$", re.IGNORECASE)


def find_instruments(text: str, mentions: tuple[Mention, ...]) -> list[Mention]:
    """The titled documents of a text as mentions, sentence by sentence."""
    found = []
    at = 0
    for part in [*re.finditer(r"[.!?]\s+(?=[A-Z“\"])|\n+", text), None]:
        end = part.start() if part is not None else len(text)
        for title in find_titles(text, mentions, at, end):
            words = text[title.start : title.end]
            found.append(Mention(title.start, title.end, words, Kind.INSTRUMENT, InstrumentValue(title.type, words)))
        at = part.end() if part is not None else end
    return found


def _signatories(document: Document, title: Title) -> tuple[str, ...]:
    """The bodies between which a document is, as its title tells them."""
    bodies = [
        m.value.name for m in document.within(title.start, title.end, Kind.BODY) if isinstance(m.value, BodyValue)
    ]
    return tuple(dict.fromkeys(bodies)) if len(bodies) > 1 else ()


def _place(carrier: Sentence) -> str | None:
    """Where a document was signed: told in its sentence, else where the report's events take place."""
    city = event_place(carrier, carrier.start, carrier.end)[0]
    main = main_city(carrier.document) if city is None and told_day(carrier, carrier.start) is None else None
    if city is not None or main is not None:
        return main.name if main is not None else city
    return home_city(carrier.document, main_host(carrier.document))


_SIGNED = re.compile(r"\b(?:signed|inked|put (?:their|his|her) signatures?|adopted|initiall?ed)\b", re.IGNORECASE)


def _signers(told: Told) -> tuple[str, ...]:
    """The persons who signed, as the sentence tells them before or behind the verb."""
    sentence, title = told.sentence, told.title
    document = sentence.document
    verb = _SIGNED.search(document.text, sentence.start, sentence.end)
    if verb is None or told.governed:
        return ()
    if verb.end() <= title.start:
        stretch = (sentence.start, verb.start())
    else:
        by = document.text.find(" by ", verb.end(), sentence.end)
        if by < 0:
            return ()
        stretch = (by, sentence.end)
    people = [
        m.value.name
        for m in document.within(*stretch, Kind.PERSON)
        if isinstance(m.value, PersonValue) and m.value.name
    ]
    return tuple(dict.fromkeys(people))[:4]


def _term(document: Document, title: Title) -> tuple[Edtf, Mention] | None:
    for mention, value in times(document.within(title.start, title.end, Kind.TIME)):
        if value.edtf is not None and value.role in (TimeRole.TERM, TimeRole.PERIOD) and value.edtf.is_interval:
            return value.edtf, mention
    return None


def _titled(document: Document) -> Iterator[Told]:
    for sentence in document.sentences:
        governed = sentence.segment.kind == "item" and sentence.governor is not None
        for mention in sentence.of_kind(Kind.INSTRUMENT):
            value = mention.value
            if isinstance(value, InstrumentValue):
                title = Title(mention.start, mention.end, value.type, mention.text, about=True)
                head = mention.start - sentence.start < 30
                yield Told(sentence, title, governed and head)


def _claim(told: Told) -> Claim | None:
    sentence, title = told.sentence, told.title
    document = sentence.document
    status = told_status(told)
    text = document.text[title.start : title.end]
    if is_negated(document.text, title.start, first=sentence.start, last=sentence.end):
        return None
    if title.type == "other" and status == "referred":
        return None
    happened = status in ("signed", "ratified")
    carrier = sentence.governor if told.governed and sentence.governor is not None else sentence
    at = title.start if carrier is sentence else carrier.end
    date = event_date(carrier, at, happened=status == "signed") if status not in ("referred", "implemented") else None
    place = _place(carrier) if happened else None
    term = _term(document, title)
    what = Instrument(
        type=cast("InstrumentType", title.type),
        status=status,
        title=text,
        date=date if term is None or date != term[0] else None,
        place=place,
        states=states_for(sentence, title.start, title.end),
        signatories=_signatories(document, title) or (_signers(told) if status == "signed" else ()),
        term=term[0] if term else None,
    )
    spans = [(title.start, title.end)]
    if told.governed:
        spans.append((carrier.start, carrier.end))
    else:
        verb = (
            cue_pattern("instruments", "status", status).search(document.text, sentence.start, sentence.end)
            if status != "referred"
            else None
        )
        if verb is not None:
            spans[0] = (min(title.start, verb.start()), max(title.end, verb.end()))
        spans.append((sentence.start, sentence.end))
    return document.claim(what, spans, rule="instruments.listed" if told.governed else f"instruments.{status}")


_PACKAGE_VAGUE = re.compile(
    r"\b(?P<n>a (?:number|series|package|range|set) of|several|various|numerous|dozens of)\s+(?:[\w-]+\s+){0,4}?"
    r"(?:documents|agreements|memoranda|memorandums|MoUs|contracts|papers|treaties|protocols)\b",
    re.IGNORECASE,
)


_WORTH = re.compile(r"\b(?:worth|to the value of|with a (?:worth|value) of|for (?:a total|the total)|totall?ing|valued at|amount)", re.IGNORECASE)  # fmt: skip


def _package(sentence: Sentence, start: int, end: int, count: int | None) -> Claim | None:
    document = sentence.document
    around = (
        document.text[max(sentence.start, start - REACH) : start]
        + " ¤ "
        + document.text[end : min(sentence.end, end + REACH)]
    )
    status = status_of(around)
    if status in ("referred", "implemented"):
        return None
    value = None
    if _WORTH.search(document.text, end, min(sentence.end, end + 90)):
        money = [
            m.value
            for m in document.within(end, min(sentence.end, end + 120), Kind.AMOUNT)
            if isinstance(m.value, AmountValue) and m.value.kind is AmountKind.MONEY
        ]
        value = money[0] if money else None
    what = Instrument(
        type="package",
        status=status,
        date=event_date(sentence, start, happened=status == "signed"),
        place=_place(sentence) if status == "signed" else None,
        states=states_for(sentence, start, end),
        value=value.value if value is not None else None,
        currency=value.unit if value is not None else None,
        count=count,
    )
    verb = cue_pattern("instruments", "status", status).search(document.text, sentence.start, sentence.end)
    span = (min(start, verb.start()), max(end, verb.end())) if verb is not None else (start, end)
    return document.claim(what, [span, (sentence.start, sentence.end)], rule="instruments.package")


def _packages(document: Document) -> Iterator[Claim]:
    nouns = word_table("instruments", "packages")
    for sentence in document.sentences:
        for mention in sentence.of_kind(Kind.AMOUNT):
            value = mention.value
            if not isinstance(value, AmountValue) or value.kind is not AmountKind.COUNT or value.value < 2:
                continue
            if nouns.get((value.noun or "").casefold()) != "nouns" or value.value != value.value.to_integral_value():
                continue
            claim = _package(sentence, mention.start, mention.end, int(value.value))
            if claim is not None:
                yield claim
        for match in _PACKAGE_VAGUE.finditer(document.text, sentence.start, sentence.end):
            claim = _package(sentence, match.start(), match.end(), None)
            if claim is not None:
                yield claim


def _key(what: Instrument) -> frozenset[str]:
    words = re.findall(r"\w{3,}", (what.title or "").casefold())
    return frozenset(word[:6] for word in words if word not in ("the", "and", "for", "between"))


def _same(left: Instrument, right: Instrument) -> bool:
    if left.type == "package" or right.type == "package":
        return left.type == right.type and left.count == right.count
    a, b = _key(left), _key(right)
    return bool(a and b) and left.type == right.type and len(a & b) / min(len(a), len(b)) >= 0.75


def _join(first: Claim, second: Claim) -> Claim:
    """One document told twice in a report: the fuller title, the further status, what either tells."""
    a, b = cast("Instrument", first.what), cast("Instrument", second.what)
    further = a if STAGES.index(a.status) >= STAGES.index(b.status) else b
    title = max((a.title, b.title), key=lambda t: len(t or ""))
    what = replace(
        further,
        title=title,
        date=further.date or a.date or b.date,
        place=further.place or a.place or b.place,
        signatories=a.signatories or b.signatories,
        term=a.term or b.term,
        value=a.value if a.value is not None else b.value,
        currency=a.currency or b.currency,
        states=a.states if len(a.states) >= len(b.states) else b.states,
    )
    ahead, behind = (first, second) if further is a else (second, first)
    return replace(ahead, what=what, quotes=tuple(dict.fromkeys((*ahead.quotes, *behind.quotes))))


def _merge(claims: Sequence[Claim]) -> list[Claim]:
    kept: list[Claim] = []
    for claim in claims:
        what = cast("Instrument", claim.what)
        at = next((n for n, k in enumerate(kept) if _same(cast("Instrument", k.what), what)), None)
        if at is None:
            kept.append(claim)
        else:
            kept[at] = _join(kept[at], claim)
    return kept


def read(document: Document) -> tuple[list[Claim], list[Unread]]:
    """The documents of a report, each once: titled ones, and packages told by number."""
    titled = [claim for told in _titled(document) if (claim := _claim(told)) is not None]
    return _merge([*titled, *_packages(document)]), []


def from_span(document: Document, number: int, start: int, end: int) -> Claim | None:
    """The document of a stretch that is likely to name one though no title was found in it."""
    sentence = document.sentences[number]
    types = word_table("instruments", "types")
    for match in re.finditer(r"[A-Za-z]+(?: [a-z]+){0,2}", document.text[start:end]):
        words = match.group().split()
        for size in range(len(words), 0, -1):
            word = " ".join(words[:size]).casefold()
            if word in types:
                at = start + match.start()
                plural = _PLURAL.search(word) is not None and types[word] not in ("other", "joint_statement")
                if plural:
                    claim = _package(sentence, at, at + len(word), None)
                else:
                    claim = _claim(Told(sentence, Title(at, end, types[word], word, about=False), governed=False))
                return replace(claim, rule="instruments.learned") if claim is not None else None
    return None
