from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.monitoring.sides import Side, side_of, teller
from servanda.terms.claims import Person
from servanda.terms.states import of_alpha2

TABLE = {"coast wire": "KEN", "example.org": "UGA", "world desk": ""}


@pytest.mark.parametrize(
    ("publisher", "url", "state"),
    [
        ("Coast Wire", None, "KEN"), ("COAST  wire", None, "KEN"), (None, "https://news.example.org/a", "UGA"),
        ("Coast Wire", "https://example.org/a", "KEN"), ("World Desk", "https://desk.ke/a", None),
        (None, "https://www.gov.uk/news", "GBR"), (None, "https://akorda.kz/en", "KAZ"), (None, "https://mfa.gov.tr:443/x", "TUR"),
        (None, "https://ec.europa.eu/x", None), (None, "https://who.int/x", None), (None, "https://shop.io/x", None),
        (None, "https://www.presidencia.gov.co/x", "COL"), (None, "https://notexample.org/x", None),
        ("Ministry of Foreign Affairs of the Republic of Kenya", None, "KEN"), ("Kenyan Herald", None, "KEN"),
        ("Kenya and Uganda Review", None, None), ("South Sudan Post", None, "SSD"), ("PER Daily", None, None), ("Morning Post", None, None),
        ("", "http://[", None), (None, "no address", None), (None, "https://192.0.2.1/x", None),
    ],
)  # fmt: skip
def test_a_side_follows_from_the_table_the_address_or_the_name(publisher, url, state):
    found = side_of(publisher, url, TABLE)
    assert found.state == state
    assert found.why


def test_a_speaker_tells_for_their_own_state(tell):
    one = tell("figure", "2024-01-01").claim
    assert teller(one, Side("KEN", "declared")).state == "KEN"
    said = replace(one, asserted_by=Person("A. Okello", "President", "UGA"))
    assert teller(said, Side("KEN", "declared")).state == "UGA"


def test_two_letters_give_a_state():
    assert (of_alpha2("kz"), of_alpha2("GB"), of_alpha2("EU"), of_alpha2("ZZ")) == ("KAZ", "GBR", None, None)


@given(st.text(max_size=40) | st.none(), st.text(max_size=60) | st.none())
def test_any_publisher_and_address_give_a_side_or_none(publisher, url):
    assert side_of(publisher, url, TABLE).why
