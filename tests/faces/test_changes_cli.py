"""`servanda changes` as people and programs use it."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree.ElementTree import fromstring, parse

import pytest

from servanda.faces.exports.atom import ATOM
from servanda.faces.exports.fields import ANSWER_FIELDS

DEMO = Path(__file__).parents[2] / "src" / "servanda" / "examples" / "reports"
WINDOW = ("--since", "2024-08-01", "--until", "2025-01-31")


def servanda(*words: str, ledger: Path, **options) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "servanda", *words, "--ledger", str(ledger)]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    return subprocess.run(command, text=True, timeout=120, **streams)


def rows(*words: str, ledger: Path) -> list[dict]:
    done = servanda("changes", *words, "--format", "jsonl", ledger=ledger)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    file = tmp_path_factory.mktemp("changes") / "relations.db"
    assert servanda("add", str(DEMO), ledger=file).returncode == 0
    return file


@pytest.fixture
def ledger(full, tmp_path):
    return Path(shutil.copy(full, tmp_path / "relations.db"))


def test_text_is_grouped_by_relation_with_what_needs_attention_first(full):
    shown = servanda("changes", *WINDOW, ledger=full).stdout
    first, second = shown.index("Kazakhstan – Tajikistan"), shown.index("Türkiye – Uzbekistan")
    overdue, signed = shown.index("▲ overdue"), shown.index("Treaty on Allied Relations")
    assert first < overdue < signed < second
    for words in ("planned → signed", "open → overdue", "told again", "[kt-2024-08-23, Pamir Wire, 2024-08-23]"):
        assert words in shown
    assert "\x1b[" not in shown


def test_every_row_has_the_documented_fields_and_its_quote_or_the_calendar(full):
    found = rows(*WINDOW, ledger=full)
    assert found
    for row in found:
        assert tuple(row) == ANSWER_FIELDS["servanda changes"]
        assert row["by"] == "calendar" or (row["quote"] and row["report"] and row["told"])
        assert "2024-08-01" < row["day"] <= "2025-01-31"
    assert {(r["change"], r["status"]) for r in found} >= {
        ("status", "overdue"),
        ("progress", "signed"),
        ("new", "signed"),
    }
    whole = json.loads(servanda("changes", *WINDOW, "--format", "json", ledger=full).stdout)
    assert tuple(whole) == ANSWER_FIELDS["servanda changes --format json"]
    for relation in whole["relations"]:
        assert tuple(relation) == ANSWER_FIELDS["servanda changes --format json: each of the relations"]
    assert [row for relation in whole["relations"] for row in relation["changes"]] == found
    table = servanda("changes", *WINDOW, "--format", "csv", ledger=full).stdout
    assert [row["change_id"] for row in csv.DictReader(io.StringIO(table))] == [row["change_id"] for row in found]


def test_states_choose_the_relations(full):
    assert {row["sides"] for row in rows("UZB", *WINDOW, ledger=full)} == {"TUR-UZB"}
    assert rows("UZB", "KAZ", *WINDOW, ledger=full) == []


def test_the_feed_holds_the_changes_and_can_be_a_file(full, tmp_path):
    ids = [row["change_id"] for row in rows(*WINDOW, ledger=full)]
    written = servanda("changes", *WINDOW, "--format", "atom", ledger=full).stdout
    shown = fromstring(written)  # noqa: S314  our own feed
    assert servanda("changes", *WINDOW, "--format", "atom", "-o", str(tmp_path / "f.xml"), ledger=full).returncode == 0
    kept = parse(tmp_path / "f.xml").getroot()  # noqa: S314  our own feed
    for root in (shown, kept):
        found = [one.text.split(":", 2)[2] for one in root.findall(f"{{{ATOM}}}entry/{{{ATOM}}}id")]
        assert found == ids
    assert list(tmp_path.glob(".*")) == []


def test_text_can_be_a_file(full, tmp_path):
    assert servanda("changes", *WINDOW, "-o", str(tmp_path / "f.txt"), ledger=full).returncode == 0
    assert "Türkiye – Uzbekistan" in (tmp_path / "f.txt").read_text(encoding="utf-8")


def test_since_last_shows_what_was_added_since_once_and_each_name_its_own(ledger, tmp_path):
    first = rows("--since", "LAST", "--as", "anna", ledger=ledger)
    assert {row["change"] for row in first} >= {"new"}
    assert rows("--since", "LAST", "--as", "anna", ledger=ledger) == []
    (tmp_path / "old.txt").write_text(
        "date 2023-09-01\nKazakhstan and Tajikistan signed the Agreement on archives in Astana."
    )
    assert servanda("add", str(tmp_path / "old.txt"), ledger=ledger).returncode == 0
    late = [(row["change"], row["day"]) for row in rows("--since", "LAST", "--as", "anna", ledger=ledger)]
    assert ("new", "2023-09-01") in late
    assert [r for r in rows("--since", "2026-06-01", ledger=ledger) if r["by"] == "report"] == []
    assert len(rows("--since", "LAST", "--as", "ben", ledger=ledger)) > len(late)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("form", ["table", "jsonl", "atom"])
def test_what_could_not_be_shown_does_not_count_as_seen(ledger, form):
    words = ("changes", "--since", "LAST", "--as", "anna", "--format", form)
    assert servanda(*words, "-o", "no/such/folder/f", ledger=ledger).returncode == 2
    with Path("/dev/full").open("w") as full:
        done = servanda(*words, ledger=ledger, stdout=full)
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert rows("--since", "LAST", "--as", "anna", ledger=ledger) != []


def test_the_login_name_is_whose_look_it_is_by_default(ledger):
    for name, empty in (("anna", False), ("anna", True), ("ben", False)):
        done = servanda("changes", "--since", "last", ledger=ledger, env={**os.environ, "LOGNAME": name})
        assert ("Nothing changed" in done.stdout) == empty


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("--since", "lately"), "is no day"),
        (("--since", "2025-01-01", "--until", "2024-01-01"), "leads back"),
        (("--since", "2025-01-01", "--as", "anna"), "--since LAST"),
        (("Atlantis", "--since", "LAST"), "is no state"),
    ],
)
def test_a_mistake_is_told_with_what_to_do_and_exit_code_2(full, words, part):
    done = servanda("changes", *words, ledger=full)
    assert (done.returncode, part in done.stderr, "Traceback" in done.stderr) == (2, True, False)


def test_what_a_report_holds_commands_no_terminal(tmp_path):
    report = {
        "id": "r\x1b[2J", "date": "2024-05-06", "publisher": "\x1b]0;seized\x07Wire\x9b31m",
        "text": "Kenya and Uganda signed the Treaty on borders \u202e\x1b[31m in Nairobi on May 5, 2024.",
    }  # fmt: skip
    (tmp_path / "r.jsonl").write_text(json.dumps(report))
    ledger = tmp_path / "l.db"
    assert servanda("add", str(tmp_path / "r.jsonl"), ledger=ledger).returncode == 0
    shown = servanda("changes", "--since", "2024-01-01", ledger=ledger).stdout
    shown += servanda("timeline", ledger=ledger).stdout
    servanda("changes", "--since", "2024-01-01", "-o", str(tmp_path / "f.txt"), ledger=ledger)
    shown += (tmp_path / "f.txt").read_text(encoding="utf-8")
    assert "Treaty on borders" in shown
    assert [c for c in shown if c in "\x1b\x07\x9b\u202e"] == []
