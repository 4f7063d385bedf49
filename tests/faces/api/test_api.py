"""The ledger for programs: what lists hold, how they are walked, what a mistake looks like, what is described."""

from __future__ import annotations

import json
from datetime import date

import pytest
from fastapi.testclient import TestClient

from servanda.faces.access.alone import Alone
from servanda.faces.access.gate import Gate
from servanda.faces.api.app import create_api
from servanda.faces.exports.comparison_rows import comparison_row
from servanda.faces.exports.rows import assessment_rows, claim_rows
from servanda.ledger.session import open_ledger
from servanda.terms.reports import Report
from servanda.workflows.add import add
from servanda.workflows.compare import compare_states
from servanda.workflows.desk import Desk

TODAY = date(2026, 11, 1)
LISTS = (
    "relations", "entries", "due", "claims", "reports", "people", "series", "documents", "review", "relations/KAZ-TJK",
)  # fmt: skip


def client(desk, today=lambda: TODAY, **more) -> TestClient:
    return TestClient(Gate(create_api(desk, today=today), Alone("Aliya Ospanova")), follow_redirects=False, **more)


@pytest.fixture(scope="module")
def api(desk):
    with client(desk) as opened:
        yield opened


def items(api, path: str) -> list[dict]:
    """Everything a list holds, walked part by part."""
    found, address = [], path
    while address:
        answer = api.get(address)
        assert answer.status_code == 200, answer.text
        body = answer.json()
        assert len(body["items"]) <= body["limit"]
        assert ("link" in answer.headers) == (body["next"] is not None)
        found += body["items"]
        address = body["next"]
    assert len(found) == body["total"]
    return found


@pytest.mark.parametrize("name", LISTS)
def test_a_list_walked_in_parts_is_the_list(api, name):
    whole = items(api, f"/{name}?limit=1000")
    assert whole
    assert items(api, f"/{name}?limit=3") == whole


@pytest.mark.parametrize(
    "asked", ["entries?state=KAZ&state=TJK", "entries?kind=meeting&kind=figure", "claims?kind=commitment&kind=figure"]
)
def test_a_filter_of_several_values_holds_in_every_part(api, asked):
    whole = items(api, f"/{asked}&limit=1000")
    assert len(whole) > 3
    assert items(api, f"/{asked}&limit=3") == whole


def test_entries_and_claims_are_those_of_the_exports(api, desk):
    exported = {row["entry"]: row["status"] for row in assessment_rows(desk.ledger, TODAY)}
    assert {row["entry"]: row["status"] for row in items(api, "/entries")} == exported
    claims = {row["id"]: row for row in claim_rows(desk.ledger, TODAY)}
    assert {row["id"]: row for row in items(api, "/claims")} == claims


@pytest.mark.parametrize(
    ("asked", "field", "value"),
    [
        ("kind=instrument", "kind", "instrument"),
        ("status=overdue", "status", "overdue"),
        ("contradicted=true", "contradicted", True),
        ("state=Kazakhstan&state=TJK", "states", ["KAZ", "TJK"]),
    ],
)
def test_entries_are_narrowed(api, asked, field, value):
    found = items(api, f"/entries?{asked}")
    assert found
    assert all(row[field] == value for row in found)
    assert len(found) == sum(row[field] == value for row in items(api, "/entries"))


def test_claims_are_narrowed_by_report_day_and_sides(api):
    every = items(api, "/claims")
    of_one = items(api, "/claims?report=kt-2025-02-12")
    assert of_one == [row for row in every if row["report"] == "kt-2025-02-12"]
    between = items(api, "/claims?since=2024-01-01&until=2024-12-31&kind=figure&kind=commitment")
    assert between == [
        row
        for row in every
        if "2024-01-01" <= row["date_published"] <= "2024-12-31" and row["kind"] in ("figure", "commitment")
    ]
    assert {row["report"][:2] for row in items(api, "/claims?state=UZB")} == {"ut"}


def test_a_day_shows_what_was_known_then(api):
    for name in LISTS:
        if name != "review":  # what waits for a decision is of all that was read
            assert items(api, f"/{name}?as_of=2023-12-31") != items(api, f"/{name}")
    assert all(row["date_published"] <= "2023-12-31" for row in items(api, "/claims?as_of=2023-12-31"))
    assert api.get("/entries?as_of=2023-12-31").json()["as_of"] == "2023-12-31"


def test_an_entry_has_its_chain_and_its_reason(api):
    entry = items(api, "/entries?status=overdue")[0]["entry"]
    told = api.get(f"/entries/{entry}").json()
    assert told["entry"] == entry
    assert told["chain"][0]["quotes"]
    assert told["chain"][0]["link"] == "new"
    why = api.get(f"/entries/{entry[:14]}/why").json()
    assert why["status"] == "overdue"
    assert "due" in why["why"]
    assert why["evidence"][0]["quotes"]
    assert "reports read up to" in why["coverage"]
    assert why["silence"].startswith("no report since")


def test_a_report_has_its_text_and_every_quote_stands_in_it(api):
    told = api.get("/report?id=kt-2025-02-12").json()["versions"]
    assert [one["version"] for one in told] == [1]
    for claim in items(api, "/claims?report=kt-2025-02-12"):
        for quote, (start, end) in zip(claim["quotes"], claim["spans"], strict=True):
            assert told[0]["text"][start:end] == quote


def test_words_are_found_in_claims_and_reports(api):
    found = api.get("/search?q=trade+turnover").json()["items"]
    assert {row["claim"] is None for row in found} == {True, False}
    assert all("trade" in row["words"].casefold() for row in found)
    assert all(row["claim"] for row in api.get("/search?q=trade&kind=figure").json()["items"])


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/entries/e-none", 404, "no entry"),
        ("/report?id=none", 404, "no report 'none'"),
        ("/report", 400, "id"),
        ("/entries?kind=treaty", 400, "kind"),
        ("/entries?state=Atlantis", 400, "is no state"),
        ("/entries?as_of=soon", 400, "as_of"),
        ("/entries?limit=0", 400, "limit"),
        ("/entries?limit=1001", 400, "limit"),
        ("/claims?offset=-1", 400, "offset"),
        ("/search", 400, "q"),
        ("/search?q=%22", 400, "holds no word"),
        ("/search?q=a%00b", 400, "NUL"),
        ("/nothing", 404, "there is no such address"),
        ("/entries?sate=KAZ", 400, "'sate' is no parameter here; there are as_of, contradicted, kind"),
        ("/entries?as_of=2024", 400, "write a day as 2025-02-12"),
        ("/entries?as_of=0", 400, "write a day as 2025-02-12"),
        ("/relations/KAZ", 400, "join the codes of two states"),
        ("/relations/KAZ-UGA", 404, "no report read by"),
        ("/compare?state=KAZ", 400, "two states"),
        ("/compare?state=KAZ&state=TJK&entry=e-1", 400, "name an entry, or two states"),
        ("/changes?since=2026-12-01", 400, "leads back"),
        ("/changes?cursor=then", 400, "is none that an answer gave"),
        ("/changes?cursor=2026-01-01T00:00:00~2026-01-01", 400, "encode its + as %2B"),
        ("/changes?since=2024-01-01&cursor=x", 400, "two clocks"),
        ("/brief?state=KAZ", 400, "name at least two"),
        ("/claims/none", 404, "no claim"),
        ("/decisions/d-1", 404, "no decision"),
        ("/review/nothing", 404, "is no task"),
        ("/person?name=Nobody", 404, "names 'Nobody'"),
    ],
)
def test_a_mistake_is_a_problem_that_says_what_was_wrong(api, path, status, words):
    answer = api.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert set(body) == {"type", "title", "status", "detail", "instance"}
    assert body["status"] == status
    assert words in body["detail"]
    assert body["instance"] == path.split("?", maxsplit=1)[0]


def test_what_has_not_changed_is_not_sent_again(api):
    for path in ("/entries", "/relations", "/claims?kind=figure", "/", "/openapi.json", "/brief?state=KAZ&state=TJK"):
        first = api.get(path)
        mark = first.headers["etag"]
        for told in (mark, f"W/{mark}", f'"old", {mark}', "*"):
            again = api.get(path, headers={"If-None-Match": told})
            assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", mark)
        assert api.get(path, headers={"If-None-Match": '"old"'}).status_code == 200


def test_a_method_that_an_address_has_not_is_a_problem_too(api):
    answer = api.put("/entries", json={})
    assert (answer.status_code, answer.headers["content-type"]) == (405, "application/problem+json")
    assert answer.headers["allow"] == "GET"


def test_an_address_tells_all_of_its_methods(api):
    assert api.put("/reports", json={}).headers["allow"] == "GET, POST"


def test_a_fault_of_the_server_is_a_problem_that_tells_nothing_of_its_inside(demo_file):
    def broken() -> date:
        raise RuntimeError("secret inside")

    with (
        open_ledger(demo_file, create=False) as ledger,
        client(Desk(ledger), broken, raise_server_exceptions=False) as opened,
    ):
        answer = opened.get("/entries")
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert "secret" not in answer.text
    assert "log" in answer.json()["detail"]


def test_the_next_part_is_of_the_same_day(api):
    assert "as_of=2026-11-01" in api.get("/entries?limit=1").json()["next"]


def test_an_entry_has_its_history(api):
    entry = items(api, "/entries?status=overdue")[0]["entry"]
    told = api.get(f"/entries/{entry}/history").json()
    assert [turn["status"] for turn in told["items"]][-1] == "overdue"
    assert told["items"][-1]["by"] == "calendar"
    assert items(api, f"/entries/{entry}/history?limit=1") == told["items"]


def test_changes_by_a_cursor_are_those_since_it_was_given(tmp_path, demo_file):
    file = tmp_path / "relations.db"
    file.write_bytes(demo_file.read_bytes())
    with open_ledger(file) as ledger, client(Desk(ledger)) as api:
        whole = items(api, "/changes?since=2020-01-01")
        assert whole
        assert items(api, "/changes?since=2020-01-01&limit=7") == whole
        cursor = api.get("/changes").json()["cursor"]
        again = api.get("/changes", params={"cursor": cursor}).json()
        assert (again["items"], again["cursor"]) == ([], cursor)
        late = Report(
            "late", date(2023, 2, 1), "Kazakhstan and Tajikistan signed the Treaty on Water on 31 January 2023."
        )
        assert add(ledger, [late]).new == 1
        told = api.get("/changes", params={"cursor": cursor}).json()
        assert {change["report"] for change in told["items"]} == {"late"}
        assert told["cursor"] != cursor
        assert told["added_since"]


def test_what_each_side_tells_is_that_of_the_command(api, desk):
    told = items(api, "/compare?state=KAZ&state=TJK")
    wanted = [comparison_row(one) for one in compare_states(desk.ledger, ("KAZ", "TJK"), TODAY)]
    assert sorted(told, key=str) == sorted(wanted, key=str)
    meeting = told[0]["meetings"][0]["entry"]
    assert [one["first_day"] for one in items(api, f"/compare?entry={meeting}")] == [told[0]["first_day"]]


def test_a_pack_comes_in_lines_and_every_claim_it_cites_has_its_source(api):
    answer = api.get("/brief?state=KAZ&state=TJK")
    assert answer.headers["content-type"] == "application/x-ndjson"
    rows = [json.loads(line) for line in answer.text.splitlines()]
    assert [row["part"] for row in rows][:1] + [row["part"] for row in rows][-1:] == ["head", "ground"]
    sources = {row["claim"]: row["quote"] for row in rows if row["part"] == "note"}
    cited = {claim for row in rows if row["part"] in ("line", "register") for claim in row["claims"]}
    assert cited
    assert cited <= sources.keys()


def test_coverage_tells_what_was_read(api):
    whole, one = api.get("/coverage").json(), api.get("/coverage?state=TUR&state=UZB").json()
    assert whole["reports"] == len(items(api, "/reports"))
    assert 0 < one["reports"] < whole["reports"]
    assert one["states"] == ["TUR", "UZB"]
    assert str(one["reports"]) in one["words"]
    assert api.get("/coverage?as_of=1999-01-01").json()["words"] == "no report of this relation was read"


def test_somebody_is_found_in_any_spelling_with_every_part(api):
    one = items(api, "/people?sort=people")[0]
    parts = items(api, f"/person?name={one['name'].upper()}")
    assert {part["entry"] for part in parts} == set(one["entries"])
    assert all(part["role"] in ("met", "spoke", "signed", "undertook") for part in parts)


def test_a_task_is_laid_out_with_its_sides(api):
    for topic in ("pairs", "contradictions"):
        first = items(api, f"/review?topic={topic}")[0]
        told = api.get(f"/review/{first['task']}").json()
        assert told["open"]
        assert (told["task"], told["topic"], told["seen"]) == (first["task"], topic, "none")
        assert told["reasons"]
        assert all(side["quotes"] and side["seen"] == "none" for side in told["sides"])


def test_a_claim_tells_what_was_last_decided_on_it(api):
    one = items(api, "/claims?kind=figure")[0]
    told = api.get(f"/claims/{one['id'][:10]}").json()
    assert told == {"claim": one, "decisions": [], "seen": "none"}
    assert api.get(f"/claims/{one['id']}?as_of=1999-01-01").status_code == 404


def test_everything_is_described(api):
    told = api.get("/openapi.json").json()
    assert told["openapi"].startswith("3.")
    assert {f"/{name}" for name in LISTS[:-1]} <= set(told["paths"])
    reads, sends = (
        {"200", "304", "400", "401", "403", "404", "500", "503"},
        {"201", "400", "401", "403", "413", "415", "500"},
    )
    for path, methods in told["paths"].items():
        for method, one in methods.items():
            assert one["summary"], path
            assert one["description"], path
            assert (method, set(one["responses"])) == ("get", reads) or (
                method == "post" and sends < set(one["responses"])
            )
            assert all(parameter.get("description") for parameter in one.get("parameters", ())), path
            assert one["security"], path
    listed = api.get("/").json()["addresses"]
    assert [one["path"] for one in listed] == sorted(f"/api{path}" for path in told["paths"])
    assert {tag["name"] for tag in told["tags"]} >= {
        tag for p in told["paths"].values() for one in p.values() for tag in one.get("tags", ())
    }


def test_every_field_of_every_answer_is_described(api):
    shapes = api.get("/openapi.json").json()["components"]["schemas"]
    assert len(shapes) > 40
    for name, shape in shapes.items():
        assert shape.get("description"), name
        for field, told in shape.get("properties", {}).items():
            assert told.get("description"), f"{name}.{field}"
