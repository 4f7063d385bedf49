"""Times and amounts as communiqués tell them: each phrase with its value, grain and role, read on a given day."""

from __future__ import annotations

from datetime import date

import pytest

from servanda.reading.amounts import find_amounts
from servanda.reading.dates import find_times

# a Tuesday
DAY = date(2024, 4, 30)

TIMES = [
    ("The road is to be opened by the end of 2026", "2026", "deadline"),
    ("to raise it to two billion by 2027", "2027", "deadline"),
    ("in nine months of this year", "2024-01/2024-09", "period"),
    ("after the first three months it stood higher", "2024-01/2024-03", "period"),
    ("over the first nine months the growth was small", "2023-01/2023-09", "period"),
    ("in six months of 2023", "2023-01/2023-06", "period"),
    ("in 2025-2027", "2025/2027", "period"),
    ("for 2023–2025", "2023/2025", "term"),
    ("within three years", "2027", "deadline"),
    ("within six months", "2024-10", "deadline"),
    ("within a maximum of two years", "2026", "deadline"),
    ("from January through March", "2024-01/2024-03", "period"),
    ("in January-March 2024", "2024-01/2024-03", "period"),
    ("in January–February this year", "2024-01/2024-02", "period"),
    ("In the first half of last year", "2023-01/2023-06", "period"),
    ("in the first half trade fell", "2023-01/2023-06", "period"),
    ("in the second quarter of 2025", "2025-04/2025-06", "period"),
    ("at next month's summit", "2024-05", "point"),
    ("On Tuesday the ministers met", "2024-04-30", "point"),
    ("on Monday the talks ended", "2024-04-29", "point"),
    ("The talks will be held on Monday", "2024-05-06", "point"),
    ("On Friday she will fly to Oslo", "2024-05-03", "point"),
    ("on Friday, he said, they will meet again", "2024-04-26", "point"),
    ("The charter will be signed at the forum in June", "2024-06", "point"),
    ("Minister Berg heads to Lima in March for the fair", "2025-03", "point"),
    ("The council takes place in Oslo in February", "2025-02", "point"),
    ("and from August the visa centre takes in papers", "2024-08", "since"),
    # what follows a comma or "and" speaks of another day
    ("The ministers met in Oslo in February, and they will meet again", "2024-02", "point"),
    ("The guest came on Monday and leaves for Lima", "2024-04-29", "point"),
    ("They will report on the summit held in Lima in August", "2023-08", "point"),
    ("The rail link, under construction since February, will be of use", "2024-02/..", "since"),
    ("on Wednesday, tomorrow, the visit begins", "2024-05-01", "point"),
    ("last year", "2023", "point"),
    ("this year", "2024", "point"),
    ("next year", "2025", "point"),
    ("so far this year", "2024-01-01/2024-04-30", "period"),
    ("since 2020", "2020/..", "since"),
    ("since 1 April", "2024-04-01/..", "since"),
    ("on 25 August 2023", "2023-08-25", "point"),
    ("on August 25, 2023", "2023-08-25", "point"),
    ("on 25.08.2023", "2023-08-25", "point"),
    ("on March 3", "2024-03-03", "point"),
    ("from 25 to 27 August 2023", "2023-08-25/2023-08-27", "period"),
    ("on May 4-5", "2024-05-04/2024-05-05", "period"),
    ("from the 25th to the 28th of this month", "2024-04-25/2024-04-28", "period"),
    ("on 30 April - 2 May", "2024-04-30/2024-05-02", "period"),
    ("on Saturday and Sunday they toured the valley", "2024-04-27/2024-04-28", "period"),
    ("in August 2023", "2023-08", "point"),
    ("in mid-August", "2023-08", "point"),
    ("at the beginning of March", "2024-03", "point"),
    ("in early 2025", "2025", "point"),
    ("yesterday", "2024-04-29", "point"),
    ("tomorrow", "2024-05-01", "point"),
    ("two years ago", "2022", "point"),
    ("one day earlier", "2024-04-29", "point"),
    ("over the past five years", "2019/2024", "period"),
    ("over the next five years", "2024/2029", "period"),
    ("will be paid out over four years", "2024/2028", "period"),
    ("In five years, such is the plan, it will be doubled", "2029", "deadline"),
    ("in spring 2024", "2024-03/2024-05", "period"),
    ("last autumn", "2023-09/2023-11", "period"),
    ("until the end of the year", "2024", "deadline"),
    ("before the year is out", "2024", "deadline"),
    ("before the decade is over", "2020/2029", "deadline"),
    ("no later than 1 July 2025", "2025-07-01", "deadline"),
    ("before the end of June", "2024-06", "deadline"),
    ("until 2040", "2040", "deadline"),
    ("in the 1990s", "1990/1999", "period"),
    ("next week", "2024-05-06/2024-05-12", "period"),
    ("the fiscal year 2022-23", "2022/2023", "period"),
    ("India exported rice in the fiscal year 2022-23", "2022-04/2023-03", "period"),
    ("Pakistan's exports of the last fiscal year", "2022-07/2023-06", "period"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value", "role"), TIMES, ids=lambda v: v if isinstance(v, str) else "")
def test_a_time_keeps_its_grain_and_tells_its_role(text, value, role):
    told = [m.value for m in find_times(text, DAY) if m.value.edtf is not None]
    assert [(str(v.edtf), v.role.value) for v in told][:1] == [(value, role)]


@pytest.mark.parametrize(
    "text",
    [
        "for three years",
        "They may sign it",
        "in March of progress",
        "Room 2014",
        "a three-day visit",
        "Resolution 1973",
    ],
)
def test_words_that_place_nothing_in_the_calendar(text):
    assert [
        m.text for m in find_times(text, DAY) if m.value.edtf is not None and m.value.edtf.granularity != "month"
    ] == []


def test_months_of_this_year_are_last_years_until_they_are_over():
    (told,) = find_times("from January through September", date(2024, 10, 20))
    assert str(told.value.edtf) == "2024-01/2024-09"


def test_the_same_period_is_the_one_told_before():
    text = "In January-April 2024 trade stood at 900 million, in the same period of last year at 802 million."
    assert [str(m.value.edtf) for m in find_times(text, DAY)] == ["2024-01/2024-04", "2023-01/2023-04"]


AMOUNTS = [
    ("almost $600 million", [("600000000", "USD", "almost")]),
    ("KZT 10 billion (USD 20 million)", [("10000000000", "KZT", "exact"), ("20000000", "USD", "exact")]),
    ("one billion one hundred and fifty million dollars", [("1150000000", "USD", "exact")]),
    ("$1.5bn", [("1500000000", "USD", "exact")]),
    ("more than 2 billion euros", [("2000000000", "EUR", "over")]),
    ("up to $3 billion", [("3000000000", "USD", "up_to")]),
    ("about 40,000 tonnes", [("40000", "tonnes", "about")]),
    ("$2-3 billion", [("2000000000", "USD", "range")]),
    ("from 10 to 15 percent", [("10", "percent", "range")]),
    ("by 7.4%", [("7.4", "percent", "exact")]),
    ("by 12 per cent", [("12", "percent", "exact")]),
    ("one and a half times", [("1.5", "times", "exact")]),
    ("12 documents", [("12", "count", "exact")]),
    ("twelve documents", [("12", "count", "exact")]),
    ("some 30 joint ventures", [("30", "count", "about")]),
    ("300 MW", [("300", "MW", "exact")]),
    ("over 1,200 km", [("1200", "km", "over")]),
    ("500 million yuan", [("500000000", "CNY", "exact")]),
    ("Rs 90 crore", [("900000000", "INR", "exact")]),
    ("€ 123 million", [("123000000", "EUR", "exact")]),
    ("half a billion dollars", [("500000000", "USD", "exact")]),
    ("two-way trade", []),
    ("a two-stage plan for two ships", [("2", "count", "exact")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), AMOUNTS, ids=lambda v: v if isinstance(v, str) else "")
def test_an_amount_has_its_unit_and_how_exact_it_is(text, told):
    found = [(str(m.value.value), m.value.unit, m.value.qualifier) for m in find_amounts(text)]
    assert found == told
