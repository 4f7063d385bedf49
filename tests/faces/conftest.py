"""A ledger of the bundled reports, and the office over it, on a day of its own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from servanda.ledger.session import open_ledger
from servanda.workflows.desk import Desk
from servanda.workflows.intake import add_files, plan

DEMO = Path(__file__).parents[2] / "src" / "servanda" / "examples" / "reports"
TODAY = date(2026, 11, 1)


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
