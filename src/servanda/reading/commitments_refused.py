"""What reads like an undertaking and is none: what things will do, papers due to be signed, feelings told as nouns."""

from __future__ import annotations

import re

from servanda.reading.commitments_acts import Trigger, clause_head, is_passive
from servanda.reading.commitments_nouns import noun_of_act
from servanda.reading.cues import cue_pattern
from servanda.reading.lemmas import lemma
from servanda.reading.parses import Parsed, parse
from servanda.terms.mentions import Kind

_NOUN = re.compile(
    r"\b(?:commitments?|interest|wish|intention|readiness|need|desire|hopes?)\s+(?:to|in|for)$", re.IGNORECASE
)
# "the levies, by which goods will be burdened": what a thing is for
_RELATIVE = re.compile(r"\b(?:by|at|from|under|through|with|in|on|for|of) (?:the )?(?:which|whom)\b[^,;:]*$")
_OWN = re.compile(r"\bI(?:\s\w+ly)?\s+$")
_ASKED_TO = re.compile(
    r"\b(?:to|not to)\s+(?!(?:visit|come|attend|meet|pay|take part|the|a|an|his|her|its|their)\b)[a-z]{2,}|\bthat\s"
)


def is_refused(trigger: Trigger, verb: str, end: int) -> bool:
    """Whether words of undertaking and their verb tell of no undertaking after all."""
    text = trigger.sentence.document.text
    if cue_pattern("commitments", "vague", "asking").fullmatch(text, trigger.start, trigger.end):
        asked = _ASKED_TO.search(text, trigger.end, min(end, trigger.end + 200))
        return asked is None and noun_of_act(text[trigger.end : end]) is None
    due = cue_pattern("commitments", "vague", "when_due").fullmatch(verb)
    relative = _RELATIVE.search(text, max(trigger.sentence.start, trigger.start - 90), trigger.start)
    if _is_asked_or_own(trigger) or (trigger.modal and (due or relative or _is_gathering(trigger, verb, end))):
        return True
    parsed = parse(trigger.sentence.document)[trigger.sentence.index]
    first = next((n for n, (start, _) in enumerate(parsed.words) if trigger.end <= start < end), None)
    if first is None:
        return False
    if _NOUN.search(text, trigger.start, trigger.end):
        acted = noun_of_act(text[trigger.end : end]) is not None
        named = any(True for _ in trigger.sentence.document.within(trigger.end, end, Kind.INSTRUMENT))
        return not (parsed.parse.upos[first] in {"VERB", "ADV", "AUX"} or acted or named)
    if verb != "call" and parsed.parse.upos[first] in {"ADP", "DET", "CCONJ"}:
        return True
    return trigger.modal and _of_thing(trigger, parsed, first, end)


def _is_asked_or_own(trigger: Trigger) -> bool:
    """Whether it is a question, or what a speaker says of himself: "I will take two questions"."""
    text, sentence = trigger.sentence.document.text, trigger.sentence
    asks = text[sentence.start : sentence.end].rstrip(" ”\"'").endswith("?")
    return asks or _OWN.search(text, max(sentence.start, trigger.start - 12), trigger.start) is not None


def _is_gathering(trigger: Trigger, verb: str, end: int) -> bool:
    """Whether it is told that a meeting will be held, opened or attended; in a list of what was agreed it stays an act."""
    segment = trigger.sentence.segment
    agreed = segment.kind == "item" and segment.governor is not None
    if agreed or cue_pattern("commitments", "vague", "gathering").fullmatch(verb) is None:
        return False
    text = trigger.sentence.document.text
    start = clause_head(trigger) if is_passive(trigger, end) else trigger.end
    return cue_pattern("commitments", "vague", "gatherings").search(text, start, end) is not None


def _of_thing(trigger: Trigger, parsed: Parsed, first: int, end: int) -> bool:
    """Whether a thing is the subject of the active verb that follows."""
    document, tree = trigger.sentence.document, parsed.parse
    verb = next((n for n in range(first, len(tree.upos)) if tree.upos[n] == "VERB"), None)
    if verb is None or parsed.words[verb][0] >= end:
        return False
    subject = next((n for n in range(verb) if tree.heads[n] == verb and tree.relations[n] == "nsubj"), None)
    if subject is None or tree.upos[subject] != "NOUN":
        return False
    start, stop = parsed.words[subject]
    kinds = (Kind.STATE, Kind.PERSON, Kind.BODY, Kind.AMOUNT)
    if any(m.start < stop and start < m.end for m in document.within(trigger.sentence.start, trigger.end, *kinds)):
        return False
    return cue_pattern("commitments", "parties", "nouns").fullmatch(lemma(document.text[start:stop], "NOUN")) is None
