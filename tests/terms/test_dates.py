from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.errors import DateError
from servanda.terms import dates


@pytest.mark.parametrize(
    ("text", "first", "after", "granularity"),
    [
        ("2024", date(2024, 1, 1), date(2025, 1, 1), "year"),
        ("2024-02", date(2024, 2, 1), date(2024, 3, 1), "month"),
        ("2024-12", date(2024, 12, 1), date(2025, 1, 1), "month"),
        ("2024-02-29", date(2024, 2, 29), date(2024, 3, 1), "day"),
        ("2023/2025", date(2023, 1, 1), date(2026, 1, 1), "interval"),
        ("2023-01/2023-06", date(2023, 1, 1), date(2023, 7, 1), "interval"),
        ("2025/..", date(2025, 1, 1), date.max, "interval"),
        ("../2025", date.min, date(2026, 1, 1), "interval"),
        ("2024~", date(2024, 1, 1), date(2025, 1, 1), "year"),
    ],
)
def test_a_date_keeps_its_granularity_and_has_a_window(text, first, after, granularity):
    value = dates.parse(text)
    assert (str(value), value.first, value.after, value.granularity) == (text, first, after, granularity)


@pytest.mark.parametrize(
    "text", ["", "24", "2024-13", "2024-02-30", "2025/2023", "../..", "2024-1", "May 2024", "2024/", "0000", "2024-00"]
)
def test_what_is_no_date_is_an_error_that_says_so(text):
    with pytest.raises(DateError, match="EDTF"):
        dates.parse(text)


@pytest.mark.parametrize(
    ("outer", "inner", "contains", "overlaps"),
    [("2023", "2023-05", True, True), ("2023/2025", "2024", True, True), ("2023", "2023/2025", False, True),
     ("2023", "2024", False, False), ("2025/..", "2030-01-01", True, True)],
)  # fmt: skip
def test_windows_compare(outer, inner, contains, overlaps):
    left, right = dates.parse(outer), dates.parse(inner)
    assert (left.contains(right), left.overlaps(right), right.overlaps(left)) == (contains, overlaps, overlaps)


days = st.dates(date(1800, 1, 1), date(2200, 12, 31))


@given(days)
def test_every_day_is_written_and_read_again(day):
    value = dates.of_day(day)
    assert dates.parse(str(value)) == value
    assert (value.first, value.after, value.last) == (day, day + timedelta(days=1), day)


@given(days, days)
def test_an_interval_contains_both_of_its_ends(left, right):
    start, end = sorted((left, right))
    value = dates.between(dates.of_day(start), dates.of_day(end))
    assert value.contains(dates.of_day(start))
    assert value.contains(dates.of_day(end))
    assert dates.parse(str(value)) == value


@given(days)
def test_a_day_lies_in_its_month_and_its_month_in_its_year(day):
    assert dates.of_month(day.year, day.month).contains(dates.of_day(day))
    assert dates.of_year(day.year).contains(dates.of_month(day.year, day.month))
