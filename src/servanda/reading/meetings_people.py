"""Who takes part in a meeting, as the sentence, the ones around it, or the report as a whole tell."""

from __future__ import annotations

import re
from collections.abc import Sequence

from servanda.reading.context import last_named, leaders, people_in
from servanda.reading.cues import cue_pattern
from servanda.reading.document import MASKS, Document, Sentence, states_in
from servanda.reading.meetings_trigger import Trigger
from servanda.terms.claims import MeetingStatus, Person
from servanda.terms.mentions import Kind, Mention

_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he)\b")
_BOTH = re.compile(
    r"\b(?:(?:two|both|the)\s+(?:two\s+)?(?:presidents|leaders|heads of state|prime ministers|premiers|ministers|sides|statesmen|politicians)|"
    r"[Tt]he two (?:are|were|had|have|also|met|will|then|later|met))\b",
    re.IGNORECASE,
)
_TOGETHER = re.compile(
    r"\b(?:joint|jointly|together|both|two|their|with|presence|alongside|beside|next to)\b", re.IGNORECASE
)
# one who speaks of a meeting without being of it
_SPOKESMAN = re.compile(r"\b(?:press (?:secretary|service|officer)|spokes\w+)\b", re.IGNORECASE)
# offices that tell only which side of the meeting somebody is
_RELATIVE = frozenset({"colleague", "counterpart", "guest", "host", "visitor"})


def _speaks(one: Person) -> bool:
    return one.office is not None and _SPOKESMAN.search(one.office) is not None


# who is told of beside these speaks of what many took part in: "President Marin recalled the summit"
_RECALLS = re.compile(
    r",?\s+(?:(?:also|then|further),?\s+)?(?:recalled|called to mind|reminded|remembered|indicated|thanked)\b",
    re.IGNORECASE,
)
_SAID_BY = re.compile(
    r"\b(?:according to|(?:stated|said|noted|reported|told|announced) by|press service of|words of)(?: the)?\s+(?:[\w.-]+\s+){0,2}$",
    re.IGNORECASE,
)
_REPORTING = 60


def _only_speaks(mention: Mention, document: Document) -> bool:
    """Whether the words beside a person tell that he or she speaks."""
    before = document.text[max(0, mention.start - _REPORTING) : mention.start]
    return _RECALLS.match(document.text, mention.end) is not None or _SAID_BY.search(before) is not None


def _people(mentions: Sequence[Mention], document: Document) -> tuple[Person, ...]:
    """The persons of some mentions, each once: without spokesmen, "his colleague" by the name told elsewhere."""
    found = [one for one in people_in(mentions) if not _speaks(one)]
    return tuple(dict.fromkeys(_by_name(one, found, document) for one in found))


def _by_name(one: Person, others: Sequence[Person], document: Document) -> Person:
    """The colleague of somebody: who of his state holds the same office; a guest: who of his state is told of most."""
    if one.name is not None or one.state is None or (one.office or "").casefold() not in _RELATIVE:
        return one
    named = leaders(document, [one.state])
    offices = {(other.office or "").casefold() for other in others if other.name is not None}
    if one.office in ("guest", "host", "visitor") or any(
        (leader.office or "").casefold() in offices for leader in named
    ):
        return named[0] if named else one
    return one


def _subject(trigger: Trigger, besides: Sequence[Person]) -> Person | None:
    """Who "he" or "she" is: beside others whom the sentence before begins with of another side, else the one told last."""
    document = trigger.sentence.document
    states = {one.state for one in besides if one.state is not None}
    before = trigger.sentence.previous
    told = _people(before.of_kind(Kind.PERSON), document) if before is not None else ()
    for one in told if besides else ():
        if one.name is not None and one.state not in states:
            return one
    last = last_named(document, trigger.match.start)
    if last is not None and last.state in states:
        others = (one for one in _before(trigger) if one.state is not None and one.state not in states)
        last = next(others, last)
    return last if last is not None and not _speaks(last) else None


# how far back somebody is looked for whom a pronoun or one name alone leaves out, in characters
_BACK = 900


def _before(trigger: Trigger) -> tuple[Person, ...]:
    """The named persons told before a stretch, the last first."""
    document, start = trigger.sentence.document, trigger.match.start
    told = people_in(list(document.within(max(0, start - _BACK), start, Kind.PERSON)))
    return tuple(one for one in reversed(told) if one.name is not None)


def _owner(trigger: Trigger) -> Person | None:
    """Whose visit it is: "President Joko Widodo's visit"."""
    document, start = trigger.sentence.document, trigger.match.start
    told = [m for m in trigger.sentence.of_kind(Kind.PERSON) if m.end <= trigger.match.end]
    for mention in reversed(told):
        between = document.text[mention.end : max(start, mention.end) + len("’s ")]
        if mention.end >= start - len("’s ") and between.startswith(("'s", "’s", "' ", "’ ")):
            return next(iter(people_in([mention])), None)
    return None


# those who travel or meet without a name, at the head of a clause in which no "he" acts
_UNNAMED = re.compile(
    r"(?P<known>\b(?:the|this|his|her|their)\s+(?:[\w-]+\s+){0,3})?\b(?:delegations?|teams?|parliamentary group|experts|inspectors|officials|specialists|entrepreneurs|envoys?|generals|"
    r"parliamentarians|scientists|engineers)\b",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(r"\b(?:he|she|they|his|her|their|who)\b", re.IGNORECASE)
_HEAD = 60


def _is_of_unnamed(trigger: Trigger) -> bool:
    """Whether a group comes or meets, and its sentence tells of nobody by name or office."""
    sentence, match = trigger.sentence, trigger.match
    if sentence.of_kind(Kind.PERSON):
        return False
    text = sentence.document.text
    head = min(match.end, max(match.start, trigger.start) + _HEAD)
    group = _UNNAMED.search(text, trigger.start, head)
    if group is None or _SOMEBODY.search(text, trigger.start, match.end) is not None:
        return False
    # "the delegation" was told of before with who leads it
    return trigger.type != "visit" or group["known"] is None


def visitor_of(trigger: Trigger, host: str | None) -> tuple[Person, ...]:
    """Who travels: named in the trigger, else nearest before or behind it, else told last before; no one from the host."""
    sentence, document = trigger.sentence, trigger.sentence.document
    owner = _owner(trigger)
    if owner is not None:
        return (owner,)
    told = _people(trigger.match.mentions("who", Kind.PERSON), document)
    if len(told) == 1 and told[0].name is not None and trigger.match.frame.name == "meetings.visit-noun":
        return told
    if _is_of_unnamed(trigger):
        return ()
    before = _people(list(document.within(sentence.start, trigger.match.start, Kind.PERSON)), document)
    behind = _people(list(document.within(trigger.match.start, sentence.end, Kind.PERSON)), document)
    last = last_named(document, trigger.match.start)
    options = (*_people(trigger.match.mentions("who", Kind.PERSON), document)[-1:], *reversed(before), *behind)
    for one in (*options, *((last,) if last is not None else ())):
        if one.state is None or one.state != host:
            return (one,)
    # the host's own people are told of alone: the guest is whom the report tells of most from elsewhere
    guests = leaders(document, [code for code in document.sides if code != host])
    return guests[:1] if not options and sentence.start else ()


# meetings of two, where one who is told of meets somebody
_OF_TWO = frozenset({"meeting", "call", "press_conference", "ceremony"})
_MOST = 14


def _counterpart(trigger: Trigger, people: tuple[Person, ...]) -> tuple[Person, ...]:
    """Who met the one person told of: the last one before from another state, else the leader of the other side."""
    document, known = trigger.sentence.document, people[0]
    before = people_in(list(document.within(max(0, trigger.match.start - 600), trigger.match.start, Kind.PERSON)))
    for one in reversed(before):
        if one.name is not None and one.state is not None and known.state is not None and one.state != known.state:
            return (one, known)
    others = [code for code in document.sides if code != known.state]
    top = leaders(document, others) if known.state in document.sides else ()
    return (known, *top[:1])


def _chairs_in(sentence: Sentence) -> tuple[Person, ...]:
    """The two who head a session, where a sentence tells who does."""
    if not cue_pattern("meetings", "chairs", "verbs").search(sentence.text):
        return ()
    return tuple(p for p in people_in(sentence.of_kind(Kind.PERSON)) if p.name is not None)[:2]


def _chairs(trigger: Trigger) -> tuple[Person, ...]:
    """Who heads a session, as its own or the next sentences tell: of each side one."""
    found: dict[str | None, Person] = {}
    for sentence in trigger.sentence.document.sentences[trigger.sentence.index : trigger.sentence.index + 4]:
        for one in _chairs_in(sentence):
            found.setdefault(one.state, one)
    return tuple(found.values())[:2]


def _of_states(trigger: Trigger) -> bool:
    """Whether states met, not persons: "Kenya and Uganda held talks"."""
    told = trigger.match.mentions(None, Kind.PERSON, Kind.STATE)
    return "who" in trigger.match.groups and bool(told) and all(mention.kind is Kind.STATE for mention in told)


_JOINED = re.compile(rf",? and (?:with )?(?:the )?(?={MASKS['person']})")


def _acting(trigger: Trigger) -> tuple[Person, ...]:
    """Who met whom by the frame alone, where it tells persons of two sides: what else the clause names is beside it."""
    document, match = trigger.sentence.document, trigger.match
    if trigger.type not in _OF_TWO or not {"who", "with"} <= set(match.groups):
        return ()
    mentions, end = list(match.mentions(None, Kind.PERSON)), match.end
    joined = _JOINED.match(document.masked, end, trigger.sentence.end)
    if joined is not None:
        mentions += list(document.within(end, trigger.sentence.end, Kind.PERSON))[:1]
    people = _people(mentions, document)
    one = _subject(trigger, people) if _PRONOUN.fullmatch(match.text("who") or "") and people else None
    people = tuple(dict.fromkeys((*((one,) if one is not None else ()), *people)))
    return people if len({one.state for one in people if one.state is not None}) > 1 else ()


def _told_people(trigger: Trigger) -> tuple[Person, ...]:
    """The persons of the clause, of the sentence when it names fewer than two, and whom "he" stands for."""
    sentence, document = trigger.sentence, trigger.sentence.document
    acting = _acting(trigger)
    if acting:
        return acting
    people = _people(list(document.within(trigger.start, trigger.end, Kind.PERSON)), document)
    if len(people) < 2 or trigger.type not in _OF_TWO:
        told = [m for m in sentence.of_kind(Kind.PERSON) if trigger.type in _OF_TWO or not _only_speaks(m, document)]
        people = _people(told, document)
    if _PRONOUN.search(document.text, trigger.start, trigger.match.end):
        one = _subject(trigger, people)
        people = tuple(dict.fromkeys((*((one,) if one is not None else ()), *people)))
    return people


_ATTENDS = re.compile(
    r"\b(?:attend\w*|tak(?:e|es|ing) part|participat\w+|presid\w+|chair\w*|co-chair\w*|address\w*|represent\w*|joins?|"
    r"(?:came|comes?|coming|travels?|flies|arrives?|due|goes|visits?|visit)\b[^;:.!?\n]{0,60} for)\b"
    r"[^;:.!?\n“”]{0,60}$"
)
_WITH_SOMEBODY = re.compile(rf",? (?:with|between) (?:the )?{MASKS['person']}")


def _is_attended(trigger: Trigger) -> bool:
    """Whether the sentence tells who comes to it: "will take part in the summit", "the consultation with the premier"."""
    masked, sentence, match = trigger.sentence.document.masked, trigger.sentence, trigger.match
    return (
        _ATTENDS.search(masked[sentence.start : match.start]) is not None
        or _WITH_SOMEBODY.match(masked, match.end, sentence.end) is not None
    )


# what many take part in, so that who speaks of it beforehand is none of those who will
_OF_MANY = frozenset({"session", "summit", "forum"})


# a list of those who came to what many take part in names so many
_LISTED = 3


def _listed(trigger: Trigger) -> tuple[Person, ...]:
    """Who came to what many take part in, as one of the next sentences lists them: so many from as many sides."""
    first = trigger.sentence.index
    for sentence in trigger.sentence.document.sentences[first : first + 4]:
        people = tuple(p for p in people_in(sentence.of_kind(Kind.PERSON)) if p.name is not None)
        if len({one.state for one in people if one.state is not None}) >= _LISTED:
            return people
    return ()


def participants_of(trigger: Trigger, status: MeetingStatus) -> tuple[Person, ...]:
    """Who meets: the persons of the clause, "he" and "both leaders" told by name, and whom the one told of met."""
    sentence, document = trigger.sentence, trigger.sentence.document
    if _is_of_unnamed(trigger):
        return ()
    both = _BOTH.search(sentence.text) is not None
    if trigger.type in _OF_MANY and status != "held" and not both and not _is_attended(trigger):
        return _chairs_in(sentence)
    people = _told_people(trigger)
    if len(people) < 2 and trigger.type in _OF_MANY and status == "held":
        people = _listed(trigger) or people
    if _of_states(trigger) and not people:
        return ()
    if len(people) < 2 and (both or (not people and trigger.type in (*_OF_TWO, "session"))):
        if trigger.type == "session" and not both:
            return _chairs(trigger) or people
        states = states_in(sentence.mentions)
        top = leaders(document, states if len(states) == 2 else document.sides)
        people = tuple(dict.fromkeys((*people, *top))) if len(top) == 2 else people
    alone = trigger.type in ("press_conference", "ceremony") and not _TOGETHER.search(sentence.text)
    if len(people) == 1 and trigger.type in _OF_TWO and not alone:
        people = _counterpart(trigger, people)
    return people[:_MOST]
