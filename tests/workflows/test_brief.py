"""The pack of a session: what stands on its pages, and that each line stands on a quote."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.errors import InputError, NotFoundError
from servanda.workflows.brief import brief
from servanda.workflows.brief_space import CHARTS, PLANS, ROWS, SIDES, rows, share_out
from servanda.workflows.concern import party_codes
from servanda.workflows.pack import Line

GOAL = {
    "action": "raise trade to USD 2 billion", "due": "2027",
    "target": {"indicator": "trade_turnover", "value": 2_000_000_000, "unit": "USD"},
}  # fmt: skip
RELATION = [
    ("a", "2022-03-01", "Coast Wire", [
        ("commitment", "raise trade to $2 billion by 2027", GOAL),
        ("figure", "trade was $1 billion in 2021", {"value": 1_000_000_000, "period": "2021"}),
        ("instrument", "signed the Treaty on Borders", {"type": "treaty", "title": "Treaty on Borders", "date": "2022-02-28"}),
        ("commitment", "open a border post by 2023", {"action": "open a border post at Busia", "due": "2023"}),
        ("commitment", "build a rail line", {"action": "build a rail line to the lake"}),
        ("statement", "I trust our neighbours", {"speaker": {"name": "A. Okello", "office": "President", "state": "KEN"}}),
        ("statement", "trade must grow", {"speaker": {"name": "B. Deng", "office": "Deputy Minister", "state": "UGA"}}),
    ]),
    ("b", "2023-03-01", "Lake News", [
        ("commitment", "goal of $2 billion by 2027", GOAL),
        ("figure", "trade was $1.2 billion in 2022", {"value": 1_200_000_000, "period": "2022"}),
        ("figure", "exports of $400 million in 2022", {"indicator": "exports", "value": 400_000_000, "period": "2022"}),
        ("meeting", "a session in Nairobi on February 27", {"type": "session", "date": "2023-02-27", "city": "Nairobi"}),
    ]),
    ("c", "2024-05-01", "Coast Wire", [
        ("figure", "exports of $650 million in 2022", {"indicator": "exports", "value": 650_000_000, "period": "2022"}),
        ("instrument", "signed the Protocol on Rail", {"type": "protocol", "title": "Protocol on Rail", "date": "2024-04-30"}),
        ("instrument", "a roadmap for 2022-2023", {"type": "roadmap", "title": "Roadmap on Trade", "term": "2022/2023"}),
        ("meeting", "a session in Kampala in March 2025", {"type": "session", "status": "planned", "date": "2025-03"}),
        ("statement", "the lake joins us", {"speaker": {"name": "Abel Okello", "office": "President", "state": "KEN"}}),
    ]),
]  # fmt: skip
DAY = date(2024, 6, 1)


@pytest.fixture
def pack(told_ledger):
    return brief(told_ledger(RELATION), ("KEN", "UGA"), DAY)


def lines(pack, name):
    (section,) = [s for s in pack.sections if s.name == name]
    return [*section.lines, *section.more]


def test_each_section_has_what_belongs_to_it(pack):
    told = {plan.name: [(line.status, line.words) for line in lines(pack, plan.name)] for plan in PLANS}
    assert told["overdue"] == [("overdue", "Open a border post at Busia")]
    assert [status for status, _ in told["contradicted"]] == ["contradicted"]
    assert told["targets"] == [("open", "Raise trade to USD 2 billion")]
    assert told["done"] == [("signed", "Protocol on Rail"), ("held", "Session in Nairobi")]
    assert told["carried_over"] == [("open", "Raise trade to USD 2 billion")]
    assert told["silent"] == [("open", "Build a rail line to the lake")]
    assert told["instruments"] == [
        ("expired", "Roadmap on Trade"), ("signed", "Protocol on Rail"), ("signed", "Treaty on Borders"),
    ]  # fmt: skip
    assert [words for _, words in told["said"]] == ["Abel Okello, President, Kenya", "B. Deng, Deputy Minister, Uganda"]
    assert told["dates"] == [("planned", "Session"), ("open", "Raise trade to USD 2 billion")]


def test_every_line_stands_on_a_numbered_quote(pack):
    notes = {note.claim: note for note in pack.notes}
    assert [note.number for note in pack.notes] == list(range(1, len(notes) + 1))
    for section in pack.sections:
        for line in (*section.lines, *section.more):
            assert line.claims
            assert all(notes[claim].quote for claim in line.claims)
            assert all(notes[side.claim].quote == side.quote for side in line.sides)
    for row in pack.register:
        assert all(notes[claim].publisher in {"Coast Wire", "Lake News"} for claim in row.claims)


def test_silence_names_what_was_read(pack):
    (quiet,) = lines(pack, "silent")
    assert "no report since 1 Mar 2022, in the 3 reports read up to 1 May 2024 (Coast Wire, Lake News)" in quiet.detail


def test_differing_values_stand_side_by_side(pack):
    (line,) = lines(pack, "contradicted")
    assert [side.value for side in line.sides] == ["USD 400 million", "USD 650 million"]


def test_a_status_claims_no_more_than_the_quote_tells(pack):
    details = {line.words: line.detail for line in lines(pack, "instruments")}
    assert details["Protocol on Rail"] == "told as signed on 30 Apr 2024 (Coast Wire, 1 May 2024)"
    assert details["Roadmap on Trade"].startswith("its term, 2022 to 2023, is over; told as signed (Coast Wire")


def test_a_target_has_its_chart(pack):
    chart = lines(pack, "targets")[0].chart
    assert [(p.year, int(p.value)) for p in chart.points] == [(2021, 1_000_000_000), (2022, 1_200_000_000)]
    assert chart.years == (2021, 2027)
    assert chart.so_far.end[1] == 2_200_000_000
    assert float(chart.needed.end[0]) == pytest.approx(2027, abs=0.01)
    words = lines(pack, "targets")[0].detail
    assert "pace so far USD 200 million a year" in words
    assert "pace needed USD 160 million a year" in words
    assert "at the present pace reached in 2026" in words


def test_last_time_is_told_with_its_source_and_can_be_set(told_ledger):
    ledger = told_ledger(RELATION)
    found = brief(ledger, ("KEN", "UGA"), DAY)
    assert found.since == date(2023, 2, 27)
    assert found.notes[0].quote == "a session in Nairobi on February 27"
    asked = brief(ledger, ("KEN", "UGA"), DAY, since=date(2022, 1, 1))
    assert [line.words for line in lines(asked, "done")] == [
        "Protocol on Rail",
        "Treaty on Borders",
        "Session in Nairobi",
    ]
    early = brief(ledger, ("KEN", "UGA"), date(2022, 6, 1))
    assert early.since is None
    assert [line.words for line in lines(early, "done")] == ["Treaty on Borders"]


def test_nothing_published_later_is_used(told_ledger):
    ledger = told_ledger(RELATION)
    for day in (date(2022, 3, 1), date(2023, 12, 31)):
        found = brief(ledger, ("KEN", "UGA"), day)
        assert max(note.published for note in found.notes) <= day
        assert max(read.published for read in found.ground.reports) <= day
    assert brief(told_ledger(RELATION[:2]), ("KEN", "UGA"), date(2023, 12, 31)) == found


def test_the_order_of_arrival_changes_nothing(told_ledger):
    assert brief(told_ledger(RELATION), ("KEN", "UGA"), DAY) == brief(told_ledger(RELATION[::-1]), ("KEN", "UGA"), DAY)


def test_annexes_hold_everything(pack):
    assert {row.title for row in pack.register} == {"Roadmap on Trade", "Protocol on Rail", "Treaty on Borders"}
    assert [one.words for one in pack.followed] == [
        "Open a border post at Busia", "Raise trade to USD 2 billion", "Build a rail line to the lake",
    ]  # fmt: skip
    assert [(t.link, t.report) for t in pack.followed[1].tellings] == [("new", "a"), ("restated", "b")]
    assert [(p.name, p.reports) for p in pack.ground.publishers] == [("Coast Wire", 2), ("Lake News", 1)]


def test_what_fulfils_a_promise_is_quoted_beside_it(told_ledger):
    ledger = told_ledger([
        ("a", "2023-01-01", "Coast Wire", [("commitment", "to sign the Visa Waiver Agreement", {"action": "sign the Visa Waiver Agreement"})]),
        ("b", "2024-01-01", "Lake News", [("instrument", "signed the Visa Waiver Agreement", {"title": "Visa Waiver Agreement", "date": "2023-12-31"})]),
    ])  # fmt: skip
    found = brief(ledger, ("KEN", "UGA"), DAY)
    (promise, document) = lines(found, "done")
    assert (promise.status, document.status) == ("done", "signed")
    assert promise.detail == (
        "undertaken by Kenya and Uganda (Coast Wire, 1 Jan 2023); told as signed on 31 Dec 2023 (Lake News, 1 Jan 2024)"
    )
    quotes = {note.claim: note.quote for note in found.notes}
    assert [quotes[claim] for claim in promise.claims] == [
        "to sign the Visa Waiver Agreement", "signed the Visa Waiver Agreement",
    ]  # fmt: skip


@pytest.mark.parametrize(("value", "status"), [(1_900_000_000, "missed"), (2_100_000_000, "done")])
def test_a_target_that_was_decided_is_told_with_the_figure_that_decided_it(told_ledger, value, status):
    goal = {**GOAL, "due": "2023"}
    ledger = told_ledger([
        ("a", "2022-01-01", "Coast Wire", [("commitment", "raise trade to $2 billion in 2023", goal)]),
        ("b", "2024-03-01", "Lake News", [("figure", f"trade of {value} in 2023", {"value": value, "period": "2023"})]),
    ])  # fmt: skip
    found = brief(ledger, ("KEN", "UGA"), DAY)
    (line,) = lines(found, "overdue" if status == "missed" else "done")
    assert line.status == status
    assert "goal USD 2 billion by the end of 2023, undertaken by Kenya and Uganda; " in line.detail
    assert f"USD {value / 10**9:g} billion told for 2023 (Lake News, 1 Mar 2024)" in line.detail


def test_a_group_is_told_what_concerns_all_of_it_and_what_its_members_undertook_there(told_ledger):
    three = {"states": ["KEN", "TZA", "UGA"]}
    ledger = told_ledger([("a", "2024-01-01", "Coast Wire", [
        ("instrument", "signed the Lake Charter", {"title": "Lake Charter", **three}),
        ("commitment", "Kenya will clean the lake", {"action": "clean the lake", "by": ["KEN"]}),
    ]), ("b", "2024-01-02", "Coast Wire", [
        ("instrument", "signed the Treaty on Borders", {"title": "Treaty on Borders"}),
        ("commitment", "Kenya will pave the road", {"action": "pave the road", "by": ["KEN"]}),
    ])])  # fmt: skip
    group = brief(ledger, ("KEN", "TZA", "UGA"), DAY)
    assert [line.words for line in lines(group, "instruments")] == ["Lake Charter"]
    assert [one.words for one in group.followed] == ["Clean the lake"]
    pair = brief(ledger, ("KEN", "UGA"), DAY)
    assert [line.words for line in lines(pair, "instruments")] == ["Treaty on Borders", "Lake Charter (with Tanzania)"]


def test_states_are_named_one_by_one_or_as_a_group():
    assert party_codes(["Baltic", "POL", "Latvia"]) == ("EST", "LVA", "LTU", "POL")
    with pytest.raises(InputError, match="is no state"):
        party_codes(["Atlantis"])


@pytest.mark.parametrize(
    ("states", "since", "error"),
    [
        (("KEN",), None, InputError),
        (("KEN", "UGA"), date(2025, 1, 1), InputError),
        (("KEN", "FRA"), None, NotFoundError),
    ],
)
def test_what_cannot_be_packed_is_told(told_ledger, states, since, error):
    with pytest.raises(error):
        brief(told_ledger(RELATION), states, DAY, since=since)


LINES = st.builds(
    Line, st.just("e"), st.sampled_from(["open", "overdue"]), st.text(max_size=300), st.text(max_size=900),
    st.lists(st.just("c"), max_size=3).map(tuple),
)  # fmt: skip


@given(st.lists(st.lists(LINES, max_size=12), min_size=len(PLANS), max_size=len(PLANS)))
def test_two_pages_are_never_overfull_and_every_section_starts_with_its_most_important_line(lists):
    taken = share_out(lists)
    most = [plan.most for plan in PLANS]
    used = sum(rows(line) for shown, number in zip(lists, taken, strict=True) for line in shown[:number])
    assert used <= ROWS
    assert all(number <= min(limit, len(shown)) for number, limit, shown in zip(taken, most, lists, strict=True))


THINGS = [
    "lake",
    "rail",
    "road",
    "port",
    "salt",
    "fish",
    "milk",
    "corn",
    "wool",
    "iron",
    "gold",
    "zinc",
    "sand",
    "wood",
    "silk",
    "rice",
    "oil",
    "gas",
]


def test_what_does_not_fit_is_counted_with_its_annex(told_ledger):
    reports = [
        (f"r{n}", f"2023-01-{n:02d}", "Coast Wire", [
            ("instrument", f"signed the Agreement on {thing}", {"title": f"Agreement on {thing}", "date": f"2023-01-{n:02d}"})
        ])
        for n, thing in enumerate(THINGS, 1)
    ]  # fmt: skip
    found = brief(told_ledger(reports), ("KEN", "UGA"), DAY)
    (section,) = [s for s in found.sections if s.name == "instruments"]
    (plan,) = [p for p in PLANS if p.name == "instruments"]
    assert (len(section.lines), section.annex) == (plan.most, "Annex A")
    assert len(section.more) == len(THINGS) - plan.most
    assert len(found.register) == len(THINGS)


def test_of_many_differing_values_a_few_are_shown_and_all_are_in_the_notes(told_ledger):
    fields = {"indicator": "exports", "period": "2022"}
    reports = [
        (f"r{n}", f"2023-01-{n:02d}", None, [("figure", f"exports of $ {n}", {**fields, "value": n * n})])
        for n in range(1, 8)
    ]
    found = brief(told_ledger(reports), ("KEN", "UGA"), DAY)
    (line,) = lines(found, "contradicted")
    assert len(line.sides) == SIDES
    assert len(line.cited) == len(reports) - SIDES
    assert f"{len(reports) - SIDES} more values in the source notes" in line.detail
    assert len({note.quote for note in found.notes}) == len(reports)


def test_no_more_charts_than_two_pages_hold(told_ledger):
    def goal(n):
        target = {"indicator": "exports", "value": n * 1000, "unit": "tonnes"}
        return (
            "commitment",
            f"export {n} tonnes of {'abcd'[n]}",
            {"action": f"export {n} tonnes of {'abcd'[n]}", "target": target},
        )

    figure = (
        "figure",
        "exports were 500 tonnes in 2022",
        {"indicator": "exports", "unit": "tonnes", "value": 500, "period": "2022"},
    )
    found = brief(told_ledger([("a", "2023-01-01", None, [goal(1), goal(2), goal(3), figure])]), ("KEN", "UGA"), DAY)
    drawn = [line for line in lines(found, "targets") if line.chart]
    assert len(lines(found, "targets")) == 3
    assert len(drawn) == CHARTS
