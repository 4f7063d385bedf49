"""What sort of activity a stretch of a report tells, and how it stands: from all its words, where no one noun decides."""

from __future__ import annotations

import re
from functools import cache
from typing import cast

from servanda.errors import LexiconError
from servanda.reading.cues import cue_table
from servanda.reading.document import Sentence
from servanda.reading.frames import load_lexicon
from servanda.reading.lemmas import lemma
from servanda.reading.parses import parse
from servanda.terms.claims import ActivityStatus, ActivityType

# how far before a stretch a word may stand that says the stretch is only planned
BEFORE = 60
# without a word that says how it stands: what is bought or built is told ahead, what runs is told while it runs
_UNSAID: dict[ActivityType, ActivityStatus] = {
    "project": "ongoing", "aid": "ongoing", "training": "ongoing", "trade_deal": "planned", "construction": "planned",
    "transport_link": "planned", "exercise": "held", "culture": "held", "exhibition": "held", "monument": "completed",
    "other": "completed",
}  # fmt: skip
# what is launched or set up of these goes on from then; of the others the launching is what was done
RUNNING: frozenset[ActivityType] = frozenset({"project", "training", "aid"})
_EVENTS: frozenset[ActivityType] = frozenset({"exercise", "culture", "exhibition"})
# "is being built", "have been training"
_PROGRESSIVE = re.compile(
    r"\b(?:is|are|has been|have been)\s+(?:(?:\w+ly|also|now|still|already|together)\s+)?(?!going\b)\w{2,}ing\b"
)
# what has been so since a day, or is done in part, goes on: "has supported the centre since 2017", "is 70 percent built"
_SO_FAR = re.compile(
    r"\b(?:has|have|is|are)\b[^.;]{0,90}\bsince\b|\b[Ss]ince\b[^.;]{0,70}\b(?:has|have)\b"
    r"|(?:%|\bper ?cent)\s+(?:built|complete|completed|finished|ready)\b"
)
_AHEAD = re.compile(r"\b(?:will|shall|is to|are to|to be)\b")
_RELATIVE = re.compile(
    r",?\s(?:which|who|whose|where|by which|of which|under which|that(?=\s(?:will|is|are|has|have)\b)).*", re.DOTALL
)


@cache
def _order() -> tuple[str, ...]:
    listed = load_lexicon("activities").get("order")
    if not isinstance(listed, list) or not listed:
        raise LexiconError("lexicon activities: order must be a list of the types of [kinds]")
    return tuple(map(str, listed))


def kind_of(words: str) -> ActivityType:
    """The type of activity that the words of a stretch tell: the first of the declared order that has a word there."""
    told = _RELATIVE.sub("", words) or words
    for stretch in (told, words):
        for name in _order():
            if cue_table("activities", "kinds")[name].search(stretch):
                return cast("ActivityType", name)
    return "other"


def _said(name: str, text: str) -> bool:
    return cue_table("activities", "stands")[name].search(text) is not None


def status_of(sentence: Sentence, start: int, end: int, kind: ActivityType) -> ActivityStatus:
    """How what a stretch tells stands: by its own words first, then by the words around it, then by its type."""
    text = sentence.document.text
    words = text[start:end]
    main = _RELATIVE.sub("", words)
    before = text[max(sentence.start, start - BEFORE) : start]
    behind = _RELATIVE.sub("", text[end : min(sentence.end, end + BEFORE)])
    for stretch in (main, words):
        found = _own(sentence, start, stretch, kind)
        if found is not None:
            return found
    if _said("ahead_before", before) or _said("ahead_behind", behind):
        return "planned"
    found = _own(sentence, end, behind, kind) if _said("verb_behind", behind) else None
    if found is None and _said("launched", before):
        found = "ongoing" if kind in RUNNING else "completed"
    return found or _UNSAID[kind]


def _own(sentence: Sentence, start: int, words: str, kind: ActivityType) -> ActivityStatus | None:
    """What the words of a stretch say by themselves."""
    goes_on, ahead = _said("goes_on", words), _said("planned", words)
    done: ActivityStatus = "held" if kind in _EVENTS else "completed"
    told: tuple[tuple[bool, ActivityStatus], ...] = (
        (_said("cancelled", words), "cancelled"),
        (ahead and not (goes_on and not _AHEAD.search(words)), "planned"),
        (goes_on or _PROGRESSIVE.search(words) is not None or _SO_FAR.search(words) is not None, "ongoing"),
        (_said("launched", words), "ongoing" if kind in RUNNING else "completed"),
        (_said("done", words) or _said("held", words), done),
    )
    found = next((status for holds, status in told if holds), None)
    by_tense: dict[str | None, ActivityStatus] = {"past": done, "present": "ongoing"}
    return found or by_tense.get(_tense(sentence, start, start + len(words)))


def _tense(sentence: Sentence, start: int, end: int) -> str | None:
    """The tense of the first verb of a stretch that has a subject: "present" ("trains rangers"), "past", or None."""
    text = sentence.document.text
    parsed = parse(sentence.document)[sentence.index]
    tree = parsed.parse
    for n, (left, right) in enumerate(parsed.words):
        if left < start or right > end or tree.upos[n] != "VERB":
            continue
        below = {tree.relations[m] for m, head in enumerate(tree.heads) if head == n}
        if not below & {"nsubj", "nsubj:pass"}:
            continue
        word = text[left:right].casefold()
        if word.endswith("ing"):
            continue
        if word != lemma(word, "VERB") and not word.endswith("s"):
            return "past"
        return None if below & {"aux", "aux:pass"} else "present"
    return None
