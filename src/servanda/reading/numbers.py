"""Numbers in digits and in words, with their spans: "1,234.5", "one billion one hundred and fifty million", "2.5bn".

Words add up as they are spoken: units to tens, both to hundreds, each group to a lower scale than the one before. Words
that cannot be added begin the next number ("two one" are two).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from servanda.errors import LexiconError
from servanda.reading.frames import load_lexicon

# 1,234,567.8 | 1.234.567,8 | 1 234 567 | 1234.5 | 12,34,567 (lakh grouping); no part of a longer number, date or code
_DIGITS = (
    r"(?<![\d.,/])(?:\d{1,3}(?:,\d{2,3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3})+(?:,\d+|(?:\.\d{3})+)|"
    r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?)(?![\d/]|[.,]\d)"
)
_LETTER_HYPHEN = re.compile(r"[^\W\d]-$")
_ARTICLE = re.compile(r"(?<!\w)an?[ \u00a0\n]{1,2}$", re.IGNORECASE)
_GAP = re.compile(r"(?:[ \t\u00a0\u202f]{1,3}|[ ]?\n[ ]?)?(?:-[ ]?)?(?:(?P<and>and)[ ]{1,2})?(?:(?P<of>of[ ])?(?P<a>an?)[ ]{1,2})?", re.IGNORECASE)  # fmt: skip
# "a third of the exports" is a part, "a third country" is none
_PART = re.compile(r"\s+of\b|\s*[.,;:)]|\s*$")
PLAIN = ("unit", "teen", "tens", "hundred", "digits", "dozen")
SPOKEN = ("hundred", "scale")


@dataclass(frozen=True, slots=True)
class Number:
    """A number ``[start, end)`` of a text, scale included; ``words`` when it is written out, ``part`` for "two thirds"."""

    start: int
    end: int
    value: Decimal
    words: bool
    power: int = 0
    part: bool = False

    @property
    def scaled(self) -> bool:
        """Whether it tells a scale ("million"); ``power`` is that of its last one."""
        return self.power > 0


@dataclass(frozen=True, slots=True)
class _Token:
    """A word or a row of digits; ``article`` is where the "a" before it stands."""

    start: int
    end: int
    kind: str
    value: Decimal
    joined: bool = False
    article: int | None = None
    words: bool = True

    @property
    def one(self) -> bool:
        """Whether "a" stands before it."""
        return self.article is not None


@cache
def _lexicon() -> Mapping[str, tuple[str, Decimal]]:
    """Every number word with its kind and value; a scale's value is its power of ten."""
    found: dict[str, tuple[str, Decimal]] = {}
    lexicon = load_lexicon("amounts")
    for section, kind in (("units", "unit"), ("teens", "teen"), ("tens", "tens"), ("denominators", "denominator")):
        listed = lexicon.get("numbers", {})
        table = listed.get(section) if isinstance(listed, dict) else None
        if not isinstance(table, dict):
            raise LexiconError(f"lexicon amounts: [numbers.{section}] must be a table")
        found |= {str(word): (kind, Decimal(str(value))) for word, value in table.items()}
    scales = lexicon.get("scales")
    if not isinstance(scales, dict):
        raise LexiconError("lexicon amounts: [scales] must be a table")
    found |= {str(word): ("scale", Decimal(str(value))) for word, value in scales.items() if len(str(word)) > 2}
    extra = {"hundred": "hundred", "half": "half", "dozen": "dozen", "dozens": "dozen", "point": "point"}
    return found | {word: (kind, Decimal("0.5") if kind == "half" else Decimal(0)) for word, kind in extra.items()}


def number_words() -> tuple[str, ...]:
    """The words that tell small numbers, for other grammars: units to tens, hundred and dozen."""
    return tuple(
        w
        for w, (kind, _) in _lexicon().items()
        if kind in ("unit", "teen", "tens", "hundred", "dozen") and w != "dozens"
    )


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], Mapping[str, int]]:
    words = "|".join(sorted(_lexicon(), key=lambda w: (-len(w), w)))
    scales = load_lexicon("amounts")["scales"]
    assert isinstance(scales, dict)
    glued = {str(word): int(power) for word, power in scales.items() if len(str(word)) <= 3}
    # "5m" and "5 bn" are scales, "5 m" is a length and "5 b" nothing
    spaced = "|".join(word for word in sorted(glued, key=lambda w: -len(w)) if len(word) > 1 and word != "mm")
    close = "|".join(sorted(glued, key=lambda w: -len(w)))
    suffix = re.compile(rf"(?:({close})|[ \u00a0]({spaced}))(?!\w)", re.IGNORECASE)
    return re.compile(rf"(?P<d>{_DIGITS})|\b(?P<w>{words})\b", re.IGNORECASE), suffix, glued


def digits_value(text: str) -> Decimal:
    """The value of digits: a comma before exactly three digits groups thousands, else it is a decimal comma."""
    plain = re.sub(r"[ \u00a0\u202f]", "", text)
    if plain.count(".") > 1 or re.fullmatch(r"\d{1,3}(?:\.\d{3})+,\d+", plain):
        plain = plain.replace(".", "").replace(",", ".")
    if "," in plain and "." not in plain and not re.fullmatch(r"\d{1,3}(?:,\d{2,3})*,\d{3}", plain):
        plain = plain.replace(",", ".") if plain.count(",") == 1 else plain.replace(",", "")
    return Decimal(plain.replace(",", ""))


@dataclass(slots=True)
class _Sum:
    """A number as its words come in."""

    start: int = 0
    end: int = 0
    total: Decimal = field(default_factory=Decimal)
    group: Decimal = field(default_factory=Decimal)
    scale: Decimal | None = None
    last: str = ""
    words: bool = True
    part: bool = False
    places: int = 0

    def take(self, token: _Token, following: _Token | None) -> bool:
        """Whether a token continues the number; if so it is added."""
        known = getattr(self, f"_{token.kind}")(token, following)
        if known:
            if not self.last:
                self.start = token.start if token.article is None else token.article
                self.words = token.words
            self.end, self.last = token.end, token.kind
        return bool(known)

    def _small(self, token: _Token, after: tuple[str, ...]) -> bool:
        if self.last == "point" or (self.places and self.last in ("unit", "teen")):
            self.places += len(str(token.value))
            self.group += token.value.scaleb(-self.places)
            return True
        if self.places and self.last == "tens":
            self.group += token.value.scaleb(-self.places)
            return True
        if self.last not in after or token.one or (token.joined and self.last == "tens"):
            return False
        self.group += token.value
        return True

    def _unit(self, token: _Token, _following: _Token | None) -> bool:
        return self._small(token, ("", "tens", *SPOKEN))

    def _teen(self, token: _Token, _following: _Token | None) -> bool:
        return self._small(token, ("", *SPOKEN))

    def _tens(self, token: _Token, following: _Token | None) -> bool:
        return self._teen(token, following)

    def _digits(self, token: _Token, following: _Token | None) -> bool:
        if not self.last:
            self.group = token.value
            return True
        scaled = following is not None and following.kind in SPOKEN
        if self.last not in SPOKEN or not (token.joined or scaled) or token.value != token.value.to_integral_value():
            return False
        limit = Decimal(100) if self.last == "hundred" else Decimal(10) ** (self.scale or 0)
        if token.value >= limit:
            return False
        self.group += token.value
        return True

    def _hundred(self, token: _Token, _following: _Token | None) -> bool:
        if self.last in ("", "scale"):
            if not token.one:
                return False
            self.group += 100
            return True
        if (
            self.last not in ("unit", "teen", "tens", "digits", "half", "fraction")
            or token.joined
            or not 0 < self.group < 1000
        ):
            return False
        self.group *= 100
        return True

    def _scale(self, token: _Token, _following: _Token | None) -> bool:
        power = Decimal(10) ** token.value
        if token.joined or (not self.last and not token.one):
            return False
        if self.last == "scale":
            self.total *= power
        elif self.scale is not None and token.value >= self.scale:
            return False
        else:
            self.total += (self.group if self.last else Decimal(1)) * power
        self.group, self.scale, self.places = Decimal(0), token.value, 0
        return True

    def _dozen(self, token: _Token, _following: _Token | None) -> bool:
        if self.last and self.last not in ("unit", "teen", "tens", "digits", "half", "hundred"):
            return False
        if not self.last and not token.one:
            return False
        self.group = (self.group or Decimal(1)) * 12
        return True

    def _fraction(self, token: _Token, _following: _Token | None) -> bool:
        """As "two thirds"; behind a scale it is a part of that: "five million and a half"."""
        if not self.last:
            self.group, self.part = token.value, True
        elif not token.joined:
            return False
        elif self.last == "scale":
            self.total += token.value * Decimal(10) ** (self.scale or 0)
        else:
            self.group += token.value
        return True

    def _half(self, token: _Token, following: _Token | None) -> bool:
        if not self.last and not (following is not None and following.kind in ("scale", "dozen")):
            return False
        return self._fraction(token, following)

    def _point(self, _token: _Token, following: _Token | None) -> bool:
        return (
            self.last in PLAIN
            and not self.places
            and following is not None
            and following.kind in ("unit", "teen", "tens")
        )

    def _denominator(self, _token: _Token, _following: _Token | None) -> bool:
        return False

    @property
    def number(self) -> Number:
        """What was taken."""
        value = self.total + self.group
        power = int(self.scale or 0)
        return Number(self.start, self.end, value, self.words, power, self.part and not power)


def _fractions(text: str, tokens: Sequence[_Token]) -> Iterator[_Token]:
    """The tokens, with a small number before "thirds", "quarters" or a hyphened "third" made one."""
    at = 0
    while at < len(tokens):
        token, following = tokens[at], tokens[at + 1] if at + 1 < len(tokens) else None
        if token.kind == "denominator":
            plural = text[token.start : token.end].casefold().endswith("s")
            if token.article is not None and not plural and _PART.match(text, token.end):
                yield _Token(token.article, token.end, "fraction", 1 / token.value, token.joined)
            at += 1
        elif (
            following is not None
            and following.kind == "denominator"
            and token.kind == "unit"
            and not (following.joined or following.one)
        ):
            plural = text[following.start : following.end].casefold().endswith("s")
            close = text[token.end : following.start] == "-" or _PART.match(text, following.end)
            if plural == (token.value > 1) and (plural or close):
                yield _Token(token.start, following.end, "fraction", token.value / following.value, token.joined)
            else:
                yield token
            at += 2
        else:
            yield token
            at += 1


def _tokens(text: str) -> Iterator[list[_Token]]:
    """Runs of number words and digits that only blanks, hyphens, "and" and "a" keep apart."""
    pattern, suffix, powers = _patterns()
    run: list[_Token] = []
    for match in pattern.finditer(text):
        gap = _GAP.fullmatch(text, run[-1].end, match.start()) if run else None
        if run and gap is None:
            yield run
            run = []
        joined = gap is not None and gap["and"] is not None
        before = _ARTICLE.search(text, max(0, match.start() - 4), match.start())
        article = before.start() if before is not None else None
        if match["d"] is None:
            kind, value = _lexicon()[match["w"].casefold()]
            run.append(_Token(match.start(), match.end(), kind, value, joined, article))
        elif not _LETTER_HYPHEN.search(text, max(0, match.start() - 2), match.start()):  # "COVID-19"
            run.append(
                _Token(match.start(), match.end(), "digits", digits_value(match["d"]), joined, article, words=False)
            )
            if (short := suffix.match(text, match.end())) is not None:
                power = Decimal(powers[(short[1] or short[2]).casefold()])
                run.append(_Token(short.start(), short.end(), "scale", power))
    if run:
        yield run


def _numbers(text: str, run: list[_Token]) -> Iterator[Number]:
    tokens = list(_fractions(text, run))
    current = _Sum()
    for at, token in enumerate(tokens):
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if current.take(token, following):
            continue
        if current.last:
            yield current.number
        current = _Sum()
        if not current.take(token, following):
            current = _Sum()
    if current.last:
        yield current.number


def find_numbers(text: str) -> Iterator[Number]:
    """Every number of a text in order; scales right behind a number belong to it."""
    for run in _tokens(text):
        yield from _numbers(text, run)


def words_value(text: str) -> Decimal | None:
    """The value of a number in words, or None when the text is no single number."""
    found = list(find_numbers(text))
    return found[0].value if len(found) == 1 else None
