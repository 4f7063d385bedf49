"""The five reports that the product was first asked to read, where they are at hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from servanda.ledger import views
from servanda.ledger.session import open_ledger
from servanda.terms.claims import Figure, Instrument
from servanda.workflows.intake import add_files, plan
from servanda.workflows.office import standings

SEEDS = Path(__file__).parents[3] / "shared" / "reports" / "seeds"
pytestmark = [pytest.mark.gold, pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed reports are not here")]
SIDES = ("KAZ", "TJK")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    with open_ledger(tmp_path_factory.mktemp("seeds") / "seeds.db") as opened:
        files, _ = plan([SEEDS])
        summary = add_files(opened, files)
        assert (summary.new, summary.failures) == (5, [])
        yield opened


def told(ledger, kind):
    return [c.claim.what for c in views.all_claims(ledger) if c.claim.kind == kind]


def instruments(ledger, as_of):
    return standings(ledger, date.fromisoformat(as_of), states=SIDES, kinds=("instrument",))


def test_the_declaration_and_all_eight_listed_documents_are_read(ledger):
    listed = [w for w in told(ledger, "instrument") if str(w.date) == "2023-05-04" and w.type != "package"]
    assert sorted(w.type for w in listed) == [
        "declaration", "memorandum", "memorandum", "memorandum", "plan", "programme", "protocol", "roadmap", "roadmap",
    ]  # fmt: skip
    assert all(w.status == "signed" and set(w.states) == set(SIDES) for w in listed)
    between = [w for w in listed if w.type != "declaration" and "twin-city" not in w.title]
    assert all(len(w.signatories) == 2 and all(body in w.title for body in w.signatories) for w in between)
    assert sorted(str(w.term) for w in listed if w.term) == ["2023/2024", "2023/2025", "2023/2025"]
    assert any(isinstance(w, Instrument) and w.type == "package" and w.count == 20 for w in told(ledger, "instrument"))


@pytest.mark.parametrize(
    ("as_of", "status"),
    [("2024-08-01", None), ("2024-08-22", "planned"), ("2025-02-12", "signed"), ("2026-01-01", "signed")],
)
def test_the_treaty_is_one_entry_planned_and_then_signed(ledger, as_of, status):
    treaties = [s for s in instruments(ledger, as_of) if "Allied Relations" in s.entry.label]
    assert [s.assessment.status for s in treaties] == ([status] if status else [])


@pytest.mark.parametrize(("as_of", "expired"), [("2024-06-01", 0), ("2025-01-01", 1), ("2026-01-01", 3)])
def test_terms_expire_when_they_are_over(ledger, as_of, expired):
    assert sum(s.assessment.status == "expired" for s in instruments(ledger, as_of)) == expired


def test_the_trade_goal_is_one_entry_restated(ledger):
    goals = [
        s for s in standings(ledger, date(2026, 1, 1), states=SIDES, kinds=("commitment",)) if s.progress is not None
    ]
    assert [(s.progress.target.value, s.progress.target.unit) for s in goals] == [(2_000_000_000, "USD")]
    assert [step.link for step in goals[0].chain.steps] == ["new", "restated", "restated"]
    assert [(str(p.period), p.value) for p in goals[0].progress.points] == [
        ("2023", 1_150_000_000),
        ("2024", 1_200_000_000),
    ]


@pytest.mark.parametrize(
    ("period", "value", "qualifier", "percent"),
    [
        ("2023-01/2023-06", 600_000_000, "almost", None),
        ("2023", 1_150_000_000, "exact", None),
        ("2024", 1_200_000_000, "exact", "7.4"),
    ],
)
def test_turnover_is_read_with_its_period_and_growth(ledger, period, value, qualifier, percent):
    found = [w for w in told(ledger, "figure") if w.indicator == "trade_turnover" and str(w.period) == period]
    assert [(w.value, w.unit, w.qualifier) for w in found] == [(value, "USD", qualifier)]
    assert [str(w.change.percent) if w.change else None for w in found] == [percent]


def test_the_trainees_are_counted(ledger):
    assert any(
        isinstance(w, Figure) and w.indicator == "students_trainees" and (w.value, w.qualifier) == (100, "over")
        for w in told(ledger, "figure")
    )


def test_the_organisations_are_found(ledger):
    with ledger.reading() as connection:
        states = set(connection.exec_driver_sql("SELECT state FROM report_states").scalars())
    assert {"SCO", "CSTO", "CICA"} <= states


def test_silence_makes_nothing_missed_or_done(ledger):
    for day in (date(2025, 2, 12), date(2026, 11, 22), date(2035, 1, 1)):
        statuses = {s.assessment.status for s in standings(ledger, day, states=SIDES, kinds=("commitment",))}
        assert statuses <= {"open", "in_progress", "overdue"}
