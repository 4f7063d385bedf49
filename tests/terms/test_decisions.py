"""What stands of decisions: the last word counts, what is withdrawn does not, and the order of arrival does not matter."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.errors import ClaimError, InputError
from servanda.terms.decisions import Decision, check, corrected, ruling, standing, verdicts
from servanda.terms.rows import what_from_row, what_row
from servanda.terms.written import read_fields

START = datetime(2025, 1, 1, tzinfo=UTC)


def trail(*told):
    """Decisions on claim c, an hour apart; ``("withdraw", n)`` takes the n-th back, a dict sets fields."""
    made: list[Decision] = []
    for n, one in enumerate(told):
        action, more = one if isinstance(one, tuple) else (one, None)
        of = made[more].id if action == "withdraw" else None
        now = more if isinstance(more, dict) else {}
        made.append(Decision(action, "c", "A", f"reason {n}", START + timedelta(hours=n), of=of, now=now))
    return made


@pytest.mark.parametrize(
    ("told", "status", "out", "changes"),
    [
        (["confirm"], "confirmed", False, {}),
        (["reject"], "rejected", True, {}),
        (["reject", "restore"], "restored", False, {}),
        (["reject", ("withdraw", 0)], None, None, None),
        (["reject", ("withdraw", 0), ("withdraw", 1)], "rejected", True, {}),
        (["reject", ("withdraw", 0), ("withdraw", 1), ("withdraw", 2)], None, None, None),
        ([("correct", {"due": "2027"}), ("correct", {"by": ["KEN"]})], "corrected", False, {"due": "2027", "by": ["KEN"]}),
        ([("correct", {"due": "2027"}), ("correct", {"due": "2028"}), ("withdraw", 1)], "corrected", False, {"due": "2027"}),
        ([("correct", {"due": "2027"}), "reject", "restore"], "restored", False, {"due": "2027"}),
        ([("correct", {"due": "2027"}), "reject", "confirm"], "rejected", True, {"due": "2027"}),
        (["add"], "added", False, {}),
        (["accept", "confirm"], "confirmed", False, {}),
        (["add", ("withdraw", 0)], "withdrawn", True, {}),
        (["accept", "confirm", ("withdraw", 0)], "withdrawn", True, {}),
        (["add", ("withdraw", 0), "add"], "added", False, {}),
        (["reject", "accept"], "accepted", False, {}),
        (["same"], None, None, None),
    ],
)  # fmt: skip
def test_what_stands_on_a_claim(told, status, out, changes):
    made = trail(*told)
    found = ruling("c", made)
    assert (found and found.status, found and found.out, found and found.changes) == (status, out, changes)
    assert ruling("c", list(reversed(made))) == found


@given(
    st.lists(st.one_of(st.sampled_from(["confirm", "reject", "restore"]), st.integers(0, 9)), max_size=12), st.randoms()
)
def test_the_order_of_arrival_does_not_matter(told, chance: random.Random):
    made = trail(*[("withdraw", one % n) if n and isinstance(one, int) else "confirm" if isinstance(one, int) else one for n, one in enumerate(told)])  # fmt: skip
    shuffled = made.copy()
    chance.shuffle(shuffled)
    assert standing(shuffled) == standing(made)
    assert ruling("c", shuffled) == ruling("c", made)


def test_a_long_chain_of_withdrawals_is_followed():
    made = trail("reject", *[("withdraw", n) for n in range(3000)])
    assert made[0] in standing(made)
    assert ruling("c", made).status == "rejected"


def test_pairs_have_the_last_word_and_a_split_parts_one_from_all():
    merged = Decision("merge", "a", "A", "", START, ("b", "c"))
    parted = Decision("split", "c", "B", "", START + timedelta(hours=1), ("a", "b"))
    assert {"".join(sorted(pair)): j.verdict for pair, j in verdicts([merged, parted]).items()} == {
        "ab": "same", "ac": "different", "bc": "different",
    }  # fmt: skip
    taken = Decision("withdraw", "c", "B", "", START + timedelta(hours=2), ("a", "b"), of=parted.id)
    assert {j.verdict for j in verdicts([parted, taken, merged]).values()} == {"same"}


def test_an_id_is_of_everything_in_it():
    one = Decision("correct", "c", "A", "misread", START, was={"due": None}, now={"due": "2027"})
    others = [
        replace(one, by="B"), replace(one, reason="x"), replace(one, at=START + timedelta(microseconds=1)),
        replace(one, now={"due": "2028"}), replace(one, subject="d"), replace(one, unsupported=("x",)),
    ]  # fmt: skip
    assert len({one.id, *(other.id for other in others)}) == 7
    assert replace(one, at=START.astimezone()).id == one.id


@pytest.mark.parametrize(
    ("given_", "words"),
    [
        ({"by": "  "}, "who decides"),
        ({"by": "A\x1b[31m"}, "control characters"),
        ({"reason": "two\nlines"}, "control characters"),
        ({"action": "reject", "reason": " "}, "needs a reason"),
    ],
)
def test_a_decision_names_who_and_why(given_, words):
    with pytest.raises(InputError, match=words):
        check(replace(Decision("confirm", "c", "A", "", START), **given_))


@pytest.mark.parametrize(
    ("kind", "written", "row"),
    [
        ("commitment", ["due=2027"], {"due": "2027"}),
        ("commitment", ["due="], {"due": None}),
        ("commitment", ["by=Kenya, UGA,African Union"], {"by": ["KEN", "UGA", "AU"]}),
        ("commitment", ["target.value=3000000000", "target.unit=USD", "target.indicator=exports"],
         {"target": {"value": "3000000000", "unit": "USD", "indicator": "exports"}}),
        ("commitment", ["action=open = close"], {"action": "open = close"}),
        ("figure", ['states=["KEN"]', "value=1.5"], {"states": ["KEN"], "value": "1.5"}),
        ("meeting", ["participants=A. Okello, B. Otieno", "host=Uganda"],
         {"participants": [{"name": "A. Okello"}, {"name": "B. Otieno"}], "host": "UGA"}),
        ("statement", ["direct=yes", "speaker.name=A. Okello", "speaker.state=Kenya"],
         {"direct": True, "speaker": {"name": "A. Okello", "state": "KEN"}}),
    ],
)  # fmt: skip
def test_fields_are_read_as_they_are_written(kind, written, row):
    assert read_fields(kind, written) == row


def test_a_part_of_a_field_leaves_the_other_parts(tell):
    claim = tell("commitment", "2024-05-01", target={"indicator": "exports", "value": 5, "unit": "USD"}).claim
    made = corrected(claim, read_fields("commitment", ["target.value=7"], what_row(claim.what)))
    assert what_row(made.what)["target"] == {"indicator": "exports", "value": 7, "unit": "USD"}


@pytest.mark.parametrize(
    ("kind", "written", "words"),
    [
        ("commitment", "dew=2027", "write FIELD=VALUE, of action"),
        ("commitment", "due", "write FIELD=VALUE"),
        ("commitment", "due=soon", "no EDTF date"),
        ("commitment", "due.x=1", "no part"),
        ("commitment", "strength=strong", "none of firm, soft"),
        ("commitment", "target=3", "is no object"),
        ("commitment", "target={", "is no JSON"),
        ("commitment", "target.worth=3", "its parts are indicator, value, unit"),
        ("commitment", "action=", "is no str"),
        ("figure", "value=many", "is no number"),
        ("figure", "value=NaN", "is no number"),
        ("figure", "value=1e-999999", "is no number"),
        ("figure", "states=Atlantis", "no state or body"),
        ("meeting", "host=Atlantis", "no state or body"),
        ("instrument", "count=2.5", "no whole number"),
        ("instrument", "count=1e999999999", "no whole number"),
        ("statement", "direct=perhaps", "is no bool"),
    ],
)
def test_a_wrong_field_is_told(tell, kind, written, words):
    claim = tell(kind, "2024-05-01").claim
    with pytest.raises(ClaimError, match=words):
        corrected(claim, read_fields(kind, [written], what_row(claim.what)))


def test_a_required_field_is_missed():
    with pytest.raises(ClaimError, match="action"):
        what_from_row("commitment", {"strength": "firm"})
