"""The users of an office as its keeper makes them: passwords through a pipe or a terminal, tokens, and who is let in."""

from __future__ import annotations

import json
import os
import pty
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

from servanda.ledger.session import open_ledger

PASSWORD = "three words in a row"  # noqa: S105


def servanda(*words: str, ledger: Path, stdin: str | None = None, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "servanda", *words, "--ledger", str(ledger)],
        input=stdin, capture_output=True, text=True, timeout=120, env={**os.environ, **more},
    )  # fmt: skip


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    file = tmp_path_factory.mktemp("cli") / "l.db"
    open_ledger(file).close()
    done = servanda("users", "add", "Aliya  Ospanova", "--role", "admin", ledger=file, stdin=f"{PASSWORD}\n")
    assert done.returncode == 0, done.stderr
    return file


@pytest.fixture
def ledger(kept, tmp_path):
    return Path(shutil.copy(kept, tmp_path / "l.db"))


def test_users_are_kept_and_no_password_is_told(ledger):
    for words, stdin in (
        (("add", "press", "--role", "editor", "--no-password"), None),
        (("add", "Bahrom Saidov"), PASSWORD),
        (("role", "bahrom saidov", "reviewer"), None),
        (("password", "Bahrom Saidov"), "another row of words\n"),
        (("disable", "press"), None),
    ):
        done = servanda("users", *words, ledger=ledger, stdin=stdin)
        assert done.returncode == 0, done.stderr
        assert "words" not in done.stdout + done.stderr
    listed = json.loads(servanda("users", "list", "--format", "json", ledger=ledger).stdout)
    told = [(one["name"], one["role"], one["disabled"]) for one in listed]
    assert told == [("Aliya Ospanova", "admin", False), ("Bahrom Saidov", "reviewer", False), ("press", "editor", True)]
    assert servanda("users", "disable", "press", "no", ledger=ledger).returncode == 0
    assert servanda("users", "remove", "Bahrom Saidov", ledger=ledger).returncode == 0
    table = servanda("users", "list", ledger=ledger).stdout
    assert "press" in table
    assert "Bahrom" not in table
    assert b"another row" not in ledger.read_bytes()


@pytest.mark.parametrize(
    ("words", "stdin", "fault"),
    [
        (("users", "add", "ALIYA ospanova"), PASSWORD, "there is a user"),
        (("users", "add", "Clara"), "short", "has 5 characters"),
        (("users", "add", "Clara"), "", "no password came"),
        (("users", "add", " "), PASSWORD, "is no name"),
        (("users", "role", "Nobody", "admin"), None, "no user 'Nobody'"),
        (("tokens", "add", "Nobody", "--for", "x"), None, "no user"),
        (("tokens", "remove", "t-none"), None, "no token"),
    ],
)
def test_what_cannot_be_is_told(ledger, words, stdin, fault):
    done = servanda(*words, ledger=ledger, stdin=stdin)
    assert done.returncode == 2
    assert fault in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_a_token_is_written_alone_and_once(ledger):
    done = servanda("tokens", "add", "Aliya Ospanova", "--for", "nightly export", "--days", "30", ledger=ledger)
    assert done.returncode == 0, done.stderr
    secret = done.stdout.strip()
    assert secret.startswith("servanda_")
    assert secret not in done.stderr
    assert secret.encode() not in ledger.read_bytes()
    (one,) = json.loads(servanda("tokens", "list", "--format", "json", ledger=ledger).stdout)
    assert (one["user"], one["for"], one["role"], one["used"]) == ("Aliya Ospanova", "nightly export", "reader", None)
    assert servanda("tokens", "remove", one["token"], ledger=ledger).returncode == 0
    assert json.loads(servanda("tokens", "list", "--format", "json", ledger=ledger).stdout) == []


def test_a_password_typed_in_a_terminal_is_not_shown(ledger):
    program = [sys.executable, "-m", "servanda", "users", "add", "Clara Maina", "--ledger", str(ledger)]
    child, master = pty.fork()
    if child == 0:
        os.execv(program[0], program)  # noqa: S606
    shown = b""
    sent = 0
    ends = time.monotonic() + 120
    while time.monotonic() < ends:
        if select.select([master], [], [], 1)[0]:
            try:
                part = os.read(master, 4096)
            except OSError:
                break
            if not part:
                break
            shown += part
        # the space comes when the terminal shows nothing any more; what was typed before that is thrown away
        if shown.count(b": ") > sent and sent < 2 and shown.endswith(b": "):
            os.write(master, PASSWORD.encode() + b"\n")
            sent += 1
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0, shown
    assert sent == 2
    assert b"Password for Clara Maina" in shown
    assert b"words" not in shown


@pytest.mark.parametrize(
    ("words", "more", "fault"),
    [
        (("--host", "0.0.0.0"), {}, "--access named"),  # noqa: S104
        ((), {"SERVANDA_WEB_NAMES": "register.example.org"}, "--access named"),
        (("--public-reading",), {}, "goes with --access named"),
        ((), {"SERVANDA_WEB_ACCESS": "everybody"}, "SERVANDA_WEB_ACCESS"),
    ],
)
def test_who_is_let_in_must_be_sensible(ledger, words, more, fault):
    done = servanda("serve", *words, ledger=ledger, **more)
    assert done.returncode == 2
    assert fault in " ".join(done.stderr.split())


@pytest.mark.parametrize(("proxies", "secure"), [("", False), ("127.0.0.1", True)])
def test_only_a_named_proxy_is_believed_that_its_visitor_came_by_https(ledger, proxies, secure):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with subprocess.Popen(
        [sys.executable, "-m", "servanda", "serve", "--access", "named", "--port", str(port), "--ledger", str(ledger)],
        stderr=subprocess.PIPE, text=True, env={**os.environ, "SERVANDA_WEB_PROXIES": proxies},
    ) as server:  # fmt: skip
        try:
            assert f":{port}/" in server.stderr.readline()
            cookie = _asked(f"http://127.0.0.1:{port}/sign-in", {"X-Forwarded-Proto": "https"})
        finally:
            server.send_signal(signal.SIGINT)
    assert cookie.startswith("__Host-") == secure
    assert ("Secure" in cookie) == secure


def _asked(url: str, headers: dict[str, str]) -> str:
    """The cookie that an answer sets, once the server listens."""
    for _ in range(100):
        try:
            with urlopen(Request(url, headers=headers), timeout=10) as answer:  # noqa: S310  of this machine
                return answer.headers["set-cookie"]
        except URLError:
            time.sleep(0.2)
    raise AssertionError(url)


def test_an_office_without_an_admin_is_told_to_add_one(tmp_path):
    file = tmp_path / "empty.db"
    open_ledger(file).close()
    done = servanda("serve", "--access", "named", ledger=file)
    assert done.returncode == 2
    assert "servanda users add NAME --role admin" in " ".join(done.stderr.split())
