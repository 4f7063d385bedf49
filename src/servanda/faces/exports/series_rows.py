"""Rows of figure series and of documents counted once, for programs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from servanda.ledger.session import Ledger
from servanda.monitoring.series import NotComparable, Point, Series
from servanda.monitoring.tellings import Telling
from servanda.monitoring.wholes import Signing, Tally
from servanda.terms.rows import Plain, Row, plain, what_row
from servanda.workflows.series import figures


def telling_row(telling: Telling) -> Row:
    """One value as one report tells it, with its quote."""
    one, fields = telling.stored, what_row(telling.what)
    told = {name: fields[name] for name in ("value", "value_to", "qualifier", "change")}
    return {
        **told, "words": telling.words, "side": telling.side, "claim": one.id, "report": one.claim.report,
        "publisher": one.publisher, "published": one.date.isoformat(), "quote": one.claim.quotes[0].text,
    }  # fmt: skip


def _point_row(point: Point) -> Row:
    return {
        "period": plain(point.period),
        "told_on": point.day.isoformat() if point.day else None,
        "verdict": point.verdict,
        "words": point.words,
        "told": [telling_row(t) for t in point.told],
        "told_elsewhere": [telling_row(t) for t in point.elsewhere],
    }


def _left_row(left: NotComparable) -> Row:
    return {"reason": left.reason, "period": plain(left.telling.what.period), **telling_row(left.telling)}


def series_row(series: Series) -> Row:
    """A series with its points, its checks of growth, and the figures that are not comparable with it."""
    key = series.key
    return {
        "indicator": key.indicator,
        "states": list(key.states),
        "direction": key.direction,
        "counted": list(key.counted),
        "unit": key.unit,
        "period_kind": str(key.span),
        "side": key.side,
        "differ": bool(series.differing),
        "points": [_point_row(p) for p in series.points],
        "checks": [
            {"period": str(c.period), "agrees": c.agrees, "words": c.words, "claims": list(c.claims)}
            for c in series.checks
        ],
        "not_comparable": [_left_row(n) for n in series.not_comparable],
    }


def told_rows(series: Series) -> Iterator[Row]:
    """One row a value that a report tells in a series, for a table of numbers."""
    key = series.key
    named: Row = {
        "indicator": key.indicator, "states": list(key.states), "direction": key.direction,
        "counted": list(key.counted), "unit": key.unit, "period_kind": str(key.span),
    }  # fmt: skip
    for point in series.points:
        for telling in point.told:
            yield {**named, "period": plain(point.period), "verdict": point.verdict, **telling_row(telling)}


def _signing_row(signing: Signing) -> Row:
    return {
        "date": plain(signing.date),
        "least": signing.least,
        "most": signing.most,
        "words": signing.words,
        "whole": [chain.entry.id for chain in signing.wholes],
        "parts": [chain.entry.id for chain in signing.parts],
        "worth": _worth(signing.worth),
    }


def _worth(worth: tuple[tuple[str, object], ...]) -> dict[str, Plain]:
    return {currency: plain(value) for currency, value in worth}


def tally_row(tally: Tally) -> Row:
    """The documents that some states signed in a year, with each signing and what was left out of the sum."""
    return {
        "states": list(tally.states),
        "year": tally.year,
        "least": tally.least,
        "most": tally.most,
        "worth": _worth(tally.worth),
        "signings": [_signing_row(s) for s in tally.signings],
        "left_out": [{"claim": one.claim, "reason": one.reason} for one in tally.left_out],
    }


def series_rows(ledger: Ledger, as_of: date) -> Iterator[Row]:
    """One row a series of figures."""
    for series in figures(ledger, as_of).series:
        yield series_row(series)


def document_rows(ledger: Ledger, as_of: date) -> Iterator[Row]:
    """One row for the documents of some states in one year."""
    for tally in figures(ledger, as_of, indicator="documents_signed").tallies:
        yield tally_row(tally)
