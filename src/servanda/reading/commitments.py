"""Commitments: what a side, or the sides together, undertake, firmly or softly, with due date and target."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import cast

from servanda.reading.commitments_acts import (
    ASKED,
    Trigger,
    act_end,
    act_of,
    before_joint,
    clause_head,
    in_base_form,
    inner_verb,
    is_passive,
    joined_acts,
    starts_with_verb,
    told_act,
)
from servanda.reading.commitments_aims import due, due_ahead, due_behind, target
from servanda.reading.commitments_goals import goals
from servanda.reading.commitments_lists import listed_act
from servanda.reading.commitments_nouns import act_of_noun, items, noun_of_act
from servanda.reading.commitments_parties import subject_of
from servanda.reading.commitments_refused import is_refused
from servanda.reading.commitments_status import told_status
from servanda.reading.cues import any_of, cue_pattern
from servanda.reading.document import Document, Sentence
from servanda.reading.frames import load_lexicon
from servanda.reading.polarity import is_hypothetical, is_negated
from servanda.terms.claims import Claim, Commitment, Strength
from servanda.terms.mentions import AmountKind, AmountValue, Kind
from servanda.terms.reading import Unread

# acts that are meetings, words or feelings
_NO_COMMITMENT = frozenset({
    "meet", "visit", "discuss", "talk", "attend", "arrive", "participate", "express", "thank", "congratulate", "say",
    "note", "welcome", "emphasize", "stress", "underline", "wish", "whatever", "celebrate", "mark", "depend",
    "see", "brief", "look", "fly", "feel", "understand", "hear", "answer", "comment", "tell", "ask", "was", "is", "were",
})  # fmt: skip


# what is firmly agreed or decided in so many words is definite
LONG = 8
_VISIT = re.compile(r"(?:pay|make|undertake)\b[^.]{0,40}\bvisit\b")


# "agreed, among other things, that"
_THAT = re.compile(r"[^.;:\n]{0,40}?\s(?=that\s)")
_LIST = re.compile(r"(?:[:;]|,?\s+as well as)\s*(?:and\s+)?(?:by\s+)?")
LEAST_ACT = 3
_GERUND = re.compile(r"\w{3,}ing\s")
# one gerund after another: "cooperating on controls, and sharing information"
_GERUNDS = re.compile(r",\s+(?:and\s+)?(?=\w{3,}ing\s)|\s+and\s+(?=to\s+[a-z]+\s|\w{3,}ing\s)")


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Strength, bool], ...]:
    found: list[tuple[re.Pattern[str], Strength, bool]] = []
    for name, strength in (("firm", "firm"), ("soft", "soft")):
        table = load_lexicon("commitments")[name]
        assert isinstance(table, dict)
        modal = {"be", "bare"}
        found.extend(
            (cue_pattern("commitments", name, key), cast("Strength", strength), key in modal)
            for key in table
            if key not in {"that", "on", "beside", "aside", "by"}
        )
    return tuple(found)


def _other_triggers(sentence: Sentence) -> Iterator[Trigger]:
    """Words of undertaking behind which "that" and a passive, or an act told as a noun, follow."""
    text = sentence.document.text
    both: tuple[Strength, Strength] = ("firm", "soft")
    for strength in both:
        for match in cue_pattern("commitments", strength, "that").finditer(text, sentence.start, sentence.end):
            that = _THAT.match(text, match.end(), sentence.end)
            if that is not None and ASKED.match(text, that.end(), sentence.end):
                yield Trigger(sentence, match.start(), that.end(), strength, modal=False)
        for pattern in (_aside(strength), _by_whom(strength)):
            for match in pattern.finditer(text, sentence.start, sentence.end):
                yield Trigger(sentence, match.start(), match.end("words"), strength, modal=False)
        for match in cue_pattern("commitments", strength, "on").finditer(text, sentence.start, sentence.end):
            if noun_of_act(text[match.end() : min(sentence.end, match.end() + 80)]) or _is_money(sentence, match.end()):
                yield Trigger(sentence, match.start(), match.end(), strength, modal=False)


@cache
def _aside(strength: Strength) -> re.Pattern[str]:
    """Words of undertaking with an aside before their act: "have agreed, the minister told reporters, to"."""
    words = any_of(map(str, _table(strength)["aside"]))
    return re.compile(rf"\b(?P<words>{words}),\s[^,;:.\n“”]{{3,80}},\s(?=to\s+[a-z]{{2}})")


@cache
def _by_whom(strength: Strength) -> re.Pattern[str]:
    """Nouns of undertaking with those who undertake it behind them: "the pledge by Kenya to"."""
    words = any_of(map(str, _table(strength)["by"]))
    return re.compile(rf"\b(?P<words>(?:{words})\s(?:of|by|from|on)\s[^.;:\n“”]{{2,120}}?)(?=,?\s+to\s+[a-z]{{2,}}\s)")


def _table(name: str) -> Mapping[str, Sequence[object]]:
    table = load_lexicon("commitments")[name]
    assert isinstance(table, dict)
    return table


def _is_money(sentence: Sentence, at: int) -> bool:
    """Whether a sum follows: "announced $20 million to strengthen"."""
    for mention in sentence.document.within(at, min(sentence.end, at + 20), Kind.AMOUNT):
        if isinstance(mention.value, AmountValue) and mention.value.kind is AmountKind.MONEY:
            return sentence.document.text[at : mention.start].strip() in {
                "",
                "a",
                "another",
                "up to",
                "over",
                "more than",
            }
    return False


def _triggers(sentence: Sentence) -> list[Trigger]:
    found: list[Trigger] = []
    for pattern, strength, modal in _patterns():
        found.extend(
            Trigger(sentence, match.start(), match.end(), strength, modal)
            for match in pattern.finditer(sentence.document.text, sentence.start, sentence.end)
        )
    found.extend(_other_triggers(sentence))
    found.sort(key=lambda t: (t.start, -t.end))
    kept: list[Trigger] = []
    for trigger in found:
        if not kept or trigger.start >= kept[-1].end:
            kept.append(trigger)
    return kept


def _definite(document: Document, start: int, end: int) -> bool:
    """Whether an act names a number, a date, a document, a project or a body."""
    for mention in document.within(start, end, Kind.AMOUNT, Kind.TIME, Kind.INSTRUMENT, Kind.BODY):
        if mention.kind is not Kind.TIME or getattr(mention.value, "edtf", None) is not None:
            return True
    return cue_pattern("commitments", "definite", "words").search(document.text, start, end) is not None


def _one(trigger: Trigger, by: tuple[str, ...], act: str, span: tuple[int, int], quote_from: int) -> Claim:
    document = trigger.sentence.document
    start, end = span
    if quote_from >= end:  # who undertakes it is told behind the act
        quote_from = start
    within = due(document, start, end) or due(document, min(start, quote_from), end)
    until = within or due_ahead(trigger) or due_behind(trigger, end)
    what = Commitment(
        action=act[:300],
        strength=trigger.strength,
        status=told_status(trigger, start, end, quote_from),
        by=tuple(sorted(set(by))),
        due=until[0] if until else None,
        target=target(document, start, end) or target(document, min(start, quote_from), end),
    )
    kind = "modal" if trigger.modal else "verb"
    return document.claim(what, [(quote_from, end)], rule=f"commitments.{trigger.strength}-{kind}")


def _read_trigger(trigger: Trigger) -> Iterator[Claim | Unread]:
    sentence, document = trigger.sentence, trigger.sentence.document
    text = document.text
    if re.search(r"\b(?:not|n't|never)\s*$", text[max(sentence.start, trigger.start - 8) : trigger.start]):
        return
    if text[trigger.end : trigger.end + 5] == " not " and trigger.strength == "soft":
        return
    subject = subject_of(trigger)
    end = act_end(sentence, trigger.end)
    act = act_of(trigger, end)
    supposed = is_hypothetical(text, trigger.start, first=sentence.start, last=sentence.end)
    if subject is None or supposed or act is None or len(act[0].split()) < 3:
        return
    by, subject_start = subject
    told_from = clause_head(trigger) if is_passive(trigger, end) else trigger.end
    act = act[0], inner_verb(act[0]) or act[1]
    spelled_out = _is_decided(trigger) and len(act[0].split()) >= LONG
    if act[1] in _vague_verbs() and not spelled_out and not _definite(document, told_from, end):
        yield Unread(
            trigger.start, end, text[trigger.start : end], text[trigger.start : trigger.end], "the act is not definite"
        )
        return
    unbound = trigger.strength == "soft" and trigger.modal and not _definite(document, told_from, end)
    if unbound or act[1] in _NO_COMMITMENT or _VISIT.match(act[0]) or is_refused(trigger, act[1], end):
        return
    quote_from = subject_start if trigger.start - 120 < subject_start else min(told_from, trigger.start)
    if act[1] == "call":
        yield from _things(trigger, by, quote_from, end)
        return
    joined = joined_acts(trigger, end)
    first_end = before_joint(text, joined[0][0]) if joined else end
    first = act_of(trigger, first_end) if joined else act
    yield _one(trigger, by, (first or act)[0], (trigger.start, first_end), quote_from)
    for start, stop in joined:
        words = " ".join(text[start:stop].strip(" ,.;").split())
        if words.split(" ", 1)[0] in _vague_verbs() and not _definite(document, start, stop):
            continue
        yield _one(trigger, by, words, (start, stop), start)
    yield from _listed(trigger, by, end)


def _is_decided(trigger: Trigger) -> bool:
    """Whether it is firmly agreed or decided, not told of as a feeling: "their resolve to", "remain committed to"."""
    text = trigger.sentence.document.text
    felt = cue_pattern("commitments", "vague", "feelings").search(text, max(0, trigger.start - 12), trigger.end)
    return trigger.strength == "firm" and not trigger.modal and felt is None


def _things(trigger: Trigger, by: tuple[str, ...], quote_from: int, end: int) -> Iterator[Claim]:
    """One commitment for each thing that is proposed or agreed on."""
    text = trigger.sentence.document.text
    for n, (start, stop) in enumerate(items(text, trigger.end, end)):
        words = " ".join(text[start:stop].strip(" ,.;").split())
        told = act_of_noun(words) or " ".join(text[trigger.start : stop].strip(" ,.;").split())
        if n == 0:
            yield _one(trigger, by, told, (trigger.start, stop), quote_from)
        elif len(words.split()) > 2 and _definite(trigger.sentence.document, start, stop):
            yield _one(trigger, by, told, (start, stop), start)


def _listed(trigger: Trigger, by: tuple[str, ...], end: int) -> Iterator[Claim]:
    """Further acts after a colon or semicolons in the same sentence, which share the words of undertaking."""
    sentence, document = trigger.sentence, trigger.sentence.document
    text = document.text
    at = end
    while at < sentence.end and (mark := _LIST.match(text, at)) is not None:
        start = mark.end()
        following = text.find(";", start, sentence.end)
        stop = following if following >= 0 else sentence.end
        words = text[start:stop].strip(" .")
        if words[:1].islower() and len(words.split()) >= 3 and starts_with_verb(sentence, start, stop):
            for first, last in _parts(text, start, stop):
                told = re.sub(r"^to\s+", "", text[first:last].strip(" .,"))
                yield _one(trigger, by, in_base_form(told), (first, last), first)
        at = stop


def _parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The acts of "combatting evasion, cooperating on controls, and sharing information", each of three words or more."""
    found, at = [], start
    if not _GERUND.match(text, start):
        return [(start, end)]
    for mark in _GERUNDS.finditer(text, start, end):
        if len(text[at : mark.start()].split()) >= LEAST_ACT:
            found.append((at, mark.start()))
            at = mark.end()
    return [*found, (at, end)]


@cache
def _vague_verbs() -> frozenset[str]:
    table = load_lexicon("commitments")["vague"]
    assert isinstance(table, dict)
    return frozenset(map(str, table["verbs"]))


def _once(claims: Sequence[Claim]) -> list[Claim]:
    """One claim for one act: the same target told again adds its quotes."""
    kept: list[Claim] = []
    for claim in claims:
        what = cast("Commitment", claim.what)
        at = next((n for n, k in enumerate(kept) if _same(cast("Commitment", k.what), what)), None)
        if at is None:
            kept.append(claim)
        else:
            before = cast("Commitment", kept[at].what)
            joined = replace(before, due=before.due or what.due, target=before.target or what.target)
            kept[at] = replace(kept[at], what=joined, quotes=tuple(dict.fromkeys((*kept[at].quotes, *claim.quotes))))
    return kept


def _same(a: Commitment, b: Commitment) -> bool:
    if (
        a.target is not None
        and b.target is not None
        and a.target.value == b.target.value
        and a.target.unit == b.target.unit
    ):
        return True
    left, right = set(a.action.casefold().split()), set(b.action.casefold().split())
    return len(left & right) / max(1, min(len(left), len(right))) > 0.8


def read(document: Document) -> tuple[list[Claim], list[Unread]]:
    """The commitments of a report, each once, and undertakings too vague to be followed."""
    claims: list[Claim] = []
    unread: list[Unread] = []
    for sentence in document.sentences:
        reach, before = sentence.start, len(claims)
        for trigger in _triggers(sentence):
            if trigger.start < reach:
                continue
            for found in _read_trigger(trigger):
                if isinstance(found, Unread):
                    unread.append(found)
                else:
                    claims.append(found)
                    reach = max(reach, found.quotes[0].end)
        claims.extend(_goals(sentence, claims[before:]))
        if len(claims) == before:
            claims.extend(_items(sentence))
    return _once(claims), unread


def _items(sentence: Sentence) -> Iterator[Claim]:
    """The act of a list's item whose words of undertaking stand over the list."""
    for item in listed_act(sentence):
        subject = subject_of(item.trigger)
        verb = item.act.split(" ", 1)[0]
        if subject is None or verb in _NO_COMMITMENT:
            continue
        if verb in _vague_verbs() and not _definite(sentence.document, item.start, item.end):
            continue
        told = Trigger(sentence, item.start, item.start, item.trigger.strength, modal=item.trigger.modal)
        yield _one(told, subject[0], in_base_form(item.act), (item.start, item.end), item.start)


def _goals(sentence: Sentence, told: Sequence[Claim]) -> Iterator[Claim]:
    """The aims of a sentence that no act told before covers."""
    for trigger, end, act in goals(sentence):
        subject = subject_of(trigger)
        covered = any(q.start < end and trigger.start < q.end for claim in told for q in claim.quotes)
        if subject is not None and not covered:
            stop = max(end, act_end(sentence, end))
            yield _one(trigger, subject[0], act, (trigger.start, stop), trigger.start)


def from_span(document: Document, number: int, start: int, end: int) -> Claim | None:
    """The commitment of a stretch that is likely to hold one though no words of undertaking were read as such."""
    sentence = document.sentences[number]
    told = [t for t in _triggers(sentence) if t.start < end and (t.end > start or start - t.end < 40)]
    wished = cue_pattern("commitments", "soft", "beside").search(document.text, max(sentence.start, start - 60), end)
    trigger = told[-1] if told else Trigger(sentence, start, start, "soft" if wished else "firm", modal=False)
    if is_negated(document.text, start, first=sentence.start, last=end):
        return None
    subject = subject_of(trigger)
    by = subject[0] if subject is not None else document.parties
    act = act_of(trigger, end) if told and trigger.end < end else None
    plain = " ".join(document.text[start:end].split())
    plain = (act_of_noun(plain) if noun_of_act(plain) else told_act(sentence, start, end)) or plain
    words = act[0] if act is not None else plain
    words = re.sub(r"^(?:to|of|for|the)\s+", "", words).strip(" ,.;:")
    if len(words.split()) < 3:
        return None
    claim = _one(trigger, by, words, (min(start, trigger.start), end), start)
    return replace(claim, rule="commitments.learned")
