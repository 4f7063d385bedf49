from __future__ import annotations

import pytest

from servanda.resolution.words import content, coverage, fold, overlap, stem


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
