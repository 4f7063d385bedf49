"""A ledger of the bundled reports, the office over it on a day of its own, real servers, and a real browser."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from servanda.ledger.session import open_ledger
from servanda.workflows.desk import Desk
from servanda.workflows.intake import add_files, plan

DEMO = Path(__file__).parents[2] / "src" / "servanda" / "examples" / "reports"
TODAY = date(2026, 11, 1)
CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
]  # fmt: skip


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory):
    file = tmp_path_factory.mktemp("office") / "relations.db"
    with open_ledger(file) as opened:
        files, _ = plan([DEMO])
        assert add_files(opened, files).failures == []
    return file


@pytest.fixture(scope="session")
def desk(demo_file):
    with open_ledger(demo_file, create=False) as opened:
        yield Desk(opened)


@pytest.fixture(scope="module")
def chromium():
    """Debian's browser; a module long, for its event loop is in the way of other tests' loops."""
    sync_api = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        pytest.skip("needs Debian's chromium: apt-get install chromium")
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


@contextmanager
def served(file: Path, *options: str, user: str = "A. First") -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "servanda", "serve", "--ledger", str(file), "--port", str(port), *options]
    environment = {**os.environ, "SERVANDA_USER": user}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as server:
        try:
            told = server.stderr.readline()
            assert f":{port}/" in told, told
            answers(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.send_signal(signal.SIGINT)


def answers(port: int) -> None:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"nothing listens at {port}")


@pytest.fixture(scope="session")
def serving():
    """A real server over a ledger, with more options and for somebody of a name; what comes is its address."""
    return served
