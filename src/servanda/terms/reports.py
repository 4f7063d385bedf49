"""What was published: the only input of everything else."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Report:
    """One dated report. ``id`` is what its input carried; the same id with another text is a new version."""

    id: str
    date: date
    text: str
    publisher: str | None = None
    title: str | None = None
    url: str | None = None
    language: str | None = None

    @property
    def digest(self) -> str:
        """SHA-256 in hex over every field: two reports with the same digest are the same version."""
        fields = (self.id, self.date.isoformat(), self.text, self.publisher, self.title, self.url, self.language)
        hashed = hashlib.sha256()
        for field in fields:
            # None and "" must differ, and no field may run into the next
            data = b"\x00" if field is None else b"\x01" + field.encode("utf-8", "surrogatepass")
            hashed.update(len(data).to_bytes(8, "big") + data)
        return hashed.hexdigest()
