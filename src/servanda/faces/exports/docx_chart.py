"""A target's chart in the language of office documents (DrawingML), so that a word processor draws it itself.

Element names and their order follow ECMA-376, part 1, section 21.2. The values stand in the chart; there is no sheet
behind it.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from servanda.faces.exports.pack_chart import Place, cut_line, frame, shown
from servanda.workflows.pack import Chart

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_PLACED = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# points of a hundredth, and EMU to a millimetre
_TEXT = 800
_FACE = '<a:latin typeface="Arial"/>'
_MM = 36000
WIDTH_MM, HEIGHT_MM = 100, 45


def _numbers(name: str, values: Iterable[Decimal]) -> str:
    listed = list(values)
    points = "".join(f'<c:pt idx="{n}"><c:v>{value:f}</c:v></c:pt>' for n, value in enumerate(listed))
    return (
        f"<c:{name}><c:numLit><c:formatCode>General</c:formatCode>"
        f'<c:ptCount val="{len(listed)}"/>{points}</c:numLit></c:{name}>'
    )


def _series(number: int, name: str, places: Iterable[Place], *, colour: str, dash: str | None) -> str:
    """A series: points without a line when ``dash`` is None, else a line without points."""
    listed = list(places)
    fill = f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
    if dash is None:
        look = '<c:spPr><a:ln w="19050"><a:noFill/></a:ln></c:spPr>'
        marker = f'<c:marker><c:symbol val="circle"/><c:size val="7"/><c:spPr>{fill}</c:spPr></c:marker>'
    else:
        look = f'<c:spPr><a:ln w="19050">{fill}<a:prstDash val="{dash}"/></a:ln></c:spPr>'
        marker = '<c:marker><c:symbol val="none"/></c:marker>'
    return (
        f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/><c:tx><c:v>{escape(name)}</c:v></c:tx>{look}{marker}'
        f"{_numbers('xVal', (x for x, _ in listed))}{_numbers('yVal', (y for _, y in listed))}"
        '<c:smooth val="0"/></c:ser>'
    )


def _axis(own: int, other: int, place: str, bounds: tuple[Decimal, Decimal, Decimal], title: str | None) -> str:
    low, high, step = bounds
    grey = '<a:solidFill><a:srgbClr val="DDDDDD"/></a:solidFill>'
    grid = f'<c:majorGridlines><c:spPr><a:ln w="6350">{grey}</a:ln></c:spPr></c:majorGridlines>'
    named = (
        f'<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz="{_TEXT}" b="0">{_FACE}</a:defRPr></a:pPr>'
        f'<a:r><a:rPr lang="en-GB" sz="{_TEXT}" b="0">{_FACE}</a:rPr><a:t>{escape(title)}</a:t></a:r></a:p>'
        "</c:rich></c:tx>"
        '<c:overlay val="0"/></c:title>'
        if title
        else ""
    )
    return (
        f'<c:valAx><c:axId val="{own}"/><c:scaling><c:orientation val="minMax"/><c:max val="{shown(high)}"/>'
        f'<c:min val="{shown(low)}"/></c:scaling><c:delete val="0"/><c:axPos val="{place}"/>'
        f"{grid if place == 'l' else ''}{named}"
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="out"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="nextTo"/><c:crossAx val="{other}"/><c:crosses val="min"/>'
        f'<c:crossBetween val="midCat"/><c:majorUnit val="{shown(step)}"/></c:valAx>'
    )


def chart_part(chart: Chart) -> bytes:
    """The chart as the bytes of its part of the document."""
    inside = frame(chart)
    first, last = Decimal(inside.first_year), Decimal(inside.last_year)
    goal = chart.goal / inside.size
    told = [(Decimal(point.year), point.value / inside.size) for point in chart.points]
    # LibreOffice 7.4 draws no series of a single point; the same point twice is drawn everywhere
    told = told * 2 if len(told) == 1 else told
    series = [
        _series(0, "figures told", told, colour="1F3A5F", dash=None),
        _series(1, f"goal {chart.goal_shown}", [(first, goal), (last, goal)], colour="1B5E20", dash="solid"),
    ]
    if chart.so_far is not None:
        series.append(_series(2, "pace so far", cut_line(chart.so_far, inside), colour="1F3A5F", dash="dash"))
    if chart.needed is not None:
        series.append(_series(3, "pace needed", cut_line(chart.needed, inside), colour="A4161A", dash="sysDot"))
    years = (first, last, Decimal(inside.years[1] - inside.years[0]))
    body = (
        f'<c:scatterChart><c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>{"".join(series)}'
        '<c:axId val="1"/><c:axId val="2"/></c:scatterChart>'
        f"{_axis(1, 2, 'b', years, None)}{_axis(2, 1, 'l', (Decimal(0), inside.top, inside.step), inside.unit or None)}"
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<c:chartSpace xmlns:c="{_CHART}" xmlns:a="{_DRAWING}" xmlns:r="{_LINKS}"><c:roundedCorners val="0"/>'
        f'<c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>{body}</c:plotArea>'
        '<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend><c:plotVisOnly val="1"/></c:chart>'
        "<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>"
        f'<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="{_TEXT}">{_FACE}</a:defRPr></a:pPr>'
        '<a:endParaRPr lang="en-GB"/></a:p></c:txPr>'
        "</c:chartSpace>"
    ).encode()


def drawing_xml(relation: str, number: int, described: str) -> str:
    """The picture's place in a line of text: the part it shows, and the words for those who do not see it."""
    return (
        f'<w:drawing xmlns:w="{_WORD}" xmlns:wp="{_PLACED}" xmlns:a="{_DRAWING}" xmlns:c="{_CHART}" xmlns:r="{_LINKS}">'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{WIDTH_MM * _MM}" cy="{HEIGHT_MM * _MM}"/>'
        f'<wp:docPr id="{number}" name="Chart {number}" descr={quoteattr(described)}/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{_CHART}"><c:chart r:id="{relation}"/></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing>"
    )
