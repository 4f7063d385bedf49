"""Meetings: visits, talks, calls, sessions, summits, forums, ceremonies and press conferences, with who, when, where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import cast

from servanda.reading.document import Document, is_amount
from servanda.reading.frames import Match, find_frames, load_frames
from servanda.reading.meetings_days import date_of, day_span
from servanda.reading.meetings_people import participants_of, visitor_of
from servanda.reading.meetings_places import place_of
from servanda.reading.meetings_sides import sides_of
from servanda.reading.meetings_trigger import LEARNED, Trigger, is_told_again, status_of
from servanda.reading.polarity import clause, is_hypothetical, is_negated
from servanda.terms.claims import Claim, Meeting, MeetingType, VisitType
from servanda.terms.dates import Edtf
from servanda.terms.evidence import quote
from servanda.terms.mentions import AmountKind, Kind
from servanda.terms.reading import Unread
from servanda.terms.states import is_state

_LEVEL = re.compile(r"\b(state|official|working|private)\b(?:[\w,-]* (?:and \w+ )?){0,3}visit", re.IGNORECASE)
# of two readings of one stretch the more telling one is kept
_RANK = ("press_conference", "ceremony", "call", "summit", "session", "forum", "visit", "meeting")
# meetings of these types are told again and again in a report as the same one
_TOLD_AGAIN = frozenset({"meeting", "visit", "press_conference", "ceremony", "summit"})

# what "the talks" may speak of, once it was told
_TALKS = frozenset({"meeting", "session", "call", "summit"})


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


# of several sides, whatever two of them a sentence names
_MANY_SIDED = re.compile(
    r"\b(?:regional|trilateral|quadrilateral|multilateral|extraordinary|leaders[’']|heads of (?:state|government)|for democracy|members?|countries of|sidelines|margins|edge of|Central Asia|C5)\b",
    re.IGNORECASE,
)


def _is_two_sided(trigger: Trigger, states: Sequence[str]) -> bool:
    """Whether a summit is one of two states: no body, no number and no word tells of more sides."""
    document, match = trigger.sentence.document, trigger.match
    if len(states) != 2 or not all(is_state(code) for code in states):
        return False
    bodies = any(mention.kind is Kind.BODY or is_amount(mention, AmountKind.ORDINAL) for mention in match.mentions())
    return (
        not bodies and _MANY_SIDED.search(document.text, max(trigger.start, match.start - 40), match.end + 40) is None
    )


def _level(trigger: Trigger) -> VisitType | None:
    """Whether a visit is told to be a state, official, working or private one."""
    start, match = max(trigger.sentence.start, trigger.match.start - 30), trigger.match
    level = _LEVEL.search(trigger.sentence.document.text, start, match.end) if trigger.type == "visit" else None
    return cast("VisitType", level.group(1).casefold()) if level is not None else None


def _claim(trigger: Trigger) -> Claim | None:
    sentence, match, document = trigger.sentence, trigger.match, trigger.sentence.document
    status = status_of(trigger)
    if status != "cancelled" and is_negated(document.text, match.start, first=sentence.start, last=sentence.end):
        return None
    if status == "held" and is_hypothetical(document.text, match.start, first=sentence.start, last=sentence.end):
        return None
    participants = () if trigger.type == "visit" else participants_of(trigger)
    city, host = place_of(trigger)
    if trigger.type == "visit":
        participants = visitor_of(trigger, host)
    states = sides_of(trigger, participants, host)
    kind: MeetingType = "meeting" if trigger.type == "summit" and _is_two_sided(trigger, states) else trigger.type
    what = Meeting(
        type=kind,
        status=status,
        visit=_level(trigger),
        date=date_of(trigger, status),
        city=city,
        host=host,
        states=states,
        participants=participants,
    )
    spans = [(match.start, match.end), *day_span(trigger), (sentence.start, sentence.end)]
    return document.claim(what, spans, rule=match.frame.name)


def _strength(claim: Claim) -> int:
    what = cast("Meeting", claim.what)
    return len(what.participants) + (what.date is not None) + (what.city is not None) + (what.visit is not None)


def _dates_agree(left: Edtf | None, right: Edtf | None) -> bool:
    return left is None or right is None or left.overlaps(right)


def _people_agree(a: Meeting, b: Meeting) -> bool:
    left = {p.name for p in a.participants if p.name}
    right = {p.name for p in b.participants if p.name}
    if not left or not right:
        return True
    if a.type == "visit":
        return bool(left & right)
    return left <= right or right <= left or (len(left & right) >= 2)


def _same(a: Meeting, b: Meeting) -> bool:
    """Whether two tellings in one report are of one meeting."""
    if a.type != b.type or (a.type not in _TOLD_AGAIN and a.date != b.date):
        return False
    if not _dates_agree(a.date, b.date) or not _people_agree(a, b):
        return False
    if a.type == "visit" and a.host and b.host and a.host != b.host:
        return False
    return a.status == b.status or {a.status, b.status} <= {"planned", "proposed"} or a.date is None or b.date is None


def _longer(left: Edtf | None, right: Edtf | None) -> Edtf | None:
    """The date that tells more: the days of a visit rather than the one of its beginning."""
    if left is None or right is None:
        return left or right
    return right if right.is_interval and not left.is_interval and left.granularity == "day" else left


def _join(first: Claim, second: Claim) -> Claim:
    ahead, behind = (first, second) if _strength(first) >= _strength(second) else (second, first)
    a, b = cast("Meeting", ahead.what), cast("Meeting", behind.what)
    what = replace(
        a,
        visit=a.visit or b.visit,
        date=_longer(a.date, b.date),
        city=a.city or b.city,
        host=a.host or b.host,
        participants=a.participants or b.participants,
    )
    return replace(ahead, what=what, quotes=tuple(dict.fromkeys((*ahead.quotes, *behind.quotes))))


def _told_again(trigger: Trigger, kept: Sequence[Claim]) -> int | None:
    """Which claim "the visit" or "the talks" speak of: the last of its sort, if any."""
    if not is_told_again(trigger):
        return None
    sorts = _TALKS if trigger.type in _TALKS and trigger.type != "summit" else {trigger.type}
    return next((at for at in range(len(kept) - 1, -1, -1) if cast("Meeting", kept[at].what).type in sorts), None)


def _also(claim: Claim, trigger: Trigger) -> Claim:
    """A claim with the stretch that tells of it once more, and the level of a visit told there."""
    what, level = cast("Meeting", claim.what), _level(trigger)
    told = quote(trigger.sentence.document.text, trigger.match.start, trigger.match.end)
    quotes = tuple(dict.fromkeys((*claim.quotes, told)))
    return replace(claim, what=replace(what, visit=what.visit or level), quotes=quotes)


def read(document: Document) -> tuple[list[Claim], list[Unread]]:
    """The meetings of a report, each once, and stretches that tell of one without saying who or when."""
    kept: list[Claim] = []
    for trigger in _triggers(document):
        again = _told_again(trigger, kept)
        if again is not None:
            kept[again] = _also(kept[again], trigger)
            continue
        claim = _claim(trigger)
        if claim is None:
            continue
        what = cast("Meeting", claim.what)
        at = next((n for n in range(len(kept) - 1, -1, -1) if _same(cast("Meeting", kept[n].what), what)), None)
        if at is None:
            kept.append(claim)
        else:
            kept[at] = _join(kept[at], claim)
    unread: list[Unread] = []
    found: list[Claim] = []
    for claim in kept:
        what = cast("Meeting", claim.what)
        if what.participants or what.date is not None or what.city is not None:
            found.append(claim)
        else:
            first = claim.quotes[0]
            unread.append(Unread(first.start, first.end, first.text, claim.rule, "neither who met nor when is told"))
    return found, unread


# what a stretch that no frame reads says of the sort of meeting; the first that is found decides
_SORTS: tuple[tuple[MeetingType, re.Pattern[str]], ...] = (
    ("press_conference", re.compile(r"\b(?:press|journalists|reporters|media)\b", re.IGNORECASE)),
    ("call", re.compile(r"\b(?:telephone|phone|call|spoke by)\b", re.IGNORECASE)),
    (
        "ceremony",
        re.compile(r"\b(?:ceremon\w+|inaugurat\w+|wreath|welcom\w+ (?:him|her|them)|groundbreaking)\b", re.IGNORECASE),
    ),
    ("forum", re.compile(r"\b(?:forum|conference|round ?table|exhibition|seminar)\b", re.IGNORECASE)),
    (
        "session",
        re.compile(
            r"\b(?:session|commission|committee|council|consultations|sub-?committee|dialogue|working group)\b",
            re.IGNORECASE,
        ),
    ),
    ("summit", re.compile(r"\bsummit\b", re.IGNORECASE)),
    (
        "visit",
        re.compile(
            r"\b(?:visit\w*|trip|tour|journey|stay|arriv\w+|flew|came to|guest|travel\w*|in the country)\b",
            re.IGNORECASE,
        ),
    ),
)


def from_span(document: Document, number: int, start: int, end: int) -> Claim | None:
    """The meeting of a stretch that is likely to hold one though no frame read it."""
    sentence = document.sentences[number]
    words = document.text[start:end]
    kind: MeetingType = next((sort for sort, pattern in _SORTS if pattern.search(words)), "meeting")
    trigger = Trigger(Match(LEARNED, sentence, start, end, {}), kind, start, end)
    claim = _claim(trigger)
    if claim is None:
        return None
    what = cast("Meeting", claim.what)
    return claim if what.participants or what.date is not None or what.city is not None else None
