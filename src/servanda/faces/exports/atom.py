"""What changed as an Atom 1.0 feed (RFC 4287), for feed readers and for a web face to serve.

The ids are tag URIs (RFC 4151) made of content alone, so that a change has the same one in every feed. Text of reports
stands in elements that the library escapes; what XML 1.0 cannot hold is left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, time
from urllib.parse import quote, urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from servanda.faces.exports.change_rows import came, sides_name
from servanda.monitoring.changes import Change
from servanda.terms.reading import StoredClaim
from servanda.workflows.changes import Changes, RelationChanges

ATOM = "http://www.w3.org/2005/Atom"
XHTML = "http://www.w3.org/1999/xhtml"
MEDIA_TYPE = "application/atom+xml"
# who names the changes; .invalid can belong to nobody else (RFC 2606), and a site that serves feeds gives its own
AUTHORITY = "servanda.invalid,2026"
# everything outside of Char in XML 1.0, section 2.2
_NO_CHAR = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NO_ADDRESS = re.compile(r"[\s<>\"{}|\\^`\x00-\x1f\x7f]")


def plain_text(text: str) -> str:
    """The text without the characters that XML 1.0 cannot hold."""
    return _NO_CHAR.sub("", text)


def tag(authority: str, *parts: str) -> str:
    """A tag URI of an authority, "host,year", for what some parts name."""
    return f"tag:{authority}:{'/'.join(quote(part, safe='') for part in parts)}"


def moment(when: datetime) -> str:
    """A moment as RFC 3339 writes it."""
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _put(parent: Element, name: str, text: str | None = None, **attributes: str) -> Element:
    made = SubElement(parent, name, {key: plain_text(value) for key, value in attributes.items()})
    made.text = plain_text(text) if text is not None else None
    return made


def web_address(url: str | None) -> str | None:
    """The address as it is when it leads to the web and is well formed, else None: no script, no file."""
    if url is None or _NO_ADDRESS.search(url) or _NO_CHAR.search(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def _quoted(parent: Element, one: StoredClaim) -> None:
    _put(parent, "blockquote", f"“{' '.join(one.claim.quotes[0].text.split())}”")
    _put(parent, "p", ", ".join(filter(None, (one.claim.report, one.publisher, one.date.isoformat()))))


def _content(parent: Element, change: Change) -> None:
    content = _put(parent, "content", type="xhtml")
    inside = _put(content, "div", xmlns=XHTML)
    _put(inside, "p", change.after if change.before is None else f"{change.before} → {change.after}")
    if change.cause.by == "calendar":
        _put(inside, "p", f"The calendar: {change.cause.words}.")
    for one in change.cause.claims:
        _quoted(inside, one)


def _entry(parent: Element, change: Change, relation: RelationChanges, found: Changes, authority: str) -> None:
    entry = _put(parent, "entry")
    _put(entry, "id", tag(authority, *change.id.split("/")))
    what = change.status.replace("_", " ") if change.turned and change.status else change.sort
    _put(entry, "title", f"{sides_name(relation.sides)}: {change.entry.label} ({what})", type="text")
    _put(entry, "updated", moment(came(change, found)))
    _put(entry, "published", moment(datetime.combine(change.day, time(), UTC)))
    for term in (change.sort, change.entry.kind, *change.entry.states):
        _put(entry, "category", term=term)
    addresses = (web_address(found.reports[one.claim.version].url) for one in change.cause.claims)
    for address in dict.fromkeys(filter(None, addresses)):
        _put(entry, "link", rel="via", href=address)
    _content(entry, change)


def _last(found: Changes) -> datetime:
    known = [came(change, found) for relation in found.relations for change in relation.changes]
    return max(known, default=datetime.combine(found.until, time(), UTC))


def feed(
    found: Changes, *, states: Sequence[str] = (), authority: str = AUTHORITY, address: str | None = None
) -> bytes:
    """The changes as a feed in UTF-8; ``address`` is where it is served, ``authority`` who names its entries."""
    root = Element("feed", {"xmlns": ATOM, "xml:lang": "en"})
    _put(root, "id", tag(authority, "changes", *sorted(states)))
    names = sides_name("-".join(states)) if states else "all relations"
    _put(root, "title", f"What changed: {names}", type="text")
    _put(root, "updated", moment(_last(found)))
    _put(_put(root, "author"), "name", "Servanda")
    if address is not None:
        _put(root, "link", rel="self", type=MEDIA_TYPE, href=address)
    for relation in found.relations:
        for change in relation.changes:
            _entry(root, change, relation, found, authority)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written
