"""`servanda series`: figures like with like, and documents counted once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Annotated

import typer
from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from servanda.faces.cli.app import AsOfOption, FormatOption, LedgerOption, StatesArgument, app, as_day, existing_ledger
from servanda.faces.cli.look import write
from servanda.faces.cli.output import Format, table
from servanda.faces.exports.series_rows import series_row, tally_row
from servanda.monitoring.quantities import Key
from servanda.monitoring.series import OF_ANOTHER_SIDE, Series
from servanda.monitoring.wholes import Tally
from servanda.terms.amounts import amount
from servanda.workflows.office import state_codes
from servanda.workflows.series import INDICATORS, figures

# how many reasons for leaving figures out are listed under a table before the rest is only counted
REASONS = 6


def _title(key: Key) -> str:
    what = key.indicator.replace("_", " ")
    if key.counted:
        what += f" ({', '.join(key.counted)})"
    way = f", from {key.direction}" if key.direction else ""
    return f"{what.capitalize()} {'-'.join(key.states)}{way}, {key.unit or 'no unit'}, {key.span}"


def _rows(series: Sequence[Series]) -> Iterator[tuple[object, ...]]:
    points = sorted(
        ((p, t) for s in series for p in s.points for t in p.told),
        key=lambda pair: (pair[0].when, pair[1].stored.date, pair[1].stored.id),
    )
    for point, telling in points:
        quote = " ".join(telling.stored.claim.quotes[0].text.split())
        mark = Text("≠", style="magenta") if point.verdict == "differ" else ""
        by = telling.side or telling.stored.publisher or "not known"
        where = f"{telling.stored.claim.report}, {telling.stored.date}"
        yield mark, point.when, telling.words, by, Text.assemble("“", quote, "”", (f"  [{where}]", "dim"))


def _lines(series: Sequence[Series]) -> Iterator[Text]:
    for when, verdict, words in dict.fromkeys(
        (p.when, p.verdict, p.words) for s in series for p in s.points if p.words
    ):
        mark = {"differ": "≠", "agree": "✔"}.get(verdict, "·")
        yield Text(f"  {mark} {when}: {words}", style="magenta" if verdict == "differ" else "dim")
    for period, agrees, words in dict.fromkeys((c.period, c.agrees, c.words) for s in series for c in s.checks):
        yield Text(f"  {'✔' if agrees else '≠'} {period}: {words}", style="dim" if agrees else "magenta")
    alike = replace(series[0].key, side=None)
    left = {
        n.telling.stored.id: n.reason
        for s in series
        for n in s.not_comparable
        if not n.reason.startswith(OF_ANOTHER_SIDE)
    }
    reasons = Counter(left.values())
    for reason, number in sorted(reasons.items())[:REASONS]:
        yield Text(f"  not comparable with {alike.span}: {number} ({reason})", style="dim")
    if len(reasons) > REASONS:
        yield Text(f"  and {len(reasons) - REASONS} more reasons; --format json lists every figure", style="dim")


def series_view(found: Sequence[Series]) -> RenderableType:
    """One table for all sides of a series, with what agrees, what differs and what was not compared under it."""
    parts: list[RenderableType] = []
    for key, group in groupby(found, key=lambda s: replace(s.key, side=None)):
        listed = list(group)
        parts.append(table(escape(_title(key)), ("", "period", "value", "told by", "quote"), _rows(listed)))
        parts += list(_lines(listed))
        parts.append(Text())
    return Group(*parts)


def _how(tally: Tally) -> str:
    lines = [f"{s.date}: {s.words}" if s.date else s.words for s in tally.signings if s.wholes]
    alone = sum(len(s.parts) for s in tally.signings if not s.wholes)
    if alone:
        lines.append(f"{alone} told by title alone")
    left = len(tally.left_out)
    if left:
        lines.append(f"{left} claim{'s' if left != 1 else ''} left out of the sum")
    return "\n".join(lines)


def tallies_table(found: Sequence[Tally]) -> Table:
    """The documents of each year: how many, worth what, and how each signing was counted."""
    rows = [
        (
            "-".join(t.states),
            t.year or "day not told",
            str(t.least) if t.least == t.most else f"{t.least} to {t.most}",
            ", ".join(amount(value, currency) for currency, value in t.worth),
            _how(t),
        )
        for t in found
    ]
    return table("Documents signed, each counted once", ("sides", "year", "documents", "worth", "how counted"), rows)


@app.command("series")
def series_command(
    states: StatesArgument = None,
    *,
    indicator: Annotated[
        str | None,
        typer.Option("--indicator", "-i", metavar="INDICATOR", help=f"Only one of {', '.join(INDICATORS)}."),
    ] = None,
    documents: Annotated[
        bool, typer.Option("--documents", help="Only the documents signed, year by year, each counted once.")
    ] = False,
    ledger: LedgerOption = None,
    as_of: AsOfOption = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Show figures like with like: by period, every value told, by whom, what agrees, what differs, what is not alike.

    Example: servanda series UZB TUR --indicator trade_turnover
    """
    with existing_ledger(ledger) as opened:
        found = figures(opened, as_day(as_of), states=state_codes(states or []), indicator=indicator)
    if documents:
        write([tally_row(t) for t in found.tallies], format_, lambda: tallies_table(found.tallies))
        return

    def shown() -> RenderableType:
        view = series_view(found.series)
        return Group(view, tallies_table(found.tallies)) if found.tallies else view

    write([series_row(s) for s in found.series], format_, shown)
