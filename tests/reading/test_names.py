from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.reading.names import find_names
from servanda.terms.mentions import BodyValue, CityValue, Kind, PersonValue, StateValue


def persons(text: str) -> list[tuple[str | None, str | None, str | None]]:
    return [(m.value.name, m.value.office, m.value.state) for m in find_names(text) if isinstance(m.value, PersonValue)]


def spans(text: str, kind: Kind) -> list[str]:
    return [m.text for m in find_names(text) if m.kind is kind]


def states(text: str) -> list[tuple[str, str, bool]]:
    return [(m.text, m.value.code, m.value.adjective) for m in find_names(text) if isinstance(m.value, StateValue)]


def cities(text: str) -> list[tuple[str, str]]:
    return [(m.value.name, m.value.state) for m in find_names(text) if isinstance(m.value, CityValue)]


def bodies(text: str) -> list[tuple[str, str | None]]:
    return [(m.value.name, m.value.state) for m in find_names(text) if isinstance(m.value, BodyValue)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Estonia and the Republic of Latvia agreed.", ["EST", "LVA"]),
        ("the Kingdom of the Netherlands and the Hellenic Republic", ["NLD", "GRC"]),
        ("the Republic of Korea, the DPRK and the Republic of China", ["KOR", "PRK", "TWN"]),
        ("Niger, Nigeria, Guinea, Guinea-Bissau and Papua New Guinea", ["NER", "NGA", "GIN", "GNB", "PNG"]),
        ("the U.S., the UK and the UAE", ["USA", "GBR", "ARE"]),
        ("they told us that the US agreed", ["USA"]),
        ("Sino-Pakistani and Franco-German ties", ["CHN", "PAK", "FRA", "DEU"]),
        ("the U.S.-Africa and Kenya-Uganda talks", ["USA", "KEN", "UGA"]),
        ("ships in the Indian Ocean and the South China Sea", []),
        ("an English language course in Latin America", []),
        ("Michael Jordan came to Jordan", ["JOR"]),
        ("The Polish and the Dutch delegations", ["POL", "NLD"]),
        ("POLAND, May 4", ["POL"]),
        ("the European Union and ASEAN", ["EUU", "ASEAN"]),
    ],
)
def test_states_are_found_by_every_name(text: str, found: list[str]) -> None:
    assert [code for _, code, _ in states(text)] == found


def test_adjectives_are_marked() -> None:
    assert states("Kazakh guests in Kazakhstan") == [("Kazakh", "KAZ", True), ("Kazakhstan", "KAZ", False)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The two met in Vienna.", [("Vienna", "AUT")]),
        ("TALLINN, May 4 (Agency)", [("Tallinn", "EST")]),
        ("NUR-SULTAN. The talks", [("Nur-Sultan", "KAZ")]),
        ("from Kiev to Bombay", [("Kyiv", "UKR"), ("Mumbai", "IND")]),
        ("in Victoria, Seychelles", [("Victoria", "SYC")]),
        ("Victoria said nothing", []),
        ("Vladimir came late", []),
        ("the Geneva Convention", []),
        ("signed in Washington, D.C. today", [("Washington, D.C.", "USA")]),
    ],
)
def test_cities_are_found_and_words_are_not_taken_for_them(text: str, found: list[tuple[str, str]]) -> None:
    assert cities(text) == found


@pytest.mark.parametrize(
    ("text", "name", "state"),
    [
        (
            "the Ministry of Roads and New Bridges of the Republic of Latvia signed",
            "Ministry of Roads and New Bridges of the Republic of Latvia",
            "LVA",
        ),
        (
            "the Ministry of Food, Agriculture and Light Industry agreed",
            "Ministry of Food, Agriculture and Light Industry",
            None,
        ),
        ("the Ministry of Finance, Economy, and Trade agreed", "Ministry of Finance, Economy, and Trade", None),
        ("Kazakhstan Temir Zholy builds", "Kazakhstan Temir Zholy", "KAZ"),
        ("a letter of the Latvian Foreign Ministry", "Latvian Foreign Ministry", "LVA"),
        (
            "the Statistics Service under the Government of Georgia",
            "Statistics Service under the Government of Georgia",
            "GEO",
        ),
        (
            "the Centre for Water Research under the President of Chad",
            "Centre for Water Research under the President of Chad",
            "TCD",
        ),
        ("with Baltic Timber JSC on supplies", "Baltic Timber JSC", None),
        ("with Riga Steel Works Co. Ltd on supplies", "Riga Steel Works Co. Ltd", None),
        ("the Small and Medium Enterprise Agency (SMEA) said", "Small and Medium Enterprise Agency (SMEA)", None),
        ("the Estonian government said", "Estonian government", "EST"),
        ("the government of Estonia said", "government of Estonia", "EST"),
        ("the Joint Commission of Estonia and Latvia met", "Joint Commission of Estonia and Latvia", None),
        ("the University of Tartu opened", "University of Tartu", None),
        ("Latvia's Ministry of Health said", "Ministry of Health", "LVA"),
    ],
)
def test_bodies_run_to_their_last_word(text: str, name: str, state: str | None) -> None:
    assert bodies(text) == [(name, state)]


def test_an_abbreviation_given_in_brackets_is_the_body_later() -> None:
    text = "The Latvian Small Harbour Agency (LSHA) grew. LSHA will build."
    assert bodies(text) == [("Latvian Small Harbour Agency (LSHA)", "LVA"), ("LSHA", "LVA")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Latvian President Juris Kalnins arrived.", [("Juris Kalnins", "President", "LVA")]),
        ("the President of the Republic of Latvia, Juris Kalnins, arrived", [("Juris Kalnins", "President", "LVA")]),
        ("Juris Kalnins, President of Latvia, arrived", [("Juris Kalnins", "President", "LVA")]),
        ("Prime Minister Maria Tamm of Estonia arrived", [("Maria Tamm", "Prime Minister", "EST")]),
        ("Estonia's foreign minister, Maria Tamm, arrived", [("Maria Tamm", "foreign minister", "EST")]),
        (
            "Estonian Deputy Prime Minister and Foreign Minister Maria Tamm arrived",
            [("Maria Tamm", "Deputy Prime Minister and Foreign Minister", "EST")],
        ),
        (
            "the Minister for Planning, Development and Reform of Estonia Maria Tamm",
            [("Maria Tamm", "Minister for Planning, Development and Reform", "EST")],
        ),
        (
            "the President and Prime Minister Maria Tamm met",
            [(None, "President", None), ("Maria Tamm", "Prime Minister", None)],
        ),
        (
            "the Vice President and Prime Minister of Estonia Maria Tamm",
            [("Maria Tamm", "Vice President and Prime Minister", "EST")],
        ),
        (
            "Presidents of Latvia and Estonia Juris Kalnins and Karl Tamm met",
            [("Juris Kalnins", "President", "LVA"), ("Karl Tamm", "President", "EST")],
        ),
        (
            "Presidents Juris Kalnins of Latvia and Karl Tamm of Estonia met",
            [("Juris Kalnins", "President", "LVA"), ("Karl Tamm", "President", "EST")],
        ),
        (
            "the Chairman of the State Forest Committee of Latvia Juris Kalnins",
            [("Juris Kalnins", "Chairman of the State Forest Committee", "LVA")],
        ),
        (
            "the Founder of Peace and National Unity - Leader of the Nation, President of Tajikistan, Honorable Karim Nazarov",
            [("Karim Nazarov", "President", "TJK")],
        ),
        (
            "His Royal Highness Prince Faisal bin Khalid Al Saud, Minister of Sports of Saudi Arabia,",
            [("Faisal bin Khalid Al Saud", "Minister of Sports", "SAU")],
        ),
        ("the Ambassador of Latvia to Chad Juris Kalnins", [("Juris Kalnins", "Ambassador to Chad", "LVA")]),
        ("the Estonian side was led by Deputy Minister Maria Tamm", [("Maria Tamm", "Deputy Minister", "EST")]),
        ("A. Tamm and Peeter K. Ots Jr. spoke", [("A. Tamm", None, None), ("Peeter K. Ots Jr.", None, None)]),
        ("Talks of President Tokayev Held In Riga", [("Tokayev", "President", "KAZ")]),
        (
            "the crown prince of Abu Dhabi Omar bin Ali Al Amri",
            [("Omar bin Ali Al Amri", "crown prince of Abu Dhabi", "ARE")],
        ),
        (
            "the Latvian delegation included Deputy Minister Juris Kalnins and Secretary of State Maria Tamm",
            [("Juris Kalnins", "Deputy Minister", "LVA"), ("Maria Tamm", "Secretary of State", "LVA")],
        ),
        ("Foreign Minister Senator the Hon Maria Tamm spoke", [("Maria Tamm", "Foreign Minister", None)]),
        ("Maria Tamm of the U.S. Navy", [("Maria Tamm", None, None)]),
        ("Xi Jinping left. Xi smiled.", [("Xi Jinping", None, "CHN"), ("Xi Jinping", None, "CHN")]),
        ("the two foreign ministers", [(None, "foreign ministers", None)]),
        ("Great Bridge and Winter Forum", []),
        ("Minister Juris Støre of Latvia", [("Juris Støre", "Minister", "LVA")]),
        ("Minister Jean-Pierre Champagne left", [("Jean-Pierre Champagne", "Minister", None)]),
        ("Prime Minister Salem left Tokyo", [("Salem", "Prime Minister", None)]),
        ("the Minister, Tokyo, 4 May", [(None, "Minister", None)]),
        (
            "Estonia's Minister for Economy, Aiyaz Sayed-Khaiyum, left",
            [("Aiyaz Sayed-Khaiyum", "Minister for Economy", "EST")],
        ),
        (
            "the Crown Prince, Sheikh Omar Al-Khaled Al-Hamad Al-Mubarak Al-Amri, left",
            [("Omar Al-Khaled Al-Hamad Al-Mubarak Al-Amri", "Crown Prince", None)],
        ),
    ],
)
def test_persons_with_office_and_state(text: str, found: list[tuple[str | None, str | None, str | None]]) -> None:
    assert persons(text) == found


def test_the_president_of_a_state_is_its_head_of_state() -> None:
    text = "Head of State Juris Kalnins of Latvia spoke. The President of Latvia left."
    assert persons(text)[1:] == [("Juris Kalnins", "President", "LVA")]


def test_a_surname_and_an_office_lead_back_to_the_full_name() -> None:
    text = "Latvian President Juris Kalnins met Estonian Premier Maria Tamm. Kalnins thanked Ms. Tamm. The Latvian leader left."
    assert persons(text)[2:] == [
        ("Juris Kalnins", "President", "LVA"),
        ("Maria Tamm", "Premier", "EST"),
        ("Juris Kalnins", "President", "LVA"),
    ]


def test_an_office_that_two_hold_is_the_first_told_ones() -> None:
    text = "Latvian President Juris Kalnins met Estonian President Karl Tamm. The President left. A president must."
    assert persons(text)[2:] == [("Juris Kalnins", "President", "LVA"), (None, "president", None)]


def test_a_counterpart_has_the_same_office() -> None:
    text = "Latvian Energy Minister Juris Kalnins met his Estonian counterpart, Maria Tamm."
    assert persons(text)[1] == ("Maria Tamm", "Energy Minister", "EST")


def test_a_well_known_leader_has_a_state_though_the_text_is_silent() -> None:
    assert persons("President Macron spoke.") == [("Macron", "President", "FRA")]


def test_a_person_holds_the_states_inside() -> None:
    text = "Kazakh President Askar Bekov"
    assert spans(text, Kind.PERSON) == [text]
    assert spans(text, Kind.STATE) == ["Kazakh"]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "President",
                "Minister",
                "of",
                "the",
                "Kazakhstan",
                "Kazakh",
                "and",
                ",",
                ".",
                "'",
                "-",
                "(",
                ")",
                "U.S.",
                "Ali",
                "Tamm",
                "Bank",
                "Vienna",
                "A.",
                "\n",
            ]
        ),
        max_size=40,
    )
)
def test_mentions_stand_in_the_text_and_nest(words: list[str]) -> None:
    text = " ".join(words)
    found = find_names(text)
    assert found == sorted(found, key=lambda m: (m.start, -m.end))
    assert all(text[m.start : m.end] == m.text for m in found)
    outer = [m for m in found if m.kind in {Kind.PERSON, Kind.BODY}]
    assert all(a.end <= b.start for a, b in pairwise(outer))
    for inner in (m for m in found if m.kind in {Kind.STATE, Kind.CITY}):
        assert all(o.span.contains(inner.span) or not o.span.overlaps(inner.span) for o in outer)


@pytest.mark.parametrize("unit", ["Mr. ", "President of Kazakhstan and ", "Ministry of ", "al-", "Kazakh, "])
def test_time_is_linear(unit: str) -> None:
    assert isinstance(find_names(unit * 3000), list)
