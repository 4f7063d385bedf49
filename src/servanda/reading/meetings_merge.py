"""Which tellings in a report are of one meeting, and what they tell together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

from servanda.reading.meetings_trigger import Trigger, is_told_again
from servanda.terms.claims import Claim, Meeting, MeetingType, VisitType
from servanda.terms.dates import Edtf
from servanda.terms.evidence import quote

# meetings of these types are told again and again in a report as the same one
_TOLD_AGAIN = frozenset({"meeting", "visit", "press_conference", "ceremony", "summit"})
# what "the talks" may speak of, once it was told
_TALKS = frozenset({"meeting", "session", "call"})
# these take a day at most, though told of in a visit of several
_OF_A_DAY = frozenset({"meeting", "call", "press_conference", "ceremony"})
# and of these it is enough to know the sides
_NAMED = frozenset({"session", "summit", "visit", "forum"})
# a claim needs no more evidence than this, however often a report names the meeting
_MOST_QUOTES = 24
_AHEAD = frozenset({"planned", "proposed"})


@dataclass(frozen=True, slots=True)
class Telling:
    """One claim of a meeting, and whether its own clause tells the date."""

    claim: Claim
    dated: bool

    @property
    def what(self) -> Meeting:
        """The meeting."""
        return cast("Meeting", self.claim.what)

    @property
    def is_complete(self) -> bool:
        """Whether who met, when or where is told, or it has a name of its own and two sides."""
        what = self.what
        named = what.type in _NAMED and len(what.states) > 1
        return named or bool(what.participants) or what.date is not None or what.city is not None

    @property
    def strength(self) -> int:
        """How much it tells."""
        what = self.what
        return len(what.participants) + (what.date is not None) + (what.city is not None) + (what.visit is not None)


def _people_agree(a: Meeting, b: Meeting) -> bool:
    left = {p.name for p in a.participants if p.name}
    right = {p.name for p in b.participants if p.name}
    if not left or not right:
        return True
    if a.type == "visit":
        return bool(left & right)
    return left <= right or right <= left or (len(left & right) >= 2)


def _times_agree(a: Meeting, b: Meeting) -> bool:
    """Whether the dates overlap and the statuses go together."""
    if a.date is None or b.date is None:
        return True
    return a.date.overlaps(b.date) and (a.status == b.status or {a.status, b.status} <= _AHEAD)


def is_same(left: Telling, right: Telling) -> bool:
    """Whether two tellings in one report are of one meeting."""
    a, b = left.what, right.what
    if a.type != b.type or (a.type not in _TOLD_AGAIN and a.date != b.date):
        return False
    if not _times_agree(a, b) or not _people_agree(a, b):
        return False
    return a.type != "visit" or not a.host or not b.host or a.host == b.host


def _longer(left: Edtf | None, right: Edtf | None, kind: MeetingType) -> Edtf | None:
    """The date that tells more: the days of a visit rather than the one of its beginning; of talks the one day."""
    if left is None or right is None:
        return left or right
    if kind in _OF_A_DAY:
        return right if left.is_interval and right.granularity == "day" else left
    return right if right.is_interval and not left.is_interval and left.granularity == "day" else left


def joined(first: Telling, second: Telling) -> Telling:
    """What two tellings of one meeting tell together: the fuller one leads, the date is that of the clause that tells it."""
    ahead, behind = (first, second) if first.strength >= second.strength else (second, first)
    a, b = ahead.what, behind.what
    better = behind.dated and not ahead.dated and b.date is not None
    what = replace(
        a,
        status=b.status if better else a.status,
        visit=a.visit or b.visit,
        date=_longer(b.date, a.date, a.type) if better else _longer(a.date, b.date, a.type),
        city=a.city or b.city,
        host=a.host or b.host,
        participants=a.participants or b.participants,
    )
    quotes = tuple(dict.fromkeys((*ahead.claim.quotes, *behind.claim.quotes)))[:_MOST_QUOTES]
    return Telling(replace(ahead.claim, what=what, quotes=quotes), dated=first.dated or second.dated)


def told_before(trigger: Trigger, kept: Sequence[Telling]) -> int | None:
    """Which telling "the visit" or "the talks" speak of: the last of its sort, if any."""
    if not is_told_again(trigger):
        return None
    sorts = _TALKS | {"summit"} if trigger.type in _TALKS else {trigger.type}
    return next((at for at in range(len(kept) - 1, -1, -1) if kept[at].what.type in sorts), None)


def named_again(told: Telling, trigger: Trigger, level: VisitType | None) -> Telling:
    """A telling with the stretch that speaks of it once more, and the level of a visit told there."""
    again = quote(trigger.sentence.document.text, trigger.match.start, trigger.match.end)
    claim = told.claim
    quotes = tuple(dict.fromkeys((*claim.quotes, again)))[:_MOST_QUOTES]
    return replace(told, claim=replace(claim, what=replace(told.what, visit=told.what.visit or level), quotes=quotes))
