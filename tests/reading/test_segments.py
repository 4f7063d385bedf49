from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.reading.segments import segment, sentences


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text, 0, len(text))]


@pytest.mark.parametrize(
    "parts",
    [
        ["The talks ended.", "Both sides signed."],
        ["Mr. Okello met Dr. Weber on Jan. 5 in Washington, D.C. and left."],
        ["The U.S. delegation arrived at 5 p.m. on Monday.", "It left on Tuesday."],
        ["Trade grew to $1.2 billion.", "In 2024 it fell."],
        ["“We agreed.”", "The ministers left."],
        ["Under Art. 5 of the treaty No. 12 both pay."],
        ["J. K. Mwangi spoke first.", "He left early."],
        ["What next?", "A new round!", "Soon…"],
    ],
)
def test_sentences_end_where_a_reader_would_end_them(parts):
    assert cut(" ".join(parts)) == parts


def kinds(text: str) -> list[tuple[str, int | None, str]]:
    return [(s.kind, s.governor, text[s.start : s.end]) for s in segment(text)]


def test_items_keep_the_clause_that_governs_them():
    text = "In Accra the following were signed:\n\n- Protocol on visas;\n- Plan for 2025-2026.\n\nThe visit went on."
    assert kinds(text) == [
        ("sentence", None, "In Accra the following were signed:"),
        ("item", 0, "Protocol on visas;"),
        ("item", 0, "Plan for 2025-2026."),
        ("sentence", None, "The visit went on."),
    ]


def test_capital_numerals_number_items_of_a_list_alone():
    text = "The following were exchanged:\nI. Visa treaty\nII. Fish treaty\n\nI. Karimov spoke of trade."
    assert [kind for kind, _, _ in kinds(text)] == ["sentence", "item", "item", "sentence"]


def test_a_numbered_paragraph_without_a_clause_over_it_is_cut_into_sentences():
    text = "3. The sides met in Accra. They signed: (a) a treaty on visas; (b) a plan for trade; (c) a protocol."
    assert kinds(text) == [
        ("item", None, "The sides met in Accra."),
        ("item", None, "They signed:"),
        ("item", 1, "(a) a treaty on visas"),
        ("item", 1, "(b) a plan for trade"),
        ("item", 1, "(c) a protocol."),
    ]
    assert len(kinds("They agreed to:\n- meet in Accra. It is late.")) == 2


def test_a_numbered_paragraph_rules_the_list_that_it_ends_with():
    text = (
        "1. The sides met.\n2. These papers were exchanged:\n(a) a treaty;\n(b) a protocol.\n3. They will meet again.\n"
    )
    parts = segment(text)
    assert [(text[p.start : p.end], p.governor) for p in parts[1:]] == [
        ("These papers were exchanged:", None),
        ("a treaty;", 1),
        ("a protocol.", 1),
        ("They will meet again.", None),
    ]


def test_a_list_without_bullets_goes_on_while_its_items_end_in_semicolons():
    text = "The sides agreed to:\n\nopen a consulate;\n\nstart flights.\n\nThey met again."
    assert [(kind, governor) for kind, governor, _ in kinds(text)] == [
        ("sentence", None), ("item", 0), ("item", 0), ("sentence", None),
    ]  # fmt: skip


def test_a_run_on_list_is_cut_at_its_semicolons():
    text = "Three papers were signed: an agreement on visas; a memorandum on ports; and a protocol on fish."
    assert [(kind, governor) for kind, governor, _ in kinds(text)] == [
        ("sentence", None), ("item", 0), ("item", 0), ("item", 0),
    ]  # fmt: skip


def test_a_heading_and_a_folded_line():
    text = "Visit of the minister\n\nThe minister came to Accra and spoke\nwith his colleague. They parted."
    assert [(kind, words) for kind, _, words in kinds(text)] == [
        ("heading", "Visit of the minister"),
        ("sentence", "The minister came to Accra and spoke\nwith his colleague."),
        ("sentence", "They parted."),
    ]


@given(st.text(alphabet=st.sampled_from("ab AB.;:\n-–1)(\"'!?\t\r"), max_size=200))
def test_segments_are_ordered_apart_and_hold_every_word(text):
    found = segment(text)
    ends = [0]
    for part in found:
        assert ends[-1] <= part.start < part.end <= len(text)
        ends.append(part.end)
    outside = text
    for part in reversed(found):
        outside = outside[: part.start] + outside[part.end :]
    # bullets alone may stand outside
    assert not {c for c in outside if c in "AB"} or any(s.kind == "item" for s in found)


@given(st.text(max_size=300))
def test_any_text_can_be_cut(text):
    for part in segment(text):
        assert text[part.start : part.end].strip() == text[part.start : part.end]
