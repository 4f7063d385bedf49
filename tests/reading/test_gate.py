"""The evidence gate: what the quotes do not bear out does not get in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from servanda.reading.gate import faults, find_faults, without
from servanda.reading.pipeline import lay_out, read_report
from servanda.terms import dates
from servanda.terms.claims import Activity, Change, Claim, Commitment, Figure, Instrument, Meeting, Person, Statement
from servanda.terms.evidence import Quote
from servanda.terms.reports import Report

TEXT = (
    "NAIROBI, May 6 - President of Kenya William Ruto met with President of Uganda Yoweri Museveni in Nairobi on May 6.\n\n"
    "Trade between Kenya and Uganda grew by 7.4% and reached $1.2 billion in 2023. The ministers signed 12 documents. "
    "The sides signed the Agreement on border trade for 2024-2026.\n\n"
    "Uganda agreed to raise exports of milk to 40,000 tonnes by 2027. The two sides did not sign the Agreement on fisheries. "
    "William Ruto said that Kenya values the friendship of Uganda."
)
REPORT = Report("k", date(2024, 5, 6), TEXT, "Lake News")
DOCUMENT = lay_out(REPORT)


def quote(words: str) -> Quote:
    start = TEXT.index(words)
    return Quote(start, start + len(words), words)


def claim(what, words: str) -> Claim:
    return Claim("k", REPORT.digest, what, (quote(words),), "test")


TRADE = Figure(
    "trade_turnover", "trade", Decimal(1_200_000_000), None, "USD", "exact", dates.parse("2023"), ("KEN", "UGA"),
    Change(Decimal("7.4"), "up"),
)  # fmt: skip
TRADE_WORDS = "Trade between Kenya and Uganda grew by 7.4% and reached $1.2 billion in 2023"
PACT = Instrument(
    "agreement", "signed", "Agreement on border trade for 2024-2026", dates.parse("2024-05-06"), "Nairobi", ("KEN", "UGA"),
    term=dates.parse("2024/2026"),
)  # fmt: skip
PACT_WORDS = "The sides signed the Agreement on border trade for 2024-2026"
TALKS = Meeting(
    "meeting", "held", None, dates.parse("2024-05-06"), "Nairobi", "KEN", ("KEN", "UGA"),
    (Person("William Ruto", "President", "KEN"), Person("Yoweri Museveni", "President", "UGA")),
)  # fmt: skip
TALKS_WORDS = "President of Kenya William Ruto met with President of Uganda Yoweri Museveni in Nairobi on May 6"


@pytest.mark.parametrize(
    ("what", "words"),
    [
        (TRADE, TRADE_WORDS),
        (PACT, PACT_WORDS),
        (TALKS, TALKS_WORDS),
        (Statement(Person("William Ruto", "President", "KEN"), direct=False), "Kenya values the friendship of Uganda"),
    ],
)
def test_what_the_quotes_show_passes(what, words):
    assert faults(claim(what, words), DOCUMENT) == ()


@pytest.mark.parametrize(
    ("what", "words", "part"),
    [
        (replace(TRADE, value=Decimal(1_300_000_000)), TRADE_WORDS, "value"),
        (replace(TRADE, value=Decimal(1_200_000)), TRADE_WORDS, "value"),
        (replace(TRADE, period=dates.parse("2022")), TRADE_WORDS, "period"),
        (replace(TRADE, period=dates.parse("2023-01/2023-06")), TRADE_WORDS, "period"),
        (replace(TRADE, change=Change(Decimal("7.5"), "up")), TRADE_WORDS, "change"),
        (replace(TRADE, states=("KEN", "TZA")), TRADE_WORDS, "TZA"),
        (replace(PACT, term=dates.parse("2024/2027")), PACT_WORDS, "term"),
        (replace(PACT, date=dates.parse("2024-05-07")), PACT_WORDS, "date"),
        (replace(PACT, title="Agreement on maritime trade"), PACT_WORDS, "title"),
        (replace(PACT, place="Kampala"), PACT_WORDS, "place"),
        (replace(PACT, signatories=("Ministry of Energy",)), PACT_WORDS, "signator"),
        (replace(PACT, type="package", title=None, term=None, count=13), "The ministers signed 12 documents", "count"),
        (replace(TALKS, city="Entebbe"), TALKS_WORDS, "city"),
        (replace(TALKS, date=dates.parse("2024-06-06")), TALKS_WORDS, "date"),
        (replace(TALKS, participants=(Person("Samia Suluhu Hassan", "President", "TZA"),)), TALKS_WORDS, "Samia"),
        (replace(PACT, title="Agreement on fisheries", term=None), "sign the Agreement on fisheries", "denies"),
        (
            replace(PACT, title="Agreement on fisheries", term=None),
            "The two sides did not sign the Agreement on fisheries",
            "denies",
        ),
        (replace(TRADE, unit="EUR"), TRADE_WORDS, "EUR"),
        (replace(TRADE, value=Decimal(12), unit="count"), "The ministers signed 12 documents", "change"),
        (replace(PACT, term=None), "The ministers signed 12 documents", "title"),
        (
            Statement(Person("Paul Kagame", "President", "RWA"), direct=False),
            "Kenya values the friendship of Uganda",
            "Kagame",
        ),
    ],
)
def test_an_altered_claim_is_refused_and_the_reason_names_the_field(what, words, part):
    found = faults(claim(what, words), DOCUMENT)
    assert found
    assert part in "; ".join(found)


ALTERATIONS = [
    ("$1.2 billion", "$2.1 billion"), ("$1.2 billion", "$1.2 million"), ("7.4%", "4.7%"), ("in 2023", "in 2022"),
    ("12 documents", "21 documents"), ("2024-2026", "2024-2028"), ("in Nairobi on", "in Kampala on"), ("May 6.", "May 9."),
    ("met with", "did not meet with"), ("signed the", "did not sign the"), ("signed 12", "refused to sign 12"),
    ("40,000 tonnes", "14,000 tonnes"), ("by 2027", "by 2029"), ("William Ruto met", "Raila Odinga met"),
    ("Agreement on border", "Agreement on customs"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), ALTERATIONS)
def test_a_quote_altered_in_a_claim_does_not_stand_in_the_report(before, after):
    """Every claim read from the report, with its quotes altered at the same places, is refused."""
    assert before in TEXT
    for one in read_report(REPORT).claims:
        changed = tuple(replace(q, text=q.text.replace(before, after)) for q in one.quotes)
        if changed != one.quotes:
            assert faults(replace(one, quotes=changed), DOCUMENT)


@pytest.mark.parametrize(("before", "after"), [pair for pair in ALTERATIONS if "met" not in pair[0]])
def test_a_claim_held_against_an_altered_report_is_refused(before, after):
    """The claims that rest on words which another version of the report tells otherwise do not pass there."""
    text = TEXT.replace(before, after)
    altered = lay_out(Report("k", REPORT.date, text, "Lake News"))
    resting = [
        c
        for c in read_report(REPORT).claims
        if c.kind != "statement" and any(before.strip(".") in q.text for q in c.quotes[:1])
    ]
    for one in resting:
        moved = tuple(
            Quote(at, at + len(words), words)
            for words in (q.text.replace(before.strip("."), after.strip(".")) for q in one.quotes)
            if (at := text.find(words)) >= 0
        )
        assert faults(replace(one, quotes=moved), altered), (before, one.what)


def test_a_quote_must_stand_at_its_place():
    moved = Quote(3, 3 + len(TRADE_WORDS), TRADE_WORDS)
    assert "not at its place" in faults(Claim("k", REPORT.digest, TRADE, (moved,), "test"), DOCUMENT)[0]
    assert faults(Claim("k", REPORT.digest, TRADE, (), "test"), DOCUMENT) == ("it has no quote",)


def test_every_claim_that_the_reader_gives_has_passed_the_gate():
    reading = read_report(REPORT)
    assert reading.claims
    assert all(faults(one, DOCUMENT) == () for one in reading.claims)
    assert all(q.stands_in(TEXT) for one in reading.claims for q in one.quotes)


@pytest.mark.parametrize(
    ("day", "passes"),
    [("2024-05-08/2024-05-10", True), ("2024-05-08/2024-05-11", False), ("2024-05-06", False), ("2024-05-08", True)],
)
def test_a_length_told_beside_a_day_makes_a_stretch(day, passes):
    """The day that a sentence tells is its event's, not the report's own."""
    text = "The Minister of Foreign Affairs of Oman arrived in Quito on 8 May for a three-day visit to Ecuador."
    report = Report("o", date(2024, 5, 6), text)
    visit = Meeting("visit", "planned", None, dates.parse(day), "Quito", "ECU", ("ECU", "OMN"))
    found = faults(Claim("o", report.digest, visit, (Quote(0, len(text), text),), "test"), lay_out(report))
    assert (not found) is passes


@pytest.mark.parametrize(
    ("text", "due", "passes"),
    [
        ("Oman will open a consulate in Quito within two years", "2026", True),
        ("Oman will open a consulate in Quito within two years", "2027", False),
        ("Oman plans to build the port over the next five years", "2029", True),
        ("Oman plans to build the port over the next five years", "2030", False),
    ],
)
def test_a_length_ahead_makes_a_due_date(text, due, passes):
    report = Report("o", date(2024, 5, 6), text)
    promise = Commitment(text.removeprefix("Oman "), "firm", by=("OMN",), due=dates.parse(due))
    found = faults(Claim("o", report.digest, promise, (Quote(0, len(text), text),), "test"), lay_out(report))
    assert (not found) is passes


def test_what_might_have_been_is_no_fact():
    text = "The sides might have signed the Agreement on border trade"
    report = Report("s", date(2024, 5, 6), text)
    pact = Instrument("agreement", "signed", "Agreement on border trade")
    document = lay_out(report)
    claimed = Claim("s", report.digest, pact, (Quote(0, len(text), text),), "test")
    assert "supposes" in "; ".join(faults(claimed, document))
    assert faults(replace(claimed, what=replace(pact, status="referred")), document) == ()


def test_a_claim_can_do_without_what_its_quotes_do_not_show():
    wrong = claim(replace(TALKS, date=dates.parse("2024-06-06"), city="Entebbe"), TALKS_WORDS)
    mended = without(wrong, find_faults(wrong, DOCUMENT))
    assert mended is not None
    assert (mended.what.date, mended.what.city) == (None, None)
    assert faults(mended, DOCUMENT) == ()
    number = claim(replace(TRADE, value=Decimal(3)), TRADE_WORDS)
    assert without(number, find_faults(number, DOCUMENT)) is None


def _holds(text: str, what, words: str, *, day: date = date(2024, 5, 6)) -> bool:
    """Whether a claim that rests on some words of a text passes."""
    report = Report("w", day, text)
    start = text.index(words)
    resting = Claim("w", report.digest, what, (Quote(start, start + len(words), words),), "test")
    return not faults(resting, lay_out(report))


STORY = (
    "President of Kenya William Ruto arrived in Kampala on May 4. "
    "The Agreement on fisheries was signed.\n\n"
    "On May 20 the ministers are to meet in Nairobi. A border trade forum will open by June 2024."
)


@pytest.mark.parametrize(
    ("what", "words", "day", "passes"),
    [
        # no day in its sentence: the last one told, not the report's own, which the story of days before hides
        (Instrument("agreement", "signed", "Agreement on fisheries"), "The Agreement on fisheries was signed", "2024-05-04", True),
        (Instrument("agreement", "signed", "Agreement on fisheries"), "The Agreement on fisheries was signed", "2024-05-06", False),
        # a day in its own sentence hides every other
        (Meeting("meeting", "planned", states=("KEN", "UGA")), "the ministers are to meet in Nairobi", "2024-05-20", True),
        (Meeting("meeting", "planned", states=("KEN", "UGA")), "the ministers are to meet in Nairobi", "2024-05-06", False),
        # what is to come may be dated by its deadline
        (Meeting("forum", "planned", states=("KEN", "UGA")), "A border trade forum will open by June 2024", "2024-06", True),
        (Meeting("forum", "held", states=("KEN", "UGA")), "A border trade forum will open by June 2024", "2024-06", False),
    ],
)  # fmt: skip
def test_a_day_told_nearer_hides_one_told_farther_off(what, words, day, passes):
    assert _holds(STORY, replace(what, date=dates.parse(day)), words) is passes


@pytest.mark.parametrize(
    ("text", "words", "period", "passes"),
    [
        ("Trade of Oman and Chile was 3 million dollars in 2023, more than in 2022", "3 million dollars in 2023, more than in 2022", "2023", True),
        ("Trade of Oman and Chile was 3 million dollars in 2023, more than in 2022", "3 million dollars in 2023, more than in 2022", "2022", False),
        ("In 2023 trade of Oman and Chile was large (in 2022 it had been small). Exports of Oman were 3 million dollars.", "3 million dollars", "2023", True),
        ("In 2023 trade of Oman and Chile was large (in 2022 it had been small). Exports of Oman were 3 million dollars.", "3 million dollars", "2022", False),
        ("Oman traded with Chile in 2023. In 2021 the trade was 3 million dollars.", "In 2021 the trade was 3 million dollars", "2023", False),
        ("In five years Oman has sent goods worth 3 million dollars to Chile.", "goods worth 3 million dollars", "2019/2024", True),
        ("In five years Oman has sent goods worth 3 million dollars to Chile.", "goods worth 3 million dollars", "2018/2023", False),
    ],
)  # fmt: skip
def test_the_period_of_a_figure_is_its_own_and_not_what_it_is_compared_with(text, words, period, passes):
    traded = Figure("trade_turnover", "trade", Decimal(3_000_000), None, "USD", period=dates.parse(period))
    assert _holds(text, traded, words) is passes


@pytest.mark.parametrize(
    ("what", "text", "passes"),
    [
        (Instrument("agreement", "signed", "Trade Agreement"), "Oman and Chile signed the Trade Agreement", True),
        (Instrument("agreement", "signed", "Trade Agreement"), "The ports of Oman and Chile are full", False),
        (Commitment("build a port in Oman", "firm", by=("OMN",)), "Oman will build it", True),
        (
            Commitment("build a large port for grain in Oman", "firm", by=("OMN",)),
            "Oman praised the large choir",
            False,
        ),
        (Activity("construction", "construction of a port", "ongoing"), "The construction began near Muscat", True),
        (
            Activity("project", "development of the northern grain port", "ongoing"),
            "Northern winds were felt in Muscat",
            False,
        ),
        (Instrument("contract", "planned", "port contract"), "the port contract, which has yet to be drawn up", True),
        (Instrument("contract", "signed", "port contract"), "the port contract, which has yet to be drawn up", False),
        (Instrument("treaty", "referred", "Treaty of Muscat"), "The Treaty of Muscat was not signed", True),
        (Commitment("back the port", "firm", by=("OMN",)), "Oman might have agreed to back the port", False),
    ],
)
def test_quotes_speak_of_what_they_show(what, text, passes):
    assert _holds(f"{text}. The Trade Agreement and the port are dear to Oman.", what, text) is passes


def test_one_undertaking_to_leave_undone_does_not_deny_the_next():
    text = "Oman has committed not to tax data and to support the moratorium on duties"
    support = Commitment("support the moratorium on duties", "firm", by=("OMN",))
    assert _holds(text, support, "to support the moratorium on duties")
    assert not _holds(
        text.replace("and to support", "and not to support"), support, "not to support the moratorium on duties"
    )


@pytest.mark.parametrize(
    ("what", "text", "passes"),
    [
        (Instrument("treaty", "planned", "Treaty of Muscat"), "The Treaty of Muscat will be signed in autumn", True),
        (Instrument("treaty", "signed", "Treaty of Muscat"), "The Treaty of Muscat will be signed in autumn", False),
        (
            Instrument("treaty", "signed", "Treaty of Muscat"),
            "They signed the Treaty of Muscat, which will bring trade",
            True,
        ),
        (
            Instrument("treaty", "signed", "Treaty of Muscat"),
            "the Treaty of Muscat, under which Oman will build a port",
            True,
        ),
        (Meeting("meeting", "held", states=("CHL", "OMN")), "The ministers of Oman and Chile are to meet again", False),
        (Figure("exports", value=Decimal(40), unit="tonnes", qualifier="up_to"), "Oman sent up to 40 tonnes", True),
        (Figure("exports", value=Decimal(40), unit="tonnes", qualifier="exact"), "Oman sent up to 40 tonnes", False),
        (Figure("exports", value=Decimal(40), unit="tonnes", qualifier="over"), "Oman sent 40 tonnes to Chile", False),
        (Figure("exports", change=Change(Decimal(4), "up")), "exports of Oman to Chile grew by 4%", True),
        (Figure("exports", change=Change(Decimal(4), "down")), "exports of Oman to Chile grew by 4%", False),
        (Figure("exports", change=Change(Decimal(4), "up")), "exports of Oman to Chile fell by 4%", False),
    ],
)
def test_a_claim_tells_no_more_than_its_words(what, text, passes):
    assert _holds(f"{text}.", what, text) is passes


def test_words_are_not_given_to_another_than_the_sentence_has_speak():
    text = (
        "Trade is growing, Foreign Minister Badr Albusaidi said on Monday. President Gabriel Boric was in Muscat, too."
    )
    assert _holds(text, Statement(Person("Badr Albusaidi"), direct=False), "Trade is growing")
    assert not _holds(text, Statement(Person("Gabriel Boric"), direct=False), "Trade is growing")


@pytest.mark.parametrize(
    ("sentence", "passes"),
    [
        ("Trade between them is growing, according to Badr Albusaidi.", False),
        ("Trade is growing, he went on, as Badr Albusaidi will confirm.", True),
        ("Trade is growing, and we owe it to Badr Albusaidi.", True),
        ("Trade between them is growing.", True),
    ],
)
def test_a_sentence_that_names_others_leaves_a_speaker_room_only_by_he_or_we(sentence, passes):
    text = f"President Gabriel Boric received Foreign Minister Badr Albusaidi. {sentence}"
    words = sentence.partition(",")[0].rstrip(".")
    assert _holds(text, Statement(Person("Gabriel Boric"), direct=False), words) == passes


def test_one_who_is_named_only_later_does_not_speak_before():
    text = "Trade is growing, he told Badr Albusaidi. President Gabriel Boric came on Friday."
    assert not _holds(text, Statement(Person("Gabriel Boric"), direct=False), "Trade is growing")


def test_of_two_sides_both_are_told_near_the_quotes_or_the_report_is_about_them():
    text = (
        "Oman and Chile signed a treaty on ports. Chile and Oman have traded for long, and Oman sends gas to Chile.\n\n"
        "Guests from Peru came on Sunday."
    )
    words = "Oman and Chile signed a treaty on ports"
    assert _holds(text, Instrument("treaty", "signed", "treaty on ports", states=("CHL", "OMN")), words)
    assert not _holds(text, Instrument("treaty", "signed", "treaty on ports", states=("OMN", "PER")), words)


def test_of_several_persons_only_the_one_at_fault_is_left_out():
    wrong = claim(
        replace(TALKS, participants=(*TALKS.participants, Person("Paul Kagame", "President", "RWA"))), TALKS_WORDS
    )
    mended = without(wrong, find_faults(wrong, DOCUMENT))
    assert mended is not None
    assert mended.what.participants == TALKS.participants
