"""How much one source may hold before it is refused: hostile input hangs or eats memory in every parser."""

from __future__ import annotations

from dataclasses import dataclass

from servanda.errors import SourceError

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps on one file, one JSON line and one page, in bytes; on a page's depth of tags; and on its parse."""

    file_bytes: int = 5 * MIB
    line_bytes: int = 5 * MIB
    html_depth: int = 400
    html_tags: int = 100_000
    parse_seconds: int = 20
    parse_bytes: int = 1024 * MIB


def check_size(where: str, size: int, most: int) -> None:
    """SourceError when a source is larger than the cap."""
    if size > most:
        raise SourceError(
            where, f"holds {size / MIB:.1f} MiB, more than {most / MIB:.0f}", "split it, or raise the limit"
        )
