"""Figures: quantities told as facts, with what they measure, their period and their growth."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import cast

from servanda.reading.context import event_date, states_for
from servanda.reading.cues import cue_pattern, cue_table, nearest
from servanda.reading.document import Document, is_amount
from servanda.reading.figures_changes import change_of
from servanda.reading.figures_indicators import Candidate, find_indicator
from servanda.reading.figures_periods import period_of
from servanda.reading.figures_refused import refuses
from servanda.reading.polarity import clause
from servanda.terms.claims import Change, Claim, Figure, Indicator, Qualifier
from servanda.terms.mentions import AmountKind, AmountValue, Kind, Mention
from servanda.terms.reading import Unread

# between a rate and the level that it led to
_LED_TO = re.compile(
    r"[^.;]{0,30}?(?:,? (?:and|to) (?:(?:has|have|had|now) )?(?:reach|amount|arriv|made|came|com|total|stood|stand|hit|exceed|pass)\w*(?: (?:to|at|up))?"
    r"| to| reaching| totall?ing| up to)\s+(?:(?:a|the|about|some|over|almost|nearly|more than|record)\s+){0,3}",
    re.IGNORECASE,
)
_TURN = re.compile(r"[;:]|\b(?:while|whereas|but)\b")

# what a share can be a share of
_SHARED = frozenset({"exports", "imports", "freight"})

# what a line is built for says nothing of how much there is of it
_OF_A_LINE = frozenset({"kV", "V"})
LEVELS = (AmountKind.MONEY, AmountKind.QUANTITY, AmountKind.COUNT)
_BARE_MILLIONS = re.compile(r"illion(?:\s+(?:already|altogether|so))?$")
# of these a date elsewhere in the sentence tells something else: when a loan was approved, when a plant was opened
_OF_THE_CLAUSE = frozenset({"energy", "other", "projects", "joint_ventures", "freight", "students_trainees"})
_OVER_TIME = re.compile(r"\b(?:since|over the years|base is|base of|to date|so far|in force)\b", re.IGNORECASE)
# a bare level is a trade or an investment in money terms only when a scale was told
LEAST_COUNT = 5
# a stretch with more amounts than any sentence holds is a table, and is not read as prose
MOST_AMOUNTS = 60
# a figure told again and again needs no more evidence than this
MOST_QUOTES = 60


def _candidates(document: Document) -> Iterator[Candidate]:
    currency: str | None = None
    for sentence in document.sentences:
        amounts = sentence.of_kind(Kind.AMOUNT)
        if len(amounts) > MOST_AMOUNTS:
            continue
        for mention in amounts:
            if not isinstance(mention.value, AmountValue) or is_amount(mention, AmountKind.ORDINAL):
                continue
            amount = mention.value
            if amount.unit in _OF_A_LINE:
                continue
            if amount.kind is AmountKind.MONEY:
                currency = amount.unit
            elif amount.kind is AmountKind.COUNT and currency and _BARE_MILLIONS.search(mention.text):
                # "it stood at 2.3 billion": the currency told last holds on
                amount = replace(amount, kind=AmountKind.MONEY, unit=currency)
            start, end = clause(document.text, mention.start, first=sentence.start, last=sentence.end)
            yield Candidate(sentence, mention, amount, start, end)


def _spans(one: Candidate, cue: int, period: Mention | None) -> list[tuple[int, int]]:
    """The quotes of a figure: from its cue, where that stands in its clause, to the amount; and where its period is told."""
    near_cue = cue if one.start <= cue < one.mention.end else one.mention.start
    start, end = min(near_cue, one.mention.start), one.mention.end
    spans = [(start, end)]
    if period is not None:
        if one.start <= period.start and period.end <= one.end:
            spans = [(min(start, period.start), max(end, period.end))]
        else:
            spans.append((period.start, period.end))
    return spans


def _level(one: Candidate) -> Claim | Unread | None:
    text, document = one.text, one.sentence.document
    found = find_indicator(one)
    if found is None:
        if one.amount.kind is AmountKind.MONEY:
            return Unread(
                one.start, one.end, text[one.start : one.end], one.mention.text, "what is measured is not told"
            )
        return None
    indicator, cue = found
    period = period_of(one)
    if indicator == "documents_signed":
        if not _signed(one):
            return None
        over_time = _OVER_TIME.search(text, one.sentence.start, one.sentence.end)
        when = period[0] if period else None if over_time else event_date(one.sentence, one.mention.start)
    elif one.amount.kind is AmountKind.COUNT and one.amount.value < LEAST_COUNT:
        return None
    else:
        if period is not None and indicator in _OF_THE_CLAUSE and not one.start <= period[1].start < one.end:
            period = None
        when = period[0] if period else None
        if when is None and indicator == "contracts_value" and _signed(one):
            when = event_date(one.sentence, one.mention.start)
    figure = Figure(
        indicator=indicator,
        label=" ".join(text[cue : one.mention.start].split())[:80] or one.amount.noun,
        value=one.amount.value,
        value_to=one.amount.value_to,
        unit=one.amount.unit,
        qualifier=cast("Qualifier", one.amount.qualifier),
        period=when,
        states=states_for(one.sentence, one.start, one.end),
    )
    spans = _spans(one, cue, period[1] if period else None)
    return document.claim(figure, spans, rule=f"figures.{one.amount.kind.value}")


# what will be signed has not been signed
_YET = re.compile(r"\b(?:will|shall|(?:is|are|due|expected|planned) to|to be)(?: \w+)?(?: be)?\s+$", re.IGNORECASE)


def _signed(one: Candidate) -> bool:
    cues = cue_pattern("figures", "cues", "signing").finditer(one.text, one.sentence.start, one.sentence.end)
    low = one.sentence.start
    return any(_YET.search(one.text, max(low, cue.start() - 30), cue.start()) is None for cue in cues)


def _growth(one: Candidate, change: Change) -> Claim | None:
    table = cue_table("figures", "indicators")
    found = nearest(table, one.text, one.sentence.start, one.sentence.end, one.mention.start)
    if found is None:
        return None
    period = period_of(one)
    figure = Figure(
        indicator=cast("Indicator", found[0]),
        label=found[1].group(),
        qualifier=cast("Qualifier", one.amount.qualifier),
        period=period[0] if period else None,
        states=states_for(one.sentence, one.start, one.end),
        change=change,
    )
    spans = _spans(one, found[1].start(), period[1] if period else None)
    return one.sentence.document.claim(figure, spans, rule="figures.growth")


def _share(one: Candidate) -> Claim:
    table = {name: p for name, p in cue_table("figures", "indicators").items() if name in _SHARED}
    found = nearest(table, one.masked, one.start, one.end, one.mention.start)
    figure = Figure(
        indicator=cast("Indicator", found[0]) if found is not None else "other",
        label=" ".join(one.text[one.mention.end : one.end].split())[:80] or None,
        value=one.amount.value,
        unit="percent",
        qualifier=cast("Qualifier", one.amount.qualifier),
        period=(period_of(one) or (None,))[0],
        states=states_for(one.sentence, one.start, one.end),
    )
    return one.sentence.document.claim(figure, [(one.start, one.mention.end)], rule="figures.share")


def _merge(level: Claim, growth: Candidate, change: Change) -> Claim:
    """A level that carries the growth told beside it."""
    assert isinstance(level.what, Figure)
    spans = [(quote.start, quote.end) for quote in level.quotes]
    spans.append((growth.mention.start, growth.mention.end))
    what = replace(level.what, change=change)
    return growth.sentence.document.claim(what, spans, rule="figures.level-and-growth")


def _partner(levels: list[tuple[int, Candidate, Claim]], growth: Candidate) -> int | None:
    """The number of the level in a rate's sentence that the rate belongs to, if that has none yet.

    The one that the rate led to ("grew 30% and arrived at"), else the last before it, else the nearest.
    """
    options = [
        (one.mention, n)
        for n, one, claim in levels
        if one.amount.kind in (AmountKind.MONEY, AmountKind.QUANTITY)
        and isinstance(claim.what, Figure)
        and claim.what.change is None
    ]
    at = growth.mention
    for level, n in options:
        if level.start >= at.end and _LED_TO.fullmatch(growth.text, at.end, level.start):
            return n
    before = [
        (level.end, n)
        for level, n in options
        if level.end <= at.start and not _TURN.search(growth.text, level.end, at.start)
    ]
    if before:
        return max(before)[1]
    return min((abs(level.start - at.start), n) for level, n in options)[1] if options else None


def read(document: Document) -> tuple[list[Claim], list[Unread]]:
    """The figures of a report, each once, and money amounts of which nothing tells what they measure."""
    found: list[tuple[Candidate, Claim]] = []
    unread: list[Unread] = []
    rates: list[tuple[Candidate, Change | None]] = []
    for one in _candidates(document):
        if refuses(one):
            continue
        if one.amount.kind in LEVELS:
            claim = _level(one)
            if isinstance(claim, Unread):
                unread.append(claim)
            elif claim is not None:
                found.append((one, claim))
        else:
            rates.append((one, change_of(one)))
    return _once(
        [*_grown(found, [(one, change) for one, change in rates if change is not None]), *_shares(rates)]
    ), unread


def _shares(rates: list[tuple[Candidate, Change | None]]) -> Iterator[Claim]:
    for one, change in rates:
        if change is None and one.amount.kind is AmountKind.PERCENT:
            yield _share(one)


def _grown(found: list[tuple[Candidate, Claim]], rates: list[tuple[Candidate, Change]]) -> list[Claim]:
    """The levels with the growth told beside them, then the growths that belong to none."""
    of_sentence: dict[int, list[int]] = defaultdict(list)
    for n, (one, _) in enumerate(found):
        of_sentence[one.sentence.index].append(n)
    claims = [claim for _, claim in found]
    alone = []
    for one, change in rates:
        levels = [(n, found[n][0], claims[n]) for n in of_sentence[one.sentence.index]]
        partner = _partner(levels, one)
        if partner is not None:
            claims[partner] = _merge(claims[partner], one, change)
        elif (claim := _growth(one, change)) is not None:
            alone.append(claim)
    return [*claims, *alone]


def _once(claims: list[Claim]) -> list[Claim]:
    """One claim for one figure: later tellings of the same value add their quotes."""
    kept: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        what = claim.what
        assert isinstance(what, Figure)
        key = (what.indicator, what.value, what.unit, what.change)
        before = kept.get(key)
        if before is None:
            kept[key] = claim
        else:
            kept[key] = replace(before, quotes=tuple(dict.fromkeys((*before.quotes, *claim.quotes)))[:MOST_QUOTES])
    return list(kept.values())
