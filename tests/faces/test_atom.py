"""The feed is Atom 1.0 by RFC 4287, whatever the reports hold."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.faces.exports.atom import ATOM, XHTML, feed, plain_text, tag, web_address
from servanda.ledger.looks import Arrival
from servanda.ledger.past_blocks import Horizon
from servanda.monitoring.changes import Change
from servanda.monitoring.replay import Cause
from servanda.terms.claims import Claim, Commitment
from servanda.terms.entries import Entry
from servanda.terms.evidence import Quote
from servanda.terms.reading import StoredClaim
from servanda.workflows.changes import Changes, RelationChanges

A, X = f"{{{ATOM}}}", f"{{{XHTML}}}"
ADDED = datetime(2024, 8, 30, 9, 30, 15, 250, tzinfo=UTC)
HOSTILE = [
    "</div></content><script>alert(1)</script>",
    "a & b < c ]]> \x00\x0b\x1f\ufffe",
    "<!DOCTYPE x [<!ENTITY y 'z'>]>&y;",
    "\u202eright to left",
]
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def change(label="Open a border post", quote="agreed to open", report="r1", *, number=0, by="report"):
    claim = Claim(
        report, "d" * 64, Commitment(label, "firm"), (Quote(0, len(quote), quote),), "test", None, ("KEN", "UGA")
    )
    stored = StoredClaim(f"{number:016x}", claim, date(2024, 8, 23), report, 0)
    entry = Entry(f"e-{number:016x}", "commitment", label, ("KEN", "UGA"), ())
    cause = (
        Cause("report", f"told in {report}", (stored,))
        if by == "report"
        else Cause("calendar", f"its due {label} ended")
    )
    return Change(entry, date(2024, 8, 23), "status", "open", f"overdue: {label}", "open", "overdue", cause)


def found(*changes, url=None):
    arrived = {"d" * 64: Arrival("Coast Wire", url, ADDED)}
    relations = (RelationChanges("KEN-UGA", tuple(changes), 2),) if changes else ()
    return Changes(Horizon(date(2024, 8, 1)), date(2024, 9, 1), relations, arrived)


def check(text: bytes):
    """What RFC 4287 asks of a feed (section 4.1), as far as it is not the XML parser that asks it."""
    root = fromstring(text)  # noqa: S314  our own feed
    assert root.tag == f"{A}feed"
    for holder in (root, *root.findall(f"{A}entry")):
        for name in ("id", "title", "updated"):
            assert [bool(one.text) for one in holder.findall(f"{A}{name}")] == [True], name
        assert holder.find(f"{A}id").text.startswith("tag:")
        assert all(
            RFC3339.fullmatch(one.text) for one in holder.findall(f"{A}updated") + holder.findall(f"{A}published")
        )
        assert all(one.get("href") for one in holder.findall(f"{A}link"))
    assert root.find(f"{A}author/{A}name").text
    ids = [one.find(f"{A}id").text for one in root.findall(f"{A}entry")]
    assert len(ids) == len(set(ids))
    for entry in root.findall(f"{A}entry"):
        content = entry.find(f"{A}content")
        assert (content.get("type"), [one.tag for one in content]) == ("xhtml", [f"{X}div"])
        assert {one.tag for one in content.iter()} - {content.tag} <= {
            f"{X}{name}" for name in ("div", "p", "blockquote")
        }
    return root


def test_a_change_is_an_entry_with_before_after_quote_and_source():
    root = check(feed(found(change(), url="https://coast.example/1"), states=("KEN", "UGA")))
    (entry,) = root.findall(f"{A}entry")
    assert entry.find(f"{A}title").text == "Kenya – Uganda: Open a border post (overdue)"
    assert (entry.find(f"{A}updated").text, entry.find(f"{A}published").text) == (
        "2024-08-30T09:30:15Z",
        "2024-08-23T00:00:00Z",
    )
    assert [(one.get("rel"), one.get("href")) for one in entry.findall(f"{A}link")] == [
        ("via", "https://coast.example/1")
    ]
    words = [one.text for one in entry.find(f"{A}content").iter() if one.text]
    assert words == ["open → overdue: Open a border post", "“agreed to open”", "r1, r1, 2024-08-23"]
    assert {one.get("term") for one in entry.findall(f"{A}category")} == {"status", "commitment", "KEN", "UGA"}
    assert root.find(f"{A}id").text == "tag:servanda.invalid,2026:changes/KEN/UGA"


def test_the_calendars_changes_are_known_from_their_day():
    root = check(feed(found(change(by="calendar"))))
    assert root.find(f"{A}entry/{A}updated").text == root.find(f"{A}updated").text == "2024-08-23T00:00:00Z"


def test_nothing_changed_is_a_feed_as_well():
    root = check(feed(found(), address="https://desk.example/changes"))
    assert root.find(f"{A}updated").text == "2024-09-01T00:00:00Z"
    assert root.find(f"{A}link").attrib == {
        "rel": "self",
        "type": "application/atom+xml",
        "href": "https://desk.example/changes",
    }


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words(text):
    root = check(feed(found(change(text, text, text), change(text, number=1, by="calendar"), url=text)))
    for entry in root.findall(f"{A}entry"):
        assert plain_text(text) in entry.find(f"{A}title").text
        assert entry.findall(f"{A}link") == []


@settings(max_examples=60, deadline=None)
@given(
    label=st.text(min_size=1),
    quote=st.text(st.characters(exclude_categories=("Cs",)), min_size=1).filter(str.strip),
    report=st.text(min_size=1),
)
def test_any_text_gives_a_feed_that_parses_to_its_words(label, quote, report):
    root = check(feed(found(change(label, quote, report))))
    quoted = root.find(f"{A}entry/{A}content/{X}div/{X}blockquote").text
    assert quoted == f"“{plain_text(' '.join(quote.split()))}”"


def test_a_change_has_the_same_id_in_every_feed():
    alone, among = (check(feed(found(*some))) for some in ([change()], [change(number=3), change()]))
    ids = [[one.find(f"{A}id").text for one in root.findall(f"{A}entry")] for root in (alone, among)]
    assert ids[0][0] in ids[1]


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://a.example/x?y=1&z=2", True), ("http://a.example", True), ("javascript:alert(1)", False), ("file:///etc/passwd", False),
        ("https://a.example/ x", False), ('https://a.example/"><b>', False), ("https://[", False), ("//a.example", False), ("", False), (None, False),
    ],
)  # fmt: skip
def test_only_addresses_of_the_web_become_links(url, kept):
    assert web_address(url) == (url if kept else None)


def test_a_tag_holds_only_what_a_uri_may():
    assert tag("a.example,2026", "x y", "ü/ä") == "tag:a.example,2026:x%20y/%C3%BC%2F%C3%A4"
