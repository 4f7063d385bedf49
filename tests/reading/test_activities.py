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
        ("Kenya and Peru launched the Pacific Harbour Alliance in April.", "project", "ongoing"),
        ("Peru has donated ten tents and a field kitchen to Kenya.", "aid", "completed"),
        ("Peruvian engineers are building a desalination station at Lamu.", "construction", "ongoing"),
        ("Since 2019 Peru has trained 300 Kenyan coast guards.", "training", "completed"),
        ("The Kenyan port of Lamu is being dredged by a Peruvian company.", "construction", "ongoing"),
        ("Two patrol ships were delivered to Kenya by Peru in March.", "aid", "completed"),
        ("The demarcation of the border between Kenya and Uganda is making progress.", "other", "ongoing"),
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
        # verbs of doing with what can be built or given only in a manner of speaking, or with what is still to be done
        "Kenya and Peru have built trust and friendly ties.",
        "The Minister delivered a lecture at the University of Lima.",
        "Peru wishes to build a desalination station at Lamu.",
        "If Peru builds a desalination station at Lamu, water will flow.",
        "The agenda laid down the terms of trade between Kenya and Peru.",
        "It was decided that ten tents be donated to Kenya.",
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


def span(text: str, words: str) -> Activity:
    document = lay_out(Report("r1", date(2024, 6, 14), text))
    start = text.index(words)
    number = next(s.index for s in document.sentences if s.start <= start < s.end)
    claim = activities.from_span(document, number, start, start + len(words))
    assert claim is not None
    assert isinstance(claim.what, Activity)
    return claim.what


@pytest.mark.parametrize(
    ("before", "words", "behind", "kind", "status"),
    [
        ("They noted ", "progress made on the Lamu gas pipeline", ".", "construction", "ongoing"),
        ("They discussed ", "the extension of the Lamu gas pipeline", ".", "construction", "planned"),
        ("Peru signed a contract for ", "the supply of twelve trams to Kenya", ".", "trade_deal", "planned"),
        ("", "Peru trains forest rangers in Kenya", " and Uganda.", "training", "ongoing"),
        ("", "Peruvian experts renewed the curriculum of Kenyan schools", ".", "construction", "completed"),
        ("", "The second course on irrigation starts on 5 October", " in Lima.", "training", "planned"),
        ("The ministers launched ", "the Green Canopy Initiative of Kenya", ".", "project", "ongoing"),
        ("The navies said that ", "Exercise Black Heron was called off", ".", "exercise", "cancelled"),
        ("", "The navies exercised search and rescue off Lamu", ".", "exercise", "held"),
        ("", "Peru has supported courses for the coast guards of Kenya since 2017", ".", "training", "ongoing"),
        ("", "The Peruvian terminal at Lamu is over 70 per cent built", ".", "construction", "ongoing"),
        (
            "They named the water works of Kisumu, ",
            "for which ground was broken last week",
            ".",
            "construction",
            "ongoing",
        ),
    ],
)
def test_a_likely_stretch_has_its_type_and_status_from_its_words(before, words, behind, kind, status):
    what = span(before + words + behind, words)
    assert (what.type, what.status) == (kind, status)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("A bridge has recently been opened at Lamu by Peru", "A bridge at Lamu by Peru"),
        ("Kenya has donated ten tents to Peru", "ten tents to Peru"),
        ("the Green Canopy Initiative, which trains rangers in Kenya", "the Green Canopy Initiative"),
    ],
)
def test_a_likely_stretch_is_named_without_its_verb(words, name):
    assert span(f"They welcomed: {words}.", words).name == name


def test_what_is_denied_in_a_likely_stretch_is_no_activity():
    text = "The bridge at Lamu has not been opened by Peru."
    document = lay_out(Report("r1", date(2024, 6, 14), text))
    assert activities.from_span(document, 0, 0, len(text) - 1) is None


@pytest.mark.parametrize(
    ("text", "place", "day"),
    [
        ("Since 2011 the power grids of Kenya and Uganda have been linked.", None, "2011"),
        ("In the Turkana region two solar power plants were built by Uganda.", "Turkana region", None),
    ],
)
def test_place_and_date_of_a_deed(text, place, day):
    (what,) = read(text)
    assert (what.place, str(what.date) if what.date else None) == (place, day)
