"""Rows of entries whose every value has its source beside it: the quote, the report, its publisher and day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from servanda.faces.exports.history_rows import told_row
from servanda.faces.exports.line_rows import line_row
from servanda.faces.exports.rows import mark_row, progress_row, ruling_row
from servanda.faces.exports.series_rows import series_row, tally_row
from servanda.ledger.session import Ledger
from servanda.ledger.views import stored_claims
from servanda.monitoring.chain import Step
from servanda.monitoring.coverage import extent, silence
from servanda.monitoring.progress import Progress
from servanda.monitoring.series import Series
from servanda.monitoring.wholes import Tally
from servanda.terms.reading import StoredClaim
from servanda.terms.rows import Plain, Row, claim_row
from servanda.workflows.assess import Standing
from servanda.workflows.desk import Desk
from servanda.workflows.lines import Line, line_of
from servanda.workflows.marks import marked

# sources shown with an entry of a list; all of them stand in the entry itself
SOURCES = 6
# the fields that tell when
_DATES = ("due", "date", "period", "term")


class Sources:
    """Claims by id, each as what its report tells."""

    def __init__(self, ledger: Ledger, ids: Iterable[str]) -> None:
        self._claims = stored_claims(ledger, sorted(set(ids)))

    def rows(self, ids: Iterable[str]) -> list[Plain]:
        """What the reports of some claims tell, each once."""
        return [told_row(self._claims[name]) for name in dict.fromkeys(ids) if name in self._claims]


def page_of(desk: Desk, lines: Sequence[Line], as_of: date) -> tuple[Standing, ...]:
    """The standings of some lines, with what people decided on them."""
    return marked(desk.ledger, [desk.standing(line.entry, as_of) for line in lines])


def rests_on(standing: Standing) -> list[str]:
    """The claims that tell what a row of an entry says: the evidence of its status, its dates and target, its ends."""
    a, chain = standing.assessment, standing.chain
    dates = {str(value) for value in (a.due, line_of(standing).event) if value is not None}
    dated = [s for s in reversed(chain.steps) if dates & {str(getattr(s.what, n, None)) for n in _DATES}]
    aimed = [s for s in reversed(chain.steps) if _aims(s, standing.progress)]
    return list(dict.fromkeys([
        *a.evidence, *(s.stored.id for s in (*dated[:1], *aimed[:1], chain.last, chain.first)),
    ]))  # fmt: skip


def _aims(step: Step, progress: Progress | None) -> bool:
    return progress is not None and getattr(step.what, "target", None) == progress.target


def entry_rows(ledger: Ledger, found: Sequence[Standing]) -> list[Row]:
    """Entries with how they stand, why, what was read, and what the reports say on which that rests."""
    resting = [rests_on(one) for one in found]
    sources = Sources(ledger, [name for names in resting for name in names])
    return [_entry_row(one, names, sources) for one, names in zip(found, resting, strict=True)]


def _entry_row(standing: Standing, names: Sequence[str], sources: Sources) -> Row:
    a = standing.assessment
    row: Row = {
        **line_row(line_of(standing), a.as_of),
        "why": a.why,
        "silence": silence(a),
        "coverage": extent(a.coverage),
        **mark_row(standing.mark),
        "told": sources.rows(names[:SOURCES]),
    }
    if len(names) > SOURCES:
        row["told_more"] = len(names) - SOURCES
    return row


def target_rows(ledger: Ledger, found: Sequence[Standing]) -> list[Row]:
    """Entries with the progress of their targets, and what the reports say of each point and each figure left out."""
    progress = [one.progress for one in found]
    told = [name for one in progress if one for p in one.points for name in (p.claim, *p.claims)]
    sources = Sources(ledger, [*told, *(name for one in progress if one for name in one.not_compared)])
    rows = entry_rows(ledger, found)
    return [{**row, "progress": _progress(one, sources)} for row, one in zip(rows, progress, strict=True)]


def _progress(progress: Progress | None, sources: Sources) -> Row | None:
    row = progress_row(progress)
    if row is None or progress is None:
        return None
    told = [sources.rows((point.claim, *point.claims)) for point in progress.points]
    return {
        **row, "points": beside(row["points"], told), "not_compared_told": sources.rows(progress.not_compared),
    }  # fmt: skip


def beside(rows: Plain, told: Iterable[list[Plain]]) -> list[Plain]:
    """The rows of a list, each with what reports tell of it."""
    listed = rows if isinstance(rows, list) else []
    return [{**row, "told": said} for row, said in zip(listed, told, strict=True) if isinstance(row, dict)]


def claim_told_row(one: StoredClaim) -> Row:
    """A claim with its fields and quotes, its report, publisher and day."""
    return {
        "claim": one.id, "publisher": one.publisher, "published": one.date.isoformat(), **claim_row(one.claim),
    }  # fmt: skip


def step_row(standing: Standing, step: Step) -> Row:
    """One telling of an entry: what it adds, its fields and quotes, and what a person decided on it."""
    name = step.stored.id
    ruled, read = standing.rulings.get(name), standing.read.get(name)
    return {"link": step.link, **claim_told_row(step.stored), **ruling_row(ruled, step.claim, read)}


def cited_series(ledger: Ledger, series: Series) -> Row:
    """A series of figures; each check of growth with what the reports say that it compares."""
    row = series_row(series)
    sources = Sources(ledger, [name for check in series.checks for name in check.claims])
    return {**row, "checks": beside(row["checks"], (sources.rows(check.claims) for check in series.checks))}


def cited_tally(ledger: Ledger, tally: Tally) -> Row:
    """The documents of a year; each signing with what was told last of its documents, and what was left out as told."""
    row = tally_row(tally)
    last = [[chain.last.stored for chain in (*one.wholes, *one.parts)] for one in tally.signings]
    sources = Sources(ledger, [one.claim for one in tally.left_out])
    return {
        **row,
        "signings": beside(row["signings"], ([told_row(one) for one in told] for told in last)),
        "left_out": beside(row["left_out"], (sources.rows([one.claim]) for one in tally.left_out)),
    }
