"""What is said to change a status does change it: each way is tried."""

from __future__ import annotations

import re
from datetime import date

import pytest

from servanda.monitoring.chain import known
from servanda.monitoring.outlook import outlook
from servanda.monitoring.status import assess
from servanda.resolution.clusters import resolve
from servanda.terms.entries import Coverage

READ = Coverage(3, ("Coast Wire",), date(2024, 1, 1), date(2025, 3, 3))
TRADE = {"indicator": "trade_turnover", "value": 2_000_000_000, "unit": "USD"}


def standing(as_of, told, *others):
    """The chain of some claims, and how it stands beside other entries."""
    day, found = date.fromisoformat(as_of), []
    for group in (told, *others):
        (entry,) = resolve(group)
        found.append(known(entry, {one.id: one for one in group}, day))
    first, *rest = [chain for chain in found if chain is not None]
    return first, assess(first, day, READ, rest)


def told(as_of, claims, *others):
    return outlook(*standing(as_of, claims, *others))


def day_in(lines, words):
    (line,) = [one for one in lines if words in one]
    return re.search(r"\d{4}-\d\d-\d\d", line)[0]


def test_an_open_commitment_waits_for_a_report_or_the_calendar(tell):
    steps = [tell("commitment", "2024-05-01", due="2025-06")]
    assert standing("2025-03-03", steps)[1].status == "open"
    lines = told("2025-03-03", steps)
    assert "a report that it was done or dropped" in lines
    assert "a report that it is under way" in lines
    overdue = day_in(lines, "overdue from")
    assert standing(overdue, steps)[1].status == "overdue"
    for status in ("done", "dropped", "in_progress"):
        later = tell("commitment", "2025-03-02", due="2025-06", status=status)
        assert standing("2025-03-03", [*steps, later])[1].status == status


def test_an_overdue_commitment_is_open_again_when_its_goal_is_told_again(tell):
    steps = [tell("commitment", "2024-05-01", due="2024-12")]
    assert standing("2025-03-03", steps)[1].rule == "overdue"
    assert "the goal told again, with a later due date or with none" in told("2025-03-03", steps)
    for due in ("2026", None):
        assert standing("2025-03-03", [*steps, tell("commitment", "2025-02-02", due=due)])[1].status == "open"


def test_a_target_waits_for_a_figure(tell):
    goal = {"due": "2026", "action": "raise trade to USD 2 billion", "target": TRADE}
    steps = [tell("commitment", "2024-05-01", **goal)]
    assert "a figure like with like of USD 2 billion or more" in told("2025-03-03", steps)
    figure = [tell("figure", "2025-02-02", indicator="trade_turnover", value=2.1e9, unit="USD", period="2024")]
    found = standing("2025-03-03", steps, figure)[1]
    assert (found.status, found.rule) == ("done", "target-met")
    assert outlook(*standing("2025-03-03", steps, figure))[0] == "a report that it was dropped"
    dropped = tell("commitment", "2025-02-20", status="dropped", **goal)
    assert standing("2025-03-03", [*steps, dropped], figure)[1].status == "dropped"


def test_what_a_commitment_promises_is_waited_for(tell):
    signing = [tell("commitment", "2024-05-01", action="sign the agreement on lake fisheries", due="2025")]
    assert "a report that the document it promises has come about" in told("2025-03-03", signing)
    document = [tell("instrument", "2025-02-02", title="Agreement on Lake Fisheries", status="signed", date=None)]
    assert standing("2025-03-03", signing, document)[1].status == "done"

    holding = [tell("commitment", "2024-05-01", action="hold a business forum in Nairobi", due="2025")]
    assert "a report that the meeting it promises was held in the time told" in told("2025-03-03", holding)
    forum = [tell("meeting", "2025-02-02", type="forum", status="held", date="2025-02-01", city="Nairobi")]
    assert standing("2025-03-03", holding, forum)[1].status == "done"

    building = [tell("commitment", "2024-05-01", action="open the trade house in Mombasa", due="2025")]
    lines = told("2025-03-03", building)
    assert "a report of something completed that bears the name of what it promises" in lines
    assert not any("document" in line or "meeting" in line or "figure" in line for line in lines)
    house = [tell("activity", "2025-02-02", name="trade house in Mombasa", status="completed", date=None)]
    assert standing("2025-03-03", building, house)[1].status == "done"


def test_what_was_told_done_only_a_person_or_a_new_version_takes_back(tell):
    steps = [tell("commitment", "2024-05-01"), tell("commitment", "2025-02-02", status="done")]
    (line,) = told("2025-03-03", steps)
    assert line.startswith("a person who corrects or rejects")
    assert "new version of the report that tells it done" in line
    assert standing("2025-03-03", [*steps, tell("commitment", "2025-03-01", status="open")])[1].status == "done"


@pytest.mark.parametrize("status", ["signed", "ratified", "in_force", "implemented", "terminated"])
def test_a_planned_document_waits_for_a_further_stage(tell, status):
    steps = [tell("instrument", "2024-05-01", title="Treaty on Transit", status="planned", date=None)]
    lines = told("2025-03-03", steps)
    assert "a report that it was negotiated, signed, ratified, in force or implemented" in lines
    assert "a report that it was ended" in lines
    later = tell("instrument", "2025-02-02", title="Treaty on Transit", status=status, date=None)
    assert standing("2025-03-03", [*steps, later])[1].status == status


def test_a_document_expires_by_the_calendar(tell):
    steps = [tell("instrument", "2024-05-01", title="Plan for 2024 to 2025", status="signed", term="2024/2025")]
    expired = day_in(told("2025-03-03", steps), "expired from")
    assert standing(expired, steps)[1].status == "expired"
    assert "a report of a later term, or that it was ended" in told(expired, steps)
    ended = tell("instrument", "2025-02-02", title="Plan for 2024 to 2025", status="terminated", date=None)
    assert len(told("2025-03-03", [*steps, ended])) == 1


def test_a_meeting_stands_as_it_is_told_last_and_figures_that_differ_wait_for_a_person(tell):
    assert told("2025-03-03", [tell("meeting", "2024-05-01", status="planned")])[0].startswith("a later report")
    figures = [tell("figure", day, value=value, period="2023") for day, value in (("2024-05-01", 5), ("2024-06-01", 7))]
    assert standing("2025-03-03", figures)[1].status == "contradicted"
    assert told("2025-03-03", figures) == (
        "a person who corrects or rejects one of the values, or a new version of one of the reports",
    )
    assert "as contradicted" in told("2025-03-03", figures[:1])[0]
