"""The list of what waits: the same as comparing everything anew, in an order that can be gone on with after any task."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servanda.errors import NotFoundError
from servanda.ledger import views
from servanda.ledger.session import open_ledger
from servanda.resolution.blocking import block_key
from servanda.resolution.candidates import pairs
from servanda.workflows.add import add
from servanda.workflows.decide import Signature, judge, reject, undo
from servanda.workflows.rebuild import rebuild
from servanda.workflows.waiting import tasks

LATER = date(2026, 1, 1)


def compared_anew(ledger):
    """The strongest unsure pair of any two entries, by comparing all claims of each block."""
    home = {m.claim: e.id for e in views.find_entries(ledger) for m in e.members}
    blocks = defaultdict(list)
    for one in views.all_claims(ledger):
        if one.id in home:
            blocks[block_key(one.claim)].append(one)
    found = {}
    for held in blocks.values():
        for pair in pairs(held):
            between = frozenset((home[pair.left], home[pair.right]))
            if pair.score.verdict == "unsure" and len(between) == 2:
                rank = (pair.score.points, pair.left, pair.right)
                found[between] = max(found.get(between, rank), rank)
    return {"-".join(("p", *sorted(rank[1:]))) for rank in found.values()}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 1_000_000))
def test_the_list_is_what_comparing_anew_gives_and_can_be_gone_on_with(tmp_path_factory, made, seed):
    chance = random.Random(seed)
    with open_ledger(tmp_path_factory.mktemp("waiting") / "l.db") as ledger:
        for report in made.reports(chance, 14):
            add(ledger, [report], read=made.told)
        listed = [task.id for task in tasks(ledger, LATER)]
        assert len(set(listed)) == len(listed)
        waiting = [name for name in listed if name.startswith("p-")]
        assert set(waiting) == compared_anew(ledger)
        for at in {0, len(listed) // 2, len(listed) - 1} if listed else ():
            assert [task.id for task in tasks(ledger, LATER, after=listed[at])] == listed[at + 1 :]
        narrowed = [t.id for t in tasks(ledger, LATER, states=("KEN", "UGA"), topics=("pairs",))]
        assert set(narrowed) <= set(waiting)
        for at in range(0, len(narrowed), 4):
            later = tasks(ledger, LATER, states=("KEN", "UGA"), topics=("pairs",), after=narrowed[at])
            assert [task.id for task in later] == narrowed[at + 1 :]
        rebuild(ledger)
        assert [task.id for task in tasks(ledger, LATER)] == listed


def asked(ledger, **more):
    return [task.id for task in tasks(ledger, LATER, topics=("pairs",), **more)]


@pytest.fixture
def unsure(told_ledger):
    """A ledger with two unsure pairs of commitments."""
    return told_ledger([
        ("a", "2024-03-01", None, [("commitment", "a border market by 2026", {"action": "open a border market by 2026", "due": "2026"})]),
        ("b", "2024-05-01", None, [("commitment", "the border market by 2027", {"action": "open the border market by 2027", "due": "2027"})]),
        ("c", "2024-08-01", None, [("commitment", "a joint school of nursing", {"action": "open a joint school of nursing by 2028", "due": "2028"})]),
        ("d", "2024-08-09", None, [("commitment", "the school of nursing", {"action": "open the school of nursing by 2029", "due": "2029"})]),
    ])  # fmt: skip


def test_what_is_decided_is_gone_and_what_is_taken_back_is_there_again(unsure):
    first, second = asked(unsure)
    left, right = first.split("-")[1:]
    made = judge(unsure, left, right, "different", Signature("A"))
    assert asked(unsure) == [second]
    assert asked(unsure, after=first) == [second], "after a task that is decided one goes on as before"
    undo(unsure, [made], Signature("A"))
    assert asked(unsure) == [first, second]
    reject(unsure, left, Signature("A", "misread"))
    assert asked(unsure) == [second]


@pytest.mark.parametrize("name", ["x", "p-a", "p-a-b", "r", "r١", "u" + "9" * 30, "c-"])
def test_after_no_task_nothing_comes(unsure, name):
    with pytest.raises(NotFoundError):
        list(tasks(unsure, LATER, after=name))
