"""A claim's fields as a form: what is not touched stays to the letter, what is written is read or told as a fault."""

from __future__ import annotations

import random

import pytest

from servanda.faces.web.fields import groups, persons_of, read
from servanda.terms.claims import KINDS
from servanda.terms.rows import what_from_row, what_row

ROWS = {
    "meeting": {
        "type": "visit", "status": "held", "visit": "state", "date": "2024-05", "city": "Nairobi", "host": "KEN",
        "states": ["KEN", "UGA"],
        "participants": [{"name": "A. Okello", "office": "Minister, acting", "state": "UGA"}, {"name": None, "office": "Envoy", "state": None}],
    },
    "instrument": {
        "type": "contract", "status": "signed", "title": "Contract\n  on “rails”", "date": "2024-05-06", "place": None,
        "states": ["KEN", "UGA"], "signatories": ["Ministry of Trade, Industry and Cooperatives", "Rails Ltd"],
        "term": "2024/2026", "value": 12.5, "currency": "USD", "count": 3,
    },
    "commitment": {
        "action": "raise mutual trade", "strength": "firm", "status": "open", "by": ["KEN", "the commission"],
        "due": "2030", "target": {"indicator": "trade_turnover", "value": 3000000000, "unit": "USD"},
    },
    "figure": {
        "indicator": "exports", "label": "tea", "value": 7.4, "value_to": None, "unit": "percent", "qualifier": "about",
        "period": "2023-01/2023-06", "states": ["KEN", "UGA"], "change": {"percent": 4, "direction": "up"},
    },
    "statement": {"speaker": {"name": "A. Okello", "office": None, "state": "UGA"}, "direct": True},
    "activity": {"type": "other", "name": "tea fair", "status": "held", "date": None, "place": "Kampala", "states": []},
}  # fmt: skip


def shown(kind, row):
    return {c.name.removeprefix("f."): c.value for g in groups(kind, row, id_="x") for c in g.controls}


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_that_is_sent_as_it_came_changes_nothing(kind):
    row = what_row(what_from_row(kind, ROWS[kind]))
    assert read(kind, row, shown(kind, row).get) == ({}, {})
    assert read(kind, row, {}.get) == ({}, {}), "nor do controls that were not sent"


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_form_shows_makes_the_same_claim_anew(kind):
    row = what_row(what_from_row(kind, ROWS[kind]))
    found, faults = read(kind, {}, shown(kind, row).get)
    assert faults == {}
    told = what_row(what_from_row(kind, found))
    assert told | {"title": None} == row | {"title": None} if kind == "instrument" else told == row


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_form_tells_of_every_field_that_a_kind_cannot_be_without(kind):
    _, faults = read(kind, {}, {}.get)
    needed = {c.name.removeprefix("f.") for g in groups(kind, {}, id_="x") for c in g.controls if c.needed}
    assert faults.keys() >= needed
    assert needed


CHANGES = [
    ("meeting", {"states": "Kenya , uganda,"}, {}, {}),
    ("meeting", {"states": "Kenya, Atlantis"}, {}, {"states": "Atlantis"}),
    ("meeting", {"host": "Tanzania"}, {"host": "TZA"}, {}),
    ("meeting", {"participants.0.name": "", "participants.0.office": "", "participants.0.state": ""},
     {"participants": [{"name": None, "office": "Envoy", "state": None}]}, {}),
    ("meeting", {"participants.2.name": "B. Mwangi", "participants.2.state": "kenya"},
     {"participants": [*ROWS["meeting"]["participants"], {"name": "B. Mwangi", "office": None, "state": "KEN"}]}, {}),
    ("meeting", {"date": "2024-05-32"}, {}, {"date": "no EDTF date"}),
    ("meeting", {"type": "party"}, {}, {"type": "is none of visit"}),
    ("instrument", {"signatories": "Rails Ltd\n\n  Ports, Ltd "}, {"signatories": ["Rails Ltd", "Ports, Ltd"]}, {}),
    ("instrument", {"value": "12.50"}, {"value": "12.50"}, {}),
    ("instrument", {"count": "2.5"}, {}, {"count": "no whole number"}),
    ("instrument", {"count": "1e99999999"}, {}, {"count": "no whole number"}),
    ("commitment", {"target.indicator": "", "target.value": "", "target.unit": ""}, {"target": None}, {}),
    ("commitment", {"target.value": ""}, {}, {"target.value": "tell this"}),
    ("commitment", {"target.value": "three"}, {}, {"target.value": "no number"}),
    ("figure", {"change.direction": "sideways"}, {}, {"change.direction": "is none of up, down"}),
    ("statement", {"direct": "maybe"}, {}, {"direct": "'maybe' is no bool"}),
    ("statement", {"speaker.name": "", "speaker.state": ""}, {}, {"speaker.name": "tell this"}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "written", "changed", "faults"), CHANGES)
def test_what_is_written_is_read_or_its_fault_is_told(kind, written, changed, faults):
    row = what_row(what_from_row(kind, ROWS[kind]))
    found, told = read(kind, row, (shown(kind, row) | written).get)
    assert {name: value for name, value in found.items() if value != row.get(name)} == changed
    assert told.keys() == faults.keys()
    for name, words in faults.items():
        assert words in told[name]


def test_no_form_grows_beyond_measure():
    crowd = {**ROWS["meeting"], "participants": [{"name": f"P{n}"} for n in range(500)]}
    assert persons_of(what_row(what_from_row("meeting", crowd))) == 40


def test_any_text_at_all_is_read_or_told():
    chance = random.Random(7)
    alphabet = "0129.-/eE,;~?%\n\t \u202e\U0001f600<>&\"'=KAZken"
    for kind in KINDS:
        row = what_row(what_from_row(kind, ROWS[kind]))
        names = list(shown(kind, row))
        for _ in range(300):
            written = {chance.choice(names): "".join(chance.choices(alphabet, k=chance.randrange(12)))}
            found, faults = read(kind, row, (shown(kind, row) | written).get)
            assert not (found and faults)
            if found:
                what_from_row(kind, {**row, **found})
