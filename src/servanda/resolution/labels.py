"""A short name for an entry, from what its claims say."""

from __future__ import annotations

from collections.abc import Sequence

from servanda.terms.amounts import amount
from servanda.terms.claims import Activity, Claim, Commitment, Figure, Instrument, Meeting, Statement

_LENGTH = 110


def _cut(text: str) -> str:
    """At most ``_LENGTH`` characters, cut between words."""
    text = " ".join(text.split())
    return text if len(text) <= _LENGTH else text[:_LENGTH].rsplit(" ", 1)[0] + "…"


def _pair(claim: Claim) -> str:
    return "-".join(getattr(claim.what, "states", ()) or claim.relation)


def _meeting(claim: Claim, what: Meeting) -> str:
    names = [p.name.split()[-1] for p in what.participants if p.name]
    who = ", ".join(names[:4]) or _pair(claim)
    kind = f"{what.visit} visit" if what.visit else what.type.replace("_", " ")
    where = f" in {what.city}" if what.city else ""
    when = f", {what.date}" if what.date else ""
    return f"{kind.capitalize()}: {who}{where}{when}"


def _instrument(claim: Claim, what: Instrument) -> str:
    if what.title:
        return what.title[0].upper() + what.title[1:]
    count = f"{what.count} documents" if what.count else "Documents"
    worth = f" worth {amount(what.value, what.currency)}" if what.value is not None else ""
    return f"{count}{worth}, {_pair(claim)}"


def _figure(claim: Claim, what: Figure) -> str:
    name = what.indicator.replace("_", " ") if what.indicator != "other" else what.label or "figure"
    return f"{name.capitalize()} {_pair(claim)}" + (f", {what.period}" if what.period else "")


def _statement(what: Statement, claim: Claim) -> str:
    who = what.speaker.name or what.speaker.office or what.speaker.state or "Joint"
    return f"{who}: {claim.quotes[0].text}"


def label(claims: Sequence[Claim]) -> str:
    """The name of an entry; of documents the longest title that was told, of everything else the first telling."""
    first = claims[0]
    what = first.what
    if isinstance(what, Instrument):
        titled = [c for c in claims if isinstance(c.what, Instrument) and c.what.title]
        best = max(titled, key=lambda c: len(getattr(c.what, "title", "") or ""), default=first)
        return _cut(_instrument(best, best.what)) if isinstance(best.what, Instrument) else ""
    if isinstance(what, Meeting):
        return _cut(_meeting(first, what))
    if isinstance(what, Commitment):
        return _cut(what.action[:1].upper() + what.action[1:])
    if isinstance(what, Figure):
        return _cut(_figure(first, what))
    if isinstance(what, Activity):
        return _cut(what.name[:1].upper() + what.name[1:])
    return _cut(_statement(what, first))
