"""Users, sessions and tokens as they are kept: by hash alone, and gone with what they rest on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from servanda.ledger import accounts, credentials
from servanda.ledger.session import open_ledger
from servanda.terms.users import Token, User

AT = datetime(2026, 11, 1, 9, tzinfo=UTC)
ALIYA = User("Aliya Ospanova", "reviewer", AT)
BAHROM = User("Bahrom Saidov", "reader", AT)


@pytest.fixture
def ledger(tmp_path):
    with open_ledger(tmp_path / "office.db") as opened:
        assert accounts.add_user(opened, ALIYA, "hash a")
        assert accounts.add_user(opened, BAHROM, None)
        yield opened


def begin(ledger, digest, user=ALIYA, password="hash a", at=AT) -> bool:  # noqa: S107
    return credentials.add_session(ledger, digest, user.name, at, password=password)


def token(name="t-1", user=ALIYA) -> Token:
    return Token(name, user.name, "export", "reader", AT, AT + timedelta(days=30))


@pytest.mark.parametrize("name", ["Aliya Ospanova", "aliya  ospanova", " ALIYA OSPANOVA ", "Ａliya Ospanova"])
def test_a_name_is_one_user_however_it_is_written(ledger, name):
    assert accounts.user_named(ledger, name) == ALIYA
    assert accounts.password_of(ledger, name) == "hash a"
    assert not accounts.add_user(ledger, User(name, "admin", AT), "hash b")
    assert accounts.user_list(ledger) == (ALIYA, BAHROM)


def test_nobody_has_no_password(ledger):
    assert accounts.user_named(ledger, "Nobody") is None
    assert accounts.password_of(ledger, "Nobody") is None
    assert accounts.password_of(ledger, BAHROM.name) is None
    for change in (
        lambda name: accounts.set_role(ledger, name, "admin"),
        lambda name: accounts.set_disabled(ledger, name, disabled=True),
        lambda name: accounts.set_password(ledger, name, "hash"),
        lambda name: accounts.remove_user(ledger, name),
    ):
        assert not change("Nobody")


@pytest.mark.parametrize(
    ("change", "stays"),
    [
        (lambda ledger: accounts.set_role(ledger, ALIYA.name, "admin"), True),
        (lambda ledger: accounts.set_password(ledger, ALIYA.name, "hash b"), False),
        (lambda ledger: accounts.set_disabled(ledger, ALIYA.name, disabled=True), False),
        (lambda ledger: accounts.remove_user(ledger, ALIYA.name), False),
        (lambda ledger: credentials.end_session(ledger, "one"), False),
        (lambda ledger: accounts.renew_hash(ledger, ALIYA.name, "hash a", "hash b"), True),
    ],
)
def test_a_session_ends_with_what_it_rests_on(ledger, change, stays):
    assert begin(ledger, "one")
    assert accounts.add_user(ledger, User("Clara", "reader", AT), "hash c")
    assert begin(ledger, "other", User("Clara", "reader", AT), "hash c")
    change(ledger)
    assert (credentials.session_named(ledger, "one") is not None) == stays
    assert credentials.session_named(ledger, "other").user.name == "Clara"


def test_a_session_is_not_begun_by_a_password_that_was_changed_meanwhile(ledger):
    assert not begin(ledger, "one", password="hash of before")  # noqa: S106
    accounts.set_disabled(ledger, ALIYA.name, disabled=True)
    assert not begin(ledger, "one")
    assert credentials.session_named(ledger, "one") is None


def test_a_better_hash_does_not_bring_an_old_password_back(ledger):
    accounts.set_password(ledger, ALIYA.name, "hash of the new one")
    accounts.renew_hash(ledger, ALIYA.name, "hash a", "better hash of the old one")
    assert accounts.password_of(ledger, ALIYA.name) == "hash of the new one"


def test_sessions_unseen_or_old_are_dropped(ledger):
    for name, hours in (("old", 50), ("unseen", 20), ("seen", 20), ("new", 1)):
        begin(ledger, name, at=AT - timedelta(hours=hours))
    credentials.note_session(ledger, "seen", AT)
    credentials.note_session(ledger, "old", AT)
    credentials.drop_sessions(ledger, unseen=AT - timedelta(hours=8), old=AT - timedelta(hours=48))
    found = {name for name in ("old", "unseen", "seen", "new") if credentials.session_named(ledger, name)}
    assert found == {"seen", "new"}


def test_a_token_is_found_by_its_hash_and_gone_when_revoked(ledger):
    credentials.add_token(ledger, token(), "digest")
    assert credentials.token_digest(ledger, "digest") == (ALIYA, token())
    assert credentials.token_digest(ledger, "other") is None
    credentials.note_token(ledger, "t-1", AT)
    assert [one.used for one in credentials.token_list(ledger)] == [AT]
    assert credentials.token_list(ledger, BAHROM.name) == ()
    assert not credentials.remove_token(ledger, "t-1", of=BAHROM.name)
    assert credentials.remove_token(ledger, "t-1", of=ALIYA.name)
    assert credentials.token_digest(ledger, "digest") is None


def test_who_is_taken_out_leaves_no_token(ledger):
    credentials.add_token(ledger, token(), "digest")
    credentials.add_token(ledger, token("t-2", BAHROM), "digest 2")
    assert accounts.remove_user(ledger, ALIYA.name)
    assert [one.id for one in credentials.token_list(ledger)] == ["t-2"]
