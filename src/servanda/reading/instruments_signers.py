"""Who signed a document: the bodies that it is between, else the persons or bodies that put their names to it."""

from __future__ import annotations

import re

from servanda.reading.context import leaders
from servanda.reading.document import Document, Sentence
from servanda.reading.instruments_status import Told
from servanda.terms.claims import InstrumentStatus
from servanda.terms.mentions import BodyValue, Kind, Mention, PersonValue
from servanda.terms.states import code_of

MOST_SIGNERS = 4
# no name of a body is longer
MOST_NAME = 160
_ARTICLE = re.compile(r"^(?:the|its|his)\s+")
_LEADERS = re.compile(
    r"^(?:two\s+)?(?:presidents|leaders|heads of (?:state|government)|prime ministers)", re.IGNORECASE
)
# "the Ministries of Culture of A and B" are one name
_JOINT = re.compile(r"(?:Ministries|Academies|Agencies|Universities|Chambers|Banks)\b")
_WITH = re.compile(
    r"\bwith\s+(?:the\s+)?(?P<body>[A-Z][\w'’&.-]*(?:[ -](?:of|the|for|and|[A-Z][\w'’&.-]*)){0,8})(?=\s+(?:on|for|to|in)\b|[,;.]|$)"
)
_SIGNED = re.compile(
    r"\b(?:signed|inked|initiall?ed|exchanged|concluded|renewed|put (?:their|his|her) (?:own )?(?:signatures?|names?)|adopted)\b",
    re.IGNORECASE,
)
_TURN = re.compile(r"[;:]|\.\s")
_BY = re.compile(r"\bby\s+", re.IGNORECASE)
_PHRASE_END = re.compile(
    r"[,.;:()]|\s(?:in|on|at|during|within|after|before|when|for|which|that|and (?:is|was|will))\s"
)
_PLURAL_ACTORS = re.compile(
    r"\b(?:the\s+|both\s+)?(?P<who>(?:(?:two|foreign|environment|respective|prime|trade)\s+)*"
    r"(?:presidents|ministers|leaders|heads of (?:state|government|the [\w ]{3,30})|ministries(?: and (?:agencies|departments))?|delegations|business circles|governments|companies|"
    r"firms|entrepreneurs(?: and investors)?)(?:\s+of\s+(?:the two (?:countries|states)|foreign affairs))?)\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\bbetween\s+(?P<one>[^,;:.]{2,120}?)\s+and\s+(?P<two>[^,;:.]{2,120}?)(?=[,;:.]|\s+(?:on|in|for|was|were)\s|$)"
)
_NAME = r"[A-Z][\w'’&.-]*(?:\s+(?:of|the|for|on|&|[A-Z][\w'’&.-]*)){0,7}"
# "the Bank of A and Harbour Works have signed"
_PAIR = re.compile(
    rf"(?:^|[\s(“\"])(?P<one>{_NAME})\s+and\s+(?:the\s+)?(?P<two>{_NAME})\s+(?:(?:has|have|had|also|jointly|today|both)\s+){{0,3}}$"
)
_ALONE = re.compile(rf"(?:^|[\s(“\"])(?P<one>{_NAME})\s+(?:(?:has|have|had|also|today)\s+){{0,3}}$")
# how far before its verb a subject starts
_SUBJECT = 180
# "(Ministry of Transport of A - Ministry of Transport of B)"
_BRACKET = re.compile(r"\s*\((?P<inner>[^()\n]{8,240})\)")
_GOVERNMENT = re.compile(r"(?:the\s+)?(?:[\w.'’-]+\s+){0,2}Governments?\b", re.IGNORECASE)
_SIGNED_NEXT = re.compile(
    r"(?:Signing\b|Signatories (?:are|were)\b|(?:It|They) (?:was|were|is|are) (?:signed|inked)|Signed by\b|It (?:carries|bears) the (?:names|signatures) of"
    r"|The (?:signatures|signatories) (?:\w+ ){0,3}(?:are|were|of)\b"
    r"|The (?:[\w-]+ ){0,2}(?:documents?|agreements?|memorand(?:um|a)|treaty|contracts?|protocols?|papers?|pact|deal|declaration|statement|roadmap|plan) (?:was|were) (?:signed|inked))",
    re.IGNORECASE,
)


def _is_named(mention: Mention) -> bool:
    return isinstance(mention.value, PersonValue) and mention.value.name is not None


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
    """Who acts in a stretch: named persons or bodies, else the leaders behind "the two presidents", else these words."""
    named = _named(document, start, end)
    if named:
        return named
    actors = _PLURAL_ACTORS.search(document.text, start, end)
    if actors is None:
        return ()
    people = leaders(document, document.sides) if _LEADERS.search(actors.group("who")) else ()
    names = tuple(person.name for person in people if person.name)
    return names if len(names) > 1 else (actors.group("who"),)


def _side(document: Document, start: int, end: int) -> str | None:
    """The body at the start of one side of "between", by its mention or its words; None for a state, a city, a pronoun."""
    start += len(document.text[start:end]) - len(_ARTICLE.sub("", document.text[start:end]))
    words = document.text[start:end]
    bodies = [m for m in document.within(start, end + MOST_NAME, Kind.BODY) if m.start == start]
    if bodies and isinstance(bodies[0].value, BodyValue):
        name = bodies[0].value.name
        return name if code_of(name) is None else None
    places = [m for m in document.within(start, end, Kind.STATE, Kind.CITY) if m.start == start and m.end == end]
    return words if words[:1].isupper() and not places and code_of(words) is None else None


def _between(document: Document, start: int, end: int) -> tuple[str, ...]:
    """The bodies of "between the Bank of A and the Chamber of B", as their mentions or as their words."""
    found = _BETWEEN.search(document.text, start, end)
    if found is None:
        return ()
    first = _ARTICLE.sub("", found.group("one"))
    if _JOINT.match(first) is not None and " of " in first:
        return (f"{first} and {_ARTICLE.sub('', found.group('two'))}",)
    known = _bodies(document, found.start("one"), found.end("two"))
    sides = (_side(document, *found.span("one")), _side(document, *found.span("two")))
    if sides[0] is not None and sides[1] is not None:
        return (sides[0], sides[1])
    return known if all(code_of(name) is None for name in known) else ()


def _with(document: Document, start: int, end: int) -> tuple[str, ...]:
    """The body of "agreement with the Bank of A on loans"."""
    found = _WITH.search(document.text, start, end)
    return (found.group("body"),) if found is not None and code_of(found.group("body")) is None else ()


def _in_brackets(document: Document, start: int, end: int) -> tuple[str, ...]:
    """The bodies in brackets right behind a title: "agreement on training (Ministry of A - Ministry of B)"."""
    found = _BRACKET.match(document.text, start, end)
    return _bodies(document, found.start("inner"), found.end("inner")) if found is not None else ()


def _subject(told: Told) -> tuple[str, ...]:
    """The bodies that signed as names no list knows: "A Works and B Lines signed", "A Works signed a contract with B"."""
    sentence, title = told.sentence, told.title
    document = sentence.document
    for verb in _SIGNED.finditer(document.text, sentence.start, title.start):
        low = max(sentence.start, verb.start() - _SUBJECT)
        pair = _PAIR.search(document.text[low : verb.start()])
        if pair is not None:
            sides = [_side(document, low + pair.start(name), low + pair.end(name)) for name in ("one", "two")]
            known = tuple(side for side in sides if side is not None)
            return known if len(known) > 1 and known[1] not in known[0] else ()
        alone = _ALONE.search(document.text[low : verb.start()])
        other = _with(document, title.start, title.end)
        one = _side(document, low + alone.start("one"), low + alone.end("one")) if alone is not None else None
        return (one, *other) if one is not None and other else ()
    return ()


def _told_next(sentence: Sentence) -> tuple[str, ...]:
    """Who signed, as the sentence after it tells: "Signing were A and B", "The agreement was signed by A and B"."""
    document = sentence.document
    after = sentence.index + 1
    if after >= len(document.sentences):
        return ()
    following = document.sentences[after]
    told = _SIGNED_NEXT.match(document.text, following.start, following.end)
    return _named(document, told.end(), following.end) if told is not None else ()


def _around(told: Told, status: InstrumentStatus) -> tuple[str, ...]:
    """The bodies that a document is between, as its title or the words beside it tell."""
    sentence, title = told.sentence, told.title
    document = sentence.document
    after = document.text.find(";", title.end, sentence.end)
    after = after if after > 0 else sentence.end
    before = max(document.text.rfind(";", sentence.start, title.start), sentence.start)
    return (
        _between(document, title.start, title.end)
        or _bodies(document, title.start, title.end)
        or (_between(document, title.end, after) if title.about else ())
        or _between(document, before, title.start)
        or _in_brackets(document, title.end, after)
        or (_with(document, title.start, title.end) if told.governed else ())
        or (_bodies(document, title.end, after) if told.governed else ())
        or (_named(document, before, title.start) if told.governed and status in ("signed", "planned") else ())
    )


def signatories(told: Told, status: InstrumentStatus) -> tuple[str, ...]:
    """The bodies that a document is between, as its title or the words around it tell; else who signed it.

    Named persons who sign for their governments are told rather than these.
    """
    sentence, title = told.sentence, told.title
    bodies = _around(told, status)
    if bodies and not (status == "signed" and all(_GOVERNMENT.match(name) for name in bodies)):
        return bodies
    if status not in ("signed", "negotiated", "planned"):
        return bodies
    acting = signers(sentence, title.start, title.end, ahead=status == "planned")
    if bodies:
        people = [m.value.name for m in sentence.of_kind(Kind.PERSON) if isinstance(m.value, PersonValue)]
        return acting if any(name in people for name in acting) else bodies
    return acting or ((_subject(told) or _told_next(sentence)) if status == "signed" else ())


def signers(sentence: Sentence, start: int, end: int, *, ahead: bool = False) -> tuple[str, ...]:
    """The persons or bodies that signed, told behind "by" or before the verb; of a signing ahead only behind "by"."""
    document = sentence.document
    text = document.text
    for verb in _SIGNED.finditer(text, sentence.start, sentence.end):
        by = _BY.search(text, verb.end(), min(sentence.end, verb.end() + 60))
        if by is not None:
            stop = _PHRASE_END.search(text, by.end(), sentence.end)
            phrase = stop.start() if stop else sentence.end
            if any(_is_named(m) and m.start < phrase for m in document.within(by.end(), sentence.end, Kind.PERSON)):
                stop = _TURN.search(text, by.end(), sentence.end)
                return _named(document, by.end(), stop.start() if stop else sentence.end)
            return _acting(document, by.end(), phrase)
        if not ahead and (verb.end() <= start or verb.start() >= end):
            low = max(sentence.start, text.rfind(";", sentence.start, verb.start()) + 1)
            low = low if verb.end() <= start else max(low, end)
            return _acting(document, low, verb.start())
    return ()
