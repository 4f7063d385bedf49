"""Signing in: what a password must be, how long one waits after wrong ones, when sessions and tokens end."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher

from servanda.errors import InputError, NotFoundError, SignInError, TooOftenError
from servanda.ledger.session import open_ledger
from servanda.ledger.tables import tokens as token_table
from servanda.ledger.tables import users as user_table
from servanda.ledger.tables import web_sessions
from servanda.workflows import passwords
from servanda.workflows.accounts import create_user, disable, give_password, give_role, remove_user
from servanda.workflows.sign_in import IDLE, SEEN_EVERY, USED_EVERY, WHOLE, SignIns, make_token, revoke, tokens
from servanda.workflows.throttle import BY_ADDRESS, BY_NAME, FORGOTTEN, Throttle

AT = datetime(2026, 11, 1, 9, tzinfo=UTC)
GOOD = "three words in a row"
OTHER = "four other words in a row"


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.at = AT

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    file = tmp_path_factory.mktemp("users") / "office.db"
    with open_ledger(file) as ledger:
        create_user(ledger, "Aliya Ospanova", "reviewer", GOOD)
        create_user(ledger, "press", "editor", None)
    return file


@pytest.fixture
def ledger(kept, tmp_path):
    file = tmp_path / "office.db"
    file.write_bytes(kept.read_bytes())
    with open_ledger(file) as opened:
        yield opened


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def sign_ins(ledger, clock):
    return SignIns(ledger, clock=clock)


def begun(sign_ins) -> str:
    return sign_ins.begin("aliya ospanova", GOOD, "192.0.2.1")


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("short words", "has 11 characters"),
        ("a" * 201, "has 201 characters"),
        ("abababababab", "again and again"),
        ("aliya  OSPANOVA", "is the name"),
        ("three words \ud800 in a row", "cannot be written"),
    ],
)
def test_a_password_that_is_easily_guessed_is_not_taken(password, words):
    with pytest.raises(InputError, match=words):
        passwords.hashed(password, "Aliya Ospanova")


def test_a_password_is_the_same_however_its_accents_come():
    digest = passwords.hashed("café au lait, s'il vous plaît", "x")
    assert "café" not in digest
    assert digest.startswith("$argon2id$")
    assert passwords.matches(digest, "café au lait, s'il vous plaît")
    assert not passwords.matches(digest, "cafe au lait, s'il vous plait")
    assert not passwords.matches(None, "")
    assert not passwords.is_weak(digest)


def test_one_alone_does_not_load_the_library_of_passwords():
    code = "import servanda.faces.web.app, servanda.faces.cli, sys; servanda.faces.cli.load_commands(); print('argon2' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("Aliya Ospanova", OTHER),
        ("Aliya Ospanova", ""),
        ("Nobody", GOOD),
        ("press", ""),
        ("", ""),
        ("Aliya Ospanova", GOOD + "\ud800"),
        ("Aliya Ospanova", "x" * 100_000),
    ],
)
def test_what_does_not_fit_is_told_in_the_same_words(sign_ins, name, password):
    with pytest.raises(SignInError, match=r"^the name or the password is not right$"):
        sign_ins.begin(name, password, "192.0.2.1")


def test_an_unknown_name_is_looked_at_as_long_as_a_known_one():
    assert passwords._of_nobody().split("$")[:4] == passwords.hashed(OTHER, "x").split("$")[:4]


def test_a_session_is_known_by_its_secret_and_kept_by_its_hash(sign_ins, ledger):
    first, second = begun(sign_ins), begun(sign_ins)
    assert first != second
    assert len(first) >= 43
    assert sign_ins.of_session(first).name == "Aliya Ospanova"
    assert sign_ins.of_session(second).role == "reviewer"
    for wrong in ("", "x", first[:-1], first.swapcase(), "\ud800"):
        assert sign_ins.of_session(wrong) is None
    with ledger.reading() as connection:
        assert not any(first in str(row) for row in connection.execute(web_sessions.select()))
    sign_ins.end(first)
    assert sign_ins.of_session(first) is None
    assert sign_ins.of_session(second) is not None


def test_a_session_ends_when_nobody_looks_and_in_any_case(sign_ins, clock):
    secret = begun(sign_ins)
    clock.at = AT + IDLE - timedelta(seconds=1)
    assert sign_ins.of_session(secret) is not None
    clock.at += IDLE - timedelta(seconds=1)
    assert sign_ins.of_session(secret) is not None
    clock.at += IDLE
    assert sign_ins.of_session(secret) is None
    clock.at = AT
    secret = begun(sign_ins)
    while clock.at < AT + WHOLE:
        assert sign_ins.of_session(secret) is not None
        clock.at += IDLE / 2
    assert sign_ins.of_session(secret) is None


def test_a_page_costs_no_write_but_once_in_a_while(sign_ins, clock, ledger):
    secret = begun(sign_ins)

    def seen():
        with ledger.reading() as connection:
            return connection.execute(web_sessions.select()).one().seen

    for minutes, noted in ((0, AT), (9, AT), (11, AT + timedelta(minutes=11)), (20, AT + timedelta(minutes=11))):
        clock.at = AT + timedelta(minutes=minutes)
        assert sign_ins.of_session(secret) is not None
        assert seen() == noted
    assert timedelta(minutes=9) < SEEN_EVERY < timedelta(minutes=11)


@pytest.mark.parametrize(
    "change",
    [
        lambda ledger: give_password(ledger, "Aliya Ospanova", OTHER),
        lambda ledger: disable(ledger, "Aliya Ospanova"),
        lambda ledger: remove_user(ledger, "Aliya Ospanova"),
    ],
    ids=["password", "disabled", "removed"],
)
def test_every_session_ends_with_the_password_or_the_account(sign_ins, ledger, change):
    first, second = begun(sign_ins), begun(sign_ins)
    change(ledger)
    assert sign_ins.of_session(first) is None
    assert sign_ins.of_session(second) is None
    with pytest.raises(SignInError):
        begun(sign_ins)


def test_who_changes_the_password_stays_signed_in_alone(sign_ins):
    here, elsewhere = begun(sign_ins), begun(sign_ins)
    with pytest.raises(SignInError):
        sign_ins.change_password("Aliya Ospanova", OTHER, OTHER, "192.0.2.1")
    assert sign_ins.of_session(here) is not None
    with pytest.raises(InputError, match="characters"):
        sign_ins.change_password("Aliya Ospanova", GOOD, "short", "192.0.2.1")
    new = sign_ins.change_password("Aliya Ospanova", GOOD, OTHER, "192.0.2.1")
    assert sign_ins.of_session(new) is not None
    assert sign_ins.of_session(here) is None
    assert sign_ins.of_session(elsewhere) is None


def test_a_role_holds_from_the_next_request_on(sign_ins, ledger):
    secret = begun(sign_ins)
    give_role(ledger, "Aliya Ospanova", "reader")
    assert sign_ins.of_session(secret).role == "reader"


def test_a_weak_hash_is_made_anew_at_the_next_sign_in(sign_ins, ledger):
    weak = PasswordHasher(time_cost=1, memory_cost=1024).hash(GOOD)
    with ledger.writing() as connection:
        connection.execute(user_table.update().where(user_table.c.key == "aliya ospanova").values(password=weak))
    assert sign_ins.of_session(begun(sign_ins)) is not None
    with ledger.reading() as connection:
        digest = connection.execute(user_table.select().where(user_table.c.password.is_not(None))).one().password
    assert digest != weak
    assert sign_ins.of_session(begun(sign_ins)) is not None


def test_a_token_may_what_its_user_may_and_no_more(sign_ins, ledger):
    user = give_role(ledger, "press", "editor")
    token, secret = make_token(ledger, user, "  feed of\n reports ", "editor", 30)
    assert (token.words, token.user) == ("feed of reports", "press")
    assert sign_ins.of_token(secret) == (user, "editor")
    give_role(ledger, "press", "reader")
    assert sign_ins.of_token(secret)[1] == "reader"
    give_role(ledger, "press", "admin")
    assert sign_ins.of_token(secret)[1] == "editor"
    with ledger.reading() as connection:
        assert not any(secret in str(row) for row in connection.execute(token_table.select()))
    disable(ledger, "press")
    assert sign_ins.of_token(secret) is None
    disable(ledger, "press", disabled=False)
    assert sign_ins.of_token(secret) is not None
    revoke(ledger, token.id)
    assert sign_ins.of_token(secret) is None
    with pytest.raises(NotFoundError):
        revoke(ledger, token.id)


@pytest.mark.parametrize(
    ("words", "role", "days", "fault"),
    [
        ("", "reader", 1, "what the token is for"),
        ("x" * 101, "reader", 1, "what the token is for"),
        ("a\x1bb", "reader", 1, "what the token is for"),
        ("feed", "admin", 1, "cannot be admin"),
        ("feed", "reader", 0, "1 to 3650 days"),
        ("feed", "reader", 4000, "1 to 3650 days"),
    ],
)
def test_a_token_is_for_something_and_ends(ledger, words, role, days, fault):
    user = give_role(ledger, "press", "editor")
    with pytest.raises(InputError, match=fault):
        make_token(ledger, user, words, role, days)
    assert tokens(ledger) == ()


def test_a_token_ends_on_its_day_and_its_use_is_noted_now_and_then(sign_ins, ledger, clock):
    user = give_role(ledger, "press", "editor")
    token, secret = make_token(ledger, user, "feed", "reader", 30)
    clock.at = token.made
    assert sign_ins.of_token(secret) is not None
    assert tokens(ledger, "press")[0].used == clock.at
    clock.at = token.made + USED_EVERY / 2
    assert sign_ins.of_token(secret) is not None
    assert tokens(ledger, "press")[0].used == token.made
    clock.at = token.ends - timedelta(seconds=1)
    assert sign_ins.of_token(secret) is not None
    assert tokens(ledger, "press")[0].used == clock.at
    clock.at = token.ends
    assert sign_ins.of_token(secret) is None


class Seconds:
    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


def refused(throttle, name="a", address="192.0.2.1") -> int:
    """How long one must wait, or 0 where the try is heard."""
    try:
        throttle.take(name, address)
    except TooOftenError as error:
        return error.wait
    return 0


def test_waits_grow_with_wrong_tries_up_to_a_longest():
    clock = Seconds()
    throttle = Throttle(clock)
    waits = []
    for _ in range(BY_NAME.free + 8):
        wait = refused(throttle)
        if wait:
            clock.at += wait
            assert refused(throttle) == 0
        waits.append(wait)
    # the try that follows the free ones waits; each doubles it
    assert waits[: BY_NAME.free] == [0] * BY_NAME.free
    assert waits[BY_NAME.free :] == [2, 3, 5, 9, 17, 33, 61, 61]


def test_tries_at_once_are_counted_before_they_are_heard():
    throttle = Throttle(Seconds())
    heard = [refused(throttle) == 0 for _ in range(100)]
    assert sum(heard) == BY_NAME.free


def test_an_address_that_tries_many_names_waits_and_others_do_not():
    clock = Seconds()
    throttle = Throttle(clock)
    heard = [refused(throttle, f"name {n}") == 0 for n in range(100)]
    assert sum(heard) == BY_ADDRESS.free
    assert refused(throttle, "another", "192.0.2.2") == 0
    clock.at += FORGOTTEN
    assert refused(throttle, "another", "192.0.2.1") == 0


def test_a_right_password_clears_the_name_and_not_what_its_address_tried_on_others():
    throttle = Throttle(Seconds())
    for n in range(BY_ADDRESS.free - 1):
        assert refused(throttle, f"name {n}") == 0
    for _ in range(3):
        assert refused(throttle, "own") == 0
        throttle.passed("own", "192.0.2.1")
    assert refused(throttle, "victim") == 0
    assert refused(throttle, "victim") > 0


def test_wrong_passwords_make_one_wait_whoever_it_is(ledger, clock):
    seconds = Seconds()
    sign_ins = SignIns(ledger, clock=clock, throttle=Throttle(seconds))
    told = []
    for name in ("Aliya Ospanova", "Nobody"):
        faults = []
        for n in range(BY_NAME.free + 1):
            with pytest.raises((SignInError, TooOftenError)) as caught:
                sign_ins.begin(name, OTHER, f"192.0.2.{n}")
            faults.append(str(caught.value))
        told.append(faults)
    assert told[0] == told[1]
    assert "the next is heard in 2 seconds" in told[0][-1]
    with pytest.raises(TooOftenError):
        sign_ins.begin("ALIYA  ospanova", GOOD, "192.0.2.99")
    seconds.at += 2
    assert sign_ins.begin("Aliya Ospanova", GOOD, "192.0.2.99")
