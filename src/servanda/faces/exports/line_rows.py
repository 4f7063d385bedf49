"""Rows of lists: entries, relations and reports a line each, as pages let them be taken along and programs get them."""

from __future__ import annotations

from datetime import date

from servanda.ledger.reader_views import ReportHead
from servanda.terms.rows import Row, plain
from servanda.workflows.find import Somebody
from servanda.workflows.lines import Appearance, Line, Summary
from servanda.workflows.waiting import Task


def line_row(line: Line, as_of: date) -> Row:
    """An entry's line: how it stands, without its chain."""
    return {
        "entry": line.entry,
        "kind": line.kind,
        "label": line.label,
        "states": list(line.states),
        "as_of": as_of.isoformat(),
        "status": line.status,
        "rule": line.rule,
        "due": plain(line.due),
        "event": plain(line.event),
        "comes": plain(line.comes),
        "first_told": line.first_told.isoformat(),
        "last_told": line.last_told.isoformat(),
        "silent_since": line.silent_since.isoformat() if line.silent_since else None,
        "contradicted": line.contradicted,
        "decided": line.decided,
        "tellings": line.tellings,
        "publishers": list(line.publishers),
    }


def relation_row(one: Summary) -> Row:
    """Two states, or a group of more, at a glance."""
    return {
        "states": list(one.states),
        "reports": one.reports,
        "first_report": one.first.isoformat(),
        "last_report": one.last.isoformat(),
        "statuses": dict(one.statuses),
        "silent": one.silent,
        "contradicted_entries": one.contradicted,
        "next": [{"entry": line.entry, "comes": plain(line.comes), "label": line.label} for line in one.next],
    }


def task_row(one: Task) -> Row:
    """One thing that waits for a person's decision."""
    return {
        "task": one.id,
        "topic": one.topic,
        "what": one.label,
        "reasons": list(one.reasons),
        "kind": one.kind,
        "states": list(one.states),
        "days": [told.isoformat() for told in one.told],
    }


def head_row(head: ReportHead) -> Row:
    """A report without its text."""
    return {
        "id": head.id,
        "date": head.date.isoformat(),
        "publisher": head.publisher,
        "title": head.title,
        "version": head.version,
        "digest": head.digest,
        "added_at": head.added_at.isoformat(),
        "characters": head.characters,
        "claims": head.claims,
    }


def person_row(one: Somebody) -> Row:
    """A person or body as entries name them."""
    return {
        "name": one.name,
        "spellings": list(one.spellings),
        "offices": list(one.offices),
        "states": list(one.states),
        "body": one.body,
        "first_told": one.first.isoformat(),
        "last_told": one.last.isoformat(),
        "entries": [*sorted({told.entry for told in one.entries})],
    }


def part_row(one: Appearance) -> Row:
    """That an entry names somebody: in which role, under which name and office."""
    return {
        "entry": one.entry,
        "role": one.role,
        "name": one.name,
        "office": one.office,
        "state": one.state,
        "body": one.body,
        "label": one.label,
        "told": one.told.isoformat(),
    }
