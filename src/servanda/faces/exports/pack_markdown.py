"""A session pack as Markdown: plain enough to read as it is, with report text that stays text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from servanda.faces.exports import pack_words as words
from servanda.faces.exports.printable import printable
from servanda.monitoring.when import day_words
from servanda.workflows.pack import Chart, Followed, Line, Note, Pack, Section

# what means something in the midst of a line; no report text stands at the start of one. An address stays dead text
_SPECIAL = re.compile(r"[\\`*_\[\]|~@$]|:(?=//)|(?<=\bwww)\.", re.IGNORECASE)
# a bar of blocks is a chart that any reader shows
_BAR = 30


def _text(text: str) -> str:
    """Text without any meaning in Markdown or HTML."""
    return _SPECIAL.sub(r"\\\g<0>", text.replace("&", "&amp;")).replace("<", "&lt;")


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(columns) + " |"
    yield "| " + " | ".join("---" for _ in columns) + " |"
    for row in rows:
        yield "| " + " | ".join(_text(cell) for cell in row) + " |"
    yield ""


def _refs(claims: Iterable[str], numbers: Mapping[str, int]) -> str:
    return "".join(f" \\[{numbers[claim]}\\]" for claim in claims)


def _chart(chart: Chart, numbers: Mapping[str, int]) -> Iterator[str]:
    """The figures and the goal as bars to one scale."""
    highest = max(chart.goal, *(point.value for point in chart.points))
    rows = [(str(p.year), p.value, f"{p.shown} [{numbers[p.claim]}]") for p in chart.points]
    rows.append(("goal", chart.goal, chart.goal_shown))
    for name, value, told in rows:
        bar = "█" * max(0, round(float(value / highest) * _BAR)) if highest > 0 else ""
        yield f"      {name:<6} {bar:<{_BAR}} {told}"


def _line(line: Line, numbers: Mapping[str, int], *, full: bool) -> Iterator[str]:
    status = f"**{words.status_words(line.status)}** " if words.has_status(line) else ""
    yield (f"- {status}{_text(line.words)}: {_text(line.detail)}{_refs(line.cited, numbers)}")
    for side in line.sides:
        quote = side.quote if full else words.short_quote(side.quote)
        value = f"{_text(side.value)}: " if side.value else ""
        yield f"  - {value}“{_text(quote)}”{_refs((side.claim,), numbers)}"
    if line.chart:
        yield ""
        yield from _chart(line.chart, numbers)
        yield ""


def _section(section: Section, pack: Pack, numbers: Mapping[str, int]) -> Iterator[str]:
    yield f"## {words.heading(section, pack)}\n"
    for line in section.lines:
        yield from _line(line, numbers, full=False)
    left_out = words.rest(section)
    if left_out:
        yield f"- *{left_out}*"
    if not section.lines and not section.more:
        yield section.nothing
    yield ""


def _note(note: Note) -> str:
    address = f", {_text(note.url)}" if note.url else ""
    return f"{note.number}. “{_text(note.quote)}” ({_text(words.source(note))}{address})"


def _followed(one: Followed) -> Iterator[str]:
    yield f"### {_text(one.words)}\n"
    yield f"**{words.status_words(one.status)}**: {_text(one.detail)} ({one.entry})\n"
    for told in one.tellings:
        who = ", ".join(part for part in (told.report, told.publisher) if part)
        yield f"- {day_words(told.published)}, {told.link}: “{_text(told.quote)}” ({_text(who)})"
    yield ""


def _annexes(pack: Pack, numbers: Mapping[str, int]) -> Iterator[str]:
    yield f"## {words.REGISTER_TITLE}\n"
    yield from _table(words.REGISTER_COLUMNS, words.register_rows(pack))
    yield f"## {words.FOLLOWED_TITLE}\n"
    for one in pack.followed:
        yield from _followed(one)
    if not pack.followed:
        yield f"{words.NONE_FOLLOWED}\n"
    yield from _ground(pack)
    for number, section in enumerate(words.overflow(pack)):
        yield f"## {words.MORE_TITLE}\n" if number == 0 else ""
        yield f"### {section.title}\n"
        for line in section.more:
            yield from _line(line, numbers, full=True)


def _ground(pack: Pack) -> Iterator[str]:
    ground = pack.ground
    yield f"## {words.GROUND_TITLE}\n"
    yield f"{_text(ground.extent)}\n\n{words.CAUTION}\n"
    yield from _table(words.PUBLISHER_COLUMNS, words.publisher_rows(pack))
    yield from _table(words.REPORT_COLUMNS, words.report_rows(pack))
    if ground.left_out:
        yield f"and {ground.left_out} earlier reports\n"
    yield f"{words.METHOD}\n"
    yield from _table(words.RULE_COLUMNS, ground.rules)
    yield f"{words.PACE}\n"
    yield from _table(words.RANKING_COLUMNS, ground.ranking)


def _lines(pack: Pack) -> Iterator[str]:
    numbers = pack.numbers
    yield f"# {_text(pack.title)}\n"
    yield f"{words.subtitle(pack)}. Last time: {_text(pack.last_time)}{_refs(pack.last_time_claims, numbers)}."
    yield f"Read: {_text(pack.read)}.\n"
    for name, told in pack.glance:
        yield f"- {name}: {_text(told)}"
    yield ""
    for section in pack.sections:
        yield from _section(section, pack, numbers)
    yield f"## {words.NOTES_TITLE}\n"
    for note in pack.notes:
        yield _note(note)
    yield ""
    yield from _annexes(pack, numbers)


def render(pack: Pack) -> bytes:
    """The pack as the bytes of a Markdown file."""
    return ("\n".join(_lines(printable(pack))).rstrip() + "\n").encode()
