"""`servanda serve` where something is missing or in the way."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest

WITHOUT = (
    "import sys; sys.modules[{name!r}] = None; sys.argv[0] = 'servanda'; from servanda.faces.cli import run; run()"
)


@pytest.mark.parametrize("name", ["uvicorn", "fastapi", "jinja2"])
def test_without_the_extra_it_says_what_to_install(demo_file, name):
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT.format(name=name), "serve", "--ledger", str(demo_file)],
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 2
    assert "pip install 'servanda[web]'" in done.stderr
    assert name in done.stderr


def test_a_taken_port_is_named(demo_file):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "servanda", "serve", "--port", str(port), "--ledger", str(demo_file)],
            capture_output=True, text=True, timeout=120,
        )  # fmt: skip
    assert done.returncode == 2
    assert f"127.0.0.1:{port} cannot be listened on" in done.stderr


def test_a_missing_ledger_is_not_made(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "servanda", "serve", "--ledger", str(tmp_path / "none.db")],
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 2
    assert "no ledger there" in done.stderr
    assert list(tmp_path.iterdir()) == []
