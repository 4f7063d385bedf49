from __future__ import annotations

import pytest

from servanda.resolution.words import alike, content, coverage, fold, overlap, same_person, shared, stem


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("Oljas Bektenov", "Olzhas Bektenov", True), ("Kohir Rasulzoda", "Kokhir Rasulzoda", True),
        ("Abdel Fattah al-Sisi", "Abdul Fattah El Sisi", True), ("Li Qiang", "Li Keqiang", False),
        ("Xi Jinping", "Xi", True), ("Joseph R. Biden, Jr.", "Joe Biden", True), ("A. Okello", "B. Odhiambo", False),
    ],
)  # fmt: skip
def test_one_person_in_two_transliterations(left, right, same):
    assert same_person(left, right) is same
    assert same_person(right, left) is same


def test_names_are_counted_once():
    assert shared(["Ann Lee", "Bob Lee"], ["Cy Lee"]) == 1


@pytest.mark.parametrize(
    ("left", "right"), [("agreements", "agreement"), ("delimitation", "delimit"), ("borders", "border")]
)
def test_stems_meet(left, right):
    assert stem(left) == stem(right)


def test_words_that_tell_nothing_apart_are_left_out():
    assert content("the Cooperation between the two countries") == frozenset()
    assert fold("Türkiye") == "turkiye"


def test_overlap_and_coverage():
    short, full = content("border trade agreement"), content("agreement on border trade with the northern provinces")
    assert coverage(short, full) == 1
    assert 0 < overlap(short, full) < 1
    assert not overlap(frozenset(), full)


def test_short_names_must_be_equal():
    assert alike("kim", "kim")
    assert not alike("kim", "kin")
