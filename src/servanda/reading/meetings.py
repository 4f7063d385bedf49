"""Meetings: visits, talks, calls, sessions, summits, forums, ceremonies and press conferences, with who, when, where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from servanda.reading.document import Document
from servanda.reading.frames import Match, find_frames, load_frames
from servanda.reading.meetings_days import date_of, day_span
from servanda.reading.meetings_merge import Telling, is_same, joined, named_again, told_before
from servanda.reading.meetings_people import participants_of, visitor_of
from servanda.reading.meetings_places import place_of
from servanda.reading.meetings_sides import is_of_body, is_of_leaders, is_two_sided, sides_of
from servanda.reading.meetings_trigger import LEARNED, Trigger, is_dated, status_of
from servanda.reading.polarity import clause, is_hypothetical, is_negated
from servanda.terms.claims import Claim, Meeting, MeetingType, VisitType
from servanda.terms.reading import Unread

_LEVEL = re.compile(
    r"(?<!of )\b(state|official|working|private)\b(?:(?:[\w,-]* (?:and \w+ )?){0,3}(?:visit|trip|tour|journey)| one\b)|"
    r"\bvisit[^,;:.]{0,40} (official|private)ly\b",
    re.IGNORECASE,
)  # of two readings of one stretch the more telling one is kept
_RANK = ("press_conference", "ceremony", "call", "summit", "session", "forum", "visit", "meeting")


def _triggers(document: Document) -> Iterator[Trigger]:
    frames = load_frames("meetings")
    for sentence in document.sentences:
        found: list[Trigger] = []
        for match in find_frames(frames, sentence):
            kind = cast("MeetingType", match.frame.fields["type"])
            start, end = clause(document.text, match.start, first=sentence.start, last=sentence.end)
            found.append(Trigger(match, kind, min(start, match.start), max(end, match.end)))
        found.sort(key=lambda t: (_RANK.index(t.type), t.match.start - t.match.end, t.match.start))
        kept: list[Trigger] = []
        for trigger in found:
            start, end = _act(trigger)
            if all(end <= first or last <= start for first, last in map(_act, kept)):
                kept.append(trigger)
        yield from sorted(kept, key=lambda t: t.match.start)


def _act(trigger: Trigger) -> tuple[int, int]:
    """The stretch that names the act, without those who act, whom two acts of one sentence may share."""
    return trigger.match.groups.get("act", (trigger.match.start, trigger.match.end))


def _level(trigger: Trigger) -> VisitType | None:
    """Whether a visit is told to be a state, official, working or private one."""
    if trigger.type != "visit":
        return None
    sentence, match = trigger.sentence, trigger.match
    told = [
        (max(0, level.start() - match.end, match.start - level.end()), next(filter(None, level.groups())))
        for level in _LEVEL.finditer(sentence.document.text, sentence.start, sentence.end)
    ]
    return cast("VisitType", min(told)[1].casefold()) if told else None


def _claim(trigger: Trigger) -> Claim | None:
    sentence, match, document = trigger.sentence, trigger.match, trigger.sentence.document
    status = status_of(trigger)
    if status != "cancelled" and is_negated(document.text, match.start, first=sentence.start, last=sentence.end):
        return None
    if status == "held" and is_hypothetical(document.text, match.start, first=sentence.start, last=sentence.end):
        return None
    date = date_of(trigger, status)
    if status == "held" and date is not None and date.first > document.report.date:
        status = "planned"
    participants = () if trigger.type == "visit" else participants_of(trigger, status)
    city, host = place_of(trigger)
    if trigger.type == "visit":
        participants = visitor_of(trigger, host)
    states = sides_of(trigger, participants, host)
    kind = trigger.type
    if kind == "summit" and is_two_sided(trigger, states, participants):
        kind = "meeting"
    elif kind == "meeting" and is_of_leaders(trigger, states, participants):
        kind = "summit"
    elif kind == "meeting" and is_of_body(trigger):
        kind = "session"
    what = Meeting(
        type=kind,
        status=status,
        visit=_level(trigger),
        date=date,
        city=city,
        host=host,
        states=states,
        participants=participants,
    )
    spans = [(match.start, match.end), *day_span(trigger, date), (sentence.start, sentence.end)]
    return document.claim(what, spans, rule=match.frame.name)


def read(document: Document) -> tuple[list[Claim], list[Unread]]:
    """The meetings of a report, each once, and stretches that tell of one without saying who or when."""
    kept: list[Telling] = []
    for trigger in _triggers(document):
        again = told_before(trigger, kept)
        if again is not None:
            kept[again] = named_again(kept[again], trigger, _level(trigger))
            continue
        claim = _claim(trigger)
        if claim is None:
            continue
        told = Telling(claim, dated=is_dated(trigger))
        at = next((n for n in range(len(kept) - 1, -1, -1) if is_same(kept[n], told)), None)
        if at is None:
            kept.append(told)
        else:
            kept[at] = joined(kept[at], told)
    found = [told.claim for told in kept if told.is_complete]
    left = [(told.claim.quotes[0], told.claim.rule) for told in kept if not told.is_complete]
    return found, [Unread(q.start, q.end, q.text, rule, "neither who met nor when is told") for q, rule in left]


# what a stretch that no frame reads says of the sort of meeting; the first that is found decides
_SORTS: tuple[tuple[MeetingType, re.Pattern[str]], ...] = (
    ("press_conference", re.compile(r"\b(?:press|journalists|reporters|media)\b", re.IGNORECASE)),
    ("call", re.compile(r"\b(?:telephone|phone|call(?! on)|spoke by|spoke to)\b", re.IGNORECASE)),
    (
        "ceremony",
        re.compile(
            r"\b(?:ceremon\w+|inaugurat\w+|wreath|welcom\w+ (?:him|her|them)|groundbreaking|banquet|state dinner|gala|"
            r"festivities|anniversary|was celebrated|declared open|credentials|was welcomed|flags were)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "forum",
        re.compile(
            r"\b(?:forum|(?<!video )(?<!video)conference|round ?table|exhibition|seminar)\b|\bAnnual Meeting of\b",
            re.IGNORECASE,
        ),
    ),
    (
        "summit",
        re.compile(
            r"\b(?:summits?|(?<!annual )leaders[’'] meeting|COP\d+|heads of (?:state|government)\b.{0,40}\bmeet)",
            re.IGNORECASE,
        ),
    ),
    (
        "session",
        re.compile(
            r"(?<!solemn )(?<!joint )\bsession\b(?! of talks)|\b(?:commission|committee|council|consultations?|sub-?committee|"
            r"dialogue|working group|binational cabinet|JEC|JCC|JC)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "visit",
        re.compile(
            r"\b(?:visit(?:s|ed|ing)?(?! of courtesy)|trip|tour|journey|stay(?:s|ed|ing)?|arriv\w+|flew|fly|flies|drives?|came(?! together)|comes?(?! together)|"
            r"coming|travel\w*|in the country|leaves? for|heads? (?:to|for)|trade mission|lead a delegation|is expected here|"
            r"I will be in|I[’']m here)\b",
            re.IGNORECASE,
        ),
    ),
)
# "in the course of the visit" tells when, not what
_ON_A_VISIT = re.compile(
    r"\b(?:during|in the course of|within|after|before|at the end of|as part of) (?:the|this|his|her|their) (?:[\w-]+ ){0,2}(?:visit|trip|stay)\b(?! (?:of|by)\b)",
    re.IGNORECASE,
)


def sort_of(words: str) -> MeetingType:
    """What sort of meeting a stretch tells of that no frame reads."""
    words = _ON_A_VISIT.sub("", words)
    return next((sort for sort, pattern in _SORTS if pattern.search(words)), "meeting")


def from_span(document: Document, number: int, start: int, end: int) -> Claim | None:
    """The meeting of a stretch that is likely to hold one though no frame read it."""
    sentence = document.sentences[number]
    kind = sort_of(document.text[start:end])
    trigger = Trigger(Match(LEARNED, sentence, start, end, {}), kind, start, end)
    claim = _claim(trigger)
    if claim is None:
        return None
    return claim if Telling(claim, dated=False).is_complete else None
