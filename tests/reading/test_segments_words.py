from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.reading.segments_words import words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They didn't sign.", "They did n't sign ."),
        ("Japan's minister cannot come.", "Japan 's minister can not come ."),
        ("Trade reached $1.5bn (KZT 10bn), up 7.4%.", "Trade reached $ 1.5 bn ( KZT 10 bn ) , up 7.4 % ."),
        ("The Russia-Kazakhstan co-chairs met.", "The Russia - Kazakhstan co-chairs met ."),
        ("Mr. J. Smith of the U.S. left Washington, D.C.", "Mr. J. Smith of the U.S. left Washington , D.C."),
        ("Agreement No. 5 of 12/05/2024; the answer was no.", "Agreement No. 5 of 12/05/2024 ; the answer was no ."),
        ("the parties’ positions...", "the parties ’ positions ..."),
        ("see www.example.org/a_b, please", "see www.example.org/a_b , please"),
        ("a 10-year plan, 2025–2030", "a 10 - year plan , 2025 – 2030"),
        ("5km at 3 p.m.", "5 km at 3 p.m."),
        ("", ""),
    ],
)
def test_words_are_cut_as_the_treebanks_cut_them(text, expected):
    assert [text[start:end] for start, end in words(text)] == expected.split()


@given(st.text(max_size=60) | st.text(alphabet="aA1.-'’@/$ n", max_size=60))
def test_every_visible_character_lies_in_exactly_one_word(text):
    spans = words(text)
    covered = [at for start, end in spans for at in range(start, end)]
    assert all(start < end for start, end in spans)
    assert covered == [at for at, letter in enumerate(text) if not letter.isspace()]
