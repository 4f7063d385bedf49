"""Statements: words attributed to a person, a side or a body, in quotation marks or in indirect speech."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from servanda.reading.context import last_named, person
from servanda.reading.cues import cue_pattern
from servanda.reading.document import MASKS, Document, Sentence
from servanda.reading.statements_direct import LEAST_WORDS, MARKS, in_first_person, quoted, statement
from servanda.terms.claims import Claim, Person, Statement
from servanda.terms.mentions import BodyValue, CityValue, Kind, Mention, PersonValue, StateValue
from servanda.terms.reading import Unread

# what carries indirect speech has some words behind its verb
LEAST_CONTENT = 4
_SIDES = re.compile(
    r"\b(?:[Tt]he|[Bb]oth|[Tt]he two|[Tt]he three)\s+(?:two\s+)?(?:sides?|co-chairs|interlocutors|delegations|parties|leaders|presidents|heads of (?:state|government)|ministers|"
    r"officials|interlocutors|counterparts|countries|governments|participants|foreign ministers|prime ministers)\b"
)
_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he|[Tt]he (?:guest|visitor|speaker|diplomat|envoy))\b")
_ITS_SIDE = re.compile(r" (?:side|delegation|government|party)\b")
_THEY = re.compile(r"\b(?:They|they|We|we)\b")
_BY = re.compile(r"[\w ,]{0,40}?\bby\s+(?=\S)")
_HIS_WORDS = re.compile(
    r"\b(?:in (?:his|her) (?:words|opinion|view|estimation)|by (?:his|her) account|as (?:he|she) put it)\b",
    re.IGNORECASE,
)
_ACCORDING = re.compile(r"\b(?:[Aa]ccording to|[Ii]n the (?:words|opinion|view) of|[Aa]s)\s+$")
# adverbs and asides that may stand between a speaker and the verb
_BETWEEN = re.compile(r"[\s,]*(?:(?:also|then|further|once|again|in turn|for his part|for her part|in particular|likewise|too|in his speech|has|have|had|is|was|were|meanwhile|thereupon|in conclusion|moreover|\w+ly)[\s,]*){0,3}$")  # fmt: skip
_SUBJECT = "[" + MASKS["person"] + MASKS["state"] + MASKS["body"] + MASKS["city"] + "]"


# stands for "he" and "she" until it is known who spoke before
_HE = Person("he")
_HE_OR_SHE = re.compile(r"[Hh]e|[Ss]he")
# "he" is the last one who spoke, not so many characters before
FAR = 900
# a person told in the first characters of a sentence is what it is about
OPENING = 12


@dataclass(frozen=True, slots=True)
class _Speaker:
    """Who speaks, and where the words that name them stand."""

    person: Person
    start: int
    end: int


# a speaker, the words that carry what is said, and the rule
_Turn = tuple[int, str]
_Told = tuple[_Speaker, int, int, str]


@cache
def _verbs() -> re.Pattern[str]:
    return cue_pattern("statements", "verbs", "say")


def _of_mention(mention: Mention) -> Person | None:
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


def _subject(sentence: Sentence, verb: int) -> _Speaker | None:
    """Who stands as subject before a verb of saying."""
    document = sentence.document
    text, floor = document.text, sentence.start
    options: list[tuple[int, int, Person | None]] = []
    for mention in document.within(floor, verb, Kind.PERSON, Kind.STATE, Kind.BODY, Kind.CITY):
        one, end = _of_mention(mention), mention.end
        side = _ITS_SIDE.match(text, end, verb)
        if one is None and side is not None and isinstance(mention.value, StateValue):
            one, end = Person(None, None, mention.value.code), side.end()
        if one is not None:
            options.append((end, mention.start, one))
    together = [*_SIDES.finditer(text, floor, verb), *_THEY.finditer(text, floor, verb)]
    options.extend((match.end(), match.start(), Person(None, None, None)) for match in together)
    alone = _PRONOUN.finditer(text, floor, verb)
    options.extend(
        (match.end(), match.start(), _HE if _HE_OR_SHE.fullmatch(match[0]) else last_named(document, match.start()))
        for match in alone
    )
    for end, start, one in sorted(options, key=lambda o: (-o[0], o[1])):
        if one is not None and _BETWEEN.fullmatch(text, end, verb):
            return _Speaker(one, start, end)
    return None


def _apposed(sentence: Sentence, verb: int) -> _Speaker | None:
    """A subject with an aside between it and the verb: "The minister, who had arrived on Monday, said"."""
    text = sentence.document.text
    if text[verb - 2 : verb] != ", ":
        return None
    first = next(iter(sentence.document.within(sentence.start, verb, Kind.PERSON)), None)
    if first is None or first.start - sentence.start > 6:
        return None
    one = _of_mention(first)
    return _Speaker(one, first.start, first.end) if one is not None and one.name else None


def _after(sentence: Sentence, verb_end: int) -> _Speaker | None:
    """A subject right behind the verb: "..., said President X"."""
    document = sentence.document
    text = document.text
    for mention in document.within(verb_end, min(verb_end + 120, sentence.end + 60), Kind.PERSON, Kind.BODY):
        between = text[verb_end : mention.start]
        if re.fullmatch(r"\s+(?:the\s+|Mr\.?\s+|Mrs\.?\s+|Ms\.?\s+)?", between):
            one = _of_mention(mention)
            return _Speaker(one, mention.start, mention.end) if one is not None else None
        return None
    return None


def _agent(sentence: Sentence, verb_end: int) -> _Speaker | None:
    """Who says something in the passive: "was stressed by both leaders"."""
    document = sentence.document
    by = _BY.match(document.text, verb_end, sentence.end)
    if by is None:
        return None
    state = next(document.within(by.end(), min(sentence.end, by.end() + 40), Kind.STATE), None)
    if state is not None and isinstance(state.value, StateValue) and _ITS_SIDE.match(document.text, state.end):
        return _Speaker(Person(None, None, state.value.code), state.start, state.end)
    together = _SIDES.match(document.text, by.end(), sentence.end)
    if together is not None:
        return _Speaker(Person(None, None, None), together.start(), together.end())
    behind = next(iter(document.within(by.end(), min(sentence.end, by.end() + 90), Kind.PERSON)), None)
    one = _of_mention(behind) if behind is not None and behind.start - by.end() < 5 else None
    return _Speaker(one, behind.start, behind.end) if one is not None and behind is not None else None


def _ends(rest: str) -> bool:
    """Whether only a day or place stands behind a verb of saying: "..., the ministry said on 21 October."."""
    return (
        re.fullmatch(r"\s*(?:(?:late |early )?(?:on|in|at|here)\b[^,;:]{0,40}|today|yesterday|here)?[.\s]*", rest)
        is not None
    )


def _is_aside(sentence: Sentence, start: int, end: int) -> bool:
    """Whether "he said" is put into or behind the words it carries: "Trade, he said, will grow"."""
    text = sentence.document.text
    before = text[sentence.start : start].rstrip()
    before = re.sub(r"\b(?:the|Mr|Mrs|Ms|as|so)\.?$", "", before).rstrip()
    return (
        len(before.split()) >= 2
        and before.endswith((",", "”", '"'))
        and (re.match(r"\s*(?:[,;.]|$)", text[end : end + 3]) is not None or _ends(text[end : sentence.end]))
    )


def _of_verb(sentence: Sentence, match: re.Match[str]) -> Iterator[_Told]:
    """What a verb of saying gives: its subject before it, behind it, or as the agent of a passive."""
    text = sentence.document.text
    inverted = _after(sentence, match.end()) if text[: match.start()].rstrip()[-1:] in ',”"' else None
    if inverted is not None and match.start() > sentence.start + 10:
        yield inverted, sentence.start, sentence.end, "statements.verb-subject"
        return
    speaker = _subject(sentence, match.start()) or _apposed(sentence, match.start())
    if speaker is not None:
        if _is_aside(sentence, speaker.start, match.end()):
            yield speaker, sentence.start, sentence.end, "statements.aside"
        elif len(text[match.start() : sentence.end].split()) >= LEAST_CONTENT:
            yield speaker, match.start(), sentence.end, "statements.subject-verb"
        return
    speaker = _after(sentence, match.end())
    if speaker is not None and match.start() > sentence.start + 10:
        yield speaker, sentence.start, match.start(), "statements.verb-subject"
        return
    speaker = _agent(sentence, match.end())
    if speaker is not None:
        yield speaker, sentence.start, sentence.end, "statements.passive"


def _indirect(sentence: Sentence) -> Iterator[_Told]:
    """Who says something in a sentence, and the words that carry it."""
    text = sentence.document.text
    for match in _verbs().finditer(text, sentence.start, sentence.end):
        yield from _of_verb(sentence, match)
    his = _HIS_WORDS.search(text, sentence.start, sentence.end)
    one = last_named(sentence.document, his.start()) if his is not None else None
    if his is not None and one is not None:
        yield _Speaker(one, his.start(), his.end()), sentence.start, sentence.end, "statements.his-words"
    for mention in sentence.of_kind(Kind.PERSON, Kind.BODY):
        if _ACCORDING.search(text, max(sentence.start, mention.start - 22), mention.start):
            one = _of_mention(mention)
            if one is not None:
                yield _Speaker(one, mention.start, mention.end), sentence.start, sentence.end, "statements.according-to"


def from_span(document: Document, number: int, start: int, end: int) -> Claim | None:
    """The statement of a stretch that is likely to be said by somebody: by the one its sentence or paragraph tells of."""
    sentence = document.sentences[number]
    if len(document.text[start:end].split()) < LEAST_CONTENT:
        return None
    speaker = _speaker_near(sentence, start, end)
    if speaker is None:
        return None
    text = document.text
    marks = sum(mark in MARKS for mark in text[max(0, start - 2) : start] + text[end : end + 2])
    direct = marks > 0 and len(text[start:end].split()) >= LEAST_WORDS
    return statement(document, speaker, start, end, direct=direct, rule="statements.learned")


def _speaker_near(sentence: Sentence, start: int, end: int) -> Person | None:
    """Who a sentence tells of before a stretch, then behind it, then who the sentences before told of last."""
    document = sentence.document
    before = list(document.within(sentence.start, start, Kind.PERSON, Kind.BODY))
    behind = list(document.within(end, sentence.end, Kind.PERSON, Kind.BODY))
    for mention in (*reversed(before), *behind):
        one = _of_mention(mention)
        if one is not None:
            return one
    together = _SIDES.search(document.text, sentence.start, end)
    if together is not None:
        return Person(None, None, None)
    states = [m for m in document.within(sentence.start, start, Kind.STATE) if _of_mention(m) is not None]
    return _of_mention(states[0]) if states else last_named(document, start)


def _who(sentence: Sentence, at: int, last: tuple[Person, int] | None) -> Person | None:
    """Who "he" is: the person told last, but for one who is told of in a sentence that another said."""
    document = sentence.document
    mention = next((m for m in reversed(list(document.within(max(0, at - FAR), at, Kind.PERSON))) if _is_one(m)), None)
    if mention is None:
        return last[0] if last is not None and at - last[1] < FAR else None
    home = next((s for s in document.sentences if s.start <= mention.start < s.end), sentence)
    opens = mention.start - home.start < OPENING
    if last is None or opens or at - last[1] > FAR:
        return person(mention)
    return last[0]


def _is_one(mention: Mention) -> bool:
    one = person(mention)
    return one is not None and one.name is not None


def _inside(claims: list[Claim], start: int, end: int) -> bool:
    return any(q.start < end and start < q.end for c in claims for q in c.quotes)


def _by_the_named(turns: Mapping[_Turn, Claim]) -> list[Claim]:
    """One statement for a paragraph's speaker: a side, body or office beside a person named there speaks through them."""
    named = {paragraph: claim for (paragraph, who), claim in turns.items() if _name(claim) is not None}
    kept: dict[int, Claim] = {}
    found: list[Claim] = []
    for (paragraph, _), claim in turns.items():
        other = named.get(paragraph)
        if _name(claim) is None and other is not None:
            before = kept.get(paragraph, other)
            kept[paragraph] = replace(before, quotes=tuple(dict.fromkeys((*before.quotes, *claim.quotes))))
        else:
            found.append(claim)
    more = {id(named[paragraph]): claim for paragraph, claim in kept.items()}
    return [more.get(id(claim), claim) for claim in found]


def _name(claim: Claim) -> str | None:
    what = claim.what
    return what.speaker.name if isinstance(what, Statement) else None


def read(document: Document) -> tuple[list[Claim], list[Unread]]:
    """The statements of a report: direct ones, then one for each paragraph and speaker of indirect speech."""
    direct = [*quoted(document), *in_first_person(document)]
    turns: dict[_Turn, Claim] = {}
    last: tuple[Person, int] | None = None
    for sentence in document.sentences:
        for speaker, start, end, rule in _indirect(sentence):
            if _inside(direct, start, end):
                continue
            one = _who(sentence, speaker.start, last) if speaker.person is _HE else speaker.person
            if one is None:
                continue
            if one.name is not None:
                last = one, end
            key = (sentence.segment.paragraph, (one.name or f"{one.office}/{one.state}").casefold())
            claim = statement(document, one, start, end, direct=False, rule=rule)
            if key in turns:
                turns[key] = replace(turns[key], quotes=tuple(dict.fromkeys((*turns[key].quotes, *claim.quotes))))
            else:
                turns[key] = claim
    return [*direct, *_by_the_named(turns)], []
