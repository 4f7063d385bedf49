from __future__ import annotations

import json
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from servanda.errors import ModelError
from servanda.reading import encoder
from servanda.reading.decoding import entity_ranges, tree
from servanda.reading.encoder import Encoder, Parse, letter_case
from servanda.reading.segments_words import words

TAGS = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC")
SENTENCES = (
    "The President of Kazakhstan met the Prime Minister of Uzbekistan in Astana on 3 May 2024.",
    "Trade between the two countries reached $1.2 billion last year, up 7.4%.",
    "The parties did not sign the agreement.",
    "Japan will provide a loan of 300 million yen to Kenya.",
)


@pytest.fixture(scope="module")
def model() -> Encoder:
    return Encoder.load()


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in words(text)]


def same(one: Parse, other: Parse) -> bool:
    return one == other and np.array_equal(one.vectors, other.vectors)


def is_tree(heads) -> bool:
    def depth(word: int) -> int:
        steps = 0
        while word >= 0 and steps <= len(heads):
            word, steps = heads[word], steps + 1
        return steps

    return sum(head < 0 for head in heads) == 1 and all(depth(word) <= len(heads) for word in range(len(heads)))


def relation(parse: Parse, word: str) -> tuple[str, str]:
    at = parse.words.index(word)
    return parse.relations[at], "" if parse.heads[at] < 0 else parse.words[parse.heads[at]]


def test_a_sentence_is_parsed_alike_alone_and_among_others(model):
    together = model.parse([cut(text) for text in (*SENTENCES, "Yes.", " ".join(SENTENCES))])
    for text, parse in zip(SENTENCES, together, strict=False):
        assert same(model.parse([cut(text)])[0], parse)


def test_every_part_has_one_entry_for_each_word(model):
    for parse in model.parse([cut(text) for text in SENTENCES]):
        assert {len(parse.upos), len(parse.heads), len(parse.relations), len(parse.vectors)} == {len(parse.words)}
        assert parse.vectors.shape[1] == 384
        assert parse.vectors.dtype == np.float32
        assert is_tree(parse.heads)
        assert parse.relations[parse.heads.index(-1)] == "root"
        assert parse.relations.count("root") == 1


def test_no_sentences_and_the_empty_sentence(model):
    assert model.parse([]) == []
    empty = model.parse([[]])[0]
    assert empty == Parse((), (), (), (), (), np.zeros((0, 384), dtype=np.float32))
    assert empty.vectors.shape == (0, 384)


@pytest.mark.parametrize("stop", [",", "and"])
def test_a_sentence_of_two_thousand_words_is_read_in_parts(model, stop):
    long = [*cut("The minister of trade visited the port of London"), stop] * 200
    parse = model.parse([long])[0]
    assert len(parse.words) == len(parse.vectors) == 2000
    assert is_tree(parse.heads)
    assert parse.relations.count("root") == 1
    assert all(0 <= start < end <= 2000 for start, end, _ in parse.entities)
    assert (8, 9, "LOC") in parse.entities


@pytest.mark.parametrize("odd", ["\u200b", "", " ", "\x00", "a" * 5000, "🙂", "會談", "-" * 300, "\ud800"])
def test_odd_words_are_read_too(model, odd):
    parse = model.parse([["We", odd, "met", "."]])[0]
    assert parse.words == ("We", odd, "met", ".")
    assert is_tree(parse.heads)


def test_known_analyses(model):
    meeting, trade, negated, loan = model.parse([cut(text) for text in SENTENCES])
    assert relation(meeting, "met") == ("root", "")
    assert relation(meeting, "President") == ("nsubj", "met")
    assert relation(meeting, "Minister") == ("obj", "met")
    assert {meeting.words[start:end] for start, end, kind in meeting.entities if kind == "LOC"} >= {
        ("Kazakhstan",), ("Uzbekistan",), ("Astana",),
    }  # fmt: skip
    assert relation(trade, "Trade") == ("nsubj", "reached")
    assert relation(trade, "countries") == ("nmod", "Trade")
    assert trade.upos[trade.words.index("1.2")] == "NUM"
    assert relation(negated, "not") == ("advmod", "sign")
    assert relation(negated, "agreement") == ("obj", "sign")
    assert relation(loan, "Japan") == ("nsubj", "provide")
    assert relation(loan, "loan") == ("obj", "provide")
    assert relation(loan, "will") == ("aux", "provide")


def every_tree(count: int):
    return (heads for heads in product(range(-1, count), repeat=count) if is_tree(heads))


@settings(max_examples=60, deadline=None)
@given(arrays.arrays(np.float32, (4, 5), elements=st.integers(-20, 20)))
def test_the_tree_is_the_best_of_all_trees_with_one_root(arcs):
    def worth(heads) -> float:
        return sum(float(arcs[word, head + 1]) for word, head in enumerate(heads))

    found = tree(arcs)
    assert is_tree(found)
    assert worth(found) == max(worth(heads) for heads in every_tree(4))


@settings(deadline=None)
@given(arrays.arrays(np.float32, st.tuples(st.integers(1, 8), st.just(7)), elements=st.integers(-9, 9)))
def test_entities_do_not_overlap_and_stand_in_order(scores):
    found = entity_ranges(scores, TAGS)
    bounds = [bound for start, end, _ in found for bound in (start, end)]
    assert bounds == sorted(bounds)
    assert all(start < end <= len(scores) for start, end, _ in found)


def test_an_inside_tag_alone_is_repaired_by_what_fits_best():
    # I-LOC after nothing: the whole is better read as one place than as none
    scores = np.zeros((2, 7), dtype=np.float32)
    scores[0, TAGS.index("I-LOC")], scores[0, TAGS.index("B-LOC")], scores[1, TAGS.index("I-LOC")] = 5, 4, 5
    assert entity_ranges(scores, TAGS) == [(0, 2, "LOC")]


@pytest.mark.parametrize(
    ("word", "opening", "expected"),
    [
        ("trade", True, "lower"),
        ("Trade", False, "title"),
        ("Trade", True, "opening title"),
        ("UN", True, "upper"),
        ("U.S.", False, "upper"),
        ("A", True, "initial"),
        ("McCain", False, "mixed"),
        ("eBay", True, "mixed"),
        ("2024", False, "no letter"),
        ("部", False, "lower"),
    ],
)
def test_letter_case(word, opening, expected):
    assert encoder.CASES[letter_case(word, opening=opening)] == expected


def test_a_missing_model_is_named(tmp_path):
    with pytest.raises(ModelError, match=r"model\.onnx is missing"):
        Encoder.load(tmp_path)


def test_a_broken_model_is_named(tmp_path):
    for name in ("model.onnx", "tokenizer.json"):
        (tmp_path / name).write_text("nothing")
    (tmp_path / "labels.json").write_text(json.dumps({}))
    with pytest.raises(ModelError, match="cannot be used"):
        Encoder.load(tmp_path)


def test_meanings_have_a_row_for_each_word_and_depend_on_the_document_alone(model):
    sentences = [cut(text) for text in (*SENTENCES, "", " ".join(SENTENCES * 9))]
    found = model.meanings(sentences)
    assert [len(rows) for rows in found] == [len(words) for words in sentences]
    assert all(np.array_equal(a, b) for a, b in zip(found, model.meanings(sentences), strict=True))
    assert model.meanings([]) == []
