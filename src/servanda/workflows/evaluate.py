"""Scores the reader, the resolution and the assessments on annotated reports, a user's own labels included."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import msgspec

from servanda.errors import InputError
from servanda.reading.pipeline import read_report
from servanda.resolution.blocking import block_key
from servanda.resolution.clusters import resolve
from servanda.scoring.measure import Expected, GoldFile, GoldReport, Result, measure
from servanda.terms.entries import Coverage, Entry
from servanda.terms.ids import claim_id
from servanda.terms.reading import Reading, StoredClaim
from servanda.terms.reports import Report
from servanda.terms.rows import Row, claim_row
from servanda.workflows.assess import stand

Read = Callable[[Report], Reading]


class _Report(msgspec.Struct):
    id: str
    date: str
    text: str
    publisher: str | None = None
    title: str | None = None
    url: str | None = None
    language: str | None = None


class _Expected(msgspec.Struct):
    entry: str
    as_of: str
    status: str


class _File(msgspec.Struct):
    reports: list[_Report]
    claims: list[dict[str, object]]
    expected: list[_Expected] = []


@dataclass(frozen=True, slots=True)
class Annotated:
    """An annotated file: what to compare with, and its reports to be read."""

    gold: GoldFile
    reports: tuple[Report, ...]


def load_gold(path: Path) -> Annotated:
    """The content of one annotated file; InputError when it cannot be read or is none."""
    try:
        content = msgspec.json.decode(path.read_bytes(), type=_File)
        reports = tuple(
            Report(r.id, date.fromisoformat(r.date), r.text, r.publisher, r.title, r.url, r.language)
            for r in content.reports
        )
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}; name an annotated JSON file") from None
    except (msgspec.MsgspecError, ValueError) as error:
        raise InputError(f"{path}: {error}; an annotated file has reports, claims and expected") from None
    golds = tuple(
        GoldReport(r.id, r.text, tuple(c for c in content.claims if c.get("report") == r.id)) for r in reports
    )
    expected = tuple(Expected(e.entry, e.as_of, e.status) for e in content.expected)
    return Annotated(GoldFile(path.name, golds, expected), reports)


def _store(reports: Sequence[Report], read: Read) -> list[StoredClaim]:
    return [
        StoredClaim(claim_id(claim), claim, report.date, report.publisher, position)
        for report in reports
        for position, claim in enumerate(read(report).claims)
    ]


def _resolve(stored: Sequence[StoredClaim]) -> list[Entry]:
    blocks: dict[str, list[StoredClaim]] = defaultdict(list)
    for one in stored:
        blocks[block_key(one.claim)].append(one)
    return [entry for key in sorted(blocks) for entry in resolve(blocks[key])]


def _coverage(reports: Sequence[Report], as_of: date) -> Coverage:
    read = sorted(r.date for r in reports if r.date <= as_of)
    publishers = tuple(sorted({r.publisher for r in reports if r.publisher and r.date <= as_of}))
    return Coverage(len(read), publishers, read[0] if read else None, read[-1] if read else None)


def _same(coverage: Coverage, _states: Sequence[str]) -> Coverage:
    """The reports of one file all tell of the same relation."""
    return coverage


def _statuses(
    annotated: Annotated, entries: Sequence[Entry], claims: Mapping[str, StoredClaim]
) -> dict[tuple[str, str], str]:
    said: dict[tuple[str, str], str] = {}
    for day in sorted({row.as_of for row in annotated.gold.expected}):
        as_of = date.fromisoformat(day)
        read = _coverage(annotated.reports, as_of)
        for standing in stand(entries, claims, as_of, partial(_same, read)):
            said[standing.entry.id, day] = standing.assessment.status
    return said


def evaluate(
    files: Sequence[Annotated], *, read: Read = read_report, on_report: Callable[[Report], None] = lambda _report: None
) -> Result:
    """Read the reports of annotated files, resolve and assess what was found, and compare all of it.

    ``on_report`` is called with each report before it is read: a place for a progress bar.
    """
    refused: dict[str, list[Row]] = defaultdict(list)

    def reading(report: Report) -> Reading:
        on_report(report)
        told = read(report)
        refused[report.id].extend({**claim_row(one.claim), "reason": one.reason} for one in told.refused)
        return told

    rows: dict[str, list[Row]] = defaultdict(list)
    said: dict[tuple[str, str], str] = {}
    for annotated in files:
        stored = _store(annotated.reports, reading)
        entries = _resolve(stored)
        said.update(_statuses(annotated, entries, {one.id: one for one in stored}))
        entry_of = {member.claim: entry.id for entry in entries for member in entry.members}
        for one in stored:
            rows[one.claim.report].append({**claim_row(one.claim), "entry": entry_of[one.id]})
    return measure([a.gold for a in files], rows, said, refused)
