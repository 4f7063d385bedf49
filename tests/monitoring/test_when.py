from __future__ import annotations

from datetime import date

import pytest

from servanda.monitoring.chain import known
from servanda.monitoring.last_time import last_time
from servanda.monitoring.when import date_words, due_words
from servanda.resolution.clusters import resolve
from servanda.terms.dates import parse


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("2024-08-22", "22 Aug 2024"), ("2024-08", "Aug 2024"), ("2024", "2024"), ("2024~", "about 2024"),
        ("2024?", "perhaps 2024"), ("2023/2025", "2023 to 2025"), ("2024-09/2024-11", "Sep to Nov 2024"),
        ("2025-11-10/2025-11-12", "10 to 12 Nov 2025"), ("2025-11-30/2025-12-02", "30 Nov to 2 Dec 2025"),
        ("2024-12/2025-02", "Dec 2024 to Feb 2025"), ("2025/..", "from 2025 on"), ("../2025", "until 2025"),
        ("0999-01-05", "5 Jan 0999"),
    ],
)  # fmt: skip
def test_a_date_is_told_as_exactly_as_it_was_told(told, words):
    assert date_words(parse(told)) == words


@pytest.mark.parametrize(
    ("due", "words"),
    [
        ("2027", "by the end of 2027"), ("2025-09", "by the end of Sep 2025"), ("2025-06-30", "by 30 Jun 2025"),
        ("2024-09/2024-11", "by the end of Nov 2024 (told as Sep to Nov 2024)"), ("../2030", "by the end of 2030"),
        ("2025/..", "from 2025 on, no end told"),
    ],
)  # fmt: skip
def test_what_is_due_in_a_window_is_due_by_its_end(due, words):
    assert due_words(parse(due)) == words


def chains(told):
    (entry,) = resolve(told)
    return known(entry, {one.id: one for one in told}, date(2030, 1, 1))


@pytest.mark.parametrize(
    ("meetings", "as_of", "expected"),
    [
        ([("session", "held", "2024-05-02"), ("visit", "held", "2024-03-01")], "2024-06-01", "2024-05-02"),
        ([("session", "held", "2024-05-02")], "2024-05-02", None),
        ([("session", "planned", "2024-05-02"), ("forum", "held", "2024-05-03")], "2024-06-01", None),
        ([("visit", "held", "2024"), ("summit", "held", "2023-10-01/2023-10-03")], "2025-06-01", "2023-10-01/2023-10-03"),
        ([("session", "held", None)], "2024-06-01", None),
    ],
)  # fmt: skip
def test_last_time_is_the_last_session_summit_or_visit_told_as_held(tell, meetings, as_of, expected):
    told = [chains([tell("meeting", "2024-01-01", type=t, status=s, date=d)]) for t, s, d in meetings]
    found = last_time(told, ("KEN", "UGA"), date.fromisoformat(as_of))
    assert (str(found.what.date) if found else None) == expected


def test_a_meeting_of_the_sides_alone_goes_before_a_later_one_with_others(tell):
    alone = chains([tell("meeting", "2024-01-01", type="visit", date="2023-12-01")])
    wider = chains([tell("meeting", "2024-03-01", type="summit", date="2024-02-01", states=["KEN", "TZA", "UGA"])])
    day = date(2024, 6, 1)
    assert str(last_time([wider, alone], ("UGA", "KEN"), day).what.date) == "2023-12-01"
    assert str(last_time([wider], ("UGA", "KEN"), day).what.date) == "2024-02-01"
