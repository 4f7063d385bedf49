"""Figures: quantities told as facts, with what they measure, their period and their growth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import cast

from servanda.reading.context import event_date, near, states_for, times
from servanda.reading.cues import cue_pattern, cue_table, last_before, nearest
from servanda.reading.document import Document, is_amount
from servanda.reading.figures_indicators import Candidate, find_indicator
from servanda.reading.polarity import clause, is_hypothetical, is_negated
from servanda.terms import dates
from servanda.terms.claims import Change, Claim, Figure, Indicator, Qualifier
from servanda.terms.dates import Edtf
from servanda.terms.mentions import AmountKind, AmountValue, Kind, Mention, TimeRole, TimeValue
from servanda.terms.reading import Unread

LEVELS = (AmountKind.MONEY, AmountKind.QUANTITY, AmountKind.COUNT)


_PARENTHESIS = re.compile(r"[\w%]\s*\(\s*(?:or\s+|about\s+|some\s+|approximately\s+|around\s+)?$")


_OR_SOME = re.compile(r",?\s+or\s+(?:some|about|approximately|around)?\s*$")


_SHARE = re.compile(r"\s*(?:of|share)\b")


_BARE_MILLIONS = re.compile(r"illion(?:\s+(?:already|altogether|so))?$")


# behind an amount, these say that it is aimed at: "$15 billion will be the volume of trade"
_AIMED_BEHIND = re.compile(
    r"\s*,?\s*(?:(?:which|that)\s+)?(?:(?:have|has|had|was|were) (?:been )?set as|as (?:the|a|their) (?:target|goal)|"
    r"will be|is to be|are to be|by (?:the year )?20\d\d|in the (?:near|coming|next)|within the next)"
)


_COMPARED = re.compile(
    r"\s+(?:(?P<up>more|higher|larger|greater|bigger|above|up)|(?P<down>less|lower|smaller|fewer|below|down))\b"
)


# of these a date elsewhere in the sentence tells something else: when a loan was approved, when a plant was opened
_OF_THE_CLAUSE = frozenset({"energy", "other", "projects", "joint_ventures", "freight", "students_trainees"})


_GOES_ON = re.compile(
    r"(?:It (?:had|has|stood|reached|amounted|made|came|rose|grew|fell|exceeded)|This|That|Of (?:it|this|these)|The (?:figure|volume|growth|increase)|They|Exports|Imports)\b"
)


_OVER_TIME = re.compile(r"\b(?:since|over the years|base is|base of|to date|so far|in force)\b", re.IGNORECASE)


# a bare level is a trade or an investment in money terms only when a scale was told
LEAST_COUNT = 5


# a stretch with more amounts than any sentence holds is a table, and is not read as prose
MOST_AMOUNTS = 60


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
            if amount.kind is AmountKind.MONEY:
                currency = amount.unit
            elif amount.kind is AmountKind.COUNT and currency and _BARE_MILLIONS.search(mention.text):
                # "it stood at 2.3 billion": the currency told last holds on
                amount = replace(amount, kind=AmountKind.MONEY, unit=currency)
            start, end = clause(document.text, mention.start, first=sentence.start, last=sentence.end)
            yield Candidate(sentence, mention, amount, start, end)


def _converted(one: Candidate) -> bool:
    """The same sum in another currency behind the first: "RM130 billion (US$29 billion)"."""
    before = one.text[max(0, one.mention.start - 24) : one.mention.start]
    return one.amount.kind is AmountKind.MONEY and bool(_PARENTHESIS.search(before) or _OR_SOME.search(before))


def is_aimed_at(text: str, start: int, at: int) -> bool:
    """Whether the words before an amount in its clause aim at it, with no word of fact nearer to it."""
    aim = last_before(cue_pattern("figures", "cues", "aim"), text, start, at)
    if aim is None:
        return False
    fact = last_before(cue_pattern("figures", "cues", "fact"), text, start, at)
    return fact is None or fact.end() <= aim.end()


def _period(one: Candidate) -> tuple[Edtf, Mention] | None:
    """The period told nearest to an amount in its sentence."""
    options = []
    for mention, value in times(one.sentence.mentions):
        if value.role in (TimeRole.SET, TimeRole.DURATION):
            continue
        assert value.edtf is not None
        inside = one.start <= mention.start < one.end
        gap = min(abs(mention.end - one.mention.start), abs(mention.start - one.mention.end))
        day = value.edtf.granularity == "day" and near(one.sentence.document, value.edtf)
        options.append((day, not inside, gap, mention.start, value.edtf, mention))
    # a day of the report's week is when it was told, not what the figure covers
    options = [option for option in options if not option[0]]
    if not options:
        return _present(one) or _period_before(one)
    best = min(options, key=lambda option: option[1:4])
    return _until_told(one, best[4]), best[5]


def _until_told(one: Candidate, value: Edtf) -> Edtf:
    """What has been counted "since 2020" is counted until the report: 2020 to its year, or month to month."""
    if value.end is not None or value.start is None:
        return value
    day = one.sentence.document.report.date
    end = dates.of_year(day.year) if value.start.month is None else dates.of_month(day.year, day.month)
    return dates.between(value, end) if value.first < end.after else value


def _present(one: Candidate) -> tuple[Edtf, Mention] | None:
    """The report's day for what is told of the present ("at present", "today")."""
    for mention in one.sentence.of_kind(Kind.TIME):
        if mention.text.casefold() == "today" and one.amount.kind is AmountKind.COUNT:
            return one.sentence.document.published, mention
        inside = one.amount.kind is AmountKind.COUNT or one.start <= mention.start < one.end
        if inside and isinstance(mention.value, TimeValue) and mention.value.timex3_value == "PRESENT_REF":
            return one.sentence.document.published, mention
    return None


def _period_before(one: Candidate) -> tuple[Edtf, Mention] | None:
    """The period of the sentence before, when this one goes on about it ("it stood at")."""
    before = one.sentence.previous
    if before is None or not _GOES_ON.match(one.sentence.text):
        return None
    told = [(m, v.edtf) for m, v in times(before.mentions) if v.edtf is not None and v.edtf.granularity != "day"]
    return (told[-1][1], told[-1][0]) if told else None


def _direction(one: Candidate) -> str | None:
    """Whether a rate tells a rise or a fall: a comparative right behind it, else the nearest word in its sentence."""
    compared = _COMPARED.match(one.text, one.mention.end)
    if compared is not None:
        return "up" if compared["up"] else "down"
    low, high = max(one.sentence.start, one.mention.start - 80), min(one.sentence.end, one.mention.end + 45)
    table = {name: cue_pattern("figures", "cues", name) for name in ("up", "down")}
    found = nearest(table, one.text, low, high, one.mention.start)
    return found[0] if found is not None else None


def _change(one: Candidate) -> Change | None:
    """The growth that a percentage or a multiple tells, or None for a share."""
    if one.amount.kind is AmountKind.TIMES:
        return Change(times=one.amount.value, direction="up" if one.amount.value >= 1 else "down")
    if one.amount.kind is not AmountKind.PERCENT or _SHARE.match(one.text, one.mention.end):
        return None
    direction = _direction(one)
    if direction is None:
        return None
    return Change(percent=one.amount.value, direction="up" if direction == "up" else "down")


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
    period = _period(one)
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


def _signed(one: Candidate) -> bool:
    return cue_pattern("figures", "cues", "signing").search(one.text, one.sentence.start, one.sentence.end) is not None


def _growth(one: Candidate, change: Change) -> Claim | None:
    table = cue_table("figures", "indicators")
    found = nearest(table, one.text, one.sentence.start, one.sentence.end, one.mention.start)
    if found is None:
        return None
    period = _period(one)
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


def _share(one: Candidate) -> Claim | None:
    figure = Figure(
        indicator="other",
        label=" ".join(one.text[one.mention.end : one.end].split())[:80] or None,
        value=one.amount.value,
        unit="percent",
        qualifier=cast("Qualifier", one.amount.qualifier),
        period=(_period(one) or (None,))[0],
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


def _partner(claims: list[tuple[Candidate, Claim]], growth: Candidate) -> int | None:
    """The level of the same sentence that a growth rate belongs to: the nearest one that has none yet."""
    options = [
        (abs(one.mention.start - growth.mention.start), n)
        for n, (one, claim) in enumerate(claims)
        if one.sentence.index == growth.sentence.index
        and one.amount.kind in (AmountKind.MONEY, AmountKind.QUANTITY)
        and isinstance(claim.what, Figure)
        and claim.what.change is None
    ]
    return min(options)[1] if options else None


def _is_ahead(one: Candidate) -> bool:
    """Whether the amount's clause tells a date after the report: what is told for then is aimed at."""
    day = one.sentence.document.report.date
    return any(
        value.edtf is not None and value.edtf.first > day and value.timex3_type == "DATE"
        for _, value in times(one.sentence.document.within(one.start, one.end, Kind.TIME))
    )


def _refuses(one: Candidate) -> bool:
    return (
        _converted(one)
        or is_aimed_at(one.text, one.start, one.mention.start)
        or _AIMED_BEHIND.match(one.text, one.mention.end) is not None
        or _is_ahead(one)
        or is_negated(one.text, one.mention.start, first=one.sentence.start, last=one.sentence.end)
        or is_hypothetical(one.text, one.mention.start, first=one.start, last=one.end)
    )


def read(document: Document) -> tuple[list[Claim], list[Unread]]:
    """The figures of a report, each once, and money amounts of which nothing tells what they measure."""
    found: list[tuple[Candidate, Claim]] = []
    unread: list[Unread] = []
    rates: list[tuple[Candidate, Change | None]] = []
    for one in _candidates(document):
        if _refuses(one):
            continue
        if one.amount.kind in LEVELS:
            claim = _level(one)
            if isinstance(claim, Unread):
                unread.append(claim)
            elif claim is not None:
                found.append((one, claim))
        else:
            rates.append((one, _change(one)))
    for one, change in rates:
        if change is None:
            claim = _share(one) if one.amount.kind is AmountKind.PERCENT else None
        else:
            partner = _partner(found, one)
            if partner is not None:
                found[partner] = (found[partner][0], _merge(found[partner][1], one, change))
                continue
            claim = _growth(one, change)
        if claim is not None:
            found.append((one, claim))
    return _once([claim for _, claim in found]), unread


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
            kept[key] = replace(before, quotes=tuple(dict.fromkeys((*before.quotes, *claim.quotes))))
    return list(kept.values())
