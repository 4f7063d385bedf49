"""Figures like with like, and two capitals beside each other, on the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

DEMO = Path(__file__).parents[2] / "src" / "servanda" / "examples" / "reports"


def servanda(*words: str, ledger: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "servanda", *words, "--ledger", str(ledger)],
        capture_output=True, text=True, timeout=120, env={**os.environ, **environment},
    )  # fmt: skip


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    file = tmp_path_factory.mktemp("compare") / "relations.db"
    done = servanda("add", str(DEMO), ledger=file)
    assert done.returncode == 0, done.stderr
    return file


def rows(*words: str, ledger: Path, **environment: str) -> list[dict]:
    done = servanda(*words, "--format", "jsonl", ledger=ledger, **environment)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def trade(ledger: Path, *states: str, **environment: str) -> dict[str | None, dict]:
    found = rows("series", *states, "-i", "trade_turnover", ledger=ledger, **environment)
    return {row["side"]: row for row in found if row["period_kind"] == "year"}


def test_two_capitals_tell_different_trade_and_both_quotes_stand(ledger):
    found = trade(ledger, "UZB", "TUR")
    assert set(found) == {"UZB", "TUR"}
    for row in found.values():
        (point,) = [p for p in row["points"] if p["period"] == "2023"]
        assert (row["differ"], point["verdict"]) == (True, "differ")
        assert len(point["told"] + point["told_elsewhere"]) == 2
        assert all(t["quote"] and t["report"] for t in point["told"] + point["told_elsewhere"])
    shown = servanda("series", "UZB", "TUR", ledger=ledger).stdout
    assert "2023: USD 3.1 billion against USD 2.7 billion: differ" in shown


def test_growth_is_checked_and_the_half_year_is_not_compared(ledger):
    row = trade(ledger, "KAZ", "TJK")["KAZ"]
    (check,) = row["checks"]
    assert check["agrees"]
    assert "USD 1.15 billion (told by TJK) then +7.4 % is USD 1.235 billion" in check["words"]
    assert any("months 01 to 06" in n["reason"] for n in row["not_comparable"])


def test_nothing_later_is_used(ledger):
    found = rows("series", "UZB", "TUR", "--as-of", "2024-02-01", ledger=ledger)
    assert not any(row["differ"] for row in found)


def test_documents_are_counted_once(ledger):
    found = {(*row["states"], row["year"]): row for row in rows("series", "--documents", ledger=ledger)}
    assert (found["KAZ", "TJK", 2024]["least"], found["KAZ", "TJK", 2024]["most"]) == (16, 16)
    assert all(one["reason"] for one in found["KAZ", "TJK", 2024]["left_out"])


def test_a_table_of_ones_own_decides_on_whose_side_a_publisher_stands(ledger, tmp_path):
    table = tmp_path / "publishers.toml"
    table.write_text('[publishers]\n"Bosphorus Desk" = ""\n"zarafshan news" = "Kazakhstan"\n')
    assert set(trade(ledger, "UZB", "TUR", SERVANDA_PUBLISHERS=str(table))) == {None, "KAZ"}


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (None, "No such file"), ("[publishers", "is no TOML"), ("a = 1", "no table [publishers]"),
        ('[publishers]\n"X" = "Atlantis"', "no state: 'X' = 'Atlantis'"), ("[publishers]\nX = 3", "no state"),
        ('[publishers]\nnews.example.org = "KEN"', "a host needs quotation marks"),
    ],
)  # fmt: skip
def test_a_wrong_table_is_told(ledger, tmp_path, text, part):
    table = tmp_path / "publishers.toml"
    if text is not None:
        table.write_text(text)
    done = servanda("series", ledger=ledger, SERVANDA_PUBLISHERS=str(table))
    assert done.returncode == 2
    assert part in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_a_meeting_told_by_two_capitals_shows_what_both_tell_and_where_they_differ(ledger):
    (found,) = [r for r in rows("compare", "UZB", "TUR", ledger=ledger) if r["first_day"] == "2024-06-06"]
    assert found["who_told"] == "told by sources of TUR and UZB"
    (package,) = [i for i in found["both_tell"] if i["kind"] == "instrument"]
    assert [(v["side"], v["value"]) for v in package["differences"][0]["values"]] == [("UZB", "18"), ("TUR", "19")]
    assert {tuple(i["sides"]) for i in found["one_tells"]} == {("TUR",), ("UZB",)}
    branch = [p for p in found["may_be_same"] if any(d["field"] == "due" for d in p["differences"])]
    assert [v["value"] for v in branch[0]["differences"][0]["values"]] == ["2026-03", "2025-09"]
    entry = found["meetings"][0]["entry"]
    shown = servanda("compare", entry, ledger=ledger).stdout
    for words in ("Both sides tell", "Only Türkiye tells", "Only Uzbekistan tells", "May be the same", "≠ count"):
        assert words in shown
    for quote in ("18 documents were signed", "19 documents were signed"):
        assert quote in shown
    as_json = json.loads(servanda("compare", entry, "--format", "json", ledger=ledger).stdout)
    assert as_json == found


def test_who_has_not_told_is_named_with_what_was_read(ledger):
    found = rows("compare", "KAZ", "TJK", ledger=ledger)
    (spring,) = [r for r in found if r["first_day"] == "2024-04-30"]
    assert "only one side's sources were read for those days (TJK)" in spring["who_told"]
    early = rows("compare", "UZB", "TUR", "--as-of", "2024-06-06", ledger=ledger)
    assert early[-1]["who_told"].startswith("told by sources of UZB alone")


def test_what_is_told_with_a_meeting_leads_to_it_and_what_is_not_is_an_error(ledger):
    promised = rows("status", "UZB", "TUR", "--kind", "commitment", ledger=ledger)
    (customs,) = [r["entry"] for r in promised if "customs checks" in r["label"]]
    (forum,) = [r["entry"] for r in promised if "investment forum" in r["label"]]
    assert "2024-06-06" in servanda("compare", customs, ledger=ledger).stdout
    for words, part in (
        ((forum,), "nor told with one"),
        (("KAZ", "TJK", "UZB"), ""),
        (("Atlantis", "KAZ"), "no state"),
    ):
        done = servanda("compare", *words, ledger=ledger)
        assert (done.returncode, "Traceback" in done.stderr) == ((2, False) if part else (0, False))
        assert part in " ".join(done.stderr.split())


def test_the_demo_shows_a_contradiction_with_both_quotes(tmp_path):
    shown = servanda("demo", ledger=tmp_path / "demo.db").stdout
    assert "2023: USD 3.1 billion against USD 2.7 billion: differ" in shown
    for quote in (
        "amounted to $3.1 billion",
        "amounted to $2.7 billion in 2023",
        "18 documents were",
        "19 documents were",
    ):
        assert quote in shown
