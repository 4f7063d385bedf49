"""The reports that come with the program: what `servanda demo` reads."""

from __future__ import annotations

from importlib import resources
from pathlib import Path


def demo_reports() -> Path:
    """The folder of the bundled reports."""
    return Path(str(resources.files("servanda.examples") / "reports"))
