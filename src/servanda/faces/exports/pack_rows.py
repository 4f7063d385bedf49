"""A session pack as rows for programs: one for each line, document, source and date, each named by its ``part``."""

from __future__ import annotations

from collections.abc import Iterator

from servanda.terms.rows import Row, plain
from servanda.workflows.pack import Chart, Followed, Line, Note, Occasion, Pack, RegisterRow, Section


def pack_rows(pack: Pack) -> Iterator[Row]:
    """The head, the lines of each section, documents, open commitments, dates, sources, and what it stands on."""
    yield {
        "part": "head",
        "states": list(pack.states),
        "title": pack.title,
        "as_of": pack.as_of.isoformat(),
        "since": pack.since.isoformat() if pack.since else None,
        "last_time": pack.last_time,
        "last_time_claims": list(pack.last_time_claims),
        "read": pack.read,
        "glance": [{"what": what, "value": value} for what, value in pack.glance],
    }
    for section in pack.sections:
        for shown, lines in ((True, section.lines), (False, section.more)):
            for line in lines:
                yield _line_row(section, line, shown=shown)
    yield from map(_register_row, pack.register)
    yield from map(_followed_row, pack.followed)
    yield from map(_occasion_row, pack.occasions)
    yield from map(_note_row, pack.notes)
    yield _ground_row(pack)


def _line_row(section: Section, line: Line, *, shown: bool) -> Row:
    """A line; ``first_pages`` tells those of the first two pages from those of the annex."""
    return {
        "part": "line", "section": section.name, "title": section.title, "first_pages": shown, "entry": line.entry,
        "status": line.status, "words": line.words, "detail": line.detail, "claims": list(line.claims),
        "sides": [{"value": side.value, "quote": side.quote, "claim": side.claim} for side in line.sides],
        "chart": _chart_row(line.chart) if line.chart else None,
    }  # fmt: skip


def _chart_row(chart: Chart) -> Row:
    return {
        "title": chart.title, "unit": chart.unit, "goal": plain(chart.goal),
        "points": [{"year": p.year, "value": plain(p.value), "words": p.shown, "claim": p.claim} for p in chart.points],
    }  # fmt: skip


def _register_row(row: RegisterRow) -> Row:
    return {
        "part": "register", "entry": row.entry, "status": row.status, "type": row.type, "title": row.title,
        "dated": row.dated, "term": row.term, "detail": row.detail, "claims": list(row.claims),
    }  # fmt: skip


def _followed_row(one: Followed) -> Row:
    return {
        "part": "followed", "entry": one.entry, "status": one.status, "words": one.words, "detail": one.detail,
        "tellings": [
            {
                "published": told.published.isoformat(), "link": told.link, "quote": told.quote, "report": told.report,
                "publisher": told.publisher,
            }
            for told in one.tellings
        ],
    }  # fmt: skip


def _occasion_row(one: Occasion) -> Row:
    return {
        "part": "occasion", "entry": one.entry, "kind": one.kind, "status": one.status, "window": plain(one.window),
        "words": one.words, "when": one.when, "detail": one.detail, "place": one.place, "states": list(one.states),
        "claim": one.note.claim, "quote": one.note.quote, "report": one.note.report,
    }  # fmt: skip


def _note_row(note: Note) -> Row:
    return {
        "part": "note", "number": note.number, "claim": note.claim, "quote": note.quote, "report": note.report,
        "published": note.published.isoformat(), "publisher": note.publisher, "title": note.title, "url": note.url,
    }  # fmt: skip


def _ground_row(pack: Pack) -> Row:
    ground = pack.ground
    return {
        "part": "ground",
        "read": ground.extent,
        "publishers": [
            {"name": p.name, "reports": p.reports, "first": p.first.isoformat(), "last": p.last.isoformat()}
            for p in ground.publishers
        ],
        "reports": [
            {"report": r.report, "published": r.published.isoformat(), "publisher": r.publisher, "title": r.title}
            for r in ground.reports
        ],
        "reports_left_out": ground.left_out,
        "rules": [{"rule": rule, "kinds": kinds, "says": says} for rule, kinds, says in ground.rules],
    }  # fmt: skip
