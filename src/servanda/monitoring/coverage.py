"""What was read of a relation, in words: the honest ground of every "nothing reported"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from servanda.terms.entries import Assessment, Coverage, Published, covered


def silence(assessment: Assessment) -> str | None:
    """The sentence that tells of silence, or None when the last report read told of the entry.

    "no report since 12 Feb 2025, in the 14 reports read up to 3 Mar 2026 (Astana Herald, Dushanbe Wire)"
    """
    since, read = assessment.silent_since, assessment.coverage
    if since is None or read.last is None:
        return None
    return f"no report since {since:%-d %b %Y}, in the {_read(read)}"


def _read(read: Coverage) -> str:
    count = f"{read.reports} report{'s' if read.reports != 1 else ''} read up to {read.last:%-d %b %Y}"
    return f"{count} ({', '.join(read.publishers)})" if read.publishers else count


def by_publisher(read: Sequence[Published], as_of: date) -> list[tuple[str | None, Coverage]]:
    """What had been read of each publisher by a day, those of most reports first."""
    groups: dict[str | None, list[Published]] = defaultdict(list)
    for one in read:
        if one.date <= as_of:
            groups[one.publisher or None].append(one)
    found = [(publisher, covered(some, as_of)) for publisher, some in groups.items()]
    return sorted(found, key=lambda one: (-one[1].reports, one[0] or ""))


def extent(coverage: Coverage) -> str:
    """What was read: "14 reports read up to 3 Mar 2026 (Astana Herald)", or that nothing was."""
    return _read(coverage) if coverage.last is not None else "no report of this relation was read"
