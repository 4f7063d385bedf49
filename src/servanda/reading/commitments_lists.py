"""Acts told as the items of a list, whose words of undertaking stand in the clause that rules the list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from servanda.reading.commitments_acts import Trigger, starts_with_verb
from servanda.reading.commitments_nouns import act_of_noun, noun_of_act
from servanda.reading.cues import any_of
from servanda.reading.document import Sentence
from servanda.reading.frames import load_lexicon
from servanda.reading.polarity import is_negated
from servanda.terms.claims import Strength
from servanda.terms.mentions import AmountKind, AmountValue, Kind

# between the words of undertaking and the end of the clause that rules the list: "agreed on the following:"
REACH = 90
_TO = re.compile(r"\s+(?:to|of|on|upon|that)$")
_FIRST = re.compile(r"(?:(?:and|or)\s+)?(?:to\s+)?(?:\w+ly\s+)?")
_GIVES = re.compile(r"\b(?:announc\w+|will provide|commit\w*|pledg\w+|grants?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """The act of a list's item, where it stands, and the words of undertaking that rule it."""

    trigger: Trigger
    act: str
    start: int
    end: int


@cache
def _rulers() -> tuple[tuple[re.Pattern[str], Strength, bool], ...]:
    """Words of undertaking without the "to" or "that" that follows them, the last of a clause, by strength."""
    found: list[tuple[re.Pattern[str], Strength, bool]] = []
    for name in ("firm", "soft"):
        strength: Strength = "firm" if name == "firm" else "soft"
        table = load_lexicon("commitments")[name]
        assert isinstance(table, dict)
        for key, modal in (("to", False), ("that", False), ("on", False), ("bare", True), ("be", True)):
            words = {_TO.sub("", str(word)) for word in table.get(key, ()) if not str(word).endswith("not to")}
            if key == "be":
                words = {str(word) for word in table.get(key, ())}
            if words:
                found.append((re.compile(rf"\b(?:{any_of(words)})\b(?=[^.;\n]{{0,{REACH}}}$)"), strength, modal))
    return tuple(found)


def ruler(governor: Sentence) -> Trigger | None:
    """The last words of undertaking of a clause that rules a list, if what stands behind them tells no act of its own."""
    text = governor.document.text
    stop = len(text[: governor.end].rstrip(" :,–—-"))
    options = [
        Trigger(governor, match.start(), match.end(), strength, modal)
        for pattern, strength, modal in _rulers()
        for match in pattern.finditer(text, governor.start, stop)
    ]
    if not options:
        return None
    last = max(options, key=lambda trigger: (trigger.end, trigger.end - trigger.start))
    rest = text[last.end : stop].strip()
    if last.modal and rest:
        return None
    denied = is_negated(text, last.start, first=governor.start, last=governor.end)
    return None if denied or (rest and not _LEADS.fullmatch(rest)) else last


# what may stand between "agreed" and the list: "on the following", "to", "as follows", "to do what follows"
_LEADS = re.compile(
    r"(?:(?:(?:to|on|upon|that|in particular|inter alia|the following(?: \w+)?|as follows|take|the|steps?|measures?|actions?|points?|"
    r"among other things|they|the sides|both sides|would|will|should|shall|it is necessary)[,\s]*)+)"
)


def _act(sentence: Sentence, trigger: Trigger) -> str | None:
    document, text = sentence.document, sentence.document.text
    first = _FIRST.match(text, sentence.start, sentence.end)
    start = first.end() if first is not None else sentence.start
    words = " ".join(text[start : sentence.end].split()).strip(" .,;:")
    if any(m.start <= start for m in document.within(sentence.start, start + 1, Kind.INSTRUMENT)):
        return None
    if words[:1].islower() and starts_with_verb(sentence, start, sentence.end):
        return words
    if noun_of_act(words) is not None:
        return act_of_noun(words)
    money = next(document.within(start, min(sentence.end, start + 40), Kind.AMOUNT), None)
    given = money is not None and isinstance(money.value, AmountValue) and money.value.kind is AmountKind.MONEY
    governed = text[trigger.sentence.start : trigger.sentence.end]
    return (
        f"provide {words}"
        if given and money is not None and money.start - start < 8 and _GIVES.search(governed)
        else None
    )


def listed_act(sentence: Sentence) -> Iterator[Item]:
    """The act of a sentence that is an item of a list ruled by words of undertaking."""
    segment = sentence.segment
    if segment.kind != "item" or segment.governor is None:
        return
    trigger = ruler(sentence.document.sentences[segment.governor])
    act = _act(sentence, trigger) if trigger is not None else None
    if trigger is not None and act is not None and len(act.split()) >= 3:
        yield Item(trigger, act, sentence.start, sentence.end)
