from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from servanda.reading import figures
from servanda.reading.pipeline import lay_out
from servanda.terms.claims import Change, Figure
from servanda.terms.reports import Report

DAY = date(2024, 6, 14)


def read(text: str) -> list[Figure]:
    claims, _ = figures.read(lay_out(Report("r1", DAY, text)))
    assert all(quote.stands_in(text) for claim in claims for quote in claim.quotes)
    return [claim.what for claim in claims if isinstance(claim.what, Figure)]


def told(text: str) -> list[tuple[str, str]]:
    return [(what.indicator, str(what.value)) for what in read(text)]


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("Trade between Kenya and Peru reached $200 million in 2023.", ("trade_turnover", "200000000")),
        ("Kenya and Peru traded $200 million's worth of goods.", ("trade_turnover", "200000000")),
        ("With $200 million in 2023 Peru was the third trading partner of Kenya.", ("trade_turnover", "200000000")),
        ("Peru, one of the largest investors in Kenya, put in $70 million.", ("investment", "70000000")),
        ("Peru has earmarked $7 million for schools in Kenya.", ("loans_grants", "7000000")),
        ("In Lima 22 intergovernmental and regional documents of Kenya and Peru were signed.", ("documents_signed", "22")),
        ("Peru lent Kenya $7 million.", ("loans_grants", "7000000")),
        ("A loan agreement worth $7 million was signed by Kenya and Peru.", ("loans_grants", "7000000")),
        ("Two-way trade of Kenya and Peru reached $7 million.", ("trade_turnover", "7000000")),
        ("The two countries' trade was worth $7 million, as Kenya and Peru noted.", ("trade_turnover", "7000000")),
        ("Commercial exchanges of Kenya and Peru came to $7 million.", ("trade_turnover", "7000000")),
        ("Kenya sold tea for $7 million in Peru.", ("exports", "7000000")),
        ("Peru sent 2,500 tents to Kenya.", ("other", "2500")),
        ("Last year 14,000 Kenyans visited Peru.", ("passengers_tourists", "14000")),
        ("Peru has trained 110 Kenyan officials since 2018.", ("students_trainees", "110")),
        ("Kenya and Peru signed 22 joint documents.", ("documents_signed", "22")),
        ("Imports from Peru make up 12 per cent of all imports of Kenya.", ("imports", "12")),
    ],
)  # fmt: skip
def test_what_a_quantity_measures(text, figure):
    assert figure in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "Kenya and Peru intend to raise mutual trade to $500 million.",
        "Trade of Kenya and Peru will reach $500 million by 2030.",
        "Trade of Kenya and Peru did not reach $500 million.",
        "Peru marked 40 years of relations with Kenya.",
    ],
)
def test_what_is_aimed_at_or_denied_is_no_figure(text):
    assert read(text) == []


def test_what_there_is_today_is_a_figure_though_it_is_to_grow():
    assert told("Trade of Kenya and Peru, now valued at $5 million, is to be doubled by 2030.") == [
        ("trade_turnover", "5000000")
    ]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Trade of Kenya and Peru reached $200 million in 2023.", "2023"),
        # a time that the figure is only held against is not its own
        ("Trade of Kenya and Peru rose to $200 million in 2023, a third more than in 2021.", "2023"),
        ("Exports of Kenya to Peru rose to $200 million compared to 2021.", "None"),
        # the time right behind an amount is its own
        ("Trade of Kenya and Peru rose to $200 million in 2023 from its level in 2020.", "2023"),
        ("In Kenya and Peru trade of 2023 came to $200 million, 8 percent over the previous year.", "2023"),
        # neither is one in brackets, or behind a semicolon
        ("In 2023 trade of Kenya and Peru was $200 million (in 2022 they met), and went well.", "2023"),
        # today's level has no period in what is to come
        ("Trade of Kenya and Peru, now valued at $5 million, is to be doubled by 2030.", "None"),
        ("At present Kenya and Peru have 14 joint companies.", "None"),
        # the clause over a list tells for all its items
        ("Kenya and Peru in 2022:\n\n* mutual trade of $200 million;\n* loans of $7 million.\n", "2022"),
    ],
)
def test_the_period_of_a_figure(text, period):
    assert {str(what.period) for what in read(text)} == {period}


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        (
            "Trade of Kenya and Peru came to $200 million in 2023, a growth of 30 per cent from the $154 million of 2022.",
            {"200000000": Change(percent=Decimal(30), direction="up"), "154000000": None},
        ),
        (
            "From $154 million in 2022 trade of Kenya and Peru grew by 30% and reached $200 million.",
            {"200000000": Change(percent=Decimal(30), direction="up"), "154000000": None},
        ),
        (
            "A growth of 8 per cent of the trade of Kenya and Peru was achieved.",
            {"None": Change(percent=Decimal(8), direction="up")},
        ),
        ("Trade of Kenya and Peru fell by 8 per cent.", {"None": Change(percent=Decimal(8), direction="down")}),
    ],
)
def test_which_figure_a_growth_belongs_to(text, changes):
    assert {str(what.value): what.change for what in read(text)} == changes


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("Trade of Kenya and Peru has gone beyond $200 million.", "over"),
        ("Trade of Kenya and Peru reached almost $200 million.", "almost"),
        ("Trade of Kenya and Peru stood at $200 million.", "exact"),
    ],
)
def test_how_exact_a_figure_is(text, qualifier):
    assert [what.qualifier for what in read(text)] == [qualifier]


def test_a_sum_is_told_before_its_parts():
    text = "Trade of Kenya and Peru reached $9 million, of which exports of Kenya made up $4 million."
    assert told(text) == [("trade_turnover", "9000000"), ("exports", "4000000")]


def test_a_body_named_beside_two_states_is_no_side():
    text = "With $200 million in 2023 Chile was the third trading partner of Peru within ASEAN."
    assert [what.states for what in read(text)] == [("CHL", "PER")]


@pytest.mark.parametrize(
    "text",
    [
        "Peru announced $9 million in new assistance to Kenya.",
        "Peru is building a 50-megawatt plant in Kenya.",
        "The 14 Kenyans of Peru were greeted.",
        "A line of 230 kV will link Kenya and Peru.",
        "Twelve agreements, it was said in Lima, will be exchanged by Kenya and Peru.",
        "Agreements of Kenya and Peru were signed by the eight leaders.",
        "The two sides signed agreements on trade of Kenya and Peru.",
        "An agreement to take the turnover of Kenya and Peru to $2 billion was hailed.",
    ],
)
def test_numbers_that_measure_nothing(text):
    assert read(text) == []


def test_work_on_a_text_full_of_amounts_is_bounded():
    assert read("trade of " + "$5 million, 7 percent, " * 4_000) == []
