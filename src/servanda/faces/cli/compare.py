"""`servanda compare`: one meeting as the sources of each side tell it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Annotated

import typer
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from servanda.faces.cli.app import AsOfOption, FormatOption, LedgerOption, app, as_day, existing_ledger
from servanda.faces.cli.look import write
from servanda.faces.cli.output import Format, print_json, table
from servanda.faces.exports.comparison_rows import comparison_row
from servanda.monitoring.accounts import Account, Difference
from servanda.monitoring.capitals import Comparison, Item
from servanda.terms.states import state_name
from servanda.workflows.compare import compare_entry, compare_states
from servanda.workflows.office import state_codes


def _quote(account: Account) -> Text:
    one = account.stored
    words = " ".join(one.claim.quotes[0].text.split())
    return Text.assemble(("“", "dim"), words, ("”", "dim"), (f"  [{one.claim.report}, {one.date}]", "dim"))


def _side(code: str | None) -> str:
    return state_name(code) if code else "side not known"


def _days(found: Comparison) -> str:
    first, last = found.gathering.first, found.gathering.after - timedelta(days=1)
    return str(first) if first == last else f"{first} to {last}"


def _label(item: Item) -> str:
    return f"{item.chain.kind}  {item.chain.entry.label}  {item.chain.entry.id[:10]}"


def _differences(listed: Iterable[Difference], accounts: Iterable[Account]) -> Iterator[Text]:
    by_claim = {a.stored.id: a for a in accounts}
    for difference in listed:
        yield Text(f"    ≠ {difference.field}", style="magenta")
        for side, value, claim in difference.values:
            yield Text.assemble(f"        {_side(side)}: {value}  ", _quote(by_claim[claim]))


def _both(found: Comparison) -> Iterator[Text]:
    for item in found.both:
        mark = Text("≠ ", style="magenta") if item.differences else Text("= ", style="green")
        yield Text.assemble("  ", mark, (_label(item), "bold"))
        yield from _differences(item.differences, item.told)
        if not item.differences:
            for account in item.told:
                yield Text.assemble(f"        {_side(account.side)}: ", _quote(account))


def _one_tells(items: Iterable[Item]) -> Iterator[Text]:
    for item in items:
        yield Text.assemble("  · ", (_label(item), "bold"))
        for account in item.told:
            yield Text.assemble("        ", _quote(account))
        later = sorted({f"{_side(a.side)} on {a.stored.date}" for a in item.at_other_times})
        if later:
            yield Text(f"        told at other times: {', '.join(later)}", style="dim")


def _maybe(found: Comparison) -> Iterator[Text]:
    items = {i.chain.entry.id: i for i in (*found.both, *found.only, *found.others)}
    for pair in found.maybe_same:
        left, right = items[pair.left], items[pair.right]
        yield Text.assemble("  ? ", (_label(left), "bold"))
        yield Text.assemble("    ", (_label(right), "bold"))
        yield Text(f"        {pair.reason}", style="dim")
        yield from _differences(pair.differences, (*left.told, *right.told))


def comparison_view(found: Comparison) -> RenderableType:
    """One meeting in full: who told, what both tell, what one tells, what may be the same."""
    gathering = found.gathering
    title = f"{' and '.join(map(state_name, gathering.states))}, {_days(found)}"
    lines: list[RenderableType] = [Text(title, style="bold")]
    lines += [Text(f"  {m.entry.label}  {m.entry.id[:10]}") for m in gathering.meetings]
    lines.append(Text(f"  {found.words}", style="dim"))
    alone = {side: [i for i in found.only if i.sides == (side,)] for side in gathering.states}
    parts = [
        ("Both sides tell", list(_both(found))),
        *((f"Only {_side(side)} tells", list(_one_tells(items))) for side, items in alone.items()),
        ("Only others tell", list(_one_tells(found.others))),
        ("May be the same", list(_maybe(found))),
    ]
    for name, listed in parts:
        if listed:
            lines += [Text(f"\n{name}", style="bold underline"), *listed]
    return Group(*lines)


def _who(found: Comparison) -> str:
    """Each side in a few words: whether it told, and what was read of it."""
    read = {r.side: r for r in found.read}
    words = []
    for side in found.gathering.states:
        one = read.get(side)
        if one is None:
            words.append(f"{side}: nothing read")
        elif one.telling:
            words.append(f"{side} told ({len(one.telling)})")
        elif one.of_its_days:
            words.append(f"{side} has not told, {one.of_its_days} of those days read")
        else:
            words.append(f"{side}: nothing of those days read")
    if None in read and read[None].telling:
        words.append(f"side not known told ({len(read[None].telling)})")
    return "; ".join(words)


def comparisons_table(found: Sequence[Comparison]) -> Table:
    """The meetings of some states: who told, how much both tell, how much one alone, on how much they differ."""
    rows = []
    for c in found:
        alone = Counter(i.sides[0] for i in c.only)
        rows.append((
            _days(c),
            c.gathering.meetings[0].entry.id[:10],
            len(c.both),
            ", ".join(f"{side} {number}" for side, number in sorted(alone.items())),
            Text(str(c.differ), style="magenta") if c.differ else "",
            len(c.maybe_same) or "",
            _who(c),
        ))  # fmt: skip
    return table(
        "Meetings as each side tells them",
        ("days", "entry", "both", "one alone", "differ", "maybe same", "whose sources told"),
        rows,
    )


@app.command("compare")
def compare_command(
    what: Annotated[
        list[str], typer.Argument(metavar="ENTRY|STATE STATE", help="A meeting's entry, or two states by code or name.")
    ],
    *,
    ledger: LedgerOption = None,
    as_of: AsOfOption = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Compare what the sources of each side tell of a meeting: what both tell, what one tells, where they differ.

    With two states it lists their meetings; with an entry it shows the meeting that was told with it.

    Example: servanda compare UZB TUR --as-of 2024-12-31
    """
    day = as_day(as_of)
    with existing_ledger(ledger) as opened:
        if len(what) == 1:
            found = compare_entry(opened, what[0], day)
            if format_ is Format.JSON:
                print_json(comparison_row(found))
                return
            write([comparison_row(found)], format_, lambda: comparison_view(found))
            return
        listed = compare_states(opened, state_codes(what), day)
    write([comparison_row(c) for c in listed], format_, lambda: comparisons_table(listed))
