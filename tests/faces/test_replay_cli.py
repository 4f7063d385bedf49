"""`servanda replay` as people and programs use it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from servanda.faces.exports.fields import ANSWER_FIELDS
from servanda.ledger import views
from servanda.ledger.session import open_ledger

DEMO = Path(__file__).parents[2] / "src" / "servanda" / "examples" / "reports"


def servanda(*words: str, ledger: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "servanda", *words, "--ledger", str(ledger)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    file = tmp_path_factory.mktemp("replay") / "relations.db"
    done = servanda("add", str(DEMO), ledger=file)
    assert done.returncode == 0, done.stderr
    return file


def entry_of(ledger: Path, words: str) -> str:
    with open_ledger(ledger) as opened:
        (found,) = [e.id for e in views.find_entries(opened) if words in e.label and len(e.states) == 2]
    return found


def test_a_missed_date_is_told_with_the_calendar_and_what_was_read_by_then(ledger):
    entry = entry_of(ledger, "joint investment forum")
    shown = servanda("replay", entry[:10], "--as-of", "2026-11-01", ledger=ledger).stdout
    assert "2024-02-15  ○ open" in shown
    assert "2024-12-01  ▲ overdue" in shown
    assert "“Uzbekistan proposed to hold a joint investment forum in Bukhara" in shown
    assert "calendar: its due window 2024-09/2024-11 ended on 2024-11-30; 6 reports read up to 7 Jun 2024" in shown
    assert "overdue" not in servanda("replay", entry, "--as-of", "2024-11-30", ledger=ledger).stdout


def test_every_turn_has_the_documented_fields_with_quote_and_report(ledger):
    entry = entry_of(ledger, "Treaty on Allied Relations")
    found = json.loads(servanda("replay", entry, "--as-of", "2026-01-01", "--json", ledger=ledger).stdout)
    assert tuple(found) == ANSWER_FIELDS["servanda replay --json"]
    assert [(t["day"], t["status"], t["by"]) for t in found["turns"]] == [
        ("2024-08-21", "planned", "report"),
        ("2024-08-23", "signed", "report"),
    ]
    for turn in found["turns"]:
        assert tuple(turn) == ANSWER_FIELDS["servanda replay --json: each of the turns"]
        assert [tuple(told) for told in turn["told"]] == [ANSWER_FIELDS["what a report told"]]
        assert turn["told"][0]["published"] == turn["day"]


@pytest.mark.parametrize(("words", "part"), [(("e-ffffffff",), "no entry"), (("e-", "--as-of", "x"), "is no day")])
def test_a_mistake_is_told_with_what_to_do_and_exit_code_2(ledger, words, part):
    done = servanda("replay", *words, ledger=ledger)
    assert (done.returncode, part in done.stderr, "Traceback" in done.stderr) == (2, True, False)
