"""The command line as people and programs use it."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

DEMO = Path(__file__).parents[2] / "src" / "servanda" / "examples" / "reports"


def servanda(*words: str, ledger: Path | None = None, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    extra = ["--ledger", str(ledger)] if ledger is not None else []
    return subprocess.run(
        [sys.executable, "-m", "servanda", *words, *extra], input=stdin, capture_output=True, text=True, timeout=120
    )


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    file = tmp_path_factory.mktemp("cli") / "relations.db"
    done = servanda("add", str(DEMO), "--json", ledger=file)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["new"] == 18
    return file


def rows(*words: str, ledger: Path) -> list[dict]:
    done = servanda(*words, "--format", "jsonl", ledger=ledger)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_adding_again_adds_nothing_and_says_so(ledger):
    summary = json.loads(servanda("add", str(DEMO), "--json", ledger=ledger).stdout)
    assert (summary["new"], summary["already_known"], summary["ledger"]) == (0, 18, str(ledger))


def test_failures_are_counted_shown_and_tell_in_the_exit_code(tmp_path):
    (tmp_path / "good.txt").write_text("date 2024-05-06\nThe ministers of Kenya and Uganda met in Nairobi on May 6.")
    (tmp_path / "bad.txt").write_text("no date here")
    done = servanda("add", str(tmp_path), ledger=tmp_path / "l.db")
    assert done.returncode == 1
    assert "1 reports" in done.stdout
    assert "bad.txt: has no date" in done.stderr
    assert "begin it with a line" in done.stderr


def test_lines_come_in_through_a_pipe(tmp_path):
    line = json.dumps(
        {"id": "n1", "date": "2024-05-06", "text": "Kenya and Uganda signed the Treaty on borders in Nairobi."}
    )
    done = servanda("add", "-", "--json", ledger=tmp_path / "l.db", stdin=line)
    assert json.loads(done.stdout)["claims"]["instrument"] == 1


@pytest.mark.parametrize("command", ["status", "register", "targets", "timeline", "due", "series", "compare"])
@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv"])
def test_every_view_has_every_form(ledger, command, form):
    done = servanda(command, "KAZ", "TJK", "--format", form, "--as-of", "2025-12-31", ledger=ledger)
    assert done.returncode == 0, done.stderr
    assert "\x1b[" not in done.stdout
    if form == "json":
        assert json.loads(done.stdout)
    elif form == "jsonl":
        assert all(json.loads(line) for line in done.stdout.splitlines())
    elif form == "csv":
        assert len(list(csv.DictReader(io.StringIO(done.stdout)))) > 0
    else:
        assert done.stdout.strip()


def statuses(ledger: Path, *words: str) -> dict[str, str]:
    return {row["label"]: row["status"] for row in rows(*words, ledger=ledger)}


def test_the_register_follows_a_treaty_and_a_term(ledger):
    def treaty(day: str) -> list[str]:
        told = statuses(ledger, "register", "KAZ", "TJK", "--as-of", day)
        return [status for label, status in told.items() if "Allied Relations" in label]

    assert [treaty(day) for day in ("2024-08-20", "2024-08-21", "2024-08-23")] == [[], ["planned"], ["signed"]]
    terms = [
        row
        for row in rows("register", "KAZ", "TJK", "--as-of", "2026-01-01", ledger=ledger)
        if row["status"] == "expired"
    ]
    assert len(terms) == 2


def test_a_target_has_its_like_with_like_points(ledger):
    (goal,) = [
        r
        for r in rows("targets", "KAZ", "TJK", "--as-of", "2026-01-01", ledger=ledger)
        if r["progress"]["unit"] == "USD"
    ]
    assert [(p["period"], p["value"]) for p in goal["progress"]["points"]] == [
        ("2023", 1150000000),
        ("2024", 1200000000),
    ]
    assert goal["progress"]["share"] == 0.6


def test_the_demo_has_a_contradiction_something_done_and_something_overdue(ledger):
    figures = rows("status", "UZB", "TUR", "--kind", "figure", ledger=ledger)
    apart = [f["label"] for f in figures if f["status"] == "contradicted" and f["contradicted"]]
    assert sorted(apart) == ["Documents signed TUR-UZB, 2024-06-06", "Trade turnover TUR-UZB, 2023"]
    promised = statuses(ledger, "status", "KAZ", "TJK", "--kind", "commitment", "--as-of", "2026-01-01")
    assert [s for label, s in promised.items() if "direct flights" in label] == ["done"]
    assert [s for label, s in promised.items() if "trade house" in label] == ["overdue"]


def test_nothing_published_later_is_used(ledger):
    early = rows("status", "KAZ", "TJK", "--as-of", "2023-12-31", ledger=ledger)
    assert max(row["last_told"] for row in early) <= "2023-12-31"
    assert max(row["read_until"] for row in early) <= "2023-12-31"


def test_show_and_why_tell_the_chain_and_the_reason(ledger):
    (goal,) = [r for r in rows("targets", "KAZ", "TJK", ledger=ledger) if r["progress"]["unit"] == "USD"]
    shown = servanda("show", goal["entry"][:10], ledger=ledger)
    assert [shown.stdout.count(word) for word in ("new ", "restated ")] == [1, 2]
    assert "agreed to raise mutual trade to $2 billion" in shown.stdout
    chain = json.loads(servanda("show", goal["entry"], "--json", ledger=ledger).stdout)["chain"]
    assert all(step["quotes"] for step in chain)
    reason = json.loads(servanda("why", goal["entry"], "--json", "--as-of", "2025-12-31", ledger=ledger).stdout)
    assert reason["rule_says"]
    assert (
        reason["silence"]
        == "no report since 12 Feb 2025, in the 9 reports read up to 21 Oct 2025 (Pamir Wire, Steppe Courier)"
    )


def test_search_and_unread(ledger):
    found = rows("search", "allied", "relations", ledger=ledger)
    assert {row["report"] for row in found} >= {"kt-2024-08-21", "kt-2024-08-23"}
    assert servanda("unread", ledger=ledger).returncode == 0
    assert servanda("unread", "--refused", "--format", "jsonl", ledger=ledger).returncode == 0


@pytest.mark.parametrize("what", ["claims", "entries", "assessments", "reports", "series", "documents", "comparisons"])
def test_exports_are_whole_files_in_both_forms(ledger, tmp_path, what):
    done = servanda("export", what, "-o", str(tmp_path / "out.jsonl"), ledger=ledger)
    assert done.returncode == 0, done.stderr
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    table = servanda("export", what, "--format", "csv", ledger=ledger).stdout
    assert len(list(csv.DictReader(io.StringIO(table)))) == len(lines) > 0
    assert list(tmp_path.iterdir()) == [tmp_path / "out.jsonl"]


def test_no_cell_of_a_table_is_run_as_a_formula(tmp_path):
    line = json.dumps({"id": "=1+1", "date": "2024-05-06", "text": "@SUM(A1) Kenya met Uganda."})
    servanda("add", "-", ledger=tmp_path / "l.db", stdin=line)
    table = servanda("export", "reports", "--format", "csv", ledger=tmp_path / "l.db").stdout
    (row,) = csv.DictReader(io.StringIO(table))
    assert row["id"] == "'=1+1"
    assert row["text"].startswith("'@")


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("status", "Atlantis"), "is no state"),
        (("show", "e-ffffffff"), "no entry"),
        (("status", "--as-of", "yesterday"), "is no day"),
        (("search", "?"), "no word"),
        (("status", "--kind", "party"), "none of meeting"),
        (("series", "--indicator", "gdp"), "is no indicator; write one of trade_turnover"),
    ],
)
def test_a_mistake_is_told_with_what_to_do_and_exit_code_2(ledger, words, part):
    done = servanda(*words, ledger=ledger)
    assert done.returncode == 2
    assert part in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("make", [lambda p: p, lambda p: p.mkdir() or p, lambda p: p.write_text("x" * 2000) and p])
def test_what_is_no_ledger_is_told(tmp_path, make):
    path = tmp_path / "x.db"
    make(path)
    done = servanda("status", ledger=path)
    assert done.returncode == 2
    assert "servanda" in done.stderr
    assert "Traceback" not in done.stderr


def test_inspect_reads_argument_file_input_and_lines(tmp_path):
    text = "Trade reached $1.2 billion in 2024."
    (tmp_path / "t.txt").write_text(text)
    argument = servanda("inspect", text, "--date", "2025-02-12", "--json").stdout
    assert servanda("inspect", "--file", str(tmp_path / "t.txt"), "--date", "2025-02-12", "--json").stdout == argument
    assert servanda("inspect", "--date", "2025-02-12", "--json", stdin=text).stdout == argument
    assert "1200000000" in servanda("inspect", text).stdout
    (tmp_path / "l.jsonl").write_text(json.dumps({"id": "a", "date": "2025-02-12", "text": "Last year trade grew."}))
    (row,) = [
        json.loads(line) for line in servanda("inspect", "--jsonl", str(tmp_path / "l.jsonl")).stdout.splitlines()
    ]
    assert (row["id"], row["kind"], row["timex3_value"]) == ("a", "time", "2024")


def test_eval_scores_a_users_own_labels(tmp_path):
    text = "Trade between Kenya and Uganda reached $1.2 billion in 2023."
    claim = {
        "report": "r", "kind": "figure", "entry": "e1", "quotes": ["reached $1.2 billion in 2023"], "indicator": "trade_turnover",
        "value": 1200000000, "unit": "USD", "qualifier": "exact", "period": "2023", "states": ["KEN", "UGA"], "change": None,
    }  # fmt: skip
    gold = {"reports": [{"id": "r", "date": "2024-05-06", "text": text}], "claims": [claim]}
    (tmp_path / "g.json").write_text(json.dumps(gold))
    done = servanda("eval", "--gold", str(tmp_path / "g.json"), "--json")
    assert json.loads(done.stdout)["figure"]["strict"]["f1"] == 1.0
    assert "missed" in servanda("eval", "--gold", str(tmp_path / "g.json"), "--misses", "figure").stdout
    assert servanda("eval", "--gold", str(tmp_path / "none.json")).returncode == 2


def test_the_demo_shows_what_a_desk_wants(tmp_path):
    done = servanda("demo", ledger=tmp_path / "demo.db")
    assert done.returncode == 0, done.stderr
    for words in (
        "Instruments",
        "Targets",
        "Timeline",
        "█",
        "▲ overdue",
        "≠ contradicted",
        "■ expired",
        "no report since",
        "because",
        "what changed in a year",
        "overdue → done",
        "calendar: its due window 2024 ended on 2024-12-31",
    ):
        assert words in done.stdout


@pytest.mark.skipif(not hasattr(os, "getpriority"), reason="no priorities here")
@pytest.mark.parametrize(("reports", "more"), [(2, 0), (20, 5)])
def test_adding_many_reports_gives_way_to_whoever_reads(tmp_path, reports, more):
    folder = tmp_path / "reports"
    folder.mkdir()
    for number in range(reports):
        (folder / f"{number}.txt").write_text(f"date 2024-05-{number + 1:02}\n\nNothing was told.\n", encoding="utf-8")
    code = (
        "import atexit, os, sys\n"
        "from servanda.faces.cli import run\n"
        "atexit.register(lambda: print('at', os.getpriority(os.PRIO_PROCESS, 0)))\n"
        "run()\n"
    )
    command = [sys.executable, "-c", code, "add", str(folder), "--ledger", str(tmp_path / "l.db")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert f"at {max(os.getpriority(os.PRIO_PROCESS, 0), more)}" in done.stdout
