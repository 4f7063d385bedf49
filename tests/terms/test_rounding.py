from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.terms.claims import Change
from servanda.terms.rounding import Bounds, all_agree, bounds, factor, grown, last_place

BILLION = 10**9


def of(number: str, qualifier: str | None = None, **options):
    """The bounds of a number of billions."""
    return bounds(Decimal(number) * BILLION, qualifier, unit="USD", **options)


@pytest.mark.parametrize(
    ("left", "right", "agree"),
    [
        # the digits told decide, not a share of the value
        (("1.2",), ("1.235",), True), (("1.2",), ("1.26",), False), (("1.15",), ("1.153",), True),
        (("1.15",), ("1.16",), False), (("1.2",), ("1.3",), False), (("3.1",), ("2.7",), False), (("1.235",), ("1.2354",), True),
        # one digit told is not off by more than a tenth
        (("1",), ("1.4",), False), (("2",), ("2.1",), True), (("2",), ("2.3",), False), (("5",), ("4",), False),
        # words about a number
        (("1.2", "over"), ("1.235",), True), (("1.2", "over"), ("1.15",), False), (("1.2", "over"), ("1.2",), True),
        (("1.2", "over"), ("1.4",), False), (("0.6", "almost"), ("0.59",), True), (("0.6", "almost"), ("0.612",), False),
        (("1.2", "over"), ("1.2", "almost"), False), (("1.2", "about"), ("1.25",), True), (("1.2", "about"), ("1.4",), False),
        (("1.5", "up_to"), ("1.45",), True), (("1.5", "up_to"), ("1.6",), False),
    ],
)  # fmt: skip
def test_two_tellings_agree_when_one_value_could_be_told_as_both(left, right, agree):
    assert of(*left).meets(of(*right)) is agree
    assert of(*right).meets(of(*left)) is agree


def test_a_range_holds_what_lies_in_it():
    span = of("1", "range", value_to=Decimal(2) * BILLION)
    assert span.meets(of("1.5"))
    assert not span.meets(of("2.4"))


@pytest.mark.parametrize(
    ("value", "words", "place"),
    [
        ("1150000000", (), "1e7"), ("600000000", (), "1e8"), ("2000000000", ("reached $2.0 billion",), "1e8"),
        ("2000000000", ("reached 2 billion",), "1e9"), ("1500000000", ("1.50 billion, or 3.0 % more",), "1e7"), ("7.4", (), "0.1"),
        ("1200", ("1,200 people",), "1e2"),
    ],
)  # fmt: skip
def test_the_last_digit_told_is_read_from_the_value_and_a_nought_behind_the_point_from_the_words(value, words, place):
    assert last_place(Decimal(value), words) == Decimal(place)


@pytest.mark.parametrize(
    ("count", "other", "agree"), [(20, 18, False), (8, 8, True), (8, 9, False), (1900, 1914, True), (1900, 2100, False)]
)
def test_few_things_are_counted_exactly_and_many_may_be_rounded(count, other, agree):
    assert bounds(Decimal(count), unit="count").meets(bounds(Decimal(other), unit="count")) is agree


@pytest.mark.parametrize(
    ("base", "change", "level", "agree"),
    [
        ("1.15", Change(Decimal("7.4"), "up"), ("1.2",), True), ("1.15", Change(Decimal("7.4"), "up"), ("1.3",), False),
        ("1.15", Change(Decimal("7.4"), "up"), ("1.2", "over"), True), ("1.2", Change(Decimal(50), "down"), ("0.6",), True),
        ("1.1", Change(times=Decimal(2), direction="up"), ("2.2",), True), ("1.1", Change(times=Decimal(2), direction="up"), ("3",), False),
        ("1.2", Change(times=Decimal(2), direction="down"), ("0.6",), True),
    ],
)  # fmt: skip
def test_growth_is_held_against_levels(base, change, level, agree):
    by = factor(change)
    assert by is not None
    assert grown(of(base), by).meets(of(*level)) is agree


def test_growth_that_tells_no_number_is_none():
    assert factor(None) is None
    assert factor(Change(direction="up")) is None


values = st.decimals(min_value=1, max_value=10**13, places=2, allow_nan=False)
qualifiers = st.sampled_from([None, "exact", "about", "over", "almost", "up_to"])


@given(values, qualifiers)
def test_a_number_agrees_with_itself_and_lies_in_its_bounds(value, qualifier):
    found = bounds(value, qualifier)
    assert found.low <= value <= found.high
    assert found.meets(found)


@given(values, st.integers(min_value=1, max_value=6))
def test_a_value_agrees_with_its_own_rounding(value, digits):
    rounded = Decimal(f"{value:.{digits}g}")
    # one digit may be a third off, which no longer passes for the same value
    if abs(rounded - value) < value / 11:
        assert bounds(rounded).meets(bounds(value))


@given(st.lists(st.tuples(values, qualifiers), max_size=6), st.randoms())
def test_agreement_does_not_depend_on_order_and_more_tellings_never_mend_it(told, random):
    listed = [bounds(*one) for one in told]
    shuffled = random.sample(listed, len(listed))
    assert all_agree(listed) == all_agree(shuffled)
    if not all_agree(listed[:-1]):
        assert not all_agree(listed)


def test_an_exact_bound_touches():
    assert Bounds(Decimal(20), Decimal(20)).meets(bounds(Decimal(20), "over", unit="count"))
