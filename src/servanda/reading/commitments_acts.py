"""The act that is undertaken: its words in base form, where it ends, and further acts joined to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from servanda.reading.commitments_nouns import act_of_noun
from servanda.reading.cues import cue_pattern
from servanda.reading.document import MASKS, Sentence
from servanda.reading.lemmas import lemma
from servanda.reading.parses import parse
from servanda.terms.claims import Strength

_ADVERBS = r"(?:also\s+|jointly\s+|together\s+|further\s+|\w+ly\s+)?"
# ", as a first step," between the words of undertaking and the act
_ASIDE = r"(?:,\s[^,;:.\n]{2,60},)?"
_VERB = re.compile(rf"{_ASIDE}\s*(?:to\s+)?{_ADVERBS}(?P<verb>[a-z][a-z-]*)")


_PASSIVE = re.compile(rf"{_ASIDE}\s*{_ADVERBS}be\s+(?:\w+ly\s+)?(?P<verb>[a-z]+(?:ed|t|n|d|ck|ought|uilt|eld|ade))\b")


# who does what is to be done
_DONE_BY = re.compile(
    rf" by (?:(?:the|both|two) )*(?:[{''.join(MASKS[kind] for kind in ('person', 'state', 'body', 'city'))}]+|"
    r"(?:sides|parties|countries|governments|leaders|presidents|ministers))(?=[\s,.;]|$)"
)
# another clause with an undertaking or a fact of its own: ", and the road was opened", "and all levies are to be lifted"
_NEXT = (
    r",\s+(?:and\s+)?[^,;.\n]{1,70}?\s(?:will|would|shall|should|was|were|had|is to|are to)\s"
    r"|\s+and\s+(?:all|the|a|an|\$\S+|another)\s[^,;.\n]{0,50}?\s?(?:will|shall|is to|are to)\s"
)
_END = re.compile(
    r"(?:[;:!?\n]|(?<![A-Z])\.)(?=\s|$)|,?\s+(?:which|who|whereby|said|says|noted|stressed|added|according|while|whereas|but|"
    r"as well as|in order|so that|thus)\b"
    r"|,\s+(?:he|she|they|it)\s+(?:\w+ly\s+)?(?:\w+ed|said|told|went|has|have|had|is|was)\b"
    r"|,\s+(?:and\s+)?(?:he|she|they|it|the \w+)\s+(?:also\s+)?(?:said|added|noted|will|has|have|is|was)\b"
    r"|\s[-–—]\s|[“”\"]|" + _NEXT
)


_RELATIVE = re.compile(
    r",\s+(?:\w+\s+){0,2}(?:which|who|whose|where|to which|both|all)\b|,\s+(?:he|she|they|it|the \w+)\s"
)
_FINITE = re.compile(r"\b(?:will|shall|should|must|is|are|was|were|has|have|had)\b")
# "announced $5 million"
_MONEY = re.compile(r"\s+(?:(?:a|another|up to|over|more than|about)\s+)?(?:[$€£¥]|[A-Z]{2,3}\$?\s?\d|\d)")
# "urged President Vallejo to reopen"
_WHOM = re.compile(r"\s+[A-Z][^,;:.\n]{1,90}?\s+to\s+[a-z]{2}")
ASKED = re.compile(
    r"that\s+(?P<what>[^,;.]{2,120}?),?\s+(?:shall |should |will )?be\s+(?:\w+ly\s+)?(?P<verb>[a-z]+(?:ed|en|t|n|d|uilt|eld|ade))\b"
)
_SAID = re.compile(r",?\s+(?:said|says|noted|stressed|added)\b")


_CLAUSE_HEAD = re.compile(r"(?:\bthat\s+|[,;:]\s+|\s[-–—]\s+)")


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words of undertaking in a sentence: how strong, and where the act that follows starts."""

    sentence: Sentence
    start: int
    end: int
    strength: Strength
    modal: bool


def act_end(sentence: Sentence, start: int) -> int:
    """Where the words of an act that begin at `start` end, as a character offset in the report."""
    text = sentence.document.text
    match = _END.search(text, start + 1, sentence.end)
    if match is None:
        return sentence.end
    if _SAID.match(text, match.start()):
        # "..., the ministry said": who says so is no part of the act
        comma = text.rfind(", ", start, match.start())
        return comma if comma > 0 else match.start()
    return match.start()


def clause_head(trigger: Trigger) -> int:
    """Where the clause of a trigger starts: behind the last comma, "that" or dash before it, or with its sentence."""
    document = trigger.sentence.document
    text, start = document.text, max(trigger.sentence.start, document.dateline[1] if document.dateline else 0)
    heads = [match.end() for match in _CLAUSE_HEAD.finditer(text, start, trigger.start)]
    head = heads[-1] if heads else start
    joint = text.rfind(" and ", head, trigger.start)
    if joint >= 0 and _FINITE.search(text, head, joint):  # what stands before has a verb of its own
        return joint + len(" and ")
    return head + (len("and ") if text.startswith("and ", head) else 0)


def is_passive(trigger: Trigger, end: int) -> bool:
    """Whether what is to be done to something is told: "a bridge is to be built"."""
    return _PASSIVE.match(trigger.sentence.document.text, trigger.end, end) is not None


def thing_of(trigger: Trigger, at: int) -> str | None:
    """What is to be done something to: the subject of the passive verb at an offset, without its relative clauses."""
    document = trigger.sentence.document
    parsed = parse(document)[trigger.sentence.index]
    spans, tree = parsed.words, parsed.parse
    verb = next((n for n, (start, _) in enumerate(spans) if start == at), None)
    if verb is None:
        return None
    subject = next((n for n in range(verb) if tree.heads[n] == verb and tree.relations[n].startswith("nsubj")), None)
    if subject is None or tree.upos[subject] == "PRON":
        return None
    first = subject
    while first > 0 and _stands_under(tree.heads, first - 1, subject):
        first -= 1
    start = max(spans[first][0], document.dateline[1] if document.dateline else 0)
    comma = document.text.find(", ", spans[subject][1], trigger.start)
    stop = comma if comma >= 0 and _RELATIVE.match(document.text, comma) else trigger.start
    return document.text[start:stop].strip(" ,")


def _stands_under(heads: Sequence[int], word: int, above: int) -> bool:
    """Whether a word hangs, over at most ten others, from another."""
    for _ in range(10):
        if word == above:
            return True
        if word < 0:
            return False
        word = heads[word]
    return False


def act_of(trigger: Trigger, end: int) -> tuple[str, str] | None:
    """The act in base form and its verb, or None when nothing like a verb follows."""
    text = trigger.sentence.document.text
    passive = _PASSIVE.match(text, trigger.end, end)
    if passive is not None:
        verb = lemma(passive["verb"], "VERB")
        what = thing_of(trigger, passive.start("verb")) or text[clause_head(trigger) : trigger.start].strip(" ,")
        what = re.sub(r"^(?:The|An?|These|Those)\b", lambda m: m.group().casefold(), what)
        agent = _DONE_BY.match(trigger.sentence.document.masked, passive.end(), end)
        rest = text[agent.end() if agent is not None else passive.end() : end].strip(" ,.")
        return " ".join(f"{verb} {what} {rest}".split()), verb
    match = _VERB.match(text, trigger.end, end)
    if match is None:
        asked = cue_pattern("commitments", "vague", "asking").fullmatch(text, trigger.start, trigger.end)
        if asked is not None and _WHOM.match(text, trigger.end, end):
            return " ".join(text[trigger.start : end].split()).strip(" ,.;"), "call"
        money = _MONEY.match(text, trigger.end, end)
        return (f"provide {' '.join(text[trigger.end : end].split())}".strip(" ,.;"), "provide") if money else None
    words = text[match.start("verb") : end].strip(" ,.;")
    verb = match["verb"]
    if text[trigger.start : trigger.end].casefold().endswith("not to"):  # to refrain is an act too
        return " ".join(f"not {words}".split()), verb
    if verb == "not" and trigger.strength == "firm":
        following = words.split()[1:2]
        return " ".join(words.split()), following[0] if following else verb
    if verb in ("the", "a", "an", "this", "its", "their", "and", "of", "in", "for", "by", "not"):
        told = act_of_noun(text[match.start("verb") : end].strip(" ,.;"))
        words, verb = told or text[trigger.start : end].strip(" ,.;"), "call"
    if verb == "that" and (asked := ASKED.match(words)) is not None:  # "that levies be lifted": lift levies
        verb = lemma(asked["verb"], "VERB")
    return in_base_form(" ".join(words.split())), verb


# "continue to support", "work together to finance": what follows is the act
_INNER = re.compile(
    r"(?:continue|work|begin|start|strive|endeavou?r|proceed|keep)(?:\s+(?:together|jointly|closely|actively|hard|urgently|"
    r"(?:with|through)\s[^,;]{2,50}?))*\s+to\s+(?:(?:jointly|further|\w+ly)\s+)?(?P<verb>[a-z]{2,})\b"
)


def inner_verb(act: str) -> str | None:
    """The verb of what is to be worked at or continued, if an act begins so."""
    found = _INNER.match(act)
    return found["verb"] if found is not None else None


def in_base_form(words: str) -> str:
    """An act in base form: "opening a branch" as "open a branch", "that levies be lifted" as "lift levies"."""
    asked = ASKED.match(words if words.startswith("that ") else f"that {words}")
    if asked is not None and (words.startswith("that ") or " shall be " in words or " will be " in words):
        left = asked.string[asked.end() :].strip(" ,")
        return f"{lemma(asked['verb'], 'VERB')} {asked['what']} {left}".strip()
    first, _, rest = words.partition(" ")
    return f"{lemma(first, 'VERB')} {rest}" if first.endswith("ing") else words


def joined_acts(trigger: Trigger, end: int) -> list[tuple[int, int]]:
    """Where further acts stand that are joined to the first by "and" and share its subject, as the parse tells them."""
    document = trigger.sentence.document
    parsed = parse(document)[trigger.sentence.index]
    spans, tree = parsed.words, parsed.parse
    inside = [n for n, (start, stop) in enumerate(spans) if trigger.end <= start and stop <= end]
    verb = next((n for n in inside if tree.upos[n] == "VERB"), None)
    if verb is None:
        return []
    own_subject = {head for head, rel in zip(tree.heads, tree.relations, strict=True) if rel.startswith("nsubj")}
    found = [
        n
        for n in inside
        if tree.heads[n] == verb and tree.relations[n] == "conj" and tree.upos[n] == "VERB" and n not in own_subject
    ]
    if not found:
        return []
    starts = [spans[n][0] for n in found]
    if len(document.text[trigger.end : before_joint(document.text, starts[0])].split()) < 2:
        starts = starts[1:]  # "adopt and maintain high levels": one object for both
    stops = [*(before_joint(document.text, start) for start in starts[1:]), end][: len(starts)]
    return [
        (start, stop) for start, stop in zip(starts, stops, strict=True) if len(document.text[start:stop].split()) >= 4
    ]


def starts_with_verb(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a verb, or "that" and a clause, is the first of a stretch but for "to", adverbs and the like."""
    parsed = parse(sentence.document)[sentence.index]
    inside = [n for n, (left, right) in enumerate(parsed.words) if start <= left and right <= end]
    told = [
        parsed.parse.upos[n] for n in inside if parsed.parse.upos[n] not in {"PART", "ADV", "AUX", "CCONJ", "PUNCT"}
    ]
    return told[:1] == ["VERB"] or sentence.document.text.startswith("that ", start)


def before_joint(text: str, start: int) -> int:
    """The end of what stands before an "and" or comma that joins an act."""
    joint = re.search(r"[\s,;]*(?:\band\b|\bor\b)?[\s]*(?:\w+ly\s+|to\s+)?$", text[max(0, start - 24) : start])
    return start - (len(joint.group()) if joint is not None else 0)


def told_act(sentence: Sentence, start: int, end: int) -> str | None:
    """The act of a stretch in base form: its first verb, what is done, and in the passive the thing it is done to."""
    text = sentence.document.text
    parsed = parse(sentence.document)[sentence.index]
    spans, tree = parsed.words, parsed.parse
    inside = [n for n, (left, right) in enumerate(spans) if start <= left and right <= end]
    verb = next((n for n in inside if tree.upos[n] == "VERB"), None)
    if verb is None:
        return None
    passive = any(head == verb and rel == "aux:pass" for head, rel in zip(tree.heads, tree.relations, strict=True))
    rest = text[spans[verb][1] : end]
    thing = ""
    if passive:
        first = next((n for n in inside if tree.relations[n] in ("aux", "aux:pass", "cop") and n < verb), verb)
        thing = text[start : spans[first][0]]
    words = f"{lemma(text[spans[verb][0] : spans[verb][1]].casefold(), 'VERB')} {thing} {rest}"
    return " ".join(words.split()).strip(" ,.;:")
