from __future__ import annotations

from datetime import date

import pytest

from servanda.reading import meetings
from servanda.reading.frames import find_frames, load_frames
from servanda.reading.pipeline import lay_out
from servanda.terms.reports import Report


def told(text: str):
    """What is told of meetings in a report of Friday, 10 May 2024."""
    claims, _ = meetings.read(lay_out(Report("x", date(2024, 5, 10), text)))
    return [claim.what for claim in claims]


def kinds(text: str):
    return sorted((what.type, what.status) for what in told(text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("President Joko Widodo left on Tuesday for Kuala Lumpur.", [("visit", "held")]),
        (
            "On Monday President Joko Widodo arrived in Tokyo and met Prime Minister Fumio Kishida of Japan.",
            [("meeting", "held"), ("visit", "held")],
        ),
        ("Earlier on Monday she had been received by President Joko Widodo in Jakarta.", [("meeting", "held")]),
        ("President William Ruto spoke today with President Yoweri Museveni of Uganda.", [("call", "held")]),
        ("The Kenyan and Ugandan presidents opened the plant at a ceremony in Kampala.", [("ceremony", "held")]),
        ("The Joint Commission of Kenya and Uganda sat in Nairobi on 8 May.", [("session", "held")]),
        ("The presidents of Kenya and Uganda faced the press in Nairobi on Thursday.", [("press_conference", "held")]),
        ("The committee proposed a tax on Monday.", []),
        (
            "President William Ruto of Kenya, President Yoweri Museveni of Uganda and President Paul Kagame of Rwanda met on Monday.",
            [("summit", "held")],
        ),
        ("The foreign ministers of Kenya, Uganda and Rwanda met in Nairobi on Monday.", [("meeting", "held")]),
        ("The leaders of Kenya, Uganda and Rwanda met in Nairobi on Monday.", [("summit", "held")]),
        ("The Joint Commission of Kenya and Uganda should be convened in Nairobi in June.", [("session", "proposed")]),
        ("A Business Summit of Kenya and Uganda was held in Nairobi on Monday.", [("forum", "held")]),
        ("President Joko Widodo of Indonesia leaves for Tokyo on Tuesday.", [("visit", "planned")]),
        (
            "President Joko Widodo, who is in Japan with a state visit and will open a fair, spoke on Monday.",
            [("visit", "held")],
        ),
        ("President William Ruto called on the two neighbours to show restraint.", []),
    ],
)
def test_what_sort_of_meeting_a_sentence_tells_of(text, found):
    assert kinds(text) == found


def test_the_talks_are_the_meeting_that_was_told_before():
    text = "On Monday President Joko Widodo met Prime Minister Fumio Kishida in Tokyo. After their talks they left."
    assert kinds(text) == [("meeting", "held")]
    assert kinds("After their talks in Nairobi on Monday the presidents of Kenya and Uganda planted a tree.") == [
        ("meeting", "held")
    ]


def test_a_frame_that_needs_a_word_finds_what_it_would_find_without():
    text = (
        "On Monday President Joko Widodo arrived in Tokyo, held talks with Prime Minister Fumio Kishida and was received "
        "by Emperor Naruhito. A dinner in his honour followed; on Tuesday he called on Minister Yoko Kamikawa."
    )
    for frame in load_frames("meetings"):
        for sentence in lay_out(Report("x", date(2024, 5, 10), text)).sentences:
            assert len(list(find_frames((frame,), sentence))) == len(list(frame.pattern.finditer(sentence.masked)))


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("On 13 May President Joko Widodo visits Japan.", "planned"),
        ("President Joko Widodo will pay a state visit to Japan in June.", "planned"),
        ("At the invitation of the emperor, President Joko Widodo is on a state visit to Japan.", "held"),
        ("President Joko Widodo was invited to pay a state visit to Japan.", "proposed"),
        ("President Joko Widodo, who paid a visit to Japan on 8 May, will sign the law.", "held"),
        ("The visit of President Joko Widodo to Japan was postponed.", "cancelled"),
    ],
)
def test_whether_a_visit_was_held(text, status):
    assert [what.status for what in told(text)] == [status]


def test_the_host_is_the_side_that_the_guest_does_not_stand_for():
    text = "The visit of President Joko Widodo of Indonesia has begun. The Japanese side welcomed it. Talks took place on Monday."
    assert {what.host for what in told(text)} == {"JPN"}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("President Joko Widodo arrived in Tokyo on Wednesday for a visit of three days.", "2024-05-08/2024-05-10"),
        ("On Thursday President Joko Widodo ended his two-day visit to Japan.", "2024-05-08/2024-05-09"),
        ("President Joko Widodo visited Japan on 8 May.", "2024-05-08"),
        (
            "On 6 May the law was signed, while President Joko Widodo met Minister Yoko Kamikawa of Japan on Tuesday.",
            "2024-05-07",
        ),
    ],
)
def test_the_days_of_a_visit(text, day):
    assert [str(what.date) for what in told(text)] == [day]


def test_what_happened_on_a_visit_is_of_its_days():
    text = (
        "President Joko Widodo visited Japan on 6-8 May. He had talks with Prime Minister Fumio Kishida of Japan. "
        "From there he went on to Manila."
    )
    assert [(what.type, what.date and str(what.date)) for what in told(text)] == [
        ("visit", "2024-05-06/2024-05-08"),
        ("meeting", "2024-05-06/2024-05-08"),
        ("visit", None),
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            (
                "The Indonesian press secretary, Yusuf Permana, told of it: President Joko Widodo met Minister Yoko Kamikawa of "
                "Japan on Monday."
            ),
            ["Joko Widodo", "Yoko Kamikawa"],
        ),
        (
            "President Joko Widodo of Indonesia opened the fair. On Monday he had talks with Minister Yoko Kamikawa of Japan.",
            ["Joko Widodo", "Yoko Kamikawa"],
        ),
        ("Kenya and Uganda held a meeting in Nairobi on Monday.", []),
        ("The plane landed at Indira Gandhi International Airport. Kenya and India held talks on Monday.", []),
        (
            (
                "President William Ruto of Kenya and President Yoweri Museveni of Uganda know each other well. "
                "On Monday the two met in Nairobi."
            ),
            ["William Ruto", "Yoweri Museveni"],
        ),
        ("On Monday President Joko Widodo's visit to Japan began.", ["Joko Widodo"]),
        (
            (
                "President Joko Widodo of Indonesia spoke to Yoko Kamikawa of Japan and Fumio Kishida of Japan. "
                "Later on Monday he was received by Emperor Naruhito of Japan, to whom he gave a letter of President Ferdinand Marcos."
            ),
            ["Joko Widodo", "Naruhito"],
        ),
        (
            "President William Ruto of Kenya said on Monday that the fourth session of the Joint Commission will be held in June.",
            [],
        ),
        (
            "President William Ruto of Kenya will take part in the summit of the African Union in June.",
            ["William Ruto"],
        ),
        (
            (
                "The summit of the East African Community was held in Arusha on Monday. Among the guests were President William "
                "Ruto of Kenya, President Yoweri Museveni of Uganda and President Paul Kagame of Rwanda."
            ),
            ["Paul Kagame", "William Ruto", "Yoweri Museveni"],
        ),
    ],
)
def test_who_took_part(text, names):
    assert [sorted(p.name or "" for p in what.participants) for what in told(text)] == [names]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "On Monday President Joko Widodo arrived in Tokyo. During the state visit four agreements were signed.",
            [("visit", "state")],
        ),
        (
            "On Monday President Joko Widodo arrived in Tokyo. His previous visit to Japan, in 2022, was a working visit.",
            [("visit", None), ("visit", "working")],
        ),
    ],
)
def test_the_visit_is_the_one_told_before_and_another_is_not(text, found):
    assert [(what.type, what.visit) for what in told(text)] == found


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (
            "The summit of the countries of Central Asia and Germany was held in Astana, Kazakhstan, on Monday.",
            ("DEU", "KAZ", "KGZ", "TJK", "TKM", "UZB"),
        ),
        ("The session of the Joint Commission of Kenya and Uganda was held in Geneva on Monday.", ("KEN", "UGA")),
        (
            "On Monday President William Ruto of Kenya paid a visit to Brussels. The European Union promised loans.",
            ("EUU", "KEN"),
        ),
    ],
)
def test_the_sides_are_those_who_met_and_not_the_place(text, codes):
    assert [what.states for what in told(text)] == [codes]


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("The fourth session of the Joint Commission of Kenya and India will be held in Kenya in June.", "KEN"),
        ("Kenya will host the fourth session of the Joint Commission of Kenya and India in June.", "KEN"),
        ("When he visited Kenya in 2022, President Joko Widodo spoke of ports.", "KEN"),
        ("President William Ruto received Minister Yoko Kamikawa of Japan on Monday.", "KEN"),
        ("Minister Yoko Kamikawa of Japan was received on Monday by President William Ruto of Kenya.", "KEN"),
    ],
)
def test_the_host_as_the_clause_tells_it(text, host):
    assert [what.host for what in told(text)] == [host]


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("The Joint Commission of Kenya and Djibouti convened in Djibouti on Monday.", "Djibouti"),
        ("The Joint Commission of Kenya and Peru convened in Kenya on Monday.", None),
        (
            "Minister Yoko Kamikawa of Japan was in Nairobi. On Monday she met there with President William Ruto of Kenya.",
            "Nairobi",
        ),
        ("On Monday the ministers of Kenya and India held talks at Hyderabad House in New Delhi.", "New Delhi"),
    ],
)
def test_the_city_as_the_words_tell_it(text, city):
    assert {what.city for what in told(text)} == {city}


def test_what_is_spoken_by_telephone_is_nowhere():
    text = "NAIROBI, May 6 (Lake News) - William Ruto spoke by telephone with President of Uganda Yoweri Museveni in Kampala."
    assert {(what.type, what.city, what.host) for what in told(text)} == {("call", None, None)}


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("President Joko Widodo, who came to Japan on an official visit, spoke on Monday.", "official"),
        ("President Joko Widodo of Indonesia, whose visit to Japan is an official one, spoke on Monday.", "official"),
        ("The heads of state visited Japan on Monday, President Joko Widodo of Indonesia among them.", None),
    ],
)
def test_the_level_of_a_visit(text, level):
    assert [what.visit for what in told(text)] == [level]


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Foreign Minister Yoko Kamikawa of Japan travels to Jakarta in March.", ("2025-03", "planned")),
        ("The visit of President Joko Widodo to Japan, due on 8 May, was put off.", ("2024-05-08", "cancelled")),
        ("The ministers of Kenya and Uganda meet again in Nairobi on 3 June.", ("2024-06-03", "planned")),
    ],
)
def test_what_lies_ahead_was_not_held(text, when):
    assert [(str(what.date), what.status) for what in told(text)] == [when]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("President William Ruto of Kenya spoke. A delegation of Japanese inspectors will visit Nairobi in June.", []),
        ("Prime Minister Anwar Ibrahim of Malaysia recalled the summit of ASEAN held in Jakarta in May 2023.", []),
        ("According to President Joko Widodo, the summit of ASEAN was held in Jakarta in May 2023.", []),
        ("The team led by Minister Yoko Kamikawa of Japan came to Nairobi in April.", ["Yoko Kamikawa"]),
    ],
)
def test_who_only_speaks_or_is_told_of_elsewhere_takes_no_part(text, people):
    assert [one.name for one in told(text)[-1].participants] == people


@pytest.mark.parametrize(
    ("words", "sort"),
    [
        ("a Kenyan team comes to inspect the plant in August", "visit"),
        ("President Joko Widodo leaves for Tokyo on Friday", "visit"),
        ("the foreign ministers came together in Vienna", "meeting"),
        ("the guest was granted an audience by the president", "meeting"),
        ("In the course of the visit negotiations are to be conducted", "meeting"),
        ("the prime minister spoke to the premier of Japan", "call"),
        ("she is to call on the secretary", "meeting"),
        ("a state banquet in honour of the guest was given", "ceremony"),
        ("a video conference with the minister of ports", "meeting"),
        ("the previous summits in Riyadh", "summit"),
        ("the annual consultation at the level of ministers", "session"),
    ],
)
def test_the_sort_of_what_no_frame_reads(words, sort):
    assert meetings.sort_of(words) == sort


@pytest.mark.parametrize(
    ("text", "when"),
    [
        (
            "The session of the Joint Commission of Kenya and India opens today and goes on until Monday.",
            "2024-05-10/2024-05-13",
        ),
        ("President Joko Widodo was in Tokyo on a state visit that began on 8 May and ended on 10 May.", "2024-05-08"),
    ],
)
def test_the_days_on_which_it_goes_on(text, when):
    assert str(told(text)[0].date) == when


def test_a_visit_told_only_as_the_frame_of_something_else_has_no_day():
    text = "As part of the state visit of President Joko Widodo to Japan, a forum was opened in Tokyo on Thursday."
    assert [(what.type, what.date is None) for what in told(text) if what.type == "visit"] == [("visit", True)]


def test_a_year_in_a_name_is_no_date():
    found = told("President Joko Widodo met Prime Minister Fumio Kishida at the Garden Exhibition 2019 in Tokyo.")
    assert [what.date for what in found if what.type == "meeting"] == [None]


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("Leaders of the ASEAN states came together in Jakarta on Monday.", ("summit", "held")),
        (
            "The Strategic Dialogue of Kenya and India, which will be convened in June, met last in 2022.",
            ("session", "planned"),
        ),
        ("Today the president of Kenya meets President Joko Widodo in Nairobi.", ("meeting", "planned")),
    ],
)
def test_leaders_of_a_body_councils_and_the_present_tense(text, sort):
    assert sort in kinds(text)


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        (
            "During the State Visit of President Joko Widodo to Japan on 8 May the two sides spoke of trade.",
            ("visit", "held"),
        ),
        ("Talks of Minister Yoko Kamikawa of Japan are also foreseen in Jakarta on 14 May.", ("meeting", "planned")),
        ("President Joko Widodo of Indonesia received her on Monday.", ("meeting", "held")),
        ("The minister has also conferred with Prime Minister Fumio Kishida of Japan.", ("meeting", "held")),
    ],
)
def test_more_words_that_tell_of_meetings(text, sort):
    assert sort in kinds(text)


def test_who_is_named_with_a_visit_is_the_visitor():
    text = "President Joko Widodo spoke. The visit of Foreign Minister Yoko Kamikawa to Jakarta took place on 8 May."
    assert [one.name for what in told(text) if what.type == "visit" for one in what.participants] == ["Yoko Kamikawa"]


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("10.40 – Official talks with President Joko Widodo of Indonesia", ("meeting", "planned")),
        ("This morning: talks with President Joko Widodo of Indonesia.", ("meeting", "planned")),
        (
            "The second round of negotiations between Kenya and India, to be held in Nairobi from 3 June, is near.",
            ("session", "planned"),
        ),
        ("The letter inviting President Joko Widodo to Tokyo in the autumn was handed over.", ("visit", "proposed")),
    ],
)
def test_programmes_hopes_and_what_is_to_be_held(text, sort):
    assert sort in kinds(text)
