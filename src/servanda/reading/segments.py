"""Cuts a text into paragraphs, list items and sentences, without changing a character: every part is a span.

A list item keeps the place of its governing clause ("the following documents were signed:"), because that clause says
what happened to the item.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

SegmentKind = Literal["sentence", "item", "heading"]

# no sentence of prose is longer; what is would make work on it grow with its square
LONGEST = 3000

# words whose full stop ends no sentence in official prose
ABBREVIATIONS = frozenset({
    "mr", "mrs", "ms", "dr", "prof", "st", "gen", "col", "lt", "capt", "sen", "rep", "gov", "amb", "hon", "h.e", "jr",
    "sr", "inc", "ltd", "co", "corp", "jsc", "llc", "no", "nos", "vol", "art", "cl", "fig", "al", "vs", "etc", "e.g",
    "i.e", "approx", "est", "dept", "dist", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct",
    "nov", "dec", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "a.m", "p.m", "u.s", "u.k", "u.n", "e.u", "d.c",
    "u.s.a", "p.r.c", "r.o.k", "km", "sq", "mln", "bln", "tn", "bn", "rs", "re", "tel",
})  # fmt: skip
# "a.m." and "U.S." may also close a sentence: they do before a capital that starts a new clause with these words
_OPENERS = re.compile(r"\s+(?:The|In|On|At|He|She|They|It|We|This|These|For|As|During|After|Both|According)\b")
_STOP = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s|$)")
_BLANK = re.compile(r"\n[ \t\r]*(?:\n[ \t\r]*)+|\n")
_BULLET = re.compile(r"[ \t]*(?:[-–—•*▪·◦►]+|\(?\d{1,2}[.)]|\(?[a-zivx]{1,4}\))[ \t]+")
# capital numerals open items of a list alone: "I. Karimov" opens a sentence
_NUMERAL = re.compile(r"[ \t]*\(?[IVX]{1,5}[.)][ \t]+")
_LATER_NUMERAL = re.compile(r"[ \t]*\(?(?:[IVX]{2,5}|[VX])[.)][ \t]+")
_WORD_BEFORE = re.compile(r"[^\W\d_](?:[\w.]{0,12})$")
_RUN_ON_LIST = re.compile(r";\s*(?:and\s+)?")


@dataclass(frozen=True, slots=True)
class Segment:
    """One sentence, list item or heading ``[start, end)``; ``governor`` is the index of the clause over its list."""

    start: int
    end: int
    kind: SegmentKind
    paragraph: int
    governor: int | None = None


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _ends_sentence(text: str, start: int, stop: re.Match[str], end: int) -> bool:
    if stop.group()[0] in "!?…" or stop.end() >= end:
        return True
    before = _WORD_BEFORE.search(text, max(start, stop.start() - 14), stop.start())
    word = before.group().casefold() if before else ""
    following = text[stop.end() : stop.end() + 40].lstrip(" \t\"'“‘«([")
    if word in ABBREVIATIONS or (len(word) == 1 and word.isalpha()):
        # an initial or an abbreviation closes a sentence only before a word that opens one
        return bool(word not in {"mr", "mrs", "ms", "dr", "h.e"} and len(word) > 1 and _OPENERS.match(text, stop.end()))
    return not (following[:1].islower() or (following[:1].isdigit() and word in {"no", "nos", "art"}))


def sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentences of a stretch, as half-open spans without the white space around them."""
    found, at = [], start
    for stop in _STOP.finditer(text, start, end):
        if _ends_sentence(text, at, stop, end):
            left, right = _trim(text, at, stop.end())
            if left < right:
                found.append((left, right))
            at = stop.end()
    left, right = _trim(text, at, end)
    if left < right:
        found.append((left, right))
    return found


def _wraps(text: str, gap: re.Match[str]) -> bool:
    """Whether a line break only folds a long line: no sentence ends before it, and what follows starts none."""
    following = text[gap.end() : gap.end() + 1]
    return gap.group().count("\n") == 1 and following.islower() and text[gap.start() - 1 : gap.start()] not in ".:;!?"


def _paragraphs(text: str) -> list[tuple[int, int]]:
    found, at = [], 0
    for gap in _BLANK.finditer(text):
        if _wraps(text, gap):
            continue
        left, right = _trim(text, at, gap.start())
        if left < right:
            found.append((left, right))
        at = gap.end()
    left, right = _trim(text, at, len(text))
    if left < right:
        found.append((left, right))
    return found


def _is_heading(text: str, start: int, end: int) -> bool:
    line = text[start:end]
    return len(line) < 120 and line[-1] not in '.:;,!?…"”' and len(line.split()) <= 14


def _run_on(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The parts of "the following were signed: an agreement on …; a memorandum on …; and a protocol on …"."""
    colon = text.find(": ", start, end)
    if colon < 0 or text.count(";", colon, end) < 2:
        return []
    parts, at = [(start, colon + 1)], colon + 1
    for mark in _RUN_ON_LIST.finditer(text, colon, end):
        parts.append((at, mark.start()))
        at = mark.end()
    parts.append((at, end))
    return [span for span in (_trim(text, *part) for part in parts) if span[0] < span[1]]


def _add_sentences(text: str, span: tuple[int, int], paragraph: int, found: list[Segment]) -> None:
    for start, end in sentences(text, *span):
        parts = _run_on(text, start, end)
        if not parts:
            found.append(Segment(start, end, "sentence", paragraph))
            continue
        governor = len(found)
        found.append(Segment(*parts[0], "sentence", paragraph))
        found.extend(Segment(*part, "item", paragraph, governor) for part in parts[1:])


def _add_item(text: str, span: tuple[int, int], paragraph: int, governor: int | None, found: list[Segment]) -> None:
    """An item of a list; of one that no clause rules, each sentence: the numbered paragraphs of a statement."""
    if governor is not None:
        found.append(Segment(*span, "item", paragraph, governor))
        return
    before = len(found)
    _add_sentences(text, span, paragraph, found)
    found[before:] = [replace(part, kind="item") if part.governor is None else part for part in found[before:]]


def _bounded(text: str, parts: list[Segment]) -> Iterator[Segment]:
    """The segments, those longer than any sentence cut between words, so that work on one stays bounded."""
    for part in parts:
        start = part.start
        while part.end - start > LONGEST:
            space = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
            cut = space if space > 0 else start + LONGEST
            left, right = _trim(text, start, cut)
            if left < right:
                yield replace(part, start=left, end=right)
            start = cut
        left, right = _trim(text, start, part.end)
        if left < right:
            yield replace(part, start=left, end=right)


def _governs(text: str, found: list[Segment], before: int) -> int | None:
    """The index of the last new segment, when what follows may be a list that it rules."""
    last = len(found) - 1
    return last if last >= before and text[found[last].end - 1] not in ".!?…" else None


def _opens_list(text: str, part: Segment) -> bool:
    """Whether an item ends with a colon: "7. The following were signed:" rules the marked lines behind it."""
    return part.kind == "item" and text[part.end - 1] == ":"


_COUNTED = re.compile(r"\(?\d")
_LETTERED = re.compile(r"\(?[a-zA-Z]")


def _sort_of(bullet: re.Match[str] | None) -> str | None:
    """How the items of a list are marked: with numbers, with letters, or with one sign."""
    if bullet is None:
        return None
    mark = bullet.group().strip()
    return "numbers" if _COUNTED.match(mark) else "letters" if _LETTERED.match(mark) else mark


def segment(text: str) -> tuple[Segment, ...]:
    """Every sentence, list item and heading of a text, in order; together they hold all of its words but bullets."""
    found: list[Segment] = []
    governor: int | None = None
    bulleted = False
    # how the items are marked, and those of the list around when one of its items rules a list of its own
    sort: str | None = None
    around: str | None = None
    for paragraph, (start, end) in enumerate(_paragraphs(text)):
        bullet = _BULLET.match(text, start, end)
        in_list = governor is not None and found[-1].kind == "item"
        # a list without bullets goes on as long as its items end in semicolons, after a clause that ends in a colon
        opened = governor is not None and not in_list and text[found[-1].end - 1] == ":"
        goes_on = in_list and not bulleted and text[found[-1].end - 1] == ";"
        if bullet is None and (opened or (in_list and bulleted)):
            bullet = (_NUMERAL if opened else _LATER_NUMERAL).match(text, start, end)
        told = _sort_of(bullet)
        if told is not None and told == around:
            governor, around = None, None
        elif governor is None and told not in (None, sort) and found and _opens_list(text, found[-1]):
            governor, around = len(found) - 1, sort
        if bullet or opened or goes_on:
            bulleted, sort = bullet is not None, told
            _add_item(text, (bullet.end() if bullet else start, end), paragraph, governor, found)
            continue
        before, sort, around = len(found), None, None
        if _is_heading(text, start, end):
            found.append(Segment(start, end, "heading", paragraph))
        else:
            _add_sentences(text, (start, end), paragraph, found)
        governor = _governs(text, found, before)
    if all(part.end - part.start <= LONGEST for part in found):
        return tuple(found)
    # places of governors shift where a part is cut, and such a text has no lists worth keeping
    return tuple(replace(part, governor=None) for part in _bounded(text, found))
