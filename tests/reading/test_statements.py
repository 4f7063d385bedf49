from __future__ import annotations

from datetime import date

import pytest

from servanda.reading import statements
from servanda.reading.pipeline import lay_out
from servanda.terms.reports import Report

OPENING = (
    "NAIROBI, May 6 (Lake News) - President of Kenya William Ruto met with President of Uganda Yoweri Museveni.\n\n"
)


def read(text: str):
    claims, _ = statements.read(lay_out(Report("x", date(2024, 5, 6), OPENING + text)))
    return [(c.what.speaker.name, c.what.speaker.state, c.what.direct) for c in claims]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("William Ruto said that trade with Uganda grows every year.", ("William Ruto", "KEN", False)),
        ("Trade with Uganda, he said, grows every year.", ("William Ruto", "KEN", False)),
        ("Trade grows every year, said William Ruto.", ("William Ruto", "KEN", False)),
        ("The efforts of Kenya at the border were commended by the Ugandan side.", (None, "UGA", False)),
        ("The need for a bridge was stressed by both leaders.", (None, None, False)),
        ("According to William Ruto, the bridge will serve both peoples.", ("William Ruto", "KEN", False)),
        ("The Ugandan side noted that the road to Gulu is in use again.", (None, "UGA", False)),
        ("William Ruto and Yoweri Museveni welcomed the opening of the bridge.", (None, None, False)),
        ("Kenya and Uganda reaffirmed that the border stays open.", (None, None, False)),
        ("Both welcomed the opening of the new bridge.", (None, None, False)),
        ("Uganda, for its part, noted that the road to Gulu is in use again.", (None, "UGA", False)),
        ("His Ugandan colleague noted that the road to Gulu is in use again.", ("Yoweri Museveni", "UGA", False)),
        ("The president of Kenya noted that the road is in use once again.", ("William Ruto", "KEN", False)),
        ("The guest noted that the road is in use once again.", ("Yoweri Museveni", "UGA", False)),
        (
            'William Ruto called the talks "useful" and noted that trade with "brotherly" Uganda grows.',
            ("William Ruto", "KEN", False),
        ),
        (
            "\u201cWe have come a long way together, and we will go further than anybody thinks,\u201d William Ruto said.",
            ("William Ruto", "KEN", True),
        ),
    ],
)
def test_who_speaks_and_how(text, speaker):
    assert speaker in read(text)


@pytest.mark.parametrize(
    "text",
    [
        "It was noted that trade grows.",
        "The press service of the President reports that the road is open.",
        "Trade grew by 7 percent.",
    ],
)
def test_what_nobody_says(text):
    assert read(text) == []


def test_one_speaker_in_one_paragraph_has_one_turn():
    text = "William Ruto said that trade grows. He added that the bridge will be built. Yoweri Museveni noted that roads matter too."
    assert [speaker for speaker, _, _ in read(text)] == ["William Ruto", "Yoweri Museveni"]


def test_he_is_who_spoke_before_not_whom_he_spoke_of():
    text = "William Ruto said that roads matter.\n\nIn Nairobi, too, the people know Yoweri Museveni, he added, by his roads."
    assert [speaker for speaker, _, _ in read(text)] == ["William Ruto", "William Ruto"]


def test_he_is_whom_the_sentences_before_are_about():
    text = "William Ruto arrived on Monday with Yoweri Museveni. The talks with the guest, he said, had been of use."
    assert [speaker for speaker, _, _ in read(text)] == ["William Ruto"]


def test_an_office_alone_is_its_last_holder():
    text = "The talks were led by Prime Minister Musalia Mudavadi. Trade will grow, the premier said, by half."
    assert [speaker for speaker, _, _ in read(text)] == ["Musalia Mudavadi"]


def test_two_who_speak_together_speak_through_nobody_else():
    text = "William Ruto said that roads matter. Both leaders stressed that the bridge is to be opened soon."
    assert [speaker for speaker, _, _ in read(text)] == ["William Ruto", None]


def test_a_side_beside_a_person_who_is_named_speaks_through_them():
    text = "Kenya considers Uganda its nearest partner, William Ruto said, and the roads are proof of it."
    assert [speaker for speaker, _, _ in read(text)] == ["William Ruto"]


def test_a_day_behind_the_verb_is_not_what_is_said():
    text = OPENING + "A forum of both countries will be held in Kampala, the Ministry of Trade of Uganda said on May 5."
    claims, _ = statements.read(lay_out(Report("x", date(2024, 5, 6), text)))
    assert [claim.quotes[0].text.split()[:2] for claim in claims] == [["A", "forum"]]


@pytest.mark.parametrize(
    ("text", "stretch"),
    [
        ("William Ruto today spoke with Yoweri Museveni to congratulate him on the bridge.", "congratulate him"),
        ("From William Ruto came the proposal of a bridge over the river Suam.", "From William Ruto"),
    ],
)
def test_a_likely_stretch_is_said_by_the_subject_of_its_sentence(text, stretch):
    text = OPENING + text
    document = lay_out(Report("x", date(2024, 5, 6), text))
    start = text.index(stretch)
    number = next(s.index for s in document.sentences if s.start <= start < s.end)
    claim = statements.from_span(document, number, start, len(text) - 1)
    assert claim is not None
    assert claim.what.speaker.name == "William Ruto"


def test_a_likely_stretch_is_said_by_whom_its_sentence_names():
    text = OPENING + "To William Ruto the bridge over the Suam is the heart of the matter."
    document = lay_out(Report("x", date(2024, 5, 6), text))
    start = text.index("the bridge over")
    number = next(s.index for s in document.sentences if s.start <= start < s.end)
    claim = statements.from_span(document, number, start, len(text) - 1)
    assert claim is not None
    assert (claim.what.speaker.name, claim.what.direct) == ("William Ruto", False)
