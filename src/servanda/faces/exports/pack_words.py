"""The fixed words of a pack, the same in every form: headings, columns, the notes on what it says and does not."""

from __future__ import annotations

from servanda.faces.exports.printable import cut
from servanda.monitoring.when import day_words
from servanda.workflows.brief_space import QUOTE
from servanda.workflows.pack import Line, Note, Pack, Section

REGISTER_COLUMNS = ("status", "type", "document", "date", "term", "what was told", "source")
PUBLISHER_COLUMNS = ("publisher", "reports", "first", "last")
REPORT_COLUMNS = ("report", "published", "publisher", "title")
RULE_COLUMNS = ("rule", "kinds", "when it applies")
RANKING_COLUMNS = ("section", "which lines it shows")
POINT_COLUMNS = ("year", "figure", "source")

NOTES_TITLE = "Source notes"
REGISTER_TITLE = "Annex A: Register of documents"
FOLLOWED_TITLE = "Annex B: Open commitments, each with its chain"
GROUND_TITLE = "Annex C: What this pack stands on"
MORE_TITLE = "Annex D: Lines that the first two pages leave out"
CAUTION = (
    "Silence is not failure. “No report since” says what the reports read do not tell; it does not say that a thing "
    "was not done. Values that differ stand side by side; none is retired because another is newer."
)
METHOD = (
    "Every line rests on the numbered quotes. A status is given by the first rule of this list that applies to what "
    "was published up to the day of the pack; nothing published later is used. A person's judgement outranks a rule."
)
PACE = (
    "Paces compare whole years with whole years of the same measure and sides. The pace so far is the growth a year "
    "between the first and the last such figure; the pace needed spreads what is missing over the time left."
)
NONE_FOLLOWED = "No open commitment is told."
NO_PUBLISHER = "publisher not told"


def subtitle(pack: Pack) -> str:
    """What the pack is and as of when."""
    return f"Where the relation stands, as known on {day_words(pack.as_of)}"


def heading(section: Section, pack: Pack) -> str:
    """A section's title; that of what was done names the day it counts from."""
    if section.name != "done":
        return section.title
    return f"{section.title} (from {day_words(pack.since)} on)" if pack.since else "Done so far"


def rest(section: Section) -> str | None:
    """Where the lines stand that a section leaves out, or None when it shows all: "and 7 more in Annex B"."""
    return f"and {len(section.more)} more in {section.annex}" if section.more else None


def source(note: Note) -> str:
    """Where a quote stands: report, day, publisher, title."""
    parts = [note.report, day_words(note.published), note.publisher or NO_PUBLISHER, note.title]
    return ", ".join(part for part in parts if part)


def short_quote(quote: str) -> str:
    """A quote as the first two pages show it; the source notes have it in full."""
    return cut(quote, QUOTE)


def status_words(status: str) -> str:
    """A status as it is read."""
    return status.replace("_", " ")


def has_status(line: Line) -> bool:
    """Whether a line has a status worth showing: what somebody said is only told."""
    return line.status != "told"


def chart_words(line: Line) -> str:
    """What a chart shows, for those who do not see it."""
    chart = line.chart
    if chart is None:
        return ""
    told = ", ".join(f"{point.shown} in {point.year}" for point in chart.points)
    return f"{chart.title}: goal {chart.goal_shown}; told {told}"


def overflow(pack: Pack) -> list[Section]:
    """The sections with lines that stand in Annex D."""
    return [section for section in pack.sections if section.more and section.annex == "Annex D"]


def publisher_rows(pack: Pack) -> list[tuple[str, ...]]:
    """What was read, by publisher."""
    return [(p.name, str(p.reports), day_words(p.first), day_words(p.last)) for p in pack.ground.publishers]


def report_rows(pack: Pack) -> list[tuple[str, ...]]:
    """The reports read, the newest first."""
    return [(r.report, day_words(r.published), r.publisher or "", r.title or "") for r in pack.ground.reports]


def register_rows(pack: Pack) -> list[tuple[str, ...]]:
    """The register as text, with the numbers of the source notes."""
    numbers = pack.numbers
    return [
        (
            status_words(r.status), r.type, r.title, r.dated, r.term, r.detail,
            " ".join(f"[{numbers[claim]}]" for claim in r.claims),
        )
        for r in pack.register
    ]  # fmt: skip
