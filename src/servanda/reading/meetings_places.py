"""Where a meeting takes place: the city, and the state that is the host."""

from __future__ import annotations

import re

from servanda.reading.context import event_place, home_city, main_city, main_host, near, told_day, visit_goal
from servanda.reading.cues import cue_pattern, cue_table, nearest
from servanda.reading.document import MASKS, state_of
from servanda.reading.meetings_trigger import Trigger, status_of
from servanda.terms.mentions import CityValue, Kind, Mention, StateValue
from servanda.terms.states import is_state

Place = tuple[str | None, str | None]
# what happens where the report as a whole plays, when nothing else is told
_AT_THE_MAIN_CITY = frozenset({"meeting", "ceremony", "press_conference", "summit", "session"})


def _goal(trigger: Trigger) -> Place | None:
    """The city and state that a visit goes to: its frame's, else what its sentence says somebody went to."""
    sentence = trigger.sentence
    goals: list[Mention] = list(trigger.match.mentions("to")) if "to" in trigger.match.groups else []
    if not goals and trigger.type == "visit":
        goal = visit_goal(sentence, trigger.match.start, trigger.match.end)
        goals = [goal] if goal is not None else []
    for mention in goals:
        if isinstance(mention.value, CityValue):
            return mention.value.name, mention.value.state
        if isinstance(mention.value, StateValue):
            city, state = event_place(sentence, trigger.start, trigger.end)
            return (city if state == mention.value.code else None), mention.value.code
    return None


# frames that tell who receives, by the group in which the host stands
_RECEIVERS = {"meetings.received": "who", "meetings.received-by": "with", "meetings.called-on": "with"}


def _receiver(trigger: Trigger) -> str | None:
    """The state of who receives somebody, where the frame tells."""
    group = _RECEIVERS.get(trigger.match.frame.name)
    people = trigger.match.mentions(group, Kind.PERSON) if group is not None else ()
    return state_of(people[0 if group == "with" else -1]) if people else None


def _city_in(trigger: Trigger, host: str) -> str | None:
    """The city where what is told plays, if it lies in a state."""
    document = trigger.sentence.document
    city, state = event_place(trigger.sentence, trigger.start, trigger.end)
    if city is not None:
        return city if state == host else None
    main = main_city(document) if trigger.type in _AT_THE_MAIN_CITY and status_of(trigger) == "held" else None
    return main.name if main is not None and main.state == host else home_city(document, host)


_HOSTS = re.compile(
    rf"(?:\bin (?:the )?|\bhosted by (?:the )?)(?P<in>{MASKS['state']}+)|(?P<by>{MASKS['state']}+)(?: [\w’]+){{0,3}}? host"
)


def _state_told(trigger: Trigger) -> str | None:
    """The state in which the clause says that it took place, or that it names as the host."""
    document = trigger.sentence.document
    for told in _HOSTS.finditer(document.masked, trigger.start, trigger.end):
        start, end = told.span("in" if told.group("in") else "by")
        state = next((state_of(mention) for mention in document.within(start, end, Kind.STATE)), None)
        if state is not None and is_state(state):
            return state
    return None


def place_of(trigger: Trigger) -> Place:
    """City and host; of a state that is called like its capital, the capital where the sentence names it."""
    city, host = _place(trigger)
    namesake = cue_table("meetings", "namesakes").get(host or "")
    named = namesake.search(trigger.sentence.text) if city is None and namesake is not None else None
    return (named.group() if named is not None else city), host


def _place(trigger: Trigger) -> Place:
    """Of a visit what it goes to; of a reception the receiver's state; else where the clause says.

    What is spoken by telephone or over a video link is nowhere.
    """
    sentence = trigger.sentence
    if trigger.type == "call" or cue_pattern("meetings", "course", "apart").search(
        sentence.document.text, trigger.start, trigger.end
    ):
        return None, None
    goal = _goal(trigger)
    if goal is not None:
        return goal
    host = _receiver(trigger)
    if host is not None:
        return _city_in(trigger, host), host
    city, state = event_place(trigger.sentence, trigger.start, trigger.end)
    if state is not None:
        return city, state
    told = _state_told(trigger)
    if told is not None:
        return _city_in(trigger, told), told
    city, host = _untold(trigger)
    return (None if trigger.is_guess else city), host


def _untold(trigger: Trigger) -> Place:
    """Where a meeting was that its own sentence does not place: where the report plays, if it is of the same days."""
    sentence, document = trigger.sentence, trigger.sentence.document
    held = status_of(trigger) == "held"
    day = told_day(sentence, trigger.match.start)
    if held and day is None and trigger.type in _AT_THE_MAIN_CITY:
        main = main_city(document)
        if main is not None:
            return main.name, main.state
    host = _seat(trigger)
    # what happened on another day than the report tells of, happened elsewhere
    if host is None and (day is None or near(document, day[0])) and trigger.type != "call":
        host = main_host(document)
    return (home_city(document, host) if held and trigger.type != "call" else None), host


_SEAT_REACH = 200


def _seat(trigger: Trigger) -> str | None:
    """The state whose seat of government a sentence names: "at the White House"."""
    sentence, match = trigger.sentence, trigger.match
    start, end = max(sentence.start, match.start - _SEAT_REACH), min(sentence.end, match.end + _SEAT_REACH)
    found = nearest(cue_table("meetings", "seats"), sentence.document.text, start, end, match.end)
    # there are White Houses elsewhere: the state itself must be told of
    return found[0] if found is not None and sentence.document.state_counts[found[0]] else None
