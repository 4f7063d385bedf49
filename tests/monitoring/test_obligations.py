"""What fulfils a commitment, and what does not though it looks like it."""

from __future__ import annotations

from datetime import date

import pytest

from servanda.monitoring.chain import known
from servanda.monitoring.obligations import fulfilment
from servanda.monitoring.status import assess
from servanda.resolution.clusters import resolve
from servanda.terms.entries import Coverage

AS_OF = date(2026, 1, 1)


def chain(*told):
    (entry,) = resolve(told)
    found = known(entry, {one.id: one for one in told}, AS_OF)
    assert found is not None
    return found


def fulfils(tell, action, kind, *, day="2025-06-01", due=None, **fields):
    """The status that something told later gives a commitment of 1 January 2024, or None."""
    promised = chain(tell("commitment", "2024-01-01", action=action, due=due))
    found = fulfilment(promised, [chain(tell(kind, day, **fields))])
    return found.status if found is not None else None


@pytest.mark.parametrize(
    ("action", "title", "fields", "expected"),
    [
        ("sign the agreement on visas", "Agreement on visas", {}, "done"),
        ("sign the agreement on visas", "Agreement on visas", {"date": "2024-05-01"}, "done"),
        # signed before it was promised: another document, or an old one recalled
        ("sign the agreement on visas", "Agreement on visas", {"date": "2019-05-01"}, None),
        # named alike by the two states alone
        ("sign the agreement between Kenya and Uganda on transit", "Treaty on Allied Relations between Kenya and Uganda", {}, None),
        ("sign the agreement between Kenya and Uganda on transit", "Agreement on transit between the Republic of Uganda and the Republic of Kenya", {}, "done"),
        # named in short
        ("complete the measures for signing the investment agreement", "Agreement on mutual protection of investments", {}, "done"),
        ("implement the roadmap for agriculture", "Roadmap for agriculture", {}, None),
        ("implement the roadmap for agriculture", "Roadmap for agriculture", {"status": "implemented"}, "done"),
        ("ratify the treaty on borders", "Treaty on borders", {}, None),
        ("sign and ratify the treaty on borders", "Treaty on borders", {}, "partly_done"),
        ("discuss the treaty on borders", "Treaty on borders", {}, None),
        ("sign the agreement on visas", None, {"type": "package", "count": 5}, None),
    ],
)  # fmt: skip
def test_a_document_fulfils_what_was_promised_of_it(tell, action, title, fields, expected):
    assert fulfils(tell, action, "instrument", title=title, **fields) == expected


def test_a_short_name_that_two_documents_could_bear_names_neither(tell):
    promised = chain(tell("commitment", "2024-01-01", action="speed up signing of the investment agreement"))
    one = chain(tell("instrument", "2025-06-01", title="Agreement on mutual protection of investments"))
    other = chain(tell("instrument", "2025-07-01", title="Protocol on green investments"))
    assert fulfilment(promised, [one]) is not None
    assert fulfilment(promised, [one, other]) is None


@pytest.mark.parametrize(
    ("action", "name", "fields", "expected"),
    [
        ("launch direct flights between Nairobi and Gulu", "Direct flights between Nairobi and Gulu", {"status": "completed"}, "done"),
        ("launch direct flights between Nairobi and Gulu", "Direct flights between Nairobi and Gulu", {"status": "ongoing"}, None),
        ("open a consulate in Gulu", "Opening of a consulate in Gulu", {"status": "completed"}, "done"),
        ("hold the Days of Culture in Kampala", "Days of Culture in Kampala", {"status": "held", "date": "2023-05"}, None),
        ("hold the Days of Culture in Kampala", "Days of Culture in Kampala", {"status": "held", "date": "2024-05"}, "done"),
        ("build a pipeline from Kenya to Uganda", "Electrified railway between Kenya and Uganda", {"status": "completed"}, None),
        ("sign the agreement on the border at Malaba", "Negotiations on the border at Malaba", {"status": "completed"}, "partly_done"),
        ("create a Kenyan-Ugandan Investment Fund", "Ugandan-Kenyan Development Fund", {"status": "completed"}, "done"),
    ],
)  # fmt: skip
def test_an_activity_fulfils_only_its_like_that_came_after_the_promise(tell, action, name, fields, expected):
    assert fulfils(tell, action, "activity", name=name, **fields) == expected


@pytest.mark.parametrize(
    ("action", "fields", "expected"),
    [
        ("hold an investment forum in Kampala in 2025", {"type": "forum", "date": "2025-03-01", "city": "Kampala"}, "done"),
        ("hold an investment forum in Kampala in 2025", {"type": "forum", "date": "2025-03-01"}, "done"),
        ("hold an investment forum in Kampala in 2025", {"type": "forum", "date": "2025-03-01", "city": "Nairobi"}, None),
        ("hold an investment forum in Kampala in 2025", {"type": "session", "date": "2025-03-01", "city": "Kampala"}, None),
        ("hold an investment forum in Kampala in 2025", {"type": "forum", "date": "2024-11-01"}, None),
        ("hold an investment forum in Kampala in 2025", {"type": "forum", "date": "2025-03-01", "status": "planned"}, None),
        ("convene the commission in 2025", {"type": "session", "date": "2025-03-01"}, "done"),
        ("raise trade in 2025", {"type": "session", "date": "2025-03-01"}, None),
    ],
)  # fmt: skip
def test_a_meeting_fulfils_one_of_its_kind_time_and_place(tell, action, fields, expected):
    assert fulfils(tell, action, "meeting", due="2025", **fields) == expected


def test_what_came_late_is_told_as_late(tell):
    promised = chain(tell("commitment", "2024-01-01", action="sign the agreement on visas", due="2024-06"))
    late = chain(tell("instrument", "2025-06-01", title="Agreement on visas", date="2025-05-30"))
    found = fulfilment(promised, [late])
    assert found is not None
    assert found.words == "'Agreement on visas' told as signed, after it was due (2024-06)"


def test_under_way_ends_when_the_goal_is_told_anew_without_a_date_after_its_due_window(tell):
    read = Coverage(3, (), date(2020, 1, 1), date(2026, 1, 1))
    told = [
        tell("commitment", "2020-02-01", due="2023"),
        tell("commitment", "2021-06-01", due="2023", status="in_progress"),
    ]
    assert assess(chain(*told), date(2022, 1, 1), read).status == "in_progress"
    anew = [*told, tell("commitment", "2024-02-01")]
    assert assess(chain(*anew), date(2026, 1, 1), read).status == "open"
