"""How a status is marked: a mark and a tone that differ together, so that it can be told without colour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Tone = Literal["good", "agreed", "moving", "waiting", "plain", "late", "differs", "ended"]
MARKS: Mapping[str, tuple[str, Tone]] = {
    "done": ("✔", "good"), "in_force": ("✔", "good"), "implemented": ("✔", "good"), "completed": ("✔", "good"),
    "held": ("✔", "good"), "signed": ("●", "agreed"), "ratified": ("●", "agreed"), "in_progress": ("◐", "moving"),
    "ongoing": ("◐", "moving"), "partly_done": ("◐", "moving"), "negotiated": ("◔", "moving"), "open": ("○", "waiting"),
    "planned": ("○", "waiting"), "proposed": ("○", "waiting"), "referred": ("·", "plain"), "told": ("·", "plain"),
    "overdue": ("▲", "late"), "missed": ("✘", "late"), "contradicted": ("≠", "differs"), "expired": ("■", "ended"),
    "terminated": ("■", "ended"), "superseded": ("■", "ended"), "dropped": ("■", "ended"), "cancelled": ("■", "ended"),
}  # fmt: skip


def mark_of(status: str) -> tuple[str, Tone]:
    """The mark and tone of a status; an unknown one is plain."""
    return MARKS.get(status, ("·", "plain"))
