"""`servanda eval`: the reader, the resolution and the assessments measured on annotated reports."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from servanda.faces.cli.app import app
from servanda.faces.cli.output import console, print_json, progress_bar, table
from servanda.scoring.causes import ranked
from servanda.scoring.measure import Miss, Rate, Result
from servanda.terms.claims import KINDS, ClaimKind
from servanda.workflows.evaluate import evaluate, load_gold

MEASURES = ("pairs", "graded", "strict")


def _rate(rate: Rate) -> dict[str, float]:
    return {"precision": round(rate.precision, 4), "recall": round(rate.recall, 4), "f1": round(rate.f1, 4)}


def _json(result: Result) -> dict[str, object]:
    kinds: dict[str, object] = {
        kind: {"gold": t.gold, "found": t.found, **{m: _rate(t.rate(getattr(t, m))) for m in MEASURES}}
        for kind, t in result.kinds.items()
    }
    return {
        **kinds,
        "macro": {m: round(result.macro(m), 4) for m in MEASURES},
        "micro": {m: round(result.micro(m), 4) for m in MEASURES},
        "resolution_b3": result.resolution,
        "assessments": result.assessments,
    }


def _cells(rate: Rate) -> str:
    return f"{rate.precision:.3f} {rate.recall:.3f} {rate.f1:.3f}"


def _print(result: Result) -> None:
    rows: list[tuple[object, ...]] = [
        (kind, t.gold, t.found, *(_cells(t.rate(getattr(t, m))) for m in MEASURES)) for kind, t in result.kinds.items()
    ]
    for name, mean in (("macro", result.macro), ("micro", result.micro)):
        rows.append((name, "", "", *(f"            {mean(m):.3f}" for m in MEASURES)))
    columns = ("kind", "gold", "found", "found P/R/F1", "graded P/R/F1", "strict P/R/F1")
    console().print(table("", columns, rows))
    for name, value in (("resolution_b3", result.resolution), ("assessments", result.assessments)):
        if value is not None:
            console().print(f"{name:<15}{value:.3f}")


def _words(miss: Miss) -> str:
    claim = miss.gold or miss.found or {}
    quotes = claim.get("quotes")
    return str(quotes[0])[:110] if isinstance(quotes, list) and quotes else ""


def _difference(miss: Miss) -> str:
    gold, found = miss.gold or {}, miss.found or {}
    return "; ".join(f"{name}: {gold.get(name)!r} read as {found.get(name)!r}" for name in miss.wrong)


def _print_misses(result: Result, kind: ClaimKind) -> None:
    listed = [m for m in result.misses if m.kind == kind]
    for what in ("missed", "spurious", "wrong"):
        some = [m for m in listed if m.what == what]
        causes = ranked(cause for m in some for cause in m.causes)
        console().print(
            table(f"{what} ({len(some)}), by cause", ("times", "cause"), [(n, cause) for cause, n in causes])
        )
        rank = {cause: n for n, (cause, _) in enumerate(causes)}
        some.sort(key=lambda m: min((rank[cause] for cause in m.causes), default=0))
        rows = [("; ".join(m.causes), m.report, _words(m), _difference(m)) for m in some]
        console().print(table(f"{what} ({len(some)})", ("cause", "report", "quote", "fields"), rows))


@app.command("eval")
def eval_command(
    gold: Annotated[list[Path], typer.Option("--gold", metavar="FILE", help="An annotated file; repeat for more.")],
    *,
    more: Annotated[list[Path] | None, typer.Argument(metavar="[FILE]...", help="More annotated files.")] = None,
    misses: Annotated[
        str | None,
        typer.Option("--misses", metavar="KIND", help="List what was missed, spurious or wrong of a kind, by cause."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of the table.")] = False,
) -> None:
    """Score the reader on annotated reports: found, graded and strict F1 by kind, resolution, assessments.

    Example: servanda eval --gold mine.json --misses figure
    """
    if misses is not None and misses not in KINDS:
        raise typer.BadParameter(f"{misses!r} is none of {', '.join(KINDS)}", param_hint="--misses")
    files = [load_gold(path) for path in [*gold, *(more or [])]]
    with progress_bar("reading", sum(len(f.reports) for f in files)) as bar:
        result = evaluate(files, on_report=lambda _report: bar.advance(bar.task_ids[0]))
    if as_json:
        print_json(_json(result))
        return
    _print(result)
    kind = next((k for k in KINDS if k == misses), None)
    if kind is not None:
        _print_misses(result, kind)
