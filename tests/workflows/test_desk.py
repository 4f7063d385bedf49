"""What a desk keeps in mind is what the ledger says, whatever was added since it looked last."""

from __future__ import annotations

import time
from datetime import date, timedelta
from threading import Event

import pytest

from servanda.errors import InputError, NotFoundError, NotReadyError
from servanda.ledger.session import open_ledger
from servanda.terms.dates import parse
from servanda.terms.reports import Report
from servanda.workflows.add import add
from servanda.workflows.aside import Aside
from servanda.workflows.decide import Signature, correct, merge, reject
from servanda.workflows.desk import Desk
from servanda.workflows.find import Wanted
from servanda.workflows.lines import line_of
from servanda.workflows.office import relations, standings
from servanda.workflows.standby import Waiting
from servanda.workflows.worker import Worker

DAY = date(2026, 1, 1)


def report(number: int, left: str = "Kenya", right: str = "Uganda", *, source: str | None = None) -> Report:
    day = date(2024, 1, 1) + timedelta(days=number)
    text = (
        f"{left} and {right} held talks in Nairobi on {day.day} {day:%B} {day.year}. Trade between {left} and {right} "
        f"reached ${1 + number / 10:.1f} billion in {2010 + number}. The ministers signed the Agreement on border trade "
        f"number {number}. The sides agreed to open {number + 2} border posts by {2024 + number % 4}. The President of "
        f"{left} John Okello received the Foreign Minister of {right} Jane Mukasa in Nairobi on {day.day} {day:%B} {day.year}."
    )
    return Report(source or f"r{number}", day, text, f"Wire {number % 2}")


@pytest.fixture
def ledger(tmp_path):
    with open_ledger(tmp_path / "l.db") as opened:
        yield opened


def lines(desk: Desk, day: date) -> dict[str, object]:
    return {line.entry: line for line in desk.index(day).lines}


def told(ledger, day: date) -> dict[str, object]:
    return {s.entry.id: line_of(s) for s in standings(ledger, day)}


def test_every_line_is_what_the_ledger_says_after_each_addition(ledger):
    desk = Desk(ledger)
    additions = [
        [report(1), report(2)],
        [report(3, "Kenya", "Tanzania")],
        [report(4, "Kenya", "Tanzania", source="r1")],  # another version of the first, on another relation
        [report(5)],
        [Report("many", date(2024, 3, 1), "Kenya, Uganda and Tanzania signed the Treaty on the lake on 1 March 2024.")],
    ]
    for part in additions:
        assert add(ledger, part).failures == []
        for day in (DAY, date(2024, 1, 3)):
            assert lines(desk, day) == told(ledger, day)
            assert lines(desk, day) == lines(Desk(ledger), day)
        for states in (("KEN", "UGA"), ("KEN", "TZA")):
            between = {s.entry.id: s.assessment for s in desk.between(states, DAY)}
            assert between == {s.entry.id: s.assessment for s in standings(ledger, DAY, states=states)}


def test_an_entry_alone_stands_as_beside_all_of_its_relation(ledger):
    desk = Desk(ledger)
    additions = [
        Report(
            "a", date(2024, 1, 10), "Kenya and Uganda agreed on 9 January 2024 to raise trade to $3 billion by 2026."
        ),
        Report("b", date(2024, 2, 10), "Kenya and Uganda agreed to sign the Agreement on fisheries in 2024."),
        Report("c", date(2024, 5, 10), "Kenya and Uganda signed the Agreement on fisheries on 9 May 2024."),
        Report("d", date(2025, 2, 10), "Trade between Kenya and Uganda reached $3.2 billion in 2024."),
        Report("e", date(2025, 3, 1), "Kenya, Uganda and Tanzania signed the Treaty on the lake on 1 March 2025."),
    ]
    seen = set()
    for one in additions:
        assert add(ledger, [one]).failures == []
        desk.index(DAY)
        for day in (DAY, date(2024, 6, 1)):
            found = standings(ledger, day)
            assert [desk.standing(s.entry.id, day) for s in found] == list(found)
            seen |= {s.assessment.rule for s in found}
            listed = sorted(desk.lines(("KEN", "UGA"), day).lines, key=lambda line: line.entry)
            assert listed == [line_of(s) for s in found if {"KEN", "UGA"} <= set(s.entry.states)]
    assert {"fulfilled", "target-met", "open"} <= seen
    # what a person tied together across relations is looked at as a whole again
    of_two, of_three = (one for one in standings(ledger, DAY) if one.entry.kind == "instrument")
    merge(ledger, of_two.entry, of_three.entry, Signature("Ann"))
    found = standings(ledger, DAY)
    assert [desk.standing(s.entry.id, DAY) for s in found] == list(found)


def test_relations_at_a_glance_are_those_of_the_ledger(ledger):
    add(ledger, [report(1), report(2), report(3, "Kenya", "Tanzania")])
    found = Desk(ledger).index(DAY).relations
    for one, other in zip(found, relations(ledger, DAY), strict=True):
        assert (one.states, one.statuses, one.silent) == (other.states, other.statuses, other.silent)
        assert (one.reports, one.last) == (other.coverage.reports, other.coverage.last)
        assert one.overdue == other.statuses["overdue"]


def test_what_was_not_touched_is_not_worked_out_again(ledger):
    add(ledger, [report(1), report(2, "Kenya", "Tanzania")])
    desk = Desk(ledger)
    before = lines(desk, DAY)
    kept = {id(s) for s in desk.standings("KEN-TZA", DAY)}
    add(ledger, [report(3)])
    after = lines(desk, DAY)
    assert {id(s) for s in desk.standings("KEN-TZA", DAY)} == kept
    same = [entry for entry in before if before[entry].states == ("KEN", "TZA")]
    assert same
    assert all(after[entry] is before[entry] for entry in same)
    assert len(after) > len(before)


def test_what_stays_is_the_same_object_and_a_stamp_tells(ledger):
    add(ledger, [report(1)])
    desk = Desk(ledger)
    first = desk.index(DAY)
    assert desk.index(DAY) is first
    add(ledger, [report(2)])
    assert desk.stamp() != first.stamp
    assert desk.index(DAY) is not first


def test_only_a_few_days_are_kept(ledger):
    add(ledger, [report(1)])
    desk = Desk(ledger)
    for number in range(6):
        desk.index(DAY + timedelta(days=number))
    assert len(desk._shelves) == len(desk.ready_days()) == 2


def test_an_entry_is_found_by_the_start_of_its_id(ledger):
    add(ledger, [report(1), report(2)])
    desk = Desk(ledger)
    name = desk.index(DAY).lines[0].entry
    assert desk.standing(name[:12], DAY).entry.id == name
    assert desk.standing(name.removeprefix("e-"), DAY).entry.id == name
    with pytest.raises(NotFoundError, match="no entry 'e-zzz'"):
        desk.standing("e-zzz", DAY)
    with pytest.raises(NotFoundError, match="not yet told of on 2023-01-01"):
        desk.standing(name, date(2023, 1, 1))


def test_entries_are_asked_for_by_what_they_tell(ledger):
    add(ledger, [report(1), report(2), report(3, "Kenya", "Tanzania")])
    every = Desk(ledger).index(DAY).lines
    cases = [
        (Wanted(kinds=("figure",)), lambda line: line.kind == "figure"),
        (Wanted(states=("TZA",)), lambda line: "TZA" in line.states),
        (Wanted(statuses=("overdue",)), lambda line: line.status == "overdue"),
        (Wanted(publisher="Wire 0"), lambda line: "Wire 0" in line.publishers),
        (Wanted(silent=True), lambda line: line.silent),
        (Wanted(since=date(2025, 1, 1)), lambda line: bool(line.due and line.due.first >= date(2025, 1, 1))),
        (Wanted(kinds=("figure",), until=date(2011, 12, 31)), lambda line: line.event == parse("2011")),
    ]
    for wanted, holds in cases:
        found = list(wanted.of(every))
        assert found, wanted
        assert found == [line for line in every if holds(line)], wanted


def test_lists_begin_with_what_needs_a_look_and_what_comes_first(ledger):
    add(ledger, [report(n) for n in range(1, 5)])
    every = Desk(ledger).index(DAY).lines
    assert every[0].status == "overdue"
    coming = Desk(ledger).index(DAY).coming
    assert [line.comes.after for line in coming] == sorted(line.comes.after for line in coming)


def test_people_are_named_once_with_their_offices_and_entries(ledger):
    add(ledger, [report(1), report(2)])
    found = {one.name: one for one in Desk(ledger).index(DAY).people}
    okello = found["John Okello"]
    assert okello.states == ("KEN",)
    assert "President" in okello.offices[0]
    assert {one.role for one in okello.entries} == {"met"}
    assert len({one.entry for one in okello.entries}) >= 2
    assert not okello.body


class Slow(Worker):
    """Works as others do, when it is let."""

    def __init__(self, ledger) -> None:
        super().__init__(ledger)
        self.going, self.done = Event(), Event()

    def parts(self, *asked):
        self.going.set()
        assert self.done.wait(20)
        return super().parts(*asked)


def test_nobody_waits_for_everything_who_asks_for_one_relation(ledger):
    add(ledger, [report(1), report(2, "Kenya", "Tanzania")])
    work = Slow(ledger)
    going, done = work.going, work.done
    desk = Desk(ledger, waiting=Waiting(0.05), work=work)
    with pytest.raises(NotReadyError, match="look again in a moment"):
        desk.index(DAY)
    assert going.wait(20)
    assert desk.between(("KEN", "UGA"), DAY)
    assert set(desk.busiest(5)) == {("KEN", "UGA"), ("KEN", "TZA")}
    done.set()
    for _ in range(200):
        try:
            assert desk.index(DAY).lines
            break
        except NotReadyError:
            continue
    else:
        pytest.fail("it was never ready")


def test_what_was_put_in_order_before_is_shown_while_an_addition_is_assessed(ledger):
    add(ledger, [report(1)])
    work = Slow(ledger)
    work.done.set()
    desk = Desk(ledger, waiting=Waiting(20, behind=30), work=work)
    before = desk.index(DAY)
    marks = desk.mark()
    work.done.clear()
    add(ledger, [report(2)])
    assert desk.index(DAY) is before
    assert desk.stamp() != before.stamp
    meanwhile = desk.mark()
    assert meanwhile != marks
    work.done.set()
    for _ in range(400):
        if desk.index(DAY) is not before:
            break
        time.sleep(0.05)
    assert lines(desk, DAY) == told(ledger, DAY)
    assert desk.mark() != meanwhile


def test_what_was_shown_before_is_shown_no_longer_than_is_said(ledger):
    add(ledger, [report(1)])
    desk = Desk(ledger, waiting=Waiting(20, behind=0.0, pause=30))
    desk.index(DAY)
    add(ledger, [report(2)])
    assert lines(desk, DAY) == told(ledger, DAY)


def test_a_second_process_does_the_same_work_and_is_started_again(ledger):
    add(ledger, [report(1), report(2), report(3, "Kenya", "Tanzania")])
    work = Aside(ledger)
    desk = Desk(ledger, work=work)
    try:
        assert lines(desk, DAY) == told(ledger, DAY)
        window = (date(2024, 1, 2), DAY, ("KEN", "UGA"))
        assert desk.changes(*window) == Worker(ledger).changes(*window)
        with pytest.raises(InputError, match="leads back"):
            desk.changes(DAY, date(2024, 1, 2))
        work._process.kill()
        work._process.join(20)
        add(ledger, [report(4)])
        assert lines(desk, DAY) == told(ledger, DAY)
    finally:
        desk.close()


def test_what_a_person_decides_is_seen_at_once(ledger):
    add(ledger, [report(1), report(2, "Kenya", "Tanzania")])
    desk = Desk(ledger)
    figure = next(s for s in desk.between(("KEN", "UGA"), DAY) if s.entry.kind == "figure")
    before = lines(desk, DAY)
    signed = Signature("A. Reviewer", "the report was misread")
    correct(ledger, figure.chain.ids[0], {"value": 7}, signed)
    changed = desk.standing(figure.entry.id, DAY)
    assert changed.chain.last.what.value == 7
    assert changed.mark is not None
    assert lines(desk, DAY)[figure.entry.id].decided == "corrected"
    assert lines(desk, DAY) == told(ledger, DAY)
    assert all(lines(desk, DAY)[e] is one for e, one in before.items() if one.states == ("KEN", "TZA"))
    reject(ledger, figure.chain.ids[0], signed)
    assert figure.entry.id not in lines(desk, DAY)
    with pytest.raises(NotFoundError, match="rejected by a person"):
        desk.standing(figure.entry.id, DAY)


def shown(desk: Desk) -> set[str]:
    """The entries of one relation as they are put together for a page."""
    make = lambda: {s.entry.id for s in desk.between(("KEN", "UGA"), DAY)}  # noqa: E731  it is kept, not named
    return desk.made("entries", "KEN-UGA", DAY, make)


def test_a_relation_may_lag_behind_an_addition_and_says_so(ledger):
    add(ledger, [report(1), report(2, "Kenya", "Tanzania")])
    work = Slow(ledger)
    work.done.set()
    desk = Desk(ledger, waiting=Waiting(20, behind=60, pause=60), work=work)
    desk.index(DAY)
    states = ("KEN", "UGA")
    before, of_another = desk.lines(states, DAY), desk.lines(("KEN", "TZA"), DAY)
    page = desk.made("page", "KEN-UGA", DAY, object)
    shown_then, compared = shown(desk), desk.accounts(states, DAY)
    assert not before.behind
    add(ledger, [report(3)])
    behind = desk.lines(states, DAY)
    assert behind.lines == before.lines
    assert behind.behind
    assert desk.is_behind(states)
    assert shown(desk) == shown_then
    # only what is put together for a page lags: whoever asks for the entries has them
    assert {s.entry.id for s in desk.between(states, DAY)} > shown_then
    assert desk.accounts(states, DAY) is compared
    assert desk.made("page", "KEN-UGA", DAY, object) is page
    # nothing was told of the others
    assert desk.lines(("KEN", "TZA"), DAY) == of_another
    assert not desk.is_behind(("KEN", "TZA"))


def test_a_relation_lags_no_longer_than_until_all_is_assessed(ledger):
    add(ledger, [report(1)])
    desk = Desk(ledger, waiting=Waiting(20, behind=60, pause=0))
    desk.index(DAY)
    states = ("KEN", "UGA")
    shown(desk)
    add(ledger, [report(3)])
    for _ in range(400):
        if not (found := desk.lines(states, DAY)).behind:
            break
        time.sleep(0.05)
    entries = {s.entry.id for s in standings(ledger, DAY, states=states)}
    assert {line.entry for line in found.lines} == entries
    assert shown(desk) == entries
    assert not desk.is_behind(states)


def test_what_is_assessed_before_anybody_looks_is_shown(ledger):
    add(ledger, [report(1)])
    desk = Desk(ledger, waiting=Waiting(20, behind=60, pause=0))
    states = ("KEN", "UGA")
    desk.index(DAY)
    desk.lines(states, DAY)
    add(ledger, [report(3)])
    before = desk.index(DAY)
    for _ in range(400):
        if desk.index(DAY) is not before:
            break
        time.sleep(0.05)
    assert not desk.lines(states, DAY).behind
    assert shown(desk) == {s.entry.id for s in standings(ledger, DAY, states=states)}


def test_a_relation_lags_no_longer_than_is_said(ledger):
    add(ledger, [report(1)])
    desk = Desk(ledger, waiting=Waiting(20, behind=0.4, pause=60))
    states = ("KEN", "UGA")
    before = shown(desk)
    add(ledger, [report(3)])
    assert shown(desk) == before
    time.sleep(0.5)
    assert shown(desk) == {s.entry.id for s in standings(ledger, DAY, states=states)}
    assert not desk.is_behind(states)


def test_an_entry_never_lags(ledger):
    add(ledger, [report(1), report(2, "Kenya", "Tanzania")])
    desk = Desk(ledger, waiting=Waiting(20, behind=60, pause=60))
    desk.index(DAY)
    signed = Signature("A. Reviewer", "the report was misread")
    figure = next(s for s in desk.between(("KEN", "UGA"), DAY) if s.entry.kind == "figure")
    other = next(s for s in desk.between(("KEN", "TZA"), DAY) if s.entry.kind == "figure")
    correct(ledger, figure.chain.ids[0], {"value": 7}, signed)
    assert desk.standing(figure.entry.id, DAY).chain.last.what.value == 7
    # what a person ties together across relations is found under its name at once
    merge(ledger, figure.entry, other.entry, signed)
    for one in standings(ledger, DAY):
        assert desk.standing(one.entry.id, DAY).chain.ids == one.chain.ids
    reject(ledger, figure.chain.ids[0], signed)
    reject(ledger, other.chain.ids[0], signed)
    with pytest.raises(NotFoundError):
        desk.standing(figure.entry.id, DAY)


def test_what_fulfils_a_promise_is_seen_at_once(ledger):
    add(ledger, [Report("a", date(2024, 2, 10), "Kenya and Uganda agreed to sign the Agreement on fisheries in 2024.")])
    desk = Desk(ledger, waiting=Waiting(20, behind=60, pause=60))
    desk.index(DAY)
    (promise,) = (s for s in desk.between(("KEN", "UGA"), DAY) if s.entry.kind == "commitment")
    assert desk.standing(promise.entry.id, DAY).assessment.status == "overdue"
    add(ledger, [Report("b", date(2024, 5, 10), "Kenya and Uganda signed the Agreement on fisheries on 9 May 2024.")])
    assert desk.standing(promise.entry.id, DAY).assessment.status == "done"


def test_a_relation_that_nobody_told_of_before_is_shown_at_once(ledger):
    add(ledger, [report(1)])
    desk = Desk(ledger, waiting=Waiting(20, behind=60, pause=60))
    desk.index(DAY)
    add(ledger, [report(2, "Kenya", "Tanzania")])
    assert desk.lines(("KEN", "TZA"), DAY).lines
