from __future__ import annotations

import tomllib
from itertools import combinations
from pathlib import Path

import pytest

from servanda.resolution.names import same_body, same_person, shared

PAIRS = tomllib.loads((Path(__file__).parents[2] / "eval" / "name_pairs.toml").read_text(encoding="utf-8"))
LEAST = 0.95


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("Oljas Bektenov", "Olzhas Bektenov", True), ("Kohir Rasulzoda", "Kokhir Rasulzoda", True),
        ("Abdel Fattah al-Sisi", "Abdul Fattah El Sisi", True), ("Li Qiang", "Li Keqiang", False),
        ("Xi Jinping", "Xi", True), ("Joseph R. Biden, Jr.", "Joe Biden", True), ("A. Okello", "B. Odhiambo", False),
        ("Abe Shinzo", "Shinzo Abe", True), ("Ilham Aliyev", "Heydar Aliyev", False), ("S. Jaishankar", "J. Jaishankar", False),
        ("kim", "kim", True), ("kim", "kin", False), ("the President", "", False),
    ],
)  # fmt: skip
def test_one_person_in_two_transliterations(left, right, same):
    assert same_person(left, right) is same
    assert same_person(right, left) is same


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("Foreign Ministry of Kenya", "Kenyan Ministry of Foreign Affairs", True),
        ("Ministry of Energy of Kenya", "Ministry of Energy of Uganda", False),
        ("Ministry of Energy of Kenya", "Ministry of Energy", True),
        ("African Development Bank", "AfDB", True), ("Ministry of Industry and Trade", "Ministry of Industry", False),
        ("Kenya Ports Authority", "KPA", True), ("Kenya", "Uganda", False),
    ],
)  # fmt: skip
def test_one_body_under_two_names(left, right, same):
    assert same_body(left, right) is same
    assert same_body(right, left) is same


def test_names_are_counted_once():
    assert shared(["Ann Lee", "Bob Lee"], ["Lee"]) == 1
    assert shared(["Ann Lee", "Bob Lee"], ["Cy Lee"]) == 0


@pytest.mark.parametrize(("part", "alike"), [("persons", same_person), ("bodies", same_body)])
def test_labelled_pairs_are_told_apart(part, alike):
    """F1 over the labelled pairs, half of them names that look alike."""
    true = [alike(a, b) for group in PAIRS[part]["same"] for a, b in combinations(group, 2)]
    wrong = [alike(a, b) for a, b in PAIRS[part]["different"]]
    assert len(true) + len(wrong) > 100
    assert 2 * sum(true) / (len(true) + sum(true) + sum(wrong)) >= LEAST
