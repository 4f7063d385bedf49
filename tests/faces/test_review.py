"""The review as a person uses it: in a terminal of its own (a pty), through a pipe, and by single commands."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from servanda.ledger.search import search_claims
from servanda.ledger.session import open_ledger
from servanda.ledger.store import add_report
from servanda.terms.claims import Claim, Figure
from servanda.terms.evidence import quote
from servanda.terms.reading import Reading, Refused, Unread
from servanda.terms.reports import Report
from servanda.workflows.add import RESOLVER

REPORTS = [
    ("a", "2024-03-01", "Kenya and Uganda agreed to open a border market by 2026."),
    ("b", "2024-05-01", "Kenya and Uganda agreed to open the border market by 2027."),
    ("c", "2024-06-01", "In 2023 trade turnover between Kenya and Uganda amounted to $1.1 billion."),
    ("d", "2024-07-01", "In 2023 trade turnover between Kenya and Uganda amounted to $1.9 billion."),
]
ANSI = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]|\x1b[=>]")


def servanda(*words: str, ledger: Path, stdin: str | None = None, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "servanda", *words, "--ledger", str(ledger)],
        input=stdin, capture_output=True, text=True, timeout=120, env={**os.environ, **more},
    )  # fmt: skip


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    file = tmp_path_factory.mktemp("review") / "l.db"
    lines = "\n".join(json.dumps({"id": i, "date": d, "text": t, "publisher": "Wire"}) for i, d, t in REPORTS)
    done = servanda("add", "-", ledger=file, stdin=lines)
    assert done.returncode == 0, done.stderr
    return file


@pytest.fixture
def ledger(filled, tmp_path):
    """A ledger of its own for each test."""
    return shutil.copy(filled, tmp_path / "l.db")


def rows(*words: str, ledger: Path) -> list[dict]:
    done = servanda(*words, "--format", "jsonl", ledger=ledger)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


class Terminal:
    """A program in a terminal: what it shows, and keys for it."""

    def __init__(self, *words: str, ledger: Path) -> None:
        self.pid, self.fd = pty.fork()
        if not self.pid:
            os.environ.update(COLUMNS="120", LINES="60", TERM="xterm-256color")
            os.execv(sys.executable, [sys.executable, "-m", "servanda", *words, "--ledger", str(ledger)])  # noqa: S606
        self.shown = ""

    def until(self, words: str, seconds: float = 60) -> str:
        """What is shown until some words are; they are looked for in what was not looked at before."""
        ends = time.monotonic() + seconds
        while words not in (plain := ANSI.sub("", self.shown)):
            assert time.monotonic() < ends, f"no {words!r} in {plain[-1500:]}"
            if select.select([self.fd], [], [], 0.2)[0]:
                self.shown += self._read()
        before, _, rest = plain.partition(words)
        self.shown = rest
        return before

    def _read(self) -> str:
        try:
            return os.read(self.fd, 65536).decode(errors="replace").replace("\r\n", "\n")
        except OSError:  # the program has ended
            return ""

    def press(self, keys: str) -> None:
        os.write(self.fd, keys.encode())

    def end(self) -> int:
        ends = time.monotonic() + 60
        while time.monotonic() < ends:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                os.close(self.fd)
                return os.waitstatus_to_exitcode(status)
            if select.select([self.fd], [], [], 0.1)[0]:
                self.shown += self._read()
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        raise AssertionError(f"it did not end: {self.shown[-1500:]}")


def test_a_sitting_in_a_terminal(ledger):
    waiting = rows("review", ledger=ledger)
    assert [task["topic"] for task in waiting] == ["pairs", "contradictions"]
    desk = Terminal("review", "Kenya", "UGA", "--by", "A. Reviewer", ledger=ledger)
    shown = desk.until("[?] help")
    assert "1 of 2" in shown
    assert "⟦Kenya and Uganda agreed to open a border market by 2026⟧" in shown
    assert "act agrees" in shown or "act differs" in shown
    assert "worth a look from 1.5" in shown
    desk.press("x")
    desk.until("'x' does nothing here")
    desk.press("?")
    desk.until("the two tell of one thing")
    desk.press("s")
    desk.until("why?")
    desk.press("one market\r")
    desk.until("kept: same d-")
    assert "2 of 2" in desk.until("[?] help")
    desk.press("b")
    desk.until("taken back: same")
    assert "1 of 2" in desk.until("[?] help")
    desk.press("d")
    desk.until("why?")
    desk.press("\r")
    desk.until("kept: different")
    desk.until("[?] help")
    desk.press("e")
    desk.until("which?")
    desk.press("2\r")
    desk.until("FIELD=VALUE")
    desk.press("value=many\r")
    desk.until("is no number")
    desk.press("value=1100000000\r\r")
    desk.until("why?")
    desk.press("2\r")
    desk.until("on your word, since the evidence gate says: value 1100000000 is not in the quotes")
    desk.press("q")
    desk.until("2 decided, 0 left")
    assert desk.end() == 0
    told = rows("decisions", ledger=ledger)
    assert [(d["action"], d["stands"], d["decided_why"]) for d in told] == [
        ("same", False, "one market"), ("withdraw", True, "taken back in review"), ("different", True, ""),
        ("correct", True, "misread"),
    ]  # fmt: skip
    assert {d["decided_by"] for d in told} == {"A. Reviewer"}
    assert rows("review", ledger=ledger) == []
    (figure,) = rows("status", "KEN", "UGA", "--kind", "figure", ledger=ledger)
    assert (figure["contradicted"], figure["decided"], figure["decided_by"]) == (False, "corrected", "A. Reviewer")


def test_ctrl_c_loses_nothing(ledger):
    desk = Terminal("review", "--by", "A", ledger=ledger)
    desk.until("[?] help")
    desk.press("s")
    desk.until("why?")
    desk.press("one market\r")
    desk.until("kept: same")
    desk.until("[?] help")
    desk.press("\x03")
    desk.until("1 decided, 1 left")
    assert desk.end() == 130
    assert [d["action"] for d in rows("decisions", ledger=ledger)] == ["same"]


def test_ctrl_c_at_a_question_leaves_that_undecided(ledger):
    desk = Terminal("review", "--by", "A", ledger=ledger)
    desk.until("[?] help")
    desk.press("s")
    desk.until("why?")
    desk.press("half a rea\x03")
    desk.until("0 decided, 2 left")
    assert desk.end() == 130
    assert rows("decisions", ledger=ledger) == []


def test_keys_and_answers_through_a_pipe(ledger):
    keys = "n\nr\n2\n\nr\n2\nmisread\n"
    done = servanda("review", "--by", "A", ledger=ledger, stdin=keys)
    assert done.returncode == 0, done.stderr
    assert "not decided" in done.stderr
    assert "1 decided" in done.stderr
    assert [(d["action"], d["decided_why"]) for d in rows("decisions", ledger=ledger)] == [("reject", "misread")]


def test_what_a_report_holds_moves_no_cursor(tmp_path):
    text = "Kenya and Uganda agreed to open a border market by 2026. \x1b[31mRed\u202e words."
    more = "Kenya and Uganda agreed to open the border market by 2027."
    lines = "\n".join(json.dumps({"id": i, "date": d, "text": t}) for i, d, t in [("a", "2024-03-01", text), ("b", "2024-05-01", more)])  # fmt: skip
    servanda("add", "-", ledger=tmp_path / "l.db", stdin=lines)
    done = servanda("review", ledger=tmp_path / "l.db", stdin="q\n")
    assert "1 of 1" in done.stdout
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout
    assert "Red· words" in done.stdout, "escapes are taken out when a report comes in, this when it is shown"


TOLD = Report("t", date(2024, 5, 1), "Kenya and Uganda told of trade of $2 billion. A bridge was opened.", "Wire")


@pytest.fixture
def left_over(tmp_path):
    """A ledger with one claim that the gate refused, and one stretch that was left unread."""
    figure = Figure("trade_turnover", "trade", Decimal(3_000_000_000), None, "USD", "exact", None, ("KEN", "UGA"))
    claim = Claim("t", TOLD.digest, figure, (quote(TOLD.text, 0, 44),), "made", None, ("KEN", "UGA"))
    stretch = Unread(46, 66, TOLD.text[46:66], "was opened", "no sides")
    reading = Reading((), (Refused(claim, "value 3000000000 is not in the quotes"),), (stretch,), ("KEN", "UGA"))
    with open_ledger(tmp_path / "left.db") as opened:
        add_report(opened, TOLD, reading, resolver=RESOLVER, reader="made", at=datetime(2024, 5, 2, tzinfo=UTC))
    return tmp_path / "left.db"


@pytest.mark.parametrize(
    ("topic", "answers", "kept"),
    [
        ("refused", "e\nvalue=2000000000\n\ntwo, it says\n", ["accept", "correct"]),
        ("unread", "a\nactivity\nname=bridge\ntype=construction\nstatus=completed\n\n\nread it\n", ["add", "reject"]),
    ],
)
def test_what_one_key_decided_is_taken_back_by_one_key(left_over, tmp_path, topic, answers, kept):
    copy = Path(shutil.copy(left_over, tmp_path / "copy.db"))
    (waiting,) = rows("review", "--only", topic, ledger=copy)
    done = servanda("review", "--by", "A", "--only", topic, ledger=copy, stdin=answers)
    assert "1 decided, 0 left" in done.stderr, done.stderr
    assert [d["action"] for d in rows("decisions", ledger=copy)] == kept
    (claim,) = rows_of("claims", copy)
    assert claim["entry"] is not None
    assert rows("review", "--only", topic, ledger=copy) == []
    anew = Path(shutil.copy(left_over, tmp_path / "anew.db"))
    back = servanda("review", "--by", "A", "--only", topic, ledger=left_over, stdin=f"{answers}b\n")
    assert "taken back" in back.stderr, back.stderr
    told = rows("decisions", ledger=left_over)
    assert [d["action"] for d in told] == [*kept, "withdraw", "withdraw"]
    assert not any(d["stands"] for d in told[:2])
    assert rows("review", "--only", topic, ledger=left_over) == [waiting]
    servanda("review", "--by", "A", "--only", topic, ledger=anew, stdin=f"{answers}b\n{answers}")
    assert [d["action"] for d in rows("decisions", ledger=anew) if d["stands"]] == ["withdraw", "withdraw", *kept]
    assert rows_of("claims", anew)[0]["entry"] is not None


def test_a_rejected_claim_is_not_found_by_its_words(ledger):
    def found():
        with open_ledger(ledger) as opened:
            return {hit.claim for hit in search_claims(opened, "border market")}

    claim = claims(ledger, "commitment")[0]["id"]
    assert claim in found()
    assert judge(ledger, "reject", claim, "--reason", "misread").returncode == 0
    assert claim not in found()


def judge(ledger, *words, by="A", **more):
    return servanda("judge", *words, "--by", by, ledger=ledger, **more)


def claims(ledger, kind):
    return [c for c in rows_of("claims", ledger) if c["kind"] == kind]


def rows_of(what, ledger):
    done = servanda("export", what, ledger=ledger)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_correction_is_told_wherever_the_claim_is(ledger):
    claim = claims(ledger, "commitment")[0]
    assert claim["decided"] is None
    done = judge(ledger, "correct", claim["id"][:8], "due=2025", "--reason", "by 2025, it says")
    assert "on your word, since the evidence gate says: due 2025 cannot be read" in done.stderr
    (after,) = [c for c in claims(ledger, "commitment") if c["id"] == claim["id"]]
    assert (after["due"], after["as_read"], after["decided"], after["decided_by"], after["decided_why"]) == (
        "2025", {"due": "2026"}, "corrected", "A", "by 2025, it says",
    )  # fmt: skip
    assert after["quotes"] == claim["quotes"]
    shown = servanda("show", after["entry"], ledger=ledger).stdout
    assert "corrected by A" in shown
    assert "due was read as 2026" in " ".join(shown.split())
    why = json.loads(servanda("why", after["entry"], "--json", ledger=ledger).stdout)
    assert (why["status"], why["decided_by"]) == ("overdue", "A")
    for what in ("entries", "assessments"):
        (told,) = [e for e in rows_of(what, ledger) if e["entry"] == after["entry"]]
        assert (told["decided"], told["decided_by"]) == ("corrected", "A")
    (trail,) = rows_of("decisions", ledger)
    assert (trail["was"], trail["now"]) == ({"due": "2026"}, {"due": "2025"})


def test_reject_restore_and_withdraw(ledger):
    claim = claims(ledger, "commitment")[0]["id"]
    assert judge(ledger, "reject", claim, "--reason", "not a commitment").returncode == 0
    (after,) = [c for c in claims(ledger, "commitment") if c["id"] == claim]
    assert (after["entry"], after["decided"]) == (None, "rejected")
    gone = servanda("show", f"e-{claim}", ledger=ledger)
    assert gone.returncode == 2
    assert "was rejected by a person" in gone.stderr
    assert "restore it first" in judge(ledger, "confirm", claim).stderr
    restored = judge(ledger, "restore", claim, "--reason", "it is one").stdout.split()[0]
    assert servanda("show", f"e-{claim}", ledger=ledger).returncode == 0
    assert judge(ledger, "withdraw", restored).returncode == 0
    assert servanda("show", f"e-{claim}", ledger=ledger).returncode == 2
    assert "withdrawn already" in judge(ledger, "withdraw", restored).stderr


def test_merge_and_split(ledger):
    entries = [e for e in rows_of("entries", ledger) if e["kind"] == "commitment"]
    assert len(entries) == 2
    first, second = (e["entry"] for e in entries)
    assert judge(ledger, "merge", first, second).returncode == 0
    (merged,) = [e for e in rows_of("entries", ledger) if e["kind"] == "commitment"]
    assert (len(merged["chain"]), merged["decided"]) == (2, "same")
    assert "alone" not in judge(ledger, "split", merged["entry"], merged["chain"][1]["claim"]).stderr
    parted = [e for e in rows_of("entries", ledger) if e["kind"] == "commitment"]
    assert [(len(e["chain"]), e["decided"]) for e in parted] == [(1, "different"), (1, "different")]


def test_a_missed_claim_is_added_by_its_words(ledger):
    words = ("add", "c", "activity", "name=border market", "type=construction", "status=planned")
    done = judge(ledger, *words, "states=Kenya,UGA", "--quote", "trade turnover between Kenya and Uganda")
    assert done.returncode == 0, done.stderr
    assert "on your word" in done.stderr, "the quote says nothing of a market"
    (added,) = [c for c in claims(ledger, "activity") if c["rule"] == "person"]
    assert (added["decided"], added["spans"]) == ("added", [[8, 47]])
    assert added["not_in_quotes"] == ["the quotes say nothing of the name"], added
    assert added["entry"] is not None
    assert "already" in judge(ledger, *words, "states=Kenya,UGA", "--quote", "8:47").stderr


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("same", "ffff", "eeee"), "no claim 'ffff'"),
        (("accept", "r99"), "no refused claim r99"),
        (("accept", "x"), "no refused claim"),
        (("reject", "u99", "--reason", "no"), "no unread stretch u99"),
        (("reject", "rx", "--reason", "no"), "is no number"),
        (("withdraw", "d-ffff"), "no decision"),
        (("merge", "e-ffff", "e-eeee"), "no entry"),
        (("add", "c", "party", "x=1", "--quote", "Uganda"), "none of the kinds"),
        (("add", "c", "activity", "name=x", "--quote", "Uganda"), "activity"),
        (("add", "c", "activity", "name=x", "type=other", "status=held", "--quote", "nowhere"), "does not stand"),
        (("add", "c", "activity", "name=x", "type=other", "status=held", "--quote", "a"), "more than once"),
        (("add", "c", "activity", "name=x", "type=other", "status=held", "--quote", "5:99999"), "lies not in the text"),
        (("add", "none", "activity", "name=x", "--quote", "5:9"), "no report"),
    ],
)
def test_a_mistake_is_told_and_decides_nothing(ledger, words, part):
    done = judge(ledger, *words)
    assert done.returncode == 2
    assert part in done.stderr
    assert "Traceback" not in done.stderr
    assert rows("decisions", ledger=ledger) == []


def test_who_decides(ledger):
    claim = claims(ledger, "figure")[0]["id"]
    assert servanda("judge", "confirm", claim, ledger=ledger, SERVANDA_USER="Desk 4").returncode == 0
    assert servanda("judge", "confirm", claim, ledger=ledger, LOGNAME="clerk", SERVANDA_USER="").returncode == 0
    assert judge(ledger, "confirm", claim, by="B\x1b[31m").returncode == 2
    assert [d["decided_by"] for d in rows("decisions", ledger=ledger)] == ["Desk 4", "clerk"]


def test_a_script_that_saw_an_older_decision_is_refused(ledger):
    claim = claims(ledger, "figure")[0]["id"]
    first = judge(ledger, "confirm", claim, "--seen", "none", by="B").stdout.split()[0]
    refused = judge(ledger, "reject", claim, "--reason", "x", "--seen", "none")
    assert refused.returncode == 2
    assert "B decided meanwhile: confirm" in refused.stderr
    assert judge(ledger, "reject", claim, "--reason", "x", "--seen", first).returncode == 0
