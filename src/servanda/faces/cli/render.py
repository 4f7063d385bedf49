"""What stands where, as tables and as rows: the same facts for people and for programs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from servanda.faces.cli.output import cell, status_text, table
from servanda.monitoring.chain import Step
from servanda.monitoring.coverage import extent, silence
from servanda.monitoring.outlook import outlook
from servanda.monitoring.pace import pace_words
from servanda.terms.amounts import amount
from servanda.terms.claims import Instrument
from servanda.terms.decisions import Mark, mark_of
from servanda.terms.reading import StoredClaim
from servanda.terms.rows import claim_row, what_row
from servanda.workflows.assess import Standing

BAR = 24


def quote_text(step: Step) -> Text:
    """The first quote of a telling, in quotation marks, with its report and day."""
    words = " ".join(step.claim.quotes[0].text.split())
    return Text.assemble(("“", "dim"), words, ("”", "dim"), (f"  [{step.claim.report}, {step.date}]", "dim"))


def told_text(one: StoredClaim) -> Text:
    """The first quote of a claim, in quotation marks, with its report, publisher and day."""
    words = " ".join(one.claim.quotes[0].text.split())
    source = ", ".join(filter(None, (one.claim.report, one.publisher, one.date.isoformat())))
    return Text.assemble(("“", "dim"), words, ("”", "dim"), (f"  [{source}]", "dim"))


def short(standing: Standing) -> str:
    """The start of an entry's id, enough to name it on the command line."""
    return standing.entry.id[:10]


def states_name(states: Sequence[str]) -> str:
    """The sides of an entry in a few characters: "KAZ-TJK", or the first of many."""
    return "-".join(states[:3]) + (f" +{len(states) - 3}" if len(states) > 3 else "")


def standings_table(title: str, standings: Iterable[Standing]) -> Table:
    """One line an entry: status, since when, label."""
    rows = [
        (
            status_text(s.assessment.status),
            s.assessment.last_told,
            s.assessment.due or "",
            states_name(s.entry.states),
            short(s),
            s.entry.label,
        )
        for s in standings
    ]
    return table(title, ("status", "last told", "due", "sides", "entry", "what"), rows)


def register_table(standings: Iterable[Standing]) -> Table:
    """The instruments: status, date, term, title."""
    rows = []
    for s in standings:
        told = [step.what for step in s.chain.steps if isinstance(step.what, Instrument)]
        signed = next((w.date for w in reversed(told) if w.date), None)
        term = next((w.term for w in reversed(told) if w.term), None)
        kind = told[-1].type.replace("_", " ")
        rows.append(
            (
                status_text(s.assessment.status),
                signed or "",
                term or "",
                kind,
                states_name(s.entry.states),
                s.entry.label,
            )
        )
    return table("Instruments", ("status", "date", "term", "type", "sides", "title"), rows)


def bar(share: Decimal | None) -> Text:
    """How much of a target is reached, drawn to scale; empty where no like figure was told."""
    if share is None:
        return Text("no like figure told", style="dim")
    filled = min(BAR, round(float(share) * BAR))
    style = "green" if share >= 1 else "cyan"
    return Text.assemble(("█" * filled, style), ("░" * (BAR - filled), "dim"), f" {float(share):.0%}")


def targets_table(standings: Iterable[Standing]) -> Table:
    """The targets: goal, last like-with-like figure, bar, pace."""
    rows = []
    for s in standings:
        p = s.progress
        if p is None:
            continue
        last = ""
        if p.points:
            end = p.points[-1]
            last = (
                f"{amount(end.value, p.target.unit)} ({end.period})"
                if end.differ is None
                else f"{end.period}: {end.differ}"
            )
        rows.append((
            status_text(s.assessment.status),
            s.entry.label,
            amount(p.target.value, p.target.unit) + (f" by {p.due}" if p.due else ""),
            last,
            bar(p.share),
            "; ".join(pace_words(p)),
        ))  # fmt: skip
    return table("Targets", ("status", "goal", "target", "last told", "reached", "pace"), rows)


def timeline_table(steps: Iterable[tuple[Standing, Step]]) -> Table:
    """What happened when: one line a telling."""
    rows = [
        (when(step), step.claim.kind, step.link, short(s), s.entry.label, f"{step.claim.report}") for s, step in steps
    ]
    return table("Timeline", ("date", "kind", "link", "entry", "what", "report"), rows)


def when(step: Step) -> str:
    """The date of what a telling is about, else the day of its report."""
    told = getattr(step.what, "date", None) or getattr(step.what, "period", None)
    return str(told or step.date)


def chain_view(standing: Standing) -> RenderableType:
    """An entry's life: every link dated and quoted."""
    head = Text.assemble((standing.entry.label, "bold"), f"\n{standing.entry.id}  {standing.entry.kind}  ")
    head.append_text(status_text(standing.assessment.status))
    lines: list[RenderableType] = [head]
    for step in standing.chain.steps:
        line = Text(f"  {step.date}  {step.link:<12}", style="bold")
        lines.append(Text.assemble(line, quote_text(step)))
        values = "  ".join(f"{key}={value}" for key, value in _told(step))
        lines.append(Text(f"              {step.stored.id}  {values}", style="dim"))
        ruling = standing.rulings.get(step.stored.id)
        if ruling is not None:
            lines.append(
                Text(f"              {mark_words(mark_of(ruling))}{_corrections(standing, step)}", style="magenta")
            )
    if standing.mark is not None:
        lines.append(Text(f"  by a person  {mark_words(standing.mark)}", style="magenta"))
    return Group(*lines)


def mark_words(mark: Mark) -> str:
    """What a person decided, in a line."""
    why = f" (“{mark.why}”)" if mark.why else ""
    return f"{mark.decided} by {mark.by}, {mark.at:%Y-%m-%d}{why}"


def _corrections(standing: Standing, step: Step) -> str:
    """What was read before a person corrected it, and what the evidence gate says against the correction."""
    read, ruling = standing.read.get(step.stored.id), standing.rulings[step.stored.id]
    before, now = what_row(read.what) if read else {}, what_row(step.what)
    fields = "".join(f"; {key} was read as {value}" for key, value in before.items() if value != now[key])
    against = f"; not in the quotes: {'; '.join(ruling.unsupported)}" if ruling.unsupported else ""
    return fields + against


def _told(step: Step) -> Iterable[tuple[str, object]]:
    keep = ("status", "type", "date", "due", "value", "unit", "period", "term", "count", "strength", "qualifier")
    row = claim_row(step.claim)
    return ((key, row[key]) for key in keep if row.get(key) not in (None, [], ""))


def why_view(standing: Standing, says: str) -> RenderableType:
    """A status with its rule, reason, evidence, coverage, and what would change it."""
    a = standing.assessment
    steps = {step.stored.id: step for step in standing.chain.steps}
    lines: list[RenderableType] = [
        Text.assemble((standing.entry.label, "bold"), "\n", status_text(a.status), f"  as of {a.as_of}"),
        Text(f"  rule      {a.rule}: {says}"),
        Text(f"  because   {a.why}"),
    ]
    lines += [Text.assemble("  evidence  ", quote_text(steps[claim])) for claim in a.evidence if claim in steps]
    if standing.mark is not None:
        lines.append(Text(f"  person    {mark_words(standing.mark)}", style="magenta"))
    lines.append(Text(f"  read      {extent(a.coverage)}"))
    silent = silence(a)
    if silent:
        lines.append(Text(f"  silence   {silent}", style="dim"))
    lines += [Text(f"  {'' if n else 'turns on':<8}  {one}") for n, one in enumerate(outlook(standing.chain, a))]
    return Group(*lines)


def summary_line(label: str, value: object) -> Text:
    """One line of a summary: a name and what it is."""
    return Text.assemble((f"  {label:<16}", "dim"), str(cell(value)))
