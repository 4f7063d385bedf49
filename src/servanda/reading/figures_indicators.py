"""What an amount measures: the indicator told by the noun it counts, its unit, or the nearest cue around it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from servanda.reading.cues import cue_table, nearest, word_table
from servanda.reading.document import MASKS, Sentence
from servanda.terms.claims import Indicator
from servanda.terms.mentions import AmountKind, AmountValue, Mention

_CAPITAL = re.compile(r"\b(?:capital|participation|joint|ventures?)\b", re.IGNORECASE)
_WORTH = re.compile(
    r"\b(?:worth|to the value of|valued at|with a value of|in value|total sum of|total amount of|sum of)\b"
)
_DOCUMENTS = re.compile(
    r"\b(?:documents|agreements?|contracts?|memorand(?:a|ums?)|MoUs?|deals?|papers|transactions)\b", re.IGNORECASE
)
# "a loan agreement worth": what it gives is a loan
_LENT = re.compile(r"\b(?:loan|credit|grant|financing|guarantee)s? (?:agreements?|contracts?|deals?)\b", re.IGNORECASE)
# a sum is told first, then its parts
_PARTS = re.compile(rf",? (?:of (?:which|this|that|it)\b|{MASKS['money']}+ of (?:which|this|that|it)\b|including\b)")
_NUMBERED = re.compile(r"\bnumber(?:s|ed)?\b", re.IGNORECASE)
# the words between a number and the noun that it counts
_DESCRIBED = re.compile(r"(?:\s+[\w-]+)+")
MOST_BEFORE_NOUN = 5
_PORTFOLIO = re.compile(r"\bportfolio\b", re.IGNORECASE)
_FELL_TO = re.compile(
    r"\s+(?:(?:fell|went|came|accounted|belonged|was|were|are|is|being)\s+)?(?:(?:to|for|of)\s+)?(?:(?:its|their|the|[\w]+['’]s?)\s+)?"
)
# which indicators a sort of amount can have at all
_ALLOWED: Mapping[AmountKind, frozenset[str]] = {
    AmountKind.MONEY: frozenset({
        "trade_turnover", "exports", "imports", "investment", "loans_grants", "contracts_value", "projects",
    }),
    AmountKind.QUANTITY: frozenset({"energy", "freight", "exports", "imports"}),
}  # fmt: skip
_BY_UNIT: Mapping[str, str] = {
    "MW": "energy", "kW": "energy", "kWh": "energy", "MWh": "energy", "GWh": "energy", "km": "other", "km2": "other",
    "barrels": "energy", "TEU": "freight",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """An amount that may be a figure, with the clause around it in its sentence."""

    sentence: Sentence
    mention: Mention
    amount: AmountValue
    start: int
    end: int

    @property
    def text(self) -> str:
        """The report's text."""
        return self.sentence.document.text

    @property
    def masked(self) -> str:
        """The report's text with its names masked, so that no cue is found inside "Export-Import Bank"."""
        return self.sentence.document.masked


def _noun_indicator(one: Candidate) -> str | None:
    nouns = word_table("figures", "nouns")
    name = nouns.get((one.amount.noun or "").casefold())
    if name is None and not (one.amount.noun or "").endswith("s"):
        # "22 signed agreements", "20 intergovernmental and interdepartmental documents"
        ahead = _DESCRIBED.match(one.text, one.mention.end, min(one.sentence.end, one.mention.end + 80))
        words = ahead.group().casefold().split() if ahead is not None else []
        name = next((nouns[word] for word in words[:MOST_BEFORE_NOUN] if word in nouns), None)
    if name is None:
        # "joint ventures already number over three hundred", "documents to the number of 27"
        told = _NUMBERED.search(one.text, one.start, one.end)
        words = re.findall(r"[a-z]+", one.text[one.start : one.mention.start].casefold()) if told is not None else []
        name = next((nouns[word] for word in reversed(words) if word in nouns), None)
    if name == "joint_ventures" and not _CAPITAL.search(one.text, one.start, one.end):
        return "other"
    return name


def _people_indicator(one: Candidate) -> str | None:
    """What persons do that are counted: "4.9 million Malaysians visited", "1,100 officials were trained"."""
    noun = one.amount.noun or ""
    if not noun.endswith(("s", "people", "men", "women", "ese")):
        return None
    found = nearest(cue_table("figures", "people"), one.masked, one.start, one.end, one.mention.end)
    return found[0] if found is not None else None


def _behind(one: Candidate, table: Mapping[str, re.Pattern[str]]) -> tuple[str, re.Match[str]] | None:
    """An export or import told right behind its amount: "79 million fell to exports"."""
    stop = min(one.sentence.end, one.mention.end + 34)
    for name in ("exports", "imports"):
        match = table[name].search(one.text, one.mention.end, stop) if name in table else None
        if match is not None and _FELL_TO.fullmatch(one.text, one.mention.end, match.start()):
            return name, match
    return None


def _money_indicator(one: Candidate, found: tuple[str, re.Match[str]] | None) -> tuple[str, re.Match[str]] | None:
    """Money told of documents is the worth of contracts; money told of projects is invested in them."""
    documents = _DOCUMENTS.search(one.text, one.start, one.end)
    lent = _LENT.search(one.text, one.start, one.end)
    if lent is not None and documents is not None and lent.start() <= documents.start() <= lent.end():
        return "loans_grants", lent
    worth = _WORTH.search(one.text, one.start, one.mention.start)
    if documents is not None and one.mention.start - documents.end() in range(1, 26):
        return "contracts_value", documents
    if worth is not None and documents is not None:
        return "contracts_value", documents
    portfolio = _PORTFOLIO.search(one.text, max(one.start, one.mention.start - 60), one.mention.start)
    if portfolio is not None:
        return "projects", portfolio
    return ("investment", found[1]) if found is not None and found[0] == "projects" else found


def _before_parts(one: Candidate) -> int:
    """Where the clause of an amount stops to speak of it: before the parts told of a sum ("of which 7 were exports")."""
    parts = _PARTS.search(one.masked, one.mention.end, one.end)
    return parts.start() if parts is not None else one.end


def find_indicator(one: Candidate) -> tuple[Indicator, int] | None:
    """The indicator of a level and where its cue stands: in the clause, else the sentence, else the one before."""
    at = one.mention.start
    if one.amount.kind is AmountKind.COUNT:
        name = _noun_indicator(one)
        name = name or _people_indicator(one)
        if name is not None:
            return cast("Indicator", name), at
        if one.amount.value < 10_000_000:
            return None
    by_unit = _BY_UNIT.get(one.amount.unit or "")
    if by_unit is not None:
        return cast("Indicator", by_unit), at
    allowed = _ALLOWED.get(one.amount.kind)
    table = {n: p for n, p in cue_table("figures", "indicators").items() if allowed is None or n in allowed}
    found = _behind(one, table) or nearest(table, one.masked, one.start, _before_parts(one), at)
    if found is not None:
        # "export loans" are loans: the last of two nouns is what they are
        found = next(((n, m) for n, p in table.items() if (m := p.match(one.masked, found[1].end() + 1))), found)
    if one.amount.kind is AmountKind.MONEY:
        found = _money_indicator(one, found)
    found = found or nearest(table, one.masked, one.sentence.start, one.sentence.end, at)
    if found is None and one.sentence.previous is not None and one.sentence.segment.kind == "sentence":
        before = one.sentence.previous
        back = nearest(table, one.masked, before.start, before.end, before.end)
        if back is not None:
            return cast("Indicator", back[0]), at
    if found is None and one.amount.kind is AmountKind.MONEY:
        worth = _WORTH.search(one.text, one.start, at)
        return ("contracts_value", worth.start()) if worth is not None else None
    return (cast("Indicator", found[0]), found[1].start()) if found is not None else None
