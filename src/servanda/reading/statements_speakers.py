"""Who says something: the subject of a verb of saying, its agent, or whom a pronoun or office stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from servanda.reading.context import last_named, leaders, main_host, person
from servanda.reading.cues import cue_pattern, last_before
from servanda.reading.document import Document, Sentence
from servanda.reading.parses import parse
from servanda.terms.claims import Person
from servanda.terms.mentions import BodyValue, CityValue, Kind, Mention, PersonValue, StateValue

_SIDES = re.compile(
    r"\b(?:the|both|the two|the three|the four|the five|all)\s+(?:two\s+|three\s+)?(?:sides?|co-chairs|interlocutors|delegations|parties|leaders|presidents|heads of (?:state|government|delegations?)|ministers|"
    r"officials|counterparts|countries|governments|participants|foreign ministers|prime ministers|statesmen|principals|partners)\b"
    r"|\bboth\b(?! (?:the|sides?|of)\b)",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he|[Tt]he (?:latter|guest|visitor|speaker|diplomat|envoy))\b")
_GUEST = re.compile(r"the (?:guest|visitor)", re.IGNORECASE)
_ITS_SIDE = re.compile(r" (?:side|delegation|government|party)\b")
_THEY = re.compile(r"\b(?:They|they|We|we)\b")
_BY = re.compile(r"[\w ,]{0,40}?\bby\s+(?=\S)")
# adverbs and asides that may stand between a speaker and the verb
_BETWEEN = re.compile(r"[\s,]*(?:(?:also|then|further|once|again|in turn|for (?:his|her|its|their) part|on (?:his|her|its|their) part|in particular|likewise|too|in his speech|has|have|had|is|was|were|meanwhile|thereupon|in conclusion|moreover|\w+ly)[\s,]*){0,3}$")  # fmt: skip
_JOINED = re.compile(r",? (?:and|as well as|together with|along with) (?:(?:the|his|her|their|its)\s+)?$")
_MARK = re.compile(r"[,;:\n]")
_FROM = re.compile(r"(?:By|From|For|To|In the (?:view|opinion|words) of) (?:the )?")

# "premier" for "prime minister", "minister" for "prime minister" too
_ONE_MEANING = {"premier": "minister", "pm": "minister", "fm": "minister", "defence": "defense"}
# offices that only tell whose like somebody is
_ALIKE = frozenset({"colleague", "counterpart", "guest", "host", "visitor", "opposite number"})

# what a main verb is in the tree; beside the root also behind a dateline
_MAIN = frozenset({"root", "parataxis"})


# stands for "he" and "she" until it is known who spoke before
HE = Person("he")
_HE_OR_SHE = re.compile(r"[Hh]e|[Ss]he")
# "he" is the last one who spoke, not so many characters before
FAR = 900


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, and where the words that name them stand."""

    person: Person
    start: int
    end: int


def of_mention(mention: Mention) -> Person | None:
    """The one for whom a mention stands as a speaker: a person, a state by name or capital, a body that is no press."""
    value = mention.value
    if isinstance(value, PersonValue):
        if value.plural and value.name is None:
            return Person(None, value.office, value.state)
        return person(mention)
    if (isinstance(value, StateValue) and not value.adjective) or (isinstance(value, CityValue) and value.capital):
        return Person(None, None, value.code if isinstance(value, StateValue) else value.state)
    if isinstance(value, BodyValue):
        if cue_pattern("statements", "bodies", "press").search(value.name):
            return None
        return Person(None, value.name, value.state)
    return None


def subject(sentence: Sentence, verb: int) -> Speaker | None:
    """Who stands as subject before a verb of saying."""
    document = sentence.document
    text, floor = document.text, sentence.start
    options: list[tuple[int, int, Person | None]] = []
    for mention in document.within(floor, verb, Kind.PERSON, Kind.STATE, Kind.BODY, Kind.CITY):
        one, end = of_mention(mention), mention.end
        side = _ITS_SIDE.match(text, end, verb)
        if one is None and side is not None and isinstance(mention.value, StateValue):
            one, end = Person(None, None, mention.value.code), side.end()
        if one is not None:
            options.append((end, mention.start, one))
    together = [*_SIDES.finditer(text, floor, verb), *_THEY.finditer(text, floor, verb)]
    options.extend((match.end(), match.start(), Person(None, None, None)) for match in together)
    alone = _PRONOUN.finditer(text, floor, verb)
    options.extend((match.end(), match.start(), _meant(document, match)) for match in alone)
    for end, start, one in sorted(options, key=lambda o: (-o[0], o[1])):
        if one is not None and _BETWEEN.fullmatch(text, end, verb):
            return _together(sentence, Speaker(_by_name(document, one, start), start, end))
    return None


def _meant(document: Document, told: re.Match[str]) -> Person | None:
    """Who "he", "the guest" or "the latter" is; the guest is the first of the side that does not receive."""
    if _HE_OR_SHE.fullmatch(told[0]):
        return HE
    if _GUEST.fullmatch(told[0]):
        host = main_host(document)
        guests = leaders(document, [code for code in document.sides if code != host]) if host is not None else ()
        if len(guests) == 1:
            return guests[0]
    return last_named(document, told.start())


def _by_name(document: Document, one: Person, at: int) -> Person:
    """Somebody told by an office alone, as the named person meant: who holds it and was told last, or a state's first."""
    if one.name is not None or one.office is None:
        return one
    if one.state is not None and one.office.casefold() in _ALIKE:
        return next(iter(leaders(document, [one.state])), one)
    words = _office_words(one.office)
    for mention in reversed(list(document.within(max(0, at - FAR), at, Kind.PERSON))):
        told = person(mention)
        if told is None or told.name is None or told.office is None or one.state not in (None, told.state):
            continue
        if words <= _office_words(told.office):
            return told
    return one


def _office_words(office: str) -> frozenset[str]:
    """The words of an office by which it is told again, those of one meaning as one."""
    return frozenset(_ONE_MEANING.get(word, word) for word in re.findall(r"\w+", office.casefold())) - {
        "the",
        "of",
        "for",
    }


def _together(sentence: Sentence, one: Speaker) -> Speaker:
    """A speaker, or those who speak together: "the President and King X said" is said by no one of them."""
    document = sentence.document
    joined = last_before(_JOINED, document.text, sentence.start, one.start)
    if one.person is HE or joined is None or joined.end() != one.start:
        return one
    others = document.within(sentence.start, joined.start(), Kind.PERSON, Kind.STATE, Kind.BODY)
    other = next((m for m in others if m.end == joined.start()), None)
    first = of_mention(other) if other is not None else None
    if other is None or first is None or not _stands_first(sentence, other.start):
        return one
    state = one.person.state if one.person.state == first.state else None
    return Speaker(Person(None, None, state), other.start, one.end)


def _stands_first(sentence: Sentence, at: int) -> bool:
    """Whether no verb stands before a place of a clause: not "A met B and C said"."""
    text = sentence.document.text
    mark = last_before(_MARK, text, sentence.start, at)
    start = mark.end() if mark is not None else sentence.start
    parsed = parse(sentence.document)[sentence.index]
    return not any(
        upos == "VERB" and start <= left < at for (left, _), upos in zip(parsed.words, parsed.parse.upos, strict=True)
    )


def apposed(sentence: Sentence, verb: int) -> Speaker | None:
    """A subject with an aside between it and the verb: "The minister, who had arrived on Monday, said"."""
    text = sentence.document.text
    if text[verb - 2 : verb] != ", ":
        return None
    first = next(iter(sentence.document.within(sentence.start, verb, Kind.PERSON)), None)
    if first is None or first.start - sentence.start > 6:
        return None
    one = of_mention(first)
    return Speaker(one, first.start, first.end) if one is not None and one.name else None


def after(sentence: Sentence, verb_end: int) -> Speaker | None:
    """A subject right behind the verb: "..., said President X"."""
    document = sentence.document
    text = document.text
    for mention in document.within(verb_end, min(verb_end + 120, sentence.end + 60), Kind.PERSON, Kind.BODY):
        between = text[verb_end : mention.start]
        if re.fullmatch(r"\s+(?:the\s+|Mr\.?\s+|Mrs\.?\s+|Ms\.?\s+)?", between):
            one = of_mention(mention)
            return (
                Speaker(_by_name(document, one, mention.start), mention.start, mention.end) if one is not None else None
            )
        return None
    return None


def agent(sentence: Sentence, verb_end: int) -> Speaker | None:
    """Who says something in the passive: "was stressed by both leaders"."""
    document = sentence.document
    by = _BY.match(document.text, verb_end, sentence.end)
    if by is None:
        return None
    state = next(document.within(by.end(), min(sentence.end, by.end() + 40), Kind.STATE), None)
    if state is not None and isinstance(state.value, StateValue) and _ITS_SIDE.match(document.text, state.end):
        return Speaker(Person(None, None, state.value.code), state.start, state.end)
    together = _SIDES.match(document.text, by.end(), sentence.end)
    if together is not None:
        return Speaker(Person(None, None, None), together.start(), together.end())
    behind = next(iter(document.within(by.end(), min(sentence.end, by.end() + 90), Kind.PERSON)), None)
    one = of_mention(behind) if behind is not None and behind.start - by.end() < 5 else None
    if one is None or behind is None:
        return None
    return Speaker(_by_name(document, one, behind.start), behind.start, behind.end)


def near(sentence: Sentence, start: int, end: int) -> Person | None:
    """Who says a stretch that no verb of saying leads to: whom the words around it make its subject, else the nearest."""
    document = sentence.document
    led = _leading(sentence, start)
    before = list(document.within(sentence.start, start, Kind.PERSON, Kind.BODY))
    behind = list(document.within(end, sentence.end, Kind.PERSON, Kind.BODY))
    for mention in (*([led] if led is not None else []), *reversed(before), *behind):
        one = of_mention(mention)
        if one is not None:
            return _by_name(document, one, mention.start)
    together = _SIDES.search(document.text, sentence.start, end)
    if together is not None:
        return Person(None, None, None)
    states = [m for m in document.within(sentence.start, start, Kind.STATE) if of_mention(m) is not None]
    return of_mention(states[0]) if states else last_named(document, start)


def _leading(sentence: Sentence, start: int) -> Mention | None:
    """Who a stretch is from, by its first words or as the subject of its sentence: "From X came the proposal"."""
    document = sentence.document
    by = _FROM.match(document.text, sentence.start)
    if by is not None:
        return next((m for m in document.within(by.end(), sentence.end, Kind.PERSON) if m.start == by.end()), None)
    told = theme(sentence)
    return told if told is not None and told.end <= start else None


def theme(sentence: Sentence) -> Mention | None:
    """The named person who is the subject of a sentence's main verb, or begins it behind a dateline."""
    people = [m for m in sentence.of_kind(Kind.PERSON) if _is_one(m)]
    if not people:
        return None
    line = sentence.document.dateline
    if line is not None and sentence.start < line[1] <= people[0].start < line[1] + len("The "):
        return people[0]
    parsed = parse(sentence.document)[sentence.index]
    tree = parsed.parse
    for (start, end), head, relation in zip(parsed.words, tree.heads, tree.relations, strict=True):
        if relation.startswith("nsubj") and tree.relations[head] in _MAIN:
            return next((m for m in people if m.start <= start and end <= m.end), None)
    return None


def who_is(sentence: Sentence, at: int, last: tuple[Person, int] | None) -> Person | None:
    """Who "he" is: the subject or speaker told last, else the person told last."""
    document = sentence.document
    since = max(0, at - FAR, last[1] if last is not None else 0)
    for one in document.sentences[sentence.index :: -1]:
        if one.end < since:
            break
        told = theme(one)
        if told is not None and since <= told.start < at:
            return person(told)
    if last is not None and at - last[1] < FAR:
        return last[0]
    people = document.within(max(0, at - FAR), at, Kind.PERSON)
    mention = next((m for m in reversed(list(people)) if _is_one(m)), None)
    return person(mention) if mention is not None else None


def _is_one(mention: Mention) -> bool:
    one = person(mention)
    return one is not None and one.name is not None
