"""A meeting as the sources of each side tell it, as rows for programs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from servanda.ledger.session import Ledger
from servanda.monitoring.accounts import Account, Difference
from servanda.monitoring.capitals import Comparison, Item
from servanda.terms.rows import Row, what_row
from servanda.workflows.compare import compare_all


def _account_row(account: Account) -> Row:
    one = account.stored
    return {
        "side": account.side, "claim": one.id, "report": one.claim.report, "publisher": one.publisher,
        "published": one.date.isoformat(), "quotes": [quote.text for quote in one.claim.quotes],
        "fields": what_row(one.claim.what),
    }  # fmt: skip


def _difference_row(difference: Difference) -> Row:
    return {
        "field": difference.field,
        "values": [{"side": side, "value": value, "claim": claim} for side, value, claim in difference.values],
    }


def _item_row(item: Item) -> Row:
    return {
        "entry": item.chain.entry.id,
        "kind": item.chain.kind,
        "label": item.chain.entry.label,
        "sides": list(item.sides),
        "told": [_account_row(a) for a in item.told],
        "at_other_times": [_account_row(a) for a in item.at_other_times],
        "differences": [_difference_row(d) for d in item.differences],
    }


def comparison_row(found: Comparison) -> Row:
    """A meeting with what both sides tell, what one tells, where they differ, and what was read of each."""
    gathering = found.gathering
    return {
        "states": list(gathering.states),
        "first_day": gathering.first.isoformat(),
        "last_day": (gathering.after - timedelta(days=1)).isoformat(),
        "meetings": [{"entry": m.entry.id, "label": m.entry.label} for m in gathering.meetings],
        "who_told": found.words,
        "read": [
            {
                "side": r.side, "telling": list(r.telling), "reports_of_its_days": r.of_its_days, "reports": r.reports,
                "publishers": list(r.publishers),
            }
            for r in found.read
        ],
        "both_tell": [_item_row(i) for i in found.both],
        "one_tells": [_item_row(i) for i in found.only],
        "others_tell": [_item_row(i) for i in found.others],
        "may_be_same": [
            {
                "left": m.left, "right": m.right, "reason": m.reason,
                "differences": [_difference_row(d) for d in m.differences],
            }
            for m in found.maybe_same
        ],
    }  # fmt: skip


def comparison_rows(ledger: Ledger, as_of: date) -> Iterator[Row]:
    """One row a meeting of each relation."""
    for found in compare_all(ledger, as_of):
        yield comparison_row(found)
