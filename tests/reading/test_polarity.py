from __future__ import annotations

import pytest

from servanda.reading.polarity import clause, is_hypothetical, is_negated


@pytest.mark.parametrize(
    ("text", "word", "negated"),
    [
        ("The sides did not sign the treaty.", "sign", True),
        ("The sides signed the treaty.", "signed", False),
        ("They have not only signed the treaty, they ratified it.", "signed", False),
        ("It must be signed no later than May.", "signed", False),
        ("Kenya refused to sign the treaty.", "sign", True),
        ("Uganda agreed, but Kenya did not sign.", "agreed", False),
        ("They never met, while trade grew.", "grew", False),
        ("No agreement was reached.", "reached", True),
        ("The ministers didn’t meet.", "meet", True),
    ],
)
def test_a_clause_denies_what_stands_in_it(text, word, negated):
    assert is_negated(text, text.index(word)) is negated


@pytest.mark.parametrize(
    ("text", "word", "supposed"),
    [
        ("If the sides sign the treaty, trade will grow.", "sign", True),
        ("Trade would have grown by 5 percent.", "grown", True),
        ("Trade grew by 5 percent.", "grew", False),
    ],
)
def test_a_clause_may_only_suppose(text, word, supposed):
    assert is_hypothetical(text, text.index(word)) is supposed


def test_a_clause_does_not_end_inside_a_number():
    text = "Trade reached 3.5 billion; exports fell."
    start, end = clause(text, text.index("3.5"))
    assert text[start:end] == "Trade reached 3.5 billion"
