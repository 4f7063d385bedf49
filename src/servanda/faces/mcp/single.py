"""Tools on one entry: its chain, why it stands as it does, how it stood on every day."""

from __future__ import annotations

from servanda.faces.exports.history_rows import turn_row
from servanda.faces.exports.rows import standing_row
from servanda.faces.mcp.asked import Asking, AsOf, Cursor, EntryName, Frame, Limit, Part
from servanda.faces.mcp.bounds import bounded
from servanda.faces.mcp.cited import Sources, claim_told_row, step_row, target_rows
from servanda.faces.mcp.shapes import Entry, Why
from servanda.ledger.reader_views import entries_of_claims
from servanda.ledger.views import stored_claims
from servanda.monitoring.coverage import extent, silence
from servanda.monitoring.outlook import outlook
from servanda.monitoring.status import RULES
from servanda.terms.rows import Row
from servanda.workflows.assess import Standing
from servanda.workflows.history import replay
from servanda.workflows.office import find_standing


def _frame(standing: Standing) -> Frame:
    return Frame(standing.assessment.as_of, extent(standing.assessment.coverage))


class Single(Asking):
    """What can be asked of one entry."""

    def entry(self, entry: EntryName, as_of: AsOf = None, limit: Limit = 40, cursor: Cursor = 0) -> Entry:
        """One entry and its chain (`items`): every telling in order, what it adds, its quotes, report and publisher."""
        standing, part = find_standing(self._ledger, entry, self._day(as_of)), Part(limit, cursor)
        steps = standing.chain.steps
        rows = [step_row(standing, step) for step in steps[part.of(len(steps))]]
        listed = _frame(standing).listed(rows, len(steps), part)
        return Entry(**dict(listed), entry=self._row(standing))

    def why(self, entry: EntryName, as_of: AsOf = None, limit: Limit = 40, cursor: Cursor = 0) -> Why:
        """Why an entry stands as it does: rule, reason, evidence (`items`), what would change it, silence."""
        standing, part = find_standing(self._ledger, entry, self._day(as_of)), Part(limit, cursor)
        a = standing.assessment
        names = list(dict.fromkeys(a.evidence))
        shown = names[part.of(len(names))]
        claims, homes = stored_claims(self._ledger, shown), entries_of_claims(self._ledger, shown)
        rows: list[Row] = [{**claim_told_row(claims[name]), "entry": homes.get(name)} for name in shown]
        listed = _frame(standing).listed(rows, len(names), part)
        says = next(rule.says for rule in RULES if rule.name == a.rule)
        changes = list(outlook(standing.chain, a))
        return Why(**dict(listed), entry=self._row(standing), rule_says=says, would_change=changes, silence=silence(a))

    def _row(self, standing: Standing) -> Row:
        """The entry, with the sources of what its row says."""
        return bounded({**standing_row(standing), **target_rows(self._ledger, [standing])[0]})

    def replay(self, entry: EntryName, as_of: AsOf = None, limit: Limit = 40, cursor: Cursor = 0) -> Entry:
        """How an entry stood on every day (`items`): each day on which that became otherwise, and what made it so.

        Each turn has the words of the report that made it (`told`), or says that the calendar did, and `rests_on`: what
        was told that it rests on.
        """
        history, part = replay(self._ledger, entry, self._day(as_of)), Part(limit, cursor)
        turns = history.turns[part.of(len(history.turns))]
        sources = Sources(self._ledger, [name for turn in turns for name in turn.evidence])
        rows: list[Row] = [
            {**turn_row(turn), "coverage": extent(turn.coverage), "rests_on": sources.rows(turn.evidence)}
            for turn in turns
        ]
        one = history.entry
        listed = self._frame(history.until, one.states).listed(rows, len(history.turns), part)
        row: Row = {"entry": one.id, "kind": one.kind, "label": one.label, "states": list(one.states)}
        return Entry(**dict(listed), entry=bounded(row))
