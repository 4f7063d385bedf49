from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from servanda.scoring.fields import bodies, change, number, people, speaker, target, when, words
from servanda.scoring.measure import Expected, GoldFile, GoldReport, bcubed, measure

GOLD = Path(__file__).parents[3] / "shared" / "gold"
TEXT = "The ministers signed a protocol on transit. Trade reached $3 billion in 2023."


def figure(**fields: object) -> dict[str, object]:
    return {
        "kind": "figure", "quotes": ["Trade reached $3 billion in 2023"], "indicator": "trade_turnover", "value": 3e9,
        "unit": "USD", "period": "2023", "states": ["KEN", "UGA"], **fields,
    }  # fmt: skip


def result(found: list[dict[str, object]], golds: list[dict[str, object]]):
    return measure([GoldFile("f", (GoldReport("r1", TEXT, tuple(golds)),))], {"r1": found})


@pytest.mark.parametrize(
    ("compare", "left", "right", "value"),
    [
        (number, 1000, 1004, 1), (number, 1000, 1010, 0), (number, None, None, 1), (number, None, 3, 0),
        (when, "2023", "2023-05", 0.5), (when, "2023-01/2023-12", "2023", 1), (when, "2023", "2024", 0),
        (when, "2023~", "2023", 1), (when, "soon", "2023", 0),
        (words, "Treaty on the Allied Relations", "treaty allied relations", 1), (words, None, "treaty", 0),
        (people, [{"name": "Olzhas Bektenov"}], [{"name": "Oljas Bektenov"}], 1),
        (people, [{"name": None, "office": "ministers", "state": "KEN"}], [{"office": "ministers", "state": "KEN"}], 1),
        (people, [{"name": "John Smith Jr."}], [{"name": "J. Smith"}], 1),
        (bodies, ["Ministry of Energy of Kenya"], ["Ministry of Energy"], 1),
        (change, {"percent": 7.4, "direction": "up"}, {"percent": 7.4, "direction": "down"}, 0), (change, None, {}, 1),
        (target, {"value": 2, "unit": "USD"}, {"value": 2, "unit": "EUR"}, 0.5),
        (speaker, {"name": None, "state": "KEN"}, {"name": None, "state": "KEN"}, 1),
    ],
)  # fmt: skip
def test_fields_agree_as_far_as_they_should(compare, left, right, value):
    assert compare(left, right) == pytest.approx(value)


def test_a_perfect_answer_scores_one_and_an_empty_one_nothing():
    assert result([figure()], [figure()]).micro("strict") == 1
    assert result([], [figure()]).micro("graded") == 0


def test_a_wrong_period_is_no_strict_match_and_is_named():
    found = result([figure(period="2022")], [figure()])
    assert found.micro("pairs") == 1
    assert found.micro("strict") == 0
    assert [(m.what, m.wrong, m.causes) for m in found.misses] == [("wrong", ("period",), ("period differs",))]


def test_a_miss_says_what_stands_in_its_place():
    def causes(found, golds, refused=()):
        told = measure([GoldFile("f", (GoldReport("r1", TEXT, tuple(golds)),))], {"r1": found}, refused={"r1": refused})
        return [cause for m in told.misses for cause in m.causes]

    other = {"kind": "activity", "quotes": ["Trade reached $3 billion"], "type": "other", "name": "trade"}
    assert causes([], [figure()]) == ["nothing is read there"]
    assert causes([], [figure()], [{**figure(), "reason": "value 3 is not in the quotes"}]) == [
        "refused by the gate: value"
    ]
    assert causes([other], [figure()]) == [
        "only a claim of another kind is read there: activity",
        "annotated as another kind: figure",
    ]
    assert causes([figure(), figure()], [figure()]) == [
        "a second claim on one thing, or it shares too little with what is annotated"
    ]
    assert causes([figure(period=None)], [figure()]) == ["period left out"]
    assert causes([figure(unit="EUR")], [figure()]) == ["unit: USD read as EUR"]


def test_a_claim_elsewhere_in_the_text_is_missed_and_spurious():
    found = result([figure(quotes=["The ministers signed a protocol"])], [figure()])
    assert sorted(m.what for m in found.misses) == ["missed", "spurious"]


def test_bcubed_of_split_and_merged_entries():
    assert bcubed([("a", 1), ("a", 1), ("b", 2)]) == 1
    assert bcubed([("a", 1), ("a", 2)]) == pytest.approx(2 / 3)


def test_statuses_count_by_the_entry_most_claims_point_to():
    gold = GoldFile("f", (GoldReport("r1", TEXT, (figure(entry="e1"),)),), (Expected("e1", "2024-01-01", "told"),))
    rows = {"r1": [figure(entry="e-x")]}
    assert measure([gold], rows, {("e-x", "2024-01-01"): "told"}).assessments == 1
    assert measure([gold], rows, {("e-x", "2024-01-01"): "open"}).assessments == 0
    assert measure([gold], rows).assessments is None


def damaged(claims: list[dict[str, object]]) -> list[dict[str, object]]:
    """Annotated claims with some dropped, some doubled, and some values changed, always in the same way."""
    chance = random.Random(7)
    out = []
    for claim in claims:
        if chance.random() < 0.2:
            continue
        copy = dict(claim)
        for name in ("status", "date", "value", "period", "due", "title", "participants"):
            if name in copy and chance.random() < 0.2:
                copy[name] = None
        if chance.random() < 0.3:
            copy["quotes"] = [str(copy["quotes"][0])[: 5 + len(copy["quotes"][0]) // 3]]
        if chance.random() < 0.3:
            copy["entry"] = "e1"
        out.extend([copy, dict(copy)] if chance.random() < 0.05 else [copy])
    return out


@pytest.mark.gold
@pytest.mark.skipif(not GOLD.is_dir(), reason="no annotated reports here")
def test_measures_are_those_of_the_reference_scorer(tmp_path: Path):
    paths = sorted((GOLD / "train").glob("*.json"))[:24]
    golds, rows = [], {}
    lines = tmp_path / "claims.jsonl"
    with lines.open("w", encoding="utf-8") as out:
        for path in paths:
            content = json.loads(path.read_text(encoding="utf-8"))
            claims = damaged(content["claims"])
            for claim in claims:
                claim["entry"] = f"{path.stem}-{claim['entry']}"
                rows.setdefault(claim["report"], []).append(claim)
                out.write(json.dumps(claim) + "\n")
            reports = tuple(
                GoldReport(r["id"], r["text"], tuple(c for c in content["claims"] if c["report"] == r["id"]))
                for r in content["reports"]
            )
            golds.append(GoldFile(path.name, reports))
    command = [sys.executable, str(GOLD / "score.py"), "--gold", *map(str, paths), "--claims", str(lines), "--json"]
    reference = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    mine = measure(golds, rows)
    for name in ("pairs", "graded", "strict"):
        assert mine.micro(name) == pytest.approx(reference["micro"][name], abs=1e-4)
        assert mine.macro(name) == pytest.approx(reference["macro"][name], abs=1e-4)
        for kind, tally in mine.kinds.items():
            assert tally.rate(getattr(tally, name)).f1 == pytest.approx(reference[kind][name][2], abs=1e-4)
    assert mine.resolution == pytest.approx(reference["resolution_b3"], abs=1e-4)
