"""How number words add up as they are spoken: units to tens, both to hundreds, each group to a lower scale than before.

A word that cannot be added is not taken: it begins the next number ("two one" are two).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

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
class Token:
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


@dataclass(slots=True)
class Sum:
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

    def take(self, token: Token, following: Token | None) -> bool:
        """Whether a token continues the number; if so it is added."""
        known = getattr(self, f"_{token.kind}")(token, following)
        if known:
            if not self.last:
                self.start = token.start if token.article is None else token.article
                self.words = token.words
            self.end, self.last = token.end, token.kind
        return bool(known)

    def _small(self, token: Token, after: tuple[str, ...]) -> bool:
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

    def _unit(self, token: Token, _following: Token | None) -> bool:
        return self._small(token, ("", "tens", *SPOKEN))

    def _teen(self, token: Token, _following: Token | None) -> bool:
        return self._small(token, ("", *SPOKEN))

    def _tens(self, token: Token, following: Token | None) -> bool:
        return self._teen(token, following)

    def _digits(self, token: Token, following: Token | None) -> bool:
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

    def _hundred(self, token: Token, _following: Token | None) -> bool:
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

    def _scale(self, token: Token, _following: Token | None) -> bool:
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

    def _dozen(self, token: Token, _following: Token | None) -> bool:
        if self.last and self.last not in ("unit", "teen", "tens", "digits", "half", "hundred"):
            return False
        if not self.last and not token.one:
            return False
        self.group = (self.group or Decimal(1)) * 12
        return True

    def _fraction(self, token: Token, _following: Token | None) -> bool:
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

    def _half(self, token: Token, following: Token | None) -> bool:
        if not self.last and not (following is not None and following.kind in ("scale", "dozen")):
            return False
        return self._fraction(token, following)

    def _point(self, _token: Token, following: Token | None) -> bool:
        return (
            self.last in PLAIN
            and not self.places
            and following is not None
            and following.kind in ("unit", "teen", "tens")
        )

    def _denominator(self, _token: Token, _following: Token | None) -> bool:
        return False

    @property
    def number(self) -> Number:
        """What was taken."""
        value = self.total + self.group
        power = int(self.scale or 0)
        return Number(self.start, self.end, value, self.words, power, self.part and not power)
