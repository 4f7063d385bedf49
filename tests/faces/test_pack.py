"""The forms of a pack, read back as programs and people read them; hostile report text comes out as text."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import docx
import icalendar
import pytest

from servanda.errors import ExtraError
from servanda.faces.exports import packs
from servanda.faces.exports.pack_chart import cut_line, frame
from servanda.faces.exports.printable import cut, printable_text
from servanda.workflows.brief import brief
from servanda.workflows.brief_space import PLANS
from servanda.workflows.pack import Chart, Point, Trend

DAY = date(2024, 6, 1)
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"
FORMULA = '=HYPERLINK("http://evil.example","x")'
CONTROL = "bell\x07 escape\x1b turn\u202eback\ufffe end"
LINK = "[click](javascript:alert(3)) **bold** `code` | cell | http://evil.example & \\"
GOAL = {
    "action": f"raise trade {SCRIPT}", "due": "2027",
    "target": {"indicator": "trade_turnover", "value": 2_000_000_000, "unit": "USD"},
}  # fmt: skip
HOSTILE = [
    (f"r1{SCRIPT}", "2022-03-01", f"Wire {LINK}", [
        ("commitment", f"raise trade {SCRIPT} by 2027 {CONTROL}", GOAL),
        ("figure", "trade of $1 billion in 2021", {"value": 1_000_000_000, "period": "2021"}),
        ("figure", "exports of $1 in 2022", {"indicator": "exports", "value": 1, "period": "2022"}),
        ("instrument", f"signed the {FORMULA}", {"type": "treaty", "title": FORMULA, "date": "2022-02-28"}),
        ("commitment", f"open {LINK}", {"action": f"open {LINK}", "due": "2023"}),
        ("statement", f"I say {CONTROL} {SCRIPT}", {"speaker": {"name": f"A. {SCRIPT}", "office": "President"}}),
    ]),
    ("r2", "2023-03-01", "Lake News", [
        ("figure", "exports of $9 in 2022", {"indicator": "exports", "value": 9, "period": "2022"}),
        ("figure", "trade of $1.2 billion in 2022", {"value": 1_200_000_000, "period": "2022"}),
        ("meeting", "a session, in\nNairobi; on February 27", {"type": "session", "date": "2023-02-27", "city": "Nairobi"}),
        ("meeting", f"next session {CONTROL}; \\n {SCRIPT}", {"type": "session", "status": "planned", "date": "2025-03", "city": SCRIPT}),
        ("meeting", "a summit next year", {"type": "summit", "status": "proposed", "date": "2026"}),
    ]),
]  # fmt: skip
URLS = {"r2": "javascript:alert(4)", f"r1{SCRIPT}": "https://wire.example/1?a=1&b=2"}


@pytest.fixture
def pack(told_ledger):
    return brief(told_ledger(HOSTILE, urls=URLS), ("KEN", "UGA"), DAY)


class Page(HTMLParser):
    """The tags and words of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.words, self.links, self.anchors = [], [], [], set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        self.tags.append(tag)
        self.links += [told["href"]] if "href" in told else []
        self.anchors.add(told.get("id"))
        assert not [name for name in told if name.startswith("on")]

    def handle_data(self, data):
        self.words.append(data)


@pytest.mark.parametrize("suffix", packs.FORMS)
def test_the_same_pack_is_the_same_file(pack, suffix):
    assert packs.renderer(suffix)(pack) == packs.renderer(suffix)(pack)


def test_a_page_has_every_section_its_sources_and_no_script(pack):
    text = packs.renderer(".html")(pack).decode()
    page = Page(text)
    assert page.tags.count("script") == 0
    assert page.tags.count("img") == 0
    assert page.tags.count("h2") == len(PLANS) + 4
    assert page.tags.count("svg") == 1
    assert page.tags.count("title") >= 2
    assert {f"n{note.number}" for note in pack.notes} <= page.anchors
    inside = [link for link in page.links if link.startswith("#")]
    assert {link[1:] for link in inside} <= page.anchors
    assert [link for link in page.links if not link.startswith("#")] == ["https://wire.example/1?a=1&b=2"] * 6
    words = "".join(page.words)
    assert SCRIPT in words
    assert FORMULA in words
    assert "javascript:alert(4)" in words
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "src=" not in text.replace("src=x", "")


def _document(pack):
    return docx.Document(io.BytesIO(packs.renderer(".docx")(pack)))


def test_a_document_has_real_headings_page_numbers_and_links_to_its_notes(pack):
    document = _document(pack)
    titles = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert len(titles) == len(PLANS) + 4
    assert [p.text for p in document.paragraphs if p.style.name == "Title"] == ["Kenya and Uganda"]
    footer = document.sections[0].footer._element.xml
    assert "PAGE" in footer
    assert "NUMPAGES" in footer
    body = document.element.xml
    names = {f"note{note.number}" for note in pack.notes}
    anchors = {part.split('"')[0] for part in body.split('w:anchor="')[1:]}
    marks = {part.split('"')[0] for part in body.split('bookmarkStart w:id="')[1:]}
    assert anchors <= names
    assert len(marks) == len(names)
    register = document.tables[1]
    assert register.rows[1].cells[2].text == FORMULA
    assert len(register.rows) == 1 + len(pack.register)


def test_a_document_shows_hostile_text_as_text(pack):
    words = "\n".join(p.text for p in _document(pack).paragraphs)
    assert SCRIPT in words
    assert "[click](javascript:alert(3)) **bold**" in words
    assert "bell\ufffd escape\ufffd turn\ufffdback\ufffd end" in words


def test_a_document_carries_its_chart_and_no_clock(pack):
    with zipfile.ZipFile(io.BytesIO(packs.renderer(".docx")(pack))) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        chart = ET.fromstring(archive.read("word/charts/chart1.xml"))  # noqa: S314  our own file
        assert "2024-06-01T00:00:00Z" in archive.read("docProps/core.xml").decode()
        assert "chart+xml" in archive.read("[Content_Types].xml").decode()
    values = [v.text for v in chart.iter("{http://schemas.openxmlformats.org/drawingml/2006/chart}v")]
    assert {"1", "1.2", "2021", "2022", "2"} <= set(values)
    assert "goal USD 2 billion" in values


def test_markdown_gives_report_text_no_meaning(pack):
    text = packs.renderer(".md")(pack).decode()
    assert "<script" not in text
    assert "\\[click\\](javascript" in text
    assert "\\*\\*bold\\*\\*" in text
    assert "http\\://evil" in text
    register = text.split("## Annex A")[1].split("## Annex B")[0].strip().splitlines()
    rows = [line for line in register if line.startswith("|")]
    assert len(rows) == 2 + len(pack.register)
    assert all(row.replace("\\|", "").count("|") == 8 for row in rows)


def _events(pack):
    calendar = icalendar.Calendar.from_ical(packs.renderer(".ics")(pack))
    return {str(event["uid"]): event for event in calendar.walk("VEVENT")}


def test_a_calendar_keeps_the_grain_of_dates(pack):
    told = sorted((e.start, e.end, str(e["summary"])) for e in _events(pack).values())
    assert [(start.isoformat(), end.isoformat()) for start, end, _ in told] == [
        ("2023-12-31", "2024-01-01"), ("2025-03-01", "2025-04-01"), ("2026-12-31", "2027-01-01"),
        ("2027-12-31", "2028-01-01"),
    ]  # fmt: skip
    assert [words in summary for words, (*_, summary) in zip(
        ("due by the end of 2023", "Mar 2025, no day told", "2026, no day told", "due by the end of 2027"), told, strict=True
    )] == [True] * 4  # fmt: skip


def test_a_calendar_holds_hostile_text_within_its_lines(pack):
    data = packs.renderer(".ics")(pack)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert not [byte for byte in data.replace(b"\r\n", b"") if byte < 32]
    events = _events(pack)
    assert all(event["dtstamp"].to_ical() == b"20240601T000000Z" for event in events.values())
    (session,) = [e for e in events.values() if "Session" in str(e["summary"])]
    assert str(session["location"]) == SCRIPT
    assert "url" not in session
    assert sum("url" in event for event in events.values()) == 2


def test_an_event_keeps_its_id_when_more_is_told(told_ledger):
    first = brief(told_ledger(HOSTILE[:1]), ("KEN", "UGA"), DAY)
    more = [*HOSTILE, ("r3", "2023-06-01", None, [("commitment", "raise trade by 2028", {**GOAL, "due": "2028"})])]
    then = brief(told_ledger(more), ("KEN", "UGA"), DAY)
    old, new = _events(first), _events(then)
    assert set(old) <= set(new)
    (moved,) = [uid for uid in old if old[uid].start != new[uid].start]
    assert (old[moved].start.year, new[moved].start.year) == (2027, 2028)
    assert new[moved]["sequence"] > old[moved]["sequence"]


def test_a_missing_library_is_told_with_the_extra_that_brings_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "docx", None)
    monkeypatch.delitem(sys.modules, "servanda.faces.exports.pack_docx", raising=False)
    with pytest.raises(ExtraError, match=r"pip install 'servanda\[pack\]'"):
        packs.renderer(".docx")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\n b\tc", "a b c"),
        ("x\x00y\x1fz", "x\ufffdy\ufffdz"),
        ("\ud800", "\ufffd"),
        ("Қазақстан № 1", "Қазақстан № 1"),
    ],
)
def test_what_no_document_may_hold_is_made_visible(text, expected):
    assert printable_text(text) == expected


def test_a_cut_is_told_by_an_ellipsis():
    assert cut("one two three", 13) == "one two three"
    assert cut("one two three", 9) == "one two…"
    assert cut("x" * 50, 10) == "x" * 9 + "…"


@pytest.mark.parametrize(
    ("goal", "unit", "expected"),
    [
        (2_000_000_000, "USD", ("USD billion", "2.5", "0.5")),
        (90, "percent", ("%", "100", "20")),
        (450, "count", ("", "500", "100")),
    ],
)
def test_a_chart_has_round_ticks_above_its_goal(goal, unit, expected):
    chart = Chart("t", unit, goal, "", (Point(2021, goal // 2, "", "c"),), (2021, 2025), None, None)
    inside = frame(chart)
    assert (inside.unit, f"{inside.top.normalize():f}", f"{inside.step.normalize():f}") == expected


@pytest.mark.parametrize(("end", "cut_at"), [(10, (2030, 5)), (-5, (2025, 0)), (200, None)])
def test_a_trend_ends_where_it_leaves_its_chart(end, cut_at):
    chart = Chart("t", "count", 100, "", (Point(2020, 50, "", "c"),), (2020, 2030), None, None)
    inside = frame(chart)
    (x, y) = cut_line(Trend((2020, 5), (2030, end)), inside)[1]
    assert 0 <= y <= inside.top
    assert x <= 2030
    if cut_at and end < 0:
        assert (x, y) == cut_at


def servanda(*words, ledger):
    return subprocess.run(
        [sys.executable, "-m", "servanda", *words, "--ledger", str(ledger)], capture_output=True, text=True, timeout=120
    )


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    file = tmp_path_factory.mktemp("pack") / "servanda-demo.db"
    done = servanda("demo", ledger=file)
    assert done.returncode == 0, done.stderr
    assert str(file.with_suffix(".docx")) in done.stdout.replace("\n", "")
    return file


def test_the_demo_writes_a_pack_that_opens(demo):
    assert "Targets" in [p.text for p in docx.Document(str(demo.with_suffix(".docx"))).paragraphs]


def test_the_files_do_not_depend_on_the_order_of_sets(demo, tmp_path, monkeypatch):
    for seed in ("1", "2"):
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        out = [word for suffix in packs.FORMS for word in ("-o", str(tmp_path / f"{seed}{suffix}"))]
        done = servanda("brief", "UZB", "TUR", "--as-of", "2026-11-01", *out, ledger=demo)
        assert done.returncode == 0, done.stderr
    for suffix in packs.FORMS:
        assert (tmp_path / f"1{suffix}").read_bytes() == (tmp_path / f"2{suffix}").read_bytes()


def test_the_commands_write_every_form_at_once(demo, tmp_path):
    files = [tmp_path / f"pack{suffix}" for suffix in packs.FORMS]
    out = [word for file in files for word in ("-o", str(file))]
    done = servanda("brief", "KAZ", "TJK", "--as-of", "2026-11-01", *out, ledger=demo)
    assert done.returncode == 0, done.stderr
    assert sorted(tmp_path.iterdir()) == sorted(files)
    shown = servanda("brief", "KAZ", "TJK", "--as-of", "2026-11-01", ledger=demo)
    assert shown.stdout == Path(tmp_path / "pack.md").read_text(encoding="utf-8")
    assert (
        servanda(
            "calendar", "KAZ", "TJK", "--as-of", "2026-11-01", "-o", str(tmp_path / "c.ics"), ledger=demo
        ).returncode
        == 0
    )
    assert (tmp_path / "c.ics").read_bytes() == (tmp_path / "pack.ics").read_bytes()


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("brief", "KAZ"), "name at least two"),
        (("brief", "KAZ", "TUR"), "nothing that concerns Kazakhstan and Türkiye"),
        (("brief", "KAZ", "TJK", "-o", "pack.pdf"), "written as .docx, .md, .html, .ics"),
        (("brief", "KAZ", "TJK", "--since", "2099-01-01"), "--since 2099-01-01 is after"),
        (("brief", "KAZ", "TJK", "-o", "/nowhere/pack.md"), "name another file"),
        (("calendar", "KAZ", "TUR", "-o", "c.ics"), "no due date"),
    ],
)
def test_a_mistake_is_told_with_what_to_do(demo, words, part):
    done = servanda(*words, ledger=demo)
    assert done.returncode == 2
    assert part in done.stderr
    assert "Traceback" not in done.stderr
    assert json.dumps(done.stdout) == '""'
