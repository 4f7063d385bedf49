"""The reader as a whole: the same every time, whatever it is given, with every span exact."""

from __future__ import annotations

import random
import time
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servanda.examples import demo_reports
from servanda.reading.pipeline import lay_out, read_report
from servanda.sources.folder import list_files, read_files
from servanda.terms.reports import Report
from servanda.workflows.inspect import inspect_text

REPORTS = [one for one in read_files(list_files([demo_reports()])) if isinstance(one, Report)]
DAY = date(2024, 5, 6)


def exact(report: Report) -> None:
    document = lay_out(report)
    for mention in document.mentions:
        assert report.text[mention.start : mention.end] == mention.text
    assert len(document.masked) == len(report.text)
    reading = read_report(report)
    for claim in [*reading.claims, *(r.claim for r in reading.refused)]:
        assert all(quote.stands_in(report.text) for quote in claim.quotes)
    for left in reading.unread:
        assert report.text[left.start : left.end] == left.text


@pytest.mark.parametrize("report", REPORTS, ids=lambda r: r.id)
def test_every_span_of_the_bundled_reports_is_exact(report):
    exact(report)


def test_reading_is_the_same_alone_and_among_others_in_any_order():
    alone = {r.id: read_report(r) for r in REPORTS}
    shuffled = REPORTS.copy()
    random.Random(3).shuffle(shuffled)
    assert {r.id: read_report(r) for r in shuffled} == alone


WORDS = [
    "Kenya", "President", "William Ruto", "met with", "$1.2 billion", "2023", "by 7.4%", "signed", "the Treaty on", "will", "“", "”",
    "-", "\n\n", ";", "agreed to", "in Nairobi", "May 6", "12 documents", "(", ")", "and", "of", "the", "said that", "trade", "visit",
    "Ministry of", "the Republic of", "not", "within three years", "\u202e", "é", "1.150.000,5", "…",
]  # fmt: skip


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(WORDS), max_size=60))
def test_any_jumble_of_words_is_read_without_fault(words):
    exact(Report("x", DAY, " ".join(words) or "x"))


@settings(max_examples=100, deadline=None)
@given(st.text(min_size=1, max_size=300))
def test_any_text_is_read_without_fault(text):
    exact(Report("x", DAY, text))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(REPORTS), st.integers(0, 2**32))
def test_noise_over_a_report_is_read_without_fault(report, seed):
    chance = random.Random(seed)
    text = list(report.text)
    for _ in range(12):
        at = chance.randrange(len(text))
        text[at] = chance.choice(["", " ", "\n", chr(chance.randrange(32, 0x3000)), text[at] * 40])
    exact(Report("x", DAY, "".join(text) or "x"))


@pytest.mark.parametrize(
    "unit",
    ["the ", "Kenya and ", "1,", "1 ", "of the Ministry of ", "(", "“", "will ", "May ", "a-", "- ", "President ", ";"],
)
def test_long_hostile_text_takes_time_linear_in_its_length(unit):
    def seconds(size: int) -> float:
        started = time.process_time()
        read_report(Report("x", DAY, (unit * size)[:size]))
        return time.process_time() - started

    seconds(1000)
    short, long = seconds(4_000), seconds(16_000)
    # four times the text may take ten times as long before it counts as worse than linear with noise
    assert long < 10 * short + 1.5


def test_inspect_gives_rows_with_spans_and_values():
    text = "Trade reached $1.2 billion in 2024, Prime Minister Anwar Ibrahim said in Nairobi."
    rows = list(inspect_text(text, date(2025, 2, 12)))
    assert all(text[r["start"] : r["end"]] == r["text"] for r in rows)
    found = {r["kind"]: r for r in rows}
    assert found["amount"]["value"]["value"] == 1_200_000_000
    assert (found["time"]["timex3_type"], found["time"]["timex3_value"]) == ("DATE", "2024")
    assert found["person"]["value"]["name"] == "Anwar Ibrahim"
    assert found["city"]["value"]["state"] == "KEN"
