"""Time expressions that count from the report's day, or from the date told before them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from servanda.reading.dates_absolute import hit, point_hit
from servanda.reading.dates_calendar import (
    SEASONS,
    Point,
    duration,
    interval,
    make,
    of_day,
    quarter_of,
    season_of,
    shift,
    week_of,
    years_of,
)  # fmt: skip
from servanda.reading.dates_words import (  # fmt: skip
    Anchor,
    Hit,
    Rule,
    amount,
    from_told,
    month_number,
    step,
    table,
    unit,
)
from servanda.terms.mentions import TimeRole


def _base(word: str, anchor: Anchor) -> Point:
    """As "The following year" counts from the date told before, "next year" from the report."""
    return anchor.told if from_told(word) or anchor.narrative else anchor.today


def _day_base(word: str, anchor: Anchor) -> Point:
    """The day that "the following day" counts from: the last one told, in a report at least its own."""
    base = _base(word, anchor)
    if base.day is not None or anchor.narrative:
        return base
    return anchor.last_day or anchor.today


def _day_word(match: re.Match[str], anchor: Anchor) -> Hit | None:
    offset = {"today": 0, "yesterday": -1, "tomorrow": 1, "tonight": 0}[match["w"].casefold()]
    found = point_hit(match, of_day(anchor.published + timedelta(days=offset)))
    if found is not None and match["w"].casefold() == "tonight":
        return replace(found, timex3_type="TIME", timex3_value=found.timex3_value + "TNI")
    return found


def _placed(match: re.Match[str], base: Point, by: int, name: str) -> Hit | None:
    """The day, week, month, quarter, year, decade or century some units from a point, as exact as the unit."""
    if name == "week":
        if base.day is None:
            return None
        value, told, point = week_of(base.date, by)
        return hit(match, value, told, role=TimeRole.PERIOD, point=point)
    if name == "quarter":
        index = base.year * 4 + ((base.month or 1) - 1) // 3 + by
        year, number = index // 4, index % 4 + 1
        return hit(
            match, quarter_of(year, number), f"{year}-Q{number}", role=TimeRole.PERIOD, point=Point(year, number * 3)
        )
    if name in ("decade", "century"):
        length = 10 if name == "decade" else 100
        first = base.year // length * length + length * by
        told = str(first)[: 3 if length == 10 else 2]
        return hit(match, years_of(first, length), told, role=TimeRole.PERIOD, point=Point(max(first, 1)))
    if (name == "month" and base.month is None) or (name == "day" and base.day is None):
        return None
    return point_hit(match, shift(base, by, name))


def _this_unit(match: re.Match[str], anchor: Anchor) -> Hit | None:
    """As "Last year", "this month", "that year", "the coming week"; "the past year" is a length to TimeML."""
    word, told = match["w"].casefold(), match["u"]
    name = unit(told)
    if told.casefold().endswith("s"):
        found = hit(match, None, duration(None, name), role=TimeRole.DURATION)
        return replace(found, timex3_type="DURATION")
    if name == "day" and match.string[max(0, match.start() - 3) : match.start()].casefold() == "to ":  # "to this day"
        return None
    base = _day_base(word, anchor) if name in ("day", "week") else _base(word, anchor)
    placed = _placed(match, base, step(word), name)
    if word == "past" and placed is not None:
        return replace(placed, timex3_type="DURATION", timex3_value=duration(1, name))
    return placed


def _neighbour(match: re.Match[str], anchor: Anchor) -> Hit | None:
    """As "the day after", "the year before": from the date told before; a day from no day still to come."""
    name = unit(match["u"])
    base = _day_base("that", anchor) if name in ("day", "week") else anchor.told
    if name == "day" and base.day is not None and not anchor.narrative and base.date > anchor.published:
        base = anchor.today
    return _placed(match, base, 1 if match["w"].casefold() in ("after", "following") else -1, name)


def _eve(match: re.Match[str], anchor: Anchor) -> Hit | None:
    """As "on the eve", "the night before": the day before the report's."""
    return None if anchor.narrative else point_hit(match, shift(anchor.today, -1, "day"))


def _in_unit(match: re.Match[str], anchor: Anchor) -> Hit | None:
    """As "the end of the year", "later in the month", "year's end": the unit of the report's day or of the story."""
    name = unit(match["u"])
    return _placed(match, anchor.base, 0, name) if name != "day" else None


def _ago(match: re.Match[str], anchor: Anchor) -> Hit | None:
    """As "two years ago", "four days later"."""
    word, name, number = match["w"].casefold(), unit(match["u"]), amount(match["n"])
    base = anchor.base if word in ("ago", "back", "from now", "hence") else anchor.told
    if number is None or (name in ("day", "week") and base.day is None) or (name == "month" and base.month is None):
        return None
    by = -number if word in ("ago", "earlier", "before", "back") else number
    if name == "week":
        return _placed(match, base, int(by), "week")
    return point_hit(match, shift(base, by, name))


def _vaguely_ago(match: re.Match[str], _anchor: Anchor) -> Hit:
    """As "a few weeks later", "months earlier": no place in the calendar."""
    back = match["w"].casefold() in ("ago", "earlier", "before", "back")
    return hit(match, None, "PAST_REF" if back else "FUTURE_REF")


def _within(match: re.Match[str], anchor: Anchor) -> Hit | None:
    """As "within three years": due in the year three years on; as exact as the unit."""
    name, number = unit(match["u"]), amount(match["n"])
    point = None if number is None else shift(anchor.today, number, name)
    if point is None:
        return None
    found = hit(match, point.edtf, duration(number, name), role=TimeRole.DEADLINE)
    return replace(found, timex3_type="DURATION")


def _time_on(match: re.Match[str], anchor: Anchor) -> Hit | None:
    """As "in two months' time"."""
    number = amount(match["n"])
    return None if number is None else point_hit(match, shift(anchor.today, number, unit(match["u"])))


def _span(match: re.Match[str], anchor: Anchor) -> Hit | None:
    """As "the past five years", "over the next three months": as exact as the unit; days and weeks leave today out."""
    word, name = match["w"].casefold(), unit(match["u"])
    number = amount(match["n"]) if match["n"] else None
    by = step(word)
    if word == "last" and _VERB.search(match.string, max(0, match.start() - 7), match.start()):
        return None
    value = None
    if number is not None and by and name not in ("quarter", "century", "decade") and anchor.base.day is not None:
        days = name in ("day", "week")
        near = shift(anchor.base, by if days else 0, "day" if days else name)
        far = shift(anchor.base, by * number, name)
        if near is not None and far is not None:
            value = interval(*sorted((near.edtf, far.edtf), key=str))
    elif number is not None and by and name in ("year", "decade"):
        far = shift(anchor.base, by * number, name)
        value = None if far is None else interval(*sorted((Point(anchor.base.year).edtf, far.edtf), key=str))
    found = hit(match, value, duration(number, name), role=TimeRole.PERIOD if value else TimeRole.DURATION)
    return replace(found, timex3_type="DURATION")


def _so_far(match: re.Match[str], anchor: Anchor) -> Hit | None:
    """From 1 January to the report's day."""
    value = interval(make(anchor.published.year, 1, 1), anchor.today.edtf)
    return hit(match, value, str(anchor.published.year), role=TimeRole.PERIOD)


def _rest(match: re.Match[str], anchor: Anchor) -> Hit | None:
    """As "the rest of the year": from the report's day on."""
    whole = _placed(match, anchor.today, 0, unit(match["u"]))
    if whole is None or whole.edtf is None:
        return None
    last = min(whole.edtf.last, date.max)
    return replace(whole, edtf=interval(anchor.today.edtf, of_day(last).edtf), role=TimeRole.PERIOD)


def _season(match: re.Match[str], anchor: Anchor) -> Hit | None:
    """As "Last summer", "this winter", "the following spring", "in autumn"."""
    code = table("seasons")[match["s"].casefold()]
    word = (match.groupdict().get("w") or "the").casefold().split()[-1]
    first, last = SEASONS[code]
    if anchor.narrative or from_told(word):
        year, told_month = anchor.told.year, anchor.told.month
        year += bool(told_month and (first < told_month - 2) and (code != "WI")) or (step(word) > 0 and not told_month)
    else:
        year = anchor.published.year + step(word)
        over = last < anchor.published.month and last > first
        year += step(word) < 0 and over
        year -= code == "WI" and anchor.published.month < 6 and step(word) <= 0 and not (step(word) < 0)
    return hit(
        match,
        season_of(code, year),
        f"{Point(year).timex}-{code}",
        role=TimeRole.PERIOD,
        point=Point(year, first),
        dated=word != "the",
    )


def _month_of(match: re.Match[str], anchor: Anchor) -> Hit | None:
    """As "last May", "next January", "the previous April"."""
    number, word = month_number(match["m"]), match["w"].casefold().split()[-1]
    base = _base(word, anchor)
    year, month, by = base.year, base.month or 1, step(word)
    if by < 0 and number >= month:
        year -= 1
    elif by > 0 and number <= month:
        year += 1
    return point_hit(match, Point(year, number))


# "is to last two days"
_VERB = re.compile(r"\b(?:to|will|would|shall|must|not|can|may)\s$")
_UNTOLD = r"(?=[ ]?[.,;:)\n]|[ ](?:at|in|on|with|by|during|to|he|she|they|and|when|for)\b|$)"
RULES: tuple[Rule, ...] = (
    Rule(r"(?P<w>today|tonight|yesterday|tomorrow)", _day_word),
    Rule(r"{weekday}(?:, | \()(?P<w>today|yesterday|tomorrow)", _day_word),
    Rule(r"(?:the )?(?P<w>{step})(?: calendar)? (?P<u>{unit})(?! of (?!the year|this year))", _this_unit),
    Rule(r"(?:the|that) (?P<w>same|following|next|previous|preceding|very same) (?P<u>{unit})", _this_unit),
    Rule(r"the (?P<u>day|week|month|year) (?P<w>before|after|following)" + _UNTOLD, _neighbour),
    Rule(r"on (?P<x>the eve)(?=[,.;]? (?!of\b)|[.\n])|the (?:night|evening) before" + _UNTOLD, _eve),
    Rule(r"(?:the )?(?:very )?(?:end|close|beginning|start|middle|course|turn|remainder) of the (?P<u>year|month|week|quarter|decade|century)(?! of)", _in_unit),
    Rule(r"(?:later|late|early|earlier|later on|the latter part) (?:in|of) the (?P<u>year|month|week|decade|century)", _in_unit),
    Rule(r"(?P<u>year|month|week)(?:['’]s |-)end", _in_unit),
    Rule(r"(?:before|by the time) (?P<x>(?:the|this) (?P<u>year|month|week|decade) (?:is (?:out|over|done|up)|ends|closes|runs out))", _in_unit),
    Rule(r"(?:the course of )?the current (?P<u>year|month)", _in_unit),
    Rule(r"(?P<n>{count}) (?P<u>{unit}) (?P<w>ago|earlier|later|back|from now|hence|afterwards)", _ago),
    Rule(r"(?P<n>{count}) (?P<u>{unit}) (?P<w>before|after)" + _UNTOLD, _ago),
    Rule(r"(?:{many} )?(?P<u>days|weeks|months|years|decades) (?P<w>ago|earlier|later|afterwards)", _vaguely_ago),
    Rule(r"within (?:about |at most |approximately |a maximum of |a period of |no more than |not more than |less than )?(?P<x>(?:the (?:next|coming|following) )?(?P<n>{count}) (?P<u>{unit}))", _within),
    Rule(r"in (?P<x>(?P<n>{count}) (?P<u>years|months|weeks|days|decades|year|month|week)['’]s? time)", _time_on),
    Rule(r"(?P<x>(?:the )?(?P<w>{step})(?: more)? (?:(?P<n>{count})[ -]?|{many} )(?P<u>{unit}))(?! old)", _span),
    Rule(r"so far this year|(?:since|from) the (?:beginning|start) of (?:this|the|the current) year|(?:the )?year to date|this year so far|so far in {year}(?! )", _so_far),
    Rule(r"(?:the )?rest (?:of )?(?:the |this |my |the current |current )?(?P<u>week|month|year)", _rest),
    Rule(r"(?P<w>this|last|next|that|the|the coming|the past|the following|the next|the previous|the same|the preceding) (?P<s>{season})(?! of| in )", _season),
    Rule(r"(?:in|by|during|until|since|through|throughout) (?P<x>(?P<s>{season}))(?! of)", _season),
    Rule(r"(?P<w>last|next|this|the previous|the following|this past|this coming|the coming|the preceding) (?P<m>{month})", _month_of),
)  # fmt: skip
