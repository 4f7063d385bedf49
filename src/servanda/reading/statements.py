"""Statements: words attributed to a person, a side or a body, in quotation marks or in indirect speech."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

from servanda.reading.context import last_named
from servanda.reading.cues import cue_pattern
from servanda.reading.document import Document, Sentence
from servanda.reading.statements_direct import LEAST_WORDS, MARKS, in_first_person, quoted, statement
from servanda.reading.statements_speakers import HE, Speaker, after, agent, apposed, near, of_mention, subject, who_is
from servanda.terms.claims import Claim, Person, Statement
from servanda.terms.mentions import Kind
from servanda.terms.reading import Unread

# what carries indirect speech has some words behind its verb
LEAST_CONTENT = 4
_HIS_WORDS = re.compile(
    r"\b(?:in (?:his|her) (?:words|opinion|view|estimation)|by (?:his|her) account|as (?:he|she) put it)\b",
    re.IGNORECASE,
)
_ACCORDING = re.compile(r"\b(?:[Aa]ccording to|[Ii]n the (?:words|opinion|view) of|[Aa]s)\s+$")


# a speaker, the words that carry what is said, and the rule
_Turn = tuple[int, str]
_Told = tuple[Speaker, int, int, str]


@cache
def _verbs() -> re.Pattern[str]:
    return cue_pattern("statements", "verbs", "say")


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
    inverted = after(sentence, match.end()) if text[: match.start()].rstrip()[-1:] in ',”"' else None
    if inverted is not None and match.start() > sentence.start + 10:
        yield inverted, sentence.start, sentence.end, "statements.verb-subject"
        return
    speaker = subject(sentence, match.start()) or apposed(sentence, match.start())
    if speaker is not None:
        if _is_aside(sentence, speaker.start, match.end()):
            yield speaker, sentence.start, sentence.end, "statements.aside"
        elif len(text[match.start() : sentence.end].split()) >= LEAST_CONTENT:
            yield speaker, match.start(), sentence.end, "statements.subject-verb"
        return
    speaker = after(sentence, match.end())
    if speaker is not None and match.start() > sentence.start + 10:
        yield speaker, sentence.start, match.start(), "statements.verb-subject"
        return
    speaker = agent(sentence, match.end())
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
        yield Speaker(one, his.start(), his.end()), sentence.start, sentence.end, "statements.his-words"
    for mention in sentence.of_kind(Kind.PERSON, Kind.BODY):
        if _ACCORDING.search(text, max(sentence.start, mention.start - 22), mention.start):
            one = of_mention(mention)
            if one is not None:
                yield Speaker(one, mention.start, mention.end), sentence.start, sentence.end, "statements.according-to"


def from_span(document: Document, number: int, start: int, end: int) -> Claim | None:
    """The statement of a stretch that is likely to be said by somebody: by the one its sentence or paragraph tells of."""
    sentence = document.sentences[number]
    if len(document.text[start:end].split()) < LEAST_CONTENT:
        return None
    speaker = near(sentence, start, end)
    if speaker is None:
        return None
    text = document.text
    marks = sum(mark in MARKS for mark in text[max(0, start - 2) : start] + text[end : end + 2])
    direct = marks > 0 and len(text[start:end].split()) >= LEAST_WORDS
    return statement(document, speaker, start, end, direct=direct, rule="statements.learned")


def _inside(claims: list[Claim], start: int, end: int) -> bool:
    return any(q.start < end and start < q.end for c in claims for q in c.quotes)


def _by_the_named(turns: Mapping[_Turn, Claim]) -> list[Claim]:
    """One statement for a paragraph's speaker: a side, body or office beside a person named there speaks through them."""
    named = {paragraph: claim for (paragraph, who), claim in turns.items() if _name(claim) is not None}
    kept: dict[int, Claim] = {}
    found: list[Claim] = []
    for (paragraph, _), claim in turns.items():
        other = named.get(paragraph)
        if other is not None and _is_side(claim):
            before = kept.get(paragraph, other)
            kept[paragraph] = replace(before, quotes=tuple(dict.fromkeys((*before.quotes, *claim.quotes))))
        else:
            found.append(claim)
    more = {id(named[paragraph]): claim for paragraph, claim in kept.items()}
    return [more.get(id(claim), claim) for claim in found]


def _is_side(claim: Claim) -> bool:
    """Whether a side, body or office speaks, and neither one person nor several together."""
    what = claim.what
    return isinstance(what, Statement) and what.speaker.name is None and what.speaker != Person(None, None, None)


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
            one = who_is(sentence, speaker.start, last) if speaker.person is HE else speaker.person
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
