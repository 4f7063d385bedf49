from __future__ import annotations

from datetime import date

import pytest

from servanda.monitoring.chain import known
from servanda.monitoring.conflicts import conflicts
from servanda.monitoring.coverage import extent, silence
from servanda.monitoring.progress import progress
from servanda.monitoring.status import RULES, assess
from servanda.resolution.clusters import resolve
from servanda.terms.entries import Coverage

READ = Coverage(14, ("Coast Wire",), date(2023, 1, 1), date(2026, 3, 3))
GOAL = {
    "action": "raise trade to USD 2 billion",
    "target": {"indicator": "trade_turnover", "value": 2_000_000_000, "unit": "USD"},
}


def chains(as_of, *groups):
    """The chains of several entries, each given by its claims."""
    found = []
    for told in groups:
        (entry,) = resolve(told)
        found.append(known(entry, {one.id: one for one in told}, date.fromisoformat(as_of)))
    return [chain for chain in found if chain is not None]


def status(as_of, told, *others, read=READ):
    first, *rest = chains(as_of, told, *others)
    return assess(first, date.fromisoformat(as_of), read, rest)


@pytest.mark.parametrize(
    ("due", "as_of", "expected"),
    [
        ("2025", "2025-12-31", "open"), ("2025", "2026-01-01", "overdue"), ("2025-03", "2025-04-01", "overdue"),
        ("2025-06-30", "2025-06-30", "open"), (None, "2030-01-01", "open"),
    ],
)  # fmt: skip
def test_a_commitment_is_overdue_only_after_its_due_window(tell, due, as_of, expected):
    assert status(as_of, [tell("commitment", "2024-05-01", due=due)]).status == expected


@pytest.mark.parametrize(
    ("told", "expected"), [("done", "done"), ("in_progress", "in_progress"), ("dropped", "dropped")]
)
def test_a_commitment_stands_as_a_later_report_tells(tell, told, expected):
    steps = [tell("commitment", "2024-05-01", due="2026"), tell("commitment", "2025-05-01", due="2026", status=told)]
    assert status("2025-06-01", steps).status == expected
    assert status("2024-06-01", steps).status == "open"


def test_silence_is_told_and_never_turned_into_failure(tell):
    found = status("2026-03-03", [tell("commitment", "2025-02-12")])
    assert found.status == "open"
    assert silence(found) == "no report since 12 Feb 2025, in the 14 reports read up to 3 Mar 2026 (Coast Wire)"
    fresh = status("2026-03-03", [tell("commitment", "2026-03-03")])
    assert silence(fresh) is None


@pytest.mark.parametrize(
    ("as_of", "expected"), [("2024-06-01", "signed"), ("2025-12-31", "signed"), ("2026-01-01", "expired")]
)
def test_a_term_expires_the_day_after_it_ends(tell, as_of, expected):
    told = [tell("instrument", "2023-05-04", type="roadmap", title="Roadmap for 2023-2025", term="2023/2025")]
    assert status(as_of, told).status == expected


@pytest.mark.parametrize(("reached", "expected"), [("planned", "planned"), ("negotiated", "negotiated")])
def test_what_was_never_signed_has_no_term_that_ends(tell, reached, expected):
    told = [tell("instrument", "2023-05-04", type="plan", title="Plan for 2024", term="2024", status=reached)]
    assert status("2026-01-01", told).status == expected
    signed = tell("instrument", "2023-12-04", type="plan", title="Plan for 2024", status="signed")
    assert status("2026-01-01", [*told, signed]).status == "expired"


def test_a_bank_that_undertakes_a_goal_does_not_hide_the_figures_of_the_states(tell):
    goal = tell("commitment", "2024-05-01", due="2025", **{**GOAL, "by": ["KEN", "UGA", "Lake Bank"]})
    figure = tell("figure", "2026-03-01", value=2_100_000_000, period="2025")
    assert status("2026-06-01", [goal], [figure]).status == "done"


def test_an_instrument_stands_at_the_furthest_stage_told(tell):
    told = [
        tell("instrument", "2024-01-01", title="Visa Agreement", status="planned"),
        tell("instrument", "2024-05-01", title="Visa Agreement", status="signed"),
        tell("instrument", "2025-01-01", title="Visa Agreement", status="referred"),
    ]
    assert [status(day, told).status for day in ("2024-02-01", "2024-06-01", "2025-06-01")] == [
        "planned",
        "signed",
        "signed",
    ]


@pytest.mark.parametrize(
    ("action", "title", "reached", "expected"),
    [
        ("sign the agreement on visas", "Agreement on visas", "signed", "done"),
        ("sign the agreement on visas", "Agreement on visas", "planned", "open"),
        ("sign and ratify the visa agreement", "Visa agreement", "signed", "partly_done"),
        ("sign the agreement on fisheries", "Agreement on visas", "signed", "open"),
    ],
)
def test_a_promised_document_fulfils_the_commitment_once_it_is_told(tell, action, title, reached, expected):
    promised = [tell("commitment", "2024-01-01", action=action)]
    document = [tell("instrument", "2025-01-01", title=title, status=reached)]
    assert status("2025-06-01", promised, document).status == expected
    assert status("2024-06-01", promised, document).status == "open"


def test_a_target_has_distance_pace_and_the_year_it_would_be_reached(tell):
    told = [tell("commitment", "2024-05-01", due="2030", **GOAL)]
    figures = [
        [tell("figure", "2024-03-01", value=1_000_000_000, period="2023")],
        [tell("figure", "2025-03-01", value=1_200_000_000, period="2024")],
        [tell("figure", "2025-08-01", value=600_000_000, period="2025-01/2025-06")],
        [tell("figure", "2025-08-01", indicator="exports", value=900_000_000, period="2024")],
    ]
    chain, *others = chains("2025-12-01", told, *figures)
    found = progress(chain, others)
    assert [str(p.period) for p in found.points] == ["2023", "2024"]
    assert found.distance == 800_000_000
    assert round(found.pace / 1_000_000) == 200
    assert round(found.pace_needed / 1_000_000) == 133
    assert found.reached == 2028
    assert found.not_compared == (figures[2][0].id,)


def test_a_target_is_met_or_missed_only_by_like_with_like(tell):
    told = [tell("commitment", "2024-05-01", due="2025", **GOAL)]
    met = [tell("figure", "2026-02-01", value=2_100_000_000, period="2025")]
    short = [tell("figure", "2026-02-01", value=1_900_000_000, period="2025")]
    half = [tell("figure", "2026-02-01", value=2_100_000_000, period="2025-01/2025-06")]
    assert status("2026-03-01", told, met).status == "done"
    assert status("2026-03-01", told, short).status == "missed"
    assert status("2026-03-01", told, half).status == "overdue"
    again = [*told, tell("commitment", "2026-06-01", **GOAL)]
    assert status("2026-07-01", again, short).status == "open"


def test_contradicting_values_stand_side_by_side_whatever_came_last(tell):
    told = [
        tell("figure", "2024-03-01", value=5e9, period="2023"),
        tell("figure", "2024-04-01", value=4e9, period="2023"),
    ]
    found = status("2024-05-01", told)
    assert (found.status, found.contradicted) == ("contradicted", True)
    (chain,) = chains("2024-05-01", told)
    (conflict,) = conflicts(chain)
    assert [claim for _, claim in conflict.values] == [one.id for one in told]


def test_values_within_rounding_do_not_contradict(tell):
    told = [
        tell("figure", "2024-03-01", value=1.15e9, period="2023"),
        tell("figure", "2024-04-01", value=1.153e9, period="2023"),
    ]
    assert status("2024-05-01", told).status == "told"


@pytest.mark.parametrize(
    ("kind", "fields"), [("meeting", {}), ("activity", {}), ("statement", {}), ("figure", {"value": 3})]
)
def test_every_kind_gets_a_status_with_its_rule(tell, kind, fields):
    found = status("2025-01-01", [tell(kind, "2024-01-01", **fields)])
    assert found.rule in {rule.name for rule in RULES}
    assert found.why
    assert found.evidence


def test_later_reports_never_change_an_earlier_day(tell):
    before = [tell("commitment", "2024-05-01", due="2024-12")]
    after = [*before, tell("commitment", "2025-05-01", status="done", due="2024-12")]
    for day in ("2024-06-01", "2025-01-01"):
        left, right = status(day, before), status(day, after)
        assert (left.status, left.why, left.evidence, left.rule) == (
            right.status,
            right.why,
            right.evidence,
            right.rule,
        )


def test_what_was_read_is_told_in_words():
    assert extent(Coverage(1, (), date(2024, 1, 1), date(2024, 1, 1))) == "1 report read up to 1 Jan 2024"
    assert extent(Coverage(0, (), None, None)) == "no report of this relation was read"
