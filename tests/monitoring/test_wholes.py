from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servanda.monitoring.chain import known
from servanda.monitoring.wholes import documents
from servanda.resolution.clusters import resolve

DAY = "2024-08-22"


def tallies(*told):
    entries = [
        entry for kind in ("instrument", "figure") for entry in resolve([t for t in told if t.claim.kind == kind])
    ]
    stored = {one.id: one for one in told}
    return documents([known(entry, stored, date(2026, 1, 1)) for entry in entries])


@pytest.fixture
def document(tell):
    def make(report, title, *, day="2024-08-23", position=0, **fields):
        return tell("instrument", day, report=report, title=title, position=position, **{"date": DAY, **fields})

    return make


@pytest.fixture
def package(tell):
    def make(report, count, *, day="2024-08-23", position=9, **fields):
        return tell(
            "instrument", day, report=report, type="package", count=count, position=position, **{"date": DAY, **fields}
        )

    return make


def test_a_package_and_the_documents_told_beside_it_are_not_added_up(document, package):
    told = [
        document("a", "Agreement on visas", position=1),
        document("a", "Protocol on wheat", position=2),
        package("a", 16),
    ]
    (found,) = tallies(*told)
    assert (found.year, found.least, found.most) == (2024, 16, 16)
    (signing,) = found.signings
    assert (len(signing.wholes), len(signing.parts)) == (1, 2)
    assert {one.claim for one in found.left_out} == {told[0].id, told[1].id}
    assert all("part of it" in one.reason for one in found.left_out)


def test_what_is_told_again_counts_once(document, package):
    told = [
        document("a", "Agreement on visas"), document("b", "Agreement on visas", day="2025-01-01"),
        package("a", 16), package("b", 16, day="2025-01-01"),
    ]  # fmt: skip
    (found,) = tallies(*told)
    assert (found.least, found.most) == (16, 16)
    assert any("told again" in one.reason for one in found.left_out)


def test_numbers_that_differ_give_a_least_and_a_most(package):
    (found,) = tallies(package("a", 16), package("b", 18))
    assert (found.least, found.most) == (16, 18)
    assert "16 against 18" in found.signings[0].words


def test_a_smaller_number_beside_a_larger_one_in_one_report_is_part_of_it(package):
    small, large = package("a", 8, position=1), package("a", 20, position=2)
    (found,) = tallies(small, large)
    assert (found.least, found.most) == (20, 20)
    assert [(one.claim, one.reason) for one in found.left_out] == [(small.id, "8 told beside 20 of the same signing")]


def test_a_document_that_only_another_report_tells_may_be_of_the_package_or_beside_it(document, package):
    (found,) = tallies(package("a", 3), document("b", "Agreement on visas"))
    assert (found.least, found.most) == (3, 4)
    assert "may be of the package or beside it" in found.signings[0].words


def test_a_package_of_no_told_number_is_one_document_at_least(package, document):
    (found,) = tallies(package("a", None, value=3_000, currency="USD"))
    assert (found.least, found.most, dict(found.worth)) == (1, 1, {"USD": 3_000})
    assert "a package of no told number" in found.signings[0].words
    (more,) = tallies(
        package("a", None), document("a", "Agreement on visas", position=1), document("a", "Grain deal", position=2)
    )
    assert (more.least, more.most) == (2, 2)


def test_signings_of_two_days_add_up_by_year(document, package):
    told = [
        package("a", 3),
        package("b", 5, date="2024-11-01", day="2024-11-02"),
        document("c", "Visa agreement", date="2025-02-01"),
    ]
    assert [(t.year, t.least) for t in tallies(*told)] == [(2024, 8), (2025, 1)]


def test_values_of_a_package_and_its_parts_count_once(document, package):
    told = [
        document("a", "Contract on grain", position=1, type="contract", value=40, currency="USD"),
        document("a", "Contract on cars", position=2, type="contract", value=30, currency="EUR"),
        package("a", 12, value=140, currency="USD"),
    ]
    (found,) = tallies(*told)
    assert dict(found.worth) == {"USD": 140, "EUR": 30}


def test_figures_that_count_documents_and_running_totals_are_left_out_with_the_reason(tell, package):
    again = tell("figure", "2024-08-23", report="a", indicator="documents_signed", unit="count", value=16, period=DAY)
    total = tell(
        "figure", "2024-08-23", indicator="documents_signed", unit="count", value=27, period="1994/2024", report="z"
    )
    (found,) = tallies(package("a", 16), again, total)
    assert found.most == 16
    assert {one.claim for one in found.left_out} >= {again.id}


def test_what_is_planned_is_not_signed(document):
    assert tallies(document("a", "Visa agreement", status="planned")) == ()


def test_what_tells_no_day_is_in_no_year_and_not_dropped(document, package):
    told = [
        package("a", 10, date=None), document("a", "Visa agreement", date=None, position=1),
        document("b", "Grain agreement", date=None), document("c", "Rail agreement"),
    ]  # fmt: skip
    dated, undated = tallies(*told)
    assert (dated.year, dated.least) == (2024, 1)
    assert (undated.year, undated.least, undated.most) == (None, 11, 11)
    assert [(s.date, s.least) for s in undated.signings] == [(None, 1), (None, 10)]
    assert [one.claim for one in undated.left_out] == [told[1].id]


pieces = st.lists(
    st.tuples(
        st.sampled_from("abc"), st.sampled_from([None, 1, 5, 8]), st.sampled_from(["2024-08-22", "2024-09-01", None])
    ),
    max_size=8,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(pieces, st.randoms())
def test_sums_do_not_depend_on_order_and_never_grow_past_the_pieces(document, package, told, random):
    claims = [
        document(report, f"Agreement on thing{n}", position=n, date=day)
        if count is None
        else package(report, count, position=n, date=day)
        for n, (report, count, day) in enumerate(told)
    ]
    found = tallies(*claims)
    assert tallies(*random.sample(claims, len(claims))) == found
    assert sum(t.least for t in found) <= sum(t.most for t in found) <= sum(count or 1 for _, count, _ in told)
