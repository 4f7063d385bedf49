"""Rows of lists hold exactly the fields that are documented."""

from __future__ import annotations

from datetime import date

from servanda.faces.exports.fields import ANSWER_FIELDS
from servanda.faces.exports.line_rows import head_row, line_row, relation_row, task_row
from servanda.faces.exports.rows import report_rows
from servanda.ledger.reader_views import report_heads
from servanda.workflows.waiting import tasks

DAY = date(2026, 11, 1)


def test_rows_of_lists_have_the_documented_fields(desk):
    index = desk.index(DAY)
    heads, total = report_heads(desk.ledger, DAY, limit=5)
    assert total == len(list(report_rows(desk.ledger, DAY))) > 5
    assert len(heads) == 5
    assert all(
        tuple(line_row(line, DAY)) == ANSWER_FIELDS["Lists of entries (pages of servanda serve, /api)"]
        for line in index.lines
    )
    assert all(
        tuple(relation_row(one)) == ANSWER_FIELDS["Lists of relations (pages of servanda serve, /api)"]
        for one in index.relations
    )
    assert all(
        tuple(head_row(head)) == ANSWER_FIELDS["Lists of reports (pages of servanda serve, /api)"] for head in heads
    )
    waiting = list(map(task_row, tasks(desk.ledger, DAY)))
    assert {row["topic"] for row in waiting} >= {"pairs", "contradictions"}
    assert all(tuple(row) == ANSWER_FIELDS["What waits for a decision (page of servanda serve)"] for row in waiting)
    assert all(row["reasons"] and row["states"] and row["days"] for row in waiting if row["topic"] == "pairs")
