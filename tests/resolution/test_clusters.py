from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servanda.resolution.blocking import block_key
from servanda.resolution.candidates import pairs
from servanda.resolution.clusters import resolve
from servanda.resolution.score import compare, strength
from servanda.terms.entries import Judgement


def groups(entries):
    return sorted(sorted(m.claim for m in e.members) for e in entries)


def test_a_goal_restated_and_raised_is_one_entry_with_its_links(tell):
    goal = {
        "action": "raise mutual trade to USD 2 billion",
        "target": {"indicator": "trade_turnover", "value": 2e9, "unit": "USD"},
    }
    raised = {
        "action": "bring mutual trade to USD 3 billion",
        "target": {"indicator": "trade_turnover", "value": 3e9, "unit": "USD"},
    }
    told = [
        tell("commitment", "2023-05-01", **goal),
        tell("commitment", "2024-05-01", **goal),
        tell("commitment", "2025-05-01", **raised),
    ]
    (entry,) = resolve(told)
    assert [m.link for m in entry.members] == ["new", "restated", "revised"]
    assert entry.id == f"e-{told[0].id}"


def test_a_treaty_planned_and_signed_under_another_word_order_is_one_entry(tell):
    told = [
        tell("instrument", "2024-08-22", type="treaty", title="Treaty of Allied Relations", status="planned"),
        tell("instrument", "2025-02-12", type="treaty", title="Allied Relations Treaty", status="signed", date="2024"),
    ]
    (entry,) = resolve(told)
    assert [m.link for m in entry.members] == ["new", "progress"]


@pytest.mark.parametrize(
    ("kind", "left", "right"),
    [
        ("instrument", {"title": "Agreement on visas"}, {"title": "Agreement on fisheries"}),
        ("figure", {"value": 5, "period": "2023"}, {"value": 5, "period": "2024"}),
        ("figure", {"value": 5, "period": "2023"}, {"value": 5, "period": "2023", "unit": "EUR"}),
        ("figure", {"value": 5, "period": "2023"}, {"indicator": "exports", "value": 5, "period": "2023"}),
        ("commitment", {"action": "open a consulate in Gulu"}, {"action": "launch direct flights in spring"}),
        ("meeting", {"date": "2023-05-01"}, {"date": "2024-05-01"}),
        ("activity", {"name": "Days of Culture"}, {"name": "power line"}),
        ("statement", {}, {}),
    ],
)
def test_what_only_looks_alike_stays_apart(tell, kind, left, right):
    assert len(resolve([tell(kind, "2023-06-01", **left), tell(kind, "2024-06-01", **right)])) == 2


def test_two_values_of_one_figure_stand_side_by_side_in_one_entry(tell):
    told = [
        tell("figure", "2024-03-01", value=5e9, period="2023"),
        tell("figure", "2024-03-02", value=4e9, period="2023"),
    ]
    (entry,) = resolve(told)
    assert [m.link for m in entry.members] == ["new", "contradicts"]


def test_one_report_tells_one_thing_once(tell):
    told = [
        tell("figure", "2024-03-01", report="a", position=0, value=5e9, period="2023", label="trade"),
        tell("figure", "2024-03-01", report="a", position=1, value=5e9, period="2023", label="trade in goods"),
    ]
    assert len(resolve(told)) == 2


def test_meetings_of_two_times_are_not_joined_by_one_that_tells_no_day(tell):
    people = [{"name": "A. Okello", "office": "President", "state": "UGA"}]
    told = [
        tell("meeting", f"{year}-05-05", date=day, participants=people, city="Kampala", status="held")
        for year, day in ((2023, "2023-05-04"), (2024, None), (2025, "2025-05-04"))
    ]
    assert sorted(len(entry.members) for entry in resolve(told)) == [1, 2]
    near = [tell("meeting", f"2023-05-{n}", date=f"2023-05-{n}", participants=people, city="Kampala") for n in (10, 12)]
    assert len(resolve([*near, told[1]])) < 3


def judged(left, right, verdict, day=1):
    return Judgement(
        left.id, right.id, verdict, "B. Reviewer", "read both", datetime(2025, 1, day, tzinfo=UTC), person=True
    )


def test_a_person_outranks_the_score_and_the_last_word_counts(tell):
    a = tell("instrument", "2024-01-01", title="Agreement on visas")
    b = tell("instrument", "2024-02-01", title="Agreement on visas")
    c = tell("instrument", "2024-03-01", title="Pact on fisheries")
    assert len(resolve([a, b], [judged(a, b, "different")])) == 2
    assert len(resolve([a, b], [judged(a, b, "different", 1), judged(a, b, "same", 2)])) == 1
    assert groups(resolve([a, c], [judged(a, c, "same")])) == [sorted([a.id, c.id])]


def test_a_score_says_what_made_it(tell):
    a = tell("instrument", "2024-01-01", title="Agreement on visas", date="2024-01-01")
    b = tell("instrument", "2024-02-01", title="Agreement on visas", date="2024-01-01")
    score = compare(a.claim, b.claim)
    assert score.points == pytest.approx(sum(s.points for s in score.signals))
    assert "title agrees" in score.reason
    assert pairs([a, b])[0].score == score


ACTIONS = [
    "open a consulate in Gulu",
    "open the consulate at Gulu soon",
    "launch direct flights",
    "start direct flights to Kampala",
]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(ACTIONS), st.integers(1, 28), st.sampled_from([None, "2024", "2025"])), max_size=9
    ),
    st.integers(0, 1000),
)
def test_order_of_arrival_does_not_matter_and_no_claim_is_lost(tell, acts, seed):
    told = [tell("commitment", f"2024-05-{day:02d}", action=action, due=due) for action, day, due in acts]
    shuffled = told.copy()
    random.Random(seed).shuffle(shuffled)
    entries = resolve(told)
    assert entries == resolve(shuffled)
    assert sorted(m.claim for e in entries for m in e.members) == sorted(one.id for one in told)


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"states": ["UGA", "KEN"]}, "figure|KEN-UGA"),
        ({"states": ["KEN"]}, "figure|KEN-UGA"),
        ({"states": ["KEN", "TZA", "UGA"]}, "figure|many"),
        ({"states": []}, "figure|KEN-UGA"),
    ],
)
def test_a_claim_lies_in_the_block_of_its_two_sides(tell, fields, key):
    assert block_key(tell("figure", "2024-01-01", **fields).claim) == key


ACTS = (
    "open a border market",
    "inaugurate the border market at Busia",
    "raise trade",
    "take the turnover to $2 billion",
)
TITLES = (None, "Agreement on Fish", "Fish Agreement", "Treaty on Lasting Friendship")


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 100_000))
def test_the_quick_measure_is_the_one_that_gives_its_reasons(make, seed):
    chance, tell = random.Random(seed), make()

    def made(kind):
        days = chance.choice([None, "2024", "2024-05", "2024-05-03", "2023/2025"])
        target = {
            "indicator": chance.choice(["trade_turnover", "other"]),
            "value": chance.choice([1, 2]),
            "unit": "USD",
        }
        fields = {
            "meeting": {"date": days, "city": chance.choice([None, "Busia", "Gulu"])},
            "instrument": {
                "date": days,
                "title": chance.choice(TITLES),
                "status": chance.choice(["signed", "planned"]),
            },
            "commitment": {"action": chance.choice(ACTS), "due": days, "target": chance.choice([None, target])},
            "figure": {"period": days, "value": chance.choice([None, 1, 2]), "label": chance.choice([None, "tea"])},
            "activity": {"date": days, "name": chance.choice(["road bridge", "bridge", "book fair"])},
        }
        return tell(kind, f"2024-05-0{chance.randrange(1, 9)}", **fields[kind]).claim

    kind = chance.choice(["meeting", "instrument", "commitment", "figure", "activity"])
    left, right = made(kind), made(kind)
    score, quick = compare(left, right), strength(left, right)
    told = None if quick is None else (quick.points, "same" if quick.sure else "unsure")
    assert told == (None if score.verdict == "different" else (score.points, score.verdict))


@pytest.mark.parametrize(
    ("first", "second", "number"),
    [
        ({"action": "open a border market at Busia"}, {"action": "inaugurate the border market at Busia"}, 1),
        (
            {"action": "hold the next session of the commission in 2024", "due": "2024"},
            {"action": "hold the next session of the commission in 2026", "due": "2026"},
            2,
        ),
        (
            {
                "action": "raise trade to $2 billion",
                "target": {"indicator": "trade_turnover", "value": 2, "unit": "USD"},
            },
            {"action": "take it to $2 billion", "target": {"indicator": "other", "value": 2, "unit": "USD"}},
            1,
        ),
        ({"action": "open a market"}, {"action": "open a trade office in Gulu for the tea market"}, 2),
    ],
)
def test_acts_in_other_words(tell, first, second, number):
    assert (
        len(resolve([tell("commitment", "2024-05-01", **first), tell("commitment", "2024-06-01", **second)])) == number
    )


def test_a_signing_put_off_is_of_one_document_and_a_plan_may_take_another_form(tell):
    title = {"title": "Memorandum on the borders of Suam"}
    told = [
        tell("instrument", "2023-03-01", type="memorandum", status="planned", date="2023", **title),
        tell("instrument", "2024-03-01", type="memorandum", status="planned", date="2024", **title),
        tell("instrument", "2024-06-01", type="agreement", status="signed", title="Agreement on the borders of Suam"),
    ]
    assert len(resolve(told)) == 1


@pytest.mark.parametrize(("day", "number"), [("2024-07-12", 1), ("2024-08-12", 2)])
def test_documents_to_be_signed_on_a_visit_are_those_signed_on_its_days(tell, day, number):
    ahead = tell("instrument", "2024-07-10", type="package", status="planned", date="2024-07-11")
    signed = tell("instrument", day, type="package", status="signed", date=day, count=7)
    entries = resolve([ahead, signed])
    assert len(entries) == number
