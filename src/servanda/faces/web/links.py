"""Where pages live: every address is made here, and carries the day that the reader looks back to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlencode

from servanda.faces.web.words import sides

# ids of reports may be whole addresses; one of these characters alone can stand in a path as it is
_PLAIN = re.compile(r"[A-Za-z0-9][\w.:@+-]*", re.ASCII)


def way_to(states: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The way to what stands between some states, as paths and words: by their relation, where they have a page."""
    return (("/", "Relations"), *([(f"/relation/{'-'.join(states)}", sides(states))] if len(states) > 1 else []))


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of pages as of one day; None stands for today, and is not written."""

    as_of: date | None = None

    def to(self, path: str, **asked: str | int | None) -> str:
        """A page with what is asked of it; what is None or empty is left out."""
        wanted = {**asked, "as_of": self.as_of.isoformat() if self.as_of else None}
        query = urlencode({key: value for key, value in wanted.items() if value not in (None, "")})
        return f"{path}?{query}" if query else path

    def relation(self, states: Sequence[str]) -> str:
        """The page of two states."""
        return self.to(f"/relation/{'-'.join(states)}")

    def entry(self, entry: str) -> str:
        """The page of an entry."""
        return self.to(f"/entry/{entry}")

    def report(self, report: str, claim: str | None = None, version: int | None = None) -> str:
        """The page of a report, at the place where it states a claim."""
        asked: dict[str, str | int | None] = {"version": version}
        if _PLAIN.fullmatch(report):
            path = f"/report/{quote(report)}"
        else:
            path, asked["id"] = "/report", report
        return self.to(path, **asked) + (f"#q-{claim}" if claim else "")

    def query(self, path: str, asked: Mapping[str, str], **changed: str | int | None) -> str:
        """A page as it was asked for, with some of what was asked changed."""
        return self.to(path, **{**{k: v for k, v in asked.items() if k != "as_of"}, **changed})
