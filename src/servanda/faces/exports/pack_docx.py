"""A session pack as a document for word processors: real headings, linked source notes, page numbers, a chart."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from servanda.faces.exports import docx_chart
from servanda.faces.exports import pack_words as words
from servanda.faces.exports.printable import printable
from servanda.monitoring.when import day_words
from servanda.workflows.pack import Followed, Line, Note, Pack, Section

_FONT = "Arial"
_BODY, _SMALL = Pt(9), Pt(8)
_DARK = RGBColor(0x1F, 0x3A, 0x5F)
# as on the page: what needs a look in red, what differs in violet, what ran out in brown, what is done in green
_COLOURS = {
    "overdue": RGBColor(0xA4, 0x16, 0x1A), "missed": RGBColor(0xA4, 0x16, 0x1A),
    "contradicted": RGBColor(0x7B, 0x22, 0x80), "expired": RGBColor(0x7A, 0x4A, 0x00),
    "terminated": RGBColor(0x7A, 0x4A, 0x00), "done": RGBColor(0x1B, 0x5E, 0x20),
    "in_force": RGBColor(0x1B, 0x5E, 0x20), "implemented": RGBColor(0x1B, 0x5E, 0x20),
    "held": RGBColor(0x1B, 0x5E, 0x20), "completed": RGBColor(0x1B, 0x5E, 0x20),
    "signed": RGBColor(0x00, 0x50, 0x6B), "ratified": RGBColor(0x00, 0x50, 0x6B),
}  # fmt: skip
# the oldest time that a zip archive can tell: the same pack is the same file
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


class _Writer:
    """Writes one pack into one document."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.numbers = pack.numbers
        self.document: Document = docx.Document()
        self.charts = 0

    def refs(self, paragraph: Paragraph, claims: Iterable[str]) -> None:
        """The numbers of source notes, each a link to its note."""
        for claim in claims:
            number = self.numbers[claim]
            paragraph.add_run(" ")
            link = OxmlElement("w:hyperlink")
            link.set(qn("w:anchor"), f"note{number}")
            run = paragraph.add_run(f"[{number}]")
            run.font.size, run.font.color.rgb = _SMALL, _DARK
            link.append(run._r)  # noqa: SLF001  python-docx makes no links inside a document
            paragraph._p.append(link)  # noqa: SLF001

    def status(self, paragraph: Paragraph, status: str) -> None:
        """A status in bold and its colour; the word alone tells it too."""
        run = paragraph.add_run(f"{words.status_words(status)}  ")
        run.bold = True
        if status in _COLOURS:
            run.font.color.rgb = _COLOURS[status]

    def line(self, line: Line, *, full: bool = False) -> None:
        """One line with its differing values, its chart, its notes."""
        paragraph = self.document.add_paragraph(style="List Bullet")
        if words.has_status(line):
            self.status(paragraph, line.status)
        paragraph.add_run(line.words).bold = True
        paragraph.add_run(f": {line.detail}")
        paragraph.paragraph_format.keep_with_next = bool(line.sides or line.chart) or None
        self.refs(paragraph, line.cited)
        for side in line.sides:
            below = self.document.add_paragraph(style="List Bullet 2")
            if side.value:
                below.add_run(f"{side.value}: ").bold = True
            below.add_run(f"“{side.quote if full else words.short_quote(side.quote)}”")
            self.refs(below, (side.claim,))
        if line.chart is not None:
            self.chart(line)

    def chart(self, line: Line) -> None:
        """The chart of a target, and beside it its figures as text."""
        chart = line.chart
        if chart is None:
            return
        self.charts += 1
        package = self.document.part.package
        name = PackURI(f"/word/charts/chart{self.charts}.xml")
        part = Part(name, docx_chart.CONTENT_TYPE, docx_chart.chart_part(chart), package)
        relation = self.document.part.relate_to(part, docx_chart.RELATION)
        table = self.document.add_table(rows=1, cols=2)
        table.autofit = False
        for column, width in zip(table.columns, (docx_chart.WIDTH_MM + 6, 70), strict=True):
            column.width = Mm(width)
        left, right = table.rows[0].cells
        drawn = docx_chart.drawing_xml(relation, self.charts, words.chart_words(line))
        left.paragraphs[0].add_run()._r.append(parse_xml(drawn))  # noqa: SLF001  python-docx draws no charts
        for number, point in enumerate(chart.points):
            row = right.paragraphs[0] if number == 0 else right.add_paragraph()
            row.add_run(f"{point.year}  {point.shown}").font.size = _SMALL
            self.refs(row, (point.claim,))
        right.add_paragraph().add_run(f"goal  {chart.goal_shown}").font.size = _SMALL

    def section(self, section: Section) -> None:
        """A section of the first two pages."""
        self.document.add_heading(words.heading(section, self.pack), 1)
        for line in section.lines:
            self.line(line)
        left_out = words.rest(section)
        if left_out:
            self.document.add_paragraph(style="List Bullet").add_run(left_out).italic = True
        if not section.lines and not section.more:
            self.document.add_paragraph(section.nothing)

    def note(self, note: Note) -> None:
        """A source note, and the place that the numbers in the text lead to."""
        paragraph = self.document.add_paragraph(style="List 2")
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for mark in (start, end):
            mark.set(qn("w:id"), str(note.number))
        start.set(qn("w:name"), f"note{note.number}")
        paragraph._p.append(start)  # noqa: SLF001  python-docx sets no bookmarks
        paragraph.add_run(f"[{note.number}]").bold = True
        paragraph._p.append(end)  # noqa: SLF001
        address = f", {note.url}" if note.url else ""
        paragraph.add_run(f"\t“{note.quote}” {words.source(note)}{address}")

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int]) -> None:
        """A table whose first row is repeated on each page; widths are in millimetres."""
        listed = [columns, *rows]
        table = self.document.add_table(rows=len(listed), cols=len(columns), style="Table Grid")
        table.autofit = False
        for number, (row, texts) in enumerate(zip(table.rows, listed, strict=True)):
            marks = row._tr.get_or_add_trPr()  # noqa: SLF001  python-docx repeats no rows
            marks.append(OxmlElement("w:cantSplit"))
            if number == 0:
                marks.append(OxmlElement("w:tblHeader"))
            for cell, text in zip(row.cells, texts, strict=True):
                _fill(cell, text, bold=number == 0)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        self.document.add_paragraph()

    def followed(self, one: Followed) -> None:
        """An open commitment with its chain."""
        self.document.add_heading(one.words, 2)
        paragraph = self.document.add_paragraph()
        self.status(paragraph, one.status)
        paragraph.add_run(f"{one.detail} ({one.entry})")
        for told in one.tellings:
            who = ", ".join(part for part in (told.report, told.publisher) if part)
            text = f"{day_words(told.published)}, {told.link}: “{told.quote}” {who}"
            self.document.add_paragraph(text, style="List Bullet")

    def annexes(self) -> None:
        """The register, the chains, the ground, and what the first pages leave out."""
        self.document.add_heading(words.REGISTER_TITLE, 1).paragraph_format.page_break_before = True
        self.table(words.REGISTER_COLUMNS, words.register_rows(self.pack), (16, 22, 56, 17, 17, 40, 14))
        self.document.add_heading(words.FOLLOWED_TITLE, 1)
        for one in self.pack.followed:
            self.followed(one)
        if not self.pack.followed:
            self.document.add_paragraph(words.NONE_FOLLOWED)
        self.ground()
        for number, section in enumerate(words.overflow(self.pack)):
            if number == 0:
                self.document.add_heading(words.MORE_TITLE, 1)
            self.document.add_heading(section.title, 2)
            for line in section.more:
                self.line(line, full=True)

    def ground(self) -> None:
        """What was read, and how statuses and lines come about."""
        ground = self.pack.ground
        self.document.add_heading(words.GROUND_TITLE, 1)
        self.document.add_paragraph(f"{ground.extent}.")
        self.document.add_paragraph().add_run(words.CAUTION).bold = True
        self.table(words.PUBLISHER_COLUMNS, words.publisher_rows(self.pack), (92, 30, 30, 30))
        self.table(words.REPORT_COLUMNS, words.report_rows(self.pack), (42, 26, 40, 74))
        if ground.left_out:
            self.document.add_paragraph(f"and {ground.left_out} earlier reports")
        self.document.add_paragraph(words.METHOD)
        self.table(words.RULE_COLUMNS, ground.rules, (34, 44, 104))
        self.document.add_paragraph(words.PACE)
        self.table(words.RANKING_COLUMNS, ground.ranking, (44, 138))

    def write(self) -> Document:
        """The whole document."""
        _set_up(self.document, self.pack)
        self.document.add_heading(self.pack.title, 0)
        paragraph = self.document.add_paragraph(f"{words.subtitle(self.pack)}. Last time: {self.pack.last_time}")
        self.refs(paragraph, self.pack.last_time_claims)
        paragraph.add_run(f". Read: {self.pack.read}.")
        counts = self.document.add_paragraph()
        for name, told in self.pack.glance:
            counts.add_run(f"{name}: ").bold = True
            counts.add_run(f"{told}.  ")
        for section in self.pack.sections:
            self.section(section)
        self.document.add_heading(words.NOTES_TITLE, 1)
        for note in self.pack.notes:
            self.note(note)
        self.annexes()
        return self.document


def _fill(cell: _Cell, text: str, *, bold: bool = False) -> None:
    run = cell.paragraphs[0].add_run(text)
    run.font.size, run.bold = _SMALL, bold


def _font(document: Document, style: str, size: Pt, *, before: float = 0, after: float = 0) -> None:
    made = document.styles[style]
    made.font.name, made.font.size = _FONT, size
    fonts = made.element.get_or_add_rPr().get_or_add_rFonts()
    # a font of the template's theme would win over the one named
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    fonts.set(qn("w:cs"), _FONT)
    spacing = made.paragraph_format
    spacing.space_before, spacing.space_after, spacing.line_spacing = Pt(before), Pt(after), 1.0


def _field(paragraph: Paragraph, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = paragraph.add_run("1")
    run.font.size = _SMALL
    field.append(run._r)  # noqa: SLF001  python-docx makes no fields
    paragraph._p.append(field)  # noqa: SLF001


def _set_up(document: Document, pack: Pack) -> None:
    """Page, fonts, header with the pack's name, footer with page numbers, properties without a clock."""
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(14)
    page.top_margin, page.bottom_margin = Mm(15), Mm(14)
    page.header_distance, page.footer_distance = Mm(7), Mm(6)
    for style, size, before, after in (
        ("Normal", _BODY, 0, 2), ("Title", Pt(17), 0, 3), ("Heading 1", Pt(11), 6, 1), ("Heading 2", Pt(9.5), 5, 1),
        ("List Bullet", _BODY, 0, 1), ("List Bullet 2", _BODY, 0, 1), ("List 2", _SMALL, 0, 1),
        ("Header", _SMALL, 0, 0), ("Footer", _SMALL, 0, 0),
    ):  # fmt: skip
        _font(document, style, size, before=before, after=after)
    for style in ("Title", "Heading 1", "Heading 2"):
        document.styles[style].font.color.rgb, document.styles[style].font.bold = _DARK, True
    for style, indent, hanging in (("List Bullet", 4, 4), ("List Bullet 2", 8, 4), ("List 2", 8, 8)):
        spacing = document.styles[style].paragraph_format
        spacing.left_indent, spacing.first_line_indent = Mm(indent), -Mm(hanging)
    head = page.header.paragraphs[0]
    head.text = f"{pack.title}, as of {day_words(pack.as_of)}"
    foot = page.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _field(foot, "PAGE")
    foot.add_run(" / ").font.size = _SMALL
    _field(foot, "NUMPAGES")
    moment = datetime.combine(pack.as_of, time(), UTC)
    about = document.core_properties
    about.title, about.author, about.last_modified_by = f"{pack.title}, {pack.as_of}", "Servanda", "Servanda"
    about.created = about.modified = moment
    about.comments, about.language, about.revision = "", "en", 1


def _without_clock(data: bytes) -> bytes:
    """The same archive with one fixed time on every part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, _ZIP_TIME)
            part.compress_type, part.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            new.writestr(part, old.read(name))
    return out.getvalue()


def render(pack: Pack) -> bytes:
    """The pack as the bytes of a Word document; the same pack gives the same bytes."""
    out = io.BytesIO()
    _Writer(printable(pack)).write().save(out)
    return _without_clock(out.getvalue())
