"""Adding as a program does it: killed at any moment, interrupted, by two at once."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from servanda.errors import LexiconError, ModelError, SourceError
from servanda.ledger import views
from servanda.ledger.session import open_ledger
from servanda.reading.pipeline import read_report
from servanda.resolution.blocking import block_key
from servanda.terms.reports import Report
from servanda.workflows.add import RESOLVER, add
from servanda.workflows.rebuild import settle

WRITER = """
import sys
from pathlib import Path
from servanda.ledger.session import open_ledger
from servanda.sources.folder import list_files, read_files
from servanda.sources.limits import Limits
from servanda.workflows.add import add

def told(item, summary):
    print(getattr(item, "id", "?"), flush=True)

with open_ledger(Path(sys.argv[1])) as ledger:
    reports = read_files(list_files([Path(sys.argv[2])]), limits=Limits())
    print("ready", flush=True)
    add(ledger, reports, on_item=told)
"""


def text(number: int) -> str:
    year = 2010 + number % 12
    return (
        f"Kenya and Uganda held talks in Nairobi on {1 + number % 28} May {year}. Trade between Kenya and Uganda reached "
        f"${1 + number / 100:.2f} billion in {year - 1}. The sides agreed to open {number + 2} border posts by {year + 5}. "
        f"The ministers signed the Agreement on border trade number {number}."
    )


def lines(folder: Path, count: int) -> Path:
    file = folder / "reports.jsonl"
    start = date(2022, 1, 1)
    rows = [
        {"id": f"r{n:03d}", "date": (start + timedelta(days=n)).isoformat(), "publisher": "Coast Wire", "text": text(n)}
        for n in range(count)
    ]
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return file


def start(ledger: Path, file: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(ledger), str(file)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def finish(ledger: Path, file: Path) -> int:
    with start(ledger, file) as process:
        process.communicate()
        return process.returncode


def state(ledger: Path):
    with open_ledger(ledger) as opened:
        reports = [s.report.id for s in views.stored_reports(opened)]
        claims = sorted(one.id for one in views.all_claims(opened))
        with opened.reading() as connection:
            check = connection.exec_driver_sql("PRAGMA integrity_check").scalar_one()
        return reports, claims, views.find_entries(opened), check


def test_killed_at_any_moment_nothing_is_lost_and_adding_again_completes(tmp_path):
    file = lines(tmp_path, 30)
    whole = tmp_path / "whole.db"
    assert finish(whole, file) == 0
    expected = state(whole)
    chance = random.Random(20)
    ledger = tmp_path / "killed.db"
    told: set[str] = set()
    for _ in range(32):
        process = start(ledger, file)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(chance.uniform(0, 0.12))
        process.send_signal(signal.SIGKILL)
        told |= {line.strip() for line in process.stdout if line.endswith("\n")}
        process.wait()
        process.stdout.close()
        reports, _, _, check = state(ledger)
        assert check == "ok"
        assert len(reports) == len(set(reports))
        assert told <= set(reports), "a report that was told as added is gone"
    with open_ledger(ledger) as opened:
        settle(opened)
    _, claims, entries, _ = state(ledger)
    assert sorted(m.claim for e in entries for m in e.members) == claims
    assert finish(ledger, file) == 0
    assert state(ledger) == expected


def test_two_at_once_add_everything_once(tmp_path):
    file = lines(tmp_path, 25)
    both = [start(tmp_path / "l.db", file) for _ in range(2)]
    for process in both:
        process.communicate()
    assert [process.returncode for process in both] == [0, 0]
    reports, claims, entries, _ = state(tmp_path / "l.db")
    assert len(reports) == len(set(reports)) == 25
    assert sorted(m.claim for e in entries for m in e.members) == claims


def test_an_interruption_ends_between_two_reports_with_the_summary_so_far(tmp_path):
    reports = [Report(f"r{n}", date(2024, 1, 1 + n), text(n)) for n in range(6)]

    def interrupt(_item, summary):
        if summary.read == 3:
            os.kill(os.getpid(), signal.SIGINT)

    with open_ledger(tmp_path / "l.db") as ledger:
        summary = add(ledger, reports, on_item=interrupt)
        assert (summary.interrupted, summary.new) == (True, 3)
        assert views.counts(ledger)["reports"] == 3
        assert add(ledger, reports).new == 3


def test_a_report_that_breaks_the_reader_is_a_counted_failure(tmp_path):
    def read(report):
        if report.id == "bad":
            raise ValueError("a fault")
        return read_report(report)

    items = [
        Report("good", date(2024, 1, 1), text(1)),
        Report("bad", date(2024, 1, 2), text(2)),
        SourceError("x.txt", "has no date", "give one"),
        Report("better", date(2024, 1, 3), text(3)),
    ]
    with open_ledger(tmp_path / "l.db") as ledger:
        summary = add(ledger, items, read=read)
    assert summary.new == 2
    assert [(f.where, f.advice) for f in summary.failures][1] == ("x.txt", "give one")
    assert "a fault" in summary.failures[0].reason


@pytest.mark.parametrize("odd", ["a \ud800 b", "a \x00 b"])
def test_text_that_no_database_keeps_is_a_counted_failure(tmp_path, odd):
    items = [Report("good", date(2024, 1, 1), text(1)), Report("bad", date(2024, 1, 2), odd)]
    with open_ledger(tmp_path / "l.db") as ledger:
        summary = add(ledger, [*items, Report("bad", date(2024, 1, 2), text(2), title=odd), *items[:1]])
    assert (summary.new, summary.known, len(summary.failures)) == (1, 1, 2)
    assert all("'bad'" in str(failure) for failure in summary.failures)


@pytest.mark.parametrize("error", [LexiconError("a list is missing"), ModelError("no model")])
def test_what_would_fail_every_report_ends_the_adding(tmp_path, error):
    def read(report):
        if report.id == "r1":
            raise error
        return read_report(report)

    items = [Report(f"r{n}", date(2024, 1, 1), text(n)) for n in range(3)]
    with open_ledger(tmp_path / "l.db") as ledger:
        with pytest.raises(type(error)):
            add(ledger, items, read=read)
        assert [s.report.id for s in views.stored_reports(ledger)] == ["r0"]


def test_a_fault_over_one_report_leaves_nothing_of_it_and_the_others_stay(tmp_path):
    def block_of(claim):
        if claim.report == "bad":
            raise ValueError("a fault, told at length " * 50)
        return block_key(claim)

    items = [Report(name, date(2024, 1, 1), text(n)) for n, name in enumerate(("good", "bad", "better"))]
    with open_ledger(tmp_path / "l.db") as ledger:
        summary = add(ledger, items, resolver=replace(RESOLVER, block_of=block_of))
        assert [s.report.id for s in views.stored_reports(ledger)] == ["better", "good"]
    assert summary.new == 2
    assert [f.where for f in summary.failures] == ["bad"]
    assert len(summary.failures[0].reason) < 300


@pytest.mark.parametrize("count", [0, 1])
def test_summaries_count_claims_by_kind(tmp_path, count):
    with open_ledger(tmp_path / "l.db") as ledger:
        summary = add(ledger, [Report(f"r{n}", date(2024, 1, 1), text(n)) for n in range(count)])
        assert summary.claims.total() == views.counts(ledger)["claims"]
