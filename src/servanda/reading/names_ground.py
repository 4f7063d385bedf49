"""What names are sought on: the words of a text with the places, and then the bodies, that were found in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from servanda.reading.names_places import Place
from servanda.reading.names_tokens import Token


@dataclass(frozen=True, slots=True)
class Body:
    """A body at the tokens ``[first, end)``; ``core`` is the end of its name without "of the Republic of X"."""

    first: int
    core: int
    end: int
    state: str | None


@dataclass(frozen=True, slots=True)
class Ground:
    """The tokens of a text and, by their first and last token, the places found in it."""

    line: Sequence[Token]
    starts: Mapping[int, Place]
    ends: Mapping[int, Place]

    def joined(self, at: int) -> bool:
        """Whether token ``at`` exists and goes on the block of the token before it."""
        return 0 < at < len(self.line) and not self.line[at].breaks

    def lower(self, at: int) -> str:
        """The token in small letters, or nothing past the text or at a new block."""
        return self.line[at].lower if self.joined(at) else ""


def ground(line: Sequence[Token], places: Sequence[Place]) -> Ground:
    """Tokens and places in the form that bodies and offices are sought on."""
    return Ground(line, {place.first: place for place in places}, {place.end: place for place in places})


@dataclass(frozen=True, slots=True)
class Scene:
    """The ground with the bodies found on it, by their first token and by their end."""

    ground: Ground
    starts: Mapping[int, Body]
    ends: Mapping[int, Body]


def scene(ground: Ground, bodies: Sequence[Body]) -> Scene:
    """The ground and its bodies in the form that offices are sought on."""
    return Scene(ground, {body.first: body for body in bodies}, {body.end: body for body in bodies})
