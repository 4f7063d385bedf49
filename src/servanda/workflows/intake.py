"""From paths to a ledger: lists the files, reads them in order, adds what they hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from servanda.errors import SourceError
from servanda.ledger.session import Ledger
from servanda.settings import load_settings
from servanda.sources.folder import count_reports, list_files, read_files
from servanda.sources.limits import MIB, Limits
from servanda.workflows.add import AddSummary, Item, add


def plan(paths: Sequence[Path]) -> tuple[list[Path | SourceError], int | None]:
    """The files to read, and how many reports they hold at most (None where only reading tells)."""
    files = list_files(paths)
    return files, count_reports(files)


def add_files(
    ledger: Ledger,
    files: Sequence[Path | SourceError],
    *,
    on_item: Callable[[Item, AddSummary], None] = lambda _item, _summary: None,
) -> AddSummary:
    """Read the files within the limits of the settings and add their reports."""
    settings = load_settings()
    most = settings.max_file_mib * MIB
    limits = Limits(file_bytes=most, line_bytes=most, parse_seconds=settings.parse_seconds)
    return add(ledger, read_files(files, limits=limits), on_item=on_item)
