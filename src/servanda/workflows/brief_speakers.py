"""The last words of those who speak for the sides, the highest office first."""

from __future__ import annotations

import re

from servanda.terms.claims import Person, Statement
from servanda.terms.states import fold, is_state, state_name
from servanda.workflows.assess import Standing
from servanda.workflows.brief_material import Material
from servanda.workflows.brief_words import who_told
from servanda.workflows.pack import Line, Side

# whose words lead, by the words of their office; the first that is found decides, so that a deputy is none
_OFFICES: tuple[tuple[re.Pattern[str], int], ...] = tuple(
    (re.compile(pattern), rank)
    for pattern, rank in (
        (r"\b(?:deputy|vice|assistant|former|first lady)\b", 4),
        (r"\b(?:president|king|queen|emir|sultan|supreme leader|head of state)\b", 0),
        (r"\b(?:prime minister|crown prince|premier|chancellor|head of government)\b", 1),
        (r"\b(?:foreign minister|foreign affairs|secretary of state)\b", 2),
        (r"\bminister\b|\bsecretary\b", 3),
    )
)
_NO_OFFICE = 5
# the president of a bank or a secretary general speaks after the ministers of the states
_OF_A_BODY = 4


def _rank(speaker: Person) -> int:
    office = (speaker.office or "").casefold()
    if speaker.state is not None and not is_state(speaker.state):
        return _OF_A_BODY
    return next((rank for pattern, rank in _OFFICES if pattern.search(office)), _NO_OFFICE)


def _key(speaker: Person) -> tuple[str, str | None]:
    """One speaker under the different lengths of a name: its last word, and the state."""
    name = speaker.name or speaker.office or ""
    return (fold(name).casefold().split()[-1] if name.split() else "", speaker.state)


def said(material: Material) -> list[Line]:
    """The last words of each speaker of the sides, those of the highest office first."""
    last: dict[tuple[str, str | None], tuple[Standing, int, str | None]] = {}
    told = [s for s in material.found if s.entry.kind == "statement"]
    for standing in sorted(told, key=lambda s: (s.chain.last.date, s.chain.last.stored.position, s.entry.id)):
        what = standing.chain.last.what
        if not isinstance(what, Statement) or what.speaker.name is None:
            continue
        key, office = _key(what.speaker), what.speaker.office
        before = last.get(key)
        rank = min(_rank(what.speaker), before[1] if before else _NO_OFFICE)
        last[key] = (standing, rank, office or (before[2] if before else None))
    order = sorted(last.values(), key=lambda f: (f[1], -f[0].chain.last.date.toordinal(), f[0].entry.id))
    return [_said(standing, office) for standing, _, office in order]


def _said(standing: Standing, office: str | None) -> Line:
    step = standing.chain.last
    what = step.what
    speaker = what.speaker if isinstance(what, Statement) else Person(None)
    state = state_name(speaker.state) if speaker.state else None
    who = ", ".join(part for part in (speaker.name, office, state) if part)
    side = Side("", step.claim.quotes[0].text, step.stored.id)
    how = "in their own words" if isinstance(what, Statement) and what.direct else "as reported"
    return Line(standing.entry.id, "told", who, f"{how} ({who_told(step)})", (step.stored.id,), (side,))
