"""Decisions in a real ledger: what they do to entries, what they leave, who is refused, and that a rebuild agrees."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servanda.errors import ClaimError, ConflictError, InputError, NotFoundError
from servanda.ledger import decided, session, views
from servanda.ledger.decisions import NOBODY, Seen, keep_decisions
from servanda.ledger.session import open_ledger
from servanda.ledger.store import add_judgement, add_report
from servanda.terms import dates
from servanda.terms.claims import Claim, Commitment
from servanda.terms.decisions import Decision
from servanda.terms.entries import Judgement
from servanda.terms.evidence import Quote
from servanda.terms.ids import claim_id
from servanda.terms.reading import Reading
from servanda.terms.reports import Report
from servanda.terms.rows import claim_row
from servanda.workflows.add import RESOLVER
from servanda.workflows.rebuild import rebuild

NOW = datetime(2025, 1, 1, tzinfo=UTC)
ACTS = ("open a consulate in Gulu", "open the consulate at Gulu", "launch direct flights", "build a road bridge")
SIDES = (("KEN", "UGA"), ("KEN", "TZA"))


def report(number: int) -> Report:
    return Report(f"r{number}", date(2024, 1, 1) + timedelta(days=number), f"Report {number} tells of an act.", "Wire")


def act(of: Report, what: str, states: tuple[str, ...] = SIDES[0], due: str | None = None) -> Claim:
    told = Commitment(what, "firm", by=states, due=dates.parse(due) if due else None)
    return Claim(of.id, of.digest, told, (Quote(0, 6, "Report"),), "made", None, states)


def fill(ledger, *acts: str):
    """One report an act; the ids of the claims."""
    names = []
    for number, what in enumerate(acts):
        claim = act(report(number), what)
        add_report(ledger, report(number), Reading((claim,), states=SIDES[0]), resolver=RESOLVER, reader="x", at=NOW)
        names.append(claim_id(claim))
    return names


def say(ledger, action, subject, *others, hour=0, seen=None, **more):
    made = Decision(action, subject, "A. Reviewer", "read it", NOW + timedelta(hours=hour), others, **more)
    return keep_decisions(ledger, [made], resolver=RESOLVER, seen=seen)[0]


def groups(ledger):
    return sorted(tuple(m.report for m in e.members) for e in views.find_entries(ledger))


def content(ledger):
    return (
        views.find_entries(ledger),
        [(one.id, one.claim, one.position) for one in views.all_claims(ledger)],
        {n: (r.status, r.changes, r.last) for n, r in decided.rulings_on(ledger, decided.decided_subjects(ledger)).items()},
        decided.judgements_on(ledger, [one.id for one in views.all_claims(ledger)]),
    )  # fmt: skip


@pytest.fixture
def ledger(tmp_path):
    with open_ledger(tmp_path / "l.db") as opened:
        yield opened


def test_a_rejected_claim_leaves_its_entry_and_stays_in_the_ledger(ledger):
    a, b, _ = fill(ledger, ACTS[0], ACTS[0], ACTS[2])
    say(ledger, "reject", a)
    assert groups(ledger) == [("r1",), ("r2",)]
    assert a in {one.id for one in views.all_claims(ledger)}
    assert [e.id for e in views.find_entries(ledger) if e.members[0].claim == b] == [f"e-{b}"]
    say(ledger, "restore", a, hour=1)
    assert groups(ledger) == [("r0", "r1"), ("r2",)]


def test_a_corrected_claim_stands_in_for_what_was_read(ledger):
    a, b = fill(ledger, ACTS[0], ACTS[2])
    say(ledger, "correct", b, now={"action": ACTS[1], "due": "2027"}, was={"action": ACTS[2], "due": None})
    assert groups(ledger) == [("r0", "r1")]
    told = views.stored_claims(ledger, [b])[b].claim
    assert (told.what.action, str(told.what.due)) == (ACTS[1], "2027")
    assert decided.read_claims(ledger, [b])[b].what.action == ACTS[2]
    assert [e.label for e in views.find_entries(ledger)] == ["Open a consulate in Gulu"]
    assert views.find_entries(ledger)[0].id == f"e-{a}", "the entry keeps its id"


def test_a_correction_may_move_a_claim_to_another_relation_and_back(ledger):
    a, b = fill(ledger, ACTS[0], ACTS[0])
    moved = say(ledger, "correct", b, now={"by": ["KEN", "TZA"]})
    assert groups(ledger) == [("r0",), ("r1",)]
    assert {e.states for e in views.find_entries(ledger)} == {("KEN", "UGA")}
    other = report(7)
    told = act(other, ACTS[0], SIDES[1])
    add_report(ledger, other, Reading((told,), states=SIDES[1]), resolver=RESOLVER, reader="x", at=NOW)
    assert groups(ledger) == [("r0",), ("r1", "r7")]
    say(ledger, "withdraw", b, hour=1, of=moved.id)
    assert groups(ledger) == [("r0", "r1"), ("r7",)]
    assert views.stored_claims(ledger, [a, b])[b].claim.what.by == ("KEN", "UGA")


def test_a_claim_brought_in_stands_while_that_stands(ledger):
    (a,) = fill(ledger, ACTS[2])
    claim = act(report(0), ACTS[3])
    brought = say(
        ledger, "add", claim_id(claim), now={**claim_row(claim), "version": claim.version}, unsupported=("x",)
    )
    assert groups(ledger) == [("r0",), ("r0",)]
    taken = say(ledger, "withdraw", claim_id(claim), hour=1, of=brought.id)
    assert groups(ledger) == [("r0",)]
    assert decided.rulings_on(ledger, [claim_id(claim)])[claim_id(claim)].status == "withdrawn"
    say(ledger, "withdraw", claim_id(claim), hour=2, of=taken.id)
    assert groups(ledger) == [("r0",), ("r0",)]
    assert decided.rulings_on(ledger, [a, claim_id(claim)])[claim_id(claim)].unsupported == ("x",)


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"quotes": ["report"]}, ClaimError, "does not stand"),
        ({"spans": [[1, 7]]}, ClaimError, "does not stand"),
        ({"quotes": [], "spans": []}, ClaimError, "does not stand"),
        ({"version": "0" * 64}, NotFoundError, "no report"),
        ({"strength": "strong"}, ClaimError, "none of firm"),
        ({"action": "another act"}, InputError, "is not the id"),
    ],
)
def test_a_claim_that_does_not_stand_in_its_report_is_not_brought_in(ledger, change, error, words):
    fill(ledger, ACTS[2])
    claim = act(report(0), ACTS[3])
    with pytest.raises(error, match=words):
        say(ledger, "add", claim_id(claim), now={**claim_row(claim), "version": claim.version, **change})
    assert decided.all_decisions(ledger) == []
    assert len(list(views.all_claims(ledger))) == 1


def test_what_the_reader_gave_is_not_brought_in_again(ledger):
    (a,) = fill(ledger, ACTS[2])
    claim = act(report(0), ACTS[2])
    with pytest.raises(InputError, match="already"):
        say(ledger, "add", a, now={**claim_row(claim), "version": claim.version})


def test_merging_ties_all_claims_and_splitting_parts_one_from_all(ledger):
    names = fill(ledger, ACTS[0], ACTS[0], ACTS[2], ACTS[2])
    merged = say(ledger, "merge", *names)
    assert groups(ledger) == [("r0", "r1", "r2", "r3")]
    parted = say(ledger, "split", names[2], names[0], names[1], names[3], hour=1)
    assert groups(ledger) == [("r0", "r1", "r3"), ("r2",)]
    say(ledger, "reject", names[0], hour=2)
    assert groups(ledger) == [("r1", "r3"), ("r2",)]
    for hour, one in ((3, parted), (4, merged)):
        say(ledger, "withdraw", one.subject, *one.others, hour=hour, of=one.id)
    assert groups(ledger) == [("r1",), ("r2", "r3")]


def test_who_looked_before_another_decided_is_refused_and_told(ledger):
    a, b = fill(ledger, ACTS[0], ACTS[2])
    looked = Seen((a,), NOBODY)
    first = say(ledger, "confirm", a, seen=looked)
    with pytest.raises(ConflictError, match=r"A. Reviewer decided meanwhile: confirm, on 2025-01-01 00:00 UTC \(“read it”\)") as told:  # fmt: skip
        say(ledger, "reject", a, hour=1, seen=looked)
    assert (told.value.by, told.value.last) == ("A. Reviewer", first.id)
    assert len(decided.all_decisions(ledger)) == 1
    # what was decided with others, or on others, is not in the way
    say(ledger, "different", b, a, hour=1)
    say(ledger, "reject", a, hour=2, seen=Seen((a,), first.id))
    with pytest.raises(ConflictError):
        say(ledger, "same", a, b, hour=3, seen=Seen((a, b), first.id))


def test_a_clock_that_was_set_back_does_not_make_an_old_word_the_last(ledger):
    (a,) = fill(ledger, ACTS[0])
    first = say(ledger, "reject", a, hour=5)
    second = say(ledger, "restore", a, hour=1, seen=Seen((a,), first.id))
    assert second.at == first.at + timedelta(microseconds=1)
    assert groups(ledger) == [("r0",)]


def test_the_same_decision_twice_is_kept_once(ledger):
    (a,) = fill(ledger, ACTS[0])
    assert say(ledger, "confirm", a) == say(ledger, "confirm", a)
    assert len(decided.all_decisions(ledger)) == 1


@pytest.mark.parametrize(
    ("action", "more", "error", "words"),
    [
        ("confirm", {"subject": "0" * 16}, NotFoundError, "no claim"),
        ("reject", {"subject": "0" * 16}, NotFoundError, "no claim"),
        ("withdraw", {"of": "d-0"}, NotFoundError, "no decision"),
        ("correct", {"now": {"dew": "2027"}}, ClaimError, "no field"),
        ("correct", {"now": {"due": "soon"}}, ClaimError, "no EDTF date"),
        ("split", {}, InputError, "name two"),
    ],
)
def test_what_cannot_be_decided_leaves_nothing(ledger, action, more, error, words):
    (a,) = fill(ledger, ACTS[0])
    before = content(ledger)
    with pytest.raises(error, match=words):
        say(ledger, action, more.pop("subject", a), **more)
    assert content(ledger) == before
    assert decided.all_decisions(ledger) == []


def test_the_machine_keeps_no_judgement(ledger):
    a, b = fill(ledger, ACTS[0], ACTS[2])
    with pytest.raises(InputError, match="person"):
        add_judgement(ledger, Judgement(a, b, "same", "score", "", NOW), resolver=RESOLVER)


def events(chance: random.Random):
    """Reports and decisions on their claims, each with what must come before it."""
    found, made, known = [], [], []
    for number in range(chance.randint(3, 7)):
        one = report(number)
        claims = tuple(
            act(one, what, chance.choice(SIDES), chance.choice([None, "2026"]))
            for what in chance.sample(ACTS, chance.randint(1, 2))
        )
        found.append((("report", number), set(), (one, Reading(claims, states=SIDES[0]))))
        known += [(claim_id(c), number) for c in claims]
    for hour in range(chance.randint(2, 12)):
        (a, at), (b, of) = chance.sample(known, 2)
        needs = {("report", at)}
        action = chance.choice(
            ["confirm", "correct", "reject", "restore", "same", "different", "merge", "split", "add", "withdraw"]
        )
        more: dict = {}
        if action == "correct":
            more["now"] = chance.choice([{"due": "2030"}, {"by": ["KEN", "TZA"]}, {"by": ["KEN", "UGA"]}, {"action": chance.choice(ACTS)}])  # fmt: skip
        elif action in ("same", "different", "merge", "split"):
            more["others"] = (b,)
            needs.add(("report", of))
        elif action == "add":
            claim = act(report(at), f"{chance.choice(ACTS)} too")
            a, more["now"] = claim_id(claim), {**claim_row(claim), "version": claim.version}
        elif action == "withdraw":
            if not made:
                continue
            target = chance.choice(made)
            a, more = target.subject, {"others": target.others, "of": target.id}
            needs |= {("decision", target.id), *next(n for name, n, _ in found if name == ("decision", target.id))}
        one = Decision(action, a, "A", "so it is", NOW + timedelta(hours=hour), **more)
        if not any(one.id == d.id for d in made):
            made.append(one)
            found.append((("decision", one.id), needs, one))
    return found


def arrive(ledger, found, chance: random.Random):
    """Let everything come in some order that has each after what it needs."""
    waiting, done = found.copy(), set()
    while waiting:
        name, _, what = event = chance.choice([e for e in waiting if e[1] <= done])
        waiting.remove(event)
        done.add(name)
        if name[0] == "report":
            add_report(ledger, *what, resolver=RESOLVER, reader="x", at=NOW)
        else:
            keep_decisions(ledger, [what], resolver=RESOLVER)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 1_000_000))
def test_any_order_of_reports_and_decisions_gives_what_a_rebuild_gives(tmp_path_factory, seed):
    chance = random.Random(seed)
    found = events(chance)
    folder = tmp_path_factory.mktemp("order")
    with open_ledger(folder / "a.db") as first, open_ledger(folder / "b.db") as second:
        arrive(first, found, chance)
        arrive(second, found, chance)
        step_by_step = content(first)
        assert content(second) == step_by_step
        rebuild(first)
        assert content(first) == step_by_step


def test_judgements_of_an_older_ledger_are_decisions_of_this_one(tmp_path):
    with open_ledger(tmp_path / "l.db") as ledger:
        a, b = fill(ledger, ACTS[0], ACTS[2])
        kept = Judgement(a, b, "same", "A. Reviewer", "read “both”", NOW, person=True)
        with ledger.writing() as connection:
            for statement in (
                "rulings", "decision_claims", "decisions", "unsure_pairs", "web_sessions", "tokens", "users",
            ):  # fmt: skip
                connection.exec_driver_sql(f"DROP TABLE {statement}")
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0005'")
            connection.exec_driver_sql(
                "INSERT INTO judgements (left, right, verdict, by, reason, at, person) VALUES (?, ?, 'same', ?, ?, ?, 1)",
                (a, b, kept.by, kept.reason, "2025-01-01 00:00:00.000000"),
            )
    assert session.HEAD != "0005"
    with open_ledger(tmp_path / "l.db") as ledger:
        assert views.all_judgements(ledger) == [kept]
        add_judgement(ledger, kept, resolver=RESOLVER)
        assert views.all_judgements(ledger) == [kept], "it has the id that it would have now"
        rebuild(ledger)
        assert groups(ledger) == [("r0", "r1")]
