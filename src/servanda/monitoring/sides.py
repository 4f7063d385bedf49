"""On whose side a report stands: by a declared table, else its address, else a state in its publisher's name.

Unknown stays unknown: an address under .eu, .int or .org, or one that names two states, tells no side.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from servanda.terms.claims import Claim
from servanda.terms.states import code_of, fold, is_state, of_alpha2

# parts of a domain that only a government has
_OFFICIAL = frozenset({"gov", "gob", "gouv", "govt", "go", "mil", "parliament", "president", "mfa"})
# the one country of the domain name system that is not under its alpha-2 code
_OTHER_CODES = {"uk": "GBR"}
# Country codes whose names are sold to anybody: there only a government's own part of the domain tells a state.
SOLD = frozenset({
    "ac", "ai", "bz", "cc", "co", "fm", "gg", "gl", "im", "io", "la", "ly", "me", "nu", "pw", "sc", "sh", "so", "st",
    "tk", "to", "tv", "vc", "ws",
})  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?")
# the longest name of a state, in words
_LONGEST = 5


@dataclass(frozen=True, slots=True)
class Side:
    """A state, or None where it is not known, and how that was found."""

    state: str | None
    why: str


def _host(url: str | None) -> str:
    try:
        return (urlsplit(url or "").hostname or "").rstrip(".").casefold()
    except ValueError:  # "http://[": no address at all
        return ""


def _declared(publisher: str | None, host: str, table: Mapping[str, str]) -> Side | None:
    name = fold(" ".join((publisher or "").split())).casefold()
    if name and name in table:
        return Side(table[name] or None, f"the publisher {publisher!r} is declared")
    parts = host.split(".")
    for at in range(len(parts) - 1):
        suffix = ".".join(parts[at:])
        if suffix in table:
            return Side(table[suffix] or None, f"the host {suffix} is declared")
    return None


def _by_domain(host: str) -> Side | None:
    parts = host.split(".")
    if len(parts) < 2:
        return None
    top = parts[-1]
    code = _OTHER_CODES.get(top) or of_alpha2(top)
    if code is None or not is_state(code) or (top in SOLD and not _OFFICIAL & set(parts[:-1])):
        return None
    return Side(code, f"its address is under .{top}")


def _by_name(publisher: str | None) -> Side | None:
    words = _WORD.findall(publisher or "")
    found: dict[str, str] = {}
    at = 0
    while at < len(words):
        for length in range(min(_LONGEST, len(words) - at), 0, -1):
            name = " ".join(words[at : at + length])
            code = code_of(name.removesuffix("'s").removesuffix("’s"))
            # a code is no name: "PER" and "CAN" are words of other languages
            if code is not None and is_state(code) and name != code:
                found.setdefault(code, name)
                at += length - 1
                break
        at += 1
    if len(found) != 1:
        return None
    ((code, name),) = found.items()
    return Side(code, f"the publisher's name holds {name!r}")


def side_of(publisher: str | None, url: str | None, table: Mapping[str, str]) -> Side:
    """The side of a report; ``table`` maps folded names of publishers, and hosts, to a state's code or "" for none."""
    host = _host(url)
    found = _declared(publisher, host, table) or _by_domain(host) or _by_name(publisher)
    return found or Side(None, "neither its publisher nor its address tells a state")


def teller(claim: Claim, published_by: Side) -> Side:
    """Who tells a claim: the state of the speaker inside whose words it stands, else its report's side."""
    speaker = claim.asserted_by
    if speaker is not None and speaker.state is not None and is_state(speaker.state):
        return Side(speaker.state, f"said by {speaker.name or speaker.office or 'its side'}")
    return published_by
