"""The examples for programs run as they are written, by curl against a real server."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from servanda.faces.api.app import create_api
from servanda.ledger.session import open_ledger
from servanda.workflows.desk import Desk
from servanda.workflows.intake import add_files, plan
from servanda.workflows.today import today

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "howto" / "programs.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
EXAMPLES = [line for block in BLOCKS for line in re.split(r"(?<!\\)\n", block) if line.startswith("curl ")]
pytestmark = pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The address of a server over the bundled reports, for one person at this machine."""
    folder = tmp_path_factory.mktemp("programs")
    with open_ledger(folder / "relations.db") as opened:
        files, _ = plan([ROOT / "src" / "servanda" / "examples" / "reports"])
        assert add_files(opened, files).failures == []
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "servanda", "serve", "--ledger", "relations.db", "--port", str(port)]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True) as running:
        try:
            assert f":{port}/" in running.stderr.readline()
            for _ in range(200):
                # until everything is assessed it answers 503
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/api/entries", timeout=60).close()
                    break
                except OSError:
                    time.sleep(0.3)
            yield port, folder
        finally:
            running.send_signal(signal.SIGINT)


def test_there_are_examples():
    assert len(EXAMPLES) >= 10


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_runs(server, example):
    port, folder = server
    for pattern, listed, name in ((r"e-[0-9a-f]{8,}", "entries", "entry"), (r"(?<=\")[0-9a-f]{16}", "claims", "id")):
        if re.search(pattern, example):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/{listed}?limit=1", timeout=60) as answer:
                example = re.sub(pattern, json.load(answer)["items"][0][name], example)
    words = shlex.split(example.replace(":8710/", f":{port}/"))
    done = subprocess.run(
        [*words, "--silent", "--show-error", "--fail-with-body", "--max-time", "60", "--retry", "5"],
        cwd=folder, capture_output=True, text=True, timeout=90,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert [json.loads(line) for line in done.stdout.splitlines()]


def test_every_address_is_in_the_reference():
    told = (ROOT / "docs" / "reference" / "api.md").read_text(encoding="utf-8")
    described = create_api(Desk(None), today=today).openapi()
    for path, methods in described["paths"].items():
        for method in methods:
            assert f"## {method.upper()} /api{path}\n" in told
