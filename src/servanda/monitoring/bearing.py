"""What can bear on a commitment at all, looked up by its words: of thousands of claims of a relation some twenty.

Nothing is decided here. What is left out could neither fulfil a commitment nor be a figure of its target, by the
very words that those rules look at; whatever is left in, they look at as before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator
from typing import Generic, TypeVar

from servanda.monitoring.chain import Chain
from servanda.monitoring.obligations import promises_a_meeting, words_of, words_promised
from servanda.terms.claims import Activity, Commitment, Figure, Instrument, Meeting, What

Name = TypeVar("Name", bound=Hashable)


class Bearing(Generic[Name]):
    """Tellings by name, found again by the commitments that they may bear on."""

    def __init__(self, told: Iterable[tuple[Name, What]]) -> None:
        self._titled: list[tuple[Name, str]] = []
        self._meetings: dict[Name, None] = {}
        self._figures: dict[str, dict[Name, None]] = defaultdict(dict)
        self._by_word: dict[tuple[str, ...], dict[str, dict[Name, None]]] = {}
        for name, what in told:
            if isinstance(what, Instrument):
                self._titled.append((name, what.title or ""))
            elif isinstance(what, Activity):
                self._titled.append((name, what.name))
            elif isinstance(what, Meeting):
                self._meetings[name] = None
            elif isinstance(what, Figure):
                self._figures[what.indicator][name] = None

    def on(self, what: Commitment, states: tuple[str, ...]) -> Iterator[Name]:
        """The names of the tellings that may bear on a commitment of an entry that tells of these states."""
        titled = self._words(states)
        for word in words_promised(what, states):
            yield from titled.get(word, ())
        if promises_a_meeting(what):
            yield from self._meetings
        if what.target is not None:
            yield from self._figures.get(what.target.indicator, ())

    def _words(self, states: tuple[str, ...]) -> dict[str, dict[Name, None]]:
        # which words tell two things apart hangs on the states; most relations have one set of them
        if states not in self._by_word:
            found: dict[str, dict[Name, None]] = defaultdict(dict)
            for name, title in self._titled:
                for word in words_of(title, states):
                    found[word][name] = None
            self._by_word[states] = found
        return self._by_word[states]


class Company:
    """The chains of one relation, and for each commitment among them those that may bear on it, in their order."""

    def __init__(self, chains: Collection[Chain]) -> None:
        self._chains = tuple(chains)
        self._bearing = Bearing((n, step.what) for n, chain in enumerate(self._chains) for step in chain.steps)

    def of(self, chain: Chain) -> list[Chain]:
        """The others that may bear on a commitment; nothing bears on an entry of another kind."""
        told = dict.fromkeys(step.what for step in chain.steps if isinstance(step.what, Commitment))
        found = {n for what in told for n in self._bearing.on(what, chain.entry.states)}
        return [self._chains[n] for n in sorted(found)]
