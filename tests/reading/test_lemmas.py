from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.reading.lemmas import by_rule, lemma

PARTS = ("NOUN", "VERB", "AUX", "ADJ", "ADV", "PROPN", "PRON", "PART", "NUM", "PUNCT", "X")


@pytest.mark.parametrize(
    ("upos", "pairs"),
    [
        ("VERB", "signed:sign decided:decide held:hold agreed:agree pledged:pledge ratified:ratify meets:meet"),
        ("VERB", "meeting:meet reaffirming:reaffirm set:set undertook:undertake controlled:control Signing:sign"),
        ("NOUN", "women:woman ministries:ministry news:news exports:export meeting:meeting crises:crisis taxes:tax"),
        ("AUX", "is:be were:be has:have ca:can wo:will"),
        ("PART", "n't:not n’t:not ’s:'s"),
        ("ADJ", "larger:large best:good higher:high bilateral:bilateral"),
        ("PROPN", "Paris:Paris Honduras:Honduras Nations:Nation"),
        ("PRON", "them:they us:we its:its"),
    ],
)
def test_known_words(upos, pairs):
    rows = [pair.split(":") for pair in pairs.split()]
    assert [[word, lemma(word, upos)] for word, _ in rows] == rows


@pytest.mark.parametrize(
    ("word", "upos", "expected"),
    [
        ("digitalised", "VERB", "digitalise"),
        ("operationalizing", "VERB", "operationalize"),
        ("hydropowers", "NOUN", "hydropower"),
        ("Zorbs", "PROPN", "Zorbs"),
    ],
)
def test_unknown_words_follow_the_rules(word, upos, expected):
    assert by_rule(word, upos) == expected


@given(st.text(max_size=20), st.sampled_from(PARTS))
def test_any_text_has_a_lemma_that_is_empty_only_for_the_empty_text(word, upos):
    assert bool(lemma(word, upos)) is bool(word)
