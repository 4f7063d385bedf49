"""What programs send: reports that are read, and decisions; what each is told of it, and who may."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from fastapi.testclient import TestClient

from servanda.faces.access.alone import Alone
from servanda.faces.access.gate import Gate
from servanda.faces.access.visitor import Visitor
from servanda.faces.api import sent
from servanda.faces.api.app import create_api
from servanda.ledger.session import open_ledger
from servanda.ledger.views import counts
from servanda.workflows.desk import Desk
from servanda.workflows.today import today

ME = "Aliya Ospanova"
TALKS = {
    "id": "talks",
    "date": "2024-05-07",
    "text": "Kenya and Uganda signed the Agreement on Border Trade in Nairobi on 6 May 2024. Trade between Kenya and Uganda "
    "reached $1.2 billion in 2023. The sides agreed to open two border posts by December 2025.",
    "publisher": "Coast Wire",
}
LATER = {"id": "later", "date": "2024-09-01", "text": "Trade between Kenya and Uganda reached $1.4 billion in 2023."}


class As:
    """A visitor of some role, known by a token or not at all."""

    sign_in = True

    def __init__(self, role, way="token", name=ME) -> None:
        self._visitor = Visitor(name, role, way)

    async def visitor(self, _connection):
        return self._visitor


def opened(ledger, access=None) -> TestClient:
    api = create_api(Desk(ledger), today=today)
    return TestClient(Gate(api, access or Alone(ME)), raise_server_exceptions=False)


@pytest.fixture
def ledger(tmp_path):
    with open_ledger(tmp_path / "relations.db") as found:
        yield found


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """A ledger file with two reports that were sent."""
    file = tmp_path_factory.mktemp("sent") / "relations.db"
    with open_ledger(file) as found, opened(found) as api:
        assert api.post("/reports", json=[TALKS, LATER]).json()["added"] == 2
    return file


@pytest.fixture
def api(read, tmp_path):
    (tmp_path / "relations.db").write_bytes(read.read_bytes())
    with open_ledger(tmp_path / "relations.db") as found, opened(found) as client:
        yield client


def test_a_report_is_read_and_what_came_of_it_is_told(ledger):
    with opened(ledger) as api:
        answer = api.post("/reports", json=TALKS)
        assert answer.status_code == 201
        told = answer.json()
        assert (told["added"], told["known"], told["refused"], told["dry_run"]) == (1, 0, 0, False)
        one = told["reports"][0]
        assert (one["id"], one["result"], one["reason"]) == ("talks", "added", None)
        assert {claim["kind"] for claim in one["claims"]} >= {"instrument", "figure", "commitment"}
        kept = api.get("/claims?report=talks").json()["items"]
        assert [claim["id"] for claim in kept] == [claim["id"] for claim in one["claims"]]
        assert all(claim["quotes"][0] in TALKS["text"] for claim in one["claims"])


def test_what_is_sent_again_adds_nothing_and_tells_the_same(ledger):
    with opened(ledger) as api:
        first, again = api.post("/reports", json=TALKS), api.post("/reports", json=TALKS)
    assert (again.status_code, again.json()["known"], again.json()["added"]) == (200, 1, 0)
    assert {**first.json()["reports"][0], "result": "known"} == again.json()["reports"][0]
    assert counts(ledger)["reports"] == 1


def test_another_text_of_a_known_id_is_a_new_version(ledger):
    with opened(ledger) as api:
        api.post("/reports", json=TALKS)
        told = api.post("/reports", json={**TALKS, "text": "Kenya and Uganda signed the Treaty on Water."})
        assert (told.status_code, told.json()["new_versions"]) == (201, 1)
        assert [one["version"] for one in api.get("/report?id=talks").json()["versions"]] == [1, 2]


def test_a_dry_run_tells_what_would_come_and_keeps_nothing(ledger):
    with opened(ledger) as api:
        tried = api.post("/reports?dry_run=true", json=[TALKS, TALKS, {**TALKS, "text": "Nothing of note."}])
        assert tried.status_code == 200
        assert tried.json()["dry_run"]
        assert [one["result"] for one in tried.json()["reports"]] == ["added", "known", "new version"]
        assert counts(ledger)["reports"] == 0
        kept = api.post("/reports", json=TALKS).json()["reports"][0]
    assert tried.json()["reports"][0] == kept


def test_of_a_list_one_that_cannot_be_used_is_refused_and_the_rest_goes_on(ledger):
    wrong = [
        ({"id": "a", "text": "x"}, "date"), ({"id": "b", "date": "soon", "text": "x"}, "no day of the calendar"),
        ({"id": "c", "date": "2024-05-07", "text": "  "}, "holds no text"), ({"date": "2024-05-07", "text": "x"}, "id"),
        ({"id": 7, "date": "2024-05-07", "text": "x"}, "id"),
    ]  # fmt: skip
    with opened(ledger) as api:
        told = api.post("/reports", json=[row for row, _ in wrong] + [TALKS])
    assert told.status_code == 201
    assert (told.json()["refused"], told.json()["added"]) == (len(wrong), 1)
    for one, (_, words) in zip(told.json()["reports"], wrong, strict=False):
        assert one["result"] == "refused"
        assert words in one["reason"]


@pytest.mark.parametrize(
    ("send", "status", "words"),
    [
        ({"json": {"id": "a", "text": "x"}}, 400, "date"),
        ({"json": {"id": "a", "date": "2024-13-07", "text": "x"}}, 400, "no day of the calendar"),
        ({"json": []}, 400, "an empty list"),
        ({"json": [TALKS] * 101}, 400, "send at most 100"),
        ({"json": [3]}, 400, "report 1 is no object"),
        ({"json": "text"}, 400, "is no object"),
        ({"content": b"{", "headers": {"Content-Type": "application/json"}}, 400, "is no JSON"),
        ({"content": b'"\xff"', "headers": {"Content-Type": "application/json"}}, 400, "is no JSON"),
        ({"content": b"[" * 100_000, "headers": {"Content-Type": "application/json"}}, 400, "JSON"),
        ({"content": b"[" * 40 + b"]" * 40, "headers": {"Content-Type": "application/json"}}, 400, "nests deeper"),
        ({"content": b"<a/>", "headers": {"Content-Type": "application/xml"}}, 415, "application/json"),
        ({"data": {"id": "a"}}, 415, "application/json"),
        (
            {"content": b" " * (1024 * 1024 + 1), "headers": {"Content-Type": "application/json"}},
            413,
            "larger than 1024 KiB",
        ),
        ({"json": TALKS, "params": {"dryrun": "true"}}, 400, "'dryrun' is no parameter here; there are dry_run"),
    ],
)
def test_what_cannot_be_read_is_a_problem_and_nothing_is_kept(ledger, send, status, words):
    with opened(ledger) as api:
        answer = api.post("/reports", **send)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert words in answer.json()["detail"]
    assert counts(ledger)["reports"] == 0


def test_one_request_at_a_time_is_read_and_who_waits_too_long_is_told_to_come_again(ledger, monkeypatch):
    monkeypatch.setattr(sent, "PATIENCE", 0.2)
    with opened(ledger) as api:
        turns = api.app._app.state.turns
        with turns.turn():
            late = api.post("/reports", json=TALKS)
            assert (late.status_code, late.headers["retry-after"]) == (503, "5")
            assert api.get("/reports").status_code == 200
        assert api.post("/reports", json=TALKS).status_code == 201


def test_whoever_comes_when_the_queue_is_full_does_not_wait():
    turns, held, waiting = sent.Turns(), threading.Event(), []

    def wait() -> None:
        with turns.turn():
            waiting.append(1)

    with turns.turn():
        threads = [threading.Thread(target=wait) for _ in range(sent.WAITING)]
        for thread in threads:
            thread.start()
        for _ in range(100):
            if turns._room._value == 0:
                break
            held.wait(0.05)
        with pytest.raises(sent.NotReadyError, match="others wait"), turns.turn():
            pytest.fail("it is nobody's turn")
    for thread in threads:
        thread.join()
    assert len(waiting) == sent.WAITING


@pytest.mark.parametrize(
    ("role", "way", "reports", "judgements"),
    [
        (None, "nobody", 401, 401),
        ("reader", "public", 401, 401),
        ("reader", "token", 403, 403),
        ("reviewer", "token", 403, 400),
        ("editor", "token", 400, 400),
        ("admin", "session", 401, 401),
    ],
)
def test_who_may_send_what(ledger, role, way, reports, judgements):
    with opened(ledger, As(role, way)) as api:
        assert api.post("/reports", json=[]).status_code == reports
        assert api.post("/judgements", json={}).status_code == judgements


@pytest.mark.parametrize("path", ["/reports", "/judgements"])
def test_another_site_cannot_send(ledger, path):
    with opened(ledger) as api:
        answer = api.post(path, json=TALKS, headers={"Sec-Fetch-Site": "cross-site"})
        assert (answer.status_code, answer.headers["content-type"]) == (403, "application/problem+json")
    assert counts(ledger)["reports"] == 0


def claims_of(api, kind: str) -> list[dict]:
    return api.get(f"/claims?kind={kind}").json()["items"]


def decide(api, action: str, status: int = 201, **more) -> dict:
    answer = api.post("/judgements", json={"action": action, **more})
    assert answer.status_code == status, answer.text
    if status == 201:
        assert answer.headers["location"] == f"/api/decisions/{answer.json()['decisions'][0]['decision']}"
        assert api.get(answer.headers["location"].removeprefix("/api")).json() == answer.json()["decisions"][0]
    return answer.json()


def test_a_whole_review(api):
    figure = claims_of(api, "figure")[0]
    made = decide(api, "confirm", claims=[figure["id"]])["decisions"][0]
    assert (made["decided_by"], made["action"], made["stands"]) == (ME, "confirm", True)
    decide(api, "correct", claim=figure["id"], fields={"value": 1300000000}, reason="misread")
    now = api.get(f"/claims/{figure['id']}").json()
    assert (now["claim"]["value"], now["claim"]["decided"]) == (1300000000, "corrected")
    assert now["claim"]["as_read"] == {"value": figure["value"]}
    assert [one["action"] for one in now["decisions"]] == ["confirm", "correct"]
    assert now["seen"] == now["decisions"][-1]["decision"]
    decide(api, "withdraw", decision=now["seen"])
    assert api.get(f"/claims/{figure['id']}").json()["claim"]["value"] == figure["value"]
    decide(api, "reject", claim=figure["id"], reason="no figure")
    assert api.get(f"/claims/{figure['id']}").json()["claim"]["entry"] is None
    decide(api, "restore", claim=figure["id"], reason="it is one")
    assert api.get(f"/claims/{figure['id']}").json()["claim"]["entry"]


def test_claims_and_entries_are_tied_and_parted(api):
    left, right = (one["id"] for one in claims_of(api, "figure"))
    decide(api, "different", claims=[left, right])
    home = {one["id"]: one["entry"] for one in claims_of(api, "figure")}
    assert home[left] != home[right]
    decide(api, "merge", entries=[home[left], home[right]], reason="one figure")
    home = {one["id"]: one["entry"] for one in claims_of(api, "figure")}
    assert home[left] == home[right]
    decide(api, "split", entry=home[left], claim=right)
    assert len({one["entry"] for one in claims_of(api, "figure")}) == 2
    decide(api, "same", claims=[left, right])
    assert len({one["entry"] for one in claims_of(api, "figure")}) == 1
    assert len(api.get("/decisions").json()["items"]) == 4


def test_a_claim_that_the_reader_missed_is_added_by_its_words(api):
    words = "The sides agreed to open two border posts"
    made = decide(
        api, "add", report="talks", kind="activity", quotes=[words, {"start": 0, "end": 16}],
        fields={"type": "other", "name": "border posts", "status": "planned", "states": ["KEN", "UGA"]},
    )["decisions"][0]  # fmt: skip
    claim = api.get(f"/claims/{made['claim']}").json()["claim"]
    assert claim["quotes"] == [words, TALKS["text"][:16]]
    assert claim["decided"] == "added"
    unread = [one["task"] for one in api.get("/review?topic=unread").json()["items"]]
    for task in unread[:1]:
        decide(api, "reject", claim=task, reason="no claim")
        assert not api.get(f"/review/{task}").json()["open"]


def test_who_saw_less_than_there_is_is_told_who_decided_and_when(api):
    claim = claims_of(api, "figure")[0]["id"]
    first = decide(api, "confirm", claims=[claim], seen="none")["decisions"][0]
    told = decide(api, "reject", 409, claim=claim, reason="no", seen="none")
    assert (told["by"], told["decision"], told["at"]) == (ME, first["decision"], first["decided_at"])
    assert told["status"] == 409
    again = {"action": "reject", "claim": claim, "reason": "no"}
    assert api.post("/judgements", json=again, headers={"If-Match": '"none"'}).status_code == 409
    assert api.post("/judgements", json=again, headers={"If-Match": f'"{told["decision"]}"'}).status_code == 201


def test_who_decides_is_who_sends_it(api):
    claim = claims_of(api, "figure")[0]["id"]
    told = decide(api, "confirm", 400, claims=[claim], by="Somebody Else")
    assert "by" in told["detail"]
    assert api.get("/decisions").json()["total"] == 0


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ({}, 400, "action"),
        ([], 400, "valid"),
        ({"action": "burn"}, 400, "action"),
        ({"action": "confirm", "claims": []}, 400, "claims"),
        ({"action": "confirm", "claims": ["none"]}, 404, "no claim 'none'"),
        ({"action": "correct", "claim": "FIGURE", "fields": {"value": 5}}, 400, "reason"),
        ({"action": "correct", "claim": "FIGURE", "fields": {"worth": 5}, "reason": "x"}, 400, "no field 'worth'"),
        ({"action": "correct", "claim": "FIGURE", "fields": {"value": "much"}, "reason": "x"}, 400, "no number"),
        ({"action": "correct", "claim": "FIGURE", "fields": {"value": 10**40}, "reason": "x"}, 400, "no number"),
        ({"action": "correct", "claim": "FIGURE", "fields": {"value": int("9" * 4000)}, "reason": "x"}, 400, ""),
        ({"action": "correct", "claim": "FIGURE", "fields": {"label": "a\x00b"}, "reason": "x"}, 400, "NUL"),
        ({"action": "reject", "claim": "FIGURE", "reason": "a\nb"}, 400, "control characters"),
        ({"action": "reject", "claim": "r99", "reason": "x"}, 404, "no refused claim r99"),
        ({"action": "reject", "claim": "u99", "reason": "x"}, 404, "no unread stretch u99"),
        ({"action": "restore", "claim": "FIGURE", "reason": "x"}, 400, "is not rejected"),
        ({"action": "merge", "entries": ["e-1", "e-2"]}, 404, "no entry"),
        ({"action": "same", "claims": ["FIGURE", "FIGURE"]}, 400, "is one claim; name two"),
        ({"action": "withdraw", "decision": "d-1"}, 404, "no decision"),
        ({"action": "accept", "refused": "3"}, 400, "refused"),
        ({"action": "accept", "refused": "r3"}, 404, "no refused claim r3"),
        ({"action": "add", "report": "none", "kind": "figure", "fields": {}, "quotes": ["x"]}, 404, "no report"),
        ({"action": "add", "report": "talks", "kind": "figure", "fields": {"worth": 1}, "quotes": ["x"]}, 400, ""),
        (
            {"action": "add", "report": "talks", "kind": "figure", "fields": {}, "quotes": ["Kenya"]},
            400,
            "more than once",
        ),
        ({"action": "confirm", "claims": ["FIGURE"], "seen": "d-0000000000000000"}, 409, "not in this ledger"),
    ],
)
def test_what_cannot_be_decided_is_told_and_nothing_is_kept(api, body, status, words):
    figure = claims_of(api, "figure")[0]["id"]
    named = body
    if isinstance(body, dict):
        named = {k: figure if v == "FIGURE" else v for k, v in body.items()}
        if "claims" in named:
            named["claims"] = [figure if one == "FIGURE" else one for one in named["claims"]]
    answer = api.post("/judgements", json=named)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), answer.text
    assert words in answer.json()["detail"]
    assert api.get("/decisions").json()["total"] == 0


def test_a_day_before_it_shows_no_decision(api):
    claim = claims_of(api, "figure")[0]["id"]
    decide(api, "confirm", claims=[claim])
    assert api.get(f"/decisions?as_of={date(2024, 12, 31)}").json()["total"] == 0
    assert api.get(f"/decisions?claim={claim}").json()["total"] == 1
