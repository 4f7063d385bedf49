"""Documents counted once: a package and the documents told beside it are a whole and its parts, never added up.

A signing is a day, the states, and all that reports tell was signed then. Of "8 documents were signed" and eight titles
it counts eight; a number told again by another report counts once, and where numbers differ it says between which.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from servanda.monitoring.chain import Chain
from servanda.monitoring.spans import span_of
from servanda.terms.claims import Figure, Instrument
from servanda.terms.dates import LATEST, Edtf


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A claim that adds nothing to a sum, and why."""

    claim: str
    reason: str


@dataclass(frozen=True, slots=True)
class Signing:
    """What was signed on one occasion: ``wholes`` are packages, ``parts`` documents told by title.

    ``date`` is None where no day was told.

    At least ``least`` and at most ``most`` documents; the two differ where reports tell different numbers.
    ``worth`` is by currency: that of the package where it is told, else the sum of its parts.
    """

    date: Edtf | None
    wholes: tuple[Chain, ...]
    parts: tuple[Chain, ...]
    least: int
    most: int
    worth: tuple[tuple[str, Decimal], ...]
    words: str


@dataclass(frozen=True, slots=True)
class Tally:
    """The documents that some states signed in a year, each counted once, and what was left out of the sum.

    ``year`` is None for those of which no day was told: they may be among those of a year.
    """

    states: tuple[str, ...]
    year: int | None
    signings: tuple[Signing, ...]
    least: int
    most: int
    worth: tuple[tuple[str, Decimal], ...]
    left_out: tuple[LeftOut, ...]


def _is_signed(chain: Chain) -> bool:
    return any(isinstance(s.what, Instrument) and s.what.status == "signed" for s in chain.steps)


def _is_package(chain: Chain) -> bool:
    return isinstance(chain.first.what, Instrument) and chain.first.what.type == "package"


def _versions(chain: Chain) -> frozenset[str]:
    return frozenset(step.claim.version for step in chain.steps)


def _day(chain: Chain) -> Edtf | None:
    """The day of the signing as it was told first, or None."""
    for step in chain.steps:
        if isinstance(step.what, Instrument) and step.what.status == "signed" and step.what.date is not None:
            return step.what.date
    return None


def _states(chain: Chain) -> tuple[str, ...]:
    return tuple(sorted({code for s in chain.steps for code in getattr(s.what, "states", ())}))


def _together(left: Chain, right: Chain) -> bool:
    """Whether two are of one signing: of overlapping days, or both without a day and told by one report."""
    one, other = _day(left), _day(right)
    if one is None or other is None:
        return one is None and other is None and bool(_versions(left) & _versions(right))
    return one.overlaps(other)


def _order(chain: Chain) -> tuple[date, date, str]:
    day = _day(chain)
    return (day.after, day.first, chain.entry.id) if day is not None else (LATEST, LATEST, chain.entry.id)


def _grouped(chains: Sequence[Chain]) -> Iterator[tuple[list[Chain], list[Chain]]]:
    """Packages of one signing with the documents signed then; every other document alone."""
    whole: list[tuple[list[Chain], list[Chain]]] = []
    ordered = sorted(chains, key=_order)
    for package in (c for c in ordered if _is_package(c)):
        same = next((g for g in whole if _together(g[0][0], package)), None)
        if same is None:
            whole.append(([package], []))
        else:
            same[0].append(package)
    for document in (c for c in ordered if not _is_package(c)):
        same = next((g for g in whole if _together(g[0][0], document)), None)
        if same is None:
            yield [], [document]
        else:
            same[1].append(document)
    yield from whole


def _counts(packages: Sequence[Chain]) -> list[int]:
    """The largest number that each report tells of one signing: a smaller one beside it is a part of it."""
    largest: dict[str, int] = {}
    for chain in packages:
        for step in chain.steps:
            if isinstance(step.what, Instrument) and step.what.count is not None:
                version = step.claim.version
                largest[version] = max(largest.get(version, 0), step.what.count)
    return sorted(set(largest.values()))


def _worth(chains: Iterable[Chain]) -> dict[str, Decimal]:
    """The values of documents by currency; of a document told with several the lowest."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for chain in chains:
        told: dict[str, Decimal] = {}
        for step in chain.steps:
            what = step.what
            if isinstance(what, Instrument) and what.value is not None and what.currency is not None:
                told[what.currency] = min(told.get(what.currency, what.value), what.value)
        for currency, value in told.items():
            sums[currency] += value
    return dict(sums)


def _signing(packages: Sequence[Chain], parts: Sequence[Chain]) -> Signing:
    """A signing with how many documents it can be.

    A document that no report of the package tells of may be one of it or not: the least counts it in, the most beside.
    """
    counts, day = _counts(packages), _day([*packages, *parts][0])
    told = {version for p in packages for version in _versions(p)}
    apart = sum(not told & _versions(part) for part in parts) if packages else 0
    least = max([len(parts), 1, *counts[:1]])
    most = max([len(parts) - apart, *(counts[-1:] or [1] * bool(packages))]) + apart
    whole = {currency: value for p in packages for currency, value in _worth([p]).items()}
    titles = f"{len(parts)} told by title" if parts else "no titles told"
    words = titles
    if packages:
        number = f"a package of {' against '.join(str(n) for n in counts)}" if counts else "a package of no told number"
        where = "of the same day" if day is not None else "beside it"
        words = f"{number}, {where} {titles}: a whole and its parts, counted once"
    if apart:
        words += f"; {apart} of them by other reports, which may be of the package or beside it"
    if counts and len(parts) - apart > counts[-1]:
        words += "; more titles than the package holds, so not all are of it"
    worth = tuple(sorted({**_worth(parts), **whole}.items()))
    return Signing(day, tuple(packages), tuple(parts), least, most, worth, words)


def _again(chain: Chain) -> Iterable[LeftOut]:
    first = chain.first.claim.report
    for step in chain.steps[1:]:
        yield LeftOut(step.stored.id, f"told again of {chain.entry.label!r}, first told in {first}")


def _left_of(signing: Signing) -> Iterable[LeftOut]:
    for chain in (*signing.wholes, *signing.parts):
        yield from _again(chain)
    if not signing.wholes:
        return
    for chain in signing.parts:
        yield LeftOut(
            chain.first.stored.id,
            f"signed with the package{f' on {signing.date}' if signing.date else ''}: a part of it, or told beside it",
        )
    largest = max(_counts(signing.wholes), default=0)
    for chain in signing.wholes:
        count = max((s.what.count or 0 for s in chain.steps if isinstance(s.what, Instrument)), default=0)
        if count < largest:
            yield LeftOut(chain.first.stored.id, f"{count} told beside {largest} of the same signing")


def _figures(chains: Iterable[Chain]) -> dict[tuple[tuple[str, ...], int], list[LeftOut]]:
    """Figures that count documents, by states and year: they count what the documents themselves are."""
    found: dict[tuple[tuple[str, ...], int], list[LeftOut]] = defaultdict(list)
    for step in (step for chain in chains for step in chain.steps):
        what = step.what
        if isinstance(what, Figure) and what.indicator in ("documents_signed", "contracts_value"):
            year = what.period.first.year if what.period and what.period.start else step.date.year
            span = span_of(what.period)
            total = span.kind in ("since", "until")
            reason = str(span) if total else "a figure that counts the documents themselves"
            found[tuple(sorted(set(what.states))), year].append(LeftOut(step.stored.id, reason))
    return found


def _sum(signings: Sequence[Signing]) -> tuple[tuple[str, Decimal], ...]:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for signing in signings:
        for currency, value in signing.worth:
            sums[currency] += value
    return tuple(sorted(sums.items()))


def _sorting(signing: Signing) -> tuple[date, date, str, str]:
    first = (*signing.wholes, *signing.parts)[0]
    return (*_order(first)[:2], signing.words, first.entry.id)


def documents(chains: Sequence[Chain]) -> tuple[Tally, ...]:
    """The documents signed by each group of states in each year, each counted once, by states and year.

    Those told without the day of their signing come last, in no year; planned ones are not signed.
    """
    by_states: dict[tuple[str, ...], list[Chain]] = defaultdict(list)
    for chain in chains:
        if chain.kind == "instrument" and _is_signed(chain):
            by_states[_states(chain)].append(chain)
    figures = _figures(c for c in chains if c.kind == "figure")
    found = []
    for states, own in sorted(by_states.items()):
        years: dict[int | None, list[Signing]] = defaultdict(list)
        for packages, parts in _grouped(own):
            signing = _signing(packages, parts)
            years[signing.date.first.year if signing.date else None].append(signing)
        for year, told in sorted(years.items(), key=lambda item: (item[0] is None, item[0] or 0)):
            signings = tuple(sorted(told, key=_sorting))
            counted = figures.get((states, year), []) if year is not None else []
            left = [one for s in signings for one in _left_of(s)] + counted
            unique = tuple(sorted({one.claim: one for one in reversed(left)}.values(), key=lambda o: o.claim))
            least, most = sum(s.least for s in signings), sum(s.most for s in signings)
            found.append(Tally(states, year, signings, least, most, _sum(signings), unique))
    return tuple(found)
