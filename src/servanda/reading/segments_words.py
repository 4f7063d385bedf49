"""The words of a sentence as half-open spans, cut as the English treebanks cut them: the text model learned those.

Clitics stand alone ("do" "n't", "Japan" "'s"), so do signs of money and percent ("$" "2"), units written onto a number
("5" "km"), and hyphens, but for prefixes ("co-chair", "non-nuclear"). Web addresses, dates in figures, abbreviations
and runs of one mark ("...", "--") stay whole.
"""

from __future__ import annotations

import re
from itertools import pairwise

from servanda.reading.segments import ABBREVIATIONS

# abbreviations that keep their full stop even where it also ends the sentence
_CLOSING = frozenset({"etc", "inc", "ltd", "corp", "jr", "sr", "al", "a.m", "p.m"})
# these keep it inside a sentence
_SHORT = (ABBREVIATIONS | {"ft", "rev", "messrs", "attn", "ext", "pp", "ph.d"}) - {"re"}

_PREFIXES = (
    "anti|arch|bi|co|counter|cross|de|e|ex|extra|inter|intra|macro|mega|meta|micro|mid|mini|multi|neo|non|pan|para|post|"
    "pre|pro|pseudo|psycho|quasi|re|semi|socio|sub|super|supra|trans|tri|ultra|un|under"
)
_UNITS = (
    "am|pm|a\\.m\\.|p\\.m\\.|k|m|mm|cm|km|kg|g|mg|ft|lb|lbs|oz|x|bn|mn|mln|bln|tn|trn|mw|gw|kw|kwh|mwh|gwh|twh|ha|"
    "usd|eur|percent|c|f|hrs?|mins?|secs?|years?|days?|months?"
)
_DOMAINS = "com|org|net|gov|edu|int|info|html?|pdf|docx?|xlsx?|ppt|jpe?g|gif"
_LETTER = r"[^\W\d_]"
_TOKEN = re.compile(
    rf"""
    (?P<address> (?:https?://|www\.)\S*[\w/]
               | [\w.+-]{{1,64}}@[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,8}}
               | \b[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{0,8}}\.(?:{_DOMAINS})\b(?:/\S*[\w/])? )
  | (?P<smile> [:;=]-?[()DPp](?=\s|$) )
  | (?P<digits> \d+(?:[/-]\d+){{2,}} | \d{{1,2}}/\d{{1,2}}(?![\d/]) | \d{{3}}-\d{{4}}(?!\d)
              | (?:(?<![\w.,])[.])?\d+(?:[.,:]\d+)* )
    (?: (?P<unit> (?i:{_UNITS})(?![\w]) ) | (?P<tail> \w*(?:['’]s\b)? ) )
  | (?P<dotted> (?:{_LETTER}\.){{2,}} | [Pp]h\.[Dd]\.? )
  | (?P<joined> [A-Z]+&[A-Z]+\b | (?:US|HK|NZ|[ACSU])\$ )
  | (?P<prefixed> \b(?i:{_PREFIXES})-{_LETTER}[\w]* )
  | (?P<plain> ['’](?:em|til|cause|bout|n)\b | \w+(?:['’]{_LETTER}+)* )
  | (?P<marks> \.{{2,}} | -{{2,}} | [!?]{{2,}} | \*{{2,}} | ={{2,}} | _{{2,}} | \+{{2,}} | <+ | >+
             | ''|’’|‘’|`` | [^\s\w] )
    """,
    re.VERBOSE,
)
_NEGATED = re.compile(r"(?i)n['’]t$")
_CLITIC = re.compile(r"(?i)['’](?:s|re|ve|ll|d|m)$")
_FUSED = re.compile(r"(?i)(?:(can)not|(gon|wan)na|(got)ta)$")
_NEXT_OPENS = re.compile(r"\s+[A-Z\d(\"“]")


def _cuts(word: str) -> list[int]:
    """Where a word of letters is cut into its parts."""
    for pattern in (_NEGATED, _CLITIC):
        found = pattern.search(word)
        if found and found.start():
            return [found.start()]
    fused = _FUSED.match(word)
    return [len(next(part for part in fused.groups() if part))] if fused else []


def _keeps_stop(text: str, start: int, end: int) -> bool:
    """Whether the full stop after a word belongs to it."""
    word = text[start:end].casefold()
    if not text[end + 1 :].strip(" \t\n\"'”’»)]"):
        return word in _CLOSING
    if word in {"no", "nos"}:
        return text[end + 1 :].lstrip()[:1].isdigit()
    if word in _SHORT:
        return True
    # an initial: "J. Smith"
    return len(word) == 1 and text[start].isupper() and _NEXT_OPENS.match(text, end + 1) is not None


def _parts(text: str, found: re.Match[str]) -> list[tuple[int, int]]:
    start, end = found.span()
    if found.lastgroup == "unit":
        return [(start, found.start("unit")), (found.start("unit"), end)]
    if found.lastgroup not in {"plain", "prefixed"}:
        return [(start, end)]
    bounds = [start, *(start + cut for cut in _cuts(text[start:end])), end]
    return list(pairwise(bounds))


def words(text: str) -> list[tuple[int, int]]:
    """The spans of a sentence's words in order; every character that is no white space lies in exactly one."""
    spans: list[tuple[int, int]] = []
    at = 0
    while found := _TOKEN.search(text, at):
        parts = _parts(text, found)
        at = found.end()
        if found.lastgroup == "plain" and text[at : at + 1] == "." and _keeps_stop(text, parts[-1][0], at):
            at += 1
            parts[-1] = (parts[-1][0], at)
        spans.extend(parts)
    return spans
