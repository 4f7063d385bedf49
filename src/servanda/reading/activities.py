"""Activities: something definite done or under way in cooperation that is no meeting, document or promise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import cast

from servanda.reading.activities_deeds import deeds, name_in
from servanda.reading.activities_grounds import date_of, is_ahead, place_of
from servanda.reading.activities_spans import RUNNING, kind_of, status_of
from servanda.reading.activities_triggers import Trigger, clause_at, triggers
from servanda.reading.context import states_for
from servanda.reading.cues import cue_pattern, cue_table
from servanda.reading.document import Document, Sentence
from servanda.reading.polarity import is_negated
from servanda.terms.claims import Activity, ActivityStatus, ActivityType, Claim
from servanda.terms.mentions import AmountKind, AmountValue, Kind, Mention
from servanda.terms.reading import Unread

LONGEST_NAME = 120
# a stretch of fewer words tells of nothing that could be followed
LEAST_WORDS = 4
# names that share this much of the shorter one are of one thing
ALIKE = 0.6
# no report tells of more activities between two tellings of one; this keeps the work on a text linear
MOST = 200
_SMALL = r"of|for|in|between|on|from|to|and|the|at|with|a|an"
_TAIL = re.compile(
    rf"(?:\s+(?!and\s+(?:the|an?|\w+ing)\b)(?:{_SMALL})\b|\s+(?!(?:was|were|is|are|has|have|had|will|would|which|that|who|as|by|after|during|opened|"
    r"launched|took|continues|continue|began|begins|being|been|be|should|can|could|may|also|within|since|towards|remains)\b)"
    r"[\w'’–-]+){0,9}"
)
_HANGING = re.compile(rf"(?:\s+(?:{_SMALL}))+$")
_FRONT = re.compile(
    r"(?:[A-Z][\w'’–-]+(?:\s+|-)(?:(?:of|and|the)\s+)?){0,6}$|"
    r"(?:(?:first|second|new|joint|direct|regular|large|railway|road)\s+){1,3}$"
)
_FOUNDED = re.compile(
    r"\s+(?:of\s+)?(?:(?:the|a|an|its|their|first|new|joint|second|third)\s+){0,3}"
    r"(?P<name>[A-Z][\w’'.-]*(?:\s+(?:(?:of|for|in|on|and|the|with)\s+){0,2}[A-Z][\w’'.-]*){1,9}(?:\s+\([A-Z]\w{1,9}\))?)"
)
# "decided that ten tents be donated"
_NOT_YET = re.compile(r"(?<!to )\bbe\s*$")
_AHEAD = re.compile(r"\s+(?:is|are|was|were|will)\s+(?:scheduled|planned|expected|due|to be|be)\b")


def _name(document: Document, trigger: Trigger) -> tuple[int, int]:
    """The noun with the names before it and the words that belong to it behind."""
    text = document.text
    low = max(trigger.sentence.start, trigger.start - 60)
    front = _FRONT.search(text[low : trigger.start])
    start = low + front.start() if front is not None else trigger.start
    tail = _TAIL.match(text, trigger.end, trigger.sentence.end)
    end = tail.end() if tail is not None else trigger.end
    return start, start + len(_HANGING.sub("", text[start:end]))


def _activity(
    sentence: Sentence, span: tuple[int, int], kind: ActivityType, status: ActivityStatus, *, name: str | None = None
) -> Activity:
    start, end = span
    document = sentence.document
    around = clause_at(sentence, start)
    done = status in ("completed", "held")
    return Activity(
        type=kind,
        name=(name or " ".join(document.text[start:end].split()))[:LONGEST_NAME],
        status=status,
        date=date_of(sentence, start, end, around, ended=done),
        place=place_of(sentence, start, end, around),
        states=states_for(sentence, start, end),
    )


def _told(document: Document) -> Iterator[Claim]:
    """What a noun names and a word of its clause says to be done, under way or planned."""
    for trigger in triggers(document):
        sentence = trigger.sentence
        start, end = _name(document, trigger)
        if len(document.text[start:end].split()) < 2:
            continue
        what = _activity(sentence, (start, end), trigger.type, trigger.status)
        low, high = clause_at(sentence, trigger.start)
        spans = [(min(low, start), max(high, end)), (sentence.start, sentence.end)]
        yield document.claim(what, spans, rule=f"activities.{trigger.type}.{trigger.status}")


def _is_founded(sentence: Sentence, verb: re.Match[str], start: int, end: int) -> bool:
    """Whether a name behind a word of founding is that of a thing, founded already."""
    document = sentence.document
    if cue_pattern("activities", "founding", "not").search(document.text, start, end):
        return False
    named = (Kind.PERSON, Kind.INSTRUMENT, Kind.STATE, Kind.CITY)
    around = document.within(max(0, start - 80), min(len(document.text), end + 80), *named)
    for mention in around:
        inside = start <= mention.start and mention.end <= end
        if (mention.start <= start and end <= mention.end) or (inside and mention.kind is Kind.PERSON):
            return False
    before = document.text[max(sentence.start, verb.start() - 40) : verb.start()]
    ahead = cue_pattern("activities", "status", "planned").search(before) or _AHEAD.match(document.text, end)
    first, last = clause_at(sentence, verb.start())
    return ahead is None and not is_negated(document.text, verb.start(), first=first, last=last)


def _founded(document: Document) -> Iterator[Claim]:
    """What was launched, opened or established under a name of its own."""
    verbs = cue_pattern("activities", "founding", "verbs")
    for sentence in document.sentences:
        for verb in verbs.finditer(document.text, sentence.start, sentence.end):
            found = _FOUNDED.match(document.text, verb.end(), sentence.end)
            if found is None or not _is_founded(sentence, verb, *found.span("name")):
                continue
            name = found.group("name")
            kinds = [kind for kind, pattern in cue_table("activities", "nouns").items() if pattern.search(name)]
            kind = cast("ActivityType", kinds[-1] if kinds else "project")
            status: ActivityStatus = "ongoing" if kind in RUNNING else "completed"
            what = _activity(sentence, found.span("name"), kind, status)
            spans = [(verb.start(), found.end("name")), (sentence.start, sentence.end)]
            yield document.claim(what, spans, rule="activities.founded")


def _things(document: Document, start: int, end: int) -> Mention | None:
    """The first counted things of a stretch."""
    for mention in document.within(start, end, Kind.AMOUNT):
        value = mention.value
        if isinstance(value, AmountValue) and value.kind is AmountKind.COUNT and value.noun:
            return mention
    return None


def _given(document: Document) -> Iterator[Claim]:
    """Things in number that one side gave the other."""
    verbs = cue_pattern("activities", "giving", "verbs")
    for sentence in document.sentences:
        for verb in verbs.finditer(document.text, sentence.start, sentence.end):
            low, high = clause_at(sentence, verb.start())
            things = _things(document, verb.end(), min(high, verb.end() + 60)) or _things(document, low, verb.start())
            before = document.text[max(low, verb.start() - 40) : verb.start()]
            if (
                things is None
                or _NOT_YET.search(before)
                or cue_pattern("activities", "status", "planned").search(before)
            ):
                continue
            what = _activity(sentence, (things.start, things.end), "aid", "completed")
            spans = [(min(things.start, verb.start()), max(things.end, verb.end())), (sentence.start, sentence.end)]
            yield document.claim(what, spans, rule="activities.given")


def from_span(document: Document, number: int, start: int, end: int) -> Claim | None:
    """The activity of a stretch that is likely to tell of one though no noun named it."""
    sentence, text = document.sentences[number], document.text
    first, last = clause_at(sentence, start)
    if is_negated(text, start, first=first, last=max(last, end)) or len(text[start:end].split()) < LEAST_WORDS:
        return None
    kind = kind_of(text[start:end])
    status = status_of(sentence, start, end, kind)
    what = _activity(sentence, (start, end), kind, status, name=name_in(sentence, start, end))
    if status == "ongoing" and is_ahead(document, what.date):
        what = replace(what, status="planned")
    return document.claim(what, [(start, end), (sentence.start, sentence.end)], rule="activities.learned")


def _done(document: Document, told: Sequence[Claim]) -> Iterator[Claim]:
    """Deeds that verbs tell, but for those whose words tell of an activity read before."""
    taken = [(claim.quotes[0].start, claim.quotes[0].end) for claim in told]
    for sentence in document.sentences:
        for deed in deeds(sentence):
            start, end = deed.span
            if any(low < end and start < high for low, high in taken):
                continue
            kind = kind_of(document.text[start:end])
            status = status_of(sentence, start, end, kind)
            what = _activity(sentence, (start, end), kind, status, name=name_in(sentence, start, end))
            yield document.claim(what, [(start, end), (sentence.start, sentence.end)], rule="activities.deed")


def _same(a: Activity, b: Activity) -> bool:
    left, right = set(a.name.casefold().split()), set(b.name.casefold().split())
    return a.type == b.type and len(left & right) / min(len(left), len(right)) >= ALIKE


def _once(claims: Sequence[Claim]) -> list[Claim]:
    kept: list[Claim] = []
    for claim in claims:
        what = cast("Activity", claim.what)
        first = max(0, len(kept) - MOST)
        at = next((n for n in range(first, len(kept)) if _same(cast("Activity", kept[n].what), what)), None)
        if at is None:
            kept.append(claim)
        else:
            kept[at] = replace(kept[at], quotes=tuple(dict.fromkeys((*kept[at].quotes, *claim.quotes))))
    return kept


def read(document: Document) -> tuple[list[Claim], list[Unread]]:
    """The activities of a report, each once."""
    told = [*_founded(document), *_given(document), *_told(document)]
    return _once([*told, *_done(document, told)]), []
