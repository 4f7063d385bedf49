"""Tools that list: relations, entries, what is due, targets, figures, what changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from pydantic import Field

from servanda.faces.exports.change_rows import change_row
from servanda.faces.exports.line_rows import relation_row
from servanda.faces.mcp.asked import Asking, AsOf, Cursor, Kinds, Limit, Part, States, Statuses
from servanda.faces.mcp.cited import Sources, cited_series, cited_tally, entry_rows, page_of, target_rows
from servanda.faces.mcp.shapes import Listed
from servanda.monitoring.series import Series
from servanda.monitoring.wholes import Tally
from servanda.terms.rows import Row
from servanda.workflows.changes import changes
from servanda.workflows.find import Wanted
from servanda.workflows.lines import Line
from servanda.workflows.office import standings
from servanda.workflows.series import INDICATORS, figures
from servanda.workflows.urgency import by_urgency

COUNTED = "counts of entries as they stand; the tools entries and due give each with its quotes and sources"


class Lists(Asking):
    """What can be listed."""

    def relations(self, states: States = None, as_of: AsOf = None, limit: Limit = 20, cursor: Cursor = 0) -> Listed:
        """Pairs of states at a glance: reports, first and last, and how many entries stand in each status.

        Begin here to see what the ledger tells of. The pairs with the most reports stand first.
        """
        codes, day, part = self._codes(states), self._day(as_of), Part(limit, cursor)
        found = [one for one in self._desk.index(day).relations if set(codes) <= set(one.states)]
        rows = [relation_row(one) for one in found[part.of(len(found))]]
        # what comes next is told by the tool due, with its quotes
        counts = [{name: value for name, value in row.items() if name != "next"} for row in rows]
        return self._frame(day, codes, COUNTED if found else None).listed(counts, len(found), part)

    def entries(  # noqa: PLR0913  one for each filter
        self,
        states: States = None,
        kind: Kinds = None,
        status: Statuses = None,
        as_of: AsOf = None,
        *,
        silent: Annotated[bool, Field(description="Only what later reports read say nothing of.")] = False,
        contradicted: Annotated[bool, Field(description="Only where reports tell different values.")] = False,
        limit: Limit = 20,
        cursor: Cursor = 0,
    ) -> Listed:
        """Entries and how they stand, those that need a look first: commitments, instruments, meetings and others.

        Each has its status, the reason, what was read, and `told`: the quotes and reports on which that rests.
        """
        wanted = Wanted(self._codes(states), tuple(kind or ()), tuple(status or ()), silent=silent,
                        contradicted=contradicted)  # fmt: skip
        day = self._day(as_of)
        return self._page(wanted.of(self._desk.index(day).lines), wanted.states, day,
                          Part(limit, cursor))  # fmt: skip

    def due(self, states: States = None, as_of: AsOf = None, limit: Limit = 20, cursor: Cursor = 0) -> Listed:
        """What is due and which meetings are planned, the earliest first (`comes`).

        `overdue` means that the day has passed and no report read tells of it as done; it does not mean not done.
        """
        wanted, day = Wanted(self._codes(states)), self._day(as_of)
        return self._page(wanted.of(self._desk.index(day).coming), wanted.states, day,
                          Part(limit, cursor))  # fmt: skip

    def _page(self, found: Sequence[Line], codes: Sequence[str], day: date, part: Part) -> Listed:
        shown = page_of(self._desk, found[part.of(len(found))], day)
        return self._frame(day, codes).listed(entry_rows(self._ledger, shown), len(found), part)

    def targets(self, states: States = None, as_of: AsOf = None, limit: Limit = 10, cursor: Cursor = 0) -> Listed:
        """Measurable goals: the figures told so far like with like, the share reached, the pace, each with quotes."""
        codes, day, part = self._codes(states), self._day(as_of), Part(limit, cursor)
        told = standings(self._ledger, day, states=codes, kinds=("commitment",))
        found = by_urgency([one for one in told if one.progress is not None])
        rows = target_rows(self._ledger, found[part.of(len(found))])
        return self._frame(day, codes).listed(rows, len(found), part)

    def series(
        self,
        states: States = None,
        indicator: Annotated[
            str | None, Field(description=f"Only one of: {', '.join(INDICATORS)}.", max_length=64)
        ] = None,
        as_of: AsOf = None,
        limit: Limit = 10,
        cursor: Cursor = 0,
    ) -> Listed:
        """Figures like with like, by period: every value told, by whom, with its quote; what agrees and what differs.

        After the series stand the documents signed in each year (`signings`), each counted once.
        """
        codes, day, part = self._codes(states), self._day(as_of), Part(limit, cursor)
        told = figures(self._ledger, day, states=codes, indicator=indicator)
        found: list[Series | Tally] = [*told.series, *told.tallies]
        rows = [
            cited_series(self._ledger, one) if isinstance(one, Series) else cited_tally(self._ledger, one)
            for one in found[part.of(len(found))]
        ]
        return self._frame(day, codes).listed(rows, len(found), part)

    def changes(
        self,
        since: Annotated[date, Field(description="After this day of publication (2025-02-12).")],
        states: States = None,
        as_of: AsOf = None,
        limit: Limit = 20,
        cursor: Cursor = 0,
    ) -> Listed:
        """What changed after one day and up to another: new, revised, done, contradicted, become overdue or expired.

        `by` says whether a report or the calendar made the change. Silence is no change.
        """
        codes, day, part = self._codes(states), self._day(as_of), Part(limit, cursor)
        told = changes(self._ledger, since, day, states=codes)
        pairs = [(change, relation) for relation in told.relations for change in relation.changes]
        shown = pairs[part.of(len(pairs))]
        # what the calendar did rests on what was told of the entry before
        last = {c.id: [m.claim for m in c.entry.members if m.date <= c.day][-1:] for c, _ in shown}
        sources = Sources(self._ledger, [name for names in last.values() for name in names])
        rows: list[Row] = [
            {
                **change_row(c, relation, told),
                "told_before": sources.rows(last[c.id]) if c.cause.by == "calendar" else [],
            }
            for c, relation in shown
        ]
        return self._frame(day, codes).listed(rows, len(pairs), part)
