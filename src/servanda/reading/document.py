"""One report laid out for the frames: its segments, its mentions, and the text masked by kind of mention.

The masked text has the length of the text, so that offsets are the same in both: each character of a mention is
replaced by one private-use character that stands for its kind. A frame then matches kinds, whatever the name.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from servanda.reading.segments import Segment
from servanda.terms import dates
from servanda.terms.claims import Claim, Person, What
from servanda.terms.dates import Edtf
from servanda.terms.evidence import quote
from servanda.terms.mentions import (
    AmountKind,
    AmountValue,
    BodyValue,
    CityValue,
    Kind,
    Mention,
    PersonValue,
    StateValue,
    TimeValue,
)  # fmt: skip
from servanda.terms.reports import Report

# one private-use character for each name that a frame's pattern can use in braces
MASKS = {
    "person": "\ue001", "state": "\ue002", "nation": "\ue003", "city": "\ue004", "body": "\ue005", "time": "\ue006",
    "money": "\ue007", "percent": "\ue008", "count": "\ue009", "quantity": "\ue00a", "ordinal": "\ue00b",
    "times": "\ue00c", "instrument": "\ue00d",
}  # fmt: skip
_JOINT = re.compile(r"(?:,| and|, and|,? as well as)\s+(?:of\s+)?(?:the\s+)?")
_DATELINE = re.compile(r"[^\n]{0,90}?(?:\s[-–—]{1,2}\s|\)\.?\s+(?:[-–—]\s*)?|\):\s|/\s*[-–—]?\s*)")


def mask_name(mention: Mention) -> str:
    """The name under which a frame's pattern knows a mention."""
    value = mention.value
    if isinstance(value, StateValue):
        return "nation" if value.adjective else "state"
    if isinstance(value, AmountValue):
        return value.kind.value
    return mention.kind.value


@dataclass(frozen=True, slots=True)
class Sentence:
    """One segment of a document, with the mentions inside it (nested ones too)."""

    document: Document
    index: int
    segment: Segment
    mentions: tuple[Mention, ...]

    @property
    def start(self) -> int:
        """Where it starts in the report's text."""
        return self.segment.start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.segment.end

    @property
    def text(self) -> str:
        """Its words."""
        return self.document.text[self.start : self.end]

    @property
    def masked(self) -> str:
        """Its words with every outermost mention masked; as long as ``text``."""
        return self.document.masked[self.start : self.end]

    @property
    def governor(self) -> Sentence | None:
        """The clause that rules the list this item stands in."""
        at = self.segment.governor
        return None if at is None else self.document.sentences[at]

    @property
    def previous(self) -> Sentence | None:
        """The sentence before, in the same paragraph or not."""
        return self.document.sentences[self.index - 1] if self.index else None

    def of_kind(self, *kinds: Kind) -> tuple[Mention, ...]:
        """The mentions of these kinds inside it, in order."""
        return tuple(m for m in self.mentions if m.kind in kinds)


@dataclass(frozen=True)
class Document:
    """A report with what was found in it. ``mentions`` are sorted by start, containers before what they contain.

    ``titled`` are the mentions of the report's title, with offsets in the title.
    """

    report: Report
    segments: tuple[Segment, ...]
    mentions: tuple[Mention, ...]
    titled: tuple[Mention, ...] = ()

    def __hash__(self) -> int:
        """That of the report alone: what is kept for a document is looked up without a walk over its mentions."""
        return hash(self.report)

    @property
    def text(self) -> str:
        """The report's text."""
        return self.report.text

    @cached_property
    def masked(self) -> str:
        """The text with every outermost mention masked."""
        parts, at = [], 0
        for mention in self.mentions:
            if mention.start < at:
                continue
            parts.append(self.text[at : mention.start])
            parts.append(MASKS[mask_name(mention)] * (mention.end - mention.start))
            at = mention.end
        parts.append(self.text[at:])
        return "".join(parts)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Its segments with their mentions."""
        found, first = [], 0
        for index, part in enumerate(self.segments):
            while first < len(self.mentions) and self.mentions[first].start < part.start:
                first += 1
            last = first
            while last < len(self.mentions) and self.mentions[last].start < part.end:
                last += 1
            inside = tuple(m for m in self.mentions[first:last] if m.end <= part.end)
            found.append(Sentence(self, index, part, inside))
        return tuple(found)

    def within(self, start: int, end: int, *kinds: Kind) -> Iterator[Mention]:
        """The mentions of these kinds (all, when none is named) that lie in a stretch."""
        for at in range(bisect_left(self._starts, start), len(self.mentions)):
            mention = self.mentions[at]
            if mention.start >= end:
                return
            if mention.end <= end and (not kinds or mention.kind in kinds):
                yield mention

    @cached_property
    def _starts(self) -> list[int]:
        return [mention.start for mention in self.mentions]

    @cached_property
    def dateline(self) -> tuple[int, int] | None:
        """The span of "ASTANA, May 4 (Agency) - " at the head of the text, when it has one."""
        head = _DATELINE.match(self.text)
        if head is None:
            return None
        told = [m for m in self.within(0, head.end()) if m.kind in (Kind.CITY, Kind.STATE, Kind.TIME)]
        words = len(re.findall(r"[a-z]{4,}", self.masked[: head.end()]))
        return (0, head.end()) if told and words <= 2 else None

    @cached_property
    def dateline_city(self) -> CityValue | None:
        """The city a report was sent from."""
        if self.dateline is None:
            return None
        found = next(self.within(*self.dateline, Kind.CITY), None)
        return found.value if found is not None and isinstance(found.value, CityValue) else None

    @cached_property
    def dateline_date(self) -> Edtf | None:
        """The day told in the dateline."""
        if self.dateline is None:
            return None
        found = next(self.within(*self.dateline, Kind.TIME), None)
        return found.value.edtf if found is not None and isinstance(found.value, TimeValue) else None

    @cached_property
    def published(self) -> Edtf:
        """The report's own date."""
        return dates.of_day(self.report.date)

    @cached_property
    def state_counts(self) -> Counter[str]:
        """How often each state is told of, by name, adjective, capital, city, body or person, in text and title."""
        counts: Counter[str] = Counter()
        for mention in (*self.mentions, *self.titled):
            code = state_of(mention)
            if code:
                counts[code] += 1
        return counts

    @cached_property
    def sides(self) -> tuple[str, ...]:
        """The two states a report tells of most, the earlier told first among equals (fewer when it names fewer)."""
        first: dict[str, int] = {}
        for at, mention in enumerate((*self.titled, *self.mentions)):
            code = state_of(mention)
            if code and code not in first:
                first[code] = at
        ranked = sorted(self.state_counts, key=lambda code: (-self.state_counts[code], first[code]))
        return tuple(sorted(ranked[:2]))

    @cached_property
    def parties(self) -> tuple[str, ...]:
        """The states that a report speaks for: three or more that its title or opening lists together, else its sides."""
        opening = self.segments[min(2, len(self.segments) - 1)].end if self.segments else 0
        heads = [m for m in self.mentions if m.end <= opening]
        for text, mentions in ((self.report.title or "", self.titled), (self.text, heads)):
            listed = _listed(text, [m for m in mentions if m.kind is Kind.STATE])
            if len(listed) > 2:
                return listed
        return self.sides

    def claim(self, what: What, spans: Sequence[tuple[int, int]], *, rule: str, by: Person | None = None) -> Claim:
        """A claim whose quotes stand at these spans, the shortest that shows it first."""
        quotes = tuple(dict.fromkeys(quote(self.text, start, end) for start, end in spans))
        return Claim(self.report.id, self.report.digest, what, quotes, rule, by, self.sides)


def _listed(text: str, mentions: Sequence[Mention]) -> tuple[str, ...]:
    """The longest list of states that stand side by side, sorted by code."""
    runs: list[list[Mention]] = []
    for mention in mentions:
        if runs and _JOINT.fullmatch(text, runs[-1][-1].end, mention.start):
            runs[-1].append(mention)
        else:
            runs.append([mention])
    return max((states_in(run) for run in runs), key=len, default=())


def state_of(mention: Mention) -> str | None:
    """The state that a mention speaks of, if any."""
    value = mention.value
    if isinstance(value, StateValue):
        return value.code
    if isinstance(value, CityValue | BodyValue | PersonValue):
        return value.state
    return None


def states_in(mentions: Sequence[Mention]) -> tuple[str, ...]:
    """The states spoken of, each once, sorted by code."""
    return tuple(sorted({code for code in map(state_of, mentions) if code}))


def is_amount(mention: Mention, *kinds: AmountKind) -> bool:
    """Whether a mention is a quantity of one of these kinds."""
    return isinstance(mention.value, AmountValue) and mention.value.kind in kinds
