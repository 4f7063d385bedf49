"""Declarative frames: what a clause states, as patterns over masked text, kept as data with examples that are tests.

A frame's pattern is a regular expression in which ``{person}``, ``{state}``, ``{money}`` and the like stand for a
mention of that kind, ``{party}`` for whoever can act, and ``{gap}`` for some words of the same clause. Patterns are
bounded: a match cannot run over more than one segment.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from servanda.errors import LexiconError
from servanda.reading.document import MASKS, Document, Sentence
from servanda.terms.mentions import Kind, Mention

_PARTIES = (
    r"(?:the |both |all )?(?:two |three |five )?(?:sides?|parties|leaders|presidents|heads of (?:state|government)|"
    r"ministers|governments|countries|states|nations|interlocutors|counterparts|officials|delegations)"
)
# a mention is matched from its first character on and as a whole, so that a search does not start anew inside of it
_MENTION = {name: f"(?:(?<!{mask}){mask}++)" for name, mask in MASKS.items()}
_ACTORS = MASKS["person"] + MASKS["state"] + MASKS["city"] + MASKS["body"]
_PEOPLE = f"(?:(?<![{_ACTORS}])[{_ACTORS}]++)"
# "the two leaders" is a count too
_COUNTED = rf"\b[Tt]he {_MENTION['count']}"
MACROS: dict[str, str] = {
    **_MENTION,
    "party": rf"(?:{_PEOPLE}|{_COUNTED}|\b(?:{_PARTIES}|[Tt]hey|[Hh]e|[Ss]he|[Ww]e|[Bb]oth)\b)",
    "sides": rf"(?:{_PARTIES}|{_COUNTED})",
    "gap": r"[^;:.!?\n]{0,80}?",
    "words": r"(?:[\w'’-]+ ){0,4}?",
}  # fmt: skip
_MACRO = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Frame:
    """One pattern and the fields it gives; ``examples`` must match and ``counterexamples`` must not.

    ``needs`` is found quickly in every sentence where the pattern can match; without it the pattern is not tried.
    """

    name: str
    pattern: re.Pattern[str]
    fields: Mapping[str, str] = field(default_factory=dict)
    examples: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = ()
    needs: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A frame found in a sentence, with offsets in the report's text."""

    frame: Frame
    sentence: Sentence
    start: int
    end: int
    groups: Mapping[str, tuple[int, int]]

    def mentions(self, group: str | None = None, *kinds: Kind) -> tuple[Mention, ...]:
        """The mentions inside the match, or inside one of its named groups; none when the group did not take part."""
        if group is not None and group not in self.groups:
            return ()
        start, end = (self.start, self.end) if group is None else self.groups[group]
        return tuple(self.sentence.document.within(start, end, *kinds))

    def text(self, group: str) -> str | None:
        """The words of a named group, or None."""
        if group not in self.groups:
            return None
        start, end = self.groups[group]
        return self.sentence.document.text[start:end]


def compile_pattern(pattern: str, macros: Mapping[str, str] | None = None) -> re.Pattern[str]:
    """A frame's pattern with its macros filled in; LexiconError when it names one that does not exist."""
    known = {**MACROS, **(macros or {})}

    def fill(match: re.Match[str]) -> str:
        if match.group(1) not in known:
            raise LexiconError(f"pattern {pattern!r}: no macro {match.group()}; there are {', '.join(sorted(known))}")
        return _MACRO.sub(fill, known[match.group(1)])

    try:
        return re.compile(_MACRO.sub(fill, pattern))
    except re.error as error:
        raise LexiconError(f"pattern {pattern!r}: {error}") from error


@cache
def load_lexicon(name: str) -> Mapping[str, object]:
    """The content of ``lexicons/en/NAME.toml``; LexiconError when it is missing or no TOML."""
    path = resources.files("servanda") / "lexicons" / "en" / f"{name}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise LexiconError(f"lexicon {name}: {error}") from error


@cache
def load_frames(name: str) -> tuple[Frame, ...]:
    """The frames of ``lexicons/en/NAME.toml``: its ``[[frame]]`` tables, with its own ``[macros]``."""
    lexicon = load_lexicon(name)
    macros, tables = lexicon.get("macros", {}), lexicon.get("frame", [])
    if not isinstance(macros, dict) or not isinstance(tables, list):
        raise LexiconError(f"lexicon {name}: [macros] must be a table and [[frame]] a list of tables")
    return tuple(
        Frame(
            name=f"{name}.{table['name']}",
            pattern=compile_pattern(table["pattern"], macros),
            fields=table.get("fields", {}),
            examples=tuple(table.get("examples", ())),
            counterexamples=tuple(table.get("counterexamples", ())),
            needs=compile_pattern(table["needs"], macros) if "needs" in table else None,
        )
        for table in tables
    )


def find_frames(frames: tuple[Frame, ...], sentence: Sentence) -> Iterator[Match]:
    """Every match of every frame in a sentence, frames in their declared order."""
    masked = sentence.masked
    for frame in frames:
        if frame.needs is not None and frame.needs.search(masked) is None:
            continue
        for match in frame.pattern.finditer(masked):
            groups = {
                name: (sentence.start + match.start(name), sentence.start + match.end(name))
                for name in match.re.groupindex
                if match.start(name) >= 0 and match.end(name) > match.start(name)
            }
            yield Match(frame, sentence, sentence.start + match.start(), sentence.start + match.end(), groups)


def matches(frame: Frame, document: Document) -> bool:
    """Whether a frame matches some sentence of a document: how a frame's examples are tested."""
    return any(True for sentence in document.sentences for _ in find_frames((frame,), sentence))
