from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.errors import SourceError
from servanda.sources.fields import decode
from servanda.sources.folder import count_reports, list_files, read_files
from servanda.sources.limits import Limits
from servanda.sources.lines import read_lines
from servanda.sources.text import read_text
from servanda.terms.reports import Report

PAGE = """<html lang="en"><head><title>Talks</title><meta property="article:published_time" content="2024-05-06">
<meta property="og:site_name" content="Lake News"></head><body><nav>Home News</nav><article><h1>Talks in Nairobi</h1>
<p>The ministers of Kenya and Uganda met in Nairobi on Monday and signed a memorandum on ports, roads and border posts.</p>
<p>Trade between the two countries reached one billion dollars last year, the ministry of trade of Kenya said there.</p>
</article><script>document.title = "run"</script></body></html>"""


def read(path: Path, limits: Limits | None = None):
    return list(read_files(list_files([path]), limits=limits))


@pytest.mark.parametrize(
    ("text", "id_", "day", "words"),
    [
        (" date 2024-05-06 NAIROBI, May 6 - Talks.", "stem", date(2024, 5, 6), "NAIROBI, May 6 - Talks."),
        ("date 2024-05-06\nTalks.", "stem", date(2024, 5, 6), "Talks."),
        (
            "---\nid: k1\ndate: 2024-05-06\ntitle: Talks: day one\n---\nTalks.\n\nMore.",
            "k1",
            date(2024, 5, 6),
            "Talks.\n\nMore.",
        ),
        ("Date: 2024-05-06\nPublisher: Lake News\n\nTalks.", "stem", date(2024, 5, 6), "Talks."),
        ("---\ndate: 2024-05-06T10:00:00Z\n---\nTalks.", "stem", date(2024, 5, 6), "Talks."),
    ],
)
def test_text_with_a_date(text, id_, day, words):
    report = read_text("x.txt", text, "stem")
    assert (report.id, report.date, report.text) == (id_, day, words)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Talks.", "has no date"),
        ("date 2024-02-31 Talks.", "no day of the calendar"),
        ("date 2024-05-06 ", "holds no text"),
        ("---\ndate: soon\n---\nTalks.", "no day of the calendar"),
        ("---\ncolour: red\n---\nTalks.", "not understood"),
        ("---\ntitle: Talks\n---\nTalks.", "has no date"),
    ],
)
def test_text_that_cannot_be_used_says_why_and_what_to_do(text, part):
    with pytest.raises(SourceError, match=part) as caught:
        read_text("x.txt", text, "stem")
    assert caught.value.where == "x.txt"
    assert caught.value.advice


def test_a_line_that_holds_no_report_is_named_and_the_rest_goes_on():
    rows = [
        json.dumps({"id": "a", "date": "2024-05-06", "text": "Talks.", "publisher": "Lake News"}),
        "{no json",
        json.dumps({"id": "b", "date": "2024-13-06", "text": "Talks."}),
        json.dumps({"id": "c", "date": "2024-05-06"}),
        '{"id": "d", "date": "2024-05-06", "text": "half \\ud800"}',
        "",
        json.dumps({"id": "e", "date": "2024-05-07", "text": "More talks."}),
    ]
    found = list(read_lines("f.jsonl", io.BytesIO("\n".join(rows).encode()), Limits()))
    assert [r.id for r in found if isinstance(r, Report)] == ["a", "e"]
    assert [r.where for r in found if isinstance(r, SourceError)] == [f"f.jsonl, line {n}" for n in (2, 3, 4, 5)]


def test_a_line_over_the_limit_is_refused_without_holding_it():
    long = json.dumps({"id": "a", "date": "2024-05-06", "text": "x" * 5000})
    good = json.dumps({"id": "b", "date": "2024-05-06", "text": "Talks."})
    found = list(read_lines("f", io.BytesIO(f"{long}\n{good}".encode()), Limits(line_bytes=1000)))
    assert [type(r) for r in found] == [SourceError, Report]


def test_a_folder_is_read_in_order_of_name_and_counted(tmp_path):
    (tmp_path / "b.txt").write_text("date 2024-05-06\nSecond.")
    (tmp_path / "a.html").write_text(PAGE)
    (tmp_path / ".hidden.txt").write_text("date 2024-05-06\nNo.")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "c.jsonl").write_text(
        '{"id":"c1","date":"2024-05-06","text":"Third."}\n{"id":"c2","date":"2024-05-06","text":"Fourth."}\n'
    )
    files = list_files([tmp_path])
    assert count_reports(files) == 4
    assert [r.id for r in read_files(files)] == ["a", "b", "c1", "c2"]


def test_a_page_gives_its_text_and_metadata_and_runs_nothing(tmp_path):
    (tmp_path / "p.html").write_text(PAGE)
    (report,) = read(tmp_path)
    assert (report.id, report.date, report.publisher, report.title) == (
        "p",
        date(2024, 5, 6),
        "Lake News",
        "Talks in Nairobi",
    )
    assert "signed a memorandum on ports" in report.text
    assert "document.title" not in report.text


@pytest.mark.parametrize(
    ("name", "data", "part"),
    [
        ("deep.html", b"<div>" * 200_000, "nested too deeply"),
        ("wide.html", b"<p>x</p>" * 120_000, "too many tags"),
        ("none.html", b"<html><body></body></html>", "no main text"),
        ("undated.html", PAGE.replace("2024-05-06", "").encode(), "has no date"),
        ("zero.txt", b"date 2024-05-06\n\x00\x01", "NUL"),
        ("latin.txt", "date 2024-05-06\nTürkiye".encode("latin-1"), "utf-8"),
        ("large.txt", b"date 2024-05-06\n" + b"x" * 2000, "MiB"),
        ("table.xlsx", b"PK", "ending"),
    ],
)
def test_hostile_or_useless_files_are_counted_failures(tmp_path, name, data, part):
    file = tmp_path / name
    file.write_bytes(data)
    limits = Limits(file_bytes=1000) if name == "large.txt" else Limits()
    (found,) = read(file, limits)
    assert isinstance(found, SourceError)
    assert part in str(found)


def test_a_bad_page_does_not_stop_the_next(tmp_path):
    (tmp_path / "a.html").write_bytes(b"<table>" * 300 + b"<![CDATA[" * 1000 + b"&#x41;" * 10_000)
    (tmp_path / "b.html").write_text(PAGE)
    found = read(tmp_path)
    assert [r.id for r in found if isinstance(r, Report)] == ["b"]


def test_a_page_that_takes_too_much_memory_or_time_is_given_up(tmp_path):
    (tmp_path / "a.html").write_text(PAGE)
    (found,) = read(tmp_path / "a.html", Limits(parse_seconds=0))
    assert isinstance(found, SourceError)
    assert "longer than 0 s" in found.reason


@pytest.mark.parametrize(
    ("data", "text"),
    [(b"\xef\xbb\xbfa\r\nb\rc", "a\nb\nc"), ("Türkiye".encode("utf-16"), "Türkiye"), ("“x”".encode(), "“x”")],
)
def test_marks_and_line_ends(data, text):
    assert decode("x", data) == text


def test_what_is_not_there_is_an_error_value(tmp_path):
    (found,) = list_files([tmp_path / "none"])
    assert isinstance(found, SourceError)
    (empty,) = list_files([tmp_path])
    assert isinstance(empty, SourceError)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([".txt", ".jsonl"]))
def test_any_bytes_give_reports_or_errors(tmp_path_factory, data, suffix):
    file = tmp_path_factory.mktemp("any") / f"f{suffix}"
    file.write_bytes(data)
    for found in read(file):
        assert isinstance(found, Report | SourceError)
        if isinstance(found, Report):
            assert found.text.strip()


def test_direction_overrides_and_one_long_line_stay_text(tmp_path):
    text = "date 2024-05-06\nA\u202eB\u202c " + "x" * 1_000_000
    (tmp_path / "rtl.txt").write_text(text, encoding="utf-8")
    (report,) = read(tmp_path)
    assert "\u202e" in report.text
    assert len(report.text) > 1_000_000
