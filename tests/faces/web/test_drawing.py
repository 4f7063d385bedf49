"""What pages are drawn with: cut texts, scales, addresses, words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.faces.exports.marks import MARKS, mark_of
from servanda.faces.exports.scale import Days, Values, middle
from servanda.faces.web.links import Links
from servanda.faces.web.render import visible
from servanda.faces.web.spans import Mark, pieces
from servanda.faces.web.words import codes, sides, when
from servanda.terms.dates import parse
from servanda.terms.entries import AssessmentStatus

SPANS = st.tuples(st.integers(0, 40), st.integers(1, 40)).map(lambda p: (p[0], p[0] + p[1]))


@given(st.text(max_size=50), st.lists(SPANS, max_size=8))
def test_pieces_are_the_text_again_and_each_lies_under_its_marks(text, spans):
    marks = [Mark(start, end, f"m{n}", "figure", "#", "") for n, (start, end) in enumerate(spans)]
    found = pieces(text, marks)
    assert "".join(piece.text for piece in found) == text
    at = 0
    for piece in found:
        over = {m.name for m in marks if m.start < at + len(piece.text) and m.end > at and m.start < len(text)}
        assert {m.name for m in piece.marks} == over
        at += len(piece.text)
    begun = [name for piece in found for name in piece.names]
    assert sorted(begun) == sorted({m.name for m in marks if m.start < len(text)})


def test_a_click_on_overlapping_marks_follows_the_shortest():
    found = pieces("abcdef", [Mark(0, 6, "long", "meeting", "#l", ""), Mark(2, 4, "short", "figure", "#s", "")])
    assert [(p.text, p.top.name if p.top else None) for p in found] == [("ab", "long"), ("cd", "short"), ("ef", "long")]
    assert found[1].tones == "m-meeting m-figure"


def test_equal_lengths_of_time_are_equal_lengths_on_the_drawing():
    days = Days(date(2020, 1, 1), date(2030, 1, 1), 100, 1000)
    year = days.at(date(2021, 1, 1)) - days.at(date(2020, 1, 1))
    assert year == pytest.approx(days.at(date(2029, 1, 1)) - days.at(date(2028, 1, 1)), abs=0.4)
    assert days.at(date(1990, 1, 1)) == 100
    assert days.at(date(2090, 1, 1)) == 1000


@given(st.dates(date(1900, 1, 1), date(2900, 1, 1)), st.dates(date(1900, 1, 1), date(2900, 1, 1)))
def test_there_are_never_more_than_a_dozen_or_so_years_on_it(one, other):
    ticks = Days(min(one, other), max(one, other), 0, 1000).years()
    assert len(ticks) <= 13
    assert [t.at for t in ticks] == sorted(t.at for t in ticks)


def test_what_is_told_of_a_whole_year_lies_over_its_name():
    days = Days(date(2020, 1, 1), date(2030, 1, 1), 0, 1000)
    ticks = {tick.words: tick.at for tick in days.whole_years()}
    assert days.at(middle(date(2023, 1, 1), date(2023, 12, 31))) == pytest.approx(ticks["2023"], abs=0.5)


@given(st.decimals(min_value=Decimal("0.001"), max_value=Decimal(10) ** 15, places=3))
def test_levels_begin_at_zero_and_stay_on_the_drawing(most):
    values = Values(most, 200, 20)
    steps = list(values.steps())
    assert steps[0] == 0
    assert 3 <= len(steps) <= 6
    assert all(20 <= values.at(step) <= 200 for step in steps)


@given(st.text(min_size=1, max_size=60).filter(lambda t: t.isprintable()))
def test_the_address_of_a_report_holds_its_id(name):
    link = Links(date(2024, 5, 6)).report(name, "c1")
    split = urlsplit(link)
    told = unquote(split.path.removeprefix("/report/")) if split.path != "/report" else parse_qs(split.query)["id"][0]
    assert told == name
    assert split.fragment == "q-c1"
    assert parse_qs(split.query)["as_of"] == ["2024-05-06"]
    assert not split.netloc


def test_today_is_not_written_into_an_address():
    assert Links().entry("e-1") == "/entry/e-1"
    assert Links(date(2024, 5, 6)).relation(("KAZ", "TJK")) == "/relation/KAZ-TJK?as_of=2024-05-06"


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("2024", "2024"), ("2024-08", "Aug 2024"), ("2024-08-22", "22 Aug 2024"), ("2023/2025", "2023 to 2025"),
        ("2025/..", "from 2025"), ("../2025", "until 2025"), ("2024~", "about 2024"), ("2024?", "2024?"),
    ],
)  # fmt: skip
def test_a_date_is_read_as_exactly_as_it_was_told(told, words):
    assert when(parse(told)) == words


def test_the_sides_of_many_are_cut():
    assert codes(("A", "B", "C", "D", "E")) == "A-B-C +2"
    assert sides(("KAZ", "TJK")) == "Kazakhstan – Tajikistan"


def test_every_status_has_a_mark_and_two_of_one_mark_have_one_tone():
    assert set(MARKS) == set(AssessmentStatus.__args__)
    tones: dict[str, str] = {}
    for mark, tone in MARKS.values():
        assert tones.setdefault(mark, tone) == tone
    assert mark_of("never heard of") == ("·", "plain")


def test_hidden_characters_are_shown():
    assert visible("a\u202eb\x1bc") == "a⟦U+202E⟧b⟦U+001B⟧c"
    assert visible("one\ntwo\tthree") == "one\ntwo\tthree"
    assert visible(5) == 5
