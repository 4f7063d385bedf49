from __future__ import annotations

from datetime import date

import pytest

from servanda.errors import LexiconError
from servanda.reading.frames import compile_pattern, load_frames, load_lexicon, matches
from servanda.reading.pipeline import lay_out
from servanda.terms.reports import Report

FRAMES = load_frames("meetings")


def document(text: str):
    return lay_out(Report("x", date(2024, 5, 6), text))


@pytest.mark.parametrize(
    ("frame", "example"), [(f, e) for f in FRAMES for e in f.examples], ids=lambda v: getattr(v, "name", None)
)
def test_an_example_of_a_frame_matches(frame, example):
    assert matches(frame, document(example))


@pytest.mark.parametrize(
    ("frame", "example"), [(f, e) for f in FRAMES for e in f.counterexamples], ids=lambda v: getattr(v, "name", None)
)
def test_a_counterexample_of_a_frame_does_not_match(frame, example):
    assert not matches(frame, document(example))


def test_every_frame_has_both():
    assert all(f.examples and f.counterexamples for f in FRAMES)


def test_a_wrong_pattern_names_what_is_wrong():
    with pytest.raises(LexiconError, match="no macro \\{planet\\}"):
        compile_pattern("{person} met {planet}")
    with pytest.raises(LexiconError, match="unterminated"):
        compile_pattern("(unclosed")
    with pytest.raises(LexiconError, match="lexicon nowhere"):
        load_lexicon("nowhere")
