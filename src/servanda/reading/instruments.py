"""Instruments: documents between sides, told by title or as a package, with status, date, signatories, term."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import cast

from servanda.reading.document import Document, Sentence
from servanda.reading.instruments_ground import Ground, listed
from servanda.reading.instruments_merge import join, merge, same
from servanda.reading.instruments_packages import package, packages
from servanda.reading.instruments_signers import signatories
from servanda.reading.instruments_states import states
from servanda.reading.instruments_status import Cue, Told, around, told_status
from servanda.reading.instruments_times import place, status_date, term
from servanda.reading.instruments_titles import Title, find_titles
from servanda.reading.instruments_values import Worth, value_of
from servanda.reading.polarity import is_negated
from servanda.terms.claims import Claim, Instrument, InstrumentStatus, InstrumentType
from servanda.terms.mentions import InstrumentValue, Kind, Mention
from servanda.terms.reading import Unread

# a document told by its type alone is one only where the word that says what became of it stands as close as this
_CLOSE = 60
# how far into an item its title may start when the clause over the list says what became of it
_HEAD = 30
_PLURAL = re.compile(r"(?:s|memoranda|minutes)$", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?]\s+(?=[A-Z“\"])|\n+")
_ARTICLE = re.compile(
    r"\b(?:(?:an?|the|this|that|another|the (?:new|draft))\s+(?:\w+\s+)?"
    r"|(?:an?|the|its|their)\s+\S{0,4}\d[\d.,]{0,9}\s+(?:million|billion|thousand)\s+)$",
    re.IGNORECASE,
)
_DEFINITE = re.compile(r"\b(?:the|this|that)\s+(?:[\w-]+\s+)?$", re.IGNORECASE)
_NONE = re.compile(r"\bno\s+(?:[\w-]+\s+)?$", re.IGNORECASE)
# "documents were signed" is news; "the documents which both signed" takes up what is told elsewhere
_PASSIVE = re.compile(r"^\w+ (?:were|have been) \w+$")
# "by both ministers – an agreement on fish": who signed stands before what
_LEADS = re.compile(r"(?:[-–—:]|,)\s+(?:an?|the|two)?\s*$")
# the framework of an agreement is one document, the agreement that is to follow another
_FRAMEWORK_FOR = re.compile(r"Framework for an? (?=(?:\S+ ){0,3}Agreement\b)")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def _is_bare(title: Title) -> bool:
    return not title.about and title.end - title.start == len(title.word)


def find_instruments(text: str, mentions: tuple[Mention, ...]) -> list[Mention]:
    """The titled documents of a text as mentions, sentence by sentence."""
    ground = Ground(text, mentions)
    found = []
    at = 0
    for part in [*_SENTENCE_END.finditer(text), None]:
        end = part.start() if part is not None else len(text)
        for title in find_titles(ground, at, end):
            if _is_bare(title):
                continue
            words = text[title.start : title.end]
            found.append(Mention(title.start, title.end, words, Kind.INSTRUMENT, InstrumentValue(title.type, words)))
        at = part.end() if part is not None else end
    return found


def _named(document: Document) -> Iterator[Told]:
    """Every document named in a report, sentence by sentence."""
    ground = Ground(document.text, document.mentions)
    for sentence in document.sentences:
        governed = sentence.segment.kind == "item" and sentence.governor is not None
        for title in find_titles(ground, sentence.start, sentence.end):
            heads = title.start - sentence.start < _HEAD or _LEADS.search(
                document.text, max(sentence.start, title.start - 30), title.start
            )
            yield Told(sentence, title, governed and bool(heads))
            inner = _FRAMEWORK_FOR.match(document.text, title.start, title.end)
            if inner is not None:
                agreement = replace(title, start=inner.end(), type="agreement", word="agreement")
                yield Told(sentence, agreement, governed=False)


def _is_told(told: Told, status: InstrumentStatus, cue: Cue | None) -> bool:
    """Whether a name is that of a document of its own, and not of a thing that is only called so."""
    title = told.title
    if _is_bare(title):
        return _is_bare_told(told, status, cue)
    written_large = _is_written_large(told)
    settled = status not in ("referred", "implemented")
    if title.word in listed("own") or (title.word in listed("weak") and not written_large):
        return settled or _YEAR.search(told.sentence.document.text, title.start, title.end) is not None
    return title.type != "other" or status != "referred" or written_large


def _is_written_large(told: Told) -> bool:
    """Whether a title is a name: its type word has a capital, and some word besides the first of its sentence too."""
    title, text = told.title, told.sentence.document.text
    words = text[title.start : title.end]
    at = words.casefold().find(title.word)
    capitals = [m.start() for m in re.finditer(r"\b[A-Z]", words)]
    opening = title.start == told.sentence.start
    return words[at : at + 1].isupper() and len(capitals) > (2 if opening else 1)


def _is_bare_told(told: Told, status: InstrumentStatus, cue: Cue | None) -> bool:
    """Whether a document told by its type alone is one: something is close by that says what became of it."""
    title, text = told.title, told.sentence.document.text
    near = cue is not None and max(title.start - cue.end, cue.start - title.end) <= _CLOSE
    if title.type == "joint_statement":
        return near or title.word.startswith("joint")
    if (title.type == "other" and " " not in title.word) or title.word in listed("weak") or _PLURAL.search(title.word):
        return False
    article = _ARTICLE.search(text, max(told.sentence.start, title.start - 20), title.start)
    reached = cue is not None and "reached" in text[cue.start : cue.end]
    return status not in ("referred", "implemented") and near and article is not None and not reached


def _is_name(told: Told) -> bool:
    """Whether a type word alone is a name: "Joint Statement", "the Roadmap"; "an agreement" is none."""
    title, sentence = told.title, told.sentence
    written_large = sentence.document.text[title.start].isupper() and title.start > sentence.start
    of_words = " " in title.word
    return (
        written_large or of_words or title.type in ("joint_statement", "declaration") or title.word in listed("names")
    )


def _spans(told: Told, cue: Cue | None, worth: Worth | None) -> list[tuple[int, int]]:
    """The stretches that show a document: its title with the word that says what became of it, and what rules it.

    Where these two are told apart, the sum that it is worth belongs to the first.
    """
    sentence, title = told.sentence, told.title
    if cue is not None:
        return [(min(title.start, cue.start), max(title.end, cue.end)), (sentence.start, sentence.end)]
    carrier = sentence.governor if told.governed and sentence.governor is not None else sentence
    start, end = (
        (title.start, title.end) if worth is None else (min(title.start, worth.start), max(title.end, worth.end))
    )
    return [(start, end), (carrier.start, carrier.end)]


def _claim(told: Told, *, certain: bool = False) -> Claim | None:
    sentence, title = told.sentence, told.title
    document = sentence.document
    status, cue = told_status(told)
    if title.type == "joint_statement" and status == "referred":
        status = "signed"
    if not certain and not _is_told(told, status, cue):
        return None
    low, high = around(sentence, title.start, title.end)
    if _NONE.search(document.text, max(sentence.start, title.start - 30), title.start) is not None:
        return None
    if is_negated(document.text, title.start, first=low, last=high):
        # "the Trade Agreement was not signed" tells of it, but not what became of it
        if not title.about and not _is_written_large(told):
            return None
        ahead = status == "planned" and cue is not None and document.text[cue.start : cue.end].casefold() != "sign"
        status, cue = ("planned" if ahead else "referred"), None
    carrier = sentence.governor if told.governed and cue is None and sentence.governor is not None else sentence
    at = title.start if carrier is sentence else carrier.end
    covers = term(document, title.start, title.end)
    date = status_date(carrier, at, status, cue)
    worth = value_of(sentence, title)
    unnamed = _is_bare(title) and not _is_name(told)
    what = Instrument(
        type=cast("InstrumentType", title.type),
        status=status,
        title=None if unnamed else document.text[title.start : title.end],
        date=date if covers is None or date != covers else None,
        place=place(carrier, date)
        if status in ("signed", "ratified") or (status in ("planned", "negotiated") and date)
        else None,
        states=states(told, status),
        signatories=signatories(told, status),
        term=covers,
        value=worth.value.value if worth is not None else None,
        currency=worth.value.unit if worth is not None else None,
    )
    rule = "bare" if _is_bare(title) else "listed" if told.governed else status
    return document.claim(what, _spans(told, cue, worth), rule=f"instruments.{rule}")


# "the Protocol amending the Trade Agreement" names two documents, of which only the first is told of
_OF_ANOTHER = re.compile(
    r"\b(?:amending|amendments? to|additions? to|supplement(?:ary)? to|[Ii]mplementation of|extension of) the (?=[A-Z])"
)


def _inside(told: Told) -> Iterator[Claim]:
    """The document that another one changes or carries out, as its title names it: only referred to."""
    sentence, title = told.sentence, told.title
    document = sentence.document
    opened = _OF_ANOTHER.search(document.text, title.start, title.end)
    if opened is None:
        return
    for inner in find_titles(Ground(document.text, document.mentions), opened.end(), title.end):
        if inner.start != opened.end() or _is_bare(inner):
            return
        what = Instrument(
            type=cast("InstrumentType", inner.type),
            status="referred",
            title=document.text[inner.start : inner.end],
            states=states(replace(told, title=inner), "referred"),
        )
        yield document.claim(
            what, [(inner.start, inner.end), (sentence.start, sentence.end)], rule="instruments.inside"
        )
        return


_CONTRACTS = re.compile(r"contracts\b", re.IGNORECASE)


def _is_of_contracts(told: Told) -> bool:
    """Whether contracts are told together: "contracts for 90 tractors" have no title between them."""
    return _CONTRACTS.match(told.sentence.document.text, told.title.start) is not None


def _contracts(told: Told) -> Claim | None:
    return package(told.sentence, told.title.start, told.title.end, None, certain=True)


def _meant(told: Told, before: Sequence[Claim]) -> int | None:
    """Which of the documents told before "the treaty" or "this agreement" means: the last of its type."""
    title, text = told.title, told.sentence.document.text
    if _DEFINITE.search(text, max(told.sentence.start, title.start - 30), title.start) is None:
        return None
    same = [n for n, claim in enumerate(before) if isinstance(claim.what, Instrument) and claim.what.type == title.type]
    return same[-1] if same else None


def _is_summary(claim: Claim, titled: Sequence[Claim]) -> bool:
    """Whether uncounted documents are those that the report also tells by title: "the papers that both signed"."""
    what = claim.what
    if _PASSIVE.search(claim.quotes[0].text):
        return False
    return isinstance(what, Instrument) and any(
        isinstance(known.what, Instrument) and known.what.status == what.status and known.what.date in (None, what.date)
        for known in titled
    )


@lru_cache(maxsize=4)
def _documents(document: Document) -> tuple[Claim, ...]:
    """The documents of a report that rules find, each once."""
    titled: list[Claim] = []
    for told in _named(document):
        titled.extend(_inside(told))
        claim = _contracts(told) if _is_of_contracts(told) else _claim(told)
        if claim is None:
            continue
        known = _meant(told, titled) if _is_bare(told.title) else None
        if known is None:
            titled.append(claim)
        else:
            titled[known] = join(titled[known], claim)
    told_together = [
        claim for claim in packages(document) if not claim.rule.endswith(".plain") or not _is_summary(claim, titled)
    ]
    return tuple(merge([*titled, *told_together]))


def read(document: Document) -> tuple[list[Claim], list[Unread]]:
    """The documents of a report, each once: titled ones, and packages told by number."""
    return list(_documents(document)), []


def from_span(document: Document, number: int, start: int, end: int) -> Claim | None:
    """The document of a stretch that is likely to name one though no rule read it."""
    sentence = document.sentences[number]
    for title in find_titles(Ground(document.text, document.mentions), sentence.start, sentence.end):
        if title.start < end and start < title.end:
            claim = _from_title(sentence, title)
            if claim is None or any(_is_one(claim, known) for known in _documents(document)):
                return None
            return replace(claim, rule="instruments.learned")
    return None


def _is_one(claim: Claim, known: Claim) -> bool:
    """Whether a stretch only names a document again that the report tells of elsewhere."""
    one, other = claim.what, known.what
    if not isinstance(one, Instrument) or not isinstance(other, Instrument):
        return False
    return same(one, other) or (one.title is None and one.type == other.type)


def _from_title(sentence: Sentence, title: Title) -> Claim | None:
    if title.type == "other" or title.word in listed("weak"):
        return None
    if _is_bare(title) and _PLURAL.search(title.word) is not None:
        return package(sentence, title.start, title.end, None, certain=True)
    governed = sentence.segment.kind == "item" and sentence.governor is not None
    return _claim(Told(sentence, title, governed), certain=True)
