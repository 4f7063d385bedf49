from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.errors import ClaimError
from servanda.terms import dates, rows
from servanda.terms.claims import (
    BY_KIND,
    Activity,
    Change,
    Claim,
    Commitment,
    Figure,
    Instrument,
    Meeting,
    Person,
    Statement,
    Target,
    field_names,
)  # fmt: skip
from servanda.terms.evidence import Quote
from servanda.terms.ids import claim_id

EXAMPLES = [
    Meeting("visit", "held", "state", dates.parse("2024-05-04"), "Nairobi", "KEN", ("KEN", "UGA"), (Person("A. Okello", "President", "UGA"),)),
    Instrument("package", "signed", None, dates.parse("2024"), None, ("KEN", "UGA"), count=8, value=Decimal("2.5"), currency="USD"),
    Commitment("raise mutual trade", "firm", by=("KEN",), due=dates.parse("2027"), target=Target("trade_turnover", Decimal(2_000_000_000), "USD")),
    Figure("trade_turnover", "trade", Decimal(1150000000), None, "USD", "over", dates.parse("2023-01/2023-06"), ("KEN",), Change(Decimal("7.4"), "up")),
    Statement(Person(None, None, "KEN"), direct=False),
    Activity("culture", "Days of Culture", "ongoing", None, "Kampala", ("KEN", "UGA")),
]  # fmt: skip


def claim(what) -> Claim:
    return Claim("r1", "0" * 64, what, (Quote(3, 8, "words"),), "test", Person("B", None, "KEN"), ("KEN", "UGA"))


@pytest.mark.parametrize("what", EXAMPLES, ids=lambda what: what.kind)
def test_a_claim_survives_json(what):
    row = json.loads(json.dumps(rows.claim_row(claim(what))))
    assert rows.claim_from_row(row, "0" * 64) == claim(what)


@pytest.mark.parametrize("what", EXAMPLES, ids=lambda what: what.kind)
def test_a_row_has_every_field_of_its_kind(what):
    assert set(field_names(what.kind)) <= set(rows.claim_row(claim(what)))
    assert type(what) is BY_KIND[what.kind]


@pytest.mark.parametrize(
    ("kind", "row", "part"),
    [
        ("treaty", {}, "none of the kinds"),
        ("meeting", {"type": "party", "status": "held"}, "meeting.type: 'party' is none of visit"),
        ("meeting", {"type": "visit"}, "status"),
        ("figure", {"indicator": "exports", "period": "last year"}, "figure.period"),
        ("meeting", {"type": "visit", "status": "held", "states": "KEN"}, "is no list"),
        ("statement", {"speaker": "somebody", "direct": True}, "is no object"),
    ],
)
def test_a_wrong_row_is_an_error_that_names_the_field(kind, row, part):
    with pytest.raises(ClaimError, match=part):
        rows.what_from_row(kind, row)


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_no_decimal_loses_anything_in_a_row(value):
    written = json.loads(json.dumps(rows.plain(value)))
    assert Decimal(str(written)) == value


def test_ids_follow_what_is_told_not_how_it_was_found():
    first = claim(EXAMPLES[0])
    assert claim_id(first) == claim_id(
        Claim(first.report, first.version, first.what, first.quotes, "other", first.asserted_by, ())
    )
    assert claim_id(first) != claim_id(
        Claim(first.report, "1" * 64, first.what, first.quotes, first.rule, first.asserted_by)
    )
    assert len({claim_id(claim(what)) for what in EXAMPLES}) == len(EXAMPLES)
