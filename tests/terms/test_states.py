from __future__ import annotations

import pytest

from servanda.terms import states


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Kazakhstan", "KAZ"),
        ("KAZ", "KAZ"),
        ("the Kyrgyz Republic", "KGZ"),
        ("Republic of Korea", "KOR"),
        ("Democratic People's Republic of Korea", "PRK"),
        ("Democratic Republic of the Congo", "COD"),
        ("Türkiye", "TUR"),
        ("Turkiye", "TUR"),
        ("turkey", "TUR"),
        ("Republic of Belarus", "BLR"),
        ("Côte d’Ivoire", "CIV"),
        ("Emirati", "ARE"),
        ("Kosovo", "XKX"),
        ("Hong Kong", "HKG"),
        ("Holy See", "VAT"),
        ("European Union", "EUU"),
        ("Shanghai Cooperation Organisation", "SCO"),
        ("Atlantis", None),
        ("", None),
    ],
)
def test_a_name_leads_to_its_code(name: str, code: str | None) -> None:
    assert states.code_of(name) == code


def test_states_and_bodies_are_told_apart() -> None:
    assert states.is_state("FRA")
    assert not states.is_state("EUU")
    assert states.is_party("EUU")
    assert not states.is_party("QQQ")


def test_every_state_has_an_iso_code_and_a_name_of_its_own() -> None:
    rows = states.table()
    codes = [code for code, row in rows.items() if not row.body]
    assert len(codes) > 220
    assert all(len(code) == 3 and code.isupper() for code in codes)
    shorts = [row.names[0] for row in rows.values()]
    assert len(shorts) == len(set(shorts))


def test_the_short_name_of_a_code() -> None:
    assert states.state_name("TJK") == "Tajikistan"
    assert states.state_name("QQQ") == "QQQ"


def test_folding_keeps_case_and_drops_accents() -> None:
    assert states.fold("Erdoğan Łódź ı") == "Erdogan Lodz i"


def test_a_group_has_members_with_codes() -> None:
    assert "KGZ" in states.groups()["Central Asia"]
    assert all(states.is_party(code) for codes in states.groups().values() for code in codes)
