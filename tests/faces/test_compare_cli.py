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
