"""Numbers in digits and in words, with their spans: "1,234.5", "one billion one hundred and fifty million", "2.5bn"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache

from servanda.errors import LexiconError
from servanda.reading.frames import load_lexicon
from servanda.reading.numbers_sums import Number, Sum, Token

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


def _fractions(text: str, tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens, with a small number before "thirds", "quarters" or a hyphened "third" made one."""
    at = 0
    while at < len(tokens):
        token, following = tokens[at], tokens[at + 1] if at + 1 < len(tokens) else None
        if token.kind == "denominator":
            plural = text[token.start : token.end].casefold().endswith("s")
            if token.article is not None and not plural and _PART.match(text, token.end):
                yield Token(token.article, token.end, "fraction", 1 / token.value, token.joined)
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
                yield Token(token.start, following.end, "fraction", token.value / following.value, token.joined)
            else:
                yield token
            at += 2
        else:
            yield token
            at += 1


def _tokens(text: str) -> Iterator[list[Token]]:
    """Runs of number words and digits that only blanks, hyphens, "and" and "a" keep apart."""
    pattern, suffix, powers = _patterns()
    run: list[Token] = []
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
            run.append(Token(match.start(), match.end(), kind, value, joined, article))
        elif not _LETTER_HYPHEN.search(text, max(0, match.start() - 2), match.start()):  # "COVID-19"
            run.append(
                Token(match.start(), match.end(), "digits", digits_value(match["d"]), joined, article, words=False)
            )
            if (short := suffix.match(text, match.end())) is not None:
                power = Decimal(powers[(short[1] or short[2]).casefold()])
                run.append(Token(short.start(), short.end(), "scale", power))
    if run:
        yield run


def _numbers(text: str, run: list[Token]) -> Iterator[Number]:
    tokens = list(_fractions(text, run))
    current = Sum()
    for at, token in enumerate(tokens):
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if current.take(token, following):
            continue
        if current.last:
            yield current.number
        current = Sum()
        if not current.take(token, following):
            current = Sum()
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
