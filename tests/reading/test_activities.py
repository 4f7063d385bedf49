from __future__ import annotations

from datetime import date

import pytest

from servanda.reading import activities
from servanda.reading.pipeline import lay_out
from servanda.terms.claims import Activity
from servanda.terms.reports import Report


def read(text: str) -> list[Activity]:
    claims, _ = activities.read(lay_out(Report("r1", date(2024, 6, 14), text)))
    assert all(quote.stands_in(text) for claim in claims for quote in claim.quotes)
    return [claim.what for claim in claims if isinstance(claim.what, Activity)]


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("The Days of Culture of Kenya were held in Peru in May.", "culture", "held"),
        ("Kenya and Peru thanked each other for holding the Days of Culture of Kenya.", "culture", "ongoing"),
        (
            "The Kenyan side praised the installation of the bust of the poet Vallejo in Nairobi.",
            "monument",
            "completed",
        ),
        ("The railway line between Kisumu and Jinja has been restored.", "transport_link", "completed"),
        ("Direct flights between Nairobi and Lima will be launched in July.", "transport_link", "planned"),
        ("A hybrid power plant is to be built in Kenya by a Peruvian firm.", "construction", "planned"),
        ("The construction of two solar power plants in Kenya was begun by Peru.", "construction", "ongoing"),
        ("Kenya and Peru launched the Pacific Harbour Alliance in April.", "project", "completed"),
        ("Peru handed over 20 ambulances to Kenya.", "aid", "completed"),
        ("A Kenyan-Peruvian intergovernmental commission was created in 2010.", "other", "completed"),
        ("Joint military exercises of Kenya and Peru took place at sea.", "exercise", "held"),
    ],
)
def test_activities_are_read_with_type_and_status(text, kind, status):
    assert [(what.type, what.status) for what in read(text)] == [(kind, status)]


@pytest.mark.parametrize(
    "text",
    [
        "No bridge was opened between Kenya and Uganda.",
        "Kenya and Uganda will create a joint investment fund.",
        "This is in line with what was launched in Peru.",
        "The President of the Harbour Fund held talks in Lima.",
        "The opening of the House of Peruvian Arts is scheduled for Monday.",
        "They launched the Lima Summit of Leaders.",
    ],
)
def test_what_is_no_activity(text):
    assert read(text) == []


def test_date_place_and_states_are_told():
    what = read("In April 2024 Kenya opened the Kenyan Cultural Centre in Lima, Peru.")[0]
    assert (what.type, what.place, str(what.date), what.states) == ("culture", "Lima", "2024-04", ("KEN", "PER"))


def test_one_thing_told_twice_is_one_claim():
    text = (
        "Peru opened the Nairobi Friendship Bridge in Kenya. The Nairobi Friendship Bridge was built in 2023 by Peru."
    )
    assert len(read(text)) == 1
