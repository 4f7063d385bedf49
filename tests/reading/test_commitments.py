from __future__ import annotations

from datetime import date

import pytest

from servanda.reading import commitments
from servanda.reading.pipeline import lay_out
from servanda.terms.reports import Report

OPENING = "NAIROBI, May 6 (Lake News) - President of Kenya William Ruto met with President of Uganda Yoweri Museveni. "


def read(text: str):
    claims, _ = commitments.read(lay_out(Report("x", date(2024, 5, 6), OPENING + text)))
    return [claim.what for claim in claims]


@pytest.mark.parametrize(
    ("text", "by", "strength", "due"),
    [
        ("Kenya agreed to build a bridge over the Suam by 2027.", ("KEN",), "firm", "2027"),
        ("A bridge over the Suam is to be built by Uganda within two years.", ("UGA",), "firm", "2026"),
        ("A railway to Gulu will be built by 2030.", ("KEN", "UGA"), "firm", "2030"),
        ("The talks went well, and Uganda will open a trade office in Kisumu.", ("UGA",), "firm", None),
        ("Mr. Ruto praised his guest. He plans to open a trade office in Gulu next year.", ("KEN",), "soft", "2025"),
        ("The two sides intend to open two border markets in 2025.", ("KEN", "UGA"), "soft", "2025"),
        ("Kenya and Uganda will open a joint border post at Busia.", ("KEN", "UGA"), "firm", None),
        ("After May 11 Kenya will reopen the market at Busia.", ("KEN",), "firm", None),
        ("Kenya will build a bridge over the Suam, which should be in use by June 2027.", ("KEN",), "firm", "2027-06"),
        ("With Kenyan engineers, Uganda will open a training centre in Gulu.", ("UGA",), "firm", None),
        ("Mr Ruto welcomed Uganda's pledge to open a training centre in Gulu.", ("UGA",), "firm", None),
        ("The Government of Kenya and the Government of Uganda will open a road.", ("KEN", "UGA"), "firm", None),
    ],
)
def test_who_undertakes_and_until_when(text, by, strength, due):
    (what,) = read(text)
    assert (what.by, what.strength, None if what.due is None else str(what.due)) == (by, strength, due)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("The sides agreed to raise trade to $2 billion by 2027.", 2_000_000_000, "USD"),
        ("Kenya will raise exports of milk to 40,000 tonnes.", 40_000, "tonnes"),
        ("Another 30 million euro will go to a programme on border security.", 30_000_000, "EUR"),
        ("Kenya will cut the tariff set by Order 14257 to 19 percent under the agreement.", 19, "percent"),
    ],
)
def test_the_measurable_aim(text, value, unit):
    targets = [what.target for what in read(text) if what.target is not None]
    assert [(int(t.value), t.unit) for t in targets] == [(value, unit)]


@pytest.mark.parametrize(
    "text",
    [
        "The two sides agreed to strengthen relations.",
        "The presidents will meet in Kampala.",
        "This agreement will help both peoples.",
    ],
)
def test_words_that_undertake_nothing_definite(text):
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("Kenya committed not to impose a digital service tax.", "not impose a digital service tax"),
        (
            "Uganda will not apply facility registration to dairy products.",
            "not apply facility registration to dairy products",
        ),
    ],
)
def test_to_refrain_is_an_undertaking_too(text, action):
    assert [what.action for what in read(text)] == [action]


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("Mr. Ruto proposed a forum of tea growers during the visit.", "create a forum of tea growers during the visit"),
        ("Talks are open. A credit line of $2 million is to be opened for Uganda.", "open a credit line of $2 million for Uganda"),
        ("The dam should, as a first step, be raised to 50 metres.", "raise the dam to 50 metres"),
        ("The bridge will duly be repaired by both countries.", "repair the bridge"),
        ("Uganda plans to begin the export of milk to Somalia next year.", "begin the export of milk to Somalia next year"),
    ],
)  # fmt: skip
def test_the_act_in_base_form(text, action):
    assert [what.action for what in read(text)] == [action]


@pytest.mark.parametrize(
    "text",
    [
        "Several agreements will be signed during the visit.",
        "Kenya will host a summit of the East African Community in May 2025.",
        "The money will help the ministry to buy 40 boats.",
        "The presidents underlined their commitment to freedom of trade in the East African Community.",
    ],
)
def test_what_things_will_do_and_papers_due_are_no_undertakings(text):
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("The ministry of roads was directed to draw up a plan.", "firm"),
        ("Kenya's commitment to the early completion of the Lamu port was confirmed.", "firm"),
        ("Kenya is going to increase its oil deliveries to Uganda by 10 percent.", "firm"),
        ("A proposal to create a joint bank was put forward by Uganda.", "soft"),
    ],
)
def test_more_words_of_undertaking(text, strength):
    assert [what.strength for what in read(text)] == [strength]


@pytest.mark.parametrize(
    ("text", "actions"),
    [
        (
            "Kenya will buy U.S. wheat from October, he announced.",
            ["buy U.S. wheat from October"],
        ),
        (
            "Kenya will build a dam on the Tana, and the road to Garissa will be widened by 2027.",
            ["build a dam on the Tana", "widen the road to Garissa by 2027"],
        ),
        ("Kenya asked that the levies on milk be lifted by June 2025.", ["lift the levies on milk by June 2025"]),
        (
            "Kenya commits to adopt and maintain high levels of protection.",
            ["adopt and maintain high levels of protection"],
        ),
        (
            "Uganda proposed a joint chamber of commerce, a council of ports and a committee on fisheries.",
            ["create a joint chamber of commerce", "create a council of ports", "create a committee on fisheries"],
        ),
        (
            "They agreed, besides, that a joint study be conducted of the rail link.",
            ["conduct a joint study of the rail link"],
        ),
        ("The sides agreed on the early completion of the port.", ["complete the port"]),
        ("Uganda is interested in selling 200 buses to Kenya.", ["sell 200 buses to Kenya"]),
    ],
)
def test_where_the_act_ends(text, actions):
    assert [what.action for what in read(text)] == actions


@pytest.mark.parametrize(
    ("text", "strength", "status", "due"),
    [
        ("Kenya will continue to supply 40 MW to Uganda.", "firm", "in_progress", None),
        ("The levies on 20 goods must be lifted, said Mr. Museveni.", "soft", "open", None),
        ("By the end of next year, Kenya will open a consulate in Gulu.", "firm", "open", "2025"),
    ],
)
def test_how_strong_how_far_and_until_when(text, strength, status, due):
    (what,) = read(text)
    assert (what.strength, what.status, None if what.due is None else str(what.due)[:4]) == (strength, status, due)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Kenya committed to furthering ongoing work to modernise the port of Lamu.", "in_progress"),
        ("Kenya, the minister continues, plans to open a trade office in Gulu.", "open"),
        ("The road to Gulu will be continued by Uganda to the border.", "open"),
    ],
)
def test_what_goes_on_already(text, status):
    assert {what.status for what in read(text)} == {status}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("the joint study on the Lake Basin had recently been finalised", "done"),
        ("Uganda is doing everything for the bridge over the Suam to be opened", "in_progress"),
        ("the survey is nearing its end, its first part having been completed", "in_progress"),
        ("the joint study on the Lake Basin is wanted by the ministers", "open"),
        ("Kenya is providing 40 MW of power to Uganda", "in_progress"),
        ("Uganda is considering a loan to Kenya for the port", "open"),
    ],
)
def test_how_far_a_stretch_without_words_of_undertaking_has_come(text, status):
    document = lay_out(Report("x", date(2024, 5, 6), f"{OPENING}They noted that {text}."))
    sentence = document.sentences[-1]
    start = document.text.index(text)
    claim = commitments.from_span(document, sentence.index, start, start + len(text))
    assert claim is not None
    assert claim.what.status == status


def test_the_day_of_the_news_is_not_the_day_an_act_is_due():
    text = "NAIROBI, May 6 (Lake News) - Kenya wants to sell twice as much tea to Uganda."
    claims, _ = commitments.read(lay_out(Report("x", date(2024, 5, 6), text)))
    assert [claim.what.due for claim in claims] == [None]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Kenya agreed to provide easier access to its market for farmers from the north of Uganda.", 1),
        ("Both underlined their resolve to make the close and old friendship of the peoples stronger still.", 0),
        ("Kenya will open a consulate in Gulu; with these words the talks ended.", 1),
    ],
)
def test_long_acts_that_are_decided_are_definite(text, count):
    assert len(read(text)) == count


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Ruto called on the Speaker of Parliament on Monday.",
        "Mr. Museveni invited him for May 8 to 12.",
        "They opened a hall in which 40 exhibitions will be held by the ministry.",
        "Trade is expected to rise above $900 million.",
    ],
)
def test_calls_without_an_act_and_what_things_are_for(text):
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "actions"),
    [
        ("The goal of both countries, he said, is a trade of $3 billion by 2030.", ["raise trade to $3 billion"]),
        ("Trade, the target of the talks, had attained $1 billion.", []),
    ],
)
def test_aims_told_as_nouns(text, actions):
    assert [what.action for what in read(text)] == actions


@pytest.mark.parametrize(
    ("text", "actions"),
    [
        (
            "The two sides agreed:\n(a) to draw up plans for the ferry;\n(b) to develop a new agreement on labour.",
            ["draw up plans for the ferry", "develop a new agreement on labour"],
        ),
        (
            "Under the plan the two sides will\n(1) open a training centre in Gulu,\n(2) create a working group on roads.",
            ["open a training centre in Gulu", "create a working group on roads"],
        ),
        (
            "They agreed on the following:\n- the establishment of a border market at Busia;\n- the completion of the Malaba road.",
            ["establish a border market at Busia", "complete the Malaba road"],
        ),
        (
            "Kenya announced:\n- $5 million for the border market at Busia.",
            ["provide $5 million for the border market at Busia"],
        ),
    ],
)
def test_items_are_undertaken_in_the_clause_over_their_list(text, actions):
    assert [what.action for what in read(text)] == actions


@pytest.mark.parametrize(
    "text",
    [
        # items of what was signed, done or denied, and what the clause over them undertakes by itself
        "The following documents were signed:\n- to the Agreement on Ferries, a protocol;\n- a memorandum on roads.",
        "They did not agree:\n- to open a border market at Busia.",
        "The sides agreed to open a market, and the guests saw:\n- the opening of a school.",
    ],
)
def test_items_of_lists_that_nobody_undertakes(text):
    assert all("market at Busia" not in what.action and "school" not in what.action for what in read(text))


@pytest.mark.parametrize(
    ("text", "by", "strength"),
    [
        (
            "The sides have agreed, the minister told reporters, to open a trade office in Busia.",
            ("KEN", "UGA"),
            "firm",
        ),
        ("Mr Ruto welcomed the decision by Uganda to open a trade office in Busia.", ("UGA",), "firm"),
        ("The plan of Uganda to open a trade office in Busia was noted.", ("UGA",), "soft"),
        ("Mr Ruto urged President Museveni to reopen the market at Busia.", ("KEN",), "soft"),
        ("Kenya announced $5 million for the market at Busia.", ("KEN",), "firm"),
        ("Kenya and Uganda will work together to finance the market at Busia.", ("KEN", "UGA"), "firm"),
    ],
)
def test_who_undertakes_it_and_what_stands_between(text, by, strength):
    (what,) = read(text)
    assert (what.by, what.strength) == (by, strength)


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("Kenya will provide $1.5bn for the railway to Gulu.", "provide $1.5bn for the railway to Gulu"),
        (
            "A grant of more than 40 million euro is to be given to Gulu by Kenya.",
            "give a grant of more than 40 million euro to Gulu by Kenya",
        ),
        (
            "A bridge over the Suam is to be built by both countries near Gulu.",
            "build a bridge over the Suam near Gulu",
        ),
    ],
)
def test_agents_in_the_words_of_an_act(text, action):
    assert [what.action for what in read(text)] == [action]


def test_a_day_in_the_dateline_is_no_deadline():
    text = "NAIROBI, May 6 (Lake News) - A loan of 5 million euro will be given to Uganda."
    claims, _ = commitments.read(lay_out(Report("x", date(2024, 5, 6), text)))
    assert [(c.what.due, c.what.action) for c in claims] == [(None, "give a loan of 5 million euro to Uganda")]


def test_acts_one_after_another():
    text = "The sides agreed to ban forced labour, as well as by combatting duty evasion, cooperating on controls, and sharing lists."
    assert [what.action for what in read(text)][1:] == [
        "combat duty evasion",
        "cooperate on controls",
        "share lists",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Will Uganda open a trade office in Busia?",
        "I will take your questions about the market at Busia.",
        "The ministers will hold the third session of the commission in Gulu in May.",
        "The next round of consultations will be held in Gulu in 2025.",
        "The delegation will take part in the investment forum in Gulu.",
    ],
)
def test_questions_own_plans_and_meetings_are_no_undertakings(text):
    assert read(text) == []


@pytest.mark.parametrize(
    "jumble",
    [
        "7.4% he $1.2 billion “ १२ Kenya opened is to be signed 1.150.000,5 Republic of opened will the \u202e : Kenya <b> 12",
        (
            'million Republic of met with ready to " &nbsp; 2025-2027 ) Kenya $1.2 billion within three years $1.2 billion agreed '
            'to will visit within three years " trade is the sides 2025-2027 he by 7.4% ( Kenya million January 2025-2027 last '
            "year within three years agreements last year William Ruto ; agreements visit the …"
        ),
    ],
)
def test_who_is_told_behind_an_act_does_not_begin_its_quote(jumble):
    claims, _ = commitments.read(lay_out(Report("x", date(2024, 5, 6), jumble)))
    assert claims
    assert all(quote.stands_in(jumble) for claim in claims for quote in claim.quotes)
