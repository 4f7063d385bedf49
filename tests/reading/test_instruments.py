from __future__ import annotations

from datetime import date

import pytest

from servanda.reading import instruments
from servanda.reading.pipeline import lay_out
from servanda.terms.claims import Instrument
from servanda.terms.mentions import Kind
from servanda.terms.reports import Report

DAY = date(2024, 6, 14)


def document(text: str):
    return lay_out(Report("r1", DAY, text))


def titles(text: str) -> list[str]:
    return [mention.text for mention in document(text).mentions if mention.kind is Kind.INSTRUMENT]


def read(text: str) -> list[Instrument]:
    claims, _ = instruments.read(document(text))
    assert all(quote.stands_in(text) for claim in claims for quote in claim.quotes)
    return [claim.what for claim in claims if isinstance(claim.what, Instrument)]


def one(text: str) -> Instrument:
    found = read(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Kenya and Peru signed the Treaty on Lasting Friendship in Nairobi.", "Treaty on Lasting Friendship"),
        ("The Lasting Friendship Treaty was signed.", "Lasting Friendship Treaty"),
        (
            "They adopted a Roadmap for the growth of trade for 2023-2025.",
            "Roadmap for the growth of trade for 2023-2025",
        ),
        ("An agreement on Kenyan-Peruvian border trade was signed.", "agreement on Kenyan-Peruvian border trade"),
        (
            "A memorandum of mutual understanding on fisheries was signed.",
            "memorandum of mutual understanding on fisheries",
        ),
        (
            "They signed an agreement on the search, rescue and recovery of seamen.",
            "agreement on the search, rescue and recovery of seamen",
        ),
        (
            "Signed was an agreement on transit between Kenya, Uganda and Rwanda on Monday.",
            "agreement on transit between Kenya, Uganda and Rwanda",
        ),
        (
            "They signed the Agreement on Double Taxation with respect to taxes on income in Lima.",
            "Agreement on Double Taxation with respect to taxes on income",
        ),
        ("The Treaty on Lasting Friendship applies to all.", "Treaty on Lasting Friendship"),
        ("The double taxation avoidance agreement was amended.", "double taxation avoidance agreement"),
        ("The new maritime boundary treaty (MBT) was ratified.", "maritime boundary treaty (MBT)"),
        ("A strategy paper and the Protocol of the 4th session, signed in Lima", "Protocol of the 4th session"),
        ('They signed the "Blue Coast Pact" yesterday.', None),
        ("The programme of cooperation until 2030 was adopted.", "programme of cooperation until 2030"),
        ('An agreement on the port project "Blue Coast" was signed.', 'agreement on the port project "Blue Coast"'),
        (
            "The two sides signed a contract with Kenya's Ministry of Energy.",
            "contract with Kenya's Ministry of Energy",
        ),
    ],
)
def test_where_titles_start_and_end(text, title):
    if title is not None:
        assert titles(text) == [title]


def test_a_number_and_whose_it_is_are_no_part_of_a_title():
    text = (
        "Signed by Kenya and Peru were:\n\nI. Bilateral Visa Treaty\nII. Agreement on Fish between the two countries\n"
    )
    assert [what.title for what in read(text)] == ["Bilateral Visa Treaty", "Agreement on Fish"]


def test_two_titles_joined_by_and_are_two():
    text = "They signed an agreement on the protection of investments and the air services agreement."
    assert titles(text) == ["agreement on the protection of investments", "air services agreement"]


@pytest.mark.parametrize(
    "text",
    [
        "He plans to visit Kenya in June.",
        "The commission is to deal with threats to the coast.",
        "In the framework of the visit they met.",
        "The Collective Security Treaty Organization met in Lima.",
        "Agreement was reached that trade should grow.",
    ],
)
def test_words_that_name_no_document(text):
    assert titles(text) == []
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Kenya and Peru signed the Treaty on Lasting Friendship.", "signed"),
        ("Kenya and Peru will sign the Treaty on Lasting Friendship.", "planned"),
        ("The signing of the Lasting Friendship Treaty will strengthen ties of Kenya and Peru.", "planned"),
        ("Kenya and Peru welcomed the signing of the Lasting Friendship Treaty.", "signed"),
        ("The Treaty on Lasting Friendship of Kenya and Peru entered into force in May.", "in_force"),
        ("Peru has ratified the Treaty on Lasting Friendship with Kenya.", "ratified"),
        ("Kenya and Peru continue negotiations on a free trade agreement.", "negotiated"),
        ("Talks on a free trade agreement of Kenya and Peru should begin soon.", "planned"),
        ("The work plan of Kenya and Peru signed in May is being implemented.", "implemented"),
        ("The parties asked that the visa agreement of Kenya and Peru be approved.", "planned"),
        ("A visa agreement of Kenya and Peru, by which trade is to be eased, has been signed.", "signed"),
        ("Kenya and Peru have agreed to a Treaty on Reciprocal Visas.", "negotiated"),
        ("The Lima Roadmap of Kenya and Peru will inform efforts to develop a common view.", "referred"),
        ("Kenya terminated the Treaty on Lasting Friendship with Peru.", "terminated"),
        ("The Action Plan of Kenya and Peru for 2022-2024 is being implemented.", "implemented"),
        ("Kenya recalled its commitments under the Treaty on Lasting Friendship with Peru.", "referred"),
        ("The Treaty on Lasting Friendship of Kenya and Peru, signed in 2019, has been ratified by Peru.", "ratified"),
        ("The visa agreement signed by Kenya and Peru in 2019 remains in force.", "in_force"),
        ("The visa agreement signed by Kenya and Peru in 2019 was praised.", "signed"),
        ("Kenya and Peru directed officials to finalise a free trade agreement.", "negotiated"),
        ("Kenya and Peru are concluding a Defence Cooperation Agreement.", "negotiated"),
        ("Today Kenya and Peru announced the Lima Declaration.", "signed"),
        ("Talks turned to a study on the Trade Agreement, which had been finalised.", "planned"),
        ("The Trade Agreement will soon be completed and, before the year is out, signed.", "negotiated"),
        ("Signature of the Lima Declaration of Kenya and Peru is expected in May.", "planned"),
        ("A visa agreement of Kenya and Peru is to be initialled before the summer.", "planned"),
        ("What all wait for is the Treaty on Lasting Friendship. It is due to be signed today.", "planned"),
    ],
)
def test_the_nearest_word_says_what_became_of_it(text, status):
    assert one(text).status == status


def test_the_framework_of_an_agreement_is_not_the_agreement():
    text = "Kenya and Peru have agreed to a Framework for an Agreement on Reciprocal Trade."
    assert [what.title for what in read(text)] == [
        "Framework for an Agreement on Reciprocal Trade",
        "Agreement on Reciprocal Trade",
    ]


def test_what_an_order_is_about_is_no_document_between_sides():
    text = (
        "Kenya will apply Executive Order 12 of 3 May 2024 (Establishing Procedures for Implementing Trade Agreements)."
    )
    assert titles(text) == []


def test_a_list_takes_its_status_from_the_clause_over_it():
    text = (
        "NAIROBI, June 14 - President A. Otieno of Kenya and President B. Quispe of Peru held talks.\n\n"
        "Following the talks, these documents were signed:\n\n"
        "- Agreement on sea ports;\n"
        "- Memorandum of understanding on cooperation between the Ministry of Energy of Kenya and the Ministry of "
        "Mines of Peru for 2024-2026;\n"
        "- Protocol on fisheries.\n"
    )
    found = read(text)
    assert [what.type for what in found] == ["agreement", "memorandum", "protocol"]
    assert {what.status for what in found} == {"signed"}
    assert {str(what.date) for what in found} == {"2024-06-14"}
    assert all(set(what.states) == {"KEN", "PER"} for what in found)
    assert found[1].signatories == ("Ministry of Energy of Kenya", "Ministry of Mines of Peru")
    assert str(found[1].term) == "2024/2026"


def test_items_of_a_list_share_what_one_of_them_says():
    text = (
        "On the table of Kenya and Peru: a joint statement on trade, adopted by the two ministers; an agreement on visas; "
        "and a protocol on fisheries."
    )
    assert [what.status for what in read(text)] == ["signed", "signed", "signed"]


def test_who_signed_may_stand_before_the_document_in_its_item():
    text = (
        "Signed in Nairobi were:\n\n"
        "* John Otieno, Minister of Trade of Kenya, and Maria Quispe of Peru - a border trade agreement;\n"
        "* an agreement on visas.\n"
    )
    first = read(text)[0]
    assert (first.status, first.signatories) == ("signed", ("John Otieno", "Maria Quispe"))


def test_an_organisation_is_no_part_of_its_agreement():
    assert titles("Peru accepted the World Trade Organization (WTO) Agreement on Fish Quotas.") == [
        "Agreement on Fish Quotas"
    ]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Kenya and Peru signed seven agreements in Nairobi.", 7),
        ("Eight Memoranda of Understanding were signed by Kenya and Peru.", 8),
        ("In total, 20 new documents of cooperation were signed by Kenya and Peru.", 20),
        ("A number of bilateral documents were signed by Kenya and Peru.", None),
        ("The two countries signed 14 agreements with Peru.", 14),
    ],
)
def test_documents_without_titles_are_a_package(text, count):
    what = one(text)
    assert (what.type, what.status, what.count, what.title) == ("package", "signed", count, None)


def test_a_package_has_the_value_of_its_contracts():
    what = one("Firms of Kenya and Peru signed 12 contracts worth $3 billion.")
    assert (what.count, what.value, what.currency) == (12, 3_000_000_000, "USD")


def test_documents_that_are_all_listed_are_no_package():
    text = "Kenya and Peru signed two documents: an agreement on visas and a protocol on fisheries."
    assert [what.type for what in read(text)] == ["agreement", "protocol"]


def test_what_was_signed_over_the_years_is_no_package():
    assert read("Since 1999 Kenya and Peru have signed 34 agreements over the years.") == []


def test_a_document_told_twice_is_one_with_the_further_status():
    text = (
        "Kenya and Peru negotiated the Treaty on Lasting Friendship for years.\n\n"
        "On June 12 the Treaty was signed in Nairobi."
    )
    what = one(text)
    assert (what.title, what.status, str(what.date)) == ("Treaty on Lasting Friendship", "signed", "2024-06-12")


def test_items_of_one_list_are_documents_of_their_own():
    text = (
        "Kenya and Peru signed:\n\n* a Memorandum of Understanding on trade cooperation;\n"
        "* a Memorandum of Understanding on cooperation in trade and mining.\n"
    )
    assert len(read(text)) == 2


def test_a_negated_signing_only_refers_to_a_document():
    found = read("Kenya and Peru did not sign the Treaty on Lasting Friendship.")
    assert [(what.title, what.status) for what in found] == [("Treaty on Lasting Friendship", "referred")]
    assert read("Kenya and Peru did not sign an agreement.") == []


@pytest.mark.parametrize(
    ("text", "signatories"),
    [
        (
            "An agreement on visas was signed by John Otieno, Foreign Minister of Kenya, and Maria Quispe of Peru.",
            ("John Otieno", "Maria Quispe"),
        ),
        ("Kenya and Peru signed an agreement on visas.", ()),
        (
            "The memorandum on banking between the Central Bank of Kenya and the Central Bank of Peru was signed.",
            ("Central Bank of Kenya", "Central Bank of Peru"),
        ),
        ("The agreement on visas between Kenya and Peru was signed.", ()),
    ],
)
def test_who_signed(text, signatories):
    assert one(text).signatories == signatories


def test_work_on_a_text_full_of_documents_is_bounded():
    text = "signed treaty on fish, memorandum of ports and twenty agreements of the and " * 300
    claims, _ = instruments.read(document(text))
    assert claims is not None


@pytest.mark.parametrize(
    ("text", "day", "place"),
    [
        # what is to be signed during a visit is signed on its days
        (
            "Peru's President will be in Nairobi on 17 and 18 June 2024. A border agreement will be signed during the visit.",
            ("2024-06-17/2024-06-18", "2024-06-18"),
            "Nairobi",
        ),
        ("A border trade agreement of Kenya and Peru will be signed at the next meeting.", ("None",), None),
        # "has been signed" has no day of its own, so the dateline tells neither the day nor the place
        ("LIMA, 14 June 2024 - Kenya and Peru have signed a border trade agreement.", ("None",), None),
        ("LIMA, 14 June 2024 - Kenya and Peru signed a border trade agreement in Lima.", ("2024-06-14",), "Lima"),
        # what is to be signed by a day is not signed on it
        ("Kenya and Peru will sign a border trade agreement by the end of 2024.", ("None",), None),
        # nor is the day of another clause that of a signing ahead
        (
            "Talks of Kenya and Peru open on 20 June, and ministers are to draft a border trade agreement.",
            ("None",),
            None,
        ),
        ("A border agreement of Kenya and Peru was initialled on 3 June.", ("2024-06-03",), None),
        ("The border agreement of Kenya and Peru, in force since May 2019, helped.", ("2019-05",), None),
    ],
)
def test_when_and_where_documents_are_signed(text, day, place):
    what = one(text)
    assert str(what.date) in day
    assert what.place == place


@pytest.mark.parametrize(
    ("text", "states"),
    [
        # a report of many: its documents are between those whom its longest list names
        (
            "The members are Chile, Colombia, Mexico and Peru. In Lima the leaders signed the Lima Declaration.",
            ("CHL", "COL", "MEX", "PER"),
        ),
        # "the two countries" are the two sides whoever else is named
        (
            "Kenya met Peru beside Chile, Mexico, Ghana and Fiji, Kenya's friends. The two countries signed a visa pact.",
            ("KEN", "PER"),
        ),
        # a group's own paper is the group's alone
        ("Kenya and Peru recalled the ASEAN Outlook on the Indo-Pacific.", ("ASEAN",)),
        ("Kenya signed the ASEAN-Kenya Treaty on Lasting Friendship.", ("ASEAN", "KEN")),
        # a paper of the whole world is between no states in particular
        ("Kenya and Peru stand by the Paris Agreement.", ()),
    ],
)
def test_between_which_states_a_document_is(text, states):
    assert read(text)[-1].states == states


@pytest.mark.parametrize(
    ("text", "signers"),
    [
        # the sentence behind tells who signed
        (
            "Kenya and Peru signed a visa agreement. Signing were John Otieno, a minister of Kenya, and Maria Quispe of Peru.",
            ("John Otieno", "Maria Quispe"),
        ),
        # so do brackets behind a title
        (
            "Kenya and Peru signed an agreement on fish quotas (Ministry of Fisheries of Kenya – Ministry of Production of Peru).",
            ("Ministry of Fisheries of Kenya", "Ministry of Production of Peru"),
        ),
        # of a signing ahead only those behind "by"
        (
            "A visa agreement of Kenya and Peru will be signed by President John Otieno and President Maria Quispe.",
            ("John Otieno", "Maria Quispe"),
        ),
        # persons who sign for their governments
        (
            "John Otieno and Maria Quispe signed the Treaty between the Government of Kenya and the Government of Peru on Visas.",
            ("John Otieno", "Maria Quispe"),
        ),
        ("Lake Works and Andes Lines have signed a contract on ferries.", ("Lake Works", "Andes Lines")),
        ("Lake Works signed a contract with Andes Lines on ferries of Kenya and Peru.", ("Lake Works", "Andes Lines")),
        ("Kenya and Peru signed a visa agreement. The talks with John Otieno and Maria Quispe were long.", ()),
    ],
)
def test_who_signs_told_elsewhere(text, signers):
    assert read(text)[0].signatories == signers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Kenya and Peru signed a $40 million loan agreement for small farms.", 40_000_000),
        ("Kenya and Peru renewed their $500 million memorandum of understanding.", 500_000_000),
        ("A contract of Kenya and Peru for a wharf, amounting to 30 million dollars, was signed.", 30_000_000),
        ("Kenya and Peru signed an agreement on a wharf (30 million dollars) in Lima.", 30_000_000),
        # the sum of another document, or of trade
        ("Kenya and Peru signed a visa agreement and a contract worth $9 million.", None),
        ("Kenya and Peru signed a visa agreement; trade reached $9 million.", None),
    ],
)
def test_what_a_titled_document_is_worth(text, value):
    assert read(text)[0].value == value


def test_documents_exchanged_before_witnesses_are_signed():
    text = "The leaders of Kenya and Peru witnessed the exchange of the following:\n(i) Agreement on Visas;\n(ii) Treaty on Trade.\n"
    assert [what.status for what in read(text)] == ["signed", "signed"]
    assert one("After the talks Kenya and Peru attended the signing of five memoranda.").status == "signed"


def test_a_document_of_another_day_is_not_from_where_the_report_is():
    text = "The ministers met in Lima on 12 June 2024. Kenya and Peru signed a visa agreement on 3 June 2024."
    assert (str(one(text).date), one(text).place) == ("2024-06-03", None)


@pytest.mark.parametrize(
    ("text", "covers"),
    [
        ("Kenya and Peru signed the plan of cooperation in culture for 2025.", "2025"),
        ("Kenya and Peru signed the programme of trade cooperation through 2030.", "../2030"),
        ("Kenya and Peru signed the programme of cooperation for 2024-2026.", "2024/2026"),
        ("Kenya and Peru signed the agreement on the Games of 2028.", None),
    ],
)
def test_the_years_that_a_document_covers(text, covers):
    term = one(text).term
    assert (None if term is None else str(term)) == covers


def test_what_another_takes_the_place_of_is_only_referred_to():
    found = read("The Treaty on Lasting Friendship, signed today, takes the place of the Trade Agreement of 1996.")
    assert {what.title: what.status for what in found}["Trade Agreement of 1996"] == "referred"


def test_a_list_of_what_was_discussed_is_of_documents_ahead():
    text = "The following was discussed by Kenya and Peru:\n\n- an agreement on river transport;\n- a fair in Lima.\n"
    assert [what.status for what in read(text)] == ["planned"]


def test_what_is_in_force_is_told_so_and_no_part_of_the_title():
    what = one("Kenya sends officers to Peru under the police treaty in force since 2018.")
    assert (what.title, what.status, str(what.date)) == ("police treaty", "in_force", "2018")


def test_the_documents_that_a_numbered_paragraph_lists():
    text = "1. Kenya and Peru met.\n2. The following documents were exchanged:\n(i) Agreement on Visas;\n(ii) Treaty on Trade.\n"
    assert [what.status for what in read(text)] == ["signed", "signed"]


def test_what_firms_sign_beside_the_talks_has_no_day():
    text = "The ministers of Kenya and Peru met in Lima on 12 June 2024. Rift Power and Andes Grid signed a contract for a line in Peru."
    assert one(text).date is None
    text = "The ministers of Kenya and Peru met in Lima on 12 June 2024. The two ministers signed a contract for a line in Peru."
    assert str(one(text).date) == "2024-06-12"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (
            "Kenya and Peru are concluding a Defence Agreement; talks with Chad and Niger on ports go on.",
            ("KEN", "PER"),
        ),
        ("Chad will help Kenya to sign a free trade agreement with the African Union.", ("AU", "KEN")),
        (
            "Kenya and Peru met. A visa agreement of the two states will be signed in Rome at a meeting of NATO.",
            ("KEN", "PER"),
        ),
    ],
)
def test_the_states_of_the_part_of_a_sentence_that_tells_of_a_document(text, codes):
    assert one(text).states == codes


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("The ports of Kenya and Peru signed a memorandum of understanding.", "memorandum of understanding"),
        ("Kenya and Peru adopted a joint statement of the presidents.", "joint statement of the presidents"),
        ("Kenya and Peru signed a treaty on cross-border grazing.", "treaty on cross-border grazing"),
        ("The ports of Kenya and Peru signed an agreement.", None),
    ],
)
def test_titles_of_types_of_several_words_and_of_whole_subjects(text, title):
    assert one(text).title == title


def test_contracts_told_together_are_a_package():
    what = one("Kenya and Peru signed contracts for ninety tractors.")
    assert (what.type, what.title) == ("package", None)


@pytest.mark.parametrize(
    ("text", "title", "status"),
    [
        ("The Lake Agreement of Kenya and Peru was not signed.", "Lake Agreement of Kenya and Peru", "referred"),
        (
            "Kenya wishes for a Kenya-Peru FTA, for which a study on Kenya-Peru FTA rules was proposed.",
            "Kenya-Peru FTA",
            "planned",
        ),
    ],
)
def test_titles_that_are_denied_or_shortened(text, title, status):
    found = {what.title: what.status for what in read(text)}
    assert found[title] == status


def test_a_letter_of_intent_without_a_subject_and_a_heading_that_is_a_statement():
    assert (
        one("Kenya joins the network of Peru and signed a letter of intent to that effect.").title == "letter of intent"
    )
    text = "JOINT COMMUNIQUÉ\n\nThe ministers of Kenya and Peru met in Lima on 12 June 2024.\n"
    assert [(what.type, what.status) for what in read(text)] == [("joint_statement", "signed")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Kenya and Peru signed a programme of debt relief for 24 million dollars.", 24_000_000),
        ("A contract of 18 million euros of Kenya and Peru was signed.", 18_000_000),
        ("Kenya and Peru concluded a contract for sprayers, 3 million euros, yesterday.", 3_000_000),
        ("Kenya and Peru signed contracts to a sum of nearly seven million dollars.", 7_000_000),
        ("Kenya and Peru signed the Port Treaty; trade was nine million dollars.", None),
    ],
)
def test_the_sum_right_behind_a_document(text, value):
    assert one(text).value == value


@pytest.mark.parametrize(
    ("text", "when"),
    [
        (
            "In May 2023 the negotiations on the Trade Agreement of Kenya and Peru were concluded.",
            ("negotiated", "2023-05"),
        ),
        (
            "The Lake Treaty of Kenya and Peru, signed on 1 August 2017, entered into force in February 2018.",
            ("in_force", "2018-02"),
        ),
        ("Kenya will ratify the Lake Treaty with Peru, which was signed last September.", ("signed", "2023-09")),
    ],
)
def test_the_day_of_the_status_that_is_told_last(text, when):
    what = one(text)
    assert (what.status, str(what.date)) == when


def test_where_a_text_was_initialled():
    what = one("The agreement on gas of Kenya and Peru was initialled in Lima on 31 August 2023.")
    assert (what.status, what.place) == ("negotiated", "Lima")


@pytest.mark.parametrize(
    ("text", "when"),
    [
        (
            "He was in Lima from 11 to 13 June 2024. On 13 June he spoke. In the course of the visit Kenya and Peru signed nine agreements.",
            "2024-06-11/2024-06-13",
        ),
        (
            "The guest was in Lima from 11 to 13 June 2024. On 13 June he spoke. Kenya and Peru signed nine agreements.",
            "2024-06-13",
        ),
    ],
)
def test_what_is_signed_in_the_course_of_a_visit_is_of_its_days(text, when):
    assert str(one(text).date) == when


def test_what_somebody_signs_is_still_to_be_signed():
    assert (
        one("The minister of Kenya stays in Lima until Sunday and signs a tax protocol with Peru.").status == "planned"
    )


def test_the_document_that_another_one_changes_is_referred_to():
    found = {
        what.title: what.status for what in read("Kenya and Peru signed the Protocol amending the Agreement on Visas.")
    }
    assert found == {"Protocol amending the Agreement on Visas": "signed", "Agreement on Visas": "referred"}
    assert [what.status for what in read("Kenya and Peru signed a plan for the implementation of the projects.")] == [
        "signed"
    ]
